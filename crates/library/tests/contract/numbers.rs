//! Statements and positions keep their numbers while they stand where they stood, and what hangs on them stays right.

use sayso_domain::{Reading, Stance};
use sayso_library::{Change, Definition, Field, Filter, Library, Member, Origin, Tally};

use crate::support::{add, holds, on_each, place, reading, said, terms};

const TAX: &str = "the fuel tax is fair";

fn first() -> Reading {
    reading("a", 1, &[holds("Ada", TAX, Stance::Favor, "fuel tax"), said("Bo", "rain fell")])
}

/// Two articles with positions on one found issue and one that was asked for, which judged the first the other way round.
fn filled(library: &mut Library) -> (i64, i64) {
    add(library, vec![first(), reading("b", 2, &[holds("Bo", "no fuel tax", Stance::Against, "fuel tax")])]);
    let ids: Vec<i64> = library.stands_after(0, 10).unwrap().into_iter().map(|stored| stored.id).collect();
    let as_of = library.as_of().unwrap();
    library.set_found(&[("fuel tax".to_owned(), ids.clone())], as_of).unwrap();
    let asked = Definition { label: "cheaper fuel".to_owned(), ..Definition::default() };
    let asked = library.define(&asked, Origin::Asked).unwrap();
    let judged = |position, stance| Member { position, stance: Some(stance), probability: 1.0 };
    let members = [judged(ids[0], Stance::Against), judged(ids[1], Stance::Favor)];
    library.set_members(asked, &members, as_of).unwrap();
    (library.contested(1).unwrap()[0].0.id, asked)
}

fn change(library: &mut Library, field: Field, words: &str, after: Option<&str>) -> Change {
    let place = place(library, "a", words);
    Change {
        field,
        article: Some("a".to_owned()),
        place: Some(place),
        subject: None,
        after: after.map(str::to_owned),
        reason: None,
    }
}

fn statements(library: &mut Library) -> Vec<(String, i64)> {
    let mut found: Vec<(String, i64)> = library
        .search(&Filter::default(), 0, 10)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| (hit.quote, hit.id))
        .collect();
    found.sort();
    found
}

fn stances(library: &mut Library, issue: i64) -> Vec<Option<Stance>> {
    library.members(issue).unwrap().into_iter().map(|member| member.stance).collect()
}

fn tally(positions: u64, favor: u64, against: u64) -> Tally {
    Tally { positions, favor, against }
}

#[track_caller]
fn sound(library: &mut Library) {
    assert_eq!(library.verify(|| ()).unwrap().faults, [""; 0]);
}

#[test]
fn a_corrected_position_shows_at_once_on_its_issues_and_can_be_undone() {
    on_each(|store| {
        let mut library = store.create();
        let (found, asked) = filled(&mut library);
        let (before, as_of, changes) =
            (statements(&mut library), library.as_of().unwrap(), library.change().unwrap());
        let stance = change(&mut library, Field::Stance, TAX, Some("against"));
        let made = library.correct(&stance, "ed", 5, &terms).unwrap();
        assert_eq!(statements(&mut library), before);
        assert_eq!((library.as_of().unwrap(), library.change().unwrap()), (as_of, changes + 1));
        assert_eq!(library.tally(found).unwrap(), tally(2, 0, 2));
        // What was judged the other way round turns as well.
        assert_eq!(stances(&mut library, asked), [Some(Stance::Favor), Some(Stance::Favor)]);
        assert_eq!(library.tally(asked).unwrap(), tally(2, 2, 0));
        assert_eq!(stances(&mut library, found), [None, None]);
        library.undo(made.id, "ed", 6, &terms).unwrap();
        assert_eq!(library.tally(found).unwrap(), tally(2, 1, 1));
        assert_eq!(stances(&mut library, asked), [Some(Stance::Against), Some(Stance::Favor)]);
        assert_eq!(library.as_of().unwrap(), as_of);
        sound(&mut library);
    });
}

#[test]
fn another_holder_counts_at_once() {
    on_each(|store| {
        let mut library = store.create();
        let (found, _) = filled(&mut library);
        let holder = change(&mut library, Field::Holder, TAX, Some("person:bo"));
        library.correct(&holder, "ed", 5, &terms).unwrap();
        assert_eq!(library.tally(found).unwrap(), tally(2, 1, 1));
        let stance = change(&mut library, Field::Stance, TAX, Some("against"));
        library.correct(&stance, "ed", 5, &terms).unwrap();
        assert_eq!(library.tally(found).unwrap(), tally(2, 0, 1));
        sound(&mut library);
    });
}

#[test]
fn what_is_gone_loses_its_issues() {
    on_each(|store| {
        let mut library = store.create();
        let (found, asked) = filled(&mut library);
        let as_of = library.as_of().unwrap();
        let gone = change(&mut library, Field::Statement, TAX, None);
        let made = library.correct(&gone, "ed", 5, &terms).unwrap();
        assert_eq!(library.tally(found).unwrap(), tally(1, 0, 1));
        assert_eq!(library.members(asked).unwrap().len(), 1);
        assert_eq!(library.size().unwrap().statements, 2);
        assert!(library.as_of().unwrap() > as_of);
        library.undo(made.id, "ed", 6, &terms).unwrap();
        assert_eq!(library.size().unwrap().statements, 3);
        sound(&mut library);
    });
}

#[test]
fn a_new_reading_keeps_what_stands_where_it_stood() {
    on_each(|store| {
        let mut library = store.create();
        let (found, _) = filled(&mut library);
        let (before, as_of) = (statements(&mut library), library.as_of().unwrap());
        let mut second = first();
        second.statements[0].confidence = 0.9;
        second.positions[0].confidence = 0.9;
        library.replace("a", &second, "model-2", 7, &terms).unwrap();
        assert_eq!((statements(&mut library), library.as_of().unwrap()), (before.clone(), as_of));
        assert_eq!(library.tally(found).unwrap(), tally(2, 1, 1));
        // Another target is about something else; the number stays.
        second.positions[0].target.label = "levies".to_owned();
        library.replace("a", &second, "model-3", 8, &terms).unwrap();
        assert_eq!(statements(&mut library), before);
        assert!(library.as_of().unwrap() > as_of);
        // What the third model does not find is gone, and found by its words no more.
        second.statements.truncate(1);
        library.replace("a", &second, "model-4", 9, &terms).unwrap();
        let rain = Filter { words: Some("rain".to_owned()), ..Filter::default() };
        assert_eq!(library.search(&rain, 0, 10).unwrap().total, 0);
        assert_eq!(statements(&mut library).len(), 2);
        sound(&mut library);
    });
}

#[test]
fn vectors_stay_with_their_statements() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let vectors: Vec<(i64, Vec<i8>)> =
            statements(&mut library).into_iter().map(|(_, id)| (id, vec![1, 2])).collect();
        library.set_vectors(&vectors).unwrap();
        let stance = change(&mut library, Field::Stance, TAX, Some("neutral"));
        library.correct(&stance, "ed", 5, &terms).unwrap();
        assert!(library.without_vector(0, 10).unwrap().is_empty());
    });
}

#[test]
fn a_position_is_put_on_another_issue_at_once() {
    on_each(|store| {
        let mut library = store.create();
        let (found, asked) = filled(&mut library);
        let as_of = library.as_of().unwrap();
        let other = change(&mut library, Field::Issue, TAX, Some("Cheaper fuel"));
        let made = library.correct(&other, "ed", 5, &terms).unwrap();
        assert_eq!(
            (library.tally(found).unwrap().positions, library.tally(asked).unwrap().positions),
            (1, 2)
        );
        assert_eq!(library.as_of().unwrap(), as_of);
        let none = change(&mut library, Field::Issue, TAX, None);
        library.correct(&none, "ed", 6, &terms).unwrap();
        assert_eq!(
            (library.tally(found).unwrap().positions, library.tally(asked).unwrap().positions),
            (1, 1)
        );
        // What the machine would say was not kept: all is worked out anew.
        library.undo(made.id, "ed", 7, &terms).unwrap();
        assert!(library.as_of().unwrap() > as_of);
        sound(&mut library);
    });
}

#[test]
fn names_and_mergers_change_nothing_that_positions_are_about() {
    on_each(|store| {
        let mut library = store.create();
        let (found, _) = filled(&mut library);
        let as_of = library.as_of().unwrap();
        let everywhere = |field, subject: &str, after: &str| Change {
            field,
            article: None,
            place: None,
            subject: Some(subject.to_owned()),
            after: Some(after.to_owned()),
            reason: None,
        };
        library.correct(&everywhere(Field::Rename, "person:bo", "Bo Lind"), "ed", 5, &terms).unwrap();
        assert_eq!(library.actor_view("person:bo").unwrap().unwrap().actor.name, "Bo Lind");
        let into_bo = everywhere(Field::Merge, "person:ada", "person:bo");
        let merge = library.correct(&into_bo, "ed", 6, &terms).unwrap();
        let into_cy = everywhere(Field::Merge, "person:bo", "person:cy");
        library.correct(&into_cy, "ed", 7, &terms).unwrap();
        assert_eq!(library.tally(found).unwrap(), tally(2, 1, 1));
        let cy = library.actor_view("person:cy").unwrap().unwrap().actor;
        assert_eq!((cy.statements, cy.articles), (3, 2));
        assert_eq!(library.overview(1).unwrap().actors, 1);
        // Of a chain, the first link is taken back.
        library.undo(merge.id, "ed", 8, &terms).unwrap();
        assert_eq!(library.actor_view("person:ada").unwrap().unwrap().actor.statements, 1);
        assert_eq!(library.actor_view("person:cy").unwrap().unwrap().actor.statements, 2);
        assert_eq!(library.as_of().unwrap(), as_of);
        sound(&mut library);
    });
}

#[test]
fn an_article_without_positions_leaves_issues_as_they_are() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let (as_of, changes) = (library.as_of().unwrap(), library.change().unwrap());
        add(&mut library, vec![reading("c", 3, &[said("Cy", "snow fell")])]);
        assert_eq!((library.as_of().unwrap(), library.change().unwrap()), (as_of, changes + 1));
        add(&mut library, vec![reading("d", 4, &[holds("Cy", "no levies", Stance::Against, "levies")])]);
        assert!(library.as_of().unwrap() > as_of);
        sound(&mut library);
    });
}

#[test]
fn several_programs_that_store_at_once_count_right() {
    on_each(|store| {
        drop(store.create());
        std::thread::scope(|scope| {
            for thread in 0..3 {
                let place = &store.place;
                scope.spawn(move || {
                    let mut library = Library::open_to_write(place).unwrap();
                    for number in 0..6 {
                        let id = format!("{thread}-{number}");
                        add(&mut library, vec![reading(&id, 1, &[said("Ada", "rain"), said("Bo", "snow")])]);
                    }
                });
            }
        });
        let mut library = Library::open(&store.place).unwrap();
        assert_eq!(library.size().unwrap().statements, 36);
        assert_eq!(library.actors(None, 1).unwrap()[0].statements, 18);
        sound(&mut library);
    });
}
