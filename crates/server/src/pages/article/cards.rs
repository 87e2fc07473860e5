//! What is known of each statement of an article? A card for each, beside the text; and the events.

use std::collections::HashMap;

use maud::{Markup, html};
use sayso_domain::{Actor, ActorId, Event, Kind, Position, Reading, Span, Stance, Statement, StatementId};

use super::About;
use crate::address::{self, Address};
use crate::pages::issues;
use crate::parts;

/// A reading, and what is found in it by number.
pub(super) struct Seen<'a> {
    reading: &'a Reading,
    actors: HashMap<ActorId, &'a Actor>,
    positions: HashMap<StatementId, Vec<&'a Position>>,
    /// The issues of the position of that id, such as `p2`.
    issues: HashMap<&'a str, Vec<&'a About>>,
    /// Under which name the article can be put right; none where it cannot.
    review: Option<&'a str>,
}

impl<'a> Seen<'a> {
    /// Of a reading, whose positions are about these issues.
    pub(super) fn of(reading: &'a Reading, issues: &'a [About], review: Option<&'a str>) -> Seen<'a> {
        let mut positions: HashMap<StatementId, Vec<&Position>> = HashMap::new();
        for position in &reading.positions {
            positions.entry(position.statement).or_default().push(position);
        }
        let mut by_position: HashMap<&str, Vec<&About>> = HashMap::new();
        for about in issues {
            by_position.entry(&about.position).or_default().push(about);
        }
        let actors = reading.actors.iter().map(|actor| (actor.id, actor)).collect();
        Seen { reading, actors, positions, issues: by_position, review }
    }

    fn actor(&self, id: Option<ActorId>) -> Option<&'a Actor> {
        id.and_then(|id| self.actors.get(&id).copied())
    }

    fn positions(&self, statement: &Statement) -> &[&'a Position] {
        self.positions.get(&statement.id).map_or(&[], Vec::as_slice)
    }

    fn words(&self, spans: &[Span]) -> String {
        self.reading.article.text.words(spans)
    }

    /// A statement in a few plain lines.
    pub(super) fn told(&self, statement: &Statement) -> String {
        let speaker = self.actor(statement.speaker);
        let name = speaker.map_or("somebody who is not named", |actor| actor.name.as_str());
        let role =
            speaker.and_then(|actor| actor.role.as_deref()).map_or(String::new(), |role| format!(", {role}"));
        let principal = statement.speaks_for.filter(|_| statement.speaks_for != statement.speaker);
        let principal = self.actor(principal);
        let principal = principal.map_or(String::new(), |actor| format!(", for {}", actor.name));
        let day = statement.said_on.map_or(String::new(), |day| format!(", said on {day}"));
        let sure = (f64::from(statement.confidence).clamp(0.0, 1.0) * 100.0).round();
        let head = format!("{}: {name}{role}{principal}", statement.id);
        let mut told = format!("{head}\n{}{day}, {sure} % sure", kind(statement.kind));
        for position in self.positions(statement) {
            told += &format!("\n{}: {}", in_words(position.stance), position.target.label);
        }
        told
    }
}

fn in_words(stance: Stance) -> &'static str {
    match stance {
        Stance::Favor => "+ for it",
        Stance::Against => "− against it",
        Stance::Neutral => "○ neutral",
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "in their words",
        Kind::Indirect => "in the outlet's words",
        Kind::Mixed => "partly in their words",
    }
}

/// A card for each statement, in text order.
pub(super) fn statements(seen: &Seen<'_>) -> Markup {
    html! {
        @if seen.reading.statements.is_empty() {
            (parts::nothing("Nobody says anything here.", "No statement was found in these words."))
        } @else {
            ol.statements { @for statement in &seen.reading.statements { (card(statement, seen)) } }
        }
    }
}

fn card(statement: &Statement, seen: &Seen<'_>) -> Markup {
    let name = statement.id.to_string();
    html! {
        li.card id={ "c-" (name) } data-statement=(name) {
            h3 {
                a.number href={ "#" (name) } aria-label={ "Statement " (name) ": to its words" } { (name) }
                " " (who(seen.actor(statement.speaker)))
            }
            (office(statement, seen))
            p.quote { a href={ "#" (name) } { (short(&seen.words(&statement.content))) } }
            p.note {
                (kind(statement.kind))
                @if !statement.cue.is_empty() { " · " (parts::quoted(&seen.words(&statement.cue))) }
                @if let Some(day) = statement.said_on { " · said on " (parts::day(&day.to_string())) }
                @if let Some(outer) = statement.within {
                    @let outer = outer.to_string();
                    " · within " a href={ "#c-" (outer) } { (outer) }
                }
                " · " (parts::confidence(f64::from(statement.confidence)))
            }
            @let positions = seen.positions(statement);
            @if !positions.is_empty() { ul.positions { @for position in positions { (one(position, seen)) } } }
            @if let Some(article) = seen.review {
                p.note { a href=(Address::of("/review").with("article", article).with("statement", &name)) {
                    "Put right" span.hidden { " statement " (name) }
                } }
            }
        }
    }
}

fn who(actor: Option<&Actor>) -> Markup {
    html! {
        @match actor {
            None => "somebody who is not named",
            Some(Actor { key: Some(key), name, .. }) => a.speaker href=(address::actor(key)) { (name) },
            Some(actor) => span.speaker { (actor.name) },
        }
    }
}

fn office(statement: &Statement, seen: &Seen<'_>) -> Markup {
    let role = seen.actor(statement.speaker).and_then(|actor| actor.role.as_deref());
    let principal = seen.actor(statement.speaks_for.filter(|_| statement.speaks_for != statement.speaker));
    html! {
        @if role.is_some() || principal.is_some() {
            p.note {
                @if let Some(role) = role { (role) }
                @if role.is_some() && principal.is_some() { " · " }
                @if let Some(principal) = principal { "speaks for " (who(Some(principal))) }
            }
        }
    }
}

fn one(position: &Position, seen: &Seen<'_>) -> Markup {
    let holder = seen.actor(Some(position.holder));
    let speaker = seen.reading.statements.iter().find(|statement| statement.id == position.statement);
    let is_others = speaker.and_then(|statement| statement.speaker) != Some(position.holder);
    let on = seen.issues.get(position.id.to_string().as_str());
    html! {
        li {
            (parts::one_stance(position.stance)) " " (position.target.label)
            span.note {
                " (" (position.act.as_str()) ") "
                @if is_others { "held by " (who(holder)) " " }
                @if position.alleged { "told by others " }
                (parts::confidence(f64::from(position.confidence)))
            }
            @if !position.condition.is_empty() {
                p.condition { "on a condition: " (parts::quoted(&seen.words(&position.condition))) }
            }
            @for about in on.into_iter().flatten() {
                p.note { "issue: " a href=(issues::address(&about.label, about.is_found)) { (about.label) } }
            }
        }
    }
}

/// The beginning of long words: the whole stands in the text.
fn short(words: &str) -> String {
    const MOST: usize = 160;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST) {
        None => words,
        Some((at, _)) => format!("{} …", words[..at].trim_end()),
    }
}

/// What happened, in the words that tell it.
pub(super) fn events(seen: &Seen<'_>) -> Markup {
    html! {
        @if !seen.reading.events.is_empty() {
            section aria-labelledby="events" {
                h2 #events { "What happened" }
                ul.plain.events { @for event in &seen.reading.events { li { (happened(event, seen)) } } }
            }
        }
    }
}

fn happened(event: &Event, seen: &Seen<'_>) -> Markup {
    let names = |ids: &[ActorId]| {
        let actors: Vec<&Actor> = ids.iter().filter_map(|&id| seen.actor(Some(id))).collect();
        html! { @for (place, actor) in actors.into_iter().enumerate() { @if place > 0 { ", " } (who(Some(actor))) } }
    };
    html! {
        strong { (event.kind.as_str().to_lowercase()) } " (" (event.status.as_str())
        @if let Some(mode) = event.mode { ", " (mode.as_str()) } "): " (names(&event.actors))
        @if !event.recipients.is_empty() { " → " (names(&event.recipients)) }
        @if let Some(day) = event.date { " · " (parts::day(&day.to_string())) }
        @if let Some(place) = &event.place { " · " (place) }
        p.note { (parts::quoted(&short(&seen.words(&event.evidence)))) }
    }
}
