//! What do filters in an address mean? Each is words until it is looked at here; an empty one is none.

use sayso_domain::Date;
use sayso_library::Cursor;

use crate::failure::{Failure, FailureKind};

/// A filter that holds something.
pub(crate) fn filled(filter: &Option<String>) -> Option<&str> {
    filter.as_deref().map(str::trim).filter(|filter| !filter.is_empty())
}

/// A day.
///
/// # Errors
/// When it is none.
pub(crate) fn day(name: &str, filter: &Option<String>) -> Result<Option<Date>, Failure> {
    let Some(typed) = filled(filter) else { return Ok(None) };
    typed.parse().map(Some).map_err(|_| wrong(name, typed, "a day, such as 2015-09-19"))
}

/// A number, within bounds.
///
/// # Errors
/// When it is none, or outside of the bounds.
pub(crate) fn number(
    name: &str,
    filter: &Option<String>,
    otherwise: usize,
    most: usize,
) -> Result<usize, Failure> {
    let Some(typed) = filled(filter) else { return Ok(otherwise) };
    let number = typed.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| wrong(name, typed, &format!("a number from 1 to {most}")))
}

/// A probability, from 0 to 1.
///
/// # Errors
/// When it is none.
pub(crate) fn probability(name: &str, filter: &Option<String>) -> Result<f64, Failure> {
    let Some(typed) = filled(filter) else { return Ok(0.0) };
    let number = typed.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| wrong(name, typed, "a probability from 0 to 1, such as 0.5"))
}

/// One of a few choices, each with the word that stands for it.
///
/// # Errors
/// When it is none of them.
pub(crate) fn one_of<T>(
    name: &str,
    filter: &Option<String>,
    choices: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<Option<T>, Failure> {
    let Some(typed) = filled(filter) else { return Ok(None) };
    let mut words = Vec::new();
    for (word, choice) in choices {
        if word == typed {
            return Ok(Some(choice));
        }
        words.push(word);
    }
    Err(wrong(name, typed, &format!("one of: {}", words.join(", "))))
}

/// Whether it is `yes`; where it is left out, it is not.
///
/// # Errors
/// When it is neither `yes` nor `no`.
pub(crate) fn is_yes(name: &str, filter: &Option<String>) -> Result<bool, Failure> {
    Ok(one_of(name, filter, [("yes", true), ("no", false)])?.unwrap_or(false))
}

/// Numbers of things in the library, with commas between them; a few at most.
///
/// # Errors
/// When one is no number, or there are too many.
pub(crate) fn numbers(name: &str, filter: &Option<String>) -> Result<Vec<i64>, Failure> {
    let typed = several(filter);
    let numbers: Option<Vec<i64>> = typed.iter().map(|number| number.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len() <= 40);
    numbers.ok_or_else(|| wrong(name, &typed.join(","), "a few numbers with commas between them"))
}

/// A place in a list, as the page before gave it.
///
/// # Errors
/// When it is none.
pub(crate) fn cursor(filter: &Option<String>) -> Result<Option<Cursor>, Failure> {
    Ok(filled(filter).map(Cursor::parse).transpose()?)
}

/// Several, with commas between them.
pub(crate) fn several(filter: &Option<String>) -> Vec<String> {
    let parts = filled(filter).unwrap_or_default().split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn wrong(name: &str, typed: &str, wanted: &str) -> Failure {
    Failure::new(FailureKind::Wrong, format!("{name}: `{typed}` is not {wanted}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(words: &str) -> Option<String> {
        Some(words.to_owned())
    }

    #[test]
    fn an_empty_filter_is_none() {
        assert_eq!((filled(&some(" ")), filled(&None), filled(&some(" a "))), (None, None, Some("a")));
        assert_eq!(several(&some("USA, GBR,,")), ["USA", "GBR"]);
        assert!(day("from", &some("")).unwrap().is_none());
        assert_eq!(number("limit", &None, 8, 100).unwrap(), 8);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let failure = day("from", &some("yesterday")).unwrap_err();
        assert_eq!(failure.message(), "from: `yesterday` is not a day, such as 2015-09-19.");
        assert!(number("limit", &some("0"), 8, 100).is_err() && probability("p", &some("NaN")).is_err());
        assert!(one_of("side", &None, [("left", 1)]).unwrap().is_none());
        assert_eq!(one_of("side", &some("right"), [("left", 1), ("right", 2)]).unwrap(), Some(2));
        let failure = one_of("side", &some("up"), [("left", 1), ("right", 2)]).unwrap_err();
        assert_eq!(failure.message(), "side: `up` is not one of: left, right.");
        assert!(is_yes("all", &some("yes")).unwrap() && !is_yes("all", &None).unwrap());
        assert_eq!(cursor(&some("page 2")).unwrap_err().kind(), FailureKind::Wrong);
    }
}
