//! An actor as other programs see it.

use sayso_domain::Actor;
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::WireSpan;
use crate::places::places;

/// A person, state, organisation, outlet or group, with the fields in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireActor {
    /// `"a1"`, `"a2"`, …: unique in the article, in the order of the first mention.
    pub id: String,
    /// The same for the same actor in every article: `"GBR"`, `"person:john-kerry"`; null for those without a name.
    #[serde(default)]
    pub key: Option<String>,
    /// The fullest name known; for those without one, the words that describe them.
    pub name: String,
    /// `"person"`, `"state"`, `"organisation"`, `"outlet"`, `"group"` or `"unknown"`.
    pub kind: String,
    /// ISO 3166-1 alpha-3 code of the state that it is, belongs to or holds office in.
    pub state: Option<String>,
    /// The office on the article's day.
    pub role: Option<String>,
    /// Where the text names it or refers to it, in text order.
    pub mentions: Vec<WireSpan>,
}

impl WireActor {
    pub(crate) fn from_domain(actor: &Actor, code_points: &CodePoints) -> WireActor {
        WireActor {
            id: actor.id.to_string(),
            key: actor.key.clone(),
            name: actor.name.clone(),
            kind: actor.kind.as_str().to_owned(),
            state: actor.state.map(|state| state.to_string()),
            role: actor.role.clone(),
            mentions: places(code_points, &actor.mentions),
        }
    }
}
