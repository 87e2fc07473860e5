//! The tokens of a text, as words to compare: lower case beside what is written.

use std::ops::Range;

use sayso_text::{Segments, Span, Text, Token, TokenKind};

/// The text with its ASCII letters small, byte for byte.
pub(crate) fn lower(text: &Text) -> String {
    text.as_str().to_ascii_lowercase()
}

/// A text's tokens by their number. Past either end stand empty words, so that looking ahead needs no check.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    text: &'a Text,
    tokens: &'a [Token],
    /// The text with its ASCII letters small; at the same bytes.
    lower: &'a str,
}

impl<'a> Words<'a> {
    /// `lower` is the text in small letters, as [`lower`] makes it.
    pub(crate) fn of(text: &'a Text, segments: &'a Segments, lower: &'a str) -> Words<'a> {
        Words { text, tokens: &segments.tokens, lower }
    }

    /// The same words, with nothing from `end` on.
    pub(crate) fn until(self, end: usize) -> Words<'a> {
        Words { tokens: &self.tokens[..end.min(self.tokens.len())], ..self }
    }

    /// The word as written.
    pub(crate) fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.text.slice(token.span))
    }

    /// The word in small letters, its apostrophe straight.
    pub(crate) fn low(&self, at: usize) -> &'a str {
        match self.tokens.get(at).map_or("", |token| &self.lower[token.span.range()]) {
            "’s" => "'s",
            "’" => "'",
            word => word,
        }
    }

    /// The word before, empty at the start.
    pub(crate) fn before(&self, at: usize, by: usize) -> &'a str {
        at.checked_sub(by).map_or("", |at| self.low(at))
    }

    /// Whether the word begins with a capital letter.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_uppercase)
    }

    pub(crate) fn is_punctuation(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.kind == TokenKind::Punctuation)
    }

    /// Whether the word begins with a small letter.
    pub(crate) fn is_small(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_lowercase)
    }

    /// Whether nothing, not even a blank, stands between the word and the next one.
    pub(crate) fn touches_next(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(one), Some(next)) => one.span.end() == next.span.start(),
            _ => false,
        }
    }

    /// The place of a run of words; empty runs and runs past the end have none.
    pub(crate) fn span(&self, words: Range<usize>) -> Option<Span> {
        let first = self.tokens.get(words.start)?.span;
        let last = self.tokens.get(words.end.checked_sub(1)?)?.span;
        (first.start() <= last.start()).then(|| first.join(last))
    }
}
