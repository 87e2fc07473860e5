//! A person is shown first what is unsure and reaches far, and never again what was looked at.

use sayso_domain::{Reading, Stance};
use sayso_library::{Change, Cursor, Field, Library, LibraryErrorKind, ReviewFilter, ReviewItem};

use crate::support::{add, holds, on_each, place, reading, said, terms};

fn sure(mut reading: Reading, confidence: f32) -> Reading {
    reading.statements.iter_mut().for_each(|statement| statement.confidence = confidence);
    reading.positions.iter_mut().for_each(|position| position.confidence = confidence);
    reading
}

fn filled(library: &mut Library) {
    add(
        library,
        vec![
            sure(reading("sure", 1, &[said("Ada", "rain fell")]), 1.0),
            sure(reading("likely", 2, &[said("Ada", "snow fell")]), 0.9),
            sure(reading("open", 3, &[said("Bo", "hail fell")]), 0.5),
            sure(reading("held", 4, &[holds("Bo", "no fuel tax", Stance::Against, "fuel tax")]), 0.5),
            sure(reading("found", 5, &[holds("Cy", "a fuel tax", Stance::Favor, "fuel tax")]), 0.5),
        ],
    );
    let stands = library.stands_after(0, 10).unwrap();
    let found = stands.iter().find(|stored| stored.stand.article == "found").unwrap().id;
    library.set_found(&[("fuel tax".to_owned(), vec![found])], 1).unwrap();
}

fn queue(library: &mut Library, filter: &ReviewFilter, count: usize) -> Vec<ReviewItem> {
    let mut all = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let page = library.review_page(filter, cursor.as_ref(), count).unwrap();
        assert!(page.items.len() <= count);
        all.extend(page.items);
        let Some(next) = page.next else { return all };
        cursor = Some(next);
    }
}

fn names(items: &[ReviewItem]) -> Vec<&str> {
    items.iter().map(|item| item.article.name.as_str()).collect()
}

#[test]
fn what_is_unsure_and_reaches_far_comes_first() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let all = queue(&mut library, &ReviewFilter::default(), 10);
        assert_eq!(names(&all), ["found", "held", "open", "likely"]);
        assert_eq!((all[0].why.unsure, all[0].why.on_issues, all[0].why.carriers), (0.5, 1, 1));
        assert_eq!((all[1].why.says, all[1].positions.len(), all[2].positions.len()), (2, 1, 0));
        for count in 1..4 {
            assert_eq!(queue(&mut library, &ReviewFilter::default(), count), all);
        }
        assert!(all.windows(2).all(|pair| pair[0].why.score() >= pair[1].why.score()));
    });
}

#[test]
fn a_queue_of_an_issue_an_actor_an_article() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let issue = library.contested(1).unwrap()[0].0.id;
        let all = ReviewFilter::default();
        let mut found = |filter: &ReviewFilter| -> Vec<String> {
            names(&queue(&mut library, filter, 1)).into_iter().map(str::to_owned).collect()
        };
        assert_eq!(found(&ReviewFilter { issue: Some(issue), ..all.clone() }), ["found"]);
        assert_eq!(
            found(&ReviewFilter { actor: Some("person:bo".to_owned()), ..all.clone() }),
            ["held", "open"]
        );
        assert_eq!(found(&ReviewFilter { article: Some("likely".to_owned()), ..all.clone() }), ["likely"]);
        assert!(found(&ReviewFilter { article: Some("sure".to_owned()), ..all.clone() }).is_empty());
        let missing = ReviewFilter { article: Some("zzz".to_owned()), ..all };
        assert_eq!(library.review_page(&missing, None, 5).unwrap_err().kind(), LibraryErrorKind::Wrong);
    });
}

#[test]
fn what_a_person_accepted_is_certain_and_never_asked_again_until_it_is_undone() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let first = queue(&mut library, &ReviewFilter::default(), 10).remove(0);
        let made = library.accept(&first.article.name, &first.statement.statement, "ed", 5, &terms).unwrap();
        assert_eq!(made.len(), 2);
        let reading = library.reading("found").unwrap();
        assert_eq!((reading.statements[0].confidence, reading.positions[0].confidence), (1.0, 1.0));
        assert_eq!(names(&queue(&mut library, &ReviewFilter::default(), 10)), ["held", "open", "likely"]);
        assert_eq!(library.contested(1).unwrap()[0].1.positions, 1);
        for correction in made {
            library.undo(correction.id, "ed", 6, &terms).unwrap();
        }
        assert_eq!(queue(&mut library, &ReviewFilter::default(), 10)[0], first);
        assert_eq!(
            library.accept("found", "s9", "ed", 7, &terms).unwrap_err().kind(),
            LibraryErrorKind::Wrong
        );
    });
}

#[test]
fn a_statement_is_shown_as_the_queue_shows_it_also_when_it_needs_no_look() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let first = queue(&mut library, &ReviewFilter::default(), 10).remove(0);
        let id = library.statement_number("found", "s1").unwrap().unwrap();
        assert_eq!(library.review_of(id).unwrap(), Some(first));
        library.accept("found", "s1", "ed", 5, &terms).unwrap();
        assert_eq!(library.review_of(id).unwrap().unwrap().why.unsure, 0.0);
        assert_eq!(
            (library.review_of(999).unwrap(), library.statement_number("found", "s9").unwrap()),
            (None, None)
        );
    });
}

#[test]
fn what_a_person_put_right_is_not_asked_again() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let at = place(&mut library, "open", "hail fell");
        let change = Change {
            field: Field::Speaker,
            article: Some("open".to_owned()),
            place: Some(at),
            subject: None,
            after: Some("person:ada".to_owned()),
            reason: None,
        };
        library.correct(&change, "ed", 5, &terms).unwrap();
        assert_eq!(names(&queue(&mut library, &ReviewFilter::default(), 10)), ["found", "held", "likely"]);
    });
}

#[test]
fn several_corrections_are_made_together_or_not_at_all() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let at = place(&mut library, "held", "no fuel tax");
        let change = |field, after: &str| Change {
            field,
            article: Some("held".to_owned()),
            place: Some(at),
            subject: None,
            after: Some(after.to_owned()),
            reason: None,
        };
        let wrong = [change(Field::Speaker, "person:ada"), change(Field::Stance, "maybe")];
        assert!(library.correct_all("held", &wrong, "ed", 5, &terms).is_err());
        assert!(library.corrections().unwrap().is_empty());
        let right = [change(Field::Speaker, "person:ada"), change(Field::Stance, "favor")];
        assert!(library.correct_all("open", &right, "ed", 5, &terms).is_err());
        assert_eq!(library.correct_all("held", &right, "ed", 5, &terms).unwrap().len(), 2);
        let stands = library.stands_of_actor("person:ada", None, None, 5).unwrap().items;
        assert_eq!(stands[0].stored.stand.stance, Stance::Favor);
        assert!(library.verify(|| ()).unwrap().faults.is_empty());
    });
}

#[test]
fn a_long_queue_goes_on_behind_the_first_few_hundred() {
    on_each(|store| {
        let mut library = store.create();
        let readings = (0..700).map(|number| {
            let words: &'static str = Box::leak(format!("storm {number} fell").into_boxed_str());
            sure(reading(&format!("n{number}"), 1, &[said("Ada", words)]), 0.4 + number as f32 * 0.0005)
        });
        add(&mut library, readings.collect());
        let all = queue(&mut library, &ReviewFilter::default(), 120);
        let mut ids: Vec<i64> = all.iter().map(|item| item.statement.id).collect();
        assert_eq!(ids.len(), 700);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 700);
    });
}
