//! Where does each actor stand on each issue? Actors by issues; each cell leads to its words.

use maud::{Markup, html};
use sayso_answers::{Collected, Comparison, JsonComparison, Question, stored};
use sayso_compare::{Cell, CellStance, Row, Selection, Who, matrix};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::address::{self, Address};
use crate::asked;
use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// So many issues are shown unless more are asked for, and so many at most.
const ISSUES: (usize, usize) = (8, 40);

/// The grid has no more rows.
const ACTORS: usize = 40;

/// Actors by issues.
pub(crate) struct Compare;

/// What is compared.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// One issue, in words; without it, those that were found, most contested first.
    issue: Option<String>,
    /// Actors by name or key, with commas between them.
    actors: Option<String>,
    /// From this day on.
    #[param(format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(format = Date)]
    to: Option<String>,
    /// Positions of a lower confidence are left out: from 0 to 1.
    min_confidence: Option<String>,
    /// At most so many issues, from 1 to 40.
    limit: Option<String>,
}

impl Page for Compare {
    const PATH: &'static str = "/compare";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv, Format::Svg];
    const SUMMARY: &'static str = "Where each actor stands on each issue (sayso.comparison/1).";
    type Asked = Asked;
    type Json = JsonComparison<'static>;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let limit = asked::number("limit", &asked.limit, ISSUES.0, ISSUES.1)?;
        let min_confidence = asked::probability("min_confidence", &asked.min_confidence)? as f32;
        let question = match asked::filled(&asked.issue) {
            Some(phrase) => Question::Phrase(phrase.to_owned()),
            None => Question::Found,
        };
        let (from, to) = (asked::day("from", &asked.from)?, asked::day("to", &asked.to)?);
        let mut collected =
            at.site.with_tools(|tools| stored::collect(at.library, &question, min_confidence, tools))?;
        let typed = asked::several(&asked.actors);
        let (actors, notices) = collected.actors(&typed, &at.site.opened().known, Some(&mut *at.library))?;
        let is_asked = !actors.is_empty();
        let matrix = matrix(&collected.stands, &collected.issues, &Selection { actors, from, to });
        let with_silence = at.format != Format::Html || question != Question::Found;
        let comparison = Comparison { collected: &collected, matrix, is_asked, with_silence, limit };
        Ok(match at.format {
            Format::Json => Answer::Document(comparison.json()),
            Format::Csv => Answer::Document(comparison.csv()),
            Format::Svg => Answer::Document(comparison.svg()),
            _ => Answer::Page {
                title: "Compare".to_owned(),
                main: page(asked, &comparison, &notices, collected.silence(&question)),
            },
        })
    }
}

fn page(asked: &Asked, comparison: &Comparison<'_>, notices: &[String], silence: Option<String>) -> Markup {
    let actors = comparison.actors();
    let shown = &actors[..actors.len().min(ACTORS)];
    html! {
        h1 { "Where they stand" }
        (filters(asked))
        @for notice in notices.iter().chain(&silence) { p.notice { (notice) } }
        @if shown.is_empty() {
            (parts::nothing("Nobody takes a position here.", "Widen the days, ask for another issue, or put articles into the library with sayso ingest."))
        } @else {
            (grid(asked, comparison, shown))
            p.legend { (comparison.closing()) "." }
            @if actors.len() > shown.len() {
                p { (actors.len() - shown.len()) " more actors say less; name those you want above." }
            }
        }
    }
}

fn filters(asked: &Asked) -> Markup {
    html! {
        form.filters action="/compare" {
            (parts::field("Issue", "issue", asked.issue.as_deref(), "search", "all that were found"))
            (parts::field("Actors", "actors", asked.actors.as_deref(), "text", "names, with commas"))
            (parts::field("From", "from", asked.from.as_deref(), "date", ""))
            (parts::field("To", "to", asked.to.as_deref(), "date", ""))
            (parts::choice("Sure", "min_confidence", asked.min_confidence.as_deref().unwrap_or_default(),
                &[("", "all"), ("0.3", "at least 30 %"), ("0.5", "at least 50 %"), ("0.7", "at least 70 %")]))
            button type="submit" { "Compare" }
        }
    }
}

fn grid(asked: &Asked, comparison: &Comparison<'_>, actors: &[usize]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Actors by issues" {
            table.matrix {
                caption {
                    "Each cell opens its words. The number counts independent utterances; "
                    "? on a condition, * told by others alone."
                }
                thead {
                    tr {
                        td {}
                        @for row in comparison.rows() {
                            th scope="col" { (issue(asked, comparison, row)) }
                        }
                    }
                }
                tbody {
                    @for &actor in actors {
                        @let who = &comparison.matrix.actors[actor];
                        tr {
                            th scope="row" { a href=(address::actor(&who.key)) { (who.name) } }
                            @for row in comparison.rows() {
                                (cell(asked, comparison.collected, who, row, row.cell(actor)))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn issue(asked: &Asked, comparison: &Comparison<'_>, row: &Row<'_>) -> Markup {
    let label = &comparison.issue(row).label;
    html! { a href=(of_issue(Address::of("/issue"), asked, label)) { (label) } }
}

/// An issue that was found goes by another name than one that was asked for: how its positions stand to the label was
/// never judged.
fn of_issue(address: Address, asked: &Asked, label: &str) -> Address {
    let name = if asked::filled(&asked.issue).is_some() { "issue" } else { "found" };
    address.with(name, label)
}

fn cell(asked: &Asked, collected: &Collected, who: &Who, row: &Row<'_>, cell: Option<&Cell<'_>>) -> Markup {
    let Some(cell) = cell else {
        return html! { td.silent { span title="silent: nothing was found" { "·" span.hidden { "silent" } } } };
    };
    let label = &collected.issues[row.issue.0].label;
    let words = of_issue(Address::of("/timeline"), asked, label)
        .with("actor", &who.key)
        .maybe("from", asked::filled(&asked.from))
        .maybe("to", asked::filled(&asked.to))
        .maybe("min_confidence", asked::filled(&asked.min_confidence));
    let sign = sayso_answers::sign(cell.stance, true).replace('-', "−");
    html! {
        td class=(cell.stance.as_str()) {
            a href=(words) title=(title(who, label, cell)) {
                span aria-hidden="true" {
                    span.sign { (sign) } (cell.independent)
                    @if cell.conditional { "?" }
                    @if cell.alleged { "*" }
                }
                span.hidden { (title(who, label, cell)) }
            }
        }
    }
}

/// A cell in words.
fn title(who: &Who, label: &str, cell: &Cell<'_>) -> String {
    let stance = match cell.stance {
        CellStance::Favor => "for it",
        CellStance::Against => "against it",
        CellStance::Mixed => "for and against it",
        CellStance::Neutral => "neutral",
        CellStance::Silent => "silent",
    };
    let condition = if cell.conditional { ", on a condition" } else { "" };
    let told = if cell.alleged { ", as others tell" } else { "" };
    let count = parts::counted(cell.independent as u64, "utterance", "utterances");
    format!("{} on {label}: {stance}{condition}{told}, {count}", who.name)
}
