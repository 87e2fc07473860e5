//! What goes in comes out, once.

use sayso_library::{Added, Entry, Filter, Library, LibraryErrorKind};

use crate::support::{add, entry, json, on_each, reading, said, terms};

#[test]
fn a_reading_comes_out_as_it_went_in() {
    on_each(|store| {
        let mut library = store.create();
        let reading = reading("a", 1, &[said("Ada", "no – tax"), said("Bo", "yes")]);
        add(&mut library, vec![reading.clone()]);
        assert_eq!(json(&library.reading("a").unwrap()), json(&reading));
        let size = library.size().unwrap();
        assert_eq!((size.articles, size.read, size.statements, size.positions), (1, 1, 2, 0));
    });
}

#[test]
fn the_same_article_changes_nothing() {
    on_each(|store| {
        let mut library = store.create();
        let first = reading("a", 1, &[said("Ada", "no tax")]);
        add(&mut library, vec![first.clone()]);
        let change = library.as_of().unwrap();
        let mut again = entry(first);
        again.reading.article.id = "other-name".to_owned();
        assert_eq!(library.add(&[again], 2000, &terms).unwrap(), [Added::Known("a".to_owned())]);
        assert_eq!((library.as_of().unwrap(), library.size().unwrap().articles), (change, 1));
    });
}

#[test]
fn another_article_of_the_same_name_gets_another_one() {
    on_each(|store| {
        let mut library = store.create();
        let two =
            [reading("a", 1, &[said("Ada", "no tax")]), reading("a", 2, &[said("Ada", "a tax")])].map(entry);
        let added = library.add(&two, 0, &terms).unwrap();
        let Added::Stored(name) = &added[1] else { panic!("{added:?}") };
        assert!(name.starts_with("a#") && name.len() == 10, "{name}");
        assert_eq!(&library.reading(name).unwrap().article.id, name);
    });
}

#[test]
fn an_article_may_be_stored_unread_and_read_later() {
    on_each(|store| {
        let mut library = store.create();
        let whole = reading("a", 1, &[said("Ada", "no tax")]);
        let mut unread = whole.clone();
        unread.statements.clear();
        unread.actors.clear();
        library.add(&[Entry { reading: unread.clone(), model: None }], 0, &terms).unwrap();
        assert_eq!(json(&library.reading("a").unwrap()), json(&unread));
        assert_eq!(library.stored_after(0, 10).unwrap()[0].model, None);
        library.replace("a", &whole, "model-2", 0, &terms).unwrap();
        assert_eq!(library.stored_after(0, 10).unwrap()[0].model.as_deref(), Some("model-2"));
        assert_eq!(library.size().unwrap().statements, 1);
        let article = library.article("a").unwrap();
        assert_eq!(
            (article.text.as_str(), &article.outlet),
            (whole.article.text.as_str(), &whole.article.outlet)
        );
        assert_eq!(library.article("b").unwrap_err().kind(), LibraryErrorKind::Wrong);
        assert_eq!(library.outlets().unwrap(), ["Wire"]);
    });
}

#[test]
fn all_readings_come_in_the_order_of_storing() {
    on_each(|store| {
        let mut library = store.create();
        add(
            &mut library,
            vec![reading("b", 1, &[said("Ada", "one")]), reading("a", 1, &[said("Ada", "two")])],
        );
        let mut names = Vec::new();
        library
            .readings::<sayso_library::LibraryError>(|reading| {
                names.push(reading.article.id);
                Ok(())
            })
            .unwrap();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(library.hashes().unwrap().len(), 2);
    });
}

#[test]
fn who_is_not_there_is_said_so() {
    on_each(|store| {
        let mut library = store.create();
        let error = library.reading("nobody").unwrap_err();
        assert_eq!(error.kind(), LibraryErrorKind::Wrong);
        assert!(error.to_string().contains("there is no article `nobody`"), "{error}");
    });
}

#[test]
fn everything_stored_is_verified_and_a_changed_word_is_seen() {
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("a", 1, &[said("Ada", "no tax")])]);
        let verdict = library.verify(|| ()).unwrap();
        assert_eq!((verdict.articles, verdict.places, verdict.faults.len()), (1, 1, 0));
        assert_eq!(library.stands_at("a", &[(13, 19)], "no tax").unwrap(), Some(true));
        assert_eq!(library.stands_at("a", &[(13, 19)], "a tax").unwrap(), Some(false));
        assert_eq!(library.stands_at("b", &[(0, 1)], "x").unwrap(), None);
        if !store.is_server() {
            let other = rusqlite::Connection::open(&store.place).unwrap();
            other.execute("UPDATE articles SET text = replace(text, 'no tax', 'no fax')", []).unwrap();
            let faults = library.verify(|| ()).unwrap().faults;
            assert_eq!(faults.len(), 2, "{faults:?}");
            assert!(faults[0].contains("checksum") && faults[1].contains("statement s1"), "{faults:?}");
        }
    });
}

#[test]
fn little_memory_gives_the_same_answers() {
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("a", 1, &[said("Ada", "rain fell")])]);
        let mut sparing = Library::open(&store.place).unwrap();
        sparing.limit_memory(0).unwrap();
        let everything = Filter::default();
        assert_eq!(sparing.search(&everything, 0, 5).unwrap(), library.search(&everything, 0, 5).unwrap());
    });
}
