//! Who there is, and what they talk about.

use sayso_domain::{Country, Date, Reading};

use super::draft::Draft;
use crate::chance::Chance;

const PERSONS: usize = 2_000;
const STATES: usize = 150;
const ISSUES: usize = 500;

const OUTLETS: &[&str] = &[
    "The Norden Courier",
    "Harbour Wire",
    "Evening Mirror",
    "The Plainsman",
    "Gazette of the Isles",
    "Morning Bell",
];

const ROLES: &[&str] = &[
    "foreign minister",
    "president",
    "finance minister",
    "spokesman",
    "ambassador",
    "party leader",
    "mayor",
];

const MATTERS: &[&str] =
    &["tax", "quota", "ban", "treaty", "tariff", "embargo", "levy", "licence", "census", "ceasefire"];

const THINGS: &[&str] = &[
    "herring",
    "night-ferry",
    "salt",
    "timber",
    "grain",
    "border",
    "lighthouse",
    "coal",
    "wool",
    "railway",
    "harbour",
    "radio",
    "canal",
    "copper",
    "vineyard",
    "sugar",
    "glass",
    "bicycle",
    "airship",
    "peat",
];

/// Persons, states and issues; each list starts with those who are in the news most.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) persons: Vec<Person>,
    pub(super) states: Vec<State>,
    pub(super) issues: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) role: &'static str,
    /// Index of the state.
    pub(super) state: usize,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) name: String,
    pub(super) code: Country,
}

impl Default for World {
    fn default() -> Self {
        World::new()
    }
}

impl World {
    /// The world, which is always the same.
    pub fn new() -> World {
        World {
            persons: (0..PERSONS).map(person).collect(),
            states: (0..STATES).map(state).collect(),
            issues: (0..ISSUES).map(issue).collect(),
        }
    }

    /// The reading of the article of this number.
    pub fn reading(&self, number: u64) -> Reading {
        let id = format!("article-{number}");
        let mut chance = Chance::of(&id, "edition");
        let copied = if number % 10 == 9 { 1 + chance.below(9) as u64 } else { 0 };
        let mut reading = self.written(number - copied);
        reading.article.outlet = Some(OUTLETS[chance.below(OUTLETS.len())].to_owned());
        reading.article.title = Some(self.title(&mut chance));
        reading.article.url = Some(format!("https://news.example/{id}"));
        reading.article.id = id;
        reading
    }

    fn written(&self, number: u64) -> Reading {
        let mut chance = Chance::of(&number.to_string(), "article");
        let published = day(&mut chance);
        Draft::new(self, chance, published).finish()
    }

    fn title(&self, chance: &mut Chance) -> String {
        let (state, issue) = (chance.often_small(STATES), chance.often_small(ISSUES));
        format!("{} at odds over {}", self.states[state].name, self.issues[issue])
    }
}

/// In five years, none later in a month than its 28th.
fn day(chance: &mut Chance) -> Date {
    let [year, month, day] = [5, 12, 28].map(|bound| chance.below(bound));
    Date::constant(2019 + year as i16, 1 + month as i8, 1 + day as i8)
}

fn person(number: usize) -> Person {
    let mut chance = Chance::of(&number.to_string(), "person");
    let state = chance.often_small(STATES);
    let role = ROLES[chance.below(ROLES.len())];
    let first = name(&mut chance, 2);
    // The number makes names unique, so that two persons have not one key.
    Person { first, last: format!("{}{}", name(&mut chance, 1), syllables(number)), role, state }
}

fn state(number: usize) -> State {
    let mut chance = Chance::of(&number.to_string(), "state");
    let letter = |place: usize| b'A' + (place % 26) as u8;
    let code =
        Country::new([b'X', letter(number / 26), letter(number)]).expect("three capital letters are a code");
    State { name: format!("{}{}ia", name(&mut chance, 1), syllables(number)), code }
}

/// "the herring quota of 1931": the first hundreds without a year.
fn issue(number: usize) -> String {
    let (thing, matter) = (THINGS[number % THINGS.len()], MATTERS[number / THINGS.len() % MATTERS.len()]);
    match number / (THINGS.len() * MATTERS.len()) {
        0 => format!("the {thing} {matter}"),
        again => format!("the {thing} {matter} of {}", 1930 + again),
    }
}

const SYLLABLES: &[&str] = &[
    "ba", "dor", "el", "fin", "ga", "hol", "in", "ka", "lö", "mar", "no", "or", "pe", "qui", "ra", "sel",
    "to", "ul", "ve", "win",
];

/// A number as syllables, another for each.
fn syllables(number: usize) -> String {
    let digit = SYLLABLES[number % SYLLABLES.len()];
    if number < SYLLABLES.len() { digit.to_owned() } else { syllables(number / SYLLABLES.len()) + digit }
}

fn name(chance: &mut Chance, length: usize) -> String {
    let mut name: String = (0..length).map(|_| SYLLABLES[chance.below(SYLLABLES.len())]).collect();
    name[..1].make_ascii_uppercase();
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_codes_and_issues_are_each_once() {
        let world = World::new();
        let names: BTreeSet<_> = world.persons.iter().map(|person| (&person.first, &person.last)).collect();
        let codes: BTreeSet<_> = world.states.iter().map(|state| state.code).collect();
        let issues: BTreeSet<_> = world.issues.iter().collect();
        assert_eq!((names.len(), codes.len(), issues.len()), (PERSONS, STATES, ISSUES));
    }

    #[test]
    fn one_in_ten_is_a_copy_under_its_own_headline() {
        let world = World::new();
        let texts: BTreeSet<_> =
            (0..100).map(|number| world.reading(number).article.text.as_str().to_owned()).collect();
        assert_eq!(texts.len(), 90);
        let ids: BTreeSet<_> = (0..100).map(|number| world.reading(number).article.id).collect();
        assert_eq!(ids.len(), 100);
    }
}
