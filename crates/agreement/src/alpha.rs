//! Krippendorff's alpha: agreement beyond chance, of any number of coders, with values missing.
//!
//! 1 is perfect agreement, 0 what is to be expected by chance, less than 0 is worse than chance. Computed from coincidences
//! (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): each pair of values that one unit was given counts, by
//! the number of the unit's values; a unit with fewer than two values counts for nothing.

use std::collections::BTreeMap;

/// What the values mean, and so how far two of them are from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Names: the same or not.
    Nominal,
    /// Ranks: as far from each other as there are values between them.
    Ordinal,
    /// Numbers on a scale: by the square of their difference.
    Interval,
}

/// Alpha of `units`, each with the values that its coders gave it; whose is which does not matter, nor does what is `None`.
///
/// None where no unit has two values, or where all values are the same. A value that is no number (NaN) is as good as
/// missing.
///
/// ```
/// use sayso_agreement::{Level, alpha};
///
/// let units = [vec![Some(1.0), Some(1.0)], vec![Some(2.0), Some(2.0)], vec![Some(2.0), None]];
/// assert_eq!(alpha(&units, Level::Nominal), Some(1.0));
///
/// // Nobody can tell whether these coders know one category from another.
/// assert_eq!(alpha(&units[1..], Level::Nominal), None);
/// ```
pub fn alpha<U: AsRef<[Option<f64>]>>(units: &[U], level: Level) -> Option<f64> {
    let units: Vec<Vec<f64>> =
        units.iter().map(|unit| given(unit.as_ref())).filter(|unit| unit.len() > 1).collect();
    let totals = totals(&units);
    let all: f64 = totals.iter().map(|(_, count)| count).sum();
    let distance = |a: usize, b: usize| distance(&totals, a, b, level);
    let index = |value: f64| totals.partition_point(|(other, _)| *other < value);
    let observed: f64 = units.iter().map(|unit| within(unit, |a, b| distance(index(a), index(b)))).sum();
    let expected = expected(&totals, distance) / (all - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Zero and minus zero are one value.
fn given(unit: &[Option<f64>]) -> Vec<f64> {
    unit.iter().flatten().filter(|value| !value.is_nan()).map(|value| value + 0.0).collect()
}

/// Each value with its count, in order.
fn totals(units: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let mut values: Vec<f64> = units.concat();
    values.sort_by(f64::total_cmp);
    values.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f64)).collect()
}

/// The distances of all ordered pairs of a unit's values, which together weigh as much as it has values.
fn within(unit: &[f64], distance: impl Fn(f64, f64) -> f64) -> f64 {
    let pairs = unit.iter().enumerate().flat_map(|(at, &a)| unit[..at].iter().map(move |&b| (a, b)));
    let sum: f64 = pairs.map(|(a, b)| distance(a, b)).sum();
    2.0 * sum / (unit.len() as f64 - 1.0)
}

fn expected(totals: &[(f64, f64)], distance: impl Fn(usize, usize) -> f64) -> f64 {
    let pairs = (0..totals.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    2.0 * pairs.map(|(a, b)| totals[a].1 * totals[b].1 * distance(a, b)).sum::<f64>()
}

/// Squared, of the values of these indices.
fn distance(totals: &[(f64, f64)], a: usize, b: usize, level: Level) -> f64 {
    if a == b {
        return 0.0;
    }
    let (low, high) = (a.min(b), a.max(b));
    let length = match level {
        Level::Nominal => 1.0,
        Level::Interval => totals[high].0 - totals[low].0,
        Level::Ordinal => {
            let between: f64 = totals[low..=high].iter().map(|(_, count)| count).sum();
            between - (totals[low].1 + totals[high].1) / 2.0
        }
    };
    length * length
}

/// Categories as the numbers that [`alpha`] takes, in the order of the categories: for [`Level::Nominal`], or for
/// [`Level::Ordinal`] where their order is meant.
///
/// ```
/// use sayso_agreement::{Level, alpha, numbered};
/// let units = numbered(&[vec![Some("favor"), Some("favor")], vec![Some("against"), Some("favor")], vec![None, None]]);
/// assert_eq!(units[1], [Some(0.0), Some(1.0)]);
/// assert_eq!(alpha(&units, Level::Nominal), Some(0.0));
/// ```
pub fn numbered<T: Ord>(units: &[Vec<Option<T>>]) -> Vec<Vec<Option<f64>>> {
    let mut numbers: BTreeMap<&T, f64> = units.iter().flatten().flatten().map(|value| (value, 0.0)).collect();
    numbers.values_mut().zip(0_u32..).for_each(|(number, next)| *number = f64::from(next));
    let of =
        |unit: &Vec<Option<T>>| unit.iter().map(|value| value.as_ref().map(|value| numbers[value])).collect();
    units.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Krippendorff's example of 2011: four observers (a line each), twelve units, values missing.
    const FOUR: [&str; 4] = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];

    fn units(coders: &[&str]) -> Vec<Vec<Option<f64>>> {
        let value = |coder: &str, unit: usize| coder[unit..=unit].parse().ok();
        (0..coders[0].len()).map(|unit| coders.iter().map(|coder| value(coder, unit)).collect()).collect()
    }

    #[track_caller]
    fn check(coders: &[&str], level: Level, expected: f64) {
        let found = alpha(&units(coders), level).unwrap();
        assert!((found - expected).abs() < 0.0005, "{found}");
    }

    #[test]
    fn the_example_of_the_literature() {
        check(&FOUR, Level::Nominal, 0.743);
        check(&FOUR, Level::Ordinal, 0.815);
        check(&FOUR, Level::Interval, 0.849);
    }

    #[test]
    fn two_observers_and_two_values() {
        // The same paper's first example: ten units, of which four are disagreed on.
        check(&["0100000010", "1110010000"], Level::Nominal, 0.095);
    }

    #[test]
    fn neither_the_order_of_units_nor_of_coders_matters() {
        let mut shuffled = units(&[FOUR[2], FOUR[0], FOUR[3], FOUR[1]]);
        shuffled.reverse();
        let (one, other) = (alpha(&shuffled, Level::Ordinal), alpha(&units(&FOUR), Level::Ordinal));
        assert!((one.unwrap() - other.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn it_is_not_defined_where_nothing_could_differ() {
        let none: [Vec<Option<f64>>; 0] = [];
        assert_eq!(alpha(&none, Level::Nominal), None);
        assert_eq!(alpha(&units(&["11", "11"]), Level::Interval), None);
        assert_eq!(alpha(&units(&["1.", ".2"]), Level::Nominal), None);
        assert_eq!(alpha(&[[Some(f64::NAN), Some(1.0)]], Level::Nominal), None);
        assert_eq!(alpha(&[[Some(-0.0), Some(0.0)]], Level::Nominal), None);
    }

    #[test]
    fn who_always_disagrees_is_below_chance() {
        assert!(alpha(&units(&["1212", "2121"]), Level::Nominal).unwrap() < 0.0);
    }
}
