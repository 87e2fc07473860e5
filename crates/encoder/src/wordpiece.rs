//! BERT's uncased wordpieces, with the way back to the text.
//!
//! The same pieces as the reference implementation (Hugging Face `tokenizers`, `BertNormalizer` and
//! `BertPreTokenizer`): control characters dropped, lower case, accents stripped, punctuation and CJK characters
//! alone, then the longest known piece first. `tests/wordpiece.rs` compares.

use std::collections::HashMap;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::error::{ModelError, ModelErrorKind};

/// Words longer than this many letters become one unknown piece.
const LONGEST_WORD: usize = 100;

/// The known pieces.
pub(crate) struct Vocabulary {
    /// Pieces that begin a word, and (keyed without `##`) pieces that go on with one.
    first: HashMap<Box<str>, u32, Quick>,
    inner: HashMap<Box<str>, u32, Quick>,
    longest: usize,
    len: usize,
    pub(crate) unknown: u32,
    pub(crate) cls: u32,
    pub(crate) sep: u32,
    pub(crate) ends: Vec<u32>,
    pub(crate) closers: Vec<u32>,
}

type Quick = std::hash::BuildHasherDefault<Fnv>;

/// FNV-1a: short keys, no attacker chooses them, and half of the tokenizer's time is hashing.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Vocabulary {
    /// One piece a line, in order of its number.
    pub(crate) fn new(lines: &str) -> Result<Vocabulary, ModelError> {
        let mut vocabulary = Vocabulary {
            first: HashMap::default(),
            inner: HashMap::default(),
            longest: 0,
            len: lines.lines().count(),
            unknown: 0,
            cls: 0,
            sep: 0,
            ends: Vec::new(),
            closers: Vec::new(),
        };
        for (id, piece) in lines.lines().enumerate() {
            let (table, piece) = match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut vocabulary.inner, rest),
                _ => (&mut vocabulary.first, piece),
            };
            vocabulary.longest = vocabulary.longest.max(piece.len());
            table.insert(piece.into(), id as u32);
        }
        let find = |piece: &str| {
            vocabulary.first.get(piece).copied().ok_or_else(|| {
                ModelError::new(
                    ModelErrorKind::OtherFormat,
                    format!("the vocabulary lacks the piece `{piece}`"),
                )
            })
        };
        let (unknown, cls, sep) = (find("[UNK]")?, find("[CLS]")?, find("[SEP]")?);
        let some = |pieces: &[&str]| pieces.iter().map(|p| find(p)).collect::<Result<Vec<u32>, ModelError>>();
        let ends = some(&[".", "!", "?"])?;
        let closers = some(&["\"", "'", ")", "\u{201d}", "\u{2019}"])?;
        Ok(Vocabulary { unknown, cls, sep, ends, closers, ..vocabulary })
    }

    /// How many pieces are known.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Calls `piece(id, start, end, begins_word)` for each piece of `text`, with byte offsets into it.
    pub(crate) fn cut(&self, text: &str, mut piece: impl FnMut(u32, usize, usize, bool)) {
        let mut word = Word::default();
        for (at, c) in text.char_indices() {
            if is_dropped(c) {
                continue;
            }
            let end = at + c.len_utf8();
            if c.is_whitespace() {
                self.finish(&mut word, &mut piece);
            } else if is_punctuation(c) || is_cjk(c) {
                self.finish(&mut word, &mut piece);
                word.push(c, at, end);
                self.finish(&mut word, &mut piece);
            } else {
                word.push(c, at, end);
            }
        }
        self.finish(&mut word, &mut piece);
    }

    /// Longest known piece first; a word with an unknown part is unknown as a whole.
    fn finish(&self, word: &mut Word, piece: &mut impl FnMut(u32, usize, usize, bool)) {
        if word.letters.is_empty() {
            return;
        }
        let whole = (word.places[0].0 as usize, word.places[word.places.len() - 1].1 as usize);
        if word.places.len() > LONGEST_WORD || !self.split(word) {
            piece(self.unknown, whole.0, whole.1, true);
        } else {
            for &(id, first, last) in &word.pieces {
                piece(id, word.places[first].0 as usize, word.places[last - 1].1 as usize, first == 0);
            }
        }
        word.clear();
    }

    fn split(&self, word: &mut Word) -> bool {
        let letters = word.places.len();
        let mut first = 0;
        while first < letters {
            let table = if first == 0 { &self.first } else { &self.inner };
            let start = word.starts[first] as usize;
            let found = (first + 1..=letters).rev().find_map(|last| {
                let end = word.starts.get(last).map_or(word.letters.len(), |&e| e as usize);
                if end - start > self.longest {
                    return None;
                }
                table.get(&word.letters[start..end]).map(|&id| (id, last))
            });
            let Some((id, last)) = found else { return false };
            word.pieces.push((id, first, last));
            first = last;
        }
        true
    }
}

/// A word being collected: normalised letters, and where in the text each comes from.
#[derive(Default)]
struct Word {
    letters: String,
    /// Byte offset in `letters` of each letter.
    starts: Vec<u32>,
    /// Byte range in the text of each letter.
    places: Vec<(u32, u32)>,
    pieces: Vec<(u32, usize, usize)>,
}

impl Word {
    /// Adds a character in lower case and without its accents; the accents belong to the letter before them.
    fn push(&mut self, c: char, start: usize, end: usize) {
        if c.is_ascii() {
            self.add(c.to_ascii_lowercase(), start, end);
            return;
        }
        decompose_canonical(c, |part| {
            // The reference strips the category Mn; is_combining_mark also has Mc and Me, which stay.
            if !is_stripped(part) {
                for lower in part.to_lowercase() {
                    decompose_canonical(lower, |l| {
                        if !is_stripped(l) {
                            self.add(l, start, end);
                        }
                    });
                }
            }
        });
    }

    fn add(&mut self, c: char, start: usize, end: usize) {
        if self.places.len() > LONGEST_WORD {
            // Already too long to be known: its letters no longer matter, only where it ends.
            self.places[LONGEST_WORD].1 = end as u32;
            return;
        }
        self.starts.push(self.letters.len() as u32);
        self.letters.push(c);
        self.places.push((start as u32, end as u32));
    }

    fn clear(&mut self) {
        self.letters.clear();
        self.starts.clear();
        self.places.clear();
        self.pieces.clear();
    }
}

/// Nonspacing marks. `is_combining_mark` is all of M; the spacing and enclosing ones are few and listed by range.
fn is_stripped(c: char) -> bool {
    is_combining_mark(c) && !SPACING.iter().any(|range| range.contains(&c))
}

/// The general categories Mc and Me of Unicode, in the blocks that news text may hold (Indic scripts).
const SPACING: &[std::ops::RangeInclusive<char>] = &[
    '\u{488}'..='\u{489}',
    '\u{903}'..='\u{903}',
    '\u{93b}'..='\u{93b}',
    '\u{93e}'..='\u{940}',
    '\u{949}'..='\u{94c}',
    '\u{94e}'..='\u{94f}',
    '\u{982}'..='\u{983}',
    '\u{9be}'..='\u{9c0}',
    '\u{9c7}'..='\u{9cc}',
    '\u{9d7}'..='\u{9d7}',
    '\u{a03}'..='\u{a03}',
    '\u{a3e}'..='\u{a40}',
    '\u{a83}'..='\u{a83}',
    '\u{abe}'..='\u{ac0}',
    '\u{ac9}'..='\u{acc}',
    '\u{bbe}'..='\u{bbf}',
    '\u{bc1}'..='\u{bc2}',
    '\u{bc6}'..='\u{bcc}',
    '\u{bd7}'..='\u{bd7}',
    '\u{20dd}'..='\u{20e0}',
    '\u{20e2}'..='\u{20e4}',
];

/// Control and format characters that the reference removes, and the replacement character.
fn is_dropped(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\0' | '\u{fffd}' => true,
        _ if c.is_control() => true,
        _ => matches!(c,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
            | '\u{f0000}'..='\u{10ffff}'),
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b73f}'
        | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// ASCII punctuation and symbols, and the Unicode category P in the blocks that news text holds.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{37e}' | '\u{387}'
        | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}' | '\u{5f3}' | '\u{5f4}'
        | '\u{609}' | '\u{60a}' | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61d}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}'
        | '\u{964}' | '\u{965}' | '\u{970}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
        | '\u{207d}' | '\u{207e}' | '\u{208d}' | '\u{208e}' | '\u{2308}'..='\u{230b}' | '\u{2329}' | '\u{232a}'
        | '\u{2768}'..='\u{2775}' | '\u{27c5}' | '\u{27c6}' | '\u{27e6}'..='\u{27ef}' | '\u{2983}'..='\u{2998}'
        | '\u{29d8}'..='\u{29db}' | '\u{29fc}' | '\u{29fd}' | '\u{2e00}'..='\u{2e2e}' | '\u{2e30}'..='\u{2e4f}'
        | '\u{2e52}'..='\u{2e5d}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}'
        | '\u{303d}' | '\u{30a0}' | '\u{30fb}' | '\u{fd3e}' | '\u{fd3f}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe52}'
        | '\u{fe54}'..='\u{fe61}' | '\u{fe63}' | '\u{fe68}' | '\u{fe6a}' | '\u{fe6b}' | '\u{ff01}'..='\u{ff03}'
        | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}'
        | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}
