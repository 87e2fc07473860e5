//! What was said last on issues of a library? So much of it that a page can be made at once, however much there is.
//!
//! [`stored::collect`] gives all that is said; that may be tens of thousands of positions. Here the newest ones are
//! given, up to a number, and whoever asks is told how many there are in all.

use sayso_compare::{Issue, IssueId, Stand};
use sayso_domain::Date;
use sayso_library::{Definition, Library, Origin, StoredIssue, Tally};

use crate::collected::Collected;
use crate::error::Result;
use crate::stands::Question;
use crate::stored::{self, Bounds, told};
use crate::tools::Tools;

/// What is wanted of each issue.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Positions that are less sure by themselves are left out.
    pub min_confidence: f32,
    /// From this day on. With a bound, positions of no known day are left out.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// At most so many positions of an issue: the newest.
    pub most: usize,
}

/// One issue and what was said last on it.
#[derive(Clone, Debug)]
pub struct OnIssue {
    /// What it is.
    pub definition: Definition,
    /// Where it comes from; none where it was not worked out yet.
    pub origin: Option<Origin>,
    /// How much is said on it in all.
    pub tally: Tally,
    /// The newest positions, all about the one issue.
    pub collected: Collected,
    /// Whether there are more than were taken.
    pub is_cut: bool,
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
    let Some(issue) = one(library, question, tools)? else { return Ok(None) };
    let issue = match issue {
        One::Kept(issue) => issue,
        One::Unkept => return unkept(library, question, wanted, tools),
    };
    let tally = library.tally(issue.id)?;
    let articles = usize::try_from(library.article_count()?).unwrap_or(usize::MAX);
    let mut collected = Collected { articles, ..Collected::default() };
    let is_cut = take(library, &issue, wanted, &mut collected)?;
    Ok(Some(OnIssue { definition: issue.definition, origin: Some(issue.origin), tally, collected, is_cut }))
}

/// The issues that were found and most actors contest, `issues` of them at most, each with its newest positions; and whether
/// there are more positions on one of these.
///
/// # Errors
/// When the library cannot be read.
pub fn on_contested(
    library: &mut Library,
    issues: usize,
    wanted: &Wanted,
    tools: Tools<'_>,
) -> Result<(Collected, bool)> {
    let articles = usize::try_from(library.article_count()?).unwrap_or(usize::MAX);
    let mut collected = Collected { articles, ..Collected::default() };
    if stored::find_once(library, tools.known)?.is_some() {
        let collected =
            stored::collect(library, &Question::Found, wanted.min_confidence, Bounds::WHOLE, tools)?;
        return Ok((collected, false));
    }
    let mut is_cut = false;
    for (issue, _) in library.contested(issues)? {
        is_cut |= take(library, &issue, wanted, &mut collected)?;
    }
    Ok((collected, is_cut))
}

/// An issue, as far as the library holds it.
enum One {
    Kept(StoredIssue),
    Unkept,
}

fn one(library: &mut Library, question: &Question, tools: Tools<'_>) -> Result<Option<One>> {
    match question {
        Question::Phrase(phrase) => {
            let as_of = library.as_of()?;
            let kept = library.issue(phrase)?.filter(|issue| issue.as_of == as_of);
            Ok(Some(kept.map_or(One::Unkept, One::Kept)))
        }
        Question::OneFound(label) => {
            if stored::find_once(library, tools.known)?.is_some() {
                return Ok(Some(One::Unkept));
            }
            Ok(library.issue_found(label)?.map(One::Kept))
        }
        _ => Ok(None),
    }
}

/// Of what nobody worked out yet: what is said at first sight, and of that the newest.
fn unkept(
    library: &mut Library,
    question: &Question,
    wanted: &Wanted,
    tools: Tools<'_>,
) -> Result<Option<OnIssue>> {
    let bounds = Bounds { issues: 1, positions: Some(wanted.most), anew: false };
    let mut collected = stored::collect(library, question, wanted.min_confidence, bounds, tools)?;
    let definition =
        Definition { label: question.only().unwrap_or_default().to_owned(), ..Definition::default() };
    let is_cut = collected.stands.len() > wanted.most;
    collected.stands.sort_by_key(|stand| std::cmp::Reverse(stand.date));
    collected.stands.truncate(wanted.most);
    let tally = Tally { positions: (collected.stands.len() + collected.unsure) as u64, ..Tally::default() };
    Ok(Some(OnIssue { definition, origin: None, tally, collected, is_cut }))
}

/// Takes in an issue with its newest positions; whether there are more.
fn take(
    library: &mut Library,
    issue: &StoredIssue,
    wanted: &Wanted,
    collected: &mut Collected,
) -> Result<bool> {
    let page = library.stands_on_issue_between(issue.id, (wanted.from, wanted.to), None, wanted.most)?;
    let id = IssueId(collected.issues.len());
    for (stored, member) in page.items {
        let told = told(stored.stand, member);
        if told.own >= wanted.min_confidence {
            collected.stands.push(Stand { issue: Some(id), ..told.stand });
        } else {
            collected.unsure += 1;
        }
    }
    let Definition { label, definition, .. } = issue.definition.clone();
    collected.issues.push(Issue { label, definition, parent: None });
    Ok(page.next.is_some())
}
