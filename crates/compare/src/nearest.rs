//! Which known name may have been meant?

use std::collections::BTreeSet;

use crate::words::{is_empty, words};

/// At most this many are suggested.
const MOST: usize = 3;

/// The known names that are most like `name`, the nearest first: those that share a word with it, then those that are
/// written nearly so. Empty where none comes near.
///
/// ```
/// use sayso_compare::nearest;
/// let known = ["John Kerry", "Philip Hammond", "United Kingdom"].map(String::from);
/// assert_eq!(nearest("Kery", &known), ["John Kerry"]);
/// assert_eq!(nearest("united states", &known), ["United Kingdom"]);
/// assert!(nearest("Ban Ki-moon", &known).is_empty());
/// ```
pub fn nearest(name: &str, known: &[String]) -> Vec<String> {
    let telling = |name| words(name).filter(|word| !is_empty(word)).collect::<Vec<_>>();
    let wanted = telling(name);
    let mut found: Vec<(usize, usize, &String)> = known
        .iter()
        .filter_map(|known| {
            let (missed, changes) = distance(&wanted, &telling(known))?;
            Some((missed, changes, known))
        })
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(_, _, known)| *known);
    found.into_iter().take(MOST).map(|(_, _, known)| known.clone()).collect()
}

/// How many words of the shorter name have no like one in the other, and in how many letters the like ones differ; none where
/// no word has a like one.
fn distance(wanted: &[String], known: &[String]) -> Option<(usize, usize)> {
    let mut like = 0;
    let mut changes = 0;
    for word in wanted {
        if let Some(nearest) = known.iter().filter_map(|known| typo(word, known)).min() {
            like += 1;
            changes += nearest;
        }
    }
    let spread: BTreeSet<&String> = known.iter().collect();
    (like > 0).then(|| (wanted.len().max(spread.len()) - like.min(spread.len()), changes))
}

/// In how many letters two words differ, where it may be a slip: a quarter of the letters at most, of short words one.
fn typo(a: &str, b: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    let most = if shorter == 3 { 1 } else { shorter / 4 };
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    Some(edits(&a, &b)).filter(|&changes| changes <= most)
}

/// Levenshtein's distance.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_stand_first() {
        let known = ["John Kerry", "Mary Kerry Smith", "Jon Kery", "Paris"].map(String::from);
        assert_eq!(nearest("john kerry", &known), ["John Kerry", "Jon Kery", "Mary Kerry Smith"]);
        assert!(nearest("", &known).is_empty());
        assert!(nearest("Order of Magic", &["Ministry of Trade".to_owned()]).is_empty());
        assert!(nearest("Kerry", &[]).is_empty());
    }

    #[test]
    fn letters_are_counted() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(edits(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(edits(&[], &letters("ab")), 2);
        assert_eq!((typo("us", "uk"), typo("hammond", "hamond")), (None, Some(1)));
    }
}
