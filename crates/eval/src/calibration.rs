//! Does a confidence of 0.8 mean right eight times in ten?
//!
//! The contract promises with each statement the probability that its source, cue and content are right. A
//! predicted statement counts as **right** when the gold attribution that the scorer matches it with has the same
//! content and the same source (the same alphanumeric characters) and a cue that shares a word (or both have no
//! cue): a cue's edges ("said", "has said") are a matter of taste in the corpus, its place is not. One that is
//! matched with nothing is wrong.

use std::fmt;

use crate::document::Document;
use crate::matching::greedy;
use crate::units::{Measured, Units};

/// How many bins of equal width the range from 0 to 1 is cut into.
const BINS: usize = 10;

/// A prediction's confidence and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// From 0 to 1.
    pub confidence: f64,
    /// As this module's opening defines it.
    pub right: bool,
}

/// How well confidences agree with how often they are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// How many predictions were judged.
    pub n: usize,
    /// The expected calibration error: over the bins, the mean of |mean confidence − share right|, each bin
    /// weighed by its predictions. 0 is perfect; 0 also of no predictions.
    pub error: f64,
    /// The reliability table: ten bins from [0, 0.1) to [0.9, 1], empty ones included.
    pub bins: [Bin; BINS],
}

/// One row of the reliability table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Predictions whose confidence falls into it.
    pub n: usize,
    /// Their mean confidence; 0 of an empty bin.
    pub confidence: f64,
    /// The share of them that is right; 0 of an empty bin.
    pub right: f64,
}

/// Judges the predictions of one document; those without a confidence are passed over.
pub fn judge(gold: &Document, predicted: &Document) -> Vec<Judged> {
    let units = Units::new(&gold.text);
    let gold = units.all_measured(&gold.attributions);
    let measured = units.all_measured(&predicted.attributions);
    let gold: Vec<&Measured> = gold.iter().map(|(_, measured)| measured).collect();
    let predictions: Vec<&Measured> = measured.iter().map(|(_, measured)| measured).collect();

    let mut right = vec![false; predictions.len()];
    for pair in greedy(&gold, &predictions) {
        right[pair.predicted] = is_right(gold[pair.gold], predictions[pair.predicted]);
    }
    let confidence = |at: usize| predicted.attributions[at].confidence;
    let judged = measured.iter().zip(right).map(|((at, _), right)| (confidence(*at), right));
    judged.filter_map(|(confidence, right)| Some(Judged { confidence: confidence?, right })).collect()
}

fn is_right(gold: &Measured, predicted: &Measured) -> bool {
    gold.content.characters == predicted.content.characters
        && gold.source.characters == predicted.source.characters
        && (gold.cue.words.shared(&predicted.cue.words) > 0
            || gold.cue.is_empty() && predicted.cue.is_empty())
}

/// Sums judged predictions up.
///
/// ```
/// use sayso_eval::{Judged, calibrate};
/// let judged = [Judged { confidence: 0.75, right: true }, Judged { confidence: 0.75, right: false }];
/// assert_eq!(calibrate(&judged).error, 0.25);
/// ```
pub fn calibrate(judged: &[Judged]) -> Calibration {
    let mut bins = [Bin::default(); BINS];
    for Judged { confidence, right } in judged {
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.n += 1;
        bin.confidence += confidence;
        bin.right += f64::from(u8::from(*right));
    }
    let apart: f64 = bins.iter().map(|bin| (bin.confidence - bin.right).abs()).sum();
    for bin in bins.iter_mut().filter(|bin| bin.n > 0) {
        bin.confidence /= bin.n as f64;
        bin.right /= bin.n as f64;
    }
    Calibration { n: judged.len(), error: apart / judged.len().max(1) as f64, bins }
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "expected calibration error {:.4} over {}", self.error, self.n)?;
        writeln!(f, "confidence      n   mean  right")?;
        for (i, Bin { n, confidence, right }) in self.bins.iter().enumerate() {
            let (low, high) = (i as f64 / BINS as f64, (i + 1) as f64 / BINS as f64);
            writeln!(f, "{low:.1} to {high:.1} {n:>6} {confidence:>6.3} {right:>6.3}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Attribution, Place};

    #[test]
    fn bins_take_in_both_ends() {
        let at = |confidence| Judged { confidence, right: true };
        let calibration = calibrate(&[at(0.0), at(0.05), at(0.1), at(1.0)]);
        assert_eq!(calibration.bins.map(|bin| bin.n), [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert!((calibration.error - (1.95 + 0.9) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_judge_is_no_error() {
        assert_eq!(calibrate(&[]).error, 0.0);
    }

    #[test]
    fn right_needs_content_source_and_a_shared_cue() {
        let text = "It rained, Oz said. It snowed.";
        let said = |source: &[Place], cue: &[Place], content: &[Place], confidence| Attribution {
            id: String::new(),
            source: source.to_vec(),
            cue: cue.to_vec(),
            content: content.to_vec(),
            confidence,
        };
        let document = |attributions| Document { id: "d".into(), text: text.into(), attributions };
        let gold = document(vec![said(&[[11, 13]], &[[14, 18]], &[[0, 9]], None)]);
        let check = |attribution, right: &[bool]| {
            let judged = judge(&gold, &document(vec![attribution]));
            assert_eq!(judged.iter().map(|j| j.right).collect::<Vec<_>>(), right);
        };
        check(said(&[[11, 13]], &[[11, 18]], &[[0, 10]], Some(0.5)), &[true]);
        check(said(&[[11, 13]], &[], &[[0, 10]], Some(0.5)), &[false]);
        check(said(&[], &[[14, 18]], &[[0, 10]], Some(0.5)), &[false]);
        check(said(&[[11, 13]], &[[14, 18]], &[[0, 2]], Some(0.5)), &[false]);
        check(said(&[], &[], &[[20, 29]], Some(0.5)), &[false]);
        check(said(&[], &[], &[[20, 29]], None), &[]);
        check(said(&[], &[], &[[18, 19]], Some(0.5)), &[]);
    }
}
