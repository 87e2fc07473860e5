//! What can keep an evaluation from being made.

use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why there are no scores; see [`EvalErrorKind`]. Its message says what was wrong, where and what to do.
#[derive(Debug)]
pub struct EvalError {
    kind: EvalErrorKind,
}

/// The kinds of [`EvalError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum EvalErrorKind {
    /// A file of a corpus could not be read.
    Read(PathBuf, io::Error),
    /// A line (from 1) of a corpus file is not of the corpus's shape.
    Shape(PathBuf, usize, serde_json::Error),
    /// There are predictions for documents that gold does not have; holds their ids.
    UnknownDocuments(Vec<String>),
    /// The predictions for this document were made from other words than gold's.
    OtherText(String),
    /// Gold was made for an article that the corpus in this file does not have; holds the article's id.
    MissingArticle(PathBuf, String),
    /// Gold of this document has places that its text does not have.
    Places(String),
    /// A line (from 1) of a scores file cannot be understood; says why.
    Scores(usize, String),
}

impl EvalError {
    pub(crate) fn new(kind: EvalErrorKind) -> EvalError {
        EvalError { kind }
    }

    pub(crate) fn read(path: &Path, error: io::Error) -> EvalError {
        EvalError::new(EvalErrorKind::Read(path.to_owned(), error))
    }

    pub(crate) fn shape(path: &Path, line: usize, error: serde_json::Error) -> EvalError {
        EvalError::new(EvalErrorKind::Shape(path.to_owned(), line, error))
    }

    /// Which kind.
    pub fn kind(&self) -> &EvalErrorKind {
        &self.kind
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            EvalErrorKind::Read(path, error) => {
                write!(f, "{}: {error} (is this the folder that holds the project's data?)", path.display())
            }
            EvalErrorKind::Shape(path, line, error) => {
                write!(f, "{}, line {line}: not of this corpus's shape: {error}", path.display())
            }
            EvalErrorKind::UnknownDocuments(ids) => {
                write!(f, "predictions for documents that gold does not have: {}", ids.join(", "))
            }
            EvalErrorKind::OtherText(id) => {
                write!(f, "the text of {id:?} is not gold's: the reader has to keep every character as it is")
            }
            EvalErrorKind::MissingArticle(path, id) => {
                write!(f, "{}: the article {id:?}, for which there is gold, is not in it", path.display())
            }
            EvalErrorKind::Places(id) => {
                write!(f, "gold of {id:?} has places outside of its text: it was made for another text")
            }
            EvalErrorKind::Scores(line, why) => write!(f, "scores, line {line}: {why}"),
        }
    }
}

impl std::error::Error for EvalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            EvalErrorKind::Read(_, error) => Some(error),
            EvalErrorKind::Shape(_, _, error) => Some(error),
            _ => None,
        }
    }
}
