//! Which part of a label is a phrase that can stand alone?
//!
//! A target's label is a piece of its sentence: "this accord", "400 jobs would go", "the crisis as well as the need". Cut away
//! are words of closed classes at either end; a clause is known by its auxiliary or its subject. Known weakness: full
//! verbs are not known, so that "Corrane accept observers" is taken for a phrase.

/// Words that nothing which is called something begins with.
const LEADING: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "and", "or", "but", "nor", "of", "to", "in", "on",
    "at", "for", "from", "by", "with", "about", "as", "than", "if", "whether", "because", "so", "some",
    "any", "such", "also", "is", "are", "was", "were", "be", "been", "being", "towards", "toward", "against",
    "over", "into",
];
/// Words that nothing which is called something ends with.
const TRAILING: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "and", "or", "but", "nor", "of", "to", "in", "on",
    "at", "for", "from", "by", "with", "about", "as", "than", "if", "whether", "because", "so", "is", "are",
    "was", "were", "be", "been", "towards", "toward", "against", "over", "into", "which", "who", "its",
    "their", "his", "her", "our", "my", "your", "well", "very", "not",
];
/// From one of these on, it is told what something does or is.
const FINITE: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "will",
    "would",
    "can",
    "could",
    "should",
    "must",
    "may",
    "might",
    "shall",
    "does",
    "did",
    "cannot",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "won't",
    "wouldn't",
    "can't",
    "couldn't",
    "shouldn't",
    "doesn't",
    "didn't",
    "hasn't",
    "haven't",
    "hadn't",
];
/// What stands behind one of these belongs to the thing before it.
const RELATIVE: &[&str] = &["that", "which", "who", "where", "when"];
/// Words with which a clause begins, but no name of a thing.
const SUBJECTS: &[&str] = &[
    "i",
    "you",
    "he",
    "she",
    "it",
    "we",
    "they",
    "there",
    "what",
    "who",
    "which",
    "where",
    "when",
    "why",
    "how",
    "nobody",
    "somebody",
    "everybody",
    "nothing",
    "something",
    "everything",
    "one",
];

/// Words that mean whoever speaks, is spoken to, or was named before.
const PERSONAL: &[&str] = &[
    "i",
    "me",
    "my",
    "mine",
    "we",
    "us",
    "our",
    "ours",
    "you",
    "your",
    "yours",
    "he",
    "him",
    "his",
    "she",
    "her",
    "hers",
    "they",
    "them",
    "their",
    "theirs",
    "himself",
    "herself",
    "themselves",
    "myself",
    "ourselves",
];

/// The longest part of a label that begins and ends as phrases do; the whole where nothing would be left. A clause keeps
/// its beginning.
pub(crate) fn phrase(label: &str) -> &str {
    let words = words(label);
    let start = if is_clause(label) { 0 } else { words.iter().take_while(|word| is(word, LEADING)).count() };
    let rest = &words[start..];
    let rest = if rest.len() > LONG { &rest[..listed(rest).unwrap_or(rest.len())] } else { rest };
    let dangling = rest.iter().rev().take_while(|word| is(word, TRAILING)).count();
    let rest = &rest[..rest.len() - dangling];
    match (rest.first(), rest.last()) {
        (Some(first), Some(last)) => unmarked(&label[first.0..last.0 + last.1.len()]),
        _ => label,
    }
}

/// Whether a label tells what somebody does or is, rather than name a thing.
pub(crate) fn is_clause(label: &str) -> bool {
    let words = words(label);
    words.first().is_some_and(|word| is(word, SUBJECTS))
        || words.iter().take_while(|word| !is(word, RELATIVE)).any(|word| is(word, FINITE))
}

/// Whether a label names a thing by itself: it is no clause, and nobody has to know whom "his" means.
pub(crate) fn is_name(label: &str) -> bool {
    !is_clause(label) && !words(label).iter().any(|word| is(word, PERSONAL))
}

fn is(word: &(usize, &str), list: &[&str]) -> bool {
    list.contains(&bare(word.1).as_str())
}

/// A label of more words ends where a list of things goes on.
const LONG: usize = 8;

/// Where a second thing is named: "migration pressures, the crisis as well as the need".
fn listed(words: &[(usize, &str)]) -> Option<usize> {
    let comma = words.iter().position(|word| word.1.ends_with([',', ';'])).map(|at| at + 1);
    let well = words.windows(3).position(|three| {
        three.iter().zip(["as", "well", "as"]).all(|(word, want)| word.1.eq_ignore_ascii_case(want))
    });
    comma.into_iter().chain(well).filter(|&at| at > 1).min()
}

/// Each word with where it begins.
fn words(label: &str) -> Vec<(usize, &str)> {
    let begin = |word: &str| word.as_ptr() as usize - label.as_ptr() as usize;
    label.split_whitespace().map(|word| (begin(word), word)).collect()
}

/// A word as the lists have it. "IS" and "WHO" are names.
fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    if is_name { word.to_owned() } else { word.replace('\u{2019}', "'").to_lowercase() }
}

/// Without stops and commas at the edges, and without a quotation mark or bracket there that has no partner.
fn unmarked(words: &str) -> &str {
    let is_loose = |c: char| matches!(c, ',' | ';' | ':' | '.' | '-' | '\u{2013}' | '\u{2014}' | ' ');
    let is_mark = |c: char| matches!(c, '"' | '\u{201c}' | '\u{201d}' | '(' | ')');
    let bare = words.trim_matches(is_loose);
    match bare.chars().filter(|&c| is_mark(c)).count() {
        1 => bare.trim_matches(is_mark).trim_matches(is_loose),
        // The stop of "the U.S." is part of it.
        _ if words.ends_with('.') && bare.contains('.') => words.trim_start_matches(is_loose),
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_loses_what_dangles_at_its_ends() {
        for (label, want) in [
            ("this accord", "accord"),
            ("the humanitarian crisis as well as the", "humanitarian crisis"),
            ("of the harbour tax and", "harbour tax"),
            ("not to accept the offer", "not to accept the offer"),
            ("400 jobs would go", "400 jobs would go"),
            ("The doors were never meant to", "The doors were never meant"),
            ("harbour that its own people have built", "harbour that its own people have built"),
            ("plan \u{201c}for the coast", "plan \u{201c}for the coast"),
            ("\u{201c}plan for the coast", "plan for the coast"),
            ("Russia's involvement in Syria", "Russia's involvement in Syria"),
            ("position of the U.S.", "position of the U.S."),
            ("fighting IS militants", "fighting IS militants"),
            (
                "migration pressures, the humanitarian crisis in Syria as well as the need",
                "migration pressures",
            ),
            ("war, famine and plague", "war, famine and plague"),
            ("the", "the"),
            ("", ""),
        ] {
            assert_eq!(phrase(label), want, "{label}");
        }
    }

    #[test]
    fn a_clause_is_known_by_its_auxiliary_or_its_subject() {
        for label in [
            "400 jobs would go",
            "We were against this in March",
            "What has changed since then",
            "it is fair",
        ] {
            assert_eq!(phrase(label), label);
            assert!(is_clause(label), "{label}");
        }
        for label in ["accord", "fighting IS militants", "a harbour that its own people have built", ""] {
            assert!(!is_clause(label), "{label}");
        }
    }
}
