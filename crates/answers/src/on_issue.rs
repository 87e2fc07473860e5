//! What is an issue of a library, and what was said last on it?

use sayso_library::{Definition, Library, Origin, StoredIssue, Tally};

use crate::collected::Collected;
use crate::error::Result;
use crate::stands::Question;
use crate::stored::{self, Wanted};
use crate::tools::Tools;

/// One issue and what was said on it.
#[derive(Clone, Debug)]
pub struct OnIssue {
    /// What it is.
    pub definition: Definition,
    /// Where it comes from; none where it was not worked out yet.
    pub origin: Option<Origin>,
    /// How much is said on it in all.
    pub tally: Tally,
    /// The positions that are wanted, all about the one issue.
    pub collected: Collected,
}

/// The one issue that `question` asks for; none where an issue that was to be among those that were found is not.
///
/// # Errors
/// When the library cannot be read, or the networks are needed and cannot be opened.
pub fn on_issue(
    library: &mut Library,
    question: &Question,
    wanted: &Wanted,
    tools: Tools<'_>,
) -> Result<Option<OnIssue>> {
    let collected = stored::collect(library, question, wanted, tools)?;
    if let Some(StoredIssue { id, definition, origin, .. }) = kept(library, question)? {
        let tally = library.tally(id)?;
        return Ok(Some(OnIssue { definition, origin: Some(origin), tally, collected }));
    }
    let positions = (collected.stands.len() + collected.unsure) as u64;
    if positions == 0 && matches!(question, Question::OneFound(_)) {
        return Ok(None);
    }
    let label = question.only().unwrap_or_default().to_owned();
    let definition = Definition { label, ..Definition::default() };
    Ok(Some(OnIssue { definition, origin: None, tally: Tally { positions, ..Tally::default() }, collected }))
}

/// The issue, where the library holds what is about it now.
fn kept(library: &mut Library, question: &Question) -> Result<Option<StoredIssue>> {
    Ok(match question {
        Question::Phrase(phrase) => {
            let as_of = library.as_of()?;
            library.issue(phrase)?.filter(|issue| issue.as_of == as_of)
        }
        Question::OneFound(label) => library.issue_found(label)?,
        Question::Found | Question::Codebook(_) => None,
    })
}
