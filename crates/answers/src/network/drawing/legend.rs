//! What do the marks of the drawing mean? A few words under it, of those marks alone that it has.

use std::fmt::Write;

use sayso_compare::{Label, Mode, Network, NodeKind, Place, Shown, label_width};

use super::{FONT, Graph, InPage, LINE, Line, mark, strokes};
use crate::collected::counted;

/// A drawing is as wide as this at least, so that the legend has few lines.
pub(super) const NARROWEST: f64 = 360.0;
/// A mark and the space behind it; the space between two entries.
const MARK: f64 = 34.0;
const BETWEEN: f64 = 22.0;
/// Fonts differ from what is reckoned: so much more room is left for words.
const WIDER: f64 = 1.15;
const ROW: f64 = LINE + 5.0;

/// The marks, beginning at the origin, and how much height they take.
pub(super) struct Legend {
    pub(super) marks: String,
    pub(super) height: f64,
}

/// What a line of that kind says.
pub(super) fn meaning(mode: Mode, line: Line) -> &'static str {
    match (mode, line) {
        (Mode::Affiliation(_), Line::Together) => "for the issue",
        (Mode::Affiliation(_), Line::Apart) => "against the issue",
        (Mode::Affiliation(_), Line::Both) => "for and against the issue",
        (_, Line::Together) => "on one side",
        (_, Line::Apart) => "on opposite sides",
        (_, Line::Both) => "on both sides",
        (_, Line::Plain) => "speaking of the issue",
    }
}

/// In rows as wide as the drawing.
pub(super) fn legend(
    graph: &Graph,
    drawn: &Network,
    page: &InPage,
    labels: &[Label],
    hidden: usize,
    width: f64,
) -> Legend {
    let mut marks = String::new();
    let (mut x, mut y) = (0.0, LINE / 2.0);
    for (sign, words) in entries(graph, drawn, page, labels, hidden) {
        let before = if sign.is_some() { MARK } else { 0.0 };
        let wide = before + label_width(&words, FONT) * WIDER;
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, y + ROW);
        }
        // Writing to a string does not fail.
        let _ = writeln!(
            marks,
            "{}<text x=\"{:.1}\" y=\"{:.1}\">{words}</text>",
            sign.map(|sign| sign.drawn(x, y)).unwrap_or_default(),
            x + before,
            y + FONT / 3.0,
        );
        x += wide + BETWEEN;
    }
    Legend { marks, height: y + LINE / 2.0 }
}

enum Sign {
    Node(NodeKind),
    Line(Line),
}

impl Sign {
    fn drawn(self, x: f64, y: f64) -> String {
        match self {
            Sign::Node(kind) => mark(kind, Place { x: x + (MARK - 6.0) / 2.0, y, radius: 8.0 }),
            Sign::Line(line) => format!(
                "<line class=\"edge {}\" x1=\"{x:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" {} stroke-width=\"3\"/>",
                line.as_str(),
                x + MARK - 6.0,
                strokes(line)
            ),
        }
    }
}

fn entries(
    graph: &Graph,
    drawn: &Network,
    page: &InPage,
    labels: &[Label],
    hidden: usize,
) -> Vec<(Option<Sign>, String)> {
    let has = |kind| drawn.nodes.iter().any(|node| node.kind == kind);
    let mut entries = Vec::new();
    if has(NodeKind::Actor) {
        entries.push((Some(Sign::Node(NodeKind::Actor)), "actor; the larger, the more it says".to_owned()));
    }
    if has(NodeKind::Issue) {
        entries.push((
            Some(Sign::Node(NodeKind::Issue)),
            "issue; the larger, the more is said of it".to_owned(),
        ));
    }
    for line in Line::ALL {
        if drawn.edges.iter().any(|edge| graph.line(edge.weight) == line) {
            entries.push((Some(Sign::Line(line)), meaning(graph.mode, line).to_owned()));
        }
    }
    if drawn.edges.is_empty() {
        entries.push((None, "no edge was found".to_owned()));
    }
    if hidden > 0 {
        entries.push((None, format!("{hidden} more are not drawn")));
    }
    let silent = labels.iter().filter(|label| label.shown == Shown::OnFocus).count();
    if silent > 0 {
        // Who has nothing to point with reads the table that a page has below.
        let or_below = if page.link.is_some() { ", or look below" } else { "" };
        let names = counted(silent, "more name", "more names");
        entries.push((None, format!("{names}: point at the circles{or_below}")));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::graph;
    use sayso_compare::{Aggregation, labels, layout};

    const FILE: InPage = InPage { id: "network", link: None };

    /// The words of the legend, each with its place.
    fn texts(marks: &str) -> Vec<(f64, f64, &str)> {
        marks
            .split("<text x=\"")
            .skip(1)
            .map(|piece| {
                let (x, rest) = piece.split_once("\" y=\"").unwrap();
                let (y, rest) = rest.split_once("\">").unwrap();
                (x.parse().unwrap(), y.parse().unwrap(), rest.split_once("</text>").unwrap().0)
            })
            .collect()
    }

    #[test]
    fn no_words_reach_into_the_sign_behind_them() {
        for width in [NARROWEST, 500.0, 2000.0] {
            let graph = graph(Mode::Affiliation(Aggregation::Subtract));
            let legend = legend(&graph, &graph.network, &FILE, &[], 7, width);
            let texts = texts(&legend.marks);
            assert_eq!(texts.len(), 5, "{}", legend.marks);
            for pair in texts.windows(2) {
                let ((x, y, words), (next, row, _)) = (pair[0], pair[1]);
                let end = x + label_width(words, FONT);
                assert!(row >= y + LINE || next - MARK > end, "{words} ends at {end}, then {next}");
            }
            assert!(texts.iter().all(|(x, _, words)| x + label_width(words, FONT) <= width), "{width}");
        }
    }

    #[test]
    fn one_name_is_one_and_a_page_has_another_way_to_it() {
        let graph = graph(Mode::Conflict);
        let places = layout(&graph.network);
        let mut labels = labels(&places.places, &vec![10.0; places.places.len()], LINE, &[]);
        labels[0].shown = Shown::OnFocus;
        let page = InPage { id: "network", link: Some(&|_| None) };
        let told = |page: &InPage| legend(&graph, &graph.network, page, &labels, 0, 400.0).marks;
        assert!(told(&FILE).contains(">1 more name: point at the circles<"), "{}", told(&FILE));
        assert!(told(&page).contains(">1 more name: point at the circles, or look below<"));
    }
}
