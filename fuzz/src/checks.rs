//! What must hold of every article and of every reading.

use sayso_domain::{Kind, NoteCode, Reading, Span, Statement};
use sayso_sources::Sourced;
use sayso_text::Text;

/// In text order, apart, not empty, and places in the text.
#[track_caller]
pub fn apart(text: &Text, spans: &[Span]) {
    for span in spans {
        let words = text.as_str().get(span.range());
        assert!(words.is_some_and(|words| !words.is_empty()), "{span:?} is no place in the text");
    }
    for pair in spans.windows(2) {
        assert!(pair[0].end() <= pair[1].start(), "{:?} and {:?} are not in order and apart", pair[0], pair[1]);
    }
}

/// Of whatever a source gives.
#[track_caller]
pub fn sourced(sourced: &Sourced) {
    let Sourced { article, notes } = sourced;
    let text = &article.text;
    apart(text, &article.boilerplate);
    for span in &article.boilerplate {
        assert_eq!(text.trim(*span), *span, "furniture with white space at its end");
    }
    assert!(!article.id.is_empty());
    for field in [&article.outlet, &article.title, &article.url].into_iter().flatten() {
        assert!(!field.trim().is_empty(), "a blank field in {article:?}");
    }
    if let Some(language) = &article.language {
        let letters = language.bytes().all(|b| b.is_ascii_lowercase());
        assert!(letters && (2..=3).contains(&language.len()), "the language is {language:?}");
    }
    let told = notes.iter().any(|note| note.code == NoteCode::EmptyText);
    assert_eq!(told, text.as_str().trim().is_empty());
    for span in notes.iter().filter_map(|note| note.span) {
        apart(text, &[span]);
    }
}

/// Of whatever the engine gives.
#[track_caller]
pub fn reading(reading: &Reading) {
    let text = &reading.article.text;
    for (number, actor) in reading.actors.iter().enumerate() {
        assert_eq!(actor.id.0 as usize, number);
        assert!(!actor.name.trim().is_empty(), "an actor without a name: {actor:?}");
        for span in &actor.mentions {
            apart(text, &[*span]);
        }
    }
    for id in reading.statements.iter().flat_map(|s| [s.speaker, s.speaks_for]).flatten() {
        assert!((id.0 as usize) < reading.actors.len(), "nobody has the number {id:?}");
    }
    for (number, statement) in reading.statements.iter().enumerate() {
        assert_eq!(statement.id.0 as usize, number);
        statement_alone(text, statement);
        let furniture = |span: &Span| reading.article.boilerplate.iter().any(|f| f.contains(*span));
        assert!(!statement.content.iter().all(furniture), "a statement of page furniture");
        if let Some(parent) = statement.within {
            let outer = &reading.statements[parent.0 as usize];
            assert!(parent < statement.id, "{statement:?} stands before {outer:?}, which holds it");
            let held = |span: &Span| outer.content.iter().any(|c| c.contains(*span));
            assert!(statement.cue.iter().all(held), "{outer:?} does not hold {statement:?}");
        }
    }
    for pair in reading.statements.windows(2) {
        assert!(pair[0].content[0].start() <= pair[1].content[0].start(), "statements out of text order");
    }
    as_promised(reading);
}

fn statement_alone(text: &Text, statement: &Statement) {
    let Statement { source, cue, content, modality, .. } = statement;
    for spans in [source, cue, content] {
        apart(text, spans);
    }
    assert!(!content.is_empty(), "a statement without words");
    let mut all = [&source[..], cue, content].concat();
    all.sort();
    apart(text, &all);
    for spans in [&modality.negated, &modality.conditional, &modality.future, &modality.question] {
        apart(text, spans);
    }
    let place = |span: &Span| content.iter().any(|c| c.overlaps(*span));
    assert!(modality.conditional.iter().all(place), "a condition outside of the content");
    assert!((0.0..=1.0).contains(&statement.confidence), "a confidence of {}", statement.confidence);
    let letters = content.iter().any(|c| text.slice(*c).contains(char::is_alphanumeric));
    assert!(letters || statement.kind == Kind::Indirect, "{:?} without a letter", statement.kind);
}

/// The line that other programs get says the same.
fn as_promised(reading: &Reading) {
    let mut line = Vec::new();
    sayso_wire::write_reading(reading, &mut line).expect("memory takes what is written");
    let line = String::from_utf8(line).expect("JSON is UTF-8");
    assert!(line.ends_with('\n') && line.matches('\n').count() == 1);
    let wire = sayso_wire::parse_reading(&line).expect("its own line");
    assert_eq!(wire.article.text, reading.article.text.as_str());
    assert_eq!(wire, reading.into());
    for (wire, statement) in wire.statements.iter().zip(&reading.statements) {
        let places = [(&wire.source, &statement.source), (&wire.cue, &statement.cue), (&wire.content, &statement.content)];
        for (wire, spans) in places {
            let words: Vec<_> = wire.iter().map(|w| w.words(reading.article.text.as_str())).collect();
            let own: Vec<_> = spans.iter().map(|s| Some(reading.article.text.slice(*s))).collect();
            assert_eq!(words, own);
        }
    }
}
