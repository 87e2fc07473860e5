//! How long does a library take for what each page asks of it? For those who measure.
//!
//! `cargo run -p sayso-library --example pages -- sayso.db [WORD [write]]`: an older library is brought up first. WORD is one
//! that many statements hold. MEGABYTES in the environment limits the memory. Each question is asked once, then 20 times: median and slowest, in milliseconds. With `write`, a
//! stance is put right and that undone, each once: on a copy only, since what the positions of that article name is forgotten.
#![allow(clippy::print_stdout, reason = "an example talks to the terminal")]

use std::env;
use std::time::Instant;

use sayso_domain::{ActorKind, Kind, Stance};
use sayso_library::{
    ActorFilter, ArticleFilter, Change, CorrectionFilter, Cursor, Field, Filter, Library, Origin, Result,
    ReviewFilter,
};

const TIMES: usize = 20;
const COUNT: usize = 50;

fn main() -> Result<()> {
    let place = env::args().nth(1).unwrap_or_else(|| "sayso.db".to_owned());
    let word = env::args().nth(2).unwrap_or_else(|| "the".to_owned());
    let start = Instant::now();
    drop(Library::create(&place)?);
    println!("{:<58} {:>9.1} s", "opened and brought up", start.elapsed().as_secs_f64());
    let mut library = Library::open(&place)?;
    if let Some(megabytes) = env::var("MEGABYTES").ok().and_then(|number| number.parse::<u32>().ok()) {
        library.limit_memory(megabytes << 20)?;
    }
    let library = &mut library;
    overview(library)?;
    articles(library)?;
    actors(library)?;
    issues(library)?;
    search(library, &word)?;
    review(library)?;
    if env::args().nth(3).is_some() {
        write(&place)?;
    }
    Ok(())
}

/// How long one correction takes on the issue of most positions.
fn write(place: &str) -> Result<()> {
    let mut library = Library::open_to_write(place)?;
    let Some((issue, _)) =
        library.contested(usize::MAX >> 1)?.into_iter().max_by_key(|(_, tally)| tally.positions)
    else {
        return Ok(());
    };
    let Some((stored, _)) = library.stands_on_issue(issue.id, None, 1)?.items.into_iter().next() else {
        return Ok(());
    };
    let change = Change {
        field: Field::Stance,
        article: Some(stored.stand.article.clone()),
        place: stored.stand.spans.first().copied(),
        subject: None,
        after: Some(if stored.stand.stance == Stance::Favor { "against" } else { "favor" }.to_owned()),
        reason: None,
    };
    let start = Instant::now();
    let made = library.correct(&change, "bench", 0, &|_| vec![])?;
    println!("{:<58} {:>8.1} ms", "a stance put right", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    library.undo(made.id, "bench", 0, &|_| vec![])?;
    println!("{:<58} {:>8.1} ms", "and undone", start.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

/// Asks, and tells how long it takes and how much was found.
fn timed(
    name: &str,
    library: &mut Library,
    mut ask: impl FnMut(&mut Library) -> Result<usize>,
) -> Result<()> {
    let mut once = || -> Result<(f64, usize)> {
        let start = Instant::now();
        let found = ask(library)?;
        Ok((start.elapsed().as_secs_f64() * 1e3, found))
    };
    let (first, found) = once()?;
    let mut times = (0..TIMES).map(|_| Ok(once()?.0)).collect::<Result<Vec<f64>>>()?;
    times.sort_by(f64::total_cmp);
    println!("{name:<58} {first:>8.1} {:>8.2} {:>8.2}  {found}", times[TIMES / 2], times[TIMES - 1]);
    Ok(())
}

fn overview(library: &mut Library) -> Result<()> {
    println!("{:<58} {:>8} {:>8} {:>8}  found", "", "first", "median", "slowest");
    timed("overview", library, |l| Ok(l.overview(10)?.size.statements as usize))?;
    timed("articles_by_day", library, |l| Ok(l.articles_by_day(None, None)?.len()))?;
    timed("articles_by_month", library, |l| Ok(l.articles_by_month()?.len()))?;
    timed("outlets", library, |l| Ok(l.outlets()?.len()))?;
    timed("clusters(50)", library, |l| Ok(l.clusters(50)?.len()))?;
    timed("all_holdings(50)", library, |l| Ok(l.all_holdings(50)?.len()))?;
    let by = |l: &mut Library| l.corrections_page(&CorrectionFilter::default(), None, COUNT);
    timed("corrections_page", library, |l| Ok(by(l)?.items.len()))
}

fn articles(library: &mut Library) -> Result<()> {
    let all = ArticleFilter::default();
    timed("articles_page", library, |l| Ok(l.articles_page(&all, None, COUNT)?.items.len()))?;
    let mut deep: Option<Cursor> = None;
    for _ in 0..40 {
        deep = library.articles_page(&all, deep.as_ref(), 500)?.next;
    }
    timed("articles_page behind 20,000", library, |l| {
        Ok(l.articles_page(&all, deep.as_ref(), COUNT)?.items.len())
    })?;
    let first = library.articles_page(&all, None, 1)?.items;
    let Some(header) = first.first() else { return Ok(()) };
    let of_outlet = ArticleFilter { outlet: header.outlet.clone(), ..all.clone() };
    timed("articles_page of an outlet", library, |l| {
        Ok(l.articles_page(&of_outlet, None, COUNT)?.items.len())
    })?;
    let word = header.title.as_deref().and_then(|title| title.split_whitespace().next()).unwrap_or("a");
    let titled = ArticleFilter { words: Some(word.to_owned()), ..all };
    timed(&format!("articles_page titled `{word}`"), library, |l| {
        Ok(l.articles_page(&titled, None, COUNT)?.items.len())
    })?;
    let name = header.name.clone();
    timed("article_view", library, |l| Ok(l.article_view(&name)?.reading.statements.len()))
}

fn actors(library: &mut Library) -> Result<()> {
    timed("actors_page", library, |l| Ok(l.actors_page(&ActorFilter::default(), None, COUNT)?.items.len()))?;
    let people = ActorFilter { kind: Some(ActorKind::Organisation), name: Some("q".to_owned()) };
    timed("actors_page: organisations, q…", library, |l| {
        Ok(l.actors_page(&people, None, COUNT)?.items.len())
    })?;
    timed("names(5000)", library, |l| Ok(l.names(5000)?.len()))?;
    let all = library.actors(None, 1000)?;
    for (which, actor) in [("who says most", all.first()), ("the last of 1000", all.last())] {
        let Some(actor) = actor else { continue };
        let (key, name) = (actor.key.clone(), actor.name.clone());
        println!("  {which}: {key}, {} statements, {} positions", actor.statements, actor.positions);
        timed("actor_view", library, |l| Ok(l.actor_view(&key)?.map_or(0, |view| view.names.len())))?;
        timed("stands_of_actor", library, |l| Ok(l.stands_of_actor(&key, None, None, COUNT)?.items.len()))?;
        timed("find_actor by name", library, |l| Ok(l.find_actor(&name)?.len()))?;
        timed("actors of a name", library, |l| Ok(l.actors(Some(&name), COUNT)?.len()))?;
        let of_actor = ReviewFilter { actor: Some(key), ..ReviewFilter::default() };
        timed("review_page of the actor", library, |l| {
            Ok(l.review_page(&of_actor, None, COUNT)?.items.len())
        })?;
    }
    Ok(())
}

fn issues(library: &mut Library) -> Result<()> {
    timed("issues_page", library, |l| Ok(l.issues_page(&Origin::ALL, None, COUNT)?.items.len()))?;
    timed("contested(200)", library, |l| Ok(l.contested(200)?.len()))?;
    let all = library.contested(usize::MAX >> 1)?;
    let top = all.iter().max_by_key(|(_, tally)| tally.positions);
    let least = all.iter().min_by_key(|(_, tally)| tally.positions);
    for (issue, tally) in top.into_iter().chain(least) {
        let id = issue.id;
        println!("  {}: {} positions", issue.definition.label, tally.positions);
        timed("stands_on_issue, 50", library, |l| Ok(l.stands_on_issue(id, None, COUNT)?.items.len()))?;
        timed("stands_on_issue, 2000", library, |l| Ok(l.stands_on_issue(id, None, 2000)?.items.len()))?;
        let on_issue = ReviewFilter { issue: Some(id), ..ReviewFilter::default() };
        if let Some(actor) = library.actors(None, 1)?.first() {
            let key = actor.key.clone();
            timed("stands_of_actor on the issue", library, |l| {
                Ok(l.stands_of_actor(&key, Some(id), None, COUNT)?.items.len())
            })?;
        }
        timed("review_page on the issue", library, |l| {
            Ok(l.review_page(&on_issue, None, COUNT)?.items.len())
        })?;
        let filter = Filter { issue: Some(id), stance: Some(Stance::Against), ..Filter::default() };
        timed("search_page: against on the issue", library, |l| {
            Ok(l.search_page(&filter, None, COUNT)?.total as usize)
        })?;
    }
    Ok(())
}

fn search(library: &mut Library, word: &str) -> Result<()> {
    let words = |words: &str| Filter { words: Some(words.to_owned()), ..Filter::default() };
    let all = library.actors(None, 300)?;
    let speakers = |at: usize| all.get(at).map(|actor| actor.key.clone()).into_iter().collect::<Vec<_>>();
    let days = library.articles_by_day(None, None)?;
    let day = |share: usize| days.get(days.len() * share / 10).and_then(|count| count.when.parse().ok());
    let cases = [
        ("nothing asked".to_owned(), Filter::default()),
        (format!("`{word}`"), words(word)),
        (format!("`{word}` of who says most"), Filter { speakers: speakers(0), ..words(word) }),
        (
            format!("`{word}` of who says most, three tenths of the days"),
            Filter { speakers: speakers(0), from: day(4), to: day(7), ..words(word) },
        ),
        (
            format!("`{word}` of the 300th, three tenths of the days"),
            Filter { speakers: speakers(299), from: day(4), to: day(7), ..words(word) },
        ),
        (format!("`{word}` for whom most is said"), Filter { principals: speakers(0), ..words(word) }),
        (
            format!("`{word}` for whom most is said, three tenths of the days"),
            Filter { principals: speakers(0), from: day(4), to: day(7), ..words(word) },
        ),
        (format!("`{word}`, mixed"), Filter { kinds: vec![Kind::Mixed], ..words(word) }),
        ("of the 300th".to_owned(), Filter { speakers: speakers(299), ..Filter::default() }),
        (
            "days and stance".to_owned(),
            Filter { from: day(4), stance: Some(Stance::Favor), ..Filter::default() },
        ),
        (
            "independent, sure".to_owned(),
            Filter { independent: true, min_confidence: 0.9, ..Filter::default() },
        ),
    ];
    for (name, filter) in cases {
        timed(&format!("search_page: {name}"), library, |l| {
            Ok(l.search_page(&filter, None, COUNT)?.total as usize)
        })?;
        timed(&format!("search:      {name}"), library, |l| Ok(l.search(&filter, 0, COUNT)?.total as usize))?;
    }
    Ok(())
}

fn review(library: &mut Library) -> Result<()> {
    let all = ReviewFilter::default();
    timed("review_page", library, |l| Ok(l.review_page(&all, None, COUNT)?.items.len()))?;
    let next = library.review_page(&all, None, COUNT)?.next;
    timed("review_page, the second", library, |l| Ok(l.review_page(&all, next.as_ref(), COUNT)?.items.len()))
}
