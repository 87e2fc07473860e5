//! Do coders mark the same stretches of a text?
//!
//! Krippendorff's alpha for unitizing (1995; 2004, chapter 11): the continuum (a text, or texts laid one behind the other) is
//! divided by each coder into units and the gaps between them. Where units overlap, what they differ at both ends counts, as a
//! square; a unit that lies wholly in a gap counts by the square of its length; what is expected comes from laying the same
//! units and gaps anywhere. So that a boundary that is a word off costs little, and a long stretch missed costs much.
//!
//! *Known weakness:* units of one category and coder must not overlap, so that those which do are joined here; what stands in
//! one another (a statement within a statement) is better told by [`matched`](crate::matched).

use std::ops::{Add, AddAssign, Range};

/// Disagreement on the units of one category; the sum of several is that of all together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unitized {
    /// Disagreement that is there.
    pub observed: f64,
    /// Disagreement by chance.
    pub expected: f64,
}

impl Unitized {
    /// 1 is perfect agreement, 0 chance. None where nobody marked anything, or everybody all.
    pub fn alpha(self) -> Option<f64> {
        (self.expected > 0.0).then(|| 1.0 - self.observed / self.expected)
    }
}

impl AddAssign for Unitized {
    fn add_assign(&mut self, other: Unitized) {
        *self = *self + other;
    }
}

impl Add for Unitized {
    type Output = Unitized;

    fn add(self, other: Unitized) -> Unitized {
        Unitized { observed: self.observed + other.observed, expected: self.expected + other.expected }
    }
}

/// How far the coders, of each of whom there are the units of one category, disagree on a continuum of `length`, counted in
/// whatever the units are. Of fewer than two coders nothing is observed or expected. What lies beyond `length` is not looked
/// at.
///
/// ```
/// use sayso_agreement::unitized;
///
/// let (one, other) = (vec![10..20, 50..80], vec![10..20, 52..80]);
/// assert!(unitized(100, &[one.clone(), other]).alpha().unwrap() > 0.9);
/// assert!(unitized(100, &[one, vec![20..50]]).alpha().unwrap() < 0.0);
/// assert_eq!(unitized(100, &[vec![], vec![]]).alpha(), None);
/// ```
pub fn unitized(length: u64, coders: &[Vec<Range<u64>>]) -> Unitized {
    if coders.len() < 2 {
        return Unitized::default();
    }
    let coders: Vec<Vec<Section>> = coders.iter().map(|units| sections(units, length)).collect();
    Unitized { observed: observed(&coders, length), expected: expected(&coders, length) }
}

/// A unit or a gap.
struct Section {
    start: f64,
    end: f64,
    is_unit: bool,
}

impl Section {
    fn length(&self) -> f64 {
        self.end - self.start
    }
}

/// Units that overlap as one, and the gaps between them, which are not empty.
fn sections(units: &[Range<u64>], length: u64) -> Vec<Section> {
    let section = |start: u64, end: u64, is_unit| Section { start: start as f64, end: end as f64, is_unit };
    let mut units: Vec<Range<u64>> = units.iter().map(|unit| unit.start..unit.end.min(length)).collect();
    units.retain(|unit| !unit.is_empty());
    units.sort_by_key(|unit| (unit.start, unit.end));
    let mut joined: Vec<Range<u64>> = Vec::with_capacity(units.len());
    for unit in units {
        match joined.last_mut() {
            Some(last) if unit.start < last.end => last.end = last.end.max(unit.end),
            _ => joined.push(unit),
        }
    }
    let (mut sections, mut end) = (Vec::new(), 0);
    for unit in joined {
        sections.extend((end < unit.start).then(|| section(end, unit.start, false)));
        sections.push(section(unit.start, unit.end, true));
        end = unit.end;
    }
    sections.extend((end < length).then(|| section(end, length, false)));
    sections
}

fn observed(coders: &[Vec<Section>], length: u64) -> f64 {
    let pairs = (0..coders.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let sum: f64 = pairs.map(|(a, b)| disagreement(&coders[a], &coders[b])).sum();
    let (coders, length) = (coders.len() as f64, length as f64);
    2.0 * sum / (coders * (coders - 1.0) * length * length)
}

/// Over all sections of two coders that overlap.
fn disagreement(a: &[Section], b: &[Section]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(one), Some(other)) = (a.get(i), b.get(j)) {
        sum += distance(one, other);
        i += usize::from(one.end <= other.end);
        j += usize::from(other.end <= one.end);
    }
    sum
}

/// Of two sections that overlap.
fn distance(a: &Section, b: &Section) -> f64 {
    let square = |number: f64| number * number;
    let within = |unit: &Section, gap: &Section| gap.start <= unit.start && unit.end <= gap.end;
    match (a.is_unit, b.is_unit) {
        (true, true) => square(a.start - b.start) + square(a.end - b.end),
        (true, false) if within(a, b) => square(a.length()),
        (false, true) if within(b, a) => square(b.length()),
        _ => 0.0,
    }
}

fn expected(coders: &[Vec<Section>], length: u64) -> f64 {
    let sections = || coders.iter().flatten();
    let units: Vec<f64> = sections().filter(|s| s.is_unit).map(Section::length).collect();
    let mut gaps: Vec<f64> = sections().filter(|s| !s.is_unit).map(Section::length).collect();
    gaps.sort_by(|a, b| b.total_cmp(a));
    let room = Room::of(&gaps);
    let others = units.len() as f64 - 1.0;
    let unit = |&l: &f64| others / 3.0 * (2.0 * l * l * l - 3.0 * l * l + l) + l * l * room.of_unit(l);
    let all = coders.len() as f64 * length as f64;
    let pairs = all * (all - 1.0) - units.iter().map(|l| l * (l - 1.0)).sum::<f64>();
    if units.is_empty() || pairs <= 0.0 {
        0.0
    } else {
        2.0 / length as f64 * units.iter().map(unit).sum::<f64>() / pairs
    }
}

/// In how many ways a unit fits into gaps.
struct Room<'a> {
    /// The longest first.
    gaps: &'a [f64],
    /// How long the first so many are together.
    sums: Vec<f64>,
}

impl Room<'_> {
    fn of(gaps: &[f64]) -> Room<'_> {
        let mut sum = 0.0;
        let sums = gaps.iter().map(|gap| {
            sum += gap;
            sum
        });
        Room { gaps, sums: [0.0].into_iter().chain(sums).collect() }
    }

    fn of_unit(&self, length: f64) -> f64 {
        let fit = self.gaps.partition_point(|gap| *gap >= length);
        self.sums[fit] - fit as f64 * (length - 1.0)
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "a list of one stretch is meant")]
mod tests {
    use super::*;

    /// Units by start and length, on a continuum that starts at 150, as in the book.
    fn units(units: &[(u64, u64)]) -> Vec<Range<u64>> {
        units.iter().map(|(start, length)| start - 150..start - 150 + length).collect()
    }

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.0001, "{found}");
    }

    #[test]
    fn the_example_of_the_literature() {
        // Krippendorff 2004, pages 254 and following: two observers, two categories.
        let first = units(&[(225, 70), (370, 30)]);
        let second = units(&[(220, 80), (355, 20), (400, 20)]);
        let c = unitized(300, &[first, second]);
        check(c.observed, 0.0144);
        check(c.expected, 0.0532);
        check(c.alpha().unwrap(), 0.7286);
        let same = units(&[(180, 60), (300, 50)]);
        let k = unitized(300, &[same.clone(), same]);
        check(k.observed, 0.0);
        check(k.expected, 0.0490);
        check((c + k).alpha().unwrap(), 0.8587);
    }

    #[test]
    fn nothing_to_disagree_on_is_undefined() {
        assert_eq!(unitized(0, &[vec![], vec![]]).alpha(), None);
        assert_eq!(unitized(9, &[]).alpha(), None);
        assert_eq!(unitized(9, &[vec![0..3]]).alpha(), None);
        assert_eq!(unitized(9, &[vec![10..12], vec![]]).alpha(), None);
        // Where everybody marks everything as one unit, agreement is perfect.
        assert_eq!(unitized(9, &[vec![0..9], vec![0..9]]).alpha(), Some(1.0));
    }

    #[test]
    fn who_marks_nothing_disagrees_with_who_marks() {
        assert!(unitized(100, &[vec![10..40], vec![]]).alpha().unwrap() < 0.1);
    }

    #[test]
    fn units_that_overlap_are_one() {
        let joined = unitized(50, &[vec![0..10, 5..20], vec![30..31]]);
        assert_eq!(joined, unitized(50, &[vec![0..20], vec![30..31]]));
    }
}
