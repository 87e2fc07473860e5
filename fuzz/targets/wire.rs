//! Any characters as a line that another program wrote.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_wire::{WireReading, parse_reading};

fuzz_target!(|input: &[u8]| {
    let line = String::from_utf8_lossy(input);
    let reading = match parse_reading(&line) {
        Ok(reading) => reading,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for statement in &reading.statements {
        for span in statement.source.iter().chain(&statement.cue).chain(&statement.content) {
            let chars = reading.article.text.chars().count();
            let fits = span.start() <= span.end() && span.end() as usize <= chars;
            assert_eq!(span.words(&reading.article.text).is_some(), fits);
        }
    }
    let written = serde_json::to_string(&reading).expect("what was JSON is JSON");
    let again = parse_reading(&written).expect("its own line");
    assert_eq!(without_fractions(again), without_fractions(reading));
});

/// The parser takes a decimal of many digits for its neighbour now and then; `sayso` writes four digits.
fn without_fractions(mut reading: WireReading) -> WireReading {
    for statement in &mut reading.statements {
        statement.confidence = 0.0;
    }
    for position in &mut reading.positions {
        position.confidence = 0.0;
    }
    reading
}
