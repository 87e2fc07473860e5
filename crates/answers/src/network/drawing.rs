//! How is the graph drawn? Circles and squares where [`layout`] puts them, with lines of several strokes between them.

use std::fmt::Write;

use sayso_compare::{Edge, NodeKind, layout};

use super::{Graph, Line, short};
use crate::markup::{escape, shortened};

const SIDE: f64 = 900.0;
const MARGIN: f64 = 110.0;
/// Of each kind, the nodes with the most statements are drawn.
const MOST: usize = 70;

/// The whole drawing.
pub(super) fn svg(graph: &Graph) -> String {
    let nodes = drawn(graph);
    let place_of = |node: usize| nodes.iter().position(|&drawn| drawn == node);
    let ends = |edge: &Edge| Some((place_of(edge.source)?, place_of(edge.target)?));
    let edges: Vec<(usize, usize, &Edge)> =
        graph.network.edges.iter().filter_map(|edge| ends(edge).map(|(a, b)| (a, b, edge))).collect();
    let weights: Vec<(usize, usize, f64)> = edges.iter().map(|&(a, b, edge)| (a, b, edge.weight)).collect();
    let places: Vec<(f64, f64)> = layout(nodes.len(), &weights)
        .into_iter()
        .map(|(x, y)| (MARGIN + x * (SIDE - 2.0 * MARGIN), MARGIN + y * (SIDE - 2.0 * MARGIN)))
        .collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SIDE}\" height=\"{SIDE}\" viewBox=\"0 0 {SIDE} {SIDE}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<title>Who stands with whom</title>\n\
         <rect width=\"{SIDE}\" height=\"{SIDE}\" fill=\"#ffffff\"/>\n"
    );
    let heaviest = weights.iter().map(|edge| edge.2.abs()).fold(f64::MIN_POSITIVE, f64::max);
    for (a, b, edge) in edges {
        svg += &line(graph, edge, places[a], places[b], heaviest);
    }
    for (&node, &place) in nodes.iter().zip(&places) {
        svg += &shape(graph, node, place);
    }
    svg += &legend(graph, graph.network.nodes.len() - nodes.len());
    svg + "</svg>\n"
}

/// Actors and issues with the most statements, by their places.
fn drawn(graph: &Graph) -> Vec<usize> {
    let of = |kind| {
        let nodes = graph.network.nodes.iter().enumerate().filter(move |(_, node)| node.kind == kind);
        let mut places: Vec<(usize, usize)> =
            nodes.map(|(place, node)| (usize::MAX - node.statements, place)).collect();
        places.sort_unstable();
        places.truncate(MOST);
        places.into_iter().map(|(_, place)| place).collect::<Vec<_>>()
    };
    let mut places = [of(NodeKind::Actor), of(NodeKind::Issue)].concat();
    places.sort_unstable();
    places
}

fn line(graph: &Graph, edge: &Edge, from: (f64, f64), to: (f64, f64), heaviest: f64) -> String {
    let line = graph.line(edge.weight);
    let width = 1.0 + 5.0 * edge.weight.abs() / heaviest;
    let name = |place: usize| escape(&graph.network.nodes[place].name);
    format!(
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{}\" stroke-width=\"{width:.1}\"{}>\
         <title>{} – {}: {}</title></line>\n",
        from.0,
        from.1,
        to.0,
        to.1,
        line.colour(),
        strokes(line),
        name(edge.source),
        name(edge.target),
        short(edge.weight),
    )
}

fn strokes(line: Line) -> &'static str {
    match line {
        Line::Plain | Line::Together => "",
        Line::Apart => " stroke-dasharray=\"8 5\"",
        Line::Both => " stroke-dasharray=\"2 4\"",
    }
}

fn shape(graph: &Graph, node: usize, (x, y): (f64, f64)) -> String {
    let node = &graph.network.nodes[node];
    let size = 5.0 + 9.0 * (node.statements as f64).sqrt().min(8.0) / 8.0;
    let shape = match node.kind {
        NodeKind::Actor => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{size:.1}\" fill=\"#333333\"/>"),
        NodeKind::Issue => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#ffffff\" stroke=\"#333333\"/>",
            x - size,
            y - size,
            2.0 * size,
            2.0 * size
        ),
    };
    // White under the letters, so that lines do not cross them.
    format!(
        "<g><title>{}</title>{shape}<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" stroke=\"#ffffff\" \
         stroke-width=\"3\" paint-order=\"stroke\">{}</text></g>\n",
        escape(&node.name),
        y - size - 4.0,
        escape(&shortened(&node.name, 32)),
    )
}

fn legend(graph: &Graph, hidden: usize) -> String {
    let mut text = "● actor   □ issue   — on one side   - - on opposite sides   · · both".to_owned();
    if hidden > 0 {
        let _ = write!(text, "   ({hidden} more are not drawn)");
    }
    if graph.network.edges.is_empty() {
        text += "   (no edge was found)";
    }
    format!("<text x=\"20\" y=\"{}\">{text}</text>\n", SIDE - 20.0)
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Aggregation, Mode, Network, Node};

    use super::*;
    use crate::samples::graph;

    #[test]
    fn nodes_and_lines_are_drawn_with_their_names_escaped() {
        let svg = svg(&graph(Mode::Affiliation(Aggregation::Subtract)));
        assert_eq!((svg.matches("<circle ").count(), svg.matches("<line ").count()), (3, 3), "{svg}");
        assert_eq!(svg.matches("stroke-dasharray").count(), 1);
        assert!(svg.contains("Ada &lt;A&gt; &amp; &quot;B&quot;") && !svg.contains('\u{1b}'), "{svg}");
    }

    #[test]
    fn many_are_not_all_drawn_and_nothing_is_a_drawing_too() {
        let node = |number: usize| Node {
            key: number.to_string(),
            name: number.to_string(),
            kind: NodeKind::Actor,
            statements: number,
        };
        let network = Network { nodes: (0..100).map(node).collect(), edges: vec![], left_out: 0 };
        let svg = svg(&Graph { network, mode: Mode::Conflict });
        assert_eq!(svg.matches("<circle ").count(), 70);
        assert!(svg.contains("30 more are not drawn") && svg.contains("no edge was found"), "{svg}");
        assert!(svg.contains("<title>99</title>") && !svg.contains("<title>29</title>"), "{svg}");
    }
}
