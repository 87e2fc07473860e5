//! How good is it, what does it get wrong, and what was it made of? The model card and the scores, as they are committed.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page, document};
use crate::parts;

/// The card that stands beside the weights.
const CARD: &str = include_str!("../../../../models/README.md");

/// What `sayso eval` wrote.
const SCORES: &str = include_str!("../../../../scores.csv");

/// The model card.
pub(crate) struct Model;

/// Nothing is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {}

/// How good the model inside this program is.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonModel {
    /// `sayso.model/1`.
    schema: &'static str,
    /// The version of the program.
    version: &'static str,
    /// What was measured.
    scores: Vec<JsonScore>,
}

/// A measure on a corpus.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonScore {
    /// Where it was measured.
    corpus: &'static str,
    /// What was measured.
    measure: &'static str,
    /// The value.
    value: f64,
    /// What it must not fall below, or not rise above; none where nothing is promised.
    threshold: Option<&'static str>,
    /// How many cases.
    #[schema(minimum = 0)]
    n: Option<u64>,
}

impl Page for Model {
    const PATH: &'static str = "/model";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str = "How good the model is, as measured (sayso.model/1).";
    type Asked = Asked;
    type Json = JsonModel;

    fn answer(_: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        Ok(match at.format {
            Format::Html => Answer::Page { title: "About the model".to_owned(), main: page() },
            Format::Csv => Answer::Document(SCORES.to_owned()),
            _ => {
                let version = env!("CARGO_PKG_VERSION");
                Answer::Document(document(&JsonModel { schema: "sayso.model/1", version, scores: scores() }))
            }
        })
    }
}

fn scores() -> Vec<JsonScore> {
    SCORES.lines().skip(1).filter_map(score).collect()
}

fn score(line: &'static str) -> Option<JsonScore> {
    let mut cells = line.split(',');
    Some(JsonScore {
        corpus: cells.next()?,
        measure: cells.next()?,
        value: cells.next()?.parse().ok()?,
        threshold: cells.next().filter(|cell| !cell.is_empty()),
        n: cells.next().and_then(|cell| cell.parse().ok()),
    })
}

/// What a reader of pages asks first: which measure on which corpus, in words.
const MAIN: [(&str, &str, &str); 7] = [
    ("polnear-dev", "full.F1", "Statements whose source, cue and content are all right (F1)"),
    ("speakers", "right", "Speakers who are named rightly, of statements that were found"),
    ("positions", "shown.P", "Positions of a confidence of 50 % and more that are right (precision)"),
    (
        "positions",
        "P",
        "All positions, as pages show them unless you choose otherwise, that are right (precision)",
    ),
    ("positions", "F1", "All positions: words, holder and stance right (F1)"),
    ("judge-newsmtsc", "macro.F1", "Stance towards somebody or something in a sentence (macro F1)"),
    ("judge-perspectrum", "macro.F1", "Stance towards a claim (macro F1)"),
];

/// Sections of the card that stand first: what a reader of pages should know.
const FIRST: &str = "Known failures";

fn page() -> Markup {
    let scores = scores();
    let mut corpora: Vec<&str> = scores.iter().map(|score| score.corpus).collect();
    corpora.dedup();
    html! {
        h1 { "About the model" }
        p.legend { "This program is sayso " (env!("CARGO_PKG_VERSION")) ". It reads with the model inside it, offline; what it reads may be wrong, and here is how often." }
        (main_scores(&scores))
        div.card-text { (card()) }
        h2 #measured { "All measures" }
        p { "Each on articles that the model was not trained on. Where a bound is given, a change that breaks it is not let in." }
        @for corpus in corpora {
            details {
                summary { (corpus) }
                div.scroll tabindex="0" role="region" aria-label={ "Measures on " (corpus) } {
                    table.list {
                        thead { tr { th scope="col" { "Measure" } th scope="col" class="number" { "Value" } th scope="col" { "Bound" } th scope="col" class="number" { "Cases" } } }
                        tbody {
                            @for score in scores.iter().filter(|score| score.corpus == corpus) {
                                tr {
                                    th scope="row" { (score.measure) }
                                    td.number { (score.value) }
                                    td { (score.threshold.unwrap_or("—")) }
                                    td.number { @if let Some(n) = score.n { (n) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn main_scores(scores: &[JsonScore]) -> Markup {
    let of = |corpus, measure| scores.iter().find(|score| score.corpus == corpus && score.measure == measure);
    html! {
        dl.numbers.wide {
            @for (corpus, measure, words) in MAIN {
                @if let Some(score) = of(corpus, measure) {
                    div { dt { (words) } dd { (parts::per_cent(score.value)) span.note { (corpus) @if let Some(n) = score.n { ", " (n) " cases" } } } }
                }
            }
        }
    }
}

/// The sections of the card, what it gets wrong first, without its title.
fn sections() -> String {
    let mut sections: Vec<&str> = CARD.split("\n## ").skip(1).collect();
    sections.sort_by_key(|section| !section.starts_with(FIRST));
    sections.iter().map(|section| format!("## {section}\n")).collect()
}

/// The card as markup. Its links lead to files of the repository, which are not here: their words stay.
fn card() -> Markup {
    let sections = sections();
    let events = Parser::new_ext(&sections, Options::ENABLE_TABLES).filter(|event| {
        !matches!(
            event,
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) | Event::Html(_) | Event::InlineHtml(_)
        )
    });
    let mut markup = String::new();
    pulldown_cmark::html::push_html(&mut markup, events);
    let table = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>";
    let markup = markup.replace("<table>", table).replace("</table>", "</table></div>");
    PreEscaped(markup.replace("<th>", "<th scope=\"col\">"))
}

#[cfg(test)]
mod tests {
    use crate::testing::Sample;

    #[tokio::test]
    async fn every_score_is_there_and_the_card_is_the_committed_one() {
        let sample = Sample::with(&[]);
        let document = sample.get("/model.json").await.json();
        let lines = super::SCORES.lines().count() - 1;
        assert_eq!(document["scores"].as_array().unwrap().len(), lines);
        let page = sample.get("/model").await.body;
        assert_eq!(page.matches("<h1>").count(), 1, "{page}");
        assert_eq!(page.matches(" cases</span>").count(), super::MAIN.len(), "{page}");
        let [sure, all] = ["of 50 % and more that are right", "All positions, as pages show them"];
        assert!(page.find(sure) < page.find(all) && page.contains(sure), "{page}");
        assert!(page.find("Known failures") < page.find("<h2>Data"), "{page}");
        assert!(page.contains("Known failures") && page.contains("polnear-dev"), "{page}");
    }
}
