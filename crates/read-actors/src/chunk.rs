//! What a mention's words tell before anybody knows whom they mean: the numbers that the link head was trained on.
//!
//! `training/sayso_training/mentions.py` computes the same; a test compares.

/// How a mention refers. The discriminants are rows of a trained table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Class {
    I,
    We,
    You,
    He,
    She,
    It,
    They,
    OtherPronoun,
    Name,
    Definite,
    Indefinite,
    Bare,
}

/// Rows of the table of class pairs are `later * CLASSES + earlier`.
pub(crate) const CLASSES: u16 = 12;

const PRONOUNS: [(Class, &[&str]); 8] = [
    (Class::I, &["i", "me", "my", "mine", "myself"]),
    (Class::We, &["we", "us", "our", "ours", "ourselves"]),
    (Class::You, &["you", "your", "yours", "yourself", "yourselves"]),
    (Class::He, &["he", "him", "his", "himself"]),
    (Class::She, &["she", "her", "hers", "herself"]),
    (Class::It, &["it", "its", "itself"]),
    (Class::They, &["they", "them", "their", "theirs", "themselves", "themself"]),
    (
        Class::OtherPronoun,
        &[
            "this",
            "that",
            "these",
            "those",
            "who",
            "whom",
            "whose",
            "which",
            "one",
            "everyone",
            "everybody",
            "someone",
            "somebody",
            "anyone",
            "nobody",
            "others",
        ],
    ),
];

const DEFINITES: [&str; 12] =
    ["the", "this", "that", "these", "those", "my", "our", "your", "his", "her", "its", "their"];
const INDEFINITES: [&str; 18] = [
    "a", "an", "some", "any", "many", "no", "several", "few", "most", "all", "every", "each", "another",
    "both", "two", "three", "four", "five",
];

/// Lower-case words without full stops, hyphens at their edges, and possessive endings.
pub(crate) fn folded_words(chunk: &str) -> Vec<String> {
    raw_words(chunk)
        .filter_map(|word| {
            let word = word.to_lowercase().replace('.', "").replace('\u{2019}', "'");
            let word = word.strip_suffix("'s").unwrap_or_else(|| word.trim_matches('\'')).trim_matches('-');
            (!word.is_empty()).then(|| word.to_owned())
        })
        .collect()
}

fn raw_words(chunk: &str) -> impl DoubleEndedIterator<Item = &str> {
    chunk
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '&' | '\'' | '\u{2019}' | '-')))
        .filter(|word| !word.is_empty())
}

/// The class of a pronoun, whatever its case.
pub(crate) fn pronoun(word: &str) -> Option<Class> {
    PRONOUNS
        .iter()
        .find(|(_, words)| words.iter().any(|p| p.eq_ignore_ascii_case(word)))
        .map(|&(class, _)| class)
}

pub(crate) fn class_of(chunk: &str, words: &[String]) -> Class {
    let Some(first) = words.first() else { return Class::Bare };
    if let (1, Some(class)) = (words.len(), pronoun(first)) {
        return class;
    }
    if raw_words(chunk).next_back().is_some_and(|last| last.starts_with(char::is_uppercase)) {
        Class::Name
    } else if is_definite(first) {
        Class::Definite
    } else if is_indefinite(first) || first.starts_with(|c: char| c.is_numeric()) {
        Class::Indefinite
    } else {
        Class::Bare
    }
}

pub(crate) fn is_definite(word: &str) -> bool {
    DEFINITES.contains(&word)
}

pub(crate) fn is_indefinite(word: &str) -> bool {
    INDEFINITES.contains(&word)
}

/// How the words of two mentions agree: a row of a trained table. `overlap`: one stands in the other.
pub(crate) fn match_of(a: (Class, &[String]), b: (Class, &[String]), overlap: bool) -> u16 {
    if overlap {
        return 5;
    }
    if a.0 < Class::Name || b.0 < Class::Name {
        return 0;
    }
    let bare = |words: &'_ [String]| -> Vec<usize> {
        (0..words.len()).filter(|&k| !is_definite(&words[k]) && !is_indefinite(&words[k])).collect()
    };
    let (x, y) = (bare(a.1), bare(b.1));
    let (Some(&last_x), Some(&last_y)) = (x.last(), y.last()) else { return 0 };
    let (last_x, last_y) = (&a.1[last_x], &b.1[last_y]);
    if x.len() == y.len() && x.iter().zip(&y).all(|(&i, &j)| a.1[i] == b.1[j]) {
        2
    } else if last_x == last_y {
        1
    } else if y.iter().any(|&j| b.1[j] == *last_x) || x.iter().any(|&i| a.1[i] == *last_y) {
        3
    } else if is_acronym(&x, a.1, &y, b.1) || is_acronym(&y, b.1, &x, a.1) {
        4
    } else {
        0
    }
}

fn is_acronym(short: &[usize], short_words: &[String], long: &[usize], long_words: &[String]) -> bool {
    let ([only], true) = (short, long.len() >= 2) else { return false };
    let initials = long
        .iter()
        .map(|&k| long_words[k].as_str())
        .filter(|word| !matches!(*word, "of" | "the" | "and" | "for"))
        .filter_map(|word| word.chars().next());
    initials.eq(short_words[*only].chars())
}

/// Pieces between two anchors: up to 3, 7, 15, 31, 63, 127, 255, 511, more.
pub(crate) fn distance_bucket(pieces: usize) -> u16 {
    [4, 8, 16, 32, 64, 128, 256, 512].iter().take_while(|&&bound| bound < pieces + 1).count() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(chunk: &str) -> (Class, Vec<String>) {
        let words = folded_words(chunk);
        (class_of(chunk, &words), words)
    }

    #[test]
    fn classes_come_from_the_words() {
        for (chunk, class) in [
            ("He", Class::He),
            ("our", Class::We),
            ("John Kerry\u{2019}s", Class::Name),
            ("the minister", Class::Definite),
            ("his aides", Class::Definite),
            ("two men", Class::Indefinite),
            ("45 officials", Class::Indefinite),
            ("officials", Class::Bare),
            ("\u{2014}", Class::Bare),
        ] {
            assert_eq!(of(chunk).0, class, "{chunk}");
        }
    }

    #[test]
    fn agreement_of_words() {
        let check = |a: &str, b: &str, want: u16| {
            let (a, b) = (of(a), of(b));
            assert_eq!(match_of((a.0, &a.1), (b.0, &b.1), false), want, "{a:?} {b:?}");
        };
        check("Kerry", "John Kerry", 1);
        check("the Senate", "Senate", 2);
        check("John", "John Kerry", 3);
        check("IAEA", "International Atomic Energy Agency", 4);
        check("Kerry", "Hammond", 0);
        check("he", "he", 0);
    }

    #[test]
    fn distances_fall_into_nine_buckets() {
        assert_eq!(
            [0, 3, 4, 7, 8, 31, 32, 511, 512, 9999].map(distance_bucket),
            [0, 0, 1, 1, 2, 3, 4, 7, 8, 8]
        );
    }
}
