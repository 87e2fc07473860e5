//! Where in a long list does a page begin?
//!
//! A list is given in pages. Each tells where the next one begins: not by a number of rows to be passed over, which would
//! have to be counted each time and shifts whenever something is stored, but by what the last row was sorted by. That place
//! is a [`Cursor`], a text for the address of the next page.

use std::fmt;

use serde_json::Value as Json;

use crate::database::{Question, Row};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::library::Library;

/// Cursors of another number were made by another version and are refused.
const VERSION: i64 = 1;

/// Longer ones are no cursors.
const LONGEST: usize = 4000;

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands on it.
    pub items: Vec<T>,
    /// Where the next one begins; none where this is the last one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Of items among which there may be one more than `count`, the page; `at` says where an item stands.
    pub(crate) fn cut(mut items: Vec<T>, count: usize, at: impl Fn(&T) -> Cursor) -> Page<T> {
        let is_more = items.len() > count;
        items.truncate(count);
        let next = items.last().filter(|_| is_more).map(at);
        Page { items, next }
    }
}

/// A place in a list: letters and digits that mean nothing to anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor that came back from outside. Whether it is one of the right list is seen where it is used.
    ///
    /// # Errors
    /// When it is no cursor: of the kind [`LibraryErrorKind::Cursor`].
    ///
    /// ```
    /// use sayso_library::{Cursor, LibraryErrorKind};
    /// assert_eq!(Cursor::parse("page 2").unwrap_err().kind(), LibraryErrorKind::Cursor);
    /// ```
    pub fn parse(text: &str) -> Result<Cursor> {
        let cursor = Cursor(text.to_owned());
        cursor.content().map(|_| cursor.clone()).ok_or_else(|| cursor.wrong())
    }

    /// As it is written into an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place in a list.
    pub(crate) fn new(list: &str, place: &[Json]) -> Cursor {
        let mut content = vec![Json::from(VERSION), Json::from(list)];
        content.extend_from_slice(place);
        let json = Json::Array(content).to_string();
        Cursor(json.bytes().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The place that it means in a list, which is of so many parts.
    ///
    /// # Errors
    /// When it belongs to another list.
    pub(crate) fn place(&self, list: &str, parts: usize) -> Result<Place> {
        let content = self.content().ok_or_else(|| self.wrong())?;
        match content.get(1).and_then(Json::as_str) {
            Some(name) if name == list && content.len() == parts + 2 => {
                Ok(Place { parts: content[2..].to_vec(), cursor: self.clone() })
            }
            _ => Err(self.wrong()),
        }
    }

    fn content(&self) -> Option<Vec<Json>> {
        let digits = self.0.as_bytes();
        if digits.len() > LONGEST || !digits.len().is_multiple_of(2) {
            return None;
        }
        let byte = |pair: &[u8]| {
            let digit = |digit: u8| char::from(digit).to_digit(16);
            u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()
        };
        let bytes = digits.chunks_exact(2).map(byte).collect::<Option<Vec<u8>>>()?;
        let content: Vec<Json> = serde_json::from_slice(&bytes).ok()?;
        (content.first()?.as_i64()? == VERSION && content.get(1)?.is_string()).then_some(content)
    }

    fn wrong(&self) -> LibraryError {
        let shown: String = self.0.chars().take(40).collect();
        LibraryError::new(
            LibraryErrorKind::Cursor,
            format!("`{shown}` is no place in this list; begin at its first page"),
        )
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a list is sorted by, at one place.
pub(crate) struct Place {
    parts: Vec<Json>,
    cursor: Cursor,
}

impl Place {
    fn part<T>(&self, at: usize, of: impl Fn(&Json) -> Option<T>) -> Result<T> {
        self.parts.get(at).and_then(of).ok_or_else(|| self.cursor.wrong())
    }

    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        self.part(at, Json::as_i64)
    }

    /// A number with a fraction, bit by bit as it was.
    pub(crate) fn real(&self, at: usize) -> Result<f64> {
        let number = self.part(at, |part| part.as_str()?.parse::<u64>().ok()).map(f64::from_bits)?;
        if number.is_finite() { Ok(number) } else { Err(self.cursor.wrong()) }
    }

    pub(crate) fn text(&self, at: usize) -> Result<String> {
        self.part(at, |part| part.as_str().map(str::to_owned))
    }

    pub(crate) fn maybe_text(&self, at: usize) -> Result<Option<String>> {
        self.part(at, |part| match part {
            Json::Null => Some(None),
            part => part.as_str().map(|text| Some(text.to_owned())),
        })
    }
}

/// A list whose newest rows come first: those of a day before those of none, the later number first.
pub(crate) struct Newest<'a> {
    /// What is given, from where: `SELECT … FROM …`.
    pub(crate) select: &'a str,
    /// The columns of day and number.
    pub(crate) day: &'a str,
    pub(crate) id: &'a str,
    /// What has to hold.
    pub(crate) question: Question,
}

/// Where a row of such a list stands.
pub(crate) type DayAndId = (Option<String>, i64);

impl Newest<'_> {
    /// `count` rows at most, behind `after`.
    pub(crate) fn rows(
        self,
        library: &mut Library,
        after: Option<&DayAndId>,
        count: usize,
    ) -> Result<Vec<Row>> {
        let (day, id) = (self.day, self.id);
        let mut found = Vec::new();
        // Two questions, each of which an index answers from where it begins.
        if after.is_none_or(|(day, _)| day.is_some()) {
            let mut question = self.question.clone();
            match after {
                Some((Some(last_day), last_id)) => {
                    let (d, i) = (question.mark(last_day.as_str()), question.mark(*last_id));
                    question.conditions.push(format!("{day} <= {d} AND ({day} < {d} OR {id} < {i})"));
                }
                _ => question.conditions.push(format!("{day} IS NOT NULL")),
            }
            found = self.ask(library, question, count)?;
        }
        if found.len() < count {
            let mut question = self.question.clone();
            question.conditions.push(format!("{day} IS NULL"));
            if let Some((None, last_id)) = after {
                let mark = question.mark(*last_id);
                question.conditions.push(format!("{id} < {mark}"));
            }
            found.extend(self.ask(library, question, count - found.len())?);
        }
        Ok(found)
    }

    fn ask(&self, library: &mut Library, mut question: Question, count: usize) -> Result<Vec<Row>> {
        let limit = question.mark(count);
        let sql = format!(
            "{} WHERE {} ORDER BY {} DESC, {} DESC LIMIT {limit}",
            self.select,
            question.all(),
            self.day,
            self.id
        );
        library.ask(&sql, &question.values)
    }
}

/// A cursor into such a list.
pub(crate) fn day_and_id(list: &str, cursor: Option<&Cursor>) -> Result<Option<DayAndId>> {
    cursor
        .map(|cursor| {
            let place = cursor.place(list, 2)?;
            Ok((place.maybe_text(0)?, place.int(1)?))
        })
        .transpose()
}

/// What [`day_and_id`] reads.
pub(crate) fn cursor_of_day(list: &str, day: Option<&str>, id: i64) -> Cursor {
    Cursor::new(list, &[day.into(), id.into()])
}

/// As [`Place::real`] reads it.
pub(crate) fn real(number: f64) -> Json {
    Json::from(number.to_bits().to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was() {
        let cursor = Cursor::new("articles", &["2024-03-01".into(), Json::Null, 7.into(), real(0.1 + 0.2)]);
        let place = Cursor::parse(cursor.as_str()).unwrap().place("articles", 4).unwrap();
        assert_eq!(place.text(0).unwrap(), "2024-03-01");
        assert_eq!(place.maybe_text(1).unwrap(), None);
        assert_eq!(place.int(2).unwrap(), 7);
        assert_eq!(place.real(3).unwrap().to_bits(), (0.1_f64 + 0.2).to_bits());
    }

    #[test]
    fn a_cursor_of_another_list_or_version_is_refused() {
        let cursor = Cursor::new("articles", &[1.into()]);
        let kind = |place: Result<Place>| place.map(|_| ()).unwrap_err().kind();
        assert_eq!(kind(cursor.place("actors", 1)), LibraryErrorKind::Cursor);
        assert_eq!(kind(cursor.place("articles", 2)), LibraryErrorKind::Cursor);
        assert!(cursor.place("articles", 1).unwrap().text(0).is_err());
        let other: String = br#"[2,"articles",1]"#.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(Cursor::parse(&other).unwrap_err().kind(), LibraryErrorKind::Cursor);
        let nan = Cursor::new("x", &[real(f64::NAN)]);
        assert!(nan.place("x", 1).unwrap().real(0).is_err());
    }

    #[test]
    fn a_page_says_where_the_next_begins_unless_it_is_the_last() {
        let at = |item: &i64| Cursor::new("numbers", &[(*item).into()]);
        let page = Page::cut(vec![1, 2, 3], 2, at);
        assert_eq!((page.items, page.next), (vec![1, 2], Some(at(&2))));
        assert_eq!(Page::cut(vec![1, 2], 2, at).next, None);
        assert_eq!(Page::cut(vec![], 2, at).next, None);
    }

    proptest! {
        #[test]
        fn nothing_that_comes_back_is_a_fault(text in "[0-9a-f\\PC]{0,80}") {
            if let Ok(cursor) = Cursor::parse(&text) {
                let _ = cursor.place("articles", 1).map(|place| place.int(0));
            }
        }
    }
}
