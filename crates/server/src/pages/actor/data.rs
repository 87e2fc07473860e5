//! What do other programs see of an actor?

use sayso_answers::JsonPosition;
use sayso_library::Hit;
use serde::Serialize;
use utoipa::ToSchema;

use super::View;
use super::offices::Office;
use super::stances::{Moved, OnIssue};
use crate::pages::actors::JsonActor;

/// The document.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonActorPage<'a> {
    /// `sayso.actor/1`.
    schema: &'static str,
    /// Name, kind and totals.
    actor: JsonActor,
    /// The one article that knows it; none for who is the same in every article.
    article: Option<&'a str>,
    /// What articles call it, the most frequent first.
    names: Vec<JsonNameUsed<'a>>,
    /// Which offices it held: those of the list of people first, then what articles say.
    offices: Vec<Office>,
    /// For whom it speaks, in its newest statements.
    speaks_for: Vec<JsonPrincipal<'a>>,
    /// How many positions the rest rests on: the newest.
    looked_at: usize,
    /// Whether there are more.
    is_cut: bool,
    /// Where it stands, the issues on which it says most first.
    issues: Vec<JsonActorIssue<'a>>,
    /// How it moved, the latest first.
    changes: Vec<JsonChange<'a>>,
    /// What it said last, and what others said last for it.
    statements: Vec<JsonStatement<'a>>,
}

/// A name that articles use.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonNameUsed<'a> {
    /// The name.
    name: &'a str,
    /// How often.
    times: u64,
}

/// Whom somebody speaks for.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonPrincipal<'a> {
    /// Its key.
    key: &'a str,
    /// Its name.
    name: &'a str,
    /// In how many of the newest statements.
    statements: usize,
}

/// Where an actor stands on an issue, in numbers of positions.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonActorIssue<'a> {
    /// The issue.
    label: &'a str,
    /// Where it comes from: `defined`, `found` or `asked`.
    origin: &'static str,
    /// Positions for it.
    favor: u64,
    /// Positions against it.
    against: u64,
    /// Positions that take no side.
    neutral: u64,
    /// The day of the last one, where any is known.
    last: Option<String>,
}

/// How an actor moved.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonChange<'a> {
    /// On which issue.
    issue: &'a str,
    /// `reversal`, `mixed`, `softening`, `hardening`, `new condition` or `condition dropped`.
    change: &'static str,
    /// Who has moved: `actor`, `other speaker` or `unknown`.
    mover: Option<&'static str>,
    /// The words now.
    now: JsonPosition<'a>,
    /// The words before.
    before: Option<JsonPosition<'a>>,
}

/// A statement.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonStatement<'a> {
    /// The article it stands in.
    article: &'a str,
    /// Its id in the article.
    statement: &'a str,
    /// The article's title.
    title: Option<&'a str>,
    /// The article's outlet.
    outlet: Option<&'a str>,
    /// The day it was said, else published.
    day: Option<&'a str>,
    /// Who says it.
    speaker: Option<&'a str>,
    /// For whom.
    speaks_for: Option<&'a str>,
    /// The words that attribute it.
    cue: &'a str,
    /// What is said.
    quote: &'a str,
    /// Probability that source, cue and content are right.
    confidence: f64,
}

/// All of it.
pub(super) fn of(view: &View) -> JsonActorPage<'_> {
    JsonActorPage {
        schema: "sayso.actor/1",
        actor: JsonActor::from(view.found.actor.clone()),
        article: view.article.as_ref().map(|(name, _)| name.as_str()),
        names: view.found.names.iter().map(|(name, times)| JsonNameUsed { name, times: *times }).collect(),
        offices: view.offices.clone(),
        speaks_for: view
            .speaks_for
            .iter()
            .map(|(who, statements)| JsonPrincipal {
                key: &who.key,
                name: &who.name,
                statements: *statements,
            })
            .collect(),
        looked_at: view.stances.looked_at,
        is_cut: view.stances.is_cut,
        issues: view.stances.issues.iter().map(issue).collect(),
        changes: view.stances.changes().iter().map(change).collect(),
        statements: view.statements.iter().map(statement).collect(),
    }
}

fn issue(issue: &OnIssue) -> JsonActorIssue<'_> {
    JsonActorIssue {
        label: &issue.label,
        origin: issue.origin.as_str(),
        favor: issue.favor,
        against: issue.against,
        neutral: issue.neutral,
        last: issue.last.map(|day| day.to_string()),
    }
}

fn change<'a>(moved: &Moved<'a>) -> JsonChange<'a> {
    JsonChange {
        issue: &moved.issue.label,
        change: moved.what.as_str(),
        mover: moved.mover.map(|mover| mover.as_str()),
        now: JsonPosition::of(moved.now),
        before: moved.before.map(JsonPosition::of),
    }
}

fn statement(hit: &Hit) -> JsonStatement<'_> {
    JsonStatement {
        article: &hit.article,
        statement: &hit.statement,
        title: hit.title.as_deref(),
        outlet: hit.outlet.as_deref(),
        day: hit.day.as_deref(),
        speaker: hit.speaker.as_ref().map(|(_, name)| name.as_str()),
        speaks_for: hit.speaks_for.as_ref().map(|(_, name)| name.as_str()),
        cue: &hit.cue,
        quote: &hit.quote,
        confidence: hit.confidence,
    }
}
