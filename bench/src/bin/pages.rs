//! Reads an input as the program does, without reading its statements: how many pages, and how good are they?
//!
//! `pages count INPUT` prints how many articles and errors an input gives and how many bytes of words.
//! `pages score INPUT GOLD` compares the articles with those of the JSON lines GOLD that have the same address,
//! by the measure of the article extraction benchmark.
//!
//! [`pages.py`](../../pages.py) calls both; it takes the time from outside.

use std::collections::HashMap;
use std::env;
use std::process::ExitCode;

use sayso_sources::{Input, Options, Overlap, Sourced, extraction_f1, open};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["count", input] => count(input),
        ["score", input, gold] => score(input, gold),
        _ => {
            eprintln!("usage: pages count INPUT, or: pages score INPUT GOLD");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn count(input: &str) {
    let (mut articles, mut errors, mut bytes) = (0, 0, 0);
    for item in open(&[Input::from(input)], &Options::default()) {
        match item {
            Ok(Sourced { article, .. }) => {
                articles += 1;
                bytes += article.text.as_str().len();
            }
            Err(error) => {
                eprintln!("{error}");
                errors += 1;
            }
        }
    }
    println!("{articles} {errors} {bytes}");
}

fn score(input: &str, gold: &str) {
    let gold: HashMap<String, String> = texts(gold).collect();
    let overlaps: Vec<Overlap> =
        texts(input).filter_map(|(url, text)| Some(extraction_f1(gold.get(&url)?, &text))).collect();
    let mean = |part: fn(&Overlap) -> f64| overlaps.iter().map(part).sum::<f64>() / overlaps.len() as f64;
    let all = Overlap { precision: mean(|o| o.precision), recall: mean(|o| o.recall) };
    println!("{} {:.4} {:.4} {:.4}", overlaps.len(), all.precision, all.recall, all.f1());
}

/// Addresses and words.
fn texts(input: &str) -> impl Iterator<Item = (String, String)> {
    let sourced = open(&[Input::from(input)], &Options::default())
        .filter_map(|item| item.inspect_err(|error| eprintln!("{error}")).ok());
    sourced.filter_map(|Sourced { article, .. }| Some((article.url?, article.text.as_str().to_owned())))
}
