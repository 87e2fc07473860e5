//! MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998) and CEAF-e (Luo 2005), as CoNLL's reference scorer has them
//! (Pradhan et al. 2014).

use std::collections::HashMap;

use super::Fractions;
use super::assignment::greatest_sum;

/// Links: of a chain of n mentions n − 1, less those at which the other side cuts it.
pub(super) fn muc(gold: &[Vec<usize>], predicted: &[Vec<usize>]) -> Fractions {
    let (found, links) = muc_links(gold, predicted);
    let (right, predicted_links) = muc_links(predicted, gold);
    Fractions { right: right as f64, predicted: predicted_links, found: found as f64, gold: links }
}

/// How many links of `chains` hold in `others`, and how many there are.
fn muc_links(chains: &[Vec<usize>], others: &[Vec<usize>]) -> (usize, usize) {
    let chain_of = chain_of(others);
    let (mut kept, mut all) = (0, 0);
    for chain in chains {
        let mut parts: Vec<usize> =
            chain.iter().filter_map(|mention| chain_of.get(mention).copied()).collect();
        let strangers = chain.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        kept += chain.len() - strangers - parts.len();
        all += chain.len() - 1;
    }
    (kept, all)
}

/// Mentions: the share of a mention's chain that stands with it in the other side's chain too.
pub(super) fn b_cubed(gold: &[Vec<usize>], predicted: &[Vec<usize>]) -> Fractions {
    let shared = shared(gold, predicted);
    let mut fractions =
        Fractions { predicted: mentions(predicted), gold: mentions(gold), ..Fractions::default() };
    for (i, row) in shared.iter().enumerate() {
        for (j, &shared) in row.iter().enumerate() {
            let squared = (shared * shared) as f64;
            fractions.found += squared / gold[i].len() as f64;
            fractions.right += squared / predicted[j].len() as f64;
        }
    }
    fractions
}

/// Chains, paired one to one so that the sum of 2 · shared / (length + length) is greatest.
pub(super) fn ceaf_e(gold: &[Vec<usize>], predicted: &[Vec<usize>]) -> Fractions {
    let mut alike: Vec<Vec<f64>> = Vec::with_capacity(gold.len());
    for (chain, row) in gold.iter().zip(shared(gold, predicted)) {
        let likeness =
            |(other, shared): (&Vec<usize>, usize)| 2.0 * shared as f64 / (chain.len() + other.len()) as f64;
        alike.push(predicted.iter().zip(row).map(likeness).collect());
    }
    let sum = greatest_sum(&alike);
    Fractions { right: sum, predicted: predicted.len(), found: sum, gold: gold.len() }
}

/// For each gold chain how many mentions each predicted one shares with it.
fn shared(gold: &[Vec<usize>], predicted: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let chain_of = chain_of(predicted);
    let row = |chain: &Vec<usize>| {
        let mut row = vec![0; predicted.len()];
        chain.iter().filter_map(|mention| chain_of.get(mention)).for_each(|&at| row[at] += 1);
        row
    };
    gold.iter().map(row).collect()
}

fn chain_of(chains: &[Vec<usize>]) -> HashMap<usize, usize> {
    chains
        .iter()
        .enumerate()
        .flat_map(|(at, chain)| chain.iter().map(move |&mention| (mention, at)))
        .collect()
}

fn mentions(chains: &[Vec<usize>]) -> usize {
    chains.iter().map(Vec::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recall and precision of the three measures; a chain is a word whose letters are its mentions.
    #[track_caller]
    fn check(gold: &str, predicted: &str, expected: [(f64, f64); 3]) {
        let chains = |words: &str| -> Vec<Vec<usize>> {
            words.split_whitespace().map(|word| word.bytes().map(usize::from).collect()).collect()
        };
        let (gold, predicted) = (chains(gold), chains(predicted));
        let measured = [muc, b_cubed, ceaf_e].map(|measure| measure(&gold, &predicted).prf());
        for (prf, (recall, precision)) in measured.into_iter().zip(expected) {
            assert!((prf.recall - recall).abs() < 1e-12, "{prf:?}, not {recall}");
            assert!((prf.precision - precision).abs() < 1e-12, "{prf:?}, not {precision}");
        }
    }

    #[test]
    fn the_example_of_the_reference_scorer() {
        // Pradhan et al. 2014, figure 1: 0.40 and 0.40; 0.42 and 0.50; 0.65 and 0.43.
        let b_cubed = (35.0 / 12.0 / 7.0, 0.5);
        check("abc defg", "ab cd fghi", [(0.4, 0.4), b_cubed, (1.3 / 2.0, 1.3 / 3.0)]);
    }

    #[test]
    fn the_example_of_the_model_theoretic_score() {
        // Vilain et al. 1995: two chains of two, joined by one link too many, or cut.
        check("abcd", "ab cd", [(2.0 / 3.0, 1.0), (0.5, 1.0), (2.0 / 3.0, 1.0 / 3.0)]);
        check("ab cd", "abcd", [(1.0, 2.0 / 3.0), (1.0, 0.5), (1.0 / 3.0, 2.0 / 3.0)]);
    }

    #[test]
    fn the_example_of_b_cubed() {
        // Bagga and Baldwin 1998: joining 1-5 with 8-C (0.58) costs more than joining 6-7 with 8-C (0.76);
        // in links both cost the same.
        let precision = |joined: [f64; 3]| joined.iter().sum::<f64>() / 12.0;
        let truth = "12345 67 89ABC";
        let small = (1.0, precision([5.0, 7.0 * (29.0 / 49.0), 0.0]));
        let large = (1.0, precision([10.0 * 0.5, 2.0, 0.0]));
        let ceaf_e = |likest: f64| ((1.0 + likest) / 3.0, (1.0 + likest) / 2.0);
        check(truth, "12345 6789ABC", [(1.0, 0.9), small, ceaf_e(10.0 / 12.0)]);
        check(truth, "1234589ABC 67", [(1.0, 0.9), large, ceaf_e(10.0 / 15.0)]);
    }

    #[test]
    fn chains_are_paired_for_the_greatest_sum() {
        // abcde and abcxy are the likest pair (6/10); the other two pairs together are better (4/7 + 4/7).
        let b_cubed = (9.0 / 5.0 + 4.0 / 5.0 + 2.0) / 7.0;
        check("abcde xy", "abcxy de", [(0.8, 0.8), (b_cubed, b_cubed), (4.0 / 7.0, 4.0 / 7.0)]);
    }

    #[test]
    fn a_mention_may_be_on_one_side_alone() {
        let b_cubed = ((0.5 + 0.5 + 9.0 / 4.0) / 6.0, (0.25 + 1.0 + 9.0 / 4.0) / 5.0);
        let ceaf_e = (2.0 / 3.0 + 0.75) / 2.0;
        check("ab cdef", "acde b", [(0.5, 2.0 / 3.0), b_cubed, (ceaf_e, ceaf_e)]);
    }

    #[test]
    fn the_same_chains_are_perfect() {
        check("abc de f", "f ed cab", [(1.0, 1.0); 3]);
    }

    #[test]
    fn nothing_scores_nothing() {
        check("", "", [(0.0, 0.0); 3]);
        check("ab", "", [(0.0, 0.0); 3]);
        check("a b", "a b", [(0.0, 0.0), (1.0, 1.0), (1.0, 1.0)]);
        check("ab", "cd", [(0.0, 0.0); 3]);
    }
}
