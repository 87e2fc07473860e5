//! What do other programs see of the comparison? The design promises `sayso.comparison/1`; `docs/compare.md` tells of it.

use sayso_compare::{Cell, CellStance, Row, Who};
use serde::Serialize;

use super::Comparison;
use crate::csv;
use crate::position::{JsonPosition, document, four_decimals, whole, written};

/// The name and number of the shape.
const SCHEMA: &str = "sayso.comparison/1";

/// So many actors are listed where they are silent, unless others were asked for.
const SILENT: usize = 20;

/// The document, with the fields in the order in which they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JsonComparison<'a> {
    schema: &'static str,
    articles: usize,
    undated: usize,
    unsure: usize,
    notes: usize,
    actors: Vec<JsonWho<'a>>,
    issues: Vec<JsonCompared<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonWho<'a> {
    actor: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonCompared<'a> {
    label: &'a str,
    definition: Option<&'a str>,
    parent: Option<&'a str>,
    cells: Vec<JsonCell<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonCell<'a> {
    actor: &'a str,
    name: &'a str,
    stance: &'static str,
    conditional: bool,
    alleged: bool,
    statements: usize,
    independent: usize,
    positions: Vec<JsonHeld<'a>>,
    told_by_others: Vec<JsonPosition<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonHeld<'a> {
    #[serde(flatten)]
    position: JsonPosition<'a>,
    utterance: usize,
}

/// One indented document, with its line break.
pub(super) fn json(comparison: &Comparison<'_>) -> String {
    document(&data(comparison))
}

pub(super) fn data<'a>(comparison: &'a Comparison<'_>) -> JsonComparison<'a> {
    JsonComparison {
        schema: SCHEMA,
        articles: comparison.collected.articles,
        undated: comparison.matrix.undated,
        unsure: comparison.collected.unsure,
        notes: comparison.collected.notes,
        actors: comparison.matrix.actors.iter().map(who).collect(),
        issues: comparison.rows().iter().map(|row| issue(comparison, row)).collect(),
    }
}

fn who(who: &Who) -> JsonWho<'_> {
    JsonWho { actor: &who.key, name: &who.name }
}

fn issue<'a>(comparison: &'a Comparison<'_>, row: &'a Row<'_>) -> JsonCompared<'a> {
    let issue = comparison.issue(row);
    let parent = issue.parent.and_then(|parent| comparison.collected.issues.get(parent.0));
    JsonCompared {
        label: &issue.label,
        definition: issue.definition.as_deref(),
        parent: parent.map(|parent| parent.label.as_str()),
        cells: listed(comparison, row)
            .map(|actor| cell(&comparison.matrix.actors[actor], row.cell(actor)))
            .collect(),
    }
}

/// Those who take a position; of the silent ones those who were asked for, or who say most elsewhere.
fn listed<'a>(comparison: &'a Comparison<'_>, row: &'a Row<'_>) -> impl Iterator<Item = usize> + 'a {
    let actors = comparison.matrix.actors.len();
    let first = if comparison.is_asked { actors } else { actors.min(SILENT) };
    (0..first).chain(row.cells.iter().map(|cell| cell.actor).filter(move |&actor| actor >= first))
}

fn cell<'a>(who: &'a Who, cell: Option<&'a Cell<'_>>) -> JsonCell<'a> {
    let positions = cell.map_or(&[][..], |cell| &cell.positions);
    JsonCell {
        actor: &who.key,
        name: &who.name,
        stance: cell.map_or(CellStance::Silent, |cell| cell.stance).as_str(),
        conditional: cell.is_some_and(|cell| cell.conditional),
        alleged: cell.is_some_and(|cell| cell.alleged),
        statements: cell.map_or(0, |cell| cell.statements),
        independent: cell.map_or(0, |cell| cell.independent),
        positions: positions
            .iter()
            .map(|held| JsonHeld { position: JsonPosition::of(held.stand), utterance: held.utterance + 1 })
            .collect(),
        told_by_others: cell
            .map(|cell| cell.told.iter().map(|stand| JsonPosition::of(stand)).collect())
            .unwrap_or_default(),
    }
}

const COLUMNS: [&str; 20] = [
    "issue",
    "actor",
    "name",
    "cell",
    "stance",
    "act",
    "date",
    "speaker",
    "quote",
    "condition",
    "article",
    "outlet",
    "start",
    "end",
    "confidence",
    "alleged",
    "target",
    "utterance",
    "statement",
    "position",
];

/// A header and a row for each position that counts; a cell that is silent, and listed, has one row without a position.
pub(super) fn csv(comparison: &Comparison<'_>) -> String {
    let mut text = csv::row(&COLUMNS);
    for row in comparison.rows() {
        for actor in listed(comparison, row) {
            rows(comparison, row, actor).iter().for_each(|cells| text += &csv::row(cells));
        }
    }
    text
}

fn rows(comparison: &Comparison<'_>, row: &Row<'_>, actor: usize) -> Vec<[String; 20]> {
    let who = &comparison.matrix.actors[actor];
    let head = |stance: CellStance| {
        let label = comparison.issue(row).label.clone();
        [label, who.key.clone(), who.name.clone(), stance.as_str().to_owned()]
    };
    let Some(cell) = row.cell(actor) else {
        let mut cells: [String; 20] = Default::default();
        cells[..4].clone_from_slice(&head(CellStance::Silent));
        return vec![cells];
    };
    let of = |held: &sayso_compare::Held<'_>| {
        let stand = held.stand;
        let [issue, key, name, stance] = head(cell.stance);
        let [start, end] = whole(stand);
        let text = |words: &Option<String>| words.clone().unwrap_or_default();
        [
            issue,
            key,
            name,
            stance,
            stand.stance.to_string(),
            stand.act.to_string(),
            written(stand.date).unwrap_or_default(),
            text(&stand.speaker),
            stand.quote.clone(),
            text(&stand.condition),
            stand.article.clone(),
            text(&stand.outlet),
            start.to_string(),
            end.to_string(),
            four_decimals(stand.confidence).to_string(),
            stand.alleged.to_string(),
            stand.target_label.clone(),
            (held.utterance + 1).to_string(),
            stand.statement.clone(),
            stand.position.clone(),
        ]
    };
    cell.positions.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::position::tests::names_every_field;
    use crate::samples::{contested, stand, with_comparison, with_silence};

    fn shown(limit: usize) -> Value {
        with_comparison(contested(), limit, |comparison| {
            serde_json::from_str(&super::json(comparison)).unwrap()
        })
    }

    #[test]
    fn the_document_has_the_promised_shape() {
        let document = shown(10);
        assert_eq!(document["schema"], "sayso.comparison/1");
        let issue = &document["issues"][0];
        assert_eq!(issue["label"], "<b>ban</b> & \"more\"");
        let stances: Vec<&Value> =
            issue["cells"].as_array().unwrap().iter().map(|cell| &cell["stance"]).collect();
        assert_eq!(stances, ["favor", "against", "mixed"]);
        assert_eq!(
            document["issues"][1]["cells"][0],
            json!({
                "actor": "ADA", "name": "Ada", "stance": "favor", "conditional": true, "alleged": false,
                "statements": 1, "independent": 1, "told_by_others": [],
                "positions": [{
                    "stance": "favor", "act": "offer", "date": "2015-09-19", "said_on_known": true,
                    "speaker": "Ada's minister", "alleged": false, "quote": "then we will pay it",
                    "article": "wire-1", "outlet": "Wire", "published": "2015-09-20", "span": [3, 20],
                    "spans": [[3, 9], [12, 20]], "condition": "if it's fair", "confidence": 0.8,
                    "target": "tax", "cue": "said", "statement": "s1", "position": "p1", "utterance": 1,
                }],
            })
        );
        assert_eq!(document["issues"][1]["cells"][2]["stance"], "silent");
        assert_eq!(shown(1)["issues"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn who_was_asked_for_is_silent_where_nothing_is_found() {
        let document: Value =
            with_silence(|comparison| serde_json::from_str(&super::json(comparison)).unwrap());
        let cells = document["issues"][0]["cells"].as_array().unwrap();
        assert_eq!(cells.len(), 2);
        assert!(cells.iter().all(|cell| cell["stance"] == "silent" && cell["positions"] == json!([])));
        assert_eq!(with_silence(csv).lines().nth(1).unwrap(), "war,USA,usa,silent,,,,,,,,,,,,,,,,");
    }

    #[test]
    fn thousands_of_issues_and_actors_do_not_list_all_who_are_silent() {
        let stands = (0..5000)
            .map(|number| {
                let name = format!("A{}", number % 50);
                stand(&name, sayso_domain::Stance::Favor, &format!("issue {number}"), "yes")
            })
            .collect();
        let document: Value = with_comparison(stands, 5000, |comparison| {
            serde_json::from_str(&super::json(comparison)).unwrap()
        });
        let issues = document["issues"].as_array().unwrap();
        assert_eq!(issues.len(), 5000);
        assert!(issues.iter().all(|issue| (20..=21).contains(&issue["cells"].as_array().unwrap().len())));
    }

    #[test]
    fn rows_are_quoted_and_formulas_stay_words() {
        let csv = with_comparison(contested(), 10, csv);
        let mut lines = csv.lines();
        assert_eq!(lines.next().unwrap(), COLUMNS.join(","));
        let rows = crate::csv::rows(&csv).unwrap();
        assert_eq!(rows.len(), 1 + 6 + 1);
        assert!(rows.iter().all(|row| row.cells.len() == 20));
        assert!(csv.contains(",\"=never(1)\",") && csv.contains("\"<b>ban</b> & \"\"more\"\"\""), "{csv}");
        assert_eq!(rows[7].cells[..5], ["tax", "CID", "Cid", "silent", ""]);
    }

    #[test]
    fn the_document_on_it_names_every_field() {
        let page = include_str!("../../../../docs/compare.md");
        names_every_field(page, &shown(10));
        assert!(page.contains(&COLUMNS.join(",")));
    }
}
