//! What holds for any text: no panic, and places that slice it.

use proptest::prelude::*;
use sayso_domain::Date;
use sayso_read_dates::{StatementView, read_dates, said_on};
use sayso_text::{Segments, Span, Text};

const PIECES: [&str; 48] = [
    "on ",
    "Saturday",
    "May ",
    "5",
    ", ",
    "2006",
    "the ",
    "day ",
    "before ",
    "after ",
    "talks",
    ". ",
    "\n",
    "next ",
    "last ",
    "week ",
    "a ",
    "two ",
    "ago ",
    "to ",
    "-",
    "–",
    "10:30 ",
    "p.m. ",
    "UTC",
    "+2",
    "summer ",
    "of ",
    "'s ",
    "1990s ",
    "31 ",
    "February ",
    "9999",
    "0001-01-01 ",
    "9999-12-31 ",
    "\"",
    "said ",
    "Kerry ",
    "will ",
    "every ",
    "weekend ",
    "century ",
    "19th ",
    "é",
    "’",
    "(",
    ")",
    "'90s ",
];

fn published() -> impl Strategy<Value = Option<Date>> {
    prop_oneof![
        Just(None),
        Just("2015-09-20".parse().ok()),
        Just("2016-02-29".parse().ok()),
        Just(Some(Date::MIN)),
        Just(Some(Date::MAX)),
    ]
}

fn check(words: &str, published: Option<Date>, cuts: &[u32]) {
    let text = Text::new(words);
    let segments = Segments::of(&text);
    let found = read_dates(&text, &segments, published);
    assert!(found.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
    for expression in &found {
        assert!(!text.slice(expression.span).is_empty());
        assert!(expression.when.is_none_or(|when| when.first() <= when.last()));
        if let Some(clock) = expression.time {
            assert!(clock.hour < 24 && clock.minute < 60);
            assert!(clock.zone.is_none_or(|zone| expression.span.contains(zone)));
        }
    }
    // Places of tokens, in any order.
    let tokens = &segments.tokens;
    let span =
        |cut: u32| tokens.get(cut as usize % tokens.len().max(1)).map_or(Span::new(0, 0), |token| token.span);
    let spans: Vec<Span> = cuts.iter().map(|cut| span(*cut)).collect();
    let statements: Vec<StatementView> = spans
        .windows(3)
        .enumerate()
        .map(|(at, three)| StatementView {
            source: &three[..1],
            cue: &three[1..2],
            content: &three[2..],
            within: cuts[at].is_multiple_of(3).then_some(cuts[at] as usize % 7),
            speaker: (cuts[at] % 4).checked_sub(1),
            is_person: !cuts[at].is_multiple_of(5),
            was_said: !cuts[at].is_multiple_of(11),
        })
        .collect();
    let days = said_on(&text, &segments, &found, &statements);
    assert_eq!(days.len(), statements.len());
    let told = |day: &Date| found.iter().any(|e| e.when.and_then(|when| when.day()) == Some(*day));
    assert!(days.iter().flatten().all(told), "a day that no expression gives");
}

proptest! {
    #[test]
    fn any_text(words in ".{0,200}", published in published(), cuts in prop::collection::vec(any::<u32>(), 0..8)) {
        check(&words, published, &cuts);
    }

    #[test]
    fn any_words_of_time(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
        published in published(),
        cuts in prop::collection::vec(any::<u32>(), 0..12),
    ) {
        check(&pieces.concat(), published, &cuts);
    }
}
