//! What does this word say of time? Closed lists of English words; every function takes lower case.

use crate::calendar::Unit;

/// A month's number, 1 to 12, and whether the word is its whole name.
pub(crate) fn month(word: &str) -> Option<(i8, bool)> {
    const NAMES: [&str; 12] = [
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
    let bare = word.strip_suffix('.').unwrap_or(word);
    if bare.len() < 3 || bare.len() > 9 {
        return None;
    }
    let at = NAMES.iter().position(|name| {
        *name == bare || name.get(..3) == Some(bare) || bare == "sept" && name.starts_with(bare)
    })?;
    Some((at as i8 + 1, NAMES[at] == bare))
}

/// Whether a month's name is a person's or a verb as well.
pub(crate) fn is_name_too(month: i8) -> bool {
    matches!(month, 3..=6 | 8)
}

/// A weekday's number, 0 for Monday, and whether the word is its whole name.
pub(crate) fn weekday(word: &str) -> Option<(i8, bool)> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let bare = word.strip_suffix('.').unwrap_or(word);
    if bare.len() < 3 || bare.len() > 9 {
        return None;
    }
    let short = |name: &str| match bare {
        "tues" | "thurs" | "thur" => name.starts_with(bare),
        _ => name.get(..3) == Some(bare),
    };
    let at = NAMES.iter().position(|name| *name == bare || short(name))?;
    Some((at as i8, NAMES[at] == bare))
}

/// A count: "3", "three", "a". No count for "several".
pub(crate) fn count(word: &str) -> Option<i32> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(word, 1, 3).map(i32::from);
    }
    WORDS.iter().position(|known| *known == word).map(|at| at as i32 + 1)
}

/// A count that is none: "several days ago".
pub(crate) fn is_vague_count(word: &str) -> bool {
    matches!(word, "few" | "several" | "some" | "many" | "couple" | "dozen" | "dozens" | "more" | "recent")
}

/// What makes the count behind it a guess: "about two weeks ago".
pub(crate) fn is_approximate(word: &str) -> bool {
    matches!(
        word,
        "about"
            | "some"
            | "nearly"
            | "almost"
            | "roughly"
            | "around"
            | "over"
            | "than"
            | "least"
            | "approximately"
            | "under"
            | "barely"
            | "just"
            | "only"
            | "within"
            | "every"
    )
}

/// The plain number that `word` is, when it has `from` to `to` digits and nothing else.
pub(crate) fn digits(word: &str, from: usize, to: usize) -> Option<i16> {
    let plain = (from..=to).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    if plain { word.parse().ok() } else { None }
}

/// The day of the month in "19" and "19th".
pub(crate) fn day_of_month(word: &str) -> Option<i8> {
    let number = digits(word, 1, 2).or_else(|| ordinal(word))?;
    (1..=31).contains(&number).then_some(number as i8)
}

/// The number in "19th".
pub(crate) fn ordinal(word: &str) -> Option<i16> {
    ["st", "nd", "rd", "th"].iter().find_map(|end| digits(word.strip_suffix(end)?, 1, 2))
}

/// The number of "first" to "fourth", as quarters are counted.
pub(crate) fn ordinal_word(word: &str) -> Option<i8> {
    let at = ["first", "second", "third", "fourth"].iter().position(|known| *known == word);
    at.map(|at| at as i8 + 1).or_else(|| ordinal(word).filter(|n| (1..=4).contains(n)).map(|n| n as i8))
}

/// A unit of the calendar, in either number.
pub(crate) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "weekend" | "weekends" => Unit::Weekend,
        "month" | "months" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" => Unit::Year,
        "hour" | "hours" | "minute" | "minutes" | "decade" | "decades" | "century" | "centuries"
        | "fortnight" | "season" => Unit::Other,
        _ => return None,
    })
}

/// A season's first month in the north: spring 3, summer 6, autumn 9, winter 12.
pub(crate) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

/// A part of a day.
pub(crate) fn is_daytime(word: &str) -> bool {
    matches!(
        word,
        "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "noon"
            | "midday"
            | "midnight"
            | "lunchtime"
            | "nighttime"
    )
}

/// Days with a name and a place in the calendar, as the words one after another.
pub(crate) const NAMED_DAYS: [(&[&str], i8, i8); 7] = [
    (&["christmas", "day"], 12, 25),
    (&["christmas", "eve"], 12, 24),
    (&["boxing", "day"], 12, 26),
    (&["new", "year", "'s", "day"], 1, 1),
    (&["new", "year", "'s", "eve"], 12, 31),
    (&["valentine", "'s", "day"], 2, 14),
    (&["halloween"], 10, 31),
];

/// Minutes east of Greenwich, for a zone's letters that mean one offset only. `Some(None)`: a zone whose
/// offset the letters leave open (summer time in "ET", three countries in "IST").
pub(crate) fn zone(word: &str) -> Option<Option<i16>> {
    Some(match word {
        "gmt" | "utc" => Some(0),
        "edt" => Some(-240),
        "est" | "cdt" => Some(-300),
        "mdt" => Some(-360),
        "mst" | "pdt" => Some(-420),
        "pst" => Some(-480),
        "cet" => Some(60),
        "cest" | "eet" => Some(120),
        "eest" | "msk" => Some(180),
        "jst" | "kst" => Some(540),
        "aest" => Some(600),
        "aedt" => Some(660),
        "nzst" => Some(720),
        "nzdt" => Some(780),
        "bst" | "cst" | "ist" | "et" | "ct" | "pt" | "wib" => None,
        _ => return None,
    })
}

/// Verbs that report speech, in the forms that news uses.
pub(crate) fn is_reporting(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "announced"
            | "added"
            | "confirmed"
            | "reported"
            | "warned"
            | "stated"
            | "claimed"
            | "denied"
            | "declared"
            | "argued"
            | "insisted"
            | "wrote"
            | "tweeted"
            | "urged"
            | "called"
            | "reaffirmed"
            | "admitted"
            | "acknowledged"
            | "predicted"
            | "vowed"
            | "promised"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_weekdays() {
        assert_eq!(month("september"), Some((9, true)));
        assert_eq!(month("sept."), Some((9, false)));
        assert_eq!(month("may"), Some((5, true)));
        assert_eq!(weekday("thurs."), Some((3, false)));
        assert_eq!(weekday("sunday"), Some((6, true)));
        for word in ["", "ma", "septe", "marches", "decembers", "é", "sunda", "tuesd"] {
            assert_eq!((month(word), weekday(word)), (None, None), "{word}");
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(
            (count("a"), count("twenty"), count("45"), count("1000")),
            (Some(1), Some(20), Some(45), None)
        );
        assert_eq!((day_of_month("31st"), day_of_month("32"), day_of_month("0")), (Some(31), None, None));
        assert_eq!(
            (ordinal_word("second"), ordinal_word("4th"), ordinal_word("5th")),
            (Some(2), Some(4), None)
        );
    }

    #[test]
    fn a_zone_has_an_offset_or_leaves_it_open() {
        assert_eq!(zone("gmt"), Some(Some(0)));
        assert_eq!(zone("ist"), Some(None));
        assert_eq!(zone("usa"), None);
    }
}
