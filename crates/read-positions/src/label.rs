//! What is it about, in a few of the text's words?

use sayso_domain::{Actor, ActorId, Target};
use sayso_text::{Segments, Span, Text, TokenKind};

use crate::claims::Claim;

/// A label is cut after so many words.
const LONGEST: usize = 12;

/// Words that mean nothing without what they refer to.
const POINTING: &[&str] = &[
    "he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "this", "that", "these",
    "those", "i", "me", "my", "we", "us", "our", "you", "your", "who", "which", "what", "so", "one",
];
/// Words with which something begins that is not said to be anything in particular.
const VAGUE: &[&str] = &[
    "some",
    "any",
    "something",
    "anything",
    "everything",
    "nothing",
    "someone",
    "anyone",
    "everyone",
    "nobody",
    "somebody",
    "everybody",
    "there",
];
const ARTICLES: &[&str] = &["the", "a", "an", "that", "to", "of", "for", "on", "about", "with"];

/// The target of a claim, and whether anything names it: its words, the actor that they mean, what the position before
/// was about if that stands near (what "it" and "that" go back to), or else the evidence itself.
pub(crate) fn target(
    text: &Text,
    segments: &Segments,
    actors: &[Actor],
    claim: &Claim,
    before: Option<&Before>,
) -> (Target, bool) {
    let telling = |span: &&Span| !is_pointing(text, **span);
    let longest =
        claim.target.iter().filter(telling).max_by_key(|span| (span.len(), std::cmp::Reverse(span.start())));
    let meant = claim.target.iter().find_map(|span| actor_at(actors, *span));
    let near = before.filter(|before| {
        let sentence = segments.sentence_at(claim.evidence.start());
        sentence.is_some_and(|sentence| sentence.saturating_sub(before.sentence) <= NEAR)
    });
    let spans = claim.target.clone();
    match (longest, meant, near) {
        (Some(span), _, _) => (Target { label: words(text, segments, *span), actor: meant, spans }, true),
        (None, Some(id), _) => {
            let label = actors[id.0 as usize].name.clone();
            (Target { label, actor: meant, spans }, true)
        }
        (None, None, Some(before)) => {
            (Target { label: before.target.label.clone(), actor: before.target.actor, spans }, true)
        }
        (None, None, None) => {
            (Target { label: words(text, segments, claim.evidence), actor: None, spans }, false)
        }
    }
}

/// A target that was named, and in which sentence.
pub(crate) struct Before {
    pub(crate) target: Target,
    pub(crate) sentence: usize,
}

/// What is not named goes back so many sentences at most.
const NEAR: usize = 3;

/// The actor whose mention these words are, give or take an article.
fn actor_at(actors: &[Actor], span: Span) -> Option<ActorId> {
    let is = |mention: &Span| mention.end() == span.end() && mention.start().abs_diff(span.start()) <= 4;
    let found = |actor: &&Actor| {
        let at = actor.mentions.partition_point(|mention| mention.end() < span.end());
        actor.mentions[at..].iter().take_while(|mention| mention.start() <= span.end()).any(is)
    };
    actors.iter().find(found).map(|actor| actor.id)
}

fn is_pointing(text: &Text, span: Span) -> bool {
    let first = text.slice(span).split_whitespace().next().unwrap_or_default();
    if VAGUE.iter().any(|word| word.eq_ignore_ascii_case(first)) {
        return true;
    }
    text.slice(span)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| POINTING.iter().chain(ARTICLES).any(|p| p.eq_ignore_ascii_case(word)))
}

/// The words of a span, without an article before them, at most [`LONGEST`] of them and none of a later sentence.
fn words(text: &Text, segments: &Segments, span: Span) -> String {
    let sentence = segments.sentence_at(span.start()).map(|s| segments.sentences[s].span.end());
    let tokens = segments.tokens_in(span);
    let mut tokens =
        segments.tokens[tokens].iter().filter(|t| sentence.is_none_or(|end| t.span.end() <= end));
    let mut kept: Vec<Span> = Vec::new();
    let mut count = 0;
    for token in tokens.by_ref() {
        let word = text.slice(token.span);
        let is_word = token.kind != TokenKind::Punctuation;
        if kept.is_empty() && (!is_word || ARTICLES.iter().any(|a| a.eq_ignore_ascii_case(word))) {
            continue;
        }
        count += usize::from(is_word);
        if count > LONGEST {
            break;
        }
        kept.push(token.span);
    }
    let is_loose = |span: &Span| !text.slice(*span).chars().any(char::is_alphanumeric);
    while kept.last().is_some_and(is_loose) {
        kept.pop();
    }
    match (kept.first(), kept.last()) {
        (Some(first), Some(last)) => {
            text.slice(first.join(*last)).split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => text.slice(span).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
