//! What a person puts right.

use std::fmt;

/// What is corrected. A statement is meant by the place of its content, a position by that of its evidence, so that a
/// correction still holds when a new model numbers them otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The places of a statement's content; nothing: there is no statement. Where none stood, one is added.
    Statement,
    /// The places of the words that name its source; may be nothing.
    Source,
    /// The places of its cue; may be nothing.
    Cue,
    /// Who speaks: a key or a name; may be nobody.
    Speaker,
    /// For whom; may be nobody.
    SpeaksFor,
    /// The day it was said, `YYYY-MM-DD`; may be unknown.
    SaidOn,
    /// The places of a position's evidence; nothing: there is no position.
    Position,
    /// favor, against or neutral.
    Stance,
    /// Whose position it is.
    Holder,
    /// What it is about, in a short phrase.
    Target,
    /// The issue that a position belongs to, by its label; nothing: to none.
    Issue,
    /// Two records of one actor: the one of the subject becomes part of the other, by its key.
    Merge,
    /// In one article, the actor of the subject is somebody else.
    Split,
    /// Another name for the actor of the subject.
    Rename,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 14] = [
        Field::Statement,
        Field::Source,
        Field::Cue,
        Field::Speaker,
        Field::SpeaksFor,
        Field::SaidOn,
        Field::Position,
        Field::Stance,
        Field::Holder,
        Field::Target,
        Field::Issue,
        Field::Merge,
        Field::Split,
        Field::Rename,
    ];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Statement => "statement",
            Field::Source => "source",
            Field::Cue => "cue",
            Field::Speaker => "speaker",
            Field::SpeaksFor => "speaks_for",
            Field::SaidOn => "said_on",
            Field::Position => "position",
            Field::Stance => "stance",
            Field::Holder => "holder",
            Field::Target => "target",
            Field::Issue => "issue",
            Field::Merge => "merge",
            Field::Split => "split",
            Field::Rename => "rename",
        }
    }

    /// The field that is written so.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether it is about a place in an article.
    pub fn has_place(self) -> bool {
        !self.has_subject()
    }

    /// Whether it is about an actor.
    pub fn has_subject(self) -> bool {
        matches!(self, Field::Merge | Field::Split | Field::Rename)
    }

    /// Whether the place is that of a position rather than of a statement.
    pub fn is_of_position(self) -> bool {
        matches!(self, Field::Position | Field::Stance | Field::Holder | Field::Target | Field::Issue)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What somebody wants to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is corrected.
    pub field: Field,
    /// In which article, by its name; none for what holds everywhere.
    pub article: Option<String>,
    /// From the first to behind the last code point of the statement's content or the position's evidence.
    pub place: Option<(u32, u32)>,
    /// The key of the actor that is merged, split or renamed.
    pub subject: Option<String>,
    /// What it is to be; nothing where there is to be none. Places are written `[[3,9],[12,20]]`, in code points.
    pub after: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its number in the library.
    pub id: i64,
    /// What was wanted.
    pub change: Change,
    /// When it was made, in seconds since 1970.
    pub made_at: i64,
    /// Who made it.
    pub made_by: String,
    /// What stood there before.
    pub before: Option<String>,
    /// When and by whom it was undone.
    pub undone: Option<(i64, String)>,
}
