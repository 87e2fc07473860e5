//! What do other programs see of the list? Promised in `docs/who.md`; its names and meanings stay.

use sayso_domain::Date;
use sayso_roster::{Office, Principal, Record};
use serde::Serialize;

use super::List;

/// The name and number of the shape.
const SCHEMA: &str = "sayso.who/1";

/// The document of `--format json`, with the fields in the order in which they are written.
#[derive(Serialize)]
struct JsonList<'a> {
    schema: &'static str,
    articles: usize,
    left_out: JsonLeftOut,
    notes: usize,
    actors: Vec<JsonActor<'a>>,
}

#[derive(Serialize)]
struct JsonLeftOut {
    unnamed: usize,
    silent: usize,
}

/// A line of `--format jsonl`.
#[derive(Serialize)]
struct JsonLine<'a> {
    schema: &'static str,
    #[serde(flatten)]
    actor: JsonActor<'a>,
}

#[derive(Serialize)]
struct JsonActor<'a> {
    key: Option<&'a str>,
    name: &'a str,
    kind: &'static str,
    state: Option<String>,
    offices: Vec<JsonOffice<'a>>,
    speaks_for: Vec<JsonPrincipal<'a>>,
    statements: usize,
    statements_for: usize,
    articles: usize,
    first: Option<String>,
    last: Option<String>,
    also_named: &'a [String],
    article: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonOffice<'a> {
    title: &'a str,
    first: Option<String>,
    last: Option<String>,
}

#[derive(Serialize)]
struct JsonPrincipal<'a> {
    key: Option<&'a str>,
    name: &'a str,
}

/// One indented document, with its line break.
pub(super) fn json(list: &List) -> String {
    let document = JsonList {
        schema: SCHEMA,
        articles: list.articles,
        left_out: JsonLeftOut { unnamed: list.unnamed, silent: list.silent },
        notes: list.notes,
        actors: list.records.iter().map(actor).collect(),
    };
    // Keys are strings and there are no floats, so that nothing here can fail to be JSON.
    serde_json::to_string_pretty(&document).expect("a list is always JSON") + "\n"
}

/// A line for each actor.
pub(super) fn jsonl(list: &List) -> String {
    let line = |record| {
        let line = JsonLine { schema: SCHEMA, actor: actor(record) };
        serde_json::to_string(&line).expect("an actor is always JSON") + "\n"
    };
    list.records.iter().map(line).collect()
}

fn actor(record: &Record) -> JsonActor<'_> {
    JsonActor {
        key: record.key.as_deref(),
        name: &record.name,
        kind: record.kind.as_str(),
        state: record.state.map(|state| state.to_string()),
        offices: record.offices.iter().map(office).collect(),
        speaks_for: record.speaks_for.iter().map(principal).collect(),
        statements: record.statements,
        statements_for: record.statements_for,
        articles: record.articles,
        first: written(record.days.map(|days| days.first)),
        last: written(record.days.map(|days| days.last)),
        also_named: &record.also_named,
        article: record.article.as_deref(),
    }
}

fn office(office: &Office) -> JsonOffice<'_> {
    let (first, last) = (office.days.map(|days| days.first), office.days.map(|days| days.last));
    JsonOffice { title: &office.title, first: written(first), last: written(last) }
}

fn principal(principal: &Principal) -> JsonPrincipal<'_> {
    JsonPrincipal { key: principal.key.as_deref(), name: &principal.name }
}

fn written(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

const COLUMNS: [&str; 13] = [
    "key",
    "name",
    "kind",
    "state",
    "office",
    "speaks_for",
    "statements",
    "statements_for",
    "articles",
    "first",
    "last",
    "also_named",
    "article",
];

/// A header and a row for each actor; what is not known is empty, and lists have "; " between their parts.
pub(super) fn csv(list: &List) -> String {
    let rows = list.records.iter().map(|record| csv_row(&cells(record)));
    std::iter::once(csv_row(&COLUMNS.map(str::to_owned))).chain(rows).collect()
}

fn cells(record: &Record) -> [String; 13] {
    let text = |words: Option<&str>| words.unwrap_or_default().to_owned();
    let names: Vec<&str> = record.speaks_for.iter().map(|principal| principal.name.as_str()).collect();
    [
        text(record.key.as_deref()),
        record.name.clone(),
        record.kind.to_string(),
        record.state.map(|state| state.to_string()).unwrap_or_default(),
        text(record.office()),
        names.join("; "),
        record.statements.to_string(),
        record.statements_for.to_string(),
        record.articles.to_string(),
        written(record.days.map(|days| days.first)).unwrap_or_default(),
        written(record.days.map(|days| days.last)).unwrap_or_default(),
        record.also_named.join("; "),
        text(record.article.as_deref()),
    ]
}

/// As RFC 4180 quotes, with a line feed at the end. It is too little for a dependency.
fn csv_row(cells: &[String]) -> String {
    let quoted = |cell: &String| match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use sayso_roster::Roster;
    use serde_json::{Value, json};

    use super::super::tests::roster;
    use super::*;

    fn all() -> List {
        let records = roster(Roster::with_unnamed()).records();
        List { records, articles: 1, notes: 2, ..List::default() }
    }

    #[test]
    fn the_document_holds_all_fields() {
        let document: Value = serde_json::from_str(&super::json(&all())).unwrap();
        assert_eq!(document["schema"], "sayso.who/1");
        assert_eq!((&document["articles"], &document["notes"]), (&json!(1), &json!(2)));
        assert_eq!(
            document["actors"][0],
            json!({
                "key": "person:john-kerry", "name": "John Kerry", "kind": "person", "state": "USA",
                "offices": [{"title": "Secretary of State", "first": "2015-09-20", "last": "2015-09-20"}],
                "speaks_for": [{"key": "USA", "name": "United States"}],
                "statements": 2, "statements_for": 0, "articles": 1, "first": "2015-09-19", "last": "2015-09-20",
                "also_named": [], "article": null,
            })
        );
    }

    #[test]
    fn lines_are_the_actors_of_the_document() {
        let document: Value = serde_json::from_str(&super::json(&all())).unwrap();
        let lines = jsonl(&all());
        assert!(
            lines.starts_with("{\"schema\":\"sayso.who/1\",\"key\":\"person:john-kerry\",\"name\":"),
            "{lines}"
        );
        for (line, actor) in lines.lines().zip(document["actors"].as_array().unwrap()) {
            let mut line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(line.as_object_mut().unwrap().remove("schema"), Some(json!("sayso.who/1")));
            assert_eq!(line, *actor);
        }
        assert_eq!(lines.lines().count(), 4);
    }

    #[test]
    fn rows_are_quoted_where_they_have_to_be() {
        let csv = csv(&all());
        assert_eq!(
            csv.lines().take(3).collect::<Vec<_>>(),
            [
                "key,name,kind,state,office,speaks_for,statements,statements_for,articles,first,last,also_named,article",
                "person:john-kerry,John Kerry,person,USA,Secretary of State,United States,2,0,1,2015-09-19,2015-09-20,,",
                ",\"two \"\"senior\"\" officials, unnamed\",group,,,,1,0,1,2015-09-20,2015-09-20,,wire-1",
            ]
        );
        assert_eq!(csv_row(&["a\nb".to_owned(), "c".to_owned()]), "\"a\nb\",c\n");
    }

    #[test]
    fn the_document_on_it_names_every_field() {
        fn check(page: &str, value: &Value) {
            if let Some(object) = value.as_object() {
                for (field, value) in object {
                    assert!(page.contains(&format!("`{field}")), "docs/who.md says nothing of {field}");
                    check(page, value);
                }
            }
            value.as_array().into_iter().flatten().for_each(|value| check(page, value));
        }
        let page = include_str!("../../../../docs/who.md");
        check(page, &serde_json::from_str(&super::json(&all())).unwrap());
        assert!(page.contains(&COLUMNS.join(",")));
    }
}
