//! What does an article say, who says it there, and where? Its words, with every statement marked.

mod cards;
mod marked;

use std::collections::{HashMap, HashSet};

use maud::{Markup, html};
use sayso_domain::Reading;
use sayso_library::{
    ArticleHeader, ArticleView, Carriers, Correction, Library, LibraryError, LibraryErrorKind, Origin,
};
use sayso_wire::WireReading;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::cards::Seen;
use crate::address::{self, Address};
use crate::failure::{Failure, FailureKind};
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// One article.
pub(crate) struct Article;

/// Which one.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// The article's name in the library.
    name: String,
}

/// An article and what was read in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonArticle {
    /// `sayso.article/1`.
    schema: &'static str,
    /// Its name in the library.
    name: String,
    /// Its title.
    title: Option<String>,
    /// Its outlet.
    outlet: Option<String>,
    /// The day of publication, where it is known.
    #[schema(format = Date)]
    published: Option<String>,
    /// Where it came from.
    url: Option<String>,
    /// Its language, such as `en`.
    language: Option<String>,
    /// When it was stored, in seconds since 1970.
    added: i64,
    /// The model that read it; none where none has.
    model: Option<String>,
    /// When that was, in seconds since 1970.
    read_at: Option<i64>,
    /// What was read, with the corrections that are in force: `sayso.reading/1`, places in code points.
    #[schema(value_type = Object)]
    reading: WireReading,
    /// The articles that have its text, itself included.
    carriers: JsonCarriers,
    /// The longer articles in which it stands, and the shorter ones that stand in it.
    holdings: Vec<JsonHolding>,
    /// The corrections that are in force, oldest first.
    corrections: Vec<JsonCorrection>,
    /// Which issues its positions are about.
    issues: Vec<JsonIssueOf>,
}

/// Articles with one text.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleCarriers)]
struct JsonCarriers {
    /// The one that was published first.
    first: String,
    /// The others, in the order of publication.
    others: Vec<String>,
}

/// An article that stands within a longer one.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleHolding)]
struct JsonHolding {
    /// The shorter one.
    inner: String,
    /// The longer one.
    outer: String,
    /// How much of the shorter one it holds, from 0 to 1.
    share: f64,
}

/// A correction in force.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleCorrection)]
struct JsonCorrection {
    /// Its number in the library.
    id: i64,
    /// What is corrected, such as `stance`.
    field: &'static str,
    /// From the first to behind the last code point of the words that are meant.
    place: Option<(u32, u32)>,
    /// The actor that is meant, by key.
    subject: Option<String>,
    /// What stood there.
    before: Option<String>,
    /// What stands there now; none where there is to be nothing.
    after: Option<String>,
    /// Why.
    reason: Option<String>,
    /// When it was made, in seconds since 1970.
    made_at: i64,
    /// Who made it.
    made_by: String,
}

/// A position's issue.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleIssue)]
struct JsonIssueOf {
    /// The position's id in the reading, such as `p2`.
    position: String,
    /// The issue's label.
    issue: String,
}

impl Page for Article {
    const PATH: &'static str = "/article";
    const FORMATS: &'static [Format] = &[Format::Json];
    const SUMMARY: &'static str = "An article and what was read in it (sayso.article/1).";
    // Who may put things right is led there.
    const PERSONAL: bool = true;
    type Asked = Asked;
    type Json = JsonArticle;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let mut view = at.library.article_view(&asked.name).map_err(|error| missing(error, &asked.name))?;
        let issues = about(at.library, std::mem::take(&mut view.issues))?;
        Ok(match at.format {
            Format::Html => Answer::Page {
                title: title(&view.header).to_owned(),
                main: page(&view, &issues, at.visitor.may_review),
            },
            _ => Answer::Document(crate::page::document(&json(view, issues))),
        })
    }
}

/// A name that no article has is an address at which there is nothing.
fn missing(error: LibraryError, name: &str) -> Failure {
    match error.kind() {
        LibraryErrorKind::Wrong => {
            let message = format!(
                "No article in this library is called `{name}`. Look for it in the list of articles."
            );
            Failure::new(FailureKind::Missing, message)
        }
        _ => error.into(),
    }
}

fn title(header: &ArticleHeader) -> &str {
    header.title.as_deref().unwrap_or(&header.name)
}

fn json(view: ArticleView, issues: Vec<About>) -> JsonArticle {
    let ArticleView { header, read, reading, carriers, holdings, corrections, .. } = view;
    let (model, read_at) = read.unzip();
    JsonArticle {
        schema: "sayso.article/1",
        name: header.name,
        title: header.title,
        outlet: header.outlet,
        published: header.published,
        url: header.url,
        language: header.language,
        added: header.added,
        model,
        read_at,
        reading: WireReading::from(&reading),
        carriers: JsonCarriers { first: carriers.first, others: carriers.others },
        holdings: holdings
            .into_iter()
            .map(|holding| JsonHolding { inner: holding.inner, outer: holding.outer, share: holding.share })
            .collect(),
        corrections: corrections.into_iter().map(correction).collect(),
        issues: issues
            .into_iter()
            .map(|about| JsonIssueOf { position: about.position, issue: about.label })
            .collect(),
    }
}

fn correction(correction: Correction) -> JsonCorrection {
    let Correction { id, change, made_at, made_by, before, .. } = correction;
    JsonCorrection {
        id,
        field: change.field.as_str(),
        place: change.place,
        subject: change.subject,
        before,
        after: change.after,
        reason: change.reason,
        made_at,
        made_by,
    }
}

/// The issue of a position.
pub(super) struct About {
    /// The position's id in the reading, such as `p2`.
    position: String,
    /// The issue's label.
    label: String,
    /// Whether it was found, and not defined or asked for.
    is_found: bool,
}

/// The issues of positions, which come with the numbers of these issues. Of what somebody once asked for, only what stands alone.
fn about(library: &mut Library, issues: Vec<(String, i64, String)>) -> Result<Vec<About>, Failure> {
    let mut origins: HashMap<i64, Option<Origin>> = HashMap::new();
    for (_, number, _) in &issues {
        if !origins.contains_key(number) {
            origins.insert(*number, library.issue_of_id(*number)?.map(|issue| issue.origin));
        }
    }
    let origin = |number: &i64| origins.get(number).copied().flatten();
    let is_asked = |number: &i64| origin(number) == Some(Origin::Asked);
    let has_others: HashSet<&String> =
        issues.iter().filter(|(_, number, _)| !is_asked(number)).map(|(position, ..)| position).collect();
    let shown =
        issues.iter().filter(|(position, number, _)| !is_asked(number) || !has_others.contains(position));
    let about = shown.map(|(position, number, label)| About {
        position: position.clone(),
        label: label.clone(),
        is_found: origin(number) == Some(Origin::Found),
    });
    Ok(about.collect())
}

fn page(view: &ArticleView, issues: &[About], may_review: bool) -> Markup {
    let header = &view.header;
    html! {
        h1 { (title(header)) }
        (origin(header))
        (kept(view))
        @if may_review {
            p { a href=(Address::of("/review").with("article", &header.name)) { "Put something right in this article" } }
        }
        (corrections(&view.corrections))
        (read(&view.reading, issues, may_review.then_some(header.name.as_str())))
    }
}

/// A reading: the words with what is marked in them, and a card for each statement beside them.
pub(super) fn read(reading: &Reading, issues: &[About], review: Option<&str>) -> Markup {
    let seen = Seen::of(reading, issues, review);
    html! {
        @for note in &reading.notes { p.notice { (note.message) } }
        p.legend {
            "Marked: " span.said.source { "who speaks" } ", " span.said.cue { "what attributes it" } ", "
            span.said.content.d1 { "what is said" } ", " span.said.content.d2 { "what is said within that" } ", "
            span.furniture { "what is the page's" } ". Point at words, or go to their number, to see who says them."
        }
        div.reading {
            section aria-labelledby="words" { h2.hidden #words { "Its words" } (marked::text(reading, &seen)) }
            section.beside aria-labelledby="said" {
                h2 #said { (parts::counted(reading.statements.len() as u64, "statement", "statements")) }
                (cards::statements(&seen))
                (cards::events(&seen))
            }
        }
    }
}

/// Who published it, when, and where it stood.
fn origin(header: &ArticleHeader) -> Markup {
    html! {
        p.origin {
            @if let Some(outlet) = &header.outlet {
                a href=(Address::of("/articles").with("outlet", outlet)) { (outlet) } " · "
            }
            @match &header.published {
                Some(day) => (parts::day(day)),
                None => span.note { "without a day" },
            }
            @if let Some(url) = header.url.as_deref().filter(|url| is_web(url)) {
                " · " a href=(url) rel="noopener noreferrer nofollow" { "the original" span.hidden { ", on another site" } }
            }
        }
    }
}

/// Whether it may stand in a link: nothing but the web's own addresses does.
fn is_web(url: &str) -> bool {
    let start = |with: &str| url.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    start("https://") || start("http://")
}

/// Who read it, and which other articles have the same words.
fn kept(view: &ArticleView) -> Markup {
    let name = &view.header.name;
    html! {
        p.note {
            @match &view.read {
                Some((model, when)) => { "Read by model " (model) ", " (parts::moment(*when)) },
                None => { "Stored " (parts::moment(view.header.added)) ", not yet read" },
            }
            " · in the library as " code { (name) }
        }
        @let Carriers { first, others } = &view.carriers;
        @if !others.is_empty() {
            p.note {
                @if first == name {
                    "The first of " ((others.len() + 1)) " articles with this text. Also in: "
                } @else {
                    "A copy: first in " a href=(address::article(first, None)) { (first) } ". Also in: "
                }
                (list(others.iter().filter(|other| *other != name)))
            }
        }
        @for holding in &view.holdings {
            @let per_cent = (holding.share.clamp(0.0, 1.0) * 100.0).round();
            p.note {
                @if holding.inner == *name {
                    (per_cent) " % of it stands in " a href=(address::article(&holding.outer, None)) { (holding.outer) }
                } @else {
                    "Holds " (per_cent) " % of " a href=(address::article(&holding.inner, None)) { (holding.inner) }
                }
            }
        }
    }
}

/// So many copies are named.
const NAMED: usize = 20;

fn list<'a>(names: impl Iterator<Item = &'a String> + Clone) -> Markup {
    let more = names.clone().count().saturating_sub(NAMED);
    html! {
        @for (place, name) in names.take(NAMED).enumerate() {
            @if place > 0 { ", " }
            a href=(address::article(name, None)) { (name) }
        }
        @if more > 0 { " and " (more) " more" }
    }
}

/// What people put right.
fn corrections(corrections: &[Correction]) -> Markup {
    html! {
        @if !corrections.is_empty() {
            details.corrections {
                summary { (parts::counted(corrections.len() as u64, "correction is", "corrections are")) " in force" }
                ul { @for correction in corrections { li { (one(correction)) } } }
            }
        }
    }
}

fn one(correction: &Correction) -> Markup {
    let change = &correction.change;
    html! {
        (change.field.as_str().replace('_', " ")) ": "
        @if let Some(before) = &correction.before { s { (before) } " → " }
        strong { (change.after.as_deref().unwrap_or("nothing")) }
        @if let Some(reason) = &change.reason { " (" (reason) ")" }
        span.note { " by " (correction.made_by) ", " (parts::moment(correction.made_at)) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn words_are_marked_and_lead_to_their_card_and_back() {
        let sample = Sample::small();
        let page = sample.get("/article?name=wire-1").await;
        assert_eq!(page.status, 200);
        for part in [
            "id=\"s1\" data-statement=\"s1\"><a class=\"to\" href=\"#c-s1\"",
            "<li class=\"card\" id=\"c-s1\"",
            "href=\"#s1\"",
            "/actor?key=person%3Aada-ott",
            "/review?article=wire-1&amp;statement=s1",
            "Read by model made-up",
        ] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(page.body.contains("</a>We want the bridge</span>"), "{}", page.body);
    }

    #[tokio::test]
    async fn the_document_holds_the_promised_reading() {
        let sample = Sample::small();
        let document = sample.get("/article.json?name=wire-1").await.json();
        assert_eq!(document["schema"], "sayso.article/1");
        assert_eq!(document["reading"]["schema"], "sayso.reading/1");
        assert_eq!(document["reading"]["statements"][0]["id"], "s1");
        assert_eq!(document["carriers"], json!({"first": "wire-1", "others": []}));
        assert_eq!((&document["model"], &document["read_at"]), (&"made-up".into(), &1_700_000_000.into()));
    }

    #[tokio::test]
    async fn what_somebody_asked_for_is_no_issue_where_another_one_is() {
        let sample = Sample::small();
        sample.asked("brigde");
        let page = sample.get("/article?name=wire-1").await.body;
        assert!(page.contains("issue: <a href=\"/issue?issue=brigde\">"), "alone it is shown: {page}");
        sample.get("/issues").await;
        let document = sample.get("/article.json?name=wire-1").await.json();
        assert_eq!(document["issues"], json!([{"position": "p1", "issue": "bridge"}]));
        let page = sample.get("/article?name=wire-1").await.body;
        assert!(
            page.contains("issue: <a href=\"/issue?found=bridge\">") && !page.contains("brigde"),
            "{page}"
        );
    }

    #[tokio::test]
    async fn an_article_that_is_not_there_is_missing_and_no_name_is_wrong() {
        let sample = Sample::with(&[]);
        let page = sample.get("/article?name=%3Cb%3E").await;
        assert!(page.status == 404 && page.body.contains("is called `&lt;b&gt;`"), "{}", page.body);
        assert!(!page.body.contains(&sample.library));
        assert_eq!(sample.get("/article.json").await.status, 400);
        assert_eq!(sample.get("/article?name=a&nam=b").await.status, 400);
    }

    #[tokio::test]
    async fn foreign_words_stay_words() {
        let evil = "<script>alert(1)</script>\"'&";
        let mut foreign = article("evil", evil, "2024-03-01", "Ada Ott", "favor", evil);
        foreign["article"]["title"] = evil.into();
        foreign["article"]["url"] = "javascript:alert(1)".into();
        foreign["actors"][0]["name"] = evil.into();
        foreign["actors"][0]["role"] = evil.into();
        foreign["positions"][0]["target"]["label"] = evil.into();
        foreign["notes"] = json!([{"code": "other", "message": evil, "span": null}]);
        let page = Sample::with(&[foreign]).get("/article?name=evil").await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<script>") && !page.body.contains("javascript:"), "{}", page.body);
        assert!(!page.body.contains("alert(1)</script>\"'"), "{}", page.body);
        assert!(page.body.matches("&lt;script&gt;").count() > 8);
    }

    #[tokio::test]
    async fn statements_within_statements_are_told_apart() {
        let mut outer =
            article("a", "The Wire", "2024-03-01", "Ada Ott", "favor", "Bob told us that rain falls");
        let inner = json!({"id": "s2", "kind": "indirect", "source": [[15, 18]], "cue": [[19, 23]], "content": [[32, 42]],
            "within": "s1", "speaker": null, "speaks_for": null, "said_on": null,
            "modality": {"negated": false, "conditional": [], "future": false, "question": false}, "confidence": 0.4});
        outer["statements"].as_array_mut().unwrap().push(inner);
        let page = Sample::with(&[outer]).get("/article?name=a").await;
        assert!(page.body.contains("class=\"said content d2\" id=\"s2\""), "{}", page.body);
        assert!(page.body.contains("within <a href=\"#c-s1\">s1</a>"));
        assert!(page.body.contains("somebody who is not named"));
    }

    #[test]
    fn only_addresses_of_the_web_are_linked_to() {
        assert!(is_web("https://example.org/") && is_web("HTTP://example.org"));
        assert!(!is_web("javascript:alert(1)") && !is_web("data:text/html,x") && !is_web("é") && !is_web(""));
    }
}
