//! What is a text made of, to be compared word by word?

use sayso_text::{Quotes, Span, Text};

use crate::shingles::shingles;
use crate::words::{Word, words};

/// Words in a shingle by which texts are compared. A word that stands in one both texts hold is a shared word.
pub(crate) const SHINGLE: usize = 4;

/// A text's words and shingles, made once and compared with as many others as there are candidates.
#[derive(Clone, Debug)]
pub struct Wording {
    pub(crate) words: Vec<Word>,
    /// Whether each word stands in quotation marks.
    pub(crate) quoted: Vec<bool>,
    /// In text order.
    pub(crate) shingles: Vec<u64>,
    /// Sorted, each once.
    pub(crate) known: Vec<u64>,
}

impl Wording {
    /// That of `text`.
    pub fn of(text: &str) -> Wording {
        let words = words(text);
        let quoted = quoted(text, &words);
        let shingles: Vec<u64> = shingles(&words, SHINGLE).collect();
        let mut known = shingles.clone();
        known.sort_unstable();
        known.dedup();
        Wording { words, quoted, shingles, known }
    }

    /// How many words count.
    pub fn words(&self) -> usize {
        self.words.len()
    }

    /// For each word, whether it stands in a shingle that `other` holds.
    pub(crate) fn shared_with(&self, other: &Wording) -> Vec<bool> {
        let mut shared = vec![false; self.words.len()];
        for (at, shingle) in self.shingles.iter().enumerate() {
            if other.known.binary_search(shingle).is_ok() {
                shared[at..at + SHINGLE].fill(true);
            }
        }
        shared
    }
}

fn quoted(text: &str, words: &[Word]) -> Vec<bool> {
    let quotes = Quotes::of(&Text::new(text));
    let mut parts: Vec<Span> =
        quotes.passages().iter().flat_map(|passage| &passage.parts).map(|part| part.inner).collect();
    parts.sort_unstable();
    let mut quoted = vec![false; words.len()];
    for part in parts {
        let first = words.partition_point(|word| word.place.start() < part.start());
        let last = words.partition_point(|word| word.place.start() < part.end());
        quoted[first..last].fill(true);
    }
    quoted
}
