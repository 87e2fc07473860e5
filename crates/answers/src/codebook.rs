//! Which issues does a user's file define? `docs/compare.md` tells what stands in it.

use std::collections::HashMap;

use sayso_compare::{Issue, IssueId, nearest};
use sayso_issues::Asked;
use serde::Deserialize;

use crate::csv;
use crate::error::{AnswerError, Result};

const COLUMNS: [&str; 4] = ["label", "definition", "examples", "parent"];

/// An issue of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// What it covers.
    pub definition: Option<String>,
    /// Other phrases for it.
    pub examples: Vec<String>,
    /// The place of the issue that it is part of.
    pub parent: Option<usize>,
}

impl Entry {
    /// As something that is asked.
    pub fn asked(&self) -> Asked<'_> {
        Asked { phrase: &self.label, examples: &self.examples }
    }

    /// Without its examples.
    pub fn issue(&self) -> Issue {
        Issue {
            label: self.label.clone(),
            definition: self.definition.clone(),
            parent: self.parent.map(IssueId),
        }
    }
}

/// All issues of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codebook {
    name: String,
    entries: Vec<Entry>,
}

impl Codebook {
    /// Reads CSV with a header, or a JSON object a line, of a file that is called `name`.
    ///
    /// # Errors
    /// What is wrong, with the name of the file and the line: [`AnswerError::Codebook`].
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Codebook> {
        let entries = parse(name, bytes).map_err(AnswerError::Codebook)?;
        Ok(Codebook { name: name.to_owned(), entries })
    }

    /// All of them.
    pub fn entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The one that is called `label`, without the others: what they call its parts are other phrases for it.
    ///
    /// # Errors
    /// When none is called so; the message names the nearest.
    pub fn only(&self, label: &str) -> Result<Entry> {
        let known: Vec<String> = self.entries.iter().map(|entry| entry.label.clone()).collect();
        if let Some(place) = self.entries.iter().position(|entry| same(&entry.label) == same(label)) {
            return Ok(alone(&self.entries, place));
        }
        let nearest = nearest(label, &known).join("`, `");
        let hint = if nearest.is_empty() { String::new() } else { format!("; the nearest: `{nearest}`") };
        Err(AnswerError::Codebook(format!("{}: no issue is called `{label}`{hint}", self.name)))
    }
}

/// The issue at a place without the others: what they call its parts are other phrases for it.
fn alone(entries: &[Entry], place: usize) -> Entry {
    let mut entry = Entry { parent: None, ..entries[place].clone() };
    let mut parts = vec![place];
    while let Some(whole) = parts.pop() {
        for (part, other) in entries.iter().enumerate().filter(|(_, other)| other.parent == Some(whole)) {
            entry.examples.push(other.label.clone());
            entry.examples.extend(other.examples.iter().cloned());
            parts.push(part);
        }
    }
    entry
}

/// A line before the parents are looked up.
struct Line {
    number: usize,
    label: String,
    definition: Option<String>,
    examples: Vec<String>,
    parent: Option<String>,
}

/// Reads CSV with a header, or a JSON object a line.
///
/// # Errors
/// What is wrong, with the name of the file and the line.
fn parse(name: &str, bytes: &[u8]) -> std::result::Result<Vec<Entry>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        format!("{name}, byte {}: this is not UTF-8; save it as UTF-8", error.valid_up_to())
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let lines = if text.trim_start().starts_with('{') { json_lines(text) } else { csv_lines(text) };
    let at = |(line, wrong): (usize, String)| format!("{name}, line {line}: {wrong}");
    let lines = lines.map_err(at)?;
    if lines.is_empty() {
        return Err(format!("{name}: there is no issue in it; give each a line with a label"));
    }
    let entries = linked(&lines).map_err(|(lines, wrong)| format!("{name}, {}: {wrong}", listed(&lines)))?;
    Ok(entries)
}

fn csv_lines(text: &str) -> std::result::Result<Vec<Line>, (usize, String)> {
    let mut rows = csv::rows(text).map_err(|(line, wrong)| (line, wrong.to_owned()))?.into_iter();
    let Some(header) = rows.next() else { return Ok(Vec::new()) };
    let columns = columns(&header.cells).map_err(|wrong| (header.line, wrong))?;
    rows.map(|row| {
        if row.cells.len() > columns.len() {
            let wrong =
                "the row has more cells than the header; put a cell that holds a comma in quotation marks";
            return Err((row.line, wrong.to_owned()));
        }
        let cell = |column: usize| {
            let place = columns.iter().position(|&known| known == column);
            place.and_then(|place| row.cells.get(place)).map_or("", String::as_str)
        };
        let examples = cell(2).split(';').map(str::to_owned).collect();
        line(row.line, cell(0), cell(1), examples, cell(3))
    })
    .collect()
}

fn columns(header: &[String]) -> std::result::Result<Vec<usize>, String> {
    let mut columns = Vec::new();
    for name in header {
        let place = COLUMNS.iter().position(|known| known.eq_ignore_ascii_case(name));
        let Some(place) = place else {
            return Err(format!("no column is called `{name}`; the columns are {}", COLUMNS.join(", ")));
        };
        if columns.contains(&place) {
            return Err(format!("the column `{name}` stands there twice; leave one out"));
        }
        columns.push(place);
    }
    if columns.contains(&0) {
        Ok(columns)
    } else {
        Err("the header has no column `label`; add it".to_owned())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonLine {
    label: String,
    definition: Option<String>,
    examples: Option<JsonExamples>,
    parent: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum JsonExamples {
    List(Vec<String>),
    Text(String),
}

fn json_lines(text: &str) -> std::result::Result<Vec<Line>, (usize, String)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, json)| {
            let number = place + 1;
            let read: JsonLine = serde_json::from_str(json).map_err(|error| {
                // Of the place within the line only the column says something.
                let wrong = error.to_string();
                let wrong = wrong.split(" at line ").next().unwrap_or_default();
                (number, format!("column {}: {wrong}", error.column()))
            })?;
            let examples = match read.examples {
                Some(JsonExamples::List(list)) => list,
                Some(JsonExamples::Text(text)) => text.split(';').map(str::to_owned).collect(),
                None => Vec::new(),
            };
            let text = |text: Option<String>| text.unwrap_or_default();
            line(number, &read.label, &text(read.definition), examples, &text(read.parent))
        })
        .collect()
}

fn line(
    number: usize,
    label: &str,
    definition: &str,
    examples: Vec<String>,
    parent: &str,
) -> std::result::Result<Line, (usize, String)> {
    let filled = |text: &str| Some(tidy(text)).filter(|text| !text.is_empty());
    let label =
        filled(label).ok_or_else(|| (number, "the label is missing; give the issue one".to_owned()))?;
    Ok(Line {
        number,
        label,
        definition: filled(definition),
        examples: examples.iter().filter_map(|example| filled(example)).collect(),
        parent: filled(parent),
    })
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Labels are compared so.
fn same(label: &str) -> String {
    tidy(label).to_lowercase()
}

/// The numbers of lines, and what is wrong with them.
type Wrong = (Vec<usize>, String);

fn linked(lines: &[Line]) -> std::result::Result<Vec<Entry>, Wrong> {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, line) in lines.iter().enumerate() {
        if let Some(first) = places.insert(same(&line.label), place) {
            let wrong = format!("both have the label `{}`; rename one, or make them one line", line.label);
            return Err((vec![lines[first].number, line.number], wrong));
        }
    }
    let mut parents = Vec::new();
    for line in lines {
        let parent = line.parent.as_ref().map(|parent| {
            let known = places.get(&same(parent)).copied();
            known.ok_or_else(|| {
                (vec![line.number], format!("the parent `{parent}` is no label; add a line for it"))
            })
        });
        parents.push(parent.transpose()?);
    }
    no_cycle(lines, &parents)?;
    let entry = |(line, parent): (&Line, Option<usize>)| Entry {
        label: line.label.clone(),
        definition: line.definition.clone(),
        examples: line.examples.clone(),
        parent,
    };
    Ok(lines.iter().zip(parents).map(entry).collect())
}

fn no_cycle(lines: &[Line], parents: &[Option<usize>]) -> std::result::Result<(), Wrong> {
    // Whether a place leads to no cycle, as far as that is known.
    let mut is_fine = vec![false; lines.len()];
    for start in 0..lines.len() {
        let mut path = Vec::new();
        let mut is_on_path = std::collections::HashSet::new();
        let mut at = Some(start);
        while let Some(place) = at.filter(|&place| !is_fine[place]) {
            if !is_on_path.insert(place) {
                let cycle: Vec<usize> = path.into_iter().skip_while(|&other| other != place).collect();
                return Err(cycle_of(lines, &cycle));
            }
            path.push(place);
            at = parents[place];
        }
        path.into_iter().for_each(|place| is_fine[place] = true);
    }
    Ok(())
}

fn cycle_of(lines: &[Line], cycle: &[usize]) -> Wrong {
    let mut numbers: Vec<usize> = cycle.iter().map(|&place| lines[place].number).collect();
    numbers.sort_unstable();
    let mut labels: Vec<&str> = cycle.iter().map(|&place| lines[place].label.as_str()).collect();
    labels.extend(labels.first().copied());
    let way =
        labels.iter().take(6).map(|label| format!("`{label}`")).collect::<Vec<_>>().join(" is part of ");
    (numbers, format!("the parents go round in a circle: {way}; take one parent away"))
}

/// "line 3", "lines 3 and 5", "lines 3, 5 and 8".
fn listed(lines: &[usize]) -> String {
    let names: Vec<String> = lines.iter().map(ToString::to_string).collect();
    match &names[..] {
        [] => "line 1".to_owned(),
        [one] => format!("line {one}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        parse("c", text.as_bytes()).unwrap_err()
    }

    #[test]
    fn csv_and_json_lines_give_the_same() {
        let csv = "\u{feff}Label,definition,examples,parent\nWar,,,\n\"Air, strikes\",From the air,bombing; raids ;,war\n";
        let json = "{\"label\":\"War\"}\n\n{\"label\":\"Air, strikes\",\"definition\":\"From the air\",\
                    \"examples\":[\"bombing\",\"raids\"],\"parent\":\"WAR\"}\n";
        let entries = parse("c", csv.as_bytes()).unwrap();
        assert_eq!(entries, parse("c", json.as_bytes()).unwrap());
        assert_eq!(entries[1].examples, ["bombing", "raids"]);
        assert_eq!(entries[1].issue().parent, Some(IssueId(0)));
        assert_eq!(entries[0].definition, None);
    }

    #[test]
    fn labels_that_stand_there_twice_are_refused_with_their_lines() {
        assert!(
            wrong("label\nwar\npeace\n WAR \n").starts_with("c, lines 2 and 4: both have the label `WAR`")
        );
    }

    #[test]
    fn circles_of_parents_are_refused_with_their_lines() {
        let found = wrong("label,parent\nx,a\na,b\nb,c\nc,a\n");
        assert!(
            found.starts_with("c, lines 3, 4 and 5: the parents go round in a circle: `a` is part of `b`"),
            "{found}"
        );
        assert!(wrong("label,parent\na,a\n").starts_with("c, line 2: "));
        assert!(wrong("label,parent\na,z\n").contains("the parent `z` is no label"));
    }

    #[test]
    fn rows_that_make_no_sense_are_refused_with_their_line() {
        assert!(wrong("name\nx\n").starts_with("c, line 1: no column is called `name`"));
        assert!(wrong("label,label\n").contains("twice"));
        assert!(wrong("parent\nx\n").contains("no column `label`"));
        assert!(wrong("label,parent\n,x\n").starts_with("c, line 2: the label is missing"));
        assert!(wrong("label\na,b\n").starts_with("c, line 2: the row has more cells"));
        assert!(wrong("label\n\"a\n").starts_with("c, line 2: "));
        assert!(wrong("{\"label\":\"a\"}\n{\"label\":1}\n").starts_with("c, line 2: column "));
        assert!(wrong("{\"label\":\"a\",\"colour\":\"red\"}\n").contains("unknown field `colour`"));
        assert!(
            wrong("").starts_with("c: there is no issue")
                && wrong("label\n").starts_with("c: there is no issue")
        );
        assert!(parse("c", b"label\n\xff\n").unwrap_err().starts_with("c, byte 6: this is not UTF-8"));
    }

    #[test]
    fn thousands_of_issues_in_a_row_of_parents_are_read() {
        let mut text = "label,parent\ni0,\n".to_owned();
        (1..5000).for_each(|number| text += &format!("i{number},i{}\n", number - 1));
        assert_eq!(parse("c", text.as_bytes()).unwrap().len(), 5000);
    }
}
