//! Who stands with whom? A drawing of those who say most on what is most contested.

use std::collections::HashMap;

use maud::{Markup, PreEscaped, html};
use sayso_answers::stored::{self, Wanted};
use sayso_answers::{Collected, Graph, InPage, Line, Question, Tools, short};
use sayso_compare::{
    Aggregation, Duplicates, Edge, Layout, Mode, NetworkOptions, Node, NodeKind, Normalisation, Selection,
    layout, network,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::address;
use crate::asked;
use crate::failure::Failure;
use crate::page::{Answer, At, Format, Page, document};
use crate::pages::{issue, issues, timeline};
use crate::parts;

/// So many actors are taken unless more are asked for, and so many at most.
const ACTORS: (usize, usize) = (40, 150);

/// Of the issues that were found, so many are looked at, and of each so many positions; of one that is asked for, so many.
const ISSUES: usize = 12;
const OF_EACH: usize = 100;
const OF_ONE: usize = 1000;

/// So many lines of the table.
const LINES: usize = 60;

/// So many issues that a line rests on.
const ON: usize = 3;

/// The network.
pub(crate) struct Network;

/// Which network.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// What a line means; `subtract` where it is left out.
    #[param(pattern = "^(affiliation|congruence|conflict|subtract)?$")]
    mode: Option<String>,
    /// On this issue alone, in words.
    issue: Option<String>,
    /// On this issue alone: the label of one that was found.
    found: Option<String>,
    /// From this day on.
    #[param(format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(format = Date)]
    to: Option<String>,
    /// Positions of a lower confidence are left out: from 0 to 1.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1)]
    min_confidence: Option<String>,
    /// At most so many actors, those who say most: from 1 to 150; 40 where it is left out.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 150)]
    most: Option<String>,
}

/// What a line may mean.
const MODES: [(&str, Mode); 4] = [
    // Subtracted, who is for and against an issue would be without a line.
    ("affiliation", Mode::Affiliation(Aggregation::Combine)),
    ("congruence", Mode::Congruence),
    ("conflict", Mode::Conflict),
    ("subtract", Mode::Subtract),
];

/// What programs see.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonNetwork<'a> {
    /// `sayso.network/1`.
    schema: &'static str,
    /// What an edge means: affiliation, congruence, conflict or subtract.
    mode: &'static str,
    /// How many positions it rests on: the newest of those that the filters allow.
    looked_at: usize,
    /// Whether there are more that the filters allow.
    is_cut: bool,
    /// Actors who were left out because others say more.
    left_out: usize,
    /// Actors first, who says most first; then issues, by label.
    nodes: Vec<JsonNode<'a>>,
    /// By the places of both ends.
    edges: Vec<JsonEdge>,
}

/// An actor or an issue, and where it is drawn.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonNode<'a> {
    /// The actor's key; `issue:` and a number for an issue.
    key: &'a str,
    /// What it is called.
    name: &'a str,
    /// `actor` or `issue`.
    kind: &'static str,
    /// From how many statements it comes.
    statements: usize,
    /// Its place from the left.
    x: f64,
    /// Its place from the top.
    y: f64,
    /// How large it is.
    radius: f64,
}

/// A line between two nodes.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonEdge {
    /// The place of one node in `nodes`, from 0; of an affiliation, the actor's.
    source: usize,
    /// The place of the other.
    target: usize,
    /// How much it weighs; of an affiliation, 1 for the issue, 2 against it, 3 both.
    weight: f64,
    /// `together`, `apart`, `both` or `plain`.
    line: &'static str,
    /// How often for; between actors the congruence.
    pro: f64,
    /// How often against; between actors the conflict.
    contra: f64,
}

/// What the page is made of.
struct View<'a> {
    asked: &'a Asked,
    graph: Graph,
    /// Of a page with lines between actors.
    sides: Sides,
    collected: Collected,
}

/// On which side of which issues actors are: what lines between them rest on.
#[derive(Default)]
struct Sides {
    /// By the actor's key: the issue's label, whether for it, whether against it.
    of: HashMap<String, Vec<(String, bool, bool)>>,
}

impl Sides {
    /// Of a network from actors to issues.
    fn of(network: &sayso_compare::Network) -> Sides {
        let mut of: HashMap<String, Vec<(String, bool, bool)>> = HashMap::new();
        for edge in &network.edges {
            let (actor, issue) = (&network.nodes[edge.source], &network.nodes[edge.target]);
            let side = (issue.name.clone(), edge.pro > 0.0, edge.contra > 0.0);
            of.entry(actor.key.clone()).or_default().push(side);
        }
        Sides { of }
    }

    /// The issues on which two stand as the line between them says.
    fn shared(&self, a: &str, b: &str, line: Line) -> Vec<&str> {
        let sides = |key: &str| self.of.get(key).map_or(&[][..], Vec::as_slice);
        let mut labels = Vec::new();
        for (label, pro, contra) in sides(a) {
            let other = sides(b).iter().find(|(other, ..)| other == label);
            let fits = other.is_some_and(|(_, other_pro, other_contra)| match line {
                Line::Apart => *pro && *other_contra || *contra && *other_pro,
                _ => *pro && *other_pro || *contra && *other_contra,
            });
            labels.extend(fits.then_some(label.as_str()));
        }
        labels
    }
}

impl Page for Network {
    const PATH: &'static str = "/network";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv, Format::Svg, Format::Graphml];
    const SUMMARY: &'static str = "Who stands with whom, as a graph (sayso.network/1).";
    type Asked = Asked;
    type Json = JsonNetwork<'static>;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let mode = asked::one_of("mode", &asked.mode, MODES)?.unwrap_or(Mode::Subtract);
        let most = asked::number("most", &asked.most, ACTORS.0, ACTORS.1)?;
        let (from, to) = (asked::day("from", &asked.from)?, asked::day("to", &asked.to)?);
        let min_confidence = asked::probability("min_confidence", &asked.min_confidence)? as f32;
        let wanted = Wanted { min_confidence, from, to, ..Wanted::newest(ISSUES, OF_EACH) };
        let collected = collected(asked, &wanted, at)?;
        let options = NetworkOptions {
            mode,
            duplicates: Duplicates::AcrossRange,
            normalisation: Normalisation::No,
            conditional: false,
            most_actors: most,
            selection: Selection { actors: Vec::new(), from, to },
        };
        let drawn = |options: &NetworkOptions| network(&collected.stands, &collected.issues, options);
        let graph = Graph { network: drawn(&options), mode };
        let is_listed = at.format == Format::Html && !matches!(mode, Mode::Affiliation(_));
        let sides = NetworkOptions { mode: Mode::Affiliation(Aggregation::Combine), ..options };
        let sides = if is_listed { Sides::of(&drawn(&sides)) } else { Sides::default() };
        let view = View { asked, graph, sides, collected };
        Ok(match at.format {
            Format::Json => Answer::Document(document(&view.data())),
            Format::Csv => Answer::Document(view.graph.csv()),
            Format::Svg => Answer::Document(view.graph.svg()),
            Format::Graphml => Answer::Document(view.graph.graphml()),
            Format::Html => Answer::Page { title: "Network".to_owned(), main: view.page() },
        })
    }
}

/// The positions on the one issue that is asked for, else on those that are most contested.
fn collected(asked: &Asked, wanted: &Wanted, at: &mut At<'_>) -> Result<Collected, Failure> {
    if asked::filled(&asked.issue).is_none() && asked::filled(&asked.found).is_none() {
        let ask = |tools: Tools<'_>| stored::collect(at.library, &Question::Found, wanted, tools);
        return Ok(at.site.with_tools(ask)?);
    }
    let wanted = Wanted { positions: Some(OF_ONE), ..*wanted };
    Ok(issue::looked_at(&timeline::issue(&asked.issue, &asked.found)?, &wanted, at)?.collected)
}

impl View<'_> {
    fn mode(&self) -> &'static str {
        MODES.iter().find(|(_, mode)| *mode == self.graph.mode).map_or("", |(name, _)| name)
    }

    fn data(&self) -> JsonNetwork<'_> {
        let network = &self.graph.network;
        let Layout { places, .. } = layout(network);
        let tenth = |number: f64| (number * 10.0).round() / 10.0;
        let nodes = network.nodes.iter().zip(places).map(|(node, place)| JsonNode {
            key: &node.key,
            name: &node.name,
            kind: node.kind.as_str(),
            statements: node.statements,
            x: tenth(place.x),
            y: tenth(place.y),
            radius: tenth(place.radius),
        });
        JsonNetwork {
            schema: "sayso.network/1",
            mode: self.mode(),
            looked_at: self.collected.stands.len(),
            is_cut: self.collected.cut > 0,
            left_out: network.left_out,
            nodes: nodes.collect(),
            edges: network.edges.iter().map(|edge| self.edge(edge)).collect(),
        }
    }

    fn edge(&self, edge: &Edge) -> JsonEdge {
        let Edge { source, target, weight, pro, contra } = *edge;
        JsonEdge { source, target, weight, line: self.graph.line(weight).as_str(), pro, contra }
    }

    fn page(&self) -> Markup {
        let network = &self.graph.network;
        html! {
            h1 { "Who stands with whom" }
            (self.filters())
            @if self.collected.cut > 0 { p.notice { (self.cut()) } }
            @if network.edges.is_empty() {
                (parts::nothing("No line was found.",
                    "Lines need actors who take sides on the same issue: widen the days, choose another kind of line, or put articles into the library with sayso ingest."))
            } @else {
                // The drawing is ours; all that is foreign in it was escaped by `markup::escape`.
                div.drawing.scroll tabindex="0" role="region" aria-label="Drawing of the network" {
                    (PreEscaped(self.graph.svg_in_page(&InPage { id: "network", link: Some(&|node| self.link(node)) })))
                }
                @if network.left_out > 0 {
                    p.note { (parts::counted(network.left_out as u64, "actor who says less is", "actors who say less are")) " left out." }
                }
                (self.table())
            }
        }
    }

    /// What the drawing rests on, where it is not all.
    fn cut(&self) -> String {
        match self.collected.issues.as_slice() {
            [one] => format!(
                "There is more than fits on a page: this rests on the {} newest positions on {}. Choose days to see others.",
                self.collected.stands.len(),
                one.label
            ),
            issues => format!(
                "There is more than fits on a page: this rests on the {OF_EACH} newest positions on each of the {} most \
                 contested issues. Choose days or an issue to see others.",
                issues.len()
            ),
        }
    }

    fn link(&self, node: &Node) -> Option<String> {
        match node.kind {
            NodeKind::Actor => Some(address::actor(&node.key).to_string()),
            NodeKind::Issue => {
                let number: usize = node.key.strip_prefix("issue:")?.parse().ok()?;
                let label = &self.collected.issues.get(number.checked_sub(1)?)?.label;
                let is_asked = asked::filled(&self.asked.issue).is_some();
                Some(issues::address(label, !is_asked).to_string())
            }
        }
    }

    fn filters(&self) -> Markup {
        let asked = self.asked;
        html! {
            form.filters action="/network" {
                (parts::choice("A line means", "mode", self.mode(), &[
                    ("subtract", "with or against each other"),
                    ("congruence", "on the same side"),
                    ("conflict", "on opposite sides"),
                    ("affiliation", "where they stand on issues"),
                ]))
                @match asked::filled(&asked.found) {
                    Some(found) => (parts::field("Issue that was found", "found", Some(found), "search", "the most contested")),
                    None => (parts::field("Issue", "issue", asked.issue.as_deref(), "search", "the most contested")),
                }
                (parts::field("From", "from", asked.from.as_deref(), "date", ""))
                (parts::field("To", "to", asked.to.as_deref(), "date", ""))
                (parts::sure(&asked.min_confidence))
                (parts::choice("Actors", "most", asked::filled(&asked.most).unwrap_or("40"),
                    &[("20", "20"), ("40", "40"), ("80", "80"), ("150", "150")]))
                button type="submit" { "Draw" }
            }
        }
    }

    /// The heaviest lines.
    fn table(&self) -> Markup {
        let network = &self.graph.network;
        let name = |place: usize| &network.nodes[place];
        let is_between = !matches!(self.graph.mode, Mode::Affiliation(_));
        let mut edges: Vec<&Edge> = network.edges.iter().collect();
        // From actors to issues no line is heavier than another.
        if is_between {
            edges.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        }
        html! {
            details {
                summary { "The same as a table" }
                div.scroll tabindex="0" role="region" aria-label="Lines of the network" {
                    table.list {
                        caption {
                            @if edges.len() <= LINES { "All lines." }
                            @else { "The " (LINES) @if is_between { " heaviest" } @else { " first" } " lines of " (parts::number(edges.len() as u64)) "." }
                        }
                        thead { tr {
                            th scope="col" { "Actor" } th scope="col" { "Line" }
                            th scope="col" { @if is_between { "Actor" } @else { "Issue" } }
                            @if is_between { th scope="col" { "On" } th.number scope="col" { "Weight" } }
                        } }
                        tbody { @for edge in edges.iter().take(LINES) { tr {
                            th scope="row" { (self.node(name(edge.source))) }
                            td { (self.in_words(self.graph.line(edge.weight))) }
                            td { (self.node(name(edge.target))) }
                            @if is_between {
                                td { (self.issues(edge)) }
                                td.number { (short(edge.weight).replace('-', "−")) }
                            }
                        } } }
                    }
                }
                h3 { "All who are in it" }
                ul.all.plain { @for node in &network.nodes { li {
                    (self.node(node)) " " span.note { (parts::counted(node.statements as u64, "statement", "statements")) }
                } } }
            }
        }
    }

    fn node(&self, node: &Node) -> Markup {
        html! { @match self.link(node) { Some(link) => a href=(link) { (node.name) }, None => (node.name) } }
    }

    /// What a line between actors rests on.
    fn issues(&self, edge: &Edge) -> Markup {
        let [a, b] = [edge.source, edge.target].map(|end| self.graph.network.nodes[end].key.as_str());
        let labels = self.sides.shared(a, b, self.graph.line(edge.weight));
        html! {
            (labels.iter().take(ON).copied().collect::<Vec<_>>().join(", "))
            @if labels.len() > ON { " and " (labels.len() - ON) " more" }
        }
    }

    fn in_words(&self, line: Line) -> &'static str {
        match (self.graph.mode, line) {
            (Mode::Affiliation(_), Line::Together) => "for",
            (Mode::Affiliation(_), Line::Apart) => "against",
            (_, Line::Together) => "with",
            (_, Line::Apart) => "against",
            (_, Line::Both) => "for and against",
            (_, Line::Plain) => "speaks of",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Sample;

    #[tokio::test]
    async fn it_is_drawn_and_listed_and_its_nodes_lead_elsewhere() {
        let sample = Sample::small();
        let page = sample.get("/network?mode=conflict").await;
        assert_eq!(page.status, 200, "{}", page.body);
        for shown in
            ["<svg", "role=\"group\"", "<a href=\"/actor?key=person%3Aada-ott\">", "The same as a table"]
        {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
        assert!(!page.body.contains("style="), "{}", page.body);
        let issues = sample.get("/network?mode=affiliation").await.body;
        assert!(issues.contains("/issue?found=bridge"), "{issues}");
    }

    #[tokio::test]
    async fn other_programs_get_it_in_four_shapes() {
        let sample = Sample::small();
        let document = sample.get("/network.json?mode=conflict").await.json();
        assert_eq!((&document["schema"], &document["mode"]), (&"sayso.network/1".into(), &"conflict".into()));
        assert_eq!(document["edges"][0]["line"], "apart");
        assert!(document["nodes"][0]["x"].is_number(), "{document}");
        assert!(sample.get("/network.csv").await.body.starts_with("source,"));
        assert!(sample.get("/network.svg").await.body.starts_with("<svg"));
        assert!(sample.get("/network.graphml").await.body.starts_with("<?xml"));
    }

    #[tokio::test]
    async fn who_is_for_and_against_an_issue_has_a_line_of_both() {
        let sample = Sample::small();
        let document = sample.get("/network.json?mode=affiliation").await.json();
        let lines: Vec<&str> =
            document["edges"].as_array().unwrap().iter().map(|edge| edge["line"].as_str().unwrap()).collect();
        assert_eq!(lines, ["both", "apart"], "{document}");
        let page = sample.get("/network?mode=affiliation").await.body;
        assert!(page.contains("for and against the issue"), "{page}");
        assert!(page.contains("<td>for and against</td>") && !page.contains("Weight"), "{page}");
    }

    #[tokio::test]
    async fn a_line_between_actors_names_its_issues_and_every_name_is_below() {
        let sample = Sample::small();
        let page = sample.get("/network?mode=conflict").await.body;
        assert!(page.contains("<td>against</td>") && page.contains("<td>bridge</td>"), "{page}");
        let (_, below) = page.split_once("All who are in it").unwrap();
        assert!(below.contains(">Ada Ott</a>") && below.contains(">Bob Lund</a>"), "{below}");
    }

    #[tokio::test]
    async fn one_issue_alone_and_nothing_at_all() {
        let sample = Sample::small();
        assert!(sample.get("/network?found=bridge&mode=conflict").await.body.contains("<svg"));
        assert!(sample.get("/network?issue=the+bridge&mode=affiliation").await.body.contains("<svg"));
        assert_eq!(sample.get("/network?found=castle").await.status, 404);
        let later = sample.get("/network?from=2030-01-01").await;
        assert!(later.status == 200 && later.body.contains("No line was found."), "{}", later.body);
        assert!(Sample::with(&[]).get("/network").await.body.contains("No line was found."));
    }

    #[tokio::test]
    async fn what_makes_no_sense_is_refused() {
        let sample = Sample::small();
        for wrong in ["mode=love", "most=0", "most=151", "from=x", "min_confidence=7", "kind=x"] {
            assert_eq!(sample.get(&format!("/network?{wrong}")).await.status, 400, "{wrong}");
        }
    }
}
