//! The tokens of a text, as words to compare: lower case beside what is written.

use std::ops::Range;

use sayso_text::{Segments, Span, Text, Token, TokenKind};

/// A text's tokens by their number. Past either end stand empty words, so that looking around needs no check.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    text: &'a Text,
    segments: &'a Segments,
    /// The text with its ASCII letters small; at the same bytes.
    lower: &'a str,
}

impl<'a> Words<'a> {
    /// `lower` is the text with its ASCII letters small.
    pub(crate) fn of(text: &'a Text, segments: &'a Segments, lower: &'a str) -> Words<'a> {
        Words { text, segments, lower }
    }

    fn token(&self, at: usize) -> Option<&'a Token> {
        self.segments.tokens.get(at)
    }

    /// The word as written.
    pub(crate) fn raw(&self, at: usize) -> &'a str {
        self.token(at).map_or("", |token| self.text.slice(token.span))
    }

    /// The word in small letters, its apostrophe straight.
    pub(crate) fn low(&self, at: usize) -> &'a str {
        match self.token(at).map_or("", |token| &self.lower[token.span.range()]) {
            "’s" => "'s",
            "’" => "'",
            word => word,
        }
    }

    /// The word before, empty at the start.
    pub(crate) fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |at| self.low(at))
    }

    /// Whether the word begins with a capital letter.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_uppercase)
    }

    /// Whether the word begins with a small letter.
    pub(crate) fn is_small(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_lowercase)
    }

    /// Whether it is a mark; so are the places past the ends.
    pub(crate) fn is_mark(&self, at: usize) -> bool {
        self.token(at).is_none_or(|token| token.kind == TokenKind::Punctuation)
    }

    /// Whether it is one of the marks that enclose quoted words.
    pub(crate) fn is_quote(&self, at: usize) -> bool {
        matches!(self.raw(at), "\"" | "“" | "”" | "``" | "''" | "‘" | "«" | "»")
    }

    /// The words at a place that [`Words::span`] gave.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.slice(span)
    }

    /// The place of one word, empty at 0 past the ends.
    pub(crate) fn place(&self, at: usize) -> Span {
        self.token(at).map_or(Span::new(0, 0), |token| token.span)
    }

    /// The place of a run of words; empty runs and runs past the end have none.
    pub(crate) fn span(&self, words: &Range<usize>) -> Option<Span> {
        let first = self.token(words.start)?.span;
        let last = self.token(words.end.checked_sub(1)?)?.span;
        (first.start() <= last.start()).then(|| first.join(last))
    }

    /// The words that share a byte with `span`.
    pub(crate) fn within(&self, span: Span) -> Range<usize> {
        self.segments.tokens_in(span)
    }

    /// The words of the sentence that holds the word.
    pub(crate) fn sentence(&self, at: usize) -> Option<Range<usize>> {
        let number = self.segments.sentence_at(self.token(at)?.span.start())?;
        let tokens = &self.segments.sentences[number].tokens;
        Some(tokens.start as usize..tokens.end as usize)
    }

    /// Whether any word of the run is one of `known`.
    pub(crate) fn any(&self, run: Range<usize>, known: &[&str]) -> bool {
        run.into_iter().any(|at| known.contains(&self.low(at)))
    }
}
