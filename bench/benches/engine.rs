//! Whole articles, from their words to the line that other programs get.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_bench::{articles, count_words, long_article, model};
use sayso_domain::Reading;
use sayso_engine::{Knowledge, Known, Level, Scratch, read};

fn engine(c: &mut Criterion) {
    let Some(model) = model(Level::detect()) else { return };
    let known = Known::built_in();
    let knowledge = Knowledge { model: &model, judge: None, known: &known };
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("engine");

    let articles = articles();
    let counts: Vec<usize> = articles
        .iter()
        .map(|article| read(article.clone(), vec![], knowledge, &mut scratch).statements.len())
        .collect();
    assert!(counts.iter().all(|count| *count > 5), "statements found: {counts:?}");
    group.throughput(Throughput::Elements(articles.len() as u64));
    group.bench_function("articles of 265 words, articles", |b| {
        b.iter(|| {
            for (article, count) in articles.iter().zip(&counts) {
                let reading = read(black_box(article).clone(), vec![], knowledge, &mut scratch);
                assert_eq!(reading.statements.len(), *count);
            }
        });
    });

    let article = long_article(3_000);
    let reading = read(article.clone(), vec![], knowledge, &mut scratch);
    group.throughput(Throughput::Elements(count_words(article.text.as_str()) as u64));
    group.bench_function("an article of 3,000 words, words", |b| {
        b.iter(|| {
            let again = read(black_box(&article).clone(), vec![], knowledge, &mut scratch);
            assert_eq!(again.statements.len(), reading.statements.len());
        });
    });
    let length = line(&reading).len();
    group.bench_function("its line of JSON, words", |b| {
        b.iter(|| assert_eq!(line(black_box(&reading)).len(), length));
    });
}

fn line(reading: &Reading) -> Vec<u8> {
    let mut line = Vec::new();
    sayso_wire::write_reading(reading, &mut line).expect("memory takes what is written");
    line
}

criterion_group!(benches, engine);
criterion_main!(benches);
