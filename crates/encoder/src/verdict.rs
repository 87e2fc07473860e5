//! Verdict heads: what is to be said of a run of pieces as a whole?

use std::ops::Range;

use crate::error::ModelError;
use crate::linear::Linear;
use crate::model::{Model, Scratch, Vectors};
use crate::points::soft_maximum;
use crate::weights::Weights;

/// Two layers over one piece's vector and the mean of a run's: `W relu(A [x_piece, mean] + b) + c`, for each of
/// several questions.
pub struct Verdict {
    hidden: Linear,
    questions: Vec<Linear>,
}

impl Verdict {
    /// `model` is the width of the vectors that it reads; `questions` are the names of the last layers.
    pub(crate) fn load(
        weights: &Weights<'_>,
        name: &str,
        questions: &[&str],
        model: usize,
    ) -> Result<Verdict, ModelError> {
        let [width, _] = weights.shape(&format!("{name}.weight"))?;
        let question = |name: &&str| {
            let [answers, _] = weights.shape(&format!("{name}.weight"))?;
            Linear::load(weights, name, [answers, width])
        };
        Ok(Verdict {
            hidden: Linear::load(weights, name, [width, 2 * model])?,
            questions: questions.iter().map(question).collect::<Result<_, _>>()?,
        })
    }

    /// Probabilities of the answers to each question, in the questions' order.
    ///
    /// # Panics
    /// When `run` is empty.
    pub fn probabilities(
        &self,
        model: &Model,
        vectors: &Vectors,
        row: usize,
        run: Range<usize>,
        scratch: &mut Scratch,
    ) -> Vec<Vec<f32>> {
        assert!(!run.is_empty(), "a run without pieces has no mean");
        let both = with_mean(vectors, row, run);
        let mut hidden = Vec::new();
        self.hidden.apply(model.level(), &both, &mut scratch.room, &mut hidden);
        hidden.iter_mut().for_each(|x| *x = x.max(0.0));
        let answer = |question: &Linear| {
            let mut scores = Vec::new();
            question.apply(model.level(), &hidden, &mut scratch.room, &mut scores);
            soft_maximum(&mut scores);
            scores
        };
        self.questions.iter().map(answer).collect()
    }
}

/// A row, and the mean of a run of rows behind it.
pub(crate) fn with_mean(vectors: &Vectors, row: usize, run: Range<usize>) -> Vec<f32> {
    let count = run.len() as f32;
    let mut both = vectors.row(row).to_vec();
    let mut mean = vec![0.0; both.len()];
    for k in run {
        mean.iter_mut().zip(vectors.row(k)).for_each(|(sum, x)| *sum += x);
    }
    both.extend(mean.into_iter().map(|sum| sum / count));
    both
}
