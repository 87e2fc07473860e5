//! A position as other programs see it.

use sayso_domain::{Position, Target};
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::WireSpan;
use crate::places::places;
use crate::statement::four_decimals;

/// Where somebody stands, with the fields in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WirePosition {
    /// `"p1"`, `"p2"`, …: unique in the article, in text order of the evidence.
    pub id: String,
    /// The id of the statement that it is taken from.
    pub statement: String,
    /// The id of the actor whose position it is.
    pub holder: String,
    /// Whether somebody else than the holder tells it: "he said Russia wants …".
    #[serde(default)]
    pub alleged: bool,
    /// What it is about.
    pub target: WireTarget,
    /// `"favor"`, `"against"` or `"neutral"`.
    pub stance: String,
    /// `"assert"`, `"evaluate"`, `"demand"`, `"commit"`, `"offer"`, `"refuse"`, `"threaten"`, `"concede"`, `"deny"` or `"ask"`.
    pub act: String,
    /// The words that make it conditional; empty when it is not.
    pub condition: Vec<WireSpan>,
    /// The words that show it; never empty.
    pub evidence: Vec<WireSpan>,
    /// Probability that holder, evidence and stance are right, from 0 to 1, in four decimals.
    pub confidence: f64,
}

/// What a position is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireTarget {
    /// A short phrase, out of the text's words.
    pub label: String,
    /// The id of the actor that it is, where it is one.
    pub actor: Option<String>,
    /// The words that name it.
    pub spans: Vec<WireSpan>,
}

impl WirePosition {
    pub(crate) fn from_domain(position: &Position, code_points: &CodePoints) -> WirePosition {
        let Target { label, actor, spans } = &position.target;
        WirePosition {
            id: position.id.to_string(),
            statement: position.statement.to_string(),
            holder: position.holder.to_string(),
            alleged: position.alleged,
            target: WireTarget {
                label: label.clone(),
                actor: actor.map(|actor| actor.to_string()),
                spans: places(code_points, spans),
            },
            stance: position.stance.as_str().to_owned(),
            act: position.act.as_str().to_owned(),
            condition: places(code_points, &position.condition),
            evidence: places(code_points, &position.evidence),
            confidence: four_decimals(position.confidence),
        }
    }
}
