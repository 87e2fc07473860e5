//! JSON lines → articles.

use std::io::{self, BufRead};

use sayso_domain::{Note, NoteCode};
use serde::Deserialize;
use serde_json::Value;

use crate::articles::Many;
use crate::date::iso_day;
use crate::plain::{Known, settle};
use crate::{Options, SourceError, SourceErrorKind, Sourced};

/// Reads articles from JSON lines (UTF-8, one object a line), one at a time.
///
/// An object holds `text`, which is kept unaltered, and may hold `id` (a string or a number), `title`,
/// `outlet` (or `publisher`), `published` (or `date`), `url`, `language`. Other fields are passed over.
/// `published` is `YYYY-MM-DD` or an ISO 8601 / RFC 3339 time; another value becomes null with a
/// [`BadDate`](NoteCode::BadDate) note. Without `id` the article is named after its line ("line-7").
/// Blank lines are skipped.
///
/// Yields a [`SourceError`] for each line that is no such object and goes on with the next; after an I/O
/// error it ends.
///
/// ```
/// let lines = "{\"id\": \"a\", \"text\": \"He said no.\", \"published\": \"2015-09-20\"}\n{\"text\": 5}\n";
/// let read: Vec<_> = sayso_sources::read_jsonl(lines.as_bytes()).collect();
/// assert_eq!(read[0].as_ref().unwrap().article.id, "a");
/// let error = read[1].as_ref().unwrap_err();
/// assert_eq!((error.line(), error.column()), (Some(2), Some(10)));
/// ```
pub fn read_jsonl<R: BufRead>(reader: R) -> Jsonl<R> {
    Jsonl::new(reader, Options::default().max_line)
}

/// The articles of a JSONL source, in order; made by [`read_jsonl`].
#[derive(Debug)]
pub struct Jsonl<R> {
    reader: R,
    max_line: u64,
    line: u64,
    named: bool,
    buffer: Vec<u8>,
    done: bool,
}

impl<R: BufRead> Jsonl<R> {
    pub(crate) fn new(reader: R, max_line: u64) -> Jsonl<R> {
        Jsonl { reader, max_line, line: 0, named: false, buffer: Vec::new(), done: false }
    }

    /// The number of the line last read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next line into the buffer; `None` at the end, `false` when it is too long to be kept.
    fn next_line(&mut self) -> io::Result<Option<bool>> {
        self.buffer.clear();
        // One line of 60 MB must not be kept in memory for the rest of the file.
        self.buffer.shrink_to(1 << 20);
        let (mut any, mut fits) = (false, true);
        loop {
            let chunk = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                return Ok(any.then_some(fits));
            }
            any = true;
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            fits &= (self.buffer.len() + part.len()) as u64 <= self.max_line;
            if fits {
                self.buffer.extend_from_slice(part);
            } else {
                self.buffer.clear();
            }
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Some(fits));
            }
        }
    }
}

impl<R: BufRead> Iterator for Jsonl<R> {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.line += 1;
            let fits = match self.next_line() {
                Ok(Some(fits)) => fits,
                Ok(None) => break,
                Err(error) => {
                    self.done = true;
                    return Some(Err(SourceError::io(error).at_line(self.line, None)));
                }
            };
            if !fits {
                let message = format!("the line is over {} bytes long; split it", self.max_line);
                let error = SourceError::new(SourceErrorKind::LineTooLong, message);
                return Some(Err(error.at_line(self.line, None)));
            }
            let mut bytes = self.buffer.as_slice();
            if self.line == 1 {
                bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            }
            if !bytes.trim_ascii().is_empty() {
                let item = read_line(bytes, self.line);
                let by_line = format!("line-{}", self.line);
                self.named = item.as_ref().is_ok_and(|sourced| sourced.article.id != by_line);
                return Some(item);
            }
        }
        self.done = true;
        None
    }
}

impl<R: BufRead + Send> Many for Jsonl<R> {
    fn number_of_last(&self) -> Option<u64> {
        (!self.named).then_some(self.line)
    }
}

/// The fields as promised. Both names of a field may be there: the first one counts.
#[derive(Deserialize)]
struct Line {
    text: String,
    id: Option<Id>,
    title: Option<String>,
    outlet: Option<String>,
    publisher: Option<String>,
    published: Option<Value>,
    date: Option<Value>,
    url: Option<String>,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`id` must be a string or a number")]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

fn read_line(bytes: &[u8], number: u64) -> Result<Sourced, SourceError> {
    let broken = |message: String, column: Option<u64>| {
        SourceError::new(SourceErrorKind::BrokenLine, message).at_line(number, column)
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        broken("not valid UTF-8; JSON must be UTF-8".to_owned(), Some(error.valid_up_to() as u64 + 1))
    })?;
    let line: Line = serde_json::from_str(text).map_err(|error| {
        // The parser's own "line 1" would contradict the file's line number.
        let cause = error.to_string();
        let cause = cause.rsplit_once(" at line ").map_or(cause.as_str(), |(cause, _)| cause);
        let message = format!("{cause}; each line must be one JSON object with a string `text`");
        broken(message, Some(error.column() as u64))
    })?;
    let mut notes = Vec::new();
    let given =
        line.published.filter(|value| !value.is_null()).or(line.date.filter(|value| !value.is_null()));
    let published = given.as_ref().and_then(Value::as_str).and_then(iso_day);
    if let (Some(given), None) = (&given, published) {
        let given: String = given.to_string().chars().take(60).collect();
        let message = format!("the date {given} is neither YYYY-MM-DD nor an ISO 8601 time");
        notes.push(Note::new(NoteCode::BadDate, message));
    }
    let bad_date = !notes.is_empty();
    let known = Known {
        id: match line.id {
            Some(Id::Text(id)) if !id.is_empty() => id,
            Some(Id::Number(id)) => id.to_string(),
            _ => format!("line-{number}"),
        },
        outlet: said(line.outlet).or(said(line.publisher)),
        title: said(line.title),
        published,
        url: said(line.url),
        language: line.language.as_deref().and_then(crate::language::primary),
    };
    let mut sourced = settle(line.text, known, notes);
    if bad_date {
        sourced.article.published = None;
    }
    Ok(sourced)
}

fn said(field: Option<String>) -> Option<String> {
    field.filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Vec<Result<Sourced, SourceError>> {
        read_jsonl(lines.as_bytes()).collect()
    }

    #[test]
    fn all_fields_and_their_other_names() {
        let read = read(
            "\u{feff}{\"id\": 7, \"text\": \"He said\\r\\nno.\", \"title\": \"No\", \"publisher\": \"Example\", \
             \"date\": \"2015-09-20T23:00:00-05:00\", \"url\": \"https://e.example/\", \"language\": \"en-US\", \
             \"other\": [1, {}]}\r\n\n{\"text\": \"\", \"outlet\": null, \"title\": \" \"}",
        );
        let article = &read[0].as_ref().unwrap().article;
        assert_eq!(article.id, "7");
        assert_eq!(article.text.as_str(), "He said\r\nno.");
        assert_eq!(article.title.as_deref(), Some("No"));
        assert_eq!(article.outlet.as_deref(), Some("Example"));
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2015-09-20"));
        assert_eq!(article.language.as_deref(), Some("en"));
        let second = read[1].as_ref().unwrap();
        assert_eq!(second.article.id, "line-3");
        assert_eq!((&second.article.title, &second.article.outlet), (&None, &None));
        assert_eq!(second.notes[0].code, NoteCode::EmptyText);
    }

    #[test]
    fn broken_lines_are_named_and_passed() {
        let read = read(
            "{\"text\": \"a\"}\n{\"text\": 5}\n{\"id\": \"x\"}\n[1]\nnonsense\n{\"text\": \"b\", \"title\": {}}\n\
             {\"text\": \"c\"\n{\"text\": \"d\"}",
        );
        let lines: Vec<Option<u64>> =
            read.iter().map(|item| item.as_ref().err().and_then(SourceError::line)).collect();
        assert_eq!(lines, [None, Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), None]);
        let message = read[1].as_ref().unwrap_err().to_string();
        assert!(
            message.starts_with("line 2, column 10: invalid type: integer `5`, expected a string"),
            "{message}"
        );
        assert!(read[2].as_ref().unwrap_err().to_string().contains("missing field `text`"));
    }

    #[test]
    fn a_bad_date_is_null_with_a_note() {
        for date in ["\"20 Sept\"", "\"2015-13-01\"", "1442700000", "{}"] {
            let read = read(&format!("{{\"text\": \"Xinhua, May 3, 2024\", \"published\": {date}}}"));
            let sourced = read[0].as_ref().unwrap();
            assert_eq!(sourced.article.published, None);
            assert_eq!(sourced.notes[0].code, NoteCode::BadDate);
        }
    }

    #[test]
    fn invalid_utf8_and_lone_surrogates_are_errors_of_their_line() {
        let read: Vec<_> =
            read_jsonl(&b"{\"text\": \"\xff\"}\n{\"text\": \"\\ud800\"}\n{\"text\": \"ok\"}"[..]).collect();
        assert_eq!(read[0].as_ref().unwrap_err().column(), Some(11));
        assert!(read[1].is_err());
        assert!(read[2].is_ok());
    }

    #[test]
    fn a_line_over_the_limit_is_skipped_without_being_kept() {
        let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"ok\"}}\n", "a".repeat(5_000));
        let mut lines = Jsonl::new(io::BufReader::with_capacity(64, long.as_bytes()), 1_000);
        let error = lines.next().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.line()), (SourceErrorKind::LineTooLong, Some(1)));
        assert!(lines.buffer.capacity() <= 2_048);
        assert_eq!(lines.next().unwrap().unwrap().article.text.as_str(), "ok");
        assert!(lines.next().is_none());
    }

    #[test]
    fn deep_json_is_an_error_and_no_overflow() {
        let deep = format!("{{\"x\": {}, \"text\": \"a\"}}", "[".repeat(100_000));
        assert!(read(&deep)[0].is_err());
    }
}
