//! Which statement holds the words, and whose position is it?

use sayso_domain::{Actor, ActorId, ActorKind, Statement};
use sayso_text::Span;

/// Whose position some words show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Index of the statement.
    pub(crate) statement: usize,
    pub(crate) holder: ActorId,
    pub(crate) alleged: bool,
}

/// The innermost statement over most of `evidence` whose speaker is somebody; none where there is none.
pub(crate) fn held(statements: &[Statement], actors: &[Actor], evidence: Span) -> Option<Held> {
    let share = |statement: &Statement| -> u32 {
        let spans = statement.content.iter().chain(&statement.cue).chain(&statement.source);
        spans.map(|span| span.shared(evidence)).sum()
    };
    let most = statements.iter().map(share).max().filter(|&most| 2 * most >= evidence.len())?;
    // A nested statement stands behind the one that holds it.
    let number = statements.iter().rposition(|statement| 10 * share(statement) >= 9 * most)?;
    let holder = holder_of(&statements[number])?;
    if actors.get(holder.0 as usize)?.kind == ActorKind::Outlet {
        return None;
    }
    Some(Held { statement: number, holder, alleged: is_alleged(statements, actors, number, holder) })
}

/// The state or organisation that the speaker speaks for, else the speaker.
fn holder_of(statement: &Statement) -> Option<ActorId> {
    statement.speaks_for.or(statement.speaker)
}

/// Whether another actor than the holder, and other than a carrier of news, tells of it.
fn is_alleged(statements: &[Statement], actors: &[Actor], number: usize, holder: ActorId) -> bool {
    let mut outer = statements[number].within;
    while let Some(parent) = outer.and_then(|id| statements.get(id.0 as usize)) {
        let teller = holder_of(parent);
        let carrier = |id: ActorId| actors.get(id.0 as usize).is_none_or(|a| a.kind == ActorKind::Outlet);
        if teller.is_some_and(|id| id != holder && parent.speaker != Some(holder) && !carrier(id)) {
            return true;
        }
        outer = parent.within;
    }
    false
}
