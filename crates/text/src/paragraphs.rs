//! Which lines are there? A paragraph is what stands between two line breaks.
//!
//! News text comes with one paragraph a line; where a source wraps its lines in the middle of a sentence,
//! `sources` has to join them before, since nothing here can tell a wrapped line from a headline.

use crate::{Span, Text};

/// Whether `c` ends a line. A carriage return with its line feed makes an empty line between them, which
/// is left out like any blank one.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` shows nothing and separates: white space, and the invisible marks that pages leave between
/// words (byte order mark, zero-width space, directions, the separators of old terminals).
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{1c}'..='\u{1f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The lines of `text` without the blanks at their ends, blank ones left out.
pub(crate) fn paragraphs(text: &Text) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in text.as_str().split(is_line_break) {
        let words = line.trim_end_matches(is_blank);
        let trimmed = words.trim_start_matches(is_blank);
        if !trimmed.is_empty() {
            let first = start + words.len() - trimmed.len();
            paragraphs.push(Span::new(first as u32, (first + trimmed.len()) as u32));
        }
        let end = start + line.len();
        start = end + text.as_str()[end..].chars().next().map_or(0, char::len_utf8);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let text = Text::new(text);
        let found: Vec<&str> = paragraphs(&text).into_iter().map(|span| text.slice(span)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_is_a_paragraph() {
        check("Ports shut\nDockers left.", &["Ports shut", "Dockers left."]);
    }

    #[test]
    fn blanks_are_no_part_of_one() {
        check(
            "\u{feff}  Ports shut \u{a0}\n \t\n\n\u{3000}Dockers left.\n",
            &["Ports shut", "Dockers left."],
        );
    }

    #[test]
    fn every_kind_of_line_break() {
        check("a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\u{c}g\u{b}h", &["a", "b", "c", "d", "e", "f", "g", "h"]);
    }

    #[test]
    fn nothing_in_nothing() {
        check("", &[]);
        check("\n \u{feff}\r\n", &[]);
    }
}
