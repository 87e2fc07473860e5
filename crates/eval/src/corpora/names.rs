//! Sentences with names.

use std::path::Path;

use serde::Deserialize;

use crate::error::EvalError;
use crate::files::read_jsonl;
use crate::reader::NameClass;

/// A sentence on its own, with the names in it.
#[derive(Clone, Debug, Deserialize)]
pub struct NameSentence {
    /// Unique in its corpus.
    pub id: String,
    /// The words.
    pub text: String,
    /// Gold, in text order.
    pub entities: Vec<GoldName>,
}

/// First code point, the one behind the last, and the corpus's own word for the sort.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldName(pub u32, pub u32, pub String);

impl GoldName {
    /// The sort that it is scored as; none for those that are not.
    pub fn class(&self) -> Option<NameClass> {
        match self.2.as_str() {
            "PER" | "person" | "politician" => Some(NameClass::Person),
            "ORG" | "organisation" | "politicalparty" => Some(NameClass::Organisation),
            "LOC" | "country" | "location" => Some(NameClass::Place),
            _ => None,
        }
    }
}

/// The development part of Universal NER's English Web Treebank: 2,001 sentences of blogs, mails, reviews.
///
/// # Errors
/// When the file is missing or not of the corpus's shape.
pub fn uner_ewt_dev(shared: &Path) -> Result<Vec<NameSentence>, EvalError> {
    read_jsonl(&shared.join("data/ner/uner_ewt_dev.jsonl"))
}

/// The development part of CrossNER's politics: 540 sentences of an encyclopedia, their words apart by single spaces.
///
/// # Errors
/// When the file is missing or not of the corpus's shape.
pub fn crossner_politics_dev(shared: &Path) -> Result<Vec<NameSentence>, EvalError> {
    read_jsonl(&shared.join("data/ner/crossner_politics_dev.jsonl"))
}
