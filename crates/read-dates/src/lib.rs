//! When? Time expressions in news, and the day on which each statement was made.
//!
//! [`read_dates`] finds the words that name a time and, where text and calendar allow, the days they mean.
//! [`said_on()`] takes those and the statements, and gives each the day it was said, if the text tells.
//! Text goes through three steps, sentence by sentence:
//!
//! 1. `grammar` reads the words into a form, which says nothing yet of a day: "Saturday",
//!    "a day after the talks", "May 3 to 5";
//! 2. `tense` looks for the verb: past, or still to come?
//! 3. `resolve` counts from the day of publication, from the last day told, or from the day of an event.
//!
//! Nothing is guessed: an expression that the text leaves open is listed without a day. Durations ("for
//! three days") and ages are no dates and are not listed. All is English, and takes time in proportion to
//! the text.
//!
//! Known weaknesses: the verb is found by its form, without a parser; a date without a year lies in the year
//! that its tense suggests; nothing is converted between time zones; the year's seasons and "the weekend" are
//! those of the north and of a Monday-to-Friday week.

mod calendar;
mod grammar;
mod lexicon;
mod resolve;
mod said_on;
mod tense;
mod words;

use sayso_domain::{Date, When};
use sayso_text::{Segments, Span, Text};

pub use said_on::{StatementView, said_on};

/// Words that name a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words, without the preposition: "Saturday", "May 3-5, 2006", "10 a.m. GMT on Sunday".
    pub span: Span,
    /// The days meant, on the publisher's calendar. None: the text does not tell them ("recently", "every
    /// Monday"), or not without knowing when it was published.
    pub when: Option<When>,
    /// The time of day, where one is written on a clock. It never moves the day.
    pub time: Option<Clock>,
}

/// A time of day as written: "10:30 a.m. EST".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// The words that name the zone: "EST", "local time". None where the text names none.
    pub zone: Option<Span>,
    /// Minutes east of Greenwich, where the zone's name settles them: -300 for "EST", none for "ET".
    pub offset: Option<i16>,
}

/// The time expressions of a text, in text order, none overlapping another.
///
/// `published` is the day that "today" is counted from; without it the day of a dateline in the first lines
/// is taken, if they give one in full ("LONDON, Sept. 20, 2015 (Xinhua) --"). By the conventions of news a weekday
/// is the nearest on or before that day, or with a verb that looks ahead the nearest on or after it.
///
/// ```
/// use sayso_read_dates::read_dates;
/// use sayso_text::{Segments, Text};
/// let text = Text::new("They met on Saturday for two days. She will leave on Monday, and was here recently.");
/// let found = read_dates(&text, &Segments::of(&text), "2015-09-20".parse().ok());
/// let shown: Vec<_> =
///     found.iter().map(|e| (text.slice(e.span), e.when.map(|when| when.to_string()))).collect();
/// assert_eq!(
///     shown,
///     [
///         ("Saturday", Some("2015-09-19".to_owned())),
///         ("Monday", Some("2015-09-21".to_owned())),
///         ("recently", None),
///     ]
/// );
/// ```
///
/// Words that only look like dates are none:
///
/// ```
/// use sayso_read_dates::read_dates;
/// use sayso_text::{Segments, Text};
/// let text = Text::new("May may march: it cost $2013, Flight 1990 said.");
/// assert!(read_dates(&text, &Segments::of(&text), "2015-09-20".parse().ok()).is_empty());
/// ```
pub fn read_dates(text: &Text, segments: &Segments, published: Option<Date>) -> Vec<TimeExpression> {
    resolve::read(text, segments, published)
}
