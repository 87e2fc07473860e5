//! What time does the clock show? "10:30 a.m. EST", "0400 GMT", "10am local time", "noon".
//!
//! Two numbers with a colon are a time only with something that says so: a.m. or p.m., a zone, or "at".

use sayso_text::Span;

use crate::Clock;
use crate::lexicon::{digits, is_daytime, zone};
use crate::words::Words;

/// The time that begins at word `at`, and the word behind it.
pub(super) fn clock(words: &Words, at: usize) -> Option<(Clock, usize)> {
    let word = words.low(at);
    if matches!(word, "noon" | "midday") {
        return Some((Clock { hour: 12, minute: 0, zone: None, offset: None }, at + 1));
    }
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let glued = ["am", "pm", "a.m.", "p.m.", "a.m", "p.m"]
        .iter()
        .find_map(|half| Some((word.strip_suffix(half)?, half.starts_with('p'))));
    let (figures, half, end) = match (glued, half_of_day(words, at + 1)) {
        (Some((figures, afternoon)), _) => (figures, Some(afternoon), at + 1),
        (None, Some((afternoon, end))) => (word, Some(afternoon), end),
        (None, None) => (word, None, at + 1),
    };
    let (hour, minute, is_clear) = hour_and_minute(figures)?;
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    let (zone, offset, end) =
        zone_at(words, end).map_or((None, None, end), |(span, offset, end)| (Some(span), offset, end));
    let introduced =
        matches!(words.before(at, 1), "at" | "around" | "about" | "by" | "until" | "since" | "from");
    let told = half.is_some() || zone.is_some() || is_clear && introduced;
    (told && (is_clear || half.is_some() || figures.len() == 4))
        .then_some((Clock { hour, minute, zone, offset }, end))
}

/// Whether "p.m." stands at `at`, or "a.m.", and the word behind it.
fn half_of_day(words: &Words, at: usize) -> Option<(bool, usize)> {
    match words.low(at) {
        "am" | "a.m." | "a.m" => Some((false, at + 1)),
        "pm" | "p.m." | "p.m" => Some((true, at + 1)),
        _ => None,
    }
}

/// Hour, minute, and whether a colon or stop makes it a time.
fn hour_and_minute(figures: &str) -> Option<(u8, u8, bool)> {
    let (hour, minute, is_clear) = match figures.split_once([':', '.']) {
        Some((hour, minute)) => (digits(hour, 1, 2)?, digits(minute, 2, 2)?, figures.contains(':')),
        None if figures.len() == 4 => {
            (digits(figures.get(..2)?, 2, 2)?, digits(figures.get(2..)?, 2, 2)?, false)
        }
        None => (digits(figures, 1, 2)?, 0, false),
    };
    (hour < 24 && minute < 60).then_some((hour as u8, minute as u8, is_clear))
}

/// "GMT", "(UTC)", "local time", "UTC+2", "Eastern Time": its place, its offset, the word behind it.
fn zone_at(words: &Words, at: usize) -> Option<(Span, Option<i16>, usize)> {
    let open = usize::from(words.low(at) == "(");
    let from = at + open;
    let low = words.low(from);
    let named = words.raw(from).bytes().all(|byte| byte.is_ascii_uppercase());
    let letters = zone(low).filter(|_| named);
    let (offset, end) = match letters {
        Some(Some(0)) => shift(words, from + 1).map_or((Some(0), from + 1), |(by, end)| (by, end)),
        Some(offset) => (offset, from + 1),
        None if low == "local" && words.low(from + 1) == "time" => (None, from + 2),
        None if words.is_capital(from) && !is_daytime(low) => {
            let end = (from + 1..from + 4).find(|&end| matches!(words.low(end), "time"))?;
            (None, end + 1)
        }
        None => return None,
    };
    let span = words.span(from..end)?;
    Some((span, offset, end + usize::from(open == 1 && words.low(end) == ")")))
}

/// "+2", "-5", "+05:30" behind "UTC": minutes, and the word behind.
fn shift(words: &Words, at: usize) -> Option<(Option<i16>, usize)> {
    let sign = match words.low(at) {
        "+" => 1,
        "-" | "–" | "−" => -1,
        _ => return None,
    };
    if !words.touches_next(at) {
        return None;
    }
    let (hour, minute) = words.low(at + 1).split_once(':').unwrap_or((words.low(at + 1), "0"));
    let minutes =
        digits(hour, 1, 2).zip(digits(minute, 1, 2)).map(|(hour, minute)| sign * (hour * 60 + minute));
    Some((minutes.filter(|minutes| minutes.abs() <= 14 * 60), at + 2))
}

#[cfg(test)]
mod tests {
    use sayso_text::{Segments, Text};

    use super::*;

    /// Hour, minute, zone as written and offset, for a text that begins with the time behind one word.
    fn read(text: &str) -> Option<(u8, u8, String, Option<i16>)> {
        let text = Text::new(text);
        let segments = Segments::of(&text);
        let lower = crate::words::lower(&text);
        let (clock, _) = clock(&Words::of(&text, &segments, &lower), 1)?;
        let zone = clock.zone.map_or("", |span| text.slice(span)).to_owned();
        Some((clock.hour, clock.minute, zone, clock.offset))
    }

    fn is(hour: u8, minute: u8, zone: &str, offset: Option<i16>) -> Option<(u8, u8, String, Option<i16>)> {
        Some((hour, minute, zone.to_owned(), offset))
    }

    #[test]
    fn times_of_day() {
        assert_eq!(read("at 10:30 a.m. EST they left"), is(10, 30, "EST", Some(-300)));
        assert_eq!(read("at 12:05 a.m. they left"), is(0, 5, "", None));
        assert_eq!(read("at 14:00 UTC"), is(14, 0, "UTC", Some(0)));
        assert_eq!(read("at 0400 GMT"), is(4, 0, "GMT", Some(0)));
        assert_eq!(read("at 3pm ET"), is(15, 0, "ET", None));
        assert_eq!(read("at 9.15am local time"), is(9, 15, "local time", None));
        assert_eq!(read("at 17:00 (UTC+2) they left"), is(17, 0, "UTC+2", Some(120)));
        assert_eq!(read("at 1:42 p.m. Pacific Time"), is(13, 42, "Pacific Time", None));
        assert_eq!(read("at noon"), is(12, 0, "", None));
        assert_eq!(read("at 22:10"), is(22, 10, "", None));
    }

    #[test]
    fn other_numbers() {
        for text in [
            "won 10:30",
            "at 25:00 UTC",
            "at 13 p.m.",
            "at 1400 people",
            "in 2013",
            "at 5",
            "verse 3:16",
            "at 10:99",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
