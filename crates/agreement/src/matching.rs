//! Which stretches that one coder marked did the other mark, too?

use std::ops::Range;

use crate::confusion::Prf;

/// Stretches of two coders, one to one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Indices in the first list and in the second, of those that belong together; by the first.
    pub pairs: Vec<(usize, usize)>,
    /// How many pairs have the same ends.
    pub exact: usize,
    /// How many the first coder marked.
    pub first: usize,
    /// How many the second marked.
    pub second: usize,
}

impl Matched {
    /// Where it counts as found what overlaps.
    pub fn overlapping(&self) -> Prf {
        Prf::of(self.pairs.len(), self.second, self.first)
    }

    /// Where it counts as found what has the same ends.
    pub fn exact(&self) -> Prf {
        Prf::of(self.exact, self.second, self.first)
    }
}

/// Matches what overlaps, the largest share first: of two stretches, what they have in common, of all that they cover. Of
/// equal shares, the first. Stretches may overlap, and stand within one another; an empty one matches nothing.
///
/// Time grows with the pairs that overlap.
///
/// ```
/// use sayso_agreement::matched;
///
/// let found = matched(&[0..10, 20..30], &[20..30, 8..12, 40..50]);
/// assert_eq!(found.pairs, [(0, 1), (1, 0)]);
/// assert_eq!((found.exact().recall, found.overlapping().recall), (Some(0.5), Some(1.0)));
///
/// assert_eq!(matched(&[], &[]).overlapping().f1, None);
/// ```
pub fn matched(first: &[Range<u64>], second: &[Range<u64>]) -> Matched {
    let mut candidates = overlaps(first, second);
    candidates.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.pair.cmp(&b.pair)));
    let (mut taken, mut taken_second) = (vec![false; first.len()], vec![false; second.len()]);
    let mut pairs = Vec::new();
    for Overlap { pair: (a, b), .. } in candidates {
        if !taken[a] && !taken_second[b] {
            (taken[a], taken_second[b]) = (true, true);
            pairs.push((a, b));
        }
    }
    pairs.sort_unstable();
    let exact = pairs.iter().filter(|&&(a, b)| first[a] == second[b]).count();
    Matched { pairs, exact, first: first.len(), second: second.len() }
}

struct Overlap {
    pair: (usize, usize),
    share: f64,
}

fn overlaps(first: &[Range<u64>], second: &[Range<u64>]) -> Vec<Overlap> {
    let mut by_start: Vec<usize> = (0..second.len()).collect();
    by_start.sort_by_key(|&b| second[b].start);
    let longest = second.iter().map(|range| range.end.saturating_sub(range.start)).max().unwrap_or(0);
    let mut found = Vec::new();
    for (a, one) in first.iter().enumerate() {
        let from = by_start.partition_point(|&b| second[b].start.saturating_add(longest) <= one.start);
        for &b in by_start[from..].iter().take_while(|&&b| second[b].start < one.end) {
            found.extend(share(one, &second[b]).map(|share| Overlap { pair: (a, b), share }));
        }
    }
    found
}

/// What two stretches have in common, of all that they cover; none where that is nothing.
fn share(a: &Range<u64>, b: &Range<u64>) -> Option<f64> {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let all = a.end.max(b.end).saturating_sub(a.start.min(b.start));
    (common > 0).then(|| common as f64 / all as f64)
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "a list of one stretch is meant")]
mod tests {
    use super::*;

    #[test]
    fn each_is_matched_once_and_with_the_best() {
        let found = matched(&[0..100, 0..10], &[0..10]);
        assert_eq!((found.pairs, found.exact), (vec![(1, 0)], 1));
    }

    #[test]
    fn neighbours_and_empty_stretches_do_not_match() {
        assert!(matched(&[0..5, 7..7], &[5..9, 0..0]).pairs.is_empty());
        assert_eq!(
            matched(&[0..5], &[]).overlapping(),
            Prf { precision: None, recall: Some(0.0), f1: Some(0.0) }
        );
    }

    #[test]
    fn a_long_one_before_is_not_overlooked() {
        assert_eq!(matched(&[90..95], &[0..100, 10..20, 80..81]).pairs, [(0, 0)]);
    }
}
