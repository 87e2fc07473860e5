//! How texts stand to something, and what class of event they tell.

use std::path::Path;

use sayso_domain::Stance;
use sayso_text::Text;

use super::{Corpus, Evaluation};
use crate::classes::ClassCounts;
use crate::corpora::{self, QuadSentence};
use crate::error::EvalError;
use crate::reader::Reader;

impl Evaluation {
    pub(super) fn newsmtsc(&mut self, shared: &Path, reader: &dyn Reader) -> Result<(), EvalError> {
        let mut counts = ClassCounts::of(3);
        for row in corpora::newsmtsc_dev(shared)? {
            let stance = reader.towards_place(&row.text, row.place()?);
            counts.count(usize::from(row.polarity > 0) + usize::from(row.polarity >= 0), Some(third(stance)));
        }
        self.judged(Corpus::JudgeNewsmtsc, "", counts);
        Ok(())
    }

    pub(super) fn perspectrum(&mut self, shared: &Path, reader: &dyn Reader) -> Result<(), EvalError> {
        let mut counts = ClassCounts::of(2);
        for row in corpora::perspectrum_dev(shared)? {
            // Nobody is neutral here: that answer is wrong whatever gold says.
            let answer = match reader.towards_claim(&row.text, &row.target) {
                Stance::Against => Some(0),
                Stance::Favor => Some(1),
                Stance::Neutral => None,
            };
            counts.count(usize::from(row.stance > 0), answer);
        }
        self.judged(Corpus::JudgePerspectrum, "", counts);
        Ok(())
    }

    pub(super) fn quads(&mut self, shared: &Path, reader: &dyn Reader) -> Result<(), EvalError> {
        let answer = |row: &QuadSentence, none_possible| {
            let quad = reader.quad(&Text::new(row.text.as_str()), none_possible);
            quad.map(|quad| usize::from(quad.number()))
        };
        let (mut cameo, mut plv) = (ClassCounts::of(5), ClassCounts::of(4));
        for row in corpora::cameo_quad_dev(shared)? {
            cameo.count(usize::from(row.quad.min(4)), Some(answer(&row, true).unwrap_or(0)));
        }
        for row in corpora::plv_dev(shared)? {
            let class = |number: usize| number.checked_sub(1);
            let gold = class(usize::from(row.quad.clamp(1, 4))).unwrap_or(0);
            plv.count(gold, answer(&row, false).and_then(class));
        }
        self.judged(Corpus::EventsQuad, "cameo.", cameo);
        self.judged(Corpus::EventsQuad, "plv.", plv);
        Ok(())
    }

    fn judged(&mut self, corpus: Corpus, prefix: &str, counts: ClassCounts) {
        let (f1, accuracy) = (format!("{prefix}macro.F1"), format!("{prefix}accuracy"));
        let n = counts.right.of;
        self.share(corpus, &[(&f1, counts.macro_f1(), n), (&accuracy, counts.right.value(), n)]);
        self.classes.push((corpus, counts));
    }
}

/// Against, neutral, in favour.
fn third(stance: Stance) -> usize {
    match stance {
        Stance::Against => 0,
        Stance::Neutral => 1,
        Stance::Favor => 2,
    }
}
