//! How does a position leave its article? With its words, its places and all names written out.

use sayso_domain::{Actor, ActorId, ActorKind, Article, Position, Reading, Span, Statement};
use sayso_text::{CodePoints, Segments, Text};

use crate::stand::{Stand, Who};

/// The positions of `reading`, in its order, about no issue yet. A position without evidence is left out.
pub fn lift(reading: &Reading) -> Vec<Stand> {
    if reading.positions.is_empty() {
        return Vec::new();
    }
    let code_points = CodePoints::new(&reading.article.text);
    let segments = Segments::of(&reading.article.text);
    let positions = reading.positions.iter().filter(|position| !position.evidence.is_empty());
    positions.map(|position| stand(reading, position, &code_points, &segments)).collect()
}

fn stand(reading: &Reading, position: &Position, code_points: &CodePoints, segments: &Segments) -> Stand {
    let Article { text, id, outlet, published, .. } = &reading.article;
    let statement = reading.statements.iter().find(|statement| statement.id == position.statement);
    let speaker = statement.and_then(|statement| actor(reading, statement.speaker?));
    let said_on = statement.and_then(|statement| statement.said_on);
    let quote = text.words(&position.evidence);
    let place = |&span: &Span| {
        let range = code_points.range(span);
        (range.start, range.end)
    };
    Stand {
        actor: who(reading, counts_for(position, statement)),
        speaker: speaker.map(|speaker| speaker.name.clone()),
        speaker_key: speaker.and_then(|speaker| speaker.key.clone()),
        alleged: position.alleged,
        issue: None,
        stance: position.stance,
        act: position.act,
        condition: Some(text.words(&position.condition)).filter(|words| !words.is_empty()),
        date: said_on.or(*published),
        said_on_known: said_on.is_some(),
        context: context(text, &position.evidence, segments),
        spans: position.evidence.iter().map(place).collect(),
        position: position.id.to_string(),
        statement: position.statement.to_string(),
        kind: statement.map_or(sayso_domain::Kind::Indirect, |statement| statement.kind),
        cue: statement.map(|statement| text.words(&statement.cue)).unwrap_or_default(),
        target_label: position.target.label.clone(),
        article: id.clone(),
        outlet: outlet.clone(),
        published: *published,
        content: statement.map_or_else(|| quote.clone(), |statement| text.words(&statement.content)),
        quote,
        confidence: position.confidence,
    }
}

/// The state or organisation that the holder speaks for as the statement's speaker, else the holder.
fn counts_for(position: &Position, statement: Option<&Statement>) -> ActorId {
    let principal = statement.filter(|statement| statement.speaker == Some(position.holder));
    principal.and_then(|statement| statement.speaks_for).unwrap_or(position.holder)
}

/// An actor of a reading, as positions count for it: by its key; without one by its own name, if it is no person; else
/// as somebody who is nobody outside the article.
pub fn who(reading: &Reading, id: ActorId) -> Who {
    let local = || format!("{}#a{}", reading.article.id, u64::from(id.0) + 1);
    match actor(reading, id) {
        Some(actor) => {
            let key = actor.key.clone().or_else(|| named(actor)).unwrap_or_else(local);
            Who { key, name: actor.name.clone() }
        }
        None => Who { key: local(), name: "somebody".to_owned() },
    }
}

/// The key of an actor that has a name of its own, if no place in any list: a state or organisation that is the same in
/// every article that names it. People of one surname are not.
fn named(actor: &Actor) -> Option<String> {
    let words: Vec<&str> = actor.name.split_whitespace().collect();
    let first = words.first()?;
    let proper = |word: &&str| word.starts_with(char::is_uppercase) || JOINING.contains(word);
    let is_name = words.iter().all(proper) && !DETERMINERS.contains(&first.to_lowercase().as_str());
    (actor.kind != ActorKind::Person && actor.kind != ActorKind::Group && is_name)
        .then(|| format!("name:{}", words.join("-").to_lowercase()))
}

/// Words within a name that are written small.
const JOINING: &[&str] = &["of", "the", "and", "for", "de", "la", "du", "des", "al", "&"];

/// Words that begin a description, also where a sentence begins with them.
const DETERMINERS: &[&str] =
    &["a", "an", "some", "many", "several", "one", "two", "three", "other", "others", "critics"];

fn actor(reading: &Reading, id: ActorId) -> Option<&Actor> {
    let at_its_place = reading.actors.get(id.0 as usize).filter(|actor| actor.id == id);
    at_its_place.or_else(|| reading.actors.iter().find(|actor| actor.id == id))
}

/// The sentences in which the words stand; of parts that lie far apart, not what lies between them.
fn context(text: &Text, spans: &[Span], segments: &Segments) -> String {
    let mut sentences: Vec<usize> = spans.iter().flat_map(|&span| segments.sentences_in(span)).collect();
    sentences.sort_unstable();
    sentences.dedup();
    let sentences = sentences.into_iter().map(|sentence| text.slice(segments.sentences[sentence].span));
    sentences.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Act, Date, Kind, Modality, PositionId, Stance, StatementId, Target};

    use super::*;

    const TEXT: &str = "“É fine,” Kerry said. “If they leave, we help.” Officials refused.";

    fn place(words: &str) -> Vec<Span> {
        let start = TEXT.find(words).unwrap() as u32;
        vec![Span::new(start, start + words.len() as u32)]
    }

    fn reading() -> Reading {
        let actor = |id, key: Option<&str>, name: &str| Actor {
            id: ActorId(id),
            key: key.map(str::to_owned),
            name: name.to_owned(),
            kind: ActorKind::Unknown,
            state: None,
            role: None,
            mentions: vec![],
        };
        let statement = |id, content: &str, speaker, speaks_for: Option<u32>| Statement {
            id: StatementId(id),
            kind: Kind::Direct,
            source: vec![],
            cue: place("said"),
            content: place(content),
            within: None,
            speaker: Some(ActorId(speaker)),
            speaks_for: speaks_for.map(ActorId),
            said_on: speaks_for.map(|_| Date::constant(2015, 9, 19)),
            modality: Modality::default(),
            confidence: 0.9,
        };
        let position = |id, statement, holder, evidence: Vec<Span>, condition| Position {
            id: PositionId(id),
            statement: StatementId(statement),
            holder: ActorId(holder),
            alleged: id == 1,
            target: Target { label: "help".to_owned(), actor: None, spans: vec![] },
            stance: Stance::Favor,
            act: Act::Offer,
            condition,
            evidence,
            confidence: 0.8,
        };
        let parts = [place("É fine,"), place("we help.")].concat();
        Reading {
            article: Article {
                id: "wire-1".to_owned(),
                outlet: Some("Wire".to_owned()),
                title: None,
                published: Some(Date::constant(2015, 9, 20)),
                url: None,
                language: None,
                text: Text::new(TEXT),
                boilerplate: vec![],
            },
            statements: vec![statement(0, "É fine,", 0, Some(1)), statement(1, "refused", 2, None)],
            positions: vec![
                position(0, 0, 0, parts, place("If they leave")),
                position(1, 1, 2, place("refused"), vec![]),
                position(2, 9, 9, place("refused"), vec![]),
                position(3, 0, 0, vec![], vec![]),
            ],
            events: vec![],
            actors: vec![
                actor(0, Some("person:john-kerry"), "John Kerry"),
                actor(1, Some("USA"), "United States"),
                actor(2, None, "officials"),
            ],
            notes: vec![],
        }
    }

    #[test]
    fn a_position_counts_for_the_state_spoken_for_and_keeps_its_places_in_code_points() {
        let stands = lift(&reading());
        let stand = &stands[0];
        assert_eq!((stand.actor.key.as_str(), stand.actor.name.as_str()), ("USA", "United States"));
        assert_eq!(stand.speaker_key.as_deref(), Some("person:john-kerry"));
        assert_eq!(stand.quote, "É fine, … we help.");
        assert_eq!(stand.context, "“É fine,” Kerry said. “If they leave, we help.”");
        let chars: Vec<char> = TEXT.chars().collect();
        let words: Vec<String> = stand
            .spans
            .iter()
            .map(|&(start, end)| chars[start as usize..end as usize].iter().collect())
            .collect();
        assert_eq!(words, ["É fine,", "we help."]);
        assert_eq!(stand.condition.as_deref(), Some("If they leave"));
        assert_eq!((stand.date, stand.said_on_known), (Some(Date::constant(2015, 9, 19)), true));
        assert_eq!((stand.position.as_str(), stand.statement.as_str()), ("p1", "s1"));
        assert_eq!((stand.cue.as_str(), stand.content.as_str(), stand.issue), ("said", "É fine,", None));
    }

    #[test]
    fn who_has_no_key_is_somebody_of_the_article_and_what_is_missing_does_no_harm() {
        let stands = lift(&reading());
        assert_eq!(stands.len(), 3);
        assert_eq!(stands[1].actor, Who { key: "wire-1#a3".to_owned(), name: "officials".to_owned() });
        assert!(stands[1].alleged && !stands[1].said_on_known);
        assert_eq!(stands[1].date, Some(Date::constant(2015, 9, 20)));
        assert_eq!((stands[2].actor.key.as_str(), stands[2].content.as_str()), ("wire-1#a10", "refused"));
        assert_eq!(stands[2].speaker, None);
    }

    #[test]
    fn no_positions_no_stands() {
        assert!(lift(&Reading { positions: vec![], ..reading() }).is_empty());
    }
}
