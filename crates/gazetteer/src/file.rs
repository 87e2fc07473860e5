//! The compiled file: sections of fixed records over one pool of words, searched where they lie.
//!
//! Its layout is described in `data/README.md`. [`File::open`] checks the checksum and then every record
//! once, so that no look-up meets a number that leads nowhere.

use std::borrow::Cow;

use sayso_domain::{Country, Date};

use crate::error::GazetteerError;
use crate::facts::{
    Branch, FoundBy, Organisation, OrganisationKind, Person, Represents, Role, SpeaksFor, Standing, StandsBy,
    State,
};
use crate::fold::fold;

const MAGIC: &[u8; 8] = b"SAYSOGAZ";
const VERSION: u32 = 1;
const SECTIONS: usize = 10;
const HEADER: usize = 16 + 8 * SECTIONS;
/// Where a record names no organisation, or no string.
const NONE: u32 = u32::MAX;

/// A checked file.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    text: &'a str,
    strings: Records<'a, 4>,
    states: Records<'a, 16>,
    organisations: Records<'a, 16>,
    standings: Records<'a, 12>,
    people: Records<'a, 16>,
    aliases: Records<'a, 4>,
    roles: Records<'a, 32>,
    offices: Records<'a, 8>,
    index: Records<'a, 8>,
}

/// A section of records of `N` bytes.
#[derive(Clone, Copy)]
struct Records<'a, const N: usize> {
    records: &'a [[u8; N]],
}

impl<'a, const N: usize> Records<'a, N> {
    fn open(section: &'a [u8]) -> Option<Records<'a, N>> {
        let (records, rest) = section.as_chunks::<N>();
        rest.is_empty().then_some(Records { records })
    }

    fn len(self) -> usize {
        self.records.len()
    }

    fn get(self, at: u32) -> Option<&'a [u8; N]> {
        self.records.get(at as usize)
    }
}

/// The number at the byte `at` of a record.
fn number<const N: usize>(record: &[u8; N], at: usize) -> u32 {
    record.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(NONE, |bytes| u32::from_le_bytes(*bytes))
}

/// What the index leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Standing(u32),
    Organisation(u32),
    Person(u32, FoundBy),
    Office(u32),
}

impl Target {
    fn of(number: u32) -> Option<Target> {
        let at = number & 0x0fff_ffff;
        Some(match number >> 28 {
            0 => Target::Standing(at),
            1 => Target::Organisation(at),
            2 => Target::Person(at, FoundBy::Name),
            3 => Target::Person(at, FoundBy::Alias),
            4 => Target::Person(at, FoundBy::Surname),
            5 => Target::Office(at),
            _ => return None,
        })
    }
}

impl<'a> File<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<File<'a>, GazetteerError> {
        let header = bytes
            .first_chunk::<HEADER>()
            .filter(|header| header.starts_with(MAGIC))
            .ok_or_else(|| GazetteerError::new("this is no compiled file of actors; use data/actors.gaz"))?;
        let version = number(header, 8);
        if version != VERSION {
            return Err(GazetteerError::new(format!(
                "the file of actors has format {version}, this program reads format {VERSION}; compile it anew"
            )));
        }
        if crc32fast::hash(&bytes[16..]) != number(header, 12) {
            return Err(GazetteerError::new(
                "the file of actors was damaged or cut off: its checksum differs; get it again",
            ));
        }
        let file = File::divide(bytes, header)
            .ok_or_else(|| GazetteerError::new("the file of actors is broken: its sections do not fit it"))?;
        file.broken().map_or(Ok(file), |what| {
            Err(GazetteerError::new(format!("the file of actors is broken: {what}; compile it anew")))
        })
    }

    fn divide(bytes: &'a [u8], header: &[u8; HEADER]) -> Option<File<'a>> {
        let section = |i: usize| {
            let start = number(header, 16 + 8 * i) as usize;
            bytes.get(start..start.checked_add(number(header, 20 + 8 * i) as usize)?)
        };
        Some(File {
            text: std::str::from_utf8(section(0)?).ok()?,
            strings: Records::open(section(1)?)?,
            states: Records::open(section(2)?)?,
            organisations: Records::open(section(3)?)?,
            standings: Records::open(section(4)?)?,
            people: Records::open(section(5)?)?,
            aliases: Records::open(section(6)?)?,
            roles: Records::open(section(7)?)?,
            offices: Records::open(section(8)?)?,
            index: Records::open(section(9)?)?,
        })
    }

    /// The first kind of record that leads nowhere.
    fn broken(&self) -> Option<&'static str> {
        let all = |count: usize, good: &dyn Fn(u32) -> bool| (0..count as u32).all(good);
        let checks: [(&str, bool); 8] = [
            ("its words", all(self.strings.len().saturating_sub(1), &|i| self.string(i).is_some())),
            ("a state", all(self.states.len(), &|i| self.state_at(i).is_some())),
            (
                "an organisation",
                all(self.organisations.len(), &|i| self.organisation_without_key(i).is_some()),
            ),
            ("a standing", all(self.standings.len(), &|i| self.standing(i).is_some())),
            ("a role", all(self.roles.len(), &|i| self.role(i).is_some())),
            ("a person", all(self.people.len().saturating_sub(1), &|i| self.person_fits(i))),
            ("an office", all(self.offices.len(), &|i| self.office(i).is_some())),
            ("its index", self.index_fits()),
        ];
        checks.iter().find(|(_, good)| !good).map(|(what, _)| *what)
    }

    fn index_fits(&self) -> bool {
        let mut last = "";
        (0..self.index.len() as u32).all(|i| {
            let Some((key, target)) = self.entry(i) else { return false };
            let sorted = last <= key;
            last = key;
            sorted
                && match target {
                    Target::Standing(at) => (at as usize) < self.standings.len(),
                    Target::Organisation(at) => (at as usize) < self.organisations.len(),
                    Target::Person(at, _) => (at as usize) < self.people.len().saturating_sub(1),
                    Target::Office(at) => (at as usize) < self.offices.len(),
                }
        })
    }

    fn string(&self, at: u32) -> Option<&'a str> {
        let start = u32::from_le_bytes(*self.strings.get(at)?);
        let end = u32::from_le_bytes(*self.strings.get(at.checked_add(1)?)?);
        self.text.get(start as usize..end as usize)
    }

    fn entry(&self, at: u32) -> Option<(&'a str, Target)> {
        let record = self.index.get(at)?;
        Some((self.string(number(record, 0))?, Target::of(number(record, 4))?))
    }

    /// Every key of the index, in order.
    #[cfg(test)]
    pub(crate) fn keys(self) -> impl Iterator<Item = (&'a str, Target)> {
        (0..self.index.len() as u32).filter_map(move |i| self.entry(i))
    }

    /// What the index holds under a folded key.
    pub(crate) fn find(self, key: &str) -> impl Iterator<Item = Target> + use<'a> {
        let name = |record: &[u8; 8]| self.string(number(record, 0)).unwrap_or_default();
        let records = self.index.records;
        let start = records.partition_point(|record| name(record) < key);
        let rest = &records[start..];
        let count = rest.partition_point(|record| name(record) == key);
        rest[..count].iter().filter_map(|record| Target::of(number(record, 4)))
    }

    pub(crate) fn state(&self, country: Country) -> Option<State<'a>> {
        let code = country.as_str().as_bytes();
        let at = self.states.records.binary_search_by(|record| record[..3].cmp(code)).ok()?;
        self.state_at(at as u32)
    }

    fn state_at(&self, at: u32) -> Option<State<'a>> {
        let record = self.states.get(at)?;
        let capital = number(record, 12);
        Some(State {
            country: code(record, 0)??,
            name: Cow::Borrowed(self.string(number(record, 4))?),
            government: Cow::Borrowed(self.string(number(record, 8))?),
            capital: if capital == NONE { None } else { Some(Cow::Borrowed(self.string(capital)?)) },
        })
    }

    pub(crate) fn organisation(&self, at: u32) -> Option<Organisation<'a>> {
        let (suffix, organisation) = self.organisation_without_key(at)?;
        Some(Organisation { key: key_of("org", &organisation.name, suffix), ..organisation })
    }

    /// The organisation with the end of its key, which takes the time to make.
    fn organisation_without_key(&self, at: u32) -> Option<(&'a str, Organisation<'a>)> {
        let record = self.organisations.get(at)?;
        let organisation = Organisation {
            key: Cow::Borrowed(""),
            name: Cow::Borrowed(self.string(number(record, 4))?),
            state: code(record, 8)?,
            kind: organisation_kind(record[11])?,
            branch: optional_branch(record[12])?,
        };
        Some((self.string(number(record, 0))?, organisation))
    }

    pub(crate) fn standing(&self, at: u32) -> Option<Standing<'a>> {
        let record = self.standings.get(at)?;
        Some(Standing {
            name: Cow::Borrowed(self.string(number(record, 0))?),
            country: code(record, 4)??,
            by: stands_by(record[7])?,
            branch: optional_branch(record[8])?,
        })
    }

    fn person_fits(&self, at: u32) -> bool {
        let ends = |at: u32| self.people.get(at).map(|r| (number(r, 8) as usize, number(r, 12) as usize));
        let (Some(start), Some(end)) = (ends(at), at.checked_add(1).and_then(ends)) else { return false };
        let fits =
            start.0 <= end.0 && end.0 <= self.aliases.len() && start.1 <= end.1 && end.1 <= self.roles.len();
        let named = |r: &[u8; 16]| self.string(number(r, 0)).is_some() && self.string(number(r, 4)).is_some();
        let aliases = self.aliases.records.get(start.0..end.0).unwrap_or_default();
        fits && self.people.get(at).is_some_and(named)
            && aliases.iter().all(|a| self.string(number(a, 0)).is_some())
    }

    pub(crate) fn person(&self, at: u32, found_by: FoundBy) -> Option<Person<'a>> {
        let (record, next) = (self.people.get(at)?, self.people.get(at.checked_add(1)?)?);
        let aliases = self.aliases.records.get(number(record, 8) as usize..number(next, 8) as usize)?;
        let aliases = aliases.iter().map(|a| self.string(number(a, 0)).map(Cow::Borrowed));
        let roles = (number(record, 12)..number(next, 12)).map(|i| self.role(i));
        Some(Person {
            key: key_of("person", self.string(number(record, 4))?, self.string(number(record, 0))?),
            name: Cow::Borrowed(self.string(number(record, 4))?),
            aliases: aliases.collect::<Option<_>>()?,
            roles: roles.collect::<Option<_>>()?,
            found_by,
        })
    }

    fn role(&self, at: u32) -> Option<Role<'a>> {
        let record = self.roles.get(at)?;
        let country = code(record, 8)?;
        let organisation = match number(record, 4) {
            NONE => None,
            at => Some(self.organisation_without_key(at)?.1.name),
        };
        Some(Role {
            title: Cow::Borrowed(self.string(number(record, 0))?),
            speaks_for: match (record[12], country, &organisation) {
                (0, ..) => SpeaksFor::Nobody,
                (1, Some(country), _) => SpeaksFor::State(country),
                (2, _, Some(name)) => SpeaksFor::Organisation(name.clone()),
                _ => return None,
            },
            country,
            organisation,
            branch: branch(record[11])?,
            from: date(number(record, 16))?,
            to: date(number(record, 20))?,
            checked_from: date(number(record, 24))?,
            checked_to: date(number(record, 28))?,
        })
    }

    pub(crate) fn office(&self, at: u32) -> Option<(&'a str, Branch, Represents)> {
        let record = self.offices.get(at)?;
        Some((self.string(number(record, 0))?, branch(record[4])?, represents(record[5])?))
    }
}

/// The stable id of a name: `person:john-kerry`, with what keeps it apart from others of that name.
pub(crate) fn key_of(sort: &str, name: &str, suffix: &str) -> Cow<'static, str> {
    Cow::Owned(format!("{sort}:{}{suffix}", fold(name).replace(' ', "-")))
}

/// A country's code at a byte of a record; three zeros are no country.
fn code<const N: usize>(record: &[u8; N], at: usize) -> Option<Option<Country>> {
    match *record.get(at..)?.first_chunk::<3>()? {
        [0, 0, 0] => Some(None),
        letters => Country::new(letters).map(Some),
    }
}

/// Year, month and day in 23, 4 and 5 bits; zero is no date.
fn date(packed: u32) -> Option<Option<Date>> {
    if packed == 0 {
        return Some(None);
    }
    let (year, month, day) = (packed >> 9, (packed >> 5) & 15, packed & 31);
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok().map(Some)
}

fn organisation_kind(number: u8) -> Option<OrganisationKind> {
    use OrganisationKind::*;
    [Igo, Ngo, Company, Armed, Party, Outlet, Agency, Government, Other].get(usize::from(number)).copied()
}

fn stands_by(number: u8) -> Option<StandsBy> {
    use StandsBy::*;
    [Name, Nationality, Institution, Capital, City, Region].get(usize::from(number)).copied()
}

fn branch(number: u8) -> Option<Branch> {
    use Branch::*;
    let all = [
        Government,
        Military,
        Security,
        Legislature,
        Judiciary,
        Opposition,
        Armed,
        Igo,
        Civil,
        Business,
        Media,
        Expert,
        Other,
    ];
    all.get(usize::from(number)).copied()
}

fn optional_branch(number: u8) -> Option<Option<Branch>> {
    if number == u8::MAX { Some(None) } else { branch(number).map(Some) }
}

fn represents(number: u8) -> Option<Represents> {
    use Represents::*;
    [State, Organisation, Principal, Nobody].get(usize::from(number)).copied()
}
