//! Which runs of words does a text hold?
//!
//! A shingle is a run of neighbouring words as one number (Broder 1997). Numbers are mixed by fixed steps of integer
//! arithmetic, so that they are the same on every machine, which a database that keeps them relies on.

use crate::words::Word;

/// The shingles of `length` words, in text order; none where there are fewer words.
pub(crate) fn shingles(words: &[Word], length: usize) -> impl ExactSizeIterator<Item = u64> + '_ {
    words.windows(length).map(|run| mixed(run.iter().fold(0, |sum: u64, word| combine(sum, word.hash))))
}

/// Order matters: `combine(a, b)` is not `combine(b, a)`.
pub(crate) fn combine(sum: u64, next: u64) -> u64 {
    sum.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(next)
}

/// Spreads a number over all 64 bits (the finaliser of splitmix64).
pub(crate) fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    #[test]
    fn the_order_of_words_matters_and_their_place_does_not() {
        let of = |text| shingles(&words(text), 3).collect::<Vec<u64>>();
        assert_eq!(of("one two three four.")[1], of("two three four.")[0]);
        assert_ne!(of("one two three."), of("one three two."));
        assert!(of("one two.").is_empty());
    }

    #[test]
    fn numbers_are_the_same_on_every_machine() {
        assert_eq!(shingles(&words("Ports shut."), 2).collect::<Vec<u64>>(), [14_831_462_981_707_849_474]);
    }
}
