//! Any bytes as JSON lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::checks;
use sayso_sources::{SourceError, SourceErrorKind, Sourced, read_jsonl};
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let mut items = Vec::new();
    let mut jsonl = read_jsonl(input);
    while let Some(item) = jsonl.next() {
        items.push((jsonl.line(), item));
    }
    let mut items = items.into_iter().peekable();
    for (number, line) in (1..).zip(input.split(|b| *b == b'\n')) {
        let item = items.next_if(|(at, _)| *at == number).map(|(_, item)| item);
        let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        check(number, line, item);
    }
    assert!(items.next().is_none());
    unaltered(&String::from_utf8_lossy(input));
});

fn check(number: u64, line: &[u8], item: Option<Result<Sourced, SourceError>>) {
    let alone = read_jsonl(line).next().filter(|_| !line.starts_with(b"\xef\xbb\xbf"));
    match item {
        None => assert!(line.iter().all(u8::is_ascii_whitespace), "line {number} was passed over"),
        Some(Ok(sourced)) => {
            checks::sourced(&sourced);
            if let Ok(Value::Object(object)) = serde_json::from_slice(line) {
                assert_eq!(object["text"].as_str(), Some(sourced.article.text.as_str()));
            }
            if let Some(alone) = alone {
                let alone = alone.expect("a line reads the same alone").article;
                assert_eq!(alone.text, sourced.article.text);
                assert_eq!(alone.published, sourced.article.published);
                assert_eq!(alone.outlet, sourced.article.outlet);
            }
        }
        Some(Err(error)) => {
            assert_eq!((error.kind(), error.line()), (SourceErrorKind::BrokenLine, Some(number)));
            assert!(error.column().is_some_and(|column| column <= line.len() as u64 + 1), "{error}");
            assert!(alone.is_none_or(|alone| alone.is_err()));
        }
    }
}

/// Characters come back as they were.
fn unaltered(words: &str) {
    let line = serde_json::json!({ "text": words, "title": words, "id": words }).to_string();
    let article = read_jsonl(line.as_bytes()).next().expect("a line").expect("an article").article;
    assert_eq!(article.text.as_str(), words);
    assert!(words.is_empty() || article.id == words);
    if !words.trim().is_empty() {
        assert_eq!(article.title.as_deref(), Some(words));
    }
}
