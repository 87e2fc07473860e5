//! `sayso correct`: what the machine got wrong is put right.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use jiff::Timestamp;
use sayso_answers::stored;
use sayso_domain::{Reading, Span};
use sayso_gazetteer::{Known, fold};
use sayso_issues::terms;
use sayso_library::{Change, Correction, Field, Library};
use sayso_text::CodePoints;

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
            put(list(&library.corrections()?))?;
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

/// Whom a name means: one of the article, by the name itself; one of the library, by the key; somebody new, with what is to be
/// said of that.
fn meant(
    library: &mut Library,
    reading: &Reading,
    name: &str,
    known: &Known,
) -> anyhow::Result<(String, Option<String>)> {
    let is_here = reading.actors.iter().any(|actor| fold(&actor.name) == fold(name));
    if is_here || name.contains(':') {
        return Ok((name.to_owned(), None));
    }
    let (who, complaint) = stored::actor(library, name, known)?;
    let key = if complaint.is_none() && !who.key.contains('#') { who.key } else { name.to_owned() };
    Ok((key, complaint.map(|complaint| format!("{complaint}. `{name}` is taken as somebody new"))))
}

/// Whether what it is corrected to are places.
fn is_of_places(field: Field) -> bool {
    matches!(field, Field::Statement | Field::Source | Field::Cue | Field::Position)
}

/// What `s3`, `p2`, `120-180` or words of the article mean, in code points.
fn place(reading: &Reading, at: &str) -> anyhow::Result<(u32, u32)> {
    let code_points = CodePoints::new(&reading.article.text);
    let hull = |spans: &[Span]| spans.iter().copied().reduce(Span::join);
    let number =
        |prefix: char| at.strip_prefix(prefix).and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
    let of_statement = number('s').map(|id| {
        let found = reading.statements.iter().find(|statement| statement.id.0 == id);
        found.and_then(|statement| hull(&statement.content))
    });
    let of_position = number('p').map(|id| {
        let found = reading.positions.iter().find(|position| position.id.0 == id);
        found.and_then(|position| hull(&position.evidence))
    });
    let id = &reading.article.id;
    if let Some(found) = of_statement.or(of_position) {
        let span = found.ok_or_else(|| anyhow!("article `{id}` has no {at}"))?;
        let range = code_points.range(span);
        return Ok((range.start, range.end));
    }
    if let Some(range) = range(at) {
        return Ok(range);
    }
    let start = reading.article.text.as_str().find(at);
    let start = start.ok_or_else(|| anyhow!("the words `{at}` do not stand in article `{id}`"))? as u32;
    let range = code_points.range(Span::new(start, start + at.len() as u32));
    Ok((range.start, range.end))
}

fn range(text: &str) -> Option<(u32, u32)> {
    let (start, end) = text.trim().split_once('-')?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()?))
}

/// `120-180; 190-200`, or words of the article, as a library takes places.
fn places(reading: &Reading, value: &str) -> anyhow::Result<String> {
    let parts: Vec<(u32, u32)> = value
        .split(';')
        .map(|part| range(part).map_or_else(|| place(reading, part.trim()), Ok))
        .collect::<anyhow::Result<_>>()?;
    Ok(serde_json::to_string(&parts)?)
}

/// Places of a library as a person writes them: `120-180; 190-200`.
fn written(places: &str) -> String {
    let parts: Vec<(u32, u32)> = serde_json::from_str(places).unwrap_or_default();
    parts.iter().map(|(start, end)| format!("{start}-{end}")).collect::<Vec<_>>().join("; ")
}

/// All corrections as CSV: what [`COLUMNS`] names, so that it can be given to another library, and [`TOLD`].
fn list(corrections: &[Correction]) -> String {
    let header =
        ["id", "made_at", "article", "at", "field", "value", "actor", "by", "reason", "before", UNDONE];
    let mut out = csv::row(&header);
    for correction in corrections {
        let Correction { id, change, made_at, made_by, before, undone } = correction;
        let cell = |value: &Option<String>| value.clone().unwrap_or_default();
        let value = |value: &Option<String>| match is_of_places(change.field) {
            true => value.as_deref().map(written).unwrap_or_default(),
            false => cell(value),
        };
        out += &csv::row(&[
            id.to_string(),
            day_of(*made_at),
            cell(&change.article),
            change.place.map(|(start, end)| format!("{start}-{end}")).unwrap_or_default(),
            change.field.as_str().to_owned(),
            value(&change.after),
            cell(&change.subject),
            made_by.clone(),
            cell(&change.reason),
            value(before),
            undone.as_ref().map(|(_, by)| by.clone()).unwrap_or_default(),
        ]);
    }
    out
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

    #[test]
    fn places_are_written_as_they_are_read() {
        assert_eq!(written("[[3,9],[12,20]]"), "3-9; 12-20");
        assert_eq!(written("[]"), "");
    }

    #[test]
    fn places_are_numbers_with_a_line_between() {
        assert_eq!(range("120 - 180"), Some((120, 180)));
        assert_eq!(range("well-known"), None);
    }
}
