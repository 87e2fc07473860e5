//! Who did it, and to whom? Actors and recipients, by where their names stand.

use std::ops::Range;

use sayso_domain::{ActorId, ActorKind, EventMode, EventType, Statement};

use crate::cast::{Cast, Mention};
use crate::clauses::Clause;
use crate::grammar::{
    is_auxiliary, is_border, is_conjunction, is_past, is_preposition, is_pronoun, is_subordinator, is_verb,
};
use crate::words::Words;

/// Who takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides {
    /// Who acts; all sides where none acts on the other.
    pub(crate) actors: Vec<ActorId>,
    /// On whom.
    pub(crate) recipients: Vec<ActorId>,
}

pub(crate) fn sides(
    words: &Words,
    cast: &Cast,
    clause: &Clause,
    kind: EventType,
    mode: Option<EventMode>,
    told: Option<&Statement>,
) -> Sides {
    let mut subject = subject(words, cast, clause);
    if subject.is_empty() {
        subject.extend(told.and_then(|told| first_person(words, clause, told)));
    }
    let objects = objects(words, cast, clause);
    let mut sides = Sides::default();
    if is_passive(words, clause) {
        sides.recipients = subject;
        add(&mut sides.actors, objects.iter().filter(|o| o.lead == "by").map(|o| o.actor));
    } else {
        sides.actors = subject;
        add(&mut sides.actors, objects.iter().filter(|o| o.acts(clause, kind, mode)).map(|o| o.actor));
        let acted = objects.iter().filter(|o| !o.acts(clause, kind, mode) && o.is_acted_on(kind, mode));
        let first = acted.clone().next().map(|o| o.lead);
        add(&mut sides.recipients, acted.filter(|o| Some(o.lead) == first).map(|o| o.actor));
    }
    let Sides { actors, recipients } = &mut sides;
    recipients.retain(|r| !actors.contains(r));
    sides
}

/// Somebody named behind the verb or noun.
struct Object<'a> {
    actor: ActorId,
    /// The preposition before it; empty for a direct object.
    lead: &'a str,
    kind: ActorKind,
}

impl Object<'_> {
    /// Whether it is a side like the subject: "met **Hammond**", "talks with", "between".
    fn acts(&self, clause: &Clause, kind: EventType, mode: Option<EventMode>) -> bool {
        let joint = matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate);
        let visit = mode == Some(EventMode::Visit);
        match self.lead {
            "between" | "among" => true,
            "with" => joint && !visit,
            "by" => clause.verb.is_none(),
            "of" => {
                clause.verb.is_none()
                    && matches!(kind, EventType::Consult | EventType::Agree | EventType::Protest)
            }
            "" => kind == EventType::Consult && !visit && mode != Some(EventMode::Phone),
            _ => false,
        }
    }

    /// Whether the event can act on it: not where it only names a place or a topic.
    fn is_acted_on(&self, kind: EventType, mode: Option<EventMode>) -> bool {
        let visit = mode == Some(EventMode::Visit);
        let phone = mode == Some(EventMode::Phone);
        if kind == EventType::Consult && !visit {
            return phone && matches!(self.lead, "" | "to");
        }
        match self.lead {
            "" | "against" | "with" | "of" => true,
            "to" | "for" => true,
            "on" | "from" => !visit,
            "in" | "into" => visit || kind == EventType::Mobilize && self.kind == ActorKind::State,
            "at" => matches!(kind, EventType::Assault | EventType::Protest) && self.kind != ActorKind::State,
            _ => false,
        }
    }
}

/// Each actor once, in the order given.
fn add(list: &mut Vec<ActorId>, more: impl Iterator<Item = ActorId>) {
    for actor in more {
        if !list.contains(&actor) {
            list.push(actor);
        }
    }
}

/// Who acts: the subject of a verb; the owner of a noun ("**Ortega**'s visit").
fn subject(words: &Words, cast: &Cast, clause: &Clause) -> Vec<ActorId> {
    let mentions = cast.within(words, clause.subject.clone());
    let mut found = Vec::new();
    add(&mut found, mentions.iter().filter(|m| !is_modifier(words, m, mentions)).map(|m| m.actor));
    if found.is_empty() {
        add(&mut found, mentions.iter().take(1).map(|m| m.actor));
    }
    found
}

/// Who "I" and "we" are in what somebody says.
fn first_person(words: &Words, clause: &Clause, told: &Statement) -> Option<ActorId> {
    let verb = clause.verb.clone().unwrap_or_default();
    let is =
        |known: &[&str]| clause.subject.clone().chain(verb.clone()).any(|at| known.contains(&words.low(at)));
    if is(&["we", "our", "we've", "we’ve", "we're", "we’re", "we'll", "we’ll"]) {
        told.speaks_for.or(told.speaker)
    } else if is(&["i", "my", "i've", "i’ve", "i'm", "i’m", "i'll", "i’ll"]) {
        told.speaker
    } else {
        None
    }
}

/// "**U.S.** Secretary of State John Kerry", "**Israel**'s prime minister, Ehud Olmert", "Kerry of the **U.S.**": the
/// mention belongs to another one of the same phrase.
fn is_modifier(words: &Words, mention: &Mention, all: &[Mention]) -> bool {
    let run = words.within(mention.span);
    let joined = |run: Range<usize>| {
        run.into_iter()
            .any(|at| is_conjunction(words.low(at)) || words.low(at) == "," || is_border(words, at))
    };
    let owner = matches!(words.low(run.end), "'s" | "'");
    let of = run.start > 0
        && matches!(before_phrase(words, run.start), "of" | "from" | "in" | "for" | "at" | "on" | "to");
    let heads = |other: &Mention| {
        let theirs = words.within(other.span);
        if other.span.contains(mention.span) {
            other.span != mention.span
        } else if other.span.start() > mention.span.start() {
            let title = other.kind == ActorKind::Person && mention.kind != ActorKind::Person;
            (owner || title) && run.end <= theirs.start && !joined(run.end..theirs.start)
        } else {
            of && theirs.end <= run.start && !joined(theirs.end..run.start)
        }
    };
    all.iter().filter(|other| other.actor != mention.actor).any(heads)
}

/// The word before a name and the article that may stand before it.
fn before_phrase<'a>(words: &Words<'a>, at: usize) -> &'a str {
    match words.before(at) {
        "the" if at > 1 => words.before(at - 1),
        word => word,
    }
}

/// Everybody named behind the head, with what leads to them.
fn objects<'a>(words: &Words<'a>, cast: &Cast, clause: &Clause) -> Vec<Object<'a>> {
    let region = clause.objects();
    let mentions = cast.within(words, region.clone());
    let own = mentions.iter().filter(|m| !is_modifier(words, m, mentions));
    let object = |m: &Mention| {
        let at = words.within(m.span).start;
        Object { actor: m.actor, lead: lead(words, region.start, clause, at), kind: m.kind }
    };
    own.map(object).collect()
}

/// The preposition that leads to the word at `at`, through a list and through "of"; empty for a direct object. Another
/// verb or clause between gives "that".
fn lead<'a>(words: &Words<'a>, lo: usize, clause: &Clause, at: usize) -> &'a str {
    let mut found = "";
    for at in (lo..at).rev() {
        let word = words.low(at);
        if at == clause.head {
            break;
        }
        if word == "of" {
            found = "of";
        } else if word == "to" && is_verb(words, at + 1)
            || is_subordinator(word)
            || is_verb(words, at) && at > clause.head
        {
            return "that";
        } else if is_preposition(word) {
            return word;
        }
    }
    found
}

/// "was arrested", "killed by": the subject is acted on.
fn is_passive(words: &Words, clause: &Clause) -> bool {
    let Some(group) = &clause.verb else { return false };
    let verb = group.end.saturating_sub(1);
    let be = |at: usize| {
        matches!(
            words.low(at),
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "wasn't" | "weren't" | "got" | "get"
        )
    };
    let auxiliary =
        (group.start..verb).rev().find(|&at| is_auxiliary(words.low(at)) || is_pronoun(words.low(at)));
    is_past(words.low(verb)) && (auxiliary.is_some_and(be) || words.low(verb + 1) == "by")
}
