//! How is a text cut into the words that are searched?
//!
//! The same way on both stores and for what is asked as for what is stored: case and accents do not count, an apostrophe
//! or the points of an abbreviation do not part a word ("U.S." is `us`), a possessive ending is left away, everything else
//! that is no letter and no digit parts words.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word, and the bytes of the text in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) folded: String,
    pub(crate) place: Range<usize>,
}

/// The words of a text, in order. Linear in its length.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut from = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let joins = match c {
            _ if c.is_alphanumeric() || is_combining_mark(c) => true,
            '\'' | '\u{2019}' => from.is_some() && next.is_some_and(char::is_alphanumeric),
            '.' => {
                from.is_some_and(|from| is_initials(&text[from..at]))
                    && next.is_some_and(char::is_alphanumeric)
            }
            _ => false,
        };
        match (joins, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.extend(word(text, start..at));
                from = None;
            }
            _ => (),
        }
    }
    words.extend(from.and_then(|from| word(text, from..text.len())));
    words
}

/// "U", "U.S": letters with points between them.
fn is_initials(text: &str) -> bool {
    text.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn word(text: &str, place: Range<usize>) -> Option<Word> {
    let written = &text[place.clone()];
    let bare = ["'s", "\u{2019}s", "'S", "\u{2019}S"]
        .iter()
        .find_map(|ending| written.strip_suffix(ending))
        .unwrap_or(written);
    let folded = match bare.bytes().all(|b| b.is_ascii_alphanumeric()) {
        true => bare.to_ascii_lowercase(),
        false => {
            let letters = bare.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c));
            letters.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
        }
    };
    (!folded.is_empty()).then_some(Word { folded, place })
}

/// The words as they are searched.
pub(crate) fn list(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

/// The words as they are handed to a store: with a space between them.
pub(crate) fn folded(text: &str) -> String {
    list(text).join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(folded(text), want, "{text}");
    }

    #[test]
    fn case_accents_and_points_do_not_count() {
        check("The U.S. said “NO”.", "the us said no");
        check("Côte d’Ivoire's Élysée", "cote divoire elysee");
        check("e.g. well-known: 3.5 per cent", "eg well known 3 5 per cent");
        check("don't Russia’s", "dont russia");
        check("Москва́ 北京", "москва 北京");
        check("ends. Begins", "ends begins");
        check("… — !", "");
        check("", "");
    }

    #[test]
    fn a_word_knows_its_place() {
        let text = "«Ünited» states";
        let places: Vec<&str> = words(text).into_iter().map(|word| &text[word.place]).collect();
        assert_eq!(places, ["Ünited", "states"]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_into_words_without_blanks(text in "\\PC{0,60}") {
            for word in words(&text) {
                prop_assert!(!word.folded.is_empty() && word.folded.chars().all(char::is_alphanumeric), "{word:?}");
                prop_assert!(text.get(word.place).is_some());
            }
        }
    }
}
