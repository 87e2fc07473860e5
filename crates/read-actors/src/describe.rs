//! What words around a name, or a description in its place, tell: office, state, and whom it is for.

use sayso_domain::Country;
use sayso_gazetteer::{Known, Office, Standing, StandsBy};
use sayso_text::{Span, Text};

use crate::words::{Word, WordKind};

/// What a phrase tells of whom it describes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Description {
    pub(crate) office: Option<Office>,
    /// The office as written, without article and state.
    pub(crate) role: Option<String>,
    /// The first state that it names, and where.
    pub(crate) state: Option<(Country, Span)>,
    /// A seat or body of government that it names: "White House spokesman".
    pub(crate) institution: Option<Span>,
    pub(crate) gender: Option<Gender>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
}

/// Reads a phrase: "British Foreign Secretary", "a spokeswoman for the Pentagon".
pub(crate) fn describe(text: &Text, words: &[Word], known: &Known) -> Description {
    let words = trimmed(text, words);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Description::default() };
    let whole = first.span.join(last.span);
    let mut description = Description { gender: gender(text, words), ..Description::default() };
    let mut own = 0;
    for (k, standing, span) in standings(text, words, known) {
        match standing.by {
            StandsBy::Name | StandsBy::Nationality => {
                description.state.get_or_insert((standing.country, span));
                if k == own {
                    own = words.iter().take_while(|word| word.span.start() < span.end()).count();
                }
            }
            StandsBy::Institution => {
                description.state.get_or_insert((standing.country, span));
                description.institution.get_or_insert(span);
            }
            _ => {}
        }
    }
    description.office = known.office(text.slice(whole));
    if description.office.is_some() {
        let rest = trimmed(text, &words[own.min(words.len())..]);
        if let (Some(first), Some(last)) = (rest.first(), rest.last()) {
            description.role = Some(text.slice(first.span.join(last.span)).to_owned());
        }
    }
    description
}

/// Without marks, possessive endings and an article at the edges.
fn trimmed<'a>(text: &Text, mut words: &'a [Word]) -> &'a [Word] {
    while let [first, rest @ ..] = words
        && (first.kind != WordKind::Plain
            || matches!(text.slice(first.span), "the" | "The" | "a" | "A" | "an" | "An"))
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && last.kind != WordKind::Plain
    {
        words = rest;
    }
    words
}

/// Every name of a state, a nationality, a seat of government or a city among `words`: the number of its first word,
/// what it stands for, its place. The longest name that begins at a word counts.
pub(crate) fn standings<'k>(
    text: &Text,
    words: &[Word],
    known: &'k Known,
) -> Vec<(usize, Standing<'k>, Span)> {
    let mut found = Vec::new();
    let mut k = 0;
    while k < words.len() {
        let longest = (1..=5.min(words.len() - k)).rev().find_map(|length| {
            let run = &words[k..k + length];
            let named = run.iter().all(|word| word.kind == WordKind::Plain)
                && is_capital(text, &run[0])
                && is_capital(text, &run[length - 1]);
            let span = run[0].span.join(run[length - 1].span);
            let standing = named.then(|| best_standing(text.slice(span), known)).flatten()?;
            Some((length, standing, span))
        });
        match longest {
            Some((length, standing, span)) => {
                found.push((k, standing, span));
                k += length;
            }
            None => k += 1,
        }
    }
    found
}

/// What a name stands for, by the surest way.
pub(crate) fn best_standing<'k>(name: &str, known: &'k Known) -> Option<Standing<'k>> {
    known.standing_for(name).into_iter().min_by_key(|standing| standing.by)
}

pub(crate) fn is_capital(text: &Text, word: &Word) -> bool {
    text.slice(word.span).starts_with(char::is_uppercase)
}

const FEMALE: [&str; 12] = [
    "mrs", "ms", "miss", "madam", "lady", "queen", "princess", "baroness", "duchess", "actress", "mother",
    "sister",
];
const MALE: [&str; 12] =
    ["mr", "sir", "lord", "king", "prince", "baron", "duke", "emir", "sheikh", "father", "brother", "actor"];

fn gender(text: &Text, words: &[Word]) -> Option<Gender> {
    words.iter().rev().find_map(|word| {
        let word = text.slice(word.span).trim_end_matches('.').to_ascii_lowercase();
        match word.as_str() {
            w if FEMALE.contains(&w) || w.ends_with("woman") => Some(Gender::Female),
            w if MALE.contains(&w) || w.ends_with("man") && w != "german" && w != "roman" && w != "woman" => {
                Some(Gender::Male)
            }
            _ => None,
        }
    })
}
