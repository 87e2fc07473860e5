//! Which words of a phrase count, and when are two of them the same?

use std::collections::BTreeSet;

/// Words that tell nothing of what a phrase is about; sorted.
const EMPTY: &[&str] = &[
    "a", "about", "after", "again", "against", "all", "also", "am", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "for",
    "from", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "may", "more", "most", "must", "my", "no", "not", "of", "on", "or", "our", "out", "over",
    "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "to", "too", "under", "up", "us", "very", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your",
];

/// The words of `phrase` that tell what it is about: lower-cased, without those of grammar, a possessive ending, or the
/// `s` of a plural. Empty where there are none.
///
/// ```
/// use sayso_compare::content_words;
/// let words: Vec<String> = content_words("Russia's airstrikes in the Syria").into_iter().collect();
/// assert_eq!(words, ["airstrike", "russia", "syria"]);
/// assert!(content_words("of the").is_empty());
/// ```
pub fn content_words(phrase: &str) -> BTreeSet<String> {
    words(phrase).filter(|word| !is_empty(word)).map(singular).collect()
}

/// Whether the word tells nothing of what a phrase is about.
pub(crate) fn is_empty(word: &str) -> bool {
    EMPTY.binary_search(&word).is_ok()
}

fn singular(word: String) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word,
    }
}

/// The words of `text`, lower-cased, without marks: an apostrophe within a word goes, and so does a possessive ending.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    parts(text).map(|part| {
        let mut word = String::with_capacity(part.len());
        lower(part, &mut word);
        word
    })
}

/// The same, one after the other in one place.
pub(crate) fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for part in parts(text) {
        word.clear();
        lower(part, &mut word);
        take(&word);
    }
}

/// Each holds a letter or digit.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)).filter_map(|part| {
        let part = part.trim_matches(is_apostrophe);
        let bare =
            part.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(is_apostrophe)).unwrap_or(part);
        let bare = bare.trim_end_matches(is_apostrophe);
        Some(bare).filter(|bare| !bare.is_empty())
    })
}

fn lower(part: &str, word: &mut String) {
    for c in part.chars().filter(|&c| !is_apostrophe(c)) {
        match c.is_ascii() {
            true => word.push(c.to_ascii_lowercase()),
            false => word.extend(c.to_lowercase()),
        }
    }
}

/// Whether the word denies what stands around it.
pub(crate) fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "no" | "not" | "never" | "nothing" | "none" | "nobody" | "neither" | "nor" | "without" | "cannot"
    ) || word.ends_with("nt") && matches!(word.len(), 4..=8) && CONTRACTED.contains(&word)
}

const CONTRACTED: &[&str] = &[
    "isnt", "arent", "wasnt", "werent", "dont", "doesnt", "didnt", "wont", "wouldnt", "cant", "couldnt",
    "shouldnt", "mustnt", "hasnt", "havent", "hadnt",
];

/// A number for a word, the same on every machine (FNV-1a).
pub(crate) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn marks_and_endings_go() {
        let found: Vec<String> = words("“Russia’s U.S.-led, don't 'quote' 5%”").collect();
        assert_eq!(found, ["russia", "u", "s", "led", "dont", "quote", "5"]);
        assert_eq!(words(" — … ").count(), 0);
    }

    #[test]
    fn plurals_are_one_with_their_word_and_short_words_stay() {
        let found: Vec<String> = content_words("sanctions crisis gas talks Paris").into_iter().collect();
        assert_eq!(found, ["crisis", "gas", "paris", "sanction", "talk"]);
    }

    #[test]
    fn denials_are_known() {
        assert!(words("We don’t").any(|word| is_negation(&word)));
        assert!(!words("the government went").any(|word| is_negation(&word)));
    }
}
