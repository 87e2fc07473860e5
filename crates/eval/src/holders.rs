//! Is it the same holder?
//!
//! A state is gold's where the actor's key is its code, or where the actor is a state of that code: who speaks for it
//! is not it. Anybody else is gold's **by name** where the two names are equal but for capitals and articles, or all
//! words of one are in the other; and **by place** where the words by which gold found the holder are a mention of the
//! actor, or the source of the statement that the position is taken from. The last does not see a pronoun that was
//! taken for somebody else, which is why what holds by name alone is counted too.

use std::collections::BTreeSet;

use sayso_domain::{ActorKind, Country};
use sayso_wire::{WireActor, WirePosition, WireReading, WireSpan};

use crate::corpora::GoldPosition;
use crate::document::places;
use crate::overlap::Overlap;

/// How sure it is that it is the same holder; more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// It is somebody else.
    None,
    /// The words stand where gold's stand.
    Place,
    /// The state or the name is gold's.
    Name,
}

/// How much the holder of `position` is gold's.
pub(crate) fn likeness(gold: &GoldPosition, position: &WirePosition, reading: &WireReading) -> Likeness {
    let holder = holder(position, reading);
    let is_same = match gold.holder.parse::<Country>() {
        Ok(_) => {
            return if holder.is_some_and(|h| is_state(h, &gold.holder)) {
                Likeness::Name
            } else {
                Likeness::None
            };
        }
        Err(_) => holder.is_some_and(|holder| is_named(&holder.name, &gold.holder)),
    };
    if is_same {
        return Likeness::Name;
    }
    let statement = reading.statements.iter().find(|statement| statement.id == position.statement);
    let meets = |spans: &[WireSpan]| Overlap::of(&gold.holder_words, &places(spans)).any();
    let is_there = holder.is_some_and(|holder| meets(&holder.mentions))
        || statement.is_some_and(|statement| meets(&statement.source));
    if is_there { Likeness::Place } else { Likeness::None }
}

/// The actor whose position it is.
pub(crate) fn holder<'a>(position: &WirePosition, reading: &'a WireReading) -> Option<&'a WireActor> {
    reading.actors.iter().find(|actor| actor.id == position.holder)
}

fn is_state(actor: &WireActor, code: &str) -> bool {
    let is_key = actor.key.as_deref() == Some(code);
    is_key || actor.kind == ActorKind::State.as_str() && actor.state.as_deref() == Some(code)
}

/// Whether the names are equal, or one's words are all in the other.
pub(crate) fn is_named(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(a), name_words(b));
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

/// Whether the names are equal but for capitals and articles.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    name_words(a) == name_words(b)
}

fn name_words(name: &str) -> BTreeSet<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).filter(|word| !["the", "a", "an"].contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> WireReading {
        let reading = serde_json::json!({
            "schema": sayso_wire::SCHEMA,
            "article": {"id": "a", "text": "Ann Reed of Norway: he wants rain."},
            "statements": [{
                "id": "s1", "kind": "indirect", "source": [[20, 22]], "cue": [[23, 28]], "content": [[29, 33]],
                "confidence": 1.0
            }],
            "actors": [
                {"id": "a1", "name": "Ann Reed", "kind": "person", "state": "NOR", "mentions": [[0, 8]]},
                {"id": "a2", "name": "Norway", "kind": "state", "state": "NOR", "mentions": [[12, 18]]},
                {"id": "a3", "key": "NOR", "name": "Oslo", "kind": "organisation", "mentions": []}
            ]
        });
        serde_json::from_value(reading).unwrap()
    }

    #[track_caller]
    fn check(gold: &str, words: &[[i64; 2]], holder: &str, expected: Likeness) {
        let gold = serde_json::json!({
            "holder": gold, "holder_words": words, "issue": "", "stance": "favor", "act": "demand",
            "evidence": [[29, 33]]
        });
        let position = serde_json::json!({
            "id": "p1", "statement": "s1", "holder": holder, "target": {"label": "", "spans": []},
            "stance": "favor", "act": "demand", "condition": [], "evidence": [[29, 33]], "confidence": 1.0
        });
        let gold: GoldPosition = serde_json::from_value(gold).unwrap();
        let position: WirePosition = serde_json::from_value(position).unwrap();
        assert_eq!(likeness(&gold, &position, &reading()), expected);
    }

    #[test]
    fn a_state_is_not_who_speaks_for_it() {
        check("NOR", &[[0, 8]], "a1", Likeness::None);
        check("NOR", &[], "a2", Likeness::Name);
        check("NOR", &[], "a3", Likeness::Name);
        check("GBR", &[[12, 18]], "a2", Likeness::None);
    }

    #[test]
    fn who_has_another_name_may_stand_in_the_place() {
        check("Reed", &[], "a1", Likeness::Name);
        check("the mayor", &[[4, 8]], "a1", Likeness::Place);
        check("the mayor", &[[20, 22]], "a2", Likeness::Place);
        check("the mayor", &[[9, 11]], "a1", Likeness::None);
        check("the mayor", &[], "a1", Likeness::None);
        check("Reed", &[[0, 8]], "a9", Likeness::None);
    }

    #[test]
    fn names_are_equal_or_one_is_in_the_other() {
        assert!(is_named("The Greens", "greens"));
        assert!(is_named("Reed", "Ann Reed"));
        assert!(is_named("other scientists", "the scientists"));
        assert!(!is_named("Ann Reed", "Bob Reed"));
        assert!(!is_named("the", "the"));
        assert!(!is_named("", "Reed"));
        assert!(is_same_name("the Harbour", "Harbour") && !is_same_name("Old Harbour", "Harbour"));
    }
}
