//! How alike are two texts, told from a few hundred bytes of each?
//!
//! A [`Sketch`] keeps, in each of 128 bins, a mark of the smallest of a text's shingles of [`SHINGLE`] words. The chance
//! that two texts have the same mark in a bin is their resemblance (Broder 1997): shingles common to both, of all that
//! either has. Each shingle falls into one bin, so that a word costs one hash and not 128; bins that stay empty, as those of
//! a short text do, are filled by further rounds over the shingles (Dahlgaard, Knudsen and Thorup 2017), which keeps the
//! estimate of short texts as good as that of long ones.
//!
//! [`bands`] turns a sketch into numbers that a database indexes: two texts that share one are worth a comparison.
//!
//! *Known weakness:* a sketch knows nothing of order, of quotation marks or of a story that stands within a much longer one;
//! [`relation`](crate::relation) and [`Passages`](crate::Passages) do.

use crate::shingles::{combine, mixed, shingles};
use crate::words::words;

/// Words in a shingle. One word replaced spoils as many shingles, so that five would lose copies that were edited; three are
/// shared by any two reports on one subject ("prime minister said").
const SHINGLE: usize = 4;

/// A text with fewer words that count is too short to tell.
pub(crate) const LEAST_WORDS: usize = 20;

/// Bins; a power of two.
const BINS: usize = 128;

/// Bins that make one band, see [`bands`].
const ROWS: usize = 3;

/// Bands of a sketch.
const BANDS: usize = 24;

/// The first byte of a sketch as bytes; another number for any change of words, shingles, bins or bands.
const VERSION: u8 = 1;

/// What is kept of a text to find its copies: the same for the same words, on every machine.
///
/// Case, punctuation, white space and what looks like page furniture do not matter. The title is not part of it as long as
/// it is not part of the text.
///
/// ```
/// use sayso_duplicates::{Sketch, likeness};
///
/// let told = "The port of Harwick will stay open over the winter, the harbour master said on Monday, after \
///             the owners of both ferries agreed to share the costs of the ice breaker.";
/// let copy = "THE PORT OF HARWICK will stay open over the winter, the harbour master said on Monday – after \
///             the owners of both ferries agreed to share the costs of the ice-breaker.";
/// let [told, copy] = [told, copy].map(|text| Sketch::of(text).unwrap());
/// assert_eq!(likeness(&told, &copy), 1.0);
///
/// assert!(Sketch::of("Too short to tell.").is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sketch {
    marks: [u16; BINS],
}

impl Sketch {
    /// Length of [`Sketch::to_bytes`].
    pub const BYTES: usize = 1 + 2 * BINS;

    /// The sketch of `text`; none of fewer than 20 words that count.
    pub fn of(text: &str) -> Option<Sketch> {
        let words = words(text);
        (words.len() >= LEAST_WORDS)
            .then(|| Sketch { marks: marks(&shingles(&words, SHINGLE).collect::<Vec<u64>>()) })
    }

    /// To be kept: a version, then the marks.
    pub fn to_bytes(&self) -> [u8; Sketch::BYTES] {
        let mut bytes = [VERSION; Sketch::BYTES];
        for (place, mark) in bytes[1..].chunks_exact_mut(2).zip(self.marks) {
            place.copy_from_slice(&mark.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`Sketch::to_bytes`] gave; none where the length or the version is another. A sketch of another version
    /// has to be made again from the text.
    ///
    /// ```
    /// use sayso_duplicates::Sketch;
    /// let sketch = Sketch::of(&"all the words that the harbour master said ".repeat(4)).unwrap();
    /// assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
    /// assert_eq!(Sketch::from_bytes(b"\x09 of another version"), None);
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketch> {
        let bytes: &[u8; Sketch::BYTES] = bytes.try_into().ok()?;
        let mut marks = [0; BINS];
        for (mark, place) in marks.iter_mut().zip(bytes[1..].chunks_exact(2)) {
            *mark = u16::from_le_bytes([place[0], place[1]]);
        }
        (bytes[0] == VERSION).then_some(Sketch { marks })
    }
}

impl std::fmt::Debug for Sketch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sketch({:04x} {:04x} …)", self.marks[0], self.marks[1])
    }
}

/// Nothing has fallen into the bin.
const EMPTY: u64 = u64::MAX;

/// The mark of each bin: 16 bits of the smallest shingle in it that its order does not depend on. There is a shingle.
fn marks(shingles: &[u64]) -> [u16; BINS] {
    let mut least = [EMPTY; BINS];
    for &shingle in shingles {
        let bin = &mut least[bin(shingle)];
        *bin = shingle.min(*bin);
    }
    let mut round = 1;
    while least.contains(&EMPTY) {
        fill(&mut least, shingles, round);
        round += 1;
    }
    // The lowest bits are the last that the order of two shingles depends on.
    least.map(|shingle| shingle as u16)
}

/// One more round, for the bins that are empty. After `BINS` rounds every shingle may fall into the bin of that number, so
/// that an end is certain.
fn fill(least: &mut [u64; BINS], shingles: &[u64], round: usize) {
    let mut filled = [EMPTY; BINS];
    for &shingle in shingles {
        let again = mixed(shingle.wrapping_add(mixed(round as u64)));
        let bin = if round < BINS { bin(again) } else { round % BINS };
        filled[bin] = again.min(filled[bin]);
    }
    for (bin, filled) in least.iter_mut().zip(filled) {
        if *bin == EMPTY {
            *bin = filled;
        }
    }
}

/// The highest bits tell the bin: within one, order goes by the rest.
fn bin(shingle: u64) -> usize {
    (shingle >> (u64::BITS - BINS.trailing_zeros())) as usize
}

/// The estimated resemblance of two texts, from 0 (nothing in common) to 1 (the same shingles).
///
/// Off by .04 as a rule, seldom by .1. A copy in which every tenth word was replaced comes to about .5: the resemblance of
/// shingles falls faster than that of words. Of which texts that makes copies is for [`relation`](crate::relation) to say.
pub fn likeness(a: &Sketch, b: &Sketch) -> f32 {
    let same = a.marks.iter().zip(&b.marks).filter(|(a, b)| a == b).count();
    same as f32 / BINS as f32
}

/// Numbers by which a database finds what may be a copy: two texts that share any are worth a comparison.
///
/// There are 24 of each sketch, made of three bins each. Texts of a resemblance of .7 share one with a probability of .9999,
/// of .5 with .96, of .3 with .48, of .05 (which is much for texts that have nothing to do with each other) with .003. What
/// falls through is found by [`Passages`](crate::Passages) as a rule. The numbers of different bands differ, so that one
/// index serves all, those of passages included; a signed column takes `number as i64`.
///
/// ```
/// use sayso_duplicates::{Sketch, bands};
/// let sketch = Sketch::of(&"all the words that the harbour master said ".repeat(4)).unwrap();
/// assert_eq!(bands(&sketch).count(), 24);
/// ```
pub fn bands(sketch: &Sketch) -> impl Iterator<Item = u64> + '_ {
    let band = |(number, rows): (usize, &[u16])| {
        mixed(rows.iter().fold(number as u64, |sum, &mark| combine(sum, u64::from(mark))))
    };
    sketch.marks.chunks_exact(ROWS).take(BANDS).enumerate().map(band)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of the words with these numbers.
    fn text(words: std::ops::Range<usize>) -> String {
        words.map(|number| format!("w{number} ")).collect()
    }

    fn sketch(words: std::ops::Range<usize>) -> Sketch {
        Sketch::of(&text(words)).unwrap()
    }

    #[test]
    fn likeness_is_near_the_resemblance_of_short_and_long_texts() {
        for words in [60, 300, 3000] {
            let likeness = likeness(&sketch(0..words), &sketch(words / 3..words + words / 3));
            assert!((likeness - 0.5).abs() < 0.12, "{words} words: {likeness}");
        }
    }

    #[test]
    fn strangers_are_not_alike_and_share_no_band() {
        let (one, other) = (sketch(0..300), sketch(1000..1300));
        assert!(likeness(&one, &other) < 0.03);
        assert!(!bands(&one).any(|band| bands(&other).any(|number| number == band)));
    }

    #[test]
    fn the_headline_and_furniture_do_not_matter() {
        let body = "The port of Harwick will stay open over the winter, the harbour master said on Monday, after the \
                    owners of both ferries agreed to share the costs of the ice breaker.";
        let page = format!("HARWICK STAYS OPEN\n\nShare | Print\n{body}\nRead more\n");
        assert_eq!(Sketch::of(body), Sketch::of(&page));
    }

    #[test]
    fn there_is_none_of_a_text_too_short_to_tell() {
        assert!(Sketch::of(&text(0..19)).is_none());
        assert!(Sketch::of(&text(0..20)).is_some());
        assert!(Sketch::of("").is_none());
    }

    #[test]
    fn a_sketch_fits_its_place_and_is_the_same_on_every_machine() {
        const { assert!(Sketch::BYTES <= 512) };
        let bytes = sketch(0..100).to_bytes();
        assert_eq!(bytes[..5], [1, 30, 4, 161, 252]);
        assert_eq!(Sketch::from_bytes(&bytes[..256]), None);
    }
}
