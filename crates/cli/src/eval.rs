//! `sayso eval`: is it any good?

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use sayso_engine::{Model, Scratch};
use sayso_eval::corpora::{PolnearArticle, polnear_dev};
use sayso_eval::{Attribution, Corpus, Document, Evaluation, evaluate, failures, write_scores};
use sayso_wire::WireReading;

use crate::exit::{Exit, complain};
use crate::progress::Progress;
use crate::weights;

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
    /// A weight file to be used instead of the weights inside the program.
    pub(crate) model: Option<PathBuf>,
}

/// Scores the model on all corpora.
///
/// # Errors
/// When there is no usable model, a corpus cannot be read, or a file cannot be written. Bounds that are not kept are
/// complained about and make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let model = weights::open(config.model.as_deref())?;
    let evaluation = score(config, &model)?;
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

fn score(config: &Config, model: &Model) -> anyhow::Result<Evaluation> {
    let progress = Progress::new(true, None);
    let scratch = RefCell::new(Scratch::default());
    let found = RefCell::new(Vec::new());
    let read = |article| {
        let reading = sayso_engine::read(article, Vec::new(), model, &mut scratch.borrow_mut());
        if config.predictions.is_some() {
            found.borrow_mut().push(WireReading::from(&reading));
        }
        progress.advance();
        reading
    };
    let shared = &config.shared;
    let advice =
        || format!("cannot score; --shared names the folder with data/ in it, now {}", shared.display());
    let evaluation = evaluate(shared, &Corpus::ALL, &read).with_context(advice)?;
    if let Some(path) = &config.predictions {
        write(path, &predictions(&polnear_dev(shared)?, &found.borrow())?)?;
    }
    Ok(evaluation)
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
    if let Some(calibration) = &evaluation.calibration {
        write!(out, "\nConfidence\n{calibration}")?;
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
        let row = format!("{corpus:<14} {measure:<24} {value:>8} {bound:>9} {n:>7}  {verdict}");
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
