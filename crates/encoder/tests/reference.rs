//! The crate against what the training code computes (`training/sayso_training/reference.py` wrote the files).

use sayso_encoder::{
    Judge, JudgeScratch, Level, Model, ModelErrorKind, Pieces, Quoting, Scratch, TagRoom, Vectors, Window,
};
use serde_json::Value;

const TINY: &[u8] = include_bytes!("data/tiny.safetensors");
const TINY_FLOAT: &[u8] = include_bytes!("data/tiny-f32.safetensors");
const TINY_JUDGE: &[u8] = include_bytes!("data/tiny-judge.safetensors");

fn reference() -> Value {
    serde_json::from_str(include_str!("data/tiny.json")).expect("the reference file is JSON")
}

/// Quotation state as the reference has it: curly marks and balanced straight ones, reset at line breaks.
fn quoting(text: &str) -> impl FnMut(u32) -> Quoting {
    let mut states = vec![Quoting::Outside; text.len() + 1];
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' => inside = false,
            '\u{201c}' | '\u{201d}' | '"' => {
                inside = if c == '"' { !inside } else { c == '\u{201c}' };
                states[at] = Quoting::Mark;
            }
            _ if inside => states[at] = Quoting::Inside,
            _ => {}
        }
    }
    move |byte| states[byte as usize]
}

fn pieces_of(model: &Model, text: &str) -> Pieces {
    model.pieces(text, quoting(text))
}

fn numbers(value: &Value) -> Vec<f32> {
    value.as_array().expect("a list").iter().map(|v| v.as_f64().expect("a number") as f32).collect()
}

/// How far floats may be from the reference, which has attention in floats too; numbers are of the size of 1.
const FINE: f32 = 5e-3;

fn near(got: &[f32], want: &[f32], tolerance: f32) {
    assert_eq!(got.len(), want.len());
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() <= tolerance, "{g} is not {w}");
    }
}

#[test]
fn pieces_and_windows_are_the_references() {
    let want = reference();
    let model = Model::open(TINY).expect("a sound file");
    let text = want["text"].as_str().expect("a text");
    let pieces = pieces_of(&model, text);
    assert_eq!(serde_json::json!(pieces.ids()), want["ids"]);
    assert_eq!(serde_json::json!(pieces.paragraphs()), want["paragraphs"]);
    let spans: Vec<_> = pieces.spans().iter().map(|s| [s.start(), s.end()]).collect();
    assert_eq!(serde_json::json!(spans), want["spans"]);
    let marks: Vec<_> = pieces.marks().iter().map(|m| m.code()).collect();
    assert_eq!(serde_json::json!(marks), want["marks"]);
    let windows: Vec<_> =
        model.windows(&pieces).iter().map(|w| [w.first, w.last, w.core_first, w.core_last]).collect();
    assert_eq!(serde_json::json!(windows), want["windows"]);
}

/// Everything the network computes for the first window, in one row.
fn outputs(model: &Model) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
    let want = reference();
    let pieces = pieces_of(model, want["text"].as_str().expect("a text"));
    let window: Window = model.windows(&pieces)[0];
    let (mut scratch, mut vectors, mut cues) = (Scratch::default(), Vectors::default(), Vec::new());
    model.encode(&pieces, window, &mut scratch, &mut vectors, &mut Vectors::default());
    model.cues().probabilities(model, &vectors, &mut scratch, &mut cues);
    let mut paragraphs = vec![pieces.paragraphs()[window.first]];
    paragraphs.extend(&pieces.paragraphs()[window.first..window.last]);
    paragraphs.push(pieces.paragraphs()[window.last - 1]);
    let mut scores = Vec::new();
    model.roles().label(model, &vectors, &paragraphs, &[5], &mut scratch, |chosen, emissions| {
        assert_eq!(chosen, 5);
        scores.extend((0..emissions.count()).flat_map(|t| emissions.row(t).to_vec()));
    });
    let rows = (0..vectors.count()).flat_map(|k| vectors.row(k).to_vec()).collect();
    (rows, cues, scores)
}

#[test]
fn floats_compute_what_the_reference_does() {
    let want = reference();
    let flat = |key: &str| want[key].as_array().expect("rows").iter().flat_map(numbers).collect::<Vec<f32>>();
    let (vectors, cues, scores) = outputs(&Model::open(TINY_FLOAT).expect("a sound file"));
    near(&vectors, &flat("vectors"), FINE);
    near(&cues, &flat("cues"), FINE);
    near(&scores, &flat("scores"), 2.0 * FINE);
}

/// Runs of names in the first window, and the link from its row 7 back to its row 3.
fn mentions(model: &Model) -> (Vec<[usize; 3]>, f32) {
    let want = reference();
    let pieces = pieces_of(model, want["text"].as_str().expect("a text"));
    let (mut scratch, mut vectors) = (Scratch::default(), Vectors::default());
    model.encode(&pieces, model.windows(&pieces)[0], &mut scratch, &mut Vectors::default(), &mut vectors);
    let (mut runs, mut room) = (Vec::new(), TagRoom::default());
    model.names().runs(model, &vectors, 0..vectors.count(), &mut scratch, &mut room, |run| {
        assert!(run.probability > 0.0 && run.probability <= 1.0, "{run:?}");
        runs.push([run.first, run.last, run.kind]);
    });
    let relation: Vec<u16> = numbers(&want["relation"]).into_iter().map(|n| n as u16).collect();
    let [earlier, later] = [3, 7].map(|row| model.links().anchor(model, vectors.row(row), &mut scratch));
    (runs, model.links().score(&later, &earlier, relation.try_into().expect("five tables")))
}

#[test]
fn names_and_links_are_the_references() {
    let want = reference();
    let (runs, link) = mentions(&Model::open(TINY_FLOAT).expect("a sound file"));
    assert_eq!(serde_json::json!(runs), want["names"]);
    near(&[link], &numbers(&serde_json::json!([want["link"]])), 2.0 * FINE);
    for level in Level::available() {
        let (again, score) = mentions(&Model::open_at(TINY_FLOAT, level).expect("a sound file"));
        assert_eq!((again, score.to_bits()), (runs.clone(), link.to_bits()), "{level:?}");
    }
}

/// What the heads on the branch compute: its rows, events, evidence, stance and act.
fn branched(model: &Model) -> [Vec<f32>; 5] {
    let want = reference();
    let pieces = pieces_of(model, want["text"].as_str().expect("a text"));
    let window = model.windows(&pieces)[0];
    let (mut scratch, mut vectors, mut events) = (Scratch::default(), Vectors::default(), Vec::new());
    model.encode(&pieces, window, &mut scratch, &mut Vectors::default(), &mut vectors);
    model.events().probabilities(model, &vectors, &mut scratch, &mut events);
    let mut paragraphs = vec![pieces.paragraphs()[window.first]];
    paragraphs.extend(&pieces.paragraphs()[window.first..window.last]);
    paragraphs.push(pieces.paragraphs()[window.last - 1]);
    let mut evidence = Vec::new();
    model.evidence().label(model, &vectors, &paragraphs, &[5], &mut scratch, |_, emissions| {
        evidence.extend((0..emissions.count()).flat_map(|t| emissions.row(t).to_vec()));
    });
    let verdict = model.verdict().probabilities(model, &vectors, 5, 5..9, &mut scratch);
    let rows = (0..vectors.count()).flat_map(|k| vectors.row(k).to_vec()).collect();
    [rows, events, evidence, verdict[0].clone(), verdict[1].clone()]
}

#[test]
fn the_branch_and_its_heads_are_the_references() {
    let want = reference();
    let flat = |key: &str| want[key].as_array().expect("rows").iter().flat_map(numbers).collect::<Vec<f32>>();
    let [rows, events, evidence, stance, act] = branched(&Model::open(TINY_FLOAT).expect("a sound file"));
    near(&rows, &flat("branched"), FINE);
    near(&events, &flat("events"), FINE);
    near(&evidence, &flat("evidence"), 2.0 * FINE);
    near(&stance, &numbers(&want["stance"]), FINE);
    near(&act, &numbers(&want["act"]), FINE);
    for level in Level::available() {
        let again = branched(&Model::open_at(TINY_FLOAT, level).expect("a sound file"));
        assert!(again.concat() == [&rows[..], &events, &evidence, &stance, &act].concat(), "{level:?}");
    }
}

#[test]
fn the_judge_is_the_references() {
    let want = reference();
    let (sentence, claim) =
        (want["sentence"].as_str().expect("words"), want["claim"].as_str().expect("words"));
    let mut scratch = JudgeScratch::default();
    for level in Level::available() {
        let model = Model::open_at(TINY_FLOAT, level).expect("a sound file");
        let judge = Judge::open(TINY_JUDGE, &model).expect("a sound file");
        near(&judge.place(&model, sentence, 6..13, &mut scratch), &numbers(&want["place"]), 1e-3);
        near(&judge.claim(&model, sentence, claim, &mut scratch), &numbers(&want["judged"]), 1e-3);
    }
}

#[test]
fn a_judge_reads_texts_of_any_length_and_places_anywhere() {
    let model = Model::open(TINY_FLOAT).expect("a sound file");
    let judge = Judge::open(TINY_JUDGE, &model).expect("a sound file");
    let mut scratch = JudgeScratch::default();
    for text in ["", "late", &"it is late . ".repeat(500)] {
        for place in [0..0, 0..text.len(), text.len()..text.len()] {
            let scores = judge.place(&model, text, place, &mut scratch);
            assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        for claim in ["", "mayor", &"mayor ".repeat(500)] {
            let scores = judge.claim(&model, text, claim, &mut scratch);
            assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }
}

#[test]
fn a_reader_is_no_judge_and_a_judge_no_reader() {
    let model = Model::open(TINY).expect("a sound file");
    assert_eq!(Judge::open(TINY, &model).expect_err("a reader").kind(), ModelErrorKind::OtherFormat);
    assert_eq!(Model::open(TINY_JUDGE).expect_err("a judge").kind(), ModelErrorKind::OtherFormat);
}

#[test]
fn bytes_come_near_the_reference() {
    let want = reference();
    let cues: Vec<f32> = want["cues"].as_array().expect("rows").iter().flat_map(numbers).collect();
    // A random network is far more sensitive than a trained one; `sayso eval` measures what bytes cost there.
    near(&outputs(&Model::open(TINY).expect("a sound file")).1, &cues, 0.15);
}

#[test]
fn every_level_and_every_run_gives_the_same_bits() {
    for file in [TINY, TINY_FLOAT] {
        let bits = |level| {
            let (vectors, cues, scores) = outputs(&Model::open_at(file, level).expect("a sound file"));
            [vectors, cues, scores].concat().iter().map(|x| x.to_bits()).collect::<Vec<_>>()
        };
        let want = bits(Level::Portable);
        for level in Level::available() {
            assert!(bits(level) == want, "{level:?}");
            assert!(bits(level) == want, "{level:?} a second time");
        }
    }
}

#[test]
fn the_real_vocabulary_cuts_nasty_strings_as_the_reference_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/reader.safetensors");
    let file = std::fs::read(path).expect("the weights are part of the repository");
    let model = Model::open(&file).expect("a sound file");
    for line in include_str!("data/pieces.jsonl").lines() {
        let want: Value = serde_json::from_str(line).expect("the reference file is JSON");
        let text = want["text"].as_str().expect("a text");
        let pieces = model.pieces(text, |_| Quoting::Outside);
        let spans: Vec<_> = pieces.spans().iter().map(|s| [s.start(), s.end()]).collect();
        assert_eq!(serde_json::json!(pieces.ids()), want["ids"], "{text:?}");
        assert_eq!(serde_json::json!(spans), want["spans"], "{text:?}");
    }
}

#[test]
fn a_damaged_file_is_refused_and_says_so() {
    let kind = |file: &[u8]| Model::open(file).expect_err("not a sound file").kind();
    assert_eq!(kind(b""), ModelErrorKind::Damaged);
    assert_eq!(kind(b"not a model"), ModelErrorKind::Damaged);
    assert_eq!(kind(&TINY[..TINY.len() / 2]), ModelErrorKind::Damaged);
    let mut flipped = TINY.to_vec();
    *flipped.last_mut().expect("bytes") ^= 1;
    assert_eq!(kind(&flipped), ModelErrorKind::Damaged);
    let message = Model::open(&flipped).expect_err("flipped").to_string();
    assert!(message.contains("checksum"), "{message}");
}
