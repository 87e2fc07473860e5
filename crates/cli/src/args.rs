//! What was typed, and what does it mean?
//!
//! Two stages. [`Typed`] is the command line as it stands: names, help texts, and what can be checked of one value
//! alone. [`parse`] makes a [`Task`] of it, with every default and everything that the terminal and the environment
//! decide filled in; the rest of the program sees that alone. Help, manual pages and completions come from `Typed`.

mod library;
mod serve;
mod users;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::thread;

use anstream::{AutoStream, ColorChoice};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use sayso_compare::{Aggregation, Duplicates, Mode, NetworkOptions, Normalisation, Selection};
use sayso_domain::{ActorKind, Date};
use sayso_sources::{Columns, Format as SourceFormat, Input, Options};

use crate::flow::Look;
use crate::{
    agreement, articles, compare, correct, differ, eval, ingest, judge, manage, network, read, search,
    stands, timeline, verify, watch, who,
};

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
    Compare(TypedCompare),
    Timeline(TypedTimeline),
    Differ(TypedDiffer),
    Network(TypedNetwork),
    Judge(TypedJudge),
    Ingest(library::TypedIngest),
    Watch(library::TypedWatch),
    Serve(serve::TypedServe),
    Search(library::TypedSearch),
    Verify(library::TypedVerify),
    Correct(library::TypedCorrect),
    Agreement(library::TypedAgreement),
    Issues(library::TypedIssues),
    Actors(library::TypedActors),
    Copies(library::TypedCopies),
    Users(users::TypedUsers),
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
        #[arg(value_parser = PossibleValuesParser::new(PAGES))]
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
    /// With --library, this article alone, by its name; may be given several times.
    #[arg(long, value_name = "NAME", requires = "library")]
    article: Vec<String>,

    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedFormat::Pretty)]
    format: TypedFormat,

    #[command(flatten)]
    reading: TypedReading,
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
    reading: TypedReading,
}

// What all commands take that put out statements or actors. (A doc comment would take the place of theirs.)
#[derive(Debug, Args)]
struct TypedReading {
    /// Read every input in this format, whatever its name.
    ///
    /// Otherwise a file's extension decides, and where there is none that is known, its first bytes. A folder still
    /// stands for the files in it that have a known extension.
    #[arg(long, value_name = "FORMAT", value_parser = source_format())]
    from: Option<SourceFormat>,

    /// Leave out statements of a lower confidence, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    min_confidence: f32,

    /// Take people, states and organisations from this list of your own first.
    ///
    /// It wins over what the program knows. CSV with a header, or a JSON object a line, with the columns name and, as
    /// far as wanted, aliases (with ; between them), kind (person, state, organisation, outlet or group), state (a code
    /// such as GBR), role, speaks_for (such a code, an organisation's name, or nobody), from, to (the first and last day
    /// of the role, YYYY-MM-DD) and key.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    actors: Option<PathBuf>,

    #[command(flatten)]
    articles: TypedArticles,
}

// What all commands take that compare positions. --from and --actors mean days and names there.
#[derive(Debug, Args)]
struct TypedStands {
    /// Take the issues from this file.
    ///
    /// CSV with a header, or a JSON object a line, with the columns label and, as far as wanted, definition, examples
    /// (other phrases, with ; between them) and parent (the label of the wider issue). See docs/compare.md.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    codebook: Option<PathBuf>,

    /// Take positions from this day on, YYYY-MM-DD.
    ///
    /// With --from or --to, positions whose day is not known are left out.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,

    /// Take positions up to this day, included.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,

    /// Leave out positions of a lower confidence, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    min_confidence: f32,

    /// Read every input in this format, whatever its name (--from of sayso read).
    #[arg(long, value_name = "FORMAT", value_parser = source_format())]
    read_as: Option<SourceFormat>,

    /// Take people, states and organisations from this list of your own first (--actors of sayso read).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    actor_list: Option<PathBuf>,

    #[command(flatten)]
    articles: TypedArticles,
}

// What all commands take that read articles.
#[derive(Debug, Args)]
struct TypedArticles {
    /// Files, folders, or - for standard input.
    ///
    /// Without any, standard input is read, unless it is a terminal.
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    inputs: Vec<OsString>,

    /// Take these columns of tables (CSV, Parquet) for what an article has.
    ///
    /// NAME=COLUMN with commas between, where NAME is text, id, title, outlet, published, url or language:
    /// text=body,published=date. What is not named goes by the usual names, as docs/sources.md lists them.
    #[arg(long, value_name = "NAME=COLUMN,…", value_parser = columns)]
    columns: Option<Columns>,
    /// Take the articles of this library, as they were read and corrected: a file, or postgres://….
    #[arg(long, value_name = "FILE|URL")]
    library: Option<String>,

    /// Read this many articles at once.
    ///
    /// The default is the number of processors that the program may use. The output is the same for any number.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,

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

/// Tell where actors stand on issues.
///
/// Reads the inputs and compares the positions that are taken in all of them: for each actor and issue whether the actor is
/// for it, against it, both or neutral, or silent, with the words that show it.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/compare.txt"))]
struct TypedCompare {
    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedMatrix::Table)]
    format: TypedMatrix,

    /// Compare on this issue alone: any phrase, or a label of the codebook.
    ///
    /// Without it, and without a codebook, the issues are found, most contested first.
    #[arg(long, value_name = "PHRASE", value_parser = phrase)]
    issue: Option<String>,

    /// Compare these actors alone: names or keys such as USA, with commas between them.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = phrase, alias = "actor")]
    actors: Vec<String>,

    /// Show at most this many issues.
    ///
    /// The default is 10, and all of them in json and csv.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    #[command(flatten)]
    stands: TypedStands,
}

/// Tell how an actor moved on an issue.
///
/// Reads the inputs and puts the actor's positions on the issue in the order of their days, each with what it changes: a
/// reversal, a softening or hardening, a condition that is new or dropped, with the words before and after.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/timeline.txt"))]
struct TypedTimeline {
    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedPage::Table)]
    format: TypedPage,

    /// Whose positions: a name, or a key such as USA.
    #[arg(long, value_name = "NAME", value_parser = phrase)]
    actor: String,

    /// On which issue: any phrase, or a label of the codebook.
    #[arg(long, value_name = "PHRASE", value_parser = phrase)]
    issue: String,

    #[command(flatten)]
    stands: TypedStands,
}

/// Tell where actors differ.
///
/// Reads the inputs and shows, on each issue, which actors contradict each other, which talk past each other, and which
/// utterances are carried differently by two outlets: in other words, cut off, or under another cue.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/differ.txt"))]
struct TypedDiffer {
    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedPage::Table)]
    format: TypedPage,

    /// On this issue alone: any phrase, or a label of the codebook.
    #[arg(long, value_name = "PHRASE", value_parser = phrase)]
    issue: Option<String>,

    /// Between these actors alone: names or keys such as USA, with commas between them.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = phrase, alias = "actor")]
    actors: Vec<String>,

    /// Show at most this many issues.
    ///
    /// The default is 10, and all of them in json.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    #[command(flatten)]
    stands: TypedStands,
}

/// Write who stands with whom as a network.
///
/// Reads the inputs and writes a graph of actors and issues, or of actors who agree or disagree, with the counts and options
/// of Discourse Network Analyzer.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help/network.txt"))]
struct TypedNetwork {
    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedGraph::Graphml)]
    format: TypedGraph,

    /// What the edges mean.
    #[arg(long, value_name = "MODE", value_enum, default_value_t = TypedMode::Affiliation)]
    mode: TypedMode,

    /// What an edge of an affiliation network weighs; subtract if left out.
    #[arg(long, value_name = "HOW", value_enum)]
    aggregation: Option<TypedAggregation>,

    /// What the weights are divided by.
    ///
    /// average, jaccard and cosine are for networks of actors, activity and prominence for affiliations.
    #[arg(long, alias = "normalization", value_name = "HOW", value_enum, default_value_t = TypedNormalisation::No)]
    normalisation: TypedNormalisation,

    /// Within what the same actor on the same side of the same issue counts once.
    #[arg(long, value_name = "WITHIN", value_enum, default_value_t = TypedDuplicates::Acrossrange)]
    duplicates: TypedDuplicates,

    /// Count conditional positions as if they were plain.
    #[arg(long)]
    conditional: bool,

    /// Take at most this many actors: those who say most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), default_value = "500")]
    most: u32,

    /// On this issue alone: any phrase, or a label of the codebook.
    #[arg(long, value_name = "PHRASE", value_parser = phrase)]
    issue: Option<String>,

    /// These actors alone: names or keys such as USA, with commas between them.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = phrase, alias = "actor")]
    actors: Vec<String>,

    #[command(flatten)]
    stands: TypedStands,
}

/// Tell how texts stand to something in them, or to an issue.
///
/// Reads JSON lines, each an object with id, text and either target ([start, end], a place in the text, in code points)
/// or issue (any phrase or claim), and writes one line for each, in order: id, stance (favor, against or neutral) and the
/// probabilities of the three; for an issue also how likely the text is about it at all.
#[derive(Debug, Args)]
struct TypedJudge {
    /// Files of JSON lines, or - for standard input, which is also what is read without any.
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    inputs: Vec<PathBuf>,

    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedLines::Jsonl)]
    format: TypedLines,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedLines {
    /// One line of JSON an answer.
    Jsonl,
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
enum TypedMatrix {
    /// For a person at a terminal.
    Table,
    /// One indented JSON document.
    Json,
    /// Comma-separated values, a row a position, for spreadsheets.
    Csv,
    /// A page for a browser, which needs no other file.
    Html,
    /// A drawing.
    Svg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedPage {
    /// For a person at a terminal.
    Table,
    /// One indented JSON document.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedGraph {
    /// For Gephi and visone.
    Graphml,
    /// Comma-separated values, a row an edge.
    Csv,
    /// For Graphviz.
    Dot,
    /// A drawing.
    Svg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedMode {
    /// From actors to issues.
    Affiliation,
    /// Between actors on the same side of an issue.
    Congruence,
    /// Between actors on opposite sides.
    Conflict,
    /// Congruence less conflict.
    Subtract,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedAggregation {
    /// How often the actor speaks of it, whatever the side.
    Ignore,
    /// 1 for, 2 against, 3 both.
    Combine,
    /// How often for, less how often against.
    Subtract,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedNormalisation {
    /// By nothing.
    No,
    /// By the mean of how often the two actors speak.
    Average,
    /// By what is common to both and what each has alone.
    Jaccard,
    /// By the product of the lengths of their counts.
    Cosine,
    /// By how often the actor speaks.
    Activity,
    /// By how often the issue is spoken of.
    Prominence,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedDuplicates {
    /// Nothing: each counts.
    Include,
    /// An article.
    Document,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// All articles.
    Acrossrange,
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
    /// Compare actors.
    Compare(compare::Config),
    /// Follow one actor.
    Timeline(timeline::Config),
    /// Find differences.
    Differ(differ::Config),
    /// Make a graph.
    Network(network::Config),
    /// Judge texts.
    Judge(judge::Config),
    /// Store articles.
    Ingest(ingest::Config),
    /// Follow feeds and folders.
    Watch(watch::Config),
    /// `sayso serve`.
    Serve(crate::serve::Config),
    /// Find statements.
    Search(search::Config),
    /// Check places.
    Verify(verify::Config),
    /// Correct what was read.
    Correct(correct::Config),
    /// Compare coders.
    Agreement(agreement::Config),
    /// List or define issues.
    Issues(manage::issues::Config),
    /// List actors, or say who is who.
    Actors(manage::actors::Config),
    /// List copies.
    Copies(manage::copies::Config),
    /// Say who may ask.
    Users(manage::users::Config),
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
        TypedCommand::Compare(typed) => typed.meaning().map(Task::Compare),
        TypedCommand::Timeline(typed) => typed.meaning().map(Task::Timeline),
        TypedCommand::Differ(typed) => typed.meaning().map(Task::Differ),
        TypedCommand::Network(typed) => typed.meaning().map(Task::Network),
        TypedCommand::Judge(typed) => Ok(Task::Judge(typed.meaning())),
        TypedCommand::Ingest(typed) => typed.meaning().map(Task::Ingest),
        TypedCommand::Watch(typed) => typed.meaning().map(Task::Watch),
        TypedCommand::Serve(typed) => typed.meaning().map(Task::Serve),
        TypedCommand::Search(typed) => typed.meaning().map(Task::Search),
        TypedCommand::Verify(typed) => Ok(Task::Verify(typed.meaning())),
        TypedCommand::Correct(typed) => Ok(Task::Correct(typed.meaning())),
        TypedCommand::Agreement(typed) => typed.meaning().map(Task::Agreement),
        TypedCommand::Issues(typed) => Ok(Task::Issues(typed.meaning()?)),
        TypedCommand::Actors(typed) => Ok(Task::Actors(typed.meaning()?)),
        TypedCommand::Copies(typed) => Ok(Task::Copies(typed.meaning())),
        TypedCommand::Users(typed) => Ok(Task::Users(typed.meaning()?)),
        TypedCommand::Eval(typed) => Ok(Task::Eval(typed.meaning())),
        TypedCommand::Completions { shell } => Ok(Task::Completions(shell)),
        TypedCommand::Man { command } => Ok(Task::Man(command)),
    }
}

impl TypedRead {
    fn meaning(self) -> Result<read::Config, clap::Error> {
        let format = match self.format {
            TypedFormat::Pretty => read::Format::Pretty(look(self.reading.articles.color, 80)),
            TypedFormat::Json => read::Format::Json,
            TypedFormat::Jsonl => read::Format::Jsonl,
        };
        let articles = articles::Config { only: self.article, ..self.reading.meaning("read")? };
        Ok(read::Config { articles, format })
    }
}

impl TypedWho {
    fn meaning(self) -> Result<who::Config, clap::Error> {
        let format = match self.format {
            TypedList::Table => who::Format::Table(look(self.reading.articles.color, WIDEST)),
            TypedList::Json => who::Format::Json,
            TypedList::Jsonl => who::Format::Jsonl,
            TypedList::Csv => who::Format::Csv,
        };
        let kinds = if self.kind.is_empty() { TypedKind::value_variants() } else { &self.kind };
        let kinds = kinds.iter().map(|kind| kind.meaning()).collect();
        Ok(who::Config { articles: self.reading.meaning("who")?, format, kinds, all: self.all })
    }
}

impl TypedCompare {
    fn meaning(self) -> Result<compare::Config, clap::Error> {
        let (format, limit) = match self.format {
            TypedMatrix::Table => (compare::Format::Table(look(self.stands.articles.color, WIDEST)), SHOWN),
            TypedMatrix::Json => (compare::Format::Json, usize::MAX),
            TypedMatrix::Csv => (compare::Format::Csv, usize::MAX),
            TypedMatrix::Html => (compare::Format::Html, SHOWN),
            TypedMatrix::Svg => (compare::Format::Svg, SHOWN),
        };
        let limit = self.limit.map_or(limit, |limit| limit as usize);
        let stands = stands::Config { adds_up: true, ..self.stands.meaning("compare", self.issue)? };
        Ok(compare::Config { stands, actors: self.actors, limit, format })
    }
}

impl TypedTimeline {
    fn meaning(self) -> Result<timeline::Config, clap::Error> {
        let format = match self.format {
            TypedPage::Table => timeline::Format::Table(look(self.stands.articles.color, WIDEST)),
            TypedPage::Json => timeline::Format::Json,
        };
        let stands = self.stands.meaning("timeline", Some(self.issue))?;
        Ok(timeline::Config { stands, actor: self.actor, format })
    }
}

impl TypedDiffer {
    fn meaning(self) -> Result<differ::Config, clap::Error> {
        let (format, limit) = match self.format {
            TypedPage::Table => (differ::Format::Table(look(self.stands.articles.color, WIDEST)), SHOWN),
            TypedPage::Json => (differ::Format::Json, usize::MAX),
        };
        let limit = self.limit.map_or(limit, |limit| limit as usize);
        let stands = self.stands.meaning("differ", self.issue)?;
        Ok(differ::Config { stands, actors: self.actors, limit, format })
    }
}

impl TypedNetwork {
    fn meaning(self) -> Result<network::Config, clap::Error> {
        let format = match self.format {
            TypedGraph::Graphml => network::Format::Graphml,
            TypedGraph::Csv => network::Format::Csv,
            TypedGraph::Dot => network::Format::Dot,
            TypedGraph::Svg => network::Format::Svg,
        };
        let options = self.options()?;
        let stands = self.stands.meaning("network", self.issue)?;
        Ok(network::Config { stands, actors: self.actors, options, format })
    }

    fn options(&self) -> Result<NetworkOptions, clap::Error> {
        let mode = match (self.mode, self.aggregation) {
            (TypedMode::Affiliation, aggregation) => {
                Mode::Affiliation(aggregation.map_or(Aggregation::Subtract, TypedAggregation::meaning))
            }
            (_, Some(_)) => {
                let message = "--aggregation is for --mode affiliation";
                return Err(wrong("network", ErrorKind::ArgumentConflict, message));
            }
            (TypedMode::Congruence, None) => Mode::Congruence,
            (TypedMode::Conflict, None) => Mode::Conflict,
            (TypedMode::Subtract, None) => Mode::Subtract,
        };
        let normalisation = self.normalisation.meaning();
        if !normalisation.fits(mode) {
            let message = match mode {
                Mode::Affiliation(_) => "--mode affiliation takes --normalisation no, activity or prominence",
                _ => "a network of actors takes --normalisation no, average, jaccard or cosine",
            };
            return Err(wrong("network", ErrorKind::ArgumentConflict, message));
        }
        Ok(NetworkOptions {
            mode,
            duplicates: self.duplicates.meaning(),
            normalisation,
            conditional: self.conditional,
            most_actors: self.most as usize,
            selection: Selection::default(),
        })
    }
}

impl TypedAggregation {
    fn meaning(self) -> Aggregation {
        match self {
            TypedAggregation::Ignore => Aggregation::Ignore,
            TypedAggregation::Combine => Aggregation::Combine,
            TypedAggregation::Subtract => Aggregation::Subtract,
        }
    }
}

impl TypedNormalisation {
    fn meaning(self) -> Normalisation {
        match self {
            TypedNormalisation::No => Normalisation::No,
            TypedNormalisation::Average => Normalisation::Average,
            TypedNormalisation::Jaccard => Normalisation::Jaccard,
            TypedNormalisation::Cosine => Normalisation::Cosine,
            TypedNormalisation::Activity => Normalisation::Activity,
            TypedNormalisation::Prominence => Normalisation::Prominence,
        }
    }
}

impl TypedDuplicates {
    fn meaning(self) -> Duplicates {
        match self {
            TypedDuplicates::Include => Duplicates::Include,
            TypedDuplicates::Document => Duplicates::Document,
            TypedDuplicates::Week => Duplicates::Week,
            TypedDuplicates::Month => Duplicates::Month,
            TypedDuplicates::Year => Duplicates::Year,
            TypedDuplicates::Acrossrange => Duplicates::AcrossRange,
        }
    }
}

impl TypedStands {
    /// `command` is the one whose usage an error shows.
    fn meaning(self, command: &str, issue: Option<String>) -> Result<stands::Config, clap::Error> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            let message = format!("--from {from} lies after --to {to}; swap them");
            return Err(wrong(command, ErrorKind::ArgumentConflict, &message));
        }
        let articles = self.articles.meaning(command, self.read_as)?;
        Ok(stands::Config {
            articles: articles::Config { actors: self.actor_list, ..articles },
            issue,
            codebook: self.codebook,
            adds_up: false,
            min_confidence: self.min_confidence,
            from: self.from,
            to: self.to,
        })
    }
}

impl TypedReading {
    /// `command` is the one whose usage an error shows.
    fn meaning(self, command: &str) -> Result<articles::Config, clap::Error> {
        let articles = self.articles.meaning(command, self.from)?;
        Ok(articles::Config { actors: self.actors, min_confidence: self.min_confidence, ..articles })
    }
}

impl TypedArticles {
    /// Without a list of actors and a least confidence. `command` is the one whose usage an error shows.
    fn meaning(self, command: &str, from: Option<SourceFormat>) -> Result<articles::Config, clap::Error> {
        let mut inputs: Vec<Input> = self.inputs.into_iter().map(Input::from).collect();
        if let Some(library) = &self.library
            && let Some(input) = inputs.first()
        {
            let input = match input {
                Input::Path(path) => path.display().to_string(),
                Input::Stdin => "-".to_owned(),
            };
            let message = format!(
                "--library {library} stands in place of inputs such as {input}; sayso ingest puts them into it"
            );
            return Err(wrong(command, ErrorKind::ArgumentConflict, &message));
        }
        if inputs.is_empty() && self.library.is_none() {
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
        options.from = from;
        options.columns = self.columns.unwrap_or_default();
        Ok(articles::Config {
            total: total(&inputs, from),
            inputs,
            options,
            library: self.library,
            only: Vec::new(),
            model: self.model,
            actors: None,
            jobs: self.jobs.map_or_else(processors, usize::from),
            min_confidence: 0.0,
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

impl TypedJudge {
    fn meaning(self) -> judge::Config {
        let TypedJudge { mut inputs, format: TypedLines::Jsonl, model } = self;
        if inputs.is_empty() {
            inputs.push(PathBuf::from("-"));
        }
        judge::Config { inputs, model }
    }
}

impl TypedEval {
    fn meaning(self) -> eval::Config {
        let TypedEval { shared, scores, check, predictions, errors, model } = self;
        eval::Config { shared, scores, check, predictions, errors, model }
    }
}

/// The commands that have a manual page.
const PAGES: [&str; 21] = [
    "read",
    "who",
    "compare",
    "timeline",
    "differ",
    "network",
    "judge",
    "ingest",
    "watch",
    "serve",
    "search",
    "verify",
    "correct",
    "agreement",
    "issues",
    "actors",
    "copies",
    "users",
    "eval",
    "completions",
    "man",
];

/// So many issues are shown to a person, unless more are asked for.
const SHOWN: usize = 10;

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

/// The number of articles where every input is one; that of a folder or a file of many is known only at its end.
fn total(inputs: &[Input], from: Option<SourceFormat>) -> Option<u64> {
    let holds_one = matches!(from, None | Some(SourceFormat::Text | SourceFormat::Html));
    let is_one = |input: &Input| match input {
        Input::Stdin => false,
        Input::Path(_) if !holds_one => false,
        Input::Path(path) => has_extension(path, &["txt", "html", "htm"]) && !path.is_dir(),
    };
    inputs.iter().all(is_one).then_some(inputs.len() as u64)
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| known.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

fn source_format() -> impl TypedValueParser<Value = SourceFormat> {
    PossibleValuesParser::new(SourceFormat::names().collect::<Vec<_>>())
        .try_map(|name| name.parse::<SourceFormat>())
}

fn columns(typed: &str) -> Result<Columns, String> {
    typed.parse()
}

fn probability(typed: &str) -> Result<f32, String> {
    match typed.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("it has to be a number from 0 to 1".to_owned()),
    }
}

fn day(typed: &str) -> Result<Date, String> {
    let is_day = typed.len() == 10 && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = is_day.then(|| typed.parse().ok()).flatten();
    day.ok_or_else(|| "it has to be a day such as 2015-09-20".to_owned())
}

fn phrase(typed: &str) -> Result<String, String> {
    let phrase = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if phrase.is_empty() { Err("it has no words".to_owned()) } else { Ok(phrase) }
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
        assert_eq!(total(&inputs(&["a.txt"]), Some(SourceFormat::Csv)), None);
    }

    fn task(args: &[&str]) -> Result<(), ErrorKind> {
        let typed = Typed::try_parse_from([&["sayso"], args].concat()).map_err(|error| error.kind())?;
        let meant = match typed.command {
            TypedCommand::Compare(typed) => typed.meaning().map(drop),
            TypedCommand::Timeline(typed) => typed.meaning().map(drop),
            TypedCommand::Differ(typed) => typed.meaning().map(drop),
            TypedCommand::Network(typed) => typed.meaning().map(drop),
            _ => Ok(()),
        };
        meant.map_err(|error| error.kind())
    }

    #[test]
    fn days_may_not_go_backwards_and_options_have_to_fit() {
        assert_eq!(task(&["compare", "--from", "2015-01-01", "--to", "2015-01-01", "a.txt"]), Ok(()));
        let wrong: [&[&str]; 8] = [
            &["compare", "--from", "2015-01-02", "--to", "2015-01-01", "a.txt"],
            &["compare", "--from", "2015-02-30", "a.txt"],
            &["compare", "--issue", " ", "a.txt"],
            &["compare", "--actors", "USA,", "a.txt"],
            &["timeline", "--actor", "USA", "a.txt"],
            &["network", "--mode", "conflict", "--aggregation", "combine", "a.txt"],
            &["network", "--normalisation", "jaccard", "a.txt"],
            &["network", "--mode", "conflict", "--normalisation", "activity", "a.txt"],
        ];
        for args in wrong {
            assert!(task(args).is_err(), "{args:?}");
        }
        assert_eq!(task(&["network", "--mode", "subtract", "--normalization", "cosine", "a.txt"]), Ok(()));
        assert_eq!(task(&["differ", "--limit", "3", "--actors", "USA,GBR", "a.txt"]), Ok(()));
    }

    #[test]
    fn a_library_may_be_named_before_or_behind_the_task() {
        let library =
            |args: &[&str]| match Typed::try_parse_from([&["sayso"], args].concat()).unwrap().command {
                TypedCommand::Issues(typed) => typed.meaning().map(|meant| meant.library),
                TypedCommand::Actors(typed) => typed.meaning().map(|meant| meant.library),
                TypedCommand::Users(typed) => typed.meaning().map(|meant| meant.library),
                other => panic!("{other:?}"),
            };
        for args in [
            &["issues", "--library", "a.db", "define", "tax"][..],
            &["issues", "define", "tax", "--library", "a.db"],
            &["issues", "--library", "a.db"],
            &["actors", "--library", "a.db", "merge", "one", "other"],
            &["actors", "merge", "--library", "a.db", "one", "other"],
            &["users", "--library", "a.db", "add", "Ann", "--role", "review"],
            &["users", "list", "--format", "json", "--library", "a.db"],
        ] {
            assert_eq!(library(args).ok().as_deref(), Some("a.db"), "{args:?}");
        }
        // What shapes the list has no place beside a task.
        for args in [
            &["issues", "--limit", "3", "define", "tax"][..],
            &["actors", "--named", "Ann", "merge", "one", "other"],
            &["users", "--format", "json", "remove", "Ann"],
        ] {
            assert!(library(args).is_err(), "{args:?}");
        }
    }

    #[test]
    fn every_command_with_options_has_a_manual_page() {
        let names: Vec<String> =
            Typed::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
        assert_eq!(names, PAGES);
    }

    #[test]
    fn probabilities_are_from_0_to_1() {
        assert_eq!(probability("0.5"), Ok(0.5));
        for typed in ["1.1", "-0.1", "NaN", "half", ""] {
            assert!(probability(typed).is_err(), "{typed}");
        }
    }
}
