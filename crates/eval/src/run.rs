//! From a reader to its scores.

mod duplicates;
mod judged;
mod stands;

use std::path::Path;

use sayso_domain::Article;
use sayso_text::Text;
use sayso_wire::WireReading;

use crate::calibration::{Calibration, Judged, calibrate, judge};
use crate::classes::ClassCounts;
use crate::coref::{CorefScores, score_coref};
use crate::corpora::{
    self, CorefDocument, DateArticle, GumDocument, NameSentence, Part, PolnearArticle, SpeakerArticle,
};
use crate::dates::{DateReport, compare_dates};
use crate::document::{Attribution, Document};
use crate::duplicates::DuplicateReport;
use crate::error::EvalError;
use crate::events::EventReport;
use crate::metrics::Metrics;
use crate::miss::Miss;
use crate::names::{NameCounts, compare_names};
use crate::nested::{NestedCounts, compare_nested};
use crate::positions::PositionReport;
use crate::reader::Reader;
use crate::scorer::score;
use crate::scores::Score;
use crate::seed::{SeedReport, compare_seed};
use crate::share::Share;
use crate::speakers::{SpeakerReport, compare_speakers};

/// What a reader can be scored on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// PolNeAR, development part: who says what, outermost statements only.
    PolnearDev,
    /// About half of these articles: who the speakers are.
    Speakers,
    /// GUM's news: statements within statements.
    GumNews,
    /// GUM's other genres, as far as they are not held out.
    GumOther,
    /// Universal NER over the English Web Treebank, development part: names.
    NamesEwt,
    /// CrossNER's politics, development part: names.
    NamesPolitics,
    /// OntoGUM, development part: what means the same.
    Coref,
    /// Wikinews: which days are meant.
    Dates,
    /// NewsMTSC, development part: how a sentence stands to a place in it.
    JudgeNewsmtsc,
    /// Perspectrum, development part: how a sentence stands to a claim.
    JudgePerspectrum,
    /// ConfliBERT's and PLV's sentences, development parts: the class of the event.
    EventsQuad,
    /// Articles of Wikinews and PolNeAR: where actors stand, and what happened between them.
    Positions,
    /// Articles of Wikinews and PolNeAR with copies made by rule: what is the same text. The reader is not asked.
    Duplicates,
    /// The seed article.
    Seed,
}

impl Corpus {
    /// All of them, the seed last.
    pub const ALL: [Corpus; 14] = [
        Corpus::PolnearDev,
        Corpus::Speakers,
        Corpus::GumNews,
        Corpus::GumOther,
        Corpus::NamesEwt,
        Corpus::NamesPolitics,
        Corpus::Coref,
        Corpus::Dates,
        Corpus::JudgeNewsmtsc,
        Corpus::JudgePerspectrum,
        Corpus::EventsQuad,
        Corpus::Positions,
        Corpus::Duplicates,
        Corpus::Seed,
    ];

    /// As it stands in `scores.csv`. What is held out of [`Corpus::Dates`] stands there as `dates-held` too.
    pub fn name(self) -> &'static str {
        match self {
            Corpus::PolnearDev => "polnear-dev",
            Corpus::Speakers => "speakers",
            Corpus::GumNews => "gum-news",
            Corpus::GumOther => "gum-other",
            Corpus::NamesEwt => "names-ewt",
            Corpus::NamesPolitics => "names-politics",
            Corpus::Coref => "coref",
            Corpus::Dates => "dates",
            Corpus::JudgeNewsmtsc => "judge-newsmtsc",
            Corpus::JudgePerspectrum => "judge-perspectrum",
            Corpus::EventsQuad => "events-quad",
            Corpus::Positions => "positions",
            Corpus::Duplicates => "duplicates",
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
    /// Who speaks, with all errors in words, where that was judged.
    pub speakers: Option<SpeakerReport>,
    /// Counts for each part of GUM that was read.
    pub nested: Vec<(Corpus, NestedCounts)>,
    /// Counts for each corpus of names that was read.
    pub names: Vec<(Corpus, NameCounts)>,
    /// The three measures, where OntoGUM was read.
    pub coref: Option<CorefScores>,
    /// Time expressions, where they were read; with the errors in articles that may be looked at.
    pub dates: Option<DateReport>,
    /// Counts for each set of texts with a stance or a class that was read.
    pub classes: Vec<(Corpus, ClassCounts)>,
    /// Where the actors stand, with all errors in words, where that was judged.
    pub positions: Option<PositionReport>,
    /// The reliability table of those positions.
    pub position_calibration: Option<Calibration>,
    /// What happened in the same articles.
    pub events: Option<EventReport>,
    /// Which copies were found, where that was measured.
    pub duplicates: Option<DuplicateReport>,
    /// The seed article's misses and extras in words, where it was read.
    pub seed: Option<SeedReport>,
}

/// Has `reader` read the articles of `corpora` and scores what it returns.
///
/// `shared` is the folder with `data/` in it. Readings are judged in the shape that other programs see. Against
/// PolNeAR, which marks outermost attributions only, statements that stand within another are left out, and so
/// are those whose whole content the annotators had set aside as page furniture.
///
/// # Errors
/// - a corpus's file is missing, of another shape, or lacks an article for which there is gold;
/// - `reader` returns another text than it was given.
pub fn evaluate(shared: &Path, corpora: &[Corpus], reader: &dyn Reader) -> Result<Evaluation, EvalError> {
    let read = |article| WireReading::from(&reader.read(article));
    let mut evaluation = Evaluation::default();
    for &corpus in corpora {
        match corpus {
            Corpus::PolnearDev => evaluation.polnear(corpora::polnear_dev(shared)?, &read)?,
            Corpus::Speakers => evaluation.speakers(&corpora::speakers(shared)?, &read)?,
            Corpus::GumNews => evaluation.gum(corpus, corpora::gum_news(shared)?, &read)?,
            Corpus::GumOther => evaluation.gum(corpus, corpora::gum_other(shared)?, &read)?,
            Corpus::NamesEwt => evaluation.names(corpus, &corpora::uner_ewt_dev(shared)?, reader)?,
            Corpus::NamesPolitics => {
                evaluation.names(corpus, &corpora::crossner_politics_dev(shared)?, reader)?
            }
            Corpus::Coref => evaluation.coref(&corpora::ontogum_dev(shared)?, reader)?,
            Corpus::Dates => evaluation.dates(&corpora::dates(shared)?, reader)?,
            Corpus::JudgeNewsmtsc => evaluation.newsmtsc(shared, reader)?,
            Corpus::JudgePerspectrum => evaluation.perspectrum(shared, reader)?,
            Corpus::EventsQuad => evaluation.quads(shared, reader)?,
            Corpus::Positions => evaluation.positions(&corpora::positions(shared)?, &read)?,
            Corpus::Duplicates => evaluation.duplicates(&corpora::duplicates(shared, Part::Held)?),
            Corpus::Seed => evaluation.seed(corpora::seed(shared)?, &read)?,
        }
    }
    Ok(evaluation)
}

impl Evaluation {
    /// Every wrong speaker, principal, kind, date, position and event, corpus by corpus; none of what is held out.
    pub fn misses(&self) -> Vec<Miss> {
        let speakers = self.speakers.iter().flat_map(|report| &report.misses);
        let dates = self.dates.iter().flat_map(|report| &report.misses);
        let positions = self.positions.iter().flat_map(|report| &report.misses);
        let events = self.events.iter().flat_map(|report| &report.misses);
        speakers.chain(dates).chain(positions).chain(events).cloned().collect()
    }

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

    fn speakers(
        &mut self,
        articles: &[SpeakerArticle],
        read: &dyn Fn(Article) -> WireReading,
    ) -> Result<(), EvalError> {
        let mut report = SpeakerReport::default();
        for article in articles {
            report += compare_speakers(article, &read(article.article.article()))?;
        }
        self.count(Corpus::Speakers, &[("words", report.words)], articles.len());
        let shares = [
            ("found", report.found),
            ("right", report.right),
            ("pronoun_right", report.pronouns),
            ("name_right", report.names),
            ("other_right", report.others),
            ("silent", report.silent),
            ("invented", report.invented),
            ("speaks_for_right", report.speaks_for),
            ("kind_right", report.kind),
        ];
        self.share(
            Corpus::Speakers,
            &shares.map(|(measure, share): (_, Share)| (measure, share.value(), share.of)),
        );
        self.speakers = Some(report);
        Ok(())
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

    fn names(
        &mut self,
        corpus: Corpus,
        sentences: &[NameSentence],
        reader: &dyn Reader,
    ) -> Result<(), EvalError> {
        let mut counts = NameCounts::default();
        for sentence in sentences {
            let text = Text::new(sentence.text.as_str());
            counts += compare_names(sentence, &text, &reader.names(&text))?;
        }
        self.count(corpus, &[("words", counts.words)], counts.sentences);
        let (all, prf) = (counts.all(), counts.all().prf());
        let shares = [
            ("P", prf.precision, all.predicted),
            ("R", prf.recall, all.gold),
            ("F1", prf.f1, all.gold),
            ("PER.F1", counts.person.prf().f1, counts.person.gold),
            ("ORG.F1", counts.organisation.prf().f1, counts.organisation.gold),
            ("LOC.F1", counts.place.prf().f1, counts.place.gold),
        ];
        self.share(corpus, &shares);
        self.names.push((corpus, counts));
        Ok(())
    }

    fn coref(&mut self, documents: &[CorefDocument], reader: &dyn Reader) -> Result<(), EvalError> {
        let mut scores = CorefScores::default();
        for document in documents {
            scores += score_coref(document, |text, mentions| reader.chains(text, mentions))?;
        }
        let (muc, b_cubed, ceaf_e) = (scores.muc(), scores.b_cubed(), scores.ceaf_e());
        let shares = [
            ("CoNLL.F1", scores.conll()),
            ("MUC.P", muc.precision),
            ("MUC.R", muc.recall),
            ("MUC.F1", muc.f1),
            ("B3.P", b_cubed.precision),
            ("B3.R", b_cubed.recall),
            ("B3.F1", b_cubed.f1),
            ("CEAFe.P", ceaf_e.precision),
            ("CEAFe.R", ceaf_e.recall),
            ("CEAFe.F1", ceaf_e.f1),
        ];
        self.share(Corpus::Coref, &shares.map(|(measure, share)| (measure, share, scores.mentions)));
        self.coref = Some(scores);
        Ok(())
    }

    fn dates(&mut self, articles: &[DateArticle], reader: &dyn Reader) -> Result<(), EvalError> {
        let (mut all, mut held) = (DateReport::default(), DateReport::default());
        for article in articles {
            let mut report = compare_dates(article, &reader.dates(&article.article))?;
            if article.part == Part::Held {
                report.misses.clear();
                held += report.clone();
            }
            all += report;
        }
        for (corpus, report) in [(Corpus::Dates.name(), &all), ("dates-held", &held)] {
            for (measure, share) in [
                ("right", report.right()),
                ("right_or_null", report.right_or_null()),
                ("wrong", report.wrong()),
            ] {
                self.scores.push(Score::new(corpus, measure, share, report.gold));
            }
        }
        self.dates = Some(all);
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
            ("speaker", report.speaker.part),
            ("speaks_for", report.speaks_for.part),
            ("said_on", report.said_on.part),
        ];
        self.count(Corpus::Seed, &counts, report.gold);
        self.seed_stands(&report.stands);
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
