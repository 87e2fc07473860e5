//! Where does each actor stand on each issue? Actors by issues; each cell leads to its words.

use maud::{Markup, html};
use sayso_answers::stored::Wanted;
use sayso_answers::{Collected, Comparison, JsonComparison, Question, Tools, stored};
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

/// Of an issue so many positions are looked at, the newest: a page has to be there at once.
const MOST: usize = 300;

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
    #[param(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<String>,
    /// Positions of a lower confidence are left out: from 0 to 1.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1)]
    min_confidence: Option<String>,
    /// At most so many issues, from 1 to 40.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 40)]
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
            Some(phrase) => {
                at.site.is_asked(phrase);
                Question::Phrase(phrase.to_owned())
            }
            None => Question::Found,
        };
        let (from, to) = (asked::day("from", &asked.from)?, asked::day("to", &asked.to)?);
        // Filters may leave nothing of some issues.
        let wanted = Wanted { min_confidence, from, to, ..Wanted::newest(limit * 2, MOST) };
        let ask = |tools: Tools<'_>| stored::collect(at.library, &question, &wanted, tools);
        let mut collected = at.site.with_tools(ask)?;
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
        (parts::cut(comparison.collected.cut, Some(MOST)))
        @for notice in notices.iter().chain(&silence) { p.notice { (notice) } }
        @if shown.is_empty() {
            (parts::nothing("Nobody takes a position here.", "Widen the days, ask for another issue, or put articles into the library with sayso ingest."))
        } @else {
            (grid(asked, comparison, shown))
            p.legend { (closing(comparison)) }
            @if actors.len() > shown.len() {
                p { (actors.len() - shown.len()) " more actors say less; name those you want above." }
            }
        }
    }
}

/// What was compared, and what is not shown.
fn closing(comparison: &Comparison<'_>) -> String {
    let (shown, told) = (comparison.rows().len(), comparison.told().len());
    let cells = comparison.rows().iter().flat_map(|row| &row.cells);
    let positions: usize = cells.map(|cell| cell.positions.len()).sum();
    let mut line = parts::counted(positions as u64, "position", "positions");
    line += &format!(" on {}", parts::counted(shown as u64, "issue", "issues"));
    if shown < told {
        line += " (those that most actors contest)";
    }
    if comparison.collected.unsure > 0 {
        line += &format!("; {} less sure", comparison.collected.unsure);
    }
    if comparison.matrix.undated > 0 {
        line += &format!("; {} without a day", comparison.matrix.undated);
    }
    line + "."
}

fn filters(asked: &Asked) -> Markup {
    html! {
        form.filters action="/compare" {
            (parts::field("Issue", "issue", asked.issue.as_deref(), "search", "all that were found"))
            (parts::field("Actors", "actors", asked.actors.as_deref(), "text", "names, with commas"))
            (parts::field("From", "from", asked.from.as_deref(), "date", ""))
            (parts::field("To", "to", asked.to.as_deref(), "date", ""))
            (parts::sure(&asked.min_confidence))
            button type="submit" { "Compare" }
        }
    }
}

fn grid(asked: &Asked, comparison: &Comparison<'_>, actors: &[usize]) -> Markup {
    html! {
        p.legend {
            "Each cell opens its words. + for, − against, ± both, o neutral; the number counts independent utterances; "
            "? on a condition, * told by others alone."
        }
        div.scroll tabindex="0" role="region" aria-label="Actors by issues" {
            table.matrix {
                caption.hidden { "Actors by issues" }
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

#[cfg(test)]
mod tests {
    use crate::testing::Sample;

    #[tokio::test]
    async fn each_cell_leads_to_its_words_and_the_document_has_them() {
        let sample = Sample::small();
        let page = sample.get("/compare").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Ada Ott on bridge: for and against it, 2 utterances"), "{}", page.body);
        assert!(page.body.contains("/timeline?found=bridge&amp;actor=person%3Aada-ott"), "{}", page.body);
        let document = sample.get("/compare.json").await.json();
        assert_eq!(document["schema"], "sayso.comparison/1");
        assert_eq!(document["issues"][0]["cells"][0]["stance"], "mixed");
        let csv = sample.get("/compare.csv").await.body;
        assert!(csv.starts_with("issue,actor,") && csv.lines().count() == 4, "{csv}");
    }

    #[tokio::test]
    async fn who_is_not_there_is_said_to_be_silent_and_a_wrong_filter_is_named() {
        let sample = Sample::small();
        let page = sample.get("/compare?actors=Nobody&issue=the+bridge").await;
        assert!(page.body.contains("nobody in these articles is called `Nobody`"), "{}", page.body);
        let wrong = sample.get("/compare.json?form=2024-01-01").await;
        assert_eq!((wrong.status.as_u16(), &wrong.json()["error"]["code"]), (400, &"wrong".into()));
        let wrong = sample.get("/compare?from=yesterday").await;
        assert!(wrong.status == 400 && wrong.body.contains("is not a day"), "{}", wrong.body);
    }
}
