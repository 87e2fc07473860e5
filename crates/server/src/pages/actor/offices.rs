//! Which offices did an actor hold, and when? As the list of people has it, and as articles name them.

use maud::{Markup, html};
use sayso_gazetteer::{Known, Person, SpeaksFor};
use sayso_library::ActorView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::address;
use crate::parts;

/// An office.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Office {
    /// "Secretary of State"; in an article's words where it is from articles.
    title: String,
    /// The state it is an office of.
    state: Option<String>,
    /// The organisation it is an office of.
    organisation: Option<String>,
    /// The state or organisation that its holder speaks for.
    speaks_for: Option<String>,
    /// The first day; of one from articles, the day of the first that names it.
    from: Option<String>,
    /// The last day; of one from articles, the day of the last that names it.
    to: Option<String>,
    /// How many articles name it; none where it is from the list of people.
    articles: Option<u64>,
}

/// Those of the list of people first.
pub(super) fn of(found: &ActorView, known: &Known) -> Vec<Office> {
    let names = std::iter::once(&found.actor.name).chain(found.names.iter().map(|(name, _)| name));
    let person = names
        .take(5)
        .find_map(|name| known.people(name).into_iter().find(|person| *person.key == *found.actor.key));
    let mut offices = person.map(|person| listed(&person)).unwrap_or_default();
    offices.extend(found.roles.iter().map(|seen| Office {
        title: seen.role.clone(),
        state: None,
        organisation: None,
        speaks_for: None,
        from: seen.first.clone(),
        to: seen.last.clone(),
        articles: Some(seen.articles),
    }));
    offices
}

fn listed(person: &Person<'_>) -> Vec<Office> {
    let roles = person.roles.iter().rev();
    roles
        .map(|role| Office {
            title: role.title.to_string(),
            state: role.country.map(|country| country.as_str().to_owned()),
            organisation: role.organisation.as_ref().map(ToString::to_string),
            speaks_for: match &role.speaks_for {
                SpeaksFor::State(country) => Some(country.as_str().to_owned()),
                SpeaksFor::Organisation(name) => Some(name.to_string()),
                SpeaksFor::Nobody => None,
            },
            from: role.from.map(|day| day.to_string()),
            to: role.to.map(|day| day.to_string()),
            articles: None,
        })
        .collect()
}

/// The part of the page; nothing where none is known.
pub(super) fn section(offices: &[Office]) -> Markup {
    html! {
        @if !offices.is_empty() {
            section {
                h2 { "Offices" }
                div.scroll tabindex="0" role="region" aria-label="Offices" {
                    table.list {
                        caption { "What the list of people knows, and what articles call them from their first day to their last." }
                        thead { tr {
                            th scope="col" { "Office" } th scope="col" { "Of" } th scope="col" { "From" } th scope="col" { "To" }
                            th scope="col" { "According to" }
                        } }
                        tbody { @for office in offices { (row(office)) } }
                    }
                }
            }
        }
    }
}

fn row(office: &Office) -> Markup {
    html! {
        tr {
            th scope="row" { @if office.title.is_empty() { "in office" } @else { (office.title) } }
            td {
                @if let Some(organisation) = &office.organisation { (organisation) @if office.state.is_some() { ", " } }
                @if let Some(state) = &office.state { a href=(address::actor(state)) { (state) } }
            }
            td.day { @match &office.from { Some(day) => (parts::day(day)), None => span.note { "not known" } } }
            td.day { @match &office.to { Some(day) => (parts::day(day)), None => span.note { "open or not known" } } }
            td {
                @match office.articles {
                    Some(articles) => (parts::counted(articles, "article", "articles")),
                    None => "list of people",
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_library::StoredActor;

    #[test]
    fn the_list_of_people_knows_days() {
        let actor = StoredActor {
            key: "person:john-kerry".to_owned(),
            name: "John Kerry".to_owned(),
            kind: "person".to_owned(),
            state: None,
            role: None,
            articles: 1,
            statements: 1,
            statements_for: 0,
            positions: 0,
        };
        let mut found = ActorView { actor, names: vec![], roles: vec![] };
        let offices = of(&found, &Known::built_in());
        assert!(
            offices.iter().any(|office| office.title == "Secretary of State" && office.from.is_some()),
            "{offices:?}"
        );
        // Another one of that name is somebody else.
        found.actor.key = "wire-1#a1".to_owned();
        assert!(of(&found, &Known::built_in()).is_empty());
    }
}
