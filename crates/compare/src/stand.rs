//! One position, lifted out of its article.

use std::cmp::Ordering;

use sayso_domain::{Act, Date, Kind, Stance};

/// An actor, whoever it is in the articles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// The same for the same actor everywhere: `USA`, `person:john-kerry`, `org:united-nations`. Those who have no such
    /// key are nobody outside their article; theirs is made of the article's id and the actor's: `wire-1#a3`.
    pub key: String,
    /// The name that is shown.
    pub name: String,
}

/// An issue's place in the list of issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueId(pub usize);

/// What actors take positions on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// A short phrase.
    pub label: String,
    /// What it covers, where somebody has defined it.
    pub definition: Option<String>,
    /// The wider issue that it is part of. It is shown; what counts for it is decided outside, with the issues.
    pub parent: Option<IssueId>,
}

/// One position of one actor, with what is needed to compare it and to open it in its article again.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// For whom it counts: the state or organisation that the speaker spoke for, else the holder.
    pub actor: Who,
    /// Who speaks in the statement that it is taken from, by name.
    pub speaker: Option<String>,
    /// The speaker's key; none for those who are nobody outside their article.
    pub speaker_key: Option<String>,
    /// Whether somebody else tells it of the actor.
    pub alleged: bool,
    /// What it is about; none until that is decided, or where it is about nothing that is asked for.
    pub issue: Option<IssueId>,
    /// For or against.
    pub stance: Stance,
    /// What the actor does in taking it.
    pub act: Act,
    /// The words that make it conditional.
    pub condition: Option<String>,
    /// The day it was said, else the day its article was published.
    pub date: Option<Date>,
    /// Whether `date` is the day it was said.
    pub said_on_known: bool,
    /// The words that show it; " … " stands between parts that lie apart.
    pub quote: String,
    /// The sentences in which these words stand.
    pub context: String,
    /// Where these words stand in the article, half-open, in code points.
    pub spans: Vec<(u32, u32)>,
    /// Its id in the article: `p1`.
    pub position: String,
    /// The id of its statement in the article: `s3`.
    pub statement: String,
    /// Whether the statement's words are the speaker's own.
    pub kind: Kind,
    /// The words that attribute the statement: "said"; may be empty.
    pub cue: String,
    /// What it is about, in the text's words.
    pub target_label: String,
    /// The article's id.
    pub article: String,
    /// Who published the article.
    pub outlet: Option<String>,
    /// The day the article was published.
    pub published: Option<Date>,
    /// The words of the whole statement.
    pub content: String,
    /// Probability that holder, words and stance are right.
    pub confidence: f32,
}

impl Stand {
    /// From first to last: by day, those without one at the end, then by the article's day, its id and the place in it.
    pub fn order(&self, other: &Stand) -> Ordering {
        let day = |date: Option<Date>| (date.is_none(), date);
        day(self.date)
            .cmp(&day(other.date))
            .then_with(|| day(self.published).cmp(&day(other.published)))
            .then_with(|| self.article.cmp(&other.article))
            .then_with(|| self.spans.cmp(&other.spans))
            .then_with(|| number(&self.position).cmp(&number(&other.position)))
            .then_with(|| self.issue.cmp(&other.issue))
            .then_with(|| self.quote.cmp(&other.quote))
            .then_with(|| (self.stance, self.act).cmp(&(other.stance, other.act)))
    }

    /// Whether both are taken from one statement.
    pub(crate) fn shares_statement(&self, other: &Stand) -> bool {
        self.article == other.article && self.statement == other.statement
    }
}

/// `p10` stands behind `p9`.
fn number(id: &str) -> (usize, &str) {
    (id.len(), id)
}
