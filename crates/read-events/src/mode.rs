//! How did they consult? By telephone, on a visit, or face to face.

use sayso_domain::{EventMode, EventType};

use crate::clauses::Clause;
use crate::words::Words;

const PHONE: &[&str] = &[
    "telephone",
    "telephoned",
    "phone",
    "phoned",
    "phones",
    "video",
    "videoconference",
    "teleconference",
    "hotline",
    "calls",
    "call",
];
const VISIT: &[&str] = &[
    "visit",
    "visits",
    "visited",
    "visiting",
    "trip",
    "trips",
    "tour",
    "tours",
    "toured",
    "touring",
    "travel",
    "travels",
    "traveled",
    "travelled",
    "traveling",
    "travelling",
    "arrive",
    "arrives",
    "arrived",
    "arriving",
    "arrival",
    "leave",
    "leaves",
    "left",
    "leaving",
    "flew",
    "fly",
    "flies",
    "flying",
    "journey",
    "depart",
    "departed",
    "stop",
    "welcomed",
];
const MEET: &[&str] = &[
    "talks",
    "talk",
    "talked",
    "talking",
    "meeting",
    "meetings",
    "met",
    "meet",
    "meets",
    "summit",
    "session",
    "sessions",
    "conference",
    "convention",
    "forum",
    "negotiations",
    "negotiation",
    "negotiate",
    "negotiated",
    "negotiating",
    "discuss",
    "discussed",
    "discussions",
    "discussion",
    "round",
    "spoke",
    "dialogue",
    "dinner",
    "gathering",
    "gathered",
    "sees",
    "saw",
    "sit-down",
    "debate",
    "consultations",
    "consulted",
    "hosted",
    "addressed",
    "address",
    "told",
    "speech",
    "attended",
    "attend",
];

/// The mode, for a consultation; the word of the event tells it, else the nearest that does.
pub(crate) fn mode(words: &Words, clause: &Clause, kind: EventType) -> Option<EventMode> {
    if kind != EventType::Consult {
        return None;
    }
    if words.any(clause.words.clone(), &PHONE[..PHONE.len() - 2]) {
        return Some(EventMode::Phone);
    }
    let verb = clause.verb.as_ref().map_or(clause.head, |verb| verb.end.saturating_sub(1));
    let told = [clause.head, verb].into_iter().find_map(|at| of(words, at));
    let objects = verb.min(clause.words.end)..clause.words.end;
    told.or_else(|| objects.chain(clause.words.clone()).find_map(|at| of(words, at)))
}

fn of(words: &Words, at: usize) -> Option<EventMode> {
    let word = words.low(at);
    let called = matches!(word, "called" | "calls" | "call")
        && words.low(at + 1) != "for"
        && words.low(at + 1) != "on";
    if called || PHONE.contains(&word) {
        return Some(EventMode::Phone);
    }
    if VISIT.contains(&word) {
        return Some(EventMode::Visit);
    }
    MEET.contains(&word).then_some(EventMode::Meet)
}
