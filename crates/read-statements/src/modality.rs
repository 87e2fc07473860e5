//! Words that keep a statement from being a plain "X said Y": denied, conditional, still to come, asked.
//!
//! English grammar in a few closed word classes, looked for in the places where they act: auxiliaries and negations
//! between the source and the cue, conjunctions at the head of a clause, question marks at its end.

use std::ops::Range;

use sayso_domain::Modality;
use sayso_text::{Segments, Span, Text, Token, TokenKind};

use crate::candidates::Candidate;
use crate::words::{is, is_one_of};

const NEGATIONS: &[&str] = &["not", "never", "neither", "nor", "cannot", "hardly"];
const NEGATIVE_SOURCES: &[&str] = &["no", "nobody", "none", "neither", "nothing"];
const FUTURE: &[&str] = &["will", "'ll", "shall"];
/// Auxiliary and adjective that together announce: "is expected to say".
const ANNOUNCED: &[&str] =
    &["expected", "due", "set", "scheduled", "poised", "about", "going", "likely", "planning"];
const CONDITIONS: &[&str] = &["if", "unless", "provided", "providing", "assuming", "whenever"];
/// After these, "if" asks rather than conditions: "have not known if", "asked if".
const ASKING: &[&str] = &[
    "ask",
    "asked",
    "asking",
    "asks",
    "check",
    "consider",
    "decide",
    "decided",
    "determine",
    "doubt",
    "doubted",
    "doubts",
    "know",
    "knowing",
    "known",
    "knows",
    "knew",
    "matter",
    "say",
    "see",
    "sure",
    "tell",
    "unclear",
    "unsure",
    "unknown",
    "wonder",
    "wondered",
    "wondering",
    "wonders",
    "even",
    "as",
];
const MODALS: &[&str] =
    &["will", "would", "could", "can", "should", "must", "may", "might", "shall", "cannot"];
const PRONOUNS: &[&str] = &["i", "you", "he", "she", "it", "we", "they", "there", "this", "that"];
/// Cues that make a question of what they report.
const QUESTIONS: &[&str] = &[
    "asked",
    "asks",
    "ask",
    "asking",
    "wondered",
    "wonders",
    "wonder",
    "wondering",
    "questioned",
    "inquired",
];
/// How many words before a cue are looked at when no source stands there.
const BEFORE_CUE: usize = 4;

pub(crate) fn modality(text: &Text, segments: &Segments, candidate: &Candidate) -> Modality {
    let lead = lead(text, segments, candidate);
    Modality {
        negated: in_order(negated(text, segments, candidate, lead)),
        conditional: conditional(text, segments, candidate),
        future: in_order(future(text, lead)),
        question: in_order(question(text, segments, candidate)),
    }
}

/// In text order, each place once: a word cut in two by source and cue is found from both.
fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    spans.dedup();
    spans
}

/// The tokens that lie wholly within `span`.
fn whole_tokens(segments: &Segments, span: Span) -> Range<usize> {
    let tokens = segments.tokens_in(span);
    let is_cut = |k: usize| !span.contains(segments.tokens[k].span);
    let start = tokens.start + usize::from(!tokens.is_empty() && is_cut(tokens.start));
    let end = tokens.end - usize::from(tokens.end > start && is_cut(tokens.end - 1));
    start..end
}

/// The tokens between a source and the cue after it, or the few before a cue that has no source there; within its sentence.
fn lead<'a>(text: &Text, segments: &'a Segments, candidate: &Candidate) -> &'a [Token] {
    let cue = candidate.cue[0];
    let first = segments.tokens.partition_point(|t| t.span.end() <= cue.start());
    let sentence =
        segments.sentence_at(cue.start()).map_or(0, |s| segments.sentences[s].tokens.start as usize);
    let source = candidate.source.iter().rfind(|s| s.end() <= cue.start());
    let content = candidate.content.iter().rfind(|s| s.end() <= cue.start());
    let bound = |span: Option<&Span>| {
        span.map_or(0, |s| segments.tokens.partition_point(|t| t.span.start() < s.end()))
    };
    let from = sentence
        .max(bound(source))
        .max(bound(content))
        .max(first.saturating_sub(if source.is_some() { 12 } else { BEFORE_CUE }));
    // What stands before a comma belongs to another clause: "rejected a plan without tolls, telling her visitor that …".
    let comma =
        segments.tokens[from.min(first)..first].iter().rposition(|t| matches!(text.slice(t.span), "," | ";"));
    let from = comma.map_or(from, |k| from + k + 1);
    &segments.tokens[from.min(first)..first]
}

fn negated(text: &Text, segments: &Segments, candidate: &Candidate, lead: &[Token]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let opening = candidate.source.first().and_then(|s| segments.tokens[segments.tokens_in(*s)].first());
    spans.extend(opening.filter(|t| is_one_of(text, t, NEGATIVE_SOURCES)).map(|t| t.span));
    let cue = candidate.cue.iter().flat_map(|s| &segments.tokens[segments.tokens_in(*s)]);
    spans.extend(lead.iter().chain(cue).filter(|t| is_negation(text, t)).map(|t| t.span));
    spans
}

fn is_negation(text: &Text, token: &Token) -> bool {
    let word = text.slice(token.span);
    is_one_of(text, token, NEGATIONS) || word.ends_with("n't") || word.ends_with("n\u{2019}t")
}

fn future(text: &Text, lead: &[Token]) -> Vec<Span> {
    let plain = lead.iter().filter(|t| is_one_of(text, t, FUTURE)).map(|t| t.span);
    let announced =
        lead.windows(2).filter(|pair| is_one_of(text, &pair[0], ANNOUNCED) && is(text, &pair[1], "to"));
    plain.chain(announced.map(|pair| pair[0].span.join(pair[1].span))).collect()
}

fn conditional(text: &Text, segments: &Segments, candidate: &Candidate) -> Vec<Span> {
    let mut spans = Vec::new();
    for content in &candidate.content {
        let tokens = whole_tokens(segments, *content);
        let mut at = tokens.start;
        while at < tokens.end {
            if !starts_condition(text, segments, at) {
                at += 1;
                continue;
            }
            let end = condition_end(text, segments, at, tokens.end);
            spans.push(segments.tokens[at].span.join(segments.tokens[end - 1].span));
            at = end;
        }
    }
    spans
}

fn starts_condition(text: &Text, segments: &Segments, at: usize) -> bool {
    if !is_one_of(text, &segments.tokens[at], CONDITIONS) {
        return false;
    }
    let before = at.checked_sub(1).map(|k| &segments.tokens[k]);
    let verb_form = ["provided", "providing", "assuming"].iter().any(|w| is(text, &segments.tokens[at], w));
    if verb_form {
        let that = segments.tokens.get(at + 1).is_some_and(|t| is(text, t, "that"));
        return that;
    }
    !before.is_some_and(|t| is_one_of(text, t, ASKING))
}

/// A condition ends at a comma, a dash or its sentence's end, or where the main clause begins: a pronoun and a modal.
fn condition_end(text: &Text, segments: &Segments, at: usize, last: usize) -> usize {
    let sentence = segments.sentence_at(segments.tokens[at].span.start());
    let last = sentence.map_or(last, |s| last.min(segments.sentences[s].tokens.end as usize));
    let mut end = at + 1;
    while end < last {
        let token = &segments.tokens[end];
        let closes = token.kind == TokenKind::Punctuation
            && !matches!(text.slice(token.span), "'" | "\u{2019}" | "\u{2018}" | "-");
        let main_clause = end > at + 3
            && is_one_of(text, token, PRONOUNS)
            && segments.tokens.get(end + 1).is_some_and(|t| is_one_of(text, t, MODALS));
        if closes || main_clause {
            break;
        }
        end += 1;
    }
    end
}

fn question(text: &Text, segments: &Segments, candidate: &Candidate) -> Vec<Span> {
    let mut spans = Vec::new();
    for content in &candidate.content {
        for sentence in segments.sentences_in(*content) {
            let sentence = &segments.sentences[sentence];
            let tokens = &segments.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
            let mark = tokens.iter().rfind(|t| content.contains(t.span) && text.slice(t.span).contains('?'));
            let first = tokens.iter().find(|t| content.contains(t.span) && t.kind != TokenKind::Punctuation);
            if let (Some(mark), Some(first)) = (mark, first) {
                spans.push(first.span.join(mark.span));
            }
        }
    }
    let asks = candidate
        .cue
        .iter()
        .flat_map(|s| &segments.tokens[segments.tokens_in(*s)])
        .find(|t| is_one_of(text, t, QUESTIONS));
    if let (true, Some(asks)) = (spans.is_empty() && begins_question(text, segments, candidate), asks) {
        spans.push(asks.span);
    }
    spans
}

/// "asked **whether** …", "wondered **why** …"; not "asked **for** help".
fn begins_question(text: &Text, segments: &Segments, candidate: &Candidate) -> bool {
    const OPENERS: &[&str] =
        &["whether", "if", "why", "how", "what", "when", "where", "who", "whom", "which"];
    let tokens = &segments.tokens[segments.tokens_in(candidate.content[0])];
    tokens.iter().find(|t| t.kind == TokenKind::Word).is_some_and(|t| is_one_of(text, t, OPENERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks: `[source]`, `{cue}`, `<content>`; the spans found are given back as words.
    fn read(marked: &str) -> (String, Modality) {
        let mut words = String::new();
        let mut open: Vec<(char, u32)> = Vec::new();
        let (mut source, mut cue, mut content) = (vec![], vec![], vec![]);
        for c in marked.chars() {
            match c {
                '[' | '{' | '<' => open.push((c, words.len() as u32)),
                ']' | '}' | '>' => {
                    let (kind, start) = open.pop().expect("a mark was opened");
                    let span = Span::new(start, words.len() as u32);
                    match kind {
                        '[' => source.push(span),
                        '{' => cue.push(span),
                        _ => content.push(span),
                    }
                }
                _ => words.push(c),
            }
        }
        let text = Text::new(words.as_str());
        let candidate = Candidate { source, cue, content, outer: 1.0, inner: 0.0, path: 1.0 };
        let found = modality(&text, &Segments::of(&text), &candidate);
        (words, found)
    }

    fn words(marked: &str, part: fn(Modality) -> Vec<Span>) -> Vec<String> {
        let (text, found) = read(marked);
        part(found).iter().map(|s| text[s.range()].to_string()).collect()
    }

    #[test]
    fn a_denied_saying() {
        let negated = |marked| words(marked, |m| m.negated);
        assert_eq!(negated("[The minister] did not {say} <whether she would go>."), ["not"]);
        assert_eq!(negated("[Officials] haven't {said} <when it opens>."), ["haven't"]);
        assert_eq!(negated("[No one] {said} <it was over>."), ["No"]);
        assert_eq!(negated("[She] {said} <it was not over>."), [""; 0]);
        assert_eq!(negated("[She] did not stay, {telling} them <it was over>."), [""; 0]);
        assert_eq!(negated("<It was not over>, [she] {said}."), [""; 0]);
    }

    #[test]
    fn a_saying_to_come() {
        let future = |marked| words(marked, |m| m.future);
        assert_eq!(future("[The board] will {say} <who is to go> on Monday."), ["will"]);
        assert_eq!(future("[The board] is expected to {announce} <the closure>."), ["expected to"]);
        assert_eq!(future("[The board] {said} <it will close>."), [""; 0]);
    }

    #[test]
    fn a_condition() {
        let conditional = |marked| words(marked, |m| m.conditional);
        assert_eq!(
            conditional("<If the fund is paid, the city would sign>, [Mayor Ott] {said}."),
            ["If the fund is paid"]
        );
        assert_eq!(
            conditional(
                "[Ott] {said} <that if a new pier in the bay was needed it would go back to the council>."
            ),
            ["if a new pier in the bay was needed"]
        );
        assert_eq!(
            conditional("[Ott] {said} <they would not sign unless it was paid>."),
            ["unless it was paid"]
        );
        assert_eq!(conditional("[Ott] {said} <she did not know if it would be paid>."), [""; 0]);
        assert_eq!(conditional("[Ott] {asked} <if it would be paid>."), [""; 0]);
    }

    #[test]
    fn a_question() {
        let question = |marked| words(marked, |m| m.question);
        assert_eq!(question("[Ott] {said}: <\"Would we sign? Yes.\">"), ["Would we sign?"]);
        assert_eq!(question("[Reporters] {asked} <whether she would sign>."), ["asked"]);
        assert_eq!(question("[Reporters] {asked for} <an answer>."), [""; 0]);
        assert_eq!(question("[Ott] {said} <yes>."), [""; 0]);
    }
}
