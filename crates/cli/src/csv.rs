//! Which rows stand in a file of comma-separated values, or on standard input?

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, anyhow};

use sayso_answers::csv::rows;
pub(crate) use sayso_answers::csv::{Row, row};

/// The rows of a file in UTF-8, or of standard input where it is called `-`.
///
/// # Errors
/// When it cannot be read, or those of [`rows`]; with the name of the file.
pub(crate) fn open(file: &Path) -> anyhow::Result<Vec<Row>> {
    let name = shown(file);
    let advice = || format!("{name}: cannot be read; it has to be CSV in UTF-8");
    let mut text = String::new();
    if file == Path::new("-") {
        io::stdin().read_to_string(&mut text).with_context(advice)?;
    } else {
        text = fs::read_to_string(file).with_context(advice)?;
    }
    rows(text.trim_start_matches('\u{feff}')).map_err(|(line, why)| anyhow!("{name}, line {line}: {why}"))
}

/// What a file is called in a message.
pub(crate) fn shown(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}
