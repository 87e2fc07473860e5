//! A phrase as the set of things that it names.

use sayso_gazetteer::{Known, Standing, StandsBy};

/// A thing that a phrase names: a state by its code, else a word by its stem.
pub(crate) type Term = String;

/// Words that name nothing.
const EMPTY: &[&str] = &[
    "a", "about", "after", "again", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be",
    "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from",
    "further", "get", "go", "going", "had", "has", "have", "having", "he", "her", "here", "him", "his",
    "how", "i", "if", "in", "into", "is", "it", "its", "just", "let", "may", "might", "more", "most", "much",
    "must", "my", "new", "no", "nor", "not", "now", "of", "on", "once", "one", "only", "or", "other", "our",
    "out", "over", "own", "said", "same", "say", "she", "should", "so", "some", "such", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "thing", "this", "those", "through", "to",
    "too", "toward", "towards", "under", "until", "up", "use", "very", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your",
];

/// Endings that change a word's class but hardly what it is about, longest first.
const ENDINGS: &[&str] = &[
    "izations", "ization", "ations", "ating", "ation", "ments", "ances", "ences", "ities", "ates", "ated",
    "ment", "ance", "ence", "ings", "ives", "ions", "ate", "ing", "ive", "ity", "ion", "als", "ers", "ies",
    "ied", "al", "er", "ed", "es", "e", "s", "y",
];

/// What is left of a word at least.
const STEM: usize = 4;

/// A name of a state has so many words at most.
const LONGEST_NAME: usize = 3;

/// The things that a phrase names, sorted, each once: states by their codes, whatever they are called, and other words by
/// their stems. Words that name nothing are left out.
///
/// ```
/// use sayso_issues::{Known, terms};
/// assert_eq!(terms("Moscow's involvement in Syria", &Known::built_in()), ["RUS", "SYR", "involv"]);
/// assert!(terms("what they would have", &Known::built_in()).is_empty());
/// ```
pub fn terms(phrase: &str, known: &Known) -> Vec<String> {
    let words: Vec<&str> = phrase
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '\u{2019}')))
        .map(bare)
        .filter(|w| !w.is_empty())
        .collect();
    let mut terms = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((state, length)) = state_at(&words[at..], known) {
            terms.push(state);
            at += length;
            continue;
        }
        let word = words[at].to_lowercase();
        if !EMPTY.contains(&word.as_str()) {
            terms.push(stem(&word));
        }
        at += 1;
    }
    terms.sort();
    terms.dedup();
    terms
}

/// The state that the first words name, and how many words that takes.
pub(crate) fn state_at(words: &[&str], known: &Known) -> Option<(Term, usize)> {
    let (standing, length) = standing_at(words, known)?;
    Some((standing.country.to_string(), length))
}

/// Whether words that name a state belong to what stands behind them: "Russia's", "Russian".
pub(crate) fn is_modifier(words: &[&str], known: &Known) -> bool {
    let is_possessive = words.last().is_some_and(|word| {
        let end = word.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}'));
        ["'s", "\u{2019}s", "s'", "s\u{2019}"].iter().any(|mark| end.ends_with(mark))
    });
    is_possessive
        || standing_at(words, known).is_some_and(|(standing, _)| standing.by == StandsBy::Nationality)
}

fn standing_at<'k>(words: &[&str], known: &'k Known) -> Option<(Standing<'k>, usize)> {
    if !words.first()?.starts_with(char::is_uppercase) {
        return None;
    }
    (1..=LONGEST_NAME.min(words.len())).rev().find_map(|length| {
        let bare: Vec<&str> = words[..length].iter().map(|word| bare(word)).collect();
        let stands = |by: StandsBy| !matches!(by, StandsBy::City | StandsBy::Region);
        // Of several the first: "Moscow" has been the capital of two states, of which one is left.
        let standing =
            known.standing_for(&bare.join(" ")).into_iter().find(|standing| stands(standing.by))?;
        Some((standing, length))
    })
}

fn bare(word: &str) -> &str {
    let word = word.trim_matches(['\'', '\u{2019}']);
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
    if word.trim_end_matches('.').contains('.') { word } else { word.trim_matches('.') }
}

fn stem(word: &str) -> String {
    let cut = |word| {
        let long_enough = |rest: &&str| rest.chars().count() >= STEM;
        ENDINGS.iter().find_map(|ending| str::strip_suffix(word, ending).filter(long_enough)).unwrap_or(word)
    };
    // Twice: "involvement", "involve", "involv".
    cut(cut(word)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrase: &str, want: &[&str]) {
        assert_eq!(terms(phrase, &Known::built_in()), want);
    }

    #[test]
    fn a_state_is_one_thing_under_all_its_names() {
        check("Russia's involvement in Syria", &["RUS", "SYR", "involv"]);
        check("Moscow\u{2019}s build-up", &["RUS", "build"]);
        check("the Russian engagement", &["RUS", "engag"]);
        check("the U.S. position", &["USA", "posit"]);
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        check("negotiations", &["negoti"]);
        check("to negotiate", &["negoti"]);
        check("removing it, the removal", &["remov"]);
    }

    #[test]
    fn words_that_name_nothing_are_no_terms() {
        check("what they would have done about it", &["done"]);
        check("", &[]);
        check("\u{2019}\u{2019} ... '", &[]);
    }
}
