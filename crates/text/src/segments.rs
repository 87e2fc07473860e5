//! How does the text divide? Paragraphs, sentences and tokens as one value.

use std::ops::Range;

use crate::paragraphs::paragraphs;
use crate::sentences::sentences;
use crate::tokens::tokenize;
use crate::{Sentence, Span, Text, Token};

/// A text's divisions, each list in text order and without overlap.
///
/// Every sentence lies in one paragraph and every token in one sentence; whatever is not blank lies in a
/// token. Takes time and memory in proportion to the text.
///
/// ```
/// use sayso_text::{Segments, Text};
/// let text = Text::new("Ports shut\nU.S. officials met Gen. Ortiz. He didn't stay.");
/// let segments = Segments::of(&text);
/// let sentences: Vec<&str> = segments.sentences.iter().map(|s| text.slice(s.span)).collect();
/// assert_eq!(sentences, ["Ports shut", "U.S. officials met Gen. Ortiz.", "He didn't stay."]);
/// let last = segments.tokens_of(&segments.sentences[2]);
/// let tokens: Vec<&str> = last.iter().map(|t| text.slice(t.span)).collect();
/// assert_eq!(tokens, ["He", "didn't", "stay", "."]);
/// ```
///
/// A text of nothing but blanks has no divisions:
///
/// ```
/// use sayso_text::{Segments, Text};
/// assert_eq!(Segments::of(&Text::new(" \n\u{feff}")), Segments::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// What stands between line breaks, without the blanks around it; blank lines are left out.
    pub paragraphs: Vec<Span>,
    /// From the first to the last token of each sentence.
    pub sentences: Vec<Sentence>,
    /// Words, numbers, marks and signs.
    pub tokens: Vec<Token>,
}

impl Segments {
    /// Divides `text`.
    pub fn of(text: &Text) -> Segments {
        let mut segments = Segments { paragraphs: paragraphs(text), ..Segments::default() };
        for (number, &paragraph) in segments.paragraphs.iter().enumerate() {
            let first = segments.tokens.len();
            tokenize(text, paragraph, &mut segments.tokens);
            sentences(text, number as u32, &segments.tokens, first, &mut segments.sentences);
        }
        segments
    }

    /// The tokens of one of these sentences.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize]
    }

    /// The index of the paragraph that holds `byte`; none between paragraphs.
    pub fn paragraph_at(&self, byte: u32) -> Option<usize> {
        let index = self.paragraphs.partition_point(|span| span.end() <= byte);
        self.paragraphs.get(index).filter(|span| span.holds(byte)).map(|_| index)
    }

    /// The index of the sentence that holds `byte`; none between sentences.
    pub fn sentence_at(&self, byte: u32) -> Option<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end() <= byte);
        self.sentences.get(index).filter(|sentence| sentence.span.holds(byte)).map(|_| index)
    }

    /// The indices of the sentences that share a byte with `span`.
    pub fn sentences_in(&self, span: Span) -> Range<usize> {
        overlapping(&self.sentences, span, |sentence| sentence.span)
    }

    /// The indices of the tokens that share a byte with `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        overlapping(&self.tokens, span, |token| token.span)
    }
}

fn overlapping<T>(items: &[T], span: Span, place: impl Fn(&T) -> Span) -> Range<usize> {
    let first = items.partition_point(|item| place(item).end() <= span.start());
    let count = items[first..].partition_point(|item| place(item).start() < span.end());
    first..first + if span.is_empty() { 0 } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_find_their_segments() {
        let text = Text::new("Ports shut\nHe left. She stayed.");
        let segments = Segments::of(&text);
        assert_eq!(segments.paragraph_at(9), Some(0));
        assert_eq!(segments.paragraph_at(10), None);
        assert_eq!(segments.sentence_at(11), Some(1));
        assert_eq!(segments.sentence_at(19), None);
        assert_eq!(segments.sentence_at(99), None);
        assert_eq!(segments.sentences_in(Span::new(17, 21)), 1..3);
        assert_eq!(segments.sentences_in(Span::new(19, 20)), 2..2);
        assert_eq!(segments.tokens_in(Span::new(12, 15)), 2..4);
        assert_eq!(segments.tokens_in(Span::new(13, 13)).len(), 0);
        assert_eq!(segments.sentences[2].paragraph, 1);
    }
}
