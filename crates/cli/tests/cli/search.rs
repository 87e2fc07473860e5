use serde_json::Value;

use crate::folder::Folder;
use crate::library::{lines, refused};
use crate::stored;

/// The quotes that a search finds, in order.
#[track_caller]
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let outcome = folder.run(&[&["search", "--format", "jsonl"], args].concat());
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{args:?}");
    lines(&outcome).iter().map(|hit| hit["quote"].as_str().unwrap().to_owned()).collect()
}

const OPPOSE: &str = "“We oppose the bridge toll”";
const ENOUGH: &str = "commuters pay enough";
const PAY: &str = "the bridge toll would pay for ferries";
const SLOW: &str = "the ferries are “far too slow”";
const FERRY: &str = "a ferry is no bridge";

#[test]
fn words_are_found_as_they_are_asked_for() {
    let folder = stored::library();
    let sorted = |args: &[&str]| {
        let mut found = found(&folder, args);
        found.sort();
        found
    };
    assert_eq!(sorted(&["toll"]), [PAY, OPPOSE]);
    assert_eq!(sorted(&["toll", "pay"]), [PAY]);
    assert_eq!(sorted(&["TOLL pay"]), [PAY]);
    assert_eq!(sorted(&["\"bridge toll\""]), [PAY, OPPOSE]);
    assert_eq!(sorted(&["\"toll bridge\""]), [""; 0]);
    assert_eq!(sorted(&["ferr*"]), [FERRY, PAY, SLOW]);
    assert_eq!(sorted(&["slow OR oppose"]), [SLOW, OPPOSE]);
    assert_eq!(sorted(&["bridge -toll"]), [FERRY]);
    assert_eq!(sorted(&["bridge", "NOT", "toll"]), [FERRY]);
    assert_eq!(sorted(&["(oppose OR pay) toll"]), [PAY, OPPOSE]);
    assert_eq!(sorted(&["absent"]), [""; 0]);
}

#[test]
fn every_filter_narrows_it_down() {
    let folder = stored::library();
    assert_eq!(found(&folder, &[]), [FERRY, SLOW, PAY, ENOUGH, OPPOSE], "the newest first");
    assert_eq!(found(&folder, &["--speaker", "Ada Ott"]), [SLOW, ENOUGH, OPPOSE]);
    assert_eq!(found(&folder, &["--speaker", "person:bo-ekberg,cy dahl"]), [FERRY, PAY]);
    assert_eq!(found(&folder, &["--speaks-for", "Sweden"]), [PAY]);
    assert_eq!(found(&folder, &["--speaks-for", "SWE", "--speaker", "Ada Ott"]), [""; 0]);
    assert_eq!(found(&folder, &["--stance", "against"]), [SLOW, OPPOSE]);
    assert_eq!(found(&folder, &["--stance", "neutral"]), [""; 0]);
    assert_eq!(found(&folder, &["--outlet", "Strait Gazette"]), [FERRY, SLOW, ENOUGH, OPPOSE]);
    assert_eq!(found(&folder, &["--outlet", "HARBOUR wire"]), [PAY], "case does not count");
    assert_eq!(found(&folder, &["--from", "2026-03-05"]), [FERRY, SLOW, PAY]);
    assert_eq!(found(&folder, &["--to", "2026-03-05", "--from", "2026-03-03"]), [PAY]);
    assert_eq!(found(&folder, &["--kind", "direct,mixed"]), [SLOW, OPPOSE]);
    assert_eq!(found(&folder, &["--min-confidence", "0.6"]), [FERRY, SLOW, OPPOSE]);
    assert_eq!(found(&folder, &["--limit", "2", "--skip", "1"]), [SLOW, PAY]);
    assert_eq!(found(&folder, &["--skip", "9"]), [""; 0]);
    assert_eq!(found(&folder, &["toll", "--speaker", "Ada Ott"]), [OPPOSE], "words, then a filter");
    assert_eq!(found(&folder, &["--stance", "against", "ferries"]), [SLOW]);
}

/// Which positions are about a phrase is the judge's to say; that only they are found is not.
#[test]
fn an_issue_and_a_stance_on_it_narrow_it_down() {
    let folder = stored::library();
    let all = found(&folder, &["--issue", "the bridge toll"]);
    assert!(all.iter().all(|quote| [OPPOSE, PAY, SLOW].contains(&quote.as_str())), "{all:?}");
    let of = |stance| found(&folder, &["--issue", "the bridge toll", "--stance", stance]);
    let mut parts = [of("favor"), of("against"), of("neutral")].concat();
    let mut whole = all.clone();
    parts.sort();
    whole.sort();
    assert_eq!(parts, whole);
    assert_eq!(found(&folder, &["--issue", "zebra quotas"]), [""; 0]);
}

#[test]
fn what_means_much_the_same_comes_first() {
    let folder = stored::library();
    let outcome = folder.run(&["search", "--format", "jsonl", "--like", "a ferry is not a bridge"]);
    let hits = lines(&outcome);
    assert_eq!((hits.len(), hits[0]["quote"].as_str()), (5, Some(FERRY)));
    let likeness: Vec<f64> = hits.iter().map(|hit| hit["likeness"].as_f64().unwrap()).collect();
    assert!(likeness.is_sorted_by(|a, b| a >= b), "{likeness:?}");
    assert_eq!(found(&folder, &["--like", "a ferry", "--speaker", "Bo Ekberg"]), [PAY]);
    assert_eq!(found(&folder, &["--like", "a ferry", "--skip", "4"]).len(), 1);
    assert_eq!(found(&folder, &["--like", "a ferry", "toll"]).len(), 2, "of those with the word");
}

#[test]
fn the_formats_tell_of_the_same_statements() {
    let folder = stored::library();
    let jsonl = lines(&folder.run(&["search", "--format", "jsonl", "toll"]));
    let json: Value = serde_json::from_str(&folder.run(&["search", "--format", "json", "toll"]).out).unwrap();
    assert_eq!((&json["schema"], &json["total"]), (&"sayso.search/1".into(), &2.into()));
    for (line, hit) in jsonl.iter().zip(json["statements"].as_array().unwrap()) {
        let mut line = line.clone();
        assert_eq!(line.as_object_mut().unwrap().remove("schema").unwrap(), "sayso.search/1");
        assert_eq!(&line, hit);
    }
    let of_ekberg = jsonl.iter().find(|hit| hit["quote"] == PAY).unwrap();
    for (field, want) in [
        ("article", "toll-2".into()),
        ("title", "About toll-2".into()),
        ("outlet", "Harbour Wire".into()),
        ("statement", "s1".into()),
        ("kind", "indirect".into()),
        ("source", "Bo Ekberg".into()),
        ("cue", "said".into()),
        ("span", serde_json::json!([[23, 60]])),
        ("speaker", serde_json::json!({ "key": "person:bo-ekberg", "name": "Bo Ekberg" })),
        ("speaks_for", serde_json::json!({ "key": "SWE", "name": "Sweden" })),
        ("said_on", Value::Null),
        ("date", "2026-03-05".into()),
        ("confidence", 0.5.into()),
        ("likeness", Value::Null),
    ] {
        assert_eq!(of_ekberg[field], want, "{field}");
    }
    let csv = folder.run(&["search", "--format", "csv", "toll", "--outlet", "Harbour Wire"]).out;
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(
        rows,
        [
            "article,title,outlet,statement,kind,source,cue,quote,span,speaker,speaker_name,speaks_for,speaks_for_name,said_on,date,confidence,likeness",
            "toll-2,About toll-2,Harbour Wire,s1,indirect,Bo Ekberg,said,the bridge toll would pay for ferries,\"[[23,60]]\",person:bo-ekberg,Bo Ekberg,SWE,Sweden,,2026-03-05,0.5,",
        ]
    );
}

#[test]
fn the_document_on_it_names_every_field() {
    let document = include_str!("../../../../docs/library.md");
    let csv = stored::library().run(&["search", "--format", "csv", "absent"]).out;
    for field in csv.trim_end().split(',') {
        assert!(document.contains(&format!("`{field}`")), "{field}");
    }
}

#[test]
fn the_table_shows_who_where_and_the_words_that_were_searched_for() {
    let folder = stored::library();
    let outcome = folder.run(&["search", "toll", "--outlet", "Harbour Wire"]);
    assert_eq!(
        outcome.out,
        "Bo Ekberg for Sweden  2026-03-05, Harbour Wire, toll-2 s1\n  the bridge *toll* would pay for ferries\n\n1 statement found\n"
    );
    assert_eq!(folder.run(&["search", "absent"]).out, "no statement was found in sayso.db\n");
    let limited = folder.run(&["search", "--limit", "1"]).out;
    assert!(limited.ends_with("\n\n5 statements found; 1 shown (--limit, --skip)\n"), "{limited}");
    assert!(!folder.run(&["search", "--quiet", "toll"]).out.contains("found"));
    let coloured = folder.run(&["search", "--color", "always", "oppose"]).out;
    assert!(coloured.contains("\u{1b}[1m") && !coloured.contains('*'), "{coloured}");
    let all = folder.run(&["search"]).out;
    assert!(all.lines().all(|line| line.chars().count() <= 100), "{all}");
}

#[test]
fn words_that_make_no_sense_are_wrong_usage() {
    let folder = stored::library();
    for (words, why) in [
        ("\"open", "a quotation mark is left open"),
        ("(toll", "a parenthesis"),
        ("toll)", "a parenthesis is closed"),
        ("toll OR", "a word is missing"),
        ("toll -", "has nothing behind it"),
        ("NOT toll", "NOT"),
        (",,,", "a word is missing"),
    ] {
        refused(&folder, &["search", words], 2, why);
        refused(&folder, &["search", "--like", "ferries", words], 2, why);
    }
    refused(&folder, &["search", "--like", "…"], 2, "this holds no word");
    refused(&folder, &["search", "--from", "2026-04-02", "--to", "2026-04-01"], 2, "swap them");
    refused(&folder, &["search", "--limit", "0"], 2, "--limit");
}

#[test]
fn who_is_nobody_and_what_is_no_outlet_is_complained_about() {
    let folder = stored::library();
    let outcome = folder.run(&["search", "--speaker", "Ada Otter"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "no statement was found in sayso.db\n"));
    assert_eq!(outcome.err, "sayso: nobody in these articles is called `Ada Otter`; did you mean Ada Ott?\n");
    let outcome = folder.run(&["search", "--outlet", "Strait Gazete"]);
    assert_eq!(outcome.code, 0);
    assert_eq!(
        outcome.err,
        "sayso: no outlet in sayso.db is called `Strait Gazete`; the nearest: `Strait Gazette`\n"
    );
}
