//! An article as it is written, and read at once: each word that is put down knows its place.

use sayso_domain::{
    Act, Actor, ActorId, ActorKind, Article, Date, Event, EventId, EventMode, EventStatus, EventType, Kind,
    Modality, Position, PositionId, Reading, Stance, Statement, StatementId, Target,
};
use sayso_text::{Span, Text};

use super::world::{Person, World};
use crate::chance::Chance;

/// Those who speak in one article.
const SPEAKERS: usize = 4;

const STATEMENTS: usize = 10;

/// Every so many statements takes a position.
const POSITION_EVERY: usize = 2;

/// What is said where no position is taken.
const REMARKS: &[&str] = &[
    "nobody had told the dockers when the last ferry would leave",
    "the winter had been longer than anybody in the valley could remember",
    "a second round of talks was likely before the end of the month",
    "most of the money had been spent before the first lamp was lit",
    "the figures of the customs office could not be trusted",
    "there were more questions than answers in the report of the committee",
];

/// What nobody says.
const TELLING: &[&str] = &[
    "Rain had kept most of the market shut until noon, and only the bakers did any trade.",
    "The talks had begun in spring and were broken off twice, once over the seating and once over the bill.",
    "In the capital, flags hung at half mast for the captain of the lost steamer.",
    "Prices rose for the fourth week, as they do each year when the passes close.",
    "A crowd of some three hundred waited outside with lanterns and went home when it grew cold.",
    "The bridge, built by the grandfather of the present owner, was painted green for the occasion.",
];

/// Words of a position before and after its target.
struct Wording {
    before: &'static str,
    after: &'static str,
    stance: Stance,
    act: Act,
}

const WORDINGS: &[Wording] = &[
    Wording {
        before: "we support ",
        after: " without any reserve",
        stance: Stance::Favor,
        act: Act::Evaluate,
    },
    Wording {
        before: "we reject ",
        after: " and will go on doing so",
        stance: Stance::Against,
        act: Act::Refuse,
    },
    Wording {
        before: "the others have to accept ",
        after: " this year",
        stance: Stance::Favor,
        act: Act::Demand,
    },
    Wording {
        before: "we will leave the talks over ",
        after: "",
        stance: Stance::Against,
        act: Act::Threaten,
    },
    Wording {
        before: "we are still studying ",
        after: " in every detail",
        stance: Stance::Neutral,
        act: Act::Assert,
    },
    Wording { before: "we will pay our share of ", after: "", stance: Stance::Favor, act: Act::Commit },
];

const CONDITION: &str = "if our neighbours do the same";

/// The article so far, and what is read from it.
pub(super) struct Draft<'a> {
    world: &'a World,
    chance: Chance,
    published: Date,
    text: String,
    actors: Vec<Actor>,
    statements: Vec<Statement>,
    positions: Vec<Position>,
    events: Vec<Event>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(world: &'a World, chance: Chance, published: Date) -> Self {
        let (text, actors, statements) = (String::with_capacity(4096), Vec::new(), Vec::new());
        Draft {
            world,
            chance,
            published,
            text,
            actors,
            statements,
            positions: Vec::new(),
            events: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Reading {
        let speakers: Vec<usize> =
            (0..SPEAKERS).map(|_| self.chance.often_small(self.world.persons.len())).collect();
        let issue = self.chance.often_small(self.world.issues.len());
        for number in 0..STATEMENTS {
            self.tell();
            let speaker = speakers[self.chance.below(SPEAKERS)];
            if number % POSITION_EVERY == 0 {
                self.position(speaker, issue)
            } else {
                self.remark(speaker)
            }
            if number % 4 == 3 {
                self.put("\n");
            }
        }
        for _ in 0..1 + self.chance.below(2) {
            self.event();
        }
        self.read()
    }

    fn read(self) -> Reading {
        let article = Article {
            id: String::new(),
            outlet: None,
            title: None,
            published: Some(self.published),
            url: None,
            language: Some("en".to_owned()),
            text: Text::new(self.text.trim_end()),
            boilerplate: Vec::new(),
        };
        let Draft { statements, positions, events, actors, .. } = self;
        Reading { article, statements, positions, events, actors, notes: Vec::new() }
    }

    fn put(&mut self, words: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(words);
        Span::new(start, self.text.len() as u32)
    }

    fn tell(&mut self) {
        for _ in 0..1 + self.chance.below(2) {
            let sentence = TELLING[self.chance.below(TELLING.len())];
            self.put(sentence);
            self.put(" ");
        }
    }

    /// `Foreign minister Ada Otba of Selbaia said that nobody had told the dockers.`
    fn remark(&mut self, speaker: usize) {
        let (source, speaker, state) = self.speaker(speaker);
        self.put(" ");
        let cue = self.put("said");
        self.put(" that ");
        let remark = REMARKS[self.chance.below(REMARKS.len())];
        let content = self.put(remark);
        self.put(". ");
        self.statement(Kind::Indirect, source, cue, content, (speaker, state));
    }

    /// `“If our neighbours do the same, we support the herring tax,” Otba said.`
    fn position(&mut self, speaker: usize, issue: usize) {
        let world = self.world;
        let wording = &WORDINGS[self.chance.below(WORDINGS.len())];
        let opening = self.put("“");
        let condition = self.chance.percent(15).then(|| self.put(CONDITION));
        if condition.is_some() {
            self.put(", ");
        }
        let first = self.put(wording.before);
        let target = self.put(&world.issues[issue]);
        let last = self.put(wording.after);
        let closing = self.put(",”");
        self.put(" ");
        let (source, speaker, state) = self.speaker(speaker);
        self.put(" ");
        let cue = self.put("said");
        self.put(". ");
        let confidence = self.confidence();
        let statement = self.statement(Kind::Direct, source, cue, opening.join(closing), (speaker, state));
        self.positions.push(Position {
            id: PositionId(self.positions.len() as u32),
            statement,
            holder: state,
            alleged: false,
            target: Target { label: world.issues[issue].clone(), actor: None, spans: vec![target] },
            stance: wording.stance,
            act: wording.act,
            condition: condition.into_iter().collect(),
            evidence: vec![first.join(last)],
            confidence,
        });
    }

    /// Leaves the words of the speaker in the text. By the whole name the first time, by the last name from then on.
    fn speaker(&mut self, person: usize) -> (Span, ActorId, ActorId) {
        let world = self.world;
        let Person { first, last, role, state } = &world.persons[person];
        let key = format!("person:{}-{}", first.to_lowercase(), last.to_lowercase());
        if let Some(actor) = self.known(&key) {
            let source = self.put(last);
            self.actors[actor.0 as usize].mentions.push(source);
            let state = self.known(world.states[*state].code.as_str()).unwrap_or(actor);
            return (source, actor, state);
        }
        let role_words = self.put(role);
        self.put(" ");
        let name = format!("{first} {last}");
        let mention = self.put(&name);
        let actor = self.add(key, name, ActorKind::Person, *state, mention);
        self.actors[actor.0 as usize].role = Some((*role).to_owned());
        self.put(" of ");
        let state = self.state(*state);
        let end = self.text.len() as u32;
        (Span::new(role_words.start(), end), actor, state)
    }

    fn state(&mut self, state: usize) -> ActorId {
        let world = self.world;
        let mention = self.put(&world.states[state].name);
        let key = world.states[state].code.to_string();
        match self.known(&key) {
            Some(actor) => {
                self.actors[actor.0 as usize].mentions.push(mention);
                actor
            }
            None => self.add(key, world.states[state].name.clone(), ActorKind::State, state, mention),
        }
    }

    fn known(&self, key: &str) -> Option<ActorId> {
        self.actors.iter().find(|actor| actor.key.as_deref() == Some(key)).map(|actor| actor.id)
    }

    fn add(&mut self, key: String, name: String, kind: ActorKind, state: usize, mention: Span) -> ActorId {
        let id = ActorId(self.actors.len() as u32);
        let state = Some(self.world.states[state].code);
        self.actors.push(Actor {
            id,
            key: Some(key),
            name,
            kind,
            state,
            role: None,
            mentions: vec![mention],
        });
        id
    }

    fn statement(
        &mut self,
        kind: Kind,
        source: Span,
        cue: Span,
        content: Span,
        (speaker, state): (ActorId, ActorId),
    ) -> StatementId {
        let (id, confidence) = (StatementId(self.statements.len() as u32), self.confidence());
        self.statements.push(Statement {
            id,
            kind,
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            within: None,
            speaker: Some(speaker),
            speaks_for: Some(state),
            said_on: self.chance.percent(70).then_some(self.published),
            modality: Modality::default(),
            confidence,
        });
        id
    }

    /// `Selbaia and Norquiia held talks in Ortoia. `
    fn event(&mut self) {
        let start = self.text.len() as u32;
        let states = [(); 2].map(|()| self.chance.often_small(self.world.states.len()));
        let one = self.state(states[0]);
        self.put(" and ");
        let other = self.state(states[1]);
        self.put(" held talks in ");
        let place = self.world.states[self.chance.below(self.world.states.len())].name.clone();
        self.put(&place);
        let evidence = Span::new(start, self.text.len() as u32);
        self.put(". ");
        let actors = if one == other { vec![one] } else { vec![one, other] };
        self.events.push(Event {
            id: EventId(self.events.len() as u32),
            kind: EventType::Consult,
            mode: Some(EventMode::Meet),
            status: EventStatus::Happened,
            actors,
            recipients: Vec::new(),
            date: Some(self.published),
            place: Some(place),
            evidence: vec![evidence],
        });
    }

    /// From .5 to 1.
    fn confidence(&mut self) -> f32 {
        0.5 + self.chance.below(5001) as f32 / 10_000.0
    }
}

#[cfg(test)]
mod tests {
    use sayso_wire::{WireReading, WireSpan, parse_reading};

    use super::super::write_library;
    use super::*;

    fn readings() -> Vec<WireReading> {
        let mut lines = Vec::new();
        write_library(0..50, &mut lines).unwrap();
        String::from_utf8(lines).unwrap().lines().map(|line| parse_reading(line).unwrap()).collect()
    }

    #[test]
    fn every_place_holds_its_words() {
        for reading in readings() {
            let words = |spans: &[WireSpan]| spans[0].words(&reading.article.text).unwrap();
            for statement in &reading.statements {
                assert_eq!(words(&statement.cue), "said");
                assert!(words(&statement.content).starts_with('“') == (statement.kind == "direct"));
                assert_eq!(words(&statement.source).trim(), words(&statement.source));
            }
            for position in &reading.positions {
                assert_eq!(words(&position.target.spans), position.target.label);
                assert!(words(&position.evidence).contains(&position.target.label));
                assert!(position.condition.is_empty() || words(&position.condition) == CONDITION);
            }
            for actor in &reading.actors {
                assert!(actor.name.ends_with(words(&actor.mentions)));
                assert!(actor.mentions.is_sorted_by_key(|mention| mention.start()));
            }
        }
    }

    #[test]
    fn ids_lead_where_they_should() {
        for reading in readings() {
            let statement = |id: &str| reading.statements.iter().find(|statement| statement.id == id);
            let kind = |id: &str| {
                reading.actors.iter().find(|actor| actor.id == id).map(|actor| actor.kind.as_str())
            };
            for position in &reading.positions {
                assert_eq!(
                    statement(&position.statement).unwrap().speaks_for.as_ref(),
                    Some(&position.holder)
                );
                assert_eq!(kind(&position.holder), Some("state"));
            }
            for statement in &reading.statements {
                assert_eq!(kind(statement.speaker.as_ref().unwrap()), Some("person"));
            }
        }
    }

    #[test]
    fn an_article_has_the_measure_of_real_news() {
        for reading in readings() {
            let words = reading.article.text.split_whitespace().count();
            assert!((300..600).contains(&words), "{words}");
            assert_eq!((reading.statements.len(), reading.positions.len()), (10, 5));
            assert!((1..=2).contains(&reading.events.len()));
        }
    }
}
