//! Words are found, and filters hold.

use sayso_domain::{Date, Stance};
use sayso_library::{Filter, Library};

use crate::support::{add, holds, on_each, reading, said};

fn filled(library: &mut Library) {
    add(
        library,
        vec![
            reading("a", 1, &[said("Ada", "the fuel tax is unfair"), said("GBR", "ferries must run")]),
            reading("b", 2, &[holds("Bo", "a tax on fuel is fair", Stance::Favor, "fuel tax")]),
            reading("c", 3, &[holds("Ada", "Côte d’Ivoire's ferry sails", Stance::Against, "ferry")]),
        ],
    );
}

fn quotes(library: &mut Library, filter: &Filter) -> Vec<String> {
    let mut found: Vec<String> =
        library.search(filter, 0, 10).unwrap().hits.into_iter().map(|hit| hit.quote).collect();
    found.sort();
    found
}

fn words(typed: &str) -> Filter {
    Filter { words: Some(typed.to_owned()), ..Filter::default() }
}

#[test]
fn words_phrases_beginnings_and_operators_are_found() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let mut count = |typed: &str| library.search(&words(typed), 0, 10).unwrap().total;
        assert_eq!(count("TAX"), 2);
        assert_eq!(count("\"fuel tax\""), 1);
        assert_eq!(count("ferr*"), 2);
        assert_eq!(count("unfair OR run"), 2);
        assert_eq!(count("tax -unfair"), 1);
        assert_eq!(count("(unfair OR fair) fuel"), 2);
        assert_eq!(count("cote divoire"), 1);
        assert_eq!(count("nothing"), 0);
    });
}

#[test]
fn what_was_found_is_marked_and_told_with_its_place() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let found = library.search(&words("unfair"), 0, 10).unwrap();
        let hit = &found.hits[0];
        let marked: Vec<&str> = hit.marks.iter().map(|&(start, end)| &hit.quote[start..end]).collect();
        assert_eq!(marked, ["unfair"]);
        assert_eq!((hit.article.as_str(), hit.statement.as_str(), hit.cue.as_str()), ("a", "s1", "said"));
        assert_eq!(hit.speaker, Some(("person:ada".to_owned(), "Ada".to_owned())));
        assert_eq!((hit.day.as_deref(), hit.said_on.as_deref()), (Some("2024-03-01"), None));
        assert_eq!(library.stands_at("a", &hit.spans, &hit.quote).unwrap(), Some(true));
    });
}

#[test]
fn filters_hold_together() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let ada = Filter { speakers: vec!["person:ada".to_owned()], ..Filter::default() };
        assert_eq!(quotes(&mut library, &ada), ["Côte d’Ivoire's ferry sails", "the fuel tax is unfair"]);
        let ada_on_tax = Filter { words: Some("tax".to_owned()), ..ada.clone() };
        assert_eq!(quotes(&mut library, &ada_on_tax), ["the fuel tax is unfair"]);
        let late = Filter { from: Some(Date::constant(2024, 3, 2)), ..ada };
        assert_eq!(quotes(&mut library, &late), ["Côte d’Ivoire's ferry sails"]);
        let sure = Filter { min_confidence: 0.9, ..Filter::default() };
        assert!(quotes(&mut library, &sure).is_empty());
        let against = Filter { stance: Some(Stance::Against), ..Filter::default() };
        assert_eq!(quotes(&mut library, &against), ["Côte d’Ivoire's ferry sails"]);
        let outlet = Filter { outlets: vec!["Herald".to_owned(), "Wire".to_owned()], ..Filter::default() };
        assert_eq!(library.search(&outlet, 0, 10).unwrap().total, 4);
    });
}

#[test]
fn pages_follow_one_another() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let mut all = Vec::new();
        for skip in 0..4 {
            let found = library.search(&Filter::default(), skip, 1).unwrap();
            assert_eq!(found.total, 4);
            all.extend(found.hits.into_iter().map(|hit| hit.day));
        }
        let days = ["2024-03-03", "2024-03-02", "2024-03-01", "2024-03-01"].map(|day| Some(day.to_owned()));
        assert_eq!(all, days);
    });
}

#[test]
fn the_nearest_in_meaning_come_first() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let all = library.without_vector(0, 100).unwrap();
        let vectors: Vec<(i64, Vec<i8>)> = all
            .iter()
            .map(|(id, quote)| (*id, if quote.contains("ferr") { vec![127, 0] } else { vec![0, 127] }))
            .collect();
        library.set_vectors(&vectors).unwrap();
        assert!(library.without_vector(0, 100).unwrap().is_empty());
        let found = library.like(&[127, 0], &Filter::default(), 2).unwrap();
        assert!(found.hits.iter().all(|hit| hit.quote.contains("ferr") && hit.likeness == Some(1.0)));
        let ada = Filter { speakers: vec!["person:ada".to_owned()], ..Filter::default() };
        let found = library.like(&[127, 0], &ada, 10).unwrap();
        assert_eq!((found.total, found.hits[0].article.as_str()), (2, "c"));
    });
}
