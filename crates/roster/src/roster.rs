//! The list itself.

use std::collections::{BTreeMap, HashMap};

use sayso_domain::{Actor, ActorId, ActorKind, Article, Reading, Statement};

use crate::Record;
use crate::entry::{Entry, For, is_named};

/// Who is in the articles added so far.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    keeps_unnamed: bool,
    entries: Vec<Entry>,
    by_key: HashMap<String, usize>,
    articles: usize,
    unnamed: BTreeMap<ActorKind, usize>,
}

impl Roster {
    /// Nobody yet. Those without a name will be counted, not kept.
    pub fn new() -> Roster {
        Roster::default()
    }

    /// Nobody yet. Those without a name will have a record each, in each article.
    pub fn with_unnamed() -> Roster {
        Roster { keeps_unnamed: true, ..Roster::default() }
    }

    /// Adds everybody in one more article.
    ///
    /// A statement counts for its speaker and, where that is another, for whom the speaker speaks. One whose speaker
    /// the text does not tell counts for nobody.
    pub fn add(&mut self, reading: &Reading) {
        self.articles += 1;
        let article = &reading.article;
        let places: Vec<Option<usize>> =
            reading.actors.iter().map(|actor| self.see(actor, article)).collect();
        for statement in &reading.statements {
            self.hear(reading, statement, &places);
        }
    }

    /// The number of articles added.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The number of those of a kind that have no name, each counted once in each article that has it.
    pub fn unnamed(&self, kind: ActorKind) -> usize {
        self.unnamed.get(&kind).copied().unwrap_or(0)
    }

    /// A record for each actor: those with most statements first, then by name and by key, then in the order in which
    /// they were added.
    pub fn records(&self) -> Vec<Record> {
        let mut records: Vec<Record> = self.entries.iter().map(|entry| entry.record(&self.entries)).collect();
        records.sort_by(|a, b| {
            let by_name = || a.name.cmp(&b.name).then_with(|| a.key.cmp(&b.key));
            b.statements.cmp(&a.statements).then_with(by_name)
        });
        records
    }

    /// The place of an actor's entry, made where it is new; none for those that are only counted.
    fn see(&mut self, actor: &Actor, article: &Article) -> Option<usize> {
        if !is_named(actor) {
            *self.unnamed.entry(actor.kind).or_default() += 1;
            if !self.keeps_unnamed {
                return None;
            }
        }
        let known = actor.key.as_ref().and_then(|key| self.by_key.get(key)).copied();
        let place = known.unwrap_or(self.entries.len());
        if known.is_none() {
            self.entries.push(Entry::new(actor, article));
            if let Some(key) = &actor.key {
                self.by_key.insert(key.clone(), place);
            }
        }
        self.entries[place].see(actor, article, self.articles);
        Some(place)
    }

    fn hear(&mut self, reading: &Reading, statement: &Statement, places: &[Option<usize>]) {
        let (article, said_on) = (&reading.article, statement.said_on);
        let actor = |id: ActorId| {
            let number = reading.actors.binary_search_by_key(&id, |actor| actor.id).ok()?;
            Some((&reading.actors[number], places[number]))
        };
        let speaker = statement.speaker.and_then(actor);
        let principal =
            statement.speaks_for.filter(|_| statement.speaks_for != statement.speaker).and_then(actor);
        if let Some((_, Some(place))) = principal {
            self.entries[place].be_spoken_for(said_on.or(article.published));
        }
        if let Some((actor, Some(place))) = speaker {
            self.entries[place].speak(actor, article, said_on);
            if let Some((actor, at)) = principal {
                self.entries[place].speak_for(at.map_or_else(|| For::Named(actor.name.clone()), For::Entry));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Date, Kind, Modality, Span, StatementId};
    use sayso_text::Text;

    use super::*;
    use crate::{Days, Office, Principal};

    fn day(number: i8) -> Date {
        Date::constant(2015, 9, number)
    }

    fn actor(id: u32, key: Option<&str>, name: &str, kind: ActorKind) -> Actor {
        let key = key.map(str::to_owned);
        Actor { id: ActorId(id), key, name: name.into(), kind, state: None, role: None, mentions: vec![] }
    }

    fn kerry(id: u32, role: Option<&str>) -> Actor {
        let role = role.map(str::to_owned);
        Actor {
            role,
            state: "USA".parse().ok(),
            ..actor(id, Some("person:john-kerry"), "John Kerry", ActorKind::Person)
        }
    }

    fn usa(id: u32) -> Actor {
        Actor { state: "USA".parse().ok(), ..actor(id, Some("USA"), "United States", ActorKind::State) }
    }

    fn officials(id: u32) -> Actor {
        actor(id, None, "two officials", ActorKind::Group)
    }

    fn said(speaker: Option<u32>, speaks_for: Option<u32>, said_on: Option<Date>) -> Statement {
        Statement {
            id: StatementId(0),
            kind: Kind::Direct,
            source: vec![],
            cue: vec![],
            content: vec![],
            within: None,
            speaker: speaker.map(ActorId),
            speaks_for: speaks_for.map(ActorId),
            said_on,
            modality: Modality::default(),
            confidence: 0.9,
        }
    }

    fn reading(published: Option<Date>, actors: Vec<Actor>, statements: Vec<Statement>) -> Reading {
        let article = Article {
            id: "wire".into(),
            outlet: None,
            title: None,
            published,
            url: None,
            language: None,
            text: Text::new("Kerry said the minister John\nKerry met left. He said Kerry's plan"),
            boilerplate: vec![],
        };
        Reading { article, statements, positions: vec![], events: vec![], actors, notes: vec![] }
    }

    fn roster(readings: &[Reading]) -> Vec<Record> {
        let mut roster = Roster::new();
        readings.iter().for_each(|reading| roster.add(reading));
        roster.records()
    }

    fn names(records: &[Record]) -> Vec<&str> {
        records.iter().map(|record| record.name.as_str()).collect()
    }

    #[test]
    fn actors_of_one_key_are_one_and_those_without_are_merged_with_nobody() {
        let thorgren = |id| actor(id, None, "Thorgren", ActorKind::Person);
        let first = reading(None, vec![kerry(0, None), thorgren(1), officials(2)], vec![]);
        let second = reading(None, vec![officials(0), thorgren(1), kerry(2, None)], vec![]);
        let mut roster = Roster::with_unnamed();
        roster.add(&first);
        roster.add(&second);
        let records = roster.records();
        assert_eq!(names(&records), ["John Kerry", "Thorgren", "Thorgren", "two officials", "two officials"]);
        assert_eq!(records.iter().map(|r| r.articles).collect::<Vec<_>>(), [2, 1, 1, 1, 1]);
        let named: Vec<bool> = records.iter().map(|record| record.is_named).collect();
        assert_eq!(named, [true, true, true, false, false]);
        assert_eq!((records[0].article.as_deref(), records[1].article.as_deref()), (None, Some("wire")));
    }

    #[test]
    fn those_without_a_name_are_counted_and_kept_where_asked_for() {
        let reading = reading(None, vec![kerry(0, None), officials(1)], vec![said(Some(1), None, None)]);
        let mut roster = Roster::new();
        roster.add(&reading);
        roster.add(&reading);
        assert_eq!((roster.unnamed(ActorKind::Group), roster.unnamed(ActorKind::Person)), (2, 0));
        assert_eq!(roster.articles(), 2);
        assert_eq!(names(&roster.records()), ["John Kerry"]);
    }

    #[test]
    fn those_with_most_statements_come_first_then_by_name_and_key() {
        let person = |id, key, name| actor(id, Some(key), name, ActorKind::Person);
        let actors = vec![
            person(0, "person:b", "B"),
            person(1, "person:a-2", "A"),
            person(2, "person:c", "C"),
            person(3, "person:a-1", "A"),
        ];
        let records =
            roster(&[reading(None, actors, vec![said(Some(2), None, None), said(None, None, None)])]);
        let keys: Vec<_> = records.iter().map(|record| record.key.as_deref().unwrap()).collect();
        assert_eq!(keys, ["person:c", "person:a-1", "person:a-2", "person:b"]);
        assert_eq!(records.iter().map(|record| record.statements).sum::<usize>(), 1);
    }

    #[test]
    fn days_are_those_of_the_statements_else_of_the_articles() {
        let actors = || vec![kerry(0, None), usa(1)];
        let spoken = reading(
            Some(day(20)),
            actors(),
            vec![said(Some(0), None, Some(day(19))), said(Some(0), Some(1), None)],
        );
        let silent = reading(Some(day(25)), vec![kerry(0, None), officials(1)], vec![]);
        let timeless = reading(None, vec![kerry(0, None)], vec![said(Some(0), None, None)]);
        let records = roster(&[spoken, silent.clone(), timeless.clone()]);
        assert_eq!(records[0].days, Some(Days { first: day(19), last: day(20) }));
        assert_eq!(records[1].days, Some(Days { first: day(20), last: day(20) }), "spoken for on that day");
        assert_eq!(roster(&[silent])[0].days, Some(Days { first: day(25), last: day(25) }));
        assert_eq!(roster(&[timeless])[0].days, None);
    }

    #[test]
    fn whom_somebody_speaks_for_is_named_and_counted() {
        let actors = vec![kerry(0, None), usa(1), actor(2, None, "the ministry", ActorKind::Organisation)];
        let statements = vec![
            said(Some(0), Some(1), None),
            said(Some(0), Some(2), None),
            said(Some(1), Some(1), None),
            said(None, Some(1), None),
        ];
        let records = roster(&[reading(None, actors, statements)]);
        let principal =
            |name: &str, key: Option<&str>| Principal { name: name.into(), key: key.map(str::to_owned) };
        assert_eq!(
            records[0].speaks_for,
            [principal("United States", Some("USA")), principal("the ministry", None)]
        );
        assert_eq!((records[0].statements, records[0].statements_for), (2, 0));
        assert_eq!((records[1].statements, records[1].statements_for), (1, 2));
        assert!(records[1].speaks_for.is_empty());
    }

    #[test]
    fn each_office_has_its_days_and_the_latest_stands_first() {
        let senator = |published| reading(published, vec![kerry(0, Some("Senator"))], vec![]);
        let secretary = reading(
            None,
            vec![kerry(0, Some("Secretary of State"))],
            vec![said(Some(0), None, Some(day(19))), said(Some(0), None, Some(day(21)))],
        );
        let records = roster(&[
            secretary,
            senator(Some(day(1))),
            senator(Some(day(3))),
            reading(None, vec![kerry(0, None)], vec![]),
        ]);
        let office = |title: &str, first, last| Office {
            title: title.into(),
            days: Some(Days { first: day(first), last: day(last) }),
        };
        assert_eq!(records[0].offices, [office("Secretary of State", 19, 21), office("Senator", 1, 3)]);
        assert_eq!(records[0].office(), Some("Secretary of State"));
    }

    #[test]
    fn other_names_are_as_written_without_pronouns_and_descriptions() {
        let text = reading(None, vec![], vec![]).article.text;
        let mention = |words: &str| {
            let start = text.as_str().find(words).unwrap() as u32;
            Span::new(start, start + words.len() as u32)
        };
        let mut kerry = kerry(0, None);
        kerry.mentions = ["Kerry", "the minister", "John\nKerry", "He", "Kerry's"].map(mention).to_vec();
        let mut fuller = kerry.clone();
        fuller.name = "John F. Kerry".into();
        let readings = [reading(None, vec![kerry.clone()], vec![]), reading(None, vec![fuller], vec![])];
        assert_eq!(names(&roster(&readings)), ["John F. Kerry"], "the fuller of two");
        assert_eq!(roster(&readings)[0].also_named, ["John Kerry", "Kerry"]);
        let readings = [&readings[..], &[reading(None, vec![kerry], vec![])]].concat();
        assert_eq!(names(&roster(&readings)), ["John Kerry"], "the more frequent one");
    }

    #[test]
    fn kind_and_state_are_those_of_most_articles() {
        let unknown = Actor { kind: ActorKind::Unknown, state: None, ..kerry(0, None) };
        let records =
            roster(&[reading(None, vec![unknown], vec![]), reading(None, vec![kerry(0, None)], vec![])]);
        assert_eq!((records[0].kind, records[0].state), (ActorKind::Person, "USA".parse().ok()));
    }
}
