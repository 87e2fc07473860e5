//! `sayso verify`: does everything stand in the words it is said to stand in?

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use sayso_library::{Library, LibraryError, Verdict};
use serde_json::Value;

use crate::exit::{Exit, complain, in_full};
use crate::output::put;
use crate::pretty::counted;
use crate::progress::Progress;

/// What `sayso verify` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Files that are checked; the library itself where there are none.
    pub(crate) files: Vec<PathBuf>,
    /// The library.
    pub(crate) library: String,
    /// Without progress.
    pub(crate) quiet: bool,
}

/// Checks, and complains of every fault. The exit code tells whether there was one.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut verdict = Verdict::default();
    if config.files.is_empty() {
        let mut library = Library::open(&config.library)?;
        let progress = Progress::new(!config.quiet, Some(library.article_count()?));
        verdict = library.verify(|| progress.advance())?;
    } else {
        let mut library = None;
        for file in &config.files {
            if let Err(error) = check_file(file, config, &mut library, &mut verdict) {
                // Without its library no file can be checked.
                if error.chain().any(|cause| cause.is::<LibraryError>()) {
                    return Err(error);
                }
                verdict.faults.push(in_full(&error));
            }
        }
    }
    verdict.faults.iter().for_each(complain);
    let line = format!(
        "{} and {} checked: {}\n",
        counted(verdict.articles as usize, "article", "articles"),
        counted(verdict.places as usize, "place", "places"),
        match verdict.faults.len() {
            0 if verdict.places == 0 => "there was nothing to compare".to_owned(),
            0 => "everything stands where it should".to_owned(),
            faults => counted(faults, "fault", "faults"),
        }
    );
    put(line)?;
    Ok(Exit::with_unread(verdict.faults.len()))
}

fn check_file(
    file: &Path,
    config: &Config,
    library: &mut Option<Library>,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    let name = file.display().to_string();
    let advice = || format!("{name}: cannot be read; check the name");
    let mut source = BufReader::new(File::open(file).with_context(advice)?);
    let first = source.fill_buf().with_context(advice)?;
    if first.starts_with(b"{\n") || first.starts_with(b"[") {
        // One spread-out document, or several.
        let mut text = String::new();
        source.read_to_string(&mut text).with_context(advice)?;
        return check_document(&text, &name, config, library, verdict);
    }
    for (line, number) in source.lines().zip(1..) {
        let line = line.with_context(advice)?;
        let place = format!("{name}, line {number}");
        match serde_json::from_str(&line) {
            _ if line.trim().is_empty() => (),
            Ok(value) => check(&value, &place, config, library, verdict)?,
            Err(error) => {
                verdict.faults.push(format!("{place}: this is not JSON ({error})"));
                if number == 1 {
                    // Nor will the other lines be.
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn check_document(
    text: &str,
    name: &str,
    config: &Config,
    library: &mut Option<Library>,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    match serde_json::from_str(text) {
        Ok(Value::Array(documents)) => {
            for (document, number) in documents.iter().zip(1..) {
                check(document, &format!("{name}, document {number}"), config, library, verdict)?;
            }
            Ok(())
        }
        Ok(value) => check(&value, name, config, library, verdict),
        Err(error) => {
            verdict.faults.push(format!("{name}: this is not JSON ({error})"));
            Ok(())
        }
    }
}

fn check(
    value: &Value,
    place: &str,
    config: &Config,
    library: &mut Option<Library>,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    match value["schema"].as_str() {
        Some(schema) if schema.starts_with("sayso.reading/") => {
            check_reading(&value.to_string(), place, verdict);
            Ok(())
        }
        Some(_) => {
            let library = match library {
                Some(library) => library,
                None => library.insert(Library::open(&config.library)?),
            };
            check_quotes(value, place, library, verdict)
        }
        None => {
            verdict.faults.push(format!("{place}: it has no \"schema\", so sayso did not write it"));
            Ok(())
        }
    }
}

/// A reading carries its words along.
fn check_reading(json: &str, place: &str, verdict: &mut Verdict) {
    verdict.articles += 1;
    match sayso_wire::parse_reading(json).and_then(sayso_wire::WireReading::into_reading) {
        Ok(reading) => {
            let text = &reading.article.text;
            let statements =
                reading.statements.iter().flat_map(|s| s.source.iter().chain(&s.cue).chain(&s.content));
            let positions = reading.positions.iter().flat_map(|p| p.evidence.iter().chain(&p.condition));
            let mentions = reading.actors.iter().flat_map(|actor| &actor.mentions);
            let events = reading.events.iter().flat_map(|event| &event.evidence);
            for &span in statements.chain(positions).chain(mentions).chain(events) {
                verdict.places += 1;
                if text.trim(span) != span {
                    let words = text.slice(span);
                    verdict.faults.push(format!("{place}: a place begins or ends with a blank: “{words}”"));
                }
            }
        }
        Err(error) => verdict.faults.push(format!("{place}: {error}")),
    }
}

/// Everything that names an article, a place and the words there.
fn check_quotes(
    value: &Value,
    place: &str,
    library: &mut Library,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    let mut todo = vec![value];
    while let Some(value) = todo.pop() {
        match value {
            Value::Array(items) => todo.extend(items.iter().rev()),
            Value::Object(fields) => {
                if let (Some(quote), Some(article)) = (value["quote"].as_str(), value["article"].as_str()) {
                    check_quote(quote, article, spans(&value["span"]), place, library, verdict)?;
                }
                todo.extend(fields.values().filter(|value| value.is_object() || value.is_array()));
            }
            _ => (),
        }
    }
    Ok(())
}

/// One place, `[3, 9]`, or several.
fn spans(value: &Value) -> Option<Vec<(u32, u32)>> {
    let one = serde_json::from_value::<(u32, u32)>(value.clone()).map(|span| vec![span]);
    one.or_else(|_| serde_json::from_value::<Vec<(u32, u32)>>(value.clone())).ok()
}

fn check_quote(
    quote: &str,
    article: &str,
    spans: Option<Vec<(u32, u32)>>,
    place: &str,
    library: &mut Library,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    verdict.places += 1;
    let fault = match spans {
        None => Some("it has no place".to_owned()),
        Some(spans) => match library.stands_at(article, &spans, quote)? {
            Some(true) => None,
            Some(false) => Some("something else stands there".to_owned()),
            None => Some(format!("there is no such article in {}", library.place())),
        },
    };
    if let Some(fault) = fault {
        verdict.faults.push(format!("{place}: “{quote}” in article `{article}`: {fault}"));
    }
    Ok(())
}
