//! Nothing is lost, whatever comes in between.

use std::fs;
use std::thread;

use sayso_library::{Library, LibraryErrorKind, StoredFeed};

use crate::support::{add, entry, on_each, reading, said, terms};

#[test]
fn what_is_no_library_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(file("text.db"), "These are the words of an article, not of a library. ".repeat(50)).unwrap();
    let other = rusqlite::Connection::open(file("other.db")).unwrap();
    other.execute_batch("CREATE TABLE cats (name TEXT); INSERT INTO cats VALUES ('Tom')").unwrap();
    drop(other);
    for name in ["text.db", "other.db"] {
        let before = fs::read(file(name)).unwrap();
        for error in [Library::open(&file(name)).unwrap_err(), Library::create(&file(name)).unwrap_err()] {
            assert_eq!(error.kind(), LibraryErrorKind::NotALibrary, "{error}");
            assert!(error.to_string().contains("nothing in it was touched"), "{error}");
        }
        assert_eq!(fs::read(file(name)).unwrap(), before);
    }
    let error = Library::open(&file("absent.db")).unwrap_err();
    assert_eq!(error.kind(), LibraryErrorKind::NotFound);
    assert!(error.to_string().contains("sayso ingest"), "{error}");
    let error = Library::create(&file("no/such/folder.db")).unwrap_err();
    assert!(error.to_string().contains("check that the folder is there"), "{error}");
}

#[test]
fn a_library_of_a_later_version_is_refused_and_not_touched() {
    on_each(|store| {
        store.create();
        if store.is_server() {
            let mut client = postgres::Client::connect(&store.place, postgres::NoTls).unwrap();
            client.batch_execute("UPDATE sayso.version SET number = 99").unwrap();
        } else {
            let other = rusqlite::Connection::open(&store.place).unwrap();
            other.execute_batch("PRAGMA user_version = 99").unwrap();
        }
        for error in [Library::open(&store.place).unwrap_err(), Library::create(&store.place).unwrap_err()] {
            assert_eq!(error.kind(), LibraryErrorKind::Newer, "{error}");
            assert!(error.to_string().contains("version 99"), "{error}");
        }
    });
}

#[test]
fn a_library_in_a_folder_that_may_not_be_written_to_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("sayso.db").to_str().unwrap().to_owned();
    add(&mut Library::create(&place).unwrap(), vec![reading("a", 1, &[said("Ada", "no")])]);
    let mut library = Library::open(&place).unwrap();
    assert_eq!(library.size().unwrap().articles, 1);
    let error = library.add(&[entry(reading("b", 1, &[said("Ada", "yes")]))], 0, &terms).unwrap_err();
    assert_eq!(error.kind(), LibraryErrorKind::ReadOnly, "{error}");
}

#[test]
fn several_writers_at_once_lose_nothing_and_double_nothing() {
    on_each(|store| {
        store.create();
        let place = &store.place;
        thread::scope(|scope| {
            for writer in 0..3 {
                scope.spawn(move || {
                    let mut library = Library::create(place).unwrap();
                    for number in 0..10 {
                        // Every article is given by two of the writers.
                        let id = format!("{}", (number + writer * 5) % 15);
                        let what: &'static str = Box::leak(format!("words {id}").into_boxed_str());
                        library.add(&[entry(reading(&id, 1, &[said("Ada", what)]))], 0, &terms).unwrap();
                    }
                });
            }
        });
        let mut library = Library::open(place).unwrap();
        let size = library.size().unwrap();
        assert_eq!((size.articles, size.statements), (15, 15));
    });
}

#[test]
fn two_that_make_a_library_at_once_make_one() {
    on_each(|store| {
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| Library::create(&store.place).map(|_| ()).unwrap());
            }
        });
        assert_eq!(Library::open(&store.place).unwrap().size().unwrap().articles, 0);
    });
}

#[test]
fn a_server_that_is_not_there_or_goes_away_is_told_of() {
    let error = Library::open("postgres://ada:secret@127.0.0.1:1/news").unwrap_err();
    assert_eq!(error.kind(), LibraryErrorKind::NotFound);
    let message = error.to_string();
    assert!(message.starts_with("postgres://ada@127.0.0.1:1/news: could not be reached"), "{message}");
    on_each(|store| {
        if !store.is_server() {
            return;
        }
        let mut library = store.create();
        let mut admin =
            postgres::Client::connect(&std::env::var("SAYSO_POSTGRES").unwrap(), postgres::NoTls).unwrap();
        let name = store.place.rsplit_once('/').unwrap().1;
        admin
            .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", &[&name])
            .unwrap();
        let error = library.add(&[entry(reading("a", 1, &[said("Ada", "no")]))], 0, &terms).unwrap_err();
        assert_eq!(error.kind(), LibraryErrorKind::Gone, "{error}");
        assert_eq!(Library::open(&store.place).unwrap().size().unwrap().articles, 0);
    });
}

#[test]
fn feeds_are_kept() {
    on_each(|store| {
        let mut library = store.create();
        let feed =
            StoredFeed { url: "https://wire.example/rss".to_owned(), failures: 2, ..StoredFeed::default() };
        library.set_feed(&feed).unwrap();
        let later = StoredFeed {
            etag: Some("\"7\"".to_owned()),
            failures: 0,
            asked_at: Some(9),
            due_at: Some(609),
            ..feed
        };
        library.set_feed(&later).unwrap();
        assert_eq!(library.feeds().unwrap(), [later]);
        let other = StoredFeed { url: "https://a.example/rss".to_owned(), ..StoredFeed::default() };
        library.set_feed(&other).unwrap();
        assert_eq!(library.feeds().unwrap().len(), 2);
        assert!(library.forget_feed(&other.url).unwrap());
        assert!(!library.forget_feed(&other.url).unwrap());
        assert_eq!(library.feeds().unwrap().len(), 1);
        add(&mut library, vec![reading("a", 1, &[said("Ada", "no")])]);
        assert!(library.has_url("https://wire.example/a").unwrap());
        assert!(!library.has_url("https://wire.example/z").unwrap());
    });
}

/// A program that is killed is a test of the whole of it (`crates/cli/tests`). Here: a transaction that was never finished is
/// as if it had never been begun.
#[test]
fn an_unfinished_transaction_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("sayso.db").to_str().unwrap().to_owned();
    add(&mut Library::create(&place).unwrap(), vec![reading("a", 1, &[said("Ada", "no")])]);
    let other = rusqlite::Connection::open(&place).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM statements;").unwrap();
    drop(other);
    assert_eq!(Library::open(&place).unwrap().size().unwrap().statements, 1);
}

#[test]
fn a_reading_that_makes_no_sense_any_more_is_known_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("sayso.db").to_str().unwrap().to_owned();
    let mut library = Library::create(&place).unwrap();
    let both = ["a", "b"].map(|id| reading(id, 1, &[said("Ada", "no"), said("Bo", id)]));
    add(&mut library, both.to_vec());
    let other = rusqlite::Connection::open(&place).unwrap();
    other.execute_batch("UPDATE readings SET reading = '{' WHERE article = 2").unwrap();
    assert_eq!([1, 2].map(|id| library.is_sound(id)), [true, false]);
    assert_eq!(library.article("b").unwrap().text, both[1].article.text);
}

#[test]
fn a_folder_is_no_library() {
    let folder = tempfile::tempdir().unwrap();
    let error = Library::create(folder.path().to_str().unwrap()).unwrap_err();
    assert_eq!(error.kind(), LibraryErrorKind::NotALibrary);
    assert!(error.to_string().contains("this is a folder"), "{error}");
}
