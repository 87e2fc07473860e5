//! Where do actors contradict each other, talk past each other, and which words are carried differently?

mod data;

use sayso_compare::{Differences, Selection, Stand, differ};

pub use self::data::JsonFound;
use crate::collected::{Collected, counted};

/// What is shown.
#[derive(Debug)]
pub struct Differing<'a> {
    /// What is looked at.
    pub collected: &'a Collected,
    /// Those with a difference, most contested first.
    pub issues: Vec<Differences<'a>>,
    /// At most so many of them.
    pub limit: usize,
    /// Positions left out because a day was asked for and theirs is not known.
    pub undated: usize,
}

impl<'a> Differing<'a> {
    /// What differs in `collected`.
    pub fn of(collected: &'a Collected, selection: &Selection, limit: usize) -> Differing<'a> {
        let issues = differ(&collected.stands, &collected.issues, selection);
        let is_missed = |stand: &&Stand| stand.issue.is_some() && selection.misses_a_day(stand);
        let undated = collected.stands.iter().filter(is_missed).count();
        Differing { collected, issues, limit, undated }
    }

    /// One indented document, `sayso.differences/1`, with its line break.
    pub fn json(&self) -> String {
        data::json(self)
    }

    /// The same, as a part of another document.
    pub fn data(&self) -> JsonFound<'_> {
        data::data(self)
    }

    /// The issues that are shown.
    pub fn shown(&self) -> &[Differences<'a>] {
        &self.issues[..self.issues.len().min(self.limit)]
    }

    /// What they differ about.
    pub fn label(&self, differences: &Differences<'_>) -> &'a str {
        &self.collected.issues[differences.issue.0].label
    }

    /// What was found, in words.
    pub fn closing(&self) -> String {
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

#[cfg(test)]
mod tests {
    use crate::samples::{differing, with_differing};

    #[test]
    fn the_closing_line_counts() {
        assert_eq!(
            with_differing(differing(), |found| found.closing()),
            "1 contradiction, 0 pairs past each other, 2 utterances carried differently, on 1 issue in 1 article"
        );
    }
}
