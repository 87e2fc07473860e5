//! What is known of one actor over all articles.

use sayso_domain::{ActorKind, Country};

use crate::Days;

/// One actor, over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The same for the same actor in every article; none for one that is nobody outside its own.
    pub key: Option<String>,
    /// The name most articles give it in full; for those without a name, the words that describe them.
    pub name: String,
    /// Other names for it as the articles write them, the most frequent first: no pronouns, no descriptions.
    pub also_named: Vec<String>,
    /// What sort, in most articles.
    pub kind: ActorKind,
    /// The state that it is, belongs to or holds office in, in most articles.
    pub state: Option<Country>,
    /// Each office as it was named, the one seen last first.
    pub offices: Vec<Office>,
    /// Those for whom it spoke, by name.
    pub speaks_for: Vec<Principal>,
    /// How often it speaks, statements within others included.
    pub statements: usize,
    /// How often another speaks for it.
    pub statements_for: usize,
    /// The number of articles that have it.
    pub articles: usize,
    /// The days of the statements that it made or that were made for it, where there are any: the day that the text
    /// gives, else that of the article. Of one who is silent, the days of the articles.
    pub days: Option<Days>,
    /// The id of its only article, for one without a key.
    pub article: Option<String>,
    /// Whether it has a name: "John Kerry" does, "two officials" do not.
    pub is_named: bool,
}

impl Record {
    /// The office seen last.
    pub fn office(&self) -> Option<&str> {
        self.offices.first().map(|office| office.title.as_str())
    }
}

/// An office that an actor held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// As the article or the list of office holders names it.
    pub title: String,
    /// The days of the articles that give it; of those without a day, the days of the holder's statements in them.
    pub days: Option<Days>,
}

/// Somebody for whom somebody speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Principal {
    /// As that of its own record.
    pub name: String,
    /// Its key, where it has one.
    pub key: Option<String>,
}
