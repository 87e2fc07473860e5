//! The encoder proper: BERT's layers (Devlin et al., 2019) in MiniLM's size.

use crate::error::ModelError;
use crate::kernel::{Attention, HEAD, Level, add_layer_norm, attend, gelu, layer_norm};
use crate::linear::{Linear, Room};
use crate::pieces::MARKS;
use crate::weights::{Weights, unexpected};

/// Embeddings and layers.
pub(crate) struct Transformer {
    words: Words,
    /// One row a place in the window.
    positions: Vec<f32>,
    /// One row a mark (see `PieceMark`).
    marks: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    width: usize,
    vocabulary: usize,
}

/// The word embedding: by far the largest table, so it stays as the file has it.
enum Words {
    Bytes { rows: Vec<i8>, scale: Vec<f32> },
    Float(Vec<f32>),
}

struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    /// Query, key and value in one product.
    mixed: Linear,
    output: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// Buffers of one pass, kept between windows.
#[derive(Default)]
pub(crate) struct Buffers {
    mixed: Vec<f32>,
    attended: Vec<f32>,
    more: Vec<f32>,
    inner: Vec<f32>,
    room: Room,
    attention: Attention,
}

impl Norm {
    fn load(weights: &Weights<'_>, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            gain: weights.floats(&format!("{name}.weight"), &[width])?,
            bias: weights.floats(&format!("{name}.bias"), &[width])?,
        })
    }
}

impl Transformer {
    pub(crate) fn load(weights: &Weights<'_>) -> Result<Transformer, ModelError> {
        let [vocabulary, width] = weights.shape("word.weight")?;
        let [positions, _] = weights.shape("position.weight")?;
        if width == 0 || !width.is_multiple_of(HEAD) {
            return Err(unexpected("word.weight", &format!("width {width}, no multiple of {HEAD}")));
        }
        let words = if weights.is_bytes("word.weight") {
            Words::Bytes {
                rows: weights.bytes("word.weight")?.to_vec(),
                scale: weights.floats("word.scale", &[vocabulary])?,
            }
        } else {
            Words::Float(weights.floats("word.weight", &[vocabulary, width])?)
        };
        let layers = (0..weights.number("layers")?)
            .map(|i: usize| {
                let [inner, _] = weights.shape(&format!("layer.{i}.up.weight"))?;
                Ok(Layer {
                    mixed: Linear::load(weights, &format!("layer.{i}.mixed"), [3 * width, width])?,
                    output: Linear::load(weights, &format!("layer.{i}.output"), [width, width])?,
                    norm1: Norm::load(weights, &format!("layer.{i}.norm1"), width)?,
                    up: Linear::load(weights, &format!("layer.{i}.up"), [inner, width])?,
                    down: Linear::load(weights, &format!("layer.{i}.down"), [width, inner])?,
                    norm2: Norm::load(weights, &format!("layer.{i}.norm2"), width)?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Transformer {
            words,
            positions: weights.floats("position.weight", &[positions, width])?,
            marks: weights.floats("feature.weight", &[MARKS, width])?,
            norm: Norm::load(weights, "norm", width)?,
            layers,
            width,
            vocabulary,
        })
    }

    /// Rows of the word embedding.
    pub(crate) fn vocabulary(&self) -> usize {
        self.vocabulary
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Longest window, in pieces.
    pub(crate) fn longest(&self) -> usize {
        self.positions.len() / self.width
    }

    /// `out` gets one row a piece.
    pub(crate) fn run(
        &self,
        level: Level,
        ids: &[u32],
        marks: &[u8],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
    ) {
        let width = self.width;
        out.clear();
        for ((position, id), mark) in ids.iter().enumerate().zip(marks) {
            self.embed(*id as usize, position, *mark as usize, out);
        }
        layer_norm(level, out, &self.norm.gain, &self.norm.bias);
        let Buffers { mixed, attended, more, inner, room, attention } = buffers;
        for layer in &self.layers {
            layer.mixed.apply(level, out, room, mixed);
            attended.resize(ids.len() * width, 0.0);
            attend(level, mixed, width, attention, attended);
            layer.output.apply(level, attended, room, more);
            add_layer_norm(level, out, more, &layer.norm1.gain, &layer.norm1.bias);
            layer.up.apply(level, out, room, inner);
            gelu(level, inner);
            layer.down.apply(level, inner, room, more);
            add_layer_norm(level, out, more, &layer.norm2.gain, &layer.norm2.bias);
        }
    }

    fn embed(&self, id: usize, position: usize, mark: usize, out: &mut Vec<f32>) {
        let row = |table: usize| table * self.width..(table + 1) * self.width;
        let rest = self.positions[row(position)].iter().zip(&self.marks[row(mark)]).map(|(p, m)| p + m);
        match &self.words {
            Words::Float(rows) => out.extend(rows[row(id)].iter().zip(rest).map(|(w, r)| w + r)),
            Words::Bytes { rows, scale } => {
                let scale = scale[id];
                out.extend(rows[row(id)].iter().zip(rest).map(|(w, r)| f32::from(*w) * scale + r));
            }
        }
    }
}
