//! How is the graph drawn? Circles and squares where [`layout`] puts them, lines of several strokes between them, and names where
//! [`labels`] finds room.
//!
//! The drawing stands for itself as a file, and can be part of a page: it has no style and no script in it, only attributes, which a
//! page may override by its classes. A name for which there is no room cannot be seen unless a page shows it while its node is pointed
//! at; as a file, the title of the node tells it. Readers of screens hear the title, the description and, in a page, the nodes that lead
//! somewhere, but not thousands of lines.

mod legend;

use std::fmt::Write;

use sayso_compare::{
    Aggregation, Edge, Label, Layout, Mode, Network, Node, NodeKind, Place, Shown, label_width, labels,
    layout,
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
    let legend = legend::legend(graph, &drawn, page, &labels, hidden, right - left);
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
        Mode::Affiliation(Aggregation::Ignore) => "Who speaks of which issue",
        Mode::Affiliation(_) => "Who stands where on which issue",
        Mode::Conflict => "Who stands against whom",
        Mode::Congruence => "Who stands with whom",
        Mode::Subtract => "Who stands with and against whom",
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
    // Where all weigh the same, or weights are no amounts, none is heavy.
    let lightest = drawn.edges.iter().map(|edge| edge.weight.abs()).fold(heaviest, f64::min);
    let is_even = lightest == heaviest || graph.mode == Mode::Affiliation(Aggregation::Combine);
    let share = |edge: &Edge| if is_even { 0.3 } else { edge.weight.abs() / heaviest };
    let between = |(low, high): (f64, f64), share: f64| low + (high - low) * share;
    let mut order: Vec<&Edge> = drawn.edges.iter().collect();
    order.sort_by(|a, b| a.weight.abs().total_cmp(&b.weight.abs()));
    let mut marks = "<g class=\"edges\" aria-hidden=\"true\">\n".to_owned();
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
    marks + "</g>\n"
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
            "<circle class=\"mark actor\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#3f4a56\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>"
        ),
        NodeKind::Issue => {
            let half = radius * 0.85;
            format!(
                "<rect class=\"mark issue\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\" fill=\"#ffffff\" \
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::graph;

    const FILE: InPage = InPage { id: "network", link: None };

    fn actors(names: &[String]) -> Vec<Node> {
        let node = |(number, name): (usize, &String)| Node {
            key: format!("k{number}"),
            name: name.clone(),
            kind: NodeKind::Actor,
            statements: number,
        };
        names.iter().enumerate().map(node).collect()
    }

    /// The values of an attribute, in order.
    fn values<'a>(svg: &'a str, element: &str, attribute: &str) -> Vec<&'a str> {
        let of = |piece: &'a str| {
            let (_, rest) = piece.split('>').next()?.split_once(&format!(" {attribute}=\""))?;
            rest.split('"').next()
        };
        svg.split(&format!("<{element} ")).skip(1).filter_map(of).collect()
    }

    #[test]
    fn nodes_and_lines_are_drawn_with_their_names_escaped() {
        let svg = svg(&graph(Mode::Affiliation(Aggregation::Subtract)), &FILE);
        let (body, legend) = svg.split_once("class=\"legend\"").unwrap();
        assert_eq!((body.matches("<circle ").count(), body.matches("<line ").count()), (3, 3), "{svg}");
        assert_eq!((legend.matches("<circle ").count(), legend.matches("<line ").count()), (1, 2), "{svg}");
        assert_eq!(body.matches("stroke-dasharray").count(), 1);
        assert!(svg.contains("Ada &lt;A&gt; &amp; &quot;B&quot;") && !svg.contains('\u{1b}'), "{svg}");
        assert!(svg.contains("for the issue") && svg.contains("against the issue"), "{svg}");
    }

    #[test]
    fn it_is_an_image_with_a_title_and_a_description() {
        let svg = svg(&graph(Mode::Conflict), &FILE);
        assert!(svg.contains("role=\"img\" aria-labelledby=\"network-title network-desc\""), "{svg}");
        assert!(svg.contains("<title id=\"network-title\">Who stands against whom</title>"), "{svg}");
        assert!(svg.contains(">3 actors; 2 lines on opposite sides. Most is said by Ada &lt;A&gt;"), "{svg}");
    }

    #[test]
    fn it_has_no_style_and_no_script() {
        let svg = svg(&graph(Mode::Subtract), &FILE);
        for banned in ["<style", "style=", "<script", "onclick", "<foreignObject", "xlink:", "url("] {
            assert!(!svg.contains(banned), "{banned}: {svg}");
        }
    }

    #[test]
    fn in_a_page_nodes_lead_elsewhere() {
        let link =
            |node: &Node| (node.kind == NodeKind::Actor).then(|| format!("/actor?key=\"&{}", node.key));
        let page = InPage { id: "one", link: Some(&link) };
        let svg = svg(&graph(Mode::Affiliation(Aggregation::Ignore)), &page);
        assert_eq!(svg.matches("<a href=").count(), 3, "{svg}");
        assert!(
            svg.contains("<a href=\"/actor?key=&quot;&amp;") && svg.contains("id=\"one-title\""),
            "{svg}"
        );
        // An image would hide its links.
        assert!(svg.contains("role=\"group\"") && !svg.contains("role=\"img\""), "{svg}");
    }

    #[test]
    fn everything_is_within_the_frame() {
        let names: Vec<String> = (0..60).map(|number| format!("Somebody called number {number}")).collect();
        let edges = (1..60).map(|to| Edge { source: to / 3, target: to, weight: 1.0, pro: 1.0, contra: 0.0 });
        let network = Network { nodes: actors(&names), edges: edges.collect(), left_out: 0 };
        let svg = svg(&Graph { network, mode: Mode::Congruence }, &FILE);
        let number = |value: &str| value.parse::<f64>().unwrap();
        let moved = svg.split("translate(").nth(1).unwrap().split([' ', ')']).map(str::to_owned);
        let moved: Vec<f64> = moved.take(2).map(|value| number(&value)).collect();
        let (body, _) = svg.split_once("class=\"legend\"").unwrap();
        let [width, height] = ["width", "height"].map(|name| number(values(&svg, "svg", name)[0]));
        for (cx, cy) in values(body, "circle", "cx").into_iter().zip(values(body, "circle", "cy")) {
            let (x, y) = (moved[0] + number(cx), moved[1] + number(cy));
            assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{x} {y} {width} {height}");
        }
        let texts: Vec<(&str, &str)> =
            values(body, "text", "x").into_iter().zip(values(body, "text", "text-anchor")).collect();
        assert_eq!(texts.len(), 60);
        for (x, anchor) in texts {
            let x = moved[0] + number(x);
            let wide = label_width("Somebody called number 59", FONT);
            let (left, right) = match anchor {
                "start" => (x, x + wide),
                "end" => (x - wide, x),
                _ => (x - wide / 2.0, x + wide / 2.0),
            };
            assert!(left >= 0.0 && right <= width, "{left} {right} {width}");
        }
    }

    #[test]
    fn names_without_room_wait_until_they_are_pointed_at() {
        let names: Vec<String> = (0..90).map(|number| format!("{number} with a name that is long")).collect();
        let all = (0..90).flat_map(|a| (a + 1..90).map(move |b| (a, b)));
        let edges = all.map(|(source, target)| Edge { source, target, weight: 1.0, pro: 1.0, contra: 0.0 });
        let network = Network { nodes: actors(&names), edges: edges.collect(), left_out: 0 };
        let svg = svg(&Graph { network, mode: Mode::Congruence }, &FILE);
        let hidden = svg.matches("class=\"label on-focus\"").count();
        assert!(hidden > 0 && svg.matches(" opacity=\"0\"").count() == hidden);
        assert!(svg.contains(&format!("{hidden} more names: point at the circles")));
    }

    #[test]
    fn what_is_no_amount_makes_no_edge_thick() {
        let svg = svg(&graph(Mode::Affiliation(Aggregation::Combine)), &FILE);
        let (body, _) = svg.split_once("class=\"legend\"").unwrap();
        let widths = values(body, "line", "stroke-width");
        assert!(widths.len() == 3 && widths.iter().all(|width| *width == widths[0]), "{widths:?}");
    }

    #[test]
    fn many_are_not_all_drawn_and_nothing_is_a_drawing_too() {
        let names: Vec<String> = (0..200).map(|number| number.to_string()).collect();
        let network = Network { nodes: actors(&names), edges: vec![], left_out: 0 };
        let many = svg(&Graph { network, mode: Mode::Conflict }, &FILE);
        assert_eq!(many.matches("<g class=\"node actor\">").count(), 150);
        assert!(many.contains("50 more are not drawn") && many.contains("no edge was found"), "{many}");
        assert!(
            many.contains("<title>199, 199 statements</title>") && !many.contains("<title>49, "),
            "{many}"
        );
        let nothing = svg(&Graph { network: Network::default(), mode: Mode::Conflict }, &FILE);
        assert!(nothing.contains("0 actors; no lines.") && !nothing.contains("NaN"), "{nothing}");
    }
}
