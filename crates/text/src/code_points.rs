//! Which offset do other programs see? They count code points; inside, places are bytes.

use std::ops::Range;

use crate::{Span, Text};

/// Bytes between two checkpoints: one count of four bytes for each makes a sixteenth of the text.
const STRIDE: usize = 64;

/// Turns a text's byte offsets into code point offsets and back.
///
/// A code point is what Python's `len` counts: a combining mark counts, a surrogate pair of UTF-16 is one.
/// To code points takes constant time; back takes a binary search. A text that is all ASCII needs no
/// memory, any other a sixteenth of its size.
///
/// ```
/// use sayso_text::{CodePoints, Span, Text};
/// let text = Text::new("“No,” Özil said.");
/// let code_points = CodePoints::new(&text);
/// let span = Span::new(10, 15);
/// assert_eq!(text.slice(span), "Özil");
/// assert_eq!(code_points.range(span), 6..10);
/// assert_eq!(code_points.span(6..10), Some(span));
/// assert_eq!(code_points.span(6..99), None);
/// ```
#[derive(Clone, Debug)]
pub struct CodePoints {
    text: Text,
    /// Code points that start before each multiple of [`STRIDE`]; empty when the text is all ASCII.
    checkpoints: Vec<u32>,
    len: u32,
}

impl CodePoints {
    /// Reads `text` once.
    pub fn new(text: &Text) -> CodePoints {
        let mut code_points = CodePoints { text: text.clone(), checkpoints: Vec::new(), len: text.len() };
        if !text.as_str().is_ascii() {
            let bytes = text.as_str().as_bytes();
            code_points.len = 0;
            code_points.checkpoints.reserve_exact(bytes.len().div_ceil(STRIDE));
            for block in bytes.chunks(STRIDE) {
                code_points.checkpoints.push(code_points.len);
                code_points.len += starts(block);
            }
        }
        code_points
    }

    /// How many code points the text has.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the text has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many code points start before `byte`.
    ///
    /// # Panics
    /// When `byte` lies behind the text's end: it was made for another text.
    pub fn offset(&self, byte: u32) -> u32 {
        assert!(byte <= self.text.len(), "an offset behind the end of its text");
        let byte = byte as usize;
        let block = match byte / STRIDE {
            _ if self.checkpoints.is_empty() => return byte as u32,
            block if block == self.checkpoints.len() => return self.len,
            block => block,
        };
        self.checkpoints[block] + starts(&self.text.as_str().as_bytes()[block * STRIDE..byte])
    }

    /// `span` in code points, half-open.
    ///
    /// # Panics
    /// When `span` is not a place in this text.
    pub fn range(&self, span: Span) -> Range<u32> {
        self.offset(span.start())..self.offset(span.end())
    }

    /// The byte at which code point `offset` starts; for the number of all code points, the text's length;
    /// past that nothing.
    pub fn byte(&self, offset: u32) -> Option<u32> {
        if offset >= self.len {
            return (offset == self.len).then(|| self.text.len());
        }
        if self.checkpoints.is_empty() {
            return Some(offset);
        }
        let block = self.checkpoints.partition_point(|&before| before <= offset) - 1;
        let skip = (offset - self.checkpoints[block]) as usize;
        let bytes = &self.text.as_str().as_bytes()[block * STRIDE..];
        let (within, _) = bytes.iter().enumerate().filter(|&(_, &byte)| is_start(byte)).nth(skip)?;
        Some((block * STRIDE + within) as u32)
    }

    /// The span of a half-open range of code points; nothing when it reaches past the text's end or ends
    /// before it starts.
    pub fn span(&self, range: Range<u32>) -> Option<Span> {
        let (start, end) = (self.byte(range.start)?, self.byte(range.end)?);
        (start <= end).then(|| Span::new(start, end))
    }
}

/// How many code points start among `bytes`, which are part of a UTF-8 text.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| is_start(byte)).count() as u32
}

fn is_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ascii_needs_no_memory() {
        let code_points = CodePoints::new(&Text::new("No. ".repeat(100)));
        assert!(code_points.checkpoints.is_empty());
        assert_eq!(code_points.offset(400), 400);
        assert_eq!(code_points.byte(400), Some(400));
        assert_eq!(code_points.byte(401), None);
    }

    #[test]
    fn a_text_that_ends_at_a_checkpoint() {
        let text = Text::new("é".repeat(32));
        let code_points = CodePoints::new(&text);
        assert_eq!(code_points.offset(64), 32);
        assert_eq!(code_points.byte(32), Some(64));
        assert_eq!(code_points.byte(31), Some(62));
    }

    #[test]
    fn an_empty_text() {
        let code_points = CodePoints::new(&Text::new(""));
        assert!(code_points.is_empty());
        assert_eq!(code_points.offset(0), 0);
        assert_eq!(code_points.span(0..0), Some(Span::new(0, 0)));
    }

    proptest! {
        #[test]
        fn offsets_count_characters(
            chars in prop::collection::vec(prop_oneof![any::<char>(), Just('a'), Just('’')], 0..300),
            cut in any::<[prop::sample::Index; 2]>(),
        ) {
            let text = Text::new(chars.iter().collect::<String>());
            let code_points = CodePoints::new(&text);
            prop_assert_eq!(code_points.len() as usize, chars.len());
            let mut bounds: Vec<u32> = text.as_str().char_indices().map(|(at, _)| at as u32).collect();
            bounds.push(text.len());
            let (a, b) = (cut[0].index(bounds.len()), cut[1].index(bounds.len()));
            let (first, last) = (a.min(b), a.max(b));
            let span = Span::new(bounds[first], bounds[last]);
            prop_assert_eq!(code_points.range(span), first as u32..last as u32);
            prop_assert_eq!(code_points.span(first as u32..last as u32), Some(span));
            let words: String = text.as_str().chars().skip(first).take(last - first).collect();
            prop_assert_eq!(words, text.slice(span));
        }
    }
}
