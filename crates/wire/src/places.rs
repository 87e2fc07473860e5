//! From bytes to code points.

use sayso_text::{Span, Text};
use serde::{Deserialize, Serialize};

/// A place in `article.text`, half-open, in Unicode code points: `[start, end]` in the JSON.
///
/// In Python `text[start:end]` is exactly the words meant.
///
/// ```
/// use sayso_wire::WireSpan;
/// let span: WireSpan = serde_json::from_str("[2,5]").unwrap();
/// assert_eq!((span.start(), span.end()), (2, 5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WireSpan(u32, u32);

impl WireSpan {
    /// From the code point `start` to before the code point `end`. Nothing is checked: a line that was read
    /// may say anything, and whoever uses it has to compare with the text.
    pub const fn new(start: u32, end: u32) -> WireSpan {
        WireSpan(start, end)
    }

    /// The first code point.
    pub const fn start(self) -> u32 {
        self.0
    }

    /// The code point after the last one.
    pub const fn end(self) -> u32 {
        self.1
    }

    /// The words at this place, or nothing when `text` has no such place.
    ///
    /// Counts from the start of `text` each time: fit for messages and tests, not for loops over long texts.
    ///
    /// ```
    /// use sayso_wire::WireSpan;
    /// assert_eq!(WireSpan::new(2, 5).words("🎈 yes"), Some("yes"));
    /// assert_eq!(WireSpan::new(2, 6).words("🎈 yes"), None);
    /// ```
    pub fn words(self, text: &str) -> Option<&str> {
        let mut starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        let start = starts.clone().nth(self.0 as usize)?;
        let end = starts.nth(self.1 as usize)?;
        text.get(start..end)
    }
}

/// Turns one text's byte offsets into code points.
pub(crate) struct Places {
    /// For each character of more than one byte: the byte after it, and how many bytes more than characters
    /// the text has up to there. Most news has few, so this is small beside the text.
    wide: Vec<(u32, u32)>,
}

impl Places {
    pub(crate) fn new(text: &Text) -> Places {
        let mut surplus = 0;
        let mut wide = Vec::new();
        for (byte, c) in text.as_str().char_indices() {
            let len = c.len_utf8() as u32;
            if len > 1 {
                surplus += len - 1;
                wide.push((byte as u32 + len, surplus));
            }
        }
        Places { wide }
    }

    pub(crate) fn span(&self, span: Span) -> WireSpan {
        WireSpan(self.offset(span.start()), self.offset(span.end()))
    }

    pub(crate) fn spans(&self, spans: &[Span]) -> Vec<WireSpan> {
        spans.iter().map(|&span| self.span(span)).collect()
    }

    fn offset(&self, byte: u32) -> u32 {
        let before = self.wide.partition_point(|&(end, _)| end <= byte);
        byte - before.checked_sub(1).map_or(0, |last| self.wide[last].1)
    }
}
