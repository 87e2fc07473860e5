//! What holds of the divisions of any string at all.

use proptest::prelude::*;
use sayso_text::{Passage, Quotes, Segments, Span, Text, TokenKind};

/// Pieces that the rules look at, so that chance puts them beside one another.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "\u{1c}",
    "\u{301}",
    "\u{ad}",
    ".",
    ".",
    ",",
    "?",
    "!",
    "...",
    "…",
    "。",
    "-",
    "—",
    "--",
    "/",
    "@",
    "&",
    "#",
    "$",
    "%",
    "_",
    ":",
    "://",
    "(",
    ")",
    "\"",
    "\"",
    "'",
    "''",
    "``",
    "`",
    "‘",
    "’",
    "“",
    "”",
    "„",
    "«",
    "»",
    "「",
    "」",
    "He",
    "The",
    "said",
    "asked",
    "Kerry",
    "s",
    "S",
    "U.S",
    "Gen",
    "No",
    "p.m",
    "D-Va",
    "J",
    "I",
    "5",
    "5.2",
    "90s",
    "em",
    "it",
    "www.",
    "http",
    "example.org",
    "iPhone",
    "al",
    "de",
    "好",
    "の",
    "é",
    "पर",
    "👩‍🚀",
    "🇩🇪",
    "\u{600}",
];

fn texts() -> impl Strategy<Value = Text> {
    let pieces =
        prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat());
    let chars = prop::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter);
    prop_oneof![4 => pieces, 1 => chars].prop_map(Text::new)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || ('\u{1c}'..='\u{1f}').contains(&c)
        || "\u{200b}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}"
            .contains(c)
}

/// In order, apart, not empty, and places in the text.
fn are_apart(text: &Text, spans: &[Span]) -> bool {
    let fits = |span: &Span| text.as_str().get(span.range()).is_some_and(|words| !words.is_empty());
    spans.iter().all(fits) && spans.windows(2).all(|pair| pair[0].end() <= pair[1].start())
}

fn spans(passages: &[Passage]) -> Vec<Span> {
    passages.iter().flat_map(|passage| &passage.parts).map(|part| part.span()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn segments_divide_the_text(text in texts()) {
        let segments = Segments::of(&text);
        let tokens: Vec<Span> = segments.tokens.iter().map(|token| token.span).collect();
        let sentences: Vec<Span> = segments.sentences.iter().map(|sentence| sentence.span).collect();
        prop_assert!(are_apart(&text, &segments.paragraphs));
        prop_assert!(are_apart(&text, &sentences));
        prop_assert!(are_apart(&text, &tokens));

        let mut next = 0;
        for sentence in &segments.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            next = sentence.tokens.end;
            let within = segments.tokens_of(sentence);
            prop_assert_eq!(sentence.span, within[0].span.join(within[within.len() - 1].span));
            prop_assert!(segments.paragraphs[sentence.paragraph as usize].contains(sentence.span));
        }
        prop_assert_eq!(next as usize, tokens.len());
    }

    #[test]
    fn tokens_hold_whatever_is_not_blank(text in texts()) {
        let segments = Segments::of(&text);
        let mut outside = 0;
        for token in &segments.tokens {
            prop_assert!(text.slice(Span::new(outside, token.span.start())).chars().all(is_blank));
            prop_assert!(!text.slice(token.span).starts_with(is_blank));
            let has_letter = text.slice(token.span).contains(char::is_alphabetic);
            prop_assert_eq!(token.kind == TokenKind::Word, has_letter);
            outside = token.span.end();
        }
        prop_assert!(text.slice(Span::new(outside, text.len())).chars().all(is_blank));
    }

    #[test]
    fn places_are_found_again(text in texts(), at in 0u32..400) {
        let segments = Segments::of(&text);
        let sentence = segments.sentences.iter().position(|sentence| sentence.span.holds(at));
        prop_assert_eq!(segments.sentence_at(at), sentence);
        prop_assert_eq!(segments.paragraph_at(at), segments.paragraphs.iter().position(|span| span.holds(at)));
        let span = Span::new(at, at + 7);
        let tokens = segments.tokens_in(span);
        for (index, token) in segments.tokens.iter().enumerate() {
            prop_assert_eq!(tokens.contains(&index), token.span.overlaps(span));
        }
    }

    #[test]
    fn a_line_is_read_by_itself(lines in prop::collection::vec(texts(), 2)) {
        let both = Text::new(format!("{}\n{}", lines[0].as_str(), lines[1].as_str()));
        let count = |text: &Text| Segments::of(text).sentences.len();
        prop_assert_eq!(count(&both), count(&lines[0]) + count(&lines[1]));
    }

    #[test]
    fn passages_never_cross(text in texts()) {
        let quotes = Quotes::of(&text);
        let segments = Segments::of(&text);
        let parts = spans(quotes.passages());
        prop_assert!(parts.iter().all(|span| text.as_str().get(span.range()).is_some()));
        for (index, part) in parts.iter().enumerate() {
            for other in &parts[..index] {
                let apart = part.end() <= other.start() || other.end() <= part.start();
                prop_assert!(apart || part.contains(*other) || other.contains(*part), "{:?} {:?}", part, other);
            }
        }
        let mut last = 0;
        for (index, passage) in quotes.passages().iter().enumerate() {
            prop_assert!(last <= passage.span().start());
            last = passage.span().start();
            if let Some(outer) = passage.within {
                prop_assert!((outer as usize) < index);
                prop_assert!(quotes.passages()[outer as usize].span().contains(passage.span()));
            }
            for (number, part) in passage.parts.iter().enumerate() {
                let paragraph = segments.paragraph_at(part.span().start()).expect("a mark is in a paragraph");
                prop_assert!(segments.paragraphs[paragraph].contains(part.span()));
                prop_assert!(part.open.is_some() || number > 0);
                prop_assert!(part.open.is_none_or(|open| open.end() == part.inner.start()));
                prop_assert!(part.close.is_none_or(|close| close.start() == part.inner.end()));
                prop_assert!(part.close.is_none() || number + 1 == passage.parts.len());
            }
        }
    }

    #[test]
    fn states_are_apart_and_found_again(text in texts()) {
        let quotes = Quotes::of(&text);
        let states: Vec<_> = quotes.states().collect();
        prop_assert!(are_apart(&text, &states.iter().map(|(span, _)| *span).collect::<Vec<_>>()));
        for (at, _) in text.as_str().char_indices() {
            let place = states.iter().find(|(span, _)| span.holds(at as u32));
            let state = place.map_or(sayso_text::QuoteState::Outside, |(_, state)| *state);
            prop_assert_eq!(quotes.state_at(at as u32), state);
        }
    }
}

/// Long runs of each piece and pair: a rule that looks back or ahead without bound would not end.
#[test]
fn long_runs_take_linear_time() {
    const MARKS: &[&str] = &[
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        "``",
        ".",
        "!",
        ". ",
        "… ",
        ". \" ",
        "!(",
        "'s",
        "a.-",
        "A.",
        "U.S. ",
        "No. ",
        "No.  ",
        "http://",
        "http://.",
        "www.",
        "a@",
        "a/",
        "x.yz/",
        "1,",
        "-",
        "a-",
        "\u{301}",
        "🇩",
        "好",
        "5. ",
        "?\" Kerry ",
        "de ",
        ". de ",
        "\n",
        "\u{feff}",
        "(",
        ")",
        "\u{ad}",
        "\u{600}",
    ];
    for mark in MARKS {
        for tail in ["", "(", "x", " "] {
            let text = Text::new(mark.repeat(100_000) + &tail.repeat(100_000));
            let segments = Segments::of(&text);
            assert!(segments.sentences.len() <= segments.tokens.len());
            assert!(Quotes::of(&text).passages().len() <= 200_000);
        }
    }
}
