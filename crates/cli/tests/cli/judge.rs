use serde_json::Value;

use crate::folder::Folder;

#[test]
fn every_line_is_answered_in_order_and_broken_ones_are_named() {
    let folder = Folder::new();
    let lines = [
        r#"{"id": 7, "text": "“We oppose the tax,” she said.", "issue": "the tax"}"#,
        "{broken",
        r#"{"id": "b", "text": "Ott is a crook.", "target": [0, 3]}"#,
        "",
        r#"{"id": "c", "text": "Ott.", "target": [0, 9]}"#,
        r#"{"id": "d", "text": "Ott."}"#,
        r#"{"id": "e", "text": "Ott.", "target": [0, 3], "issue": "it"}"#,
        r#"{"id": "f", "text": " ", "issue": "it"}"#,
        r#"{"id": "g", "text": "Ott.", "target": [-1, 3]}"#,
        r#"{"id": "h", "text": "Ott.", "issue": ""}"#,
    ];
    folder.write("q.jsonl", lines.join("\n"));
    let outcome = folder.run(&["judge", "--format", "jsonl", "q.jsonl"]);
    assert_eq!(outcome.code, 1);
    let answers: Vec<Value> = outcome.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(ids, [Value::from(7), Value::from("b")]);
    for answer in &answers {
        let scores = &answer["scores"];
        let [favor, against, neutral] =
            ["favor", "against", "neutral"].map(|stance| scores[stance].as_f64().unwrap());
        assert!((favor + against + neutral - 1.0).abs() < 1e-3, "{answer}");
        let best = scores[answer["stance"].as_str().unwrap()].as_f64().unwrap();
        assert!(best >= favor && best >= against && best >= neutral, "{answer}");
    }
    assert!(answers[0]["scores"]["related"].is_number() && answers[1]["scores"]["related"].is_null());
    for said in [
        "q.jsonl, line 2: column 2: ",
        "q.jsonl, line 5: target [0,9] is no place in a text of 4 code points; give",
        "q.jsonl, line 6: neither",
        "q.jsonl, line 7: both",
        "q.jsonl, line 8: text has no words; give",
        "q.jsonl, line 9: target [-1,3] is no place",
        "q.jsonl, line 10: issue is empty; give",
    ] {
        assert!(outcome.err.contains(said), "no {said} in {}", outcome.err);
    }
}

#[test]
fn a_missing_file_is_named_and_the_others_are_answered() {
    let folder = Folder::new();
    folder.write("q.jsonl", r#"{"text": "Ott is a crook.", "issue": "Ott"}"#);
    let outcome = folder.run(&["judge", "none.jsonl", "q.jsonl"]);
    assert_eq!((outcome.code, outcome.out.lines().count()), (1, 1));
    assert!(outcome.err.contains("none.jsonl: no such file; check the name\n"), "{}", outcome.err);
    let outcome = folder.run(&["judge", "."]);
    assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
    assert!(outcome.err.contains(".: this is a folder; name the files in it"), "{}", outcome.err);
}
