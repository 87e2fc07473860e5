//! What stands does a library give, on which issues?
//!
//! What was worked out for an issue is kept in the library as of its last change, so that the same question is answered at
//! once. An issue that was asked for before has its positions there; for a new phrase, those that name most of what it
//! names are judged. Without a phrase, the issues that people defined and those that were found are looked at, the most contested
//! first.

use std::cmp::Reverse;

use sayso_compare::{Issue, IssueId, Stand, Who};
use sayso_domain::Date;
use sayso_gazetteer::Known;
use sayso_issues::{Asked, JUDGED, Subject, terms};
use sayso_library::{Definition, Library, LibraryErrorKind, Member, Origin, StoredIssue};

use crate::codebook::Entry;
use crate::collected::Collected;
use crate::error::{AnswerError, Result};
use crate::names::Names;
use crate::stands::{Question, subjects};
use crate::tools::{Opened, Tools};

/// How much is looked at for a phrase.
#[derive(Clone, Copy)]
struct Effort {
    /// So many positions: those that name most of what it names.
    candidates: usize,
    /// Of these so many are judged, the nearest ones.
    judged: usize,
}

/// What is looked at where the answer is kept: less than of a few articles, so that it is there at once.
const WHOLE: Effort = Effort { candidates: 2000, judged: JUDGED / 2 };

/// What is wanted of a library, and how much of it is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Positions that are less sure by themselves are left out, and counted.
    pub min_confidence: f32,
    /// From this day on. With a bound, positions of no known day are left out.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// Of the issues that were found, so many: those that most actors contest.
    pub issues: usize,
    /// Of an issue, so many positions: the newest; none where all are.
    pub positions: Option<usize>,
    /// Whether issues are found anew first where the library has changed, which takes seconds where it is large. Otherwise
    /// they are as they were found last.
    pub anew: bool,
}

impl Wanted {
    /// Everything that counts, of all days, however long it takes.
    pub const WHOLE: Wanted =
        Wanted { min_confidence: 0.0, from: None, to: None, issues: 200, positions: None, anew: true };

    /// So much of all that a page can be made at once: of some issues the newest positions, as far as is known already.
    pub const fn newest(issues: usize, positions: usize) -> Wanted {
        Wanted { issues, positions: Some(positions), anew: false, ..Wanted::WHOLE }
    }

    fn allows(&self, stand: &Stand) -> bool {
        let is_within =
            |day: Date| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to);
        stand.date.map_or(self.from.is_none() && self.to.is_none(), is_within)
    }
}

/// What a library gives on what is asked: positions that are sure enough by themselves, each about its issue.
///
/// # Errors
/// When the library cannot be read, or the networks are needed and cannot be opened.
pub fn collect(
    library: &mut Library,
    question: &Question,
    wanted: &Wanted,
    tools: Tools<'_>,
) -> Result<Collected> {
    let issues = match question {
        Question::Found => contested(library, wanted, tools)?,
        Question::OneFound(label) => vec![one_found(library, label, wanted, tools.known)?],
        Question::Phrase(phrase) => vec![asked(library, phrase, wanted, tools)?],
        Question::Codebook(entries) => {
            let issues = entries.iter().map(|entry| defined(library, entry, wanted, tools));
            issues.collect::<Result<Vec<_>>>()?
        }
    };
    let articles = usize::try_from(library.article_count()?).unwrap_or(usize::MAX);
    let mut collected = Collected { articles, ..Collected::default() };
    for (number, held) in issues.into_iter().enumerate() {
        let all = held.stands.len();
        let sure = held.stands.into_iter().filter(|told| told.own >= wanted.min_confidence);
        let before = collected.stands.len();
        collected.stands.extend(sure.map(|told| Stand { issue: Some(IssueId(number)), ..told.stand }));
        collected.cut += usize::from(held.is_cut);
        collected.unsure += all - (collected.stands.len() - before);
        collected.issues.push(held.issue);
    }
    if let Question::Codebook(entries) = question {
        for (issue, entry) in collected.issues.iter_mut().zip(entries) {
            issue.parent = entry.parent.map(IssueId);
        }
    }
    Ok(collected)
}

/// What one actor, by key, holds on an issue that was found: the newest positions, as many as are wanted of an issue, of all
/// days. Where others speak for the actor, that is in it; where the actor speaks for others, it is not.
///
/// # Errors
/// When the library cannot be read.
pub fn collect_of(library: &mut Library, label: &str, key: &str, wanted: &Wanted) -> Result<Collected> {
    let articles = usize::try_from(library.article_count()?).unwrap_or(usize::MAX);
    let mut collected = Collected { articles, issues: vec![labelled(label)], ..Collected::default() };
    let Some(issue) = library.issue_found(label)? else { return Ok(collected) };
    let page = library.stands_of_actor(key, Some(issue.id), None, wanted.positions.unwrap_or(ALL))?;
    let all = page.items.len();
    let stands = page.items.into_iter().map(|held| held.stored.stand);
    let sure = stands.filter(|stand| stand.confidence >= wanted.min_confidence);
    collected.stands = sure.map(|stand| Stand { issue: Some(IssueId(0)), ..stand }).collect();
    collected.unsure = all - collected.stands.len();
    collected.cut = usize::from(page.next.is_some());
    Ok(collected)
}

/// So many positions nobody has.
const ALL: usize = usize::MAX / 2;

/// An issue and the stands on it.
struct Held {
    issue: Issue,
    stands: Vec<Told>,
    /// Whether there are more of them.
    is_cut: bool,
}

impl Held {
    fn nothing(label: &str) -> Held {
        Held { issue: labelled(label), stands: Vec::new(), is_cut: false }
    }

    /// What is wanted of these stands.
    fn bounded(issue: Issue, mut stands: Vec<Told>, wanted: &Wanted) -> Held {
        stands.retain(|told| wanted.allows(&told.stand));
        let most = wanted.positions.unwrap_or(usize::MAX);
        let is_cut = stands.len() > most;
        if is_cut {
            stands.sort_by_key(|told| Reverse(told.stand.date));
            stands.truncate(most);
        }
        Held { issue, stands, is_cut }
    }
}

/// How a position stands to an issue, and how sure the position is by itself.
struct Told {
    own: f32,
    stand: Stand,
}

fn held(library: &mut Library, issue: &StoredIssue, wanted: &Wanted) -> Result<Held> {
    let Definition { label, definition, .. } = issue.definition.clone();
    let shown = Issue { label, definition, parent: None };
    if let Some(most) = wanted.positions {
        let page = library.stands_on_issue_between(issue.id, (wanted.from, wanted.to), None, most)?;
        let stands = page.items.into_iter().map(|(stored, member)| told(stored.stand, member)).collect();
        return Ok(Held { issue: shown, stands, is_cut: page.next.is_some() });
    }
    let members = library.members(issue.id)?;
    let ids: Vec<i64> = members.iter().map(|member| member.position).collect();
    let stands = library.stands_of(&ids)?;
    let by_id =
        |id: i64| members.binary_search_by_key(&id, |member| member.position).ok().map(|at| members[at]);
    let stands =
        stands.into_iter().filter_map(|stored| Some(told(stored.stand, by_id(stored.id)?))).collect();
    let is_cut = issue.origin != Origin::Found && members.len() >= WHOLE.candidates;
    let held = Held::bounded(shown, stands, wanted);
    Ok(Held { is_cut: is_cut || held.is_cut, ..held })
}

fn told(stand: Stand, member: Member) -> Told {
    let own = stand.confidence;
    let stance = member.stance.unwrap_or(stand.stance);
    Told { own, stand: Stand { stance, confidence: own * member.probability, ..stand } }
}

/// The issue that is asked for: its number in the library, its positions known.
///
/// # Errors
/// When the library cannot be read; when it cannot be written to and the issue is new.
pub fn issue(library: &mut Library, phrase: &str, tools: Tools<'_>) -> Result<i64> {
    let as_of = library.as_of()?;
    if let Some(issue) = library.issue(phrase)?.filter(|issue| issue.as_of == as_of) {
        return Ok(issue.id);
    }
    work_out(library, phrase, tools)?
        .map_err(|_| AnswerError::Unasked { library: library.place().to_owned(), phrase: phrase.to_owned() })
}

fn asked(library: &mut Library, phrase: &str, wanted: &Wanted, tools: Tools<'_>) -> Result<Held> {
    if !phrase.contains(char::is_alphanumeric) {
        // A phrase without a word is about nothing.
        return Ok(Held::nothing(phrase));
    }
    let as_of = library.as_of()?;
    let stored = library.issue(phrase)?;
    let id = match stored {
        Some(issue) if issue.as_of == as_of => Ok(issue.id),
        stored if !wanted.anew => return glance(library, phrase, stored, wanted, tools),
        _ => work_out(library, phrase, tools)?,
    };
    match id {
        Ok(_) => {
            // Somebody may have removed it in between: then nothing is about it.
            match library.issue(phrase)? {
                Some(issue) => held(library, &issue, wanted),
                None => Ok(Held::nothing(phrase)),
            }
        }
        Err(stands) => Ok(Held::bounded(labelled(phrase), stands, wanted)),
    }
}

/// What is looked at by who has to answer at once.
const GLANCE: Effort = Effort { candidates: 300, judged: 16 };

/// What is about a phrase at first sight: nothing is kept, so that who only looks changes nothing. [`issue`] works it out.
fn glance(
    library: &mut Library,
    phrase: &str,
    stored: Option<StoredIssue>,
    wanted: &Wanted,
    tools: Tools<'_>,
) -> Result<Held> {
    let definition = stored.map(|issue| issue.definition);
    let Definition { label, definition, examples, .. } =
        definition.unwrap_or_else(|| Definition { label: phrase.to_owned(), ..Definition::default() });
    let question = Asked { phrase: &label, examples: &examples };
    let (members, stands) = judged(library, &question, GLANCE, tools)?;
    let stands = stands.into_iter().zip(members).map(|(stand, member)| told(stand, member)).collect();
    Ok(Held::bounded(Issue { label: label.clone(), definition, parent: None }, stands, wanted))
}

fn labelled(label: &str) -> Issue {
    Issue { label: label.to_owned(), definition: None, parent: None }
}

fn defined(library: &mut Library, entry: &Entry, wanted: &Wanted, tools: Tools<'_>) -> Result<Held> {
    let (members, stands) = judged(library, &entry.asked(), WHOLE, tools)?;
    let stands = stands.into_iter().zip(members).map(|(stand, member)| told(stand, member)).collect();
    Ok(Held::bounded(entry.issue(), stands, wanted))
}

/// Works out which positions are about `phrase`, and keeps that in the library. Where it may not be written to, gives the
/// stands instead.
fn work_out(
    library: &mut Library,
    phrase: &str,
    tools: Tools<'_>,
) -> Result<std::result::Result<i64, Vec<Told>>> {
    let as_of = library.as_of()?;
    let stored = library.issue(phrase)?;
    let (definition, origin) = match stored {
        Some(issue) if issue.origin == Origin::Defined => (issue.definition, Origin::Defined),
        _ => (Definition { label: phrase.to_owned(), ..Definition::default() }, Origin::Asked),
    };
    let question = Asked { phrase: &definition.label, examples: &definition.examples };
    let (members, stands) = judged(library, &question, WHOLE, tools)?;
    match Library::open_to_write(library.address()) {
        Ok(mut writer) => {
            let id = writer.define(&definition, origin)?;
            writer.set_members(id, &members, as_of)?;
            Ok(Ok(id))
        }
        Err(error) if error.kind() == LibraryErrorKind::ReadOnly => {
            Ok(Err(stands.into_iter().zip(members).map(|(stand, member)| told(stand, member)).collect()))
        }
        Err(error) => Err(error.into()),
    }
}

/// The positions about what is asked, each with how it stands to that.
fn judged(
    library: &mut Library,
    question: &Asked<'_>,
    most: Effort,
    tools: Tools<'_>,
) -> Result<(Vec<Member>, Vec<Stand>)> {
    let known = tools.known;
    let mut candidates = library.candidates(&terms(question.phrase, known), most.candidates)?;
    for example in question.examples {
        candidates.extend(library.candidates(&terms(example, known), most.candidates)?);
    }
    candidates.sort_by_key(|stored| stored.id);
    candidates.dedup_by_key(|stored| stored.id);
    if candidates.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let Opened { model, judge, known } = &*tools.opened()?;
    let (ids, stands): (Vec<i64>, Vec<Stand>) =
        candidates.into_iter().map(|stored| (stored.id, stored.stand)).unzip();
    let found = sayso_issues::about(&subjects(&stands), &[*question], most.judged, known, model, judge);
    let members: Vec<Member> = found
        .iter()
        .map(|about| Member {
            position: ids[about.subject],
            stance: about.stance,
            probability: about.probability,
        })
        .collect();
    let stands = found.iter().map(|about| stands[about.subject].clone()).collect();
    Ok((members, stands))
}

/// How many positions are about an issue of the library, worked out anew where it has changed since.
///
/// # Errors
/// Those of [`issue`].
pub fn members(library: &mut Library, label: &str, tools: Tools<'_>) -> Result<usize> {
    let id = issue(library, label, tools)?;
    Ok(library.members(id)?.len())
}

/// Issues by their labels, with the numbers of their positions.
pub type Grouped = Vec<(String, Vec<i64>)>;

/// Finds the issues of a library anew where it has changed since; gives them where they cannot be kept.
///
/// # Errors
/// When the library cannot be read.
pub fn find_anew(library: &mut Library, known: &Known) -> Result<Option<Grouped>> {
    let as_of = library.as_of()?;
    if library.found_as_of()? == Some(as_of) {
        return Ok(None);
    }
    let found = find(library, known)?;
    match Library::open_to_write(library.address()) {
        Ok(mut writer) => {
            writer.set_found(&found, as_of)?;
            Ok(None)
        }
        Err(error) if error.kind() == LibraryErrorKind::ReadOnly => Ok(Some(found)),
        Err(error) => Err(error.into()),
    }
}

fn find_if_wanted(library: &mut Library, wanted: &Wanted, known: &Known) -> Result<Option<Grouped>> {
    if wanted.anew { find_anew(library, known) } else { find_once(library, known) }
}

/// As [`find_anew`], where issues were never found: who has to answer at once takes them as they were found last.
///
/// # Errors
/// When the library cannot be read.
pub fn find_once(library: &mut Library, known: &Known) -> Result<Option<Grouped>> {
    match library.found_as_of()? {
        Some(_) => Ok(None),
        None => find_anew(library, known),
    }
}

/// The issues that people defined and those that were found, the most contested ones.
fn contested(library: &mut Library, wanted: &Wanted, tools: Tools<'_>) -> Result<Vec<Held>> {
    if let Some(found) = find_if_wanted(library, wanted, tools.known)? {
        return unstored(library, &found, wanted);
    }
    if wanted.anew {
        for (defined, _) in library.issues_page(&[Origin::Defined], None, wanted.issues)?.items {
            issue(library, &defined.definition.label, tools)?;
        }
    }
    let issues = library.issues_page(&[Origin::Defined, Origin::Found], None, wanted.issues)?.items;
    issues.iter().map(|(issue, _)| held(library, issue, wanted)).collect()
}

/// The issue that was found under that label; nothing is about one that was not.
fn one_found(library: &mut Library, label: &str, wanted: &Wanted, known: &Known) -> Result<Held> {
    if let Some(found) = find_if_wanted(library, wanted, known)? {
        let found: Grouped = found.into_iter().filter(|(other, _)| other == label).collect();
        let held = unstored(library, &found, wanted)?.pop();
        return Ok(held.unwrap_or_else(|| Held::nothing(label)));
    }
    match library.issue_found(label)? {
        Some(issue) => held(library, &issue, wanted),
        None => Ok(Held::nothing(label)),
    }
}

/// Of a library that may not be written to, the issues of most positions.
fn unstored(library: &mut Library, found: &[(String, Vec<i64>)], wanted: &Wanted) -> Result<Vec<Held>> {
    let mut most: Vec<&(String, Vec<i64>)> = found.iter().collect();
    most.sort_by_key(|(_, members)| Reverse(members.len()));
    let held = most.into_iter().take(wanted.issues).map(|(label, members)| {
        let stands = library.stands_of(members)?.into_iter();
        let stands =
            stands.map(|stored| Told { own: stored.stand.confidence, stand: stored.stand }).collect();
        Ok(Held::bounded(labelled(label), stands, wanted))
    });
    held.collect()
}

/// The issues that all positions of a library are about, by the numbers of these.
fn find(library: &mut Library, known: &Known) -> Result<Grouped> {
    let (mut ids, mut labels) = (Vec::new(), Vec::new());
    let mut last = 0;
    loop {
        let targets = library.targets_after(last, 10_000)?;
        let Some(end) = targets.last() else { break };
        last = end.0;
        for (id, label) in targets {
            ids.push(id);
            labels.push(label);
        }
    }
    let subjects: Vec<Subject<'_>> =
        labels.iter().map(|label| Subject { label, words: "", context: "" }).collect();
    let groups = sayso_issues::find(&subjects, known);
    let named = groups.into_iter().map(|group| {
        let members = group.members.into_iter().map(|member| ids[member]).collect();
        (group.label, members)
    });
    Ok(named.collect())
}

/// Whom `typed` means in a library; with a complaint where that is nobody in it.
///
/// # Errors
/// When the library cannot be read.
pub fn actor(library: &mut Library, typed: &str, known: &Known) -> Result<(Who, Option<String>)> {
    let (who, complaint) = names(library, typed)?.find(typed, known);
    if complaint.is_none() {
        return Ok((who, None));
    }
    // "Britain" stands in no article, but the United Kingdom does.
    if let Some(found) = library.find_actor(&who.key)?.into_iter().next() {
        return Ok((found, None));
    }
    let mut all = Names::default();
    for name in library.names(SUGGESTED)? {
        all.see(&name.to_uppercase(), &name);
    }
    Ok(all.find(typed, known))
}

/// Of so many names one is suggested.
const SUGGESTED: usize = 5000;

/// Those who are called so in a library, as [`Names::find`] looks them up.
fn names(library: &mut Library, typed: &str) -> Result<Names> {
    let mut names = Names::default();
    for (at, who) in library.find_actor(typed)?.into_iter().enumerate() {
        names.see(&who.key, &who.name);
        // The first is meant, as the library orders them.
        (0..10_usize.saturating_sub(at)).for_each(|_| names.mean(typed, &who.key));
    }
    Ok(names)
}
