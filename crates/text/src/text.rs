//! The words themselves.

use std::sync::Arc;

use crate::Span;

/// An article's words, never altered. Cheap to clone: clones share the words.
///
/// At most 4 GiB, since places are counted in 32 bits.
///
/// ```
/// use sayso_text::{Span, Text};
/// let text = Text::new("Kerry said no.");
/// assert_eq!(text.slice(Span::new(6, 10)), "said");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    source: Arc<str>,
}

impl Text {
    /// Takes over the words.
    ///
    /// # Panics
    /// Past 4 GiB; `sources` refuses such files long before.
    pub fn new(source: impl Into<Arc<str>>) -> Text {
        let source = source.into();
        assert!(u32::try_from(source.len()).is_ok(), "a text of over 4 GiB");
        Text { source }
    }

    /// All of the words.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The words at `span`.
    ///
    /// # Panics
    /// When `span` is not a place in this text: it was made for another one.
    pub fn slice(&self, span: Span) -> &str {
        &self.source[span.range()]
    }

    /// The words at several places, with ` … ` between those that lie apart.
    ///
    /// # Panics
    /// As [`Text::slice`].
    pub fn words(&self, spans: &[Span]) -> String {
        let parts: Vec<&str> = spans.iter().map(|&span| self.slice(span)).collect();
        parts.join(" … ")
    }

    /// Length in bytes.
    pub fn len(&self) -> u32 {
        self.source.len() as u32
    }

    /// Whether there is nothing at all, not even white space.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// `span` without the white space at its ends.
    pub fn trim(&self, span: Span) -> Span {
        let words = self.slice(span);
        let start = span.start() + (words.len() - words.trim_start().len()) as u32;
        let end = start + words.trim().len() as u32;
        Span::new(start, end)
    }
}
