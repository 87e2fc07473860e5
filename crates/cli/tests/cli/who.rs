use std::fmt::Write;

use serde_json::Value;

use crate::folder::{Folder, Outcome, SAID};

/// Ada Ott says something in three articles, of which two have a day.
fn three_articles() -> Folder {
    let folder = Folder::new();
    folder.write("news/a.txt", SAID);
    let text = serde_json::to_string(SAID).unwrap();
    let mut lines = String::new();
    for day in ["2026-03-04", "2026-03-02"] {
        writeln!(lines, "{{\"id\": \"{day}\", \"published\": \"{day}\", \"text\": {text}}}").unwrap();
    }
    folder.write("news/b.jsonl", lines);
    folder
}

/// Her record.
fn ada_ott(outcome: &Outcome) -> Value {
    let found = outcome.readings().into_iter().find(|actor| actor["name"] == "Ada Ott");
    found.unwrap_or_else(|| panic!("no Ada Ott in {}", outcome.out))
}

#[test]
fn an_actor_of_many_articles_is_one_record() {
    let folder = three_articles();
    let outcome = folder.run(&["who", "--format", "jsonl", "news"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let ada_ott = ada_ott(&outcome);
    assert_eq!(ada_ott["schema"], "sayso.who/1");
    assert_eq!(ada_ott["key"], "person:ada-ott");
    assert_eq!(ada_ott["kind"], "person");
    assert_eq!((&ada_ott["articles"], &ada_ott["statements"]), (&3.into(), &3.into()));
    assert_eq!((&ada_ott["first"], &ada_ott["last"]), (&"2026-03-02".into(), &"2026-03-04".into()));
    assert_eq!(ada_ott["article"], Value::Null);
}

#[test]
fn the_table_is_plain_in_a_pipe_and_fits_100_columns() {
    let folder = three_articles();
    let outcome = folder.run(&["who", "news"]);
    let lines: Vec<&str> = outcome.out.lines().collect();
    assert_eq!(outcome.code, 0);
    let columns: Vec<&str> = lines[0].split_whitespace().collect();
    assert_eq!(columns, ["name", "kind", "office", "state", "said", "articles", "first", "last"]);
    let ada_ott = lines.iter().find(|line| line.starts_with("Ada Ott ")).unwrap();
    assert!(ada_ott.ends_with("  2026-03-02  2026-03-04"), "{ada_ott}");
    assert_eq!(ada_ott.find("person"), lines[0].find("kind"));
    assert!(lines.last().unwrap().contains(" in 3 articles"), "{}", outcome.out);
    assert!(outcome.out.is_ascii(), "{}", outcome.out);
    assert!(lines.iter().all(|line| line.len() <= 100 && *line == line.trim_end()), "{}", outcome.out);
    assert!(folder.run(&["who", "--color", "always", "news"]).out.contains("\u{1b}[36mAda Ott\u{1b}[0m"));
}

#[test]
fn quiet_leaves_out_the_closing_line_but_no_error() {
    let outcome = three_articles().run(&["who", "--quiet", "news", "gone.txt"]);
    assert!(outcome.out.starts_with("name ") && !outcome.out.contains(" in 3 articles"), "{}", outcome.out);
    assert!(outcome.err.starts_with("sayso: gone.txt: "), "{}", outcome.err);
    assert_eq!(outcome.code, 1);
}

#[test]
fn csv_has_a_header_and_a_row_for_each_actor() {
    let outcome = three_articles().run(&["who", "--format", "csv", "news"]);
    let mut lines = outcome.out.lines();
    assert_eq!(
        lines.next(),
        Some(
            "key,name,kind,state,office,speaks_for,statements,statements_for,articles,first,last,also_named,article"
        )
    );
    let ada_ott = lines.find(|line| line.starts_with("person:ada-ott,Ada Ott,person,")).unwrap();
    assert!(ada_ott.contains(",3,0,3,2026-03-02,2026-03-04,"), "{ada_ott}");
}

#[test]
fn json_is_one_document_of_the_same_actors() {
    let folder = three_articles();
    let outcome = folder.run(&["who", "--format", "json", "news"]);
    let document: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!((&document["schema"], &document["articles"]), (&"sayso.who/1".into(), &3.into()));
    let mut lines = folder.run(&["who", "--format", "jsonl", "news"]).readings();
    lines.iter_mut().for_each(|line| drop(line.as_object_mut().unwrap().remove("schema")));
    assert_eq!(document["actors"], Value::Array(lines));
}

#[test]
fn kinds_are_filtered() {
    let folder = three_articles();
    let kinds = |kinds: &str| -> Vec<String> {
        let outcome = folder.run(&["who", "--all", "--format", "jsonl", "--kind", kinds, "news"]);
        outcome.readings().iter().map(|actor| actor["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert!(kinds("person").contains(&"person".to_owned()));
    assert!(kinds("person").iter().all(|kind| kind == "person"));
    assert!(!kinds("state,org,outlet,group,unknown").contains(&"person".to_owned()));
    assert_eq!(kinds("person,state,organisation,outlet,group,unknown").len(), {
        folder.run(&["who", "--all", "--format", "jsonl", "news"]).readings().len()
    });
}

#[test]
fn those_who_never_speak_are_listed_with_all() {
    let folder = three_articles();
    let count = |args: &[&str]| folder.run(args).readings().len();
    let heard = count(&["who", "--format", "jsonl", "news"]);
    assert!(heard <= count(&["who", "--all", "--format", "jsonl", "news"]));
    let unsure = folder.run(&["who", "--min-confidence", "1", "--format", "json", "news"]).out;
    let document: Value = serde_json::from_str(&unsure).unwrap();
    assert_eq!(document["actors"], Value::Array(vec![]), "nobody surely says anything");
    assert!(document["left_out"]["silent"].as_u64().unwrap() > 0, "{unsure}");
}

#[test]
fn without_articles_nobody_is_listed() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("empty")).unwrap();
    let outcome = folder.run(&["who", "empty"]);
    assert_eq!(
        (outcome.code, outcome.out.as_str()),
        (1, "0 actors in 0 articles; 1 input could not be read\n")
    );
    assert!(outcome.err.starts_with("sayso: empty: "), "{}", outcome.err);
    let outcome = folder.run_with(&["who"], " \n");
    assert_eq!(outcome.code, 0);
    assert_eq!(outcome.out, "0 actors in 1 article; 1 note (sayso read shows them)\n");
    let outcome = folder.run_with(&["who", "--format", "jsonl", "-"], "");
    assert_eq!((outcome.code, outcome.out.as_str()), (0, ""));
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let folder = Folder::new();
    let mut lines = String::new();
    for number in 0..12 {
        let text = format!("{SAID} \"No,\" said Bo Ek{}.\n\n", ["", "berg", "lund"][number % 3]);
        let text = serde_json::to_string(&text.repeat(1 + (number * 5) % 7)).unwrap();
        writeln!(lines, "{{\"id\": \"{number}\", \"text\": {text}}}").unwrap();
    }
    folder.write("a.jsonl", lines);
    for format in ["table", "jsonl"] {
        let run = |jobs| folder.run(&["who", "--all", "--format", format, "--jobs", jobs, "a.jsonl"]).out;
        assert!(run("1") == run("4"), "{format}");
    }
}
