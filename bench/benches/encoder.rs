//! Pieces, vectors, cues and labels: what of the reader's time goes where.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use sayso_bench::{long_article, model, pieces};
use sayso_encoder::{
    Automaton, ChainRoom, Emissions, Level, Model, Pieces, Scratch, Vectors, Window, best_path,
};

/// A cue's least probability; the reader of statements takes its own from the weight file.
const CUE: f32 = 0.25;

fn encoder(c: &mut Criterion) {
    let Some(model) = model(Level::detect()) else { return };
    let text = long_article(3_000).text;
    let whole = pieces(&model, &text);
    let mut group = c.benchmark_group("encoder");
    group.throughput(Throughput::Elements(whole.len() as u64));
    group.bench_function("wordpieces, pieces", |b| {
        b.iter(|| assert_eq!(pieces(&model, black_box(&text)).len(), whole.len()));
    });
    group.finish();
    encode(c, &whole);
    decode(c, &model, &whole);
}

/// The longest window at every level of instructions, with the same sum of bits.
fn encode(c: &mut Criterion, pieces: &Pieces) {
    let mut group = c.benchmark_group("encode a window");
    let mut expected = None;
    for level in Level::available() {
        let Some(model) = model(level) else { return };
        let windows = model.windows(pieces);
        let window = *windows.iter().max_by_key(|w| w.last - w.first).expect("a window");
        let mut scratch = Scratch::default();
        let (mut vectors, mut branched) = (Vectors::default(), Vectors::default());
        let mut run = || {
            model.encode(pieces, black_box(window), &mut scratch, &mut vectors, &mut branched);
            bits(&vectors)
        };
        let expected = *expected.get_or_insert_with(&mut run);
        group.throughput(Throughput::Elements((window.last - window.first) as u64));
        group.bench_function(format!("{level:?}, pieces"), |b| b.iter(|| assert_eq!(run(), expected)));
    }
}

fn bits(vectors: &Vectors) -> u64 {
    let rows = (0..vectors.count()).flat_map(|row| vectors.row(row));
    rows.fold(0u64, |sum, value| sum.rotate_left(1) ^ u64::from(value.to_bits()))
}

/// What comes after the vectors: cues, and for each its labels and the best path through them.
fn decode(c: &mut Criterion, model: &Model, pieces: &Pieces) {
    let mut scratch = Scratch::default();
    let encoded: Vec<(Window, Vectors)> = model
        .windows(pieces)
        .into_iter()
        .map(|window| {
            let mut vectors = Vectors::default();
            model.encode(pieces, window, &mut scratch, &mut vectors, &mut Vectors::default());
            (window, vectors)
        })
        .collect();
    let mut work = Work::default();
    let cues: Vec<Vec<usize>> =
        encoded.iter().map(|(window, vectors)| cues(model, *window, vectors, &mut scratch, &mut work)).collect();
    let expected = decode_all(model, pieces, &encoded, &cues, &mut scratch, &mut work);
    let count: usize = cues.iter().map(Vec::len).sum();
    assert!(count > 50 && expected.1 > count, "{count} cues, {expected:?}");

    let mut group = c.benchmark_group("decode");
    group.throughput(Throughput::Elements(pieces.len() as u64));
    group.bench_function("cue probabilities, pieces", |b| {
        b.iter(|| {
            let found = encoded.iter().map(|(w, v)| self::cues(model, *w, v, &mut scratch, &mut work).len()).sum::<usize>();
            assert_eq!(found, count);
        });
    });
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("labels and best path, cues", |b| {
        b.iter(|| assert_eq!(decode_all(model, pieces, black_box(&encoded), &cues, &mut scratch, &mut work), expected));
    });
    group.bench_function("labels alone, cues", |b| {
        b.iter_batched(
            || (),
            |()| {
                let mut seen = 0;
                for ((window, vectors), cues) in encoded.iter().zip(&cues) {
                    let paragraphs = paragraphs(pieces, *window);
                    model.roles().label(model, vectors, &paragraphs, cues, &mut scratch, |_, emissions| {
                        seen += usize::from(emissions.count() == vectors.count());
                    });
                }
                assert_eq!(seen, count);
            },
            BatchSize::SmallInput,
        );
    });
}

#[derive(Default)]
struct Work {
    probabilities: Vec<f32>,
    chain: ChainRoom,
}

fn cues(model: &Model, window: Window, vectors: &Vectors, scratch: &mut Scratch, work: &mut Work) -> Vec<usize> {
    model.cues().probabilities(model, vectors, scratch, &mut work.probabilities);
    let classes = model.cues().classes();
    let rows = window.core_first - window.first + 1..window.core_last - window.first + 1;
    rows.filter(|row| 1.0 - work.probabilities[row * classes] >= CUE).collect()
}

fn paragraphs(pieces: &Pieces, window: Window) -> Vec<u32> {
    let own = &pieces.paragraphs()[window.first..window.last];
    [&own[..1], own, &own[own.len() - 1..]].concat()
}

/// How many paths, and how many of their labels are not 0.
fn decode_all(
    model: &Model,
    pieces: &Pieces,
    encoded: &[(Window, Vectors)],
    cues: &[Vec<usize>],
    scratch: &mut Scratch,
    work: &mut Work,
) -> (usize, usize) {
    let mut found = (0, 0);
    for ((window, vectors), cues) in encoded.iter().zip(cues) {
        let (paragraphs, last) = (paragraphs(pieces, *window), vectors.count() - 1);
        model.roles().label(model, vectors, &paragraphs, cues, scratch, |cue, emissions: &Emissions| {
            if let Some(path) = best_path(model.roles(), emissions, &OneCue { cue, last }, &mut work.chain) {
                found.0 += 1;
                found.1 += path.labels.iter().filter(|label| **label != 0).count();
            }
        });
    }
    found
}

/// The constraints of the reader of statements: one cue where it is looked from, one source at most, some content.
struct OneCue {
    cue: usize,
    last: usize,
}

impl Automaton for OneCue {
    fn allows(&self, label: usize, piece: usize) -> bool {
        match piece {
            _ if piece == self.cue => label == 3,
            _ if piece == 0 || piece == self.last => label == 0,
            _ => label != 3,
        }
    }

    fn step(&self, state: usize, label: usize) -> Option<usize> {
        match label {
            1 if state & 1 == 1 => None,
            1 => Some(state | 1),
            5 => Some(state | 2),
            _ => Some(state),
        }
    }

    fn accepts(&self, state: usize) -> bool {
        state & 2 == 2
    }
}

criterion_group!(benches, encoder);
criterion_main!(benches);
