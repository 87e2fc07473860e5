//! The two units in which spans are compared: alphanumeric characters and words.
//!
//! Comparing these instead of offsets means that white space, punctuation and quotation marks at the ends of a
//! span never decide whether two people, or a person and a program, agree.

use std::collections::BTreeSet;

use sayso_domain::Kind;

use crate::characters::{is_alnum, is_space};
use crate::document::{Attribution, Place};
use crate::quotes::quote_mask;

/// A set of offsets or of word numbers: ascending, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(Vec<u32>);

impl Set {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// How many members the two share.
    pub(crate) fn shared(&self, other: &Set) -> usize {
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            i += usize::from(a <= b);
            j += usize::from(b <= a);
            shared += usize::from(a == b);
        }
        shared
    }

    /// Shared members as a share of all members; 0 of two empty sets.
    pub(crate) fn jaccard(&self, other: &Set) -> f64 {
        let shared = self.shared(other);
        match self.len() + other.len() - shared {
            0 => 0.0,
            all => shared as f64 / all as f64,
        }
    }

    pub(crate) fn union<'a>(sets: impl Iterator<Item = &'a Set>) -> Set {
        sets.flat_map(Set::iter).collect()
    }
}

impl FromIterator<u32> for Set {
    fn from_iter<I: IntoIterator<Item = u32>>(members: I) -> Set {
        Set(members.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
    }
}

/// The characters and the words that the spans of one role hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Covered {
    /// Offsets of alphanumeric characters.
    pub(crate) characters: Set,
    /// Numbers of the words with at least one of these.
    pub(crate) words: Set,
}

impl Covered {
    pub(crate) fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }
}

/// An attribution in the units of comparison.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) source: Covered,
    pub(crate) cue: Covered,
    pub(crate) content: Covered,
    pub(crate) kind: Kind,
}

/// A text taken apart into the units.
pub(crate) struct Units {
    /// For each character: whether it is alphanumeric, and its word.
    word_of: Vec<Option<u32>>,
    quoted: Vec<bool>,
    words: usize,
}

impl Units {
    pub(crate) fn new(text: &str) -> Units {
        let text: Vec<char> = text.chars().collect();
        let (mut words, mut in_word, mut counted) = (0, false, false);
        let mut word_of = vec![None; text.len()];
        for (i, &c) in text.iter().enumerate() {
            if is_space(c) {
                in_word = false;
            } else if !in_word {
                (in_word, counted) = (true, false);
            }
            // A run of marks alone is no word: it gets its number with its first alphanumeric character.
            if is_alnum(c) {
                words += u32::from(!counted);
                counted = true;
                word_of[i] = Some(words - 1);
            }
        }
        Units { word_of, quoted: quote_mask(&text), words: words as usize }
    }

    /// How many words the text has: runs without white space that hold an alphanumeric character.
    pub(crate) fn words(&self) -> usize {
        self.words
    }

    pub(crate) fn covered(&self, places: &[Place]) -> Covered {
        let held = places.iter().flat_map(|place| self.held(place));
        let (characters, words): (Vec<u32>, Vec<u32>) = held.unzip();
        Covered { characters: characters.into_iter().collect(), words: words.into_iter().collect() }
    }

    /// Each alphanumeric character in `place` with its word.
    fn held(&self, &[start, end]: &Place) -> impl Iterator<Item = (u32, u32)> + '_ {
        let end = end.clamp(0, self.word_of.len() as i64) as usize;
        let start = (start.max(0) as usize).min(end);
        (start..end).filter_map(|i| self.word_of[i].map(|word| (i as u32, word)))
    }

    pub(crate) fn measured(&self, attribution: &Attribution) -> Measured {
        let content = self.covered(&attribution.content);
        Measured {
            source: self.covered(&attribution.source),
            cue: self.covered(&attribution.cue),
            kind: self.kind(&content),
            content,
        }
    }

    /// Those of `attributions` whose content holds anything to compare, with their places in the list.
    pub(crate) fn all_measured(&self, attributions: &[Attribution]) -> Vec<(usize, Measured)> {
        let measured = attributions.iter().map(|attribution| self.measured(attribution)).enumerate();
        measured.filter(|(_, measured)| !measured.content.is_empty()).collect()
    }

    fn kind(&self, content: &Covered) -> Kind {
        match content.characters.iter().filter(|&i| self.quoted[i as usize]).count() {
            0 => Kind::Indirect,
            all if all == content.characters.len() => Kind::Direct,
            _ => Kind::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_that_hold_a_letter() {
        assert_eq!(Units::new("“Oz” — isn't 4\u{1c}u\u{a0}🎈").words(), 4);
        assert_eq!(Units::new(" — ").words(), 0);
    }

    #[test]
    fn places_outside_the_text_hold_nothing_more() {
        let units = Units::new("a bc");
        assert_eq!(units.covered(&[[-5, 99]]).characters.len(), 3);
        assert_eq!(units.covered(&[[-5, 99]]).words.len(), 2);
        assert!(units.covered(&[[7, 99], [3, 1], [1, 2]]).is_empty());
    }

    #[test]
    fn set_algebra() {
        let (a, b): (Set, Set) = ([3, 1, 2, 3].into_iter().collect(), [3, 4].into_iter().collect());
        assert_eq!((a.len(), a.shared(&b), a.jaccard(&b)), (3, 1, 0.25));
        assert_eq!(Set::default().jaccard(&Set::default()), 0.0);
        assert_eq!(Set::union([&a, &b].into_iter()).len(), 4);
    }
}
