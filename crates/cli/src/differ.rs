//! `sayso differ`: where do actors contradict each other, talk past each other, and which words are carried differently?

mod data;
mod page;

use sayso_compare::{Differences, differ};

use crate::exit::Exit;
use crate::flow::Look;
use crate::output::put;
use crate::pretty::counted;
use crate::stands::{self, Collected};

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

/// What is shown.
struct Found<'a> {
    collected: &'a Collected,
    /// Those with a difference, most contested first.
    issues: Vec<Differences<'a>>,
    /// At most so many of them.
    limit: usize,
    /// Positions left out because a day was asked for and theirs is not known.
    undated: usize,
}

impl<'a> Found<'a> {
    /// The issues that are shown.
    fn shown(&self) -> &[Differences<'a>] {
        &self.issues[..self.issues.len().min(self.limit)]
    }

    fn label(&self, differences: &Differences<'_>) -> &'a str {
        &self.collected.issues[differences.issue.0].label
    }

    /// What was found, in words.
    fn closing(&self) -> String {
        let sum = |count: fn(&Differences<'_>) -> usize| self.issues.iter().map(count).sum::<usize>();
        let mut line = format!(
            "{}, {} past each other, {} carried differently, on {} in {}",
            counted(sum(|found| found.contradictions.len()), "contradiction", "contradictions"),
            counted(sum(|found| found.past.len()), "pair", "pairs"),
            counted(sum(|found| found.carried.len()), "utterance", "utterances"),
            counted(self.issues.len(), "issue", "issues"),
            counted(self.collected.articles, "article", "articles"),
        );
        if self.shown().len() < self.issues.len() {
            line += &format!("; the {} most contested are shown (--limit)", self.shown().len());
        }
        line + &self.collected.rest(self.undated)
    }
}

/// Reads all inputs and writes the differences to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let actors = collected.actors(&config.actors, &config.stands.articles)?;
    let selection = config.stands.selection(actors);
    let issues = differ(&collected.stands, &collected.issues, &selection);
    let is_missed = |stand: &&sayso_compare::Stand| stand.issue.is_some() && selection.misses_a_day(stand);
    let undated = collected.stands.iter().filter(is_missed).count();
    let found = Found { collected: &collected, issues, limit: config.limit, undated };
    put(&match config.format {
        Format::Table(look) => page::page(&found, look, !config.stands.articles.quiet),
        Format::Json => data::json(&found),
    })?;
    Ok(Exit::with_unread(collected.unread))
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Selection, Stand};
    use sayso_domain::Stance;

    use super::*;
    use crate::stands::tests::{collected, stand};

    /// Ada and Bob contradict each other, and another outlet cuts Ada's words and says that she claimed them.
    pub(super) fn stands() -> Vec<Stand> {
        let whole = "We want this \"ban\" now, and we want it everywhere";
        let cut = Stand {
            article: "yard-1".to_owned(),
            outlet: Some("Yard".to_owned()),
            cue: "claimed".to_owned(),
            ..stand("Ada", Stance::Favor, "ban", "We want this \"ban\" now")
        };
        let other = Stand {
            article: "world-1".to_owned(),
            outlet: Some("World".to_owned()),
            ..stand("Ada", Stance::Favor, "ban", "We want this <rule> now, and we want it everywhere")
        };
        vec![
            stand("Ada", Stance::Favor, "ban", whole),
            cut,
            other,
            Stand {
                condition: Some("as it stands".to_owned()),
                ..stand("Bob", Stance::Against, "ban", "Not\u{1b} this")
            },
        ]
    }

    pub(super) fn with<T>(stands: Vec<Stand>, look: impl FnOnce(&Found<'_>) -> T) -> T {
        let collected = collected(stands);
        let issues = differ(&collected.stands, &collected.issues, &Selection::default());
        look(&Found { collected: &collected, issues, limit: 10, undated: 0 })
    }

    #[test]
    fn the_closing_line_counts() {
        assert_eq!(
            with(stands(), |found| found.closing()),
            "1 contradiction, 0 pairs past each other, 2 utterances carried differently, on 1 issue in 1 article"
        );
    }
}
