//! The encoder proper: BERT's layers (Devlin et al., 2019) in MiniLM's size.

use std::sync::Arc;

use crate::error::ModelError;
use crate::kernel::{Attention, HEAD, LONGEST, Level, add_layer_norm, attend, gelu, layer_norm};
use crate::linear::{Linear, Room};
use crate::weights::{Weights, unexpected};

/// Embeddings and layers.
pub(crate) struct Transformer {
    words: Arc<Words>,
    /// One row a place in the window.
    positions: Vec<f32>,
    /// One row a mark (see `PieceMark`).
    marks: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    /// Layers of their own over the vectors after `shared` layers; none in a network that has one result.
    branch: Vec<Layer>,
    shared: usize,
    width: usize,
    vocabulary: usize,
}

/// The word embedding: by far the largest table, so it stays as the file has it.
pub(crate) enum Words {
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

impl Layer {
    fn load(weights: &Weights<'_>, name: &str, width: usize) -> Result<Layer, ModelError> {
        let [inner, _] = weights.shape(&format!("{name}.up.weight"))?;
        Ok(Layer {
            mixed: Linear::load(weights, &format!("{name}.mixed"), [3 * width, width])?,
            output: Linear::load(weights, &format!("{name}.output"), [width, width])?,
            norm1: Norm::load(weights, &format!("{name}.norm1"), width)?,
            up: Linear::load(weights, &format!("{name}.up"), [inner, width])?,
            down: Linear::load(weights, &format!("{name}.down"), [width, inner])?,
            norm2: Norm::load(weights, &format!("{name}.norm2"), width)?,
        })
    }

    fn run(&self, level: Level, width: usize, buffers: &mut Buffers, rows: &mut [f32]) {
        let Buffers { mixed, attended, more, inner, room, attention } = buffers;
        self.mixed.apply(level, rows, room, mixed);
        attended.resize(rows.len(), 0.0);
        attend(level, mixed, width, attention, attended);
        self.output.apply(level, attended, room, more);
        add_layer_norm(level, rows, more, &self.norm1.gain, &self.norm1.bias);
        self.up.apply(level, rows, room, inner);
        gelu(level, inner);
        self.down.apply(level, inner, room, more);
        add_layer_norm(level, rows, more, &self.norm2.gain, &self.norm2.bias);
    }
}

impl Transformer {
    /// `marks`: rows of the mark embedding.
    pub(crate) fn load(weights: &Weights<'_>, marks: usize) -> Result<Transformer, ModelError> {
        let [vocabulary, width] = weights.shape("word.weight")?;
        let words = if weights.is_bytes("word.weight") {
            Words::Bytes {
                rows: weights.bytes("word.weight")?.to_vec(),
                scale: weights.floats("word.scale", &[vocabulary])?,
            }
        } else {
            Words::Float(weights.floats("word.weight", &[vocabulary, width])?)
        };
        Transformer::load_with(weights, marks, &Arc::new(words))
    }

    /// As [`Transformer::load`], with the word embedding of another network.
    pub(crate) fn load_with(
        weights: &Weights<'_>,
        marks: usize,
        words: &Arc<Words>,
    ) -> Result<Transformer, ModelError> {
        let [positions, width] = weights.shape("position.weight")?;
        if width == 0 || !width.is_multiple_of(HEAD) {
            return Err(unexpected("position.weight", &format!("width {width}, no multiple of {HEAD}")));
        }
        if positions > LONGEST {
            return Err(unexpected("position.weight", &format!("{positions} rows, more than {LONGEST}")));
        }
        let numbers = match &**words {
            Words::Bytes { rows, .. } => rows.len(),
            Words::Float(rows) => rows.len(),
        };
        if !numbers.is_multiple_of(width) {
            return Err(unexpected(
                "position.weight",
                &format!("width {width}, which is not that of the words"),
            ));
        }
        let vocabulary = numbers / width;
        let stack = |name: &str, count: usize| {
            (0..count)
                .map(|i| Layer::load(weights, &format!("{name}.{i}"), width))
                .collect::<Result<Vec<_>, _>>()
        };
        let layers = stack("layer", weights.number("layers")?)?;
        let (branch, shared) = match weights.number("branch.layers")? {
            0 => (Vec::new(), layers.len()),
            count => (stack("branch", count)?, weights.number("branch.after")?),
        };
        if shared > layers.len() {
            return Err(unexpected(
                "branch.0.up.weight",
                &format!("a place after {shared} of {} layers", layers.len()),
            ));
        }
        Ok(Transformer {
            words: words.clone(),
            positions: weights.floats("position.weight", &[positions, width])?,
            marks: weights.floats("feature.weight", &[marks, width])?,
            norm: Norm::load(weights, "norm", width)?,
            layers,
            branch,
            shared,
            width,
            vocabulary,
        })
    }

    /// The word embedding.
    pub(crate) fn words(&self) -> &Arc<Words> {
        &self.words
    }

    /// Rows of the word embedding.
    pub(crate) fn vocabulary(&self) -> usize {
        self.vocabulary
    }

    pub(crate) fn has_branch(&self) -> bool {
        !self.branch.is_empty()
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Longest window, in pieces.
    pub(crate) fn longest(&self) -> usize {
        self.positions.len() / self.width
    }

    /// `out` gets one row a piece; so does `branched`, from the layers of the branch, where there are any.
    pub(crate) fn run(
        &self,
        level: Level,
        ids: &[u32],
        marks: &[u8],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
        branched: &mut Vec<f32>,
    ) {
        out.clear();
        for ((position, id), mark) in ids.iter().enumerate().zip(marks) {
            self.embed(*id as usize, position, *mark as usize, out);
        }
        layer_norm(level, out, &self.norm.gain, &self.norm.bias);
        for layer in &self.layers[..self.shared] {
            layer.run(level, self.width, buffers, out);
        }
        branched.clear();
        if !self.branch.is_empty() {
            branched.extend_from_slice(out);
            for layer in &self.branch {
                layer.run(level, self.width, buffers, branched);
            }
        }
        for layer in &self.layers[self.shared..] {
            layer.run(level, self.width, buffers, out);
        }
    }

    fn embed(&self, id: usize, position: usize, mark: usize, out: &mut Vec<f32>) {
        let row = |table: usize| table * self.width..(table + 1) * self.width;
        let rest = self.positions[row(position)].iter().zip(&self.marks[row(mark)]).map(|(p, m)| p + m);
        match &*self.words {
            Words::Float(rows) => out.extend(rows[row(id)].iter().zip(rest).map(|(w, r)| w + r)),
            Words::Bytes { rows, scale } => {
                let scale = scale[id];
                out.extend(rows[row(id)].iter().zip(rest).map(|(w, r)| f32::from(*w) * scale + r));
            }
        }
    }
}
