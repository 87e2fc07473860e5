//! What was typed of the commands that keep a library, and what does it mean?

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use sayso_domain::{Date, Kind, Stance};
use sayso_library::{Definition, Filter};
use sayso_sources::{Columns, Format as SourceFormat, Input, Options};

use super::{TypedColor, WIDEST, columns, day, look, phrase, probability, processors, source_format, wrong};
use crate::addresses::{Access, is_address};
use crate::{articles, correct, ingest, manage, search, verify, watch};

// What may be asked over the web.
#[derive(Debug, Args)]
struct TypedAccess {
    /// Ask also this machine and its own networks, on ports 80 and 443. See docs/watch.md.
    #[arg(long)]
    allow_private: bool,

    /// Ask also this host, wherever it is: intranet.example, or 10.0.0.7:8080 with a port; may be given several times.
    #[arg(long, value_name = "HOST[:PORT]", value_parser = phrase)]
    allow_host: Vec<String>,

    /// How sayso introduces itself to servers, beginning with a name: "ournews/1.0 (+https://…)".
    #[arg(long, value_name = "NAME", value_parser = phrase)]
    user_agent: Option<String>,
}

impl TypedAccess {
    fn meaning(self) -> Access {
        Access { private: self.allow_private, hosts: self.allow_host, user_agent: self.user_agent }
    }
}

// Which library; of a command that has commands of its own, named before or behind them.
#[derive(Debug, Args)]
pub(super) struct TypedLibrary {
    /// The library: a file, or postgres://user:password@host/database.
    #[arg(
        long,
        global = true,
        value_name = "FILE|URL",
        env = "SAYSO_LIBRARY",
        default_value = "sayso.db",
        hide_env_values = true
    )]
    library: String,
}

impl TypedLibrary {
    /// Where it is.
    pub(super) fn name(self) -> String {
        self.library
    }
}

/// Put articles into a library.
///
/// Reads the inputs and stores each article with what was read in it, once: running the same command again goes on where it
/// stopped, and changes nothing when it was done.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/ingest.txt"))]
pub(super) struct TypedIngest {
    /// Files, folders, https:// addresses of pages, feeds or archives, or - for standard input.
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    inputs: Vec<OsString>,

    #[command(flatten)]
    library: TypedLibrary,

    #[command(flatten)]
    access: TypedAccess,

    /// Read every input as this format, whatever its name.
    #[arg(long, value_name = "FORMAT", value_parser = source_format())]
    from: Option<SourceFormat>,

    /// Take these columns of tables for what an article has: text=body,published=date (--columns of sayso read).
    #[arg(long, value_name = "NAME=COLUMN,…", value_parser = columns)]
    columns: Option<Columns>,

    /// The inputs are readings, as sayso read --format jsonl writes them: store them as they are.
    #[arg(long, conflicts_with_all = ["from", "again", "no_reading"])]
    readings: bool,

    /// Store the articles without reading them; --again reads them later.
    #[arg(long)]
    no_reading: bool,

    /// Read those articles of the library again that this version's model has not read. Corrections stay.
    #[arg(long, conflicts_with_all = ["from", "no_reading"])]
    again: bool,

    /// Take people, states and organisations from this list of your own first (--actors of sayso read).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    actor_list: Option<PathBuf>,

    /// What is written to standard output: nothing but a closing line, or a line of JSON an article once it is stored.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedReport::Table)]
    format: TypedReport,

    /// Read this many articles at once; by default as many as there are processors.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,

    /// Show no progress and no closing line.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedReport {
    Table,
    Jsonl,
}

/// Follow feeds and folders.
///
/// Asks feeds for new entries, as often as they have some, and looks into folders for new files; stores each article with
/// what was read in it, once. It goes on until it is stopped (Ctrl-C), and where it left off when it is started again.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/watch.txt"))]
pub(super) struct TypedWatch {
    /// https:// addresses of feeds, and folders; without any, the feeds that the library follows.
    #[arg(value_name = "FEED|FOLDER", value_hint = ValueHint::AnyPath)]
    feeds: Vec<OsString>,

    #[command(flatten)]
    library: TypedLibrary,

    #[command(flatten)]
    access: TypedAccess,

    /// Ask each feed this often (90s, 10m, 2h, 1d), instead of as often as it has news.
    #[arg(long, value_name = "TIME", value_parser = interval)]
    every: Option<Duration>,

    /// Ask the feeds whose time has come, look into the folders, and end.
    #[arg(long)]
    once: bool,

    /// Ask every feed at the start, whether its time has come or not.
    #[arg(long)]
    now: bool,

    /// List the feeds that the library follows.
    #[arg(long, conflicts_with_all = ["feeds", "forget", "every", "once", "now"])]
    list: bool,

    /// Follow this feed no longer. What came from it stays.
    #[arg(long, value_name = "URL", conflicts_with_all = ["feeds", "every", "once", "now"])]
    forget: Option<String>,

    /// Take people, states and organisations from this list of your own first (--actors of sayso read).
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    actor_list: Option<PathBuf>,

    /// What is written to standard output: lines for a person, or a line of JSON an article once it is stored.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedReport::Table)]
    format: TypedReport,

    /// Ask so many feeds, and read so many articles, at once; by default as many as there are processors, but 4 at least.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,

    /// Use the weights in this file instead of those inside the program.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    model: Option<PathBuf>,

    /// Write nothing to standard output but what --format jsonl asks for.
    #[arg(long, short)]
    quiet: bool,
}

/// Find statements in a library.
///
/// By their words, by what they mean, by who speaks and for whom, on which issue, when and where.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/search.txt"))]
pub(super) struct TypedSearch {
    /// Words, "a phrase", begin*, OR, NOT, ( ).
    #[arg(value_name = "WORDS")]
    words: Vec<String>,

    #[command(flatten)]
    library: TypedLibrary,

    /// Statements that mean much the same as this, the nearest first.
    #[arg(long, value_name = "PHRASE", value_parser = phrase)]
    like: Option<String>,

    /// Who speaks: names or keys, with commas between them.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = phrase)]
    speaker: Vec<String>,

    /// For which state or organisation: names or keys, with commas between them.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = phrase)]
    speaks_for: Vec<String>,

    /// Holds a position on this issue: any phrase, or the label of an issue of the library.
    #[arg(long, value_name = "PHRASE", value_parser = phrase)]
    issue: Option<String>,

    /// Holds a position of this stance.
    #[arg(long, value_name = "STANCE", value_enum)]
    stance: Option<TypedStance>,

    /// In these outlets, with commas between them.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = phrase)]
    outlet: Vec<String>,

    /// From this day on, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,

    /// Up to this day, included.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,

    /// Only statements of these kinds.
    #[arg(long, value_name = "KIND,…", value_enum, value_delimiter = ',')]
    kind: Vec<TypedKindOfStatement>,

    /// Leave out statements of a lower confidence, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    min_confidence: f32,

    /// Of articles that are copies of one another, take the first alone.
    #[arg(long)]
    independent: bool,

    /// Show at most this many; 20 for a person, all in the other formats.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    /// Pass over the first so many.
    #[arg(long, value_name = "N", default_value = "0")]
    skip: u32,

    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedHits::Table)]
    format: TypedHits,

    /// When to colour what is for a person to read.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = TypedColor::Auto)]
    color: TypedColor,

    /// Show no closing line.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedStance {
    #[value(alias = "for")]
    Favor,
    Against,
    Neutral,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedKindOfStatement {
    Direct,
    Indirect,
    Mixed,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedHits {
    Table,
    Json,
    Jsonl,
    Csv,
    Parquet,
}

/// Check that everything stored stands in its article's words.
///
/// Compares the words of every article with their checksum and every stored place with the words it shows; of files that
/// sayso wrote (read --format jsonl, compare --format json, search --format json or jsonl) each place with the words in them
/// or in the library.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/verify.txt"))]
pub(super) struct TypedVerify {
    /// Files that sayso wrote; without any, the library itself is checked.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    library: TypedLibrary,

    /// Show no progress.
    #[arg(long, short)]
    quiet: bool,
}

/// Put right what the machine got wrong.
///
/// Takes corrections out of a CSV file, lists those that were made, or takes one back. A correction wins over what any model
/// reads, now or later.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/correct.txt"))]
pub(super) struct TypedCorrect {
    /// CSV files of corrections, or - for standard input.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required_unless_present_any = ["list", "undo"])]
    files: Vec<PathBuf>,

    #[command(flatten)]
    library: TypedLibrary,

    /// Who corrects; the name of the user of this computer, where nothing is given.
    #[arg(long, value_name = "NAME", value_parser = phrase)]
    by: Option<String>,

    /// Write all corrections to standard output, as CSV.
    #[arg(long, conflicts_with = "undo")]
    list: bool,

    /// Take the correction of this number back.
    #[arg(long, value_name = "N")]
    undo: Option<i64>,
}

/// Tell how far machine and person agree.
///
/// Compares what the machine read in the corrected articles of a library with what people made of it, or two files of readings
/// of the same articles: precision, recall and F1 of statements, Krippendorff's alpha of speakers, stances and issues.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/agreement.txt"))]
pub(super) struct TypedAgreement {
    /// Two files of readings (sayso read --format jsonl); without any, a library's machine and people are compared.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, num_args = 0..=2)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    library: TypedLibrary,

    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedPage::Table)]
    format: TypedPage,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypedPage {
    Table,
    Json,
}

/// List and define the issues of a library.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/issues.txt"))]
pub(super) struct TypedIssues {
    #[command(subcommand)]
    task: Option<TypedIssuesTask>,

    #[command(flatten)]
    library: TypedLibrary,

    #[command(flatten)]
    list: TypedList,
}

// How the list is shown.
#[derive(Debug, Args)]
struct TypedList {
    /// List at most so many of those that were found [default: 50].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    /// The shape of the output [default: table].
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<TypedTable>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TypedTable {
    Table,
    Json,
    Csv,
}

#[derive(Debug, Subcommand)]
enum TypedIssuesTask {
    /// Define an issue, or define it anew.
    Define {
        /// What it is called.
        #[arg(value_parser = phrase)]
        label: String,
        /// What it covers.
        #[arg(long, value_name = "TEXT", value_parser = phrase)]
        definition: Option<String>,
        /// Another phrase for it; may be given several times.
        #[arg(long, value_name = "PHRASE", value_parser = phrase)]
        example: Vec<String>,
        /// The label of the wider issue that it is part of.
        #[arg(long, value_name = "LABEL", value_parser = phrase)]
        parent: Option<String>,
    },
    /// Give an issue another label; the old one stays an example.
    Rename {
        /// What it is called.
        #[arg(value_parser = phrase)]
        from: String,
        /// What it is to be called.
        #[arg(value_parser = phrase)]
        to: String,
    },
    /// Make an issue part of another one.
    Merge {
        /// The issue that goes.
        #[arg(value_parser = phrase)]
        from: String,
        /// The issue that stays.
        #[arg(value_parser = phrase)]
        into: String,
    },
    /// Take phrases out of an issue into one of their own.
    Split {
        /// The issue.
        #[arg(value_parser = phrase)]
        from: String,
        /// What the new one is called.
        #[arg(value_parser = phrase)]
        into: String,
        /// One of its examples that goes; may be given several times.
        #[arg(long, value_name = "PHRASE", value_parser = phrase, required = true)]
        example: Vec<String>,
    },
    /// Take an issue away; its positions stay.
    Remove {
        /// What it is called.
        #[arg(value_parser = phrase)]
        label: String,
    },
    /// Define the issues of a codebook (docs/compare.md).
    Import {
        /// CSV or a JSON object a line.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Write the issues that people defined to standard output, as a codebook.
    Export,
}

/// List the articles of a library that have one text, and those that stand within longer ones.
///
/// Each cluster of copies with its first carrier, the earliest published, and all others; and each wire story with the longer
/// articles that hold it.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/copies.txt"))]
pub(super) struct TypedCopies {
    #[command(flatten)]
    library: TypedLibrary,

    /// List at most so many of either.
    #[arg(long, value_name = "N", default_value = "50")]
    limit: u32,

    /// The shape of the output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TypedTable::Table)]
    format: TypedTable,
}

impl TypedCopies {
    pub(super) fn meaning(self) -> manage::copies::Config {
        let TypedCopies { library, limit, format } = self;
        manage::copies::Config { library: library.library, limit: limit as usize, format: format.meaning() }
    }
}

/// List the actors of a library, and say who is who.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("../help/actors.txt"))]
pub(super) struct TypedActors {
    #[command(subcommand)]
    task: Option<TypedActorsTask>,

    #[command(flatten)]
    library: TypedLibrary,

    /// List those who are called so somewhere.
    #[arg(long, value_name = "NAME", value_parser = phrase)]
    named: Option<String>,

    #[command(flatten)]
    list: TypedList,
}

#[derive(Debug, Subcommand)]
enum TypedActorsTask {
    /// Give an actor another name.
    Rename {
        /// A key, as the list has it, or a name.
        #[arg(value_parser = phrase)]
        actor: String,
        /// The name.
        #[arg(value_parser = phrase)]
        to: String,
        #[command(flatten)]
        by: TypedBy,
    },
    /// Say that two are one.
    Merge {
        /// The one that goes: a key or a name.
        #[arg(value_parser = phrase)]
        from: String,
        /// The one that stays: a key or a name.
        #[arg(value_parser = phrase)]
        into: String,
        #[command(flatten)]
        by: TypedBy,
    },
    /// Say that in one article the actor is somebody else.
    Split {
        /// A key or a name.
        #[arg(value_parser = phrase)]
        actor: String,
        /// The article's name.
        #[arg(long, value_name = "ID")]
        article: String,
        /// The key of the other one, or a name for one who is known nowhere else.
        #[arg(value_parser = phrase)]
        into: String,
        #[command(flatten)]
        by: TypedBy,
    },
    /// Write the actors to standard output as a list that --actors of sayso read takes.
    Export,
    /// Rename and merge as the CSV file says: columns key and, as wanted, name and merge_into.
    Import {
        /// The file.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        by: TypedBy,
    },
}

#[derive(Debug, Args)]
struct TypedBy {
    /// Who says so; the name of the user of this computer, where nothing is given.
    #[arg(long, value_name = "NAME", value_parser = phrase)]
    by: Option<String>,
}

impl TypedIngest {
    pub(super) fn meaning(self) -> Result<ingest::Config, clap::Error> {
        let (addresses, inputs) = apart(self.inputs);
        let inputs: Vec<Input> = inputs.into_iter().map(Input::from).collect();
        if inputs.is_empty() && addresses.is_empty() && !self.again {
            let message = "no input: name files, folders or addresses, or - for standard input";
            return Err(wrong("ingest", ErrorKind::MissingRequiredArgument, message));
        }
        if let Some(address) = addresses.first()
            && self.readings
        {
            let message = format!("--readings takes files; save what is at {address} first");
            return Err(wrong("ingest", ErrorKind::ArgumentConflict, &message));
        }
        let mut options = Options::default();
        options.from = self.from;
        options.columns = self.columns.unwrap_or_default();
        let what = match (self.readings, self.no_reading, self.again) {
            (true, _, _) => ingest::What::Readings,
            (_, true, _) => ingest::What::Articles,
            (_, _, true) => ingest::What::Again,
            _ => ingest::What::Read,
        };
        let report = match self.format {
            TypedReport::Table => ingest::Report::Closing,
            TypedReport::Jsonl => ingest::Report::Lines,
        };
        let articles = articles::Config {
            total: super::total(&inputs, self.from).filter(|_| addresses.is_empty()),
            inputs,
            options,
            library: None,
            only: Vec::new(),
            model: self.model,
            actors: self.actor_list,
            jobs: self.jobs.map_or_else(processors, usize::from),
            min_confidence: 0.0,
            quiet: self.quiet,
        };
        let (library, access) = (self.library.library, self.access.meaning());
        Ok(ingest::Config { articles, addresses, access, library, what, report })
    }
}

/// The addresses of the web apart from the names of files, each in their order.
fn apart(typed: Vec<OsString>) -> (Vec<String>, Vec<OsString>) {
    let (mut addresses, mut names) = (Vec::new(), Vec::new());
    for typed in typed {
        match typed.into_string() {
            Ok(address) if is_address(&address) => addresses.push(address),
            Ok(name) => names.push(name.into()),
            Err(name) => names.push(name),
        }
    }
    (addresses, names)
}

impl TypedWatch {
    pub(super) fn meaning(self) -> Result<watch::Config, clap::Error> {
        let (feeds, folders) = apart(self.feeds);
        let task = match self.forget {
            Some(feed) => watch::Task::Forget(feed),
            None if self.list => watch::Task::List(match self.format {
                TypedReport::Table => manage::feeds::Format::Table(look(TypedColor::Auto, WIDEST)),
                TypedReport::Jsonl => manage::feeds::Format::Lines,
            }),
            None => watch::Task::Follow(watch::Follow {
                feeds,
                folders: folders.into_iter().map(PathBuf::from).collect(),
                every: self.every,
                once: self.once,
                now: self.now,
            }),
        };
        let articles = articles::Config {
            model: self.model,
            actors: self.actor_list,
            // Most of the time goes by waiting for servers.
            jobs: self.jobs.map_or_else(|| processors().max(4), usize::from),
            quiet: self.quiet,
            library: None,
            ..articles::Config::of_library("")
        };
        Ok(watch::Config {
            task,
            articles,
            access: self.access.meaning(),
            library: self.library.library,
            report: match self.format {
                TypedReport::Table => ingest::Report::Closing,
                TypedReport::Jsonl => ingest::Report::Lines,
            },
        })
    }
}

/// Seconds, minutes, hours or days: "90s", "10m", "2h", "1d"; a minute at least.
fn interval(typed: &str) -> Result<Duration, String> {
    let wrong = || "it has to be a time such as 90s, 10m, 2h or 1d".to_owned();
    let unit = typed.chars().next_back().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 24 * 3600,
        _ => return Err(wrong()),
    };
    let count: u64 = typed[..typed.len() - 1].parse().map_err(|_| wrong())?;
    let interval = Duration::from_secs(count.checked_mul(seconds).ok_or_else(wrong)?);
    match interval.as_secs() {
        0..60 => Err("a feed is asked once a minute at most".to_owned()),
        604_801.. => Err("a feed is asked once a week at least".to_owned()),
        _ => Ok(interval),
    }
}

impl TypedSearch {
    pub(super) fn meaning(self) -> Result<search::Config, clap::Error> {
        let words = self.words.join(" ");
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            let message = format!("--from {from} lies after --to {to}; swap them");
            return Err(wrong("search", ErrorKind::ArgumentConflict, &message));
        }
        let kinds = self.kind.iter().map(|kind| match kind {
            TypedKindOfStatement::Direct => Kind::Direct,
            TypedKindOfStatement::Indirect => Kind::Indirect,
            TypedKindOfStatement::Mixed => Kind::Mixed,
        });
        let filter = Filter {
            words: Some(words).filter(|words| !words.trim().is_empty()),
            outlets: self.outlet,
            kinds: kinds.collect(),
            from: self.from,
            to: self.to,
            independent: self.independent,
            // As it was typed: 0.6, not the nearest that a small number can be.
            min_confidence: (f64::from(self.min_confidence) * 1e4).round() / 1e4,
            stance: self.stance.map(|stance| match stance {
                TypedStance::Favor => Stance::Favor,
                TypedStance::Against => Stance::Against,
                TypedStance::Neutral => Stance::Neutral,
            }),
            ..Filter::default()
        };
        let (format, limit) = match self.format {
            TypedHits::Table => (search::Format::Table(look(self.color, WIDEST)), 20),
            TypedHits::Json => (search::Format::Json, usize::MAX),
            TypedHits::Jsonl => (search::Format::Jsonl, usize::MAX),
            TypedHits::Csv => (search::Format::Csv, usize::MAX),
            TypedHits::Parquet => (search::Format::Parquet, usize::MAX),
        };
        Ok(search::Config {
            library: self.library.library,
            filter,
            like: self.like,
            speakers: self.speaker,
            speaks_for: self.speaks_for,
            issue: self.issue,
            skip: self.skip as usize,
            limit: self.limit.map_or(limit, |limit| limit as usize),
            format,
            quiet: self.quiet,
        })
    }
}

impl TypedVerify {
    pub(super) fn meaning(self) -> verify::Config {
        verify::Config { files: self.files, library: self.library.library, quiet: self.quiet }
    }
}

impl TypedCorrect {
    pub(super) fn meaning(self) -> correct::Config {
        let task = match (self.list, self.undo) {
            (true, _) => correct::Task::List,
            (_, Some(id)) => correct::Task::Undo(id),
            _ => correct::Task::Make(self.files),
        };
        correct::Config { library: self.library.library, by: by(self.by), task }
    }
}

impl TypedAgreement {
    pub(super) fn meaning(self) -> Result<crate::agreement::Config, clap::Error> {
        let between = match <[PathBuf; 2]>::try_from(self.files) {
            Ok([first, second]) => crate::agreement::Between::Files(first, second),
            Err(none) if none.is_empty() => crate::agreement::Between::Library(self.library.library),
            Err(_) => {
                let message = "two files of readings are compared; name both, or none for the library";
                return Err(wrong("agreement", ErrorKind::WrongNumberOfValues, message));
            }
        };
        Ok(crate::agreement::Config { between, is_json: matches!(self.format, TypedPage::Json) })
    }
}

impl TypedIssues {
    pub(super) fn meaning(self) -> Result<manage::issues::Config, clap::Error> {
        use manage::issues::Task;
        let task = match self.task {
            None => {
                let (limit, format) = self.list.meaning();
                Task::List { limit, format }
            }
            Some(task) => {
                self.list.is_unused("issues")?;
                match task {
                    TypedIssuesTask::Define { label, definition, example, parent } => {
                        Task::Define(Definition { label, definition, examples: example, parent })
                    }
                    TypedIssuesTask::Rename { from, to } => Task::Rename { from, to },
                    TypedIssuesTask::Merge { from, into } => Task::Merge { from, into },
                    TypedIssuesTask::Split { from, into, example } => {
                        Task::Split { from, into, examples: example }
                    }
                    TypedIssuesTask::Remove { label } => Task::Remove { label },
                    TypedIssuesTask::Import { file } => Task::Import { file },
                    TypedIssuesTask::Export => Task::Export,
                }
            }
        };
        Ok(manage::issues::Config { library: self.library.name(), task })
    }
}

impl TypedActors {
    pub(super) fn meaning(self) -> Result<manage::actors::Config, clap::Error> {
        use manage::actors::Task;
        let (who, task) = match self.task {
            None => {
                let (limit, format) = self.list.meaning();
                (None, Task::List { named: self.named, limit, format })
            }
            Some(task) => {
                self.list.is_unused("actors")?;
                if self.named.is_some() {
                    return Err(wrong(
                        "actors",
                        ErrorKind::ArgumentConflict,
                        "--named is for the list alone",
                    ));
                }
                match task {
                    TypedActorsTask::Rename { actor, to, by } => (by.by, Task::Rename { actor, to }),
                    TypedActorsTask::Merge { from, into, by } => (by.by, Task::Merge { from, into }),
                    TypedActorsTask::Split { actor, article, into, by } => {
                        (by.by, Task::Split { actor, article, into })
                    }
                    TypedActorsTask::Export => (None, Task::Export),
                    TypedActorsTask::Import { file, by } => (by.by, Task::Import { file }),
                }
            }
        };
        Ok(manage::actors::Config { library: self.library.name(), by: by(who), task })
    }
}

impl TypedList {
    fn meaning(self) -> (usize, manage::Format) {
        let format = self.format.unwrap_or(TypedTable::Table);
        (self.limit.unwrap_or(50) as usize, format.meaning())
    }

    /// Refuses what has nothing to show beside a command that lists nothing.
    fn is_unused(&self, command: &str) -> Result<(), clap::Error> {
        match self.limit.is_some() || self.format.is_some() {
            true => Err(wrong(
                command,
                ErrorKind::ArgumentConflict,
                "--limit and --format are for the list alone",
            )),
            false => Ok(()),
        }
    }
}

impl TypedTable {
    pub(super) fn meaning(self) -> manage::Format {
        match self {
            TypedTable::Table => manage::Format::Table(look(TypedColor::Auto, WIDEST)),
            TypedTable::Json => manage::Format::Json,
            TypedTable::Csv => manage::Format::Csv,
        }
    }
}

/// Who corrects.
pub(super) fn by(typed: Option<String>) -> String {
    let of_user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    typed.or_else(of_user).filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "somebody".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_a_unit_and_bounds() {
        let seconds = |typed| interval(typed).map(|time| time.as_secs());
        assert_eq!(seconds("90s"), Ok(90));
        assert_eq!(seconds("10m"), Ok(600));
        assert_eq!(seconds("2h"), Ok(7200));
        assert_eq!(seconds("7d"), Ok(604_800));
        for typed in ["", "10", "m", "1.5h", "-1h", "59s", "8d", "10é", "99999999999999999999d"] {
            assert!(interval(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn addresses_and_names_keep_their_order() {
        let typed = ["b", "https://b.example", "-", "http://a.example"].map(OsString::from).to_vec();
        let (addresses, names) = apart(typed);
        assert_eq!(addresses, ["https://b.example", "http://a.example"]);
        assert_eq!(names, ["b", "-"]);
    }
}
