//! Articles with attributions, gold or predicted, as the scorers take them.

use sayso_wire::{WireReading, WireSpan, WireStatement};
use serde::{Deserialize, Serialize};

/// A half-open place in code points, `[start, end]`. As in the corpora's files it may run past the end of the
/// text or before its start; the scorers count what lies in the text.
pub type Place = [i64; 2];

/// An article's words and what is attributed in it: one line of a gold or a predictions file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Joins gold and predicted.
    pub id: String,
    /// The same words on both sides.
    pub text: String,
    /// In any order.
    pub attributions: Vec<Attribution>,
}

/// Who said what, without the link to the statement around it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Unique in its document; the scorers do not need it.
    #[serde(default)]
    pub id: String,
    /// Who speaks; may be empty.
    #[serde(default)]
    pub source: Vec<Place>,
    /// The words of saying; may be empty.
    #[serde(default)]
    pub cue: Vec<Place>,
    /// What is attributed.
    #[serde(default)]
    pub content: Vec<Place>,
    /// How sure the program was, from 0 to 1; gold has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

impl Document {
    /// What `reading` says, of the statements that `keep` lets through.
    pub fn predicted(reading: &WireReading, keep: impl Fn(&WireStatement) -> bool) -> Document {
        Document {
            id: reading.article.id.clone(),
            text: reading.article.text.clone(),
            attributions: reading.statements.iter().filter(|s| keep(s)).map(Attribution::predicted).collect(),
        }
    }
}

impl Attribution {
    /// A statement without its place in the nesting.
    pub fn predicted(statement: &WireStatement) -> Attribution {
        Attribution {
            id: statement.id.clone(),
            source: places(&statement.source),
            cue: places(&statement.cue),
            content: places(&statement.content),
            confidence: Some(statement.confidence),
        }
    }
}

pub(crate) fn places(spans: &[WireSpan]) -> Vec<Place> {
    spans.iter().map(|span| [span.start().into(), span.end().into()]).collect()
}
