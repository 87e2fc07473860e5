//! What does a person at a terminal ask, and what do they get back? The binary `sayso`.
//!
//! `sayso read` takes articles and writes who said what in them; `sayso who` lists the actors of all of them;
//! `sayso compare`, `timeline`, `differ` and `network` tell where these actors stand; `sayso ingest` puts articles into a
//! library and `sayso watch` follows feeds and folders into it; `sayso eval` tells how good that
//! is; `sayso completions` and `sayso man` describe the program to shells and to `man`.
//!
//! ```text
//! what was typed ─ args ─ what it means ─┬─ read ─┬─ articles ─ pipeline (threads)
//!                                        │        └─ pretty | JSON ─ standard output
//!                                        ├─ who ──┬─ articles, as above
//!                                        │        └─ roster ─ table | JSON | CSV ─ standard output
//!                                        ├─ compare, timeline, differ, network ─┬─ stands ─ articles, as above
//!                                        │                       └─ sayso_compare ─ table | JSON | … ─ standard output
//!                                        └─ eval ─ table, scores.csv
//! ```
//!
//! The path of an article: `sayso_sources::open` gives it, a thread of [`pipeline`] has `sayso_engine::read` read
//! it, and [`articles`] hands on the results in the order of the inputs: for [`read`] these are bytes to be put out, for
//! [`who`] readings to be added up, for the others the positions in them ([`stands`]). All knowledge of news is in the
//! crates below; here are arguments, threads, colours and exit codes, each in a file of its own.
//!
//! Exit codes, decided in [`exit`]: 0 done, 1 some inputs could not be read, 2 wrong usage.

mod actors;
mod addresses;
mod agreement;
mod args;
mod articles;
mod compare;
mod correct;
mod csv;
mod describe;
mod differ;
mod eval;
mod exit;
mod flow;
mod ingest;
mod judge;
mod manage;
mod network;
mod output;
mod pipeline;
mod pretty;
mod progress;
mod read;
mod search;
mod serve;
mod signals;
mod stands;
mod timeline;
mod verify;
mod watch;
mod weights;
mod who;

use std::process::ExitCode;

use args::Task;

fn main() -> ExitCode {
    let exit = match args::parse() {
        Ok(task) => exit::of(run(task)),
        Err(usage) => exit::of_usage(&usage),
    };
    exit.into()
}

fn run(task: Task) -> anyhow::Result<exit::Exit> {
    match task {
        Task::Read(config) => read::run(&config),
        Task::Who(config) => who::run(&config),
        Task::Compare(config) => compare::run(&config),
        Task::Timeline(config) => timeline::run(&config),
        Task::Differ(config) => differ::run(&config),
        Task::Network(config) => network::run(&config),
        Task::Judge(config) => judge::run(&config),
        Task::Ingest(config) => ingest::run(&config),
        Task::Watch(config) => watch::run(&config),
        Task::Serve(config) => serve::run(&config),
        Task::Search(config) => search::run(&config),
        Task::Verify(config) => verify::run(&config),
        Task::Correct(config) => correct::run(&config),
        Task::Agreement(config) => agreement::run(&config),
        Task::Issues(config) => manage::issues::run(&config),
        Task::Actors(config) => manage::actors::run(&config),
        Task::Copies(config) => manage::copies::run(&config),
        Task::Users(config) => manage::users::run(&config),
        Task::Eval(config) => eval::run(&config),
        Task::Completions(shell) => describe::completions(shell),
        Task::Man(page) => describe::man(page.as_deref()),
    }
}
