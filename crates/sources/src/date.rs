//! What day does this say?
//!
//! Three doors, from strict to searching: [`iso_day`] for data that promises ISO 8601, [`stated_day`] for
//! what web pages put in their date fields, [`find_day`] for a date written in a line of English. The day is
//! the publisher's: times and zones are checked and dropped, never converted. All-digit dates such as
//! 03/05/2024 are not read, since nothing says which is the month.

use std::ops::Range;

use sayso_domain::Date;

/// The day of "2015-09-20", "2015-09-20T23:30:00+02:00" or "2015-09-20 23:30"; strict otherwise.
pub(crate) fn iso_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = split_day(text.get(..10)?, '-')?;
    let rest = &text[10..];
    (rest.is_empty() || is_time(rest)).then_some(day)
}

/// The day of what a date field of a page holds: ISO 8601, its basic form, or a date in words.
pub(crate) fn stated_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let plausible = |day: &Date| (1700..=2200).contains(&day.year());
    let head = text.get(..10);
    let iso = head.and_then(|head| split_day(head, '-').or_else(|| split_day(head, '/')));
    // "2019-11-18T5:30 PM" is no ISO time, but the day stands.
    let iso = iso.filter(|_| !text[10..].starts_with(|c: char| c.is_ascii_digit()));
    iso.or_else(|| basic_day(text)).or_else(|| find_day(text).map(|(_, day)| day)).filter(plausible)
}

/// The day of a date as mail has it, with the year in two digits: "Sun, 20 Sep 15 10:00:00 GMT". Years from 70
/// on are those of the last century.
pub(crate) fn mail_day(text: &str) -> Option<Date> {
    let text = text.split_once(',').map_or(text, |(_, date)| date);
    let mut words = text.split_whitespace();
    let (of, month, year) = (day_of_month(words.next()?)?, month(words.next()?)?, words.next()?);
    let year =
        year.parse::<i16>().ok().filter(|_| year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit()))?;
    Date::new(if year < 70 { 2000 + year } else { 1900 + year }, month, of).ok()
}

/// The day in a web address such as `/2019/11/18/story.html`.
pub(crate) fn day_in_url(url: &str) -> Option<Date> {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = url.split(['/', '?', '#']).collect();
    let found = parts.windows(3).find(|w| digits(w[0], 4) && digits(w[1], 2) && digits(w[2], 2))?;
    day(found[0], found[1].parse().ok()?, found[2]).filter(|day| (1990..=2200).contains(&day.year()))
}

/// The first date with a year in a line of English, and the bytes it stands at:
/// "September 20, 2015", "Sept. 20 2015", "20 September 2015", "20th of May, 2015", "2015-09-20".
pub(crate) fn find_day(line: &str) -> Option<(Range<usize>, Date)> {
    let words = words(line);
    (0..words.len()).find_map(|i| {
        let word = |n: usize| words.get(i + n).map(|range| &line[range.clone()]);
        let spaced = |n: usize| close_by(line, &words[i..=(i + n).min(words.len() - 1)]);
        let to = |n: usize| words[i].start..words[i + n].end;
        if let Some(day) =
            word(0).and_then(|word| split_day(word.get(..10)?, '-').filter(|_| word.len() == 10))
        {
            return Some((to(0), day));
        }
        if let (Some(month), Some(of), Some(year)) = (word(0).and_then(month), word(1), word(2))
            && spaced(2)
        {
            return day(year, month, of).map(|day| (to(2), day));
        }
        let shift = usize::from(word(1) == Some("of"));
        let (of, month) = (word(0)?, word(1 + shift).and_then(month)?);
        day(word(2 + shift)?, month, of).filter(|_| spaced(2 + shift)).map(|day| (to(2 + shift), day))
    })
}

/// The number of a month's English name or usual abbreviation.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let known = |name: &str| word == name || word == name[..3] || (name == "september" && word == "sept");
    let at = MONTHS.iter().position(|name| known(name))?;
    Some(at as i8 + 1)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day of the month in "20", "3rd".
pub(crate) fn day_of_month(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let number = digits.parse::<i8>().ok().filter(|_| digits.len() <= 2)?;
    (1..=31).contains(&number).then_some(number)
}

fn day(year: &str, month: i8, of: &str) -> Option<Date> {
    let year = year.parse::<i16>().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month, day_of_month(of)?).ok()
}

fn split_day(text: &str, mark: char) -> Option<Date> {
    let mut parts = text.split(mark);
    let mut number = |length: usize| {
        let part = parts.next()?;
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())?
    };
    let (year, month, of) = (number(4)?, number(2)?, number(2)?);
    Date::new(year, month as i8, of as i8).ok().filter(|_| parts.next().is_none())
}

fn basic_day(text: &str) -> Option<Date> {
    let (digits, rest) = (text.get(..8)?, &text[8..]);
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    let month = digits[4..6].parse::<i8>().ok()?;
    day(&digits[..4], month, &digits[6..])
}

/// "T23:30", " 23:30:00.5 +02:00", "t23:30Z": hours and minutes, then what ISO 8601 and RFC 3339 allow.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix(['T', 't', ' ']) else { return false };
    let zone_at = time.find(['Z', 'z', '+', '-', ' ']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let limits = [24, 59, 60];
    let parts: Vec<&str> = clock.split(':').collect();
    let good_clock = (2..=3).contains(&parts.len())
        && parts.iter().zip(limits).all(|(part, limit)| {
            part.len() == 2 && digits(part) && part.parse::<u8>().is_ok_and(|number| number <= limit)
        });
    let zone = zone.trim_start();
    let offset = zone.strip_prefix(['+', '-']).map(|offset| offset.replace(':', ""));
    let good_zone = match offset {
        Some(offset) => digits(&offset) && [2, 4, 6].contains(&offset.len()),
        None => ["", "z", "utc", "gmt"].contains(&zone.to_ascii_lowercase().as_str()),
    };
    good_clock && digits(fraction) && good_zone
}

/// Runs of letters, digits and inner hyphens, as byte ranges.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in line.char_indices() {
        if !c.is_alphanumeric() && c != '-' {
            continue;
        }
        match words.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

/// Whether only a space, a comma or a full stop stands between the words.
fn close_by(line: &str, words: &[Range<usize>]) -> bool {
    words.windows(2).all(|pair| {
        let gap = &line[pair[0].end..pair[1].start];
        gap.len() <= 3 && gap.chars().all(|c| c == ' ' || c == ',' || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn iso_dates_keep_the_publishers_day() {
        for text in [
            "2015-09-20",
            " 2015-09-20 ",
            "2015-09-20T23:30:00-11:00",
            "2015-09-20T23:30Z",
            "2015-09-20 23:30:59.123456+0200",
            "2015-09-20t00:00:00,5 utc",
        ] {
            assert_eq!(iso_day(text), Some(date("2015-09-20")), "{text}");
        }
    }

    #[test]
    fn what_is_no_iso_date_is_none() {
        for text in [
            "",
            "2015",
            "2015-9-20",
            "2015-02-30",
            "20 Sep 2015",
            "2015-09-201",
            "2015-09-20T",
            "2015-09-20T25:00",
            "2015-09-20 noon",
            "é2015-09-2",
            "2015-09-20T10:00+x",
            "03/05/2015",
        ] {
            assert_eq!(iso_day(text), None, "{text}");
        }
    }

    #[test]
    fn pages_state_days_in_many_ways() {
        for text in [
            "2015-09-20T05:00 PM",
            "20150920",
            "2015/09/20 10:00",
            "Sun, 20 Sep 2015 10:00:00 GMT",
            "September 20, 2015",
            "Sept. 20, 2015 5:30 p.m. ET",
            "20th of September, 2015",
            "Published 20 September 2015",
        ] {
            assert_eq!(stated_day(text), Some(date("2015-09-20")), "{text}");
        }
        for text in ["", "09/10/2015", "yesterday", "1442700000", "0001-01-01T00:00:00", "September 2015"] {
            assert_eq!(stated_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_found_at_its_place() {
        let line = "Xinhua, September 20, 2015 Adjust font size:";
        let (place, day) = find_day(line).unwrap();
        assert_eq!((&line[place], day), ("September 20, 2015", date("2015-09-20")));
        for line in ["on Sept. 20", "in 2015", "May said 20 times in 2015", "March: 20; 2015", "", "é"] {
            assert_eq!(find_day(line), None, "{line}");
        }
    }

    #[test]
    fn mail_has_short_years() {
        assert_eq!(mail_day("Sun, 20 Sep 15 10:00:00 GMT"), Some(date("2015-09-20")));
        assert_eq!(mail_day("1 Jan 99"), Some(date("1999-01-01")));
        for text in ["", "20 Sep", "20 Sep 2015", "31 Feb 15", "20 Sep -5", "Sep 20 15"] {
            assert_eq!(mail_day(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_may_hold_the_day() {
        assert_eq!(day_in_url("https://e.example/news/2019/11/18/a.html"), Some(date("2019-11-18")));
        assert_eq!(day_in_url("https://e.example/2019/11/story-18"), None);
        assert_eq!(day_in_url("https://e.example/0019/11/18/"), None);
    }
}
