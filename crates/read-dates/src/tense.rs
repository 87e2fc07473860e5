//! Has it happened, or is it still to come?
//!
//! The verb nearest to a time decides: back to the beginning of its clause, and forward from a time that
//! opens one ("On Sunday they will meet"). "will meet" and "is due to meet" look ahead, "met" looks back, and
//! where a plan lies in the past ("was due on Sunday") the text leaves open which Sunday is meant.

use std::ops::Range;

use crate::lexicon::is_reporting;
use crate::words::Words;

/// Where a time lies from the day of publication, by its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    /// A plan of which the text does not tell whether it still stands.
    Planned,
    /// No verb tells.
    Unknown,
}

/// How far a verb may stand from its time, in words.
const REACH: usize = 24;

/// The tense at `place` in a sentence.
pub(crate) fn tense(words: &Words, sentence: Range<usize>, place: Range<usize>) -> Tense {
    let bound = words.before(place.start, 1);
    let names_noun = matches!(bound, "the" | "'s" | "its" | "their") && words.is_small(place.end);
    match (by_verb(words, sentence, place), bound) {
        (tense, "since") if tense != Tense::Planned => Tense::Past,
        // "was shut until Sunday", "a vote by Sunday": a limit lies behind its verb, or behind the story.
        (Tense::Past | Tense::Unknown, "until" | "till" | "by" | "before") => Tense::Planned,
        // "the Sunday vote has drawn a crowd": the verb is not that of the vote.
        (Tense::Past, _) if names_noun => Tense::Unknown,
        (tense, _) => tense,
    }
}

fn by_verb(words: &Words, sentence: Range<usize>, place: Range<usize>) -> Tense {
    // "Sunday's ruling is binding": the present tense is the ruling's.
    let possessive = matches!(words.low(place.end), "'s" | "'");
    let forward = |from, end| forward(words, from, end).filter(|(_, certain)| *certain || !possessive);
    if opens_clause(words, &sentence, place.start)
        && let Some((tense, _)) = forward(place.end, sentence.end)
    {
        return tense;
    }
    back(words, sentence.start, place.start)
        .or_else(|| Some(forward(place.end, sentence.end)?.0))
        .unwrap_or(Tense::Unknown)
}

/// Whether only a preposition or so stands between the start of a clause and the time.
fn opens_clause(words: &Words, sentence: &Range<usize>, at: usize) -> bool {
    let light = |at: usize| {
        matches!(
            words.low(at),
            "on" | "in"
                | "late"
                | "early"
                | "earlier"
                | "later"
                | "at"
                | "the"
                | "since"
                | "by"
                | "over"
                | "from"
                | "until"
        )
    };
    let mut start = at;
    while start > sentence.start && at - start < 3 && light(start - 1) {
        start -= 1;
    }
    if start == sentence.start {
        return true;
    }
    match words.low(start - 1) {
        "but" | "that" | "\"" | "“" | ";" | ":" | "``" => true,
        "and" => start >= 2 && words.low(start - 2) == ",",
        _ => false,
    }
}

fn back(words: &Words, start: usize, at: usize) -> Option<Tense> {
    if let Some(tense) = at_hand(words, start, at) {
        return Some(tense);
    }
    let mut weak = None;
    for at in (start.max(at.saturating_sub(REACH))..at).rev() {
        let word = words.low(at);
        match word {
            ";" | ":" => break,
            "," | "and" | "who" | "which" | "that" | "after" if weak.is_some() => break,
            _ => {}
        }
        match sign(words, at) {
            Some((tense, true)) => return weak.filter(|_| tense != Tense::Future).or(Some(tense)),
            Some((tense, false)) => weak = weak.or(Some(tense)),
            None => {}
        }
    }
    weak
}

fn forward(words: &Words, from: usize, end: usize) -> Option<(Tense, bool)> {
    let clause = (from..end.min(from + REACH)).take_while(|&at| !matches!(words.low(at), ";" | ":"));
    clause.into_iter().find_map(|at| sign(words, at))
}

/// Words beside the time that settle it: "scheduled for Sunday", "is on Sunday", "ahead of Sunday's vote".
fn at_hand(words: &Words, start: usize, at: usize) -> Option<Tense> {
    let skips = |at: usize| {
        matches!(
            words.low(at),
            "on" | "for" | "in" | "until" | "till" | "by" | "the" | "of" | "as" | "early" | "late" | "from"
        )
    };
    let mut verb = at;
    while verb > start && at - verb < 4 && skips(verb - 1) {
        verb -= 1;
    }
    let word = words.before(verb, 1);
    if verb == start {
        return None;
    }
    match word {
        "scheduled" | "planned" | "slated" | "due" | "set" | "expected" | "targeted" | "upcoming"
        | "forthcoming" => Some(if was_before(words, verb - 1) { Tense::Planned } else { Tense::Future }),
        _ if words.low(verb) == "as" && words.low(verb + 1) == "early" => Some(Tense::Future),
        "ahead" if words.low(verb) == "of" => Some(Tense::Future),
        "is" | "are" if words.low(verb) == "on" => Some(Tense::Future),
        _ => None,
    }
}

/// Whether "was" or "had been" stands within the three words before; "has been planned" still holds.
fn was_before(words: &Words, at: usize) -> bool {
    let near = |known: &[&str]| (1..=3).any(|by| known.contains(&words.before(at, by)));
    near(&["was", "were", "had", "been"]) && !near(&["has", "have"])
}

/// What the word tells of the tense, and whether that is certain.
fn sign(words: &Words, at: usize) -> Option<(Tense, bool)> {
    let word = words.low(at);
    match word {
        "will" | "'ll" | "shall" | "won't" | "would" | "’ll" => Some((Tense::Future, true)),
        "may" | "might" | "could" | "should" | "must" | "can" if words.is_small(at) => {
            let done = words.low(at + 1) == "have" || words.low(at + 2) == "have";
            Some((if done { Tense::Past } else { Tense::Future }, false)).filter(|_| done || word != "could")
        }
        "to" => plan(words, at),
        "begins" | "starts" | "opens" | "resumes" | "expires" | "kicks" => Some((Tense::Future, true)),
        "scheduled" | "slated" if !was_before(words, at) => Some((Tense::Future, true)),
        "was" | "were" | "had" | "has" | "have" | "did" | "didn't" | "wasn't" | "weren't" => {
            match words.low(at + 1) {
                "to" => Some((Tense::Planned, true)),
                "due" | "set" | "scheduled" | "expected" | "supposed" => Some((Tense::Planned, true)),
                _ if word == "have" && is_after_modal(words, at) => None,
                _ => Some((Tense::Past, true)),
            }
        }
        "is" | "are" if words.low(at + 1).ends_with("ing") && words.low(at + 1) != "being" => {
            Some((Tense::Future, false))
        }
        _ if !words.is_small(at) => None,
        _ if is_reporting(word) => Some((Tense::Past, !is_after_modal(words, at))),
        _ if is_past_form(word) && !is_after_modal(words, at) => Some((Tense::Past, is_strong_past(word))),
        _ => None,
    }
}

/// "is due to", "plans to", "to be held": what an infinitive tells.
fn plan(words: &Words, at: usize) -> Option<(Tense, bool)> {
    let verb = words.is_small(at + 1)
        && !matches!(words.low(at + 1), "the" | "a" | "an" | "his" | "her" | "its" | "their");
    let looks_ahead = matches!(
        words.before(at, 1),
        "expected"
            | "due"
            | "set"
            | "scheduled"
            | "planned"
            | "plans"
            | "plan"
            | "planning"
            | "going"
            | "likely"
            | "hopes"
            | "hope"
            | "wants"
            | "intends"
            | "intend"
            | "aims"
            | "prepares"
            | "preparing"
            | "ready"
            | "poised"
            | "slated"
            | "about"
            | "is"
            | "are"
            | "agreed"
            | "hoping"
            | "pledged"
            | "vowed"
            | "promised"
    );
    if !verb || !looks_ahead {
        return None;
    }
    // "announced plans to strike on Sunday": the announcement or the strike?
    let announced = matches!(words.before(at, 1), "plan" | "plans")
        && (2..=3).any(|by| is_reporting(words.before(at, by)));
    Some((if announced || was_before(words, at - 1) { Tense::Planned } else { Tense::Future }, true))
}

/// Whether a modal verb governs the word at `at`: "will be held", "to have met".
fn is_after_modal(words: &Words, at: usize) -> bool {
    // "will be signed and ratified": both.
    let paired = matches!(words.before(at, 1), "and" | "or") && words.before(at, 2).ends_with("ed");
    let at = if paired { at - 2 } else { at };
    for by in 1..=4 {
        match words.before(at, by) {
            "be" | "been" | "have" | "not" | "also" | "being" | "now" | "then" | "first" | "get" => {}
            "will" | "'ll" | "’ll" | "shall" | "would" | "should" | "could" | "may" | "might" | "must"
            | "can" | "to" | "won't" => {
                return true;
            }
            word if word.ends_with("ly") => {}
            _ => return false,
        }
    }
    false
}

/// A past form or participle, by its ending or from the list of the irregular ones.
fn is_past_form(word: &str) -> bool {
    const NOT: [&str; 12] = [
        "need", "speed", "seed", "hundred", "indeed", "exceed", "proceed", "succeed", "feed", "breed",
        "embed", "naked",
    ];
    word.len() > 4 && word.ends_with("ed") && !NOT.contains(&word)
        || is_strong_past(word)
        || IRREGULAR.contains(&word)
}

/// Past and no participle: nothing but a finite verb.
fn is_strong_past(word: &str) -> bool {
    matches!(
        word,
        "went"
            | "came"
            | "took"
            | "gave"
            | "began"
            | "saw"
            | "did"
            | "spoke"
            | "wrote"
            | "broke"
            | "chose"
            | "fell"
            | "knew"
            | "flew"
            | "rose"
            | "drove"
            | "threw"
            | "became"
            | "grew"
            | "drew"
            | "ran"
            | "arose"
            | "withdrew"
            | "said"
    )
}

const IRREGULAR: [&str; 46] = [
    "met", "held", "told", "made", "left", "won", "lost", "killed", "sent", "found", "brought", "built",
    "bought", "caught", "fought", "got", "heard", "kept", "laid", "led", "paid", "sat", "shot", "sold",
    "stood", "struck", "taught", "thought", "hit", "hung", "dealt", "felt", "fled", "known", "seen", "taken",
    "given", "gone", "done", "been", "begun", "spent", "died", "sought", "swept", "signed",
];

#[cfg(test)]
mod tests {
    use sayso_text::{Segments, Text};

    use super::*;

    /// The tense at the first word of `text` that is "Sunday".
    fn at_sunday(text: &str) -> Tense {
        let text = Text::new(text);
        let segments = Segments::of(&text);
        let lower = crate::words::lower(&text);
        let words = Words::of(&text, &segments, &lower);
        let at = (0..segments.tokens.len()).find(|&at| words.raw(at) == "Sunday").unwrap();
        let sentence = segments.sentences.iter().find(|s| s.tokens.contains(&(at as u32))).unwrap();
        tense(&words, sentence.tokens.start as usize..sentence.tokens.end as usize, at..at + 1)
    }

    #[test]
    fn what_has_happened() {
        for text in [
            "The ministers met in Oslo on Sunday.",
            "On Sunday the ministers met.",
            "The bridge was closed by officials on Sunday.",
            "She said on Sunday that she will leave.",
            "The board will decide, Ms. Ott said on Sunday.",
            "It may have begun on Sunday.",
        ] {
            assert_eq!(at_sunday(text), Tense::Past, "{text}");
        }
    }

    #[test]
    fn what_is_to_come() {
        for text in [
            "The ministers will meet in Oslo on Sunday.",
            "On Sunday the ministers will meet.",
            "It will be held in Oslo on Sunday.",
            "The vote is on Sunday.",
            "She said it would close on Sunday.",
            "The trial begins Sunday.",
            "Talks are scheduled for Sunday.",
            "A vote has been planned for Sunday.",
            "They plan to meet on Sunday.",
            "He will meet detained miners on Sunday.",
            "It is to be signed and ratified on Sunday.",
            "They spoke ahead of Sunday's vote.",
        ] {
            assert_eq!(at_sunday(text), Tense::Future, "{text}");
        }
    }

    #[test]
    fn what_the_text_leaves_open() {
        assert_eq!(at_sunday("The tour was due to begin on Sunday."), Tense::Planned);
        assert_eq!(at_sunday("The tour was scheduled for Sunday."), Tense::Planned);
        assert_eq!(at_sunday("The bridge was shut until Sunday."), Tense::Planned);
        assert_eq!(at_sunday("The board announced plans to vote on Sunday."), Tense::Planned);
        assert_eq!(at_sunday("They spoke of the Sunday vote."), Tense::Unknown);
        assert_eq!(at_sunday("Fire in Oslo on Sunday"), Tense::Unknown);
    }
}
