//! Whose words are they? For each word the innermost statement that has it in its content.

use std::ops::Range;

use sayso_domain::{Kind, Statement};
use sayso_text::Span;

use crate::words::Words;

/// Cues that report, where others only name an attitude: "said", but "wants".
const REPORTING: &[&str] = &[
    "said",
    "say",
    "says",
    "saying",
    "told",
    "tell",
    "tells",
    "telling",
    "reported",
    "report",
    "reports",
    "reporting",
    "reportedly",
    "according",
    "added",
    "adds",
    "stated",
    "states",
    "claimed",
    "claims",
    "claim",
    "alleged",
    "alleges",
    "allegedly",
    "accused",
    "accuses",
    "wrote",
    "writes",
    "noted",
    "notes",
    "continued",
    "explained",
    "insisted",
    "confirmed",
    "confirms",
    "believed",
    "believe",
    "believes",
    "argued",
    "argues",
    "tweeted",
    "quoted",
    "denied",
    "denies",
    "deny",
    "denying",
    "warned",
    "warns",
    "suggested",
    "suggests",
    "adding",
    "claiming",
    "alleging",
    "recalled",
    "declared",
    "rumored",
    "rumoured",
    "thought",
    "charged",
];

/// A piece of a statement's content.
#[derive(Clone, Copy)]
struct Piece {
    span: Span,
    statement: usize,
}

/// The contents of all statements that report something, to be asked in text order.
pub(crate) struct Scopes {
    pieces: Vec<Piece>,
    /// Those that have begun, the innermost last.
    open: Vec<Piece>,
    next: usize,
}

/// Whether the content is reported to be so.
fn reports(words: &Words, statement: &Statement) -> bool {
    let mut cue = statement.cue.iter().flat_map(|&span| words.within(span));
    statement.kind != Kind::Indirect
        || statement.cue.is_empty()
        || cue.any(|at| REPORTING.contains(&words.low(at)))
}

impl Scopes {
    pub(crate) fn of(words: &Words, statements: &[Statement]) -> Scopes {
        let all = statements.iter().enumerate().filter(|(_, s)| reports(words, s));
        let mut pieces: Vec<Piece> = all
            .flat_map(|(statement, s)| s.content.iter().map(move |&span| Piece { span, statement }))
            .collect();
        pieces.sort_by_key(|p| (p.span.start(), std::cmp::Reverse(p.span.end()), p.statement));
        Scopes { pieces, open: Vec::new(), next: 0 }
    }

    /// The innermost content that holds the byte, as the statement's index and the words of that piece.
    /// Bytes must not go down from call to call.
    pub(crate) fn at(&mut self, words: &Words, byte: u32) -> Option<(usize, Range<usize>)> {
        while let Some(piece) = self.pieces.get(self.next).filter(|p| p.span.start() <= byte) {
            self.open.push(*piece);
            self.next += 1;
        }
        while self.open.last().is_some_and(|p| p.span.end() <= byte) {
            self.open.pop();
        }
        self.open.last().map(|p| (p.statement, words.within(p.span)))
    }
}
