//! How far a statement reaches when two of them share words.
//!
//! The network reads each cue on its own, and was trained on text where only the outermost statement is marked, so two
//! cues of one sentence may both claim the same words. Two facts of English order them:
//!
//! * An attribution that follows its content and is set off from it ("…, Hammond said", "…, according to the BBC")
//!   holds the whole clause before it. Where that clause is itself "the government had been clear that …", the
//!   government's statement stands within Hammond's.
//! * A statement within another's content says no more than that content: "Kerry said the talks went well, according to
//!   local media" does not have Kerry say "according to local media".

use sayso_text::{Segments, Span, Text};

use crate::candidates::Candidate;
use crate::words::is_one_of;

/// Conjunctions that join clauses, and stand outside both.
const CONJUNCTIONS: &[&str] =
    &["and", "but", "while", "yet", "so", "or", "nor", "though", "although", "whereas"];

/// How many cues before it an attribution is held against.
const NEIGHBOURS: usize = 32;

/// Widens trailing attributions over the leading ones whose words they share. `group` is one paragraph's, in order of the cues.
pub(crate) fn widen(text: &Text, segments: &Segments, group: &mut [Candidate], least: f32) {
    for trailing in 0..group.len() {
        for leading in trailing.saturating_sub(NEIGHBOURS)..trailing {
            if group[leading].chance() >= least && holds_whole(&group[trailing], &group[leading]) {
                let end = last(&group[trailing].content);
                let start = clause_start(text, segments, start_of(&group[leading]));
                group[trailing].content = vec![Span::new(start, end)];
            }
        }
    }
}

/// Whether `trailing` follows the words that `leading` introduces. (A quotation of several sentences may stand between the
/// two cues.)
fn holds_whole(trailing: &Candidate, leading: &Candidate) -> bool {
    let end = last(&trailing.content);
    let follows = trailing.cue.iter().chain(&trailing.source).all(|s| s.start() >= end);
    let introduces = leading.cue.iter().chain(&leading.source).all(|s| s.end() <= leading.content[0].start());
    let apart = leading.cue[0].end() <= trailing.content[0].start();
    let shared = shared(&trailing.content, &leading.content);
    follows && introduces && apart && shared * 2 > length(&trailing.content).min(length(&leading.content))
}

/// Where the clause around `byte` begins: after a conjunction that follows a comma, after a semicolon, or with the
/// sentence and past a conjunction that opens it.
fn clause_start(text: &Text, segments: &Segments, byte: u32) -> u32 {
    let Some(sentence) = segments.sentence_at(byte) else { return byte };
    let first = segments.sentences[sentence].tokens.start as usize;
    let here = segments.tokens.partition_point(|t| t.span.start() < byte);
    let word = |k: usize| text.slice(segments.tokens[k].span);
    let is_conjunction = |k: usize| is_one_of(text, &segments.tokens[k], CONJUNCTIONS);
    let opens = |k: usize| match k.checked_sub(1) {
        Some(before) if k > first => {
            word(before) == ";" || (is_conjunction(before) && (before == first || word(before - 1) == ","))
        }
        _ => true,
    };
    let start = (first..=here).rev().find(|&k| opens(k)).unwrap_or(here);
    segments.tokens.get(start).map_or(byte, |t| t.span.start().min(byte))
}

/// The part of a nested statement's content that lies within its carrier's.
pub(crate) fn within(content: &[Span], carrier: &[Span]) -> Vec<Span> {
    let parts = content.iter().flat_map(|c| {
        let touched = carrier.iter().filter(move |k| c.shared(**k) > 0);
        touched.map(move |k| Span::new(c.start().max(k.start()), c.end().min(k.end())))
    });
    parts.collect()
}

fn start_of(candidate: &Candidate) -> u32 {
    candidate.cue.iter().chain(&candidate.source).map(|s| s.start()).min().expect("a candidate has a cue")
}

fn last(spans: &[Span]) -> u32 {
    spans[spans.len() - 1].end()
}

/// Bytes that two lists of spans share.
pub(crate) fn shared(a: &[Span], b: &[Span]) -> u32 {
    a.iter().flat_map(|x| b.iter().map(move |y| x.shared(*y))).sum()
}

/// Bytes of a list of spans.
pub(crate) fn length(spans: &[Span]) -> u32 {
    spans.iter().map(|s| s.len()).sum()
}
