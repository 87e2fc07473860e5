//! Of all days so named, which one is meant? Counts from one day of publication.
//!
//! A weekday is the nearest on the side that the tense gives. A day or month without its year lies on that
//! side, too, but hardly ever further off than ten months: nobody leaves the year out then.

use sayso_domain::{Date, When};

use crate::calendar::{
    Unit, add_days, add_months, days_between, months, unit_at, weekday, weekday_back, weekday_on,
};
use crate::grammar::{Form, Which, Year, of_year, season_from};
use crate::tense::Tense;

/// Days past which a date is given with its year.
const FAR: i32 = 300;
/// Days within which a date that has passed may still be told as to come ("would begin on May 5").
const NEAR: i32 = 65;

/// What `form` means when published on `today`; none for forms that count from the text.
pub(super) fn when(form: &Form, today: Date, tense: Tense) -> Option<When> {
    match *form {
        Form::Weekday { weekday, which } => weekday_at(today, weekday, which, tense).map(When::Day),
        Form::FromToday { unit: Unit::Weekend, by } => weekend(today, Some(by), tense),
        Form::Weekend => weekend(today, None, tense),
        Form::FromToday { unit, by } => unit_at(today, unit, by),
        Form::DayOfMonth(day) => day_of_month(today, day, tense).map(When::Day),
        Form::Days { month, first, last, year, weekday } => {
            days(today, (month, first, last), year, weekday, tense)
        }
        Form::Month { month, which, year } => month_at(today, month, which, year, tense),
        Form::Season { month, which } => season(today, month, which),
        _ => None,
    }
}

fn weekday_at(today: Date, wanted: i8, which: Which, tense: Tense) -> Option<Date> {
    match (which, tense) {
        (Which::Last, _) => weekday_back(add_days(today, -1)?, wanted),
        (Which::Next, _) => weekday_on(add_days(today, 1)?, wanted),
        (Which::This, Tense::Past) | (Which::Plain, Tense::Past | Tense::Unknown) => {
            weekday_back(today, wanted)
        }
        (Which::This, _) | (Which::Plain, Tense::Future) => weekday_on(today, wanted),
        (Which::Plain, Tense::Planned) => None,
    }
}

/// `by` weekends from this week's; without it, the one that the tense gives.
fn weekend(today: Date, by: Option<i32>, tense: Tense) -> Option<When> {
    let early = weekday(today) < 3;
    let by = match (by, tense) {
        (Some(1), _) => return None,
        (Some(0), Tense::Past) if early => -1,
        (Some(by), _) => by,
        (None, Tense::Future) => 0,
        (None, Tense::Planned) => return None,
        (None, _) => -i32::from(weekday(today) < 5),
    };
    unit_at(today, Unit::Weekend, by)
}

fn day_of_month(today: Date, day: i8, tense: Tense) -> Option<Date> {
    let by = match tense {
        Tense::Past | Tense::Unknown => -i32::from(day > today.day()),
        Tense::Future => i32::from(day < today.day()),
        Tense::Planned => return None,
    };
    let (year, month) = add_months(today.year(), today.month(), by)?;
    Date::new(year, month, day).ok()
}

fn days(
    today: Date,
    (month, first, last): (i8, i8, i8),
    year: Year,
    wanted: Option<i8>,
    tense: Tense,
) -> Option<When> {
    let in_year = |by: i16| of_year(today.year().checked_add(by)?, month, first, last);
    match (year, wanted) {
        (Year::FromThis(by), None) => in_year(by),
        (Year::FromThis(by), Some(wanted)) => in_year(by).filter(|when| weekday(when.first()) == wanted),
        (Year::Given(year), _) => of_year(year, month, first, last),
        // Only one of three years in a row has a day on that weekday, mostly.
        (Year::Open, Some(wanted)) => {
            let mut fitting = [-1, 0, 1].into_iter().filter_map(in_year).filter(|when| {
                weekday(when.first()) == wanted && days_between(when.first(), today).abs() < 366
            });
            fitting.next().filter(|_| fitting.next().is_none())
        }
        (Year::Open, None) => {
            let this = in_year(0);
            let is_past = Date::new(today.year(), month, first.min(28)).ok()? <= today
                && this.is_none_or(|when| when.first() <= today);
            let (past, future) = if is_past { (this, in_year(1)) } else { (in_year(-1), this) };
            if past.is_some_and(|when| when.first() == today) {
                return past;
            }
            nearer(today, past, future, tense)
        }
    }
}

/// Of the last one and the next one, the one that tense and distance agree on.
fn nearer(today: Date, past: Option<When>, future: Option<When>, tense: Tense) -> Option<When> {
    let back = past.map_or(i32::MAX, |when| days_between(when.last(), today).max(0));
    let on = future.map_or(i32::MAX, |when| days_between(today, when.first()).max(0));
    let clearly = |one: i32, other: i32| one <= FAR && one < other - other / 3;
    match tense {
        Tense::Past if back <= FAR => past,
        Tense::Future if on <= FAR => future,
        Tense::Future if back < NEAR => past,
        Tense::Planned | Tense::Unknown if clearly(back, on) => past,
        Tense::Planned | Tense::Unknown if clearly(on, back) => future,
        _ => None,
    }
}

fn month_at(today: Date, month: i8, which: Which, year: Year, tense: Tense) -> Option<When> {
    let in_year = |by: i16| months(today.year().checked_add(by)?, month, 1);
    if let Year::FromThis(by) = year {
        return in_year(by);
    }
    let ahead = month > today.month();
    match which {
        Which::Last => in_year(if month < today.month() { 0 } else { -1 }),
        Which::Next => in_year(i16::from(!ahead)),
        Which::This => in_year(0),
        Which::Plain if month == today.month() => in_year(0),
        Which::Plain if ahead => nearer(today, in_year(-1), in_year(0), tense),
        Which::Plain => nearer(today, in_year(0), in_year(1), tense),
    }
}

/// "last summer" is open for a while after a summer's end, when it may be the one before.
fn season(today: Date, first: i8, which: Which) -> Option<When> {
    let mut around = [-1, 0].into_iter().filter_map(|by| season_from(today.year().checked_add(by)?, first));
    match which {
        Which::This => around.find(|when| when.first() <= today && today <= when.last()),
        Which::Last => {
            let ended = around.rfind(|when| when.last() < today)?;
            let long_ago = days_between(ended.last(), today) > NEAR * 2;
            Some(ended).filter(|_| long_ago)
        }
        _ => None,
    }
}
