//! The promised JSON of an invented reading, and that every place in it means the same words.

use proptest::prelude::*;
use sayso_domain::{
    Act, Actor, ActorId, ActorKind, Article, Date, Event, EventId, EventMode, EventStatus, EventType, Kind,
    Modality, Note, NoteCode, Position, PositionId, Reading, Stance, Statement, StatementId, Target,
};
use sayso_text::{Span, Text};
use sayso_wire::{WireReading, WireSpan, parse_reading, to_json_pretty, write_reading};

// 🎈 is one code point and four bytes; the é of "Ré" is an e with a combining mark: two code points, three bytes.
const TEXT: &str =
    "🎈 Re\u{301} Šimek did not say that, if it rains, “the 𝒻air is off”, the Bugle reported. [Share]";

fn place(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text") as u32;
    Span::new(start, start + words.len() as u32)
}

fn invented() -> Reading {
    let article = Article {
        id: "fair-1".into(),
        outlet: Some("The Bugle".into()),
        title: None,
        published: Some(Date::constant(2031, 4, 5)),
        url: None,
        language: Some("en".into()),
        text: Text::new(TEXT),
        boilerplate: vec![place("[Share]")],
    };
    let outer = Statement {
        id: StatementId(0),
        kind: Kind::Mixed,
        source: vec![place("the Bugle")],
        cue: vec![place("reported")],
        content: vec![place("Re\u{301} Šimek did not say that, if it rains, “the 𝒻air is off”")],
        within: None,
        speaker: Some(ActorId(1)),
        speaks_for: None,
        said_on: None,
        modality: Modality::default(),
        confidence: 0.912_345,
    };
    let inner = Statement {
        id: StatementId(1),
        kind: Kind::Mixed,
        source: vec![place("Re\u{301} Šimek")],
        cue: vec![place("say")],
        content: vec![place("if it rains"), place("“the 𝒻air is off”")],
        within: Some(StatementId(0)),
        speaker: Some(ActorId(0)),
        speaks_for: Some(ActorId(2)),
        said_on: Some(Date::constant(2031, 4, 4)),
        modality: Modality {
            negated: vec![place("not")],
            conditional: vec![place("if it rains")],
            ..Modality::default()
        },
        confidence: 0.5,
    };
    let whole = Note::new(NoteCode::BadDate, "the date \"5th\" could not be understood");
    let part = Note { span: Some(place("[Share]")), ..Note::new(NoteCode::Truncated, "cut here") };
    let actor = |id, key: &str, name: &str, kind, mentions| Actor {
        id: ActorId(id),
        key: Some(key.to_owned()),
        name: name.to_owned(),
        kind,
        state: None,
        role: None,
        mentions,
    };
    let simek = Actor {
        state: "CZE".parse().ok(),
        role: Some("Mayor".to_owned()),
        ..actor(0, "person:re-simek", "Re\u{301} Šimek", ActorKind::Person, vec![place("Re\u{301} Šimek")])
    };
    let bugle = actor(1, "org:the-bugle", "The Bugle", ActorKind::Outlet, vec![place("the Bugle")]);
    let city = Actor { key: None, ..actor(2, "", "the city", ActorKind::Organisation, vec![]) };
    let actors = vec![simek, bugle, city];
    let position = Position {
        id: PositionId(0),
        statement: StatementId(1),
        holder: ActorId(0),
        alleged: true,
        target: Target {
            label: "the 𝒻air".to_owned(),
            actor: Some(ActorId(2)),
            spans: vec![place("the 𝒻air")],
        },
        stance: Stance::Against,
        act: Act::Refuse,
        condition: vec![place("if it rains")],
        evidence: vec![place("“the 𝒻air is off”")],
        confidence: 0.5,
    };
    let event = Event {
        id: EventId(0),
        kind: EventType::Consult,
        mode: Some(EventMode::Phone),
        status: EventStatus::Denied,
        actors: vec![ActorId(0)],
        recipients: vec![ActorId(2)],
        date: Some(Date::constant(2031, 4, 4)),
        place: Some("the 𝒻air".to_owned()),
        evidence: vec![place("the 𝒻air is off")],
    };
    Reading {
        article,
        statements: vec![outer, inner],
        positions: vec![position],
        events: vec![event],
        actors,
        notes: vec![whole, part],
    }
}

#[test]
fn the_promised_line() {
    let mut line = Vec::new();
    write_reading(&invented(), &mut line).unwrap();
    // Any change here is a change of the contract: a field may be added, none may move or mean something else.
    assert_eq!(String::from_utf8(line).unwrap(), include_str!("invented.jsonl"));
}

#[test]
fn pretty_is_the_same_json() {
    let pretty: serde_json::Value = serde_json::from_str(&to_json_pretty(&invented())).unwrap();
    let line: serde_json::Value = serde_json::from_str(include_str!("invented.jsonl")).unwrap();
    assert_eq!(pretty, line);
}

#[test]
fn a_line_reads_back_as_it_was_written() {
    assert_eq!(parse_reading(include_str!("invented.jsonl")).unwrap(), WireReading::from(&invented()));
}

#[test]
fn words_of_a_place_outside_the_text_are_none() {
    assert_eq!(WireSpan::new(0, 3).words("añb"), Some("añb"));
    assert_eq!(WireSpan::new(0, 4).words("añb"), None);
    assert_eq!(WireSpan::new(2, 1).words("añb"), None);
}

/// A text of characters of one to four bytes, combining marks and line breaks among them, and two of its places.
fn text_and_span() -> impl Strategy<Value = (String, usize, usize)> {
    let character =
        prop::sample::select(vec!['a', ' ', '\n', 'é', '\u{301}', '“', '\u{200d}', '🎈', '𝒻', '\u{feff}']);
    prop::collection::vec(character, 0..40).prop_flat_map(|characters| {
        let places = characters.len() + 1;
        (Just(characters.into_iter().collect::<String>()), 0..places, 0..places)
    })
}

proptest! {
    #[test]
    fn code_points_name_the_same_words_as_bytes((text, one, other) in text_and_span()) {
        let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        let (start, end) = (one.min(other), one.max(other));
        let bytes = Span::new(starts[start] as u32, starts[end] as u32);
        let mut reading = invented();
        reading.article.text = Text::new(text.as_str());
        reading.article.boilerplate = vec![bytes];
        reading.statements.clear();
        reading.positions.clear();
        reading.events.clear();
        reading.actors.clear();
        reading.notes.clear();

        let span = WireReading::from(&reading).article.boilerplate[0];
        prop_assert_eq!((span.start() as usize, span.end() as usize), (start, end));
        let sliced: String = text.chars().skip(start).take(end - start).collect();
        prop_assert_eq!(span.words(&text), Some(sliced.as_str()));
        prop_assert_eq!(reading.article.text.slice(bytes), sliced);
    }
}
