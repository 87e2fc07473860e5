//! What can go wrong with a library?

use std::error::Error as StdError;
use std::fmt;

/// Why a library could not be opened, asked or written to. What was stored before stays stored.
///
/// Its `Display` says what was wrong, where, and what to do.
#[derive(Debug)]
pub struct LibraryError {
    // Boxed: results of it are passed by value everywhere, and errors are rare.
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: LibraryErrorKind,
    message: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of obstacle a [`LibraryError`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LibraryErrorKind {
    /// There is no file of that name, or no server at that address.
    NotFound,
    /// The file or database is something else than a library.
    NotALibrary,
    /// A later version of the program made it.
    Newer,
    /// It may be read but not written.
    ReadOnly,
    /// No room is left on the disk.
    Full,
    /// Another program is writing and did not stop in time.
    Busy,
    /// The connection to the server was lost.
    Gone,
    /// What is stored does not fit together.
    Damaged,
    /// What was asked makes no sense.
    Wrong,
    /// The place in a list at which a page was to begin is none of that list.
    Cursor,
    /// Anything else that the database reports.
    Database,
}

impl LibraryError {
    pub(crate) fn new(kind: LibraryErrorKind, message: impl Into<String>) -> LibraryError {
        LibraryError { inner: Box::new(Inner { kind, message: message.into(), cause: None }) }
    }

    pub(crate) fn because(mut self, cause: impl StdError + Send + Sync + 'static) -> LibraryError {
        self.inner.cause = Some(Box::new(cause));
        self
    }

    /// Names the library, unless the message does.
    pub(crate) fn at(mut self, place: &str) -> LibraryError {
        if !self.inner.message.starts_with(place) {
            self.inner.message = format!("{place}: {}", self.inner.message);
        }
        self
    }

    /// What kind of obstacle it is.
    pub fn kind(&self) -> LibraryErrorKind {
        self.inner.kind
    }
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

impl StdError for LibraryError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.cause.as_ref().map(|cause| &**cause as _)
    }
}

/// What a library gives.
pub type Result<T> = std::result::Result<T, LibraryError>;
