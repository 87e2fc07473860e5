//! Where does an actor stand on each issue, and how did it move?

use std::collections::{BTreeMap, HashMap};

use sayso_compare::{Change, IssueId, Mover, Selection, Stand, Who, timeline};
use sayso_domain::{Date, Stance};
use sayso_library::{Library, Origin, StoredStand};

use crate::failure::Failure;

/// An actor's positions by issue.
pub(in crate::pages) struct Stances {
    key: String,
    /// Those on which it says most first; those that were asked for only where there are no others.
    pub(in crate::pages) issues: Vec<OnIssue>,
    /// How many positions were looked at.
    pub(in crate::pages) looked_at: usize,
    /// Whether there are more.
    pub(in crate::pages) is_cut: bool,
}

/// What it says on one issue.
pub(in crate::pages) struct OnIssue {
    pub(in crate::pages) label: String,
    pub(in crate::pages) origin: Origin,
    pub(in crate::pages) favor: u64,
    pub(in crate::pages) against: u64,
    pub(in crate::pages) neutral: u64,
    pub(in crate::pages) last: Option<Date>,
    stands: Vec<Stand>,
}

/// A step that was one.
pub(in crate::pages) struct Moved<'a> {
    pub(in crate::pages) issue: &'a OnIssue,
    pub(in crate::pages) what: Change,
    pub(in crate::pages) mover: Option<Mover>,
    pub(in crate::pages) now: &'a Stand,
    pub(in crate::pages) before: Option<&'a Stand>,
}

impl OnIssue {
    /// Whether it was found: its positions were never judged by its label.
    pub(in crate::pages) fn is_found(&self) -> bool {
        self.origin == Origin::Found
    }

    fn take(&mut self, stand: Stand) {
        match stand.stance {
            Stance::Favor => self.favor += 1,
            Stance::Against => self.against += 1,
            Stance::Neutral => self.neutral += 1,
        }
        self.last = self.last.max(stand.date);
        self.stands.push(stand);
    }
}

impl Stances {
    /// Of the newest positions: those that it holds, and those that it takes for others.
    pub(super) fn of(library: &mut Library, who: &Who, most: usize) -> Result<Stances, Failure> {
        let page = library.stands_of_actor(&who.key, None, None, most)?;
        let others = library.stands_said_for_others(&who.key, most)?;
        let is_cut = page.next.is_some() || others.len() == most;
        let held: Vec<StoredStand> = page.items.into_iter().map(|held| held.stored).chain(others).collect();
        let looked_at = held.len();
        let issues = by_issue(library, who, held)?;
        Ok(Stances { key: who.key.clone(), issues, looked_at, is_cut })
    }

    /// All changes, the latest first.
    pub(in crate::pages) fn changes(&self) -> Vec<Moved<'_>> {
        let mut changes: Vec<Moved<'_>> = self.issues.iter().flat_map(|issue| self.moved(issue)).collect();
        changes.sort_by_key(|moved| std::cmp::Reverse(moved.now.date));
        changes
    }

    fn moved<'a>(&'a self, issue: &'a OnIssue) -> Vec<Moved<'a>> {
        let way = timeline(&issue.stands, &self.key, IssueId(0), &Selection::default());
        let steps = way.steps.into_iter();
        let moves = steps.filter(|step| !matches!(step.change, Change::First | Change::Unchanged));
        moves
            .map(|step| Moved {
                issue,
                what: step.change,
                mover: step.mover,
                now: step.stand,
                before: step.before,
            })
            .collect()
    }
}

fn by_issue(library: &mut Library, who: &Who, held: Vec<StoredStand>) -> Result<Vec<OnIssue>, Failure> {
    let stands: HashMap<i64, Stand> = held.into_iter().map(|stored| (stored.id, stored.stand)).collect();
    let mut ids: Vec<i64> = stands.keys().copied().collect();
    ids.sort_unstable();
    let mut issues: BTreeMap<i64, OnIssue> = BTreeMap::new();
    for about in library.issues_of(&ids)? {
        let Some(stand) = stands.get(&about.member.position) else { continue };
        let (label, origin) = (about.label, about.origin);
        let on_issue = issues.entry(about.issue).or_insert_with(|| OnIssue {
            label,
            origin,
            favor: 0,
            against: 0,
            neutral: 0,
            last: None,
            stands: Vec::new(),
        });
        on_issue.take(Stand {
            actor: who.clone(),
            issue: Some(IssueId(0)),
            stance: about.member.stance.unwrap_or(stand.stance),
            confidence: stand.confidence * about.member.probability,
            ..stand.clone()
        });
    }
    let mut issues: Vec<OnIssue> = issues.into_values().collect();
    // What somebody once asked for cuts across what was defined and found.
    if issues.iter().any(|issue| issue.origin != Origin::Asked) {
        issues.retain(|issue| issue.origin != Origin::Asked);
    }
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.favor + issue.against + issue.neutral));
    Ok(issues)
}
