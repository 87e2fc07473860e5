//! What do the marks of the drawing mean? A few words under it, of those marks alone that it has.

use std::fmt::Write;

use sayso_compare::{Label, Mode, Network, NodeKind, Place, Shown, label_width};

use super::{FONT, Graph, LINE, Line, mark, strokes};

/// A drawing is as wide as this at least, so that the legend has few lines.
pub(super) const NARROWEST: f64 = 360.0;
/// A mark and the space behind it; the space between two entries.
const MARK: f64 = 34.0;
const BETWEEN: f64 = 22.0;
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
pub(super) fn legend(graph: &Graph, drawn: &Network, labels: &[Label], hidden: usize, width: f64) -> Legend {
    let mut marks = String::new();
    let (mut x, mut y) = (0.0, LINE / 2.0);
    for (sign, words) in entries(graph, drawn, labels, hidden) {
        let before = if sign.is_some() { MARK } else { 0.0 };
        let wide = before + label_width(&words, FONT);
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

fn entries(graph: &Graph, drawn: &Network, labels: &[Label], hidden: usize) -> Vec<(Option<Sign>, String)> {
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
        entries.push((None, format!("{silent} more names: point at the circles")));
    }
    entries
}
