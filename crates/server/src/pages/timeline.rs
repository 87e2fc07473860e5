//! How did one actor move on one issue? All its words on it, the latest first, each leading to its place in the article.

use maud::{Markup, html};
use sayso_answers::stored::Wanted;
use sayso_answers::{Collected, JsonWay, Question, Tools, Way, stored};
use sayso_compare::{Change, Report, Selection, Step, Who};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::address::{self, Address};
use crate::asked;
use crate::failure::{Failure, FailureKind};
use crate::names;
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// So many positions are looked at, the newest.
const MOST: usize = 1000;

/// So many steps are shown; programs get all.
const SHOWN: usize = 60;

/// An actor's words on an issue.
pub(crate) struct Timeline;

/// Whose words, on what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Whose: a name or a key. Only the page does without, and says what is wanted.
    actor: Option<String>,
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
        let wanted = Wanted { min_confidence, ..Wanted::newest(1, MOST) };
        if at.format == Format::Html && !asked.is_whole() {
            return Ok(Answer::Page { title: "Timeline".to_owned(), main: wanted_page(asked) });
        }
        let actor = asked::filled(&asked.actor).ok_or_else(|| {
            Failure::new(FailureKind::Wrong, "Nobody is named: give `actor`, a name or a key.")
        })?;
        let question = issue(&asked.issue, &asked.found)?;
        let known = &at.site.opened().known;
        let (who, complaint) = stored::actor(at.library, actor, known)?;
        if at.format == Format::Html && complaint.is_some() {
            let near = names::near(at.library, actor)?;
            return Ok(Answer::Page {
                title: format!("{}: nobody here", who.name),
                main: nobody(asked, &who, &near),
            });
        }
        let mut collected = match &question {
            Question::OneFound(label) => stored::collect_of(at.library, label, &who.key, &wanted)?,
            _ => Collected::default(),
        };
        if collected.stands.is_empty() {
            // An issue in words; or somebody who speaks for others.
            let wanted = Wanted { from, to, ..wanted };
            let ask = |tools: Tools<'_>| stored::collect(at.library, &question, &wanted, tools);
            collected = at.site.with_tools(ask)?;
        }
        let (mut actors, notices) =
            collected.actors(std::slice::from_ref(&who.key), known, Some(&mut *at.library))?;
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

impl Asked {
    /// Whether it says whose words on what are wanted.
    fn is_whole(&self) -> bool {
        let has_issue = asked::filled(&self.issue).or(asked::filled(&self.found)).is_some();
        asked::filled(&self.actor).is_some() && has_issue
    }

    /// The same of somebody else.
    fn of(&self, who: &Who) -> Address {
        Address::of("/timeline")
            .maybe("issue", asked::filled(&self.issue))
            .maybe("found", asked::filled(&self.found))
            .with("actor", &who.key)
            .maybe("from", asked::filled(&self.from))
            .maybe("to", asked::filled(&self.to))
            .maybe("min_confidence", asked::filled(&self.min_confidence))
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

/// What is wanted, where it was not said.
fn wanted_page(asked: &Asked) -> Markup {
    html! {
        h1 { "How somebody moved on an issue" }
        p { "All that one actor said on one issue, the latest first, with every change of mind. Name an actor and an issue." }
        (whole(asked))
        p { "Who there is: " a href="/actors" { "actors" } ". What is contested: " a href="/issues" { "issues" } "." }
    }
}

/// Somebody who is in no article: there is nobody who could be silent.
fn nobody(asked: &Asked, who: &Who, near: &[Who]) -> Markup {
    let issue = asked::filled(&asked.issue).or(asked::filled(&asked.found)).unwrap_or_default();
    html! {
        h1 { (who.name) " on " (issue) }
        p.notice {
            "Nobody in this library is called “" (who.name) "”"
            @if near.is_empty() { "." } @else { "; did you mean " (names::choices(near, |who| Some(asked.of(who)))) "?" }
        }
        (whole(asked))
    }
}

/// The form with all that is asked.
fn whole(asked: &Asked) -> Markup {
    html! {
        form.filters action="/timeline" {
            (parts::field("Actor", "actor", asked::filled(&asked.actor), "search", "a name or a key"))
            @match asked::filled(&asked.found) {
                Some(found) => (parts::field("Issue that was found", "found", Some(found), "search", "")),
                None => (parts::field("Issue", "issue", asked::filled(&asked.issue), "search", "in words")),
            }
            (since(asked))
        }
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
        (parts::cut(way.collected.cut, Some(MOST)))
        @for notice in notices { p.notice { (notice) } }
        (days(asked))
        p.legend { (way.closing()) "." }
        @if is_empty {
            (parts::nothing(&format!("Nothing was found on “{}”.", way.issue),
                "Being silent is not being neutral: no words of theirs on this are in the library."))
        }
        @if !way.timeline.steps.is_empty() {
            ol.steps reversed { @for step in way.timeline.steps.iter().rev().take(SHOWN) { li { (one(step)) } } }
            @if way.timeline.steps.len() > SHOWN {
                p.notice { "The latest " (SHOWN) " of " (way.timeline.steps.len()) " are shown; choose days to see others, or take the JSON below, which has all." }
            }
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

fn days(asked: &Asked) -> Markup {
    html! {
        form.filters action="/timeline" {
            @if let Some(actor) = asked::filled(&asked.actor) { input type="hidden" name="actor" value=(actor); }
            @if let Some(issue) = asked::filled(&asked.issue) { input type="hidden" name="issue" value=(issue); }
            @if let Some(found) = asked::filled(&asked.found) { input type="hidden" name="found" value=(found); }
            (since(asked))
        }
    }
}

fn since(asked: &Asked) -> Markup {
    html! {
        (parts::field("From", "from", asked.from.as_deref(), "date", ""))
        (parts::field("To", "to", asked.to.as_deref(), "date", ""))
        (parts::sure(&asked.min_confidence))
        button type="submit" { "Show" }
    }
}

fn one(step: &Step<'_>) -> Markup {
    let is_change = !matches!(step.change, Change::First | Change::Unchanged);
    html! {
        div.step {
            @if is_change {
                p.change {
                    strong { (step.change.as_str()) }
                    @if let Some(mover) = step.mover { " · " (parts::mover(mover)) }
                    @if let Some(before) = step.before {
                        " · before: " a href=(address::article(&before.article, Some(&before.statement))) { (parts::stated(before)) }
                    }
                }
            }
            (parts::words(step.stand))
            @if step.report != Report::New { p.note { "reported " (step.report.as_str()) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::Sample;

    #[tokio::test]
    async fn an_actors_words_stand_in_time_and_lead_to_their_places() {
        let sample = Sample::small();
        sample.get("/compare").await;
        let page = sample.get("/timeline?found=bridge&actor=Ada+Ott").await;
        assert!(
            page.status == 200 && page.body.contains("<strong>reversal</strong> · the actor changed"),
            "{}",
            page.body
        );
        assert!(page.body.contains("/article?name=wire-1#s1"), "{}", page.body);
        let way = sample.get("/timeline.json?found=bridge&actor=person:ada-ott").await.json();
        assert_eq!(
            (&way["schema"], &way["steps"][1]["change"]),
            (&json!("sayso.timeline/1"), &json!("reversal"))
        );
        let late = sample.get("/timeline.json?found=bridge&actor=Ada+Ott&from=2024-03-15").await.json();
        assert_eq!(late["steps"].as_array().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn silence_is_said_with_the_issue() {
        let sample = Sample::small();
        let page = sample.get("/timeline?issue=taxes&actor=Bob+Lund").await;
        assert!(page.status == 200 && page.body.contains("silent is not being neutral"), "{}", page.body);
        assert!(page.body.contains("Nothing was found on “taxes”."), "{}", page.body);
    }

    #[tokio::test]
    async fn who_names_no_actor_or_no_issue_is_told_what_is_wanted() {
        let sample = Sample::small();
        for query in ["", "?actor=Bob+Lund", "?found=bridge", "?actor=&issue=taxes"] {
            let page = sample.get(&format!("/timeline{query}")).await;
            assert!(
                page.status == 200 && page.body.contains("Name an actor and an issue."),
                "{query}: {}",
                page.body
            );
        }
        assert!(sample.get("/timeline?actor=Bob+Lund").await.body.contains("value=\"Bob Lund\""));
        assert!(sample.get("/").await.body.contains("<a href=\"/timeline\">Timeline</a>"));
        assert_eq!(sample.get("/timeline.json?found=bridge").await.status, 400);
        assert_eq!(sample.get("/timeline.json?actor=Bob+Lund").await.status, 404);
    }

    #[tokio::test]
    async fn nobody_is_neither_silent_nor_led_to_but_others_are() {
        let sample = Sample::small();
        sample.get("/compare").await;
        let page = sample.get("/timeline?found=bridge&actor=Ada+Otti&from=2024-03-15").await.body;
        let meant = "did you mean <a href=\"/timeline?found=bridge&amp;actor=person%3Aada-ott&amp;from=2024-03-15\">Ada Ott</a>?";
        assert!(page.contains(meant), "{page}");
        assert!(
            !page.contains("/actor?") && !page.contains("silent") && !page.contains("0 positions"),
            "{page}"
        );
        let nobody = sample.get("/timeline?found=bridge&actor=%3Cscript%3Ealert(1)%3C/script%3E").await;
        assert!(nobody.status == 200 && !nobody.body.contains("<script>alert"), "{}", nobody.body);
        assert!(!nobody.body.contains("did you mean"), "{}", nobody.body);
    }
}
