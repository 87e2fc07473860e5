//! Which outlets carry what is said on an issue?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use maud::{Markup, html};
use sayso_compare::Row;
use serde::Serialize;
use utoipa::ToSchema;

use crate::parts;

/// So many are shown; the document has all.
const SHOWN: usize = 25;

/// An outlet and what it carries.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonCarrier<'a> {
    /// Its name; none for articles that name no outlet.
    outlet: Option<&'a str>,
    /// In how many articles.
    articles: usize,
    /// How many utterances it carries: one that many of its articles carry is one.
    utterances: usize,
    /// How many of them no other outlet carries.
    alone: usize,
}

/// Of all that counts in a row; who carries most first.
pub(super) fn of<'a>(row: &Row<'a>) -> Vec<JsonCarrier<'a>> {
    let mut carried: BTreeMap<Option<&str>, BTreeSet<(usize, usize)>> = BTreeMap::new();
    let mut articles: BTreeMap<Option<&str>, BTreeSet<&str>> = BTreeMap::new();
    for cell in &row.cells {
        for held in &cell.positions {
            let outlet = held.stand.outlet.as_deref();
            carried.entry(outlet).or_default().insert((cell.actor, held.utterance));
            articles.entry(outlet).or_default().insert(&held.stand.article);
        }
    }
    let mut by: HashMap<(usize, usize), usize> = HashMap::new();
    carried.values().flatten().for_each(|utterance| *by.entry(*utterance).or_default() += 1);
    let mut carriers: Vec<JsonCarrier<'_>> = carried
        .iter()
        .map(|(outlet, utterances)| JsonCarrier {
            outlet: *outlet,
            articles: articles.get(outlet).map_or(0, BTreeSet::len),
            utterances: utterances.len(),
            alone: utterances.iter().filter(|utterance| by[utterance] == 1).count(),
        })
        .collect();
    carriers.sort_by_key(|carrier| std::cmp::Reverse(carrier.utterances));
    carriers
}

/// The part of the page.
pub(super) fn section(row: &Row<'_>) -> Markup {
    let carriers = of(row);
    html! {
        section {
            h2 { "Who carries it" }
            div.scroll tabindex="0" role="region" aria-label="Outlets" {
                table.list {
                    caption { "Utterances, each counted once however many articles of an outlet hold it." }
                    thead { tr {
                        th scope="col" { "Outlet" }
                        th.number scope="col" { "Articles" }
                        th.number scope="col" { "Utterances" }
                        th.number scope="col" { "Carried by no other" }
                    } }
                    tbody { @for carrier in carriers.iter().take(SHOWN) { tr {
                        th scope="row" { (carrier.outlet.unwrap_or("no outlet named")) }
                        td.number { (parts::number(carrier.articles as u64)) }
                        td.number { (parts::number(carrier.utterances as u64)) }
                        td.number { (parts::number(carrier.alone as u64)) }
                    } } }
                }
            }
            @if carriers.len() > SHOWN { p.note { (carriers.len() - SHOWN) " more carry less." } }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn what_two_outlets_carry_is_alone_in_neither() {
        let quote = "We want the new bridge over the river before the winter comes";
        let sample = Sample::with(&[
            article("a", "The Wire", "2024-03-01", "Ada Ott", "favor", quote),
            article("b", "Post & Mail", "2024-03-01", "Ada Ott", "favor", quote),
            article("c", "Post & Mail", "2024-03-04", "Bob Lund", "against", "Nobody needs the bridge"),
        ]);
        let carriers = sample.get("/issue.json?found=bridge").await.json()["carriers"].clone();
        let told: Vec<_> = carriers
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (
                    one["outlet"].as_str().unwrap(),
                    one["utterances"].as_u64().unwrap(),
                    one["alone"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(told, [("Post & Mail", 2, 1), ("The Wire", 1, 0)]);
    }
}
