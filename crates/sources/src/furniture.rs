//! Which words of a text are the page's and not the article's?
//!
//! Furniture is marked, never cut. Phrases live in the lists of this file and are matched at line
//! boundaries only: a minister who says "read more" in the middle of a sentence is left alone. The lists are
//! short on purpose, since a word marked wrongly is lost to every reader after this one.

use sayso_text::{Span, Text};

/// The places of page furniture in `text`, in text order, without white space at their ends.
///
/// ```
/// use sayso_text::Text;
/// let text = Text::new("Ministers met\nXinhua, May 3, 2024 Adjust font size:\nThey left on Sunday. Endit\n");
/// let marked = sayso_sources::furniture(&text);
/// let words: Vec<&str> = marked.iter().map(|span| text.slice(*span)).collect();
/// assert_eq!(words, ["Adjust font size:", "Endit"]);
///
/// let quote = Text::new("She said the ad told them to \"click here to win\" and they did.");
/// assert_eq!(sayso_sources::furniture(&quote), []);
/// ```
pub fn furniture(text: &Text) -> Vec<Span> {
    let lines = lines(text);
    let mut marked: Vec<Span> = lines.iter().filter_map(|line| in_line(text, *line)).collect();
    // The last line that is not furniture itself may end in an agency's end mark.
    let last = lines.iter().rev().find(|line| !marked.contains(line));
    if let Some(mark) = last.and_then(|line| end_mark(text, *line))
        && !marked.iter().any(|span| span.overlaps(mark))
    {
        marked.push(mark);
    }
    marked.sort();
    marked
}

/// The lines that hold words, trimmed.
pub(crate) fn lines(text: &Text) -> Vec<Span> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.as_str().split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let end = start + line.len() as u32;
        lines.push(text.trim(Span::new(start, end)));
        start = end;
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn in_line(text: &Text, line: Span) -> Option<Span> {
    let words = text.slice(line);
    let bare = words.trim_matches(|c: char| " \t-–—*=_|>»›…:.[]()".contains(c) || c == '\u{a0}');
    let whole = WHOLE_LINES.iter().any(|phrase| bare.eq_ignore_ascii_case(phrase));
    let short = words.chars().count() <= 200;
    if whole || (short && (LINE_STARTS.iter().any(|start| starts(words, start)) || is_copyright(words))) {
        return Some(line);
    }
    let from_end = |length: usize| Span::new(line.end() - length as u32, line.end());
    if let Some(phrase) = LINE_ENDS.iter().find(|phrase| ends(words, phrase)) {
        return Some(from_end(phrase.len()));
    }
    if let Some(label) = LABELS.iter().find(|label| words.starts_with(**label)) {
        return Some(Span::new(line.start(), line.start() + label.len() as u32));
    }
    copyright_at_end(words).map(from_end)
}

fn starts(words: &str, phrase: &str) -> bool {
    let head = words.get(..phrase.len());
    let next = words.get(phrase.len()..).and_then(|rest| rest.chars().next());
    head.is_some_and(|head| head.eq_ignore_ascii_case(phrase)) && !next.is_some_and(char::is_alphanumeric)
}

/// Whether the line ends in the phrase, after a space.
fn ends(words: &str, phrase: &str) -> bool {
    let at = words.len().wrapping_sub(phrase.len());
    words.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(phrase))
        && words[..at].ends_with(char::is_whitespace)
}

/// "© 2024 Example News", "(c) Example News 2024", "Copyright 2024 …": the sign, and a year or a claim.
fn is_copyright(words: &str) -> bool {
    let signed = ["©", "(c)", "Copyright"].iter().any(|sign| starts(words, sign));
    signed && (words.starts_with('©') || has_year(words) || contains(words, "all rights reserved"))
}

/// Length of "© 2024 Example News. All rights reserved." at the end of a line, after a sentence.
fn copyright_at_end(words: &str) -> Option<usize> {
    let signs = ["©", "(c) ", "(C) ", "Copyright ©", "Copyright (c)"];
    let at = signs.iter().filter_map(|sign| words.rfind(sign)).min()?;
    let (before, tail) = words.split_at(at);
    let after_sentence = before.trim_end().ends_with(['.', '!', '?', '"', '”', '’', ')']);
    (after_sentence && before.ends_with(char::is_whitespace) && tail.chars().count() <= 100 && has_year(tail))
        .then_some(tail.len())
}

fn has_year(words: &str) -> bool {
    words
        .split(|c: char| !c.is_ascii_digit())
        .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
}

fn contains(words: &str, lower: &str) -> bool {
    words.to_ascii_lowercase().contains(lower)
}

/// An agency's end mark, alone on the line or after a finished sentence.
fn end_mark(text: &Text, line: Span) -> Option<Span> {
    let words = text.slice(line);
    let mark = END_MARKS.iter().find(|mark| words.ends_with(**mark))?;
    let before = &words[..words.len() - mark.len()];
    let finished = before.trim_end().ends_with(['.', '!', '?', '"', '”', '’', '\'', ')']);
    let apart = before.is_empty() || (finished && before.ends_with(char::is_whitespace));
    apart.then(|| Span::new(line.end() - mark.len() as u32, line.end()))
}

/// Lines that are nothing else, whatever the case and the dashes around them.
const WHOLE_LINES: [&str; 49] = [
    "Ad",
    "Adjust font size",
    "Advertisement",
    "Advertisement - scroll to continue",
    "Advertisement - story continues below",
    "Advertising",
    "Article continues after advertisement",
    "Article continues below",
    "Article continues below advertisement",
    "Back to top",
    "Continue reading below",
    "Continue reading the main story",
    "Continue reading",
    "Comments",
    "Email this article",
    "Enditem",
    "Endit",
    "Follow us",
    "Font size",
    "Leave a comment",
    "Load more",
    "Loading content",
    "Most popular",
    "Most read",
    "Print",
    "Print this article",
    "Print this page",
    "Read more",
    "Recommended",
    "Related articles",
    "Related stories",
    "Scroll to continue",
    "Share",
    "Share on Facebook",
    "Share on Twitter",
    "Share on X",
    "Share this",
    "Share this article",
    "Share this page",
    "Share this post",
    "Share this story",
    "Sharing is caring!",
    "Skip to content",
    "Skip to main content",
    "Story continues below",
    "Story continues below advertisement",
    "Subscribe",
    "Tweet",
    "You may also like",
];

/// Starts of lines that invite elsewhere; the whole line is furniture when it is short.
const LINE_STARTS: [&str; 26] = [
    "Also read:",
    "Click here for",
    "Click here to",
    "Download our app",
    "Follow us on",
    "For more stories,",
    "Get the latest news delivered",
    "Join our newsletter",
    "Like us on Facebook",
    "Read also:",
    "Read more about",
    "Read more at",
    "Read more from",
    "Read more:",
    "Read more on",
    "Read next:",
    "Related:",
    "See also:",
    "Share this article",
    "Share this story",
    "Sign up for our",
    "Sign up here",
    "Sign up to our",
    "Subscribe to our",
    "Subscribe to the newsletter",
    "Watch more:",
];

/// Phrases at the end of a line that holds other words.
const LINE_ENDS: [&str; 6] = [
    "Adjust font size:",
    "Adjust font size",
    "All rights reserved.",
    "All rights reserved",
    "Share this article",
    "Print this article",
];

/// Labels of archive databases in front of a text, as they write them.
const LABELS: [&str; 6] =
    ["FULL TEXT.", "FULL TEXT:", "Full text:", "ABSTRACT.", "ABSTRACT:", "[ABSTRACT FROM AUTHOR]"];

/// What agencies end a story with.
const END_MARKS: [&str; 18] = [
    "Enditem", "EndItem", "Endit", "ENDIT", "End item", "ENDS", "-ENDS-", "- ENDS -", "-Ends-", "-ends-",
    "(ENDS)", "(Ends)", "(END)", "-END-", "-30-", "- 30 -", "###", "# # #",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<String> {
        let text = Text::new(text);
        furniture(&text).into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn lines_of_furniture() {
        for line in [
            "Advertisement",
            "-- ADVERTISEMENT --",
            "Read more: Ministers meet in Rome",
            "Click here to subscribe",
            "Subscribe to our newsletter!",
            "© 2024 Example News",
            "(c) 2024 Example News",
            "Copyright (c) 2019 by Example. All rights reserved.",
            "Share this article:",
            "[Print]",
        ] {
            assert_eq!(marked(&format!("He left.\r\n  {line} \r\nShe stayed.")), [line]);
        }
    }

    #[test]
    fn phrases_at_the_ends_of_lines() {
        assert_eq!(marked("FULL TEXT. The minister left."), ["FULL TEXT."]);
        assert_eq!(marked("ABSTRACT. The minister left."), ["ABSTRACT."]);
        assert_eq!(marked("The minister left. (c) 2024 Example News"), ["(c) 2024 Example News"]);
        assert_eq!(marked("The minister left. ENDS"), ["ENDS"]);
        assert_eq!(marked("“We will leave.” Enditem\n© 2015 Xinhua\n"), ["Enditem", "© 2015 Xinhua"]);
        assert_eq!(marked("The minister left.\n-30-"), ["-30-"]);
    }

    #[test]
    fn sentences_are_left_alone() {
        for text in [
            "",
            "They read more books. He told them to click here to vote.",
            "The session ENDS on Sunday.",
            "It is unclear how this ENDS",
            "Copyright law was the issue, she said.",
            "Advertisement revenue fell, the company said.",
            "Print media are in decline.",
            "Related parties said (c) was the point that mattered most to them.",
            "Comments by the minister were not welcome.",
        ] {
            assert_eq!(marked(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_phrase_is_found_alone_on_its_line() {
        for phrase in WHOLE_LINES.iter().chain(&LINE_STARTS) {
            assert_eq!(marked(&format!("He left.\n{phrase}\nShe stayed.")), [*phrase]);
        }
    }
}
