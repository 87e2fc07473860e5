//! How is the graph drawn? Circles and squares where [`layout`] puts them, lines of several strokes between them, and names where
//! [`labels`] finds room.
//!
//! The drawing stands for itself as a file, and can be part of a page: it has no style and no script in it, only attributes, which a
//! page may override by its classes. A name for which there is no room cannot be seen unless a page shows it while its node is pointed
//! at; as a file, the title of the node tells it.

mod legend;

use std::fmt::Write;

use sayso_compare::{
    Edge, Label, Layout, Network, Node, NodeKind, Place, Shown, label_width, labels, layout,
};

use super::{Graph, InPage, Line, short};
use crate::collected::counted;
use crate::markup::{escape, shortened};

/// Of each kind, the nodes with the most statements are drawn.
const MOST: usize = 150;
/// Of names and of the legend, in pixels of the natural size.
const FONT: f64 = 12.0;
/// A line of text with what is between two of them.
const LINE: f64 = 15.0;
/// Around everything.
const MARGIN: f64 = 16.0;
/// A longer name is cut.
const NAME: usize = 32;
/// How thick, and how opaque, the lightest and the heaviest edge are.
const FEW: Strokes = Strokes { width: (1.4, 5.0), opacity: (0.7, 0.9) };
/// The same where there are so many edges that the light ones can only be a haze behind the heavy ones.
const MANY: Strokes = Strokes { width: (0.8, 4.0), opacity: (0.18, 0.9) };

#[derive(Clone, Copy)]
struct Strokes {
    width: (f64, f64),
    opacity: (f64, f64),
}

/// The whole drawing.
///
/// It is an image with a title and a description to those who cannot see it. With links it is a group, since an image has no parts that could
/// be followed.
pub(super) fn svg(graph: &Graph, page: &InPage) -> String {
    let drawn = drawn(&graph.network);
    let hidden = graph.network.nodes.len() - drawn.nodes.len();
    let places = layout(&drawn);
    let names: Vec<String> = drawn.nodes.iter().map(|node| shortened(&node.name, NAME)).collect();
    let widths: Vec<f64> = names.iter().map(|name| label_width(name, FONT)).collect();
    let lines: Vec<(usize, usize)> = drawn.edges.iter().map(|edge| (edge.source, edge.target)).collect();
    let labels = labels(&places.places, &widths, LINE, &lines);
    let (left, top, right, bottom) = frame(&places, &labels);
    let legend = legend::legend(graph, &drawn, &labels, hidden, right - left);
    let (width, height) = (right - left + 2.0 * MARGIN, bottom - top + 3.0 * MARGIN + legend.height);
    let mut svg = head(graph, &drawn, page, (width, height));
    let _ = writeln!(svg, "<g transform=\"translate({:.1} {:.1})\">", MARGIN - left, MARGIN - top);
    svg += &edges(graph, &drawn, &places.places);
    for (node, ((place, label), name)) in
        drawn.nodes.iter().zip(places.places.iter().zip(&labels).zip(&names))
    {
        svg += &shape(node, *place, label, name, page);
    }
    svg += "</g>\n";
    let _ = writeln!(
        svg,
        "<g class=\"legend\" fill=\"#333333\" transform=\"translate({MARGIN} {:.1})\">\n{}</g>",
        bottom - top + 2.0 * MARGIN,
        legend.marks
    );
    svg + "</svg>\n"
}

/// The network of the actors and issues with the most statements.
fn drawn(network: &Network) -> Network {
    let of = |kind| {
        let nodes = network.nodes.iter().enumerate().filter(move |(_, node)| node.kind == kind);
        let mut places: Vec<(usize, usize)> =
            nodes.map(|(place, node)| (usize::MAX - node.statements, place)).collect();
        places.sort_unstable();
        places.truncate(MOST);
        places.into_iter().map(|(_, place)| place).collect::<Vec<_>>()
    };
    let mut kept = [of(NodeKind::Actor), of(NodeKind::Issue)].concat();
    kept.sort_unstable();
    let place = |node: usize| kept.binary_search(&node).ok();
    let edge = |edge: &Edge| Some(Edge { source: place(edge.source)?, target: place(edge.target)?, ..*edge });
    Network {
        nodes: kept.iter().map(|&node| network.nodes[node].clone()).collect(),
        edges: network.edges.iter().filter_map(edge).collect(),
        left_out: network.left_out,
    }
}

/// Left, top, right and bottom of all circles and names. At least as wide as the legend needs.
fn frame(layout: &Layout, labels: &[Label]) -> (f64, f64, f64, f64) {
    let all = (0.0_f64, 0.0_f64, layout.width, layout.height);
    let (left, top, right, bottom) = labels.iter().fold(all, |(left, top, right, bottom), label| {
        (
            left.min(label.left),
            top.min(label.top),
            right.max(label.left + label.width),
            bottom.max(label.top + label.height),
        )
    });
    let missing = (legend::NARROWEST - (right - left)).max(0.0);
    (left - missing / 2.0, top, right + missing / 2.0, bottom)
}

/// The element itself, its title and description, and the paper.
fn head(graph: &Graph, drawn: &Network, page: &InPage, (width, height): (f64, f64)) -> String {
    let id = escape(page.id);
    let role = if page.link.is_some() { "group" } else { "img" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"network\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\" \
         font-family=\"system-ui, sans-serif\" font-size=\"{FONT}\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        title(graph),
        escape(&description(graph, drawn)),
    )
}

fn title(graph: &Graph) -> &'static str {
    match graph.mode {
        sayso_compare::Mode::Affiliation(_) => "Who stands where on which issue",
        sayso_compare::Mode::Conflict => "Who stands against whom",
        _ => "Who stands with whom",
    }
}

/// What is to be seen, in a few sentences.
fn description(graph: &Graph, drawn: &Network) -> String {
    let of = |kind| drawn.nodes.iter().filter(move |node| node.kind == kind);
    let mut text = counted(of(NodeKind::Actor).count(), "actor", "actors");
    let issues = of(NodeKind::Issue).count();
    if issues > 0 {
        text += &format!(" and {}", counted(issues, "issue", "issues"));
    }
    let lines: Vec<String> = Line::ALL
        .into_iter()
        .map(|line| (line, drawn.edges.iter().filter(|edge| graph.line(edge.weight) == line).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(line, count)| {
            format!("{} {}", counted(count, "line", "lines"), legend::meaning(graph.mode, line))
        })
        .collect();
    text += &if lines.is_empty() { "; no lines.".to_owned() } else { format!("; {}.", lines.join(", ")) };
    let mut loudest: Vec<&Node> = of(NodeKind::Actor).collect();
    loudest.sort_by_key(|node| std::cmp::Reverse(node.statements));
    let names: Vec<String> = loudest.iter().take(3).map(|node| shortened(&node.name, NAME)).collect();
    if names.is_empty() { text } else { format!("{text} Most is said by {}.", names.join(", ")) }
}

/// The light ones first, so that the heavy ones lie over them.
fn edges(graph: &Graph, drawn: &Network, places: &[Place]) -> String {
    let heaviest = drawn.edges.iter().map(|edge| edge.weight.abs()).fold(f64::MIN_POSITIVE, f64::max);
    let Strokes { width, opacity } = if drawn.edges.len() > 3 * drawn.nodes.len() { MANY } else { FEW };
    // Where all weigh the same, none is heavy.
    let lightest = drawn.edges.iter().map(|edge| edge.weight.abs()).fold(heaviest, f64::min);
    let share = |edge: &Edge| if lightest < heaviest { edge.weight.abs() / heaviest } else { 0.3 };
    let between = |(low, high): (f64, f64), share: f64| low + (high - low) * share;
    let mut order: Vec<&Edge> = drawn.edges.iter().collect();
    order.sort_by(|a, b| a.weight.abs().total_cmp(&b.weight.abs()));
    let mut marks = String::new();
    for edge in order {
        let line = graph.line(edge.weight);
        let share = share(edge);
        let [from, to] = [edge.source, edge.target].map(|end| places[end]);
        let [source, target] = [edge.source, edge.target].map(|end| escape(&drawn.nodes[end].name));
        // Writing to a string does not fail.
        let _ = writeln!(
            marks,
            "<line class=\"edge {}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" {} stroke-width=\"{:.1}\" \
             stroke-opacity=\"{:.2}\"><title>{source} – {target}: {}, {}</title></line>",
            line.as_str(),
            from.x,
            from.y,
            to.x,
            to.y,
            strokes(line),
            between(width, share),
            between(opacity, share),
            legend::meaning(graph.mode, line),
            short(edge.weight),
        );
    }
    marks
}

/// Colour and strokes of a line.
fn strokes(line: Line) -> String {
    let dashes = match line {
        Line::Plain | Line::Together => "",
        Line::Apart => " stroke-dasharray=\"8 5\"",
        Line::Both => " stroke-dasharray=\"2 4\"",
    };
    format!("stroke=\"{}\"{dashes}", line.colour())
}

/// A node with its name.
fn shape(node: &Node, place: Place, label: &Label, name: &str, page: &InPage) -> String {
    let address = page.link.and_then(|link| link(node));
    let (open, close) = match address {
        Some(address) => (format!("<a href=\"{}\">", escape(&address)), "</a>"),
        None => (String::new(), ""),
    };
    format!(
        "<g class=\"node {}\">{open}<title>{}, {}</title>{}{}{close}</g>\n",
        node.kind.as_str(),
        escape(&node.name),
        counted(node.statements, "statement", "statements"),
        mark(node.kind, place),
        written(label, name)
    )
}

/// A circle or, of the same extent, a square.
fn mark(kind: NodeKind, Place { x, y, radius }: Place) -> String {
    match kind {
        NodeKind::Actor => format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#3f4a56\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>"
        ),
        NodeKind::Issue => {
            let half = radius * 0.85;
            format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\" fill=\"#ffffff\" \
                 stroke=\"#3f4a56\" stroke-width=\"2\"/>",
                x - half,
                y - half,
                2.0 * half,
                2.0 * half
            )
        }
    }
}

/// The name, with paper under the letters so that lines do not cross them.
fn written(label: &Label, name: &str) -> String {
    let (anchor, x) = match label.side.across() {
        -1 => ("end", label.left + label.width),
        0 => ("middle", label.left + label.width / 2.0),
        _ => ("start", label.left),
    };
    let (class, opacity) = match label.shown {
        Shown::Always => ("label", ""),
        Shown::OnFocus => ("label on-focus", " opacity=\"0\""),
    };
    // Letters stand on a line at a quarter of its height.
    let y = label.top + label.height * 0.75;
    format!(
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#1f262d\" stroke=\"#ffffff\" \
         stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"{opacity}>{}</text>",
        escape(name)
    )
}
