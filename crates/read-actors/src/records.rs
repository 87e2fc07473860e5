//! From entities to the article's list of actors.

use sayso_domain::{Actor, ActorId, ActorKind, Article};
use sayso_gazetteer::RoleOn;
use sayso_text::Span;

use crate::entities::{Entities, Id, slug};

/// The actors in the order of their first mention, and each entity's number among them. Left out is who neither has a
/// name nor speaks.
pub(crate) fn records(
    entities: &Entities<'_>,
    roles: &[(Option<Id>, Option<Id>)],
    article: &Article,
) -> (Vec<Actor>, Vec<Option<ActorId>>) {
    let mut wanted: Vec<bool> = entities.list.iter().map(|e| e.is_named && !e.mentions.is_empty()).collect();
    for id in roles.iter().flat_map(|&(speaker, speaks_for)| [speaker, speaks_for]).flatten() {
        wanted[id] = true;
    }
    let mut order: Vec<Id> = (0..entities.list.len()).filter(|&id| wanted[id]).collect();
    let first = |id: Id| entities.list[id].mentions.iter().min().map_or(u32::MAX, |span| span.start());
    order.sort_by_key(|&id| (first(id), id));
    let mut numbers = vec![None; entities.list.len()];
    let mut actors = Vec::with_capacity(order.len());
    for (number, id) in order.into_iter().enumerate() {
        let actor_id = ActorId(number as u32);
        numbers[id] = Some(actor_id);
        let entity = &entities.list[id];
        let mentions = apart(entity.mentions.clone());
        let mut actor = Actor {
            id: actor_id,
            key: entity.key.clone(),
            name: entity.name.clone(),
            kind: entity.kind,
            state: entity.state,
            role: entity.role.clone(),
            mentions,
        };
        if entity.kind == ActorKind::Person && entity.is_named {
            named_person(entities, id, article, &mut actor);
        }
        actors.push(actor);
    }
    (actors, numbers)
}

/// In text order and without overlap: of two places that overlap the shorter, which is the name within the phrase.
fn apart(mut mentions: Vec<Span>) -> Vec<Span> {
    mentions.sort_unstable();
    let mut kept: Vec<Span> = Vec::with_capacity(mentions.len());
    for span in mentions {
        match kept.last_mut() {
            Some(last) if last.overlaps(span) => {
                if span.len() < last.len() {
                    *last = span;
                }
            }
            _ => kept.push(span),
        }
    }
    kept
}

/// A person's key, and what the list of office holders adds to what the article says.
fn named_person(entities: &Entities<'_>, id: Id, article: &Article, actor: &mut Actor) {
    let entity = &entities.list[id];
    let known = entities.known_person(id, article.published);
    if let Some(person) = known {
        actor.key = Some(person.key.to_string());
        if entity.words.len() < 2 {
            actor.name = person.name.to_string();
        }
        if let (None, Some(day)) = (&actor.role, article.published)
            && let RoleOn::Held(role) = person.role_on(day)
        {
            actor.role = Some(role.title.to_string()).filter(|title| !title.is_empty());
            actor.state = actor.state.or(role.country);
        }
        if let Some(day) = article.published
            && let Some(own) = entities.own_person_named(&entity.name)
            && let RoleOn::Held(role) = own.role_on(day)
        {
            actor.role = Some(role.title.to_string()).filter(|title| !title.is_empty()).or(actor.role.take());
            actor.state = role.country.or(actor.state);
        }
    } else if entity.words.len() > 1 {
        actor.key = Some(format!("person:{}", slug(&entity.name)));
    }
}
