//! Looking up names in the compiled file.

use sayso_domain::Country;

use crate::error::GazetteerError;
use crate::facts::{Office, Organisation, Person, Standing, State};
use crate::file::{File, Target};
use crate::fold::folded;
use crate::office;

/// A compiled file of actors, opened: nothing is copied, every look-up searches the bytes.
///
/// All look-ups fold the phrase themselves and give everything the file knows by that name; nothing at all
/// for a name it does not know.
#[derive(Clone, Copy)]
pub struct Gazetteer<'a> {
    pub(crate) file: File<'a>,
}

impl std::fmt::Debug for Gazetteer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").finish_non_exhaustive()
    }
}

impl<'a> Gazetteer<'a> {
    /// Opens a compiled file. Takes a few milliseconds for one of some megabytes: all of it is checked.
    ///
    /// # Errors
    ///
    /// When the bytes are no such file, are of another version of the format, or were damaged.
    pub fn open(file: &'a [u8]) -> Result<Gazetteer<'a>, GazetteerError> {
        File::open(file).map(|file| Gazetteer { file })
    }

    /// The state of a code; `None` for one that the file does not hold.
    ///
    /// ```
    /// use sayso_gazetteer::{BUILT_IN, Gazetteer};
    ///
    /// let gazetteer = Gazetteer::open(BUILT_IN)?;
    /// let state = gazetteer.state("USA".parse().unwrap()).unwrap();
    /// assert_eq!((&*state.name, &*state.government), ("United States", "Government of the United States"));
    /// assert_eq!(gazetteer.state("QQQ".parse().unwrap()), None);
    /// # Ok::<(), sayso_gazetteer::GazetteerError>(())
    /// ```
    pub fn state(&self, country: Country) -> Option<State<'a>> {
        self.file.state(country)
    }

    /// The states that `phrase` stands or may stand for, the surest first.
    ///
    /// Which are meant, and whether "London" is the city or the government, is the caller's to tell.
    ///
    /// ```
    /// use sayso_gazetteer::{BUILT_IN, Gazetteer, StandsBy};
    ///
    /// let gazetteer = Gazetteer::open(BUILT_IN)?;
    /// let by = |phrase| gazetteer.standing_for(phrase).first().map(|s| (s.country.to_string(), s.by));
    /// assert_eq!(by("the U.S."), Some(("USA".into(), StandsBy::Name)));
    /// assert_eq!(by("Britons"), Some(("GBR".into(), StandsBy::Nationality)));
    /// assert_eq!(by("Downing Street's"), Some(("GBR".into(), StandsBy::Institution)));
    /// assert_eq!(by("Paris"), Some(("FRA".into(), StandsBy::Capital)));
    /// assert_eq!(by("Sesame Street"), None);
    /// # Ok::<(), sayso_gazetteer::GazetteerError>(())
    /// ```
    pub fn standing_for(&self, phrase: &str) -> Vec<Standing<'a>> {
        let standing = |target| match target {
            Target::Standing(at) => self.file.standing(at),
            _ => None,
        };
        let mut found: Vec<_> = self.file.find(&folded(phrase)).filter_map(standing).collect();
        found.sort_by_key(|standing| standing.by);
        found
    }

    /// The organisations of a name or acronym, in the order of the file.
    ///
    /// ```
    /// use sayso_gazetteer::{BUILT_IN, Gazetteer};
    ///
    /// let gazetteer = Gazetteer::open(BUILT_IN)?;
    /// let name = |phrase| gazetteer.organisations(phrase).first().map(|o| o.key.to_string());
    /// assert_eq!(name("Isil"), name("Islamic State"));
    /// assert_eq!(name("the U.N.").as_deref(), Some("org:united-nations"));
    /// assert_eq!(name("Society for the Prevention of Mondays"), None);
    /// # Ok::<(), sayso_gazetteer::GazetteerError>(())
    /// ```
    pub fn organisations(&self, name: &str) -> Vec<Organisation<'a>> {
        let organisation = |target| match target {
            Target::Organisation(at) => self.file.organisation(at),
            _ => None,
        };
        self.file.find(&folded(name)).filter_map(organisation).collect()
    }

    /// The people of a full name, another name, or a surname; those found by their full names first.
    ///
    /// A surname gives all who bear it, which may be many: [`found_by`](Person::found_by) tells.
    ///
    /// ```
    /// use sayso_gazetteer::{BUILT_IN, FoundBy, Gazetteer};
    ///
    /// let gazetteer = Gazetteer::open(BUILT_IN)?;
    /// assert_eq!(gazetteer.people("John Kerry")[0].key, "person:john-kerry");
    /// assert!(gazetteer.people("Kerry").iter().any(|p| p.found_by == FoundBy::Surname));
    /// assert!(gazetteer.people("Nobody Whosoever").is_empty());
    /// # Ok::<(), sayso_gazetteer::GazetteerError>(())
    /// ```
    pub fn people(&self, name: &str) -> Vec<Person<'a>> {
        let person = |target| match target {
            Target::Person(at, found_by) => self.file.person(at, found_by),
            _ => None,
        };
        let mut found: Vec<_> = self.file.find(&folded(name)).filter_map(person).collect();
        found.sort_by_key(|person| person.found_by);
        found
    }

    /// What a phrase that names an office tells: the longest office in it, and for whom its holder speaks.
    ///
    /// ```
    /// use sayso_gazetteer::{BUILT_IN, Gazetteer, Represents};
    ///
    /// let gazetteer = Gazetteer::open(BUILT_IN)?;
    /// let office = gazetteer.office("Secretary of State for Defence").unwrap();
    /// assert_eq!((&*office.name, office.of.as_deref()), ("secretary of state", Some("defence")));
    /// assert_eq!(office.represents, Represents::State);
    /// let former = gazetteer.office("the former British foreign secretary").unwrap();
    /// assert!(former.former && former.represents == Represents::Nobody);
    /// assert_eq!(gazetteer.office("the rainy season"), None);
    /// # Ok::<(), sayso_gazetteer::GazetteerError>(())
    /// ```
    pub fn office(&self, phrase: &str) -> Option<Office> {
        office::read(phrase, |key| {
            self.file.find(key).find_map(|target| match target {
                Target::Office(at) => self.file.office(at),
                _ => None,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BUILT_IN, FoundBy, OrganisationKind, RoleOn, SpeaksFor, StandsBy, fold};
    use proptest::prelude::*;
    use sayso_domain::Date;

    fn built_in() -> Gazetteer<'static> {
        Gazetteer::open(BUILT_IN).unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// What the one person of a full name was on a day: title and state or organisation, `?` behind what is not sure.
    fn was(name: &str, on: &str) -> String {
        let people = built_in().people(name);
        let named: Vec<_> = people.iter().filter(|p| p.found_by != FoundBy::Surname).collect();
        let [person] = named[..] else { panic!("{name}: {named:?}") };
        let tell = |role: &crate::Role<'_>| match &role.speaks_for {
            SpeaksFor::State(country) => format!("{}, {country}", role.title),
            SpeaksFor::Organisation(name) => format!("{}, {name}", role.title),
            SpeaksFor::Nobody => format!("{}, for nobody", role.title),
        };
        match person.role_on(day(on)) {
            RoleOn::Held(role) => tell(role),
            RoleOn::Unknown(role) => format!("{}?", tell(role)),
            RoleOn::None => "nothing".to_owned(),
        }
    }

    #[test]
    fn offices_are_those_of_the_day() {
        assert_eq!(was("Philip Hammond", "2015-09-19"), "Foreign Secretary, GBR");
        assert_eq!(was("Philip Hammond", "2014-07-01"), "Secretary of State for Defence, GBR");
        assert_eq!(was("Philip Hammond", "2020-01-01"), "nothing");
        assert_eq!(was("John Kerry", "2013-01-31"), "Senator, for nobody");
        assert_eq!(was("John Kerry", "2015-09-19"), "Secretary of State, USA");
        assert_eq!(was("Bashar Assad", "2015-09-19"), "President, SYR");
        assert_eq!(was("Vladimir Putin", "2010-01-01"), "Prime Minister, RUS");
        assert_eq!(was("Vladimir Putin", "2015-09-19"), "President, RUS");
        assert_eq!(was("Donald Trump", "2016-10-01"), "nothing");
        assert_eq!(was("Ban Ki-moon", "2015-09-19"), "Secretary-General, United Nations");
        assert_eq!(was("Federica Mogherini", "2014-06-01"), "Foreign Minister, ITA");
        assert_eq!(
            was("Federica Mogherini", "2015-09-19"),
            "High Representative for Foreign Affairs, European Union"
        );
    }

    #[test]
    fn an_open_role_is_not_taken_to_hold_for_ever() {
        assert_eq!(was("Keir Starmer", "2025-06-01"), "Prime Minister, GBR");
        assert_eq!(was("Keir Starmer", "2031-06-01"), "Prime Minister, GBR?");
    }

    /// Where a phrase may lead, in short.
    fn readings(phrase: &str) -> Vec<String> {
        let gazetteer = built_in();
        let standings = gazetteer.standing_for(phrase);
        let mut all: Vec<_> = standings.iter().map(|s| format!("{:?} {}", s.by, s.country)).collect();
        all.extend(gazetteer.people(phrase).iter().map(|p| format!("{:?}", p.found_by)));
        all.extend(gazetteer.organisations(phrase).iter().map(|o| format!("{:?} {}", o.kind, o.key)));
        all.dedup();
        all
    }

    #[test]
    fn all_readings_of_a_name_are_given() {
        assert_eq!(readings("Washington"), ["Capital USA", "Region USA"]);
        assert_eq!(readings("Georgia"), ["Name GEO", "Region USA"]);
        assert_eq!(readings("Jordan")[0], "Name JOR");
        assert_eq!(readings("Turkey")[0], "Name TUR");
        assert_eq!(readings("Chad")[0], "Name TCD");
        assert_eq!(readings("London")[0], "Capital GBR");
        assert_eq!(readings("Congo")[..2], ["Name COD", "Name COG"]);
        assert_eq!(readings("Quux of Nowhere"), [""; 0]);
        assert_eq!(readings(""), [""; 0]);
        assert_eq!(readings("…"), [""; 0]);
    }

    #[test]
    fn names_that_stand_for_a_state() {
        for (phrase, by, country) in [
            ("U.S.", StandsBy::Name, "USA"),
            ("US", StandsBy::Name, "USA"),
            ("America", StandsBy::Name, "USA"),
            ("Americans", StandsBy::Nationality, "USA"),
            ("U.K.", StandsBy::Name, "GBR"),
            ("Britain's", StandsBy::Name, "GBR"),
            ("British", StandsBy::Nationality, "GBR"),
            ("Syrian", StandsBy::Nationality, "SYR"),
            ("the Élysée", StandsBy::Institution, "FRA"),
            ("White House", StandsBy::Institution, "USA"),
            ("Pentagon", StandsBy::Institution, "USA"),
            ("Foggy Bottom", StandsBy::Institution, "USA"),
            ("Moscow", StandsBy::Capital, "RUS"),
            ("the Vatican", StandsBy::Name, "VAT"),
        ] {
            let found = built_in().standing_for(phrase);
            assert_eq!(found.first().map(|s| (s.by, s.country.as_str())), Some((by, country)), "{phrase}");
        }
    }

    #[test]
    fn acronyms_and_variants_are_one_organisation() {
        let key = |name: &str| built_in().organisations(name).first().map(|o| o.key.to_string());
        for (one, other) in [
            ("Isil", "IS"),
            ("ISIS", "Daesh"),
            ("UN", "United Nations"),
            ("FBI", "Federal Bureau of Investigation"),
        ] {
            assert!(
                key(one).is_some() && key(one) == key(other),
                "{one}, {other}: {:?}, {:?}",
                key(one),
                key(other)
            );
        }
    }

    #[test]
    fn only_a_states_own_medium_has_a_state() {
        let medium = |name: &str| {
            let found = built_in().organisations(name).remove(0);
            (found.kind, found.state.map(|state| state.to_string()))
        };
        assert_eq!(medium("Xinhua"), (OrganisationKind::Agency, Some("CHN".into())));
        assert_eq!(medium("SANA"), (OrganisationKind::Agency, Some("SYR".into())));
        assert_eq!(medium("Reuters"), (OrganisationKind::Agency, None));
        assert_eq!(medium("BBC"), (OrganisationKind::Outlet, None));
    }

    #[test]
    fn people_of_one_name_have_keys_of_their_own() {
        let file = built_in().file;
        let mut keys: Vec<_> = (0..).map_while(|i| file.person(i, FoundBy::Name)).map(|p| p.key).collect();
        let count = keys.len();
        assert!(count > 15_000);
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn every_key_of_the_file_is_as_fold_makes_it() {
        let mut count = 0;
        for (key, _) in built_in().file.keys() {
            assert_eq!(fold(key), key);
            count += 1;
        }
        assert!(count > 50_000, "{count}");
    }

    #[test]
    fn every_name_of_the_file_is_found() {
        let gazetteer = built_in();
        for person in (0..).map_while(|i| gazetteer.file.person(i, FoundBy::Name)).step_by(7) {
            assert!(gazetteer.people(&person.name).iter().any(|p| p.key == person.key), "{}", person.name);
        }
        for organisation in (0..).map_while(|i| gazetteer.file.organisation(i)) {
            let found = gazetteer.organisations(&organisation.name);
            assert!(found.iter().any(|o| o.key == organisation.key), "{}", organisation.name);
        }
    }

    #[test]
    fn other_bytes_are_refused() {
        let mut newer = BUILT_IN.to_vec();
        newer[8] = 9;
        for (bytes, what) in [
            (&b""[..], "no compiled file"),
            (&b"name,role\n"[..], "no compiled file"),
            (&BUILT_IN[..BUILT_IN.len() - 1], "checksum"),
            (&newer, "format 9"),
        ] {
            let error = Gazetteer::open(bytes).unwrap_err();
            assert!(error.to_string().contains(what), "{error}");
        }
    }

    /// Opens bytes whose checksum is made right, and looks around in them.
    fn reopened(bytes: &mut [u8]) {
        let checksum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(gazetteer) = Gazetteer::open(bytes) {
            for phrase in ["us", "Kerry", "IS", "minister", "", "Washington"] {
                let _ = (gazetteer.standing_for(phrase), gazetteer.organisations(phrase));
                let _ = (gazetteer.people(phrase), gazetteer.office(phrase));
            }
            let _ = gazetteer.state("USA".parse().unwrap());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// With the checksum made right again, so that the checks behind it are reached.
        #[test]
        fn damaged_bytes_are_read_or_refused(changes in prop::collection::vec((0.0..1.0f64, any::<u8>()), 1..6)) {
            let mut bytes = BUILT_IN.to_vec();
            for (at, byte) in changes {
                let at = 16 + (at * (bytes.len() - 16) as f64) as usize;
                bytes[at] = byte;
            }
            reopened(&mut bytes);
        }

        #[test]
        fn damaged_headers_are_read_or_refused(at in 16usize..96, byte: u8, cut in 96usize..4_000) {
            let mut bytes = BUILT_IN.to_vec();
            bytes[at] = byte;
            reopened(&mut bytes);
            bytes.truncate(cut);
            reopened(&mut bytes);
        }
    }
}
