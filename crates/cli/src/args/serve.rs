//! What is typed behind `sayso serve`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, ValueHint};
use sayso_sources::{Input, Options};

use super::{processors, wrong};
use crate::{addresses, articles, ingest, serve};

/// Show a library in a browser.
///
/// Prints an address and answers there until it is stopped (Ctrl-C): pages for people, and the same as JSON for programs.
/// With inputs, these are read into a library that is gone when the server stops.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/serve.txt"))]
pub(super) struct TypedServe {
    /// Articles to show in place of a library: files, folders, or - for standard input.
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    inputs: Vec<OsString>,

    /// The library: a file, or postgres://user:password@host/database. [default: sayso.db]
    #[arg(long, value_name = "FILE|URL", env = "SAYSO_LIBRARY", hide_env_values = true)]
    library: Option<String>,

    /// Where to listen. Port 0 is any that is free.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8315")]
    bind: SocketAddr,

    /// Answer by this name too: sayso.example.org, or with a port; may be given several times. Needs users.
    #[arg(long, value_name = "NAME[:PORT]", value_parser = super::phrase)]
    host: Vec<String>,

    /// Let browsers send cookies over TLS alone: for a server behind a proxy that speaks it.
    #[arg(long)]
    secure_cookies: bool,

    /// Write a line for each request to standard error.
    #[arg(long)]
    log: bool,

    /// Take people, states and organisations from this list of your own first (--actors of sayso read).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    actor_list: Option<PathBuf>,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,
}

impl TypedServe {
    pub(super) fn meaning(self) -> Result<serve::Config, clap::Error> {
        let inputs: Vec<Input> = self.inputs.into_iter().map(Input::from).collect();
        if !inputs.is_empty() && self.library.is_some() {
            let message = "inputs make a library of their own; to add them to one, use sayso ingest";
            return Err(wrong("serve", ErrorKind::ArgumentConflict, message));
        }
        let articles = articles::Config {
            model: self.model,
            actors: self.actor_list,
            jobs: processors(),
            ..articles::Config::of_library("")
        };
        let what = if inputs.is_empty() {
            serve::What::Library(self.library.unwrap_or_else(|| "sayso.db".to_owned()))
        } else {
            serve::What::Inputs(Box::new(ingest::Config {
                articles: articles::Config {
                    total: super::total(&inputs, None),
                    inputs,
                    options: Options::default(),
                    library: None,
                    quiet: false,
                    ..articles.clone()
                },
                addresses: Vec::new(),
                access: addresses::Access::default(),
                library: String::new(),
                what: ingest::What::Read,
                report: ingest::Report::Silent,
            }))
        };
        Ok(serve::Config {
            what,
            articles: articles::Config { library: None, ..articles },
            address: self.bind,
            hosts: self.host,
            secure_cookies: self.secure_cookies,
            log: self.log,
            by: super::library::by(None),
        })
    }
}
