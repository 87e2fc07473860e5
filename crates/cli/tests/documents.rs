//! Golden readings of the example articles, and what the documents say: rewritten with `SAYSO_BLESS=1 cargo test`.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn bless() -> bool {
    std::env::var_os("SAYSO_BLESS").is_some()
}

/// What `sayso read` prints of an example.
fn read(example: &str) -> String {
    printed("read", example)
}

/// What a command prints of an input.
fn printed(command: &str, input: &str) -> String {
    let mut sayso = assert_cmd::Command::cargo_bin("sayso").expect("the binary");
    let output =
        sayso.current_dir(root()).args([command, "--color", "never", input]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn same(path: &Path, got: &str) {
    if bless() {
        fs::write(path, got).expect("writable");
    }
    let want = fs::read_to_string(path).unwrap_or_default();
    assert!(want == got, "{} differs; SAYSO_BLESS=1 rewrites it. Now:\n{got}", path.display());
}

#[test]
fn the_examples_read_as_before() {
    let mut names: Vec<String> = fs::read_dir(root().join("examples"))
        .expect("examples/")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt") || name.ends_with(".html"))
        .collect();
    names.sort();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        let golden =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.reading"));
        same(&golden, &read(&format!("examples/{name}")));
    }
}

/// The README with the part between `start` and the next end mark replaced.
fn with_part(readme: &str, start: &str, part: &str) -> String {
    let (before, rest) = readme.split_once(start).unwrap_or_else(|| panic!("README.md has no `{start}`"));
    let (_, after) = rest.split_once("<!-- end -->").expect("an end mark");
    format!("{before}{start}\n{part}<!-- end -->{after}")
}

#[test]
fn the_readme_shows_true_output_and_scores() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let example = "examples/harbour-accord-1-tribune.txt";
    let output = format!("```text\n{}```\n", read(example));
    let mut want = with_part(&readme, &format!("<!-- output: {example} -->"), &output);
    want = with_part(&want, "<!-- output: compare -->", &compared());
    want = with_part(&want, "<!-- output: library -->", &library());
    want = with_part(&want, "<!-- scores -->", &scores());
    same(&path, &want);
}

/// A library of the examples: what is typed, and what comes out.
fn library() -> String {
    const TYPED: &[&[&str]] = &[
        &["ingest", "examples/"],
        &["search", "fund", "--speaker", "Thorgren", "--limit", "2"],
        &["issues", "--limit", "3"],
        &["verify"],
    ];
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("examples")).expect("writable");
    for entry in fs::read_dir(root().join("examples")).expect("examples/") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), folder.path().join("examples").join(entry.file_name())).expect("writable");
    }
    let mut shown = String::new();
    for args in TYPED {
        let mut sayso = assert_cmd::Command::cargo_bin("sayso").expect("the binary");
        let output = sayso
            .current_dir(folder.path())
            .env_remove("SAYSO_LIBRARY")
            .args(*args)
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        shown +=
            &format!("$ sayso {}\n{}\n", args.join(" "), String::from_utf8(output.stdout).expect("UTF-8"));
    }
    format!("```console\n{}\n```\n", shown.trim_end())
}

/// The first lines of what `sayso compare examples/` prints.
fn compared() -> String {
    const LINES: usize = 38;
    let output = printed("compare", "examples/");
    let lines: Vec<&str> = output.lines().collect();
    let (shown, last) = (lines[..LINES.min(lines.len())].join("\n"), lines.last().expect("a closing line"));
    format!("```text\n{shown}\n…\n{last}\n```\n")
}

/// The README's table, from `scores.csv`.
fn scores() -> String {
    const ROWS: &[(&str, &str, &str)] = &[
        ("polnear-dev", "full.F1", "full attribution, F1"),
        ("polnear-dev", "exact.F1", "exact content, F1"),
        ("polnear-dev", "full_strict.F1", "strict, F1"),
        ("polnear-dev", "tok.content.F1", "content words, F1"),
        (
            "polnear-dev",
            "calibration_error",
            "expected calibration error of the confidence, on the articles it was fitted on",
        ),
        ("speakers", "right", "speaker right, of the statements found"),
        ("speakers", "pronoun_right", "the same where the source is a pronoun"),
        ("speakers", "speaks_for_right", "for whom the speaker spoke, where the speaker is right"),
        ("dates-held", "right_or_null", "dates right or left open, on articles not looked at"),
        ("judge-newsmtsc", "macro.F1", "`judge` with a target: NewsMTSC dev_mt, macro F1"),
        ("judge-perspectrum", "macro.F1", "`judge` with a claim: Perspectrum dev, macro F1"),
        ("positions", "F1", "positions (holder, words, stance), F1, 36 articles"),
        ("positions", "P", "the same, precision"),
        ("positions", "stance_given_place", "stance right, where the words are"),
        ("positions", "events.F1", "events (type, words), F1"),
        ("seed", "found", "statements of the worked example found, of 17"),
        ("seed", "extra", "and found without being there"),
        ("seed", "positions_found", "positions of the worked example found, of 9"),
        ("seed", "positions_extra", "and others"),
        ("seed", "events_found", "events of the worked example found, with day, place and status, of 5"),
    ];
    let csv = fs::read_to_string(root().join("scores.csv")).expect("scores.csv");
    let mut table = String::from("| measure | |\n|---|---|\n");
    for (corpus, measure, label) in ROWS {
        let prefix = format!("{corpus},{measure},");
        let line = csv
            .lines()
            .find(|l| l.starts_with(&prefix))
            .unwrap_or_else(|| panic!("scores.csv has no {prefix}"));
        let value = line[prefix.len()..].split(',').next().unwrap_or_default();
        table += &format!("| {label} | {value} |\n");
    }
    table
}
