//! The role head: how every piece of a window stands to one of them.

use crate::error::{ModelError, ModelErrorKind};
use crate::kernel::{LABELS, LANES, Output, exp, pair_scores};
use crate::linear::Linear;
use crate::model::{Model, Scratch, Vectors};
use crate::weights::Weights;

/// Scores of labels relative to a chosen piece: `W relu(A x_chosen + B x_piece + d + p) + b`, with a vector `d` for
/// the distance and `p` for earlier, same or later paragraph; and the scores of one label following another.
pub struct Roles {
    chosen: Linear,
    piece: Linear,
    /// `d + p` for each pair of the two.
    near: Vec<f32>,
    output: Output,
    /// labels × labels
    transitions: Vec<f32>,
    /// e to the power of each transition.
    weights: Vec<f32>,
    /// 1 for a label that may come first, 0 for one that may not.
    start: Vec<f32>,
}

/// Label scores of one window relative to one piece.
#[derive(Default)]
pub struct Emissions {
    scores: Vec<f32>,
    labels: usize,
}

impl Emissions {
    /// One score a label, for a piece counted in the window.
    pub fn row(&self, piece: usize) -> &[f32] {
        &self.scores[piece * self.labels..(piece + 1) * self.labels]
    }

    /// Pieces.
    pub fn count(&self) -> usize {
        self.scores.len().checked_div(self.labels).unwrap_or(0)
    }
}

const DISTANCES: usize = 27;
const STEPS: usize = 3;

impl Roles {
    /// `model` is the width of the vectors that it reads.
    pub(crate) fn load(weights: &Weights<'_>, name: &str, model: usize) -> Result<Roles, ModelError> {
        let of = |part: &str| format!("{name}.{part}");
        let [labels, width] = weights.shape(&of("label.weight"))?;
        if width == 0 || !width.is_multiple_of(LANES) || labels == 0 || labels > LABELS {
            return Err(ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("a role head of width {width} with {labels} labels"),
            ));
        }
        let transitions = weights.floats(&of("transition"), &[labels, labels])?;
        let distance = weights.floats(&of("distance.weight"), &[DISTANCES, width])?;
        let paragraph = weights.floats(&of("paragraph.weight"), &[STEPS, width])?;
        let rows =
            distance.chunks_exact(width).flat_map(|d| paragraph.chunks_exact(width).map(move |p| (d, p)));
        Ok(Roles {
            chosen: Linear::load(weights, &of("chosen"), [width, model])?,
            piece: Linear::load(weights, &of("piece"), [width, model])?,
            near: rows.flat_map(|(d, p)| d.iter().zip(p).map(|(d, p)| d + p)).collect(),
            output: Output {
                weights: weights.floats(&of("label.weight"), &[labels, width])?,
                bias: weights.floats(&of("label.bias"), &[labels])?,
                width,
            },
            weights: transitions.iter().map(|&t| exp([t; LANES])[0]).collect(),
            start: weights.floats(&of("start"), &[labels])?,
            transitions,
        })
    }

    /// How many labels.
    pub fn labels(&self) -> usize {
        self.output.bias.len()
    }

    /// Score of label `next` right after `label`.
    pub fn transition(&self, label: usize, next: usize) -> f32 {
        self.transitions[label * self.labels() + next]
    }

    /// e to the power of [`Roles::transition`].
    pub(crate) fn weight(&self, label: usize, next: usize) -> f32 {
        self.weights[label * self.labels() + next]
    }

    /// Whether `label` may stand first.
    pub(crate) fn may_start(&self, label: usize) -> bool {
        self.start[label] > 0.0
    }

    /// Emissions relative to each piece of `chosen` (counted in the window), given to `each` in that order.
    ///
    /// `paragraphs` has the paragraph of every row of `vectors`.
    pub fn label(
        &self,
        model: &Model,
        vectors: &Vectors,
        paragraphs: &[u32],
        chosen: &[usize],
        scratch: &mut Scratch,
        mut each: impl FnMut(usize, &Emissions),
    ) {
        let (mut pieces, mut anchors) = (Vec::new(), Vec::new());
        self.piece.apply(model.level(), vectors.all(), &mut scratch.room, &mut pieces);
        let rows: Vec<f32> = chosen.iter().flat_map(|&c| vectors.row(c)).copied().collect();
        self.chosen.apply(model.level(), &rows, &mut scratch.room, &mut anchors);
        let mut emissions =
            Emissions { scores: vec![0.0; paragraphs.len() * self.labels()], labels: self.labels() };
        let mut near = Vec::with_capacity(paragraphs.len());
        for (&c, anchor) in chosen.iter().zip(anchors.chunks_exact(self.output.width)) {
            near.clear();
            near.extend(paragraphs.iter().enumerate().map(|(t, &paragraph)| {
                (distance_bucket(t as i64 - c as i64) * STEPS + paragraph_step(paragraph, paragraphs[c]))
                    as u16
            }));
            pair_scores(
                model.level(),
                anchor,
                &pieces,
                &self.near,
                &near,
                &self.output,
                &mut emissions.scores,
            );
            each(c, &emissions);
        }
    }
}

/// Exact to 8 pieces, then 9-12, 13-20, 21-36, 37-68 and more, on either side.
fn distance_bucket(d: i64) -> usize {
    let near = match d.unsigned_abs() {
        a @ 0..=8 => a as i64,
        9..=12 => 9,
        13..=20 => 10,
        21..=36 => 11,
        37..=68 => 12,
        _ => 13,
    };
    (13 + near * d.signum()) as usize
}

fn paragraph_step(piece: u32, chosen: u32) -> usize {
    match piece.cmp(&chosen) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => 1,
        std::cmp::Ordering::Greater => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_fall_into_27_buckets() {
        assert_eq!(
            [-500, -69, -68, -9, -8, 0, 8, 12, 13, 500].map(distance_bucket),
            [0, 0, 1, 4, 5, 13, 21, 22, 23, 26]
        );
    }
}
