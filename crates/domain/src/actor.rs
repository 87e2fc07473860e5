//! Who.

use std::fmt;

use sayso_text::Span;

use crate::Country;

/// An actor's number in its reading, counted from 0 in the order of the first mention; those that the text does not
/// mention stand last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// What sort of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// A single human being, named or not.
    Person,
    /// A state or territory.
    State,
    /// A government, ministry, party, company, court, league.
    Organisation,
    /// A newspaper, broadcaster or agency.
    Outlet,
    /// People together: "officials", "critics", two who speak jointly.
    Group,
    /// The text does not tell.
    Unknown,
}

impl ActorKind {
    /// All of them.
    pub const ALL: [ActorKind; 6] = [
        ActorKind::Person,
        ActorKind::State,
        ActorKind::Organisation,
        ActorKind::Outlet,
        ActorKind::Group,
        ActorKind::Unknown,
    ];

    /// The kind that other programs call so.
    pub fn named(name: &str) -> Option<ActorKind> {
        ActorKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::State => "state",
            ActorKind::Organisation => "organisation",
            ActorKind::Outlet => "outlet",
            ActorKind::Group => "group",
            ActorKind::Unknown => "unknown",
        }
    }
}

impl fmt::Display for ActorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A person, state, organisation, outlet or group, as one article tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its number.
    pub id: ActorId,
    /// The same for the same actor in every article: a state's alpha-3 code (`GBR`), `person:john-kerry`,
    /// `org:united-nations`. None for those without a name ("officials"), who are nobody outside their article.
    pub key: Option<String>,
    /// The fullest name that is known ("John Kerry"); for those without one, the words that describe them.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// The state that it is, belongs to or holds office in.
    pub state: Option<Country>,
    /// The office on the article's day, as the article or the list of office holders names it.
    pub role: Option<String>,
    /// Where the text names it or refers to it, in text order.
    pub mentions: Vec<Span>,
}
