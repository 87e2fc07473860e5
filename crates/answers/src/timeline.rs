//! How did one actor move on one issue?

mod data;

use std::collections::BTreeSet;

use sayso_compare::{Change, IssueId, Selection, Stand, Timeline, Who, timeline};

pub use self::data::JsonWay;
use crate::collected::{Collected, counted};

/// What is shown.
#[derive(Debug)]
pub struct Way<'a> {
    /// What is looked at.
    pub collected: &'a Collected,
    /// Whose way it is.
    pub actor: Who,
    /// The issue's label.
    pub issue: &'a str,
    /// The steps.
    pub timeline: Timeline<'a>,
    /// Positions left out because a day was asked for and theirs is not known.
    pub undated: usize,
}

impl<'a> Way<'a> {
    /// The way of `actor` on the first issue of `collected`, which is the one that was asked for.
    pub fn of(collected: &'a Collected, actor: Who, selection: &Selection) -> Way<'a> {
        let timeline = timeline(&collected.stands, &actor.key, IssueId(0), selection);
        let is_missed = |stand: &&Stand| {
            stand.issue.is_some() && stand.actor.key == actor.key && selection.misses_a_day(stand)
        };
        let undated = collected.stands.iter().filter(is_missed).count();
        let issue = collected.issues.first().map_or("", |issue| issue.label.as_str());
        Way { collected, actor, issue, timeline, undated }
    }

    /// One indented document, `sayso.timeline/1`, with its line break.
    pub fn json(&self) -> String {
        data::json(self)
    }

    /// What was found, in words.
    pub fn closing(&self) -> String {
        let steps = &self.timeline.steps;
        let moved = steps.iter().filter(|step| !matches!(step.change, Change::First | Change::Unchanged));
        let articles: BTreeSet<&str> = steps.iter().map(|step| step.stand.article.as_str()).collect();
        let mut line = format!(
            "{} in {} of {}, {}",
            counted(steps.len(), "position", "positions"),
            articles.len(),
            counted(self.collected.articles, "article", "articles"),
            counted(moved.count(), "change", "changes"),
        );
        if !self.timeline.told.is_empty() {
            line += &format!("; {} told by others", self.timeline.told.len());
        }
        line + &self.collected.rest(self.undated)
    }
}

#[cfg(test)]
mod tests {
    use crate::samples::{moving, with_way};

    #[test]
    fn the_closing_line_counts() {
        assert_eq!(
            with_way(moving(), |way| way.closing()),
            "3 positions in 3 of 1 article, 1 change; 1 told by others"
        );
        assert_eq!(with_way(vec![], |way| way.closing()), "0 positions in 0 of 1 article, 0 changes");
    }
}
