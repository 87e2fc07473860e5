//! The ways in which a text is copied.

use sayso_text::{Segments, Text};

use crate::chance::Chance;

/// What a page puts around an article.
const FURNITURE: &[&str] = &[
    "Home | World | Business | Sport | Culture",
    "Adjust font size: A A A",
    "Share this story",
    "Read more:",
    "Advertisement",
    "Photo: Archive",
    "Sign up for our evening letter and never miss a story.",
    "Related: What you need to know",
    "Most read this week",
    "Subscribe from as little as two coins a week.",
    "Follow us on all channels",
    "All rights reserved. This material may not be published, broadcast or passed on without leave.",
    "Terms of use · Privacy · Contact",
];

/// Sentences as they are followed by what stands between them; together the whole text.
fn sentences(text: &str) -> Vec<&str> {
    let segments = Segments::of(&Text::new(text));
    let starts = segments.sentences.iter().skip(1).map(|sentence| sentence.span.start() as usize);
    let ends: Vec<usize> = starts.chain([text.len()]).collect();
    let firsts = [0].into_iter().chain(ends.iter().copied());
    firsts.zip(&ends).map(|(first, &end)| &text[first..end]).collect()
}

/// So many of 100 words replaced or left out, sentences exchanged, and one in ten left out.
pub(super) fn edited(text: &str, rate: usize, stock: &[String], chance: &mut Chance) -> String {
    let mut sentences = sentences(text);
    if sentences.len() > 3 {
        sentences.retain(|_| !chance.percent(10));
    }
    let mut at = 0;
    while at + 1 < sentences.len() {
        if chance.percent(10) {
            sentences.swap(at, at + 1);
            at += 1;
        }
        at += 1;
    }
    let joined: String = sentences.iter().map(|sentence| spaced(sentence)).collect();
    replaced(&joined, rate, stock, chance)
}

/// A sentence that is put elsewhere keeps apart from the next.
fn spaced(sentence: &str) -> String {
    if sentence.ends_with(char::is_whitespace) { sentence.to_owned() } else { format!("{sentence} ") }
}

/// So many of 100 words replaced or left out.
pub(super) fn replaced(text: &str, rate: usize, stock: &[String], chance: &mut Chance) -> String {
    let word = |word: &str| match (chance.percent(rate), chance.below(3)) {
        (false, _) => word.to_owned(),
        (true, 0) => word.chars().filter(|c| c.is_whitespace()).collect(),
        (true, _) => {
            let blank = word.trim_end().len();
            format!("{}{}", chance.of_these(stock), &word[blank..])
        }
    };
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

/// The first sentences, of so many of 100 words at least.
pub(super) fn cut(text: &str, percent: usize) -> String {
    let least = text.split_whitespace().count() * percent / 100;
    let mut words = 0;
    let kept = sentences(text).into_iter().take_while(|sentence| {
        let go_on = words < least;
        words += sentence.split_whitespace().count();
        go_on
    });
    kept.collect::<String>().trim_end().to_owned()
}

/// Lines of furniture above, below and after some paragraphs.
pub(super) fn furnished(text: &str, chance: &mut Chance) -> String {
    let line = |chance: &mut Chance| FURNITURE[chance.below(FURNITURE.len())];
    let mut page: Vec<&str> = (0..3).map(|_| line(chance)).collect();
    for paragraph in text.lines() {
        page.push(paragraph);
        if chance.percent(20) {
            page.push(line(chance));
        }
    }
    page.extend((0..5).map(|_| line(chance)));
    page.join("\n")
}

/// `story` between two sentences of `host`, or before or behind all.
pub(super) fn hosted(host: &str, story: &str, chance: &mut Chance) -> String {
    let sentences = sentences(host);
    let (before, behind) = sentences.split_at(chance.below(sentences.len() + 1));
    format!("{}\n{story}\n{}", before.concat(), behind.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The port shut. Nobody knew why.\nThe mayor kept silent for a week. Then he left.";

    #[test]
    fn sentences_are_the_whole_text() {
        assert_eq!(sentences(TEXT).concat(), TEXT);
        assert_eq!(sentences(TEXT).len(), 4);
        assert_eq!(sentences(""), [""]);
    }

    #[test]
    fn what_is_cut_ends_with_a_sentence() {
        assert_eq!(cut(TEXT, 30), "The port shut. Nobody knew why.");
        assert_eq!(cut(TEXT, 100), TEXT);
    }

    #[test]
    fn the_same_chance_makes_the_same_copy() {
        let stock = ["fish".to_owned()];
        let copy = || edited(TEXT, 30, &stock, &mut Chance::of("a", "edited"));
        assert_eq!(copy(), copy());
        assert_ne!(copy(), TEXT);
        assert_eq!(replaced(TEXT, 0, &stock, &mut Chance::of("a", "words")), TEXT);
        assert_eq!(replaced("a b", 100, &[], &mut Chance::of("a", "words")).trim(), "");
    }

    #[test]
    fn a_story_stands_whole_in_its_host() {
        let story = "Ferries run again.";
        assert!(hosted(TEXT, story, &mut Chance::of("a", "place")).contains(story));
        assert!(furnished(TEXT, &mut Chance::of("a", "page")).contains("Nobody knew why."));
    }
}
