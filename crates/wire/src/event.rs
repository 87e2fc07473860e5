//! An event as other programs see it.

use sayso_domain::{ActorId, Event};
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::WireSpan;
use crate::places::places;

/// What happened between actors, with the fields in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireEvent {
    /// `"e1"`, `"e2"`, …: unique in the article, in text order of the evidence.
    pub id: String,
    /// One of PLOVER's sixteen names: `"CONSULT"`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// `"meet"`, `"phone"`, `"visit"` or nothing.
    pub mode: Option<String>,
    /// `"happened"`, `"planned"`, `"reported"`, `"hypothetical"` or `"denied"`.
    pub status: String,
    /// The ids of those who act; all sides where none acts on the other.
    pub actors: Vec<String>,
    /// The ids of those acted on.
    pub recipients: Vec<String>,
    /// The day, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where, in the text's words.
    pub place: Option<String>,
    /// The words that tell it; never empty.
    pub evidence: Vec<WireSpan>,
}

impl WireEvent {
    pub(crate) fn from_domain(event: &Event, code_points: &CodePoints) -> WireEvent {
        let ids = |actors: &[ActorId]| actors.iter().map(ToString::to_string).collect();
        WireEvent {
            id: format!("e{}", u64::from(event.id.0) + 1),
            kind: event.kind.as_str().to_owned(),
            mode: event.mode.map(|mode| mode.as_str().to_owned()),
            status: event.status.as_str().to_owned(),
            actors: ids(&event.actors),
            recipients: ids(&event.recipients),
            date: event.date.map(|date| date.to_string()),
            place: event.place.clone(),
            evidence: places(code_points, &event.evidence),
        }
    }
}
