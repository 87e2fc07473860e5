//! From bytes to code points.

use sayso_text::{CodePoints, Span};
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

pub(crate) fn place(code_points: &CodePoints, span: Span) -> WireSpan {
    let range = code_points.range(span);
    WireSpan(range.start, range.end)
}

pub(crate) fn places(code_points: &CodePoints, spans: &[Span]) -> Vec<WireSpan> {
    spans.iter().map(|&span| place(code_points, span)).collect()
}
