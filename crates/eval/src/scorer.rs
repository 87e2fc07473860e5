//! The statement scorer: how well predicted attributions agree with gold ones.
//!
//! A port of the project's reference script, `score_statements.py`, that agrees with it to the last digit:
//! the same units, the same matching with the same ties, sums in the same order. `tests/scorer.rs` holds it to
//! that.

use std::collections::{HashMap, HashSet};

use sayso_domain::Kind;

use crate::document::Document;
use crate::error::{EvalError, EvalErrorKind};
use crate::matching::{Pair, greedy};
use crate::metrics::{ByKind, KindMetrics, Metrics, Prf, SourceGiven, ratio};
use crate::units::{Covered, Measured, Set, Units};

/// Scores `predicted` against `gold`, joined on `id`.
///
/// A gold document without predictions counts as one where nothing was found. Attributions whose content holds
/// no alphanumeric character are left out on both sides. Of two predicted documents with one id the later counts.
///
/// # Errors
/// - a predicted document that gold does not have;
/// - a predicted document whose text is not gold's.
///
/// ```
/// use sayso_eval::{Attribution, Document, score};
/// let said = Attribution { source: vec![[11, 13]], content: vec![[0, 4]], ..Attribution::default() };
/// let gold = Document { id: "d".into(), text: "It rained, Oz said.".into(), attributions: vec![said] };
/// assert_eq!(score(&[gold.clone()], &[gold.clone()])?.full.f1, 1.0);
/// assert_eq!(score(&[gold], &[])?.full.f1, 0.0);
/// # Ok::<(), sayso_eval::EvalError>(())
/// ```
pub fn score(gold: &[Document], predicted: &[Document]) -> Result<Metrics, EvalError> {
    let by_id: HashMap<&str, &Document> = predicted.iter().map(|d| (d.id.as_str(), d)).collect();
    known(gold, &by_id)?;
    let mut tally = Tally::default();
    for document in gold {
        let predicted = by_id.get(document.id.as_str()).copied();
        if predicted.is_some_and(|p| p.text != document.text) {
            return Err(EvalError::new(EvalErrorKind::OtherText(document.id.clone())));
        }
        tally.add(document, predicted);
    }
    Ok(tally.metrics())
}

fn known(gold: &[Document], predicted: &HashMap<&str, &Document>) -> Result<(), EvalError> {
    let ids: HashSet<&str> = gold.iter().map(|d| d.id.as_str()).collect();
    let mut unknown: Vec<String> =
        predicted.keys().filter(|id| !ids.contains(*id)).map(|&id| id.to_owned()).collect();
    unknown.sort();
    if unknown.is_empty() { Ok(()) } else { Err(EvalError::new(EvalErrorKind::UnknownDocuments(unknown))) }
}

/// Whether sources share a word or are both empty.
pub(crate) fn sources_meet(gold: &Measured, predicted: &Measured) -> bool {
    gold.source.words.shared(&predicted.source.words) > 0
        || gold.source.is_empty() && predicted.source.is_empty()
}

/// Counts over all documents so far.
#[derive(Default)]
struct Tally {
    docs: usize,
    words: usize,
    gold: usize,
    predicted: usize,
    content_words: Overlap,
    source_words: Overlap,
    cue_words: Overlap,
    exact: usize,
    half: usize,
    full: usize,
    strict: usize,
    soft_precision: f64,
    soft_recall: f64,
    sources: Sources,
    sources_of_half: Sources,
    kinds: [KindTally; 3],
}

/// Words in a role on both sides, and on each.
#[derive(Default)]
struct Overlap {
    shared: usize,
    predicted: usize,
    gold: usize,
}

#[derive(Default)]
struct Sources {
    pairs: usize,
    soft: usize,
    exact: usize,
    named: usize,
    soft_named: usize,
    exact_named: usize,
}

#[derive(Default)]
struct KindTally {
    gold: usize,
    predicted: usize,
    soft: f64,
    gold_exact: usize,
    gold_half: usize,
    gold_full: usize,
    predicted_half: usize,
    predicted_full: usize,
}

impl Tally {
    fn add(&mut self, gold: &Document, predicted: Option<&Document>) {
        let units = Units::new(&gold.text);
        let gold = units.all_measured(&gold.attributions);
        let predicted = units.all_measured(predicted.map_or(&[], |d| &d.attributions));
        let gold: Vec<&Measured> = gold.iter().map(|(_, measured)| measured).collect();
        let predicted: Vec<&Measured> = predicted.iter().map(|(_, measured)| measured).collect();

        self.docs += 1;
        self.words += units.words();
        self.gold += gold.len();
        self.predicted += predicted.len();
        self.content_words.add(&gold, &predicted, |m| &m.content);
        self.source_words.add(&gold, &predicted, |m| &m.source);
        self.cue_words.add(&gold, &predicted, |m| &m.cue);
        self.add_soft(&gold, &predicted);
        for pair in greedy(&gold, &predicted) {
            self.add_pair(gold[pair.gold], predicted[pair.predicted], pair);
        }
    }

    fn add_soft(&mut self, gold: &[&Measured], predicted: &[&Measured]) {
        for p in predicted {
            self.soft_precision += covered_share(p, gold);
            self.kinds[p.kind as usize].predicted += 1;
        }
        for g in gold {
            let share = covered_share(g, predicted);
            self.soft_recall += share;
            self.kinds[g.kind as usize].soft += share;
            self.kinds[g.kind as usize].gold += 1;
        }
    }

    fn add_pair(&mut self, gold: &Measured, predicted: &Measured, pair: Pair) {
        let exact = gold.content.characters == predicted.content.characters;
        let half = pair.jaccard >= 0.5;
        let full = half && sources_meet(gold, predicted);
        let same_source = gold.source.characters == predicted.source.characters;

        self.exact += usize::from(exact);
        self.half += usize::from(half);
        self.full += usize::from(full);
        self.strict += usize::from(exact && same_source);

        let of_gold = &mut self.kinds[gold.kind as usize];
        of_gold.gold_exact += usize::from(exact);
        of_gold.gold_half += usize::from(half);
        of_gold.gold_full += usize::from(full);
        let of_predicted = &mut self.kinds[predicted.kind as usize];
        of_predicted.predicted_half += usize::from(half);
        of_predicted.predicted_full += usize::from(full);

        self.sources.add(gold, predicted);
        if half {
            self.sources_of_half.add(gold, predicted);
        }
    }

    fn metrics(&self) -> Metrics {
        let prf = |right| Prf::of_counts(right, self.predicted, self.gold);
        Metrics {
            docs: self.docs,
            words: self.words,
            gold: self.gold,
            pred: self.predicted,
            content_words: self.content_words.prf(),
            source_words: self.source_words.prf(),
            cue_words: self.cue_words.prf(),
            exact: prf(self.exact),
            soft: Prf::new(self.soft_precision, self.predicted, self.soft_recall, self.gold),
            half: prf(self.half),
            full: prf(self.full),
            full_strict: prf(self.strict),
            source_given_any: self.sources.given(),
            source_given_half: self.sources_of_half.given(),
            by_type: ByKind {
                direct: self.kinds[Kind::Direct as usize].metrics(),
                indirect: self.kinds[Kind::Indirect as usize].metrics(),
                mixed: self.kinds[Kind::Mixed as usize].metrics(),
            },
        }
    }
}

/// The share of the words of `one`'s content that contents of the `others` cover, at most 1.
fn covered_share(one: &Measured, others: &[&Measured]) -> f64 {
    let words = &one.content.words;
    let covered: usize = others.iter().map(|other| words.shared(&other.content.words)).sum();
    (covered as f64 / words.len() as f64).min(1.0)
}

impl Overlap {
    fn add(&mut self, gold: &[&Measured], predicted: &[&Measured], role: impl Fn(&Measured) -> &Covered) {
        let gold = Set::union(gold.iter().map(|m| &role(m).words));
        let predicted = Set::union(predicted.iter().map(|m| &role(m).words));
        self.shared += gold.shared(&predicted);
        self.predicted += predicted.len();
        self.gold += gold.len();
    }

    fn prf(&self) -> Prf {
        Prf::of_counts(self.shared, self.predicted, self.gold)
    }
}

impl Sources {
    fn add(&mut self, gold: &Measured, predicted: &Measured) {
        let soft = usize::from(sources_meet(gold, predicted));
        let exact = usize::from(gold.source.characters == predicted.source.characters);
        let named = usize::from(!gold.source.is_empty());
        self.pairs += 1;
        self.soft += soft;
        self.exact += exact;
        self.named += named;
        self.soft_named += soft * named;
        self.exact_named += exact * named;
    }

    fn given(&self) -> SourceGiven {
        SourceGiven {
            pairs: self.pairs,
            soft: ratio(self.soft as f64, self.pairs),
            exact: ratio(self.exact as f64, self.pairs),
            soft_nonempty: ratio(self.soft_named as f64, self.named),
            exact_nonempty: ratio(self.exact_named as f64, self.named),
        }
    }
}

impl KindTally {
    fn metrics(&self) -> KindMetrics {
        KindMetrics {
            gold: self.gold,
            pred: self.predicted,
            recall_exact: ratio(self.gold_exact as f64, self.gold),
            recall_soft: ratio(self.soft, self.gold),
            recall_half: ratio(self.gold_half as f64, self.gold),
            recall_full: ratio(self.gold_full as f64, self.gold),
            precision_half: ratio(self.predicted_half as f64, self.predicted),
            precision_full: ratio(self.predicted_full as f64, self.predicted),
        }
    }
}
