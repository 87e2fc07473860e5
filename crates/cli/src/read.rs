//! `sayso read`: who said what in these articles?

use std::io::{self, IsTerminal, StdoutLock, Write};

use anyhow::Context;
use sayso_domain::Reading;

use crate::articles;
use crate::exit::Exit;
use crate::flow::Look;
use crate::pretty::{self, Counts};
use crate::progress::Progress;

/// What `sayso read` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What is to be read.
    pub(crate) articles: articles::Config,
    /// The shape of the output.
    pub(crate) format: Format,
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
/// Those of [`articles::each`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let format = config.format;
    let mut output = Output::new(config);
    output.counts.unread = articles::each(
        &config.articles,
        move |reading| part(&reading, format),
        |part, progress| output.article(&part, progress),
    )?;
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
            closing: !config.articles.quiet,
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
        Ok(Exit::with_unread(self.counts.unread))
    }

    fn write(&mut self, parts: &[&[u8]]) -> anyhow::Result<()> {
        let written = parts.iter().try_for_each(|part| self.out.write_all(part));
        written.and_then(|()| self.out.flush()).context("cannot write to standard output")
    }
}
