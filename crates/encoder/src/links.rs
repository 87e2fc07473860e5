//! The link head: which earlier mention does a later one refer to?

use crate::error::{ModelError, ModelErrorKind};
use crate::kernel::LANES;
use crate::linear::Linear;
use crate::model::{Model, Scratch};
use crate::weights::Weights;

/// Score of an earlier place being the antecedent of a later one, from both places' vectors `x` and from how they
/// stand to each other: `w relu(A x_later + B x_earlier + r) + b + L x_later · R x_earlier / sqrt(width)`, where `r`
/// is a sum of trained rows. A positive score is better than having no antecedent at all.
///
/// After word-level coreference (Dobrovolskii, EMNLP 2021).
pub struct Links {
    later: Linear,
    earlier: Linear,
    left: Linear,
    right: Linear,
    tables: [Vec<f32>; RELATIONS],
    output: Vec<f32>,
    bias: f32,
    width: usize,
}

/// How many trained tables tell how two places stand to each other.
pub const RELATIONS: usize = 5;

/// The tables' names and rows.
const TABLES: [(&str, usize); RELATIONS] =
    [("match", 6), ("classes", 144), ("distance", 9), ("step", 3), ("quoting", 4)];

/// A row of each table: agreement of the words; class of the later × classes + class of the earlier; distance; step
/// between paragraphs; quotation. What the numbers mean is the business of whoever trained them.
pub type Relation = [u16; RELATIONS];

/// What a place brings to its links, as a later and as an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Anchor {
    numbers: Vec<f32>,
}

impl Links {
    /// `model` is the width of the vectors that it reads.
    pub(crate) fn load(weights: &Weights<'_>, model: usize) -> Result<Links, ModelError> {
        let [one, width] = weights.shape("link.score.weight")?;
        if one != 1 || width == 0 || !width.is_multiple_of(LANES) {
            return Err(ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("a link head of {one} scores and width {width}"),
            ));
        }
        let linear = |name: &str| Linear::load(weights, &format!("link.{name}"), [width, model]);
        let table =
            |(name, rows): (&str, usize)| weights.floats(&format!("link.{name}.weight"), &[rows, width]);
        let [a, b, c, d, e] = TABLES.map(table);
        Ok(Links {
            later: linear("anaphor")?,
            earlier: linear("antecedent")?,
            left: linear("left")?,
            right: linear("right")?,
            tables: [a?, b?, c?, d?, e?],
            output: weights.floats("link.score.weight", &[1, width])?,
            bias: weights.floats("link.score.bias", &[1])?[0],
            width,
        })
    }

    /// What a place brings to its links; `vector` is its row of the encoder's vectors.
    pub fn anchor(&self, model: &Model, vector: &[f32], scratch: &mut Scratch) -> Anchor {
        let mut numbers = Vec::with_capacity(4 * self.width);
        let mut part = Vec::new();
        for map in [&self.later, &self.left, &self.earlier, &self.right] {
            map.apply(model.level(), vector, &mut scratch.room, &mut part);
            numbers.extend_from_slice(&part);
        }
        Anchor { numbers }
    }

    /// Score of `earlier` being the antecedent of `later`.
    ///
    /// # Panics
    /// When `relation` names a row that a table does not have: they have 6, 144, 9, 3 and 4.
    pub fn score(&self, later: &Anchor, earlier: &Anchor, relation: Relation) -> f32 {
        let width = self.width;
        let (a, left) = later.numbers[..2 * width].split_at(width);
        let (b, right) = earlier.numbers[2 * width..].split_at(width);
        let rows: [&[f32]; RELATIONS] =
            std::array::from_fn(|k| &self.tables[k][usize::from(relation[k]) * width..][..width]);
        let (mut sum, mut product) = ([0.0f32; LANES], [0.0f32; LANES]);
        for at in (0..width).step_by(LANES) {
            for lane in 0..LANES {
                let k = at + lane;
                let near = (rows[0][k] + rows[1][k]) + (rows[2][k] + rows[3][k]) + rows[4][k];
                sum[lane] += (a[k] + b[k] + near).max(0.0) * self.output[k];
                product[lane] += left[k] * right[k];
            }
        }
        let fold = |lanes: [f32; LANES]| lanes.iter().sum::<f32>();
        fold(sum) + self.bias + fold(product) / (width as f32).sqrt()
    }
}
