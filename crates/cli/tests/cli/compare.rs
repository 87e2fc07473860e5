use serde_json::Value;

use crate::folder::{Folder, SAID};

/// One article, in which somebody says one thing.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("a.txt", SAID);
    folder
}

/// The shared seed article; says so where it is not there.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn seed() -> Option<&'static str> {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/seed/article.txt");
    if !std::path::Path::new(seed).exists() {
        eprintln!("skipped: there is no {seed}");
        return None;
    }
    Some(seed)
}

#[test]
fn an_issue_that_nobody_mentions_is_no_error() {
    let folder = folder();
    let outcome =
        folder.run(&["compare", "--format", "json", "--issue", "zebra quotas", "--actors", "USA", "a.txt"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.err.contains("no position on `zebra quotas`"), "{}", outcome.err);
    let comparison: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(comparison["schema"], "sayso.comparison/1");
    assert_eq!(comparison["issues"][0]["label"], "zebra quotas");
    assert_eq!(comparison["issues"][0]["cells"][0]["stance"], "silent");
}

#[test]
fn a_name_that_nobody_has_is_one_complaint_and_one_line() {
    let folder = folder();
    let outcome = folder.run(&["compare", "--actors", "Xyzzy", "a.txt"]);
    assert_eq!(outcome.code, 0);
    assert_eq!(outcome.err, "sayso: nobody in these articles is called `Xyzzy`\n");
    assert_eq!(outcome.out, "nobody called `Xyzzy` is in 1 article\n");
    let outcome = folder.run(&["timeline", "--actor", "Xyzzy", "--issue", "tax", "a.txt"]);
    assert_eq!((outcome.code, outcome.err.matches("Xyzzy").count()), (0, 1), "{}", outcome.err);
}

#[test]
fn days_the_wrong_way_round_are_wrong_usage() {
    let outcome = folder().run(&["compare", "--from", "2020-02-02", "--to", "2020-02-01", "a.txt"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
}

#[test]
fn a_codebook_with_a_label_twice_is_wrong_usage_and_names_the_lines() {
    let folder = folder();
    folder.write("c.csv", "label,parent\ntax,\nferry,\nTax,\n");
    let outcome = folder.run(&["compare", "--codebook", "c.csv", "a.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("c.csv") && outcome.err.contains('4'), "{}", outcome.err);
    folder.write("c.csv", "label,parent\ntax,ferry\nferry,tax\n");
    assert_eq!(folder.run(&["compare", "--codebook", "c.csv", "a.txt"]).code, 2);
}

#[test]
fn every_format_of_every_command_comes_out() {
    let folder = folder();
    for format in ["table", "json", "csv", "html", "svg"] {
        assert_eq!(folder.run(&["compare", "--format", format, "a.txt"]).code, 0, "{format}");
    }
    for format in ["graphml", "csv", "dot", "svg"] {
        for mode in ["affiliation", "congruence", "conflict", "subtract"] {
            let outcome = folder.run(&["network", "--mode", mode, "--format", format, "a.txt"]);
            assert_eq!(outcome.code, 0, "{mode} {format}: {}", outcome.err);
        }
    }
    assert_eq!(folder.run(&["differ", "a.txt"]).code, 0);
    let outcome = folder.run(&["timeline", "--actor", "Nobody Known", "--issue", "tax", "a.txt"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("Nobody Known"), "{}", outcome.err);
}

/// Both speak of what the headline names, each in other words. Over the shared seed article, where it is there.
#[test]
fn those_who_differ_on_what_the_headline_names_stand_on_one_issue() {
    let Some(seed) = seed() else { return };
    let outcome = folder().run(&["compare", "--format", "json", "--limit", "2", seed]);
    let comparison: Value = serde_json::from_str(&outcome.out).unwrap();
    let stance = |issue: &Value, actor: &str| {
        let cells = issue["cells"].as_array().unwrap();
        let cell = cells.iter().find(|cell| cell["actor"] == actor).unwrap();
        let quotes = cell["positions"].as_array().unwrap().iter().map(|p| p["quote"].to_string());
        (cell["stance"].as_str().unwrap().to_owned(), quotes.collect::<String>())
    };
    let issues = comparison["issues"].as_array().unwrap();
    let issue = issues.iter().find(|issue| issue["label"] == "Russia's involvement in Syria").unwrap();
    let ((usa, new_focus), (gbr, engagement)) = (stance(issue, "USA"), stance(issue, "GBR"));
    assert_eq!((usa.as_str(), gbr.as_str()), ("favor", "against"));
    assert!(new_focus.contains("Russia's new focus"), "{new_focus}");
    assert!(engagement.contains("because of the Russian engagement"), "{engagement}");
}

/// Over the shared seed article, where it is there.
#[test]
fn what_is_about_a_part_counts_for_the_wider_issue() {
    let Some(seed) = seed() else { return };
    let folder = folder();
    folder.write("c.csv", "label,parent\nForeign policy,\nRussia's involvement in Syria,Foreign policy\n");
    let outcome = folder.run(&["compare", "--codebook", "c.csv", "--format", "json", seed]);
    let comparison: Value = serde_json::from_str(&outcome.out).unwrap();
    let quotes = |label: &str| {
        let issues = comparison["issues"].as_array().unwrap();
        let issue = issues.iter().find(|issue| issue["label"] == label).unwrap();
        let cells = issue["cells"].as_array().unwrap().iter();
        let positions = cells.flat_map(|cell| cell["positions"].as_array().unwrap().clone());
        positions.map(|position| position["quote"].to_string()).collect::<std::collections::BTreeSet<_>>()
    };
    let part = quotes("Russia's involvement in Syria");
    assert!(!part.is_empty() && part.is_subset(&quotes("Foreign policy")), "{}", outcome.out);
}
