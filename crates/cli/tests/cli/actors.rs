use serde_json::Value;

use crate::folder::{Folder, SAID};

/// A list in which Ada Ott has a key of its own.
const LIST: &str = "name,aliases,state,role,key\n\"Ott, Ada\",Ada Ott;Mayor Ott,NOR,mayor,person:ott-1\n";

#[test]
fn a_list_of_ones_own_wins() {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    folder.write("actors.csv", LIST);
    let json = r#"{"name": "Ada Ott", "state": "NOR", "role": "mayor", "key": "person:ott-1"}"#;
    folder.write("actors.jsonl", json);
    for list in ["actors.csv", "actors.jsonl"] {
        let keys = |command: &str, actors: fn(&Value) -> Vec<Value>| -> Vec<Value> {
            let outcome = folder.run(&[command, "--format", "jsonl", "--actors", list, "a.txt"]);
            assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{list}");
            let lines = outcome.readings();
            lines.iter().flat_map(actors).map(|actor| actor["key"].clone()).collect()
        };
        let in_reading = |reading: &Value| reading["actors"].as_array().unwrap().clone();
        assert!(keys("read", in_reading).contains(&"person:ott-1".into()), "{list}");
        assert!(keys("who", |actor| vec![actor.clone()]).contains(&"person:ott-1".into()), "{list}");
    }
}

#[test]
fn a_list_that_makes_no_sense_is_wrong_usage_and_names_the_line() {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    let wrong = [
        ("header.csv", "name,title\nAda Ott,mayor\n", ", line 1: "),
        ("fields.csv", "name,state\nAda Ott,NOR\nBo Ek,NOR,1\n", ", line 3: "),
        ("state.csv", "name,state\nAda Ott,NOR\n\nBo Ek,Norway\n", ", line 4: `state` is `Norway`"),
        ("dates.csv", "name,from,to\nAda Ott,2020-02-01,2019-02-01\n", ", line 2: "),
        ("day.jsonl", "{\"name\": \"Ada Ott\", \"from\": \"May 2019\"}\n", ", line 1: `from` is `May 2019`"),
        ("json.jsonl", "{\"name\": \"Ada Ott\"}\n{\"name\": \"Bo\n", ", line 2: "),
        ("bytes.csv", "name\nAda Ott\n\0\n", ", line 3: "),
    ];
    for (list, content, place) in wrong {
        folder.write(list, content);
        for command in ["read", "who"] {
            let outcome = folder.run(&[command, "--actors", list, "a.txt"]);
            assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{list}: {}", outcome.err);
            assert!(outcome.err.starts_with(&format!("sayso: {list}{place}")), "{}", outcome.err);
            assert_eq!(outcome.err.lines().count(), 1, "{}", outcome.err);
        }
    }
}

#[test]
fn a_list_that_cannot_be_opened_is_wrong_usage() {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    for list in ["gone.csv", "."] {
        let outcome = folder.run(&["who", "--actors", list, "a.txt"]);
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{list}");
        let start = format!("sayso: {list}: no usable list of actors; ");
        assert!(outcome.err.starts_with(&start), "{}", outcome.err);
    }
    folder.write("noise.csv", [0xff, 0xfe, 0x00]);
    let outcome = folder.run(&["who", "--actors", "noise.csv", "a.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.starts_with("sayso: noise.csv, line 1: the line is not UTF-8"), "{}", outcome.err);
}
