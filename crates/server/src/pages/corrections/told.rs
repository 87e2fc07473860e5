//! How is a correction told to people? By the words it is about, what stood there and what stands there now.

use std::collections::HashMap;

use maud::{Markup, html};
use sayso_answers::corrections::is_of_places;
use sayso_domain::Stance;
use sayso_library::{Correction, Field, Library};

use crate::correcting::words;
use crate::failure::Failure;
use crate::names;
use crate::parts;

/// So many characters of an article are shown at most.
const SHOWN: usize = 90;

/// A correction, with the words of its places.
pub(crate) struct Told {
    pub(crate) correction: Correction,
    /// The words it is about.
    pub(crate) place: Option<String>,
    before: Option<String>,
    after: Option<String>,
    /// The names that the library has for the keys in this correction.
    names: HashMap<String, String>,
}

/// Those of these numbers; one that does not exist is left out.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn of_ids(library: &mut Library, ids: &[i64]) -> Result<Vec<Told>, Failure> {
    let mut found = Vec::with_capacity(ids.len());
    for &id in ids {
        found.extend(library.correction(id)?);
    }
    all(library, found)
}

/// Each with its words, and the names of those it is about. An article is read once.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn all(library: &mut Library, corrections: Vec<Correction>) -> Result<Vec<Told>, Failure> {
    let mut readings = HashMap::new();
    let mut told = Vec::with_capacity(corrections.len());
    let mut known: HashMap<String, String> = HashMap::new();
    for correction in corrections {
        let reading = match &correction.change.article {
            Some(article) => {
                if !readings.contains_key(article) {
                    readings.insert(article.clone(), library.reading(article)?);
                }
                readings.get(article)
            }
            None => None,
        };
        let in_words = |places: &str| reading.map(|reading| shortened(&words(reading, places)));
        let value = |value: &Option<String>| match is_of_places(correction.change.field) {
            true => value.as_deref().and_then(in_words).filter(|words| !words.is_empty()),
            false if correction.change.field == Field::Stance => value.as_deref().map(stance),
            false => value.clone(),
        };
        let place = correction.change.place.and_then(|(start, end)| in_words(&format!("[[{start},{end}]]")));
        let (before, after) = (value(&correction.before), value(&correction.change.after));
        let mut names = HashMap::new();
        for key in keys(&correction) {
            if !known.contains_key(key) {
                known.insert(key.to_owned(), names::of_key(library, key)?);
            }
            names.extend(known.get(key).map(|name| (key.to_owned(), name.clone())));
        }
        told.push(Told { correction, place, before, after, names });
    }
    Ok(told)
}

/// Whom a correction names by key.
fn keys(correction: &Correction) -> impl Iterator<Item = &str> {
    let Correction { change, before, .. } = correction;
    let values = [before, &change.after].into_iter().filter(|_| names::is_of_actors(change.field));
    values.chain([&change.subject]).filter_map(|key| key.as_deref())
}

/// A stance as people say it.
fn stance(value: &str) -> String {
    Stance::named(value).map_or(value, |stance| parts::stance_in_words(stance)).to_owned()
}

fn shortened(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN {
        return words;
    }
    words.chars().take(SHOWN).chain(['…']).collect()
}

impl Told {
    /// What was corrected.
    pub(crate) fn what(&self) -> &'static str {
        match self.correction.change.field {
            Field::Statement => "Statement",
            Field::Source => "Source",
            Field::Cue => "Cue",
            Field::Speaker => "Speaker",
            Field::SpeaksFor => "For whom",
            Field::SaidOn => "Day",
            Field::Position => "Position",
            Field::Stance => "Stance",
            Field::Holder => "Holder",
            Field::Target => "Target",
            Field::Issue => "Issue",
            Field::Merge => "Merged",
            Field::Split => "Told apart",
            Field::Rename => "Renamed",
        }
    }

    /// Whether a person said that it is right.
    pub(crate) fn is_confirmed(&self) -> bool {
        is_of_places(self.correction.change.field) && self.correction.before == self.correction.change.after
    }

    pub(crate) fn before(&self) -> Markup {
        self.shown(self.before.as_deref())
    }

    pub(crate) fn after(&self) -> Markup {
        if self.is_confirmed() {
            return html! { "is right" };
        }
        let is_removed = matches!(self.correction.change.field, Field::Statement | Field::Position);
        match &self.after {
            None if is_removed => html! { "removed" },
            after => self.shown(after.as_deref()),
        }
    }

    /// Somebody by name, with the key behind it.
    pub(crate) fn name(&self, key: &str) -> Markup {
        names::with_key(self.names.get(key).map_or(key, String::as_str), key)
    }

    fn shown(&self, value: Option<&str>) -> Markup {
        html! { @match value { Some(value) => (self.name(value)), None => span.note { "nothing" } } }
    }

    /// In a line.
    pub(crate) fn in_words(&self) -> Markup {
        html! {
            strong { (self.what()) }
            @if let Some(subject) = &self.correction.change.subject { " " (self.name(subject)) }
            @if let Some(words) = &self.place { " of " (parts::quoted(words)) }
            @if self.is_confirmed() { " is right" }
            @else { ": " (self.before()) " → " (self.after()) }
        }
    }
}
