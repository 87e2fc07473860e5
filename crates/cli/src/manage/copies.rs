//! `sayso copies`: which articles of a library have one text, or stand within longer ones?

use sayso_library::{Carriers, Holding, Library};

use super::{Cell, Format, List};
use crate::exit::Exit;
use crate::output::put;
use crate::pretty::counted;

/// What `sayso copies` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where.
    pub(crate) library: String,
    /// At most so many of either.
    pub(crate) limit: usize,
    /// The shape of the list.
    pub(crate) format: Format,
}

/// Lists copies, and what stands within something longer.
///
/// # Errors
/// When there is no such library.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut library = Library::open(&config.library)?;
    let clusters = library.clusters(config.limit)?;
    let holdings = library.all_holdings(config.limit)?;
    let copies: usize = clusters.iter().map(|cluster| cluster.others.len()).sum();
    let closing = format!(
        "{} of {}; {} within a longer one; {} without copies",
        counted(copies, "copy", "copies"),
        counted(clusters.len(), "article", "articles"),
        counted(holdings.len(), "article stands", "articles stand"),
        counted(library.independent()? as usize, "article", "articles"),
    );
    let rows = clusters.iter().flat_map(copied).chain(holdings.iter().map(held)).collect();
    let columns: &[&str] = &["article", "is", "of", "share"];
    let list = List { schema: "sayso.copies/1", name: "copies", columns, heads: columns, rows, closing };
    put(list.in_format(config.format))?;
    Ok(Exit::Done)
}

fn copied(cluster: &Carriers) -> impl Iterator<Item = Vec<Cell>> {
    cluster.others.iter().map(|other| {
        vec![
            Cell::Text(other.clone()),
            Cell::Text("copy".to_owned()),
            Cell::Text(cluster.first.clone()),
            Cell::Nothing,
        ]
    })
}

fn held(holding: &Holding) -> Vec<Cell> {
    vec![
        Cell::Text(holding.inner.clone()),
        Cell::Text("part".to_owned()),
        Cell::Text(holding.outer.clone()),
        Cell::Text(format!("{:.2}", holding.share)),
    ]
}
