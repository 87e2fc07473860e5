//! Which days are the week, month, season that holds this one? Nothing here knows words.
//!
//! Every step is checked: past the years that a [`Date`] can hold there is none.

use std::time::Duration;

use sayso_domain::{Date, When};

/// What a calendar counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    /// Hours, decades, centuries: counted by writers, but too short or too loose for a day to follow.
    Other,
}

/// The day `by` days on; back when negative.
pub(crate) fn add_days(day: Date, by: i32) -> Option<Date> {
    let step = Duration::from_secs(u64::from(by.unsigned_abs()) * 86_400);
    if by < 0 { day.checked_sub(step).ok() } else { day.checked_add(step).ok() }
}

/// The week (from Monday), weekend, month, … that lies `by` of them after the one that holds `day`.
pub(crate) fn unit_at(day: Date, unit: Unit, by: i32) -> Option<When> {
    match unit {
        Unit::Day => add_days(day, by).map(When::Day),
        Unit::Week => days_from(monday(day)?, by.checked_mul(7)?, 7),
        Unit::Weekend => days_from(monday(day)?, by.checked_mul(7)?.checked_add(5)?, 2),
        Unit::Month => {
            let (year, month) = add_months(day.year(), day.month(), by)?;
            months(year, month, 1)
        }
        Unit::Quarter => {
            let first = (day.month() - 1) / 3 * 3 + 1;
            let (year, month) = add_months(day.year(), first, by.checked_mul(3)?)?;
            months(year, month, 3)
        }
        Unit::Year => months(i16::try_from(i32::from(day.year()).checked_add(by)?).ok()?, 1, 12),
        Unit::Other => None,
    }
}

/// The year and month `by` months on.
pub(crate) fn add_months(year: i16, month: i8, by: i32) -> Option<(i16, i8)> {
    let months = (i32::from(year) * 12 + i32::from(month) - 1).checked_add(by)?;
    Some((i16::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as i8 + 1))
}

/// The days of `count` months from the given one on.
pub(crate) fn months(year: i16, month: i8, count: i32) -> Option<When> {
    let first = Date::new(year, month, 1).ok()?;
    let (last_year, last_month) = add_months(year, month, count - 1)?;
    let last = Date::new(last_year, last_month, 1).ok()?.last_of_month();
    When::between(first, last)
}

/// `count` years from `year` on.
pub(crate) fn years(year: i16, count: i16) -> Option<When> {
    months(year, 1, i32::from(count) * 12)
}

/// From Monday, 0, to Sunday, 6.
pub(crate) fn weekday(day: Date) -> i8 {
    day.weekday().to_monday_zero_offset()
}

/// The nearest such weekday on or before `day`.
pub(crate) fn weekday_back(day: Date, wanted: i8) -> Option<Date> {
    add_days(day, -i32::from((weekday(day) - wanted).rem_euclid(7)))
}

/// The nearest such weekday on or after `day`.
pub(crate) fn weekday_on(day: Date, wanted: i8) -> Option<Date> {
    add_days(day, i32::from((wanted - weekday(day)).rem_euclid(7)))
}

/// How many days `later` lies after `earlier`; negative when before.
pub(crate) fn days_between(earlier: Date, later: Date) -> i32 {
    let number =
        |day: Date| i32::from(day.year()) * 365 + leap_days(day.year()) + i32::from(day.day_of_year());
    number(later) - number(earlier)
}

/// Leap days before the year, but for a constant.
fn leap_days(year: i16) -> i32 {
    let before = i32::from(year) - 1;
    before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
}

fn monday(day: Date) -> Option<Date> {
    weekday_back(day, 0)
}

fn days_from(day: Date, by: i32, count: i32) -> Option<When> {
    let first = add_days(day, by)?;
    When::between(first, add_days(first, count - 1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(unit: Unit, by: i32) -> String {
        unit_at(date("2015-09-20"), unit, by).map_or("-".to_owned(), |when| when.to_string())
    }

    #[test]
    fn units_around_a_sunday() {
        assert_eq!(at(Unit::Day, -1), "2015-09-19");
        assert_eq!(at(Unit::Week, 0), "2015-09-14/2015-09-20");
        assert_eq!(at(Unit::Week, -1), "2015-09-07/2015-09-13");
        assert_eq!(at(Unit::Weekend, 0), "2015-09-19/2015-09-20");
        assert_eq!(at(Unit::Month, -9), "2014-12-01/2014-12-31");
        assert_eq!(at(Unit::Quarter, 0), "2015-07-01/2015-09-30");
        assert_eq!(at(Unit::Quarter, -3), "2014-10-01/2014-12-31");
        assert_eq!(at(Unit::Year, -15), "2000-01-01/2000-12-31");
    }

    #[test]
    fn nothing_past_the_end_of_time() {
        for unit in [Unit::Day, Unit::Week, Unit::Weekend, Unit::Month, Unit::Quarter, Unit::Year] {
            for by in [i32::MAX, i32::MIN, 9_000_000, -9_000_000] {
                assert_eq!(at(unit, by), "-", "{unit:?}");
            }
        }
        assert_eq!(at(Unit::Other, 0), "-");
    }

    #[test]
    fn weekdays_and_distances() {
        let sunday = date("2015-09-20");
        assert_eq!(weekday_back(sunday, 6), Some(sunday));
        assert_eq!(weekday_back(sunday, 0), Some(date("2015-09-14")));
        assert_eq!(weekday_on(sunday, 0), Some(date("2015-09-21")));
        assert_eq!(days_between(date("2016-02-28"), date("2016-03-01")), 2);
        assert_eq!(days_between(date("2016-01-01"), date("2015-12-31")), -1);
        assert_eq!(days_between(date("1999-12-31"), date("2001-01-01")), 367);
    }
}
