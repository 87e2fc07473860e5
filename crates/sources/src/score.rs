//! How well was the article taken out of its page?

use std::collections::HashMap;

/// How many of the words taken are the article's, and how many of the article's were taken.
///
/// Both lie in 0..=1. Over a corpus, average each and take [`Overlap::f1`] of the means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Share of the text taken that is in the gold text.
    pub precision: f64,
    /// Share of the gold text that was taken.
    pub recall: f64,
}

impl Overlap {
    /// The harmonic mean of the two; 0 when both are 0.
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum == 0.0 { 0.0 } else { 2.0 * self.precision * self.recall / sum }
    }
}

/// Compares the text taken from a page with what a person took, as the article extraction benchmark does:
/// by the multisets of runs of four words, where a word is a run of letters, digits and underscores.
///
/// ```
/// let overlap = sayso_sources::extraction_f1("He said no to that plan.", "Home. He said no to that plan.");
/// assert_eq!(overlap.recall, 1.0);
/// assert_eq!(overlap.precision, 0.75);
/// ```
pub fn extraction_f1(gold: &str, got: &str) -> Overlap {
    let (gold, got) = (runs(gold), runs(got));
    let shared: usize = gold.iter().map(|(run, n)| got.get(run).map_or(0, |m| *n.min(m))).sum();
    let share = |all: &HashMap<_, usize>| match (all == &gold, all.values().sum::<usize>()) {
        _ if gold == got => 1.0,
        (_, total) => shared as f64 / total as f64,
    };
    Overlap { precision: share(&got), recall: share(&gold) }
}

/// Runs of four words with their counts; fewer words are one run, so that there always is one.
fn runs(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut runs = HashMap::new();
    for start in 0..words.len().saturating_sub(3).max(1) {
        *runs.entry(words[start..words.len().min(start + 4)].to_vec()).or_default() += 1;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_perfect_and_others_worth_nothing() {
        assert_eq!(extraction_f1("One, two!", "One two").f1(), 1.0);
        assert_eq!(extraction_f1("", "").f1(), 1.0);
        assert_eq!(extraction_f1("a b c d e", "f g h i j").f1(), 0.0);
        assert_eq!(extraction_f1("a b c d e", "").f1(), 0.0);
    }

    #[test]
    fn repeated_runs_count_as_often_as_they_stand() {
        let overlap = extraction_f1("a a a a a", "a a a a a a a");
        assert_eq!((overlap.precision, overlap.recall), (0.5, 1.0));
    }
}
