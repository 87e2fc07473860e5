//! Does somebody only keep silent here?
//!
//! "Declined to comment", "did not say whether", "gave no reason": who tells nothing takes no position on it. Three
//! patterns of English grammar over closed classes of words: a verb of refusing and an infinitive of speaking, a denied
//! verb of speaking, and a verb of giving with "no" and what is told. Who refuses to *do* something, or denies that
//! something is so, takes a position: "refused to endorse", "did not say that it was safe".
//!
//! Known weakness: whether "refused to discuss a truce" keeps a reporter or an enemy waiting, the words alone do not
//! tell; it is read as silence.

use sayso_domain::Statement;
use sayso_text::{Segments, Span, Text, Token, TokenKind};

const REFUSING: &[&str] =
    &["decline", "declined", "declines", "declining", "refuse", "refused", "refuses", "refusing"];
const DENYING: &[&str] = &["not", "never", "cannot", "neither", "nor"];
/// To do this is to speak, whatever stands behind it.
const COMMENTING: &[&str] = &[
    "comment",
    "commenting",
    "commented",
    "elaborate",
    "elaborating",
    "elaborated",
    "specify",
    "specified",
    "clarify",
    "clarified",
    "reply",
    "replied",
    "explain",
    "explained",
];
/// To refuse this is not to speak; who only does not do it may be unwilling to deal.
const DISCUSSING: &[&str] = &["discuss"];
/// To do this is to speak where a question stands behind it, or nothing.
const TELLING: &[&str] = &[
    "say",
    "saying",
    "said",
    "tell",
    "telling",
    "told",
    "confirm",
    "confirming",
    "confirmed",
    "deny",
    "denied",
    "disclose",
    "disclosed",
    "reveal",
    "revealed",
    "state",
    "stated",
    "indicate",
    "indicated",
    "announce",
    "announced",
    "answer",
    "answered",
    "respond",
    "responded",
    "detail",
    "describe",
    "identify",
    "identified",
    "name",
    "named",
    "speak",
    "talk",
];
const ASKED: &[&str] = &[
    "whether", "if", "when", "why", "how", "what", "who", "whom", "where", "which", "more", "anything",
    "much", "further",
];
/// What stands between a denial and its verb.
const BETWEEN: &[&str] = &[
    "to",
    "immediately",
    "yet",
    "further",
    "publicly",
    "directly",
    "even",
    "also",
    "specifically",
    "be",
    "been",
];
const GIVING: &[&str] = &[
    "give",
    "gave",
    "given",
    "gives",
    "giving",
    "offer",
    "offered",
    "offers",
    "offering",
    "provide",
    "provided",
    "provides",
    "providing",
    "make",
    "made",
    "makes",
    "making",
    "issue",
    "issued",
];
const HAVING: &[&str] = &["have", "had", "has", "having"];
/// What is given to those who ask.
const TOLD: &[&str] = &[
    "comment",
    "comments",
    "detail",
    "details",
    "reason",
    "reasons",
    "explanation",
    "explanations",
    "answer",
    "answers",
    "reply",
    "response",
    "elaboration",
    "information",
    "statement",
    "particulars",
];
/// Those who ask.
const REPORTERS: &[&str] = &["reporters", "journalists", "media", "press", "newspapers"];
/// So many words stand between "no" and what is not told.
const DESCRIBED: usize = 2;

/// Whether all that a statement tells is that its source did not speak.
pub(crate) fn is_of_silence(text: &Text, segments: &Segments, statement: &Statement) -> bool {
    let said = statement.cue.iter().chain(&statement.modality.negated);
    said.copied().any(|span| begins_within(text, segments, span))
        || (!statement.modality.negated.is_empty() && answers_nothing(text, segments, statement))
}

/// Whether words that were found to show a position show a refusal to speak.
pub(crate) fn shows_silence(text: &Text, segments: &Segments, evidence: Span) -> bool {
    begins_within(text, segments, evidence)
}

/// "Whether the board would go, she did not say."
fn answers_nothing(text: &Text, segments: &Segments, statement: &Statement) -> bool {
    let first = |spans: &[Span]| spans.first().map(|span| Words::of(text, segments, *span, *span));
    let (Some(cue), Some(content)) = (first(&statement.cue), first(&statement.content)) else { return false };
    cue.is(0, TELLING) && content.is(0, ASKED)
}

/// Whether silence is told by words of which the first stands in `span`; the others may follow it in its sentence.
fn begins_within(text: &Text, segments: &Segments, span: Span) -> bool {
    let Some(sentence) = segments.sentence_at(span.start()) else { return false };
    let words = Words::of(text, segments, span, segments.sentences[sentence].span);
    (0..words.tokens.len())
        .take_while(|&at| words.tokens[at].span.start() < span.end())
        .any(|at| words.refuse_to_speak(at) || words.deny_speaking(at) || words.give_nothing(at))
}

/// So many words behind the first ones are looked at.
const AHEAD: usize = 10;

/// Words one after the other, without marks.
struct Words<'a> {
    text: &'a Text,
    tokens: Vec<&'a Token>,
}

impl<'a> Words<'a> {
    /// From the beginning of `from` to the end of `to`, or [`AHEAD`] tokens behind `from`.
    fn of(text: &'a Text, segments: &'a Segments, from: Span, to: Span) -> Words<'a> {
        let own = segments.tokens_in(from);
        let last = segments.tokens_in(Span::new(from.start(), from.end().max(to.end()))).end;
        let tokens = segments.tokens[own.start..last.min(own.end + AHEAD)].iter();
        Words { text, tokens: tokens.filter(|token| token.kind != TokenKind::Punctuation).collect() }
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.tokens.get(at).map(|token| self.text.slice(token.span));
        word.is_some_and(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
    }

    /// The first place from `at` on that is no word of `words`.
    fn past(&self, at: usize, words: &[&str]) -> usize {
        (at..self.tokens.len()).find(|&at| !self.is(at, words)).unwrap_or(self.tokens.len())
    }

    /// Whether the clause goes on without a mark from `at - 1` to `at`.
    fn follows(&self, at: usize) -> bool {
        let Some((before, now)) = at.checked_sub(1).and_then(|k| self.tokens.get(k)).zip(self.tokens.get(at))
        else {
            return false;
        };
        self.text.slice(Span::new(before.span.end(), now.span.start())).trim().is_empty()
    }

    /// "declined to comment", "refused to give any details".
    fn refuse_to_speak(&self, at: usize) -> bool {
        self.is(at, REFUSING) && self.is(at + 1, &["to"]) && {
            let verb = self.past(at + 2, BETWEEN);
            self.is_speaking(verb)
                || self.is(verb, DISCUSSING)
                || self.is(verb, GIVING) && self.is_told(verb + 1)
        }
    }

    /// "did not say whether", "would neither confirm nor deny", "didn't elaborate".
    fn deny_speaking(&self, at: usize) -> bool {
        let is_denied = self.is(at, DENYING) || {
            let word = self.tokens.get(at).map_or("", |token| self.text.slice(token.span));
            word.ends_with("n't") || word.ends_with("n\u{2019}t")
        };
        is_denied && self.is_speaking(self.past(at + 1, BETWEEN))
    }

    fn is_speaking(&self, verb: usize) -> bool {
        let next = verb + 1;
        let is_last = !self.follows(next);
        let to_reporters = self.is(next, &["to", "with"])
            && (next + 1..next + 4).take_while(|&at| self.follows(at)).any(|at| self.is(at, REPORTERS));
        self.is(verb, COMMENTING)
            || self.is(verb, TELLING)
                && (is_last || to_reporters || self.is(next, ASKED) || self.is(next, &["or", "nor", "about"]))
    }

    /// "gave no reason", "made no further comment"; "has no comment", though not "has no reason".
    fn give_nothing(&self, at: usize) -> bool {
        let is_no = self.is(at + 1, &["no"]);
        is_no && self.is(at, GIVING) && self.is_told(at + 2)
            || is_no && self.is(at, HAVING) && self.told_at(at + 2).is_some_and(|at| self.is(at, &TOLD[..2]))
    }

    fn is_told(&self, from: usize) -> bool {
        self.told_at(from).is_some()
    }

    fn told_at(&self, from: usize) -> Option<usize> {
        (from..=from + DESCRIBED).take_while(|&at| self.follows(at)).find(|&at| self.is(at, TOLD))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, want: bool) {
        let text = Text::new(words);
        let whole = Span::new(0, text.len());
        assert_eq!(shows_silence(&text, &Segments::of(&text), whole), want, "{words}");
    }

    #[test]
    fn who_does_not_speak_is_silent() {
        for words in [
            "The port operator declined to comment.",
            "She refused to discuss the toll",
            "Ott refused to say when it would open",
            "The ministry declined to give any details.",
            "He declined to be named.",
            "did not say whether the cabinet would meet",
            "would not confirm or deny it",
            "would not confirm, he said",
            "has not said when it will vote",
            "They didn\u{2019}t elaborate.",
            "Her office gave no reason.",
            "made no further comment",
            "The bank had no immediate comment",
            "refused to speak to the reporters",
        ] {
            check(words, true);
        }
    }

    #[test]
    fn who_does_not_act_or_says_that_it_is_not_so_takes_a_position() {
        for words in [
            "Ott refused to endorse the accord.",
            "declined to threaten Corrane",
            "will not confirm the judge",
            "did not say that it was safe",
            "We will not discuss the border",
            "We do not want the toll",
            "They gave no ground",
            "has no reason to believe it",
            "refused to talk to the rebels",
            "made no secret of it",
            "The comment was not fair",
            "",
        ] {
            check(words, false);
        }
    }
}
