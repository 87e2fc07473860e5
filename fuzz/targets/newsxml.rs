//! Any bytes as what agencies send.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::{checks, markup};
use sayso_sources::{SourceErrorKind, read_news_xml};

fuzz_target!(|input: &[u8]| {
    if let Ok(items) = read_news_xml(input) {
        for item in items {
            match item {
                Ok(sourced) => checks::sourced(&sourced),
                Err(error) => {
                    let known = [SourceErrorKind::Unsupported, SourceErrorKind::BrokenRecord];
                    assert!(known.contains(&error.kind()) && error.line().is_some(), "{error}");
                }
            }
        }
    }
    unaltered(&markup::words(input));
});

/// Words come back as they were.
fn unaltered(words: &str) {
    let written = markup::escaped(words);
    let nitf = format!(
        "<nitf><body><body.head><hedline><hl1>{written}</hl1></hedline></body.head>\
         <body.content><p>{written}</p></body.content></body></nitf>"
    );
    let article = read_news_xml(nitf.as_bytes()).expect("NITF").next().expect("a story").expect("words").article;
    assert_eq!(article.text.as_str(), words);
    if !words.is_empty() {
        assert_eq!(article.title.as_deref(), Some(words));
    }
}
