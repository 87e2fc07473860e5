//! Where does each actor stand on each issue?

mod data;
mod drawing;

use std::collections::BTreeSet;

use sayso_compare::{CellStance, Issue, Matrix, Row};

pub use self::data::JsonComparison;
use crate::collected::{Collected, counted};

/// What is shown.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// What is compared.
    pub collected: &'a Collected,
    /// Who stands where.
    pub matrix: Matrix<'a>,
    /// Whether the actors were asked for by name.
    pub is_asked: bool,
    /// Whether issues on which all are silent are shown too: those that were asked for.
    pub with_silence: bool,
    /// At most so many issues.
    pub limit: usize,
}

impl<'a> Comparison<'a> {
    /// One indented document, `sayso.comparison/1`, with its line break.
    pub fn json(&self) -> String {
        data::json(self)
    }

    /// The same, as a part of another document.
    pub fn data(&self) -> JsonComparison<'_> {
        data::data(self)
    }

    /// A header and a row for each position that counts; a cell that is silent, and listed, has one row without a position.
    pub fn csv(&self) -> String {
        data::csv(self)
    }

    /// A drawing that stands for itself.
    pub fn svg(&self) -> String {
        drawing::svg(self)
    }

    /// The rows that are shown.
    pub fn rows(&self) -> &[Row<'a>] {
        let rows = self.told();
        &rows[..rows.len().min(self.limit)]
    }

    /// The rows that tell something. Those on which all are silent stand last.
    pub fn told(&self) -> &[Row<'a>] {
        let rows = &self.matrix.rows;
        let told = rows.iter().rposition(|row| !row.cells.is_empty()).map_or(0, |last| last + 1);
        if self.with_silence { rows } else { &rows[..told] }
    }

    /// What a row is about.
    pub fn issue(&self, row: &Row<'_>) -> &Issue {
        &self.collected.issues[row.issue.0]
    }

    /// Those who take a position on an issue that is shown, and those who were asked for; by their places.
    pub fn actors(&self) -> Vec<usize> {
        if self.rows().is_empty() && !self.with_silence {
            return Vec::new();
        }
        let mut speaks = vec![self.is_asked; self.matrix.actors.len()];
        self.rows().iter().flat_map(|row| &row.cells).for_each(|cell| speaks[cell.actor] = true);
        (0..speaks.len()).filter(|&actor| speaks[actor]).collect()
    }

    /// What was compared, in words.
    pub fn closing(&self) -> String {
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
    pub fn nobody(&self) -> Option<String> {
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
pub fn sign(stance: CellStance, unicode: bool) -> &'static str {
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
pub fn in_words(stance: CellStance) -> &'static str {
    match stance {
        CellStance::Favor => "for",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Selection, matrix};

    use super::*;
    use crate::samples::{collected, contested, with_comparison};

    #[test]
    fn who_is_in_no_article_has_one_line_and_no_list_of_issues() {
        let collected = collected(contested());
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
        with_comparison(contested(), 10, |comparison| assert_eq!(comparison.actors().len(), 3));
        let stands =
            contested().into_iter().filter(|stand| stand.actor.name == "Ada" || stand.target_label == "tax");
        with_comparison(stands.collect(), 1, |comparison| {
            assert_eq!((comparison.actors().len(), comparison.matrix.actors.len()), (2, 2));
        });
    }

    #[test]
    fn the_closing_line_counts() {
        with_comparison(contested(), 1, |comparison| {
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
