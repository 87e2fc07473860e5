//! Closed lists of English words that rules of more than one module look up. All are sorted by bytes.

/// Words that begin a sentence after an abbreviation, for they are hardly ever part of a name that goes
/// on behind one: "in the U.S. **He** said", but "U.S. Steel".
const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "Again",
    "Against",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "Asked",
    "At",
    "Because",
    "Before",
    "Between",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "For",
    "Four",
    "From",
    "Had",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "Mr.",
    "Mrs.",
    "Ms.",
    "My",
    "Neither",
    "No",
    "Nobody",
    "None",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Others",
    "Our",
    "Over",
    "Perhaps",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "Ten",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Three",
    "Through",
    "To",
    "Two",
    "Under",
    "Unless",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yesterday",
    "Yet",
    "You",
    "Your",
];

/// Verbs that attach a name to the question or exclamation quoted before it.
const REPORTING: &[&str] = &[
    "added",
    "answered",
    "argued",
    "asked",
    "asks",
    "called",
    "chanted",
    "continued",
    "cried",
    "declared",
    "demanded",
    "exclaimed",
    "joked",
    "posted",
    "read",
    "replied",
    "responded",
    "said",
    "says",
    "screamed",
    "shouted",
    "told",
    "tweeted",
    "warned",
    "wondered",
    "writes",
    "wrote",
    "yelled",
];

/// What the 's of makes "is", "has" or "us", so that it belongs to the word; lower case.
const CONTRACTED: &[&str] =
    &["he", "here", "how", "it", "let", "she", "that", "there", "what", "when", "where", "who", "why"];

/// Words that lose their beginning to an apostrophe; lower case, without it.
const ELIDED: &[&str] = &["bout", "cause", "cos", "em", "n", "round", "til", "till", "tis", "twas", "twill"];

/// Particles that begin a name in small letters.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "van",
    "von",
];

/// What follows "p.m." without a new sentence.
const AFTER_TIME: &[&str] = &[
    "Apr.",
    "April",
    "Aug.",
    "August",
    "Beijing",
    "Central",
    "Dec.",
    "December",
    "Eastern",
    "Feb.",
    "February",
    "Fri.",
    "Friday",
    "Greenwich",
    "Jan.",
    "January",
    "July",
    "June",
    "March",
    "May",
    "Mon.",
    "Monday",
    "Moscow",
    "Mountain",
    "Nov.",
    "November",
    "Oct.",
    "October",
    "Pacific",
    "Sat.",
    "Saturday",
    "Sept.",
    "September",
    "Sun.",
    "Sunday",
    "Thurs.",
    "Thursday",
    "Tues.",
    "Tuesday",
    "Wed.",
    "Wednesday",
];

/// Whether `token` begins a sentence after an abbreviation, whatever is contracted with it ("He'd").
pub(crate) fn is_starter(token: &str) -> bool {
    let word = token.split(['\'', '’']).next().unwrap_or(token);
    STARTERS.binary_search(&word).is_ok()
}

pub(crate) fn is_reporting(token: &str) -> bool {
    REPORTING.binary_search(&token).is_ok()
}

pub(crate) fn is_particle(token: &str) -> bool {
    PARTICLES.binary_search(&token).is_ok()
}

/// Whether `token` goes on with a time of day: a day, a month, a zone's name or its letters.
pub(crate) fn continues_time(token: &str) -> bool {
    AFTER_TIME.binary_search(&token).is_ok()
        || (2..=4).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_uppercase())
}

pub(crate) fn is_contracted(word: &str) -> bool {
    holds_lowered(CONTRACTED, word)
}

pub(crate) fn is_elided(word: &str) -> bool {
    holds_lowered(ELIDED, word)
}

fn holds_lowered(list: &[&str], word: &str) -> bool {
    word.len() <= 5 && list.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [STARTERS, REPORTING, CONTRACTED, ELIDED, PARTICLES, AFTER_TIME] {
            assert!(list.is_sorted_by(|a, b| a < b), "not sorted: {list:?}");
        }
    }

    #[test]
    fn words_and_their_negatives() {
        assert!(is_starter("He") && is_starter("They’ll") && !is_starter("Steel") && !is_starter("he"));
        assert!(continues_time("Monday") && continues_time("GMT") && !continues_time("Police"));
        assert!(is_contracted("It") && !is_contracted("Kerry"));
    }
}
