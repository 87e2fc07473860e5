//! `sayso timeline`: how did one actor move on one issue?

mod page;

use sayso_answers::Way;
use sayso_compare::Timeline;

use crate::exit::{Exit, complain};
use crate::flow::Look;
use crate::output::put;
use crate::stands;

/// What `sayso timeline` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Which stands; one issue is asked for.
    pub(crate) stands: stands::Config,
    /// Whose, as typed.
    pub(crate) actor: String,
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

/// Reads all inputs and writes the way of the actor to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let typed = [config.actor.clone()];
    let actor = stands::actors(&mut collected, &typed, &config.stands.articles)?.remove(0);
    let way = Way::of(&collected, actor, &config.stands.selection(Vec::new()));
    let is_here = collected.has(&way.actor);
    if is_here
        && way.timeline == Timeline::default()
        && collected.stands.iter().any(|stand| stand.issue.is_some())
    {
        complain(format_args!("no position of {} on `{}` was found", way.actor.name, way.issue));
    }
    put(&match config.format {
        Format::Table(look) => page::page(&way, look, !config.stands.articles.quiet),
        Format::Json => way.json(),
    })?;
    Ok(Exit::with_unread(collected.unread))
}
