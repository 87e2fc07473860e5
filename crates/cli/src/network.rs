//! `sayso network`: who stands with whom, as a graph for other programs.

use sayso_answers::Graph;
use sayso_compare::{NetworkOptions, network};

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

/// Reads all inputs and writes the network to standard output.
///
/// # Errors
/// Those of [`stands::collect`], and when the output cannot be written. Inputs that cannot be read make the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut collected = stands::collect(&config.stands)?;
    let actors = stands::actors(&mut collected, &config.actors, &config.stands.articles)?;
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
        Format::Graphml => graph.graphml(),
        Format::Csv => graph.csv(),
        Format::Dot => graph.dot(),
        Format::Svg => graph.svg(),
    })?;
    Ok(Exit::with_unread(collected.unread))
}
