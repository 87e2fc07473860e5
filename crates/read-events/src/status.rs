//! Did it happen? Denied, possible, still to come, told by somebody, or a fact.

use std::ops::Range;

use sayso_domain::{Date, EventStatus, EventType, Statement};
use sayso_text::Text;

use crate::clauses::Clause;
use crate::grammar::{is_modal, is_preposition};
use crate::words::Words;

const NEGATIONS: &[&str] = &["not", "never", "neither", "nor", "cannot", "no"];
const DENYING: &[&str] = &[
    "deny",
    "denies",
    "denied",
    "denying",
    "cancelled",
    "canceled",
    "cancel",
    "cancels",
    "refused",
    "refuses",
    "declined",
    "declines",
    "postponed",
];
const POSSIBLE: &[&str] = &["possible", "potential", "hypothetical", "threatened", "proposed"];
const WEAK: &[&str] = &["would", "could", "may", "might", "should", "wouldn't", "couldn't"];
const CONDITIONS: &[&str] = &["if", "unless", "whether"];
const HEARSAY: &[&str] =
    &["reportedly", "allegedly", "reported", "said", "alleged", "believed", "rumored", "rumoured"];
const WILL: &[&str] = &["will", "shall", "won't", "won’t", "'ll"];
const COMING: &[&str] = &["forthcoming", "upcoming", "planned", "scheduled", "impending", "coming"];
const PROMISES: &[&str] =
    &["plan", "plans", "planned", "promised", "pledged", "vowed", "intends", "scheduled"];
const PLANS: &[&str] = &[
    "expected",
    "due",
    "scheduled",
    "set",
    "planned",
    "plans",
    "plan",
    "planning",
    "going",
    "slated",
    "poised",
    "preparing",
    "prepares",
    "intends",
    "intend",
    "supposed",
    "pledged",
    "vowed",
    "promised",
    "about",
    "hopes",
    "is",
    "are",
    "was",
    "were",
    "expects",
];

/// What tells the status beside the clause itself.
pub(crate) struct Around<'a> {
    pub(crate) kind: EventType,
    /// The statement whose content tells the event.
    pub(crate) told: Option<&'a Statement>,
    /// Whether who acts is who tells it.
    pub(crate) own: bool,
    pub(crate) date: Option<Date>,
    pub(crate) published: Option<Date>,
}

pub(crate) fn status(words: &Words, text: &Text, clause: &Clause, around: &Around) -> EventStatus {
    if is_denied(words, text, clause, around) {
        EventStatus::Denied
    } else if is_hypothetical(words, clause, around) {
        EventStatus::Hypothetical
    } else if is_planned(words, clause, around) {
        EventStatus::Planned
    } else if is_reported(words, clause, around) {
        EventStatus::Reported
    } else {
        EventStatus::Happened
    }
}

/// The verb with its auxiliaries, or what stands before a noun in its phrase.
fn lead(clause: &Clause) -> Range<usize> {
    clause.verb.clone().unwrap_or(clause.words.start..clause.head)
}

/// The few words that govern a noun phrase or an infinitive.
fn governors(clause: &Clause) -> Range<usize> {
    let start = lead(clause).start.min(clause.words.start.max(clause.bounds.start));
    let start = if clause.verb.is_some() { lead(clause).start } else { start };
    start.saturating_sub(3).max(clause.bounds.start)..start
}

/// Told by somebody else than who acts, and not taken for granted in the telling ("the raid", "after talks").
fn is_reported(words: &Words, clause: &Clause, around: &Around) -> bool {
    let start = clause.words.start;
    let definite = matches!(words.low(start), "the" | "his" | "her" | "its" | "their" | "this" | "that")
        || (start..clause.head).any(|at| matches!(words.low(at), "'s" | "'"))
        || start > clause.bounds.start && is_preposition(words.before(start));
    let granted = clause.verb.is_none() && definite;
    let hearsay = lead(clause).any(|at| HEARSAY.contains(&words.low(at)) && at < clause.head);
    hearsay || around.told.is_some() && !around.own && !granted
}

fn is_denied(words: &Words, text: &Text, clause: &Clause, around: &Around) -> bool {
    if around.kind == EventType::Reject {
        return false;
    }
    let negated = lead(clause).any(|at| is_negation(words, at));
    let from = if clause.verb.is_some() { clause.subject.start } else { clause.words.start };
    let nobody = from < words.within(words.place(clause.head)).start
        && matches!(words.low(from), "no" | "nobody" | "neither");
    let denied = clause.verb.is_none() && words.any(governors(clause), DENYING)
        || (lead(clause).start..clause.head).any(|at| DENYING.contains(&words.low(at)));
    let said = |statement: &Statement| {
        statement.cue.iter().any(|cue| {
            let cue = text.as_str().get(cue.range()).unwrap_or_default();
            DENYING[..4].iter().any(|word| cue.eq_ignore_ascii_case(word))
        })
    };
    negated || nobody || denied || around.told.is_some_and(said)
}

fn is_negation(words: &Words, at: usize) -> bool {
    let word = words.low(at);
    NEGATIONS[..5].contains(&word)
        || word.ends_with("n't")
        || word.ends_with("n’t")
        || word == "no" && words.low(at + 1) != "longer"
}

fn is_hypothetical(words: &Words, clause: &Clause, around: &Around) -> bool {
    let lead = lead(clause);
    let before = clause.subject.start.min(lead.start).max(clause.bounds.start);
    let opened = before > clause.bounds.start && CONDITIONS.contains(&words.before(before))
        || CONDITIONS.contains(&words.low(clause.words.start));
    let weak = lead.clone().find(|&at| WEAK.contains(&words.low(at)) && words.is_small(at));
    // "announced that it would leave" looks ahead from the announcement.
    let weak = weak.is_some_and(|at| {
        let reported = matches!(words.low(at), "would" | "should");
        !(reported && (around.told.is_some() || words.before(before) == "that"))
    });
    let threatened = clause.verb.is_some()
        && around.kind != EventType::Threaten
        && (lead.start..clause.head)
            .any(|at| matches!(words.low(at), "threatened" | "threatens" | "threatening"));
    let thought = words.any(governors(clause).start..lead.end, &["considering", "considers", "considered"]);
    let called = clause.verb.is_none()
        && around.kind != EventType::Request
        && governors(clause).any(|at| {
            matches!(words.low(at), "called" | "calls" | "calling" | "call") && words.low(at + 1) == "for"
        });
    let possible = clause.verb.is_none() && words.any(lead, POSSIBLE);
    opened || weak || threatened || thought || called || possible
}

fn is_planned(words: &Words, clause: &Clause, around: &Around) -> bool {
    // What a threat says is to come; the threat itself is there.
    if around.kind == EventType::Threaten {
        return false;
    }
    let lead = lead(clause);
    let promised = !matches!(around.kind, EventType::Agree | EventType::Support | EventType::Concede)
        && clause.verb.as_ref().is_some_and(|verb| PROMISES.contains(&words.before(verb.end)));
    let later = around.date.zip(around.published).is_some_and(|(day, published)| day > published);
    let will = lead.clone().any(|at| {
        let word = words.low(at);
        WILL.contains(&word)
            || word.ends_with("'ll")
            || word.ends_with("’ll")
            || word == "would" && is_modal(word) && clause.verb.is_some()
    });
    let infinitive = clause.verb.is_some()
        && lead
            .clone()
            .any(|at| words.low(at) == "to" && at > lead.start && PLANS.contains(&words.before(at)));
    let plan = lead.start > clause.bounds.start
        && clause.verb.is_some()
        && words.low(lead.start) == "to"
        && matches!(words.before(lead.start), "plan" | "plans" | "decision" | "intention");
    let passive = (clause.head..clause.words.end).any(|at| {
        matches!(words.low(at), "scheduled" | "planned" | "slated")
            && matches!(words.low(at + 1), "for" | "to")
    });
    let coming = clause.verb.as_ref().map_or(clause.words.start, |verb| verb.end)..clause.head;
    let coming = words.any(coming, COMING)
        || clause.verb.is_none()
            && words.any(governors(clause), &["plans", "planned", "planning", "upcoming", "scheduled"]);
    let next = clause.words.clone().any(|at| {
        words.low(at) == "next" && matches!(words.low(at + 1), "week" | "month" | "year" | "weekend")
            || words.low(at) == "tomorrow"
    });
    promised || later || will || infinitive || plan || passive || coming || next
}
