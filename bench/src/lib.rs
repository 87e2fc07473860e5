//! What the benchmarks share: the articles they read and the model they read them with.

use std::path::PathBuf;

use sayso_encoder::{Level, Model, Pieces, Quoting};
use sayso_domain::Article;
use sayso_sources::read_text_bytes;
use sayso_text::{QuoteState, Quotes, Text};

const EXAMPLES: [&str; 4] = [
    include_str!("../../examples/harbour-accord-1-tribune.txt"),
    include_str!("../../examples/harbour-accord-2-tribune.txt"),
    include_str!("../../examples/herring-quota-wire.txt"),
    include_str!("../../examples/night-clinics-gazette.txt"),
];

/// A page of news with all that surrounds one.
pub const PAGE: &str = include_str!("../../examples/harbour-accord-1-courier.html");

/// The example articles that are plain text, one after the other.
pub fn articles() -> Vec<Article> {
    EXAMPLES.iter().map(|file| article(file)).collect()
}

/// One article of at least `words` words: the examples over and over.
pub fn long_article(words: usize) -> Article {
    let once = EXAMPLES.join("\n");
    article(&once.repeat(words.div_ceil(count_words(&once))))
}

fn article(file: &str) -> Article {
    read_text_bytes(file.as_bytes()).expect("the examples are text").article
}

/// Words as `wc -w` counts them.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The model's pieces of `text`, as the reader of statements cuts them.
pub fn pieces(model: &Model, text: &Text) -> Pieces {
    let quotes = Quotes::of(text);
    let mut cursor = quotes.cursor();
    model.pieces(text.as_str(), |byte| match cursor.state_at(byte) {
        QuoteState::Outside => Quoting::Outside,
        QuoteState::Inside => Quoting::Inside,
        QuoteState::Mark => Quoting::Mark,
    })
}

/// The trained model, for the instructions of `level`; `None`, and a word why, when its file is missing.
///
/// The file is `models/reader.safetensors`, or what the environment variable `SAYSO_MODEL` names.
pub fn model(level: Level) -> Option<Model> {
    let file = std::env::var_os("SAYSO_MODEL").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/reader.safetensors")),
        PathBuf::from,
    );
    match std::fs::read(&file) {
        Ok(bytes) => Some(Model::open_at(&bytes, level).expect("a model of this version")),
        Err(error) => {
            eprintln!("skipped, since there are no weights: {}: {error}; SAYSO_MODEL may name another file", file.display());
            None
        }
    }
}
