//! Which words tell the event? The clause or noun phrase around an anchor.
//!
//! A verb takes its subject before it and its objects, places and times behind it; a noun its phrase, or the clause of
//! the light verb that it stands behind ("held talks"). What another clause says is cut off.

use std::ops::Range;

use crate::grammar::{
    is_adverb, is_auxiliary, is_border, is_conjunction, is_determiner, is_finite, is_light, is_modal,
    is_occurrence, is_open, is_particle, is_past, is_preposition, is_relative, is_subordinator, is_verb,
};
use crate::words::Words;

/// Shorter evidence tells too little.
const FEWEST: usize = 2;
/// As many words as a noun phrase has with the verb that follows it.
const SHORT: usize = 14;
/// As many words as an event's evidence has at most.
const MOST: usize = 25;
/// From here on the next comma or preposition ends it.
const ENOUGH: usize = 16;
/// As many words behind the head belong to it in any case.
const REACH: usize = 10;
/// How far back a subject may begin.
const SUBJECT: usize = 14;

/// Verbs and adjectives that govern an infinitive: "is **expected** to meet", "**agreed** to sign".
const CONTROLS: &[&str] = &[
    "expected",
    "due",
    "scheduled",
    "set",
    "planned",
    "plans",
    "plan",
    "planning",
    "going",
    "likely",
    "agreed",
    "agrees",
    "refused",
    "refuses",
    "declined",
    "declines",
    "failed",
    "threatened",
    "threatens",
    "threatening",
    "vowed",
    "vows",
    "pledged",
    "pledges",
    "promised",
    "promises",
    "want",
    "wants",
    "wanted",
    "seeks",
    "sought",
    "trying",
    "tried",
    "hopes",
    "hoped",
    "hope",
    "intends",
    "intend",
    "decided",
    "ready",
    "prepared",
    "preparing",
    "about",
    "supposed",
    "used",
    "expects",
    "began",
    "begun",
    "begins",
    "started",
    "continued",
    "continues",
    "offered",
    "offers",
    "voted",
    "forced",
    "ordered",
    "asked",
    "told",
    "poised",
    "slated",
    "unable",
    "able",
    "appears",
    "seems",
    "appeared",
    "reported",
    "allowed",
    "has",
    "have",
    "had",
    "helped",
    "aims",
    "prepares",
    "wishes",
    "urged",
    "sentenced",
    "required",
];

/// Words that open a clause or phrase of its own behind a verb's objects.
const OPENERS: &[&str] = &[
    "saying",
    "adding",
    "citing",
    "claiming",
    "according",
    "arguing",
    "leading",
    "leaving",
    "killing",
    "causing",
    "prompting",
    "making",
    "showing",
    "telling",
    "calling",
    "warning",
    "amid",
    "following",
];

/// The words that tell an event, and what part each plays.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// The sentence, or the part of it that somebody is said to say.
    pub(crate) bounds: Range<usize>,
    /// The word that the network sees the event at.
    pub(crate) head: usize,
    /// The verb with its auxiliaries; none for a noun phrase.
    pub(crate) verb: Option<Range<usize>>,
    /// Who does what the verb says, or the noun phrase as far as its head. It may stand before the evidence.
    pub(crate) subject: Range<usize>,
    /// All the words that tell it: the evidence.
    pub(crate) words: Range<usize>,
}

impl Clause {
    /// Where what is acted on is looked for.
    pub(crate) fn objects(&self) -> Range<usize> {
        let start = self.verb.as_ref().map_or(self.head + 1, |verb| verb.end);
        start.min(self.words.end)..self.words.end
    }
}

/// The clause around the words of an anchor, none where they have no word in `bounds`.
pub(crate) fn clause(words: &Words, bounds: Range<usize>, anchor: Range<usize>) -> Option<Clause> {
    let head = head(words, &bounds, anchor)?;
    if is_verb(words, head) {
        return Some(verbal(words, bounds, head, head));
    }
    let start = phrase_start(words, bounds.start, head);
    if let Some(verb) = light_verb(words, &bounds, start) {
        return Some(verbal(words, bounds, verb, head));
    }
    let mut clause = nominal(words, bounds.clone(), start, head);
    if let Some(last) = predicate(words, &clause, bounds.end) {
        clause.words.end = last;
    } else if clause.words.len() < FEWEST {
        return Some(clause_near(words, bounds, head).unwrap_or(clause));
    }
    Some(clause)
}

/// The verb before a noun phrase that leaves the telling to it: "**held** talks", "**stepped** up airstrikes".
fn light_verb(words: &Words, bounds: &Range<usize>, start: usize) -> Option<usize> {
    let before = start.checked_sub(1)?;
    let particle = is_particle(words.low(before));
    let verb = before.checked_sub(usize::from(particle)).filter(|at| bounds.contains(at))?;
    let word = words.low(verb);
    let light = if particle { is_verb(words, verb) } else { is_light(word) };
    (light && !is_auxiliary(word)).then_some(verb)
}

/// The word of an anchor that can tell an event: a verb, else the last noun, else one near by.
fn head(words: &Words, bounds: &Range<usize>, anchor: Range<usize>) -> Option<usize> {
    let anchor = anchor.start.max(bounds.start)..anchor.end.min(bounds.end);
    let near = anchor.end..bounds.end.min(anchor.end.saturating_add(4));
    let back = bounds.start.max(anchor.start.saturating_sub(6))..anchor.start;
    let small = |at: &usize| is_open(words, *at) && (words.is_small(*at) || shouted(words, *at));
    let verb = |at: &usize| is_verb(words, *at);
    let found = anchor.clone().find(verb).or_else(|| anchor.clone().rev().find(small));
    if anchor.is_empty() {
        return None;
    }
    found.or_else(|| near.into_iter().find(verb)).or_else(|| back.rev().find(verb)).or(Some(anchor.start))
}

/// The clause of the verb nearest to a word that alone tells too little.
fn clause_near(words: &Words, bounds: Range<usize>, head: usize) -> Option<Clause> {
    let behind = (head + 1..bounds.end.min(head + 8)).find(|&at| is_verb(words, at));
    let before = (bounds.start.max(head.saturating_sub(8))..head).rev().find(|&at| is_verb(words, at));
    let verb = before.or(behind)?;
    let clause = verbal(words, bounds, verb, head.max(verb));
    clause.words.contains(&head).then_some(clause)
}

/// Whether the word and the next are all capitals, as in headlines.
fn shouted(words: &Words, at: usize) -> bool {
    words.raw(at).len() > 3 && words.raw(at).chars().all(|c| c.is_uppercase())
}

fn verbal(words: &Words, bounds: Range<usize>, verb: usize, head: usize) -> Clause {
    let start = group_start(words, bounds.start, verb);
    let own = subject(words, bounds.start, start);
    let relative = start > bounds.start && is_relative(words.before(start));
    let first = own.as_ref().filter(|_| !relative).map_or(start, |subject| subject.start);
    let subject = own.unwrap_or_else(|| shared_subject(words, bounds.start, start));
    let last = end(words, bounds.end, verb.max(head), first, true);
    let first = shorten(words, first, start, last);
    Clause { bounds, head, verb: Some(start..verb + 1), subject, words: first..last }
}

/// Where evidence that is too long may begin instead: with the verb.
fn shorten(words: &Words, first: usize, verb: usize, last: usize) -> usize {
    let first = if last - first > MOST { verb } else { first };
    (first..last).find(|&at| !words.is_mark(at)).unwrap_or(first)
}

fn nominal(words: &Words, bounds: Range<usize>, start: usize, head: usize) -> Clause {
    let last = end(words, bounds.end, head, start, false);
    Clause { bounds, head, verb: None, subject: start..head, words: start..last }
}

/// The end of a clause that a noun phrase opens, where it is short or says no more than that it takes place.
fn predicate(words: &Words, clause: &Clause, hi: usize) -> Option<usize> {
    let from = clause.words.end;
    let light = |at: usize| {
        let word = words.low(at);
        is_auxiliary(word) || is_modal(word) || is_adverb(word)
    };
    let verb = (from..hi.min(from + 5)).find(|&at| !light(at)).unwrap_or(from);
    if !(from..=verb).any(|at| is_finite(words, at)) {
        return None;
    }
    let start = clause.words.start;
    let last = end(words, hi, verb, start, true);
    let opens = start == clause.bounds.start || {
        let before = words.before(start);
        is_subordinator(before) || is_conjunction(before) || words.is_mark(start - 1)
    };
    (is_occurrence(words.low(verb)) && last - start <= MOST || opens && last - start <= SHORT).then_some(last)
}

/// The first word of a verb with its auxiliaries, adverbs and what governs it.
fn group_start(words: &Words, lo: usize, verb: usize) -> usize {
    let mut at = verb;
    while at > lo && verb - at < SUBJECT {
        let word = words.before(at);
        let governed = word == "to" && at >= lo + 2 && CONTROLS.contains(&words.low(at - 2));
        if governed {
            at -= 2;
        } else if is_auxiliary(word)
            || is_modal(word)
            || is_adverb(word)
            || word == "to"
            || words.low(at).ends_with("ing") && matches!(word, "began" | "begun" | "started" | "considering")
        {
            at -= 1;
        } else {
            break;
        }
    }
    at
}

/// The words that name the subject of a verb group, none where an earlier verb has it: "met X and **arrested** Y".
fn subject(words: &Words, lo: usize, start: usize) -> Option<Range<usize>> {
    let end = match words.before(start) {
        "," if start > lo => interposed(words, lo, start - 1)?,
        _ => start,
    };
    if end <= lo || is_conjunction(words.before(end)) {
        return None;
    }
    let relative = is_relative(words.before(end));
    let end = match (relative, words.before(end - 1)) {
        (true, ",") => end - 2,
        (true, _) => end - 1,
        _ => end,
    };
    let mut at = end;
    while at > lo && end - at < SUBJECT && !ends_subject(words, lo, at - 1, end) {
        at -= 1;
    }
    (at < end).then_some(at..if relative { start } else { end })
}

/// The subject of the verb that a verb without one follows.
fn shared_subject(words: &Words, lo: usize, start: usize) -> Range<usize> {
    let mut from = start;
    for _ in 0..3 {
        let near = lo.max(from.saturating_sub(20))..from;
        let Some(verb) = near.rev().find(|&at| is_finite(words, at)) else { break };
        from = group_start(words, lo, verb);
        if let Some(subject) = subject(words, lo, from) {
            return subject;
        }
    }
    start..start
}

/// The comma that opens the words which the one at `comma` closes: "Smith**,** the mayor, met".
fn interposed(words: &Words, lo: usize, comma: usize) -> Option<usize> {
    let from = lo.max(comma.saturating_sub(16));
    let open = (from..comma).rev().find(|&at| words.low(at) == "," && !lists_names(words, at))?;
    let clause = is_relative(words.low(open + 1)) || matches!(words.low(open + 1), "where" | "when");
    let tells = !clause && (open + 1..comma).any(|at| is_finite(words, at));
    let joins = is_conjunction(words.low(open + 1));
    (open > lo && !tells && !joins).then_some(open)
}

fn ends_subject(words: &Words, lo: usize, at: usize, end: usize) -> bool {
    let word = words.low(at);
    if word == "," {
        let list = (at + 2..end).any(|at| is_conjunction(words.low(at)) || words.low(at) == ",");
        return !(list
            && at > lo
            && words.is_capital(at - 1)
            && words.is_capital(at + 1)
            && !is_day(words.low(at - 1)));
    }
    if is_conjunction(word) {
        let apart = at > lo
            && words.low(at - 1) == ","
            && !(words.is_capital(at + 1) && at > lo + 1 && words.is_capital(at - 2));
        return word == "but" || at + 1 == end || apart || joins_clauses_before(words, lo, at);
    }
    is_border(words, at)
        || words.is_quote(at)
        || is_subordinator(word)
        || is_relative(word)
        || is_finite(words, at)
}

/// Whether a clause of its own stands before the conjunction.
fn joins_clauses_before(words: &Words, lo: usize, at: usize) -> bool {
    let from = lo.max(at.saturating_sub(12));
    let mut clause = (from..at).rev().take_while(|&at| !is_border(words, at) && words.low(at) != ",");
    clause.any(|at| is_finite(words, at))
}

/// Whether a comma stands within a name or between names: "Tucson, Arizona", "China, South Korea and Thailand".
fn lists_names(words: &Words, comma: usize) -> bool {
    let next = comma + 1 + usize::from(words.low(comma + 1) == "and");
    let end = (next..next + 4).find(|&at| !words.is_capital(at)).unwrap_or(next + 4);
    comma > 0
        && words.is_capital(comma - 1)
        && end > next
        && (words.is_mark(end)
            || is_conjunction(words.low(end))
            || is_preposition(words.low(end))
            || is_adverb(words.low(end)))
        && !is_day(words.low(comma - 1))
}

/// A name of the calendar, which neither lists nor places go on from.
pub(crate) fn is_day(word: &str) -> bool {
    const DAYS: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "may",
    ];
    DAYS.contains(&word)
}

/// The first word of the noun phrase that ends at `head`.
pub(crate) fn phrase_start(words: &Words, lo: usize, head: usize) -> usize {
    let mut at = head;
    while at > lo && head - at < SUBJECT {
        let before = at - 1;
        let word = words.low(before);
        let number = words.raw(before).starts_with(|c: char| c.is_ascii_digit());
        let owner = matches!(word, "'s" | "'");
        let participle = is_past(word) && is_determiner(words.before(before)) && before > lo;
        let part = is_open(words, before) && (participle || !is_verb(words, before));
        let quantity =
            word == "of" && before > lo && matches!(words.low(before - 1), "series" | "round" | "wave");
        if !(number || owner || part || quantity || is_determiner(word) && !is_clause_that(words, before)) {
            break;
        }
        at -= 1;
    }
    at
}

/// "that" behind a verb opens a clause; elsewhere it points.
fn is_clause_that(words: &Words, at: usize) -> bool {
    words.low(at) == "that" && at > 0 && is_verb(words, at - 1)
}

/// The end of what belongs to a head: objects, places, times.
fn end(words: &Words, hi: usize, head: usize, start: usize, verbal: bool) -> usize {
    let mut at = head + 1;
    while at < hi && at - start < MOST && !ends(words, at, head, start, verbal) {
        at += 1;
    }
    let loose = |at: usize| {
        let word = words.low(at);
        words.is_mark(at)
            || is_preposition(word)
            || is_determiner(word)
            || is_conjunction(word)
            || word == "also"
    };
    while at > head + 1 && loose(at - 1) && !words.is_quote(at - 1) {
        at -= 1;
    }
    at
}

fn ends(words: &Words, at: usize, head: usize, start: usize, verbal: bool) -> bool {
    let word = words.low(at);
    let count = at - start;
    if is_border(words, at) {
        return true;
    }
    if word == "," {
        return !lists_names(words, at);
    }
    if is_conjunction(word) {
        return word == "but" || joins_clauses(words, at);
    }
    if is_relative(word) || word == "where" {
        return at > head + 1 && (word != "that" || !verbal || count >= 8);
    }
    if is_subordinator(word) && at > head + 1 {
        return count >= if matches!(word, "if" | "unless") { 12 } else { 4 };
    }
    if OPENERS.contains(&word) && at > head + 1 || words.is_quote(at) && count >= 8 {
        return true;
    }
    let finite = is_finite(words, at);
    !verbal && finite || count >= ENOUGH && at - head >= REACH && is_preposition(word) && word != "of"
}

/// Whether a verb follows the conjunction, at once or behind a subject of its own.
fn joins_clauses(words: &Words, at: usize) -> bool {
    let mut next = at + 1;
    while is_adverb(words.low(next)) {
        next += 1;
    }
    if is_verb(words, next) || is_auxiliary(words.low(next)) || is_modal(words.low(next)) {
        return true;
    }
    let reach = next + 1..next + 6;
    let mut run = reach.take_while(|&at| {
        let word = words.low(at);
        !is_border(words, at) && word != "," && !is_preposition(word)
    });
    run.any(|at| is_finite(words, at))
}
