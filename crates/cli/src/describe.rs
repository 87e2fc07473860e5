//! What can the program do? Its description for shells and for `man`, from the definitions in `args`.

use std::io;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Typed;
use crate::exit::Exit;
use crate::output::put;

/// Writes the completions of `shell` to standard output.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), "sayso", &mut script);
    put(&script)?;
    Ok(Exit::Done)
}

/// Writes the manual page of a subcommand, or of the program, to standard output.
pub(crate) fn man(page: Option<&str>) -> anyhow::Result<Exit> {
    let mut command = Typed::command();
    command.build();
    let command = match page {
        Some(page) => command.find_subcommand(page).cloned().context("no such command")?,
        None => command,
    };
    put(roff(command)?)?;
    Ok(Exit::Done)
}

/// The parts of a page, with the text behind the options laid out as it is in the help.
fn roff(command: Command) -> io::Result<Vec<u8>> {
    let name = command.get_display_name().unwrap_or("sayso").to_uppercase();
    let more = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = command.has_subcommands();
    let page = Man::new(command)
        .title(name)
        .source(concat!("sayso ", env!("CARGO_PKG_VERSION")))
        .manual("Sayso Manual");
    let mut roff = Vec::new();
    page.render_title(&mut roff)?;
    page.render_name_section(&mut roff)?;
    page.render_synopsis_section(&mut roff)?;
    page.render_description_section(&mut roff)?;
    page.render_options_section(&mut roff)?;
    if has_commands {
        page.render_subcommands_section(&mut roff)?;
    }
    roff.extend_from_slice(sections(&more).as_bytes());
    Ok(roff)
}

/// A help text as roff: a line that starts at the margin and ends in a colon is a heading; a block of lines that
/// hold columns or steps keeps its lines, any other is a paragraph to be filled.
fn sections(help: &str) -> String {
    let mut roff = String::new();
    let mut block: Vec<&str> = Vec::new();
    for line in help.lines().chain([""]) {
        let heading = line.strip_suffix(':').filter(|line| !line.starts_with(' '));
        if heading.is_none() && !line.is_empty() {
            block.push(line);
            continue;
        }
        let laid_out = block.iter().any(|line| line.trim_start().contains("  ") || line.starts_with("    "));
        let (before, after) = if laid_out { (".PP\n.nf\n", ".fi\n") } else { (".PP\n", "") };
        if !block.is_empty() {
            roff += before;
            block.drain(..).for_each(|line| roff += &roff_line(line));
            roff += after;
        }
        if let Some(heading) = heading {
            roff += &format!(".SH {}\n", heading.to_uppercase());
        }
    }
    roff
}

fn roff_line(line: &str) -> String {
    let line = line.strip_prefix("  ").unwrap_or(line).replace('\\', "\\e").replace('-', "\\-");
    // A point or an apostrophe in front would be a command.
    let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
    format!("{guard}{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_their_lines_and_paragraphs_are_filled() {
        let help = "Inputs:\n  .txt   one\n  .html  two\n\n  Lines that\n  go on - and on.\nExit codes:\n  0  done\n";
        assert_eq!(
            sections(help),
            ".SH INPUTS\n.PP\n.nf\n\\&.txt   one\n\\&.html  two\n.fi\n.PP\nLines that\ngo on \\- and on.\n\
             .SH EXIT CODES\n.PP\n.nf\n0  done\n.fi\n"
        );
    }
}
