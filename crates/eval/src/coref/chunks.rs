//! What of a mention is given to a reader: the words up to its head.
//!
//! A chunk reaches from the mention's first word to its head, and on over the capitalised words that follow a head with
//! a capital directly ("Reed" of "Mayor Reed"). What a smaller mention took belongs to that one alone, so that chunks
//! never overlap. As in training (`chunks_of` in `training/sayso_training/mentions.py`), but over OntoGUM's chained
//! mentions alone.

use std::ops::Range;

use crate::characters::{is_alnum, is_space};
use crate::corpora::{CorefDocument, GoldMention};

/// For each mention its chunk in code points, none where smaller mentions took its last character. Nothing at all when
/// a mention has places that the text does not have.
pub(super) fn chunks(document: &CorefDocument) -> Option<Vec<Option<Range<u32>>>> {
    let text: Vec<char> = document.text.chars().collect();
    let mut cut = Vec::with_capacity(document.mentions.len());
    for (number, mention) in document.mentions.iter().enumerate() {
        let (start, end) = (mention.start as usize, mention.end as usize);
        let [head, head_end] = mention.head.map(|offset| offset as usize);
        if start >= end || end > text.len() || head < start || head_end > end || head >= head_end {
            return None;
        }
        let last = chunk_end(&text, mention);
        cut.push((last - start, start, last, number));
    }
    cut.sort_unstable_by_key(|&(length, start, _, number)| (length, start, number));
    let mut taken = vec![false; text.len()];
    let mut chunks = vec![None; document.mentions.len()];
    for (_, start, end, number) in cut {
        let mut first = end;
        while first > start && !taken[first - 1] {
            first -= 1;
        }
        while first < end && is_space(text[first]) {
            first += 1;
        }
        if first < end {
            taken[first..end].fill(true);
            chunks[number] = Some(first as u32..end as u32);
        }
    }
    Some(chunks)
}

fn chunk_end(text: &[char], mention: &GoldMention) -> usize {
    let mention_end = mention.end as usize;
    let [head, mut end] = mention.head.map(|offset| offset as usize);
    while text[head].is_uppercase() {
        match following(&text[end..mention_end]) {
            0 => break,
            length => end += length,
        }
    }
    end
}

/// The length of a space and a word with a capital from A to Z, where `rest` starts with these; else 0.
fn following(rest: &[char]) -> usize {
    let [' ', 'A'..='Z', tail @ ..] = rest else { return 0 };
    let in_word = |&&c: &&char| is_alnum(c) || matches!(c, '_' | '.' | '\'' | '\u{2019}' | '-');
    2 + tail.iter().take_while(in_word).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mentions are (words, head's words), each the first such words of the text.
    #[track_caller]
    fn check(text: &str, mentions: &[(&str, &str)], expected: &[&str]) {
        let place = |words: &str, from: usize| {
            let start =
                text.chars().count() - text[from..][text[from..].find(words).unwrap()..].chars().count();
            (start as u32, (start + words.chars().count()) as u32)
        };
        let mentions = mentions.iter().map(|&(words, head)| {
            let (start, end) = place(words, 0);
            let head = place(head, text.find(words).unwrap());
            GoldMention { start, end, head: [head.0, head.1], entity_id: String::new() }
        });
        let document =
            CorefDocument { id: String::new(), text: text.to_owned(), mentions: mentions.collect() };
        let chunks = chunks(&document).unwrap().into_iter().map(|chunk| {
            let chunk = chunk.unwrap_or(0..0);
            text.chars().skip(chunk.start as usize).take(chunk.len()).collect::<String>()
        });
        assert_eq!(chunks.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_chunk_ends_with_the_head() {
        check(
            "Ö: the minister in charge left.",
            &[("the minister in charge", "minister")],
            &["the minister"],
        );
    }

    #[test]
    fn a_head_with_a_capital_takes_the_capitals_that_follow() {
        check("Mayor Oz O’Reed-Lee left", &[("Mayor Oz O’Reed-Lee", "Mayor")], &["Mayor Oz O’Reed-Lee"]);
        check("mayor Oz Reed left", &[("mayor Oz Reed", "mayor")], &["mayor"]);
        check("Mayor  Oz", &[("Mayor  Oz", "Mayor")], &["Mayor"]);
        check("Mayor Özil", &[("Mayor Özil", "Mayor")], &["Mayor"]);
        check("Oz Reed Jr. left", &[("Oz Reed", "Oz")], &["Oz Reed"]);
    }

    #[test]
    fn smaller_mentions_keep_their_words() {
        let mentions = [("her mother’s old house", "house"), ("her", "her")];
        check("her mother’s old house", &mentions, &["mother’s old house", "her"]);
        check("her old car", &[("her old car", "car"), ("old", "old")], &["car", "old"]);
    }

    #[test]
    fn who_lost_the_last_word_has_no_chunk() {
        check("Oz Reed", &[("Oz Reed", "Oz"), ("Reed", "Reed")], &["", "Reed"]);
    }

    #[test]
    fn places_outside_are_refused() {
        let mention = |start, end, head| GoldMention { start, end, head, entity_id: String::new() };
        for mention in
            [mention(0, 9, [0, 1]), mention(1, 1, [1, 1]), mention(1, 3, [0, 1]), mention(0, 2, [1, 3])]
        {
            let document = CorefDocument { id: String::new(), text: "abc".into(), mentions: vec![mention] };
            assert_eq!(chunks(&document), None);
        }
    }
}
