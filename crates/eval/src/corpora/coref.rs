//! Documents with what means the same in them.

use std::path::Path;

use serde::Deserialize;

use crate::error::EvalError;
use crate::files::read_jsonl;

/// A document of OntoGUM with its chains of mentions.
#[derive(Clone, Debug, Deserialize)]
pub struct CorefDocument {
    /// Unique in the corpus.
    pub id: String,
    /// The words.
    pub text: String,
    /// Gold, in no promised order.
    pub mentions: Vec<GoldMention>,
}

/// Words that mean somebody or something that other words mean too. In code points.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldMention {
    /// The first.
    pub start: u32,
    /// The one behind the last.
    pub end: u32,
    /// The head word: first and behind the last.
    pub head: [u32; 2],
    /// The chain's name, unique in the document.
    pub entity_id: String,
}

/// The development part of OntoGUM: 14 documents of seven genres.
///
/// # Errors
/// When the file is missing or not of the corpus's shape.
pub fn ontogum_dev(shared: &Path) -> Result<Vec<CorefDocument>, EvalError> {
    read_jsonl(&shared.join("data/coref/ontogum_dev.jsonl"))
}
