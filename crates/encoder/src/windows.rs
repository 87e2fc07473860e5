//! Dividing a text of any length into windows that the encoder can read at once.
//!
//! A window's *core* is what it answers for; cores follow one another without a gap or an overlap. Around the
//! core stand a few pieces of context from its neighbours. Cores are whole paragraphs, but for a paragraph too
//! long for one, which is cut after a sentence's end where there is one.

use crate::pieces::Pieces;
use crate::wordpiece::Vocabulary;

/// Pieces `first..last` of a text; the window answers for those in `core_first..core_last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the type's first line says what the four are")]
pub struct Window {
    pub first: usize,
    pub last: usize,
    pub core_first: usize,
    pub core_last: usize,
}

/// Sizes, in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowShape {
    /// Longest window, with its two boundary pieces.
    pub longest: usize,
    /// Context before the core.
    pub left: usize,
    /// Context after a core that ends within a paragraph.
    pub right: usize,
}

impl WindowShape {
    pub(crate) fn is_sound(&self) -> bool {
        self.longest > self.left.saturating_add(self.right).saturating_add(2 + 16)
    }

    /// Longest core.
    fn unit(&self) -> usize {
        self.longest - 2 - self.left - self.right
    }
}

pub(crate) fn divide(pieces: &Pieces, shape: &WindowShape, vocabulary: &Vocabulary) -> Vec<Window> {
    let units = units(pieces, shape.unit(), vocabulary);
    let paragraphs = pieces.paragraphs();
    let same_paragraph = |k: usize| k < pieces.len() && paragraphs[k] == paragraphs[k - 1];
    let mut windows = Vec::new();
    let mut i = 0;
    while i < units.len() {
        let (core_first, mut core_last) = units[i];
        let first = core_first.saturating_sub(shape.left);
        let limit = first + shape.longest - 2;
        i += 1;
        while let Some(&(_, end)) = units.get(i) {
            if end + if same_paragraph(end) { shape.right } else { 0 } > limit {
                break;
            }
            core_last = end;
            i += 1;
        }
        let context = if same_paragraph(core_last) { shape.right } else { 0 };
        let last = (core_last + context).min(pieces.len()).min(limit);
        windows.push(Window { first, last, core_first, core_last });
    }
    windows
}

/// Ranges of pieces that no window cuts.
fn units(pieces: &Pieces, longest: usize, vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let mut units = Vec::new();
    let mut first = 0;
    while first < pieces.len() {
        let paragraph = pieces.paragraphs()[first];
        let last = first + pieces.paragraphs()[first..].iter().take_while(|&&p| p == paragraph).count();
        while last - first > longest {
            let cut = sentence_end(&pieces.ids()[first..first + longest], vocabulary).unwrap_or(longest);
            units.push((first, first + cut));
            first += cut;
        }
        if first < last {
            units.push((first, last));
        }
        first = last;
    }
    units
}

/// After the last full stop (and the marks that close behind it) in the second half of `ids`.
fn sentence_end(ids: &[u32], vocabulary: &Vocabulary) -> Option<usize> {
    let half = ids.len() / 2;
    let stop = (half + 1..ids.len()).rev().find(|&k| vocabulary.ends.contains(&ids[k]))?;
    let closers = ids[stop + 1..].iter().take_while(|id| vocabulary.closers.contains(id)).count();
    Some(stop + 1 + closers)
}
