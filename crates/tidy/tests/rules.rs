//! The rules that ARCHITECTURE.md states, checked.

use std::fs;
use std::path::{Path, PathBuf};

/// Floor of each crate: an arrow may only go down. Siblings of one floor never import one another.
const FLOORS: &[(&str, u8)] = &[
    ("text", 1),
    ("domain", 2),
    ("encoder", 3),
    ("gazetteer", 3),
    ("agreement", 4),
    ("compare", 4),
    ("duplicates", 4),
    ("fetch", 4),
    ("issues", 4),
    ("read-actors", 4),
    ("read-dates", 4),
    ("read-events", 4),
    ("read-positions", 4),
    ("read-statements", 4),
    ("roster", 4),
    ("sources", 4),
    ("wire", 4),
    ("engine", 5),
    ("library", 5),
    ("answers", 6),
    ("eval", 6),
    ("server", 7),
    ("cli", 8),
    ("tidy", 8),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace")
}

fn floor(name: &str) -> u8 {
    let found = FLOORS.iter().find(|(n, _)| *n == name);
    found.unwrap_or_else(|| panic!("crates/{name} has no floor: enter it in FLOORS and in ARCHITECTURE.md")).1
}

/// The folders of `crates/`, each with its manifest.
fn crates() -> Vec<(String, String)> {
    let folders = fs::read_dir(root().join("crates")).expect("crates/");
    let mut crates: Vec<_> = folders
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path.join("Cargo.toml")).expect("each crate has a manifest"))
        })
        .collect();
    crates.sort();
    crates
}

/// The lines of one table of a manifest.
fn table<'a>(manifest: &'a str, name: &str) -> Vec<&'a str> {
    let header = format!("[{name}]");
    manifest
        .lines()
        .skip_while(|line| *line != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .collect()
}

/// The crates of this workspace that `lines` of a manifest ask for.
fn inner_dependencies(lines: &[&str]) -> Vec<String> {
    lines
        .iter()
        .filter_map(|line| line.strip_prefix("sayso-"))
        .map(|rest| rest.split(['.', ' ', '=']).next().unwrap_or_default().to_string())
        .collect()
}

#[test]
fn arrows_only_point_down() {
    for (name, manifest) in crates() {
        for dependency in inner_dependencies(&table(&manifest, "dependencies")) {
            assert!(
                floor(&dependency) < floor(&name),
                "{name} (floor {}) must not depend on {dependency} (floor {})",
                floor(&name),
                floor(&dependency)
            );
        }
    }
}

#[test]
fn an_upward_arrow_would_be_seen() {
    let manifest = "[package]\nname = \"x\"\n\n[dependencies]\nsayso-engine.workspace = true\nserde = \"1\"\n\n[lints]\n";
    assert_eq!(inner_dependencies(&table(manifest, "dependencies")), ["engine"]);
}

#[test]
fn the_nouns_know_no_format_and_the_readers_touch_no_world() {
    for (name, manifest) in crates() {
        // `library` keeps what was read in a database, in the promised shape.
        if floor(&name) > 5 || matches!(name.as_str(), "sources" | "wire" | "library") {
            continue;
        }
        let asked: Vec<&str> =
            table(&manifest, "dependencies").iter().filter_map(|l| l.split(['.', ' ', '=']).next()).collect();
        for banned in ["serde_json", "serde", "anyhow", "clap", "reqwest", "rusqlite"] {
            assert!(!asked.contains(&banned), "{name} must not depend on {banned}");
        }
        for (path, source) in sources(&root().join("crates").join(&name).join("src")) {
            for banned in ["std::fs", "std::env::", "std::net", "SystemTime", "Instant::now"] {
                assert!(
                    !source.contains(banned) || is_its_job(&name, &path, banned),
                    "{} uses {banned}",
                    path.display()
                );
            }
        }
    }
}

/// Whose job it is to touch the world: `fetch` talks to the network, and looks at the clock in one module alone,
/// so that its decisions can be tested without waiting.
fn is_its_job(name: &str, path: &Path, banned: &str) -> bool {
    match (name, banned) {
        ("fetch", "std::net") => true,
        ("fetch", "SystemTime" | "Instant::now") => path.ends_with("fetch/src/clock.rs"),
        _ => false,
    }
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    for (name, _) in crates() {
        for (path, source) in sources(&root().join("crates").join(&name).join("src")) {
            assert!(
                source.starts_with("//!") || source.starts_with("/*!"),
                "{} has no module comment",
                path.display()
            );
        }
    }
}

#[test]
fn architecture_names_every_crate() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for (name, _) in crates() {
        assert!(text.contains(&format!("`{name}`")), "ARCHITECTURE.md does not mention `{name}`");
    }
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let source = fs::read_to_string(&path).expect("UTF-8");
            found.push((path, source));
        }
    }
    found
}
