//! Invented news, with what the network would have found beside it.

use sayso_domain::{
    Act, Actor, ActorId, ActorKind, Kind, Modality, Position, Stance, Statement, StatementId,
};
use sayso_text::{Segments, Span, Text};

use crate::confidence::Scale;
use crate::{Claim, Claims, Page, positions};

struct Told {
    text: Text,
    statements: Vec<Statement>,
    actors: Vec<Actor>,
    claims: Vec<Claim>,
}

impl Told {
    fn new(words: &str) -> Told {
        Told { text: Text::new(words), statements: vec![], actors: vec![], claims: vec![] }
    }

    fn place(&self, words: &str) -> Span {
        let start = self.text.as_str().find(words).unwrap_or_else(|| panic!("no {words:?}")) as u32;
        Span::new(start, start + words.len() as u32)
    }

    fn actor(mut self, name: &str, kind: ActorKind) -> Told {
        let mentions = vec![self.place(name)];
        let id = ActorId(self.actors.len() as u32);
        self.actors.push(Actor {
            id,
            key: None,
            name: name.to_owned(),
            kind,
            state: None,
            role: None,
            mentions,
        });
        self
    }

    /// A statement of the actor number `speaker`, within that number `within`, for the actor number `speaks_for`.
    fn said(mut self, speaker: Option<u32>, for_: Option<u32>, content: &str, within: Option<u32>) -> Told {
        self.statements.push(Statement {
            id: StatementId(self.statements.len() as u32),
            kind: Kind::Indirect,
            source: vec![],
            cue: vec![],
            content: vec![self.place(content)],
            within: within.map(StatementId),
            speaker: speaker.map(ActorId),
            speaks_for: for_.map(ActorId),
            said_on: None,
            modality: Modality::default(),
            confidence: 1.0,
        });
        self
    }

    fn condition(mut self, words: &str) -> Told {
        let span = self.place(words);
        self.statements.last_mut().expect("a statement").modality.conditional = vec![span];
        self
    }

    fn claim(mut self, evidence: &str, target: &str, stance: Stance, act: Act) -> Told {
        let target = if target.is_empty() { vec![] } else { vec![self.place(target)] };
        self.claims.push(Claim {
            evidence: self.place(evidence),
            target,
            chance: 0.9,
            stances: Stance::ALL.map(|s| f32::from(u8::from(s == stance))).to_vec(),
            acts: Act::ALL.map(|a| f32::from(u8::from(a == act))).to_vec(),
        });
        self
    }

    /// Holder, label, stance and evidence of each position.
    fn read(self) -> Vec<(String, String, Stance, String)> {
        let describe = |p: &Position| {
            let name =
                self.actors[p.holder.0 as usize].name.clone() + if p.alleged { " (alleged)" } else { "" };
            (name, p.target.label.clone(), p.stance, self.text.slice(p.evidence[0]).to_owned())
        };
        self.positions().iter().map(describe).collect()
    }

    fn positions(&self) -> Vec<Position> {
        let scale = Scale { least: 0.5, table: &[0.0, 1.0] };
        let claims = Claims::from(self.claims.clone());
        let segments = Segments::of(&self.text);
        let Told { text, statements, actors, .. } = self;
        positions(
            Page { text, segments: &segments, furniture: &[], statements, actors },
            &scale,
            claims,
            |_, _| None,
        )
    }
}

fn row(holder: &str, label: &str, stance: Stance, evidence: &str) -> (String, String, Stance, String) {
    (holder.to_owned(), label.to_owned(), stance, evidence.to_owned())
}

const OTT: &str =
    "Minister Ada Ott of Veldmark said the harbour tax was a mistake, but the ferry should stay.";

#[test]
fn a_position_is_that_of_the_state_spoken_for() {
    let told = Told::new(OTT)
        .actor("Ada Ott", ActorKind::Person)
        .actor("Veldmark", ActorKind::State)
        .said(Some(0), Some(1), "the harbour tax was a mistake, but the ferry should stay", None)
        .claim("the ferry should stay.", "the ferry", Stance::Favor, Act::Demand)
        .claim("the harbour tax was a mistake,", "the harbour tax", Stance::Against, Act::Evaluate);
    assert_eq!(
        told.read(),
        [
            row("Veldmark", "harbour tax", Stance::Against, "the harbour tax was a mistake"),
            row("Veldmark", "ferry", Stance::Favor, "the ferry should stay"),
        ]
    );
}

#[test]
fn words_of_nobody_and_words_outside_statements_show_no_position() {
    let unnamed = Told::new(OTT).said(None, None, "the harbour tax was a mistake", None).claim(
        "the harbour tax was a mistake",
        "",
        Stance::Against,
        Act::Evaluate,
    );
    assert!(unnamed.read().is_empty());
    let outside = Told::new(OTT)
        .actor("Ada Ott", ActorKind::Person)
        .said(Some(0), None, "the ferry should stay", None)
        .claim("the harbour tax was a mistake", "", Stance::Against, Act::Evaluate);
    assert!(outside.read().is_empty());
}

#[test]
fn what_one_says_another_wants_is_the_others_alleged_position() {
    let words = "The Bugle reported that Ada Ott said Corrane wants the tolls to go.";
    let told = |carrier| {
        Told::new(words)
            .actor("Ada Ott", ActorKind::Person)
            .actor("Corrane", ActorKind::State)
            .actor("The Bugle", carrier)
            .said(Some(2), None, "Ada Ott said Corrane wants the tolls to go", None)
            .said(Some(0), None, "Corrane wants the tolls to go", Some(0))
            .said(Some(1), Some(1), "the tolls to go", Some(1))
            .claim("the tolls to go", "the tolls", Stance::Against, Act::Demand)
    };
    let want = row("Corrane (alleged)", "tolls", Stance::Against, "the tolls to go");
    assert_eq!(told(ActorKind::Outlet).read(), [want]);
    let straight = Told::new(words)
        .actor("The Bugle", ActorKind::Outlet)
        .actor("Ada Ott", ActorKind::Person)
        .said(Some(0), None, "Ada Ott said Corrane wants the tolls to go", None)
        .said(Some(1), None, "Corrane wants the tolls to go", Some(0))
        .claim("Corrane wants the tolls to go", "", Stance::Favor, Act::Assert);
    assert_eq!(straight.read()[0].0, "Ada Ott");
}

#[test]
fn an_outlet_that_only_carries_holds_no_position() {
    let told = Told::new(OTT)
        .actor("Ada Ott", ActorKind::Outlet)
        .said(Some(0), None, "the harbour tax was a mistake", None)
        .claim("the harbour tax was a mistake", "", Stance::Against, Act::Evaluate);
    assert!(told.read().is_empty());
}

#[test]
fn a_condition_of_the_same_sentence_goes_with_the_position() {
    let words = "If the tolls go, we will sign, Ada Ott said. We like the ferry.";
    let told = Told::new(words)
        .actor("Ada Ott", ActorKind::Person)
        .said(Some(0), None, "If the tolls go, we will sign", None)
        .condition("If the tolls go")
        .said(Some(0), None, "We like the ferry", None)
        .condition("If the tolls go")
        .claim("we will sign", "", Stance::Favor, Act::Commit)
        .claim("We like the ferry", "the ferry", Stance::Favor, Act::Evaluate);
    let positions = told.positions();
    assert_eq!(positions[0].condition, [told.place("If the tolls go")]);
    assert!(positions[1].condition.is_empty());
}

#[test]
fn a_pronoun_is_no_label() {
    let words = "Ada Ott said: The accord is long. We oppose it.";
    let told = Told::new(words)
        .actor("Ada Ott", ActorKind::Person)
        .said(Some(0), None, "The accord is long. We oppose it", None)
        .claim("We oppose it", "it", Stance::Against, Act::Refuse);
    assert_eq!(told.read()[0].1, "We oppose it");
}

#[test]
fn what_is_nothing_in_particular_is_no_label() {
    let told = Told::new("Ada Ott said: We have opposed it for some time.")
        .actor("Ada Ott", ActorKind::Person)
        .said(Some(0), None, "We have opposed it for some time", None)
        .claim("opposed it", "some time", Stance::Against, Act::Refuse);
    assert_eq!(told.read()[0].1, "opposed it");
}

#[test]
fn what_is_not_named_is_what_the_position_before_was_about() {
    let words = "Ada Ott said: The accord is long. We oppose it. One. Two. Three. Four. Nobody wants that.";
    let told = Told::new(words)
        .actor("Ada Ott", ActorKind::Person)
        .said(
            Some(0),
            None,
            "The accord is long. We oppose it. One. Two. Three. Four. Nobody wants that",
            None,
        )
        .claim("The accord is long", "The accord", Stance::Against, Act::Evaluate)
        .claim("We oppose it", "it", Stance::Against, Act::Refuse)
        .claim("Nobody wants that", "that", Stance::Against, Act::Evaluate);
    let labels: Vec<String> = told.read().into_iter().map(|row| row.1).collect();
    assert_eq!(labels, ["accord", "accord", "Nobody wants that"]);
}

#[test]
fn who_declines_to_speak_takes_no_position_on_that() {
    let words = "Ada Ott declined to comment. Ben Ley did not say whether the ferry would stay.";
    let mut told = Told::new(words)
        .actor("Ada Ott", ActorKind::Person)
        .actor("Ben Ley", ActorKind::Person)
        .said(Some(0), None, "to comment", None)
        .said(Some(1), None, "whether the ferry would stay", None)
        .claim("declined to comment", "comment", Stance::Favor, Act::Refuse)
        .claim("the ferry would stay", "the ferry", Stance::Favor, Act::Refuse);
    told.statements[0].cue = vec![told.place("declined")];
    told.statements[1].cue = vec![told.place("say")];
    told.statements[1].modality.negated = vec![told.place("not")];
    assert!(told.read().is_empty());
}
