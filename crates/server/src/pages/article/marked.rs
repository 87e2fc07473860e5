//! How are the words of an article marked? Source, cue and content of each statement, furniture, one within the other.
//!
//! Places of statements nest, and may cross. Pieces are put into a tree, in which one that crosses the end of another is
//! parted there; so a piece of content is one element that holds all its words, and an address can point at them.

use std::cmp::Reverse;
use std::collections::VecDeque;

use maud::{Markup, html};
use sayso_domain::{Reading, Statement};
use sayso_text::{Span, Text};

use super::cards::Seen;

/// What is deeper within other pieces is not marked: nobody could tell it apart.
const DEEPEST: usize = 16;

/// What a piece of the text is. The order is that in which pieces of one place stand within one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// Of the page, not of the article.
    Furniture,
    /// What is attributed.
    Content,
    /// The words that name who speaks.
    Source,
    /// The words that attribute it.
    Cue,
}

impl Role {
    fn as_str(self) -> &'static str {
        match self {
            Role::Furniture => "furniture",
            Role::Content => "content",
            Role::Source => "source",
            Role::Cue => "cue",
        }
    }
}

/// A piece of the text, of the statement at that place in the reading; furniture is of none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    span: Span,
    role: Role,
    statement: Option<usize>,
    /// Whether the statement's words begin here: this is what an address points at.
    is_first: bool,
}

impl Piece {
    /// Those that begin first, the longest of them first.
    fn order(&self) -> (u32, Reverse<u32>, Role, Option<usize>) {
        (self.span.start(), Reverse(self.span.end()), self.role, self.statement)
    }

    /// Parted at `end`, where it goes on behind that.
    fn parted(self, end: u32) -> (Piece, Option<Piece>) {
        if self.span.end() <= end {
            return (self, None);
        }
        let before = Piece { span: Span::new(self.span.start(), end), ..self };
        (before, Some(Piece { span: Span::new(end, self.span.end()), is_first: false, ..self }))
    }
}

/// A piece and those within it, in text order.
struct Node {
    piece: Piece,
    inside: Vec<Node>,
}

/// All words of the article, marked.
pub(super) fn text(reading: &Reading, seen: &Seen<'_>) -> Markup {
    let text = &reading.article.text;
    let nodes = nested(pieces(reading), DEEPEST);
    html! { div.text lang=[language(reading)] { (within(text, &nodes, Span::new(0, text.len()), reading, seen)) } }
}

/// The language, where it is a tag that a browser may be told.
fn language(reading: &Reading) -> Option<&str> {
    let is_tag = |tag: &&str| tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    reading.article.language.as_deref().filter(is_tag).filter(|tag| tag.len() > 1)
}

fn pieces(reading: &Reading) -> Vec<Piece> {
    let furniture = reading.article.boilerplate.iter();
    let mut pieces: Vec<Piece> = furniture
        .map(|&span| Piece { span, role: Role::Furniture, statement: None, is_first: false })
        .collect();
    for (place, statement) in reading.statements.iter().enumerate() {
        let parts = [
            (Role::Source, &statement.source),
            (Role::Cue, &statement.cue),
            (Role::Content, &statement.content),
        ];
        for (role, spans) in parts {
            let first = spans.iter().map(|span| span.start()).min();
            pieces.extend(spans.iter().map(|&span| Piece {
                span,
                role,
                statement: Some(place),
                is_first: role == Role::Content && Some(span.start()) == first,
            }));
        }
    }
    pieces.retain(|piece| !piece.span.is_empty());
    pieces
}

/// The tree of these pieces, so many levels of it.
fn nested(mut pieces: Vec<Piece>, levels: usize) -> Vec<Node> {
    if levels == 0 {
        return Vec::new();
    }
    pieces.sort_by_key(Piece::order);
    let mut rest = VecDeque::from(pieces);
    let mut nodes = Vec::new();
    while let Some(piece) = rest.pop_front() {
        let end = piece.span.end();
        let (mut inside, mut behind) = (Vec::new(), Vec::new());
        while let Some(next) = rest.pop_front_if(|next| next.span.start() < end) {
            let (within, after) = next.parted(end);
            inside.push(within);
            behind.extend(after);
        }
        if !behind.is_empty() {
            rest.extend(behind);
            rest.make_contiguous().sort_by_key(Piece::order);
        }
        nodes.push(Node { piece, inside: nested(inside, levels - 1) });
    }
    nodes
}

fn within(text: &Text, nodes: &[Node], span: Span, reading: &Reading, seen: &Seen<'_>) -> Markup {
    let starts = std::iter::once(span.start()).chain(nodes.iter().map(|node| node.piece.span.end()));
    let last = nodes.last().map_or(span.start(), |node| node.piece.span.end());
    html! {
        @for (start, node) in starts.zip(nodes) {
            (lines(text.slice(Span::new(start, node.piece.span.start()))))
            (element(text, node, reading, seen))
        }
        (lines(text.slice(Span::new(last, span.end()))))
    }
}

/// Words as they are, with room between paragraphs, which are lines or stand apart by empty ones.
fn lines(words: &str) -> Markup {
    let mut lines = words.split_inclusive('\n').peekable();
    html! {
        @while let Some(line) = lines.next() {
            (line)
            @if line.ends_with('\n') && lines.peek().is_none_or(|next| !next.trim().is_empty()) { span.gap {} }
        }
    }
}

fn element(text: &Text, node: &Node, reading: &Reading, seen: &Seen<'_>) -> Markup {
    let Piece { span, role, statement, is_first } = node.piece;
    let words = within(text, &node.inside, span, reading, seen);
    let Some(statement) = statement.and_then(|place| reading.statements.get(place)) else {
        return html! { span.furniture { (words) } };
    };
    let name = statement.id.to_string();
    let class = format!("said {} d{}", role.as_str(), depth(statement, reading));
    html! {
        span class=(class) id=[is_first.then_some(&name)] data-statement=(name) {
            (sign(statement, role, is_first, seen))
            (words)
        }
    }
}

/// What shows, when the words are pointed at, who speaks: a link to the card where the words begin. It holds no words, so
/// that those of the article can be copied without it.
fn sign(statement: &Statement, role: Role, is_first: bool, seen: &Seen<'_>) -> Markup {
    let name = statement.id.to_string();
    let told = seen.told(statement);
    let tip = match role {
        Role::Source => format!("Source of {told}"),
        Role::Cue => format!("Cue of {told}"),
        _ => told,
    };
    html! {
        @if is_first {
            a.to href={ "#c-" (name) } data-number=(name) data-tip=(tip) aria-label={ "Statement " (tip) } {}
        } @else {
            span.to data-tip=(tip) aria-hidden="true" {}
        }
    }
}

/// How deep a statement stands within others: 1, 2, or 3 and more.
fn depth(statement: &Statement, reading: &Reading) -> usize {
    let mut depth = 1;
    let mut outer = statement.within;
    while let Some(id) = outer.filter(|_| depth < 3) {
        depth += 1;
        outer = reading.statements.iter().find(|other| other.id == id).and_then(|other| other.within);
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(start: u32, end: u32, statement: usize) -> Piece {
        Piece { span: Span::new(start, end), role: Role::Content, statement: Some(statement), is_first: true }
    }

    fn shape(nodes: &[Node]) -> String {
        let one = |node: &Node| format!("{:?}[{}]", node.piece.span, shape(&node.inside));
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pieces_nest_and_what_crosses_is_parted() {
        let nodes = nested(vec![piece(5, 9, 2), piece(0, 10, 1), piece(8, 14, 3)], 9);
        assert_eq!(shape(&nodes), "0..10[5..9[8..9[]] 9..10[]] 10..14[]");
        assert!(nodes[0].inside[0].inside[0].piece.is_first && !nodes[1].piece.is_first);
        assert_eq!(shape(&nested(vec![], 9)), "");
    }

    #[test]
    fn paragraphs_stand_apart_and_no_word_is_lost() {
        assert_eq!(lines("a < b\n\nc").into_string(), "a &lt; b\n\n<span class=\"gap\"></span>c");
        assert_eq!(lines("").into_string(), "");
    }

    #[test]
    fn what_is_too_deep_is_left_unmarked() {
        let nodes = nested((0..10_000).map(|at| piece(0, 20_000 - at, 1)).collect(), 3);
        assert_eq!(shape(&nodes), "0..20000[0..19999[0..19998[]]]");
    }
}
