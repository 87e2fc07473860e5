//! Words of a phrase, for looking names and offices up: finer than tokens, since "Hammond's" is a name and a mark.

use sayso_text::{Span, Text};

/// A word, a possessive ending, or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) kind: WordKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    Plain,
    /// 's or a bare apostrophe behind a plural.
    Possessive,
    Mark,
}

/// The words in `span`. A full stop belongs to a word that has another one, or to a short one in capitals ("Gen.").
pub(crate) fn words(text: &Text, span: Span) -> Vec<Word> {
    let slice = text.slice(span);
    let mut out: Vec<Word> = Vec::new();
    let mut chars = slice.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let at = |from: usize, to: usize| Span::new(span.start() + from as u32, span.start() + to as u32);
        if is_apostrophe(c)
            && out
                .last()
                .is_some_and(|w| w.kind == WordKind::Plain && w.span.end() == span.start() + start as u32)
        {
            let rest = &slice[start + c.len_utf8()..];
            let letter = rest.chars().next().filter(|c| matches!(c, 's' | 'S'));
            let after = rest[letter.map_or(0, char::len_utf8)..].chars().next();
            if !after.is_some_and(char::is_alphanumeric) {
                let end = start
                    + c.len_utf8()
                    + letter.map_or(0, |c| {
                        chars.next();
                        c.len_utf8()
                    });
                out.push(Word { span: at(start, end), kind: WordKind::Possessive });
                continue;
            }
        }
        if !c.is_alphanumeric() {
            out.push(Word { span: at(start, start + c.len_utf8()), kind: WordKind::Mark });
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let after = slice[at + c.len_utf8()..].chars().next();
            let joins = matches!(c, '.' | '-' | '&' | '\u{2011}' | '\u{2010}') || is_apostrophe(c);
            let ends_in_s = is_apostrophe(c)
                && matches!(after, Some('s' | 'S'))
                && !slice[at + c.len_utf8() + 1..].chars().next().is_some_and(char::is_alphanumeric);
            if !(c.is_alphanumeric() || joins && !ends_in_s && after.is_some_and(char::is_alphanumeric)) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let word = &slice[start..end];
        if let Some(&(dot, '.')) = chars.peek()
            && (word.contains('.')
                || word.chars().count() <= 4 && word.starts_with(char::is_uppercase) && dot + 1 < slice.len())
        {
            end = dot + 1;
            chars.next();
        }
        out.push(Word { span: at(start, end), kind: WordKind::Plain });
    }
    out
}

/// The place from `start` to `end`, or as much of it as no character is cut by.
pub(crate) fn place(text: &Text, start: u32, end: u32) -> Span {
    let whole = text.as_str();
    let start = (start..=text.len()).find(|&at| whole.is_char_boundary(at as usize)).unwrap_or(text.len());
    let end = (start..=end.min(text.len()).max(start))
        .rev()
        .find(|&at| whole.is_char_boundary(at as usize))
        .unwrap_or(start);
    Span::new(start, end)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrase: &str, want: &[&str]) {
        let text = Text::new(phrase);
        let found = words(&text, Span::new(0, text.len()));
        assert_eq!(found.iter().map(|w| text.slice(w.span)).collect::<Vec<_>>(), want);
    }

    #[test]
    fn possessives_and_abbreviations_are_words_of_their_own() {
        check("Hammond\u{2019}s aide, Gen. O'Neil", &["Hammond", "\u{2019}s", "aide", ",", "Gen.", "O'Neil"]);
        check("the U.S. senators' plan.", &["the", "U.S.", "senators", "'", "plan", "."]);
        check("vice-president Al-Assad (R-Va.)", &["vice-president", "Al-Assad", "(", "R-Va.", ")"]);
        check("", &[]);
    }
}
