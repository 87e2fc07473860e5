//! What does one coder take for what?

use std::collections::{BTreeMap, BTreeSet};

/// How often one coder said this where the other said that.
///
/// ```
/// use sayso_agreement::Confusion;
///
/// let pairs = [("favor", "favor"), ("favor", "neutral"), ("against", "against"), ("neutral", "neutral")];
/// let confusion: Confusion<&str> = pairs.into_iter().collect();
/// assert_eq!(confusion.count(&"favor", &"neutral"), 1);
/// assert_eq!(confusion.prf(&"favor").recall, Some(0.5));
/// assert_eq!(confusion.agreement(), Some(0.75));
///
/// assert_eq!(Confusion::<&str>::default().agreement(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion<T> {
    counts: BTreeMap<(T, T), usize>,
}

/// Precision, recall and their harmonic mean, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prf {
    /// Of what the second coder found, the share that is right by the first. None where the second found nothing.
    pub precision: Option<f64>,
    /// Of what the first coder has, the share that the second found. None where the first has nothing.
    pub recall: Option<f64>,
    /// 2PR / (P + R); none where neither has anything.
    pub f1: Option<f64>,
}

impl Prf {
    /// Of so many right, of those that were found, and of those that were to be found.
    pub fn of(right: usize, found: usize, gold: usize) -> Prf {
        Prf { precision: share(right, found), recall: share(right, gold), f1: share(2 * right, found + gold) }
    }
}

pub(crate) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl<T> Default for Confusion<T> {
    fn default() -> Self {
        Confusion { counts: BTreeMap::new() }
    }
}

/// Of pairs: what the first coder says (gold, where there is such a thing), and what the second.
impl<T: Ord> FromIterator<(T, T)> for Confusion<T> {
    fn from_iter<I: IntoIterator<Item = (T, T)>>(pairs: I) -> Self {
        let mut confusion = Confusion::default();
        pairs.into_iter().for_each(|(first, second)| confusion.add(first, second));
        confusion
    }
}

impl<T: Ord> Confusion<T> {
    /// One more thing that both coded.
    pub fn add(&mut self, first: T, second: T) {
        *self.counts.entry((first, second)).or_default() += 1;
    }

    /// Every category that either used, in order: the rows and columns of the matrix.
    pub fn categories(&self) -> Vec<&T> {
        self.counts
            .keys()
            .flat_map(|(first, second)| [first, second])
            .collect::<BTreeSet<&T>>()
            .into_iter()
            .collect()
    }

    /// How often the first coder said `first` where the second said `second`.
    pub fn count(&self, first: &T, second: &T) -> usize {
        self.sum(|a, b| a == first && b == second)
    }

    /// How many things both coded.
    pub fn total(&self) -> usize {
        self.sum(|_, _| true)
    }

    /// The share of them that both gave the same category. None where there are none.
    pub fn agreement(&self) -> Option<f64> {
        share(self.sum(|a, b| a == b), self.total())
    }

    /// How well the second coder found what the first put into `category`.
    pub fn prf(&self, category: &T) -> Prf {
        let (found, gold) = (self.sum(|_, b| b == category), self.sum(|a, _| a == category));
        Prf::of(self.count(category, category), found, gold)
    }

    /// The mean of the F1 of all categories that either used. None where there are none.
    pub fn macro_f1(&self) -> Option<f64> {
        let scores: Vec<f64> =
            self.categories().into_iter().filter_map(|category| self.prf(category).f1).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }

    /// Cohen's kappa: agreement beyond what two coders reach by chance who use the categories as often as these do. None where
    /// there is nothing, or where both used one and the same category only.
    ///
    /// ```
    /// use sayso_agreement::Confusion;
    /// let all_the_same: Confusion<&str> = [("favor", "favor"), ("favor", "favor")].into_iter().collect();
    /// assert_eq!(all_the_same.kappa(), None);
    /// ```
    pub fn kappa(&self) -> Option<f64> {
        let all = self.total() as f64;
        let both = |category: &T| (self.sum(|a, _| a == category) * self.sum(|_, b| b == category)) as f64;
        let chance = self.categories().into_iter().map(both).sum::<f64>() / (all * all);
        let agreement = self.agreement()?;
        (chance < 1.0).then(|| (agreement - chance) / (1.0 - chance))
    }

    fn sum(&self, counts: impl Fn(&T, &T) -> bool) -> usize {
        self.counts.iter().filter(|((first, second), _)| counts(first, second)).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confusion(counts: &[(&'static str, &'static str, usize)]) -> Confusion<&'static str> {
        counts
            .iter()
            .flat_map(|&(first, second, count)| std::iter::repeat_n((first, second), count))
            .collect()
    }

    #[test]
    fn kappa_by_hand() {
        // Agreement .7, by chance .5.
        let grants = confusion(&[("yes", "yes", 20), ("yes", "no", 5), ("no", "yes", 10), ("no", "no", 15)]);
        assert!((grants.kappa().unwrap() - 0.4).abs() < 1e-12);
        assert_eq!(grants.agreement(), Some(0.7));
        assert_eq!(grants.categories(), [&"no", &"yes"]);
    }

    #[test]
    fn a_category_of_one_coder_alone_has_no_precision_or_no_recall() {
        let pairs = confusion(&[("favor", "neutral", 2)]);
        assert_eq!(pairs.prf(&"favor"), Prf { precision: None, recall: Some(0.0), f1: Some(0.0) });
        assert_eq!(pairs.prf(&"neutral"), Prf { precision: Some(0.0), recall: None, f1: Some(0.0) });
        assert_eq!(pairs.prf(&"against"), Prf::default());
        assert_eq!((pairs.kappa(), pairs.macro_f1()), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn nothing_is_undefined() {
        let nothing = Confusion::<&str>::default();
        assert_eq!((nothing.kappa(), nothing.macro_f1(), nothing.agreement()), (None, None, None));
        assert!(nothing.categories().is_empty());
    }

    #[test]
    fn macro_f1_is_a_mean_of_categories() {
        let pairs = confusion(&[("a", "a", 8), ("b", "a", 1), ("b", "b", 1)]);
        let (a, b) = (2.0 * 8.0 / 17.0, 2.0 / 3.0);
        assert!((pairs.macro_f1().unwrap() - (a + b) / 2.0).abs() < 1e-12);
    }
}
