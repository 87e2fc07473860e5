//! Is it a name?
//!
//! A mention may be a name ("Kerry"), a description ("the minister") or a pronoun ("he"), and an article does not say
//! which. What is told here goes by capitals, and by the few English words that stand in capitals at the head of a
//! sentence without being names.

/// Longer ones are sentences rather than names.
const LONGEST: usize = 80;

/// What may stand in front of a description, or is a pronoun.
const NO_NAMES: &[&str] = &[
    "a",
    "all",
    "an",
    "another",
    "any",
    "both",
    "each",
    "every",
    "few",
    "five",
    "four",
    "he",
    "her",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "i",
    "it",
    "its",
    "itself",
    "many",
    "me",
    "more",
    "most",
    "my",
    "no",
    "one",
    "other",
    "others",
    "our",
    "ours",
    "several",
    "she",
    "some",
    "someone",
    "such",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "these",
    "they",
    "this",
    "those",
    "three",
    "two",
    "us",
    "we",
    "which",
    "who",
    "whom",
    "whose",
    "you",
    "your",
];

/// The words of a mention as a name is written: on one line, without a possessive ending. None where it is no name.
pub(crate) fn name_in(mention: &str) -> Option<String> {
    let mut name = mention.split_whitespace().collect::<Vec<_>>().join(" ");
    for ending in ["'s", "’s"] {
        if let Some(stem) = name.strip_suffix(ending) {
            name.truncate(stem.len());
        }
    }
    let is_name = own_words(&name).any(is_capital);
    (is_name && name.chars().count() <= LONGEST).then_some(name)
}

/// Whether a person who has no key is called by a name all the same: "Thorgren", but not "A spokesman".
pub(crate) fn is_proper(name: &str) -> bool {
    !name.trim().is_empty() && name.split_whitespace().all(|word| is_capital(word) && !is_no_name(word))
}

/// The words behind the article or pronoun at the head.
fn own_words(name: &str) -> impl Iterator<Item = &str> {
    name.split(' ').skip_while(|word| is_no_name(word))
}

fn is_no_name(word: &str) -> bool {
    // "US" is a name where "us" and "Us" are none.
    let is_acronym = word.len() > 1 && word.chars().all(char::is_uppercase);
    !is_acronym && NO_NAMES.binary_search(&word.to_lowercase().as_str()).is_ok()
}

fn is_capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_are_no_names_are_in_order() {
        assert!(NO_NAMES.is_sorted());
    }

    #[test]
    fn names_are_told_from_descriptions_and_pronouns() {
        let names = [
            ("Kerry", "Kerry"),
            ("Kerry's", "Kerry"),
            ("Kerry’s", "Kerry"),
            ("John\n  Kerry", "John Kerry"),
            ("the United States", "the United States"),
            ("US", "US"),
            ("The BBC", "The BBC"),
            ("al-Assad Bashar", "al-Assad Bashar"),
        ];
        for (mention, name) in names {
            assert_eq!(name_in(mention).as_deref(), Some(name), "{mention}");
        }
        for mention in ["he", "He", "I", "Us", "The minister", "Two officials", "his government", "", "2,000"]
        {
            assert_eq!(name_in(mention), None, "{mention}");
        }
        assert_eq!(name_in(&"Kerry ".repeat(20)), None);
    }

    #[test]
    fn a_person_without_a_key_may_have_a_name() {
        for name in ["Thorgren", "Ms. Thorgren"] {
            assert!(is_proper(name), "{name}");
        }
        for name in ["A spokesman", "The Minister", "two officials", "a person familiar with the talks", " "]
        {
            assert!(!is_proper(name), "{name}");
        }
    }
}
