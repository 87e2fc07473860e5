//! Whom do these words name? The actors' mentions, by place.

use std::ops::Range;

use sayso_domain::{Actor, ActorId, ActorKind};
use sayso_text::Span;

use crate::clauses::is_day;
use crate::words::Words;

/// One place where an actor is named or referred to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// Its place.
    pub(crate) span: Span,
    /// Whom it means.
    pub(crate) actor: ActorId,
    /// What sort of actor that is.
    pub(crate) kind: ActorKind,
}

/// All mentions of an article, in text order.
pub(crate) struct Cast<'a> {
    mentions: Vec<Mention>,
    actors: &'a [Actor],
}

impl<'a> Cast<'a> {
    pub(crate) fn of(words: &Words, actors: &'a [Actor]) -> Cast<'a> {
        let mut mentions: Vec<Mention> = actors
            .iter()
            .flat_map(|a| a.mentions.iter().map(|&span| Mention { span, actor: a.id, kind: a.kind }))
            .filter(|m| words.within(m.span).all(|at| !is_day(words.low(at))))
            .collect();
        mentions.sort_by_key(|m| (m.span, m.actor));
        Cast { mentions, actors }
    }

    /// The mentions that begin within the words.
    pub(crate) fn within(&self, words: &Words, run: Range<usize>) -> &[Mention] {
        let Some(span) = words.span(&run) else { return &[] };
        let first = self.mentions.partition_point(|m| m.span.start() < span.start());
        let count = self.mentions[first..].partition_point(|m| m.span.start() < span.end());
        &self.mentions[first..first + count]
    }

    /// The actor.
    pub(crate) fn actor(&self, id: ActorId) -> Option<&'a Actor> {
        let by_number = self.actors.get(id.0 as usize).filter(|actor| actor.id == id);
        by_number.or_else(|| self.actors.iter().find(|actor| actor.id == id))
    }
}
