//! Whom does a name on the command line mean?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sayso_compare::{Who, nearest, who};
use sayso_domain::{Country, Reading};
use sayso_engine::Known;
use sayso_gazetteer::{StandsBy, fold};

/// A position weighs as much as so many mentions.
const HOLDS: usize = 100;

/// Longer mentions are no names.
const LONGEST: usize = 60;

/// Who is in the articles, by every name that they use.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By key, how often each name stands there.
    actors: BTreeMap<String, BTreeMap<String, usize>>,
    /// By folded name, how often it means whom.
    keys: HashMap<String, BTreeMap<String, usize>>,
}

impl Names {
    /// Those of one reading.
    pub fn of(reading: &Reading) -> Names {
        let mut names = Names::default();
        for actor in &reading.actors {
            let key = who(reading, actor.id).key;
            names.see(&key, &actor.name);
            let mentions = actor.mentions.iter().map(|&span| reading.article.text.slice(span));
            for mention in mentions.filter(|mention| is_name(mention)) {
                names.mean(mention, &key);
            }
        }
        // Of several of one name, those who take positions are asked for.
        for position in &reading.positions {
            let Who { key, name } = who(reading, position.holder);
            *names.keys.entry(fold(&name)).or_default().entry(key).or_default() += HOLDS;
        }
        names
    }

    /// Somebody of that key is called so.
    pub fn see(&mut self, key: &str, name: &str) {
        let shown = self.actors.entry(key.to_owned()).or_default();
        *shown.entry(name.to_owned()).or_default() += 1;
        self.mean(name, key);
    }

    /// That name means the one of that key once more.
    pub fn mean(&mut self, name: &str, key: &str) {
        *self.keys.entry(fold(name)).or_default().entry(key.to_owned()).or_default() += 1;
    }

    /// Whether an article names the actor of that key.
    pub fn has(&self, key: &str) -> bool {
        self.actors.contains_key(key)
    }

    /// Those of another reading too.
    pub fn add(&mut self, other: Names) {
        for (key, shown) in other.actors {
            let known = self.actors.entry(key).or_default();
            shown.into_iter().for_each(|(name, count)| *known.entry(name).or_default() += count);
        }
        for (name, keys) in other.keys {
            let known = self.keys.entry(name).or_default();
            keys.into_iter().for_each(|(key, count)| *known.entry(key).or_default() += count);
        }
    }

    /// Whom `typed` means: by key, by a name that the articles use, or by what is known of the world. With a complaint where
    /// that is nobody in the articles; somebody unknown goes by the words typed.
    pub fn find(&self, typed: &str, known: &Known) -> (Who, Option<String>) {
        let typed = typed.trim();
        let by_key = self.actors.keys().find(|key| key.eq_ignore_ascii_case(typed));
        let by_name = || self.keys.get(&fold(typed)).and_then(most);
        if let Some(key) = by_key.or_else(by_name) {
            return (self.who(key), None);
        }
        match of_the_world(typed, known) {
            Some(who) if self.actors.contains_key(&who.key) => (self.who(&who.key), None),
            Some(who) => {
                let complaint = format!("{} is not in these articles", who.name);
                (who, Some(complaint))
            }
            None => {
                let who = Who { key: typed.to_owned(), name: typed.to_owned() };
                (who, Some(format!("nobody in these articles is called `{typed}`{}", self.suggestion(typed))))
            }
        }
    }

    fn who(&self, key: &str) -> Who {
        let name = self.actors.get(key).and_then(most);
        Who { key: key.to_owned(), name: name.cloned().unwrap_or_else(|| key.to_owned()) }
    }

    fn suggestion(&self, typed: &str) -> String {
        let shown: BTreeSet<&String> = self
            .actors
            .values()
            .filter_map(most)
            .filter(|name| name.len() <= LONGEST && is_proper(name))
            .collect();
        let shown: Vec<String> = shown.into_iter().cloned().collect();
        match &nearest(typed, &shown)[..] {
            [] => String::new(),
            [one] => format!("; did you mean {one}?"),
            [first @ .., last] => format!("; did you mean {} or {last}?", first.join(", ")),
        }
    }
}

/// The most frequent one; of equals, the first.
fn most(counts: &BTreeMap<String, usize>) -> Option<&String> {
    let best = counts.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
    best.map(|(name, _)| name)
}

/// A mention that may be asked for: "Britain", not "he" or "the officials who spoke".
fn is_name(mention: &str) -> bool {
    let folded = fold(mention);
    let is_pronoun = matches!(
        folded.as_str(),
        "" | "i"
            | "me"
            | "my"
            | "we"
            | "us"
            | "our"
            | "you"
            | "your"
            | "he"
            | "him"
            | "his"
            | "she"
            | "her"
            | "it"
            | "its"
            | "they"
            | "them"
            | "their"
            | "this"
            | "that"
            | "who"
            | "which"
    );
    // "us" and "US" have one key.
    let is_capital = mention.chars().filter(|c| c.is_uppercase()).count() > 1;
    mention.len() <= LONGEST && mention.chars().any(char::is_uppercase) && (!is_pronoun || is_capital)
}

/// A name of its own, "Ministry of Trade", which may be meant by another; no description, "the minister".
fn is_proper(name: &str) -> bool {
    let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_small =
        |word: &str| matches!(word, "of" | "the" | "and" | "for" | "de" | "la" | "du" | "al" | "von");
    let first = name.split(' ').next().unwrap_or_default();
    is_capital(first)
        && !matches!(first, "The" | "A" | "An" | "One" | "Some")
        && name.split(' ').all(|word| is_capital(word) || is_small(word))
}

fn of_the_world(typed: &str, known: &Known) -> Option<Who> {
    let state = |country: Country| {
        let name = known.state(country)?.name.into_owned();
        Some(Who { key: country.to_string(), name })
    };
    if let Some(who) = typed.to_ascii_uppercase().parse().ok().and_then(state) {
        return Some(who);
    }
    let standing = known.standing_for(typed).into_iter().filter(|standing| {
        matches!(standing.by, StandsBy::Name | StandsBy::Nationality | StandsBy::Institution)
    });
    if let Some(who) =
        standing.min_by_key(|standing| standing.by).and_then(|standing| state(standing.country))
    {
        return Some(who);
    }
    if let Some(organisation) = known.organisations(typed).into_iter().next() {
        return Some(Who { key: organisation.key.to_string(), name: organisation.name.into_owned() });
    }
    match &known.people(typed)[..] {
        [person] => Some(Who { key: person.key.to_string(), name: person.name.to_string() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.see("USA", "United States");
        names.see("person:john-kerry", "John Kerry");
        names.mean("Kerry", "person:john-kerry");
        let mut other = Names::default();
        other.see("person:john-kerry", "John Kerry");
        other.see("person:mary-kerry", "Mary Kerry");
        other.mean("Kerry", "person:mary-kerry");
        other.mean("Kerry", "person:mary-kerry");
        names.add(other);
        names
    }

    fn find(typed: &str) -> (String, Option<String>) {
        let (who, complaint) = names().find(typed, &Known::built_in());
        (who.key, complaint)
    }

    #[test]
    fn keys_names_and_what_is_known_of_the_world_are_found() {
        assert_eq!(find("usa"), ("USA".to_owned(), None));
        assert_eq!(find("the United States"), ("USA".to_owned(), None));
        assert_eq!(find("American"), ("USA".to_owned(), None));
        assert_eq!(find("John KERRY").0, "person:john-kerry");
        assert_eq!(find("Kerry").0, "person:mary-kerry");
    }

    #[test]
    fn who_is_not_in_the_articles_is_complained_about_with_the_nearest_names() {
        assert_eq!(
            find("GBR"),
            ("GBR".to_owned(), Some("United Kingdom is not in these articles".to_owned()))
        );
        let (key, complaint) = find("Jon Kery");
        assert_eq!(key, "Jon Kery");
        let complaint = complaint.unwrap();
        assert!(
            complaint.ends_with("called `Jon Kery`; did you mean John Kerry or Mary Kerry?"),
            "{complaint}"
        );
        let mut names = names();
        names.see("a#a1", "the minister office");
        names.see("a#a2", "Ministry of Trade");
        let complaint = |typed| names.find(typed, &Known::built_in()).1.unwrap();
        assert!(complaint("Ministry of Magic").ends_with("; did you mean Ministry of Trade?"));
        assert!(complaint("Order of Magic").ends_with("`Order of Magic`"));
        assert_eq!(find("Xyzzy").1.unwrap(), "nobody in these articles is called `Xyzzy`");
    }

    #[test]
    fn pronouns_and_descriptions_are_no_names() {
        for (mention, want) in
            [("he", false), ("Us", false), ("US", true), ("Britain", true), ("two officials", false)]
        {
            assert_eq!(is_name(mention), want, "{mention}");
        }
    }
}
