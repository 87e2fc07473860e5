//! What do programs see of corrections?

use sayso_library::{Correction, Field};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is corrected.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JsonField {
    /// The places of a statement's content; null: there is no statement.
    Statement,
    /// The places of the words that name its source.
    Source,
    /// The places of its cue.
    Cue,
    /// Who speaks: a key or a name.
    Speaker,
    /// For whom.
    SpeaksFor,
    /// The day it was said.
    SaidOn,
    /// The places of a position's evidence; null: there is no position.
    Position,
    /// favor, against or neutral.
    Stance,
    /// Whose position it is.
    Holder,
    /// What it is about.
    Target,
    /// The issue that a position belongs to.
    Issue,
    /// The subject is part of the actor whose key is given.
    Merge,
    /// In one article, the subject is somebody else.
    Split,
    /// Another name for the subject.
    Rename,
}

impl From<JsonField> for Field {
    fn from(field: JsonField) -> Field {
        match field {
            JsonField::Statement => Field::Statement,
            JsonField::Source => Field::Source,
            JsonField::Cue => Field::Cue,
            JsonField::Speaker => Field::Speaker,
            JsonField::SpeaksFor => Field::SpeaksFor,
            JsonField::SaidOn => Field::SaidOn,
            JsonField::Position => Field::Position,
            JsonField::Stance => Field::Stance,
            JsonField::Holder => Field::Holder,
            JsonField::Target => Field::Target,
            JsonField::Issue => Field::Issue,
            JsonField::Merge => Field::Merge,
            JsonField::Split => Field::Split,
            JsonField::Rename => Field::Rename,
        }
    }
}

/// A correction.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonCorrection {
    /// Its number in the library.
    id: i64,
    /// What is corrected.
    field: &'static str,
    /// In which article; null where it holds everywhere.
    article: Option<String>,
    /// From the first to behind the last code point of what is meant.
    place: Option<[u32; 2]>,
    /// The key of the actor that is merged, split or renamed.
    subject: Option<String>,
    /// What stood there; places as `[[3,9],[12,20]]`, in code points.
    before: Option<String>,
    /// What stands there now.
    after: Option<String>,
    /// Why.
    reason: Option<String>,
    /// When it was made, in seconds since 1970.
    made_at: i64,
    /// Who made it.
    made_by: String,
    /// When it was undone; null where it is in force.
    undone_at: Option<i64>,
    /// Who undid it.
    undone_by: Option<String>,
}

impl From<&Correction> for JsonCorrection {
    fn from(correction: &Correction) -> JsonCorrection {
        let Correction { id, change, made_at, made_by, before, undone } = correction;
        let (undone_at, undone_by) = undone.clone().unzip();
        JsonCorrection {
            id: *id,
            field: change.field.as_str(),
            article: change.article.clone(),
            place: change.place.map(|(start, end)| [start, end]),
            subject: change.subject.clone(),
            before: before.clone(),
            after: change.after.clone(),
            reason: change.reason.clone(),
            made_at: *made_at,
            made_by: made_by.clone(),
            undone_at,
            undone_by,
        }
    }
}

/// Corrections.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonCorrections {
    /// `sayso.corrections/1`.
    schema: &'static str,
    /// The last one first.
    corrections: Vec<JsonCorrection>,
    /// The `cursor` of the next page; null on the last one.
    next: Option<String>,
}

impl JsonCorrections {
    pub(crate) fn of(corrections: &[Correction], next: Option<&str>) -> JsonCorrections {
        let corrections = corrections.iter().map(JsonCorrection::from).collect();
        JsonCorrections { schema: "sayso.corrections/1", corrections, next: next.map(str::to_owned) }
    }
}

/// A correction that was made or undone.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonMade {
    /// `sayso.correction/1`.
    schema: &'static str,
    /// As it stands now.
    correction: JsonCorrection,
    /// What a person should be told: that a name is taken as somebody new, and who may have been meant.
    notices: Vec<String>,
}

impl JsonMade {
    pub(crate) fn of(correction: &Correction) -> JsonMade {
        JsonMade { schema: "sayso.correction/1", correction: correction.into(), notices: Vec::new() }
    }

    /// With what a person should be told of it.
    pub(crate) fn told(mut self, notice: Option<String>) -> JsonMade {
        self.notices.extend(notice);
        self
    }
}
