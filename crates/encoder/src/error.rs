//! Why a weight file was not taken.

use std::fmt;

/// Why a weight file was not taken.
#[derive(Debug)]
pub struct ModelError {
    kind: ModelErrorKind,
    message: String,
}

/// The kinds of [`ModelError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelErrorKind {
    /// Cut off, or changed since it was written.
    Damaged,
    /// Not a sayso model, or of another version.
    OtherFormat,
}

impl ModelError {
    pub(crate) fn new(kind: ModelErrorKind, message: String) -> ModelError {
        ModelError { kind, message }
    }

    /// What kind of error.
    pub fn kind(&self) -> ModelErrorKind {
        self.kind
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ModelError {}
