//! When?

use std::fmt;

use jiff::civil::Date;

/// A day or a run of days, as a text means it: whole days of the publisher's calendar, no clock.
///
/// ```
/// use sayso_domain::{Date, When};
/// let day = |text: &str| text.parse::<Date>().unwrap();
/// let june = When::between(day("2004-06-01"), day("2004-06-30")).unwrap();
/// assert_eq!((june.first(), june.day()), (day("2004-06-01"), None));
/// assert_eq!(june.to_string(), "2004-06-01/2004-06-30");
/// assert_eq!(When::between(day("2004-06-30"), day("2004-06-01")), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// One day.
    Day(Date),
    /// Some day of these, or all of them: a week, month, year, quarter, season, decade.
    Range {
        /// The first day.
        first: Date,
        /// The last day, included; never before the first.
        last: Date,
    },
}

impl When {
    /// The days from `first` to `last`, both included, as a range even when they are the same; none when
    /// `last` comes before `first`.
    pub fn between(first: Date, last: Date) -> Option<When> {
        (first <= last).then_some(When::Range { first, last })
    }

    /// The first day.
    pub fn first(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Range { first, .. } => first,
        }
    }

    /// The last day, included.
    pub fn last(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Range { last, .. } => last,
        }
    }

    /// The day, where it is one; none for a range, however short.
    pub fn day(self) -> Option<Date> {
        match self {
            When::Day(day) => Some(day),
            When::Range { .. } => None,
        }
    }
}

impl fmt::Display for When {
    /// As in ISO 8601: `2004-06-05`, or `2004-06-01/2004-06-30` with both ends included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => write!(f, "{day}"),
            When::Range { first, last } => write!(f, "{first}/{last}"),
        }
    }
}
