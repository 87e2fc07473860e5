//! Who agrees with whom? Actors, issues, and the edges between them, as Discourse Network Analyzer counts them.
//!
//! First it is counted how often each actor is for and against each issue, once or more often for the same
//! ([`Duplicates`]). An affiliation network has an edge from each actor to its issues. The others have edges between actors:
//! over all issues, the *congruence* of two is the product of how often both are for it plus that of how often both are
//! against it; their *conflict* the product of for and against, both ways round; *subtract* is the one less the other.
//!
//! What others tell of an actor counts only where it has no words of its own. Neutral positions agree and disagree with
//! nobody, and count only where the sides do not matter. Nor do conditional ones count, unless that is asked for.

use std::collections::{BTreeMap, HashMap, HashSet};

use sayso_domain::{Date, Stance};

use crate::groups::{Selection, groups, names, statements};
use crate::stand::{Issue, IssueId, Stand, Who};

/// What the edges mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// From actors to issues.
    Affiliation(Aggregation),
    /// Between actors who stand on the same side.
    Congruence,
    /// Between actors who stand on opposite sides.
    Conflict,
    /// Congruence less conflict.
    Subtract,
}

/// What an edge from an actor to an issue weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregation {
    /// How often the actor speaks of it, whatever the side.
    Ignore,
    /// 1 for, 2 against, 3 both.
    Combine,
    /// How often for, less how often against.
    Subtract,
}

/// What counts once: the same actor on the same side of the same issue
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duplicates {
    /// Counts every time.
    Include,
    /// In one article.
    Document,
    /// In one week, from Monday on.
    Week,
    /// In one month.
    Month,
    /// In one year.
    Year,
    /// Over all articles.
    AcrossRange,
}

/// What the weights are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Normalisation {
    /// Nothing.
    No,
    /// Between actors: the mean of how often the two speak.
    Average,
    /// Between actors: what is common to both and what each has alone.
    Jaccard,
    /// Between actors: the product of the lengths of their counts as vectors.
    Cosine,
    /// From actors to issues: how often the actor speaks.
    Activity,
    /// From actors to issues: how often the issue is spoken of.
    Prominence,
}

impl Normalisation {
    /// Whether it is one for such edges.
    pub fn fits(self, mode: Mode) -> bool {
        match self {
            Normalisation::No => true,
            Normalisation::Activity | Normalisation::Prominence => matches!(mode, Mode::Affiliation(_)),
            _ => !matches!(mode, Mode::Affiliation(_)),
        }
    }
}

/// Which network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkOptions {
    /// What the edges mean.
    pub mode: Mode,
    /// What counts once.
    pub duplicates: Duplicates,
    /// What the weights are divided by; one that does not fit the mode is nothing.
    pub normalisation: Normalisation,
    /// Whether conditional positions count as plain ones do.
    pub conditional: bool,
    /// At most so many actors: those who say most.
    pub most_actors: usize,
    /// Which stands.
    pub selection: Selection,
}

/// A graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Actors first, most statements first; then issues, by label.
    pub nodes: Vec<Node>,
    /// By the places of both ends. None of weight 0.
    pub edges: Vec<Edge>,
    /// Actors who were left out because others say more.
    pub left_out: usize,
}

/// An actor or an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The actor's key; `issue:` and a number for an issue.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Which of the two.
    pub kind: NodeKind,
    /// From how many statements it comes.
    pub statements: usize,
}

/// Actor or issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// Who takes positions.
    Actor,
    /// What they are about.
    Issue,
}

impl NodeKind {
    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            NodeKind::Actor => "actor",
            NodeKind::Issue => "issue",
        }
    }
}

/// A line between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The place of one node; of an affiliation, the actor's.
    pub source: usize,
    /// The place of the other node, behind the first.
    pub target: usize,
    /// As the options ask for.
    pub weight: f64,
    /// Before division: how often for; between actors the congruence.
    pub pro: f64,
    /// Before division: how often against; between actors the conflict.
    pub contra: f64,
}

/// How often an actor speaks of an issue.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    issue: usize,
    favor: f64,
    against: f64,
    neutral: f64,
}

impl Count {
    fn all(&self) -> f64 {
        self.favor + self.against + self.neutral
    }

    fn sides(&self) -> f64 {
        self.favor + self.against
    }
}

/// The network of the stands that are about one of `issues`.
pub fn network(stands: &[Stand], issues: &[Issue], options: &NetworkOptions) -> Network {
    let (counts, left_out) = counts(stands, issues, options);
    let mut nodes: Vec<Node> = counts
        .iter()
        .map(|row| Node {
            key: row.who.key.clone(),
            name: row.who.name.clone(),
            kind: NodeKind::Actor,
            statements: row.statements,
        })
        .collect();
    let edges = match options.mode {
        Mode::Affiliation(aggregation) => {
            let issue_nodes = issue_nodes(&counts, issues, nodes.len());
            let edges = affiliations(&counts, &issue_nodes, aggregation, options.normalisation);
            nodes.extend(issue_nodes.into_values().map(|(_, node)| node));
            edges
        }
        mode => between_actors(&counts, issues.len(), mode, options.normalisation),
    };
    Network { nodes, edges, left_out }
}

/// An actor with its counts, by issue.
struct Counted {
    who: Who,
    statements: usize,
    issues: Vec<Count>,
    /// How many statements there are on each of them.
    statements_on: Vec<usize>,
}

fn counts(stands: &[Stand], issues: &[Issue], options: &NetworkOptions) -> (Vec<Counted>, usize) {
    let names = names(stands);
    let mut rows: BTreeMap<&str, Counted> = BTreeMap::new();
    for group in groups(stands, &options.selection).iter().filter(|group| group.issue.0 < issues.len()) {
        let counted = || group.counted.iter().copied().filter(|stand| counts_in(stand, options));
        let statements = statements(counted());
        if statements == 0 {
            continue;
        }
        let row = rows.entry(group.actor).or_insert_with(|| Counted {
            who: Who {
                key: group.actor.to_owned(),
                name: names.get(group.actor).copied().unwrap_or(group.actor).to_owned(),
            },
            statements: 0,
            issues: Vec::new(),
            statements_on: Vec::new(),
        });
        row.statements += statements;
        row.statements_on.push(statements);
        row.issues.push(count(group.issue, counted(), options.duplicates));
    }
    let mut rows: Vec<Counted> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        (b.statements, &a.who.name, &a.who.key).cmp(&(a.statements, &b.who.name, &b.who.key))
    });
    let left_out = rows.len().saturating_sub(options.most_actors);
    rows.truncate(options.most_actors);
    (rows, left_out)
}

/// A condition keeps a position from counting, except where the side does not matter.
fn counts_in(stand: &Stand, options: &NetworkOptions) -> bool {
    match options.mode {
        Mode::Affiliation(Aggregation::Ignore) => true,
        _ => stand.stance != Stance::Neutral && (options.conditional || stand.condition.is_none()),
    }
}

fn count<'a>(issue: IssueId, stands: impl Iterator<Item = &'a Stand>, duplicates: Duplicates) -> Count {
    let mut seen = HashSet::new();
    let mut count = Count { issue: issue.0, ..Count::default() };
    for stand in stands.filter(|stand| seen.insert((stand.stance, unit(stand, duplicates)))) {
        match stand.stance {
            Stance::Favor => count.favor += 1.0,
            Stance::Against => count.against += 1.0,
            Stance::Neutral => count.neutral += 1.0,
        }
    }
    count
}

/// Within what a stand counts once: an article, or a year with a week or month. Those without a day count once for each article.
fn unit(stand: &Stand, duplicates: Duplicates) -> (Option<&str>, Option<&str>, i16, i8) {
    let article = Some(stand.article.as_str());
    let in_time = |unit: fn(Date) -> (i16, i8)| match stand.date.map(unit) {
        Some((year, part)) => (None, None, year, part),
        None => (article, None, 0, 0),
    };
    match duplicates {
        Duplicates::Include => (article, Some(stand.position.as_str()), 0, 0),
        Duplicates::Document => (article, None, 0, 0),
        Duplicates::Week => in_time(|date| (date.iso_week_date().year(), date.iso_week_date().week())),
        Duplicates::Month => in_time(|date| (date.year(), date.month())),
        Duplicates::Year => in_time(|date| (date.year(), 0)),
        Duplicates::AcrossRange => (None, None, 0, 0),
    }
}

/// By label and number: the issues that somebody speaks of, each with its place among the nodes.
fn issue_nodes<'a>(
    counts: &[Counted],
    issues: &'a [Issue],
    first: usize,
) -> BTreeMap<(&'a str, usize), (usize, Node)> {
    let mut nodes: BTreeMap<(&str, usize), (usize, Node)> = BTreeMap::new();
    for row in counts {
        for (count, statements) in row.issues.iter().zip(&row.statements_on) {
            let label = issues[count.issue].label.as_str();
            let (_, node) = nodes.entry((label, count.issue)).or_insert_with(|| {
                let key = format!("issue:{}", count.issue + 1);
                (0, Node { key, name: label.to_owned(), kind: NodeKind::Issue, statements: 0 })
            });
            node.statements += statements;
        }
    }
    for (number, (place, _)) in nodes.values_mut().enumerate() {
        *place = first + number;
    }
    nodes
}

fn affiliations(
    counts: &[Counted],
    nodes: &BTreeMap<(&str, usize), (usize, Node)>,
    aggregation: Aggregation,
    normalisation: Normalisation,
) -> Vec<Edge> {
    let places: HashMap<usize, usize> =
        nodes.iter().map(|((_, issue), (place, _))| (*issue, *place)).collect();
    let parts = |count: &Count| match aggregation {
        // A share of edges, since 1, 2 and 3 are no numbers to be added.
        Aggregation::Combine => 1.0,
        Aggregation::Ignore | Aggregation::Subtract => count.all(),
    };
    let mut prominence: HashMap<usize, f64> = HashMap::new();
    for count in counts.iter().flat_map(|row| &row.issues) {
        *prominence.entry(count.issue).or_default() += parts(count);
    }
    let mut edges = Vec::new();
    for (source, row) in counts.iter().enumerate() {
        let activity: f64 = row.issues.iter().map(parts).sum();
        for count in &row.issues {
            let divisor = match normalisation {
                Normalisation::Activity => activity,
                Normalisation::Prominence => prominence.get(&count.issue).copied().unwrap_or(1.0),
                _ => 1.0,
            };
            let target = places.get(&count.issue).copied().unwrap_or(0);
            let weight = affiliation(count, aggregation) / divisor;
            edges.push(Edge { source, target, weight, pro: count.favor, contra: count.against });
        }
    }
    in_order(edges)
}

fn affiliation(count: &Count, aggregation: Aggregation) -> f64 {
    match aggregation {
        Aggregation::Ignore => count.all(),
        Aggregation::Combine => {
            f64::from(u8::from(count.favor > 0.0)) + 2.0 * f64::from(u8::from(count.against > 0.0))
        }
        Aggregation::Subtract => count.favor - count.against,
    }
}

fn between_actors(counts: &[Counted], issues: usize, mode: Mode, normalisation: Normalisation) -> Vec<Edge> {
    // For each issue, who speaks of it.
    let mut speakers: Vec<Vec<(usize, Count)>> = vec![Vec::new(); issues];
    for (actor, row) in counts.iter().enumerate() {
        row.issues.iter().for_each(|count| speakers[count.issue].push((actor, *count)));
    }
    let mut edges = Vec::new();
    let mut pairs: Vec<Pair> = vec![Pair::default(); counts.len()];
    for (source, row) in counts.iter().enumerate() {
        let mut touched: Vec<usize> = Vec::new();
        for own in &row.issues {
            let list = &speakers[own.issue];
            let behind = list.partition_point(|&(actor, _)| actor <= source);
            for (target, other) in &list[behind..] {
                if pairs[*target].is_empty() {
                    touched.push(*target);
                }
                pairs[*target].add(own, other);
            }
        }
        for target in touched {
            let pair = std::mem::take(&mut pairs[target]);
            edges.push(pair.edge((source, row), (target, &counts[target]), mode, normalisation));
        }
    }
    in_order(edges)
}

/// What two actors have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    congruence: f64,
    conflict: f64,
    /// What each has on a side where the other has something too.
    shared: [f64; 2],
}

impl Pair {
    fn is_empty(&self) -> bool {
        self.congruence + self.conflict == 0.0
    }

    fn add(&mut self, one: &Count, other: &Count) {
        self.congruence += one.favor * other.favor + one.against * other.against;
        self.conflict += one.favor * other.against + one.against * other.favor;
        for (a, b) in [(one.favor, other.favor), (one.against, other.against)] {
            if a > 0.0 && b > 0.0 {
                self.shared[0] += a;
                self.shared[1] += b;
            }
        }
    }

    fn edge(
        self,
        one: (usize, &Counted),
        other: (usize, &Counted),
        mode: Mode,
        normalisation: Normalisation,
    ) -> Edge {
        let raw = match mode {
            Mode::Conflict => self.conflict,
            Mode::Subtract => self.congruence - self.conflict,
            Mode::Congruence | Mode::Affiliation(_) => self.congruence,
        };
        let sum = |row: &Counted| row.issues.iter().map(Count::sides).sum::<f64>();
        let square = |count: &Count| count.favor * count.favor + count.against * count.against;
        let length = |row: &Counted| row.issues.iter().map(square).sum::<f64>().sqrt();
        let divisor = match normalisation {
            Normalisation::Average => (sum(one.1) + sum(other.1)) / 2.0,
            Normalisation::Jaccard => {
                sum(one.1) - self.shared[0] + sum(other.1) - self.shared[1] + self.congruence
            }
            Normalisation::Cosine => length(one.1) * length(other.1),
            _ => 1.0,
        };
        Edge {
            source: one.0,
            target: other.0,
            weight: raw / divisor,
            pro: self.congruence,
            contra: self.conflict,
        }
    }
}

fn in_order(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.retain(|edge| edge.weight != 0.0);
    edges.sort_unstable_by_key(|edge| (edge.source, edge.target));
    edges
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{day, issue, said, stand};

    const ALL: NetworkOptions = NetworkOptions {
        mode: Mode::Congruence,
        duplicates: Duplicates::Include,
        normalisation: Normalisation::No,
        conditional: false,
        most_actors: 100,
        selection: Selection { actors: Vec::new(), from: None, to: None },
    };

    /// A and B are for the first issue, A twice; C is against it, and A and C are against the second one.
    fn stands() -> Vec<Stand> {
        let on = |issue, actor: &str, stance, article: &str, date| Stand {
            issue: Some(IssueId(issue)),
            ..said(actor, stance, "words", article, date)
        };
        vec![
            on(0, "A", Stance::Favor, "w1", day(9, 1)),
            on(0, "A", Stance::Favor, "w2", day(9, 9)),
            on(0, "B", Stance::Favor, "w1", day(9, 1)),
            on(0, "C", Stance::Against, "w1", day(9, 1)),
            on(1, "A", Stance::Against, "w1", day(9, 1)),
            on(1, "C", Stance::Against, "w1", day(9, 1)),
        ]
    }

    fn edges(stands: &[Stand], options: &NetworkOptions) -> Vec<(String, String, f64)> {
        let issues = [issue("one"), issue("two")];
        let network = network(stands, &issues, options);
        let name = |place: usize| network.nodes[place].key.clone();
        network.edges.iter().map(|edge| (name(edge.source), name(edge.target), edge.weight)).collect()
    }

    fn edge(source: &str, target: &str, weight: f64) -> (String, String, f64) {
        (source.to_owned(), target.to_owned(), weight)
    }

    #[test]
    fn congruence_conflict_and_the_one_less_the_other() {
        // A has three statements, C two, B one.
        let of = |mode| edges(&stands(), &NetworkOptions { mode, ..ALL });
        assert_eq!(of(Mode::Congruence), [edge("A", "C", 1.0), edge("A", "B", 2.0)]);
        assert_eq!(of(Mode::Conflict), [edge("A", "C", 2.0), edge("C", "B", 1.0)]);
        assert_eq!(of(Mode::Subtract), [edge("A", "C", -1.0), edge("A", "B", 2.0), edge("C", "B", -1.0)]);
    }

    #[test]
    fn affiliations_are_counted_combined_and_subtracted() {
        let mut stands = stands();
        stands.push(Stand { stance: Stance::Against, ..stands[1].clone() });
        stands.push(Stand { stance: Stance::Neutral, ..stands[2].clone() });
        let of =
            |aggregation| edges(&stands, &NetworkOptions { mode: Mode::Affiliation(aggregation), ..ALL });
        let ignore = of(Aggregation::Ignore);
        assert!(
            ignore.contains(&edge("A", "issue:1", 3.0)) && ignore.contains(&edge("B", "issue:1", 2.0)),
            "{ignore:?}"
        );
        let combine = of(Aggregation::Combine);
        assert!(combine.contains(&edge("A", "issue:1", 3.0)) && combine.contains(&edge("C", "issue:2", 2.0)));
        assert!(combine.contains(&edge("B", "issue:1", 1.0)), "{combine:?}");
        let subtract = of(Aggregation::Subtract);
        assert!(
            subtract.contains(&edge("A", "issue:1", 1.0)) && subtract.contains(&edge("C", "issue:1", -1.0))
        );
    }

    #[test]
    fn duplicates_count_once_in_their_unit() {
        let mut stands = stands();
        stands.push(Stand { position: "p9".to_owned(), ..stands[0].clone() });
        stands.push(Stand {
            date: Some(Date::constant(2016, 1, 1)),
            article: "w3".to_owned(),
            ..stands[0].clone()
        });
        let weight = |duplicates| {
            let found = edges(&stands, &NetworkOptions { duplicates, ..ALL });
            found.into_iter().find(|edge| edge.1 == "B").unwrap().2
        };
        use Duplicates::*;
        let weights = [Include, Document, Week, Month, Year, AcrossRange].map(weight);
        assert_eq!(weights, [4.0, 3.0, 3.0, 2.0, 2.0, 1.0]);
    }

    #[test]
    fn weights_are_divided() {
        let of = |normalisation| edges(&stands(), &NetworkOptions { normalisation, ..ALL });
        assert_eq!(of(Normalisation::Average)[1], edge("A", "B", 2.0 / 2.0));
        // Common to A and B: 2 × 1; A alone: 1.
        assert_eq!(of(Normalisation::Jaccard)[1], edge("A", "B", 2.0 / 3.0));
        assert_eq!(of(Normalisation::Cosine)[1], edge("A", "B", 2.0 / 5.0_f64.sqrt()));
        // What does not fit changes nothing.
        assert_eq!(of(Normalisation::Activity), of(Normalisation::No));
        let two_mode = |normalisation| {
            let mode = Mode::Affiliation(Aggregation::Ignore);
            edges(&stands(), &NetworkOptions { mode, normalisation, ..ALL })
        };
        assert_eq!(two_mode(Normalisation::Activity)[0], edge("A", "issue:1", 2.0 / 3.0));
        assert_eq!(two_mode(Normalisation::Prominence)[0], edge("A", "issue:1", 2.0 / 4.0));
        assert!(
            Normalisation::Jaccard.fits(Mode::Conflict) && !Normalisation::Prominence.fits(Mode::Conflict)
        );
    }

    #[test]
    fn conditions_count_only_where_asked_for() {
        let conditional = Stand { condition: Some("if".to_owned()), ..stand("A") };
        let stands = [conditional, stand("B")];
        assert!(edges(&stands, &ALL).is_empty());
        assert_eq!(edges(&stands, &NetworkOptions { conditional: true, ..ALL }).len(), 1);
        let issues = [issue("one")];
        assert_eq!(network(&stands, &issues, &ALL).nodes.len(), 1);
    }

    #[test]
    fn those_who_say_most_stay() {
        let issues = [issue("one"), issue("two")];
        let network = network(&stands(), &issues, &NetworkOptions { most_actors: 2, ..ALL });
        let keys: Vec<&str> = network.nodes.iter().map(|node| node.key.as_str()).collect();
        assert_eq!((keys, network.left_out), (vec!["A", "C"], 1));
    }

    #[test]
    fn nothing_makes_an_empty_graph() {
        assert_eq!(network(&[], &[], &ALL), Network::default());
    }

    proptest! {
        #[test]
        fn the_order_of_the_stands_does_not_matter(
            picks in prop::collection::vec((0_usize..5, 0_usize..2, 0_usize..3, 1_i8..29), 0..40),
            jaccard in any::<bool>(),
        ) {
            let mut stands: Vec<Stand> = picks
                .iter()
                .enumerate()
                .map(|(i, &(actor, issue, stance, date))| Stand {
                    issue: Some(IssueId(issue)),
                    ..said(["A", "B", "C", "D", "E"][actor], Stance::ALL[stance], "words", &format!("w{i}"), day(9, date))
                })
                .collect();
            let normalisation = if jaccard { Normalisation::Jaccard } else { Normalisation::Cosine };
            let options = NetworkOptions { normalisation, duplicates: Duplicates::Week, ..ALL };
            let one = edges(&stands, &options);
            stands.reverse();
            prop_assert_eq!(one, edges(&stands, &options));
        }
    }
}
