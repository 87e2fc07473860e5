//! `sayso actors`: who is in a library, and who is who.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use sayso_answers::stored;
use sayso_gazetteer::Known;
use sayso_issues::terms;
use sayso_library::{Change, Field, Library, StoredActor};

use super::{Cell, Format, List};
use crate::csv;
use crate::exit::{Exit, complain, in_full};
use crate::ingest::now;
use crate::output::put;
use crate::pretty::counted;

/// What `sayso actors` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where.
    pub(crate) library: String,
    /// Who says so.
    pub(crate) by: String,
    /// What.
    pub(crate) task: Task,
}

/// What is done with actors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the arguments tell")]
pub(crate) enum Task {
    List { named: Option<String>, limit: usize, format: Format },
    Rename { actor: String, to: String },
    Merge { from: String, into: String },
    Split { actor: String, article: String, into: String },
    Import { file: PathBuf },
    Export,
}

/// Lists actors, or says who is who.
///
/// # Errors
/// When there is no such library or actor, or the file makes no sense.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    match &config.task {
        Task::List { named, limit, format } => {
            let mut library = Library::open(&config.library)?;
            put(list(&library.actors(named.as_deref(), *limit)?, *limit).in_format(*format))?;
            Ok(Exit::Done)
        }
        Task::Export => {
            put(&export(&mut Library::open(&config.library)?)?)?;
            Ok(Exit::Done)
        }
        Task::Import { file } => import(config, file),
        Task::Rename { actor, to } => change(config, Field::Rename, actor, None, to),
        Task::Merge { from, into } => change(config, Field::Merge, from, None, into),
        Task::Split { actor, article, into } => change(config, Field::Split, actor, Some(article), into),
    }
}

fn change(
    config: &Config,
    field: Field,
    actor: &str,
    article: Option<&String>,
    after: &str,
) -> anyhow::Result<Exit> {
    let mut library = Library::open_to_write(&config.library)?;
    let id = correct(&mut library, config, field, actor, article.cloned(), after)?;
    put(format!("done, as correction {id} (sayso correct --undo {id} takes it back)\n"))?;
    Ok(Exit::Done)
}

fn correct(
    library: &mut Library,
    config: &Config,
    field: Field,
    actor: &str,
    article: Option<String>,
    after: &str,
) -> anyhow::Result<i64> {
    let known = Known::built_in();
    let subject = key(library, actor, &known)?;
    if let Some((article, _)) = subject.split_once('#') {
        // Its key counts the actors of one reading; the next one may count otherwise.
        return Err(anyhow!(
            "`{actor}` is known in article {article} alone ({subject}); correct who speaks there: sayso correct, field speaker"
        ));
    }
    let after = if field == Field::Merge { key(library, after, &known)? } else { after.to_owned() };
    let change =
        Change { field, article, place: None, subject: Some(subject), after: Some(after), reason: None };
    Ok(library.correct(&change, &config.by, now(), &|phrase: &str| terms(phrase, &known))?.id)
}

/// The key that is meant; refused where a name means nobody in the library.
fn key(library: &mut Library, typed: &str, known: &Known) -> anyhow::Result<String> {
    let (who, complaint) = stored::actor(library, typed, known)?;
    match complaint {
        None => Ok(who.key),
        Some(_) if typed.contains(':') => Ok(typed.to_owned()),
        Some(complaint) => Err(anyhow!("{complaint} (sayso actors lists all of {})", library.place())),
    }
}

fn list(actors: &[StoredActor], limit: usize) -> List {
    let row = |actor: &StoredActor| {
        vec![
            Cell::Text(actor.name.clone()),
            Cell::Text(actor.key.clone()),
            Cell::Text(actor.kind.clone()),
            actor.state.clone().into(),
            actor.role.clone().into(),
            Cell::Number(actor.statements),
            Cell::Number(actor.statements_for),
            Cell::Number(actor.positions),
            Cell::Number(actor.articles),
        ]
    };
    let mut closing = counted(actors.len(), "actor", "actors");
    if actors.len() == limit {
        closing += " shown; --limit shows more";
    }
    List {
        schema: "sayso.actors/1",
        name: "actors",
        columns: &[
            "name",
            "key",
            "kind",
            "state",
            "role",
            "statements",
            "statements_for",
            "positions",
            "articles",
        ],
        // Offices are long, and sayso who has all of them.
        heads: &["name", "key", "kind", "state", "", "said", "for it", "positions", "articles"],
        rows: actors.iter().map(row).collect(),
        closing,
    }
}

/// As `--actors` of `sayso read` takes it.
fn export(library: &mut Library) -> anyhow::Result<String> {
    let mut out = csv::row(&["name", "kind", "state", "role", "key"]);
    for actor in library.actors(None, i32::MAX as usize)? {
        let StoredActor { key, name, kind, state, role, .. } = actor;
        let kind = if kind == "unknown" { String::new() } else { kind };
        out += &csv::row(&[name, kind, state.unwrap_or_default(), role.unwrap_or_default(), key]);
    }
    Ok(out)
}

fn import(config: &Config, file: &Path) -> anyhow::Result<Exit> {
    let name = csv::shown(file);
    let mut rows = csv::open(file)?.into_iter();
    let header =
        rows.next().ok_or_else(|| anyhow!("{name}: it is empty; its columns are key, name, merge_into"))?;
    let column = |wanted: &str| header.cells.iter().position(|cell| cell.eq_ignore_ascii_case(wanted));
    let (key, called, into) = (column("key"), column("name"), column("merge_into"));
    let Some(key) = key.filter(|_| called.is_some() || into.is_some()) else {
        return Err(anyhow!("{name}, line {}: the columns are key and name or merge_into", header.line));
    };
    let mut library = Library::open_to_write(&config.library)?;
    let (mut made, mut refused) = (0, 0);
    for row in rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).filter(|cell| !cell.is_empty());
        let wanted = [(Field::Rename, cell(called)), (Field::Merge, cell(into))];
        for (field, after) in wanted.into_iter().filter_map(|(field, after)| Some((field, after?))) {
            let actor = cell(Some(key)).ok_or_else(|| anyhow!("the key is missing"));
            match actor.and_then(|actor| correct(&mut library, config, field, actor, None, after)) {
                Ok(_) => made += 1,
                Err(error) => {
                    complain(format_args!("{name}, line {}: {}", row.line, in_full(&error)));
                    refused += 1;
                }
            }
        }
    }
    let mut line = format!("{} made by {}", counted(made, "correction", "corrections"), config.by);
    if refused > 0 {
        line += &format!(", {refused} refused");
    }
    put(line + "\n")?;
    Ok(Exit::with_unread(refused))
}
