//! Which words name a time, and what kind of time? No day is counted here.
//!
//! `read_at` tries the readers of `dates` and `years` (what a calendar prints), `relative` (what is counted from
//! another day) and `clock` at one word, the more telling first. Each gives a [`Form`] and the word behind it.

mod clock;
mod dates;
mod relative;
mod years;

use sayso_domain::When;

use crate::Clock;
use crate::calendar::Unit;
use crate::words::Words;

pub(crate) use dates::of_year;
pub(crate) use years::season_from;

/// What is written, before any day is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// Complete in itself: "May 5, 2006", "in 2013", "the 1990s".
    Fixed(When),
    /// Days of a month: "May 5", "May 3-5", "Saturday, May 5 last year".
    Days { month: i8, first: i8, last: i8, year: Year, weekday: Option<i8> },
    /// "May", "last May", "May this year".
    Month { month: i8, which: Which, year: Year },
    /// "the 19th".
    DayOfMonth(i8),
    /// "Saturday", "last Saturday".
    Weekday { weekday: i8, which: Which },
    /// Counted from the day of publication: "yesterday", "last week", "three days ago".
    FromToday { unit: Unit, by: i32 },
    /// "the weekend".
    Weekend,
    /// "last summer", by the season's first month.
    Season { month: i8, which: Which },
    /// Counted from the time told last: "the following day", "that year".
    FromTold { unit: Unit, by: i32 },
    /// Days from an event: "a day after the talks", by the word that names it.
    FromEvent { by: i32, event: usize },
    /// Days from another time: "two days before Saturday".
    From { by: i32, form: Box<Form> },
    /// "Monday to Wednesday", "May 30 - June 2".
    Through(Box<Form>, Box<Form>),
    /// A time of which the words alone tell that no day will follow.
    Open,
}

/// Which of the many days of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The verb decides.
    Plain,
    Last,
    This,
    Next,
}

/// The year of a date in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not written.
    Open,
    Given(i16),
    /// "last year", -1, counted from that of publication.
    FromThis(i16),
}

/// A time expression from its first word to before `end`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) end: usize,
    pub(crate) form: Form,
    pub(crate) clock: Option<Clock>,
}

/// The expression that begins at word `at`.
pub(crate) fn read_at(words: &Words, at: usize) -> Option<Found> {
    if let Some((clock, end)) = clock::clock(words, at) {
        let next = skip(words, end, &[",", "on", "(", "in", "the", "of", "late", "early"], 3);
        let date = simple(words, next).filter(|_| next == end || words.low(end) != "in");
        let (form, end) = date.unwrap_or((Form::Open, end));
        return Some(Found { end, form, clock: Some(clock) });
    }
    let (form, end) = simple(words, at)?;
    let (form, end) = through(words, at, &form, end).unwrap_or((form, end));
    let next = skip(
        words,
        end,
        &[",", "at", "around", "about", "approximately", "by", "shortly", "before", "after"],
        3,
    );
    match clock::clock(words, next) {
        Some((clock, end)) => Some(Found { end, form, clock: Some(clock) }),
        None => Some(Found { end, form, clock: None }),
    }
}

/// The first of the readers that finds something.
fn simple(words: &Words, at: usize) -> Option<(Form, usize)> {
    if words.low(at).is_empty() {
        return None;
    }
    dates::date(words, at).or_else(|| relative::relative(words, at))
}

/// "May 30 to June 2", "Monday–Wednesday"; years stay apart, since each is a time by itself.
fn through(words: &Words, at: usize, form: &Form, end: usize) -> Option<(Form, usize)> {
    let between = words.before(at, 1) == "between";
    let joins = match words.low(end) {
        "to" | "through" | "until" | "till" | "-" | "–" | "—" => true,
        "and" => between,
        _ => false,
    };
    if !joins {
        return None;
    }
    let (other, end) = simple(words, end + 1)?;
    let alike = match (form, &other) {
        (Form::Weekday { which: Which::Plain, .. }, Form::Weekday { which: Which::Plain, .. }) => true,
        (Form::Month { .. }, Form::Month { .. }) => true,
        (Form::Days { .. } | Form::Fixed(When::Day(_)), Form::Days { .. } | Form::Fixed(When::Day(_))) => {
            true
        }
        (Form::Month { .. }, Form::Fixed(When::Range { first, last })) => first.month() == last.month(),
        _ => false,
    };
    alike.then(|| (Form::Through(Box::new(form.clone()), Box::new(other)), end))
}

/// The first word from `at` on that is none of `passed`, of which at most `most` are passed over.
fn skip(words: &Words, at: usize, passed: &[&str], most: usize) -> usize {
    (at..at + most).find(|&at| !passed.contains(&words.low(at))).unwrap_or(at + most)
}
