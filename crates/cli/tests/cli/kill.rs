//! A program that is killed loses nothing that it reported, and the same command goes on where it stopped.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folder::Folder;
use crate::library::NEWS;

/// More articles than go into one transaction.
const ARTICLES: usize = 300;

/// Readings of many articles, made of that of one, each with words of its own.
fn readings(folder: &Folder) -> String {
    let (id, _, _, text) = NEWS[1];
    folder.write("one.jsonl", serde_json::json!({ "id": id, "text": text }).to_string());
    let reading = folder.run(&["read", "--format", "jsonl", "one.jsonl"]);
    let reading: Value = serde_json::from_str(&reading.out).unwrap();
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let mut reading = reading.clone();
        reading["article"]["id"] = format!("wire-{number}").into();
        reading["article"]["text"] = format!("{text} Number {number} of the wire.").into();
        writeln!(lines, "{reading}").unwrap();
    }
    lines
}

/// Starts to store, and kills it once it has reported so many articles. Gives the ids that it reported.
fn store_and_kill(folder: &Folder, reported: usize) -> Vec<String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .current_dir(folder.path(""))
        .args(["ingest", "--readings", "--format", "jsonl", "readings.jsonl"])
        .env_remove("SAYSO_LIBRARY")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ids = Vec::new();
    let mut is_stored = |line: std::io::Result<String>| {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        ids.push(line["id"].as_str().unwrap().to_owned());
        line["status"] == "stored"
    };
    let mut stored = 0;
    while stored < reported {
        let Some(line) = out.next() else { break };
        stored += usize::from(is_stored(line));
    }
    // On Unix this is SIGKILL: nothing can be tidied up.
    child.kill().unwrap();
    // A line that was cut by the kill has reported nothing.
    let rest: Vec<String> = out.map_while(Result::ok).collect();
    rest.into_iter().filter(|line| line.ends_with('}')).for_each(|line| {
        is_stored(Ok(line));
    });
    child.wait().unwrap();
    ids
}

#[test]
fn what_was_reported_is_there_after_a_kill_and_nothing_is_there_twice() {
    let folder = Folder::new();
    folder.write("readings.jsonl", readings(&folder));
    let mut reported: BTreeSet<String> = BTreeSet::new();
    for moment in [0, 1, 60, 70, 129] {
        reported.extend(store_and_kill(&folder, moment));
        if reported.is_empty() {
            continue;
        }
        let stored = folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]);
        let ids = stored.ids();
        let once: BTreeSet<String> = ids.iter().cloned().collect();
        assert_eq!(ids.len(), once.len(), "an article is there twice");
        assert!(reported.is_subset(&once), "{:?}", reported.difference(&once));
        let verdict = folder.run(&["verify"]);
        assert_eq!((verdict.code, verdict.err.as_str()), (0, ""), "{}", verdict.out);
    }
    let outcome = folder.run(&["ingest", "--readings", "readings.jsonl"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains(&format!("sayso.db holds {ARTICLES} articles")), "{}", outcome.out);
    assert_eq!(folder.run(&["verify"]).code, 0);
    let all = folder.run(&["search", "--quiet", "--format", "jsonl", "ferries"]);
    let found: BTreeSet<String> = all.out.lines().map(str::to_owned).collect();
    assert_eq!((found.len(), all.out.lines().count()), (ARTICLES, ARTICLES));
}
