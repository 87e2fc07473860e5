//! Is it told twice? Events of one type, actors, time and place are one.

use std::collections::HashMap;

use sayso_domain::{ActorId, Event, EventMode, EventStatus, EventType};
use sayso_text::Span;

/// An event with what only merging has to know.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    pub(crate) event: Event,
    /// Whether its words point back: "the talks", "after the meeting".
    pub(crate) points_back: bool,
    /// The sentence it stands in.
    pub(crate) sentence: Span,
}

/// How many earlier events of a type a new one is held against.
const REMEMBERED: usize = 8;

/// Joins tellings of one event, in text order; the first keeps its words.
pub(crate) fn merge(tellings: Vec<Telling>) -> Vec<Event> {
    let mut kept: Vec<Telling> = Vec::new();
    let mut by_kind: HashMap<EventType, Vec<usize>> = HashMap::new();
    for telling in tellings {
        let earlier = by_kind.entry(telling.event.kind).or_default();
        let recent = earlier.iter().rev().take(REMEMBERED);
        let same = recent.copied().find(|&at| is_same(&kept[at], &telling));
        match same {
            Some(at) => absorb(&mut kept[at], telling),
            None => {
                earlier.push(kept.len());
                kept.push(telling);
            }
        }
    }
    kept.into_iter().map(|telling| telling.event).collect()
}

fn is_same(earlier: &Telling, later: &Telling) -> bool {
    let (a, b) = (&earlier.event, &later.event);
    if conflict(&a.date, &b.date) || is_elsewhere(a, b) || conflict(&a.mode, &b.mode) {
        return false;
    }
    if is_exchange(earlier, later) {
        return true;
    }
    if a.status != b.status && !(has_been(a.status) && has_been(b.status)) {
        return false;
    }
    let silent = b.actors.is_empty() && b.recipients.is_empty();
    if later.points_back && (silent || overlap(&everybody(a), &everybody(b))) {
        return true;
    }
    let unlike = |a: &[ActorId], b: &[ActorId]| !a.is_empty() && !b.is_empty() && !overlap(a, b);
    let visit = a.mode == Some(EventMode::Visit);
    overlap(&a.actors, &b.actors)
        && !unlike(&a.recipients, &b.recipients)
        && (!a.recipients.is_empty() && !b.recipients.is_empty()
            || visit && a.place == b.place
            || a.actors == b.actors && a.actors.len() > 1)
}

/// Fire that is returned in the same sentence.
fn is_exchange(earlier: &Telling, later: &Telling) -> bool {
    let (a, b) = (&earlier.event, &later.event);
    a.kind == EventType::Assault
        && earlier.sentence == later.sentence
        && overlap(&a.actors, &b.recipients)
        && overlap(&a.recipients, &b.actors)
}

fn absorb(earlier: &mut Telling, later: Telling) {
    let exchange = is_exchange(earlier, &later);
    let (into, from) = (&mut earlier.event, later.event);
    if exchange {
        let others = std::mem::take(&mut into.recipients);
        into.actors.extend(others);
        let all = std::mem::take(&mut into.actors);
        all.into_iter().for_each(|actor| add(&mut into.actors, actor));
    } else {
        if into.actors.is_empty() {
            into.actors = from.actors;
        }
        if into.recipients.is_empty() {
            into.recipients = from.recipients.into_iter().filter(|r| !into.actors.contains(r)).collect();
        }
    }
    into.date = into.date.or(from.date);
    into.mode = into.mode.or(from.mode);
    if into.place.is_none() {
        into.place = from.place;
    }
    if from.status == EventStatus::Happened && into.status == EventStatus::Reported {
        into.status = EventStatus::Happened;
    }
}

/// Each actor once.
fn add(list: &mut Vec<ActorId>, actor: ActorId) {
    if !list.contains(&actor) {
        list.push(actor);
    }
}

fn has_been(status: EventStatus) -> bool {
    matches!(status, EventStatus::Happened | EventStatus::Reported)
}

fn conflict<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_some() && b.is_some() && a != b
}

/// Whether two places are named and neither lies within the other's words.
fn is_elsewhere(a: &Event, b: &Event) -> bool {
    match (&a.place, &b.place) {
        (Some(a), Some(b)) => !a.contains(b.as_str()) && !b.contains(a.as_str()),
        _ => false,
    }
}

fn everybody(event: &Event) -> Vec<ActorId> {
    event.actors.iter().chain(&event.recipients).copied().collect()
}

fn overlap(a: &[ActorId], b: &[ActorId]) -> bool {
    a.iter().any(|actor| b.contains(actor))
}
