//! A linear map of rows.

use crate::error::ModelError;
use crate::kernel::{LANES, Level, Packed, PackedFloat, Rows, product, product_float, quantize};
use crate::weights::{Weights, unexpected};

/// A trained linear map, in floats or in bytes as the weight file has it.
pub(crate) struct Linear {
    kind: Kind,
    inputs: usize,
    outputs: usize,
}

enum Kind {
    Float(PackedFloat),
    Bytes(Packed),
}

/// Room for quantised rows, kept between calls.
#[derive(Default)]
pub(crate) struct Room {
    rows: Rows,
}

impl Linear {
    /// Reads `name.weight` (outputs × inputs) and `name.bias`; a missing bias is zero.
    ///
    /// # Errors
    /// When it has another shape, or inputs that are no multiple of 16.
    pub(crate) fn load(
        weights: &Weights<'_>,
        name: &str,
        [outputs, inputs]: [usize; 2],
    ) -> Result<Linear, ModelError> {
        let weight = format!("{name}.weight");
        let shape: [usize; 2] = weights.shape(&weight)?;
        if shape != [outputs, inputs] || outputs == 0 || inputs == 0 || !inputs.is_multiple_of(LANES) {
            return Err(unexpected(&weight, &format!("shape {shape:?}, expected [{outputs}, {inputs}]")));
        }
        let bias = weights.optional(&format!("{name}.bias"), outputs)?.unwrap_or_else(|| vec![0.0; outputs]);
        let kind = if weights.is_bytes(&weight) {
            let scale = weights.floats(&format!("{name}.scale"), &[outputs])?;
            Kind::Bytes(Packed::new(weights.bytes(&weight)?, scale, bias, inputs))
        } else {
            Kind::Float(PackedFloat::new(&weights.floats(&weight, &[outputs, inputs])?, bias, inputs))
        };
        Ok(Linear { kind, inputs, outputs })
    }

    /// Numbers in a row that comes out.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    pub(crate) fn apply(&self, level: Level, rows: &[f32], room: &mut Room, out: &mut Vec<f32>) {
        match &self.kind {
            Kind::Float(weights) => product_float(level, rows, weights, out),
            Kind::Bytes(weights) => {
                quantize(level, rows, self.inputs, &mut room.rows);
                product(level, &room.rows, weights, out);
            }
        }
    }
}
