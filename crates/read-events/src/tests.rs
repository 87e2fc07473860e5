//! Marked news, and what is read of it.

use proptest::prelude::*;
use sayso_domain::{
    Actor, ActorId, ActorKind, Event, EventMode, EventStatus, EventType, Kind, Modality, Statement,
    StatementId, When,
};
use sayso_text::{Segments, Span, Text};

use crate::{Anchor, DateView, read_events};

/// A text without its marks, and the events read of it.
struct Told {
    text: Text,
    events: Vec<Event>,
}

/// Marks: `{anchor}`, `[1:mention]` (odd numbers are persons, 0 and even ones states, named "Actor 1" and so on),
/// `<content>` of a statement said by nobody known, `<1:content>` by an actor, `~2015-09-20|Sunday~` a date.
fn read(kind: EventType, marked: &str) -> Told {
    let mut page = Page::default();
    let mut open: Vec<(char, u32, Option<u32>)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' | '[' | '<' => {
                let number = rest.split_once(':').and_then(|(n, _)| n.parse().ok());
                if number.is_some() {
                    rest = &rest[rest.find(':').unwrap() + 1..];
                }
                open.push((c, page.words.len() as u32, number));
            }
            '}' | ']' | '>' => {
                let (mark, start, number) = open.pop().expect("a mark was opened");
                page.close(mark, Span::new(start, page.words.len() as u32), number, kind);
            }
            '~' => {
                let (date, after) = rest.split_once('~').expect("a date ends");
                let (day, words) = date.split_once('|').expect("a day and words");
                let start = page.words.len() as u32;
                page.words.push_str(words);
                let span = Span::new(start, page.words.len() as u32);
                page.dates.push(DateView { span, when: Some(When::Day(day.parse().unwrap())) });
                rest = after;
            }
            c => page.words.push(c),
        }
    }
    let text = Text::new(page.words);
    let segments = Segments::of(&text);
    let published = "2015-09-20".parse().ok();
    let Page { anchors, statements, actors, dates, .. } = page;
    let events = read_events(&text, &segments, anchors, &statements, &actors, &dates, published);
    Told { text, events }
}

#[derive(Default)]
struct Page {
    words: String,
    anchors: Vec<Anchor>,
    actors: Vec<Actor>,
    statements: Vec<Statement>,
    dates: Vec<DateView>,
}

impl Page {
    fn close(&mut self, mark: char, span: Span, number: Option<u32>, kind: EventType) {
        match mark {
            '{' => self.anchors.push(Anchor { span, kind, probability: 0.9 }),
            '[' => self.mention(span, number.expect("a mention has a number")),
            _ => {
                let speaker = number.map(ActorId);
                self.statements.push(Statement { speaker, ..statement(self.statements.len(), span) });
            }
        }
    }

    fn mention(&mut self, span: Span, number: u32) {
        while self.actors.len() <= number as usize {
            self.actors.push(actor(self.actors.len() as u32));
        }
        self.actors[number as usize].mentions.push(span);
    }
}

/// An actor without mentions: odd numbers are persons, the others states.
fn actor(id: u32) -> Actor {
    let kind = if id % 2 == 1 { ActorKind::Person } else { ActorKind::State };
    let name = format!("Actor {id}");
    Actor { id: ActorId(id), key: None, name, kind, state: None, role: None, mentions: vec![] }
}

/// A quotation whose source is not told.
fn statement(number: usize, content: Span) -> Statement {
    Statement {
        id: StatementId(number as u32),
        kind: Kind::Direct,
        source: vec![],
        cue: vec![],
        content: vec![content],
        within: None,
        speaker: None,
        speaks_for: None,
        said_on: None,
        modality: Modality::default(),
        confidence: 1.0,
    }
}

fn evidence(kind: EventType, marked: &str) -> Vec<String> {
    let told = read(kind, marked);
    told.events.iter().map(|e| told.text.slice(e.evidence[0]).to_owned()).collect()
}

#[track_caller]
fn only(kind: EventType, marked: &str) -> Event {
    let told = read(kind, marked);
    assert_eq!(told.events.len(), 1, "{marked}");
    told.events.into_iter().next().unwrap()
}

fn status(kind: EventType, marked: &str) -> EventStatus {
    only(kind, marked).status
}

/// Actors and recipients, as numbers.
fn sides(kind: EventType, marked: &str) -> (Vec<u32>, Vec<u32>) {
    let event = only(kind, marked);
    let numbers = |ids: Vec<ActorId>| ids.into_iter().map(|id| id.0).collect();
    (numbers(event.actors), numbers(event.recipients))
}

fn place(kind: EventType, marked: &str) -> Option<String> {
    only(kind, marked).place
}

use EventType::{Accuse, Agree, Aid, Assault, Coerce, Consult, Mobilize, Protest, Reject, Threaten};

#[test]
fn no_anchor_no_event() {
    assert!(read(Consult, "The ministers held talks in Oslo.").events.is_empty());
    assert!(read(Consult, "").events.is_empty());
    assert!(read(Consult, "Ott left.{} Ruiz stayed.").events.is_empty());
}

#[test]
fn evidence_is_the_clause_around_a_verb() {
    let told = |marked| evidence(Accuse, marked);
    assert_eq!(
        told("On Monday, Ott {accused} Ruiz of theft, saying it was a pity."),
        ["Ott accused Ruiz of theft"]
    );
    assert_eq!(
        told("The bridge fell; the mayor {accused} the builders."),
        ["the mayor accused the builders"]
    );
    assert_eq!(told("Ott left the hall and {accused} Ruiz of theft."), ["accused Ruiz of theft"]);
    assert_eq!(
        told("Ms. Ott {accused} Ruiz while the union was silent about him."),
        ["Ms. Ott accused Ruiz"]
    );
    assert_eq!(told("Ruiz, who {accused} the builders of theft, left."), ["accused the builders of theft"]);
}

#[test]
fn evidence_of_a_noun_is_its_phrase_or_a_light_verbs_clause() {
    let told = |marked| evidence(Consult, marked);
    assert_eq!(
        told("The plan laid the ground for forthcoming {talks} in Oslo."),
        ["forthcoming talks in Oslo"]
    );
    assert_eq!(told("Ott, who is on her two-day {visit} to Oslo, smiled."), ["her two-day visit to Oslo"]);
    assert_eq!(
        told("Ott and Ruiz held long {talks} on Friday in Oslo, showing anger."),
        ["Ott and Ruiz held long talks on Friday in Oslo"]
    );
    assert_eq!(told("The {talks} in Oslo ended on Friday."), ["The talks in Oslo ended on Friday"]);
}

#[test]
fn what_a_statement_says_stays_within_it() {
    assert_eq!(
        evidence(Assault, "Ott said <rebels {attacked} the port> near her home."),
        ["rebels attacked the port"]
    );
}

#[test]
fn anchors_of_one_clause_are_one_event() {
    assert_eq!(evidence(Consult, "Ott and Ruiz {held} {talks} in Oslo.").len(), 1);
    assert_eq!(evidence(Assault, "Rebels {shelled} the port, and the army {bombed} the hills.").len(), 2);
}

#[test]
fn what_happened() {
    assert_eq!(status(Consult, "The ministers {met} in Oslo."), EventStatus::Happened);
    assert_eq!(status(Coerce, "Police {arrested} four dockers, if only for a night."), EventStatus::Happened);
    assert_eq!(status(Assault, "Ott spoke of <the {raid} on the port>."), EventStatus::Happened);
}

#[test]
fn what_is_to_come() {
    for marked in [
        "The ministers will {meet} in Oslo.",
        "The ministers are due to {meet} in Oslo.",
        "The ministers plan to {meet} in Oslo.",
        "They spoke of an upcoming {summit} in Oslo.",
        "The ministers {meet} next week in Oslo.",
        "The ministers {meet} in Oslo on ~2015-09-24|Thursday~.",
        "He said <the ministers would {meet} in Oslo>.",
    ] {
        assert_eq!(status(Consult, marked), EventStatus::Planned, "{marked}");
    }
    assert_eq!(status(Aid, "The union promised {aid} to the dockers."), EventStatus::Happened);
    assert_eq!(status(Threaten, "The union {warned} it will strike."), EventStatus::Happened);
}

#[test]
fn what_is_denied() {
    for marked in [
        "The army did not {attack} the port.",
        "The army has never {attacked} the port.",
        "The army denied an {attack} on the port.",
        "No army {attacked} the port.",
    ] {
        assert_eq!(status(Assault, marked), EventStatus::Denied, "{marked}");
    }
    assert_eq!(status(Reject, "Ott did not {accept} the offer."), EventStatus::Happened);
}

#[test]
fn what_may_be() {
    for marked in [
        "The army could {attack} the port.",
        "If rebels {attack} the port, it will close.",
        "The general threatened to {attack} the port.",
        "The general called for {strikes} on the port.",
    ] {
        assert_eq!(status(Assault, marked), EventStatus::Hypothetical, "{marked}");
    }
}

#[test]
fn what_somebody_else_tells() {
    assert_eq!(status(Assault, "<Rebels {attacked} the port>, Ott said."), EventStatus::Reported);
    assert_eq!(status(Assault, "Rebels reportedly {attacked} the port."), EventStatus::Reported);
    assert_eq!(status(Consult, "[1:Ott] said <1:[1:she] {met} [3:Ruiz]>."), EventStatus::Happened);
}

#[test]
fn modes_of_consulting() {
    let mode = |marked| only(Consult, marked).mode;
    assert_eq!(mode("Ott and Ruiz held {talks} via telephone."), Some(EventMode::Phone));
    assert_eq!(mode("Ott {called} Ruiz on Friday."), Some(EventMode::Phone));
    assert_eq!(mode("Ott will {leave} for Oslo."), Some(EventMode::Visit));
    assert_eq!(mode("Ott's {visit} to Oslo was short."), Some(EventMode::Visit));
    assert_eq!(mode("Ott {met} Ruiz."), Some(EventMode::Meet));
    assert_eq!(mode("Ott {consulted} them."), Some(EventMode::Meet));
    assert_eq!(only(Assault, "Rebels {attacked} the meeting.").mode, None);
}

#[test]
fn who_acts_on_whom() {
    assert_eq!(sides(Accuse, "[1:Ott] {accused} [3:Ruiz] of theft in [0:Norland]."), (vec![1], vec![3]));
    assert_eq!(sides(Coerce, "[1:Ott] was {arrested} by [0:Norland] on Friday."), (vec![0], vec![1]));
    assert_eq!(sides(Assault, "[0:Norland]'s {attack} on [2:Sudland] failed."), (vec![0], vec![2]));
    assert_eq!(sides(Accuse, "[1:Ott] left and {accused} [3:Ruiz]."), (vec![1], vec![3]));
    assert_eq!(sides(Coerce, "The dockers were {arrested}."), (vec![], vec![]));
}

#[test]
fn sides_that_do_not_act_on_each_other_are_all_actors() {
    assert_eq!(sides(Consult, "[1:Ott] and [3:Ruiz] held {talks}."), (vec![1, 3], vec![]));
    assert_eq!(sides(Consult, "[1:Ott] {met} [3:Ruiz]."), (vec![1, 3], vec![]));
    assert_eq!(sides(Agree, "[0:Norland] {signed} a treaty with [2:Sudland]."), (vec![0, 2], vec![]));
    assert_eq!(sides(Consult, "the {talks} between [0:Norland] and [2:Sudland]"), (vec![0, 2], vec![]));
}

#[test]
fn visitors_act_and_hosts_receive() {
    assert_eq!(sides(Consult, "They spoke of [1:his] {visit} to [0:Norland]."), (vec![1], vec![0]));
    assert_eq!(sides(Consult, "[1:Ott] {visited} [0:Norland]."), (vec![1], vec![0]));
}

#[test]
fn a_state_in_a_title_does_not_act() {
    assert_eq!(sides(Accuse, "[0:Norland] Secretary of State [1:Ott] {accused} him."), (vec![1], vec![]));
    assert_eq!(sides(Accuse, "[1:Ott] of [0:Norland] {accused} [3:Ruiz]."), (vec![1], vec![3]));
    assert_eq!(
        sides(Consult, "ministers of [0:Norland] and [2:Sudland] had held {talks}"),
        (vec![0, 2], vec![])
    );
}

#[test]
fn who_speaks_of_himself() {
    assert_eq!(sides(Consult, "\"<1:I've {met} [3:Ruiz]>,\" [1:Ott] said."), (vec![1, 3], vec![]));
}

#[test]
fn places() {
    assert_eq!(place(Consult, "Ott {met} Ruiz on Friday in Oslo."), Some("Oslo".into()));
    assert_eq!(
        place(Consult, "They will {meet} at the United Nations over fish."),
        Some("United Nations".into())
    );
    assert_eq!(place(Consult, "Ott's {visit} to [0:Norland] was short."), Some("Actor 0".into()));
    assert_eq!(place(Consult, "Ott will {leave} for Bergen on Sunday."), Some("Bergen".into()));
    assert_eq!(
        place(Assault, "Rebels {shot} him in Tucson, Arizona, on Friday."),
        Some("Tucson, Arizona".into())
    );
    assert_eq!(place(Consult, "Ott {met} them in May."), None);
    assert_eq!(place(Consult, "Ott {met} them at Ruiz's home."), None);
    assert_eq!(place(Consult, "Ott {met} them at home."), None);
}

#[test]
fn days() {
    let day = |marked| only(Consult, marked).date.map(|d| d.to_string());
    assert_eq!(day("They {met} on ~2015-09-19|Saturday~ in Oslo.").as_deref(), Some("2015-09-19"));
    assert_eq!(day("On ~2015-09-18|Friday~, Ott {met} Ruiz.").as_deref(), Some("2015-09-18"));
    assert_eq!(day("It fell on ~2015-09-18|Friday~. Ott {met} Ruiz."), None);
    let told = "Ott {met} Ruiz on ~2015-09-17|Thursday~, and on ~2015-09-18|Friday~ she slept.";
    assert_eq!(day(told).as_deref(), Some("2015-09-17"));
}

#[test]
fn what_is_told_twice_is_one_event() {
    let told = "[1:Ott] and [3:Ruiz] held {talks} in Oslo. After the {meeting} [1:Ott] left. They praised the {talks} in Oslo.";
    assert_eq!(evidence(Consult, told), ["Ott and Ruiz held talks in Oslo"]);
    let elsewhere = "[1:Ott] and [3:Ruiz] held {talks} in Oslo. They praised the {talks} in Bergen.";
    assert_eq!(evidence(Consult, elsewhere).len(), 2);
    let planned = "[1:Ott] and [3:Ruiz] held {talks}. [1:Ott] and [3:Ruiz] will hold {talks}.";
    assert_eq!(evidence(Consult, planned).len(), 2);
    let others = "[1:Ott] {accused} [3:Ruiz]. [1:Ott] also {accused} [5:Sand].";
    assert_eq!(evidence(Accuse, others).len(), 2);
}

#[test]
fn an_exchange_of_fire_is_one_event() {
    let told = "[0:Norland] {shelled} [2:Sudland], and [2:Sudland] {shelled} [0:Norland].";
    assert_eq!(sides(Assault, told), (vec![0, 2], vec![]));
}

#[test]
fn events_are_numbered_in_text_order() {
    let told = read(Protest, "Dockers {marched} in Oslo. Nurses {rallied} in Bergen.");
    let found: Vec<_> = told.events.iter().map(|e| (e.id.0, e.place.as_deref())).collect();
    assert_eq!(found, [(0, Some("Oslo")), (1, Some("Bergen"))]);
}

#[test]
fn headlines_in_capitals() {
    assert_eq!(evidence(Mobilize, "NORLAND {SENDS} TROOPS"), ["NORLAND SENDS TROOPS"]);
}

/// Words that the rules look at, in any order.
fn news() -> impl Strategy<Value = String> {
    let words = [
        "Ott", "met", "the", "talks", "in", "Oslo", ",", "and", "who", "will", "to", "visit", ".", "\"",
        "said", "that", "not", "attacked", "'s", "of", "Norland", "é", "—", "if", "held", "\n", "was", "by",
        "…", "\u{feff}",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..60)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn evidence_lies_in_the_text(
        words in news(),
        places in proptest::collection::vec((0u32..400, 0u32..30, 0usize..16), 0..12),
        others in proptest::collection::vec((0u32..300, 1u32..60), 0..8),
    ) {
        let text = Text::new(words);
        let anchors = places.iter().map(|&(start, len, kind)| {
            Anchor { span: Span::new(start, start + len), kind: EventType::ALL[kind], probability: 0.5 }
        });
        let spans: Vec<Span> = others.iter().map(|&(start, len)| Span::new(start, start + len)).collect();
        let (mentions, contents) = spans.split_at(spans.len() / 2);
        let actors = [Actor { mentions: mentions.to_vec(), ..actor(0) }];
        let statements: Vec<_> = contents.iter().enumerate().map(|(n, span)| statement(n, *span)).collect();
        let segments = Segments::of(&text);
        let events = read_events(&text, &segments, anchors.collect(), &statements, &actors, &[], None);
        let mut last = 0;
        for (number, event) in events.iter().enumerate() {
            prop_assert_eq!(event.id.0 as usize, number);
            prop_assert_eq!(event.evidence.len(), 1);
            let span = event.evidence[0];
            prop_assert!(span.end() <= text.len() && !span.is_empty() && last <= span.start());
            prop_assert_eq!(text.trim(span), span);
            last = span.start();
        }
    }
}
