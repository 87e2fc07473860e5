//! Which predicted attribution answers which gold one.

use crate::units::Measured;

/// A gold and a predicted attribution, by their places in the lists, that were taken for the same one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) gold: usize,
    pub(crate) predicted: usize,
    /// Of the words of their contents.
    pub(crate) jaccard: f64,
}

/// How well two attributions go together; compared field by field, more is better.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Fit {
    content_words: f64,
    content_characters: f64,
    source_words: usize,
    cue_words: usize,
}

/// Pairs the two lists one to one: the best pair first, then the best of what is left, as long as contents
/// share a word. Between equals the earlier gold one wins, then the earlier predicted one.
pub(crate) fn greedy(gold: &[&Measured], predicted: &[&Measured]) -> Vec<Pair> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            if g.content.words.shared(&p.content.words) > 0 {
                candidates.push((fit(g, p), i, j));
            }
        }
    }
    // No fit holds a NaN. The sort keeps equals in the order of the lists.
    candidates.sort_by(|a, b| b.0.partial_cmp(&a.0).expect("shares are numbers"));
    one_to_one(candidates, gold.len(), predicted.len())
}

fn one_to_one(candidates: Vec<(Fit, usize, usize)>, gold: usize, predicted: usize) -> Vec<Pair> {
    let (mut gold_taken, mut predicted_taken) = (vec![false; gold], vec![false; predicted]);
    let mut pairs = Vec::new();
    for (fit, i, j) in candidates {
        if !gold_taken[i] && !predicted_taken[j] {
            (gold_taken[i], predicted_taken[j]) = (true, true);
            pairs.push(Pair { gold: i, predicted: j, jaccard: fit.content_words });
        }
    }
    pairs
}

fn fit(gold: &Measured, predicted: &Measured) -> Fit {
    Fit {
        content_words: gold.content.words.jaccard(&predicted.content.words),
        content_characters: gold.content.characters.jaccard(&predicted.content.characters),
        source_words: gold.source.words.shared(&predicted.source.words),
        cue_words: gold.cue.words.shared(&predicted.cue.words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Attribution, Place};
    use crate::units::Units;

    fn measured(content: &[Place], source: &[Place]) -> Measured {
        let attribution =
            Attribution { content: content.to_vec(), source: source.to_vec(), ..Attribution::default() };
        Units::new("a b c d e f g h").measured(&attribution)
    }

    #[test]
    fn the_best_pair_first_and_each_once() {
        let gold = [measured(&[[0, 7]], &[]), measured(&[[0, 3]], &[])];
        let predicted = [measured(&[[0, 3]], &[]), measured(&[[12, 15]], &[])];
        let pairs = greedy(&[&gold[0], &gold[1]], &[&predicted[0], &predicted[1]]);
        assert_eq!(pairs, [Pair { gold: 1, predicted: 0, jaccard: 1.0 }]);
    }

    #[test]
    fn the_source_decides_between_equal_contents() {
        let gold = [measured(&[[0, 3]], &[[8, 9]])];
        let predicted = [measured(&[[0, 3]], &[]), measured(&[[0, 3]], &[[8, 9]])];
        assert_eq!(greedy(&[&gold[0]], &[&predicted[0], &predicted[1]])[0].predicted, 1);
    }
}
