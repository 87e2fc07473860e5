//! Opening the file of actors, looking names up, and reading a user's file of a million rows.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_gazetteer::{BUILT_IN, Gazetteer, Known, Overrides};

const ROWS: usize = 1_000_000;

/// A user's file of [`ROWS`] people, each with an alias and an office of a few years.
fn user_file() -> Vec<u8> {
    let mut file = String::from("name,aliases,kind,state,role,speaks_for,from,to,key\n");
    for i in 0..ROWS {
        let year = 1990 + i % 30;
        writeln!(
            file,
            "Person{} Family{i},P. Family{i},person,NOR,deputy minister,,{year}-02-01,{}-03-31,",
            i % 977,
            year + 3
        )
        .expect("a string takes all");
    }
    file.into_bytes()
}

fn gazetteer(c: &mut Criterion) {
    c.bench_function("gazetteer/open", |b| {
        b.iter(|| assert!(Gazetteer::open(black_box(BUILT_IN)).is_ok()));
    });

    let known = Known::built_in();
    let phrases = ["John Kerry", "Kerry", "U.S.", "Isil", "Downing Street", "Nobody Whosoever"];
    let mut group = c.benchmark_group("gazetteer");
    group.throughput(Throughput::Elements(phrases.len() as u64));
    group.bench_function("look-ups, phrases", |b| {
        b.iter(|| {
            let found = phrases.map(|phrase| {
                known.people(phrase).len() + known.standing_for(phrase).len() + known.organisations(phrase).len()
            });
            assert!(found[..5].iter().all(|n| *n > 0) && found[5] == 0);
        });
    });
    group.finish();

    let file = user_file();
    let mut group = c.benchmark_group("gazetteer");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("a user's file, rows", |b| {
        b.iter_batched(
            || file.clone(),
            |file| {
                let overrides = Overrides::parse("actors.csv", file).expect("good rows");
                assert_eq!(overrides.len(), ROWS);
                overrides
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
    let known = Known::with(Overrides::parse("actors.csv", file).expect("good rows"));
    assert_eq!(known.people("Family999999")[0].roles.len(), 1);
}

criterion_group!(benches, gazetteer);
criterion_main!(benches);
