//! What do other programs see of a stand? The same in all documents that hold one; `docs/compare.md` promises it.

use sayso_compare::Stand;
use sayso_domain::{Date, Kind};
use serde::Serialize;

/// A position, with the fields in the order in which they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JsonPosition<'a> {
    stance: &'static str,
    act: &'static str,
    date: Option<String>,
    said_on_known: bool,
    speaker: Option<&'a str>,
    alleged: bool,
    quote: &'a str,
    article: &'a str,
    outlet: Option<&'a str>,
    published: Option<String>,
    span: [u32; 2],
    spans: Vec<[u32; 2]>,
    condition: Option<&'a str>,
    confidence: f64,
    target: &'a str,
    cue: &'a str,
    statement: &'a str,
    position: &'a str,
}

impl<'a> JsonPosition<'a> {
    /// Of that stand.
    pub fn of(stand: &'a Stand) -> JsonPosition<'a> {
        JsonPosition {
            stance: stand.stance.as_str(),
            act: stand.act.as_str(),
            date: written(stand.date),
            said_on_known: stand.said_on_known,
            speaker: stand.speaker.as_deref(),
            alleged: stand.alleged,
            quote: &stand.quote,
            article: &stand.article,
            outlet: stand.outlet.as_deref(),
            published: written(stand.published),
            span: whole(stand),
            spans: stand.spans.iter().map(|&(start, end)| [start, end]).collect(),
            condition: stand.condition.as_deref(),
            confidence: four_decimals(stand.confidence),
            target: &stand.target_label,
            cue: &stand.cue,
            statement: &stand.statement,
            position: &stand.position,
        }
    }
}

/// From the first to the last word of the quote.
pub(crate) fn whole(stand: &Stand) -> [u32; 2] {
    let start = stand.spans.iter().map(|span| span.0).min();
    let end = stand.spans.iter().map(|span| span.1).max();
    [start.unwrap_or(0), end.unwrap_or(0)]
}

/// `2015-09-19`.
pub(crate) fn written(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// What is no number is 0.
pub fn four_decimals(confidence: f32) -> f64 {
    let rounded = (f64::from(confidence) * 1e4).round() / 1e4;
    if rounded.is_finite() { rounded } else { 0.0 }
}

/// One indented document, with its line break.
pub fn document(value: &impl Serialize) -> String {
    // Keys are strings and all floats are finite, so that nothing here can fail to be JSON.
    serde_json::to_string_pretty(value).expect("a document is always JSON") + "\n"
}

/// The words of a position where they are the speaker's own, to be put between quotation marks: those around the whole of them
/// are taken off. None where they are the article's, or partly so.
pub fn own_words(stand: &Stand) -> Option<&str> {
    const MARKS: [char; 3] = ['"', '“', '”'];
    if stand.kind != Kind::Direct {
        return None;
    }
    let bare = stand.quote.strip_prefix(MARKS).and_then(|rest| rest.strip_suffix(MARKS));
    Some(bare.filter(|bare| !bare.contains(MARKS)).unwrap_or(&stand.quote))
}

#[cfg(test)]
pub(crate) mod tests {
    use sayso_domain::Stance;
    use serde_json::Value;

    use super::*;

    #[test]
    fn own_words_are_those_of_direct_statements() {
        let said =
            |quote: &str, kind| Stand { kind, ..crate::samples::stand("Ada", Stance::Favor, "tax", quote) };
        assert_eq!(own_words(&said("called it “a gift.”", Kind::Indirect)), None);
        assert_eq!(own_words(&said("a gift", Kind::Mixed)), None);
        assert_eq!(own_words(&said("“Never again,”", Kind::Direct)), Some("Never again,"));
        assert_eq!(own_words(&said("“Yes” or “no”", Kind::Direct)), Some("“Yes” or “no”"));
    }

    /// Fails unless `page` names every field of `value`.
    pub(crate) fn names_every_field(page: &str, value: &Value) {
        if let Some(object) = value.as_object() {
            for (field, value) in object {
                assert!(page.contains(&format!("`{field}")), "the document says nothing of {field}");
                names_every_field(page, value);
            }
        }
        value.as_array().into_iter().flatten().for_each(|value| names_every_field(page, value));
    }

    #[test]
    fn numbers_are_short_and_finite() {
        assert_eq!(four_decimals(0.123_456), 0.1235);
        assert_eq!((four_decimals(f32::NAN), four_decimals(f32::INFINITY)), (0.0, 0.0));
    }
}
