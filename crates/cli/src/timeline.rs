//! `sayso timeline`: how did one actor move on one issue?

mod data;
mod page;

use std::collections::BTreeSet;

use sayso_compare::{Change, IssueId, Timeline, Who, timeline};

use crate::exit::{Exit, complain};
use crate::flow::Look;
use crate::output::put;
use crate::pretty::counted;
use crate::stands::{self, Collected};

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

/// What is shown.
struct Way<'a> {
    collected: &'a Collected,
    actor: Who,
    /// The issue's label.
    issue: &'a str,
    timeline: Timeline<'a>,
    /// Positions left out because a day was asked for and theirs is not known.
    undated: usize,
}

impl Way<'_> {
    /// What was found, in words.
    fn closing(&self) -> String {
        let steps = &self.timeline.steps;
        let moved = steps.iter().filter(|step| !matches!(step.change, Change::First | Change::Unchanged));
        let articles: BTreeSet<&str> = steps.iter().map(|step| step.stand.article.as_str()).collect();
        let mut line = format!(
            "{} in {} of {}, {}",
            counted(steps.len(), "position", "positions"),
            articles.len(),
            counted(self.collected.articles, "article", "articles"),
            counted(moved.count(), "change", "changes"),
        );
        if !self.timeline.told.is_empty() {
            line += &format!("; {} told by others", self.timeline.told.len());
        }
        line + &self.collected.rest(self.undated)
    }
}

/// Reads all inputs and writes the way of the actor to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let typed = [config.actor.clone()];
    let actor = collected.actors(&typed, &config.stands.articles)?.remove(0);
    let way = way(&collected, actor, config);
    let is_here = collected.has(&way.actor);
    if is_here
        && way.timeline == Timeline::default()
        && collected.stands.iter().any(|stand| stand.issue.is_some())
    {
        complain(format_args!("no position of {} on `{}` was found", way.actor.name, way.issue));
    }
    put(&match config.format {
        Format::Table(look) => page::page(&way, look, !config.stands.articles.quiet),
        Format::Json => data::json(&way),
    })?;
    Ok(Exit::with_unread(collected.unread))
}

/// The one issue that was asked for is the first in the list.
fn way<'a>(collected: &'a Collected, actor: Who, config: &Config) -> Way<'a> {
    let selection = config.stands.selection(Vec::new());
    let timeline = timeline(&collected.stands, &actor.key, IssueId(0), &selection);
    let is_missed = |stand: &&sayso_compare::Stand| {
        stand.issue.is_some() && stand.actor.key == actor.key && selection.misses_a_day(stand)
    };
    let undated = collected.stands.iter().filter(is_missed).count();
    let issue = collected.issues.first().map_or("", |issue| issue.label.as_str());
    Way { collected, actor, issue, timeline, undated }
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Issue, Selection, Stand};
    use sayso_domain::{Date, Stance};

    use super::*;
    use crate::stands::tests::{collected, stand};

    /// Ada is against it, then for it if it is fair; Bob tells something too; an old one has no day.
    pub(super) fn stands() -> Vec<Stand> {
        let on = |month, stand: Stand| {
            let date = Some(Date::constant(2015, month, 1));
            Stand { date, published: date, article: format!("wire-{month}"), ..stand }
        };
        vec![
            on(3, stand("Ada", Stance::Against, "ban", "No \"ban\" <here>, ever")),
            on(
                6,
                Stand {
                    condition: Some("if it's fair".to_owned()),
                    speaker: Some("Ada's new\u{1b} minister".to_owned()),
                    speaker_key: Some("person:new".to_owned()),
                    ..stand("Ada", Stance::Favor, "ban", "then we may well agree")
                },
            ),
            // The same words, told again on the article's day.
            on(
                7,
                Stand {
                    said_on_known: false,
                    ..stand("Ada", Stance::Against, "ban", "No \"ban\" <here>, ever")
                },
            ),
            Stand { date: None, ..stand("Ada", Stance::Favor, "ban", "some day perhaps") },
            Stand { alleged: true, ..stand("Ada", Stance::Favor, "ban", "they would like it") },
        ]
    }

    pub(super) fn with<T>(stands: Vec<Stand>, look: impl FnOnce(&Way<'_>) -> T) -> T {
        let mut collected = collected(stands);
        if collected.issues.is_empty() {
            collected.issues.push(Issue { label: "ban".to_owned(), definition: None, parent: None });
        }
        let timeline = timeline(&collected.stands, "ADA", IssueId(0), &Selection::default());
        let actor = Who { key: "ADA".to_owned(), name: "Ada".to_owned() };
        look(&Way { collected: &collected, actor, issue: "ban", timeline, undated: 0 })
    }

    #[test]
    fn the_closing_line_counts() {
        assert_eq!(
            with(stands(), |way| way.closing()),
            "3 positions in 3 of 1 article, 1 change; 1 told by others"
        );
        assert_eq!(with(vec![], |way| way.closing()), "0 positions in 0 of 1 article, 0 changes");
    }
}
