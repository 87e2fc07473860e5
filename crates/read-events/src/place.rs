//! Where was it? A name behind "in", "at" and the like.

use std::ops::Range;

use sayso_domain::{ActorKind, EventMode};

use crate::cast::Cast;
use crate::clauses::{Clause, is_day};
use crate::grammar::{is_finite, is_open, is_past, is_relative, is_subordinator};
use crate::words::Words;

const NO_PLACES: &[&str] = &[
    "english",
    "arabic",
    "french",
    "spanish",
    "russian",
    "god",
    "sept",
    "oct",
    "nov",
    "dec",
    "jan",
    "feb",
    "sept.",
    "oct.",
    "nov.",
    "dec.",
    "jan.",
    "feb.",
    "aug.",
    "twitter",
    "facebook",
    "instagram",
    "i",
    "christmas",
    "easter",
    "congress",
];

/// The place, in the text's words; a state by its name.
pub(crate) fn place(words: &Words, cast: &Cast, clause: &Clause, mode: Option<EventMode>) -> Option<String> {
    let visit = mode == Some(EventMode::Visit);
    let visited =
        (visit && clause.head < clause.words.end).then(|| destination(words, cast, clause)).flatten();
    let runs = [clause.words.clone(), behind(words, clause), opening(words, clause)];
    visited.or_else(|| {
        let within = |at: &usize| {
            matches!(
                words.low(*at),
                "in" | "at" | "near" | "inside" | "outside" | "across" | "throughout" | "into" | "through"
            )
        };
        runs.into_iter()
            .flat_map(|run| run.filter(within))
            .find_map(|at| named(words, cast, at + 1, clause.bounds.end))
    })
}

/// The words of the same clause behind the evidence.
fn behind(words: &Words, clause: &Clause) -> Range<usize> {
    let from = clause.words.end;
    let limit = clause.bounds.end.min(from + 10);
    let stops = |at: usize| {
        words.is_mark(at)
            || is_subordinator(words.low(at))
            || is_relative(words.low(at))
            || is_finite(words, at)
    };
    from..(from..limit).find(|&at| stops(at)).unwrap_or(limit).max(from)
}

/// "**In Oslo**, the ministers met": what opens the sentence, up to a comma.
fn opening(words: &Words, clause: &Clause) -> Range<usize> {
    let start = clause.bounds.start;
    let limit = clause.words.start.min(start + 8);
    let comma = (start..limit + 1).find(|&at| words.low(at) == ",");
    start..comma.filter(|_| matches!(words.low(start), "in" | "at")).unwrap_or(start)
}

/// Where a visitor goes: "leave for Berlin", "visit to Britain", "visited Algeria".
fn destination(words: &Words, cast: &Cast, clause: &Clause) -> Option<String> {
    let goal = |at: &usize| matches!(words.low(*at), "to" | "for" | "in" | "at");
    let direct = named(words, cast, clause.head + 1, clause.bounds.end);
    let behind = clause.head + 1..clause.words.end;
    direct.or_else(|| behind.filter(goal).find_map(|at| named(words, cast, at + 1, clause.bounds.end)))
}

/// The place whose name begins at `at`, behind an article or a few small words.
fn named(words: &Words, cast: &Cast, at: usize, hi: usize) -> Option<String> {
    let small = |at: usize| {
        words.is_small(at)
            && (matches!(words.low(at), "the" | "a" | "an") || is_open(words, at) && !is_past(words.low(at)))
    };
    let start = (at..hi.min(at + 4)).find(|&at| !small(at))?;
    if !words.is_capital(start) || NO_PLACES.contains(&words.low(start)) || is_day(words.low(start)) {
        return None;
    }
    let run = start..name_end(words, start, hi);
    let first = cast.within(words, run.clone()).first();
    let noun = words.is_small(run.end) && is_open(words, run.end) && !is_finite(words, run.end);
    match first {
        _ if matches!(words.low(run.end), "'s" | "'") => None,
        Some(m) if m.kind == ActorKind::Person || noun && m.kind == ActorKind::Organisation => None,
        Some(m) if m.kind == ActorKind::State && words.within(m.span).end >= run.end => {
            cast.actor(m.actor).map(|actor| actor.name.clone())
        }
        _ => written(words, with_direction(words, at, run)),
    }
}

/// "**northern** Lebanon": the small word that narrows a name.
fn with_direction(words: &Words, at: usize, run: Range<usize>) -> Range<usize> {
    let narrows = matches!(
        words.before(run.start),
        "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "downtown"
            | "north"
            | "south"
            | "east"
            | "west"
    );
    run.start - usize::from(narrows && run.start > at)..run.end
}

fn written(words: &Words, run: Range<usize>) -> Option<String> {
    words.span(&run).map(|span| words.slice(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The end of a name: capitals, "of" and "the" between them, and what a comma adds ("Tucson, Arizona").
fn name_end(words: &Words, start: usize, hi: usize) -> usize {
    let fits = |at: usize| {
        at < hi && words.is_capital(at) && !NO_PLACES.contains(&words.low(at)) && !is_day(words.low(at))
    };
    let mut at = start + 1;
    while at < hi && at - start < 10 {
        let link = match words.low(at) {
            "of" | "de" | "al" => 1 + usize::from(words.low(at + 1) == "the"),
            "," if at == start + 1 || at == start + 2 => 1,
            _ => 0,
        };
        let closes = |at: usize| words.is_mark(at) || words.is_small(at);
        let comma = words.low(at) == ",";
        if fits(at + link) && (!comma || closes(at + 2) || closes(at + 3)) {
            at += link + 1;
        } else {
            break;
        }
    }
    at
}
