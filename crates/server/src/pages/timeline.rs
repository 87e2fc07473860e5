//! How did one actor move on one issue? All its words on it, the latest first, each leading to its place in the article.

use maud::{Markup, html};
use sayso_answers::stored::Bounds;
use sayso_answers::{JsonWay, Question, Way, stored};
use sayso_compare::{Change, Report, Selection, Step};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::address::{self, Address};
use crate::asked;
use crate::failure::{Failure, FailureKind};
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// What is looked at: a page has to be there at once.
const BOUNDS: Bounds = Bounds { issues: 1, positions: Some(3000), anew: false };

/// An actor's words on an issue.
pub(crate) struct Timeline;

/// Whose words, on what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Whose: a name or a key.
    actor: String,
    /// The issue, in words.
    issue: Option<String>,
    /// In place of it, the label of an issue that was found.
    found: Option<String>,
    /// From this day on.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<String>,
    /// Positions of a lower confidence are left out: from 0 to 1.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1)]
    min_confidence: Option<String>,
}

impl Page for Timeline {
    const PATH: &'static str = "/timeline";
    const FORMATS: &'static [Format] = &[Format::Json];
    const SUMMARY: &'static str = "How an actor moved on an issue (sayso.timeline/1).";
    type Asked = Asked;
    type Json = JsonWay<'static>;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let (from, to) = (asked::day("from", &asked.from)?, asked::day("to", &asked.to)?);
        let min_confidence = asked::probability("min_confidence", &asked.min_confidence)? as f32;
        let question = issue(&asked.issue, &asked.found)?;
        let mut collected = at
            .site
            .with_tools(|tools| stored::collect(at.library, &question, min_confidence, BOUNDS, tools))?;
        let typed = [asked.actor.clone()];
        let (mut actors, notices) =
            collected.actors(&typed, &at.site.opened().known, Some(&mut *at.library))?;
        let way = Way::of(&collected, actors.remove(0), &Selection { actors: Vec::new(), from, to });
        Ok(match at.format {
            Format::Html => Answer::Page {
                title: format!("{} on {}", way.actor.name, way.issue),
                main: page(asked, &way, &notices),
            },
            _ => Answer::Document(way.json()),
        })
    }
}

/// The one issue that is meant: that of words wins over one that was found.
///
/// # Errors
/// When there is none.
pub(crate) fn issue(issue: &Option<String>, found: &Option<String>) -> Result<Question, Failure> {
    match (asked::filled(issue), asked::filled(found)) {
        (Some(phrase), _) => Ok(Question::Phrase(phrase.to_owned())),
        (None, Some(label)) => Ok(Question::OneFound(label.to_owned())),
        (None, None) => Err(Failure::new(
            FailureKind::Missing,
            "No issue is named: give `issue`, in words, or `found`, a label.",
        )),
    }
}

fn page(asked: &Asked, way: &Way<'_>, notices: &[String]) -> Markup {
    let issue = Address::of("/issue")
        .maybe("issue", asked::filled(&asked.issue))
        .maybe("found", asked::filled(&asked.found));
    let is_empty =
        way.timeline.steps.is_empty() && way.timeline.undated.is_empty() && way.timeline.told.is_empty();
    html! {
        h1 { a href=(address::actor(&way.actor.key)) { (way.actor.name) } " on " a href=(issue) { (way.issue) } }
        (parts::cut(way.collected.cut, BOUNDS.positions))
        @for notice in notices { p.notice { (notice) } }
        p.legend { (way.closing()) "." }
        @if is_empty {
            (parts::nothing("Nothing was found.", "Being silent is not being neutral: no words of theirs on this are in the library."))
        }
        @if !way.timeline.steps.is_empty() {
            ol.steps reversed { @for step in way.timeline.steps.iter().rev() { li { (one(step)) } } }
        }
        @if !way.timeline.undated.is_empty() {
            h2 { "Without a day" }
            ul.steps { @for stand in &way.timeline.undated { li { (parts::words(stand)) } } }
        }
        @if !way.timeline.told.is_empty() {
            h2 { "Told by others" }
            ul.steps { @for stand in &way.timeline.told { li { (parts::words(stand)) } } }
        }
    }
}

fn one(step: &Step<'_>) -> Markup {
    let is_change = !matches!(step.change, Change::First | Change::Unchanged);
    html! {
        div.step {
            @if is_change {
                p.change {
                    strong { (step.change.as_str()) }
                    @if let Some(mover) = step.mover { " · " (mover.as_str()) }
                    @if let Some(before) = step.before {
                        " · before: “" a href=(address::article(&before.article, Some(&before.statement))) { (before.quote) } "”"
                    }
                }
            }
            (parts::words(step.stand))
            @if step.report != Report::New { p.note { "reported " (step.report.as_str()) } }
        }
    }
}
