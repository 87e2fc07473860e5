//! Any text, and a dozen words of time thrown together: every expression is a place in the text, in order and apart.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::{Choices, checks};
use sayso_read_dates::{StatementView, read_dates, said_on};
use sayso_text::{Segments, Span, Text};

const WORDS: [&str; 48] = [
    " ", " ", ", ", ". ", "\n", "-", "Monday ", "Sunday", "last ", "next ", "on ", "in ", "May ", "Sept. ", "5", "31", "29 ", "2004",
    "2015 ", "1990s ", "week ", "days ", "ago ", "a day after ", "the talks ", "yesterday ", "today", "tomorrow ", "will ", "said ",
    "10:30 ", "a.m. ", "EST ", "0400 GMT", "early ", "late ", "since ", "from ", "to ", "and ", "two ", "summer of ", "/", "19/9/",
    "Kerry ", "held ", "the day before ", "9999",
];

fuzz_target!(|input: &[u8]| {
    let mut choices = Choices::new(input);
    let words = match choices.byte() % 3 {
        0 => String::from_utf8_lossy(choices.bytes(64)).into_owned(),
        _ => (0..choices.below(60)).map(|_| choices.of(&WORDS)).collect(),
    };
    let text = Text::new(words);
    let segments = Segments::of(&text);
    for published in [None, "2016-02-29".parse().ok(), "9999-12-31".parse().ok(), "-9999-01-01".parse().ok()] {
        let found = read_dates(&text, &segments, published);
        let spans: Vec<Span> = found.iter().map(|expression| expression.span).collect();
        checks::apart(&text, &spans);
        let whole = segments.sentences.iter().map(|s| s.span).collect::<Vec<_>>();
        let views: Vec<StatementView<'_>> = whole
            .iter()
            .map(|span| StatementView {
                source: std::slice::from_ref(span),
                cue: std::slice::from_ref(span),
                content: &[],
                within: None,
                speaker: Some(0),
                is_person: true,
                was_said: true,
            })
            .collect();
        assert_eq!(said_on(&text, &segments, &found, &views).len(), views.len());
    }
});
