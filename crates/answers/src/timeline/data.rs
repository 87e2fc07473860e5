//! What do other programs see of an actor's way? `docs/compare.md` promises it.

use sayso_compare::Step;
use serde::Serialize;

use super::Way;
use crate::position::{JsonPosition, document};

/// The name and number of the shape.
const SCHEMA: &str = "sayso.timeline/1";

/// The document, with the fields in the order in which they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JsonWay<'a> {
    schema: &'static str,
    articles: usize,
    actor: &'a str,
    name: &'a str,
    issue: &'a str,
    steps: Vec<JsonStep<'a>>,
    undated: Vec<JsonPosition<'a>>,
    told_by_others: Vec<JsonPosition<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonStep<'a> {
    date: Option<String>,
    change: &'static str,
    mover: Option<&'static str>,
    report: &'static str,
    now: JsonPosition<'a>,
    before: Option<JsonPosition<'a>>,
}

/// One indented document, with its line break.
pub(super) fn json(way: &Way<'_>) -> String {
    document(&JsonWay {
        schema: SCHEMA,
        articles: way.collected.articles,
        actor: &way.actor.key,
        name: &way.actor.name,
        issue: way.issue,
        steps: way.timeline.steps.iter().map(step).collect(),
        undated: way.timeline.undated.iter().map(|stand| JsonPosition::of(stand)).collect(),
        told_by_others: way.timeline.told.iter().map(|stand| JsonPosition::of(stand)).collect(),
    })
}

fn step<'a>(step: &Step<'a>) -> JsonStep<'a> {
    JsonStep {
        date: step.stand.date.map(|day| day.to_string()),
        change: step.change.as_str(),
        mover: step.mover.map(|mover| mover.as_str()),
        report: step.report.as_str(),
        now: JsonPosition::of(step.stand),
        before: step.before.map(JsonPosition::of),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::position::tests::names_every_field;
    use crate::samples::{moving, with_way};

    fn shown() -> Value {
        with_way(moving(), |way| serde_json::from_str(&super::json(way)).unwrap())
    }

    #[test]
    fn steps_hold_the_words_before_and_after() {
        let document = shown();
        assert_eq!(document["schema"], "sayso.timeline/1");
        let step = &document["steps"][1];
        assert_eq!((&step["change"], &step["mover"]), (&json!("reversal"), &json!("other speaker")));
        assert_eq!((&step["report"], &step["date"]), (&json!("new"), &json!("2015-06-01")));
        assert_eq!(step["before"]["quote"], "No \"ban\" <here>, ever");
        assert_eq!(step["now"]["condition"], "if it's fair");
        assert_eq!(document["steps"][0]["before"], Value::Null);
        assert_eq!(document["undated"].as_array().unwrap().len(), 1);
        assert_eq!(document["told_by_others"][0]["quote"], "they would like it");
    }

    #[test]
    fn nothing_has_no_steps() {
        let document: Value = with_way(vec![], |way| serde_json::from_str(&super::json(way)).unwrap());
        assert_eq!((&document["steps"], &document["name"]), (&json!([]), &json!("Ada")));
    }

    #[test]
    fn the_document_on_it_names_every_field_and_value() {
        let page = include_str!("../../../../docs/compare.md");
        names_every_field(page, &shown());
        use sayso_compare::{Change::*, Mover, Report};
        for change in
            [First, Reversal, Mixed, Softening, Hardening, NewCondition, ConditionDropped, Unchanged]
        {
            assert!(page.contains(&format!("`{}`", change.as_str())), "{change:?}");
        }
        for mover in [Mover::Actor, Mover::OtherSpeaker, Mover::Unknown] {
            assert!(page.contains(&format!("`{}`", mover.as_str())), "{mover:?}");
        }
        for report in [Report::New, Report::Again, Report::Late] {
            assert!(page.contains(&format!("`{}`", report.as_str())), "{report:?}");
        }
    }
}
