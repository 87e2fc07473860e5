//! What do other programs see of the differences? `docs/compare.md` promises it.

use sayso_compare::{Carried, Contradiction, Differences, Past, Piece, Side};
use serde::Serialize;

use super::Differing;
use crate::position::{JsonPosition, document};

/// The name and number of the shape.
const SCHEMA: &str = "sayso.differences/1";

/// The document, with the fields in the order in which they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JsonFound<'a> {
    schema: &'static str,
    articles: usize,
    issues: Vec<JsonDiffering<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonDiffering<'a> {
    label: &'a str,
    contradictions: Vec<JsonContradiction<'a>>,
    past: Vec<[JsonSide<'a>; 2]>,
    carried: Vec<JsonCarried<'a>>,
    left_out: usize,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonContradiction<'a> {
    conditional: bool,
    favor: JsonSide<'a>,
    against: JsonSide<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonSide<'a> {
    actor: &'a str,
    name: &'a str,
    independent: usize,
    words: JsonPosition<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonCarried<'a> {
    actor: &'a str,
    name: &'a str,
    other_words: bool,
    cut_off: bool,
    other_cue: bool,
    difference: Vec<JsonPiece<'a>>,
    whole: JsonPosition<'a>,
    other: JsonPosition<'a>,
}

/// `["same", "…"]`.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonPiece<'a>(&'static str, &'a str);

/// One indented document, with its line break.
pub(super) fn json(found: &Differing<'_>) -> String {
    document(&data(found))
}

pub(super) fn data<'a>(found: &'a Differing<'_>) -> JsonFound<'a> {
    JsonFound {
        schema: SCHEMA,
        articles: found.collected.articles,
        issues: found
            .shown()
            .iter()
            .map(|differences| issue(found.label(differences), differences))
            .collect(),
    }
}

fn issue<'a>(label: &'a str, differences: &'a Differences<'_>) -> JsonDiffering<'a> {
    let past = |pair: &'a Past<'_>| [side(&pair.one), side(&pair.other)];
    JsonDiffering {
        label,
        contradictions: differences.contradictions.iter().map(contradiction).collect(),
        past: differences.past.iter().map(past).collect(),
        carried: differences.carried.iter().map(carried).collect(),
        left_out: differences.left_out,
    }
}

fn contradiction<'a>(pair: &'a Contradiction<'_>) -> JsonContradiction<'a> {
    JsonContradiction {
        conditional: pair.conditional,
        favor: side(&pair.favor),
        against: side(&pair.against),
    }
}

fn side<'a>(side: &'a Side<'_>) -> JsonSide<'a> {
    JsonSide {
        actor: &side.actor.key,
        name: &side.actor.name,
        independent: side.independent,
        words: JsonPosition::of(side.stand),
    }
}

fn carried<'a>(carried: &'a Carried<'_>) -> JsonCarried<'a> {
    let piece = |piece: &'a Piece| match piece {
        Piece::Same(words) => JsonPiece("same", words),
        Piece::First(words) => JsonPiece("whole", words),
        Piece::Second(words) => JsonPiece("other", words),
    };
    JsonCarried {
        actor: &carried.actor.key,
        name: &carried.actor.name,
        other_words: carried.other_words,
        cut_off: carried.cut_off,
        other_cue: carried.other_cue,
        difference: carried.pieces.iter().map(piece).collect(),
        whole: JsonPosition::of(carried.whole),
        other: JsonPosition::of(carried.other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::position::tests::names_every_field;
    use crate::samples::{differing, with_differing};

    #[test]
    fn the_document_holds_every_difference() {
        let document: Value =
            with_differing(differing(), |found| serde_json::from_str(&super::json(found)).unwrap());
        assert_eq!(document["schema"], "sayso.differences/1");
        let issue = &document["issues"][0];
        let pair = &issue["contradictions"][0];
        assert_eq!((&pair["favor"]["actor"], &pair["against"]["actor"]), (&json!("ADA"), &json!("BOB")));
        assert_eq!(pair["conditional"], true);
        assert_eq!((&issue["past"], &issue["left_out"]), (&json!([]), &json!(0)));
        let carried = issue["carried"].as_array().unwrap();
        assert_eq!(carried.len(), 2);
        assert!(carried.iter().any(|carried| carried["cut_off"] == true && carried["other_cue"] == true));
        let words = carried.iter().find(|carried| carried["other_words"] == true).unwrap();
        assert_eq!(words["difference"][1], json!(["whole", "\"ban\""]));
        assert_eq!(words["difference"][2], json!(["other", "<rule>"]));
        names_every_field(include_str!("../../../../docs/compare.md"), &document);
    }

    #[test]
    fn no_difference_no_issue() {
        let document: Value =
            with_differing(vec![], |found| serde_json::from_str(&super::json(found)).unwrap());
        assert_eq!(document["issues"], json!([]));
    }
}
