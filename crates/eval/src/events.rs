//! Does it find what happened?
//!
//! Each gold event in turn takes, of the predicted ones of its type that are still free, the one whose evidence
//! overlaps best; it is **found** when that covers half of the gold evidence's code points.

use std::ops::AddAssign;

use sayso_wire::{WireEvent, WireReading};

use crate::corpora::{GoldEvent, PositionArticle};
use crate::document::{Place, places};
use crate::error::{EvalError, EvalErrorKind};
use crate::miss::Miss;
use crate::names::Counts;
use crate::overlap::{Overlap, in_turn};
use crate::share::Share;
use crate::words::Words;

/// Counts over one or more articles; add them up with `+=`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventReport {
    /// Events with gold's type in gold's place.
    pub found: Counts,
    /// Those found whose status is gold's.
    pub status: Share,
    /// Events that are missed, too many, or of another status.
    pub misses: Vec<Miss>,
}

impl AddAssign for EventReport {
    fn add_assign(&mut self, other: EventReport) {
        self.found += other.found;
        self.status += other.status;
        self.misses.extend(other.misses);
    }
}

/// Compares the events of a reading with gold.
///
/// # Errors
/// When the reading is of another text.
pub fn compare_events(gold: &PositionArticle, reading: &WireReading) -> Result<EventReport, EvalError> {
    if gold.article.text.as_str() != reading.article.text {
        return Err(EvalError::new(EvalErrorKind::OtherText(gold.article.id.clone())));
    }
    let answers = answers(&gold.events, &reading.events);
    let words = Words::new(&reading.article.text);
    let id = &gold.article.id;
    let mut report = EventReport::default();
    (report.found.gold, report.found.predicted) = (gold.events.len(), reading.events.len());
    for (event, answer) in gold.events.iter().zip(&answers) {
        let predicted = answer.map(|j| &reading.events[j]);
        let Some(found) = predicted else {
            report.misses.push(miss("event_missed", id, Some(event), None, &words));
            continue;
        };
        report.found.right += 1;
        report.status.count(event.status == found.status);
        if event.status != found.status {
            report.misses.push(miss("event_status", id, Some(event), predicted, &words));
        }
    }
    let extras = (0..reading.events.len()).filter(|j| !answers.contains(&Some(*j)));
    report.misses.extend(extras.map(|j| miss("event_extra", id, None, Some(&reading.events[j]), &words)));
    Ok(report)
}

/// For each gold event the predicted one that answers it.
pub(crate) fn answers(gold: &[GoldEvent], predicted: &[WireEvent]) -> Vec<Option<usize>> {
    in_turn(gold.len(), predicted.len(), |i, j| {
        let overlap = Overlap::of(&gold[i].evidence, &places(&predicted[j].evidence));
        (gold[i].kind == predicted[j].kind && overlap.half()).then(|| overlap.jaccard())
    })
}

fn miss(
    part: &'static str,
    article: &str,
    gold: Option<&GoldEvent>,
    predicted: Option<&WireEvent>,
    words: &Words,
) -> Miss {
    let predicted_evidence = predicted.map(|event| places(&event.evidence));
    let evidence: Vec<Place> =
        gold.map(|gold| gold.evidence.clone()).or(predicted_evidence).unwrap_or_default();
    let place = evidence.first().copied().unwrap_or_default();
    Miss {
        part,
        article: article.to_owned(),
        id: predicted.map(|event| event.id.clone()),
        place,
        words: words.at(&evidence),
        gold: gold.map(|event| format!("{}, {}", event.kind, event.status)),
        predicted: predicted.map(|event| format!("{}, {}", event.kind, event.status)),
        context: words.around(place, 160, 80),
    }
}
