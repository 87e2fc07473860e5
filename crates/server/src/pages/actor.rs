//! Who is this, what did they hold, where do they stand, how did they move, and what did they say last?

mod data;
mod offices;
mod stances;

use maud::{Markup, html};
use sayso_compare::{Stand, Who};
use sayso_library::{ActorView, Cursor, Filter, Hit, Library};
use serde::Deserialize;
use utoipa::IntoParams;

use self::data::JsonActorPage;
use self::offices::Office;
use self::stances::{OnIssue, Stances};
use crate::address::{self, Address};
use crate::failure::{Failure, FailureKind};
use crate::page::{Answer, At, Format, Page, document};
use crate::pages::issues;
use crate::parts;

/// So many positions are looked at: the newest.
const LOOKED_AT: usize = 300;

/// So many issues, changes and statements are shown.
const ISSUES: usize = 25;
const CHANGES: usize = 8;
const STATEMENTS: usize = 10;

/// One actor.
pub(crate) struct OneActor;

/// Who.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Its key: `USA`, `person:john-kerry`; what is known in one article alone has the article's name, `#a` and a number.
    key: String,
}

/// What the page is made of.
pub(super) struct View {
    pub(super) found: ActorView,
    /// The article that alone knows it; none for who is the same everywhere.
    pub(super) article: Option<(String, Option<String>)>,
    pub(super) offices: Vec<Office>,
    /// The newest statements that it makes, and that are made for it.
    pub(super) statements: Vec<Hit>,
    /// For whom it speaks, and in how many of the newest statements.
    pub(super) speaks_for: Vec<(Who, usize)>,
    pub(super) stances: Stances,
}

impl Page for OneActor {
    const PATH: &'static str = "/actor";
    const FORMATS: &'static [Format] = &[Format::Json];
    const SUMMARY: &'static str =
        "Who an actor is, where it stands, how it moved and what it said last (sayso.actor/1).";
    type Asked = Asked;
    type Json = JsonActorPage<'static>;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let known = &at.site.opened().known;
        let found = at.library.actor_view(&asked.key)?;
        let found = found.ok_or_else(|| {
            let message =
                format!("Nobody in the library has the key `{}`. /actors lists who is there.", asked.key);
            Failure::new(FailureKind::Missing, message)
        })?;
        sayso_answers::stored::find_once(at.library, known)?;
        let who = Who { key: asked.key.clone(), name: found.actor.name.clone() };
        let statements = statements(at.library, &who.key)?;
        let view = View {
            article: only_in(at.library, &who.key),
            offices: offices::of(&found, known),
            speaks_for: speaks_for(&statements, &who.key),
            statements: newest(statements),
            stances: Stances::of(at.library, &who, LOOKED_AT)?,
            found,
        };
        Ok(match at.format {
            Format::Html => Answer::Page { title: view.found.actor.name.clone(), main: view.page() },
            _ => Answer::Document(document(&data::of(&view))),
        })
    }
}

/// The article of an actor that is nobody outside of it: its name and title.
fn only_in(library: &mut Library, key: &str) -> Option<(String, Option<String>)> {
    let (article, number) = key.rsplit_once("#a")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let header = is_number.then(|| library.article_header(article).ok()).flatten()?;
    Some((header.name, header.title))
}

/// The newest statements that it makes, then those that others make for it.
fn statements(library: &mut Library, key: &str) -> Result<Vec<Hit>, Failure> {
    let own = Filter { speakers: vec![key.to_owned()], ..Filter::default() };
    let by_others = Filter { principals: vec![key.to_owned()], ..Filter::default() };
    let first: Option<&Cursor> = None;
    let mut hits = library.search_page(&own, first, 50)?.page.items;
    for hit in library.search_page(&by_others, first, STATEMENTS)?.page.items {
        if hits.iter().all(|other| other.id != hit.id) {
            hits.push(hit);
        }
    }
    Ok(hits)
}

fn speaks_for(hits: &[Hit], key: &str) -> Vec<(Who, usize)> {
    let mut found: Vec<(Who, usize)> = Vec::new();
    let own = hits.iter().filter(|hit| hit.speaker.as_ref().is_some_and(|speaker| speaker.0 == key));
    for (other, name) in own.filter_map(|hit| hit.speaks_for.as_ref()) {
        match found.iter_mut().find(|(who, _)| who.key == *other) {
            Some((_, count)) => *count += 1,
            None => found.push((Who { key: other.clone(), name: name.clone() }, 1)),
        }
    }
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found
}

fn newest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| b.day.cmp(&a.day).then(b.id.cmp(&a.id)));
    hits.truncate(STATEMENTS);
    hits
}

impl View {
    fn page(&self) -> Markup {
        html! {
            h1 { (self.found.actor.name) }
            (self.who())
            @if self.stances.is_cut {
                p.notice { "There is more than fits on a page: what follows rests on the " (LOOKED_AT) " newest positions." }
            }
            (self.on_issues())
            (self.changes())
            (offices::section(&self.offices))
            (self.newest())
            (self.names())
        }
    }

    fn who(&self) -> Markup {
        let actor = &self.found.actor;
        html! {
            p {
                (actor.kind)
                @if let Some(state) = actor.state.as_ref().filter(|state| **state != actor.key) {
                    " of " a href=(address::actor(state)) { (state) }
                }
                @if let Some(role) = &actor.role { ", last seen as " (role) }
                " · " span.note { (actor.key) }
            }
            @if let Some((article, title)) = &self.article {
                p.notice {
                    "Known from one article alone: " a href=(address::article(article, None)) { (title.as_ref().unwrap_or(article)) }
                    ". Others of that name may be somebody else."
                }
            }
            dl.numbers {
                div { dt { "Says" } dd { (parts::number(actor.statements)) } }
                div { dt { "Said for it" } dd { (parts::number(actor.statements_for)) } }
                div { dt { "Positions" } dd { (parts::number(actor.positions)) } }
                div { dt { "Articles" } dd { (parts::number(actor.articles)) } }
            }
            @if !self.speaks_for.is_empty() {
                p { "Speaks for "
                    @for (place, (who, _)) in self.speaks_for.iter().enumerate() {
                        @if place > 0 { ", " } a href=(address::actor(&who.key)) { (who.name) }
                    }
                    ": such words count for them; here they stand too."
                }
            }
        }
    }

    fn on_issues(&self) -> Markup {
        let issues = &self.stances.issues;
        html! {
            section {
                h2 { "Where they stand" }
                @if issues.is_empty() {
                    (parts::nothing("No position was found.", "Being silent is not being neutral: what they say takes no side on an issue that is known."))
                } @else {
                    div.scroll tabindex="0" role="region" aria-label="Positions by issue" {
                        table.list {
                            caption { "Positions on each issue; each leads to the words." }
                            thead { tr {
                                th scope="col" { "Issue" } th scope="col" { "For and against" }
                                th.number scope="col" { "Neutral" } th scope="col" { "Last" }
                            } }
                            tbody { @for issue in issues.iter().take(ISSUES) { (self.on_issue(issue)) } }
                        }
                    }
                    @if issues.len() > ISSUES { p.note { "The JSON has " (issues.len() - ISSUES) " more issues." } }
                }
            }
        }
    }

    fn on_issue(&self, issue: &OnIssue) -> Markup {
        html! {
            tr {
                th scope="row" { a href=(self.words_on(issue)) { (issue.label) } }
                td { (issues::balance(issue.favor, issue.against)) }
                td.number { (parts::number(issue.neutral)) }
                td.day { @if let Some(last) = issue.last { (parts::day(&last.to_string())) } }
            }
        }
    }

    /// Their words on an issue.
    fn words_on(&self, issue: &OnIssue) -> Address {
        Address::of("/timeline")
            .with(if issue.is_found() { "found" } else { "issue" }, &issue.label)
            .with("actor", &self.found.actor.key)
    }

    fn changes(&self) -> Markup {
        let changes = self.stances.changes();
        html! {
            @if !changes.is_empty() {
                section {
                    h2 { "How they moved" }
                    ul.steps.plain { @for change in changes.iter().take(CHANGES) { li {
                        p.change {
                            strong { (change.what.as_str()) } " on " a href=(self.words_on(change.issue)) { (change.issue.label) }
                            @if let Some(mover) = change.mover { " · " (parts::mover(mover)) }
                        }
                        div.pair {
                            @if let Some(before) = change.before { (side("before", before)) }
                            (side("then", change.now))
                        }
                    } } }
                    @if changes.len() > CHANGES { p.note { "The JSON has " (changes.len() - CHANGES) " more changes." } }
                }
            }
        }
    }

    fn newest(&self) -> Markup {
        html! {
            section {
                h2 { "What they said last" }
                @if self.statements.is_empty() { p { "Articles name them, but nothing of what they say." } }
                @for hit in &self.statements { (statement(hit)) }
                @if !self.statements.is_empty() {
                    p { a href=(Address::of("/search").with("speaker", &self.found.actor.key)) { "All their statements" } }
                }
            }
        }
    }

    fn names(&self) -> Markup {
        html! {
            @if self.found.names.len() > 1 {
                section {
                    h2 { "What articles call them" }
                    p { @for (place, (name, times)) in self.found.names.iter().enumerate() {
                        @if place > 0 { ", " } (name) " " span.note { (parts::number(*times)) }
                    } }
                }
            }
        }
    }
}

fn side(when: &str, stand: &Stand) -> Markup {
    html! { div { p.side { span.note { (when) } } (parts::words(stand)) } }
}

/// A statement, which leads to its words.
fn statement(hit: &Hit) -> Markup {
    html! {
        figure.words {
            blockquote class=[parts::said(&hit.kind, &hit.quote)] { a href=(address::article(&hit.article, Some(&hit.statement))) { (hit.quote) } }
            figcaption {
                @if let Some((key, name)) = &hit.speaker { a href=(address::actor(key)) { (name) } " · " }
                @if let Some((_, name)) = parts::principal(hit) { "for " (name) " · " }
                @if let Some(day) = &hit.day { (parts::day(day)) " · " }
                (hit.outlet.as_deref().unwrap_or(&hit.article)) " · " (parts::confidence(hit.confidence))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn it_shows_who_it_is_where_it_stands_and_how_it_moved() {
        let sample = Sample::small();
        let page = sample.get("/actor?key=person:ada-ott").await;
        assert_eq!(page.status, 200, "{}", page.body);
        for shown in [
            "<h1>Ada Ott</h1>",
            "/timeline?found=bridge&amp;actor=person%3Aada-ott",
            "reversal",
            "mayor",
            "/article?name=wire-2#s1",
        ] {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
        let document = sample.get("/actor.json?key=person:ada-ott").await.json();
        assert_eq!(
            (&document["schema"], &document["actor"]["name"]),
            (&"sayso.actor/1".into(), &"Ada Ott".into())
        );
        assert_eq!(
            (&document["issues"][0]["favor"], &document["issues"][0]["against"]),
            (&1.into(), &1.into())
        );
        assert_eq!(document["changes"][0]["change"], "reversal");
        assert_eq!(document["statements"][0]["article"], "wire-2");
        assert_eq!(document["offices"][0]["title"], "mayor");
    }

    #[tokio::test]
    async fn who_speaks_for_a_state_is_shown_with_those_words() {
        let mut one = article("a-1", "The Wire", "2024-03-01", "Ada Ott", "favor", "We want the bridge");
        let state = json!({"id": "a2", "key": "FRA", "name": "France", "kind": "state", "state": "FRA", "role": null,
            "mentions": one["actors"][0]["mentions"]});
        one["actors"].as_array_mut().unwrap().push(state);
        one["statements"][0]["speaks_for"] = "a2".into();
        let sample = Sample::with(&[one]);
        let page = sample.get("/actor?key=person:ada-ott").await.body;
        assert!(page.contains("Speaks for") && page.contains("/actor?key=FRA"), "{page}");
        let document = sample.get("/actor.json?key=person:ada-ott").await.json();
        assert_eq!(
            (&document["issues"][0]["favor"], &document["speaks_for"][0]["key"]),
            (&1.into(), &"FRA".into())
        );
        let state = sample.get("/actor.json?key=FRA").await.json();
        assert_eq!(state["statements"][0]["speaks_for"], "France");
    }

    #[tokio::test]
    async fn what_somebody_asked_for_is_left_out_where_there_are_other_issues() {
        let sample = Sample::small();
        sample.asked("brigde");
        let document = sample.get("/actor.json?key=person:ada-ott").await.json();
        let labels: Vec<&str> = document["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["label"].as_str().unwrap())
            .collect();
        assert_eq!(labels, ["bridge"]);
        assert!(!sample.get("/actor?key=person:ada-ott").await.body.contains("brigde"));
    }

    #[tokio::test]
    async fn who_is_known_from_one_article_alone_is_said_to_be() {
        let mut one = article("a-1", "The Wire", "2024-03-01", "Ada Ott", "favor", "We want the bridge");
        one["actors"][0]["key"] = serde_json::Value::Null;
        let sample = Sample::with(&[one]);
        let page = sample.get("/actor?key=a-1%23a1").await;
        assert!(page.status == 200 && page.body.contains("Known from one article alone"), "{}", page.body);
        assert!(page.body.contains("Ada Ott on the bridge"), "{}", page.body);
    }

    #[tokio::test]
    async fn nobody_is_not_found() {
        let sample = Sample::small();
        for path in ["/actor?key=person:nobody", "/actor.json?key=x%23a1", "/actor?key="] {
            assert_eq!(sample.get(path).await.status, 404, "{path}");
        }
        assert_eq!(sample.get("/actor").await.status, 400);
        assert_eq!(Sample::with(&[]).get("/actor?key=USA").await.status, 404);
    }
}
