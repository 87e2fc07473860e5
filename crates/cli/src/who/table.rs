//! What does a person see of the list? A line for each actor, in columns.
//!
//! A line is never wider than the [`Look`] allows: first names and offices are cut, down to a width at which most of them
//! can still be told, then whole columns are left out.

use anstyle::{AnsiColor, Style};
use sayso_domain::ActorKind;
use sayso_roster::Record;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::List;
use crate::flow::{Look, Page, Run, visible};
use crate::pretty::counted;

const DIM: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default().bold();

/// Spaces between columns.
const GAP: usize = 2;

/// A column of the table.
struct Column {
    head: &'static str,
    cell: fn(&Record) -> String,
    /// Numbers stand at the right.
    is_number: bool,
    /// Cut to no less than this where there is no room; the others are never cut.
    least: usize,
    /// Left out where there is still no room, the lowest one first.
    rank: u8,
}

const COLUMNS: [Column; 8] = [
    Column { head: "name", cell: |record| record.name.clone(), is_number: false, least: 20, rank: u8::MAX },
    Column { head: "kind", cell: kind, is_number: false, least: 0, rank: 2 },
    Column { head: "office", cell: office, is_number: false, least: 16, rank: 4 },
    Column { head: "state", cell: state, is_number: false, least: 0, rank: 5 },
    Column { head: "said", cell: said, is_number: true, least: 0, rank: u8::MAX },
    Column {
        head: "articles",
        cell: |record| record.articles.to_string(),
        is_number: true,
        least: 0,
        rank: 0,
    },
    Column { head: "first", cell: |record| day(record, true), is_number: false, least: 0, rank: 1 },
    Column { head: "last", cell: |record| day(record, false), is_number: false, least: 0, rank: 3 },
];

fn kind(record: &Record) -> String {
    match record.kind {
        ActorKind::Organisation => "org".to_owned(),
        kind => kind.to_string(),
    }
}

fn office(record: &Record) -> String {
    record.office().unwrap_or_default().to_owned()
}

fn state(record: &Record) -> String {
    record.state.map(|state| state.to_string()).unwrap_or_default()
}

/// Its own statements, and in parentheses those made for it.
fn said(record: &Record) -> String {
    match (record.statements, record.statements_for) {
        (own, 0) => own.to_string(),
        (0, others) => format!("({others})"),
        (own, others) => format!("{own} ({others})"),
    }
}

fn day(record: &Record, first: bool) -> String {
    record.days.map(|days| if first { days.first } else { days.last }.to_string()).unwrap_or_default()
}

/// The table, and the line that counts.
pub(super) fn page(list: &List, look: Look, closing: bool) -> String {
    let mut page = table(&list.records, look);
    if closing {
        if !page.is_empty() {
            page.push('\n');
        }
        page += &closing_line(list, look);
    }
    page
}

/// A column with what stands in it and how wide it is.
struct Filled {
    column: &'static Column,
    cells: Vec<String>,
    width: usize,
}

fn table(records: &[Record], look: Look) -> String {
    if records.is_empty() {
        return String::new();
    }
    let fill = |column: &'static Column| {
        let cells: Vec<String> = records.iter().map(|record| clean(&(column.cell)(record), look)).collect();
        let widest = cells.iter().map(|cell| cell.width()).max().unwrap_or(0);
        Filled { column, cells, width: widest.max(column.head.len()) }
    };
    let mut columns: Vec<Filled> = COLUMNS.iter().map(fill).collect();
    fit(&mut columns, look.width);
    let mut table = line(&columns, look, |filled| filled.column.head, |_| DIM);
    for row in 0..records.len() {
        let style = |column: usize| if column == 0 { NAME } else { Style::new() };
        table += &line(&columns, look, |filled| filled.cells[row].as_str(), style);
    }
    table
}

/// Makes the columns as narrow as `width` asks for.
fn fit(columns: &mut Vec<Filled>, width: usize) {
    let least = |filled: &Filled| match filled.column.least {
        0 => filled.width,
        least => filled.width.min(least),
    };
    let total = |widths: &dyn Fn(&Filled) -> usize, columns: &[Filled]| {
        columns.iter().map(|filled| widths(filled) + GAP).sum::<usize>() - GAP
    };
    while total(&least, columns) > width {
        let lowest = columns.iter().enumerate().min_by_key(|(_, filled)| filled.column.rank);
        match lowest {
            Some((place, filled)) if filled.column.rank < u8::MAX => drop(columns.remove(place)),
            _ => break,
        }
    }
    while total(&|filled| filled.width, columns) > width {
        let cut = columns
            .iter_mut()
            .filter(|filled| filled.width > least(filled))
            .max_by_key(|filled| filled.width);
        match cut {
            Some(filled) => filled.width -= 1,
            None => break,
        }
    }
}

fn line<'a>(
    columns: &'a [Filled],
    look: Look,
    cell: impl Fn(&'a Filled) -> &'a str,
    style: impl Fn(usize) -> Style,
) -> String {
    let mut line = String::new();
    for (number, filled) in columns.iter().enumerate() {
        let cell = cut(cell(filled), filled.width, look);
        let rest = filled.width - cell.width().min(filled.width);
        let (before, after) = if filled.column.is_number { (rest, GAP) } else { (0, rest + GAP) };
        let style = if look.colour && !cell.is_empty() { style(number) } else { Style::new() };
        line += &format!("{:before$}{style}{cell}{style:#}{:after$}", "", "");
    }
    line.trim_end().to_owned() + "\n"
}

/// On one line, without what could steer the terminal.
fn clean(cell: &str, look: Look) -> String {
    visible(&cell.split_whitespace().collect::<Vec<_>>().join(" "), look)
}

/// At most `width` columns of `cell`; where some are missing it says so.
fn cut(cell: &str, width: usize, look: Look) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mark = if look.unicode { "…" } else { "..." };
    let mut room = width.saturating_sub(mark.width());
    let fits = |c: &char| {
        let fits = c.width().unwrap_or(0) <= room;
        room -= if fits { c.width().unwrap_or(0) } else { 0 };
        fits
    };
    let kept: String = cell.chars().take_while(fits).collect();
    kept.trim_end().to_owned() + mark
}

fn closing_line(list: &List, look: Look) -> String {
    let mut line = format!(
        "{} in {}",
        counted(list.records.len(), "actor", "actors"),
        counted(list.articles, "article", "articles")
    );
    let left_out = [(list.silent, "silent"), (list.unnamed, "without a name")];
    let left_out: Vec<String> = left_out
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, who)| format!("{count} {who}"))
        .collect();
    if !left_out.is_empty() {
        line += &format!("; left out: {} (--all lists them)", left_out.join(", "));
    }
    if list.notes > 0 {
        line += &format!("; {} (sayso read shows them)", counted(list.notes, "note", "notes"));
    }
    if list.unread > 0 {
        line += &format!("; {} could not be read", counted(list.unread, "input", "inputs"));
    }
    let mut page = Page::new(look);
    page.block(0, &[Run::new(DIM, line)]);
    page.into_string()
}

#[cfg(test)]
mod tests {
    use sayso_roster::Roster;

    use super::super::tests::roster;
    use super::*;

    const LOOK: Look = Look { width: 100, colour: false, unicode: true };

    fn records() -> Vec<Record> {
        roster(Roster::with_unnamed()).records()
    }

    #[test]
    fn columns_are_aligned_and_lines_have_no_end_of_spaces() {
        let list = List { records: records(), articles: 1, ..List::default() };
        let want = "\
name                             kind    office              state  said  articles  first       last
John Kerry                       person  Secretary of State  USA       2         1  2015-09-19  2015-09-20
two \"senior\" officials, unnamed  group                                 1         1  2015-09-20  2015-09-20
United Kingdom                   state                       GBR       0         1  2015-09-20  2015-09-20
United States                    state                       USA     (1)         1  2015-09-19  2015-09-19

4 actors in 1 article
";
        assert_eq!(page(&list, Look { width: 110, ..LOOK }, true), want);
        let page = page(&list, LOOK, false);
        assert!(page.lines().all(|line| line.width() <= 100 && line == line.trim_end()), "{page}");
    }

    #[test]
    fn where_there_is_no_room_cells_are_cut_and_columns_left_out() {
        let mut records = records();
        records[0].offices[0].title = "Secretary of State ".repeat(4);
        records[1].name = "officials ".repeat(10);
        for width in [40, 60, 80, 100] {
            for unicode in [true, false] {
                let table = table(&records, Look { width, unicode, ..LOOK });
                assert!(table.lines().all(|line| line.width() <= width), "{width}\n{table}");
                assert!(table.contains(if unicode { "…" } else { "..." }), "{table}");
                assert!(unicode || table.is_ascii(), "{table}");
                assert!(table.starts_with("name ") && table.contains("said"), "{table}");
                assert!(!table.contains("articles") || width == 100, "{table}");
                assert_eq!(table.contains("last"), width > 60, "{table}");
            }
        }
    }

    #[test]
    fn cells_are_cut_between_characters() {
        assert_eq!(cut("John Kerry", 10, LOOK), "John Kerry");
        assert_eq!(cut("John Kerry", 9, LOOK), "John Ker…");
        assert_eq!(cut("John Kerry", 6, LOOK), "John…");
        assert_eq!(cut("John Kerry", 7, Look { unicode: false, ..LOOK }), "John...");
        assert_eq!(cut("北京北京", 6, LOOK), "北京…");
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        let mut records = records();
        records[0].name = "John\u{1b}[2J\nKerry".to_owned();
        let table = table(&records, LOOK);
        assert!(table.contains("John\u{fffd}[2J Kerry") && !table.contains('\u{1b}'), "{table:?}");
    }

    #[test]
    fn colours_come_where_asked_for() {
        let table = table(&records(), Look { colour: true, ..LOOK });
        assert!(table.contains("\u{1b}[1m\u{1b}[36mJohn Kerry\u{1b}[0m  "), "{table:?}");
    }

    #[test]
    fn nobody_is_no_table_and_the_closing_line_says_who_is_left_out() {
        let list = List { articles: 2, unnamed: 3, silent: 1, notes: 1, unread: 2, ..List::default() };
        assert_eq!(page(&list, LOOK, false), "");
        assert_eq!(
            page(&list, Look { width: 200, ..LOOK }, true),
            "0 actors in 2 articles; left out: 1 silent, 3 without a name (--all lists them); \
             1 note (sayso read shows them); 2 inputs could not be read\n"
        );
    }
}
