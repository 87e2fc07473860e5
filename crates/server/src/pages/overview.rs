//! What is in the library?

use maud::{Markup, html};
use sayso_answers::stored;
use sayso_library::Tally;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::address::Address;
use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// So many issues are shown.
const ISSUES: usize = 8;

/// The first page.
pub(crate) struct Overview;

/// Nothing is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {}

/// What programs see.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonOverview {
    /// `sayso.overview/1`.
    schema: &'static str,
    /// Articles, copies included.
    articles: u64,
    /// Statements in them.
    statements: u64,
    /// Positions in them.
    positions: u64,
    /// The issues that most actors contest.
    issues: Vec<JsonIssue>,
}

/// An issue.
#[derive(Serialize, ToSchema)]
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

impl Page for Overview {
    const PATH: &'static str = "/";
    const FORMATS: &'static [Format] = &[Format::Json];
    const SUMMARY: &'static str = "What is in the library (sayso.overview/1).";
    type Asked = Asked;
    type Json = JsonOverview;

    fn answer(_: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        stored::find_anew(at.library, &at.site.opened().known)?;
        let size = at.library.size()?;
        let issue = |(issue, tally): (sayso_library::StoredIssue, Tally)| JsonIssue {
            label: issue.definition.label,
            positions: tally.positions,
            favor: tally.favor,
            against: tally.against,
        };
        let overview = JsonOverview {
            schema: "sayso.overview/1",
            articles: size.articles,
            statements: size.statements,
            positions: size.positions,
            issues: at.library.contested(ISSUES)?.into_iter().map(issue).collect(),
        };
        Ok(match at.format {
            Format::Html => Answer::Page { title: "Overview".to_owned(), main: page(&overview) },
            _ => Answer::Document(crate::page::document(&overview)),
        })
    }
}

fn page(overview: &JsonOverview) -> Markup {
    html! {
        h1 { "Who said what" }
        dl.numbers {
            div { dt { "Articles" } dd { (parts::number(overview.articles)) } }
            div { dt { "Statements" } dd { (parts::number(overview.statements)) } }
            div { dt { "Positions" } dd { (parts::number(overview.positions)) } }
        }
        section {
            h2 { "Most contested" }
            ul { @for issue in &overview.issues {
                li { a href=(Address::of("/issue").with("found", &issue.label)) { (issue.label) } }
            } }
        }
    }
}
