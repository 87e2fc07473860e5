//! Where actors stand, and what happened between them.

use sayso_domain::Article;
use sayso_wire::WireReading;

use super::{Corpus, Evaluation};
use crate::calibration::calibrate;
use crate::corpora::PositionArticle;
use crate::error::EvalError;
use crate::events::{EventReport, compare_events};
use crate::names::Counts;
use crate::positions::{PositionReport, compare_positions};
use crate::seed::SeedStands;

/// The confidence from which on positions are shown where nobody asks for another.
const SHOWN: f64 = 0.5;

impl Evaluation {
    pub(super) fn positions(
        &mut self,
        articles: &[PositionArticle],
        read: &dyn Fn(Article) -> WireReading,
    ) -> Result<(), EvalError> {
        let (mut positions, mut events) = (PositionReport::default(), EventReport::default());
        for article in articles {
            let reading = read(article.article.clone());
            positions += compare_positions(article, &reading, SHOWN)?;
            events += compare_events(article, &reading)?;
        }
        self.count(Corpus::Positions, &[("predicted", positions.judged.len())], articles.len());
        self.prf("", positions.all.right);
        self.prf("named.", positions.all.named);
        self.prf("any_holder.", positions.all.any_holder);
        self.prf("shown.", positions.shown.right);
        self.prf("shown.named.", positions.shown.named);
        self.prf("shown.any_holder.", positions.shown.any_holder);
        let calibration = calibrate(&positions.judged);
        let shares = [
            ("holder_given_place", positions.holder.value(), positions.holder.of),
            ("stance_given_place", positions.stance.value(), positions.stance.of),
            ("act_given_right", positions.act.value(), positions.act.of),
            ("conditional_given_right", positions.conditional.value(), positions.conditional.of),
            ("calibration_error", calibration.error, calibration.n),
        ];
        self.share(Corpus::Positions, &shares);
        self.prf("events.", events.found);
        let status = ("events.status_given_found", events.status.value(), events.status.of);
        self.share(Corpus::Positions, &[status]);
        self.position_calibration = Some(calibration);
        self.positions = Some(positions);
        self.events = Some(events);
        Ok(())
    }

    fn prf(&mut self, prefix: &str, counts: Counts) {
        let (prf, Counts { predicted, gold, .. }) = (counts.prf(), counts);
        let shares = [("P", prf.precision, predicted), ("R", prf.recall, gold), ("F1", prf.f1, gold)];
        for (measure, share, n) in shares {
            self.share(Corpus::Positions, &[(&format!("{prefix}{measure}"), share, n)]);
        }
    }

    pub(super) fn seed_stands(&mut self, stands: &SeedStands) {
        let extra = stands.extra_positions.len();
        let positions = [("positions_found", stands.positions.part), ("positions_extra", extra)];
        self.count(Corpus::Seed, &positions, stands.positions.of);
        let events = [
            ("events_found", stands.events.part),
            ("events_extra", stands.extra_events.len()),
            ("events_date", stands.dates.part),
            ("events_place", stands.places.part),
            ("events_status", stands.statuses.part),
        ];
        self.count(Corpus::Seed, &events, stands.events.of);
    }
}
