//! By which name is somebody shown, and whom may have been meant by a name that nobody has?
//!
//! A library keeps who is meant by key. People read names; the key stays at hand for whoever has to tell two of one name apart.

use maud::{Markup, html};
use sayso_compare::{Who, nearest};
use sayso_gazetteer::fold;
use sayso_library::{Field, Library};

use crate::address::Address;
use crate::failure::Failure;

/// Among so many names of the library, those that most articles hold, one is looked for that is much like another.
const SUGGESTED: usize = 5000;

/// Longer ones are no names.
const LONGEST: usize = 60;

/// Whether what is corrected is somebody.
pub(crate) fn is_of_actors(field: Field) -> bool {
    is_typed(field) || field == Field::Merge
}

/// Whether it is somebody of an article, where a name that nobody has makes somebody new.
pub(crate) fn is_typed(field: Field) -> bool {
    matches!(field, Field::Speaker | Field::SpeaksFor | Field::Holder)
}

/// Whether it is written as a key: of a person, `person:ada-ott`; of one article's, `wire-1#a2`.
pub(crate) fn is_key(words: &str) -> bool {
    words.contains([':', '#']) || words.len() == 3 && words.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The name that the library has for a key. Of somebody who is in no article any more, what the key spells; of words that are no
/// key, these.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn of_key(library: &mut Library, key: &str) -> Result<String, Failure> {
    if !is_key(key) {
        return Ok(key.to_owned());
    }
    let who = library.find_actor(key)?.into_iter().find(|who| who.key == key);
    Ok(who.map_or_else(|| spelt(key), |who| who.name))
}

/// What a key says of the name: `Ada Ott` of `person:ada-ott`. A key without such words stays as it is.
fn spelt(key: &str) -> String {
    let Some((_, words)) = key.split_once(':').filter(|(_, words)| !words.is_empty()) else {
        return key.to_owned();
    };
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    words.split('-').filter_map(capital).collect::<Vec<_>>().join(" ")
}

/// Who in the library has a name that is written nearly so, the nearest first; at most three. The same name is none.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn near(library: &mut Library, typed: &str) -> Result<Vec<Who>, Failure> {
    let mut names = library.names(SUGGESTED)?;
    names.retain(|name| {
        name.len() <= LONGEST && name.starts_with(char::is_uppercase) && fold(name) != fold(typed)
    });
    let mut found: Vec<Who> = Vec::new();
    for name in nearest(typed, &names) {
        let who = library.find_actor(&name)?.into_iter().next();
        found.extend(who.filter(|who| found.iter().all(|other| other.key != who.key)));
    }
    Ok(found)
}

/// `Ada Ott or Bob Lund`, each a link where it leads somewhere.
pub(crate) fn choices(near: &[Who], leads_to: impl Fn(&Who) -> Option<Address>) -> Markup {
    html! {
        @for (place, who) in near.iter().enumerate() {
            @if place > 0 { @if place + 1 == near.len() { " or " } @else { ", " } }
            @match leads_to(who) { Some(there) => a href=(there) { (who.name) }, None => strong { (who.name) } }
        }
    }
}

/// A name, with the key that it stands for behind it.
pub(crate) fn with_key(name: &str, key: &str) -> Markup {
    html! { @if name == key { (name) } @else { span title=(key) { (name) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Sample;

    #[test]
    fn keys_are_told_from_names() {
        assert!(["person:ada-ott", "GBR", "wire-1#a2"].into_iter().all(is_key));
        assert!(!["Ada Ott", "UN", "Bob", "NATO", ""].into_iter().any(is_key));
    }

    #[tokio::test]
    async fn a_key_is_shown_by_the_name_of_the_library_or_what_it_spells() {
        let sample = Sample::small();
        let mut library = Library::open(&sample.library).unwrap();
        for (key, name) in [
            ("person:ada-ott", "Ada Ott"),
            ("person:anna-zielińska", "Anna Zielińska"),
            ("FRA", "FRA"),
            ("person:", "person:"),
            ("Somebody", "Somebody"),
        ] {
            assert_eq!(of_key(&mut library, key).unwrap(), name);
        }
    }

    #[tokio::test]
    async fn a_slip_of_the_pen_leads_to_who_was_meant_and_other_names_to_nobody() {
        let sample = Sample::small();
        let mut library = Library::open(&sample.library).unwrap();
        let mut names = |typed: &str| {
            near(&mut library, typed).unwrap().into_iter().map(|who| who.name).collect::<Vec<_>>()
        };
        assert_eq!(names("Bob Lundt"), ["Bob Lund"]);
        assert!(names("Xyzzy").is_empty() && names("").is_empty() && names("bob lund").is_empty());
    }
}
