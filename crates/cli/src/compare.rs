//! `sayso compare`: where does each actor stand on each issue?
//!
//! The stands of all articles make one [`Matrix`], which is put out as a [`table`] for a person, as [`data`] for other
//! programs, as a [`page`](html) or as a [`drawing`].

mod data;
mod drawing;
mod html;
mod table;

use std::collections::BTreeSet;

use sayso_compare::{CellStance, Issue, Matrix, Row, matrix};

use crate::exit::Exit;
use crate::flow::Look;
use crate::output::put;
use crate::pretty::counted;
use crate::stands::{self, Collected};

pub(crate) use table::{origin, quoted};

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

/// What is shown.
struct Comparison<'a> {
    collected: &'a Collected,
    matrix: Matrix<'a>,
    /// Whether the actors were asked for by name.
    is_asked: bool,
    /// Whether issues on which all are silent are shown too: those that were asked for.
    with_silence: bool,
    /// At most so many issues.
    limit: usize,
}

impl<'a> Comparison<'a> {
    /// The rows that are shown.
    fn rows(&self) -> &[Row<'a>] {
        let rows = self.told();
        &rows[..rows.len().min(self.limit)]
    }

    /// The rows that tell something. Those on which all are silent stand last.
    fn told(&self) -> &[Row<'a>] {
        let rows = &self.matrix.rows;
        let told = rows.iter().rposition(|row| !row.cells.is_empty()).map_or(0, |last| last + 1);
        if self.with_silence { rows } else { &rows[..told] }
    }

    fn issue(&self, row: &Row<'_>) -> &Issue {
        &self.collected.issues[row.issue.0]
    }

    /// Those who take a position on an issue that is shown, and those who were asked for; by their places.
    fn actors(&self) -> Vec<usize> {
        if self.rows().is_empty() && !self.with_silence {
            return Vec::new();
        }
        let mut speaks = vec![self.is_asked; self.matrix.actors.len()];
        self.rows().iter().flat_map(|row| &row.cells).for_each(|cell| speaks[cell.actor] = true);
        (0..speaks.len()).filter(|&actor| speaks[actor]).collect()
    }

    /// What was compared, in words.
    fn closing(&self) -> String {
        if let Some(nobody) = self.nobody() {
            return nobody;
        }
        let cells = || self.matrix.rows.iter().flat_map(|row| &row.cells);
        let positions = cells().map(|cell| cell.positions.len()).sum();
        let speaking: BTreeSet<usize> = cells().map(|cell| cell.actor).collect();
        let mut line = format!(
            "{} of {} on {} in {}",
            counted(positions, "position", "positions"),
            counted(speaking.len(), "actor", "actors"),
            counted(self.told().len(), "issue", "issues"),
            counted(self.collected.articles, "article", "articles")
        );
        if self.rows().len() < self.told().len() {
            line += &format!("; the {} most contested are shown (--limit)", self.rows().len());
        }
        line + &self.collected.rest(self.matrix.undated)
    }

    /// That nobody who was asked for is in the articles; none where somebody is.
    fn nobody(&self) -> Option<String> {
        let asked = &self.matrix.actors;
        if !self.is_asked || asked.iter().any(|who| self.collected.has(who)) {
            return None;
        }
        let names: Vec<String> = asked.iter().map(|who| format!("`{}`", who.name)).collect();
        let articles = counted(self.collected.articles, "article", "articles");
        Some(format!("nobody called {} is in {articles}", names.join(" or ")))
    }
}

/// A sign for a stance, which needs no colour.
fn sign(stance: CellStance, unicode: bool) -> &'static str {
    match stance {
        CellStance::Favor => "+",
        CellStance::Against => "-",
        CellStance::Mixed if unicode => "±",
        CellStance::Mixed => "x",
        CellStance::Neutral => "o",
        CellStance::Silent => ".",
    }
}

/// A stance for a person.
fn in_words(stance: CellStance) -> &'static str {
    match stance {
        CellStance::Favor => "for",
        other => other.as_str(),
    }
}

/// Reads all inputs and writes the comparison to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let actors = collected.actors(&config.actors, &config.stands.articles)?;
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
        Format::Json => data::json(&comparison),
        Format::Csv => data::csv(&comparison),
        Format::Html => html::page(&comparison),
        Format::Svg => drawing::svg(&comparison),
    };
    put(&text)?;
    Ok(Exit::with_unread(collected.unread))
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Selection, Stand};
    use sayso_domain::{Act, Date, Stance};

    use super::*;
    use crate::stands::tests::{collected, stand};

    /// Two issues and three actors: one contested, with a condition, a mixed cell and words that have to be escaped.
    pub(super) fn stands() -> Vec<Stand> {
        let later = |stand: Stand| Stand {
            date: Some(Date::constant(2015, 10, 1)),
            article: "wire-2".to_owned(),
            ..stand
        };
        vec![
            stand("Ada", Stance::Favor, "<b>ban</b> & \"more\"", "We \u{1b}want <it> & \"more\""),
            later(stand("Bob", Stance::Against, "<b>ban</b> & \"more\"", "=never(1)")),
            stand("Cid", Stance::Favor, "<b>ban</b> & \"more\"", "Fine with us"),
            later(stand("Cid", Stance::Against, "<b>ban</b> & \"more\"", "That will not do")),
            Stand {
                condition: Some("if it's fair".to_owned()),
                act: Act::Offer,
                ..stand("Ada", Stance::Favor, "tax", "then we will pay it")
            },
            Stand { alleged: true, ..stand("Bob", Stance::Neutral, "tax", "has not decided") },
        ]
    }

    pub(super) fn with<T>(stands: Vec<Stand>, limit: usize, look: impl FnOnce(&Comparison<'_>) -> T) -> T {
        let collected = collected(stands);
        let matrix = matrix(&collected.stands, &collected.issues, &Selection::default());
        look(&Comparison { collected: &collected, matrix, is_asked: false, with_silence: false, limit })
    }

    /// Nothing is found on the issue, and two actors are asked for.
    pub(super) fn with_silence<T>(look: impl FnOnce(&Comparison<'_>) -> T) -> T {
        let mut collected = collected(stands().split_off(4));
        collected.issues.truncate(0);
        collected.issues.push(Issue { label: "war".to_owned(), definition: None, parent: None });
        collected.stands.clear();
        let who = |key: &str| sayso_compare::Who { key: key.to_owned(), name: key.to_lowercase() };
        let selection = Selection { actors: vec![who("USA"), who("GBR")], ..Selection::default() };
        let matrix = matrix(&collected.stands, &collected.issues, &selection);
        look(&Comparison { collected: &collected, matrix, is_asked: true, with_silence: true, limit: 10 })
    }

    #[test]
    fn who_is_in_no_article_has_one_line_and_no_list_of_issues() {
        let collected = collected(stands());
        let nobody = sayso_compare::Who { key: "Xyzzy".to_owned(), name: "Xyzzy".to_owned() };
        let selection = Selection { actors: vec![nobody], ..Selection::default() };
        let matrix = matrix(&collected.stands, &collected.issues, &selection);
        let mut comparison =
            Comparison { collected: &collected, matrix, is_asked: true, with_silence: false, limit: 10 };
        assert!(comparison.rows().is_empty() && comparison.actors().is_empty());
        assert_eq!(comparison.closing(), "nobody called `Xyzzy` is in 1 article");
        comparison.with_silence = true;
        assert_eq!((comparison.rows().len(), comparison.actors()), (2, vec![0]));
    }

    #[test]
    fn only_those_who_speak_of_what_is_shown_are_shown() {
        with(stands(), 10, |comparison| assert_eq!(comparison.actors().len(), 3));
        let stands =
            stands().into_iter().filter(|stand| stand.actor.name == "Ada" || stand.target_label == "tax");
        with(stands.collect(), 1, |comparison| {
            assert_eq!((comparison.actors().len(), comparison.matrix.actors.len()), (2, 2));
        });
    }

    #[test]
    fn the_closing_line_counts() {
        with(stands(), 1, |comparison| {
            assert_eq!(
                comparison.closing(),
                "6 positions of 3 actors on 2 issues in 1 article; the 1 most contested are shown (--limit)"
            );
        });
    }

    #[test]
    fn signs_are_all_different() {
        for unicode in [true, false] {
            let mut signs: Vec<&str> = CellStance::ALL.map(|stance| sign(stance, unicode)).to_vec();
            signs.sort_unstable();
            signs.dedup();
            assert_eq!(signs.len(), 5);
            assert!(unicode || signs.iter().all(|sign| sign.is_ascii()));
        }
    }
}
