//! `sayso read`: who said what in these articles?

use std::io::{self, IsTerminal, StdoutLock, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use sayso_domain::{Reading, Statement};
use sayso_engine::Scratch;
use sayso_sources::{Input, Options, Sourced};

use crate::exit::{Exit, complain};
use crate::flow::Look;
use crate::pretty::{self, Counts};
use crate::progress::Progress;
use crate::{pipeline, weights};

/// What `sayso read` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where the articles are, in the order in which their readings come out.
    pub(crate) inputs: Vec<Input>,
    /// How the inputs are to be understood.
    pub(crate) options: Options,
    /// The shape of the output.
    pub(crate) format: Format,
    /// A weight file to be used instead of the weights inside the program.
    pub(crate) model: Option<PathBuf>,
    /// Threads that read, at least one.
    pub(crate) jobs: usize,
    /// Statements of a lower confidence are left out.
    pub(crate) min_confidence: f32,
    /// Without progress and without the closing line.
    pub(crate) quiet: bool,
    /// The number of articles, where the inputs alone tell it.
    pub(crate) total: Option<u64>,
}

/// The shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Pretty(Look),
    /// One indented document, or an array of them where there is more than one article.
    Json,
    /// One line an article, as promised to other programs.
    Jsonl,
}

/// One article's part of the output.
struct Part {
    bytes: Vec<u8>,
    counts: Counts,
}

/// Reads all inputs and writes their readings to standard output, in input order.
///
/// # Errors
/// When there is no usable model, or when the output cannot be written. Inputs that cannot be read are complained
/// about as they come, and make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let model = Arc::new(weights::open(config.model.as_deref())?);
    let (format, min_confidence) = (config.format, config.min_confidence);
    let reader = move || {
        let (model, mut scratch) = (Arc::clone(&model), Scratch::default());
        move |Sourced { article, notes }| {
            let mut reading = sayso_engine::read(article, notes, &model, &mut scratch);
            keep_sure(&mut reading.statements, min_confidence);
            part(&reading, format)
        }
    };
    let articles = sayso_sources::open(&config.inputs, &config.options);
    let parts =
        pipeline::start(articles, config.jobs, reader).context("cannot start threads; try --jobs 1")?;
    let progress = Progress::new(!config.quiet, config.total);
    let mut output = Output::new(config);
    for part in parts {
        match part {
            Ok(part) => output.article(&part, &progress)?,
            Err(unread) => {
                progress.aside(|| complain(unread));
                output.counts.unread += 1;
            }
        }
        progress.advance();
    }
    progress.finish();
    output.end()
}

fn part(reading: &Reading, format: Format) -> Part {
    let bytes = match format {
        Format::Pretty(look) => pretty::article(reading, look).into_bytes(),
        Format::Json => sayso_wire::to_json_pretty(reading).into_bytes(),
        Format::Jsonl => {
            let mut line = Vec::new();
            sayso_wire::write_reading(reading, &mut line).expect("a vector takes all that is written");
            line
        }
    };
    let counts = Counts {
        articles: 1,
        statements: reading.statements.len(),
        nested: reading.statements.iter().filter(|statement| statement.within.is_some()).count(),
        notes: reading.notes.len(),
        unread: 0,
    };
    Part { bytes, counts }
}

/// Leaves out what is less sure. What stood within such a statement then stands within the nearest one around it
/// that is kept; numbers stay, so that a statement has the same id under every bound.
fn keep_sure(statements: &mut Vec<Statement>, min_confidence: f32) {
    // As it is written: in four decimals, and 0 for what is no number.
    let sure = |statement: &Statement| (statement.confidence * 1e4).round().max(0.0) / 1e4 >= min_confidence;
    let kept: Vec<bool> = statements.iter().map(sure).collect();
    for number in 0..statements.len() {
        // An outer statement stands first, so that its own link leads to a kept one already.
        let outer = statements[number].within.map(|id| id.0 as usize).filter(|&outer| outer < number);
        if let Some(outer) = outer.filter(|&outer| !kept[outer]) {
            statements[number].within = statements[outer].within;
        }
    }
    let mut kept = kept.into_iter();
    statements.retain(|_| kept.next().unwrap_or(true));
}

/// Standard output, article by article; each is flushed, for whoever reads along.
struct Output {
    out: StdoutLock<'static>,
    on_terminal: bool,
    format: Format,
    closing: bool,
    counts: Counts,
    /// The first JSON document: whether it stands in an array is known when the second one comes.
    first: Vec<u8>,
}

impl Output {
    fn new(config: &Config) -> Output {
        Output {
            out: io::stdout().lock(),
            on_terminal: io::stdout().is_terminal(),
            format: config.format,
            closing: !config.quiet,
            counts: Counts::default(),
            first: Vec::new(),
        }
    }

    fn article(&mut self, part: &Part, progress: &Progress) -> anyhow::Result<()> {
        self.count(&part.counts);
        match self.on_terminal {
            true => progress.aside(|| self.put(&part.bytes)),
            false => self.put(&part.bytes),
        }
    }

    fn count(&mut self, more: &Counts) {
        self.counts.articles += more.articles;
        self.counts.statements += more.statements;
        self.counts.nested += more.nested;
        self.counts.notes += more.notes;
    }

    fn put(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        match (self.format, self.counts.articles) {
            (Format::Json, 1) => {
                self.first = bytes.to_vec();
                Ok(())
            }
            (Format::Json, 2) => {
                let first = std::mem::take(&mut self.first);
                self.write(&[b"[\n", &first, b",\n", bytes])
            }
            (Format::Json, _) => self.write(&[b",\n", bytes]),
            _ => self.write(&[bytes]),
        }
    }

    fn end(mut self) -> anyhow::Result<Exit> {
        match (self.format, self.counts.articles) {
            (Format::Json, 0) => self.write(&[b"[]\n"])?,
            (Format::Json, 1) => {
                let first = std::mem::take(&mut self.first);
                self.write(&[&first, b"\n"])?;
            }
            (Format::Json, _) => self.write(&[b"\n]\n"])?,
            (Format::Pretty(look), _) if self.closing => {
                let line = pretty::closing(&self.counts, look);
                self.write(&[line.as_bytes()])?;
            }
            _ => (),
        }
        Ok(if self.counts.unread > 0 { Exit::Unread } else { Exit::Done })
    }

    fn write(&mut self, parts: &[&[u8]]) -> anyhow::Result<()> {
        let written = parts.iter().try_for_each(|part| self.out.write_all(part));
        written.and_then(|()| self.out.flush()).context("cannot write to standard output")
    }
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Kind, Modality, StatementId};

    use super::*;

    fn statement(id: u32, within: Option<u32>, confidence: f32) -> Statement {
        Statement {
            id: StatementId(id),
            kind: Kind::Indirect,
            source: vec![],
            cue: vec![],
            content: vec![],
            within: within.map(StatementId),
            said_on: None,
            modality: Modality::default(),
            confidence,
        }
    }

    #[test]
    fn what_stood_within_an_unsure_statement_moves_to_the_next_one_around_it() {
        let mut statements = vec![
            statement(0, None, 0.9),
            statement(1, Some(0), 0.2),
            statement(2, Some(1), 0.3),
            statement(3, Some(2), 0.8),
            statement(4, None, 0.1),
            statement(5, Some(4), 0.499_97),
        ];
        keep_sure(&mut statements, 0.5);
        let left: Vec<_> = statements.iter().map(|s| (s.id.0, s.within.map(|id| id.0))).collect();
        assert_eq!(left, [(0, None), (3, Some(0)), (5, None)]);
    }
}
