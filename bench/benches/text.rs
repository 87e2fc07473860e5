//! Dividing a text and finding its quotation marks.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_bench::{count_words, long_article};
use sayso_text::{CodePoints, Quotes, Segments};

fn text(c: &mut Criterion) {
    let text = long_article(3_000).text;
    let words = count_words(text.as_str());
    let segments = Segments::of(&text);
    let (sentences, tokens) = (segments.sentences.len(), segments.tokens.len());
    let passages = Quotes::of(&text).passages().len();
    let last = CodePoints::new(&text).len();
    assert!(words >= 3_000 && sentences > 100 && tokens > words && passages > 40 && last < text.len());

    let mut group = c.benchmark_group("text");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("sentences and tokens, words", |b| {
        b.iter(|| {
            let segments = Segments::of(black_box(&text));
            assert_eq!((segments.sentences.len(), segments.tokens.len()), (sentences, tokens));
        });
    });
    group.bench_function("quotation marks, words", |b| {
        b.iter(|| assert_eq!(Quotes::of(black_box(&text)).passages().len(), passages));
    });
    group.bench_function("code points, words", |b| {
        let places: Vec<_> = segments.tokens.iter().map(|t| t.span).collect();
        b.iter(|| {
            let code_points = CodePoints::new(black_box(&text));
            let length: u32 = places.iter().map(|span| code_points.range(*span).len() as u32).sum();
            assert!(length <= last && code_points.len() == last);
        });
    });
}

criterion_group!(benches, text);
criterion_main!(benches);
