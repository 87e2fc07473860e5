use std::fmt::Write;

use crate::folder::{Folder, SAID, words};

const JSONL: [&str; 3] = ["read", "--format", "jsonl"];

fn jsonl<'a>(more: &[&'a str]) -> Vec<&'a str> {
    JSONL.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn who_said_it_is_found_and_the_text_is_unaltered() {
    let folder = Folder::new();
    let text = format!("\u{feff}Zürich, 3 May \u{1f30d}\r\n\r\n{SAID}\r\n");
    folder.write("a.txt", &text);
    let outcome = folder.run(&jsonl(&["a.txt"]));
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let reading = &outcome.readings()[0];
    assert_eq!(reading["schema"], "sayso.reading/1");
    assert_eq!(reading["article"]["text"], text[3..]);
    let sources = reading["statements"].as_array().unwrap().iter().map(|s| words(reading, &s["source"]));
    assert!(sources.clone().any(|source| source == "Mayor Ada Ott"), "{:?}", sources.collect::<Vec<_>>());
}

#[test]
fn standard_input_is_read_where_asked_for_or_where_nothing_is_named() {
    let folder = Folder::new();
    for args in [&jsonl(&["-"])[..], &JSONL] {
        let outcome = folder.run_with(args, SAID);
        assert_eq!(outcome.ids(), ["stdin"]);
        assert_eq!(outcome.readings()[0]["article"]["text"], SAID);
    }
}

#[test]
fn standard_input_is_recognised_or_told() {
    let folder = Folder::new();
    let page =
        format!("<!doctype html><title>T</title><article><p>{SAID} {}</p></article>", "He left. ".repeat(40));
    let text = |outcome: crate::folder::Outcome| outcome.readings()[0]["article"]["text"].to_string();
    assert!(!text(folder.run_with(&jsonl(&["-"]), &page)).contains("<p>"));
    assert!(text(folder.run_with(&jsonl(&["--from", "txt"]), &page)).contains("<p>"));
    assert_eq!(folder.run_with(&JSONL, "{\"id\":\"x\",\"text\":\"a\"}\n{\"text\":\"b\"}").ids().len(), 2);
}

#[test]
fn folders_and_files_come_in_order_with_their_own_ids() {
    let folder = Folder::new();
    for name in ["news/b.txt", "news/a/z.txt", "news/.hidden.txt", "news/c.pdf", "first.txt"] {
        folder.write(name, SAID);
    }
    folder.write("news/d.jsonl", "{\"id\":\"one\",\"text\":\"x\"}\n{\"id\":\"two\",\"text\":\"y\"}\n");
    let outcome = folder.run(&jsonl(&["news", "first.txt"]));
    assert_eq!(outcome.ids(), ["z", "b", "one", "two", "first"]);
    assert_eq!(outcome.code, 0);
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let folder = Folder::new();
    let mut lines = String::new();
    for number in 0..60 {
        // Lengths that differ widely, so that threads overtake one another.
        let text =
            format!("{SAID} \\n").repeat(1 + (number * 7) % 13).replace('"', "\\\"").replace("\\\\", "\\");
        writeln!(lines, "{{\"id\": \"{number}\", \"text\": \"{text}\"}}").unwrap();
        if number % 20 == 5 {
            lines.push_str("no article\n");
        }
    }
    folder.write("a.jsonl", &lines);
    for format in ["jsonl", "json", "pretty"] {
        let run = |jobs| folder.run(&["read", "--format", format, "--jobs", jobs, "a.jsonl"]);
        let (one, eight) = (run("1"), run("8"));
        assert!(one.out == eight.out, "{format}");
        assert_eq!((one.code, eight.code), (1, 1));
        assert_eq!(one.err, eight.err);
    }
    let ids: Vec<String> = (0..60).map(|number| number.to_string()).collect();
    assert_eq!(folder.run(&jsonl(&["a.jsonl"])).ids(), ids);
}
