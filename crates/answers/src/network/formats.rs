//! How do other programs get the graph? As GraphML, as a list of edges, as DOT.

use std::fmt::Write;

use sayso_compare::{Edge, Node, NodeKind};

use super::{Graph, Line, short};
use crate::csv as values;
use crate::markup::escape;

/// GraphML without extensions, which Gephi and visone open. What belongs to nodes and edges is declared as keys.
pub(super) fn graphml(graph: &Graph) -> String {
    let [pro, contra] = graph.parts();
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
        .to_owned();
    let keys = [
        ("label", "node", "string"),
        ("key", "node", "string"),
        ("kind", "node", "string"),
        ("statements", "node", "int"),
        ("weight", "edge", "double"),
        ("line", "edge", "string"),
        (pro, "edge", "double"),
        (contra, "edge", "double"),
    ];
    // Writing to a string does not fail.
    for (name, of, kind) in keys {
        let _ =
            writeln!(text, "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    text += "  <graph id=\"sayso\" edgedefault=\"undirected\">\n";
    for (place, node) in graph.network.nodes.iter().enumerate() {
        let _ = writeln!(text, "    <node id=\"n{place}\">{}</node>", node_data(node));
    }
    for (place, edge) in graph.network.edges.iter().enumerate() {
        let (source, target) = (edge.source, edge.target);
        let data = data("weight", &short(edge.weight))
            + &data("line", graph.line(edge.weight).as_str())
            + &data(pro, &short(edge.pro))
            + &data(contra, &short(edge.contra));
        let _ = writeln!(
            text,
            "    <edge id=\"e{place}\" source=\"n{source}\" target=\"n{target}\">{data}</edge>"
        );
    }
    text + "  </graph>\n</graphml>\n"
}

fn node_data(node: &Node) -> String {
    data("label", &node.name)
        + &data("key", &node.key)
        + &data("kind", node.kind.as_str())
        + &data("statements", &node.statements.to_string())
}

fn data(key: &str, value: &str) -> String {
    format!("<data key=\"{key}\">{}</data>", escape(value))
}

/// A header and a row for each edge.
pub(super) fn csv(graph: &Graph) -> String {
    let [pro, contra] = graph.parts();
    let header =
        ["source", "source_name", "target", "target_name", "target_kind", "weight", "line", pro, contra];
    let node = |place: usize| &graph.network.nodes[place];
    let row = |edge: &Edge| {
        let (source, target) = (node(edge.source), node(edge.target));
        values::row(&[
            source.key.as_str(),
            &source.name,
            &target.key,
            &target.name,
            target.kind.as_str(),
            &short(edge.weight),
            graph.line(edge.weight).as_str(),
            &short(edge.pro),
            &short(edge.contra),
        ])
    };
    values::row(&header) + &graph.network.edges.iter().map(row).collect::<String>()
}

/// For Graphviz.
pub(super) fn dot(graph: &Graph) -> String {
    let mut text = "graph sayso {\n  overlap=false;\n".to_owned();
    for (place, node) in graph.network.nodes.iter().enumerate() {
        let shape = if node.kind == NodeKind::Actor { "ellipse" } else { "box" };
        let _ = writeln!(text, "  n{place} [label={}, shape={shape}];", dot_string(&node.name));
    }
    for edge in &graph.network.edges {
        let line = graph.line(edge.weight);
        let style = match line {
            Line::Apart => "dashed",
            Line::Both => "dotted",
            Line::Plain | Line::Together => "solid",
        };
        let _ = writeln!(
            text,
            "  n{} -- n{} [label=\"{}\", color=\"{}\", style={style}];",
            edge.source,
            edge.target,
            short(edge.weight),
            line.colour(),
        );
    }
    text + "}\n"
}

/// In quotation marks; a backslash is one, not the beginning of an escape.
fn dot_string(words: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in words.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' | '\r' | '\t' => quoted.push(' '),
            c if c.is_control() => quoted.push('\u{fffd}'),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Aggregation, Mode};

    use super::*;
    use crate::samples::graph;

    #[test]
    fn graphml_declares_every_key_that_it_uses() {
        for mode in [Mode::Subtract, Mode::Affiliation(Aggregation::Subtract)] {
            let text = graphml(&graph(mode));
            for used in text.split("<data key=\"").skip(1) {
                let key = used.split('"').next().unwrap();
                assert!(text.contains(&format!("<key id=\"{key}\" ")), "{key}");
            }
            assert_eq!(text.matches("<node ").count(), text.matches("</node>").count());
            assert_eq!((text.matches("<edge ").count(), text.matches("</edge>").count()), (3, 3), "{text}");
            assert!(
                text.contains("Ada &lt;A&gt; &amp; &quot;B&quot;") && text.contains("Bob\u{fffd}"),
                "{text}"
            );
            assert!(!text.contains('\u{1b}'));
        }
        let text = graphml(&graph(Mode::Conflict));
        assert!(text.contains("<data key=\"weight\">1</data><data key=\"line\">apart</data>"), "{text}");
    }

    #[test]
    fn rows_are_edges() {
        let text = csv(&graph(Mode::Affiliation(Aggregation::Subtract)));
        let rows = values::rows(&text).unwrap();
        assert_eq!(
            rows[0].cells.join(","),
            "source,source_name,target,target_name,target_kind,weight,line,favor,against"
        );
        assert_eq!(rows[2].cells[2..], ["issue:1", "=no \"ban\"\\n", "issue", "-1", "apart", "0", "1"]);
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn dot_strings_are_escaped() {
        let text = dot(&graph(Mode::Affiliation(Aggregation::Subtract)));
        assert!(text.contains("[label=\"Ada <A> & \\\"B\\\"\", shape=ellipse]"), "{text}");
        assert!(text.contains("[label=\"=no \\\"ban\\\"\\\\n\", shape=box]"), "{text}");
        assert!(text.contains("[label=\"-1\", color=\"#d95f02\", style=dashed]"), "{text}");
    }

    #[test]
    fn nothing_is_a_graph_too() {
        let graph = Graph { network: sayso_compare::Network::default(), mode: Mode::Conflict };
        assert!(graphml(&graph).ends_with("  </graph>\n</graphml>\n"));
        assert_eq!(csv(&graph).lines().count(), 1);
        assert_eq!(dot(&graph), "graph sayso {\n  overlap=false;\n}\n");
    }

    #[test]
    fn the_document_on_it_tells_of_every_column() {
        let page = include_str!("../../../../docs/network.md");
        for mode in [Mode::Subtract, Mode::Affiliation(Aggregation::Combine)] {
            let header = csv(&graph(mode)).lines().next().unwrap().to_owned();
            header.split(',').for_each(|column| assert!(page.contains(&format!("`{column}`")), "{column}"));
        }
        for line in [Line::Plain, Line::Together, Line::Apart, Line::Both] {
            assert!(page.contains(&format!("`{}`", line.as_str())), "{line:?}");
        }
    }
}
