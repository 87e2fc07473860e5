//! Readings out.

use std::io::{self, Write};

use sayso_domain::Reading;

use crate::WireReading;

/// Writes `reading` as one line of compact JSON, with its line break.
///
/// # Errors
/// Those of `out`.
///
/// ```
/// use sayso_domain::{Article, Reading};
/// use sayso_text::Text;
/// let article = Article {
///     id: "a".into(), outlet: None, title: None, published: None, url: None, language: None,
///     text: Text::new("Rain fell."), boilerplate: vec![],
/// };
/// let mut line = Vec::new();
/// sayso_wire::write_reading(&Reading { article, statements: vec![], positions: vec![], events: vec![], actors: vec![], notes: vec![] }, &mut line)?;
/// assert!(line.starts_with(br#"{"schema":"sayso.reading/1","article":{"id":"a","#));
/// assert!(line.ends_with(b"\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_reading(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &WireReading::from(reading))?;
    out.write_all(b"\n")
}

/// The same JSON spread over lines for a person, without a line break at its end.
pub fn to_json_pretty(reading: &Reading) -> String {
    // Keys are strings and numbers finite, so that nothing here can fail to be JSON.
    serde_json::to_string_pretty(&WireReading::from(reading)).expect("a reading is always JSON")
}
