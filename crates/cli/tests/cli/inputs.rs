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

/// The codes of a reading's notes.
fn notes(reading: &serde_json::Value) -> Vec<&str> {
    reading["notes"].as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap()).collect()
}

#[test]
fn feeds_give_their_entries_and_tell_of_summaries_and_breaks() {
    let folder = Folder::new();
    let feed = format!(
        "<rss><channel><title>Gazette</title><item><guid>one</guid><title>No</title>\
         <content:encoded>&lt;p&gt;{SAID}&lt;/p&gt;</content:encoded></item>\n\
         <item><description>Short.</description></item>\n<item>"
    );
    folder.write("news.xml", &feed);
    let outcome = folder.run(&jsonl(&["news.xml"]));
    assert_eq!((outcome.code, outcome.ids()), (1, vec!["one".to_owned(), "news:2".to_owned()]));
    assert!(
        outcome.err.contains("news.xml, line 3, column 7: the file ends inside <item>"),
        "{}",
        outcome.err
    );
    let readings = outcome.readings();
    assert_eq!(readings[0]["article"]["outlet"], "Gazette");
    assert_eq!(readings[0]["article"]["text"], SAID);
    assert!(notes(&readings[1]).contains(&"summary-only"));
    assert_eq!(folder.run_with(&jsonl(&["-"]), &feed).ids(), ["one", "stdin:2"]);
}

#[test]
fn agencies_files_give_their_items_and_name_what_is_none() {
    let folder = Folder::new();
    folder.write(
        "news.xml",
        format!(
            "<newsMessage><itemSet><newsItem guid='a'><contentSet><inlineData>{SAID}</inlineData></contentSet></newsItem>\
             <packageItem guid='p'/></itemSet></newsMessage>"
        ),
    );
    let outcome = folder.run(&jsonl(&["news.xml"]));
    assert_eq!((outcome.code, outcome.ids()), (1, vec!["a".to_owned()]));
    assert!(outcome.err.contains("the item \"p\" is a package"), "{}", outcome.err);
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let folder = Folder::new();
    let quoted = SAID.replace('"', "\"\"");
    folder.write("a.csv", format!("kop;inhoud;date\nNo;\"{quoted}\";2015-09-20\nshort\n"));
    let outcome = folder.run(&jsonl(&["--columns", "text=inhoud,title=kop", "a.csv"]));
    let reading = &outcome.readings()[0]["article"];
    assert_eq!((outcome.code, outcome.ids()), (1, vec!["a:2".to_owned()]));
    assert_eq!((&reading["text"], &reading["title"]), (&SAID.into(), &"No".into()));
    assert_eq!(reading["published"], "2015-09-20");
    assert!(outcome.err.contains("a.csv, line 3: the row has 1 values, the header 3"), "{}", outcome.err);

    let outcome = folder.run(&jsonl(&["a.csv"]));
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("the columns are: kop, inhoud, date"), "{}", outcome.err);
    let outcome = folder.run(&jsonl(&["--columns", "words=inhoud", "a.csv"]));
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("an article has no `words`"), "{}", outcome.err);
    assert_eq!(folder.run_with(&jsonl(&["--from", "csv", "-"]), "text\na\n").ids(), ["stdin:2"]);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_it_is_said_how_to_have_it() {
    let folder = Folder::new();
    folder.write("a.parquet", "PAR1");
    let outcome = folder.run(&jsonl(&["a.parquet"]));
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("--features parquet"), "{}", outcome.err);
}
