//! Any bytes as a Parquet file.

#![no_main]

use std::sync::Once;

use libfuzzer_sys::fuzz_target;
use sayso_fuzz::checks;
use sayso_sources::{Options, read_parquet};
use sayso_wire::{Column, Values, write_parquet};

/// Panics of the decoder are caught by the reader; libFuzzer's hook would end the program before.
static QUIET: Once = Once::new();

fuzz_target!(|input: &[u8]| {
    QUIET.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            let is_ours = panic.location().is_some_and(|at| !at.file().contains("parquet-"));
            if is_ours {
                eprintln!("{panic}");
            }
        }));
    });
    if let Ok(rows) = read_parquet(input.to_vec(), &Options::default()) {
        // Rows may be told of that are not there: a run of one value takes no bytes.
        for sourced in rows.take(10_000).flatten() {
            checks::sourced(&sourced);
        }
    }
    let words = String::from_utf8_lossy(input);
    there_and_back(words.split('\n').map(str::to_owned).collect());
});

fn there_and_back(texts: Vec<String>) {
    let numbers: Vec<Option<i64>> = (0..).step_by(3).map(Some).take(texts.len()).collect();
    let columns = [
        Column { name: "id".to_owned(), values: Values::Integer(numbers) },
        Column { name: "text".to_owned(), values: Values::Text(texts.iter().cloned().map(Some).collect()) },
    ];
    let mut file = Vec::new();
    write_parquet(&columns, &mut file).expect("a table");
    let rows: Vec<_> = read_parquet(file, &Options::default()).expect("a file").collect();
    assert_eq!(rows.len(), texts.len());
    for (number, (row, text)) in rows.into_iter().zip(&texts).enumerate() {
        let article = row.expect("a row").article;
        assert_eq!((article.id, article.text.as_str()), ((number * 3).to_string(), text.as_str()));
    }
}
