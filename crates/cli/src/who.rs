//! `sayso who`: who is in these articles?
//!
//! All readings go into one [`Roster`], whose records are put out at the end: as a [`table`] for a person, or as
//! [`data`] for other programs.

mod data;
mod table;

use sayso_domain::ActorKind;
use sayso_roster::{Record, Roster};

use crate::articles;
use crate::exit::Exit;
use crate::flow::Look;
use crate::output::put;

/// What `sayso who` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What is to be read.
    pub(crate) articles: articles::Config,
    /// The shape of the output.
    pub(crate) format: Format,
    /// The kinds of actors that are listed.
    pub(crate) kinds: Vec<ActorKind>,
    /// With those who never speak, and those without a name.
    pub(crate) all: bool,
}

/// The shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Table(Look),
    /// One indented document.
    Json,
    /// One line an actor.
    Jsonl,
    /// One row an actor, with a header.
    Csv,
}

/// Who is listed, and what the closing line counts.
#[derive(Clone, Debug, Default)]
struct List {
    records: Vec<Record>,
    articles: usize,
    /// Left out because they have no name.
    unnamed: usize,
    /// Left out because they never speak.
    silent: usize,
    /// Notes on what could not be read.
    notes: usize,
    /// Inputs and lines that could not be read.
    unread: usize,
}

/// Reads all inputs and writes who is in them to standard output.
///
/// # Errors
/// Those of [`articles::each`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut roster = if config.all { Roster::with_unnamed() } else { Roster::new() };
    let mut notes = 0;
    let unread = articles::each(
        &config.articles,
        |reading| reading,
        |reading, _| {
            notes += reading.notes.len();
            roster.add(&reading);
            Ok(())
        },
    )?;
    let list = List { notes, unread, ..list(&roster, config) };
    let text = match config.format {
        Format::Table(look) => table::page(&list, look, !config.articles.quiet),
        Format::Json => data::json(&list),
        Format::Jsonl => data::jsonl(&list),
        Format::Csv => data::csv(&list),
    };
    put(text)?;
    Ok(Exit::with_unread(unread))
}

/// Those of the roster whom the command line asks for, in its order.
fn list(roster: &Roster, config: &Config) -> List {
    let mut records = roster.records();
    records.retain(|record| config.kinds.contains(&record.kind));
    let mut list = List { articles: roster.articles(), ..List::default() };
    if !config.all {
        list.unnamed = config.kinds.iter().map(|&kind| roster.unnamed(kind)).sum();
        let before = records.len();
        records.retain(is_heard);
        list.silent = before - records.len();
    }
    list.records = records;
    list
}

/// Whether it speaks, or somebody speaks for it.
fn is_heard(record: &Record) -> bool {
    record.statements > 0 || record.statements_for > 0
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Actor, ActorId, Article, Date, Kind, Modality, Reading, Statement, StatementId};
    use sayso_text::Text;

    use super::*;

    /// Kerry speaks twice, once for the United States; Britain is only named, two officials speak once.
    pub(super) fn roster(mut roster: Roster) -> Roster {
        let actor = |id, key: &str, name: &str, kind, state: &str, role: &str| Actor {
            id: ActorId(id),
            key: Some(key.to_owned()).filter(|key| !key.is_empty()),
            name: name.to_owned(),
            kind,
            state: state.parse().ok(),
            role: Some(role.to_owned()).filter(|role| !role.is_empty()),
            mentions: vec![],
        };
        let said = |speaker, speaks_for: Option<u32>| Statement {
            id: StatementId(0),
            kind: Kind::Direct,
            source: vec![],
            cue: vec![],
            content: vec![],
            within: None,
            speaker: Some(ActorId(speaker)),
            speaks_for: speaks_for.map(ActorId),
            said_on: speaks_for.map(|_| Date::constant(2015, 9, 19)),
            modality: Modality::default(),
            confidence: 0.9,
        };
        let article = Article {
            id: "wire-1".to_owned(),
            outlet: None,
            title: None,
            published: Some(Date::constant(2015, 9, 20)),
            url: None,
            language: None,
            text: Text::new("No."),
            boilerplate: vec![],
        };
        let actors = vec![
            actor(0, "person:john-kerry", "John Kerry", ActorKind::Person, "USA", "Secretary of State"),
            actor(1, "USA", "United States", ActorKind::State, "USA", ""),
            actor(2, "GBR", "United Kingdom", ActorKind::State, "GBR", ""),
            actor(3, "", "two \"senior\" officials, unnamed", ActorKind::Group, "", ""),
        ];
        let statements = vec![said(0, Some(1)), said(0, None), said(3, None)];
        roster.add(&Reading {
            article,
            statements,
            positions: vec![],
            events: vec![],
            actors,
            notes: vec![],
        });
        roster
    }

    fn listed(kinds: &[ActorKind], all: bool) -> (Vec<String>, [usize; 2]) {
        let articles = articles::Config {
            inputs: vec![],
            options: sayso_sources::Options::default(),
            library: None,
            only: vec![],
            model: None,
            actors: None,
            jobs: 1,
            min_confidence: 0.0,
            quiet: false,
            total: None,
        };
        let config = Config { articles, format: Format::Json, kinds: kinds.to_vec(), all };
        let list = list(&roster(if all { Roster::with_unnamed() } else { Roster::new() }), &config);
        (list.records.into_iter().map(|record| record.name).collect(), [list.unnamed, list.silent])
    }

    #[test]
    fn those_are_listed_who_have_a_name_and_are_heard() {
        use ActorKind::*;
        let kinds = [Person, State, Organisation, Outlet, Group, Unknown];
        let (names, left_out) = listed(&kinds, false);
        assert_eq!((names, left_out), (vec!["John Kerry".to_owned(), "United States".to_owned()], [1, 1]));
        let (names, left_out) = listed(&kinds, true);
        assert_eq!((names.len(), left_out), (4, [0, 0]));
    }

    #[test]
    fn kinds_are_filtered_also_among_those_left_out() {
        let (names, left_out) = listed(&[ActorKind::State], false);
        assert_eq!((names, left_out), (vec!["United States".to_owned()], [0, 1]));
        let (names, _) = listed(&[ActorKind::Group], true);
        assert_eq!(names, ["two \"senior\" officials, unnamed"]);
    }
}
