//! Tagging heads: runs of pieces that are a name, or a mention, of some kind.

use std::ops::Range;

use crate::error::ModelError;
use crate::linear::Linear;
use crate::model::{Model, Scratch, Vectors};
use crate::weights::{Weights, unexpected};

/// A linear map to the labels outside, begin and inside of each kind, read off under the constraint that a run
/// begins with its begin label (Ramshaw and Marcus, 1995).
pub struct Tags {
    labels: Linear,
}

/// Rows `first..last` of a window's vectors, which a [`Tags`] head holds for one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// First row.
    pub first: usize,
    /// Row after the last.
    pub last: usize,
    /// Number of the kind, in the head's order.
    pub kind: usize,
    /// Mean probability of the run's labels.
    pub probability: f32,
}

/// Buffers, kept between calls.
#[derive(Default)]
pub struct TagRoom {
    scores: Vec<f32>,
    best: Vec<f32>,
    back: Vec<u8>,
}

impl Tags {
    /// `model` is the width of the vectors that it reads.
    pub(crate) fn load(weights: &Weights<'_>, name: &str, model: usize) -> Result<Tags, ModelError> {
        let weight = format!("{name}.weight");
        let [labels, _] = weights.shape(&weight)?;
        if !(3..=33).contains(&labels) || labels.is_multiple_of(2) {
            return Err(unexpected(
                &weight,
                &format!("{labels} rows, which are no outside and pairs of begin and inside"),
            ));
        }
        Ok(Tags { labels: Linear::load(weights, name, [labels, model])? })
    }

    /// Kinds of runs.
    pub fn kinds(&self) -> usize {
        (self.labels.outputs() - 1) / 2
    }

    /// The runs among `rows`, in order.
    pub fn runs(
        &self,
        model: &Model,
        vectors: &Vectors,
        rows: Range<usize>,
        scratch: &mut Scratch,
        room: &mut TagRoom,
        mut each: impl FnMut(Run),
    ) {
        let labels = self.labels.outputs();
        self.labels.apply(model.level(), vectors.rows(rows.clone()), &mut scratch.room, &mut room.scores);
        room.best_labels(labels);
        let mut open: Option<Run> = None;
        for (k, (&label, scores)) in room.back.iter().zip(room.scores.chunks_exact(labels)).enumerate() {
            let label = usize::from(label);
            if label.is_multiple_of(2) && label > 0 {
                if let Some(run) = &mut open {
                    run.last += 1;
                    run.probability += probability(scores, label);
                }
                continue;
            }
            open.take().into_iter().for_each(|run| each(run.mean()));
            if label > 0 {
                let first = rows.start + k;
                open = Some(Run {
                    first,
                    last: first + 1,
                    kind: label / 2,
                    probability: probability(scores, label),
                });
            }
        }
        open.into_iter().for_each(|run| each(run.mean()));
    }
}

impl Run {
    fn mean(self) -> Run {
        Run { probability: self.probability / (self.last - self.first) as f32, ..self }
    }
}

impl TagRoom {
    /// Leaves in `back` the label of each row on the best allowed path; ties go to the lower label.
    fn best_labels(&mut self, labels: usize) {
        let TagRoom { scores, best, back } = self;
        let count = scores.len() / labels;
        back.clear();
        back.resize(count * labels, 0);
        best.clear();
        best.resize(labels, f32::NEG_INFINITY);
        for (k, row) in scores.chunks_exact(labels).enumerate() {
            let any = if k == 0 { 0 } else { highest(best) };
            let before = if k == 0 { 0.0 } else { best[any] };
            let last: Vec<f32> = best.clone();
            for label in 0..labels {
                let inside = label > 0 && label.is_multiple_of(2);
                let (score, from) = match inside {
                    false => (before, any),
                    true if last[label - 1] >= last[label] => (last[label - 1], label - 1),
                    true => (last[label], label),
                };
                best[label] = score + row[label];
                back[k * labels + label] = from as u8;
            }
        }
        let mut label = highest(best);
        for k in (0..count).rev() {
            let from = back[k * labels + label];
            back[k] = label as u8;
            label = usize::from(from);
        }
        back.truncate(count);
    }
}

fn highest(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, k| if scores[k] > scores[best] { k } else { best })
}

fn probability(scores: &[f32], label: usize) -> f32 {
    let most = scores[highest(scores)];
    let weight = |score: f32| crate::kernel::exp([score - most; crate::kernel::LANES])[0];
    weight(scores[label]) / scores.iter().map(|&score| weight(score)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scores: &[[f32; 5]], labels: &[u8]) {
        let mut room = TagRoom { scores: scores.concat(), ..TagRoom::default() };
        room.best_labels(5);
        assert_eq!(room.back, labels);
    }

    #[test]
    fn a_run_begins_with_its_begin_label() {
        check(&[[0.0, 2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0, 0.0]], &[1, 2]);
        check(&[[1.0, 0.0, 5.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0, 0.0]], &[0, 0]);
        check(&[[0.0, 2.0, 0.0, -9.0, 0.0], [0.0, 0.0, 1.0, 0.0, 5.0]], &[1, 2]);
        check(&[[0.0, 2.0, 0.0, 1.5, 0.0], [0.0, 0.0, 1.0, 0.0, 5.0]], &[3, 4]);
        check(&[], &[]);
    }
}
