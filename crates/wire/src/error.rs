//! What can be wrong with a line.

use std::fmt;

/// Why a line is no reading; see [`WireErrorKind`]. Its message says what was wrong, where and what to do.
#[derive(Debug)]
pub struct WireError {
    kind: WireErrorKind,
}

/// The kinds of [`WireError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum WireErrorKind {
    /// It is not JSON, or a field that must be there is missing or of another type.
    Shape(serde_json::Error),
    /// It is an object without a `schema` that this family of programs writes; holds what stood there.
    NotAReading(Option<String>),
    /// It is a reading in another version's shape; holds its `schema`.
    OtherSchema(String),
    /// A field's value makes no sense beside the others; holds the field and why.
    Value(String),
}

impl WireError {
    pub(crate) fn new(kind: WireErrorKind) -> WireError {
        WireError { kind }
    }

    /// Which kind.
    pub fn kind(&self) -> &WireErrorKind {
        &self.kind
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            WireErrorKind::Shape(error) => {
                write!(f, "not a reading in the shape of {}: {error}", crate::SCHEMA)
            }
            WireErrorKind::NotAReading(None) => {
                write!(f, "not a reading: it has no \"schema\" (expected \"{}\")", crate::SCHEMA)
            }
            WireErrorKind::NotAReading(Some(found)) => {
                write!(f, "not a reading: its \"schema\" is {found:?} (expected \"{}\")", crate::SCHEMA)
            }
            WireErrorKind::Value(why) => write!(f, "not a reading that can be used: {why}"),
            WireErrorKind::OtherSchema(found) => write!(
                f,
                "a reading of the shape {found:?}, while this version reads \"{}\": \
                 use the version of sayso that wrote it, or read the article anew",
                crate::SCHEMA
            ),
        }
    }
}

impl std::error::Error for WireError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            WireErrorKind::Shape(error) => Some(error),
            _ => None,
        }
    }
}
