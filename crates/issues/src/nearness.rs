//! How near are two sets of terms?

use std::collections::HashMap;

use crate::terms::Term;

/// How much each term tells: the rarer among the subjects, the more (Spärck Jones, 1972).
pub(crate) struct Weights {
    share: HashMap<Term, f32>,
    most: f32,
}

impl Weights {
    pub(crate) fn of<'a>(sets: impl Iterator<Item = &'a [Term]> + Clone) -> Weights {
        let count = sets.clone().count();
        let mut seen: HashMap<Term, u32> = HashMap::new();
        for term in sets.flatten() {
            *seen.entry(term.clone()).or_default() += 1;
        }
        let most = (1.0 + count as f32).ln() + 1.0;
        let share = seen.into_iter().map(|(term, n)| (term, ((1 + count) as f32 / (n as f32)).ln() + 1.0));
        Weights { share: share.collect(), most }
    }

    pub(crate) fn weight(&self, term: &Term) -> f32 {
        // A name of a state tells more than its count: it is what most issues are about.
        let named = if is_state(term) { 1.5 } else { 1.0 };
        self.share.get(term).copied().unwrap_or(self.most) * named
    }

    fn sum(&self, terms: &[Term]) -> f32 {
        terms.iter().map(|term| self.weight(term)).sum()
    }

    /// From 0, nothing in common, to 1, the same: the weight of what both name, over the mean of what either names and
    /// what the one that names less does. A short phrase within a longer one is near it.
    pub(crate) fn nearness(&self, a: &[Term], b: &[Term]) -> f32 {
        let common: f32 =
            a.iter().filter(|term| b.binary_search(term).is_ok()).map(|term| self.weight(term)).sum();
        if common == 0.0 {
            return 0.0;
        }
        let (one, other) = (self.sum(a), self.sum(b));
        common / (0.65 * one.min(other) + 0.35 * one.max(other))
    }
}

fn is_state(term: &Term) -> bool {
    term.len() == 3 && term.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str) -> Vec<Term> {
        let mut terms: Vec<Term> = words.split(' ').map(str::to_owned).collect();
        terms.sort();
        terms
    }

    #[test]
    fn nearness_runs_from_nothing_in_common_to_the_same() {
        let sets = [set("RUS engag"), set("RUS involv SYR"), set("tax harbour"), set("RUS help")];
        let weights = Weights::of(sets.iter().map(Vec::as_slice));
        assert_eq!(weights.nearness(&sets[0], &sets[2]), 0.0);
        assert!((weights.nearness(&sets[1], &sets[1]) - 1.0).abs() < 1e-6);
        let near = weights.nearness(&sets[0], &sets[1]);
        assert!(near > 0.2 && near < 1.0, "{near}");
        assert_eq!(near, weights.nearness(&sets[1], &sets[0]));
    }

    #[test]
    fn a_rare_term_tells_more() {
        let sets = [set("talk ferry"), set("talk harbour"), set("talk bridge"), set("talk ferry")];
        let weights = Weights::of(sets.iter().map(Vec::as_slice));
        assert!(
            weights.nearness(&sets[0], &set("ferry toll")) > weights.nearness(&sets[0], &set("talk toll"))
        );
    }
}
