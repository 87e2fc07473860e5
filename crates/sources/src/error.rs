//! Why an input could not be read.

use std::fmt;
use std::io;

/// What kind of obstacle a [`SourceError`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceErrorKind {
    /// There is no file or folder of that name.
    NotFound,
    /// The system forbids reading it.
    Permission,
    /// The system failed while reading; what came before was read.
    Io,
    /// The file is over the limit of [`Options::max_file`](crate::Options::max_file).
    TooLarge,
    /// The bytes are no text in any encoding known here.
    Binary,
    /// A line of JSONL is no JSON object with a string `text`, or a field has the wrong type.
    BrokenLine,
    /// A line of JSONL is over the limit of [`Options::max_line`](crate::Options::max_line).
    LineTooLong,
    /// A record of an archive, a feed or a table cannot be read; or the XML of a file breaks off, of which
    /// what stands before the break was read.
    BrokenRecord,
    /// The format is known, but not what kind of it this is, or there is no reader for it; or an item of an
    /// agency's file is no article.
    Unsupported,
    /// A table has no column for the text or of a name that was asked for, or its values are not of a kind
    /// that can be read.
    MissingColumn,
    /// A folder holds no file with a known extension.
    EmptyFolder,
}

/// Why an input, or one line or record of it, could not be read. What comes after it is read all the same.
///
/// Its `Display` says what was wrong, where, and what to do:
///
/// ```
/// let error = sayso_sources::read_text_bytes(b"\x7fELF\0\0\0").unwrap_err();
/// assert_eq!(error.kind(), sayso_sources::SourceErrorKind::Binary);
/// assert!(error.to_string().contains("byte 5"), "{error}");
/// ```
#[derive(Debug)]
pub struct SourceError {
    // Boxed: an iterator of results passes it by value, and errors are rare.
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: SourceErrorKind,
    place: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    record: Option<u64>,
    byte: Option<u64>,
    message: String,
    cause: Option<io::Error>,
}

impl SourceError {
    pub(crate) fn new(kind: SourceErrorKind, message: impl Into<String>) -> SourceError {
        let message = message.into();
        SourceError {
            inner: Box::new(Inner {
                kind,
                place: None,
                line: None,
                column: None,
                record: None,
                byte: None,
                message,
                cause: None,
            }),
        }
    }

    pub(crate) fn io(cause: io::Error) -> SourceError {
        let (kind, message) = match cause.kind() {
            io::ErrorKind::NotFound => {
                (SourceErrorKind::NotFound, "no such file or folder; check the name".to_owned())
            }
            io::ErrorKind::PermissionDenied => (
                SourceErrorKind::Permission,
                "permission denied; allow reading it, or run as a user who may".to_owned(),
            ),
            _ => (SourceErrorKind::Io, format!("could not be read: {cause}; try again or copy it first")),
        };
        let mut error = SourceError::new(kind, message);
        error.inner.cause = Some(cause);
        error
    }

    /// Names the input, unless a more exact place is known already.
    pub(crate) fn within(mut self, place: &str) -> SourceError {
        self.inner.place.get_or_insert_with(|| place.to_owned());
        self
    }

    pub(crate) fn at_line(mut self, line: u64, column: Option<u64>) -> SourceError {
        self.inner.line = Some(line);
        self.inner.column = column;
        self
    }

    /// Names the record, and the byte of the input where it begins if that is known.
    pub(crate) fn at_record(mut self, record: u64, byte: Option<u64>) -> SourceError {
        self.inner.record = Some(record);
        self.inner.byte = byte;
        self
    }

    /// Puts what it is about before the message, where that is known.
    pub(crate) fn about(mut self, what: Option<&str>) -> SourceError {
        if let Some(what) = what {
            self.inner.message = format!("{what}: {}", self.inner.message);
        }
        self
    }

    /// What kind of obstacle it is.
    pub fn kind(&self) -> SourceErrorKind {
        self.inner.kind
    }

    /// The file or folder as it was given or found; `None` for bytes without a name.
    pub fn place(&self) -> Option<&str> {
        self.inner.place.as_deref()
    }

    /// The line in a JSONL file, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.inner.line
    }

    /// The column in that line, in bytes counted from 1.
    pub fn column(&self) -> Option<u64> {
        self.inner.column
    }

    /// The record in an archive, a feed or a table, counted from 1.
    pub fn record(&self) -> Option<u64> {
        self.inner.record
    }

    /// The byte of the input at which that record begins, counted from 0 as archive indexes do.
    pub fn byte(&self) -> Option<u64> {
        self.inner.byte
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { place, line, column, record, byte, message, .. } = &*self.inner;
        let mut parts = Vec::new();
        parts.extend(place.clone());
        parts.extend(line.map(|line| format!("line {line}")));
        parts.extend(column.map(|column| format!("column {column}")));
        parts.extend(record.map(|record| format!("record {record}")));
        parts.extend(byte.map(|byte| format!("byte {byte}")));
        if !parts.is_empty() {
            write!(f, "{}: ", parts.join(", "))?;
        }
        f.write_str(message)
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.cause.as_ref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_where_and_what_to_do() {
        let error = SourceError::io(io::Error::from(io::ErrorKind::NotFound)).within("news/a.txt");
        assert_eq!(error.to_string(), "news/a.txt: no such file or folder; check the name");
        assert_eq!(error.kind(), SourceErrorKind::NotFound);
        assert!(std::error::Error::source(&error).is_some());

        let error =
            SourceError::new(SourceErrorKind::BrokenLine, "no `text`").at_line(3, Some(7)).within("a.jsonl");
        assert_eq!(error.to_string(), "a.jsonl, line 3, column 7: no `text`");

        let error = SourceError::new(SourceErrorKind::BrokenRecord, "cut off").at_record(2, Some(90));
        assert_eq!(error.within("a.warc").to_string(), "a.warc, record 2, byte 90: cut off");
    }
}
