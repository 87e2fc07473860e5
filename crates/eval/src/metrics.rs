//! What the statement scorer finds, in the shape of the reference script's `--json`.

use serde::Serialize;

/// Precision, recall and their harmonic mean, each from 0 to 1; 0 where there was nothing to count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prf {
    /// The share of what was predicted that is right.
    #[serde(rename = "P")]
    pub precision: f64,
    /// The share of gold that was found.
    #[serde(rename = "R")]
    pub recall: f64,
    /// 2PR / (P + R).
    #[serde(rename = "F1")]
    pub f1: f64,
}

impl Prf {
    pub(crate) fn new(right_predicted: f64, predicted: usize, found_gold: f64, gold: usize) -> Prf {
        let (precision, recall) = (ratio(right_predicted, predicted), ratio(found_gold, gold));
        let sum = precision + recall;
        // In the script's order of operations, so that the last digit is the same.
        Prf { precision, recall, f1: if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum } }
    }

    pub(crate) fn of_counts(right: usize, predicted: usize, gold: usize) -> Prf {
        Prf::new(right as f64, predicted, right as f64, gold)
    }
}

/// `part / whole`, or 0 where there is no whole.
pub(crate) fn ratio(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / whole as f64 }
}

/// How well predicted attributions agree with gold ones, over all documents together.
///
/// A **matched pair** is a gold and a predicted attribution whose contents share words, taken one to one with
/// the best first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Metrics {
    /// Gold documents.
    pub docs: usize,
    /// Words in them: runs without white space that hold an alphanumeric character.
    pub words: usize,
    /// Gold attributions whose content holds anything.
    pub gold: usize,
    /// Predicted ones.
    pub pred: usize,
    /// Words in the content of any attribution.
    #[serde(rename = "tok.content")]
    pub content_words: Prf,
    /// Words in the source of any attribution.
    #[serde(rename = "tok.source")]
    pub source_words: Prf,
    /// Words in the cue of any attribution.
    #[serde(rename = "tok.cue")]
    pub cue_words: Prf,
    /// Matched pairs whose contents hold the same alphanumeric characters.
    pub exact: Prf,
    /// Mean share of a content's words that contents of the other side cover.
    pub soft: Prf,
    /// Matched pairs with a Jaccard of content words of at least a half.
    pub half: Prf,
    /// Those of `half` whose sources share a word or are both empty.
    pub full: Prf,
    /// Those of `exact` whose sources hold the same alphanumeric characters.
    pub full_strict: Prf,
    /// Sources of all matched pairs.
    pub source_given_any: SourceGiven,
    /// Sources of the matched pairs of `half`.
    #[serde(rename = "source_given_j50")]
    pub source_given_half: SourceGiven,
    /// The same by how much of the content is quoted.
    pub by_type: ByKind,
}

/// How often the source is right where the content was found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SourceGiven {
    /// Matched pairs.
    pub pairs: usize,
    /// Share of them whose sources share a word or are both empty.
    pub soft: f64,
    /// Share of them whose sources are the same.
    pub exact: f64,
    /// `soft` over the pairs whose gold source is not empty.
    pub soft_nonempty: f64,
    /// `exact` over the pairs whose gold source is not empty.
    pub exact_nonempty: f64,
}

/// One [`KindMetrics`] for each kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ByKind {
    /// All of the content stands inside double quotation marks.
    pub direct: KindMetrics,
    /// None of it does.
    pub indirect: KindMetrics,
    /// The rest.
    pub mixed: KindMetrics,
}

/// Recall by the kind of the gold attribution, precision by the kind of the predicted one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct KindMetrics {
    /// Gold attributions of this kind.
    pub gold: usize,
    /// Predicted ones of this kind.
    pub pred: usize,
    /// Recall of `exact`.
    #[serde(rename = "R_exact")]
    pub recall_exact: f64,
    /// Recall of `soft`.
    #[serde(rename = "R_soft")]
    pub recall_soft: f64,
    /// Recall of `half`.
    #[serde(rename = "R_half")]
    pub recall_half: f64,
    /// Recall of `full`.
    #[serde(rename = "R_full")]
    pub recall_full: f64,
    /// Precision of `half`.
    #[serde(rename = "P_half")]
    pub precision_half: f64,
    /// Precision of `full`.
    #[serde(rename = "P_full")]
    pub precision_full: f64,
}

impl Metrics {
    /// The JSON that the reference script writes: the same keys in the same order, indented by one space.
    pub fn to_json(&self) -> String {
        let mut json = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
        self.serialize(&mut serde_json::Serializer::with_formatter(&mut json, formatter))
            .expect("numbers under fixed names are always JSON");
        String::from_utf8(json).expect("JSON is UTF-8")
    }
}
