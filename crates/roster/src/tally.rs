//! What is most often said?

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// How often each of some values came.
#[derive(Clone, Debug)]
pub(crate) struct Tally<T> {
    counts: BTreeMap<T, usize>,
}

impl<T: Ord> Default for Tally<T> {
    fn default() -> Tally<T> {
        Tally { counts: BTreeMap::new() }
    }
}

impl<T: Ord> Tally<T> {
    pub(crate) fn add<Q>(&mut self, value: &Q)
    where
        T: Borrow<Q>,
        Q: Ord + ToOwned<Owned = T> + ?Sized,
    {
        match self.counts.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(value.to_owned(), 1)),
        }
    }

    /// The most frequent value; among equals the one that `better` ranks highest, then the smallest.
    pub(crate) fn most<R: Ord>(&self, better: impl Fn(&T) -> R) -> Option<&T> {
        // Of equals `max_by_key` takes the last one.
        let best = self.counts.iter().rev().max_by_key(|&(value, &count)| (count, better(value)));
        best.map(|(value, _)| value)
    }

    /// All values, the most frequent first, then in order.
    pub(crate) fn by_frequency(&self) -> Vec<&T> {
        let mut all: Vec<(&T, usize)> = self.counts.iter().map(|(value, &count)| (value, count)).collect();
        all.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        all.into_iter().map(|(value, _)| value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_wins_then_the_better_then_the_smaller() {
        let tally = |words: &[&str]| {
            let mut tally: Tally<String> = Tally::default();
            words.iter().for_each(|&word| tally.add(word));
            tally
        };
        assert_eq!(tally(&["ab", "c", "c"]).most(String::len).unwrap(), "c");
        assert_eq!(tally(&["c", "ab"]).most(String::len).unwrap(), "ab");
        assert_eq!(tally(&["b", "a"]).most(String::len).unwrap(), "a");
        assert_eq!(tally(&[]).most(String::len), None);
        assert_eq!(tally(&["b", "a", "c", "c"]).by_frequency(), ["c", "a", "b"]);
    }
}
