//! Any bytes as a web page.

#![no_main]

use std::collections::HashMap;
use std::sync::Once;

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::checks;
use sayso_sources::{SourceErrorKind, extract, read_html_bytes};

fuzz_target!(|input: &[u8]| {
    foreign_panics_unwind();
    match read_html_bytes(input) {
        Ok(sourced) => {
            checks::sourced(&sourced);
            assert_eq!(sourced.article.id, "page");
            lines(sourced.article.text.as_str());
            let again = read_html_bytes(input).expect("it could be read before");
            assert_eq!(again.article.text, sourced.article.text);
            assert_eq!(again.notes, sourced.notes);
        }
        Err(error) => assert_eq!(error.kind(), SourceErrorKind::Binary),
    }
    let page = String::from_utf8_lossy(input);
    let extracted = extract(&page);
    lines(&extracted.text);
    if !page.contains('&') {
        nothing_invented(&page, &extracted.text);
    }
});

/// The program guards itself against panics of the page reader it uses, so they may unwind; its own may not.
fn foreign_panics_unwind() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let abort = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let foreign = panic.location().is_some_and(|place| place.file().contains("/registry/src/"));
            if foreign { eprintln!("in foreign code: {panic}") } else { abort(panic) }
        }));
    });
}

/// One paragraph a line, without blanks around it.
fn lines(text: &str) {
    for line in text.split('\n').filter(|_| !text.is_empty()) {
        assert!(!line.is_empty() && line.trim() == line, "the line {line:?}");
        assert!(!line.contains(|c: char| c.is_control()), "a control character in {line:?}");
    }
}

/// No letter stands in the text more often than in the page.
fn nothing_invented(page: &str, text: &str) {
    let mut left: HashMap<char, usize> = HashMap::new();
    for c in page.chars() {
        *left.entry(c).or_default() += 1;
    }
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        let count = left.get_mut(&c).filter(|count| **count > 0);
        *count.unwrap_or_else(|| panic!("{c:?} stands more often in the text than in the page")) -= 1;
    }
}
