//! Where source and cue begin and end, by the annotation guide rather than by the training corpus.
//!
//! PolNeAR puts auxiliaries into the cue ("has said") and is of two minds about relative clauses in the source; the
//! guide wants the least words: no auxiliary and no negation in the cue, and a source without a relative clause that
//! commas set off. A participle that goes on with the same speaker's words ("…, adding that …") continues a statement.

use sayso_text::{Segments, Span, Text};

use crate::candidates::Candidate;
use crate::words;

const RELATIVES: &[&str] = &["who", "whom", "whose", "which"];
/// Auxiliaries that are never the verb of a cue by themselves when a verb follows; "be" is not among them, since
/// "are concerned" and "was clear" are cues as a whole.
const AUXILIARIES: &[&str] = &[
    "has", "have", "had", "having", "will", "would", "shall", "should", "can", "could", "may", "might",
    "must", "do", "does", "did", "to", "not", "never", "n't", "'ve", "'d", "'ll", "also", "already",
];
const CONTRACTED: &[&str] = &[
    "hasn't",
    "haven't",
    "hadn't",
    "won't",
    "wouldn't",
    "shan't",
    "shouldn't",
    "can't",
    "couldn't",
    "don't",
    "doesn't",
    "didn't",
    "cannot",
];

/// Verbs whose object is the person spoken to.
const TELLING: &[&str] =
    &["told", "tells", "telling", "tell", "asked", "informed", "reminded", "assured", "warned"];
/// Words in "a room of reporters from five papers"; a longer piece is rather more of what was said.
const LONGEST_ADDRESSEE: usize = 6;

/// Trims the source and the cue, and leaves out the person spoken to.
pub(crate) fn trim(text: &Text, segments: &Segments, candidate: &mut Candidate) {
    if let [source] = candidate.source[..] {
        candidate.source = vec![without_relative_clause(text, segments, source)];
    }
    if let [cue] = candidate.cue[..] {
        candidate.cue = vec![without_auxiliaries(text, segments, cue)];
    }
    drop_addressee(text, candidate);
}

/// In "…, Dovale told his hosts" what follows the verb is no content: that stands before it.
fn drop_addressee(text: &Text, candidate: &mut Candidate) {
    let [.., cue] = candidate.cue[..] else { return };
    let [.., before, last] = candidate.content[..] else { return };
    let verb = text.slice(cue).rsplit(char::is_whitespace).next().unwrap_or_default();
    let follows =
        cue.end() <= last.start() && text.slice(Span::new(cue.end(), last.start())).trim().is_empty();
    let short = text.slice(last).split_whitespace().count() <= LONGEST_ADDRESSEE;
    if follows && short && before.end() <= cue.start() && TELLING.iter().any(|t| verb.eq_ignore_ascii_case(t))
    {
        candidate.content.pop();
    }
}

fn without_relative_clause(text: &Text, segments: &Segments, source: Span) -> Span {
    let tokens = &segments.tokens[segments.tokens_in(source)];
    let comma = tokens
        .windows(2)
        .skip(1)
        .find(|pair| text.slice(pair[0].span) == "," && words::is_one_of(text, &pair[1], RELATIVES));
    match comma {
        Some(pair) if pair[0].span.start() > source.start() => {
            text.trim(Span::new(source.start(), pair[0].span.start()))
        }
        _ => source,
    }
}

fn without_auxiliaries(text: &Text, segments: &Segments, cue: Span) -> Span {
    let tokens = &segments.tokens[segments.tokens_in(cue)];
    let word = |k: usize| text.slice(tokens[k].span);
    let is_one_of = |k: usize, words: &[&str]| {
        words.iter().any(|w| word(k).replace('\u{2019}', "'").eq_ignore_ascii_case(w))
    };
    let mut first = 0;
    while first + 1 < tokens.len() && (is_one_of(first, AUXILIARIES) || is_one_of(first, CONTRACTED)) {
        first += 1;
    }
    // "is saying", "have been calling for": a progressive's "be" is an auxiliary too.
    let mut progressive = first;
    while progressive + 1 < tokens.len()
        && is_one_of(progressive, &["is", "are", "was", "were", "am", "be", "been"])
    {
        progressive += 1;
    }
    if progressive > first && word(progressive).ends_with("ing") {
        first = progressive;
    } else if first > 0 && is_one_of(first, &["been", "be"]) {
        // "had been clear" is one cue: without its auxiliary nothing is left of the copula.
        first = 0;
    }
    // "have a plan", "do so": the last word cannot be what an auxiliary helps.
    let helps = first > 0
        && word(first).chars().all(char::is_alphabetic)
        && !matches!(word(first), "a" | "an" | "the" | "no");
    if helps { Span::new(tokens[first].span.start(), cue.end()) } else { cue }
}

/// How many cues may stand between a statement and its continuation.
const NEIGHBOURS: usize = 6;

/// Joins "…, adding that …" to the statement it continues: the same source, in the same sentence, right behind it.
pub(crate) fn join_continuations(text: &Text, segments: &Segments, candidates: &mut Vec<Candidate>) {
    candidates.sort_by_key(|c| c.cue[0]);
    let mut at = 1;
    while at < candidates.len() {
        let word = text.slice(candidates[at].cue[0]).split_whitespace().next().unwrap_or_default();
        let near =
            if word.eq_ignore_ascii_case("adding") { at.saturating_sub(NEIGHBOURS)..at } else { at..at };
        match near.rev().find(|&k| is_continued(segments, &candidates[k], &candidates[at])) {
            Some(k) => {
                let more = candidates.remove(at);
                candidates[k].content.extend(more.content);
            }
            None => at += 1,
        }
    }
}

fn is_continued(segments: &Segments, first: &Candidate, more: &Candidate) -> bool {
    let end = first.content.iter().chain(&first.cue).chain(&first.source).map(|s| s.end()).max().unwrap_or(0);
    first.source == more.source
        && !first.source.is_empty()
        && more.content.iter().all(|s| s.start() >= end)
        && segments.sentence_at(first.cue[0].start()) == segments.sentence_at(more.cue[0].start())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part that stays of `[…]` when it is a cue (or, with `{…}`, a source).
    fn check(marked: &str, want: &str) {
        let source = marked.contains('{');
        let start = marked.find(['[', '{']).expect("an opening mark") as u32;
        let end = marked.find([']', '}']).expect("a closing mark") as u32 - 1;
        let text = Text::new(marked.replace(['[', ']', '{', '}'], ""));
        let segments = Segments::of(&text);
        let span = Span::new(start, end);
        let got = if source {
            without_relative_clause(&text, &segments, span)
        } else {
            without_auxiliaries(&text, &segments, span)
        };
        assert_eq!(text.slice(got), want, "{marked}");
    }

    #[test]
    fn a_cue_has_no_auxiliary_and_no_negation() {
        check("The board [has called for] a vote.", "called for");
        check("The board [did not say] when.", "say");
        check("The board [hasn\u{2019}t said] when.", "said");
        check("The board [have been saying] so.", "saying");
        check("The board wants [to see] a vote.", "see");
    }

    #[test]
    fn copulas_and_nouns_stay_whole() {
        check("The board [had been clear] that it would.", "had been clear");
        check("Members [are concerned] about it.", "are concerned");
        check("Members [have a plan] for it.", "have a plan");
        check("Members [said] so.", "said");
        check("[According to] members, so.", "According to");
    }

    #[test]
    fn the_person_told_is_not_content() {
        let words = "It is late, Ott told her hosts.";
        let text = Text::new(words);
        let span = |part: &str| {
            let start = words.find(part).expect("a part") as u32;
            Span::new(start, start + part.len() as u32)
        };
        let candidate = |cue: &str, content: &[&str]| Candidate {
            source: vec![span("Ott")],
            cue: vec![span(cue)],
            content: content.iter().map(|c| span(c)).collect(),
            outer: 1.0,
            inner: 0.0,
            path: 1.0,
        };
        let mut inverted = candidate("told", &["It is late", "her hosts"]);
        drop_addressee(&text, &mut inverted);
        assert_eq!(inverted.content, [span("It is late")]);
        let mut plain = candidate("told", &["her hosts"]);
        drop_addressee(&text, &mut plain);
        assert_eq!(plain.content, [span("her hosts")]);
    }

    #[test]
    fn a_source_has_no_relative_clause_but_keeps_its_apposition() {
        check("{Ada Ott, who is new here,} said no.", "Ada Ott");
        check("{Ada Ott, the mayor,} said no.", "Ada Ott, the mayor,");
        check("{the man who runs it} said no.", "the man who runs it");
    }
}
