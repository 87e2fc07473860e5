//! From a reader to its scores.

use std::path::Path;

use sayso_domain::{Article, Reading};
use sayso_wire::WireReading;

use crate::calibration::{Calibration, Judged, calibrate, judge};
use crate::corpora::{self, GumDocument, PolnearArticle};
use crate::document::{Attribution, Document};
use crate::error::EvalError;
use crate::metrics::Metrics;
use crate::nested::{NestedCounts, compare_nested};
use crate::scorer::score;
use crate::scores::Score;
use crate::seed::{SeedReport, compare_seed};

/// What a reader can be scored on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// PolNeAR, development part: who says what, outermost statements only.
    PolnearDev,
    /// GUM's news: statements within statements.
    GumNews,
    /// GUM's other genres, as far as they are not held out.
    GumOther,
    /// The seed article.
    Seed,
}

impl Corpus {
    /// All of them, the quickest last.
    pub const ALL: [Corpus; 4] = [Corpus::PolnearDev, Corpus::GumNews, Corpus::GumOther, Corpus::Seed];

    /// As it stands in `scores.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Corpus::PolnearDev => "polnear-dev",
            Corpus::GumNews => "gum-news",
            Corpus::GumOther => "gum-other",
            Corpus::Seed => "seed",
        }
    }
}

/// The scores, and what they were taken from.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// For `scores.csv` and its thresholds.
    pub scores: Vec<Score>,
    /// All that the statement scorer counts, where PolNeAR was read.
    pub statements: Option<Metrics>,
    /// The reliability table, where PolNeAR was read.
    pub calibration: Option<Calibration>,
    /// Counts for each part of GUM that was read.
    pub nested: Vec<(Corpus, NestedCounts)>,
    /// The seed article's misses and extras in words, where it was read.
    pub seed: Option<SeedReport>,
}

/// Has `read` read the articles of `corpora` and scores what it returns.
///
/// `shared` is the folder with `data/` in it. Readings are judged in the shape that other programs see. Against
/// PolNeAR, which marks outermost attributions only, statements that stand within another are left out, and so
/// are those whose whole content the annotators had set aside as page furniture.
///
/// # Errors
/// - a corpus's file is missing or of another shape;
/// - `read` returns another text than it was given.
pub fn evaluate(
    shared: &Path,
    corpora: &[Corpus],
    read: &dyn Fn(Article) -> Reading,
) -> Result<Evaluation, EvalError> {
    let read = |article| WireReading::from(&read(article));
    let mut evaluation = Evaluation::default();
    for &corpus in corpora {
        match corpus {
            Corpus::PolnearDev => evaluation.polnear(corpora::polnear_dev(shared)?, &read)?,
            Corpus::GumNews => evaluation.gum(corpus, corpora::gum_news(shared)?, &read)?,
            Corpus::GumOther => evaluation.gum(corpus, corpora::gum_other(shared)?, &read)?,
            Corpus::Seed => evaluation.seed(corpora::seed(shared)?, &read)?,
        }
    }
    Ok(evaluation)
}

impl Evaluation {
    fn polnear(
        &mut self,
        articles: Vec<PolnearArticle>,
        read: &dyn Fn(Article) -> WireReading,
    ) -> Result<(), EvalError> {
        let gold: Vec<Document> = articles.iter().map(PolnearArticle::document).collect();
        let predicted: Vec<Document> = articles.iter().map(|a| outermost(a, &read(a.article()))).collect();
        let metrics = score(&gold, &predicted)?;
        let judged: Vec<Judged> = gold.iter().zip(&predicted).flat_map(|(g, p)| judge(g, p)).collect();
        let calibration = calibrate(&judged);
        self.polnear_scores(&metrics, &calibration);
        self.statements = Some(metrics);
        self.calibration = Some(calibration);
        Ok(())
    }

    fn polnear_scores(&mut self, metrics: &Metrics, calibration: &Calibration) {
        let kinds = &metrics.by_type;
        self.count(
            Corpus::PolnearDev,
            &[("words", metrics.words), ("predicted", metrics.pred)],
            metrics.docs,
        );
        let shares = [
            ("tok.content.F1", metrics.content_words.f1, metrics.gold),
            ("tok.source.F1", metrics.source_words.f1, metrics.gold),
            ("tok.cue.F1", metrics.cue_words.f1, metrics.gold),
            ("exact.F1", metrics.exact.f1, metrics.gold),
            ("soft.F1", metrics.soft.f1, metrics.gold),
            ("half.F1", metrics.half.f1, metrics.gold),
            ("full.P", metrics.full.precision, metrics.pred),
            ("full.R", metrics.full.recall, metrics.gold),
            ("full.F1", metrics.full.f1, metrics.gold),
            ("full_strict.F1", metrics.full_strict.f1, metrics.gold),
            ("source_given_j50.exact", metrics.source_given_half.exact, metrics.source_given_half.pairs),
            ("direct.R_full", kinds.direct.recall_full, kinds.direct.gold),
            ("indirect.R_full", kinds.indirect.recall_full, kinds.indirect.gold),
            ("mixed.R_full", kinds.mixed.recall_full, kinds.mixed.gold),
            ("calibration_error", calibration.error, calibration.n),
        ];
        self.share(Corpus::PolnearDev, &shares);
    }

    fn gum(
        &mut self,
        corpus: Corpus,
        documents: Vec<GumDocument>,
        read: &dyn Fn(Article) -> WireReading,
    ) -> Result<(), EvalError> {
        let mut counts = NestedCounts::default();
        for document in &documents {
            counts += compare_nested(document, &read(document.article()))?;
        }
        self.count(corpus, &[("words", counts.words)], documents.len());
        let shares = [
            ("found", counts.recall(), counts.gold),
            ("nested_found", counts.nested_recall(), counts.nested),
            ("right_parent", counts.right_parent(), counts.linked),
        ];
        self.share(corpus, &shares);
        let nested = [("predicted_nested", counts.predicted_nested), ("extra_nested", counts.extra_nested)];
        self.count(corpus, &nested, counts.nested);
        self.nested.push((corpus, counts));
        Ok(())
    }

    fn seed(&mut self, seed: corpora::Seed, read: &dyn Fn(Article) -> WireReading) -> Result<(), EvalError> {
        let reading = read(seed.article.clone());
        let report = compare_seed(&seed, &reading)?;
        self.count(Corpus::Seed, &[("words", report.words)], 1);
        let counts = [
            ("predicted", reading.statements.len()),
            ("found", report.found.len()),
            ("missed", report.misses.len()),
            ("near_misses", report.misses.iter().filter(|miss| miss.nearest.is_some()).count()),
            ("extra", report.extras.len()),
        ];
        self.count(Corpus::Seed, &counts, report.gold);
        self.seed = Some(report);
        Ok(())
    }

    fn count(&mut self, corpus: Corpus, counts: &[(&str, usize)], n: usize) {
        let scores =
            counts.iter().map(|&(measure, count)| Score::new(corpus.name(), measure, count as f64, n));
        self.scores.extend(scores);
    }

    fn share(&mut self, corpus: Corpus, shares: &[(&str, f64, usize)]) {
        let scores = shares.iter().map(|&(measure, share, n)| Score::new(corpus.name(), measure, share, n));
        self.scores.extend(scores);
    }
}

fn outermost(article: &PolnearArticle, reading: &WireReading) -> Document {
    Document::predicted(reading, |statement| {
        statement.within.is_none() && !article.sets_aside(&Attribution::predicted(statement).content)
    })
}
