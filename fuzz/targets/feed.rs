//! Any bytes as a feed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::{checks, markup};
use sayso_sources::{SourceErrorKind, read_feed};

fuzz_target!(|input: &[u8]| {
    if let Ok(feed) = read_feed(input, Some("https://e.example/a/")) {
        if let Some(error) = &feed.broken {
            assert_eq!(error.kind(), SourceErrorKind::BrokenRecord);
            assert!(error.line().is_some_and(|line| line >= 1));
        }
        for (number, entry) in (1..).zip(&feed.entries) {
            // One that was cut off has a number too.
            assert!(entry.number >= number);
            assert!(entry.url.as_ref().is_none_or(|url| url.contains(':')), "{:?}", entry.url);
            let paragraphs = entry.body.as_ref().map_or("a", |body| &body.text);
            assert!(paragraphs.lines().all(|line| !line.trim().is_empty()), "{paragraphs:?}");
        }
        feed.into_articles().flatten().for_each(|sourced| checks::sourced(&sourced));
    }
    unaltered(&markup::words(input));
});

/// Words come back as they were, from either kind of feed.
fn unaltered(words: &str) {
    let (once, twice) = (markup::escaped(words), markup::escaped(&markup::escaped(words)));
    let rss = format!("<rss><channel><item><title>{twice}</title><description>{twice}</description></item></channel></rss>");
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>{once}</title><summary>{once}</summary></entry></feed>"
    );
    for feed in [rss, atom] {
        let entry = read_feed(feed.as_bytes(), None).expect("a feed").entries.remove(0);
        assert_eq!(entry.title.unwrap_or_default(), words);
        assert_eq!(entry.body.map(|body| body.text).unwrap_or_default(), words);
    }
}
