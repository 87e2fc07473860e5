//! `sayso issues`, `sayso actors` and `sayso watch --list`: what a library is about, who is in it, and which feeds it follows.

pub(crate) mod actors;
pub(crate) mod feeds;
pub(crate) mod issues;

use std::io::{self, Write};

use anyhow::Context;

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

    /// Columns as wide as their widest cell; the first one is cut where a line would be too long.
    fn table(&self, look: Look) -> String {
        use unicode_width::UnicodeWidthStr;
        let rows: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect();
        let header: Vec<String> = self.columns.iter().map(|name| name.replace('_', " ")).collect();
        let mut widths = vec![0; header.len()];
        for row in rows.iter().chain([&header]) {
            row.iter().zip(&mut widths).for_each(|(cell, width)| *width = (*width).max(cell.width()));
        }
        let others: usize = widths.iter().skip(1).map(|width| width + 2).sum();
        widths[0] = widths[0].min(look.width.saturating_sub(others).max(20));
        let mut out = String::new();
        if !rows.is_empty() {
            for (row, source) in
                [&header].into_iter().chain(&rows).zip([None].into_iter().chain(self.rows.iter().map(Some)))
            {
                let mut line = String::new();
                for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                    let cell = shortened(cell, *width, look);
                    let blanks = " ".repeat(width.saturating_sub(cell.width()));
                    let is_number = source.is_some_and(|cells| matches!(cells[at], Cell::Number(_)));
                    line += &if is_number { blanks + &cell } else { cell + &blanks };
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

fn put(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write to standard output")
}
