//! How sure is a figure that was taken from so many units?

/// Where 95 of 100 figures lie that are taken from samples of the same units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// So many samples.
const SAMPLES: usize = 1000;

/// A bootstrap interval of what `measure` finds in `units`: a thousand times as many units are drawn as there are, with
/// repetition, and measured. The same units give the same interval each time.
///
/// A unit is what was coded independently: an article rather than a statement, if whoever misreads one of an article's
/// statements is likely to misread the next. None where `measure` is undefined for every sample; samples for which it is
/// undefined are left out.
///
/// ```
/// use sayso_agreement::{Confusion, interval};
///
/// let pairs: Vec<(bool, bool)> = (0..100).map(|number| (true, number % 5 > 0)).collect();
/// let agreement = |sample: &[&(bool, bool)]| sample.iter().map(|pair| **pair).collect::<Confusion<bool>>().agreement();
/// let found = interval(&pairs, agreement).unwrap();
/// assert!(0.69 < found.low && found.low < 0.75 && 0.85 < found.high && found.high < 0.91);
///
/// assert_eq!(interval(&[], agreement), None);
/// ```
pub fn interval<T>(units: &[T], measure: impl Fn(&[&T]) -> Option<f64>) -> Option<Interval> {
    if units.is_empty() {
        return None;
    }
    let mut state = 0;
    let mut draw = || units.iter().map(|_| &units[below(&mut state, units.len())]).collect::<Vec<&T>>();
    let mut figures: Vec<f64> = (0..SAMPLES).filter_map(|_| measure(&draw())).collect();
    figures.sort_by(f64::total_cmp);
    let at = |percent: f64| {
        figures.get(((figures.len() as f64 - 1.0) * percent / 100.0).round() as usize).copied()
    };
    Some(Interval { low: at(2.5)?, high: at(97.5)? })
}

/// The next number of splitmix64, as one of so many.
fn below(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((u128::from(z ^ (z >> 31)) * bound as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(sample: &[&f64]) -> Option<f64> {
        Some(sample.iter().copied().sum::<f64>() / sample.len() as f64)
    }

    #[test]
    fn it_is_the_same_each_time_and_holds_the_figure() {
        let units: Vec<f64> = (0..50).map(f64::from).collect();
        let found = interval(&units, mean).unwrap();
        assert_eq!(interval(&units, mean), Some(found));
        assert!(found.low < 24.5 && 24.5 < found.high, "{found:?}");
    }

    #[test]
    fn more_units_are_surer() {
        let of = |units: u32| {
            interval(&(0..units).map(|n| f64::from(n % 10)).collect::<Vec<f64>>(), mean).unwrap()
        };
        let width = |found: Interval| found.high - found.low;
        assert!(width(of(1000)) < width(of(100)) / 2.0);
    }

    #[test]
    fn what_is_never_defined_has_none() {
        assert_eq!(interval(&[1, 2, 3], |_| None), None);
        assert_eq!(interval(&[1.0], mean), Some(Interval { low: 1.0, high: 1.0 }));
    }
}
