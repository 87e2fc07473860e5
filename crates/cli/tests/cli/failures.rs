use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::folder::{Folder, SAID};

#[test]
fn an_input_that_cannot_be_read_is_named_and_the_others_are_done() {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    folder.write("b.txt", b"\x7fELF\0\0\0\x01");
    folder.write("c.txt", SAID);
    std::fs::create_dir(folder.path("empty")).unwrap();
    let args = ["read", "--format", "jsonl", "a.txt", "gone.txt", "b.txt", "empty", "c.txt"];
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.ids(), ["a", "c"]);
    let errors: Vec<&str> = outcome.err.lines().collect();
    assert_eq!(errors.len(), 3, "{}", outcome.err);
    for (error, place) in errors.iter().zip(["gone.txt", "b.txt", "empty"]) {
        assert!(error.starts_with(&format!("sayso: {place}: ")), "{error}");
    }
}

#[test]
fn a_broken_line_is_named_with_its_number() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\",\n{\"id\":\"3\",\"text\":\"z\"}\n");
    let outcome = folder.run(&["read", "--format", "jsonl", "a.jsonl"]);
    assert_eq!((outcome.code, outcome.ids()), (1, vec!["1".to_owned(), "3".to_owned()]));
    assert!(outcome.err.starts_with("sayso: a.jsonl, line 2, column "), "{}", outcome.err);
}

#[test]
fn an_article_without_words_or_in_another_language_is_a_note_and_no_error() {
    let folder = Folder::new();
    folder.write("empty.txt", "");
    folder.write("blank.txt", " \n\t\n");
    folder.write("german.jsonl", "{\"id\":\"german\",\"language\":\"de\",\"text\":\"Er sagte nein.\"}\n");
    let outcome = folder.run(&["read", "--format", "jsonl", "empty.txt", "blank.txt", "german.jsonl"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let codes: Vec<String> = outcome.readings().iter().map(|r| r["notes"][0]["code"].to_string()).collect();
    assert_eq!(codes, ["\"empty-text\"", "\"empty-text\"", "\"other-language\""]);
    let pretty = folder.run(&["read", "german.jsonl"]).out;
    assert!(pretty.contains("no statements\n  note: ") && pretty.contains("(other-language)"), "{pretty}");
}

#[test]
fn a_model_that_cannot_be_used_stops_all_with_a_clear_error() {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    folder.write("empty.safetensors", "");
    folder.write("noise.safetensors", [0x5a; 4_096]);
    for model in ["gone.safetensors", "empty.safetensors", "noise.safetensors", "."] {
        let outcome = folder.run(&["read", "--model", model, "a.txt"]);
        assert_eq!((outcome.code, outcome.out.as_str()), (1, ""), "{model}");
        assert!(outcome.err.starts_with(&format!("sayso: {model}: no usable model; ")), "{}", outcome.err);
        assert_eq!(outcome.err.lines().count(), 1);
    }
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let outcome = Folder::new().run(&["read", "\u{1b}[2Jgone.txt"]);
    assert!(outcome.err.starts_with("sayso: \\u{1b}[2Jgone.txt: no such file"), "{}", outcome.err);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let line = format!("{{\"text\": {}}}\n", serde_json::to_string(&SAID.repeat(20)).unwrap());
    folder.write("a.jsonl", line.repeat(200));
    for format in ["pretty", "json", "jsonl"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_sayso"))
            .current_dir(folder.path(""))
            .args(["read", "--format", format, "a.jsonl"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut String::new()).unwrap();
        drop(out);
        let outcome = child.wait_with_output().unwrap();
        assert_eq!((outcome.status.code(), outcome.stderr.as_slice()), (Some(0), &b""[..]), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let outcome = std::process::Command::new(env!("CARGO_BIN_EXE_sayso"))
        .current_dir(folder.path(""))
        .args(["read", "a.txt"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(outcome.status.code(), Some(1));
    let err = String::from_utf8(outcome.stderr).unwrap();
    assert!(err.starts_with("sayso: cannot write to standard output: No space left"), "{err}");
}
