//! Texts with a stance, and sentences with a class of event.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::error::{EvalError, EvalErrorKind};
use crate::files::read_jsonl;

/// A sentence and what its readers felt towards one place in it.
#[derive(Clone, Debug, Deserialize)]
pub struct PlaceStance {
    /// Unique in its corpus.
    pub id: String,
    /// The words.
    pub text: String,
    /// The place, in code points.
    pub target: [u32; 2],
    /// -1 against, 0 neutral, 1 in favour.
    pub polarity: i8,
}

/// A sentence and how it stands to a claim.
#[derive(Clone, Debug, Deserialize)]
pub struct ClaimStance {
    /// Unique in its corpus.
    pub id: String,
    /// The words.
    pub text: String,
    /// The claim.
    pub target: String,
    /// -1 against, 1 in favour; never 0.
    pub stance: i8,
}

/// A sentence and the class of the event that it tells.
#[derive(Clone, Debug, Deserialize)]
pub struct QuadSentence {
    /// Unique in its corpus.
    pub id: String,
    /// The words.
    pub text: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, 0 none of them.
    pub quad: u8,
}

impl PlaceStance {
    /// The place in bytes.
    ///
    /// # Errors
    /// When the text does not have it.
    pub fn place(&self) -> Result<Range<usize>, EvalError> {
        let [start, end] = self.target;
        let bytes = self.text.char_indices().map(|(byte, _)| byte).chain([self.text.len()]);
        let byte = |at: u32| bytes.clone().nth(at as usize);
        match (byte(start), byte(end)) {
            (Some(start), Some(end)) if start < end => Ok(start..end),
            _ => Err(EvalError::new(EvalErrorKind::Places(self.id.clone()))),
        }
    }
}

/// NewsMTSC's development part: 719 sentences of US policy news, each with two or more places, 1,472 in all.
///
/// # Errors
/// When the file is missing or not of the corpus's shape; so for all loaders here.
pub fn newsmtsc_dev(shared: &Path) -> Result<Vec<PlaceStance>, EvalError> {
    read_jsonl(&shared.join("data/sentiment/newsmtsc_dev_mt.jsonl"))
}

/// Perspectrum's development part: 2,070 perspectives on 139 claims of debating sites.
pub fn perspectrum_dev(shared: &Path) -> Result<Vec<ClaimStance>, EvalError> {
    read_jsonl(&shared.join("data/stance/perspectrum_dev.jsonl"))
}

/// The development part of ConfliBERT's classes: 207 sentences of five classes, "none of them" included.
pub fn cameo_quad_dev(shared: &Path) -> Result<Vec<QuadSentence>, EvalError> {
    read_jsonl(&shared.join("data/events/cameo_quad_dev.jsonl"))
}

/// The development part of PLV: 229 sentences of four classes; each tells an event.
pub fn plv_dev(shared: &Path) -> Result<Vec<QuadSentence>, EvalError> {
    read_jsonl(&shared.join("data/events/plv_dev.jsonl"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_turned_into_bytes() {
        let at =
            |target| PlaceStance { id: "n".into(), text: "“Özil” 🎈".into(), target, polarity: 0 };
        assert_eq!(at([1, 5]).place().unwrap(), 3..8);
        assert_eq!(at([7, 8]).place().unwrap(), 12..16);
        for target in [[7, 9], [5, 1], [3, 3], [20, 21]] {
            assert!(at(target).place().is_err(), "{target:?}");
        }
    }
}
