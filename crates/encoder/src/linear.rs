//! A linear map of rows.

use crate::kernel::{Level, Packed, PackedFloat, Rows, product, product_float, quantize};
use crate::model::ModelError;
use crate::weights::Weights;

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
    pub(crate) fn load(weights: &Weights<'_>, name: &str) -> Result<Linear, ModelError> {
        let weight = format!("{name}.weight");
        let [outputs, inputs] = weights.shape(&weight)?;
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
