//! Does it find where the actors stand?
//!
//! Each gold position in turn takes, of the predicted ones that are still free, the one whose evidence overlaps best
//! (then the one with gold's holder and stance). To be in its **place** a predicted position has to cover half of the
//! gold evidence's code points and to be no more than three times as long; it is **right** when its stance is gold's
//! too, and its holder (`holders.rs`).

use std::ops::AddAssign;

use sayso_wire::{WirePosition, WireReading};

use crate::calibration::Judged;
use crate::corpora::{GoldPosition, PositionArticle};
use crate::document::places;
use crate::error::{EvalError, EvalErrorKind};
use crate::holders::{Likeness, holder, likeness};
use crate::miss::Miss;
use crate::names::Counts;
use crate::overlap::{Overlap, in_turn};
use crate::share::Share;
use crate::words::Words;

/// Counts over one or more articles; add them up with `+=`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PositionReport {
    /// Of all positions that are predicted.
    pub all: PositionCounts,
    /// Of those that are sure enough to be shown.
    pub shown: PositionCounts,
    /// Of those in their place: the holder is gold's.
    pub holder: Share,
    /// Of those in their place: the stance is gold's.
    pub stance: Share,
    /// Of those that are right: the act is gold's.
    pub act: Share,
    /// Of those that are right: both are conditional, or neither.
    pub conditional: Share,
    /// Each predicted position's confidence, and whether it is right.
    pub judged: Vec<Judged>,
    /// Positions that are missed, wrong or too many.
    pub misses: Vec<Miss>,
}

/// What is right, by how much is asked of the holder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PositionCounts {
    /// Place, stance and holder.
    pub right: Counts,
    /// The same, where a holder that only stands where gold's does is not enough.
    pub named: Counts,
    /// Place and stance, whoever holds it.
    pub any_holder: Counts,
}

impl AddAssign for PositionCounts {
    fn add_assign(&mut self, other: PositionCounts) {
        self.right += other.right;
        self.named += other.named;
        self.any_holder += other.any_holder;
    }
}

impl AddAssign for PositionReport {
    fn add_assign(&mut self, other: PositionReport) {
        self.all += other.all;
        self.shown += other.shown;
        self.holder += other.holder;
        self.stance += other.stance;
        self.act += other.act;
        self.conditional += other.conditional;
        self.judged.extend(other.judged);
        self.misses.extend(other.misses);
    }
}

/// Compares the positions of a reading with gold; `shown` is the confidence from which on they are shown.
///
/// # Errors
/// When the reading is of another text.
pub fn compare_positions(
    gold: &PositionArticle,
    reading: &WireReading,
    shown: f64,
) -> Result<PositionReport, EvalError> {
    if gold.article.text.as_str() != reading.article.text {
        return Err(EvalError::new(EvalErrorKind::OtherText(gold.article.id.clone())));
    }
    let all = Pairing::new(&gold.positions, reading, |_| true);
    let sure = Pairing::new(&gold.positions, reading, |position| position.confidence >= shown);
    Ok(PositionReport { shown: sure.counts(), ..all.report(&gold.article.id) })
}

/// Gold positions and what answers them.
struct Pairing<'a> {
    reading: &'a WireReading,
    gold: &'a [GoldPosition],
    predicted: Vec<&'a WirePosition>,
    /// For each gold position the predicted one in its place.
    answers: Vec<Option<usize>>,
}

/// What a position that is in its place has of gold.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Fit {
    jaccard: f64,
    is_right: bool,
    likeness: Likeness,
    has_stance: bool,
}

impl<'a> Pairing<'a> {
    fn new(
        gold: &'a [GoldPosition],
        reading: &'a WireReading,
        keep: impl Fn(&WirePosition) -> bool,
    ) -> Pairing<'a> {
        let predicted: Vec<&WirePosition> = reading.positions.iter().filter(|p| keep(p)).collect();
        let fit = |i: usize, j: usize| fit(&gold[i], predicted[j], reading);
        let answers = in_turn(gold.len(), predicted.len(), fit);
        Pairing { reading, gold, predicted, answers }
    }

    /// Those in their place: gold, predicted, and how they fit.
    fn pairs(&self) -> impl Iterator<Item = (&'a GoldPosition, &'a WirePosition, Fit)> {
        self.gold.iter().zip(&self.answers).filter_map(|(gold, answer)| {
            let predicted = self.predicted[(*answer)?];
            Some((gold, predicted, fit(gold, predicted, self.reading)?))
        })
    }

    fn counts(&self) -> PositionCounts {
        let none = Counts { right: 0, predicted: self.predicted.len(), gold: self.gold.len() };
        let mut counts = PositionCounts { right: none, named: none, any_holder: none };
        for (_, _, fit) in self.pairs() {
            counts.right.right += usize::from(fit.is_right);
            counts.named.right += usize::from(fit.is_right && fit.likeness == Likeness::Name);
            counts.any_holder.right += usize::from(fit.has_stance);
        }
        counts
    }

    fn report(&self, article: &str) -> PositionReport {
        let mut report = PositionReport { all: self.counts(), ..PositionReport::default() };
        for (gold, predicted, fit) in self.pairs() {
            report.holder.count(fit.likeness > Likeness::None);
            report.stance.count(fit.has_stance);
            if fit.is_right {
                report.act.count(gold.act == predicted.act);
                report.conditional.count(gold.condition.is_empty() == predicted.condition.is_empty());
            }
        }
        for (j, position) in self.predicted.iter().enumerate() {
            let answered = self.answers.iter().position(|answer| *answer == Some(j));
            let fit = answered.and_then(|i| fit(&self.gold[i], position, self.reading));
            let right = fit.is_some_and(|fit| fit.is_right);
            report.judged.push(Judged { confidence: position.confidence, right });
        }
        report.misses = self.misses(article);
        report
    }

    /// In text order of gold; those that are too many last.
    fn misses(&self, article: &str) -> Vec<Miss> {
        let telling =
            Telling { article, reading: self.reading, words: Words::new(&self.reading.article.text) };
        let mut misses = Vec::new();
        for (gold, answer) in self.gold.iter().zip(&self.answers) {
            let predicted = answer.map(|j| self.predicted[j]);
            let fit = predicted.and_then(|predicted| fit(gold, predicted, self.reading));
            let part = match fit {
                None => "position_missed",
                Some(fit) if fit.is_right => continue,
                Some(fit) if fit.has_stance => "position_holder",
                Some(fit) if fit.likeness > Likeness::None => "position_stance",
                Some(_) => "position_holder_stance",
            };
            misses.push(telling.miss(part, Some(gold), predicted));
        }
        let extras = (0..self.predicted.len()).filter(|j| !self.answers.contains(&Some(*j)));
        misses.extend(extras.map(|j| telling.miss("position_extra", None, Some(self.predicted[j]))));
        misses
    }
}

fn fit(gold: &GoldPosition, predicted: &WirePosition, reading: &WireReading) -> Option<Fit> {
    let overlap = Overlap::of(&gold.evidence, &places(&predicted.evidence));
    overlap.close().then(|| {
        let likeness = likeness(gold, predicted, reading);
        let has_stance = gold.stance == predicted.stance;
        let is_right = has_stance && likeness > Likeness::None;
        Fit { jaccard: overlap.jaccard(), is_right, likeness, has_stance }
    })
}

/// Misses in the words of an article.
struct Telling<'a> {
    article: &'a str,
    reading: &'a WireReading,
    words: Words,
}

impl Telling<'_> {
    fn miss(
        &self,
        part: &'static str,
        gold: Option<&GoldPosition>,
        predicted: Option<&WirePosition>,
    ) -> Miss {
        let predicted_evidence = predicted.map(|position| places(&position.evidence));
        let evidence = gold.map(|gold| gold.evidence.clone()).or(predicted_evidence).unwrap_or_default();
        let place = evidence.first().copied().unwrap_or_default();
        Miss {
            part,
            article: self.article.to_owned(),
            id: predicted.map(|position| position.id.clone()),
            place,
            words: self.words.at(&evidence),
            gold: gold.map(gold_in_words),
            predicted: predicted.map(|position| predicted_in_words(position, self.reading)),
            context: self.words.around(place, 160, 80),
        }
    }
}

/// Holder, stance, act and what about.
pub(crate) fn gold_in_words(gold: &GoldPosition) -> String {
    let GoldPosition { holder, stance, act, issue, .. } = gold;
    format!("{holder}, {stance}, {act}: {issue}")
}

/// The same of a predicted one.
pub(crate) fn predicted_in_words(position: &WirePosition, reading: &WireReading) -> String {
    let holder = holder(position, reading)
        .map_or("?", |actor| actor.key.as_deref().filter(|key| key.len() == 3).unwrap_or(&actor.name));
    let WirePosition { stance, act, target, .. } = position;
    format!("{holder}, {stance}, {act}: {}", target.label)
}
