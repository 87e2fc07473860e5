//! `sayso issues`, `actors`, `copies`, `users` and `watch --list`: what a library is about, who is in it, what is in it twice, who
//! may ask it, and which feeds it follows.

pub(crate) mod actors;
pub(crate) mod copies;
pub(crate) mod feeds;
pub(crate) mod issues;
pub(crate) mod users;

use crate::csv;
use crate::flow::Look;

/// The shape of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Table(Look),
    /// One indented document.
    Json,
    /// A row each, with a header.
    Csv,
}

/// A list that is put out: names of columns, and a row each.
struct List {
    schema: &'static str,
    name: &'static str,
    columns: &'static [&'static str],
    /// What stands above the columns in a table; nothing where one is left out of it.
    heads: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
    /// What a person is told below.
    closing: String,
}

/// A value in a list.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Text(String),
    Number(u64),
    Nothing,
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Cell {
        text.map_or(Cell::Nothing, Cell::Text)
    }
}

impl Cell {
    fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Nothing => String::new(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Cell::Text(text) => text.as_str().into(),
            Cell::Number(number) => (*number).into(),
            Cell::Nothing => serde_json::Value::Null,
        }
    }
}

impl List {
    fn in_format(&self, format: Format) -> String {
        match format {
            Format::Table(look) => self.table(look),
            Format::Json => self.json(),
            Format::Csv => {
                let row = |row: &Vec<Cell>| csv::row(&row.iter().map(Cell::shown).collect::<Vec<_>>());
                csv::row(self.columns) + &self.rows.iter().map(row).collect::<String>()
            }
        }
    }

    fn json(&self) -> String {
        let row = |row: &Vec<Cell>| {
            let fields = self.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.json()));
            serde_json::Value::Object(fields.collect())
        };
        let rows: Vec<serde_json::Value> = self.rows.iter().map(row).collect();
        let document = serde_json::json!({ "schema": self.schema, self.name: rows });
        serde_json::to_string_pretty(&document).expect("strings and whole numbers are always JSON") + "\n"
    }

    /// Columns as wide as their widest cell. Where a line would be too long the widest columns of words are cut.
    fn table(&self, look: Look) -> String {
        use unicode_width::UnicodeWidthStr;
        let is_shown = |at: &usize| self.heads.get(*at).is_some_and(|head| !head.is_empty());
        let shown: Vec<usize> = (0..self.columns.len()).filter(is_shown).collect();
        let rows: Vec<Vec<String>> =
            self.rows.iter().map(|row| shown.iter().map(|&at| row[at].shown()).collect()).collect();
        let header: Vec<String> = shown.iter().map(|&at| self.heads[at].to_owned()).collect();
        let is_number = |at: usize| self.rows.iter().any(|row| matches!(row[shown[at]], Cell::Number(_)));
        let mut widths = vec![0; header.len()];
        for row in rows.iter().chain([&header]) {
            row.iter().zip(&mut widths).for_each(|(cell, width)| *width = (*width).max(cell.width()));
        }
        narrow(&mut widths, look.width, is_number);
        let mut out = String::new();
        if !rows.is_empty() {
            for (row, is_header) in [(&header, true)].into_iter().chain(rows.iter().map(|row| (row, false))) {
                let mut line = String::new();
                for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                    let cell = shortened(cell, *width, look);
                    let blanks = " ".repeat(width.saturating_sub(cell.width()));
                    line += &if is_number(at) && !is_header { blanks + &cell } else { cell + &blanks };
                    line += "  ";
                }
                out += line.trim_end();
                out.push('\n');
            }
            out.push('\n');
        }
        out + &self.closing + "\n"
    }
}

/// Columns are not cut to less.
const NARROWEST: usize = 12;

/// Makes the widest columns of words narrower, one column of the screen at a time, until a line fits.
fn narrow(widths: &mut [usize], line: usize, is_number: impl Fn(usize) -> bool) {
    let gaps = 2 * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > line {
        let of_words =
            widths.iter_mut().enumerate().filter(|(at, width)| !is_number(*at) && **width > NARROWEST);
        let Some((_, widest)) = of_words.max_by_key(|(_, width)| **width) else { return };
        *widest -= 1;
    }
}

fn shortened(cell: &str, width: usize, look: Look) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let cell: String = cell.chars().filter(|c| !c.is_control()).collect();
    if cell.width() <= width {
        return cell;
    }
    let dots = if look.unicode { "…" } else { "..." };
    let mut out = String::new();
    for c in cell.chars() {
        if out.width() + c.width().unwrap_or(0) + dots.width() > width {
            break;
        }
        out.push(c);
    }
    out + dots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrowed(mut widths: Vec<usize>, line: usize) -> Vec<usize> {
        narrow(&mut widths, line, |at| at == 1);
        widths
    }

    #[test]
    fn the_widest_columns_are_cut_and_those_of_numbers_stay() {
        assert_eq!(narrowed(vec![30, 35, 40], 109), [30, 35, 40]);
        assert_eq!(narrowed(vec![30, 35, 40], 99), [30, 35, 30]);
        assert_eq!(narrowed(vec![30, 35, 40], 79), [20, 35, 20]);
        assert_eq!(narrowed(vec![30, 35, 40], 9), [12, 35, 12]);
        assert_eq!(narrowed(vec![], 9), [0; 0]);
    }
}
