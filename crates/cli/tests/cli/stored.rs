//! A library of readings made by hand: nothing in it rests on what a model finds.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::folder::Folder;

/// Somebody says something, and may be for or against something.
pub(crate) struct Said {
    who: &'static str,
    speaks_for: Option<&'static str>,
    words: &'static str,
    kind: &'static str,
    confidence: f64,
    position: Option<(&'static str, &'static str)>,
}

const fn said(who: &'static str, words: &'static str, kind: &'static str, confidence: f64) -> Said {
    Said { who, speaks_for: None, words, kind, confidence, position: None }
}

impl Said {
    const fn holding(self, stance: &'static str, target: &'static str) -> Said {
        Said { position: Some((stance, target)), ..self }
    }

    const fn speaking_for(self, whom: &'static str) -> Said {
        Said { speaks_for: Some(whom), ..self }
    }
}

/// Three articles: id, outlet, day, and what is said in them.
const ARTICLES: [(&str, &str, &str, &[Said]); 3] = [
    (
        "toll-1",
        "Strait Gazette",
        "2026-03-02",
        &[
            said("Ada Ott", "“We oppose the bridge toll”", "direct", 0.9).holding("against", "bridge toll"),
            said("Ada Ott", "commuters pay enough", "indirect", 0.4),
        ],
    ),
    (
        "toll-2",
        "Harbour Wire",
        "2026-03-05",
        &[said("Bo Ekberg", "the bridge toll would pay for ferries", "indirect", 0.5)
            .holding("favor", "bridge toll")
            .speaking_for("Sweden")],
    ),
    (
        "ferry-1",
        "Strait Gazette",
        "2026-04-01",
        &[
            said("Ada Ott", "the ferries are “far too slow”", "mixed", 0.7).holding("against", "ferries"),
            said("Cy Dahl", "a ferry is no bridge", "indirect", 0.6),
        ],
    ),
];

fn key(name: &str) -> String {
    match name {
        "Sweden" => "SWE".to_owned(),
        _ => format!("person:{}", name.to_lowercase().replace(' ', "-")),
    }
}

/// Puts words behind a text; gives their place in code points.
fn put(text: &mut String, words: &str) -> [usize; 2] {
    let start = text.chars().count();
    text.push_str(words);
    [start, start + words.chars().count()]
}

fn actor(actors: &mut Vec<Value>, name: &str, mention: Option<[usize; 2]>) -> String {
    let at = actors.iter().position(|actor| actor["name"] == name).unwrap_or_else(|| {
        let kind = if name == "Sweden" { "state" } else { "person" };
        let state = (name == "Sweden").then_some("SWE");
        actors.push(json!({
            "id": format!("a{}", actors.len() + 1), "key": key(name), "name": name, "kind": kind,
            "state": state, "role": null, "mentions": [],
        }));
        actors.len() - 1
    });
    actors[at]["mentions"].as_array_mut().unwrap().extend(mention.map(|place| json!(place)));
    actors[at]["id"].as_str().unwrap().to_owned()
}

/// An article as `sayso read --format jsonl` writes it.
fn reading((id, outlet, day, said): (&str, &str, &str, &[Said])) -> Value {
    let mut text = String::from("É. ");
    let (mut statements, mut positions, mut actors) = (Vec::new(), Vec::new(), Vec::new());
    for said in said {
        let source = put(&mut text, said.who);
        text.push(' ');
        let cue = put(&mut text, "said");
        text.push_str(" that ");
        let content = put(&mut text, said.words);
        text.push_str(".\n");
        let speaker = actor(&mut actors, said.who, Some(source));
        let principal = said.speaks_for.map(|name| actor(&mut actors, name, None));
        let number = format!("s{}", statements.len() + 1);
        if let Some((stance, target)) = said.position {
            positions.push(json!({
                "id": format!("p{}", positions.len() + 1), "statement": number,
                "holder": principal.as_ref().unwrap_or(&speaker), "alleged": false,
                "target": { "label": target, "actor": null, "spans": [] }, "stance": stance, "act": "evaluate",
                "condition": [], "evidence": [content], "confidence": said.confidence,
            }));
        }
        statements.push(json!({
            "id": number, "kind": said.kind, "source": [source], "cue": [cue], "content": [content],
            "within": null, "speaker": speaker, "speaks_for": principal, "said_on": null,
            "modality": {
                "negated": false, "conditional": [], "future": false, "question": false,
                "negated_by": [], "future_by": [], "question_by": [],
            },
            "confidence": said.confidence,
        }));
    }
    json!({
        "schema": "sayso.reading/1",
        "article": {
            "id": id, "outlet": outlet, "title": format!("About {id}"), "published": day, "url": null,
            "language": "en", "text": text, "boilerplate": [],
        },
        "statements": statements, "positions": positions, "events": [], "actors": actors, "notes": [],
    })
}

/// Its lines: a reading each.
pub(crate) fn readings() -> String {
    ARTICLES.iter().fold(String::new(), |mut lines, &article| {
        writeln!(lines, "{}", reading(article)).unwrap();
        lines
    })
}

/// A folder with `readings.jsonl`, and a library `sayso.db` of them.
pub(crate) fn library() -> Folder {
    let folder = Folder::new();
    folder.write("readings.jsonl", readings());
    let outcome = folder.run(&["ingest", "--readings", "readings.jsonl"]);
    let closing = "3 articles stored\nsayso.db holds 3 articles, 5 statements and 3 positions\n";
    assert_eq!((outcome.code, outcome.err.as_str(), outcome.out.as_str()), (0, "", closing));
    folder
}
