//! What does the top of a text say of its outlet, its day and its headline?
//!
//! Only what is unmistakable is read, in the first few lines:
//!
//! - a line of nothing but provenance: "Xinhua, September 20, 2015", "By Jane Doe, The Example Times,
//!   3 May 2024", "Published: 3 May 2024 10:15 GMT", "Source: Reuters";
//! - a dateline before the first sentence: "LONDON, Sept. 20 (Reuters) -".
//!
//! Every part of a provenance line must be understood, else none of it counts. A day needs its year. An
//! outlet is a known agency, a name that says it is one ("The Example Times"), or one that a line of provenance and
//! a dateline agree on: "Sundra Wire, May 5, 2026" above "REYKJAVIK, May 5 (Sundra Wire) -".
//!
//! Known weakness: "Reuters" in a dateline may be the agency whose copy another outlet printed; the text
//! alone does not tell.

use sayso_domain::Date;
use sayso_text::Text;

use crate::date::{day_of_month, find_day, month};
use crate::furniture::{furniture, lines};

/// What the top of a text states.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Top {
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Date>,
}

/// Lines to look at. A headline, a subtitle, an author and a date come before the body.
const LINES: usize = 5;

/// A headline is shorter than this, in characters.
const MAX_TITLE: usize = 200;

/// Reads the first lines of `text`.
pub(crate) fn top(text: &Text) -> Top {
    // Only the top counts, and a book must not be searched for furniture to find it.
    let end = text.as_str().char_indices().nth(4_000).map_or(text.as_str().len(), |(at, _)| at);
    let head = Text::new(&text.as_str()[..end]);
    let marked = furniture(&head);
    let bare = |line: sayso_text::Span| {
        let mark = marked.iter().find(|mark| mark.end() == line.end() && line.contains(**mark));
        let end = mark.map_or(line.end(), |mark| mark.start());
        head.slice(sayso_text::Span::new(line.start(), end)).trim()
    };
    let lines: Vec<&str> = lines(&head).into_iter().map(bare).filter(|line| !line.is_empty()).collect();
    let mut top = Top::default();
    let mut found_at = None;
    let signed = lines.iter().take(LINES).find_map(|line| signed(line));
    for (at, line) in lines.iter().take(LINES).enumerate() {
        let Some(found) = provenance(line, signed).or_else(|| dateline(line)) else { continue };
        found_at.get_or_insert(at);
        top.outlet = top.outlet.or(found.outlet);
        top.published = top.published.or(found.published);
    }
    if found_at == Some(1) && is_headline(lines[0]) {
        top.title = Some(lines[0].to_owned());
    }
    top
}

fn is_headline(line: &str) -> bool {
    line.chars().count() < MAX_TITLE && !line.ends_with(['.', ':', ',', ';']) && line.contains(' ')
}

/// A line of nothing but who and when. `signed` is a name that a dateline gives for the outlet.
fn provenance(line: &str, signed: Option<&str>) -> Option<Top> {
    if line.chars().count() > 120 || line.ends_with('.') && find_day(line).is_none() {
        return None;
    }
    let (mut rest, published) = match find_day(line) {
        Some((place, day)) => (format!("{}|{}", &line[..place.start], &line[place.end..]), Some(day)),
        None => (line.to_owned(), None),
    };
    for mark in [": ", " - ", " – ", " — ", "•", "·", ",", ";", "(", ")", "\t"] {
        rest = rest.replace(mark, "|");
    }
    let parts: Vec<&str> = rest.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    let by = parts.iter().any(|part| part.starts_with("By ") && is_byline(part));
    let mut outlet = None;
    for part in parts {
        let name = ["Source:", "From:", "By ", "Published by "]
            .iter()
            .find_map(|label| part.strip_prefix(label).map(str::trim))
            .unwrap_or(part);
        let agreed = || signed.filter(|signed| *signed == name).map(str::to_owned);
        if let Some(name) = agency(name).or_else(|| named_as_outlet(name)).or_else(agreed) {
            outlet.get_or_insert(name);
        } else if !is_byline(part) && !is_label(part) && !is_time(part) {
            return None;
        }
    }
    // A name alone on a line may be the subject of a headline ("Reuters"): it needs a date or a byline.
    let labelled = line.starts_with("Source:");
    (published.is_some() || by || (labelled && outlet.is_some())).then_some(Top {
        title: None,
        outlet,
        published,
    })
}

/// "LONDON, Sept. 20, 2015 (Reuters) -" in front of a sentence.
fn dateline(line: &str) -> Option<Top> {
    let (place, name) = place_and_name(line)?;
    let outlet = agency(name.split('/').next().unwrap_or(name).trim())?;
    Some(Top { title: None, outlet: Some(outlet), published: find_day(place).map(|(_, day)| day) })
}

/// "Sundra Wire" of "REYKJAVIK, May 5 (Sundra Wire) -": whoever that is, an outlet only where another line says so too.
fn signed(line: &str) -> Option<&str> {
    let (place, name) = place_and_name(line)?;
    (!place.trim().is_empty() && name.starts_with(char::is_uppercase)).then(|| name.trim())
}

/// The two parts of a dateline: what stands before the brackets, and in them.
fn place_and_name(line: &str) -> Option<(&str, &str)> {
    let head_end = line.char_indices().nth(90).map_or(line.len(), |(at, _)| at);
    let (place, rest) = line[..head_end].split_once('(')?;
    let (name, after) = rest.split_once(')')?;
    let has_dash = ["-", "–", "—"].iter().any(|dash| after.trim_start().starts_with(dash));
    let good_place = place.trim().is_empty() || is_place_and_day(place);
    (has_dash && good_place).then_some((place, name))
}

/// "LONDON", "NEW YORK, Sept. 20", "GENEVA/PARIS, May 3, 2024", "PORTLAND, Ore.": starts in capitals, and
/// ends in a month and a day where it holds digits.
fn is_place_and_day(place: &str) -> bool {
    let mut words = place.split([' ', ',', '.', '/']).filter(|word| !word.is_empty());
    let capital =
        |word: &str| word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_alphabetic);
    words.next().is_some_and(capital)
        && words.all(|word| {
            word.starts_with(char::is_uppercase)
                || month(word).is_some()
                || day_of_month(word).is_some()
                || (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))
        })
}

/// "By Jane Doe", "By Jane Doe and John Roe in Rome": the word, then names.
fn is_byline(part: &str) -> bool {
    let Some(names) = part.strip_prefix("By ").or_else(|| part.strip_prefix("BY ")) else { return false };
    let words: Vec<&str> = names.split_whitespace().collect();
    let name = |word: &&str| {
        word.starts_with(char::is_uppercase) || ["and", "in", "de", "van", "von", "al"].contains(word)
    };
    (2..=10).contains(&words.len()) && words.iter().all(name)
}

fn is_label(part: &str) -> bool {
    let part = part.trim_end_matches([':', ' ', '.']).to_ascii_lowercase();
    [
        "published",
        "published on",
        "posted",
        "posted on",
        "first published",
        "on",
        "date",
        "source",
        "from",
        "print",
    ]
    .contains(&part.as_str())
        || DAYS.iter().any(|day| part == *day || part == day[..3])
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// "10:15 GMT", "at 5:30 p.m. ET", "08:00:15 +0200".
fn is_time(part: &str) -> bool {
    let part = part.strip_prefix("at ").unwrap_or(part);
    let known = [
        "am", "pm", "gmt", "utc", "et", "est", "edt", "pt", "pst", "pdt", "bst", "cet", "cest", "ist", "a",
        "p", "m",
    ];
    part.starts_with(|c: char| c.is_ascii_digit())
        && part.contains(':')
        && part.split([' ', '.', ':', '+', '-']).filter(|word| !word.is_empty()).all(|word| {
            word.bytes().all(|b| b.is_ascii_digit()) || known.contains(&word.to_ascii_lowercase().as_str())
        })
}

/// The usual name of a news agency or broadcaster that is named so.
fn agency(name: &str) -> Option<String> {
    let name = name.trim_end_matches(['.', ':']);
    let known = AGENCIES.iter().find(|(written, _)| *written == name)?;
    Some(known.1.to_owned())
}

/// A name in capitals that ends, or starts, as names of newspapers do.
fn named_as_outlet(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals =
        words.iter().all(|word| word.starts_with(char::is_uppercase) || ["of", "and", "the"].contains(word));
    let (first, last) = (words.first()?, words.last()?);
    let says_so = OUTLET_WORDS.contains(last) || *first == "Daily";
    ((2..=6).contains(&words.len()) && capitals && says_so).then(|| words.join(" "))
}

const OUTLET_WORDS: [&str; 21] = [
    "Chronicle",
    "Courier",
    "Gazette",
    "Globe",
    "Guardian",
    "Herald",
    "Independent",
    "Inquirer",
    "Journal",
    "Mail",
    "Mirror",
    "News",
    "Newspaper",
    "Observer",
    "Post",
    "Press",
    "Standard",
    "Telegraph",
    "Times",
    "Today",
    "Tribune",
];

/// As written, and as usually named.
const AGENCIES: [(&str, &str); 47] = [
    ("AAP", "AAP"),
    ("ABC News", "ABC News"),
    ("AFP", "AFP"),
    ("ANI", "ANI"),
    ("ANSA", "ANSA"),
    ("AP", "AP"),
    ("APA", "APA"),
    ("Agence France-Presse", "AFP"),
    ("Al Jazeera", "Al Jazeera"),
    ("Anadolu", "Anadolu"),
    ("Anadolu Agency", "Anadolu"),
    ("Associated Press", "AP"),
    ("BBC", "BBC"),
    ("BBC News", "BBC"),
    ("Bloomberg", "Bloomberg"),
    ("CNN", "CNN"),
    ("DPA", "dpa"),
    ("EFE", "EFE"),
    ("IANS", "IANS"),
    ("IRNA", "IRNA"),
    ("ITAR-TASS", "TASS"),
    ("Interfax", "Interfax"),
    ("Jiji Press", "Jiji Press"),
    ("KCNA", "KCNA"),
    ("Kyodo", "Kyodo"),
    ("Kyodo News", "Kyodo"),
    ("NPR", "NPR"),
    ("PA", "PA"),
    ("PA Media", "PA"),
    ("PTI", "PTI"),
    ("Press Association", "PA"),
    ("Press Trust of India", "PTI"),
    ("RIA Novosti", "RIA Novosti"),
    ("REUTERS", "Reuters"),
    ("Reuters", "Reuters"),
    ("SANA", "SANA"),
    ("Sputnik", "Sputnik"),
    ("TASS", "TASS"),
    ("The Associated Press", "AP"),
    ("UPI", "UPI"),
    ("VOA", "VOA"),
    ("WAM", "WAM"),
    ("Xinhua", "Xinhua"),
    ("XINHUA", "Xinhua"),
    ("Xinhua News Agency", "Xinhua"),
    ("Yonhap", "Yonhap"),
    ("dpa", "dpa"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Option<String>, Option<String>) {
        let top = top(&Text::new(text));
        (top.title, top.outlet, top.published.map(|day| day.to_string()))
    }

    fn is(title: &str, outlet: &str, day: &str) -> (Option<String>, Option<String>, Option<String>) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (some(title), some(outlet), some(day))
    }

    #[test]
    fn a_line_of_provenance_under_a_headline() {
        let cases = [
            ("Xinhua, September 20, 2015 Adjust font size:", "Xinhua", "2015-09-20"),
            ("By Jane Doe, The Example Times, 3 May 2024", "The Example Times", "2024-05-03"),
            ("Published: Friday, 3 May 2024, 10:15 GMT", "", "2024-05-03"),
            ("Reuters | 2024-05-03", "Reuters", "2024-05-03"),
            ("May 3, 2024 at 5:30 p.m. ET", "", "2024-05-03"),
            ("Source: Kyodo", "Kyodo", ""),
            ("By Jane Doe and John Roe", "", ""),
        ];
        for (line, outlet, day) in cases {
            let text = format!("Ministers differ over Syria\n{line}\nThe ministers met on Saturday.");
            assert_eq!(read(&text), is("Ministers differ over Syria", outlet, day), "{line}");
        }
    }

    #[test]
    fn a_dateline_before_the_first_sentence() {
        let cases = [
            ("LONDON, Sept. 20 (Reuters) - The minister said no.", "Reuters", ""),
            ("BEIJING, Sept. 20, 2015 (Xinhua) -- The minister said no.", "Xinhua", "2015-09-20"),
            ("PORTLAND, Ore. (AP) — The mayor said no.", "AP", ""),
            ("(Reuters) - The minister said no.", "Reuters", ""),
        ];
        for (line, outlet, day) in cases {
            assert_eq!(read(line), is("", outlet, day), "{line}");
        }
        let text = "Minister says no\r\n\r\nGENEVA/PARIS, May 3 (AFP) – The minister said no.";
        assert_eq!(read(text), is("Minister says no", "AFP", ""));
    }

    #[test]
    fn an_outlet_that_two_lines_agree_on() {
        let text = |dateline: &str| {
            format!("Catch falls again\nSundra Wire, May 5, 2026\n\n{dateline} The catch fell.")
        };
        let want = is("Catch falls again", "Sundra Wire", "2026-05-05");
        assert_eq!(read(&text("REYKJAVIK, May 5 (Sundra Wire) -")), want);
        for dateline in ["REYKJAVIK, May 5 (Lantern Wire) -", "REYKJAVIK -", "The office (Sundra Wire) -", ""]
        {
            assert_eq!(read(&text(dateline)), is("", "", ""), "{dateline}");
        }
    }

    #[test]
    fn what_is_not_unmistakable_is_not_read() {
        for text in [
            "",
            "Reuters",
            "Minister says no\nThe minister said no on May 3, 2024.",
            "Kerry told Reuters on September 20, 2015 that he would go.",
            "The deal of May 3, 2024\nThey met.",
            "In London (Reuters) staff went on strike - again.",
            "london (Reuters) - The minister",
            "Paris, Mr Smith, May 3, 2024",
            "By midnight on May 3, 2024",
            "One\nTwo\nThree\nFour\nFive\nReuters, May 3, 2024",
        ] {
            assert_eq!(read(text), is("", "", ""), "{text}");
        }
    }

    #[test]
    fn a_first_line_that_is_a_sentence_is_no_title() {
        assert_eq!(read("They met.\nXinhua, May 3, 2024"), is("", "Xinhua", "2024-05-03"));
    }
}
