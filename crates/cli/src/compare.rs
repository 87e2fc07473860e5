//! `sayso compare`: where does each actor stand on each issue?
//!
//! The stands of all articles make one `Matrix`, which is put out as a [`table`] for a person, as a [`page`](html), or
//! in the shapes of [`Comparison`].

mod html;
mod table;

use sayso_answers::Comparison;
use sayso_compare::matrix;

use crate::exit::Exit;
use crate::flow::Look;
use crate::output::put;
use crate::stands;

pub(crate) use table::{origin, told};

/// What `sayso compare` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Which stands.
    pub(crate) stands: stands::Config,
    /// The actors that are asked for, as typed; all where it is empty.
    pub(crate) actors: Vec<String>,
    /// At most so many issues.
    pub(crate) limit: usize,
    /// The shape of the output.
    pub(crate) format: Format,
}

/// The shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person at a terminal.
    Table(Look),
    /// One indented document.
    Json,
    /// One row a position, with a header.
    Csv,
    /// A page that stands for itself.
    Html,
    /// A drawing.
    Svg,
}

/// Reads all inputs and writes the comparison to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let actors = stands::actors(&mut collected, &config.actors, &config.stands.articles)?;
    let is_asked = !actors.is_empty();
    let matrix = matrix(&collected.stands, &collected.issues, &config.stands.selection(actors));
    // Programs are promised a cell for each who was asked for; a person needs no list of issues without words.
    let is_for_programs = matches!(config.format, Format::Json | Format::Csv);
    let asks_issues = config.stands.issue.is_some() || config.stands.codebook.is_some();
    let with_silence = is_for_programs || asks_issues;
    let comparison =
        Comparison { collected: &collected, matrix, is_asked, with_silence, limit: config.limit };
    let text = match config.format {
        Format::Table(look) => table::page(&comparison, look, !config.stands.articles.quiet),
        Format::Json => comparison.json(),
        Format::Csv => comparison.csv(),
        Format::Html => html::page(&comparison),
        Format::Svg => comparison.svg(),
    };
    put(&text)?;
    Ok(Exit::with_unread(collected.unread))
}
