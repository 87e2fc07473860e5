//! Finding out whether a text was there before.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_bench::{articles, count_words, long_article};
use sayso_duplicates::{Passages, Relation, Sketch, Wording, bands, relation};

fn duplicates(c: &mut Criterion) {
    let mut group = c.benchmark_group("duplicates");
    let long = long_article(3_000).text;
    let (sketch, passages) = (Sketch::of(long.as_str()), Passages::of(long.as_str()));
    assert!(sketch.is_some() && !passages.keys().is_empty());

    group.throughput(Throughput::Elements(count_words(long.as_str()) as u64));
    group.bench_function("sketch, words", |b| b.iter(|| assert_eq!(Sketch::of(black_box(long.as_str())), sketch)));
    group.bench_function("passages, words", |b| b.iter(|| assert_eq!(Passages::of(black_box(long.as_str())), passages)));

    let articles = articles();
    let numbers = |text: &str| (Sketch::of(text).iter().flat_map(bands).count(), Passages::of(text).keys().len());
    let counts: Vec<(usize, usize)> = articles.iter().map(|article| numbers(article.text.as_str())).collect();
    group.throughput(Throughput::Elements(articles.iter().map(|a| count_words(a.text.as_str()) as u64).sum()));
    group.bench_function("all numbers of articles of 265 words, words", |b| {
        b.iter(|| {
            for (article, counts) in articles.iter().zip(&counts) {
                assert_eq!(numbers(black_box(article.text.as_str())), *counts);
            }
        });
    });

    let wordings: Vec<Wording> = articles.iter().map(|article| Wording::of(article.text.as_str())).collect();
    let pairs = (0..wordings.len()).flat_map(|a| (0..wordings.len()).map(move |b| (a, b)));
    let pairs: Vec<(usize, usize, Relation)> =
        pairs.map(|(a, b)| (a, b, relation(&wordings[a], &wordings[b]))).collect();
    assert!(pairs.iter().all(|(a, b, relation)| a != b || *relation == Relation::Copy));
    group.throughput(Throughput::Elements(pairs.len() as u64));
    group.bench_function("relation of articles of 265 words, pairs", |b| {
        b.iter(|| {
            for (a, b, expected) in &pairs {
                assert_eq!(relation(black_box(&wordings[*a]), &wordings[*b]), *expected);
            }
        });
    });
}

criterion_group!(benches, duplicates);
criterion_main!(benches);
