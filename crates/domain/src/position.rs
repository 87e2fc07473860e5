//! Where somebody stands.

use std::fmt;

use sayso_text::Span;

use crate::{ActorId, StatementId};

/// A position's number in its reading, counted from 0 in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PositionId(pub u32);

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// For it; on a dispute of fact: affirms it.
    Favor,
    /// Against it; on a dispute of fact: denies it.
    Against,
    /// Undecided or even-handed. A judgement, not the lack of one.
    Neutral,
}

impl Stance {
    /// All of them.
    pub const ALL: [Stance; 3] = [Stance::Favor, Stance::Against, Stance::Neutral];

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Favor => "favor",
            Stance::Against => "against",
            Stance::Neutral => "neutral",
        }
    }

    /// That of somebody who wants the contrary.
    pub fn reversed(self) -> Stance {
        match self {
            Stance::Favor => Stance::Against,
            Stance::Against => Stance::Favor,
            Stance::Neutral => Stance::Neutral,
        }
    }

    /// The stance that other programs call so.
    pub fn named(name: &str) -> Option<Stance> {
        Stance::ALL.into_iter().find(|stance| stance.as_str() == name)
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the holder does in taking the position. Close to PLOVER's verbal types and to speech acts (Searle, 1976).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "verbs of plain English")]
pub enum Act {
    Assert,
    Evaluate,
    Demand,
    Commit,
    Offer,
    Refuse,
    Threaten,
    Concede,
    Deny,
    Ask,
}

impl Act {
    /// All of them, in the order of the position head's scores.
    pub const ALL: [Act; 10] = [
        Act::Assert,
        Act::Evaluate,
        Act::Demand,
        Act::Commit,
        Act::Offer,
        Act::Refuse,
        Act::Threaten,
        Act::Concede,
        Act::Deny,
        Act::Ask,
    ];

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Assert => "assert",
            Act::Evaluate => "evaluate",
            Act::Demand => "demand",
            Act::Commit => "commit",
            Act::Offer => "offer",
            Act::Refuse => "refuse",
            Act::Threaten => "threaten",
            Act::Concede => "concede",
            Act::Deny => "deny",
            Act::Ask => "ask",
        }
    }

    /// The act that other programs call so.
    pub fn named(name: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.as_str() == name)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a position is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A short phrase, out of the text's words.
    pub label: String,
    /// The actor that it is, where it is one.
    pub actor: Option<ActorId>,
    /// The words that name it; empty when only the evidence as a whole tells.
    pub spans: Vec<Span>,
}

/// A holder's stance on a target, taken from one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Its number.
    pub id: PositionId,
    /// Where it was said.
    pub statement: StatementId,
    /// Whose it is: the state or organisation that the speaker spoke for, else the speaker; or whom the content says it is.
    pub holder: ActorId,
    /// Whether the holder's words are told by somebody who is not the holder and not the reporter: "he said Russia wants …".
    pub alleged: bool,
    /// What it is about.
    pub target: Target,
    /// For or against it.
    pub stance: Stance,
    /// What the holder does.
    pub act: Act,
    /// The words that make it conditional; empty when it is not.
    pub condition: Vec<Span>,
    /// The words that show it: never empty, in text order.
    pub evidence: Vec<Span>,
    /// Calibrated probability that holder, evidence and stance are right.
    pub confidence: f32,
}
