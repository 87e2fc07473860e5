//! One row of a user's file: CSV or JSON lines.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::error::{ActorsError, ActorsErrorKind};

/// The columns, in the order of [`Fields`].
pub(crate) const COLUMNS: [&str; 9] =
    ["name", "aliases", "kind", "state", "role", "speaks_for", "from", "to", "key"];

/// Where `aliases` stands among them.
const ALIASES: usize = 1;

/// What stands in a row, as strings; what is missing is empty.
#[derive(Default)]
pub(crate) struct Fields<'a> {
    pub(crate) columns: [Cow<'a, str>; 9],
    /// Aliases given as a JSON array; those given as one string stand in `columns`.
    pub(crate) list: Vec<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// The other names, one by one.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = &str> {
        let text = &*self.columns[ALIASES];
        let split = (!text.is_empty()).then(|| text.split(';').map(str::trim)).into_iter().flatten();
        split.chain(self.list.iter().map(|alias| &**alias)).filter(|alias| !alias.is_empty())
    }
}

/// How a file writes its rows.
pub(crate) enum Format {
    /// For each field of a row the column it belongs to.
    Csv(Vec<usize>),
    /// A JSON object a line.
    Jsonl,
}

fn broken(message: impl Into<String>) -> ActorsError {
    ActorsError::new(ActorsErrorKind::BrokenRow, message)
}

impl Format {
    /// Told by the first byte that is not blank; also where the first row begins.
    pub(crate) fn of(text: &str) -> Result<(Format, usize), ActorsError> {
        let start = text.len() - text.trim_start().len();
        if text[start..].is_empty() || text[start..].starts_with('{') {
            return Ok((Format::Jsonl, start));
        }
        let mut names = Vec::new();
        let end = csv_row(text, start, |_, field| {
            names.push(field.trim().to_ascii_lowercase());
            Ok(())
        })?;
        let header = |message| ActorsError::new(ActorsErrorKind::Header, message);
        let mut columns = Vec::new();
        for name in &names {
            let Some(column) = COLUMNS.iter().position(|known| known == name) else {
                let known = COLUMNS.join(", ");
                return Err(header(format!("no column is called `{name}`; the columns are {known}")));
            };
            if columns.contains(&column) {
                return Err(header(format!("the column `{name}` stands there twice; leave one out")));
            }
            columns.push(column);
        }
        if !columns.contains(&0) {
            return Err(header("the header row has no column `name`; add it".to_owned()));
        }
        Ok((Format::Csv(columns), end))
    }

    /// Reads the row at `at` into `fields`, and says where the next begins.
    pub(crate) fn row<'a>(
        &self,
        text: &'a str,
        at: usize,
        fields: &mut Fields<'a>,
    ) -> Result<usize, ActorsError> {
        fields.columns.iter_mut().for_each(|field| *field = Cow::Borrowed(""));
        fields.list.clear();
        match self {
            Format::Jsonl => json_row(text, at, fields),
            Format::Csv(columns) => {
                let mut count = 0;
                let end = csv_row(text, at, |i, field| {
                    count = i + 1;
                    let wrong = || {
                        let want = columns.len();
                        broken(format!(
                            "the row has more than the {want} fields of the header; put a field that holds a comma in quotation marks"
                        ))
                    };
                    fields.columns[*columns.get(i).ok_or_else(wrong)?] = field;
                    Ok(())
                })?;
                if count < columns.len() {
                    let want = columns.len();
                    return Err(broken(format!(
                        "the row has {count} fields, the header {want}; add the missing commas"
                    )));
                }
                Ok(end)
            }
        }
    }
}

/// Hands each field of the row at `at` on, and gives the place behind the row.
fn csv_row<'a>(
    text: &'a str,
    at: usize,
    mut field: impl FnMut(usize, Cow<'a, str>) -> Result<(), ActorsError>,
) -> Result<usize, ActorsError> {
    let bytes = text.as_bytes();
    let mut at = at;
    for i in 0.. {
        if bytes.get(at) == Some(&b'"') {
            let (value, end) = quoted(text, at + 1)?;
            field(i, value)?;
            at = end;
        } else {
            let end = memchr2(b',', b'\n', &bytes[at..]).map_or(text.len(), |length| at + length);
            let value = &text[at..end];
            let value = if bytes.get(end) == Some(&b',') { value } else { value.trim_end_matches('\r') };
            field(i, Cow::Borrowed(value.trim_matches([' ', '\t'])))?;
            at = end;
        }
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    Ok((at + 1).min(text.len()))
}

/// A field in quotation marks, from behind the first, and the place of the comma or line end behind it.
fn quoted(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), ActorsError> {
    let bytes = text.as_bytes();
    let mut value = Cow::Borrowed("");
    let mut at = start;
    loop {
        let Some(length) = memchr(b'"', &bytes[at..]) else {
            return Err(broken("a field opens with a quotation mark that is never closed; close it"));
        };
        let part = &text[at..at + length];
        if value.is_empty() {
            value = Cow::Borrowed(part)
        } else {
            value.to_mut().push_str(part)
        }
        at += length + 1;
        match &bytes[at..] {
            [b'"', ..] => {
                value.to_mut().push('"');
                at += 1;
            }
            [b'\r', b'\n', ..] => return Ok((value, at + 1)),
            [] | [b',' | b'\n', ..] => return Ok((value, at)),
            _ => {
                return Err(broken(
                    "something stands behind a closing quotation mark; double the marks within a field",
                ));
            }
        }
    }
}

/// Reads one line of JSON.
fn json_row<'a>(text: &'a str, at: usize, fields: &mut Fields<'a>) -> Result<usize, ActorsError> {
    let end = memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length);
    let mut json = Json { rest: &text[at..end] };
    json.expect('{', "the line is no JSON object; begin it with `{`")?;
    if !json.take('}') {
        loop {
            json.field(fields)?;
            if json.take('}') {
                break;
            }
            json.expect(',', "a comma or `}` is missing in the JSON object")?;
        }
    }
    if !json.rest.trim().is_empty() {
        return Err(broken("something stands behind the JSON object; write one object a line"));
    }
    Ok((end + 1).min(text.len()))
}

struct Json<'a> {
    rest: &'a str,
}

impl<'a> Json<'a> {
    fn take(&mut self, c: char) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.strip_prefix(c).inspect(|rest| self.rest = rest).is_some()
    }

    fn expect(&mut self, c: char, otherwise: &str) -> Result<(), ActorsError> {
        if self.take(c) { Ok(()) } else { Err(broken(otherwise)) }
    }

    fn field(&mut self, fields: &mut Fields<'a>) -> Result<(), ActorsError> {
        let key = self.string("a key in quotation marks is missing in the JSON object")?;
        self.expect(':', "a colon is missing in the JSON object")?;
        let Some(column) = COLUMNS.iter().position(|known| *known == key) else {
            let known = COLUMNS.join(", ");
            let message = format!("no key is called `{key}`; the keys are {known}");
            return Err(ActorsError::new(ActorsErrorKind::Header, message));
        };
        if self.take('n') {
            self.rest = self.rest.strip_prefix("ull").ok_or_else(|| broken("a value is no JSON"))?;
        } else if column == ALIASES && self.take('[') {
            if !self.take(']') {
                loop {
                    fields.list.push(self.string("`aliases` takes strings")?);
                    if self.take(']') {
                        break;
                    }
                    self.expect(',', "a comma or `]` is missing in `aliases`")?;
                }
            }
        } else {
            fields.columns[column] = self.string(
                "a value is no string; put it in quotation marks, or write null where there is none",
            )?;
        }
        Ok(())
    }

    fn string(&mut self, otherwise: &str) -> Result<Cow<'a, str>, ActorsError> {
        self.expect('"', otherwise)?;
        let mut value = Cow::Borrowed("");
        loop {
            let Some(length) = memchr2(b'"', b'\\', self.rest.as_bytes()) else {
                return Err(broken("a string is never closed; close it"));
            };
            let (part, rest) = self.rest.split_at(length);
            if value.is_empty() {
                value = Cow::Borrowed(part)
            } else {
                value.to_mut().push_str(part)
            }
            self.rest = &rest[1..];
            if rest.starts_with('"') {
                return Ok(value);
            }
            value.to_mut().push(self.escaped().ok_or_else(|| broken("an escape in a string is no JSON"))?);
        }
    }

    /// The character of an escape, from behind the backslash.
    fn escaped(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => match self.hex()? {
                high @ 0xd800..0xdc00 => {
                    self.rest = self.rest.strip_prefix("\\u")?;
                    let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?
                }
                code => char::from_u32(code)?,
            },
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.rest = &self.rest[4..];
        u32::from_str_radix(digits, 16).ok()
    }
}
