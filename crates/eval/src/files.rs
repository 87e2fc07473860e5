//! Reading the corpora's files.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::error::EvalError;

/// All of a UTF-8 file.
pub(crate) fn text(path: &Path) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|error| EvalError::read(path, error))
}

/// A file that is one JSON value.
pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, EvalError> {
    serde_json::from_str(&text(path)?).map_err(|error| EvalError::shape(path, error.line(), error))
}

/// One value a line; lines of white space are passed over.
///
/// # Errors
/// When the file cannot be read, or a line is not a `T`; the error names the file and the line.
pub fn read_jsonl<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, EvalError> {
    jsonl(&text(path)?, path)
}

/// The same of a text; `path` names it in errors.
pub(crate) fn jsonl<T: DeserializeOwned>(text: &str, path: &Path) -> Result<Vec<T>, EvalError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| serde_json::from_str(line).map_err(|e| EvalError::shape(path, i + 1, e))).collect()
}
