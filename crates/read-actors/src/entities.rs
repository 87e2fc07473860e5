//! Who there is in the article: one record for everybody that the text names or has speak.

use std::collections::HashMap;

use sayso_domain::{ActorKind, Country, Date};
use sayso_gazetteer::{Branch, FoundBy, Known, OrganisationKind, Person, Represents, RoleOn, StandsBy, fold};
use sayso_text::Span;

use crate::chunk::{is_definite, is_indefinite};
use crate::describe::{Description, Gender, best_standing};
use crate::mentions::ChunkKind;

/// Number of an entity.
pub(crate) type Id = usize;

#[derive(Clone, Debug)]
pub(crate) struct Entity {
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    pub(crate) key: Option<String>,
    pub(crate) state: Option<Country>,
    pub(crate) role: Option<String>,
    /// An office that only the list of office holders gives.
    pub(crate) listed: Option<String>,
    /// For whom the holder of the office that the text gives speaks, and whether the office is held no more.
    pub(crate) represents: Option<Represents>,
    /// The state or organisation that the words around the name tie the office to.
    pub(crate) principal: Option<Id>,
    /// As titles tell it.
    pub(crate) gender: Option<Gender>,
    /// Pronouns taken for this person: "she" less "he".
    pub(crate) votes: i32,
    /// For a person: folded words of the fullest name.
    pub(crate) words: Vec<String>,
    /// A name tells it from others; false for "two officials".
    pub(crate) is_named: bool,
    pub(crate) mentions: Vec<Span>,
    /// Where it was last referred to: the number of the mention.
    pub(crate) last: usize,
}

pub(crate) struct Entities<'k> {
    pub(crate) list: Vec<Entity>,
    known: &'k Known,
    states: HashMap<Country, Id>,
    /// Folded full names and keys of organisations, places and groups.
    named: HashMap<String, Id>,
    /// People by each word of their names.
    people: HashMap<String, Vec<Id>>,
    acronyms: HashMap<String, Id>,
    outlets: Vec<Id>,
    /// Those whose office, or whose name if they are no people, has this word; the last referred to last.
    by_noun: HashMap<String, Vec<Id>>,
}

impl<'k> Entities<'k> {
    pub(crate) fn new(known: &'k Known) -> Entities<'k> {
        Entities {
            list: Vec::new(),
            known,
            states: HashMap::new(),
            named: HashMap::new(),
            people: HashMap::new(),
            acronyms: HashMap::new(),
            outlets: Vec::new(),
            by_noun: HashMap::new(),
        }
    }

    fn add(&mut self, kind: ActorKind, name: String) -> Id {
        self.list.push(Entity {
            kind,
            name,
            key: None,
            state: None,
            role: None,
            listed: None,
            represents: None,
            principal: None,
            gender: None,
            votes: 0,
            words: Vec::new(),
            is_named: true,
            mentions: Vec::new(),
            last: 0,
        });
        self.list.len() - 1
    }

    pub(crate) fn state(&mut self, country: Country) -> Id {
        if let Some(&id) = self.states.get(&country) {
            return id;
        }
        let name =
            self.known.state(country).map_or_else(|| country.to_string(), |state| state.name.into_owned());
        let id = self.add(ActorKind::State, name);
        self.list[id].key = Some(country.to_string());
        self.list[id].state = Some(country);
        self.states.insert(country, id);
        id
    }

    /// The government of a state: "the British government", "the Obama administration".
    pub(crate) fn government(&mut self, country: Country) -> Id {
        let name = self
            .known
            .state(country)
            .map_or_else(|| format!("Government of {country}"), |s| s.government.into_owned());
        let key = format!("org:government-{}", country.as_str().to_ascii_lowercase());
        let id = self.by_key(&key, ActorKind::Organisation, &name);
        self.list[id].state = Some(country);
        id
    }

    fn by_key(&mut self, key: &str, kind: ActorKind, name: &str) -> Id {
        if let Some(&id) = self.named.get(key) {
            return id;
        }
        let id = self.add(kind, name.to_owned());
        self.list[id].key = Some(key.to_owned());
        self.named.insert(key.to_owned(), id);
        id
    }

    /// A named organisation, outlet, or institution of a state.
    pub(crate) fn organisation(&mut self, name: &str) -> Id {
        let folded = fold(name);
        if let Some(&id) = self.named.get(&folded) {
            return id;
        }
        let known = self.known.organisations(name).into_iter().next();
        // What the article itself has abbreviated so comes before what the letters mean elsewhere.
        let id = if let Some(&id) = self.acronyms.get(&folded).filter(|_| is_acronym(name)) {
            id
        } else if let Some(found) = known {
            let kind = match found.kind {
                OrganisationKind::Outlet | OrganisationKind::Agency => ActorKind::Outlet,
                _ => ActorKind::Organisation,
            };
            let id = self.by_key(&found.key.to_lowercase(), kind, &found.name);
            self.list[id].state = found.state;
            id
        } else if let Some(standing) =
            best_standing(name, self.known).filter(|s| s.by <= StandsBy::Institution)
        {
            match standing.by {
                StandsBy::Institution => {
                    let id =
                        self.by_key(&format!("org:{}", slug(&standing.name)), ActorKind::Organisation, name);
                    self.list[id].state = Some(standing.country);
                    id
                }
                _ => self.state(standing.country),
            }
        } else {
            self.by_key(&format!("org:{}", slug(name)), ActorKind::Organisation, name)
        };
        self.named.insert(folded.clone(), id);
        for word in folded.split(' ').filter(|word| word.len() > 3) {
            note_noun(&mut self.by_noun, word.to_owned(), id);
        }
        if self.list[id].kind == ActorKind::Outlet && !self.outlets.contains(&id) {
            self.outlets.push(id);
        }
        let initials: String = name
            .split_whitespace()
            .filter(|w| w.starts_with(char::is_uppercase))
            .filter_map(|w| w.chars().next())
            .collect();
        if initials.chars().count() >= 2 {
            self.acronyms.entry(initials.to_lowercase()).or_insert(id);
        }
        id
    }

    /// An organisation that only its words tell: "the Clinton campaign".
    pub(crate) fn described(&mut self, name: &str, is_named: bool, kind: ActorKind) -> Id {
        let key = format!("{}{}", if is_named { "org:" } else { "~" }, slug(name));
        let id = self.by_key(&key, kind, name);
        if is_named {
            self.named.insert(fold(name), id);
            let noun = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            note_noun(&mut self.by_noun, noun, id);
        } else {
            self.list[id].key = None;
            self.list[id].is_named = false;
        }
        id
    }

    /// Somebody without a name; every call makes another.
    pub(crate) fn unnamed(&mut self, name: &str, kind: ActorKind) -> Id {
        let id = self.add(kind, name.to_owned());
        self.list[id].is_named = false;
        id
    }

    /// The person of a name, as far as the article knows one; `prefer` tells how likely each of several is.
    pub(crate) fn find_person(
        &self,
        words: &[String],
        gender: Option<Gender>,
        prefer: impl Fn(Id) -> f32,
    ) -> Option<Id> {
        let last = words.last()?;
        let fits = |id: &Id| {
            let person = &self.list[*id];
            let same = agree(words, &person.words);
            same && (gender.is_none() || person.gender.is_none() || gender == person.gender)
        };
        let known = self.people.get(last).map(Vec::as_slice).unwrap_or_default();
        let candidates: Vec<Id> = known.iter().rev().take(SEVERAL).copied().filter(fits).collect();
        let best = |among: Vec<Id>| {
            among.into_iter().max_by(|&a, &b| {
                prefer(a)
                    .total_cmp(&prefer(b))
                    .then(self.list[a].last.cmp(&self.list[b].last))
                    .then(b.cmp(&a))
            })
        };
        if let exact @ Some(_) =
            best(candidates.iter().copied().filter(|&id| self.list[id].words == words).collect())
            && words.len() > 1
        {
            return exact;
        }
        best(candidates)
    }

    pub(crate) fn person(
        &mut self,
        name: &str,
        words: Vec<String>,
        gender: Option<Gender>,
        prefer: impl Fn(Id) -> f32,
    ) -> Id {
        let id = self
            .find_person(&words, gender, prefer)
            .unwrap_or_else(|| self.add(ActorKind::Person, name.to_owned()));
        let person = &mut self.list[id];
        person.gender = person.gender.or(gender);
        if words.len() > person.words.len() {
            person.name = name.to_owned();
            for word in &words {
                let known = self.people.entry(word.clone()).or_default();
                if !known.contains(&id) {
                    known.push(id);
                }
            }
            self.list[id].words = words;
        }
        id
    }

    /// Adds what the text says of somebody; what stands first in the article stays.
    pub(crate) fn learn(&mut self, id: Id, description: &Description) {
        if let Some(office) = &description.office {
            let entity = &mut self.list[id];
            if entity.role.is_none() || entity.represents == Some(Represents::Nobody) && !office.former {
                entity.role.clone_from(&description.role);
                entity.represents = Some(office.represents);
                let noun = synonym(office.name.rsplit(' ').next().unwrap_or_default()).to_owned();
                note_noun(&mut self.by_noun, noun, id);
            }
        }
        let entity = &mut self.list[id];
        entity.gender = entity.gender.or(description.gender);
        if let Some((country, _)) = description.state {
            entity.state.get_or_insert(country);
        }
    }

    /// Takes the office on a day from the list of office holders, for descriptions that mean it.
    pub(crate) fn recall(&mut self, id: Id, day: Option<Date>) {
        let entity = &self.list[id];
        if entity.listed.is_some() || entity.words.len() < 2 {
            return;
        }
        let person = self.known_person(id, day);
        let title = person.zip(day).and_then(|(person, day)| match person.role_on(day) {
            RoleOn::Held(role) => Some(role.title.to_string()),
            _ => None,
        });
        let title = title.unwrap_or_default();
        if let Some(noun) = fold(&title).rsplit(' ').next().filter(|noun| !noun.is_empty()) {
            note_noun(&mut self.by_noun, noun.to_owned(), id);
        }
        self.list[id].listed = Some(title);
    }

    /// Who was described by a noun before: the holder of an office ("the minister"), the organisation whose name has it
    /// ("the commission", "the campaign"), the paper ("the newspaper"). Of several, whoever agrees in most words, then
    /// whoever was referred to last.
    pub(crate) fn described_before(&self, words: &[String], kind: ChunkKind) -> Option<Id> {
        let (noun, rest) = words.split_last()?;
        let rest: Vec<&str> = rest
            .iter()
            .map(|w| synonym(w))
            .filter(|w| !is_definite(w) && !is_indefinite(w) && *w != "presidential")
            .collect();
        let score = |id: &&Id| {
            let entity = &self.list[**id];
            let own = match (&entity.role, &entity.listed) {
                (None, None) => fold(&entity.name),
                _ => own_words(entity),
            };
            let own: Vec<&str> = own.split(' ').map(synonym).collect();
            if !own.contains(&noun.as_str()) {
                return None;
            }
            let shared = rest.iter().filter(|word| own.contains(word)).count();
            let same_kind = (entity.kind == ActorKind::Person) == (kind == ChunkKind::Person);
            (!is_rival(&rest, &own) && shared == rest.len()).then_some((same_kind, shared, entity.last))
        };
        let outlet = matches!(
            noun.as_str(),
            "newspaper" | "paper" | "network" | "magazine" | "outlet" | "broadcaster" | "agency"
        );
        let candidates = match self.by_noun.get(noun) {
            Some(candidates) => candidates.as_slice(),
            None if outlet && rest.is_empty() => self.outlets.as_slice(),
            None => return None,
        };
        candidates
            .iter()
            .rev()
            .take(SEVERAL)
            .filter_map(|id| Some((score(&id)?, *id)))
            .max()
            .map(|(_, id)| id)
    }

    /// Whether a description cannot be of somebody with a name: it has another party than a person has, or an `office` while
    /// he holds another one; and whoever holds an office is no state or body.
    pub(crate) fn contradicts(&self, id: Id, words: &[String], office: bool) -> bool {
        let entity = &self.list[id];
        if office && entity.is_named && matches!(entity.kind, ActorKind::State | ActorKind::Organisation) {
            return true;
        }
        let Some(noun) = words.last().filter(|_| entity.is_named && entity.kind == ActorKind::Person) else {
            return false;
        };
        let own = own_words(entity);
        let own: Vec<&str> = own.split(' ').map(synonym).filter(|word| !word.is_empty()).collect();
        let words: Vec<&str> = words.iter().map(|word| synonym(word)).collect();
        is_rival(&words, &own) || office && !own.is_empty() && !own.contains(&synonym(noun))
    }

    /// Who goes by a name, if anybody did so far.
    pub(crate) fn called(&self, name: &str) -> Option<Id> {
        let folded = fold(name);
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        self.named.get(&folded).copied().or_else(|| self.find_person(&words, None, |_| 0.0))
    }

    /// The state in whose government somebody of that surname, and only one, stood on a day.
    pub(crate) fn led_by(&self, surname: &str, day: Option<Date>) -> Option<Country> {
        let people = self.known.people(surname);
        let mut states = people.iter().filter_map(|person| match person.role_on(day?) {
            RoleOn::Held(role) if role.branch == Branch::Government => role.country,
            _ => None,
        });
        let first = states.next()?;
        states.all(|state| state == first).then_some(first)
    }

    /// As [`Known::own_person_named`].
    pub(crate) fn own_person_named(&self, name: &str) -> Option<Person<'k>> {
        self.known.own_person_named(name)
    }

    /// Whom the list of office holders knows by this person's name and, where only the surname is given, by the office.
    pub(crate) fn known_person(&self, id: Id, day: Option<Date>) -> Option<Person<'k>> {
        let entity = &self.list[id];
        let found = self.known.people(&entity.name);
        let fits = |person: &Person<'_>| match (entity.state, person.found_by) {
            (_, FoundBy::Surname) => {
                let held = day.map(|day| person.role_on(day));
                let (Some(RoleOn::Held(role)), Some(title)) = (held, &entity.role) else { return false };
                let same_state = entity.state.is_none() || entity.state == role.country;
                same_state
                    && !role.title.is_empty()
                    && fold(&role.title)
                        .split(' ')
                        .any(|word| fold(title).split(' ').any(|w| w == word && w.len() > 3))
            }
            (Some(state), _) => {
                person.roles.is_empty() || person.roles.iter().any(|role| role.country == Some(state))
            }
            (None, _) => true,
        };
        let mut fitting = found.into_iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some(one),
            (Some(one), Some(other)) if one.found_by < other.found_by => Some(one),
            _ => None,
        }
    }
}

fn note_noun(by_noun: &mut HashMap<String, Vec<Id>>, noun: String, id: Id) {
    let known = by_noun.entry(noun).or_default();
    if !known.contains(&id) {
        known.push(id);
    }
}

/// How many of those who share a name or noun are looked at, the last found first: time stays linear in odd texts.
const SEVERAL: usize = 200;

const PARTIES: [&str; 5] = ["republican", "democratic", "libertarian", "green", "independent"];

pub(crate) fn is_party(word: &str) -> bool {
    PARTIES.contains(&synonym(&word.to_lowercase()))
}

/// One word for what is said in two ways.
/// The words of the offices that somebody is said to hold, or is known to.
fn own_words(entity: &Entity) -> String {
    fold(
        &[entity.role.as_deref().unwrap_or_default(), entity.listed.as_deref().unwrap_or_default()].join(" "),
    )
}

/// Whether the one has a party and the other another one.
fn is_rival(words: &[&str], own: &[&str]) -> bool {
    PARTIES.iter().any(|party| words.contains(party))
        && PARTIES.iter().any(|party| own.contains(party) && !words.contains(party))
}

fn synonym(word: &str) -> &str {
    match word {
        "gop" => "republican",
        "democrat" => "democratic",
        "gov" => "governor",
        "sen" => "senator",
        "rep" => "representative",
        "gen" => "general",
        _ => word,
    }
}

/// Whether two names may be one person's: the same last word and no two different first ones, or one is the
/// other's first name.
fn agree(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match short {
        [] => false,
        [only] => long.last() == Some(only) || long.first() == Some(only),
        _ => short.last() == long.last() && (short[0] == long[0] || initial(&short[0], &long[0])),
    }
}

fn initial(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}

fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let (mut count, mut upper) = (0, 0);
    letters.for_each(|c| {
        count += 1;
        upper += usize::from(c.is_uppercase());
    });
    count >= 2 && upper >= count - 1
}

/// A name as part of a key: folded, with hyphens for spaces.
pub(crate) fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        fold(name).split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn names_of_one_person_agree() {
        for (a, b) in
            [("Ott", "Ada Ott"), ("Ada", "Ada Ott"), ("A. Ott", "Ada Ott"), ("Ada M. Ott", "Ada Ott")]
        {
            assert!(agree(&words(a), &words(b)), "{a} {b}");
        }
        for (a, b) in
            [("Ben Ott", "Ada Ott"), ("Ada", "Ben Ada Ott"), ("Ott Ada", "Ada Ott"), ("", "Ada Ott")]
        {
            assert!(!agree(&words(a), &words(b)), "{a} {b}");
        }
    }
}
