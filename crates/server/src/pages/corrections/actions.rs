//! How does a program put something right, accept it, or take a correction back?

use axum::http::StatusCode;
use sayso_library::Change;
use serde::Deserialize;
use utoipa::ToSchema;

use super::json::{JsonCorrections, JsonField, JsonMade};
use crate::action::Action;
use crate::correcting;
use crate::failure::Failure;
use crate::guard::Visitor;
use crate::site::Site;

/// Makes a correction.
pub(crate) struct Make;

/// What is to be otherwise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JsonChange {
    /// What is corrected.
    field: JsonField,
    /// In which article, by its name; only a merge and a rename hold everywhere.
    #[schema(max_length = 500)]
    article: Option<String>,
    /// From the first to behind the last code point of the statement's content or the position's evidence.
    place: Option<[u32; 2]>,
    /// The key of the actor that is merged, split or renamed.
    #[schema(max_length = 500)]
    subject: Option<String>,
    /// What it is to be; null where there is to be none. Places are written `[[3,9],[12,20]]`, in code points.
    #[schema(max_length = 500)]
    after: Option<String>,
    /// Why.
    #[schema(max_length = 500)]
    reason: Option<String>,
    /// What stood there when it was looked at, empty where nothing did. Where that is no longer so, nothing is stored (409).
    #[schema(max_length = 2000)]
    before: Option<String>,
}

impl Action for Make {
    const PATH: &'static str = "/corrections.json";
    const SUMMARY: &'static str = "Puts something right (sayso.correction/1).";
    const STATUS: StatusCode = StatusCode::CREATED;
    type Asked = JsonChange;
    type Json = JsonMade;

    fn act(asked: JsonChange, site: &Site, visitor: &Visitor) -> Result<JsonMade, Failure> {
        let change = Change {
            field: asked.field.into(),
            article: asked.article,
            place: asked.place.map(|[start, end]| (start, end)),
            subject: asked.subject,
            after: asked.after.filter(|after| !after.trim().is_empty()),
            reason: asked.reason.filter(|reason| !reason.trim().is_empty()),
        };
        correcting::may(visitor)?;
        let notice = correcting::somebody_new(site, &change)?;
        let made = correcting::make(site, visitor, &change, asked.before.as_deref())?;
        Ok(JsonMade::of(&made).told(notice))
    }
}

/// Accepts a statement.
pub(crate) struct Accept;

/// Which statement is right.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JsonAccept {
    /// In which article, by its name.
    #[schema(max_length = 500)]
    article: String,
    /// From the first to behind the last code point of the statement's content.
    place: [u32; 2],
}

impl Action for Accept {
    const PATH: &'static str = "/corrections/accept.json";
    const SUMMARY: &'static str =
        "Says that a statement and its positions are right: a correction of each (sayso.corrections/1).";
    const STATUS: StatusCode = StatusCode::CREATED;
    type Asked = JsonAccept;
    type Json = JsonCorrections;

    fn act(asked: JsonAccept, site: &Site, visitor: &Visitor) -> Result<JsonCorrections, Failure> {
        let [start, end] = asked.place;
        let made = correcting::accept(site, visitor, &asked.article, (start, end), None)?;
        Ok(JsonCorrections::of(&made, None))
    }
}

/// Takes a correction back.
pub(crate) struct Undo;

/// Which correction is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JsonUndo {
    /// Its number in the library.
    id: i64,
}

impl Action for Undo {
    const PATH: &'static str = "/corrections/undo.json";
    const SUMMARY: &'static str =
        "Takes a correction back; it stays on record as undone (sayso.correction/1).";
    const STATUS: StatusCode = StatusCode::OK;
    type Asked = JsonUndo;
    type Json = JsonMade;

    fn act(asked: JsonUndo, site: &Site, visitor: &Visitor) -> Result<JsonMade, Failure> {
        let undone = correcting::undo(site, visitor, &[asked.id])?;
        undone.first().map(JsonMade::of).ok_or_else(|| Failure::internal("nothing was undone"))
    }
}
