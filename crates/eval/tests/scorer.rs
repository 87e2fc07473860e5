//! The scorer agrees with the reference script to the last bit.
//!
//! `data/fixture.py` makes the documents and has the script score them; run it again when the script changes.

use std::path::{Path, PathBuf};

use sayso_eval::{Document, EvalErrorKind, read_jsonl, score};
use serde_json::Value;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn documents(name: &str) -> Vec<Document> {
    read_jsonl(&data(name)).unwrap()
}

/// Asserts the same keys in the same order and the same numbers, bit for bit.
fn assert_same(path: &str, ours: &Value, theirs: &Value) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            assert!(ours.keys().eq(theirs.keys()), "{path}: other keys");
            for (key, value) in ours {
                assert_same(&format!("{path}/{key}"), value, &theirs[key]);
            }
        }
        _ => {
            let bits = |value: &Value| value.as_f64().expect("a number").to_bits();
            assert_eq!(bits(ours), bits(theirs), "{path}: {ours} is not {theirs}");
        }
    }
}

#[test]
fn the_script_and_the_port_agree_to_the_last_bit() {
    let metrics = score(&documents("gold.jsonl"), &documents("pred.jsonl")).unwrap();
    let theirs = std::fs::read_to_string(data("scores.json")).unwrap();
    let parsed = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    assert_same("", &parsed(&metrics.to_json()), &parsed(&theirs));
    // These numbers print alike in both languages, so that even the bytes are the same.
    assert_eq!(metrics.to_json(), theirs);
}

#[test]
fn nothing_to_score_is_zero_and_not_nan() {
    let metrics = score(&[], &[]).unwrap();
    assert_eq!((metrics.full.f1, metrics.soft.precision, metrics.by_type.mixed.recall_soft), (0.0, 0.0, 0.0));
}

#[test]
fn predictions_that_gold_cannot_judge_are_errors() {
    let gold = documents("gold.jsonl");
    let mut stranger = gold[0].clone();
    stranger.id = "elsewhere".into();
    let error = score(&gold, &[stranger]).unwrap_err();
    assert!(matches!(error.kind(), EvalErrorKind::UnknownDocuments(ids) if ids == &["elsewhere"]));

    let mut altered = gold[0].clone();
    altered.text.push('!');
    let error = score(&gold, &[altered]).unwrap_err();
    assert!(matches!(error.kind(), EvalErrorKind::OtherText(id) if *id == gold[0].id));
}
