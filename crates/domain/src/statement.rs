//! Who said what.

use std::fmt;

use jiff::civil::Date;
use sayso_text::Span;

use crate::ActorId;

/// A statement's number in its reading, counted from 0 in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId(pub u32);

/// Whether the words are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All of the content stands inside quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Direct, Kind::Indirect, Kind::Mixed];

    /// The kind that other programs call so.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Indirect => "indirect",
            Kind::Mixed => "mixed",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Words that keep a statement from being a plain "X said Y". Each list holds the words that show it,
/// in text order; an empty list means that nothing shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modality {
    /// The saying is denied: "did **not** say that …".
    pub negated: Vec<Span>,
    /// The saying or what is said depends on something: "**if it is believed** …".
    pub conditional: Vec<Span>,
    /// The saying is still to come: "**will** say".
    pub future: Vec<Span>,
    /// What is said is asked, or the saying is: "Would we welcome …**?**".
    pub question: Vec<Span>,
}

/// A place where a source is said to express something.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its number.
    pub id: StatementId,
    /// From the quotation marks.
    pub kind: Kind,
    /// The words that name who speaks, as written; empty when the text names nobody.
    pub source: Vec<Span>,
    /// said, according to, called for, …; empty when there is none.
    pub cue: Vec<Span>,
    /// What is attributed: at least one span, in text order, apart from one another.
    pub content: Vec<Span>,
    /// The statement whose content holds this one.
    pub within: Option<StatementId>,
    /// Who speaks: the real-world actor behind the source's words; none where the text does not tell.
    pub speaker: Option<ActorId>,
    /// The state or organisation that the speaker held office for on the day.
    pub speaks_for: Option<ActorId>,
    /// The day it was said, where the text gives one.
    pub said_on: Option<Date>,
    /// Negation, condition, future, question.
    pub modality: Modality,
    /// Calibrated probability that source, cue and content are right.
    pub confidence: f32,
}
