//! What is counted from another day? "yesterday", "last week", "three days ago", "the day before",
//! "a day after the talks"; and the words that name a time without telling it.
//!
//! A count of days leads to a day. A count of weeks, months or years is a round number in news and leads
//! nowhere, except from an event to a day with weeks.

use super::{Form, Which, Year};
use crate::calendar::Unit;
use crate::lexicon::{count, is_approximate, is_daytime, is_vague_count, month, season, unit, weekday};
use crate::words::Words;

/// The expression that begins at word `at`, and the word behind it.
pub(super) fn relative(words: &Words, at: usize) -> Option<(Form, usize)> {
    match words.low(at) {
        "today" if is_title(words, at) => None,
        "today" => Some((day(0), at + 1)),
        "tonight" => Some((day(0), at + 1)),
        "yesterday" => Some((day(-1), at + 1 + usize::from(is_daytime(words.low(at + 1))))),
        "tomorrow" => Some((day(1), at + 1 + usize::from(is_daytime(words.low(at + 1))))),
        "last" if matches!(words.before(at, 1), "to" | "will" | "would" | "could" | "may") => None,
        "this" | "last" | "next" => pointed(words, at),
        "past" | "coming" => pointed(words, at),
        "the" => after_the(words, at),
        "that" => told(words, at + 1, 0).filter(|_| {
            matches!(
                words.before(at, 1),
                "" | "on" | "," | "later" | "earlier" | "in" | "during" | "." | "of" | "by" | "until"
            )
        }),
        "every" | "each" => repeated(words, at),
        "weekend" => weekend(words, at),
        "recently" | "lately" | "annually" | "overnight" => Some((Form::Open, at + 1)),
        "in" => in_time(words, at),
        "once" | "twice" | "times" if matches!(words.low(at + 1), "a" | "per" | "each") => {
            unit(words.low(at + 2)).map(|_| (Form::Open, at + 3))
        }
        word if word.ends_with('s')
            && words.is_capital(at)
            && weekday(&word[..word.len() - 1]).is_some_and(|(_, whole)| whole) =>
        {
            Some((Form::Open, at + 1))
        }
        _ => counted(words, at),
    }
}

/// "USA Today", "the Today programme".
fn is_title(words: &Words, at: usize) -> bool {
    let named =
        at > 0 && words.is_capital(at - 1) || matches!(words.low(at + 1), "program" | "programme" | "show");
    words.is_capital(at) && named
}

fn day(by: i32) -> Form {
    Form::FromToday { unit: Unit::Day, by }
}

/// "this morning", "last Saturday", "next month", "last May", "last summer", "the past three years".
fn pointed(words: &Words, at: usize) -> Option<(Form, usize)> {
    let (mut which, mut next) = match words.low(at) {
        "this" => (Which::This, at + 1),
        "last" | "past" => (Which::Last, at + 1),
        _ => (Which::Next, at + 1),
    };
    match words.low(next) {
        "past" | "last" => (which, next) = (Which::Last, next + 1),
        "coming" | "next" => (which, next) = (Which::Next, next + 1),
        "same" => return None,
        _ => {}
    }
    let word = words.low(next);
    let behind_the = words.before(at, 1) == "the";
    let rolling = behind_the || matches!(words.low(at), "past" | "coming");
    if let Some((number, true)) = weekday(word).filter(|_| words.is_capital(next)) {
        // "the last Monday of May" is another one.
        if words.low(next + 1) == "of" {
            return Some((Form::Open, next + 1));
        }
        let end = next + 1 + usize::from(is_daytime(words.low(next + 1)));
        return Some((Form::Weekday { weekday: number, which }, end));
    }
    if let Some((number, true)) = month(word).filter(|_| words.is_capital(next)) {
        // "last May 5" is the day.
        let dated = crate::lexicon::day_of_month(words.low(next + 1)).is_some();
        let form = if dated { Form::Open } else { Form::Month { month: number, which, year: Year::Open } };
        return Some((form, next + 1 + usize::from(dated)));
    }
    if let Some(first) = season(word) {
        return Some((Form::Season { month: first, which }, next + 1));
    }
    if is_daytime(word) {
        return match (which, word) {
            (Which::This, "morning" | "afternoon" | "evening" | "night") => Some((day(0), next + 1)),
            (Which::Last, "night" | "evening") => Some((day(-1), next + 1)),
            _ => None,
        };
    }
    if (count(word).is_some() || is_vague_count(word))
        && unit(words.low(next + 1)).is_some()
        && which != Which::This
    {
        return Some((Form::Open, next + 2));
    }
    let by = match which {
        Which::Last => -1,
        Which::Next => 1,
        _ => 0,
    };
    match unit(word)? {
        // "this day", "next day" count from the day told; "this season" is a championship's.
        Unit::Day if which == Which::Next && !behind_the => {
            Some((Form::FromTold { unit: Unit::Day, by: 1 }, next + 1))
        }
        Unit::Day => None,
        Unit::Other => (word != "season").then_some((Form::Open, next + 1)),
        _ if rolling || word.ends_with('s') => Some((Form::Open, next + 1)),
        unit => Some((Form::FromToday { unit, by }, next + 1)),
    }
}

/// What "the" begins: "the day before", "the following week", "the end of the month", "the past year".
fn after_the(words: &Words, at: usize) -> Option<(Form, usize)> {
    let next = at + 1;
    match words.low(next) {
        "following" => told(words, next + 1, 1),
        "next" if matches!(words.low(next + 1), "day" | "morning" | "night" | "evening" | "afternoon") => {
            told(words, next + 1, 1)
        }
        "previous" | "preceding" => told(words, next + 1, -1),
        "same" => told(words, next + 1, 0),
        "past" | "last" | "next" | "coming" => pointed(words, next),
        "time" if words.before(at, 1) == "at" => Some((Form::Open, next + 1)),
        "day" if matches!((words.low(next + 1), words.low(next + 2)), ("before", "yesterday")) => {
            Some((day(-2), next + 3))
        }
        "day" if matches!((words.low(next + 1), words.low(next + 2)), ("after", "tomorrow")) => {
            Some((day(2), next + 3))
        }
        "night" | "evening" if matches!(words.low(next + 1), "before") => {
            Some((Form::FromTold { unit: Unit::Day, by: -1 }, next + 2))
        }
        "end" | "start" | "beginning" | "middle" | "rest" if words.low(next + 1) == "of" => {
            part_of(words, next + 2)
        }
        _ => counted_from(words, next, 1, false),
    }
}

/// "of the month", "of the year": the one of publication.
fn part_of(words: &Words, at: usize) -> Option<(Form, usize)> {
    let unit =
        unit(words.low(at + 1)).filter(|unit| matches!(unit, Unit::Week | Unit::Month | Unit::Year))?;
    (words.low(at) == "the").then_some((Form::FromToday { unit, by: 0 }, at + 2))
}

/// A unit at `next` that lies `by` after the one told last: "the following day", "that year".
fn told(words: &Words, next: usize, by: i32) -> Option<(Form, usize)> {
    let next = next + usize::from(words.low(next) == "same");
    let word = words.low(next);
    if is_daytime(word) {
        return Some((Form::FromTold { unit: Unit::Day, by }, next + 1));
    }
    let named = weekday(word).is_some_and(|(_, whole)| whole) || month(word).is_some_and(|(_, whole)| whole);
    if named && words.is_capital(next) {
        return Some((Form::Open, next + 1));
    }
    if count(word).is_some() && unit(words.low(next + 1)).is_some() {
        return Some((Form::Open, next + 2));
    }
    match unit(word)? {
        Unit::Other => None,
        // "the same day that she left" points ahead.
        Unit::Day if by == 0 && matches!(words.low(next + 1), "that" | "as") => Some((Form::Open, next + 1)),
        _ if word.ends_with('s') => None,
        unit => Some((Form::FromTold { unit, by }, next + 1)),
    }
}

/// "every Monday", "each year".
fn repeated(words: &Words, at: usize) -> Option<(Form, usize)> {
    let next = at + 1 + usize::from(count(words.low(at + 1)).is_some() || words.low(at + 1) == "other");
    let word = words.low(next);
    let known = unit(word).is_some()
        || is_daytime(word)
        || season(word).is_some()
        || (weekday(word).is_some() || month(word).is_some()) && words.is_capital(next);
    known.then_some((Form::Open, next + 1))
}

/// "over the weekend", "at the weekend".
fn weekend(words: &Words, at: usize) -> Option<(Form, usize)> {
    let the = words.before(at, 1) == "the";
    (the && matches!(words.before(at, 2), "over" | "at" | "on" | "during" | "for" | "of"))
        .then_some((Form::Weekend, at + 1))
}

/// "in two weeks", "in 60 days' time", "in recent years": no day. "in three days" may be a duration.
fn in_time(words: &Words, at: usize) -> Option<(Form, usize)> {
    let word = words.low(at + 1);
    let open = matches!(word, "recent" | "coming") || is_vague_count(word) && word != "a";
    if open && unit(words.low(at + 2)).is_some() {
        return Some((Form::Open, at + 3));
    }
    None
}

/// "three days ago", "a day later", "two weeks before the election".
fn counted(words: &Words, at: usize) -> Option<(Form, usize)> {
    let word = words.low(at);
    if is_vague_count(word) {
        let next = at + 1 + usize::from(words.low(at + 1) == "of");
        unit(words.low(next))?;
        let behind = words.low(next + 1);
        return matches!(behind, "ago" | "later" | "earlier" | "before" | "after")
            .then_some((Form::Open, next + 2));
    }
    let number = count(word)?;
    let before = words.before(at, 1);
    let two_or_three = matches!(before, "or" | "to" | "-" | "–") && count(words.before(at, 2)).is_some();
    let approximate = is_approximate(before) || before == "a" || two_or_three;
    counted_from(words, at + 1, number, approximate)
}

/// A unit at `at`, of which there are `number`, and what it is counted from.
fn counted_from(words: &Words, at: usize, number: i32, approximate: bool) -> Option<(Form, usize)> {
    let unit = unit(words.low(at))?;
    let behind = words.low(at + 1);
    if unit == Unit::Other && !matches!(behind, "ago" | "later" | "earlier") {
        return None;
    }
    let (next, exact) = (at + 1, unit == Unit::Day && !approximate);
    let whole = |form: Form, end: usize| Some((if approximate { Form::Open } else { form }, end));
    match words.low(next) {
        "ago" if exact && number < 100 => whole(day(-number), next + 1),
        "ago" => Some((Form::Open, next + 1)),
        "later" | "afterwards" => whole(from_told(unit, number), next + 1),
        "earlier" | "previously" => whole(from_told(unit, -number), next + 1),
        "before" | "after" | "following" if ends_phrase(words, next + 1) => {
            let by = if words.low(next) == "before" { -number } else { number };
            whole(from_told(unit, by), next + 1)
        }
        "before" => from_other(words, next + 1, unit, -number, approximate),
        "after" | "following" => from_other(words, next + 1, unit, number, approximate),
        "prior" if words.low(next + 1) == "to" => from_other(words, next + 2, unit, -number, approximate),
        "ahead" if words.low(next + 1) == "of" => from_other(words, next + 2, unit, -number, approximate),
        _ => None,
    }
}

fn from_told(unit: Unit, by: i32) -> Form {
    match unit {
        Unit::Day => Form::FromTold { unit, by },
        // Many years are a round number.
        Unit::Year if by.abs() <= 3 => Form::FromTold { unit, by },
        _ => Form::Open,
    }
}

fn ends_phrase(words: &Words, at: usize) -> bool {
    words.is_punctuation(at) && !matches!(words.low(at), "\"" | "“" | "'" | "‘" | "``" | "(")
        || matches!(words.low(at), "and" | "but" | "when" | "that")
}

/// What stands behind "a day after": another time, or a noun that names an event.
fn from_other(words: &Words, at: usize, unit: Unit, by: i32, approximate: bool) -> Option<(Form, usize)> {
    let days = match unit {
        Unit::Day => Some(by),
        Unit::Week => Some(by * 7),
        _ => None,
    };
    let Some(by) = days.filter(|_| !approximate) else { return Some((Form::Open, at)) };
    let the = usize::from(matches!(words.low(at), "the" | "last" | "a"));
    if let Some((form, end)) = super::dates::date(words, at).or_else(|| super::dates::date(words, at + the)) {
        return Some((Form::From { by, form: Box::new(form) }, end));
    }
    match event(words, at) {
        Some(event) => Some((Form::FromEvent { by, event }, event + 1)),
        None => Some((Form::Open, at)),
    }
}

/// The noun of "the peace talks": the last small word of a short phrase that begins with an article.
fn event(words: &Words, at: usize) -> Option<usize> {
    if !matches!(words.low(at), "the" | "that" | "those" | "their" | "his" | "her" | "its") {
        return None;
    }
    let ends = |at: usize| words.is_punctuation(at) || is_link(words.low(at));
    let end = (at + 1..at + 6).find(|&at| ends(at))?;
    (end - 1 > at && words.is_small(end - 1)).then_some(end - 1)
}

/// Words that no noun phrase goes on with.
fn is_link(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "of"
            | "with"
            | "between"
            | "and"
            | "but"
            | "that"
            | "which"
            | "who"
            | "when"
            | "for"
            | "to"
            | "by"
            | "from"
            | "over"
            | "was"
            | "were"
            | "had"
            | "said"
            | "as"
            | "'s"
    )
}
