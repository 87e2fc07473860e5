//! Any bytes as a web archive.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::checks;
use sayso_sources::{Options, SourceErrorKind, read_warc};

/// A page that lies whole behind whatever came before.
const LAST: &[u8] = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://last.example/\r\n\
    Content-Type: text/plain\r\nContent-Length: 12\r\n\r\nThe last one\r\n\r\n";

fuzz_target!(|input: &[u8]| {
    let mut options = Options::default();
    // A small input can unpack to much: what is over this must not be held.
    options.max_file = 1 << 20;
    let (articles, errors) = read(input, &options);
    assert!(articles + errors <= 2 * input.len() + 1, "more was told than there are bytes");
    assert_eq!(read(input, &options), (articles, errors), "the same twice");
    if articles > 0 && errors == 0 {
        // Nothing was wrong with it, so nothing is wrong with what follows it.
        let (more, _) = read(&[input, b"\r\n\r\n", LAST].concat(), &options);
        assert!(more >= articles, "{more} of {articles} articles are left with another behind them");
    }
});

/// How many articles and errors there are, each as it should be.
fn read(input: &[u8], options: &Options) -> (usize, usize) {
    let mut warc = read_warc(input, options);
    let (mut articles, mut errors, mut record) = (0, 0, 0);
    while let Some(item) = warc.next() {
        assert!(warc.record() >= record, "records are read in order");
        record = warc.record();
        match item {
            Ok(sourced) => {
                articles += 1;
                checks::sourced(&sourced);
                assert!(sourced.article.url.is_some() || sourced.article.id.starts_with("record-"));
            }
            Err(error) => {
                errors += 1;
                assert_ne!(error.kind(), SourceErrorKind::Io);
                assert!(error.byte().is_none_or(|byte| byte <= input.len() as u64), "{error}");
                assert!(error.record().is_some() || error.kind() == SourceErrorKind::Unsupported, "{error}");
            }
        }
    }
    assert!(warc.next().is_none(), "the end is the end");
    (articles, errors)
}
