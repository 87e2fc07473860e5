//! `sayso differ`: where do actors contradict each other, talk past each other, and which words are carried differently?

mod page;

use sayso_answers::Differing;

use crate::exit::Exit;
use crate::flow::Look;
use crate::output::put;
use crate::stands;

/// What `sayso differ` is to do.
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
    /// For a person.
    Table(Look),
    /// One indented document.
    Json,
}

/// Reads all inputs and writes the differences to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let actors = stands::actors(&mut collected, &config.actors, &config.stands.articles)?;
    let selection = config.stands.selection(actors);
    let found = Differing::of(&collected, &selection, config.limit);
    put(&match config.format {
        Format::Table(look) => page::page(&found, look, !config.stands.articles.quiet),
        Format::Json => found.json(),
    })?;
    Ok(Exit::with_unread(collected.unread))
}
