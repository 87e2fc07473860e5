//! From the network's numbers to a probability.

use sayso_encoder::Model;

/// The least chance of a position that is given out, and a table from raw scores to probabilities: the share of
/// right positions among development ones of that score, at even steps from 0 to 1.
pub(crate) struct Scale<'a> {
    pub(crate) least: f32,
    pub(crate) table: &'a [f32],
}

impl<'a> Scale<'a> {
    pub(crate) fn of(model: &'a Model) -> Scale<'a> {
        match model.position_calibration() {
            [least, table @ ..] if table.len() > 1 => Scale { least: *least, table },
            _ => Scale { least: 0.5, table: &[0.0, 1.0] },
        }
    }

    /// Claims with less of a chance are no positions.
    pub(crate) fn least(&self) -> f32 {
        self.least
    }

    /// `raw`: chance of the position times that of its stance; `statement`: confidence of its statement.
    pub(crate) fn confidence(&self, raw: f32, statement: f32) -> f32 {
        let raw = (raw * (0.5 + 0.5 * statement)).clamp(0.0, 1.0);
        let at = raw * (self.table.len() - 1) as f32;
        let below = (at as usize).min(self.table.len() - 2);
        let share = at - below as f32;
        self.table[below] * (1.0 - share) + self.table[below + 1] * share
    }
}
