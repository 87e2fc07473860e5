//! `sayso correct`: what the machine got wrong is put right.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use jiff::Timestamp;
use sayso_answers::corrections::{is_of_places, list, meant, place, places};
use sayso_gazetteer::Known;
use sayso_issues::terms;
use sayso_library::{Change, Field, Library};

use crate::csv::{self, Row, shown};
use crate::exit::{Exit, complain, in_full};
use crate::ingest::now;
use crate::output::put;
use crate::pretty::counted;

/// What `sayso correct` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where.
    pub(crate) library: String,
    /// Who corrects.
    pub(crate) by: String,
    /// What.
    pub(crate) task: Task,
}

/// What is done with corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Those of these files are made.
    Make(Vec<PathBuf>),
    /// Those that were made are listed.
    List,
    /// One is taken back.
    Undo(i64),
}

/// The columns of a file of corrections.
const COLUMNS: [&str; 7] = ["article", "at", "field", "value", "actor", "by", "reason"];

/// What a list of corrections has besides. A file may have it too, so that a list can be given to another library; nothing
/// of it is taken but that those who were undone are left out.
const TOLD: [&str; 4] = ["id", "made_at", "before", UNDONE];

const UNDONE: &str = "undone_by";

/// What each column of a file is: one of [`COLUMNS`] or of [`TOLD`].
type Columns = Vec<&'static str>;

/// Makes, lists or undoes corrections.
///
/// # Errors
/// When there is no such library or file. Lines that make no sense are complained about and make the exit code; the others
/// are done.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    match &config.task {
        Task::List => {
            let mut library = Library::open(&config.library)?;
            put(list(&library.corrections()?, day_of))?;
            Ok(Exit::Done)
        }
        Task::Undo(id) => {
            let known = Known::built_in();
            let mut library = Library::open_to_write(&config.library)?;
            let undone = library.undo(*id, &config.by, now(), &|phrase: &str| terms(phrase, &known))?;
            put(format!("correction {id} ({}) is undone\n", undone.change.field))?;
            Ok(Exit::Done)
        }
        Task::Make(files) => make(config, files),
    }
}

fn make(config: &Config, files: &[PathBuf]) -> anyhow::Result<Exit> {
    let known = Known::built_in();
    let mut library = Library::open_to_write(&config.library)?;
    let (mut made, mut refused) = (0, 0);
    for file in files {
        let (columns, rows) = match table(file) {
            Ok(table) => table,
            Err(error) => {
                complain(in_full(&error));
                refused += 1;
                continue;
            }
        };
        for row in rows.iter().filter(|row| cell(row, &columns, UNDONE).is_none()) {
            match one(&mut library, row, &columns, config, &known) {
                Ok(notice) => {
                    made += 1;
                    if let Some(notice) = notice {
                        complain(format_args!("{}, line {}: {notice}", shown(file), row.line));
                    }
                }
                Err(error) => {
                    complain(format_args!("{}, line {}: {}", shown(file), row.line, in_full(&error)));
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

/// What the columns of a file are, and its rows.
fn table(file: &Path) -> anyhow::Result<(Columns, Vec<Row>)> {
    let mut rows = csv::open(file)?.into_iter();
    let columns = columns(&shown(file), rows.next())?;
    Ok((columns, rows.collect()))
}

fn columns(name: &str, header: Option<Row>) -> anyhow::Result<Columns> {
    let known = COLUMNS.join(", ");
    let Some(header) = header else { return Err(anyhow!("{name}: it is empty; its columns are {known}")) };
    let column = |cell: &String| {
        let found = COLUMNS.into_iter().chain(TOLD).find(|column| column.eq_ignore_ascii_case(cell));
        found.ok_or_else(|| {
            anyhow!("{name}, line {}: no column is called `{cell}`; they are {known}", header.line)
        })
    };
    let columns = header.cells.iter().map(column).collect::<anyhow::Result<Columns>>()?;
    match columns.contains(&"field") {
        true => Ok(columns),
        false => {
            Err(anyhow!("{name}, line {}: the column `field` is missing; they are {known}", header.line))
        }
    }
}

fn cell<'a>(row: &'a Row, columns: &Columns, column: &str) -> Option<&'a str> {
    let at = columns.iter().position(|&known| known == column)?;
    row.cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// Makes the correction of one row; gives what is to be said of it.
fn one(
    library: &mut Library,
    row: &Row,
    columns: &Columns,
    config: &Config,
    known: &Known,
) -> anyhow::Result<Option<String>> {
    let mut notice = None;
    let cell = |column: &str| cell(row, columns, column);
    let field = cell("field").ok_or_else(|| anyhow!("the field is empty"))?;
    let field = Field::named(field).ok_or_else(|| {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        anyhow!("`{field}` is nothing that is corrected; it is one of {}", names.join(", "))
    })?;
    let mut change = Change {
        field,
        article: cell("article").map(str::to_owned),
        place: None,
        subject: cell("actor").map(str::to_owned),
        after: cell("value").map(str::to_owned),
        reason: cell("reason").map(str::to_owned),
    };
    if field.has_place() {
        let article =
            cell("article").ok_or_else(|| anyhow!("a correction of {field} needs the article's name"))?;
        let at = cell("at")
            .ok_or_else(|| anyhow!("a correction of {field} needs a place: s3, p2, 120-180 or the words"))?;
        let reading = library.reading(article)?;
        change.place = Some(place(&reading, at)?);
        if is_of_places(field) {
            change.after = cell("value").map(|value| places(&reading, value)).transpose()?;
        }
        if let (Field::Speaker | Field::SpeaksFor | Field::Holder, Some(name)) = (field, cell("value")) {
            let (key, said) = meant(library, &reading, name, known)?;
            (change.after, notice) = (Some(key), said);
        }
    }
    let by = cell("by").unwrap_or(&config.by);
    library.correct(&change, by, now(), &|phrase: &str| terms(phrase, known))?;
    Ok(notice)
}

/// The day of a time in seconds since 1970, in UTC.
fn day_of(second: i64) -> String {
    let moment = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_its_day() {
        assert_eq!(day_of(0), "1970-01-01");
        assert_eq!(day_of(951_782_400), "2000-02-29");
        assert_eq!(day_of(1_790_000_000), "2026-09-21");
    }
}
