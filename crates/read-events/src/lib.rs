//! What happened between actors? The reader of events.
//!
//! [`read_events`] takes [`Anchor`]s, words at which a trained network sees an event and of which type, and gives
//! [`Event`]s: who did it to whom, when, where, in which words, and whether it happened at all.
//!
//! The path of the data: the clause or noun phrase around an anchor (`clauses`, within what one statement says: `scopes`)
//! → one event a clause and type → how they consulted (`mode`), the day (`day`), the place (`place`), whether it happened
//! (`status`), the sides (`sides`, by the mentions of `cast`) → what is told twice is one event (`merge`).
//!
//! A pure function: no I/O, no clock, no failure; time in proportion to the text.
//!
//! Known weaknesses: verbs are known by their look (`grammar`), without a parser; who is not named in the sentence is
//! nobody; a place is a name behind a preposition.

mod anchors;
mod cast;
mod clauses;
mod day;
mod grammar;
mod merge;
mod mode;
mod place;
mod scopes;
mod sides;
mod status;
#[cfg(test)]
mod tests;
mod triggers;
mod words;

use sayso_domain::{Actor, Date, Event, EventId, EventType, Statement, When};
use sayso_text::{Segments, Span, Text};

pub use anchors::{Anchors, Votes};
pub use triggers::triggers;

use crate::cast::Cast;
use crate::clauses::{Clause, clause};
use crate::merge::{Telling, merge};
use crate::scopes::Scopes;
use crate::status::Around;
use crate::words::Words;

/// A word at which the network sees an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// The word or words.
    pub span: Span,
    /// The type of event.
    pub kind: EventType,
    /// How likely it is, from 0 to 1.
    pub probability: f32,
}

/// What has to be known of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateView {
    /// The words.
    pub span: Span,
    /// The days they mean, where the text tells.
    pub when: Option<When>,
}

/// The events that the anchors tell of, in text order and numbered in it.
///
/// `anchors` may come in any order; those that touch no word are dropped. `statements`, `actors` and `dates` are those
/// of the same text, `dates` in text order. Days after `published` are still to come.
///
/// ```
/// use sayso_domain::{EventStatus, EventType};
/// use sayso_read_events::{Anchor, read_events};
/// use sayso_text::{Segments, Span, Text};
/// let text = Text::new("Weary, the two ministers will hold talks in Oslo, which has snow.");
/// let anchor = Anchor { span: Span::new(35, 40), kind: EventType::Consult, probability: 0.9 };
/// let events = read_events(&text, &Segments::of(&text), vec![anchor], &[], &[], &[], None);
/// assert_eq!(text.slice(events[0].evidence[0]), "the two ministers will hold talks in Oslo");
/// assert_eq!((events[0].place.as_deref(), events[0].status), (Some("Oslo"), EventStatus::Planned));
/// ```
pub fn read_events(
    text: &Text,
    segments: &Segments,
    anchors: Vec<Anchor>,
    statements: &[Statement],
    actors: &[Actor],
    dates: &[DateView],
    published: Option<Date>,
) -> Vec<Event> {
    let lower = text.as_str().to_ascii_lowercase();
    let words = Words::of(text, segments, &lower);
    let page = Page { text, words, statements, cast: Cast::of(&words, actors), dates, published };
    let sightings = one_a_clause(sightings(&words, anchors, statements));
    let tellings = sightings.iter().filter_map(|sighting| page.telling(sighting)).collect();
    let mut events = merge(tellings);
    events.sort_by_key(|event| event.evidence[0]);
    for (number, event) in events.iter_mut().enumerate() {
        event.id = EventId(number as u32);
    }
    events
}

/// An anchor with its clause.
struct Sighting {
    anchor: Anchor,
    clause: Clause,
    /// The statement, by its index, whose content tells it.
    told: Option<usize>,
}

impl Sighting {
    /// Whether it is the better telling of one event: the likelier one, a clause before a noun phrase within it.
    fn tells_more(&self, other: &Sighting) -> bool {
        let weight = |s: &Sighting| s.anchor.probability * if s.clause.verb.is_some() { 2.0 } else { 1.0 };
        weight(self) > weight(other)
    }
}

/// The anchors in text order, each with its clause.
fn sightings(words: &Words, mut anchors: Vec<Anchor>, statements: &[Statement]) -> Vec<Sighting> {
    anchors.sort_by_key(|anchor| (anchor.span, anchor.kind));
    let mut scopes = Scopes::of(words, statements);
    let sighting = |anchor: Anchor| {
        let run = words.within(anchor.span);
        let bounds = words.sentence(run.start).filter(|_| !run.is_empty())?;
        let said = scopes.at(words, words.place(run.start).start());
        let told = said.as_ref().map(|(statement, _)| *statement);
        let part = said.map(|(_, said)| bounds.start.max(said.start)..bounds.end.min(said.end));
        let within = part.and_then(|part| clause(words, part, run.clone())).filter(|c| c.words.len() > 2);
        let clause = within.or_else(|| clause(words, bounds, run))?;
        Some(Sighting { anchor, clause, told })
    };
    anchors.into_iter().filter_map(sighting).collect()
}

/// Of the sightings of one type whose clauses share words, the likeliest.
fn one_a_clause(sightings: Vec<Sighting>) -> Vec<Sighting> {
    let mut kept: Vec<Sighting> = Vec::new();
    for sighting in sightings {
        let shares = |other: &&mut Sighting| {
            let (a, b) = (&other.clause.words, &sighting.clause.words);
            other.anchor.kind == sighting.anchor.kind && a.start < b.end && b.start < a.end
        };
        match kept.iter_mut().rev().take(EventType::ALL.len()).find(shares) {
            Some(other) if sighting.tells_more(other) => *other = sighting,
            Some(_) => {}
            None => kept.push(sighting),
        }
    }
    kept.sort_by_key(|sighting| (sighting.clause.words.start, sighting.anchor.span));
    kept
}

/// All that is known of the text.
struct Page<'a> {
    text: &'a Text,
    words: Words<'a>,
    statements: &'a [Statement],
    cast: Cast<'a>,
    dates: &'a [DateView],
    published: Option<Date>,
}

impl Page<'_> {
    fn telling(&self, sighting: &Sighting) -> Option<Telling> {
        let Sighting { anchor, clause, told } = sighting;
        let (words, kind) = (&self.words, anchor.kind);
        let mode = mode::mode(words, clause, kind);
        let date = day::day(words, self.dates, clause);
        let told = told.map(|index| &self.statements[index]);
        let sides = sides::sides(words, &self.cast, clause, kind, mode, told);
        let own = told.and_then(|told| told.speaker).is_some_and(|speaker| sides.actors.contains(&speaker));
        let around = Around { kind, told, own, date, published: self.published };
        let event = Event {
            id: EventId(0),
            kind,
            mode,
            status: status::status(words, self.text, clause, &around),
            actors: sides.actors,
            recipients: sides.recipients,
            date,
            place: place::place(words, &self.cast, clause, mode),
            evidence: vec![words.span(&clause.words)?],
        };
        let sentence = words.span(&words.sentence(clause.head)?)?;
        Some(Telling { event, points_back: points_back(words, clause), sentence })
    }
}

/// "the talks", "after the meeting", "his visit": words for what has been told of.
fn points_back(words: &Words, clause: &Clause) -> bool {
    let start = clause.words.start;
    clause.verb.is_none() && matches!(words.low(start), "the" | "that" | "this" | "these" | "those" | "their")
}
