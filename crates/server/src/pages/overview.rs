//! What is in the library? Numbers, what is contested, what is new.

use maud::{Markup, html};
use sayso_library::{ArticleHeader, StoredIssue, Tally};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::address::{self, Address};
use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page, document};
use crate::parts;

/// So many issues are shown.
const ISSUES: usize = 8;

/// So many articles are shown.
const NEWEST: usize = 10;

/// The first page.
pub(crate) struct Overview;

/// Nothing is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {}

/// What is in the library.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonOverview {
    /// `sayso.overview/1`.
    schema: &'static str,
    /// Articles, copies included.
    articles: u64,
    /// Articles, copies counted once.
    independent: u64,
    /// Statements in them.
    statements: u64,
    /// Positions in them.
    positions: u64,
    /// Actors that are the same in every article.
    actors: u64,
    /// Outlets.
    outlets: u64,
    /// Corrections that are in force.
    corrections: u64,
    /// The first day, `YYYY-MM-DD`.
    #[schema(format = Date)]
    first: Option<String>,
    /// The last day.
    #[schema(format = Date)]
    last: Option<String>,
    /// The issues that most actors contest, as they were found last.
    contested: Vec<JsonIssue>,
    /// The newest articles.
    newest: Vec<JsonArticle>,
}

/// An issue, and how many actors are on which side.
#[derive(Serialize, ToSchema)]
#[schema(as = OverviewIssue)]
pub(crate) struct JsonIssue {
    /// What it is called.
    label: String,
    /// Positions about it.
    positions: u64,
    /// Actors for it.
    favor: u64,
    /// Actors against it.
    against: u64,
}

/// An article, without its words.
#[derive(Serialize, ToSchema)]
#[schema(as = OverviewArticle)]
pub(crate) struct JsonArticle {
    /// Its name.
    name: String,
    /// Its title.
    title: Option<String>,
    /// Who published it.
    outlet: Option<String>,
    /// The day it was published.
    #[schema(format = Date)]
    published: Option<String>,
    /// Statements in it.
    statements: u64,
}

impl Page for Overview {
    const PATH: &'static str = "/";
    const FORMATS: &'static [Format] = &[Format::Json];
    const SUMMARY: &'static str = "What is in the library (sayso.overview/1).";
    type Asked = Asked;
    type Json = JsonOverview;

    fn answer(_: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let held = at.library.overview(NEWEST)?;
        let (first, last) = held.days.unzip();
        let overview = JsonOverview {
            schema: "sayso.overview/1",
            articles: held.size.articles,
            independent: held.independent,
            statements: held.size.statements,
            positions: held.size.positions,
            actors: held.actors,
            outlets: held.outlets,
            corrections: held.size.corrections,
            first,
            last,
            contested: at.library.contested(ISSUES)?.into_iter().map(issue).collect(),
            newest: held.newest.into_iter().map(article).collect(),
        };
        Ok(match at.format {
            Format::Html => Answer::Page { title: "Overview".to_owned(), main: page(&overview) },
            _ => Answer::Document(document(&overview)),
        })
    }
}

fn issue((issue, tally): (StoredIssue, Tally)) -> JsonIssue {
    let Tally { positions, favor, against, .. } = tally;
    JsonIssue { label: issue.definition.label, positions, favor, against }
}

fn article(header: ArticleHeader) -> JsonArticle {
    let ArticleHeader { name, title, outlet, published, statements, .. } = header;
    JsonArticle { name, title, outlet, published, statements }
}

fn page(overview: &JsonOverview) -> Markup {
    if overview.articles == 0 {
        return html! {
            h1 { "Who said what" }
            (parts::nothing("The library is empty.", "Put articles into it with sayso ingest, or follow feeds with sayso watch; then load this page again."))
        };
    }
    html! {
        h1 { "Who said what" }
        (numbers(overview))
        div.columns {
            section aria-labelledby="contested" {
                h2 #contested { "Most contested" }
                @if overview.contested.is_empty() {
                    (parts::nothing("No issue was found yet.", "Nobody takes a position in what was read so far."))
                }
                ul.plain { @for issue in &overview.contested { li { (contested(issue)) } } }
                p { a href="/compare" { "Compare who stands where" } }
            }
            section aria-labelledby="newest" {
                h2 #newest { "Newest articles" }
                ul.plain { @for article in &overview.newest { li { (newest(article)) } } }
                p { a href="/articles" { "All articles" } }
            }
        }
    }
}

fn numbers(overview: &JsonOverview) -> Markup {
    let copies = overview.articles - overview.independent.min(overview.articles);
    html! {
        dl.numbers {
            (number("Articles", overview.articles, (copies > 0).then(|| format!("{} of them copies", parts::number(copies)))))
            (number("Statements", overview.statements, None))
            (number("Positions", overview.positions, None))
            (number("Actors", overview.actors, Some("who are the same in every article".to_owned())))
            (number("Outlets", overview.outlets, None))
            (number("Put right by people", overview.corrections, None))
        }
        @if let (Some(first), Some(last)) = (&overview.first, &overview.last) {
            p.legend { "From " (parts::day(first)) " to " (parts::day(last)) "." }
        }
    }
}

fn number(name: &str, number: u64, note: Option<String>) -> Markup {
    html! {
        div {
            dt { (name) }
            dd { (parts::number(number)) @if let Some(note) = note { span.note { (note) } } }
        }
    }
}

fn contested(issue: &JsonIssue) -> Markup {
    html! {
        div.line {
            a href=(Address::of("/issue").with("found", &issue.label)) { (issue.label) }
            span.sides {
                span class="stance favor" { "+ " (parts::number(issue.favor)) span.hidden { " for it" } }
                span class="stance against" { "− " (parts::number(issue.against)) span.hidden { " against it" } }
            }
        }
    }
}

fn newest(article: &JsonArticle) -> Markup {
    html! {
        div.line {
            span {
                a href=(address::article(&article.name, None)) { (article.title.as_deref().unwrap_or(&article.name)) }
                span.note {
                    @if let Some(outlet) = &article.outlet { " " (outlet) }
                    @if let Some(day) = &article.published { " · " (parts::day(day)) }
                }
            }
            span.note.count { (parts::counted(article.statements, "statement", "statements")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn what_is_there_is_counted_and_led_to() {
        let sample = Sample::small();
        // Issues are found when somebody asks for them first, or by a thread of the running server.
        sample.get("/compare").await;
        let overview = sample.get("/overview.json").await.json();
        assert_eq!((&overview["articles"], &overview["statements"]), (&json!(3), &json!(3)));
        assert_eq!((&overview["first"], &overview["last"]), (&json!("2024-03-01"), &json!("2024-04-01")));
        assert_eq!(
            overview["contested"][0],
            json!({"label": "bridge", "positions": 3, "favor": 1, "against": 2})
        );
        let page = sample.get("/").await.body;
        assert!(page.contains("/issue?found=bridge") && page.contains("/article?name=post-1"), "{page}");
    }

    #[tokio::test]
    async fn an_empty_library_says_what_to_do() {
        let page = Sample::with(&[]).get("/").await;
        assert!(page.status == 200 && page.body.contains("sayso ingest"), "{}", page.body);
    }

    #[tokio::test]
    async fn foreign_words_stay_words() {
        let sample = Sample::with(&[article(
            "<i>",
            "<script>alert(1)</script>",
            "2024-03-01",
            "Ada <b>",
            "favor",
            "x",
        )]);
        let page = sample.get("/").await.body;
        assert!(
            !page.contains("<script>") && !page.contains("<i>") && page.contains("&lt;script&gt;"),
            "{page}"
        );
    }
}
