//! How does the program end, and how does it complain?
//!
//! The one place that knows the exit codes. A reader of the output that goes away (`sayso read … | head`) is no
//! error: the program ends quietly, as done.

use std::fmt::{self, Display};
use std::io::{self, Write};
use std::process::ExitCode;

use sayso_answers::AnswerError;
use sayso_library::LibraryError;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is done.
    Done = 0,
    /// Some inputs could not be read, or what was asked for did not hold; each is named on standard error.
    Unread = 1,
    /// The command line makes no sense.
    Usage = 2,
}

impl Exit {
    /// After so many inputs that could not be read.
    pub(crate) fn with_unread(count: usize) -> Exit {
        if count > 0 { Exit::Unread } else { Exit::Done }
    }
}

/// An error, or the context of one, that lies in what the command line names: [`Exit::Usage`].
#[derive(Debug)]
pub(crate) struct Misuse(pub(crate) String);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Reports what kept a task from its end, with its causes.
pub(crate) fn of(result: anyhow::Result<Exit>) -> Exit {
    match result {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Done,
        Err(error) => {
            complain(in_full(&error));
            if error.downcast_ref::<Misuse>().is_some() { Exit::Usage } else { Exit::Unread }
        }
    }
}

/// An error with its causes. What a library says is whole: beneath it the database only says it again.
pub(crate) fn in_full(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for cause in error.chain() {
        parts.push(cause.to_string());
        if cause.is::<LibraryError>() || cause.is::<AnswerError>() {
            break;
        }
    }
    parts.join(": ")
}

/// Prints what was wrong with the command line, or the help that it asked for.
pub(crate) fn of_usage(usage: &clap::Error) -> Exit {
    // With no place to print to there is nobody to tell.
    let _ = usage.print();
    if usage.use_stderr() { Exit::Usage } else { Exit::Done }
}

/// Writes `sayso: …` to standard error, as one line whatever stands in it.
///
/// Names of files come from outside: their control characters must not reach the terminal.
pub(crate) fn complain(what: impl Display) {
    let line: String = what.to_string().chars().flat_map(visible).collect();
    let _ = writeln!(io::stderr().lock(), "sayso: {line}");
}

fn visible(c: char) -> impl Iterator<Item = char> {
    let (shown, escaped) = match c.is_control() {
        true => (None, Some(c.escape_default())),
        false => (Some(c), None),
    };
    shown.into_iter().chain(escaped.into_iter().flatten())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_broken_pipe_is_found_in_the_chain_of_causes() {
        let error = io::Error::from(io::ErrorKind::BrokenPipe);
        let error = Err::<Exit, _>(error).context("cannot write");
        assert_eq!(of(error), Exit::Done);
    }

    #[test]
    fn misuse_is_wrong_usage_with_and_without_a_cause() {
        let misuse = || Misuse("no such list".to_owned());
        let error = Err::<Exit, _>(io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(of(error.with_context(misuse)), Exit::Usage);
        assert_eq!(of(Err(misuse().into())), Exit::Usage);
        assert_eq!(of(Err(anyhow::anyhow!("full disk"))), Exit::Unread);
    }

    #[test]
    fn causes_are_told_and_what_a_database_says_beneath_a_library_is_not() {
        let error = anyhow::anyhow!("the cause").context("what was wrong");
        assert_eq!(in_full(&error), "what was wrong: the cause");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        std::fs::write(&file, "no library").unwrap();
        let error = sayso_library::Library::open(file.to_str().unwrap()).unwrap_err();
        assert!(std::error::Error::source(&error).is_some());
        let message = error.to_string();
        assert_eq!(in_full(&anyhow::Error::from(error).context("it")), format!("it: {message}"));
    }

    #[test]
    fn control_characters_are_spelled_out() {
        let shown: String = "a\u{1b}[31m\nü".chars().flat_map(visible).collect();
        assert_eq!(shown, "a\\u{1b}[31m\\nü");
    }
}
