//! The model's thresholds, and how its scores become probabilities.

use sayso_encoder::Model;

/// What the weight file says under `calibration`: the least chance of an outer and of an inner statement, then the
/// probability of being right at raw scores 0, 1/n, 2/n … 1, fitted on development articles by isotonic regression.
pub(crate) struct Settings {
    pub(crate) outer: f32,
    pub(crate) inner: f32,
    knots: Vec<f32>,
}

impl Settings {
    pub(crate) fn of(model: &Model) -> Settings {
        let values = model.calibration();
        let at = |k: usize, default: f32| values.get(k).copied().unwrap_or(default);
        let knots = if values.len() >= 4 { values[2..].to_vec() } else { vec![0.0, 1.0] };
        Settings { outer: at(0, 0.5), inner: at(1, 0.5), knots }
    }

    #[cfg(test)]
    pub(crate) fn for_tests(outer: f32, inner: f32) -> Settings {
        Settings { outer, inner, knots: vec![0.0, 1.0] }
    }

    /// Cues below this chance are not looked at: alternatives of a cue share its probability between them.
    pub(crate) fn considered(&self) -> f32 {
        0.5 * self.outer.min(self.inner)
    }

    /// Probability that source, cue and content are right.
    pub(crate) fn confidence(&self, chance: f32, path: f32) -> f32 {
        let raw = (chance * path).clamp(0.0, 1.0);
        let at = raw * (self.knots.len() - 1) as f32;
        let low = (at as usize).min(self.knots.len() - 2);
        let share = at - low as f32;
        (self.knots[low] + share * (self.knots[low + 1] - self.knots[low])).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpolates_between_the_knots() {
        let settings = Settings { outer: 0.5, inner: 0.5, knots: vec![0.2, 0.4, 1.0] };
        assert_eq!(settings.confidence(0.0, 1.0), 0.2);
        assert!((settings.confidence(0.5, 0.5) - 0.3).abs() < 1e-6);
        assert!((settings.confidence(1.0, 0.75) - 0.7).abs() < 1e-6);
        assert_eq!(settings.confidence(1.0, 1.0), 1.0);
    }
}
