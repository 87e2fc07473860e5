//! Does the article report one event, on one day, at which its speakers spoke?
//!
//! An event is an occasion for speaking (talks, a meeting, a news conference) in one clause with a day that has
//! come. Who took part is named in its sentence. With two days there are two events, and no statement is
//! given to either.

use std::collections::HashSet;
use std::ops::Range;

use sayso_domain::Date;
use sayso_text::Span;

use super::{Frame, Scene, StatementView};
use crate::lexicon::is_reporting;
use crate::tense::{Tense, tense};

/// An article's event is told within so many sentences, headline and dateline included.
const OPENING: usize = 6;

/// The one event of an article.
pub(super) struct Event<'a> {
    pub(super) day: Date,
    /// The first token of the sentence that dates it.
    start: usize,
    /// The names in the sentences that date it.
    names: HashSet<&'a str>,
    /// The speakers of any statement whose source is one of those names.
    present: HashSet<u32>,
}

impl<'a> Event<'a> {
    pub(super) fn of(scene: &Scene<'a>, statements: &[StatementView]) -> Option<Event<'a>> {
        let told = told_by_persons(statements);
        let sentences = &scene.segments.sentences;
        let opening = sentences.get(OPENING).map_or(usize::MAX, |sentence| sentence.tokens.start as usize);
        let mut event: Option<Event> = None;
        for sentence in &scene.segments.sentences {
            let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let Some(day) = day_of_event(scene, tokens.clone(), &told) else { continue };
            let day = day?;
            let event = event.get_or_insert_with(|| Event {
                day,
                start: tokens.start,
                names: HashSet::new(),
                present: HashSet::new(),
            });
            if event.day != day {
                return None;
            }
            event.names.extend(scene.names(tokens));
        }
        let mut event = event.filter(|event| event.start <= opening)?;
        let present = statements.iter().filter(|statement| event.names_source(scene, statement));
        event.present = present.filter_map(|statement| statement.speaker).collect();
        Some(event)
    }

    /// The day, if the speaker of a statement took part and speaks after the event has been told.
    pub(super) fn day_of(&self, scene: &Scene<'a>, statement: &StatementView, frame: &Frame) -> Option<Date> {
        let known = statement.speaker.is_some_and(|speaker| self.present.contains(&speaker));
        let took_part = known || self.names_source(scene, statement);
        (took_part && frame.head.start > self.start).then_some(self.day)
    }

    fn names_source(&self, scene: &Scene<'a>, statement: &StatementView) -> bool {
        let mut surnames = statement.source.iter().filter_map(|source| scene.surname(*source));
        surnames.any(|name| self.names.contains(name))
    }
}

impl<'a> Scene<'a> {
    /// The words of a sentence that begin with a capital letter.
    fn names(&self, sentence: Range<usize>) -> impl Iterator<Item = &'a str> {
        let words = self.words;
        sentence.filter(move |at| words.is_capital(*at)).map(move |at| words.raw(at))
    }

    /// The last name in the words for a speaker, before any comma: "Kerry" of "U.S. Secretary of State John Kerry".
    fn surname(&self, source: Span) -> Option<&'a str> {
        const PRONOUNS: [&str; 5] = ["he", "she", "they", "the", "it"];
        let words = self.words;
        let tokens = self.segments.tokens_in(source);
        let end = tokens.clone().find(|at| words.low(*at) == ",").unwrap_or(tokens.end);
        let last = (tokens.start..end).rev().find(|at| words.is_capital(*at))?;
        Some(words.raw(last)).filter(|_| !PRONOUNS.contains(&words.low(last)))
    }
}

/// The contents of persons' statements, in text order and merged: events told there are not the article's.
fn told_by_persons(statements: &[StatementView]) -> Vec<Span> {
    let persons = statements.iter().filter(|statement| statement.is_person);
    let mut spans: Vec<Span> = persons.flat_map(|statement| statement.content).copied().collect();
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.join(span),
            _ => merged.push(span),
        }
    }
    merged
}

/// The day of the event that a sentence tells of. `Some(None)`: of two, or of one whose day is open.
fn day_of_event(scene: &Scene, sentence: Range<usize>, told: &[Span]) -> Option<Option<Date>> {
    let mut found: Option<Option<Date>> = None;
    for (expression, place) in scene.expressions_in(sentence.clone()) {
        let next = told.partition_point(|span| span.end() <= expression.span.start());
        let is_told = told.get(next).is_some_and(|span| span.overlaps(expression.span));
        let Some(day) = expression.when.and_then(|when| when.day()).filter(|_| !is_told) else { continue };
        let happened =
            || matches!(tense(&scene.words, sentence.clone(), place.clone()), Tense::Past | Tense::Unknown);
        if dates_occasion(scene, &sentence, &place) && happened() {
            found = Some(found.unwrap_or(Some(day)).filter(|known| *known == day));
        }
    }
    found
}

/// Whether an occasion stands in one clause with the time, which is not that of a saying.
fn dates_occasion(scene: &Scene, sentence: &Range<usize>, place: &Range<usize>) -> bool {
    const REACH: usize = 12;
    let words = &scene.words;
    let ends = |at: &usize| {
        matches!(
            words.low(*at),
            ";" | ":"
                | "that"
                | "who"
                | "which"
                | "before"
                | "ahead"
                | "after"
                | "since"
                | "until"
                | "will"
                | "would"
                | "while"
                | "\""
                | "“"
                | "”"
        )
    };
    let from = sentence.start.max(place.start.saturating_sub(REACH));
    let to = sentence.end.min(place.end + REACH);
    let start = (from..place.start).rev().find(ends).map_or(from, |at| at + 1);
    let end = (place.end..to).find(ends).unwrap_or(to);
    let mut clause = (start..place.start).chain(place.end..end);
    clause.clone().any(|at| is_occasion(words.low(at)) || words.low(at) == "met")
        && !clause.any(|at| is_reporting(words.low(at)))
}

/// An occasion at which people speak to one another or to the public.
pub(super) fn is_occasion(word: &str) -> bool {
    matches!(
        word,
        "talks"
            | "meeting"
            | "meetings"
            | "summit"
            | "conference"
            | "speech"
            | "briefing"
            | "hearing"
            | "debate"
            | "interview"
            | "address"
            | "rally"
            | "forum"
            | "session"
            | "visit"
            | "negotiations"
    )
}
