//! Which issues are there? Those that people defined and that were found, most contested first. What somebody once asked for is kept
//! too, but is nothing to be led to: a phrase with a slip of the pen is one. It is shown to those who want it.

use maud::{Markup, html};
use sayso_answers::{csv, stored};
use sayso_library::{Origin, StoredIssue, Tally};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::address::Address;
use crate::asked;
use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page, document};
use crate::parts;

/// So many stand on a page.
const COUNT: usize = 50;

/// The list of issues.
pub(crate) struct Issues;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Where they come from; `defined` and `found` where it is left out.
    #[param(pattern = "^(defined|found|asked)?$")]
    origin: Option<String>,
    /// Where the page begins: what `next` of the page before says.
    cursor: Option<String>,
}

/// What programs see.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonIssues {
    /// `sayso.issues/1`.
    schema: &'static str,
    /// Those that most actors contest first.
    issues: Vec<JsonListedIssue>,
    /// The `cursor` of the next page; none on the last one.
    next: Option<String>,
}

/// An issue of the list.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonListedIssue {
    /// What it is called.
    label: String,
    /// Where it comes from: `defined` by a person, `found` in the positions, `asked` for.
    origin: &'static str,
    /// What it covers, where a person said so.
    definition: Option<String>,
    /// The wider issue that it is part of.
    parent: Option<String>,
    /// How many positions are about it.
    positions: u64,
    /// How many actors are for it.
    favor: u64,
    /// How many actors are against it.
    against: u64,
}

impl Page for Issues {
    const PATH: &'static str = "/issues";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str = "Which issues there are, most contested first (sayso.issues/1).";
    type Asked = Asked;
    type Json = JsonIssues;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let origins = Origin::ALL.map(|origin| (origin.as_str(), origin));
        let origin = asked::one_of("origin", &asked.origin, origins)?;
        let cursor = asked::cursor(&asked.cursor)?;
        stored::find_once(at.library, &at.site.opened().known)?;
        let origins = origin.map_or(vec![Origin::Defined, Origin::Found], |origin| vec![origin]);
        let page = at.library.issues_page(&origins, cursor.as_ref(), COUNT)?;
        let list = JsonIssues {
            schema: "sayso.issues/1",
            issues: page.items.into_iter().map(listed).collect(),
            next: page.next.map(|next| next.as_str().to_owned()),
        };
        Ok(match at.format {
            Format::Json => Answer::Document(document(&list)),
            Format::Csv => Answer::Document(table(&list)),
            _ => Answer::Page { title: "Issues".to_owned(), main: main(asked, &list) },
        })
    }
}

fn listed((issue, tally): (StoredIssue, Tally)) -> JsonListedIssue {
    JsonListedIssue {
        label: issue.definition.label,
        origin: issue.origin.as_str(),
        definition: issue.definition.definition,
        parent: issue.definition.parent,
        positions: tally.positions,
        favor: tally.favor,
        against: tally.against,
    }
}

/// A header and a row for each issue of the page.
fn table(list: &JsonIssues) -> String {
    let header = csv::row(&["label", "origin", "definition", "parent", "positions", "favor", "against"]);
    let row = |issue: &JsonListedIssue| {
        csv::row(&[
            issue.label.as_str(),
            issue.origin,
            issue.definition.as_deref().unwrap_or_default(),
            issue.parent.as_deref().unwrap_or_default(),
            &issue.positions.to_string(),
            &issue.favor.to_string(),
            &issue.against.to_string(),
        ])
    };
    header + &list.issues.iter().map(row).collect::<String>()
}

fn main(asked: &Asked, list: &JsonIssues) -> Markup {
    let next = list.next.as_deref().map(|next| {
        Address::of("/issues").maybe("origin", asked::filled(&asked.origin)).with("cursor", next)
    });
    html! {
        h1 { "What is contested" }
        form.filters action="/issues" {
            (parts::choice("Which", "origin", asked::filled(&asked.origin).unwrap_or_default(), &[
                ("", "defined or found"), ("defined", "defined by people"),
                ("found", "found in articles"), ("asked", "asked for in words"),
            ]))
            button type="submit" { "Show" }
        }
        @if list.issues.is_empty() {
            (parts::nothing("There are no issues here.",
                "They are found as articles are put into the library with sayso ingest; sayso issues define adds one of your own."))
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Issues" {
                table.list {
                    caption { "Those that most actors contest first." }
                    thead { tr {
                        th scope="col" { "Issue" }
                        th scope="col" { "Actors for and against" }
                        th.number scope="col" { "Positions" }
                        th scope="col" { "Comes from" }
                    } }
                    tbody { @for issue in &list.issues { (row(issue)) } }
                }
            }
            (parts::more(next.as_ref()))
        }
    }
}

fn row(issue: &JsonListedIssue) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href=(address(&issue.label, issue.origin == "found")) { (issue.label) }
                @if let Some(parent) = &issue.parent { " " span.note { "part of " (parent) } }
            }
            td { (balance(issue.favor, issue.against)) }
            td.number { (parts::number(issue.positions)) }
            td { (origin_in_words(issue.origin)) }
        }
    }
}

/// The page of an issue. One that was found goes by another name: how its positions stand to the label was never judged.
pub(super) fn address(label: &str, is_found: bool) -> Address {
    Address::of("/issue").with(if is_found { "found" } else { "issue" }, label)
}

/// Where an issue comes from, for people.
pub(super) fn origin_in_words(origin: &str) -> &'static str {
    match origin {
        "defined" => "a definition",
        "found" => "the articles",
        _ => "a question",
    }
}

/// How wide the bar is.
const BAR: u64 = 96;

/// How many are for and against, in numbers and as a bar.
pub(super) fn balance(favor: u64, against: u64) -> Markup {
    let all = favor + against;
    let part = (favor * BAR).checked_div(all).unwrap_or(0);
    html! {
        span.balance {
            span.count { span aria-hidden="true" { "+" } (parts::number(favor)) span.hidden { " for" } }
            @if all > 0 {
                svg width=(BAR) height="12" aria-hidden="true" {
                    rect.favor width=(part) height="12" {}
                    rect.against x=(part) width=(BAR - part) height="12" {}
                }
            } @else {
                svg width=(BAR) height="12" aria-hidden="true" { rect.neutral width=(BAR) height="12" {} }
            }
            span.count { span aria-hidden="true" { "−" } (parts::number(against)) span.hidden { " against" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use sayso_library::{Definition, Library, Origin};

    use crate::testing::Sample;

    #[tokio::test]
    async fn issues_are_listed_with_those_for_and_against() {
        let sample = Sample::small();
        let page = sample.get("/issues").await;
        assert!(page.status == 200 && page.body.contains("/issue?found=bridge"), "{}", page.body);
        let list = sample.get("/issues.json?origin=found").await.json();
        assert_eq!((&list["schema"], &list["next"]), (&"sayso.issues/1".into(), &serde_json::Value::Null));
        assert_eq!((&list["issues"][0]["favor"], &list["issues"][0]["against"]), (&1.into(), &2.into()));
        let csv = sample.get("/issues.csv").await.body;
        assert!(csv.starts_with("label,origin,") && csv.lines().count() == 2, "{csv}");
        let defined = sample.get("/issues?origin=defined").await.body;
        assert!(defined.contains("There are no issues here."), "{defined}");
    }

    #[tokio::test]
    async fn what_somebody_asked_for_is_shown_to_those_who_want_it() {
        let sample = Sample::small();
        let mut library = Library::open_to_write(&sample.library).unwrap();
        for (label, origin) in [("brigde", Origin::Asked), ("toll", Origin::Defined)] {
            library.define(&Definition { label: label.to_owned(), ..Definition::default() }, origin).unwrap();
        }
        let labels = async |query: &str| {
            let list = sample.get(&format!("/issues.json{query}")).await.json();
            let list = list["issues"].as_array().unwrap().clone();
            list.iter().map(|issue| issue["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(labels("").await, ["bridge", "toll"]);
        assert_eq!(labels("?origin=asked").await, ["brigde"]);
        assert!(sample.get("/issues?origin=asked").await.body.contains("/issue?issue=brigde"));
    }

    #[tokio::test]
    async fn a_long_list_goes_on_behind_its_cursor() {
        let sample = Sample::small();
        let mut library = Library::open_to_write(&sample.library).unwrap();
        for number in 0..60 {
            let definition = Definition { label: format!("tax {number}"), ..Definition::default() };
            library.define(&definition, Origin::Defined).unwrap();
        }
        let first = sample.get("/issues.json").await.json();
        assert_eq!(first["issues"].as_array().unwrap().len(), 50, "{first}");
        let cursor = first["next"].as_str().unwrap();
        let second = sample.get(&format!("/issues.json?cursor={cursor}")).await.json();
        assert!(!second["issues"].as_array().unwrap().is_empty() && second["next"].is_null(), "{second}");
        assert!(sample.get("/issues").await.body.contains("rel=\"next\""));
    }

    #[tokio::test]
    async fn what_makes_no_sense_is_refused() {
        let sample = Sample::small();
        for wrong in ["/issues?origin=heaven", "/issues?cursor=2", "/issues?page=2"] {
            assert_eq!(sample.get(wrong).await.status, 400, "{wrong}");
        }
        assert!(Sample::with(&[]).get("/issues").await.body.contains("There are no issues here."));
    }
}
