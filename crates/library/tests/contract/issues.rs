//! Issues are defined, renamed, merged, split, and know their positions.

use sayso_domain::Stance;
use sayso_library::{Change, Definition, Field, Filter, Library, Member, Origin, Tally};

use crate::support::{add, holds, on_each, place, reading, terms};

fn filled(library: &mut Library) -> Vec<i64> {
    add(
        library,
        vec![
            reading("a", 1, &[holds("Ada", "the fuel tax is fair", Stance::Favor, "fuel tax")]),
            reading("b", 2, &[holds("Bo", "no fuel tax", Stance::Against, "fuel tax")]),
            reading("c", 3, &[holds("Bo", "ferries must run", Stance::Favor, "ferries")]),
        ],
    );
    library.stands_after(0, 10).unwrap().into_iter().map(|stored| stored.id).collect()
}

fn defined(label: &str) -> Definition {
    Definition { label: label.to_owned(), ..Definition::default() }
}

fn member(position: i64) -> Member {
    Member { position, stance: None, probability: 0.5 }
}

#[test]
fn an_issue_knows_its_positions_as_of_a_change() {
    on_each(|store| {
        let mut library = store.create();
        let ids = filled(&mut library);
        let issue = library.define(&defined("Fuel tax"), Origin::Defined).unwrap();
        let change = library.as_of().unwrap();
        library.set_members(issue, &[member(ids[0]), member(ids[1])], change).unwrap();
        let stored = library.issue("fuel TAX").unwrap().unwrap();
        assert_eq!((stored.id, stored.as_of), (issue, change));
        assert_eq!(library.tally(issue).unwrap(), Tally { positions: 2, favor: 1, against: 1 });
        let stands = library.stands_of(&ids[..2]).unwrap();
        assert_eq!(stands[1].stand.actor.key, "person:bo");
        let filter = Filter { issue: Some(issue), stance: Some(Stance::Against), ..Filter::default() };
        assert_eq!(library.search(&filter, 0, 10).unwrap().hits[0].quote, "no fuel tax");
    });
}

#[test]
fn candidates_name_what_the_phrase_names() {
    on_each(|store| {
        let mut library = store.create();
        let ids = filled(&mut library);
        let mut found = |terms: &[&str]| -> Vec<i64> {
            let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
            library.candidates(&terms, 2).unwrap().into_iter().map(|stored| stored.id).collect()
        };
        assert_eq!(found(&["fuel", "tax"]), [ids[0], ids[1]]);
        assert_eq!(found(&["ferries", "absent"]), [ids[2]]);
        assert!(found(&["absent"]).is_empty());
        assert!(found(&[]).is_empty());
    });
}

#[test]
fn found_issues_are_replaced_as_a_whole_and_leave_defined_ones_alone() {
    on_each(|store| {
        let mut library = store.create();
        let ids = filled(&mut library);
        library.define(&defined("ferries"), Origin::Defined).unwrap();
        let found = [("fuel tax".to_owned(), ids[..2].to_vec()), ("Ferries".to_owned(), ids[2..].to_vec())];
        library.set_found(&found, 7).unwrap();
        library.set_found(&found, 8).unwrap();
        assert_eq!(library.found_as_of().unwrap(), Some(8));
        let labels: Vec<String> = library
            .issues(&[Origin::Defined, Origin::Found])
            .unwrap()
            .into_iter()
            .map(|i| i.definition.label)
            .collect();
        assert_eq!(labels, ["ferries", "fuel tax", "Ferries"]);
        // What was found under a label is no answer to a question: nobody judged it.
        assert!(library.issue("fuel tax").unwrap().is_none());
        assert_eq!(library.contested(10).unwrap()[0].0.definition.label, "fuel tax");
    });
}

#[test]
fn a_person_says_which_issue_a_position_belongs_to() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let at = place(&mut library, "b", "no fuel tax");
        let change = Change {
            field: Field::Issue,
            article: Some("b".to_owned()),
            place: Some(at),
            subject: None,
            after: Some("ferries".to_owned()),
            reason: None,
        };
        library.correct(&change, "ed", 5, &terms).unwrap();
        let mut now = library.stands_after(0, 10).unwrap();
        now.sort_by(|a, b| a.stand.article.cmp(&b.stand.article));
        let now: Vec<i64> = now.into_iter().map(|stored| stored.id).collect();
        let found = [("fuel tax".to_owned(), now[..2].to_vec()), ("ferries".to_owned(), now[2..].to_vec())];
        library.set_found(&found, 9).unwrap();
        for (label, count) in [("fuel tax", 1), ("ferries", 2)] {
            let found = library.issues(&[Origin::Found]).unwrap();
            let issue = found.iter().find(|issue| issue.definition.label == label).unwrap().id;
            assert_eq!(library.members(issue).unwrap().len(), count, "{label}");
        }
    });
}

#[test]
fn issues_are_renamed_merged_split_and_removed() {
    on_each(|store| {
        let mut library = store.create();
        let taxes =
            Definition { examples: vec!["petrol levy".to_owned(), "toll".to_owned()], ..defined("fuel tax") };
        library.define(&taxes, Origin::Defined).unwrap();
        library.define(&defined("ferries"), Origin::Defined).unwrap();
        library.rename_issue("fuel tax", "fuel duty").unwrap();
        let examples =
            |library: &mut Library, label: &str| library.issue(label).unwrap().unwrap().definition.examples;
        assert_eq!(examples(&mut library, "fuel duty"), ["petrol levy", "toll", "fuel tax"]);
        library.split_issue("fuel duty", &["Toll".to_owned()], "road tolls").unwrap();
        assert_eq!(examples(&mut library, "road tolls"), ["toll"]);
        assert_eq!(examples(&mut library, "fuel duty"), ["petrol levy", "fuel tax"]);
        library.merge_issues("ferries", "road tolls").unwrap();
        assert_eq!(examples(&mut library, "road tolls"), ["toll", "ferries"]);
        assert!(library.issue("ferries").unwrap().is_none());
        library.remove_issue("road tolls").unwrap();
        for error in [
            library.remove_issue("road tolls").unwrap_err(),
            library.rename_issue("none", "x").unwrap_err(),
            library.merge_issues("fuel duty", "fuel duty").unwrap_err(),
            library.split_issue("fuel duty", &["other".to_owned()], "y").unwrap_err(),
            library.define(&defined("…"), Origin::Defined).unwrap_err(),
        ] {
            assert_eq!(error.kind(), sayso_library::LibraryErrorKind::Wrong, "{error}");
        }
    });
}

#[test]
fn parts_of_an_issue_that_goes_are_part_of_what_stays_and_never_of_themselves() {
    on_each(|store| {
        let mut library = store.create();
        let part = |label: &str, of: &str| Definition { parent: Some(of.to_owned()), ..defined(label) };
        for issue in [
            defined("money"),
            part("tax", "money"),
            part("fuel tax", "tax"),
            part("tolls", "tax"),
            part("bridge tolls", "tolls"),
        ] {
            library.define(&issue, Origin::Defined).unwrap();
        }
        let parent =
            |library: &mut Library, label: &str| library.issue(label).unwrap().unwrap().definition.parent;
        // Into one of its own parts.
        library.merge_issues("tax", "bridge tolls").unwrap();
        for label in ["fuel tax", "tolls"] {
            assert_eq!(parent(&mut library, label).as_deref(), Some("money"), "{label}");
        }
        assert_eq!(parent(&mut library, "bridge tolls").as_deref(), Some("tolls"));
        library.merge_issues("tolls", "bridge tolls").unwrap();
        assert_eq!(parent(&mut library, "bridge tolls").as_deref(), Some("money"));
        library.merge_issues("money", "fuel tax").unwrap();
        assert_eq!(parent(&mut library, "fuel tax"), None);
        assert_eq!(parent(&mut library, "bridge tolls"), None, "fuel tax was within money");
        library.define(&part("bridge tolls", "fuel tax"), Origin::Defined).unwrap();
        library.remove_issue("fuel tax").unwrap();
        assert_eq!(parent(&mut library, "bridge tolls"), None);
    });
}
