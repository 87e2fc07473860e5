//! Does everything that is stored still stand in its article's words?

use sayso_domain::Span;
use sayso_text::{CodePoints, Text};

use crate::database::values;
use crate::entry::checksum;
use crate::error::Result;
use crate::library::Library;
use crate::rows::spans_of;

/// What was looked at, and what does not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Articles whose words were compared with their checksum.
    pub articles: u64,
    /// Places that were compared with the words they show.
    pub places: u64,
    /// What does not fit, in words, each with its article.
    pub faults: Vec<String>,
}

impl Library {
    /// Compares the words of every article with their checksum, and every stored place with its words. Changes nothing.
    ///
    /// # Errors
    /// When the library cannot be read at all; what is wrong within it is a fault.
    pub fn verify(&mut self, mut on_article: impl FnMut()) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        if self.dialect() == crate::database::Dialect::Sqlite {
            for row in self.ask("PRAGMA quick_check", &[])? {
                if row.text(0)? != "ok" {
                    verdict.faults.push(format!("the file: {}", row.text(0)?));
                }
            }
        }
        let edits = self.edits()?;
        let mut last = 0;
        loop {
            let stored = self.stored_after(last, 1000)?;
            let Some(end) = stored.last() else {
                verdict.faults.extend(self.miscounted()?);
                return Ok(verdict);
            };
            last = end.id;
            for stored in stored {
                self.verify_article(stored.id, &stored.name, &mut verdict)?;
                if stored.model.is_some()
                    && let Err(error) = self.reading_with(stored.id, &edits)
                {
                    verdict.faults.push(error.to_string());
                }
                on_article();
            }
        }
    }

    fn verify_article(&mut self, id: i64, name: &str, verdict: &mut Verdict) -> Result<()> {
        verdict.articles += 1;
        let rows = self.ask("SELECT text, checksum FROM articles WHERE id = $1", values![id])?;
        let text = rows[0].string(0)?;
        if checksum(&text) != rows[0].blob(1)? {
            verdict.faults.push(format!(
                "article `{name}`: its words are not those that were stored: the checksum differs"
            ));
        }
        let text = Text::new(text);
        let code_points = CodePoints::new(&text);
        for (table, what) in [("statements", "statement"), ("positions", "position")] {
            let rows = self
                .ask(&format!("SELECT label, quote, spans FROM {table} WHERE article = $1"), values![id])?;
            for row in &rows {
                verdict.places += 1;
                if words(&text, &code_points, row.text(2)?).as_deref() != Some(row.text(1)?) {
                    let message = format!(
                        "article `{name}`, {what} {}: what stands at {} is not “{}”",
                        row.text(0)?,
                        row.text(2)?,
                        row.text(1)?
                    );
                    verdict.faults.push(message);
                }
            }
        }
        Ok(())
    }

    /// Whether `quote` stands at these places of an article; none where there is no such article.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stands_at(&mut self, article: &str, spans: &[(u32, u32)], quote: &str) -> Result<Option<bool>> {
        let rows = self.ask("SELECT text FROM articles WHERE name = $1", values![article])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let text = Text::new(row.text(0)?);
        let code_points = CodePoints::new(&text);
        Ok(Some(words(&text, &code_points, &crate::rows::spans_text(spans)).as_deref() == Some(quote)))
    }
}

/// The words at these places, as every output shows them.
fn words(text: &Text, code_points: &CodePoints, spans: &str) -> Option<String> {
    let spans = spans_of(spans)?;
    let spans: Option<Vec<Span>> =
        spans.into_iter().map(|(start, end)| code_points.span(start..end)).collect();
    Some(text.words(&spans?))
}
