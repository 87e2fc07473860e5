//! Who is in the library? Those who are the same in every article; who says most first.

use maud::{Markup, html};
use sayso_answers::csv;
use sayso_domain::ActorKind;
use sayso_library::{ActorFilter, StoredActor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::address::{self, Address};
use crate::asked;
use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page, document};
use crate::parts;

/// So many stand on a page.
const COUNT: usize = 50;

/// The list of actors.
pub(crate) struct Actors;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Of this kind.
    #[param(pattern = "^(person|state|organisation|outlet|group|unknown)?$")]
    kind: Option<String>,
    /// With these words in the name; the last one may be the beginning of a word.
    name: Option<String>,
    /// Where the page begins: what `next` of the page before says.
    cursor: Option<String>,
}

/// The choices of the form: the first is all of them.
const KINDS: &[(&str, &str)] = &[
    ("", "any"),
    ("person", "person"),
    ("state", "state"),
    ("organisation", "organisation"),
    ("outlet", "outlet"),
    ("group", "group"),
    ("unknown", "unknown"),
];

/// What programs see.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonActors {
    /// `sayso.actors/1`.
    schema: &'static str,
    /// Who says most first.
    actors: Vec<JsonActor>,
    /// The `cursor` of the next page; none on the last one.
    next: Option<String>,
}

/// An actor with what the library holds of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonActor {
    /// The same in every article: `USA`, `person:john-kerry`.
    pub(super) key: String,
    /// The name that the article of the latest day uses.
    pub(super) name: String,
    /// person, state, organisation, outlet, group or unknown.
    pub(super) kind: String,
    /// The state that it is, belongs to or holds office in.
    pub(super) state: Option<String>,
    /// The office that the article of the latest day names.
    pub(super) role: Option<String>,
    /// In how many articles it is.
    pub(super) articles: u64,
    /// How many statements it makes.
    pub(super) statements: u64,
    /// How many statements others make for it.
    pub(super) statements_for: u64,
    /// How many positions it holds.
    pub(super) positions: u64,
}

impl From<StoredActor> for JsonActor {
    fn from(actor: StoredActor) -> JsonActor {
        let StoredActor { key, name, kind, state, role, articles, statements, statements_for, positions } =
            actor;
        JsonActor { key, name, kind, state, role, articles, statements, statements_for, positions }
    }
}

impl Page for Actors {
    const PATH: &'static str = "/actors";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str = "Who is in the library, who says most first (sayso.actors/1).";
    type Asked = Asked;
    type Json = JsonActors;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let kinds = ActorKind::ALL.map(|kind| (kind.as_str(), kind));
        let kind = asked::one_of("kind", &asked.kind, kinds)?;
        let name = asked::filled(&asked.name).map(str::to_owned);
        let filter = ActorFilter { kind, name };
        let cursor = asked::cursor(&asked.cursor)?;
        let page = at.library.actors_page(&filter, cursor.as_ref(), COUNT)?;
        let list = JsonActors {
            schema: "sayso.actors/1",
            actors: page.items.into_iter().map(JsonActor::from).collect(),
            next: page.next.map(|next| next.as_str().to_owned()),
        };
        Ok(match at.format {
            Format::Json => Answer::Document(document(&list)),
            Format::Csv => Answer::Document(table(&list)),
            _ => Answer::Page { title: "Actors".to_owned(), main: main(asked, &list) },
        })
    }
}

/// A header and a row for each actor of the page.
fn table(list: &JsonActors) -> String {
    let header = csv::row(&[
        "key",
        "name",
        "kind",
        "state",
        "role",
        "articles",
        "statements",
        "statements_for",
        "positions",
    ]);
    let row = |actor: &JsonActor| {
        csv::row(&[
            actor.key.as_str(),
            &actor.name,
            &actor.kind,
            actor.state.as_deref().unwrap_or_default(),
            actor.role.as_deref().unwrap_or_default(),
            &actor.articles.to_string(),
            &actor.statements.to_string(),
            &actor.statements_for.to_string(),
            &actor.positions.to_string(),
        ])
    };
    header + &list.actors.iter().map(row).collect::<String>()
}

fn main(asked: &Asked, list: &JsonActors) -> Markup {
    let next = list.next.as_deref().map(|next| {
        Address::of("/actors")
            .maybe("kind", asked::filled(&asked.kind))
            .maybe("name", asked::filled(&asked.name))
            .with("cursor", next)
    });
    html! {
        h1 { "Who speaks" }
        form.filters action="/actors" {
            (parts::field("Name", "name", asked.name.as_deref(), "search", "any"))
            (parts::choice("Kind", "kind", asked::filled(&asked.kind).unwrap_or_default(), KINDS))
            button type="submit" { "Show" }
        }
        @if list.actors.is_empty() {
            (parts::nothing("Nobody is called so here.",
                "Try another name or kind. Actors come with the articles that are put into the library with sayso ingest."))
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Actors" {
                table.list {
                    caption { "Who says most first. Those without a name of their own stand on the pages of their articles." }
                    thead { tr {
                        th scope="col" { "Actor" }
                        th scope="col" { "Kind" }
                        th scope="col" { "Last seen as" }
                        th.number scope="col" { "Says" }
                        th.number scope="col" { "Said for it" }
                        th.number scope="col" { "Positions" }
                        th.number scope="col" { "Articles" }
                    } }
                    tbody { @for actor in &list.actors { (row(actor)) } }
                }
            }
            (parts::more(next.as_ref()))
        }
    }
}

fn row(actor: &JsonActor) -> Markup {
    html! {
        tr {
            th scope="row" { a href=(address::actor(&actor.key)) { (actor.name) } }
            td { (actor.kind) }
            td {
                @if let Some(role) = &actor.role { (role) }
                @if let Some(state) = actor.state.as_ref().filter(|state| **state != actor.key) {
                    @if actor.role.is_some() { ", " }
                    (state)
                }
            }
            td.number { (parts::number(actor.statements)) }
            td.number { (parts::number(actor.statements_for)) }
            td.number { (parts::number(actor.positions)) }
            td.number { (parts::number(actor.articles)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn who_says_most_stands_first_and_names_are_found() {
        let sample = Sample::small();
        let list = sample.get("/actors.json").await.json();
        assert_eq!(
            (&list["schema"], &list["actors"][0]["key"]),
            (&"sayso.actors/1".into(), &"person:ada-ott".into())
        );
        assert_eq!((&list["actors"][0]["statements"], &list["next"]), (&2.into(), &serde_json::Value::Null));
        let page = sample.get("/actors?name=lu&kind=person").await.body;
        assert!(page.contains("/actor?key=person%3Abob-lund") && !page.contains("Ada Ott"), "{page}");
        let csv = sample.get("/actors.csv").await.body;
        assert!(csv.starts_with("key,name,kind,") && csv.lines().count() == 3, "{csv}");
    }

    #[tokio::test]
    async fn a_long_list_goes_on_behind_its_cursor() {
        let names = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"];
        let articles: Vec<_> = (0..60)
            .map(|number| {
                let name = format!("{} {}sen", names[number % 10], names[number / 10]);
                article(&format!("a-{number}"), "The Wire", "2024-03-01", &name, "favor", "Yes, we want it")
            })
            .collect();
        let sample = Sample::with(&articles);
        let first = sample.get("/actors.json?kind=person").await.json();
        assert_eq!(first["actors"].as_array().unwrap().len(), 50);
        let next = format!("/actors.json?kind=person&cursor={}", first["next"].as_str().unwrap());
        let second = sample.get(&next).await.json();
        assert!(second["actors"].as_array().unwrap().len() == 10 && second["next"].is_null());
    }

    #[tokio::test]
    async fn nobody_is_said_and_what_makes_no_sense_is_refused() {
        let sample = Sample::small();
        assert!(sample.get("/actors?name=Xyzzy").await.body.contains("Nobody is called so here."));
        assert!(Sample::with(&[]).get("/actors").await.body.contains("Nobody is called so here."));
        for wrong in ["/actors?kind=ghost", "/actors?cursor=zz", "/actors?nam=Ada"] {
            assert_eq!(sample.get(wrong).await.status, 400, "{wrong}");
        }
    }
}
