//! Readings back in.

use serde::Deserialize;

use crate::error::WireErrorKind;
use crate::{SCHEMA, WireError, WireReading};

/// Reads one line (or one spread-out object) that [`write_reading`](crate::write_reading) wrote.
///
/// Fields it does not know are passed over, since new ones may be added without a new number, and fields that
/// came later than a line may be missing from it. Places are taken as they stand: whether they lie in the text
/// is for the caller to check.
///
/// # Errors
/// - the line is not JSON, or lacks a field of the contract (`{"schema":"sayso.reading/1"}` lacks `article`);
/// - there is no `schema`, or it is not a reading's (`"sayso.comparison/1"`);
/// - it is a reading of another number (`"sayso.reading/2"`), whose fields may mean something else.
///
/// ```
/// let line = r#"{"schema":"sayso.reading/1","article":{"id":"a","text":"Rain fell."},"mood":"wet"}"#;
/// assert_eq!(sayso_wire::parse_reading(line).unwrap().article.text, "Rain fell.");
///
/// let error = sayso_wire::parse_reading(r#"{"schema":"sayso.reading/2"}"#).unwrap_err();
/// assert!(error.to_string().contains("this version reads \"sayso.reading/1\""));
/// ```
pub fn parse_reading(line: &str) -> Result<WireReading, WireError> {
    // The schema is looked at alone first: in another version's line anything else may have changed.
    let head: Head = serde_json::from_str(line).map_err(shape)?;
    match head.schema {
        Some(schema) if schema == SCHEMA => serde_json::from_str(line).map_err(shape),
        Some(schema) if schema.starts_with("sayso.reading/") => {
            Err(WireError::new(WireErrorKind::OtherSchema(schema)))
        }
        found => Err(WireError::new(WireErrorKind::NotAReading(found))),
    }
}

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

fn shape(error: serde_json::Error) -> WireError {
    WireError::new(WireErrorKind::Shape(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(line: &str, message: &str) {
        let error = parse_reading(line).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        check_refused("{", "EOF while parsing");
        check_refused("[1]", "not a reading in the shape of sayso.reading/1");
        check_refused("{}", "it has no \"schema\"");
        check_refused(r#"{"schema":"sayso.comparison/1"}"#, "its \"schema\" is \"sayso.comparison/1\"");
        check_refused(r#"{"schema":"sayso.reading/12"}"#, "of the shape \"sayso.reading/12\"");
        check_refused(r#"{"schema":"sayso.reading/1"}"#, "missing field `article`");
        check_refused(
            r#"{"schema":"sayso.reading/1","article":{"id":"a","text":"b","boilerplate":[[-1,2]]}}"#,
            "invalid value: integer `-1`",
        );
    }
}
