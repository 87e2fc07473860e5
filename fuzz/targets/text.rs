//! Any characters at all: their paragraphs, sentences, tokens, quotation marks and code points.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::checks::apart;
use sayso_text::{CodePoints, Passage, QuoteState, Quotes, Segments, Span, Text, TokenKind};

/// Below this length places are also looked up one by one.
const SHORT: u32 = 120;

fuzz_target!(|input: &[u8]| {
    let text = Text::new(String::from_utf8_lossy(input));
    let segments = Segments::of(&text);
    divisions(&text, &segments);
    cover(&text, &segments);
    paragraph_by_paragraph(&text, &segments);
    lookups(&text, &segments);
    let quotes = Quotes::of(&text);
    states(&text, &quotes);
    passages(&text, &segments, &quotes);
    code_points(&text);
});

/// Each list is in text order and apart; sentences are runs of tokens within a paragraph.
fn divisions(text: &Text, segments: &Segments) {
    let sentences: Vec<Span> = segments.sentences.iter().map(|s| s.span).collect();
    let tokens: Vec<Span> = segments.tokens.iter().map(|t| t.span).collect();
    apart(text, &segments.paragraphs);
    apart(text, &sentences);
    apart(text, &tokens);
    for paragraph in &segments.paragraphs {
        assert_eq!(text.trim(*paragraph), *paragraph);
    }
    let mut next = 0;
    for sentence in &segments.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        let within = segments.tokens_of(sentence);
        assert_eq!(sentence.span, within[0].span.join(within[within.len() - 1].span));
        assert!(segments.paragraphs[sentence.paragraph as usize].contains(sentence.span));
    }
    assert_eq!(next as usize, tokens.len());
}

/// Whatever is not blank lies in a token of the right kind.
fn cover(text: &Text, segments: &Segments) {
    let mut outside = 0;
    for token in &segments.tokens {
        assert!(text.slice(Span::new(outside, token.span.start())).chars().all(is_blank));
        let words = text.slice(token.span);
        assert!(!words.starts_with(is_blank));
        assert_eq!(token.kind == TokenKind::Word, words.contains(char::is_alphabetic));
        outside = token.span.end();
    }
    assert!(text.slice(Span::new(outside, text.len())).chars().all(is_blank));
}

fn is_blank(c: char) -> bool {
    const INVISIBLE: &str = "\u{200b}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}";
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c) || INVISIBLE.contains(c)
}

/// No paragraph's division depends on another's.
fn paragraph_by_paragraph(text: &Text, segments: &Segments) {
    let (mut sentences, mut tokens) = (0, 0);
    for paragraph in &segments.paragraphs {
        let alone = Segments::of(&Text::new(text.slice(*paragraph)));
        let moved = |span: Span| Span::new(span.start() + paragraph.start(), span.end() + paragraph.start());
        assert_eq!(alone.paragraphs.len(), 1);
        for sentence in &alone.sentences {
            assert_eq!(moved(sentence.span), segments.sentences[sentences].span);
            sentences += 1;
        }
        for token in &alone.tokens {
            assert_eq!((moved(token.span), token.kind), (segments.tokens[tokens].span, segments.tokens[tokens].kind));
            tokens += 1;
        }
    }
    assert_eq!((sentences, tokens), (segments.sentences.len(), segments.tokens.len()));
}

fn lookups(text: &Text, segments: &Segments) {
    for at in 0..(text.len() + 2).min(SHORT) {
        assert_eq!(segments.sentence_at(at), segments.sentences.iter().position(|s| s.span.holds(at)));
        assert_eq!(segments.paragraph_at(at), segments.paragraphs.iter().position(|p| p.holds(at)));
        let span = Span::new(at, at + at % 11);
        let (tokens, sentences) = (segments.tokens_in(span), segments.sentences_in(span));
        for (index, token) in segments.tokens.iter().enumerate() {
            assert_eq!(tokens.contains(&index), token.span.overlaps(span) && !span.is_empty());
        }
        for (index, sentence) in segments.sentences.iter().enumerate() {
            assert_eq!(sentences.contains(&index), sentence.span.overlaps(span) && !span.is_empty());
        }
    }
}

/// The three ways of asking for a state agree, and no line's states depend on another's.
fn states(text: &Text, quotes: &Quotes) {
    let places: Vec<(Span, QuoteState)> = quotes.states().collect();
    apart(text, &places.iter().map(|(span, _)| *span).collect::<Vec<_>>());
    for pair in places.windows(2) {
        assert!(pair[0].0.end() < pair[1].0.start() || pair[0].1 != pair[1].1, "one state in two places");
    }
    let mut cursor = quotes.cursor();
    let mut rest = places.iter().peekable();
    for (at, _) in text.as_str().char_indices() {
        let at = at as u32;
        while rest.next_if(|(span, _)| span.end() <= at).is_some() {}
        let want = rest.peek().filter(|(span, _)| span.holds(at)).map_or(QuoteState::Outside, |(_, state)| *state);
        assert_eq!(quotes.state_at(at), want);
        assert_eq!(cursor.state_at(at), want);
    }
    assert_eq!(quotes.state_at(text.len()), QuoteState::Outside);
    assert_eq!(cursor.state_at(0), quotes.state_at(0), "a cursor goes back as well");
    let mut line_by_line = Vec::new();
    let mut start = 0;
    for line in text.as_str().split('\n') {
        let alone = Quotes::of(&Text::new(line));
        line_by_line.extend(alone.states().map(|(s, state)| (Span::new(s.start() + start, s.end() + start), state)));
        start += line.len() as u32 + 1;
    }
    assert_eq!(line_by_line, places);
}

/// Passages nest or are apart, each part in a paragraph with its marks beside its words.
fn passages(text: &Text, segments: &Segments, quotes: &Quotes) {
    let passages = quotes.passages();
    let mut last = 0;
    for (index, passage) in passages.iter().enumerate() {
        assert!(last <= passage.span().start());
        last = passage.span().start();
        if let Some(outer) = passage.within {
            assert!((outer as usize) < index);
            assert!(passages[outer as usize].span().contains(passage.span()));
        }
        parts(text, segments, passage);
    }
    let parts: Vec<Span> = passages.iter().flat_map(|p| &p.parts).map(|part| part.span()).collect();
    for (index, part) in parts.iter().enumerate().take(SHORT as usize) {
        for other in &parts[..index] {
            let nested = part.contains(*other) || other.contains(*part);
            assert!(!part.overlaps(*other) || nested, "{part:?} and {other:?} cross");
        }
    }
}

fn parts(text: &Text, segments: &Segments, passage: &Passage) {
    assert!(!passage.parts.is_empty());
    apart(text, &passage.parts.iter().map(|part| part.span()).collect::<Vec<_>>());
    for (number, part) in passage.parts.iter().enumerate() {
        assert!(text.as_str().get(part.inner.range()).is_some());
        let paragraph = segments.paragraph_at(part.span().start()).expect("a mark is in a paragraph");
        assert!(segments.paragraphs[paragraph].contains(part.span()));
        assert!(part.open.is_some() || number > 0);
        assert!(part.open.is_none_or(|open| open.end() == part.inner.start()));
        assert!(part.close.is_none_or(|close| close.start() == part.inner.end()));
        assert!(part.close.is_none() || number + 1 == passage.parts.len());
    }
}

/// To code points and back.
fn code_points(text: &Text) {
    let code_points = CodePoints::new(text);
    let ends = text.as_str().char_indices().map(|(at, _)| at as u32).chain([text.len()]);
    let mut count = 0;
    for (number, byte) in (0..).zip(ends) {
        assert_eq!(code_points.offset(byte), number);
        assert_eq!(code_points.byte(number), Some(byte));
        let rest = Span::new(byte, text.len());
        let range = code_points.range(rest);
        assert_eq!(code_points.span(range), Some(rest));
        count = number;
    }
    assert_eq!(code_points.len(), count);
    assert_eq!(code_points.is_empty(), text.is_empty());
    assert_eq!(code_points.byte(count + 1), None);
    assert_eq!(code_points.span(0..count + 1), None);
}
