//! A statement as other programs see it.

use sayso_domain::{Modality, Statement};
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::WireSpan;
use crate::places::places;

/// Who said what, with the fields in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireStatement {
    /// `"s1"`, `"s2"`, …: unique in the article, in text order of the first content span.
    pub id: String,
    /// `"direct"`, `"indirect"` or `"mixed"`.
    pub kind: String,
    /// The words that name who speaks, as written; empty when unnamed.
    pub source: Vec<WireSpan>,
    /// said, according to, …; empty when there is none.
    pub cue: Vec<WireSpan>,
    /// What is attributed.
    pub content: Vec<WireSpan>,
    /// The id of the statement whose content holds this one.
    pub within: Option<String>,
    /// The id of the actor who speaks.
    pub speaker: Option<String>,
    /// The id of the state or organisation the speaker held office for on that day.
    pub speaks_for: Option<String>,
    /// The day it was said, `YYYY-MM-DD`.
    pub said_on: Option<String>,
    /// Negation, condition, future, question.
    #[serde(default)]
    pub modality: WireModality,
    /// Probability that source, cue and content are right, from 0 to 1, in four decimals.
    pub confidence: f64,
}

/// What keeps a statement from being a plain "X said Y". The `…_by` lists hold the words that show it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireModality {
    /// The saying is denied.
    pub negated: bool,
    /// The words that make it conditional; empty when it is not.
    pub conditional: Vec<WireSpan>,
    /// The saying is still to come.
    pub future: bool,
    /// It is asked rather than said.
    pub question: bool,
    /// The words that deny it.
    pub negated_by: Vec<WireSpan>,
    /// The words that put it in the future.
    pub future_by: Vec<WireSpan>,
    /// The words that make it a question.
    pub question_by: Vec<WireSpan>,
}

impl WireStatement {
    pub(crate) fn from_domain(statement: &Statement, code_points: &CodePoints) -> WireStatement {
        WireStatement {
            id: statement.id.to_string(),
            kind: statement.kind.to_string(),
            source: places(code_points, &statement.source),
            cue: places(code_points, &statement.cue),
            content: places(code_points, &statement.content),
            within: statement.within.map(|outer| outer.to_string()),
            speaker: statement.speaker.map(|actor| actor.to_string()),
            speaks_for: statement.speaks_for.map(|actor| actor.to_string()),
            said_on: statement.said_on.map(|date| date.to_string()),
            modality: WireModality::from_domain(&statement.modality, code_points),
            confidence: four_decimals(statement.confidence),
        }
    }
}

impl WireModality {
    fn from_domain(modality: &Modality, code_points: &CodePoints) -> WireModality {
        WireModality {
            negated: !modality.negated.is_empty(),
            conditional: places(code_points, &modality.conditional),
            future: !modality.future.is_empty(),
            question: !modality.question.is_empty(),
            negated_by: places(code_points, &modality.negated),
            future_by: places(code_points, &modality.future),
            question_by: places(code_points, &modality.question),
        }
    }
}

/// JSON has no NaN: what is not above 0 is written as 0, so that every line parses.
pub(crate) fn four_decimals(confidence: f32) -> f64 {
    if confidence > 0.0 { (f64::from(confidence).min(1.0) * 1e4).round() / 1e4 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_a_probability_in_four_decimals() {
        assert_eq!(four_decimals(0.93), 0.93);
        assert_eq!(four_decimals(0.123_456), 0.1235);
        assert_eq!(four_decimals(1.000_001), 1.0);
        assert_eq!(four_decimals(-0.0).to_bits(), 0.0_f64.to_bits());
        assert_eq!(four_decimals(f32::NAN), 0.0);
    }
}
