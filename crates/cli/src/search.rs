//! `sayso search`: which statements of a library hold these words, or mean much the same?

mod table;

use sayso_answers::{found as data, stored};
use sayso_compare::nearest;
use sayso_gazetteer::{Known, fold};
use sayso_library::{Filter, Found, Library, LibraryError, LibraryErrorKind};

use crate::exit::{Exit, Misuse, complain};
use crate::flow::Look;
use crate::output::put;
use crate::stands::with_tools;
use crate::weights;

/// What `sayso search` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where.
    pub(crate) library: String,
    /// What, but for actors and the issue.
    pub(crate) filter: Filter,
    /// What it means.
    pub(crate) like: Option<String>,
    /// Who speaks, as typed.
    pub(crate) speakers: Vec<String>,
    /// For whom, as typed.
    pub(crate) speaks_for: Vec<String>,
    /// On which issue, as typed.
    pub(crate) issue: Option<String>,
    /// The first so many are passed over.
    pub(crate) skip: usize,
    /// At most so many are shown.
    pub(crate) limit: usize,
    /// The shape of the output.
    pub(crate) format: Format,
    /// Without a closing line.
    pub(crate) quiet: bool,
}

/// The shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Table(Look),
    /// One indented document.
    Json,
    /// A line a statement.
    Jsonl,
    /// A row a statement, with a header.
    Csv,
    /// The same rows, for data frames.
    Parquet,
}

/// So many by meaning, unless more are asked for: every statement means something like it.
const NEAREST: usize = 100;

/// Searches, and writes what was found to standard output.
///
/// # Errors
/// When there is no such library, the words make no sense, or the output cannot be written.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut library = Library::open(&config.library)?;
    let known = Known::built_in();
    let mut filter = config.filter.clone();
    filter.speakers = keys(&mut library, &config.speakers, &known)?;
    filter.principals = keys(&mut library, &config.speaks_for, &known)?;
    filter.outlets = outlets(&mut library, &config.filter.outlets)?;
    if let Some(phrase) = &config.issue {
        filter.issue =
            Some(with_tools(&config.library, &known, |tools| stored::issue(&mut library, phrase, tools))?);
    }
    let found = match &config.like {
        Some(phrase) => like(&mut library, phrase, &filter, config)?,
        None => library.search(&filter, config.skip, config.limit.min(i64::MAX as usize)).map_err(misuse)?,
    };
    let bytes = match config.format {
        Format::Table(look) => table::page(&found, config, look).into_bytes(),
        Format::Json => data::json(&found).into_bytes(),
        Format::Jsonl => data::jsonl(&found).into_bytes(),
        Format::Csv => data::csv(&found).into_bytes(),
        Format::Parquet => data::parquet(&found).map_err(anyhow::Error::msg)?,
    };
    put(bytes)?;
    Ok(Exit::Done)
}

fn like(library: &mut Library, phrase: &str, filter: &Filter, config: &Config) -> anyhow::Result<Found> {
    if !phrase.contains(char::is_alphanumeric) {
        return Err(Misuse(format!("--like {phrase}: this holds no word")).into());
    }
    let vector = weights::open(None)?.meaning(phrase);
    let count = if config.limit == usize::MAX { NEAREST } else { config.limit };
    let mut found = library.like(&vector, filter, config.skip + count).map_err(misuse)?;
    found.hits.drain(..config.skip.min(found.hits.len()));
    Ok(found)
}

/// Words that make no sense are wrong usage.
fn misuse(error: LibraryError) -> anyhow::Error {
    match error.kind() {
        LibraryErrorKind::Wrong => Misuse(error.to_string()).into(),
        _ => error.into(),
    }
}

/// Outlets as the library writes them: case and accents do not count. What is none is complained about.
fn outlets(library: &mut Library, typed: &[String]) -> anyhow::Result<Vec<String>> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let known = library.outlets()?;
    let mut outlets = Vec::new();
    for name in typed {
        let before = outlets.len();
        outlets.extend(known.iter().filter(|outlet| fold(outlet) == fold(name)).cloned());
        if outlets.len() == before {
            let hint = match nearest(name, &known).join("`, `") {
                none if none.is_empty() => String::new(),
                nearest => format!("; the nearest: `{nearest}`"),
            };
            complain(format_args!("no outlet in {} is called `{name}`{hint}", library.place()));
            outlets.push(name.clone());
        }
    }
    Ok(outlets)
}

/// Whom names mean, all of them: who is called so by any article. Whoever is nobody here is complained about.
fn keys(library: &mut Library, typed: &[String], known: &Known) -> anyhow::Result<Vec<String>> {
    let mut keys = Vec::new();
    for name in typed {
        let (who, complaint) = stored::actor(library, name, known)?;
        if let Some(complaint) = complaint {
            complain(complaint);
        }
        keys.push(who.key);
    }
    Ok(keys)
}
