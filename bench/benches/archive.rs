//! From a web archive to articles: pages a second, on one thread.

use std::hint::black_box;
use std::io::{Cursor, Write};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::Compression;
use flate2::write::GzEncoder;
use sayso_bench::{PAGE, count_words};
use sayso_sources::{Input, Options, extract, open};

const PAGES: usize = 50;

/// A response as a crawler writes it.
fn record(number: usize) -> Vec<u8> {
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/{number}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
    .into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).expect("memory takes all");
    packer.finish().expect("memory takes all")
}

/// The words of all articles.
fn read(archive: Vec<u8>) -> usize {
    let articles = open(&[Input::Stdin], &Options::default()).with_stdin(Cursor::new(archive));
    articles.map(|item| count_words(item.expect("the archive is sound").article.text.as_str())).sum()
}

fn archive(c: &mut Criterion) {
    let words = PAGES * count_words(&extract(PAGE).text);
    assert!(words > 200 * PAGES);
    let records: Vec<Vec<u8>> = (0..PAGES).map(record).collect();
    let members: Vec<u8> = records.iter().flat_map(|record| packed(record)).collect();
    let mut group = c.benchmark_group("archive");
    group.throughput(Throughput::Elements(PAGES as u64));
    for (name, archive) in [("plain, pages", records.concat()), ("packed, pages", members)] {
        group.bench_function(name, |b| b.iter(|| assert_eq!(read(black_box(archive.clone())), words)));
    }
}

criterion_group!(benches, archive);
criterion_main!(benches);
