//! Writes a library of made-up readings, for those who measure how fast one is searched.
//!
//! `cargo run --release -p sayso-eval --example library -- 100000 > library.jsonl`

use std::io::{self, BufWriter, Write};

use sayso_eval::synthetic::write_library;

fn main() -> io::Result<()> {
    let articles = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(1000);
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    write_library(0..articles, &mut out)?;
    out.flush()
}
