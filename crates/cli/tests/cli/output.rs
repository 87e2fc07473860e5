use serde_json::Value;

use crate::folder::{Folder, SAID};

fn two_articles() -> Folder {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    folder.write("b.txt", SAID);
    folder
}

#[test]
fn pretty_shows_who_said_what_and_counts() {
    let outcome = two_articles().run(&["read", "a.txt"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.starts_with("a\n"), "{}", outcome.out);
    assert!(outcome.out.contains("  Mayor Ada Ott said  ("), "{}", outcome.out);
    assert!(outcome.out.contains("    \"We will sign,\"\n"), "{}", outcome.out);
    assert!(outcome.out.lines().last().unwrap().ends_with(" in 1 article"), "{}", outcome.out);
}

#[test]
fn quiet_leaves_out_the_closing_line_but_no_error() {
    let outcome = two_articles().run(&["read", "--quiet", "a.txt", "gone.txt"]);
    assert!(!outcome.out.contains("in 1 article"));
    assert!(outcome.err.contains("gone.txt"));
    assert_eq!(outcome.code, 1);
}

#[test]
fn colours_come_where_asked_for_only() {
    let folder = two_articles();
    let escapes = |args: &[&str]| folder.run(args).out.contains('\u{1b}');
    assert!(!escapes(&["read", "a.txt"]));
    assert!(!escapes(&["read", "--color", "never", "a.txt"]));
    assert!(escapes(&["read", "--color", "always", "a.txt"]));
    assert!(!escapes(&["read", "--color", "always", "--format", "json", "a.txt"]));
    let coloured = |name, value| {
        let output = folder.sayso(&["read", "a.txt"]).env("CLICOLOR_FORCE", "1").env(name, value).output();
        output.unwrap().stdout.contains(&0x1b)
    };
    assert!(coloured("CLICOLOR", "1"));
    assert!(!coloured("NO_COLOR", "1"));
}

#[test]
fn without_colour_and_terminal_ornaments_are_ascii() {
    let folder = Folder::new();
    let text = "Local media reported that Mayor Ada Ott said the \"old bridge\" would close, according to two people.";
    let line = format!(
        "{{\"outlet\":\"Courier\",\"published\":\"2026-03-04\",\"text\":{}}}",
        serde_json::to_string(text).unwrap()
    );
    folder.write("a.jsonl", line);
    let outcome = folder.run(&["read", "a.jsonl"]);
    assert!(outcome.out.is_ascii(), "{}", outcome.out);
    assert!(outcome.out.contains("Courier | 2026-03-04"), "{}", outcome.out);
    assert!(folder.run(&["read", "--color", "always", "a.jsonl"]).out.contains("Courier · 2026-03-04"));
}

#[test]
fn json_is_one_document_or_an_array() {
    let folder = two_articles();
    let parsed = |args: &[&str]| -> Value { serde_json::from_str(&folder.run(args).out).unwrap() };
    let one = parsed(&["read", "--format", "json", "a.txt"]);
    assert_eq!(one["article"]["id"], "a");
    let two = parsed(&["read", "--format", "json", "a.txt", "gone.txt", "b.txt"]);
    assert_eq!((&two[0]["article"]["id"], &two[1]["article"]["id"]), (&"a".into(), &"b".into()));
    let three = parsed(&["read", "--format", "json", "a.txt", "b.txt", "a.txt"]);
    assert_eq!(three.as_array().unwrap().len(), 3);
    assert_eq!(parsed(&["read", "--format", "json", "gone.txt"]), Value::Array(vec![]));
    assert_eq!(one, folder.run(&["read", "--format", "jsonl", "a.txt"]).readings()[0]);
}

#[test]
fn min_confidence_leaves_out_what_is_less_sure() {
    let folder = two_articles();
    let confidences = |least: &str| -> Vec<f64> {
        let outcome = folder.run(&["read", "--format", "jsonl", "--min-confidence", least, "a.txt"]);
        let reading = &outcome.readings()[0];
        reading["statements"].as_array().unwrap().iter().map(|s| s["confidence"].as_f64().unwrap()).collect()
    };
    let all = confidences("0");
    assert!(!all.is_empty());
    assert_eq!(confidences("0.5"), all.iter().copied().filter(|&c| c >= 0.5).collect::<Vec<_>>());
    assert_eq!(confidences("1"), all.iter().copied().filter(|&c| c >= 1.0).collect::<Vec<_>>());
}
