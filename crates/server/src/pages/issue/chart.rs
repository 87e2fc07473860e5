//! When did who say what on an issue? A row for each of those who say most, a mark for each time.
//!
//! Three lanes in each row: for above, neutral in the middle, against below. Words of one stance that lie so near that their marks would
//! cover each other are one mark, which leads to the last of them. The names stand beside the drawing, not in it, so that they stay in view
//! when it is moved sideways.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sayso_answers::markup::shortened;
use sayso_compare::{Cell, Row, Stand, Who};
use sayso_domain::{Date, Stance};

use super::Asked;
use crate::address;
use crate::parts;

/// So many rows there are at most.
const ROWS: usize = 12;
/// Pixels: of the drawing, of a row, of the axis, and what is free at both ends.
const WIDTH: i64 = 900;
const ROW: i64 = 46;
const AXIS: i64 = 28;
const MARGIN: i64 = 16;
/// Marks of one lane stand at least so far apart.
const APART: i64 = 18;
/// How far a lane is from the middle of its row.
const LANE: i64 = 14;
/// So many lines of the table in place of the drawing.
const LISTED: usize = 60;

/// The part of the page.
pub(super) fn section(asked: &Asked, actors: &[Who], row: &Row<'_>) -> Markup {
    let rows = rows(row);
    let days = rows.iter().flat_map(|cell| &cell.positions).filter_map(|held| held.stand.date);
    let (first, last) = (days.clone().min(), days.max());
    html! {
        section {
            h2 { "When they said it" }
            @match (first, last) {
                (Some(first), Some(last)) => {
                    (drawing(asked, actors, &rows, Span { first, last }))
                    (table(actors, &rows))
                }
                _ => p { "No day is known of what they say." },
            }
        }
    }
}

/// Those who say most and of whom a day is known.
fn rows<'a, 'b>(row: &'b Row<'a>) -> Vec<&'b Cell<'a>> {
    let is_dated = |cell: &&Cell<'_>| cell.positions.iter().any(|held| held.stand.date.is_some());
    let mut cells: Vec<&Cell<'_>> = row.cells.iter().filter(is_dated).collect();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.independent));
    cells.truncate(ROWS);
    cells
}

/// From the first day to the last.
#[derive(Clone, Copy)]
struct Span {
    first: Date,
    last: Date,
}

impl Span {
    fn days(self) -> i64 {
        days_between(self.first, self.last)
    }

    /// Where a day stands. A single day stands in the middle.
    fn x(self, day: Date) -> i64 {
        let wide = WIDTH - 2 * MARGIN;
        match self.days() {
            0 => WIDTH / 2,
            all => MARGIN + wide * days_between(self.first, day).clamp(0, all) / all,
        }
    }
}

fn days_between(first: Date, last: Date) -> i64 {
    last.duration_since(first).as_hours() / 24
}

fn drawing(asked: &Asked, actors: &[Who], rows: &[&Cell<'_>], span: Span) -> Markup {
    let height = ROW * rows.len() as i64 + AXIS;
    html! {
        p.legend.key {
            @for (stance, word) in [(Stance::Favor, "for"), (Stance::Neutral, "neutral"), (Stance::Against, "against")] {
                span { svg width="22" height="22" aria-hidden="true" class="chart" { (shape(stance, false, (11, 11), 8)) } " " (word) }
            }
            span { svg width="22" height="22" aria-hidden="true" class="chart" { (shape(Stance::Favor, true, (11, 11), 8)) } " hollow: on a condition" }
            span { "The larger, the more." }
        }
        a.skip href="#positions" { "Skip the chart" }
        div.plot {
            ul.names { @for cell in rows {
                @let who = &actors[cell.actor];
                li { a href=(asked.words_of(&who.key)) title=(who.name) { (who.name) } }
            } }
            div.scroll tabindex="0" role="region" aria-label="Chart of positions by day" {
                svg.chart.wide width=(WIDTH) height=(height) viewBox={ "0 0 " (WIDTH) " " (height) }
                    role="group" aria-labelledby="chart-title chart-desc" {
                    title #chart-title { "Who said when how they stand" }
                    desc #chart-desc { (description(actors, rows, span)) }
                    (grid(rows.len(), span))
                    @for (place, cell) in rows.iter().enumerate() {
                        (marks(&actors[cell.actor], cell, ROW * place as i64 + ROW / 2, span))
                    }
                }
            }
        }
    }
}

fn description(actors: &[Who], rows: &[&Cell<'_>], span: Span) -> String {
    let names: Vec<&str> = rows.iter().take(3).map(|cell| actors[cell.actor].name.as_str()).collect();
    format!(
        "{} from {} to {}, a row each, for above, against below. Most is said by {}.",
        parts::counted(rows.len() as u64, "actor", "actors"),
        span.first,
        span.last,
        names.join(", ")
    )
}

/// Lines between the rows, and days.
fn grid(rows: usize, span: Span) -> Markup {
    let bottom = ROW * rows as i64;
    html! {
        g.grid aria-hidden="true" {
            @for place in 0..=rows { @let y = ROW * place as i64;
                line x1="0" y1=(y) x2=(WIDTH) y2=(y) {}
            }
            @for tick in ticks(span) { @let x = span.x(tick.day);
                line x1=(x) y1="0" x2=(x) y2=(bottom) {}
                text x=(x.clamp(24, WIDTH - 34)) y=(bottom + 19) text-anchor="middle" { (tick.name) }
            }
        }
    }
}

/// A day that is named on the axis.
#[derive(Debug, PartialEq)]
struct Tick {
    day: Date,
    name: String,
}

/// At most nine days that are named: years, months or, within few weeks, days.
fn ticks(span: Span) -> Vec<Tick> {
    if span.days() < 62 {
        let step = span.days() / 6 + 1;
        let days = std::iter::successors(Some(span.first), |day| after(*day, step));
        let days = days.take_while(|day| *day <= span.last);
        return days.map(|day| Tick { day, name: day.to_string() }).collect();
    }
    let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    let (first, last) = (months(span.first), months(span.last));
    let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
    let step = steps.into_iter().find(|step| (last - first) / step <= 7).unwrap_or(12_000);
    let tick = |month: i64| {
        let (year, of_year) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let day = Date::new(i16::try_from(year).ok()?, i8::try_from(of_year).ok()?, 1).ok()?;
        let name = if step >= 12 { format!("{year}") } else { format!("{year}-{of_year:02}") };
        (day >= span.first).then_some(Tick { day, name })
    };
    (first.div_euclid(step) * step..=last).step_by(step as usize).filter_map(tick).collect()
}

fn after(day: Date, days: i64) -> Option<Date> {
    (0..days).try_fold(day, |day, _| day.tomorrow().ok())
}

/// Words of one stance whose marks would cover each other.
struct Mark<'a> {
    /// The latest.
    stand: &'a Stand,
    /// On how many articles it rests.
    count: usize,
    /// Whether all of them are on a condition.
    hollow: bool,
}

/// By lane and place; of one place the latest words.
fn gathered<'a>(cell: &Cell<'a>, span: Span) -> BTreeMap<(Stance, i64), Mark<'a>> {
    let mut marks: BTreeMap<(Stance, i64), Mark<'_>> = BTreeMap::new();
    for held in &cell.positions {
        let Some(day) = held.stand.date else { continue };
        let mark = marks.entry((held.stand.stance, span.x(day) / APART)).or_insert(Mark {
            stand: held.stand,
            count: 0,
            hollow: true,
        });
        mark.count += 1;
        mark.hollow &= held.stand.condition.is_some();
        if mark.stand.date <= held.stand.date {
            mark.stand = held.stand;
        }
    }
    marks
}

fn marks(who: &Who, cell: &Cell<'_>, middle: i64, span: Span) -> Markup {
    html! {
        @for ((stance, place), mark) in gathered(cell, span) {
            @let y = middle + match stance { Stance::Favor => -LANE, Stance::Neutral => 0, Stance::Against => LANE };
            @let radius = 5 + mark.count.ilog2().min(3) as i64;
            a href=(address::article(&mark.stand.article, Some(&mark.stand.statement))) aria-label=(title(who, stance, &mark)) {
                title { (title(who, stance, &mark)) }
                (shape(stance, mark.hollow, (place * APART + APART / 2, y), radius))
            }
        }
    }
}

/// What a mark says, in words.
fn title(who: &Who, stance: Stance, mark: &Mark<'_>) -> String {
    let stance = match stance {
        Stance::Favor => "for",
        Stance::Against => "against",
        Stance::Neutral => "neutral",
    };
    let condition = if mark.hollow { " on a condition" } else { "" };
    let times = if mark.count > 1 { format!(", {} times; last", mark.count) } else { String::new() };
    let day = mark.stand.date.map(|day| format!(" {day}")).unwrap_or_default();
    format!("{}, {stance}{condition}{times}{day}: {}", who.name, shortened(&parts::stated(mark.stand), 140))
}

/// A circle with a plus, a square with a minus, a ring without a sign.
fn shape(stance: Stance, hollow: bool, (x, y): (i64, i64), radius: i64) -> Markup {
    let arm = radius - 2;
    html! {
        g.mark.hollow[hollow].favor[stance == Stance::Favor].against[stance == Stance::Against].neutral[stance == Stance::Neutral] {
            @match stance {
                Stance::Favor => {
                    circle.shape cx=(x) cy=(y) r=(radius) {}
                    line.sign x1=(x - arm) y1=(y) x2=(x + arm) y2=(y) {}
                    line.sign x1=(x) y1=(y - arm) x2=(x) y2=(y + arm) {}
                }
                Stance::Against => {
                    rect.shape x=(x - radius) y=(y - radius) width=(2 * radius) height=(2 * radius) rx="1" {}
                    line.sign x1=(x - arm) y1=(y) x2=(x + arm) y2=(y) {}
                }
                Stance::Neutral => { circle.shape cx=(x) cy=(y) r=(radius - 1) {} }
            }
        }
    }
}

/// The same as a table, the latest first.
fn table(actors: &[Who], rows: &[&Cell<'_>]) -> Markup {
    let mut stands: Vec<(&Who, &Stand)> = rows
        .iter()
        .flat_map(|cell| cell.positions.iter().map(|held| (&actors[cell.actor], held.stand)))
        .collect();
    stands.sort_by_key(|(_, stand)| std::cmp::Reverse(stand.date));
    html! {
        details #positions {
            summary { "The same as a table" }
            div.scroll tabindex="0" role="region" aria-label="Positions by day" {
                table.list {
                    thead { tr {
                        th scope="col" { "Day" } th scope="col" { "Actor" } th scope="col" { "Stance" } th scope="col" { "Words" }
                    } }
                    tbody { @for (who, stand) in stands.iter().take(LISTED) { tr {
                        td.day { @match stand.date { Some(date) => (parts::day(&date.to_string())), None => "not known" } }
                        th scope="row" { (who.name) }
                        td { (parts::one_stance(stand.stance)) }
                        td.quote { a href=(address::article(&stand.article, Some(&stand.statement))) { (shortened(&parts::stated(stand), 200)) } }
                    } } }
                }
            }
            @if stands.len() > LISTED { p.note { (parts::number((stands.len() - LISTED) as u64)) " older ones stand in the JSON and CSV." } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Sample, article};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn few_days_are_named_whatever_the_span() {
        for (first, last) in [
            ("2024-03-01", "2024-03-01"),
            ("2024-03-01", "2024-03-20"),
            ("2024-03-01", "2024-04-30"),
            ("2023-11-15", "2024-06-02"),
            ("2015-01-01", "2024-12-31"),
            ("1899-12-31", "2024-12-31"),
            ("0001-01-01", "9999-12-31"),
        ] {
            let span = Span { first: day(first), last: day(last) };
            let ticks = ticks(span);
            assert!((1..=9).contains(&ticks.len()), "{first} {last} {ticks:?}");
            assert!(ticks.iter().all(|tick| span.first <= tick.day && tick.day <= span.last), "{ticks:?}");
        }
        let span = Span { first: day("2023-11-15"), last: day("2024-06-02") };
        assert_eq!(ticks(span)[0], Tick { day: day("2023-12-01"), name: "2023-12".to_owned() });
    }

    #[test]
    fn every_day_is_within_the_drawing() {
        let span = Span { first: day("2024-03-01"), last: day("2024-03-31") };
        let at = ["2024-03-01", "2024-03-16", "2024-03-31", "2030-01-01"].map(|text| span.x(day(text)));
        assert_eq!(at, [MARGIN, WIDTH / 2, WIDTH - MARGIN, WIDTH - MARGIN]);
        let one = Span { first: day("2024-03-01"), last: day("2024-03-01") };
        assert_eq!(one.x(day("2024-03-01")), WIDTH / 2);
    }

    #[tokio::test]
    async fn each_mark_leads_to_its_words() {
        let mut conditional = article("c", "The Wire", "2024-05-01", "Bob Lund", "favor", "Only with a toll");
        let at = conditional["positions"][0]["evidence"][0].clone();
        conditional["positions"][0]["condition"] = serde_json::json!([at]);
        let sample = Sample::with(&[
            article("a", "The Wire", "2024-03-01", "Ada Ott", "favor", "We want the bridge"),
            article("b", "The Wire", "2024-04-01", "Ada Ott", "against", "No bridge"),
            conditional,
        ]);
        let page = sample.get("/issue?found=bridge").await.body;
        assert!(page.contains("Ada Ott, for 2024-03-01: “We want the bridge”"), "{page}");
        assert!(page.contains("<a href=\"/article?name=b#s1\" aria-label="), "{page}");
        assert!(page.contains("Bob Lund, for on a condition 2024-05-01"), "{page}");
        assert!(!page.contains("style="), "{page}");
    }

    #[tokio::test]
    async fn without_a_day_there_is_no_chart() {
        let mut one = article("a", "The Wire", "2024-03-01", "Ada Ott", "favor", "We want the bridge");
        one["article"]["published"] = serde_json::Value::Null;
        one["statements"][0]["said_on"] = serde_json::Value::Null;
        let page = Sample::with(&[one]).get("/issue?found=bridge").await.body;
        assert!(page.contains("No day is known of what they say."), "{page}");
    }
}
