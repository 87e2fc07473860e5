//! The answers: states, organisations, people, their roles, and what an office's name tells.

use std::borrow::Cow;

use sayso_domain::{Country, Date};

/// A state or territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State<'a> {
    /// Its code.
    pub country: Country,
    /// Its common name: "United States".
    pub name: Cow<'a, str>,
    /// Who speaks for it: "Government of the United States".
    pub government: Cow<'a, str>,
    /// Its capital: "Washington, D.C.".
    pub capital: Option<Cow<'a, str>>,
}

/// By what a phrase stands for a state, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandsBy {
    /// The state's own name: "United States", "U.S.".
    Name,
    /// What its people and things are called: "American", "Americans".
    Nationality,
    /// A seat or body of government: "Downing Street", "the Pentagon".
    Institution,
    /// Its capital: "London". Whether the government or the city is meant is the caller's to tell.
    Capital,
    /// Another of its cities: a place in the state, which does not speak for it.
    City,
    /// A part of the state: "California". It does not speak for the state.
    Region,
}

/// A phrase that stands, or may stand, for a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The state.
    pub country: Country,
    /// By what.
    pub by: StandsBy,
    /// The state's common name, or that of the institution, the capital, the city.
    pub name: Cow<'a, str>,
    /// The branch of government an institution belongs to; `None` for all else.
    pub branch: Option<Branch>,
}

/// What sort of organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationKind {
    /// States made it: the United Nations.
    Igo,
    /// A non-governmental organisation: Amnesty International.
    Ngo,
    /// A company.
    Company,
    /// An armed group that is no state's: Islamic State.
    Armed,
    /// A political party.
    Party,
    /// A newspaper, broadcaster or other medium that is no agency.
    Outlet,
    /// A news agency.
    Agency,
    /// A body of a state: the Pentagon, the FBI, the Knesset.
    Government,
    /// Anything else: churches, leagues, ethnic and other groups.
    Other,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation<'a> {
    /// Stable id: `org:united-nations`.
    pub key: Cow<'a, str>,
    /// Its usual name.
    pub name: Cow<'a, str>,
    /// What sort.
    pub kind: OrganisationKind,
    /// The state it belongs to or speaks for. For an outlet or agency only when it is the state's own and
    /// so speaks for it (Xinhua: `CHN`); a party or armed group never speaks for the state it is of.
    pub state: Option<Country>,
    /// The branch of a [`Government`](OrganisationKind::Government) body.
    pub branch: Option<Branch>,
}

/// How a person was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundBy {
    /// The phrase is the person's full name.
    Name,
    /// The phrase is another name of the person.
    Alias,
    /// The phrase is only the surname: others may bear it.
    Surname,
}

/// A person who holds or held offices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// Stable id: `person:john-kerry`; where two share a name, the lesser known has the state or a number behind.
    pub key: Cow<'a, str>,
    /// "John Kerry".
    pub name: Cow<'a, str>,
    /// Other names.
    pub aliases: Vec<Cow<'a, str>>,
    /// What they were, when; by first day, roles without one first.
    pub roles: Vec<Role<'a>>,
    /// How the phrase asked for names them.
    pub found_by: FoundBy,
}

/// What an office belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// Heads of state and government, ministers, their ministries and ambassadors.
    Government,
    /// Armed forces.
    Military,
    /// Police, prosecutors, intelligence and border services.
    Security,
    /// Parliaments and their members.
    Legislature,
    /// Courts.
    Judiciary,
    /// Parties, candidates and movements out of government.
    Opposition,
    /// Armed groups.
    Armed,
    /// Organisations made by states.
    Igo,
    /// Civil society: charities, unions, churches, campaigns.
    Civil,
    /// Business.
    Business,
    /// News media.
    Media,
    /// Universities, doctors, lawyers, experts of all sorts.
    Expert,
    /// None of these, or not known.
    Other,
}

/// For whom somebody speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeaksFor<'a> {
    /// For a state.
    State(Country),
    /// For an organisation, by its name.
    Organisation(Cow<'a, str>),
    /// For nobody else.
    Nobody,
}

/// An office somebody holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role<'a> {
    /// "Secretary of State"; empty where it is not known for sure.
    pub title: Cow<'a, str>,
    /// The state it is an office of.
    pub country: Option<Country>,
    /// The name of the organisation it is an office of, where it is one.
    pub organisation: Option<Cow<'a, str>>,
    /// The branch it belongs to.
    pub branch: Branch,
    /// For whom its holder speaks.
    pub speaks_for: SpeaksFor<'a>,
    /// First day; `None` when not known.
    pub from: Option<Date>,
    /// Last day, itself included; `None` when the role was open when last looked at.
    pub to: Option<Date>,
    /// With no [`from`](Role::from): the first day on which the role is known to have been held.
    pub checked_from: Option<Date>,
    /// With no [`to`](Role::to): the last day on which the role is known to have been held.
    pub checked_to: Option<Date>,
}

/// Whether a role was held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It was.
    Yes,
    /// It was not.
    No,
    /// The record says neither: it was open when last looked at, before that day.
    Unknown,
}

impl Role<'_> {
    /// Whether the role was held on `day`. First and last day count.
    pub fn held_on(&self, day: Date) -> Held {
        if self.from.is_some_and(|from| day < from) || self.to.is_some_and(|to| day > to) {
            return Held::No;
        }
        let begun = self.from.or(self.checked_from).is_some_and(|from| from <= day);
        let lasts = self.to.or(self.checked_to).is_some_and(|to| day <= to);
        if begun && lasts { Held::Yes } else { Held::Unknown }
    }
}

/// What a person was on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleOn<'p, 'a> {
    /// They held this role; of several the one that speaks for a state or an organisation, and of those the last begun.
    Held(&'p Role<'a>),
    /// They may have held this role: the last one that the record leaves open before that day.
    Unknown(&'p Role<'a>),
    /// They held none that is known: before their first, after their last, or between two.
    None,
}

impl<'a> Person<'a> {
    /// What the person was on `day`.
    pub fn role_on(&self, day: Date) -> RoleOn<'_, 'a> {
        // An open role is over when one that is known to have begun after it was last looked at has taken its place.
        let replaced = |role: &Role<'a>| {
            let checked = role.to.or(role.checked_to).or(role.from);
            self.roles.iter().any(|other| {
                other.country == role.country
                    && other.from > checked
                    && other.from <= Some(day)
                    && other != role
            })
        };
        let best = |held: Held| {
            let roles = self.roles.iter().filter(|role| role.held_on(day) == held);
            let roles = roles.filter(|role| held == Held::Yes || !replaced(role));
            roles.max_by_key(|role| (role.speaks_for != SpeaksFor::Nobody, role.from))
        };
        match (best(Held::Yes), best(Held::Unknown)) {
            (Some(role), _) => RoleOn::Held(role),
            (None, Some(role)) => RoleOn::Unknown(role),
            (None, None) => RoleOn::None,
        }
    }
}

/// For whom the holder of an office speaks, so far as the office's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Represents {
    /// For the state it is an office of: ministers, ambassadors, generals.
    State,
    /// For the organisation it is an office of: secretary-general, chief executive.
    Organisation,
    /// For whoever they speak for: spokeswoman, aide.
    Principal,
    /// For nobody else: senators, candidates, professors, former ministers.
    Nobody,
}

/// What a phrase that names an office tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// The office as it is known, folded: "foreign secretary" of "Britain's former foreign secretary".
    pub name: String,
    /// The branch it belongs to.
    pub branch: Branch,
    /// For whom its holder speaks; [`Nobody`](Represents::Nobody) when former, elect or a candidate.
    pub represents: Represents,
    /// Held no more: "former", "ex-".
    pub former: bool,
    /// What stands behind "of", "for", "to" …, folded: "defence" in "secretary of state for defence".
    pub of: Option<String>,
}
