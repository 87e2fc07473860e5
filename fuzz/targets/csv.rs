//! Any bytes as a table of text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::checks;
use sayso_sources::{Options, SourceError, Sourced, read_csv};

fuzz_target!(|input: &[u8]| {
    check(input);
    // Most inputs name no text.
    check(&[b"text,id\n", input].concat());
});

fn check(input: &[u8]) {
    let lines = input.len() as u64 + 1;
    let mut csv = read_csv(input, &Options::default());
    let (mut last, mut texts) = (0, Vec::new());
    while let Some(item) = csv.next() {
        let line = csv.line();
        assert!(line > last && line <= lines, "line {line} after {last}");
        last = line;
        match item {
            Ok(sourced) => {
                checks::sourced(&sourced);
                texts.push(sourced.article.text.as_str().to_owned());
            }
            Err(error) => assert!(told(&error, line), "{error}"),
        }
    }
    assert!(csv.next().is_none());
    again(&texts);
}

fn told(error: &SourceError, line: u64) -> bool {
    error.line().is_none_or(|told| told == line)
}

/// What was read is read again, from a table with whatever separator.
fn again(texts: &[String]) {
    for separator in [',', ';', '\t'] {
        let mut table = format!("text{separator}title\n");
        for text in texts {
            table += &format!("\"{}\"{separator}a\n", text.replace('"', "\"\""));
        }
        let read: Vec<Sourced> =
            read_csv(table.as_bytes(), &Options::default()).map(|item| item.expect("a row")).collect();
        assert_eq!(read.len(), texts.len());
        for (sourced, text) in read.iter().zip(texts) {
            assert_eq!(sourced.article.text.as_str(), text);
        }
    }
}
