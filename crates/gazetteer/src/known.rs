//! Both files together: the user's is asked first, and wins.

use std::borrow::Cow;

use sayso_domain::{Country, Date};

use crate::facts::{
    Branch, FoundBy, Office, Organisation, OrganisationKind, Person, Represents, Role, SpeaksFor, Standing,
    StandsBy, State,
};
use crate::file::key_of;
use crate::fold::fold;
use crate::gazetteer::Gazetteer;
use crate::overrides::{Overrides, Row, RowKind};
use crate::{BUILT_IN, GazetteerError};

/// What is known: a user's own actors over those built in.
///
/// The look-ups are those of [`Gazetteer`]. For a state, organisation or standing the user's answers, where
/// there are any, are the only ones; a person of the user's takes the place of built-in ones of that name.
///
/// ```
/// use sayso_gazetteer::{Known, Overrides};
///
/// let file = r#"{"name": "Kremlin", "kind": "organisation", "state": "RUS", "speaks_for": "nobody"}"#;
/// let known = Known::with(Overrides::parse("actors.jsonl", file.into()).unwrap());
/// assert!(known.standing_for("the Kremlin").is_empty());
/// assert_eq!(Known::built_in().standing_for("the Kremlin").len(), 1);
/// ```
#[derive(Debug)]
pub struct Known {
    overrides: Option<Overrides>,
    built_in: Gazetteer<'static>,
}

impl Known {
    /// What ships, alone.
    ///
    /// # Panics
    ///
    /// Never: the file is part of the program, and the tests open it.
    pub fn built_in() -> Known {
        Known::over(None, BUILT_IN).expect("the file that ships is whole")
    }

    /// A user's own actors over those that ship.
    pub fn with(overrides: Overrides) -> Known {
        Known { overrides: Some(overrides), ..Known::built_in() }
    }

    /// A user's own actors, if any, over another compiled file.
    ///
    /// # Errors
    ///
    /// As of [`Gazetteer::open`].
    pub fn over(overrides: Option<Overrides>, file: &'static [u8]) -> Result<Known, GazetteerError> {
        Ok(Known { overrides, built_in: Gazetteer::open(file)? })
    }

    fn rows(&self, key: &str) -> Vec<(Row<'_>, FoundBy)> {
        self.overrides.as_ref().map_or_else(Vec::new, |overrides| overrides.find(key))
    }

    /// As [`Gazetteer::state`].
    pub fn state(&self, country: Country) -> Option<State<'_>> {
        let built_in = self.built_in.state(country);
        let Some(row) = self.overrides.as_ref().and_then(|overrides| overrides.state(country)) else {
            return built_in;
        };
        let government = match row.speaks_for.len() {
            0 => Cow::Owned(format!("Government of {}", row.name)),
            _ => row.speaks_for,
        };
        Some(match built_in {
            Some(state) => State { name: row.name, ..state },
            None => State { country, name: row.name, government, capital: None },
        })
    }

    /// As [`Gazetteer::standing_for`]. An organisation of the user's whose `speaks_for` is a state stands for it.
    pub fn standing_for(&self, phrase: &str) -> Vec<Standing<'_>> {
        let rows = self.rows(&fold(phrase));
        let named = rows.iter().any(|(row, _)| row.kind != RowKind::Person);
        if !named {
            return self.built_in.standing_for(phrase);
        }
        let mut found: Vec<Standing<'_>> = Vec::new();
        for (row, _) in rows {
            let standing = match (row.kind, row.state, row.speaks_for.parse::<Country>()) {
                (RowKind::State, Some(country), _) => {
                    Standing { country, by: StandsBy::Name, name: row.name, branch: None }
                }
                (RowKind::Organisation, _, Ok(country)) => Standing {
                    country,
                    by: StandsBy::Institution,
                    name: row.name,
                    branch: Some(Branch::Government),
                },
                _ => continue,
            };
            if !found.contains(&standing) {
                found.push(standing);
            }
        }
        found
    }

    /// As [`Gazetteer::organisations`].
    pub fn organisations(&self, name: &str) -> Vec<Organisation<'_>> {
        let mut found: Vec<Organisation<'_>> = Vec::new();
        for (row, _) in self.rows(&fold(name)) {
            let speaks = row.speaks_for.parse::<Country>().ok();
            let (kind, state) = match row.kind {
                RowKind::Person | RowKind::State => continue,
                RowKind::Outlet => (OrganisationKind::Outlet, speaks),
                RowKind::Organisation if speaks.is_some() => (OrganisationKind::Government, speaks),
                RowKind::Organisation | RowKind::Group => (OrganisationKind::Other, row.state),
            };
            let branch = (kind == OrganisationKind::Government).then_some(Branch::Government);
            let key = if row.key.is_empty() { key_of("org", &row.name, "") } else { row.key };
            if !found.iter().any(|known| known.key == key) {
                found.push(Organisation { key, name: row.name, kind, state, branch });
            }
        }
        if found.is_empty() { self.built_in.organisations(name) } else { found }
    }

    /// As [`Gazetteer::people`]; the user's first.
    pub fn people(&self, name: &str) -> Vec<Person<'_>> {
        let mut found = self.own_people(&fold(name), None);
        for person in self.built_in.people(name) {
            let own = self.own_people(&fold(&person.name), Some(person.found_by));
            if own.is_empty() {
                let taken = |own: &Person<'_>| {
                    own.key == person.key
                        || own.found_by < FoundBy::Surname && person.found_by < FoundBy::Surname
                };
                if !found.iter().any(taken) {
                    found.push(person);
                }
            } else {
                found.extend(own);
            }
        }
        let mut keys: Vec<String> = Vec::new();
        found.retain(|person| {
            let new = !keys.iter().any(|key| *key == person.key);
            keys.push(person.key.to_string());
            new
        });
        found.sort_by_key(|person| person.found_by);
        found
    }

    /// The one person of the user's own list who goes by this full name or alias; what the list says of them is to win.
    ///
    /// ```
    /// use sayso_gazetteer::{Known, Overrides};
    ///
    /// let known = Known::with(Overrides::parse("actors.csv", "name,role\nAda Ott,mayor".into()).unwrap());
    /// assert_eq!(known.own_person_named("Ada Ott").unwrap().roles[0].title, "mayor");
    /// assert!(known.own_person_named("John Kerry").is_none());
    /// ```
    pub fn own_person_named(&self, name: &str) -> Option<Person<'_>> {
        let mut found =
            self.own_people(&fold(name), None).into_iter().filter(|own| own.found_by < FoundBy::Surname);
        found.next().filter(|_| found.next().is_none())
    }

    /// The user's people of a folded key, each with all of its rows; with `only`, those of that full name, said
    /// to be found so.
    fn own_people(&self, key: &str, only: Option<FoundBy>) -> Vec<Person<'_>> {
        let mut found: Vec<Person<'_>> = Vec::new();
        for (row, by) in self.rows(key) {
            if row.kind != RowKind::Person || only.is_some() && by != FoundBy::Name {
                continue;
            }
            let id = person_key(&row);
            match found.iter_mut().find(|person| person.key == id) {
                Some(person) => person.found_by = person.found_by.min(by),
                None => found.push(self.own_person(id, row.name, only.unwrap_or(by))),
            }
        }
        found
    }

    fn own_person<'a>(&'a self, key: Cow<'a, str>, name: Cow<'a, str>, found_by: FoundBy) -> Person<'a> {
        let mut person = Person { key, name, aliases: Vec::new(), roles: Vec::new(), found_by };
        for (row, by) in self.rows(&fold(&person.name)) {
            if by != FoundBy::Name || row.kind != RowKind::Person || person_key(&row) != person.key {
                continue;
            }
            person.roles.extend(self.own_role(&row));
            for alias in row.aliases {
                if !person.aliases.contains(&alias) {
                    person.aliases.push(alias);
                }
            }
        }
        person.roles.sort_by_key(|role| role.from);
        person
    }

    /// The role a row gives; for whom it speaks is told by the row, else by the office's name.
    fn own_role<'a>(&self, row: &Row<'a>) -> Option<Role<'a>> {
        if row.role.is_empty() && row.speaks_for.is_empty() {
            return None;
        }
        let office = self.built_in.office(&row.role);
        let speaks_for = match (&*row.speaks_for, &office, row.state) {
            ("", Some(office), Some(state)) if office.represents == Represents::State => {
                SpeaksFor::State(state)
            }
            ("" | "nobody", ..) => SpeaksFor::Nobody,
            (other, ..) => match other.parse() {
                Ok(country) => SpeaksFor::State(country),
                Err(_) => SpeaksFor::Organisation(row.speaks_for.clone()),
            },
        };
        let organisation = match &speaks_for {
            SpeaksFor::Organisation(name) => Some(name.clone()),
            _ => None,
        };
        Some(Role {
            title: row.role.clone(),
            country: row.state,
            organisation,
            branch: office.map_or(Branch::Other, |office| office.branch),
            speaks_for,
            from: row.from,
            to: row.to,
            checked_from: if row.from.is_none() { Some(Date::MIN) } else { None },
            checked_to: if row.to.is_none() { Some(Date::MAX) } else { None },
        })
    }

    /// As [`Gazetteer::office`].
    pub fn office(&self, phrase: &str) -> Option<Office> {
        self.built_in.office(phrase)
    }
}

fn person_key<'a>(row: &Row<'a>) -> Cow<'a, str> {
    if row.key.is_empty() { key_of("person", &row.name, "") } else { row.key.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RoleOn;

    fn known(file: &str) -> Known {
        Known::with(Overrides::parse("actors.csv", file.into()).unwrap())
    }

    #[test]
    fn several_rows_are_several_roles() {
        let known = known(
            "name,role,state,from,to\nAda Thorgren,mayor,NOR,2020-01-01,2021-12-31\n\
             Ada Thorgren,fisheries minister,NOR,2021-06-01,\n",
        );
        let person = known.people("Thorgren").remove(0);
        assert_eq!((person.roles.len(), person.found_by), (2, FoundBy::Surname));
        let title = |day: &str| match person.role_on(day.parse().unwrap()) {
            RoleOn::Held(role) => role.title.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(title("2021-01-01"), "mayor");
        assert_eq!(title("2021-08-01"), "fisheries minister");
        assert_eq!(title("2019-12-31"), "None");
    }

    #[test]
    fn a_person_of_the_users_takes_the_place_of_the_built_in_one() {
        let known = known("name,role,speaks_for\nJohn Kerry,captain,Harbour Board\n");
        for name in ["John Kerry", "Kerry", "John F. Kerry"] {
            let people = known.people(name);
            let kerry: Vec<_> = people.iter().filter(|p| p.key == "person:john-kerry").collect();
            assert_eq!(kerry.len(), 1, "{name}");
            assert_eq!(
                kerry[0].roles[0].speaks_for,
                SpeaksFor::Organisation("Harbour Board".into()),
                "{name}"
            );
        }
        assert!(known.people("Philip Hammond")[0].roles.len() > 2);
    }

    #[test]
    fn two_people_of_one_name_are_kept_apart_by_their_keys() {
        let known = known("name,key,state\nAnn Lee,person:ann-lee-1,GBR\nAnn Lee,person:ann-lee-2,USA\n");
        assert_eq!(known.people("Ann Lee").len(), 2);
    }

    #[test]
    fn states_and_organisations_of_the_users_win() {
        let known = known(
            "name,aliases,kind,state,speaks_for\nFreedonia,Freedonian,state,QFR,\nBritannia,,state,GBR,\n\
             Castle Hill,,organisation,,QFR\nHerald of Freedonia,The Herald,outlet,,QFR\n",
        );
        let by = |phrase| known.standing_for(phrase).first().map(|s| (s.country.to_string(), s.by));
        assert_eq!(by("Freedonian"), Some(("QFR".into(), StandsBy::Name)));
        assert_eq!(by("Castle Hill"), Some(("QFR".into(), StandsBy::Institution)));
        assert_eq!(by("London"), Some(("GBR".into(), StandsBy::Capital)));
        let state = |code: &str| known.state(code.parse().unwrap());
        assert_eq!(state("QFR").unwrap().government, "Government of Freedonia");
        assert_eq!(state("GBR").unwrap().name, "Britannia");
        assert_eq!(state("QQQ"), None);
        let outlet = known.organisations("the Herald").remove(0);
        assert_eq!((outlet.kind, outlet.state.unwrap().as_str()), (OrganisationKind::Outlet, "QFR"));
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let (with, without) = (known(""), Known::built_in());
        assert_eq!(with.people("Kerry"), without.people("Kerry"));
        assert_eq!(with.standing_for("Paris"), without.standing_for("Paris"));
    }
}
