//! A user's own file of actors.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;
use sayso_domain::{Country, Date};

use crate::error::{ActorsError, ActorsErrorKind};
use crate::facts::FoundBy;
use crate::fold::{fold, fold_into};
use crate::rows::{Fields, Format};

/// A user's own actors: names, aliases, offices with dates. What it says wins over what is built in; it is
/// asked through [`Known`](crate::Known).
///
/// The file is CSV with a header row (fields that hold a comma, a quotation mark or a line end stand in
/// quotation marks, RFC 4180) or has one JSON object a line; which, its first byte that is not blank tells.
/// Columns, in any order, all but the first may be missing or empty:
///
/// | column | |
/// |---|---|
/// | `name` | required |
/// | `aliases` | other names, `;` between them; in JSON also an array |
/// | `kind` | `person` (when empty), `state`, `organisation`, `outlet` or `group` |
/// | `state` | ISO 3166-1 alpha-3 code of the state it is, is of, or holds office in |
/// | `role` | the office: "foreign minister" |
/// | `speaks_for` | an alpha-3 code, an organisation's name, or `nobody`; when empty the role tells |
/// | `from`, `to` | first and last day of the role, `YYYY-MM-DD`; when empty it always, or still, holds |
/// | `key` | stable id, where two of one name are to be kept apart |
///
/// Several rows of one name (and key) are several roles of one actor. Roles may overlap.
///
/// Every row is checked and indexed by name when the file is read; a row's words are taken up again when it
/// is asked for.
pub struct Overrides {
    text: String,
    format: Format,
    /// Hash of a folded name in the upper half, the place of its row in the lower; sorted.
    index: Vec<u64>,
    rows: usize,
}

impl std::fmt::Debug for Overrides {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Overrides").field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// What sort of actor a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    Person,
    State,
    Organisation,
    Outlet,
    Group,
}

/// A row, understood.
pub(crate) struct Row<'a> {
    pub(crate) kind: RowKind,
    pub(crate) name: Cow<'a, str>,
    pub(crate) aliases: Vec<Cow<'a, str>>,
    pub(crate) state: Option<Country>,
    pub(crate) role: Cow<'a, str>,
    pub(crate) speaks_for: Cow<'a, str>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    pub(crate) key: Cow<'a, str>,
}

/// What was checked in a row.
struct Checked {
    kind: RowKind,
    state: Option<Country>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Overrides {
    /// Reads a user's file; `file` is its name, for errors. A file without a row is allowed.
    ///
    /// ```
    /// use sayso_gazetteer::{Known, Overrides, SpeaksFor, RoleOn};
    ///
    /// let file = "name,aliases,state,role,from\n\"Thorgren, Ada\",Ada Thorgren,NOR,fisheries minister,2031-02-01\n";
    /// let known = Known::with(Overrides::parse("actors.csv", file.into())?);
    /// let person = known.people("Ada Thorgren").remove(0);
    /// let RoleOn::Held(role) = person.role_on("2032-01-01".parse().unwrap()) else { panic!() };
    /// assert_eq!(role.speaks_for, SpeaksFor::State("NOR".parse().unwrap()));
    /// assert_eq!(person.role_on("2031-01-31".parse().unwrap()), RoleOn::None);
    /// # Ok::<(), sayso_gazetteer::ActorsError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Names the line of the first row that is broken, holds a value its column does not take, or has a role
    /// end before it begins; or says that the file is not UTF-8, over 4 GiB, or has a wrong header.
    pub fn parse(file: &str, bytes: Vec<u8>) -> Result<Overrides, ActorsError> {
        let text = decode(bytes).map_err(|error| error.within(file))?;
        let mut at = 0;
        match Overrides::index(&text, &mut at) {
            Ok((format, index, rows)) => Ok(Overrides { text, format, index, rows }),
            Err(error) => Err(error.at_line(line_of(&text, at)).within(file)),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Checks and indexes all rows; `at` is left where the broken one begins.
    fn index(text: &str, at: &mut usize) -> Result<(Format, Vec<u64>, usize), ActorsError> {
        *at = text.len() - text.trim_start().len();
        let (format, mut next) = Format::of(text)?;
        let mut index = Vec::with_capacity(text.len() / 32);
        let (mut fields, mut key, mut rows) = (Fields::default(), String::new(), 0);
        loop {
            next += text.as_bytes()[next..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            *at = next;
            if next == text.len() {
                break;
            }
            next = format.row(text, next, &mut fields)?;
            let checked = check(&fields)?;
            let place = *at as u64;
            let mut enter = |key: &str| index.push(u64::from(hash(key)) << 32 | place);
            fold_into(&fields.columns[0], &mut key);
            if key.is_empty() {
                return Err(bad(
                    "the name is empty, or has neither letter nor digit; give the row a `name`".into()
                ));
            }
            enter(&key);
            if checked.kind == RowKind::Person
                && let Some(surname) = surname(&key)
            {
                enter(surname);
            }
            if checked.kind == RowKind::State {
                enter(&fold(&fields.columns[3]));
            }
            for alias in fields.aliases() {
                fold_into(alias, &mut key);
                enter(&key);
            }
            rows += 1;
        }
        index.sort_unstable();
        Ok((format, index, rows))
    }

    /// The rows that a folded key names, and how, in the order of the file.
    pub(crate) fn find(&self, key: &str) -> Vec<(Row<'_>, FoundBy)> {
        let mut places: Vec<u32> = self.index[self.range(key)].iter().map(|entry| *entry as u32).collect();
        places.dedup();
        places
            .into_iter()
            .filter_map(|at| self.row(at))
            .filter_map(|row| names(&row, key).map(|by| (row, by)))
            .collect()
    }

    /// The rows of a state, by its code.
    pub(crate) fn state(&self, country: Country) -> Option<Row<'_>> {
        let places = &self.index[self.range(&fold(country.as_str()))];
        let mut rows = places.iter().filter_map(|entry| self.row(*entry as u32));
        rows.find(|row| row.kind == RowKind::State && row.state == Some(country))
    }

    fn range(&self, key: &str) -> Range<usize> {
        let hash = u64::from(hash(key));
        let start = self.index.partition_point(|entry| entry >> 32 < hash);
        start..start + self.index[start..].partition_point(|entry| entry >> 32 == hash)
    }

    fn row(&self, at: u32) -> Option<Row<'_>> {
        let mut fields = Fields::default();
        self.format.row(&self.text, at as usize, &mut fields).ok()?;
        let Checked { kind, state, from, to } = check(&fields).ok()?;
        let aliases = fields.aliases().map(|alias| Cow::Owned(alias.to_owned())).collect();
        let [name, _, _, _, role, speaks_for, _, _, key] = fields.columns;
        Some(Row { kind, name, aliases, state, role, speaks_for, from, to, key })
    }
}

/// The bytes as text, without a byte order mark.
fn decode(bytes: Vec<u8>) -> Result<String, ActorsError> {
    if u32::try_from(bytes.len()).is_err() {
        let message = "the file is over 4 GiB; divide it";
        return Err(ActorsError::new(ActorsErrorKind::Unreadable, message));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = memchr_iter(b'\n', &error.as_bytes()[..at]).count() as u64 + 1;
        ActorsError::new(ActorsErrorKind::Unreadable, "the line is not UTF-8; save the file as UTF-8")
            .at_line(line)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

fn line_of(text: &str, at: usize) -> u64 {
    memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64 + 1
}

/// How the row names a folded key, if it does.
fn names(row: &Row<'_>, key: &str) -> Option<FoundBy> {
    let name = fold(&row.name);
    if name == key || row.kind == RowKind::State && row.state.is_some_and(|state| fold(state.as_str()) == key)
    {
        Some(FoundBy::Name)
    } else if row.aliases.iter().any(|alias| fold(alias) == key) {
        Some(FoundBy::Alias)
    } else if row.kind == RowKind::Person && surname(&name) == Some(key) {
        Some(FoundBy::Surname)
    } else {
        None
    }
}

/// The last word of a folded name of several words.
fn surname(key: &str) -> Option<&str> {
    key.rsplit_once(' ').map(|(_, last)| last)
}

fn bad(message: String) -> ActorsError {
    ActorsError::new(ActorsErrorKind::BadValue, message)
}

fn check(fields: &Fields<'_>) -> Result<Checked, ActorsError> {
    let [_, _, kind, state, _, _, from, to, _] = &fields.columns;
    let kind = match &**kind {
        "" | "person" => RowKind::Person,
        "state" => RowKind::State,
        "organisation" => RowKind::Organisation,
        "outlet" => RowKind::Outlet,
        "group" => RowKind::Group,
        other => {
            return Err(bad(format!(
                "`kind` is `{other}`; it takes person, state, organisation, outlet or group"
            )));
        }
    };
    let country = |code: &str| {
        let message = || bad(format!("`state` is `{code}`; it takes three capital letters, such as GBR"));
        code.parse().map(Some).map_err(|_| message())
    };
    let state = if state.is_empty() { None } else { country(state)? };
    if kind == RowKind::State && state.is_none() {
        return Err(bad(
            "a row of kind `state` names no state; put its code, such as GBR, into `state`".into()
        ));
    }
    let (from, to) = (day("from", from)?, day("to", to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let message =
            format!("the role ends on {to}, before it begins on {from}; exchange or correct the dates");
        return Err(ActorsError::new(ActorsErrorKind::Dates, message));
    }
    Ok(Checked { kind, state, from, to })
}

fn day(column: &str, text: &str) -> Result<Option<Date>, ActorsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let date = || {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let number = |range: Range<usize>| {
            bytes[range]
                .iter()
                .try_fold(0i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
        };
        let dashes = bytes[4] == b'-' && bytes[7] == b'-';
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        if dashes { Date::new(year, month as i8, day as i8).ok() } else { None }
    };
    let message =
        || bad(format!("`{column}` is `{text}`, which is no day; write it as YYYY-MM-DD or leave it empty"));
    date().map(Some).ok_or_else(message)
}

/// FNV-1a, folded to 32 bits: names are short, and every hit is compared word by word.
fn hash(key: &str) -> u32 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash >> 32) as u32 ^ hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fails(file: &str, line: u64, kind: ActorsErrorKind, what: &str) {
        let error = Overrides::parse("a.csv", file.into()).unwrap_err();
        assert_eq!((error.line(), error.kind()), (Some(line), kind), "{error}");
        assert!(error.to_string().contains(what), "{error}");
    }

    #[test]
    fn a_broken_row_is_named_by_its_line() {
        use ActorsErrorKind::*;
        fails("name,kind\nAnn,person\nBob,robot\n", 3, BadValue, "robot");
        fails("name,state\nAnn,gbr\n", 2, BadValue, "three capital letters");
        fails("name,state\n\n\nAnn,GBR,x\n", 4, BrokenRow, "more than the 2 fields");
        fails("name,state\nAnn\n", 2, BrokenRow, "1 fields");
        fails("name,state\n,GBR\n", 2, BadValue, "name is empty");
        fails("name,state\n\"Ann\nLee\",GBR\n\"Bob,GBR\n", 4, BrokenRow, "never closed");
        fails("name,from,to\nAnn,2020-02-01,2020-01-01\n", 2, Dates, "ends on 2020-01-01");
        fails("name,from\nAnn,2020-02-30\n", 2, BadValue, "no day");
        fails("name,from\nAnn,1 May 2020\n", 2, BadValue, "no day");
        fails("name,kind\nFreedonia,state\n", 2, BadValue, "names no state");
        fails("\nname,office\nAnn,mayor\n", 2, Header, "`office`");
        fails("name,name\n", 1, Header, "twice");
        fails("role\n", 1, Header, "no column `name`");
        fails("{\"name\":\"Ann\"}\n{\"name\":7}\n", 2, BrokenRow, "no string");
        fails("{\"name\":\"Ann\"}\n[]\n", 2, BrokenRow, "no JSON object");
        fails("{\"name\":\"Ann\",\"rank\":\"x\"}\n", 1, Header, "`rank`");
        fails("{\"name\":\"Ann\\x\"}\n", 1, BrokenRow, "escape");
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_their_line() {
        let error = Overrides::parse("a.csv", b"name\nAnn\n\xff\n".to_vec()).unwrap_err();
        assert_eq!((error.line(), error.kind()), (Some(3), ActorsErrorKind::Unreadable));
    }

    #[test]
    fn csv_and_json_say_the_same() {
        let csv = "\u{feff}name,aliases,role\r\n\"Lee, Ann \"\"A.\"\"\",Annie; A. Lee,mayor\r\n";
        let json = r#"{"name": "Lee, Ann \"A.\"", "aliases": ["Annie", "A\u002e Lee"], "role": "mayor", "to": null}"#;
        for file in [csv, json] {
            let overrides = Overrides::parse("f", file.into()).unwrap();
            assert_eq!(overrides.len(), 1);
            let (row, by) = overrides.find("a lee").remove(0);
            assert_eq!((&*row.name, &*row.role, by), ("Lee, Ann \"A.\"", "mayor", FoundBy::Alias));
            assert!(overrides.find("nobody").is_empty());
        }
    }

    #[test]
    fn a_file_without_rows_is_empty() {
        for file in ["", "  \n", "name,role\n"] {
            assert!(Overrides::parse("f", file.into()).unwrap().is_empty(), "{file:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(head in "(name,aliases,from\n|\\{)?", tail in "([\"{}\\[\\]:,;\n\r\\\\u0-9a-zé -]|\"name\":)*") {
            let file = format!("{head}{tail}");
            if let Ok(overrides) = Overrides::parse("f", file.into_bytes()) {
                for key in ["a", "name", ""] {
                    let _ = overrides.find(key);
                }
            }
        }
    }
}
