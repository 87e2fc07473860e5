//! From bytes to articles.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_bench::{PAGE, count_words, long_article};
use sayso_sources::{extract, read_text_bytes};

fn sources(c: &mut Criterion) {
    let article = long_article(3_000);
    let words = count_words(article.text.as_str());
    let marked = article.boilerplate.len();
    let page_words = count_words(&extract(PAGE).text);
    assert!(marked > 10 && page_words > 200);

    let mut group = c.benchmark_group("sources");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("plain text, words", |b| {
        b.iter(|| {
            let read = read_text_bytes(black_box(article.text.as_str().as_bytes())).expect("text");
            assert_eq!(read.article.boilerplate.len(), marked);
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("web page, pages", |b| {
        b.iter(|| assert_eq!(count_words(&extract(black_box(PAGE)).text), page_words));
    });
}

criterion_group!(benches, sources);
criterion_main!(benches);
