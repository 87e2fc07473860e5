//! How much of their code points two sets of places share.

use crate::document::Place;

/// Code points of gold, of what was predicted, and of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overlap {
    gold: i64,
    predicted: i64,
    shared: i64,
}

impl Overlap {
    pub(crate) fn of(gold: &[Place], predicted: &[Place]) -> Overlap {
        let (gold, predicted) = (merged(gold), merged(predicted));
        let shared = gold.iter().flat_map(|g| predicted.iter().map(move |p| g[1].min(p[1]) - g[0].max(p[0])));
        Overlap {
            shared: shared.filter(|n| *n > 0).sum(),
            gold: length(&gold),
            predicted: length(&predicted),
        }
    }

    /// Whether they have anything in common.
    pub(crate) fn any(self) -> bool {
        self.shared > 0
    }

    /// Whether at least half of gold is covered.
    pub(crate) fn half(self) -> bool {
        self.any() && 2 * self.shared >= self.gold
    }

    /// The same by something that is not more than three times as long.
    pub(crate) fn close(self) -> bool {
        self.half() && self.predicted <= 3 * self.gold
    }

    /// What is shared, of all that either has.
    pub(crate) fn jaccard(self) -> f64 {
        self.shared as f64 / (self.gold + self.predicted - self.shared).max(1) as f64
    }
}

/// Each gold thing in turn takes, of the predicted ones that are still free, the one that `fit` finds best; between
/// equals the earlier one. Those that `fit` finds nothing for are not for it.
pub(crate) fn in_turn<F: PartialOrd>(
    gold: usize,
    predicted: usize,
    fit: impl Fn(usize, usize) -> Option<F>,
) -> Vec<Option<usize>> {
    let mut taken = vec![false; predicted];
    let mut answers = Vec::with_capacity(gold);
    for i in 0..gold {
        let mut best: Option<(F, usize)> = None;
        for j in (0..predicted).filter(|&j| !taken[j]) {
            match fit(i, j) {
                Some(fit) if best.as_ref().is_none_or(|(other, _)| fit > *other) => best = Some((fit, j)),
                _ => {}
            }
        }
        let answer = best.map(|(_, j)| j);
        answer.into_iter().for_each(|j| taken[j] = true);
        answers.push(answer);
    }
    answers
}

/// In order, those that touch joined, without empty ones.
fn merged(places: &[Place]) -> Vec<Place> {
    let mut places: Vec<Place> = places.iter().filter(|place| place[0] < place[1]).copied().collect();
    places.sort_unstable();
    let mut merged: Vec<Place> = Vec::with_capacity(places.len());
    for place in places {
        match merged.last_mut() {
            Some(last) if place[0] <= last[1] => last[1] = last[1].max(place[1]),
            _ => merged.push(place),
        }
    }
    merged
}

fn length(places: &[Place]) -> i64 {
    places.iter().map(|[start, end]| end - start).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(gold: &[Place], predicted: &[Place], any: bool, half: bool, close: bool) {
        let overlap = Overlap::of(gold, predicted);
        assert_eq!((overlap.any(), overlap.half(), overlap.close()), (any, half, close), "{overlap:?}");
    }

    #[test]
    fn half_of_gold_and_not_too_long() {
        check(&[[10, 20]], &[[15, 30]], true, true, true);
        check(&[[10, 20]], &[[16, 30]], true, false, false);
        check(&[[10, 20]], &[[0, 30]], true, true, true);
        check(&[[10, 20]], &[[0, 31]], true, true, false);
        check(&[[10, 20]], &[[20, 30]], false, false, false);
        check(&[], &[[20, 30]], false, false, false);
        check(&[], &[], false, false, false);
    }

    #[test]
    fn pieces_count_once() {
        let overlap = Overlap::of(&[[0, 4], [6, 10]], &[[2, 8], [3, 8]]);
        assert_eq!(overlap, Overlap { gold: 8, predicted: 6, shared: 4 });
        assert_eq!(overlap.jaccard(), 0.4);
        assert_eq!(Overlap::of(&[], &[]).jaccard(), 0.0);
    }

    #[test]
    fn the_first_chooses_first_and_each_once() {
        let fits = [[Some(1), Some(2), Some(2)], [None, Some(9), None], [Some(1), Some(1), Some(1)]];
        assert_eq!(in_turn(3, 3, |i, j| fits[i][j]), [Some(1), None, Some(0)]);
        assert_eq!(in_turn(1, 0, |_, _| Some(1)), [None]);
    }
}
