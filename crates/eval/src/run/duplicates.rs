//! What is the same text.

use super::{Corpus, Evaluation};
use crate::corpora::{MadeLibraries, Making};
use crate::duplicates::compare_duplicates;

impl Evaluation {
    pub(super) fn duplicates(&mut self, libraries: &MadeLibraries) {
        let report = compare_duplicates(libraries);
        self.count(Corpus::Duplicates, &[("compared", report.compared)], report.articles);
        for (prefix, counts) in [("pairs", report.pairs), ("contained", report.contained)] {
            let prf = counts.prf();
            let shares = [
                ("P", prf.precision, counts.predicted),
                ("R", prf.recall, counts.gold),
                ("F1", prf.f1, counts.gold),
            ];
            for (measure, share, n) in shares {
                self.share(Corpus::Duplicates, &[(&format!("{prefix}.{measure}"), share, n)]);
            }
        }
        for (making, share) in &report.copies {
            self.share(Corpus::Duplicates, &[(measure(*making), share.value(), share.of)]);
        }
        self.duplicates = Some(report);
    }
}

fn measure(making: Making) -> &'static str {
    match making {
        Making::Edited => "edited.R",
        Making::Cut => "cut.R",
        Making::Retitled => "retitled.R",
        Making::Furnished => "furnished.R",
        Making::Original | Making::Wire | Making::Host => "other.R",
    }
}
