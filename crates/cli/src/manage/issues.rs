//! `sayso issues`: what positions in a library are about.

use std::path::PathBuf;

use anyhow::anyhow;
use sayso_answers::stored;
use sayso_gazetteer::Known;
use sayso_library::{Definition, Library, Origin, StoredIssue, Tally};

use super::{Cell, Format, List};
use crate::csv;
use crate::exit::Exit;
use crate::output::put;
use crate::pretty::counted;
use crate::stands::{self, with_tools};

/// What `sayso issues` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where.
    pub(crate) library: String,
    /// What.
    pub(crate) task: Task,
}

/// What is done with issues.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the arguments tell")]
pub(crate) enum Task {
    List { limit: usize, format: Format },
    Define(Definition),
    Rename { from: String, to: String },
    Merge { from: String, into: String },
    Split { from: String, into: String, examples: Vec<String> },
    Remove { label: String },
    Import { file: PathBuf },
    Export,
}

/// Lists or defines issues.
///
/// # Errors
/// When there is no such library or issue, or the file makes no sense.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let told = match &config.task {
        Task::List { limit, format } => list(&config.library, *limit, *format)?,
        Task::Export => export(&mut Library::open(&config.library)?)?,
        task => change(task, &mut Library::open_to_write(&config.library)?)?,
    };
    put(&told)?;
    Ok(Exit::Done)
}

fn change(task: &Task, library: &mut Library) -> anyhow::Result<String> {
    Ok(match task {
        Task::Define(definition) => {
            if let Some(parent) = &definition.parent {
                check_parent(library, &definition.label, parent)?;
            }
            library.define(definition, Origin::Defined)?;
            let place = library.address().to_owned();
            let count = with_tools(&place, &Known::built_in(), |tools| {
                stored::members(library, &definition.label, tools)
            })?;
            format!(
                "`{}` is defined; {} about it\n",
                definition.label,
                counted(count, "position is", "positions are")
            )
        }
        Task::Rename { from, to } => {
            library.rename_issue(from, to)?;
            format!("`{from}` is called `{to}` now\n")
        }
        Task::Merge { from, into } => {
            library.merge_issues(from, into)?;
            format!("`{from}` is part of `{into}` now\n")
        }
        Task::Split { from, into, examples } => {
            library.split_issue(from, examples, into)?;
            format!("`{into}` is an issue of its own now, no longer part of `{from}`\n")
        }
        Task::Remove { label } => {
            library.remove_issue(label)?;
            format!("`{label}` is gone; its positions stay\n")
        }
        Task::Import { file } => {
            let entries = stands::codebook(file, None)?;
            for entry in &entries {
                let parent =
                    entry.parent.and_then(|parent| entries.get(parent)).map(|parent| parent.label.clone());
                let definition = Definition {
                    label: entry.label.clone(),
                    definition: entry.definition.clone(),
                    examples: entry.examples.clone(),
                    parent,
                };
                library.define(&definition, Origin::Defined)?;
            }
            format!("{} defined\n", counted(entries.len(), "issue", "issues"))
        }
        Task::List { .. } | Task::Export => String::new(),
    })
}

/// An issue is part of a defined one that is no part of it, so that an exported codebook can be read again.
fn check_parent(library: &mut Library, label: &str, parent: &str) -> anyhow::Result<()> {
    let defined = library.issues(&[Origin::Defined])?;
    let found = |label: &str| defined.iter().find(|issue| issue.definition.label == label);
    let mut wider = Some(parent);
    for _ in 0..=defined.len() {
        let Some(at) = wider else { return Ok(()) };
        if at == label {
            return Err(anyhow!("`{parent}` cannot be wider than `{label}`: it is part of it"));
        }
        let issue = found(at).ok_or_else(|| {
            anyhow!("`{at}` is no defined issue; sayso issues define \"{at}\" makes it one")
        })?;
        wider = issue.definition.parent.as_deref();
    }
    Ok(())
}

fn list(place: &str, limit: usize, format: Format) -> anyhow::Result<String> {
    let mut library = Library::open(place)?;
    let known = Known::built_in();
    stored::find_anew(&mut library, &known)?;
    let mut issues = Vec::new();
    for issue in library.issues(&[Origin::Defined])? {
        // Worked out anew where the library has changed since.
        let id =
            with_tools(place, &known, |tools| stored::issue(&mut library, &issue.definition.label, tools))?;
        issues.push((issue, library.tally(id)?));
    }
    let defined = issues.len();
    issues.extend(library.contested(limit)?);
    let row = |(issue, tally): &(StoredIssue, Tally)| {
        let Definition { label, definition, examples, parent } = &issue.definition;
        let origin = if issue.origin == Origin::Defined { "defined" } else { "found" };
        vec![
            Cell::Text(label.clone()),
            Cell::Text(origin.to_owned()),
            Cell::Number(tally.positions),
            Cell::Number(tally.favor),
            Cell::Number(tally.against),
            parent.clone().into(),
            Some(examples.join("; ")).filter(|examples| !examples.is_empty()).into(),
            definition.clone().into(),
        ]
    };
    let closing = format!(
        "{} and {} of those that were found; positions, and actors for and against",
        counted(defined, "defined issue", "defined issues"),
        issues.len() - defined
    );
    let list = List {
        schema: "sayso.issues/1",
        name: "issues",
        columns: &["label", "origin", "positions", "favor", "against", "parent", "examples", "definition"],
        heads: &["label", "origin", "positions", "favor", "against", "parent", "examples", "definition"],
        rows: issues.iter().map(row).collect(),
        closing,
    };
    Ok(list.in_format(format))
}

/// As a codebook.
fn export(library: &mut Library) -> anyhow::Result<String> {
    let mut out = csv::row(&["label", "definition", "examples", "parent"]);
    for issue in library.issues(&[Origin::Defined])? {
        let Definition { label, definition, examples, parent } = issue.definition;
        out += &csv::row(&[
            label,
            definition.unwrap_or_default(),
            examples.join("; "),
            parent.unwrap_or_default(),
        ]);
    }
    Ok(out)
}
