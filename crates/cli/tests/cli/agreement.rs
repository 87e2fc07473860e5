use serde_json::Value;

use crate::folder::Folder;
use crate::library::refused;
use crate::stored;

fn figures(folder: &Folder, args: &[&str]) -> Value {
    let outcome = folder.run(&[&["agreement", "--format", "json"], args].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    serde_json::from_str(&outcome.out).unwrap()
}

fn of(figures: &Value, list: &str, name: &str) -> Value {
    figures[list].as_array().unwrap().iter().find(|figure| figure["name"] == name).unwrap().clone()
}

#[test]
fn machine_and_people_are_compared_where_people_corrected() {
    let folder = stored::library();
    refused(&folder, &["agreement"], 1, "nobody has corrected anything yet");
    folder.write(
        "c.csv",
        "article,at,field,value\ntoll-1,s2,statement,\ntoll-1,s1,speaker,Cy Dahl\nferry-1,p1,stance,favor\n",
    );
    assert_eq!(folder.run(&["correct", "c.csv"]).code, 0);
    let figures = figures(&folder, &[]);
    assert_eq!((&figures["schema"], &figures["articles"]), (&"sayso.agreement/1".into(), &2.into()));
    let statements = of(&figures, "found", "statements, exact");
    assert_eq!((&statements["precision"], &statements["recall"]), (&0.75.into(), &1.0.into()), "3 of 4");
    assert_eq!(of(&figures, "found", "positions, overlapping")["f1"], 1.0);
    let speaker = of(&figures, "alpha", "speaker");
    assert_eq!(speaker["pairs"], 3);
    assert!(speaker["alpha"].as_f64().unwrap() < 1.0, "{speaker}");
    assert_eq!(of(&figures, "alpha", "target")["alpha"], 1.0);
    assert_eq!(of(&figures, "alpha", "stance")["pairs"], 2);

    let table = folder.run(&["agreement"]).out;
    assert!(table.starts_with("the machine against people, 2 articles\n\nfound "), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    let exact = table.lines().find(|line| line.starts_with("statements, exact")).unwrap();
    assert_eq!(exact.split_whitespace().collect::<Vec<_>>()[2..], ["75.0", "100.0", "85.7"]);
}

#[test]
fn two_files_of_readings_are_compared() {
    let folder = stored::library();
    let same = figures(&folder, &["readings.jsonl", "readings.jsonl"]);
    for name in ["statements, overlapping", "statements, exact", "positions, overlapping", "positions, exact"]
    {
        assert_eq!(of(&same, "found", name)["f1"], 1.0, "{name}");
    }
    for name in ["speaker", "speaks_for", "holder", "stance", "target"] {
        assert_eq!(of(&same, "alpha", name)["alpha"], 1.0, "{name}");
    }
    assert_eq!(
        of(&same, "alpha", "said_on")["alpha"],
        Value::Null,
        "nobody gives a day: nothing to agree on"
    );
    let other = stored::readings().replace("\"against\"", "\"favor\"");
    folder.write("other.jsonl", other);
    let different = figures(&folder, &["readings.jsonl", "other.jsonl"]);
    assert!(of(&different, "alpha", "stance")["alpha"].as_f64().unwrap() <= 0.0, "{different}");
    let table = folder.run(&["agreement", "readings.jsonl", "other.jsonl"]).out;
    assert!(table.starts_with("the second against the first file, 3 articles\n"), "{table}");
}

#[test]
fn what_cannot_be_compared_is_told() {
    let folder = stored::library();
    folder.write("none.jsonl", "");
    folder.write("bad.jsonl", "{\"schema\": \"sayso.search/1\"}\n");
    refused(&folder, &["agreement", "readings.jsonl"], 2, "name both, or none");
    refused(&folder, &["agreement", "readings.jsonl", "none.jsonl"], 1, "have no article in common");
    refused(&folder, &["agreement", "readings.jsonl", "bad.jsonl"], 1, "bad.jsonl, line 1: not a reading");
    refused(&folder, &["agreement", "readings.jsonl", "gone.jsonl"], 1, "gone.jsonl: cannot be read");
    refused(&folder, &["agreement", "a", "b", "c"], 2, "c");
}
