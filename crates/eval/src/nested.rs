//! Are statements within statements found, and hung on the right one?
//!
//! Judged on GUM, whose attribution clauses hold source and cue together. A predicted statement answers a gold
//! attribution when the words of their contents have a Jaccard of at least a half and the predicted cue lies,
//! in part at least, in the attribution clause (the source, where a statement has no cue); the best fits first,
//! one to one. GUM marks clausal attribution alone, so what it does not have is not always wrong: the number of
//! extras is a thing to watch, not a precision.

use std::collections::HashMap;
use std::ops::AddAssign;

use sayso_wire::WireReading;

use crate::corpora::{GumAttribution, GumDocument};
use crate::document::Attribution;
use crate::error::{EvalError, EvalErrorKind};
use crate::metrics::ratio;
use crate::units::{Covered, Set, Units};

/// Counts over one or more documents; add them up with `+=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NestedCounts {
    /// Words in the documents.
    pub words: usize,
    /// Gold attributions, photo credits left out.
    pub gold: usize,
    /// Those of them that a predicted statement answers.
    pub found: usize,
    /// Gold attributions with a parent.
    pub nested: usize,
    /// Those of them that are found.
    pub nested_found: usize,
    /// Nested gold attributions of which both child and parent are found.
    pub linked: usize,
    /// Those of them whose child stands directly within the statement that answers the parent.
    pub parent_right: usize,
    /// Predicted statements that stand within another.
    pub predicted_nested: usize,
    /// Those of them that answer no nested gold attribution.
    pub extra_nested: usize,
}

impl NestedCounts {
    /// The share of gold that was found.
    pub fn recall(&self) -> f64 {
        ratio(self.found as f64, self.gold)
    }

    /// The share of nested gold that was found, under whatever parent.
    pub fn nested_recall(&self) -> f64 {
        ratio(self.nested_found as f64, self.nested)
    }

    /// Where child and parent were both found: the share that are linked as in gold.
    pub fn right_parent(&self) -> f64 {
        ratio(self.parent_right as f64, self.linked)
    }
}

impl AddAssign for NestedCounts {
    fn add_assign(&mut self, other: NestedCounts) {
        self.words += other.words;
        self.gold += other.gold;
        self.found += other.found;
        self.nested += other.nested;
        self.nested_found += other.nested_found;
        self.linked += other.linked;
        self.parent_right += other.parent_right;
        self.predicted_nested += other.predicted_nested;
        self.extra_nested += other.extra_nested;
    }
}

/// Compares the statements of `reading` with the gold attributions of the same document.
///
/// # Errors
/// When the reading is of another text.
pub fn compare_nested(gold: &GumDocument, reading: &WireReading) -> Result<NestedCounts, EvalError> {
    if gold.text != reading.article.text {
        return Err(EvalError::new(EvalErrorKind::OtherText(gold.id.clone())));
    }
    let units = Units::new(&gold.text);
    let attributions: Vec<&GumAttribution> = gold.attributions.iter().filter(|a| !a.photo_credit).collect();
    let answers = answers(&units, &attributions, reading);
    Ok(counts(&units, &attributions, reading, &answers))
}

/// For each gold attribution the number of the statement that answers it.
fn answers(units: &Units, gold: &[&GumAttribution], reading: &WireReading) -> Vec<Option<usize>> {
    let predicted: Vec<(Covered, Set)> = reading.statements.iter().map(|s| telling(units, s)).collect();
    let mut fits = Vec::new();
    for (i, attribution) in gold.iter().enumerate() {
        let (clause, content) =
            (units.covered(&attribution.attribution_clause), units.covered(&attribution.content));
        for (j, (words, sayer)) in predicted.iter().enumerate() {
            let jaccard = content.words.jaccard(&words.words);
            if jaccard >= 0.5 && clause.characters.shared(sayer) > 0 {
                fits.push(((jaccard, content.characters.jaccard(&words.characters)), i, j));
            }
        }
    }
    // No fit holds a NaN. The sort keeps equals in text order.
    fits.sort_by(|a, b| b.0.partial_cmp(&a.0).expect("shares are numbers"));
    let mut answers = vec![None; gold.len()];
    let mut taken = vec![false; predicted.len()];
    for (_, i, j) in fits {
        if answers[i].is_none() && !taken[j] {
            (answers[i], taken[j]) = (Some(j), true);
        }
    }
    answers
}

/// The content of a statement, and the characters of its cue, or of its source where it has no cue.
fn telling(units: &Units, statement: &sayso_wire::WireStatement) -> (Covered, Set) {
    let attribution = Attribution::predicted(statement);
    let cue = units.covered(&attribution.cue).characters;
    let sayer = if cue.is_empty() { units.covered(&attribution.source).characters } else { cue };
    (units.covered(&attribution.content), sayer)
}

fn counts(
    units: &Units,
    gold: &[&GumAttribution],
    reading: &WireReading,
    answers: &[Option<usize>],
) -> NestedCounts {
    let place: HashMap<&str, usize> = gold.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let mut counts = NestedCounts { words: units.words(), gold: gold.len(), ..NestedCounts::default() };
    let mut answers_nested = vec![false; reading.statements.len()];
    for (attribution, &answer) in gold.iter().zip(answers) {
        counts.found += usize::from(answer.is_some());
        let Some(parent) = attribution.parent.as_deref() else { continue };
        counts.nested += 1;
        let Some(child) = answer else { continue };
        counts.nested_found += 1;
        answers_nested[child] = true;
        let Some(parent) = place.get(parent).and_then(|&parent| answers[parent]) else { continue };
        counts.linked += 1;
        let within = reading.statements[child].within.as_deref();
        counts.parent_right += usize::from(within == Some(&reading.statements[parent].id));
    }
    for (statement, answers_nested) in reading.statements.iter().zip(answers_nested) {
        let nested = statement.within.is_some();
        counts.predicted_nested += usize::from(nested);
        counts.extra_nested += usize::from(nested && !answers_nested);
    }
    counts
}
