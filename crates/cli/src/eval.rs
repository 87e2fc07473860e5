//! `sayso eval`: is it any good?

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sayso_domain::{Article, Quad, Reading, Span, Stance, When};
use sayso_engine::{Judge, JudgeScratch, Knowledge, NameKind, Scratch};
use sayso_eval::corpora::{PolnearArticle, polnear_dev};
use sayso_eval::{
    Attribution, Corpus, Document, Evaluation, NameClass, Reader, evaluate, failures, write_misses,
    write_scores,
};
use sayso_read_dates::read_dates;
use sayso_text::{Segments, Text};
use sayso_wire::WireReading;

use crate::exit::{Exit, complain};
use crate::progress::Progress;
use crate::{actors, weights};

/// What `sayso eval` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The folder with the corpora in `data/`.
    pub(crate) shared: PathBuf,
    /// The table of scores.
    pub(crate) scores: PathBuf,
    /// Compare with the table instead of rewriting it.
    pub(crate) check: bool,
    /// Where what was found in PolNeAR goes, if anywhere.
    pub(crate) predictions: Option<PathBuf>,
    /// Where what was read wrongly goes, in words, if anywhere.
    pub(crate) errors: Option<PathBuf>,
    /// A weight file to be used instead of the weights inside the program.
    pub(crate) model: Option<PathBuf>,
}

/// Scores the model on all corpora.
///
/// # Errors
/// When there is no usable model, a corpus cannot be read, or a file cannot be written. Bounds that are not kept are
/// complained about and make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let (model, known) = (weights::open(config.model.as_deref())?, actors::open(None)?);
    let judge = weights::judge(&model)?;
    let knowledge = Knowledge { model: &model, judge: Some(&judge), known: &known };
    let evaluation = score(config, knowledge, &judge)?;
    if let Some(path) = &config.errors {
        write(path, write_misses(&evaluation.misses()).as_bytes())?;
    }
    let csv = write_scores(&evaluation.scores);
    report(&evaluation, &csv).context("cannot write to standard output")?;
    let complaints = match config.check {
        true => differences(&config.scores, &csv)?,
        false => {
            write(&config.scores, csv.as_bytes())?;
            Vec::new()
        }
    };
    let failed = failures(&evaluation.scores);
    failed.iter().for_each(|score| complain(format_args!("a bound is not kept: {score}")));
    complaints.iter().for_each(complain);
    Ok(if failed.is_empty() && complaints.is_empty() { Exit::Done } else { Exit::Unread })
}

fn score(config: &Config, knowledge: Knowledge<'_>, judge: &Judge) -> anyhow::Result<Evaluation> {
    let engine = Engine {
        knowledge,
        judge,
        scratch: RefCell::default(),
        judging: RefCell::default(),
        found: config.predictions.is_some().then(RefCell::default),
        progress: Progress::new(true, None),
    };
    let shared = &config.shared;
    let advice =
        || format!("cannot score; --shared names the folder with data/ in it, now {}", shared.display());
    let evaluation = evaluate(shared, &Corpus::ALL, &engine).with_context(advice)?;
    if let (Some(path), Some(found)) = (&config.predictions, &engine.found) {
        write(path, &predictions(&polnear_dev(shared)?, &found.borrow())?)?;
    }
    Ok(evaluation)
}

/// The engine, as the scorers ask for it.
struct Engine<'a> {
    knowledge: Knowledge<'a>,
    judge: &'a Judge,
    scratch: RefCell<Scratch>,
    judging: RefCell<JudgeScratch>,
    /// All that was read, where somebody wants it.
    found: Option<RefCell<Vec<WireReading>>>,
    progress: Progress,
}

impl Reader for Engine<'_> {
    fn read(&self, article: Article) -> Reading {
        let scratch = &mut self.scratch.borrow_mut();
        let reading = sayso_engine::read(article, Vec::new(), self.knowledge, scratch);
        if let Some(found) = &self.found {
            found.borrow_mut().push(WireReading::from(&reading));
        }
        self.progress.advance();
        reading
    }

    fn names(&self, text: &Text) -> Vec<(Span, NameClass)> {
        let names = sayso_engine::names(text, self.knowledge, &mut self.scratch.borrow_mut());
        self.progress.advance();
        names.into_iter().map(|name| (name.span, class(name.kind))).collect()
    }

    fn chains(&self, text: &Text, mentions: Vec<Span>) -> Vec<(Span, usize)> {
        let scratch = &mut self.scratch.borrow_mut();
        let chains = sayso_engine::chains(text, mentions, self.knowledge.model, scratch);
        self.progress.advance();
        chains
    }

    fn dates(&self, article: &Article) -> Vec<(Span, Option<When>)> {
        let segments = Segments::of(&article.text);
        let dates = read_dates(&article.text, &segments, article.published);
        self.progress.advance();
        dates.into_iter().map(|expression| (expression.span, expression.when)).collect()
    }

    fn towards_place(&self, text: &str, place: Range<usize>) -> Stance {
        let scratch = &mut self.judging.borrow_mut();
        let chances = self.judge.place(self.knowledge.model, text, place, scratch);
        self.progress.advance();
        likeliest(chances)
    }

    /// That the text may be about something else is no answer here: there is none of it in gold.
    fn towards_claim(&self, text: &str, claim: &str) -> Stance {
        let scratch = &mut self.judging.borrow_mut();
        let [against, neutral, favor, _] = self.judge.claim(self.knowledge.model, text, claim, scratch);
        self.progress.advance();
        likeliest([against, neutral, favor])
    }

    fn quad(&self, text: &Text, none_possible: bool) -> Option<Quad> {
        let scratch = &mut self.scratch.borrow_mut();
        let quad = sayso_engine::quad(text, none_possible, self.knowledge.model, scratch);
        self.progress.advance();
        quad
    }
}

/// The stance with the best chance of these; between equals neutral.
fn likeliest([against, neutral, favor]: [f32; 3]) -> Stance {
    if favor > against.max(neutral) {
        Stance::Favor
    } else if against > favor.max(neutral) {
        Stance::Against
    } else {
        Stance::Neutral
    }
}

fn class(kind: NameKind) -> NameClass {
    match kind {
        NameKind::Person => NameClass::Person,
        NameKind::Organisation => NameClass::Organisation,
        NameKind::Place => NameClass::Place,
        NameKind::Other => NameClass::Other,
    }
}

/// JSON lines in the shape of PolNeAR's gold, holding what its score was counted from.
fn predictions(articles: &[PolnearArticle], found: &[WireReading]) -> anyhow::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for article in articles {
        let Some(reading) = found.iter().find(|reading| reading.article.id == article.id) else { continue };
        let document = Document::predicted(reading, |statement| {
            statement.within.is_none() && !article.sets_aside(&Attribution::predicted(statement).content)
        });
        serde_json::to_writer(&mut lines, &document)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn report(evaluation: &Evaluation, csv: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(table(evaluation, csv).as_bytes())?;
    if let Some(seed) = &evaluation.seed {
        write!(out, "\nThe seed article\n{seed}")?;
    }
    if let Some(speakers) = &evaluation.speakers {
        write!(out, "\nSpeakers\n{speakers}")?;
    }
    if let Some(calibration) = &evaluation.calibration {
        write!(out, "\nConfidence of statements\n{calibration}")?;
    }
    if let Some(calibration) = &evaluation.position_calibration {
        write!(out, "\nConfidence of positions\n{calibration}")?;
    }
    out.flush()
}

/// The lines of `csv` in columns, each with a bound followed by whether it is kept.
fn table(evaluation: &Evaluation, csv: &str) -> String {
    let failed = failures(&evaluation.scores);
    let mut table = String::new();
    for line in csv.lines() {
        let fields: Vec<&str> = line.split(',').collect();
        let &[corpus, measure, value, bound, n] = fields.as_slice() else { continue };
        let fails = failed.iter().any(|score| score.corpus == corpus && score.measure == measure);
        let verdict = match (bound, fails) {
            ("threshold" | "", _) => "",
            (_, false) => "kept",
            (_, true) => "NOT KEPT",
        };
        let row = format!("{corpus:<17} {measure:<26} {value:>8} {bound:>9} {n:>7}  {verdict}");
        table += row.trim_end();
        table.push('\n');
    }
    table
}

/// How the table in `path` differs from `now`, a complaint a line.
fn differences(path: &Path, now: &str) -> anyhow::Result<Vec<String>> {
    let place = path.display();
    let before = fs::read_to_string(path)
        .with_context(|| format!("{place}: no scores to compare with; leave --check out to write them"))?;
    if before == now {
        return Ok(Vec::new());
    }
    let absent = |lines: &str, line: &&str| !lines.lines().any(|other| other == *line);
    let was = before.lines().filter(|line| absent(now, line)).map(|line| format!("{place} has: {line}"));
    let is = now.lines().filter(|line| absent(&before, line)).map(|line| format!("measured now: {line}"));
    let mut complaints: Vec<String> = was.chain(is).collect();
    complaints.push(format!("{place} is not what this program scores; leave --check out to rewrite it"));
    Ok(complaints)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{}: cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use sayso_eval::parse_scores;

    use super::*;

    const CSV: &str =
        "corpus,measure,value,threshold,n\nseed,found,16,>=17,17\nseed,extra,1,<=1,17\nseed,missed,1,,17\n";

    #[test]
    fn the_table_says_which_bounds_are_kept() {
        let evaluation = Evaluation { scores: parse_scores(CSV).unwrap(), ..Evaluation::default() };
        let table = table(&evaluation, CSV);
        let ends: Vec<&str> = table.lines().map(|line| line.split_whitespace().last().unwrap()).collect();
        assert_eq!(ends, ["n", "KEPT", "kept", "17"]);
    }

    #[test]
    fn the_likeliest_stance_is_taken() {
        assert_eq!(likeliest([0.2, 0.3, 0.5]), Stance::Favor);
        assert_eq!(likeliest([0.5, 0.3, 0.2]), Stance::Against);
        assert_eq!(likeliest([0.3, 0.4, 0.3]), Stance::Neutral);
        assert_eq!(likeliest([0.4, 0.2, 0.4]), Stance::Neutral);
    }

    #[test]
    fn differences_name_the_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scores.csv");
        assert!(differences(&path, CSV).unwrap_err().to_string().contains("no scores to compare with"));
        write(&path, CSV.as_bytes()).unwrap();
        assert!(differences(&path, CSV).unwrap().is_empty());
        let complaints = differences(&path, &CSV.replace(",16,", ",15,")).unwrap();
        assert!(complaints[0].ends_with("has: seed,found,16,>=17,17"));
        assert_eq!(complaints[1], "measured now: seed,found,15,>=17,17");
        assert_eq!(complaints.len(), 3);
    }
}
