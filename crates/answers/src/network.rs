//! Who stands with whom, as a graph for other programs and for the eye.

mod drawing;
mod formats;

use sayso_compare::{Aggregation, Mode, Network, Node};

/// What is shown.
#[derive(Debug)]
pub struct Graph {
    /// Nodes and edges.
    pub network: Network,
    /// What an edge means.
    pub mode: Mode,
}

impl Graph {
    /// GraphML without extensions, which Gephi and visone open.
    pub fn graphml(&self) -> String {
        formats::graphml(self)
    }

    /// A header and a row for each edge.
    pub fn csv(&self) -> String {
        formats::csv(self)
    }

    /// For Graphviz.
    pub fn dot(&self) -> String {
        formats::dot(self)
    }

    /// A drawing that stands for itself.
    pub fn svg(&self) -> String {
        drawing::svg(self, &InPage { id: "network", link: None })
    }

    /// The drawing as a part of a page: it has no style of its own, so that the page's may change it, and its nodes may lead elsewhere.
    ///
    /// What the page's style can name are the classes `paper` (what it is drawn on), `edge` with the name of its [`Line`], `node` with
    /// `actor` or `issue`, `label`, with `on-focus` where there is no room for it, and `legend`. A label `on-focus` has the opacity 0; it is
    /// for the page to show it while its node is pointed at or in focus. An address is escaped, not checked.
    pub fn svg_in_page(&self, page: &InPage) -> String {
        drawing::svg(self, page)
    }

    /// What the two numbers of an edge besides its weight are called.
    pub fn parts(&self) -> [&'static str; 2] {
        match self.mode {
            Mode::Affiliation(_) => ["favor", "against"],
            _ => ["congruence", "conflict"],
        }
    }

    /// How an edge is drawn.
    pub fn line(&self, weight: f64) -> Line {
        match self.mode {
            Mode::Conflict => Line::Apart,
            Mode::Affiliation(Aggregation::Ignore) => Line::Plain,
            Mode::Affiliation(Aggregation::Combine) if weight == 3.0 => Line::Both,
            Mode::Affiliation(Aggregation::Combine) if weight == 2.0 => Line::Apart,
            _ if weight < 0.0 => Line::Apart,
            _ => Line::Together,
        }
    }
}

/// What a drawing has to know of the page that it is in.
#[derive(Clone, Copy)]
pub struct InPage<'a> {
    /// What the `id`s in the drawing begin with; another one for each drawing of a page.
    pub id: &'a str,
    /// The address that a node leads to, if it leads anywhere.
    pub link: Option<&'a Link<'a>>,
}

/// Where a node leads.
pub type Link<'a> = dyn Fn(&Node) -> Option<String> + 'a;

impl std::fmt::Debug for InPage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InPage").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// That they have to do with each other.
    Plain,
    /// On one side.
    Together,
    /// On opposite sides.
    Apart,
    /// Both.
    Both,
}

impl Line {
    /// All of them.
    pub const ALL: [Line; 4] = [Line::Together, Line::Apart, Line::Both, Line::Plain];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Line::Plain => "plain",
            Line::Together => "together",
            Line::Apart => "apart",
            Line::Both => "both",
        }
    }

    /// Blue, orange and purple; each has its own strokes too.
    pub fn colour(self) -> &'static str {
        match self {
            Line::Plain => "#666666",
            Line::Together => "#2166ac",
            Line::Apart => "#d95f02",
            Line::Both => "#7b3294",
        }
    }
}

/// A number with at most six decimals, without zeros at its end.
pub fn short(number: f64) -> String {
    let fixed = format!("{number:.6}");
    let short = fixed.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::graph;

    #[test]
    fn lines_say_what_the_edges_mean() {
        let line = |mode, weight| graph(mode).line(weight);
        let combine = Mode::Affiliation(Aggregation::Combine);
        assert_eq!(
            [1.0, 2.0, 3.0].map(|weight| line(combine, weight)),
            [Line::Together, Line::Apart, Line::Both]
        );
        assert_eq!((line(Mode::Subtract, -0.5), line(Mode::Subtract, 0.5)), (Line::Apart, Line::Together));
        assert_eq!((line(Mode::Conflict, 2.0), line(Mode::Congruence, 2.0)), (Line::Apart, Line::Together));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [2.0, 0.5, 1.0 / 3.0, -1.0, 0.0, -1e-9].map(short),
            ["2", "0.5", "0.333333", "-1", "0", "0"]
        );
    }
}
