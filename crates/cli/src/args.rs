//! What was typed, and what does it mean?
//!
//! Two stages. [`Typed`] is the command line as it stands: names, help texts, and what can be checked of one value
//! alone. [`parse`] makes a [`Task`] of it, with every default and everything that the terminal and the environment
//! decide filled in; the rest of the program sees that alone. Help, manual pages and completions come from `Typed`.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::thread;

use anstream::{AutoStream, ColorChoice};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use sayso_domain::ActorKind;
use sayso_sources::{Format as SourceFormat, Input, Options};

use crate::flow::Look;
use crate::{articles, eval, read, who};

/// Reads the news and tells who said what.
///
/// Sayso finds the statements in news articles: who is said to have said what, in which words, and through whom.
/// It works offline, with the model inside this program, and gives the same answer every time.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, after_long_help = include_str!("help/program.txt"))]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Typed {
    #[command(subcommand)]
    command: TypedCommand,
}

#[derive(Debug, Subcommand)]
enum TypedCommand {
    Read(TypedRead),
    Who(TypedWho),
    Eval(TypedEval),
    /// Write a shell's completions to standard output.
    ///
    /// For bash: sayso completions bash > ~/.local/share/bash-completion/completions/sayso
    Completions {
        /// The shell to write them for.
        shell: Shell,
    },
    /// Write a manual page to standard output.
    ///
    /// To see it: sayso man read > sayso-read.1; man ./sayso-read.1
    Man {
        /// The command that the page is about; the program itself if left out.
        #[arg(value_parser = PossibleValuesParser::new(["read", "who", "eval", "completions", "man"]))]
        command: Option<String>,
    },
}

/// Tell who said what in articles.
///
/// Reads the inputs and writes, for each article, every statement in it: who speaks, in which words it is said, what is
/// attributed, and through whom it is told.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/read.txt"))]
struct TypedRead {
    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedFormat::Pretty)]
    format: TypedFormat,

    #[command(flatten)]
    articles: TypedArticles,
}

/// List who speaks in articles.
///
/// Reads the inputs and writes one list for all of them: every actor once, by name, with the office and state, how often
/// the actor speaks, in how many articles, and from when to when.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/who.txt"))]
struct TypedWho {
    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedList::Table)]
    format: TypedList,

    /// List these kinds of actors alone.
    #[arg(long, value_name = "KIND,…", value_enum, value_delimiter = ',')]
    kind: Vec<TypedKind>,

    /// List also those who never speak, and those without a name.
    #[arg(long, short)]
    all: bool,

    #[command(flatten)]
    articles: TypedArticles,
}

// What all commands take that read articles. (A doc comment would take the place of theirs.)
#[derive(Debug, Args)]
struct TypedArticles {
    /// Files, folders, or - for standard input.
    ///
    /// Without any, standard input is read, unless it is a terminal.
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    inputs: Vec<OsString>,

    /// Read every input as txt, html or jsonl, whatever its name.
    ///
    /// Otherwise a file's extension decides, and where there is none that is known, its first bytes. A folder still
    /// stands for the files in it that have a known extension.
    #[arg(long, value_name = "FORMAT", value_parser = source_format())]
    from: Option<SourceFormat>,

    /// Leave out statements of a lower confidence, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    min_confidence: f32,

    /// Read this many articles at once.
    ///
    /// The default is the number of processors that the program may use. The output is the same for any number.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,

    /// Take people, states and organisations from this list of your own first.
    ///
    /// It wins over what the program knows. CSV with a header, or a JSON object a line, with the columns name and, as
    /// far as wanted, aliases (with ; between them), kind (person, state, organisation, outlet or group), state (a code
    /// such as GBR), role, speaks_for (such a code, an organisation's name, or nobody), from, to (the first and last day
    /// of the role, YYYY-MM-DD) and key.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    actors: Option<PathBuf>,

    /// When to colour what is for a person to read.
    ///
    /// By default, when it goes to a terminal. The environment variables NO_COLOR, CLICOLOR and CLICOLOR_FORCE are
    /// respected.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = TypedColor::Auto)]
    color: TypedColor,

    /// Show no progress and no closing line.
    ///
    /// Errors are shown all the same. There is never any progress where standard error is no terminal.
    #[arg(long, short)]
    quiet: bool,
}

/// Tell how good the reading is.
///
/// Reads the corpora that people have annotated, compares, prints the scores with their bounds, what is missed of the
/// seed article and how far confidences can be trusted, and rewrites the table of scores.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/eval.txt"))]
struct TypedEval {
    /// The folder with the corpora in data/.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    #[arg(env = "SAYSO_SHARED", hide_env_values = true, default_value = "../shared")]
    shared: PathBuf,

    /// The table of scores to be rewritten.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, default_value = "scores.csv")]
    scores: PathBuf,

    /// Compare with the table instead of rewriting it, and fail where they differ.
    #[arg(long)]
    check: bool,

    /// Write what was found in PolNeAR's development part to this file.
    ///
    /// One JSON object a line, in the shape of the gold file, for tools/score_statements.py and its like. Holds what is
    /// scored: outermost statements, without those in what the annotators set aside.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    predictions: Option<PathBuf>,

    /// Write every wrong speaker, principal, kind and date to this file, in words.
    ///
    /// One a line; its fields are told below. Of articles that are held out nothing is written.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    errors: Option<PathBuf>,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedFormat {
    /// For a person.
    Pretty,
    /// An indented JSON document, an array where there are more articles.
    Json,
    /// One line of JSON an article, for other programs.
    Jsonl,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedList {
    /// For a person.
    Table,
    /// One indented JSON document.
    Json,
    /// One line of JSON an actor, for other programs.
    Jsonl,
    /// Comma-separated values with a header, for spreadsheets.
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedKind {
    /// A single human being.
    Person,
    /// A state or territory.
    State,
    /// A government, ministry, party, company, court.
    #[value(alias = "org")]
    Organisation,
    /// A newspaper, broadcaster or agency.
    Outlet,
    /// People together.
    Group,
    /// The text does not tell.
    Unknown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedColor {
    /// On a terminal.
    Auto,
    /// Also in files and pipes.
    Always,
    /// Nowhere.
    Never,
}

/// What the command line means.
#[derive(Debug)]
pub(crate) enum Task {
    /// Read articles.
    Read(read::Config),
    /// List actors.
    Who(who::Config),
    /// Score the reader.
    Eval(eval::Config),
    /// Describe the program to a shell.
    Completions(Shell),
    /// Describe the program, or the named command, to `man`.
    Man(Option<String>),
}

/// Understands this process's command line.
///
/// # Errors
/// When it makes no sense, or when it asks for help or the version.
pub(crate) fn parse() -> Result<Task, clap::Error> {
    match Typed::try_parse()?.command {
        TypedCommand::Read(typed) => typed.meaning().map(Task::Read),
        TypedCommand::Who(typed) => typed.meaning().map(Task::Who),
        TypedCommand::Eval(typed) => Ok(Task::Eval(typed.meaning())),
        TypedCommand::Completions { shell } => Ok(Task::Completions(shell)),
        TypedCommand::Man { command } => Ok(Task::Man(command)),
    }
}

impl TypedRead {
    fn meaning(self) -> Result<read::Config, clap::Error> {
        let format = match self.format {
            TypedFormat::Pretty => read::Format::Pretty(look(self.articles.color, 80)),
            TypedFormat::Json => read::Format::Json,
            TypedFormat::Jsonl => read::Format::Jsonl,
        };
        Ok(read::Config { articles: self.articles.meaning("read")?, format })
    }
}

impl TypedWho {
    fn meaning(self) -> Result<who::Config, clap::Error> {
        let format = match self.format {
            TypedList::Table => who::Format::Table(look(self.articles.color, WIDEST)),
            TypedList::Json => who::Format::Json,
            TypedList::Jsonl => who::Format::Jsonl,
            TypedList::Csv => who::Format::Csv,
        };
        let kinds = if self.kind.is_empty() { TypedKind::value_variants() } else { &self.kind };
        let kinds = kinds.iter().map(|kind| kind.meaning()).collect();
        Ok(who::Config { articles: self.articles.meaning("who")?, format, kinds, all: self.all })
    }
}

impl TypedArticles {
    /// `command` is the one whose usage an error shows.
    fn meaning(self, command: &str) -> Result<articles::Config, clap::Error> {
        let mut inputs: Vec<Input> = self.inputs.into_iter().map(Input::from).collect();
        if inputs.is_empty() {
            if io::stdin().is_terminal() {
                let message = "no input: name files or folders, or - for standard input";
                return Err(wrong(command, ErrorKind::MissingRequiredArgument, message));
            }
            inputs.push(Input::Stdin);
        }
        if inputs.iter().filter(|&input| *input == Input::Stdin).count() > 1 {
            let message = "standard input can be read only once: give - only once";
            return Err(wrong(command, ErrorKind::ArgumentConflict, message));
        }
        let mut options = Options::default();
        options.from = self.from;
        Ok(articles::Config {
            total: total(&inputs, self.from),
            inputs,
            options,
            model: self.model,
            actors: self.actors,
            jobs: self.jobs.map_or_else(processors, usize::from),
            min_confidence: self.min_confidence,
            quiet: self.quiet,
        })
    }
}

impl TypedKind {
    fn meaning(self) -> ActorKind {
        match self {
            TypedKind::Person => ActorKind::Person,
            TypedKind::State => ActorKind::State,
            TypedKind::Organisation => ActorKind::Organisation,
            TypedKind::Outlet => ActorKind::Outlet,
            TypedKind::Group => ActorKind::Group,
            TypedKind::Unknown => ActorKind::Unknown,
        }
    }
}

impl TypedEval {
    fn meaning(self) -> eval::Config {
        let TypedEval { shared, scores, check, predictions, errors, model } = self;
        eval::Config { shared, scores, check, predictions, errors, model }
    }
}

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// `width` is that without a terminal.
fn look(color: TypedColor, width: usize) -> Look {
    let colour = match color {
        TypedColor::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        TypedColor::Always => true,
        TypedColor::Never => false,
    };
    let terminal = terminal_size::terminal_size_of(io::stdout());
    let width = terminal.map_or(width, |(width, _)| usize::from(width.0).clamp(40, WIDEST));
    Look { width, colour, unicode: colour || terminal.is_some() }
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The number of articles where every input is one; that of a folder or of JSONL is known only at its end.
fn total(inputs: &[Input], from: Option<SourceFormat>) -> Option<u64> {
    let is_one = |input: &Input| match (input, from) {
        (Input::Stdin, _) | (_, Some(SourceFormat::Jsonl)) => false,
        (Input::Path(path), _) => has_extension(path, &["txt", "html", "htm"]) && !path.is_dir(),
    };
    inputs.iter().all(is_one).then_some(inputs.len() as u64)
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| known.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

fn source_format() -> impl TypedValueParser<Value = SourceFormat> {
    PossibleValuesParser::new(["txt", "html", "jsonl"]).try_map(|name| name.parse::<SourceFormat>())
}

fn probability(typed: &str) -> Result<f32, String> {
    match typed.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("it has to be a number from 0 to 1".to_owned()),
    }
}

/// An error of usage that shows the usage of `command`.
fn wrong(command: &str, kind: ErrorKind, message: &str) -> clap::Error {
    let mut program = Typed::command();
    program.build();
    match program.find_subcommand_mut(command) {
        Some(command) => command.error(kind, message),
        None => program.error(kind, message),
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        Typed::command().debug_assert();
    }

    #[test]
    fn every_command_and_flag_is_documented() {
        fn check(command: &mut Command) {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            let help = command.render_long_help().to_string();
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} of {} has no help", arg.get_id(), command.get_name());
                let name = arg.get_long().map_or(arg.get_id().to_string(), |long| format!("--{long}"));
                assert!(help.to_lowercase().contains(&name.replace("inputs", "input")), "{name}");
            }
            command.get_subcommands_mut().for_each(check);
        }
        let mut program = Typed::command();
        program.build();
        check(&mut program);
    }

    #[test]
    fn the_total_is_known_of_named_articles_alone() {
        let inputs = |names: &[&str]| names.iter().map(|&name| Input::from(name)).collect::<Vec<_>>();
        assert_eq!(total(&inputs(&["a.txt", "b.HTML"]), None), Some(2));
        assert_eq!(total(&inputs(&["a.txt", "b.jsonl"]), None), None);
        assert_eq!(total(&inputs(&["a.txt", "-"]), None), None);
        assert_eq!(total(&inputs(&["a.txt"]), Some(SourceFormat::Jsonl)), None);
    }

    #[test]
    fn probabilities_are_from_0_to_1() {
        assert_eq!(probability("0.5"), Ok(0.5));
        for typed in ["1.1", "-0.1", "NaN", "half", ""] {
            assert!(probability(typed).is_err(), "{typed}");
        }
    }
}
