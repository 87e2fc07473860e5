//! `sayso serve`: a library in a browser.
//!
//! The pages are the [`sayso_server`]'s; here the library is found, or made of the inputs for as long as the server runs.

use std::net::SocketAddr;

use anyhow::{Context, anyhow};
use sayso_library::Library;
use sayso_server::{Log, Site, serve};
use tempfile::TempDir;

use crate::exit::{Exit, complain};
use crate::output::put;
use crate::{articles, ingest, signals};

/// What `sayso serve` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What is shown.
    pub(crate) what: What,
    /// How articles are read: those of the inputs, and those that are sent to be read.
    pub(crate) articles: articles::Config,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// By which names it may be asked besides.
    pub(crate) hosts: Vec<String>,
    /// Whether cookies go over TLS alone.
    pub(crate) secure_cookies: bool,
    /// Whether each request is a line on standard error.
    pub(crate) log: bool,
    /// Under which name corrections are made where there are no users.
    pub(crate) by: String,
}

/// What is shown.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A library.
    Library(String),
    /// Articles, in a library of their own that is gone when the server stops.
    Inputs(Box<ingest::Config>),
}

/// Serves until the program is asked to end.
///
/// # Errors
/// When there is no such library, or the address cannot be bound to.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let stop = signals::stop().context("cannot listen to signals")?;
    let folder = TempDir::new().context("cannot make a folder for a library that is not kept")?;
    let (library, exit) = match &config.what {
        What::Library(library) => (library.clone(), Exit::Done),
        What::Inputs(inputs) => {
            let file = folder.path().join("sayso.db");
            let library =
                file.to_str().ok_or_else(|| anyhow!("the folder for temporary files is not UTF-8"))?;
            let exit = ingest::run(&ingest::Config { library: library.to_owned(), ..(**inputs).clone() })?;
            (library.to_owned(), exit)
        }
    };
    if let Err(error) = Library::open_to_write(&library) {
        // Brings an older library up, which who only reads may not.
        Library::open(&library).map_err(|_| error)?;
        complain("the library may only be read: nothing can be put right in it");
    }
    let opened = articles::open(&config.articles)?;
    let site = Site::open(sayso_server::Config {
        by: config.by.clone(),
        hosts: config.hosts.clone(),
        secure_cookies: config.secure_cookies,
        log: Log::new(config.log, |line| complain(line)),
        ..sayso_server::Config::new(library, opened)
    })?;
    let serving = serve(site, config.address)?;
    put(format!("listening on http://{}\n", serving.address))?;
    serving.run(stop).context("the server stopped")?;
    Ok(exit)
}
