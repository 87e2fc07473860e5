//! What would a calendar print? Weekdays, days and months.
//!
//! A month's name counts with a number or a preposition beside it, "May" and its like only then.

use sayso_domain::{Date, When};

use super::{Form, Which, Year, skip, years};
use crate::calendar::months;
use crate::lexicon::{
    NAMED_DAYS, day_of_month, digits, is_daytime, is_name_too, month, ordinal, ordinal_word, weekday,
};
use crate::words::Words;

/// The date that begins at word `at`, and the word behind it.
pub(super) fn date(words: &Words, at: usize) -> Option<(Form, usize)> {
    let word = words.low(at);
    match word.as_bytes().first()? {
        b'0'..=b'9' => {
            in_figures(words, at).or_else(|| day_first(words, at)).or_else(|| years::in_figures(words, at))
        }
        b'\'' => years::decade(words, at),
        b'a'..=b'z' => weekday_first(words, at)
            .or_else(|| month_first(words, at))
            .or_else(|| the_nth(words, at))
            .or_else(|| named_day(words, at))
            .or_else(|| years::in_words(words, at)),
        _ => None,
    }
}

/// "Saturday", "Sat., Sept. 19", "Saturday 19 September 2015", "Saturday night".
fn weekday_first(words: &Words, at: usize) -> Option<(Form, usize)> {
    const PROPER: [&str; 18] = [
        "black",
        "bloody",
        "good",
        "super",
        "ash",
        "easter",
        "palm",
        "holy",
        "whit",
        "sheffield",
        "ruby",
        "cyber",
        "maundy",
        "giving",
        "mardi",
        "blue",
        "big",
        "fat",
    ];
    const OUTLET: [&str; 14] = [
        "times",
        "mail",
        "herald",
        "telegraph",
        "mirror",
        "post",
        "express",
        "independent",
        "star",
        "sun",
        "world",
        "tribune",
        "age",
        "night",
    ];
    let (number, whole) = weekday(words.low(at)).filter(|_| words.is_capital(at))?;
    let next = skip(words, at + 1, &[",", "(", "the"], 2);
    let dated = month_first(words, next).or_else(|| day_first(words, next));
    if let Some((form, end)) = dated
        && let Some(form) = with_weekday(form, number)
    {
        return Some((
            form,
            end + usize::from(words.low(next.wrapping_sub(1)) == "(" && words.low(end) == ")"),
        ));
    }
    // "Sun" and "Sat" are words as well; with a stop the other short forms are days alone, too.
    let stopped = words.raw(at).ends_with('.') && number < 5;
    if !whole && !stopped {
        return None;
    }
    let before = words.before(at, 1);
    if PROPER.contains(&before) && words.is_capital(at - 1) {
        return Some((Form::Open, at + 1));
    }
    if OUTLET.contains(&words.low(at + 1)) && words.is_capital(at + 1) {
        return None;
    }
    if words.low(at + 1) == "of" && ordinal_word(before).is_some() {
        return Some((Form::Open, at + 1));
    }
    let end = at + 1 + usize::from(is_daytime(words.low(at + 1)));
    Some((Form::Weekday { weekday: number, which: Which::Plain }, end))
}

/// A day of a month that has been found, with the weekday before it. A weekday that a full date belies
/// leaves it open; without a year it helps to find the year.
fn with_weekday(form: Form, weekday: i8) -> Option<Form> {
    Some(match form {
        Form::Fixed(When::Day(day)) if crate::calendar::weekday(day) != weekday => Form::Open,
        Form::Fixed(When::Day(_)) => form,
        Form::Days { month, first, last, year, .. } if first == last => {
            Form::Days { month, first, last, year, weekday: Some(weekday) }
        }
        Form::DayOfMonth(_) => form,
        _ => return None,
    })
}

/// "May 5", "May 3-5, 2006", "May 2006", "in May".
fn month_first(words: &Words, at: usize) -> Option<(Form, usize)> {
    let (word, prefixed) = without_part(words.low(at));
    let (number, whole) = month(word).filter(|_| prefixed || words.is_capital(at))?;
    if let Some((first, last, end)) = days(words, at + 1) {
        let (year, end) = year_behind(words, end);
        return Some((of_days(words, number, first, last, year, end), end));
    }
    let (year, end) = year_behind(words, at + 1);
    if year == Year::Open && matches!(words.before(at, 1), "previous" | "following" | "same" | "that") {
        return whole.then_some((Form::Open, end));
    }
    if year == Year::Open && (!whole || !prefixed && !stands_as_month(words, at, number)) {
        return None;
    }
    let which = Which::Plain;
    let form = match year {
        Year::Given(year) => Form::Fixed(months(year, number, 1)?),
        _ => Form::Month { month: number, which, year },
    };
    Some((form, end))
}

/// "5 May", "the 5th of May, 2006", "3-5 May", "3 to 5 May".
fn day_first(words: &Words, at: usize) -> Option<(Form, usize)> {
    let (first, last, next) = days(words, at)?;
    let next = next + usize::from(words.low(next) == "of");
    let (number, _) = month(words.low(next)).filter(|_| words.is_capital(next))?;
    let (year, end) = year_behind(words, next + 1);
    Some((of_days(words, number, first, last, year, end), end))
}

fn of_days(words: &Words, month: i8, first: i8, last: i8, year: Year, end: usize) -> Form {
    // Named after its day, as Americans write it.
    let attacks =
        matches!(words.low(end), "attack" | "attacks" | "terrorist" | "terror" | "hijackers" | "victim");
    let year = if (month, first, year) == (9, 11, Year::Open) && attacks { Year::Given(2001) } else { year };
    match year {
        Year::Given(year) => of_year(year, month, first, last).map_or(Form::Open, Form::Fixed),
        _ => Form::Days { month, first, last, year, weekday: None },
    }
}

/// The days `first` to `last` of a month; none where the calendar has no such day.
pub(crate) fn of_year(year: i16, month: i8, first: i8, last: i8) -> Option<When> {
    let (from, to) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
    if first == last { Some(When::Day(from)) } else { When::between(from, to) }
}

/// "5", "5th", "3-5", "3 to 5", "3rd and 4th": first, last, the word behind. Two days that do not follow
/// one another are no run of days, so "and" counts only between neighbours.
fn days(words: &Words, at: usize) -> Option<(i8, i8, usize)> {
    const COUNTED: [&str; 13] = [
        "people", "soldiers", "troops", "deaths", "percent", "per", "%", "million", "billion", "thousand",
        "hours", "points", "police",
    ];
    if let Some((first, last)) = words.low(at).split_once(['-', '–']) {
        let (first, last) = (day_of_month(first)?, day_of_month(last)?);
        return (first < last).then_some((first, last, at + 1));
    }
    let first = day_of_month(words.low(at))?;
    if COUNTED.contains(&words.low(at + 1)) || matches!(words.low(at + 1), "a.m." | "p.m." | "am" | "pm") {
        return None;
    }
    let second = day_of_month(words.low(at + 2)).filter(|last| first < *last);
    let joined = match words.low(at + 1) {
        "-" | "–" | "—" | "to" | "through" | "until" => true,
        "and" | "&" => second == Some(first + 1),
        _ => false,
    };
    match second.filter(|_| joined && !COUNTED.contains(&words.low(at + 3))) {
        // "May 3 to 5 May" has its month behind it; "May 3 - 5 June" has another one.
        Some(last) => Some((first, last, at + 3)),
        None => Some((first, first, at + 1)),
    }
}

/// The year behind a day or month: ", 2006", "of 2006", "last year", "of this year".
pub(super) fn year_behind(words: &Words, at: usize) -> (Year, usize) {
    let next = at + usize::from(matches!(words.low(at), "," | "of"));
    if let Some(year) = four_digits(words, next) {
        return (Year::Given(year), next + 1);
    }
    let shift = match words.low(next) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return (Year::Open, at),
    };
    if words.low(next + 1) == "year" { (Year::FromThis(shift), next + 2) } else { (Year::Open, at) }
}

pub(super) fn four_digits(words: &Words, at: usize) -> Option<i16> {
    digits(words.low(at), 4, 4).filter(|year| (1000..=2199).contains(year))
}

/// Whether a month's name that stands alone is the month here.
fn stands_as_month(words: &Words, at: usize, number: i8) -> bool {
    let before = words.before(at, 1);
    let certain = matches!(
        before,
        "in" | "since" | "until" | "till" | "through" | "during" | "throughout" | "early" | "late" | "mid"
    );
    let of_part = before == "of"
        && matches!(words.before(at, 2), "end" | "beginning" | "start" | "middle" | "month" | "rest");
    let other =
        matches!(before, "by" | "from" | "for" | "after" | "before" | "to" | "around" | "of" | "between");
    let noun_behind = words.is_small(at + 1)
        && !matches!(words.low(at + 1), "on" | "of" | "in" | "for" | "to" | "by" | "and");
    let listed = matches!(before, "and" | "or" | "," | "/")
        && at >= 2
        && month(words.before(at, 2)).is_some_and(|(_, whole)| whole);
    let article = matches!(before, "the" | "a" | "an" | "'s" | "his" | "her" | "its" | "their" | "as");
    let may_be_name = number == 5 || number == 4 || number == 6;
    let as_early = before == "as" && matches!(words.before(at, 2), "early" | "late" | "soon");
    certain
        || of_part
        || listed
        || as_early
        || article
            && before != "as"
            && (noun_behind || words.is_capital(at + 1) && !words.is_punctuation(at + 1))
        || other && !may_be_name
        || !is_name_too(number) && !article
}

/// "mid-June" without its part, and whether it had one.
pub(super) fn without_part(word: &str) -> (&str, bool) {
    let rest = ["mid-", "early-", "late-"].iter().find_map(|part| word.strip_prefix(part));
    rest.map_or((word, false), |rest| (rest, true))
}

/// "the 19th": with "on" before it, and nothing behind that it could count.
fn the_nth(words: &Words, at: usize) -> Option<(Form, usize)> {
    if words.low(at) != "the" || !matches!(words.before(at, 1), "on" | "until" | "since" | "," | "by") {
        return None;
    }
    if let Some((form, end)) = day_first(words, at + 1) {
        return Some((form, end));
    }
    let number = ordinal(words.low(at + 1)).filter(|number| (1..=31).contains(number))?;
    let ends = words.is_punctuation(at + 2)
        || matches!(words.low(at + 2), "and" | "in" | "at" | "but" | "when" | "that");
    let of_month = words.low(at + 2) == "of"
        && words.low(at + 4) == "month"
        && matches!(words.low(at + 3), "this" | "the");
    match (of_month, ends && words.before(at, 1) != ",") {
        (true, _) => Some((Form::DayOfMonth(number as i8), at + 5)),
        (false, true) => Some((Form::DayOfMonth(number as i8), at + 2)),
        _ => None,
    }
}

/// "2015-09-19", "19/9/2015", "9/11". Of day and month in figures either may come first: only where one of
/// the numbers cannot be a month, or both are the same, is there a day.
fn in_figures(words: &Words, at: usize) -> Option<(Form, usize)> {
    let word = words.low(at);
    let mark = if word.contains('/') {
        '/'
    } else if word.contains('-') {
        '-'
    } else {
        '.'
    };
    if word == "9/11" {
        return Some((Form::Fixed(of_year(2001, 9, 11, 11)?), at + 1));
    }
    let mut parts = word.split(mark);
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if let Some(year) = digits(one, 4, 4) {
        let (month, day) = (digits(two, 1, 2)?, digits(three, 1, 2)?);
        return Some((Form::Fixed(of_year(year, month as i8, day as i8, day as i8)?), at + 1));
    }
    let (one, two, year) = (digits(one, 1, 2)? as i8, digits(two, 1, 2)? as i8, digits(three, 4, 4)?);
    let day_first = of_year(year, two, one, one);
    let month_first = of_year(year, one, two, two);
    let form = match (day_first, month_first) {
        (None, None) => return None,
        (Some(when), None) | (None, Some(when)) => Form::Fixed(when),
        (Some(one), Some(other)) if one == other => Form::Fixed(one),
        _ => Form::Open,
    };
    Some((form, at + 1))
}

/// "Christmas Day", "New Year's Eve 1999".
fn named_day(words: &Words, at: usize) -> Option<(Form, usize)> {
    if !words.is_capital(at) {
        return None;
    }
    let is = |name: &[&str]| name.iter().enumerate().all(|(by, word)| words.low(at + by) == *word);
    let (name, month, day) = NAMED_DAYS.iter().find(|(name, ..)| is(name))?;
    let (year, end) = year_behind(words, at + name.len());
    Some((of_days(words, *month, *day, *day, year, end), end))
}
