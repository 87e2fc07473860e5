//! What can the program do? Its description for shells and for `man`, from the definitions in `args`.

use std::io::{self, Write};

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Typed;
use crate::exit::Exit;

/// Writes the completions of `shell` to standard output.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), "sayso", &mut script);
    put(&script)
}

/// Writes the manual page of a subcommand, or of the program, to standard output.
pub(crate) fn man(page: Option<&str>) -> anyhow::Result<Exit> {
    let mut command = Typed::command();
    command.build();
    let command = match page {
        Some(page) => command.find_subcommand(page).cloned().context("no such command")?,
        None => command,
    };
    let name = command.get_display_name().unwrap_or("sayso").to_owned();
    let mut roff = Vec::new();
    Man::new(command).title(name.to_uppercase()).render(&mut roff)?;
    put(&roff)
}

fn put(bytes: &[u8]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).context("cannot write to standard output")?;
    Ok(Exit::Done)
}
