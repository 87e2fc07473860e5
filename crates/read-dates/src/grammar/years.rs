//! Years, and what is made of them or cut from them: decades, centuries, seasons, quarters.
//!
//! Four digits are a year where a year stands: behind a preposition or an article, in brackets, beside another.

use sayso_domain::When;

use super::dates::{four_digits, without_part, year_behind};
use super::{Form, Year};
use crate::calendar::{add_months, months, years};
use crate::lexicon::{digits, ordinal, ordinal_word, season};
use crate::words::Words;

/// What begins with a digit at word `at`, and the word behind it.
pub(super) fn in_figures(words: &Words, at: usize) -> Option<(Form, usize)> {
    year_range(words, at)
        .or_else(|| decade(words, at))
        .or_else(|| year(words, at))
        .or_else(|| century(words, at))
        .or_else(|| quarter(words, at))
}

/// What begins with a letter at word `at`, and the word behind it.
pub(super) fn in_words(words: &Words, at: usize) -> Option<(Form, usize)> {
    decade(words, at)
        .or_else(|| season_of(words, at))
        .or_else(|| quarter(words, at))
        .or_else(|| century(words, at))
}

/// "in 2013", "the 2008 Games", "(1997)", "1992, 1996 and 2000".
fn year(words: &Words, at: usize) -> Option<(Form, usize)> {
    const BEFORE: [&str; 37] = [
        "in",
        "since",
        "of",
        "from",
        "until",
        "till",
        "by",
        "during",
        "before",
        "after",
        "late",
        "early",
        "mid",
        "the",
        "between",
        "through",
        "throughout",
        "around",
        "year",
        "a",
        "an",
        "its",
        "his",
        "her",
        "their",
        "'s",
        "'",
        "than",
        "for",
        "our",
        "this",
        "that",
        "back",
        "circa",
        "as",
        "both",
        "pre",
    ];
    const COUNTED: [&str; 37] = [
        "people",
        "soldiers",
        "troops",
        "dead",
        "deaths",
        "percent",
        "per",
        "%",
        "million",
        "billion",
        "miles",
        "km",
        "kilometres",
        "kilometers",
        "metres",
        "meters",
        "m",
        "feet",
        "ft",
        "tons",
        "tonnes",
        "votes",
        "jobs",
        "homes",
        "houses",
        "members",
        "men",
        "women",
        "children",
        "euros",
        "dollars",
        "pounds",
        "hours",
        "points",
        "residents",
        "employees",
        "workers",
    ];
    let number = four_digits(words, at).filter(|year| *year < 2100)?;
    let before = words.before(at, 1);
    // Most numbers so low count something.
    let is_low = number < 1400;
    if is_low && !(matches!(before, "in" | "since" | "year") && words.is_punctuation(at + 1)) {
        return None;
    }
    if COUNTED.contains(&words.low(at + 1)) {
        return None;
    }
    let comma = usize::from(matches!(before, "and" | "or") && words.before(at, 2) == ",");
    let in_list = matches!(before, "," | "and" | "or" | "to" | "–" | "-" | "&" | "/")
        && at >= 2 + comma
        && four_digits(words, at - 2 - comma).is_some_and(|other| (1400..=2099).contains(&other));
    let bracketed = before == "(" && words.low(at + 1) != "people";
    let fits = BEFORE.contains(&before) || in_list || bracketed;
    // "the year to 2013" and titles such as "Championships 2009" name years only of our own time.
    let titled = at > 0
        && (1900..=2099).contains(&number)
        && words.is_capital(at - 1)
        && matches!(
            before,
            "championships"
                | "championship"
                | "cup"
                | "games"
                | "olympics"
                | "elections"
                | "summer"
                | "festival"
        );
    let form = Form::Fixed(years(number, 1)?);
    (fits || titled).then_some((form, at + 1))
}

/// "2004-2005", "1990–95", "2008/09" in one; "2004–06" in three.
fn year_range(words: &Words, at: usize) -> Option<(Form, usize)> {
    let word = words.low(at);
    let dashed =
        matches!(words.low(at + 1), "–" | "—" | "-") && words.touches_next(at) && words.touches_next(at + 1);
    let (first, last, end) = match word.split_once(['-', '/', '–']) {
        Some((first, last)) => (digits(first, 4, 4)?, last, at + 1),
        None if dashed => (four_digits(words, at)?, words.low(at + 2), at + 3),
        None => return None,
    };
    let last = match digits(last, 4, 4) {
        Some(last) => last,
        None => first - first % 100 + digits(last, 2, 2)?,
    };
    let fits = (1400..=2099).contains(&first) && (1400..=2099).contains(&last) && first < last;
    Some((Form::Fixed(When::between(years(first, 1)?.first(), years(last, 1)?.last())?), end))
        .filter(|_| fits)
}

/// "the 1990s", "1990's" behind an article, "the '90s", "mid-1980s".
pub(super) fn decade(words: &Words, at: usize) -> Option<(Form, usize)> {
    let (word, _) = without_part(words.low(at));
    let behind_the = matches!(words.before(at, 1), "the" | "early" | "late" | "mid");
    if let Some(year) =
        word.strip_prefix(['\'']).unwrap_or(word).strip_suffix('s').and_then(|year| digits(year, 2, 2))
    {
        let fits = year % 10 == 0 && (20..=90).contains(&year) && behind_the;
        return Some((Form::Fixed(years(1900 + year, 10)?), at + 1)).filter(|_| fits);
    }
    let (digits_of, end) = match word.strip_suffix('s') {
        Some(year) => (year, at + 1),
        None if words.low(at + 1) == "'s" && behind_the && words.touches_next(at) => (word, at + 2),
        None => {
            let mid = word != words.low(at);
            let year = digits(word, 4, 4).filter(|year| mid && (1400..=2099).contains(year))?;
            return Some((Form::Fixed(years(year, 1)?), at + 1));
        }
    };
    let year = digits(digits_of, 4, 4).filter(|year| year % 10 == 0 && (1400..=2090).contains(year))?;
    let count = if year % 100 == 0 && year < 2000 { 100 } else { 10 };
    Some((Form::Fixed(years(year, count)?), end))
}

/// "the 19th century", from its year 1 to the round one.
fn century(words: &Words, at: usize) -> Option<(Form, usize)> {
    let (word, hyphenated) = match words.low(at).strip_suffix("-century") {
        Some(word) => (word, true),
        None => (words.low(at), false),
    };
    let (word, _) = without_part(word);
    let number = ordinal(word).filter(|number| (1..=21).contains(number))?;
    if !hyphenated && words.low(at + 1) != "century" {
        return None;
    }
    Some((Form::Fixed(years((number - 1) * 100 + 1, 100)?), at + 1 + usize::from(!hyphenated)))
}

/// "the summer of 2005", "winter 2005-06".
fn season_of(words: &Words, at: usize) -> Option<(Form, usize)> {
    let first = season(words.low(at))?;
    let (year, end) = year_behind(words, at + 1);
    match year {
        Year::Given(year) => Some((Form::Fixed(season_from(year, first)?), end)),
        Year::FromThis(_) => Some((Form::Open, end)),
        Year::Open => {
            let (form, end) = year_range(words, at + 1 + usize::from(words.low(at + 1) == "of"))?;
            let Form::Fixed(when) = form else { return None };
            let winter = (first == 12).then(|| season_from(when.first().year(), 12)).flatten();
            Some((winter.map_or(Form::Open, Form::Fixed), end))
        }
    }
}

/// The three months from the first of `month`.
pub(crate) fn season_from(year: i16, month: i8) -> Option<When> {
    months(year, month, 3)
}

/// "the first quarter of 2008"; without a year it stays open.
fn quarter(words: &Words, at: usize) -> Option<(Form, usize)> {
    let number = ordinal_word(words.low(at)).filter(|_| words.low(at + 1) == "quarter")?;
    match year_behind(words, at + 2) {
        (Year::Given(year), end) => {
            let (year, month) = add_months(year, 1, (i32::from(number) - 1) * 3)?;
            Some((Form::Fixed(months(year, month, 3)?), end))
        }
        (_, end) => Some((Form::Open, end)),
    }
}
