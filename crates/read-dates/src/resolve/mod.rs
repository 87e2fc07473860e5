//! Which days are meant? Reads a text's sentences in order and counts from what they tell.
//!
//! What the text gives to count from: the day of publication; the time told last, for "the following day";
//! the day told last outside quotation marks as recent news, which is a quoted speaker's "today"; and for each
//! noun the day that its clause was dated with, for "a day after the talks".
//!
//! *Invariant:* what is counted from a time further back than a few sentences (`MEMORY`) stays open.

mod nearest;

use std::collections::HashMap;
use std::ops::Range;

use sayso_domain::{Date, When};
use sayso_text::{QuoteState, Quotes, Segments, Text};

use crate::TimeExpression;
use crate::calendar::{Unit, add_days, days_between, unit_at};
use crate::grammar::{Form, Found, Year, read_at};
use crate::lexicon::is_reporting;
use crate::tense::{Tense, tense};
use crate::words::{Words, lower};

/// How many sentences back a time may stand that another one is counted from.
const MEMORY: usize = 3;
/// How many sentences after it a quotation's "today" may still be that day: quotations run on.
const QUOTE_MEMORY: usize = 6;

/// How far a clause reaches on either side of its time, in words.
const CLAUSE: usize = 30;

/// All expressions of the text; see [`read_dates`](crate::read_dates).
pub(crate) fn read(text: &Text, segments: &Segments, published: Option<Date>) -> Vec<TimeExpression> {
    let lower = lower(text);
    let words = Words::of(text, segments, &lower);
    let today = published.or_else(|| dateline(&words, segments));
    let mut reader =
        Reader { words: &words, quotes: Quotes::of(text), today, told: Told::default(), found: Vec::new() };
    for (number, sentence) in segments.sentences.iter().enumerate() {
        reader.read_sentence(number, sentence.tokens.start as usize..sentence.tokens.end as usize);
    }
    reader.found
}

/// The day that a dateline gives in full: before a dash at the start of a line, or in a short line that is no
/// sentence, among the first lines.
fn dateline(words: &Words, segments: &Segments) -> Option<Date> {
    const LINES: usize = 5;
    const LONGEST: u32 = 120;
    for paragraph in segments.paragraphs.iter().take(LINES) {
        let tokens = segments.tokens_in(*paragraph);
        let is_line = paragraph.len() <= LONGEST && words.low(tokens.end.wrapping_sub(1)) != ".";
        for at in tokens.start..tokens.end.min(tokens.start + 20) {
            let Some(Found { end, form: Form::Fixed(When::Day(day)), .. }) =
                read_at(&words.until(tokens.end), at)
            else {
                continue;
            };
            let dash = (end..end + 5).find(|&at| matches!(words.low(at), "-" | "--" | "–" | "—"));
            let bare = |dash: usize| dash == end || words.low(end) == "(" && words.low(dash - 1) == ")";
            if is_line || dash.is_some_and(bare) {
                return Some(day);
            }
        }
    }
    None
}

struct Reader<'a> {
    words: &'a Words<'a>,
    quotes: Quotes,
    today: Option<Date>,
    told: Told<'a>,
    found: Vec<TimeExpression>,
}

/// What the text has told so far, each with the number of its sentence.
#[derive(Default)]
struct Told<'a> {
    /// The last time that was resolved.
    time: Option<(When, usize)>,
    /// The last whole year, and the word behind it.
    year: Option<(i16, usize)>,
    /// The last day that was resolved.
    day: Option<(Date, usize)>,
    /// The last day counted from publication, as the days of fresh news are.
    news: Option<(Date, usize)>,
    /// The day of each noun's event; none where two clauses date it differently.
    events: HashMap<&'a str, Option<Date>>,
}

/// Where an expression stands.
struct Place {
    number: usize,
    sentence: Range<usize>,
    words: Range<usize>,
    quoted: bool,
}

impl<'a> Reader<'a> {
    fn read_sentence(&mut self, number: usize, sentence: Range<usize>) {
        let words = self.words.until(sentence.end);
        let mut at = sentence.start;
        let mut days = Vec::new();
        while at < sentence.end {
            let Some(found) = read_at(&words, at) else {
                at += 1;
                continue;
            };
            let end = found.end.max(at + 1);
            if let Some(day) =
                self.take(&found, Place { number, sentence: sentence.clone(), words: at..end, quoted: false })
            {
                days.push((day, at..end));
            }
            at = end;
        }
        for (day, place) in days {
            self.date_events(day, &sentence, place);
        }
    }

    /// Adds what was found; gives its day where it dates the news.
    fn take(&mut self, found: &Found, place: Place) -> Option<Date> {
        let span = self.words.span(place.words.clone())?;
        let quoted = self.quotes.state_at(span.start()) == QuoteState::Inside;
        let place = Place { quoted, ..place };
        let when = self.when(&found.form, &place);
        self.found.push(TimeExpression { span, when, time: found.clock });
        let when = when.filter(|_| !quoted)?;
        self.told.time = Some((when, place.number));
        if unit_at(when.first(), Unit::Year, 0) == Some(when) {
            self.told.year = Some((when.first().year(), place.words.end));
        }
        let day = when.day()?;
        self.told.day = Some((day, place.number));
        let fresh = matches!(found.form, Form::Weekday { .. } | Form::FromToday { by: -1..=0, .. });
        if fresh && self.today.is_some_and(|today| day <= today) {
            self.told.news = Some((day, place.number));
        }
        Some(day)
    }

    fn when(&self, form: &Form, place: &Place) -> Option<When> {
        let tense = || tense(self.words, place.sentence.clone(), place.words.clone());
        match form {
            Form::Open => None,
            Form::Fixed(when) => Some(*when),
            Form::Days { month, first, last, year: Year::Open, weekday: None }
                if self.year_told(place).is_some() =>
            {
                crate::grammar::of_year(self.year_told(place)?, *month, *first, *last)
            }
            Form::Days { .. } if self.in_another_year(place) => None,
            Form::FromToday { unit: Unit::Day, by } if place.quoted => {
                let (day, sentence) = self.told.news?;
                add_days(day, *by).filter(|_| place.number - sentence <= QUOTE_MEMORY).map(When::Day)
            }
            Form::FromTold { unit, by } => self.counted_from_told(*unit, *by, place.number),
            Form::FromEvent { by, event } => {
                let day = self.told.events.get(singular(self.words.raw(*event))).copied().flatten()?;
                add_days(day, *by).map(When::Day)
            }
            Form::From { by, form } => add_days(self.when(form, place)?.day()?, *by).map(When::Day),
            Form::Through(first, last) => self.through(first, last, place),
            _ => nearest::when(form, self.today?, tense()),
        }
    }

    /// "In 1944, on June 6", "Last year, on June 6": the year that stands right before the day.
    fn year_told(&self, place: &Place) -> Option<i16> {
        let (year, end) = self.told.year?;
        (place.words.start <= end + 3 && end >= place.sentence.start).then_some(year)
    }

    /// Whether the story has moved to another year, so that a day without one may lie there.
    fn in_another_year(&self, place: &Place) -> bool {
        let (Some(today), Some((day, sentence))) = (self.today, self.told.day) else { return false };
        place.number - sentence <= MEMORY && days_between(day, today).abs() > 400
    }

    fn counted_from_told(&self, unit: Unit, by: i32, number: usize) -> Option<When> {
        let near = |sentence: usize| number - sentence <= MEMORY;
        if unit == Unit::Day {
            let (day, _) = self.told.day.filter(|(_, sentence)| near(*sentence))?;
            return add_days(day, by).map(When::Day);
        }
        let (when, _) = self.told.time.filter(|(_, sentence)| near(*sentence))?;
        let one = unit_at(when.first(), unit, by);
        one.filter(|_| one == unit_at(when.last(), unit, by))
    }

    /// From the first day of `first` to the last of `last`; what is written of the year with one counts for both.
    fn through(&self, first: &Form, last: &Form, place: &Place) -> Option<When> {
        let end = self.when(last, place)?;
        let given = matches!(last, Form::Fixed(_));
        let start = match first {
            Form::Days { month, first, last, year: Year::Open, weekday: None } if given => {
                let year = end.first().year() - i16::from(*month > end.first().month());
                crate::grammar::of_year(year, *month, *first, *last)?
            }
            Form::Month { month, year: Year::Open, .. } if given => crate::calendar::months(
                end.first().year() - i16::from(*month > end.first().month()),
                *month,
                1,
            )?,
            _ => self.when(first, place)?,
        };
        let is_week = matches!(last, Form::Weekday { .. }) && end.last() < start.first();
        let end = if is_week { add_days(end.last(), 7)? } else { end.last() };
        When::between(start.first(), end)
    }

    /// Gives `day` to the nouns that stand in one clause with it, unless the clause dates a saying.
    fn date_events(&mut self, day: Date, sentence: &Range<usize>, place: Range<usize>) {
        let words = self.words;
        let ends = |at: &usize| ends_clause(words, *at);
        let (from, to) =
            (sentence.start.max(place.start.saturating_sub(CLAUSE)), sentence.end.min(place.end + CLAUSE));
        let start = (from..place.start).rev().find(ends).map_or(from, |at| at + 1);
        let end = (place.end..to).find(ends).unwrap_or(to);
        if (start..end).any(|at| is_reporting(words.low(at)))
            || tense(words, sentence.clone(), place) == Tense::Planned
        {
            return;
        }
        for at in start..end {
            let word = words.raw(at);
            if word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                let dated = self.told.events.entry(singular(word)).or_insert(Some(day));
                *dated = dated.filter(|known| *known == day);
            }
        }
    }
}

fn ends_clause(words: &Words, at: usize) -> bool {
    words.is_punctuation(at) && !matches!(words.low(at), "'" | "-" | "(" | ")")
        || matches!(
            words.low(at),
            "that" | "who" | "which" | "after" | "before" | "when" | "while" | "but" | "as" | "and"
        )
}

/// The noun without the ending of its plural: "talk" for "talks".
fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|word| word.len() > 3 && !word.ends_with('s')).unwrap_or(word)
}
