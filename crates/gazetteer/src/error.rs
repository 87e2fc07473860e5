//! Why a file of actors could not be used.

use std::fmt;

/// Why a compiled file could not be opened: it is no such file, of another version, or damaged.
///
/// ```
/// use sayso_gazetteer::Gazetteer;
///
/// let error = Gazetteer::open(b"name,role\n").unwrap_err();
/// assert!(error.to_string().contains("no compiled file of actors"), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GazetteerError {
    message: String,
}

impl GazetteerError {
    pub(crate) fn new(message: impl Into<String>) -> GazetteerError {
        GazetteerError { message: message.into() }
    }
}

impl fmt::Display for GazetteerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for GazetteerError {}

/// What is wrong with a user's file of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActorsErrorKind {
    /// The file is not UTF-8, or larger than 4 GiB.
    Unreadable,
    /// The header of a CSV file lacks `name`, repeats a column, or has one that is not known.
    Header,
    /// A row is no CSV or JSON, has the wrong number of fields, or a field of the wrong type.
    BrokenRow,
    /// A value is none of those its column takes.
    BadValue,
    /// A role ends before it begins.
    Dates,
}

/// Why a user's file of actors could not be used; one broken row refuses the file.
///
/// Its `Display` says where, what is wrong, and what to do:
///
/// ```
/// use sayso_gazetteer::Overrides;
///
/// let file = b"name,kind,from,to\nAnn Lee,person,2020-05-01,2019-05-01\n".to_vec();
/// let error = Overrides::parse("actors.csv", file).unwrap_err();
/// assert_eq!(error.line(), Some(2));
/// assert!(error.to_string().starts_with("actors.csv, line 2: "), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorsError {
    // Boxed: results of it are passed around, and errors are rare.
    inner: Box<Inner>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ActorsErrorKind,
    file: String,
    line: Option<u64>,
    message: String,
}

impl ActorsError {
    pub(crate) fn new(kind: ActorsErrorKind, message: impl Into<String>) -> ActorsError {
        let message = message.into();
        ActorsError { inner: Box::new(Inner { kind, file: String::new(), line: None, message }) }
    }

    pub(crate) fn within(mut self, file: &str) -> ActorsError {
        self.inner.file = file.to_owned();
        self
    }

    pub(crate) fn at_line(mut self, line: u64) -> ActorsError {
        self.inner.line = Some(line);
        self
    }

    /// What kind of fault it is.
    pub fn kind(&self) -> ActorsErrorKind {
        self.inner.kind
    }

    /// The line on which the broken row begins, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.inner.line
    }
}

impl fmt::Display for ActorsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { file, line, message, .. } = &*self.inner;
        f.write_str(file)?;
        if let Some(line) = line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {message}")
    }
}

impl std::error::Error for ActorsError {}
