//! Point heads: which pieces are of which class?

use crate::error::ModelError;
use crate::kernel::{LANES, exp};
use crate::linear::Linear;
use crate::model::{Model, Scratch, Vectors};
use crate::weights::Weights;

/// A linear map to classes, decided on each piece alone.
pub struct Points {
    classes: Linear,
}

impl Points {
    /// `model` is the width of the vectors that it reads.
    pub(crate) fn load(weights: &Weights<'_>, name: &str, model: usize) -> Result<Points, ModelError> {
        let [classes, _] = weights.shape(&format!("{name}.weight"))?;
        Ok(Points { classes: Linear::load(weights, name, [classes, model])? })
    }

    /// How many classes.
    pub fn classes(&self) -> usize {
        self.classes.outputs()
    }

    /// For every row of `vectors` a score a class.
    pub fn scores(&self, model: &Model, vectors: &Vectors, scratch: &mut Scratch, out: &mut Vec<f32>) {
        self.classes.apply(model.level(), vectors.all(), &mut scratch.room, out);
    }

    /// For every row of `vectors` as many probabilities as there are classes, which sum to 1.
    pub fn probabilities(&self, model: &Model, vectors: &Vectors, scratch: &mut Scratch, out: &mut Vec<f32>) {
        self.scores(model, vectors, scratch, out);
        out.chunks_exact_mut(self.classes()).for_each(soft_maximum);
    }
}

/// Turns scores into probabilities, in place; sums are taken in one fixed order.
pub(crate) fn soft_maximum(scores: &mut [f32]) {
    let most = scores.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let mut total = 0.0;
    for group in scores.chunks_mut(LANES) {
        let mut lanes = [-1e4; LANES];
        for (to, score) in lanes.iter_mut().zip(group.iter()) {
            *to = score - most;
        }
        let weights = exp(lanes);
        total += weights.iter().sum::<f32>();
        group.iter_mut().zip(weights).for_each(|(p, weight)| *p = weight);
    }
    scores.iter_mut().for_each(|p| *p /= total);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_for_any_number_of_classes() {
        for classes in [1, 2, 16, 17, 40] {
            let mut row: Vec<f32> = (0..classes).map(|k| k as f32 * 0.1).collect();
            soft_maximum(&mut row);
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{classes}");
            assert!(row.is_sorted(), "{classes}");
        }
    }
}
