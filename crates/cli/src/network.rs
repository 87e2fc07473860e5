//! `sayso network`: who stands with whom, as a graph for other programs.

mod drawing;
mod formats;

use sayso_compare::{Aggregation, Mode, Network, NetworkOptions, network};

use crate::exit::{Exit, complain};
use crate::output::put;
use crate::pretty::counted;
use crate::stands;

/// What `sayso network` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Which stands.
    pub(crate) stands: stands::Config,
    /// The actors that are asked for, as typed; all where it is empty.
    pub(crate) actors: Vec<String>,
    /// Which network. Its selection is filled in when the actors are known.
    pub(crate) options: NetworkOptions,
    /// The shape of the output.
    pub(crate) format: Format,
}

/// The shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For Gephi and visone.
    Graphml,
    /// A list of edges.
    Csv,
    /// For Graphviz.
    Dot,
    /// A drawing.
    Svg,
}

/// What is shown.
struct Graph {
    network: Network,
    mode: Mode,
}

impl Graph {
    /// What the two numbers of an edge besides its weight are called.
    fn parts(&self) -> [&'static str; 2] {
        match self.mode {
            Mode::Affiliation(_) => ["favor", "against"],
            _ => ["congruence", "conflict"],
        }
    }

    /// How an edge is drawn.
    fn line(&self, weight: f64) -> Line {
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

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
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
    const ALL: [Line; 4] = [Line::Together, Line::Apart, Line::Both, Line::Plain];

    fn as_str(self) -> &'static str {
        match self {
            Line::Plain => "plain",
            Line::Together => "together",
            Line::Apart => "apart",
            Line::Both => "both",
        }
    }

    /// Blue, orange and purple; each has its own strokes too.
    fn colour(self) -> &'static str {
        match self {
            Line::Plain => "#666666",
            Line::Together => "#2166ac",
            Line::Apart => "#d95f02",
            Line::Both => "#7b3294",
        }
    }
}

/// A number with at most six decimals, without zeros at its end.
fn short(number: f64) -> String {
    let fixed = format!("{number:.6}");
    let short = fixed.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Reads all inputs and writes the network to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let actors = collected.actors(&config.actors, &config.stands.articles)?;
    let selection = config.stands.selection(actors);
    let options = NetworkOptions { selection, ..config.options.clone() };
    let network = network(&collected.stands, &collected.issues, &options);
    if network.left_out > 0 {
        let left_out = counted(network.left_out, "actor", "actors");
        complain(format_args!("{left_out} left out, because others say more; --most takes more of them"));
    }
    if network.edges.is_empty() {
        let articles = counted(collected.articles, "article", "articles");
        complain(format_args!("no edge was found in {articles}"));
    }
    let graph = Graph { network, mode: options.mode };
    put(&match config.format {
        Format::Graphml => formats::graphml(&graph),
        Format::Csv => formats::csv(&graph),
        Format::Dot => formats::dot(&graph),
        Format::Svg => drawing::svg(&graph, &drawing::Setting::default()),
    })?;
    Ok(Exit::with_unread(collected.unread))
}

#[cfg(test)]
mod tests {
    use sayso_compare::{Duplicates, Normalisation, Selection};
    use sayso_domain::Stance;

    use super::*;
    use crate::stands::tests::{collected, stand};

    /// Ada and Cid are for it, Bob is against it; names and label have to be escaped.
    pub(super) fn graph(mode: Mode) -> Graph {
        let collected = collected(vec![
            stand("Ada <A> & \"B\"", Stance::Favor, "=no \"ban\"\\n", "yes"),
            stand("Bob\u{1b}", Stance::Against, "=no \"ban\"\\n", "no"),
            stand("Cid", Stance::Favor, "=no \"ban\"\\n", "yes"),
        ]);
        let options = NetworkOptions {
            mode,
            duplicates: Duplicates::Include,
            normalisation: Normalisation::No,
            conditional: false,
            most_actors: 500,
            selection: Selection::default(),
        };
        Graph { network: network(&collected.stands, &collected.issues, &options), mode }
    }

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
