//! A library of every version opens, and holds what was put into it.
//!
//! `tests/data/version-N.db` is what the program of that version made of [`fill`]; only that of the present version is
//! rewritten, with `SAYSO_BLESS=1`. One that was released never is.

use std::fs;
use std::path::{Path, PathBuf};

use sayso_domain::Stance;
use sayso_library::{
    ActorFilter, ArticleFilter, Change, Definition, Field, Filter, Library, Origin, ReviewFilter, VERSION,
};

use crate::support::{add, holds, place, reading, said, terms};

fn fill(library: &mut Library) {
    add(
        library,
        vec![reading("a", 1, &[holds("Ada", "no fuel tax", Stance::Against, "fuel tax"), said("Bo", "yes")])],
    );
    library
        .define(&Definition { label: "fuel tax".to_owned(), ..Definition::default() }, Origin::Defined)
        .unwrap();
    let at = place(library, "a", "yes");
    let change = Change {
        field: Field::Speaker,
        article: Some("a".to_owned()),
        place: Some(at),
        subject: None,
        after: Some("person:cy".to_owned()),
        reason: Some("the next paragraph says so".to_owned()),
    };
    library.correct(&change, "ed", 5, &terms).unwrap();
}

fn file(version: i64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/version-{version}.db"))
}

#[test]
fn a_library_of_every_version_opens() {
    let folder = tempfile::tempdir().unwrap();
    if std::env::var_os("SAYSO_BLESS").is_some() {
        let place = folder.path().join("new.db");
        let place = place.to_str().unwrap();
        // Small pages: most tables hold a row or two.
        rusqlite::Connection::open(place).unwrap().execute_batch("PRAGMA page_size = 512; VACUUM").unwrap();
        fill(&mut Library::create(place).unwrap());
        let plain = rusqlite::Connection::open(place).unwrap();
        plain.execute_batch("PRAGMA journal_mode = DELETE; VACUUM").unwrap();
        drop(plain);
        fs::copy(place, file(VERSION)).unwrap();
    }
    for version in 1..=VERSION {
        let place = folder.path().join(format!("{version}.db"));
        fs::copy(file(version), &place).unwrap();
        let mut library = Library::create(place.to_str().unwrap()).unwrap();
        let size = library.size().unwrap();
        assert_eq!(
            (size.articles, size.statements, size.positions, size.corrections),
            (1, 2, 1, 1),
            "{version}"
        );
        let cy = Filter { speakers: vec!["person:cy".to_owned()], ..Filter::default() };
        assert_eq!(library.search(&cy, 0, 10).unwrap().hits[0].quote, "yes");
        let words = Filter { words: Some("\"fuel tax\"".to_owned()), ..Filter::default() };
        assert_eq!(library.search(&words, 0, 10).unwrap().total, 1);
        assert_eq!(library.reading("a").unwrap().statements.len(), 2);
        assert!(library.issue("Fuel tax").unwrap().is_some());
        let correction = &library.corrections().unwrap()[0];
        assert_eq!(correction.change.reason.as_deref(), Some("the next paragraph says so"));
        assert_eq!(library.verify(|| ()).unwrap().faults, [""; 0]);
        at_a_glance(&mut library);
        add(&mut library, vec![reading("b", 2, &[said("Ada", "more")])]);
    }
}

#[test]
fn an_older_library_is_brought_up_by_who_writes_and_refused_to_who_reads() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("old.db");
    fs::copy(file(1), &place).unwrap();
    let place = place.to_str().unwrap();
    let error = Library::open(place).unwrap_err();
    assert!(error.to_string().contains("older version 1"), "{error}");
    assert_eq!(Library::open_to_write(place).unwrap().size().unwrap().articles, 1);
    assert_eq!(Library::open(place).unwrap().size().unwrap().statements, 2);
    let none = folder.path().join("none.db");
    assert!(Library::open_to_write(none.to_str().unwrap()).is_err() && !none.exists());
}

/// What later versions keep besides is there for older libraries too.
fn at_a_glance(library: &mut Library) {
    let view = library.overview(1).unwrap();
    assert_eq!((view.size.read, view.actors, view.outlets), (1, 3, 1));
    assert_eq!(view.days, Some(("2024-03-01".to_owned(), "2024-03-01".to_owned())));
    let titled = ArticleFilter { words: Some("title".to_owned()), ..ArticleFilter::default() };
    assert_eq!(library.articles_page(&titled, None, 5).unwrap().items.len(), 1);
    let named = ActorFilter { name: Some("ad".to_owned()), ..ActorFilter::default() };
    assert_eq!(library.actors_page(&named, None, 5).unwrap().items[0].statements, 1);
    // What was put right before is not to be looked at again.
    let queue = library.review_page(&ReviewFilter::default(), None, 5).unwrap().items;
    let quotes: Vec<&str> = queue.iter().map(|item| item.statement.quote.as_str()).collect();
    assert_eq!(quotes, ["no fuel tax"]);
}
