//! A person's word wins, survives a new model, and can be taken back.

use sayso_domain::{Stance, StatementId};
use sayso_library::{Change, Field, Filter, Library, LibraryErrorKind, accepting, standing};

use crate::support::{add, holds, on_each, place, reading, said, terms};

fn change(field: Field, article: &str, place: (u32, u32), after: Option<&str>) -> Change {
    Change {
        field,
        article: Some(article.to_owned()),
        place: Some(place),
        subject: None,
        after: after.map(str::to_owned),
        reason: None,
    }
}

fn of_actor(field: Field, subject: &str, after: &str) -> Change {
    Change {
        field,
        article: None,
        place: None,
        subject: Some(subject.to_owned()),
        after: Some(after.to_owned()),
        reason: None,
    }
}

fn speakers(library: &mut Library) -> Vec<String> {
    let hits = library.search(&Filter::default(), 0, 10).unwrap().hits;
    let mut keys: Vec<String> = hits.into_iter().filter_map(|hit| hit.speaker).map(|(key, _)| key).collect();
    keys.sort();
    keys
}

#[test]
fn a_correction_shows_at_once_survives_a_new_reading_and_is_undone() {
    on_each(|store| {
        let mut library = store.create();
        let first = reading("a", 1, &[said("Ada", "no tax"), said("Bo", "yes")]);
        add(&mut library, vec![first.clone()]);
        let at = place(&mut library, "a", "no tax");
        let made =
            library.correct(&change(Field::Speaker, "a", at, Some("person:bo")), "ed", 5, &terms).unwrap();
        assert_eq!((made.before.as_deref(), made.made_by.as_str()), (Some("person:ada"), "ed"));
        assert_eq!(speakers(&mut library), ["person:bo", "person:bo"]);

        library.replace("a", &first, "model-2", 9, &terms).unwrap();
        assert_eq!(speakers(&mut library), ["person:bo", "person:bo"]);

        library.undo(made.id, "cy", 10, &terms).unwrap();
        assert_eq!(speakers(&mut library), ["person:ada", "person:bo"]);
        let record = &library.corrections().unwrap()[0];
        assert_eq!(record.undone, Some((10, "cy".to_owned())));
        let error = library.undo(made.id, "cy", 11, &terms).unwrap_err();
        assert!(error.to_string().contains("was undone before"), "{error}");
    });
}

#[test]
fn what_follows_from_what_stands_there_is_made_or_refused_as_a_whole() {
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("a", 1, &[holds("Ada", "no tax", Stance::Favor, "tax")])]);
        let stance = change(Field::Stance, "a", place(&mut library, "a", "no tax"), Some("against"));
        let seen = |reading: &sayso_domain::Reading| match standing(reading, &stance).unwrap().as_deref() {
            Some("favor") => Ok(vec![stance.clone()]),
            other => Err(other.map(str::to_owned)),
        };
        let made = library.correct_seen("a", "ed", 5, &terms, seen).unwrap().unwrap();
        assert_eq!(library.correction(made[0].id).unwrap().as_ref(), Some(&made[0]));
        let change = library.change().unwrap();
        let late = library.correct_seen("a", "cy", 6, &terms, seen).unwrap();
        assert_eq!(late, Err(Some("against".to_owned())));
        let none = library
            .correct_seen("a", "cy", 6, &terms, |reading| accepting(reading, StatementId(8)).ok_or(()));
        assert_eq!(none.unwrap(), Err(()));
        assert_eq!((library.corrections().unwrap().len(), library.change().unwrap()), (1, change));
        assert_eq!(library.correction(99).unwrap(), None);
    });
}

#[test]
fn a_stance_is_put_right_and_a_statement_rejected() {
    on_each(|store| {
        let mut library = store.create();
        add(
            &mut library,
            vec![reading("a", 1, &[holds("Ada", "no tax", Stance::Favor, "tax"), said("Bo", "yes")])],
        );
        let at = place(&mut library, "a", "no tax");
        library.correct(&change(Field::Stance, "a", at, Some("against")), "ed", 5, &terms).unwrap();
        let stand = library.stands_after(0, 10).unwrap().remove(0).stand;
        assert_eq!((stand.stance, stand.confidence), (Stance::Against, 1.0));
        library.correct(&change(Field::Statement, "a", at, None), "ed", 6, &terms).unwrap();
        assert!(library.stands_after(0, 10).unwrap().is_empty());
        assert_eq!(speakers(&mut library), ["person:bo"]);
        assert_eq!(library.verify(|| ()).unwrap().faults, [""; 0]);
    });
}

#[test]
fn actors_are_merged_everywhere_and_renamed() {
    on_each(|store| {
        let mut library = store.create();
        add(
            &mut library,
            vec![reading("a", 1, &[said("Ada", "no")]), reading("b", 2, &[said("Ada Thorne", "yes")])],
        );
        let merged = library
            .correct(&of_actor(Field::Merge, "person:ada", "person:ada-thorne"), "ed", 5, &terms)
            .unwrap();
        assert_eq!(speakers(&mut library), ["person:ada-thorne", "person:ada-thorne"]);
        library.correct(&of_actor(Field::Rename, "person:ada-thorne", "Dame Ada"), "ed", 6, &terms).unwrap();
        let actors = library.actors(None, 10).unwrap();
        assert_eq!((actors.len(), actors[0].name.as_str(), actors[0].articles), (1, "Dame Ada", 2));
        library.undo(merged.id, "ed", 7, &terms).unwrap();
        assert_eq!(speakers(&mut library), ["person:ada", "person:ada-thorne"]);
    });
}

#[test]
fn what_is_stored_later_is_corrected_too() {
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("a", 1, &[said("Ada", "no")])]);
        library.correct(&of_actor(Field::Merge, "person:ada", "person:bo"), "ed", 5, &terms).unwrap();
        add(&mut library, vec![reading("b", 2, &[said("Ada", "yes")])]);
        assert_eq!(speakers(&mut library), ["person:bo", "person:bo"]);
    });
}

#[test]
fn one_article_s_actor_is_split_off() {
    on_each(|store| {
        let mut library = store.create();
        add(
            &mut library,
            vec![reading("a", 1, &[said("Ada", "no")]), reading("b", 2, &[said("Ada", "yes")])],
        );
        let split = Change {
            article: Some("b".to_owned()),
            ..of_actor(Field::Split, "person:ada", "person:ada-two")
        };
        library.correct(&split, "ed", 5, &terms).unwrap();
        assert_eq!(speakers(&mut library), ["person:ada", "person:ada-two"]);
    });
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_stored() {
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("a", 1, &[said("Ada", "no tax")])]);
        let at = place(&mut library, "a", "no tax");
        let wrong = [
            (change(Field::Speaker, "z", at, None), "there is no article `z`"),
            (change(Field::Speaker, "a", (900, 910), None), "[900, 910] is no place"),
            (change(Field::Speaker, "a", (0, 2), None), "there is no statement at “É.”"),
            (change(Field::Stance, "a", at, Some("against")), "there is no position at “no tax”"),
            (change(Field::Stance, "a", at, Some("maybe")), "a stance is favor, against or neutral"),
            (change(Field::SaidOn, "a", at, Some("Monday")), "YYYY-MM-DD"),
            (change(Field::Source, "a", at, Some("here")), "[[3,9],[12,20]]"),
            (
                of_actor(Field::Merge, "person:zoe", "person:ada"),
                "nobody in this library has the key `person:zoe`",
            ),
            (of_actor(Field::Merge, "person:ada", "Bo"), "another one's key"),
        ];
        for (change, why) in wrong {
            let error = library.correct(&change, "ed", 5, &terms).unwrap_err();
            assert_eq!(error.kind(), LibraryErrorKind::Wrong);
            assert!(error.to_string().contains(why), "{error}");
        }
        assert!(library.corrections().unwrap().is_empty());
    });
}
