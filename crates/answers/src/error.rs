//! Why was a question not answered?

use std::error::Error;
use std::fmt;

use sayso_library::LibraryError;

/// What came of a question.
pub type Result<T> = std::result::Result<T, AnswerError>;

/// Why a question was not answered. The message is whole: it holds those of its causes.
#[derive(Debug)]
#[non_exhaustive]
pub enum AnswerError {
    /// The library cannot be read, or not be written to.
    Library(LibraryError),
    /// Nobody asked for the issue before, and a library that may not be written to cannot keep the answer.
    Unasked {
        /// Which library.
        library: String,
        /// What was asked.
        phrase: String,
    },
    /// The networks cannot be opened.
    Tools(Box<dyn Error + Send + Sync>),
    /// A codebook makes no sense: what is wrong, with the file and its line.
    Codebook(String),
    /// A correction makes no sense: what is wrong, and what can be done.
    Correction(String),
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnswerError::Library(error) => error.fmt(f),
            AnswerError::Unasked { library, phrase } => write!(
                f,
                "{library}: on `{phrase}` nobody has asked before, and the library may not be written to"
            ),
            AnswerError::Tools(error) => {
                error.fmt(f)?;
                let mut cause = error.source();
                while let Some(because) = cause {
                    write!(f, ": {because}")?;
                    cause = because.source();
                }
                Ok(())
            }
            AnswerError::Codebook(wrong) | AnswerError::Correction(wrong) => f.write_str(wrong),
        }
    }
}

impl Error for AnswerError {}

impl From<LibraryError> for AnswerError {
    fn from(error: LibraryError) -> AnswerError {
        AnswerError::Library(error)
    }
}
