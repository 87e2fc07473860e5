//! Every list comes whole in pages of any length, in one order, each item once; a place of another list is refused.

use sayso_domain::{ActorKind, Date, Stance};
use sayso_library::{
    ActorFilter, ArticleFilter, Change, CorrectionFilter, Cursor, Definition, Field, Filter, Library,
    LibraryErrorKind, Member, Origin, Page, Result, ReviewFilter,
};

use crate::support::{add, entry, holds, on_each, place, reading, said, terms};

/// Seven articles: two of one day, one of none that is known, in two outlets.
fn filled(library: &mut Library) {
    let mut readings = vec![
        reading(
            "a",
            1,
            &[
                holds("Ada Thorne", "the fuel tax is fair", Stance::Favor, "fuel tax"),
                said("Bo", "rain fell"),
            ],
        ),
        reading(
            "b",
            3,
            &[holds("Bo", "no fuel tax today", Stance::Against, "fuel tax"), said("Cy", "snow fell")],
        ),
        reading("c", 3, &[holds("Bo", "the ferries must run", Stance::Favor, "ferries")]),
        reading("d", 2, &[holds("Ada Thorne", "the ferries are slow", Stance::Against, "ferries")]),
        reading("e", 9, &[holds("Bo", "the fuel tax must go", Stance::Against, "fuel tax")]),
        reading("f", 5, &[said("GBR", "the sea is rough")]),
        reading("g", 6, &[holds("Ada Thorne", "the fuel tax stays", Stance::Favor, "fuel tax")]),
    ];
    readings[4].article.published = None;
    readings[5].article.outlet = Some("Herald".to_owned());
    readings[6].article.title = Some("Tax on fuel: a title".to_owned());
    let ids: Vec<i64> = {
        add(library, readings);
        library.stands_after(0, 100).unwrap().into_iter().map(|stored| stored.id).collect()
    };
    let found = [
        ("fuel tax".to_owned(), vec![ids[0], ids[1], ids[4], ids[5]]),
        ("ferries".to_owned(), vec![ids[2], ids[3]]),
        ("slow ferries".to_owned(), vec![ids[3]]),
    ];
    let as_of = library.as_of().unwrap();
    library.set_found(&found, as_of).unwrap();
}

/// The list in pages of `count`.
fn whole<T>(count: usize, mut page: impl FnMut(Option<&Cursor>, usize) -> Result<Page<T>>) -> Vec<T> {
    let mut all = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let found = page(cursor.as_ref(), count).unwrap();
        assert!(found.items.len() <= count);
        all.extend(found.items);
        let Some(next) = found.next else { return all };
        cursor = Some(Cursor::parse(next.as_str()).unwrap());
        assert!(all.len() < 1000, "the list has no end");
    }
}

/// Checks that pages of any length give the same list, and gives it.
fn in_pages<T: PartialEq + std::fmt::Debug>(
    mut page: impl FnMut(Option<&Cursor>, usize) -> Result<Page<T>>,
) -> Vec<T> {
    let at_once = page(None, 1000).unwrap();
    assert!(at_once.next.is_none());
    for count in 1..=4 {
        assert_eq!(whole(count, &mut page), at_once.items, "in pages of {count}");
    }
    at_once.items
}

#[test]
fn articles_come_newest_first() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let mut names = |filter: ArticleFilter| -> Vec<String> {
            let articles = in_pages(|cursor, count| library.articles_page(&filter, cursor, count));
            articles.into_iter().map(|article| article.name).collect()
        };
        let all = ArticleFilter::default();
        // The one of no day was stored in 1970.
        assert_eq!(names(all.clone()), ["g", "f", "c", "b", "d", "a", "e"]);
        assert_eq!(names(ArticleFilter { outlet: Some("Herald".to_owned()), ..all.clone() }), ["f"]);
        let days = ArticleFilter {
            from: Some(Date::constant(2024, 3, 2)),
            to: Some(Date::constant(2024, 3, 3)),
            ..all.clone()
        };
        assert_eq!(names(days), ["c", "b", "d"]);
        assert_eq!(names(ArticleFilter { words: Some("FUEL tit*".to_owned()), ..all.clone() }), ["g"]);
        assert_eq!(names(ArticleFilter { words: Some("absent".to_owned()), ..all }), [""; 0]);
        let first = &library.articles_page(&ArticleFilter::default(), None, 1).unwrap().items[0];
        assert_eq!((first.statements, first.positions, first.carriers, first.added), (1, 1, 1, 1000));
        let wrong = ArticleFilter { words: Some("\"open".to_owned()), ..ArticleFilter::default() };
        assert_eq!(library.articles_page(&wrong, None, 1).unwrap_err().kind(), LibraryErrorKind::Wrong);
    });
}

#[test]
fn actors_come_by_how_much_they_say() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let mut keys = |filter: ActorFilter| -> Vec<String> {
            let actors = in_pages(|cursor, count| library.actors_page(&filter, cursor, count));
            actors.into_iter().map(|actor| actor.key).collect()
        };
        assert_eq!(keys(ActorFilter::default()), ["person:bo", "person:ada-thorne", "GBR", "person:cy"]);
        assert_eq!(keys(ActorFilter { kind: Some(ActorKind::State), name: None }), ["GBR"]);
        let named = |name: &str| ActorFilter { kind: None, name: Some(name.to_owned()) };
        assert_eq!(keys(named("THOR")), ["person:ada-thorne"]);
        assert_eq!(keys(named("ada th")), ["person:ada-thorne"]);
        assert!(keys(named("orne")).is_empty());
        assert!(keys(named("%")).len() == 4, "what holds no word asks for nothing");
    });
}

#[test]
fn issues_come_by_how_contested_they_are() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let ferry = Definition { label: "ferry lines".to_owned(), ..Definition::default() };
        library.define(&ferry, Origin::Defined).unwrap();
        let issues = in_pages(|cursor, count| library.issues_page(&Origin::ALL, cursor, count));
        let told: Vec<_> = issues
            .iter()
            .map(|(issue, tally)| (issue.definition.label.as_str(), tally.positions, tally.contested()))
            .collect();
        assert_eq!(
            told,
            [("fuel tax", 4, 1), ("ferries", 2, 1), ("slow ferries", 1, 0), ("ferry lines", 0, 0)]
        );
        let defined = in_pages(|cursor, count| library.issues_page(&[Origin::Defined], cursor, count));
        assert_eq!(defined.len(), 1);
        assert_eq!(library.issue_of_id(issues[0].0.id).unwrap().unwrap(), issues[0].0);
    });
}

#[test]
fn stands_of_an_actor_and_on_an_issue_come_newest_first_and_undated_last() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let held = in_pages(|cursor, count| library.stands_of_actor("person:bo", None, cursor, count));
        let told: Vec<_> =
            held.iter().map(|held| (held.stored.stand.article.as_str(), held.issues[0].1.as_str())).collect();
        assert_eq!(told, [("c", "ferries"), ("b", "fuel tax"), ("e", "fuel tax")]);
        let issue = library.contested(1).unwrap()[0].0.id;
        let on_tax =
            in_pages(|cursor, count| library.stands_of_actor("person:bo", Some(issue), cursor, count));
        assert_eq!(on_tax.len(), 2);
        let on_issue = in_pages(|cursor, count| library.stands_on_issue(issue, cursor, count));
        let told: Vec<_> =
            on_issue.iter().map(|(stored, _)| (stored.stand.article.as_str(), stored.stand.stance)).collect();
        assert_eq!(
            told,
            [("g", Stance::Favor), ("b", Stance::Against), ("a", Stance::Favor), ("e", Stance::Against)]
        );
        assert!(library.stands_on_issue(-1, None, 5).unwrap().items.is_empty());
        assert!(library.stands_of_actor("person:nobody", None, None, 5).unwrap().items.is_empty());
    });
}

#[test]
fn what_is_searched_comes_in_pages() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let mut found = |filter: &Filter| -> Vec<i64> {
            let hits = in_pages(|cursor, count| Ok(library.search_page(filter, cursor, count)?.page));
            let ids: Vec<i64> = hits.iter().map(|hit| hit.id).collect();
            let page = library.search_page(filter, None, 1).unwrap();
            assert_eq!((page.total, page.is_at_least), (ids.len() as u64, false));
            let old: Vec<i64> =
                library.search(filter, 0, 100).unwrap().hits.iter().map(|hit| hit.id).collect();
            assert_eq!(ids, old);
            ids
        };
        assert_eq!(found(&Filter::default()).len(), 9);
        let words = Filter { words: Some("the OR fell".to_owned()), ..Filter::default() };
        assert_eq!(found(&words).len(), 8);
        let bo = Filter { speakers: vec!["person:bo".to_owned()], ..words };
        assert_eq!(found(&bo).len(), 3);
        let against = Filter { stance: Some(Stance::Against), ..Filter::default() };
        assert_eq!(found(&against).len(), 3);
        let absent = Filter { words: Some("absent".to_owned()), ..Filter::default() };
        assert!(found(&absent).is_empty());
        let issue = library.contested(1).unwrap()[0].0.id;
        let on_issue = Filter { issue: Some(issue), ..Filter::default() };
        assert_eq!(library.search_page(&on_issue, None, 10).unwrap().total, 4);
    });
}

#[test]
fn corrections_come_newest_first() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        for (article, words, by, now) in
            [("a", "rain fell", "ed", 5), ("b", "snow fell", "flo", 6), ("b", "no fuel tax today", "ed", 7)]
        {
            let change = Change {
                field: Field::Speaker,
                article: Some(article.to_owned()),
                place: Some(place(&mut library, article, words)),
                subject: None,
                after: Some("GBR".to_owned()),
                reason: None,
            };
            library.correct(&change, by, now, &terms).unwrap();
        }
        let first = library.corrections().unwrap()[0].id;
        library.undo(first, "ed", 9, &terms).unwrap();
        let mut times = |filter: &CorrectionFilter| -> Vec<i64> {
            let made = in_pages(|cursor, count| library.corrections_page(filter, cursor, count));
            made.into_iter().map(|correction| correction.made_at).collect()
        };
        let all = CorrectionFilter::default();
        assert_eq!(times(&all), [7, 6, 5]);
        assert_eq!(times(&CorrectionFilter { in_force: true, ..all.clone() }), [7, 6]);
        assert_eq!(times(&CorrectionFilter { by: Some("ed".to_owned()), ..all.clone() }), [7, 5]);
        assert_eq!(times(&CorrectionFilter { article: Some("b".to_owned()), ..all.clone() }), [7, 6]);
        assert_eq!(times(&CorrectionFilter { actor: Some("person:cy".to_owned()), ..all.clone() }), [6]);
        assert_eq!(times(&CorrectionFilter { actor: Some("GBR".to_owned()), ..all }), [7, 6, 5]);
    });
}

#[test]
fn a_place_of_another_list_is_refused() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let other = library.actors_page(&ActorFilter::default(), None, 1).unwrap().next.unwrap();
        let other = Some(&other);
        let kinds = [
            library.articles_page(&ArticleFilter::default(), other, 5).map(|_| ()),
            library.issues_page(&Origin::ALL, other, 5).map(|_| ()),
            library.stands_of_actor("GBR", None, other, 5).map(|_| ()),
            library.stands_on_issue(1, other, 5).map(|_| ()),
            library.corrections_page(&CorrectionFilter::default(), other, 5).map(|_| ()),
            library.search_page(&Filter::default(), other, 5).map(|_| ()),
            library.review_page(&ReviewFilter::default(), other, 5).map(|_| ()),
        ]
        .map(|refused| refused.unwrap_err().kind());
        assert_eq!(kinds, [LibraryErrorKind::Cursor; 7]);
    });
}

#[test]
fn an_article_and_an_actor_come_whole() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let text = vec![reading(
            "h",
            7,
            &[said(
                "Ada Thorne",
                "a story that two papers print word by word, as it came from the agency in the morning",
            )],
        )];
        let mut copy = text.clone();
        copy[0].article.id = "i".to_owned();
        copy[0].article.outlet = Some("Herald".to_owned());
        add(&mut library, [text, copy].concat());
        let at = place(&mut library, "h", "a story that");
        let change = Change {
            field: Field::Cue,
            article: Some("h".to_owned()),
            place: Some((at.0, at.0 + 80)),
            subject: None,
            after: None,
            reason: None,
        };
        library.correct(&change, "ed", 5, &terms).unwrap();
        let view = library.article_view("h").unwrap();
        assert_eq!((view.carriers.others.len(), view.header.carriers, view.corrections.len()), (1, 2, 1));
        assert!(view.reading.statements[0].cue.is_empty());
        assert_eq!(view.read, Some(("model-1".to_owned(), 1000)));
        assert_eq!(library.article_view("g").unwrap().issues[0].2, "fuel tax");
        assert_eq!(library.article_view("zzz").unwrap_err().kind(), LibraryErrorKind::Wrong);
        let view = library.actor_view("person:ada-thorne").unwrap().unwrap();
        assert_eq!((view.actor.statements, view.actor.articles, view.roles.len()), (5, 5, 0));
        assert_eq!(view.names[0].0, "Ada Thorne");
        assert!(library.actor_view("person:nobody").unwrap().is_none());
    });
}

#[test]
fn offices_come_with_the_days_on_which_they_were_named() {
    on_each(|store| {
        let mut library = store.create();
        let readings = [("a", 1, "minister"), ("b", 4, "minister"), ("c", 8, "chair of the port")].map(
            |(id, day, role)| {
                let mut reading = reading(id, day, &[said("Ada", "rain fell again")]);
                reading.actors[0].role = Some(role.to_owned());
                reading
            },
        );
        // The latest is stored first.
        add(&mut library, readings.into_iter().rev().collect());
        let view = library.actor_view("person:ada").unwrap().unwrap();
        assert_eq!(view.actor.role.as_deref(), Some("chair of the port"));
        let told: Vec<_> = view
            .roles
            .iter()
            .map(|role| (role.role.as_str(), role.first.as_deref(), role.last.as_deref(), role.articles))
            .collect();
        let day = |day| Some(day);
        assert_eq!(
            told,
            [
                ("chair of the port", day("2024-03-08"), day("2024-03-08"), 1),
                ("minister", day("2024-03-01"), day("2024-03-04"), 2)
            ]
        );
    });
}

#[test]
fn a_library_at_a_glance() {
    on_each(|store| {
        let mut library = store.create();
        let empty = library.overview(5).unwrap();
        assert_eq!((empty.size.articles, empty.outlets, empty.actors, empty.days), (0, 0, 0, None));
        filled(&mut library);
        let view = library.overview(2).unwrap();
        assert_eq!((view.size.articles, view.size.statements, view.size.positions), (7, 9, 6));
        assert_eq!((view.independent, view.outlets, view.actors, view.newest.len()), (7, 2, 4, 2));
        assert_eq!(view.days, Some(("1970-01-01".to_owned(), "2024-03-06".to_owned())));
        assert_eq!(library.outlets().unwrap(), ["Herald", "Wire"]);
        let days = library.articles_by_day(Some(Date::constant(2024, 3, 3)), None).unwrap();
        let told: Vec<_> = days.iter().map(|count| (count.when.as_str(), count.articles)).collect();
        assert_eq!(told, [("2024-03-03", 2), ("2024-03-05", 1), ("2024-03-06", 1)]);
        let months = library.articles_by_month().unwrap();
        let told: Vec<_> = months.iter().map(|count| (count.when.as_str(), count.articles)).collect();
        assert_eq!(told, [("1970-01", 1), ("2024-03", 6)]);
    });
}

#[test]
fn an_article_that_was_only_stored_is_listed_too() {
    on_each(|store| {
        let mut library = store.create();
        let read = reading("a", 1, &[said("Ada", "rain fell")]);
        let mut stored = entry(read.clone());
        stored.model = None;
        stored.reading.statements.clear();
        library.add(&[stored], 86_400, &terms).unwrap();
        let view = library.article_view("a").unwrap();
        assert_eq!((view.read, view.header.statements), (None, 0));
        assert_eq!(library.overview(1).unwrap().size.read, 0);
        library.replace("a", &read, "model-2", 2, &terms).unwrap();
        let size = library.overview(1).unwrap().size;
        assert_eq!((size.read, size.statements), (1, 1));
        assert!(library.verify(|| ()).unwrap().faults.is_empty());
    });
}

#[test]
fn members_of_what_is_gone_are_left_out() {
    on_each(|store| {
        let mut library = store.create();
        filled(&mut library);
        let issue = library.contested(1).unwrap()[0].0.id;
        let gone = Member { position: 1_000_000, stance: None, probability: 1.0 };
        library.set_members(issue, &[gone], 1).unwrap();
        assert_eq!(library.tally(issue).unwrap().positions, 0);
        assert!(library.members(issue).unwrap().is_empty());
    });
}
