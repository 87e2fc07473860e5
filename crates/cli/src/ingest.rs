//! `sayso ingest`: articles go into a library, and nothing is lost on the way.
//!
//! Files come first, then what stands at addresses of the web ([`addresses`]).
//!
//! Articles are read by many threads and stored by this one, a few in each transaction; an article is reported once its
//! transaction is on the disk. What the library holds already is told by its hash before it is read, so that the same
//! command goes on where it stopped.

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use sayso_domain::Reading;
use sayso_engine::{Knowledge, Scratch};
use sayso_issues::terms;
use sayso_library::{Added, Entry, Hash, Library, LibraryError, Stored, hash};
use sayso_sources::{Input, Sourced};

use crate::addresses::{self, Access, Web};
use crate::articles;
use crate::exit::{Exit, Misuse, complain};
use crate::output::put;
use crate::pipeline::Unread;
use crate::pretty::counted;
use crate::progress::Progress;
use sayso_answers::Opened;

/// What `sayso ingest` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What is to be read, and how.
    pub(crate) articles: articles::Config,
    /// What is to be fetched and read besides.
    pub(crate) addresses: Vec<String>,
    /// What may be asked for it.
    pub(crate) access: Access,
    /// Where it goes.
    pub(crate) library: String,
    /// What is done with it.
    pub(crate) what: What,
    /// What is told of it.
    pub(crate) report: Report,
}

/// What is done with the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Articles are read and stored.
    Read,
    /// Articles are stored unread.
    Articles,
    /// The inputs are readings.
    Readings,
    /// What the library holds is read again, if another model read it or none; then the inputs as usual.
    Again,
}

/// What goes to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// Nothing.
    Silent,
    /// A closing line.
    Closing,
    /// A line of JSON an article, once it is stored.
    Lines,
}

/// So many articles are stored in one transaction at most.
const TOGETHER: usize = 64;

/// Nothing that was read waits longer to be stored, as long as something comes after it.
const SOON: Duration = Duration::from_millis(500);

/// What a thread made of an article.
pub(crate) enum Made {
    /// What is to be stored.
    Entry(Box<Entry>),
    /// It is in the library.
    Known(String),
}

/// Stores all inputs.
///
/// # Errors
/// When the library cannot be opened or written to; what was reported as stored is stored. Inputs that cannot be read make
/// the exit code.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut library = Library::create(&config.library)?;
    let opened = articles::open(&config.articles)?;
    let known = Arc::new(library.hashes()?);
    let mut store = Store::new(&mut library, &opened, config.report);
    if config.what == What::Again {
        again(config, &opened, &mut store)?;
    }
    let unread = match config.what {
        _ if config.articles.inputs.is_empty() && config.addresses.is_empty() => 0,
        What::Readings => readings(config, &known, &mut store)?,
        _ => inputs(config, &opened, known, &mut store)?,
    };
    store.flush()?;
    let counts = store.counts;
    finish(config, &mut library, &opened, counts, unread)
}

/// Finds what the statements mean, and tells what was done.
fn finish(
    config: &Config,
    library: &mut Library,
    opened: &Opened,
    counts: Counts,
    unread: usize,
) -> anyhow::Result<Exit> {
    mean(library, opened, 0)?;
    if !config.articles.quiet && config.report == Report::Closing {
        let size = library.size()?;
        let independent = library.independent()?;
        let mut line = format!("{} stored", counted(counts.stored, "article", "articles"));
        if counts.read_again > 0 {
            line += &format!(", {} read again", counts.read_again);
        }
        if counts.known > 0 {
            line += &format!(", {} known already", counts.known);
        }
        if unread > 0 {
            line += &format!(", {} could not be read", counted(unread, "input", "inputs"));
        }
        line += &format!(
            "\n{} holds {}",
            library.place(),
            counted(size.articles as usize, "article", "articles")
        );
        if independent < size.articles {
            line += &format!(" ({independent} without copies)");
        }
        line += &format!(
            ", {} and {}",
            counted(size.statements as usize, "statement", "statements"),
            counted(size.positions as usize, "position", "positions")
        );
        if size.read < size.articles {
            line += &format!("; {} not read yet (--again reads them)", size.articles - size.read);
        }
        put(line + "\n")?;
    }
    Ok(Exit::with_unread(unread))
}

/// How many articles were dealt with, and how.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Those that are stored now.
    pub(crate) stored: usize,
    known: usize,
    read_again: usize,
}

/// What waits to be stored, and what was.
pub(crate) struct Store<'a> {
    /// Where it goes.
    pub(crate) library: &'a mut Library,
    opened: &'a Opened,
    report: Report,
    pending: Vec<Entry>,
    last: Instant,
    /// What has been done so far.
    pub(crate) counts: Counts,
}

impl<'a> Store<'a> {
    /// Nothing waits yet.
    pub(crate) fn new(library: &'a mut Library, opened: &'a Opened, report: Report) -> Store<'a> {
        let (pending, last) = (Vec::new(), Instant::now());
        Store { library, opened, report, pending, last, counts: Counts::default() }
    }

    /// Takes what a thread made; it is stored before long, or with [`Store::flush`].
    ///
    /// # Errors
    /// When the library cannot be written to, or standard output not.
    pub(crate) fn take(&mut self, made: Made) -> anyhow::Result<()> {
        match made {
            Made::Entry(entry) => self.pending.push(*entry),
            Made::Known(name) => {
                self.counts.known += 1;
                self.tell("known", &name)?;
            }
        }
        if self.pending.len() >= TOGETHER || self.last.elapsed() >= SOON {
            self.flush()?;
        }
        Ok(())
    }

    /// Stores what waits. When this returns, it is on the disk and was told of.
    ///
    /// # Errors
    /// As [`Store::take`].
    pub(crate) fn flush(&mut self) -> anyhow::Result<()> {
        self.last = Instant::now();
        if self.pending.is_empty() {
            return Ok(());
        }
        let known = &self.opened.known;
        let named = |phrase: &str| terms(phrase, known);
        let pending = std::mem::take(&mut self.pending);
        for added in self.library.add(&pending, now(), &named)? {
            match added {
                Added::Stored(name) => {
                    self.counts.stored += 1;
                    self.tell("stored", &name)?;
                }
                Added::Known(name) => {
                    self.counts.known += 1;
                    self.tell("known", &name)?;
                }
            }
        }
        Ok(())
    }

    fn tell(&self, status: &str, name: &str) -> anyhow::Result<()> {
        match self.report {
            Report::Closing | Report::Silent => Ok(()),
            Report::Lines => put(format!("{}\n", serde_json::json!({ "id": name, "status": status }))),
        }
    }
}

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() as i64)
}

/// Reads or only stores the articles of the inputs; gives how many inputs could not be read.
fn inputs(
    config: &Config,
    opened: &Arc<Opened>,
    known: Arc<HashSet<Hash>>,
    store: &mut Store<'_>,
) -> anyhow::Result<usize> {
    let reads = config.what != What::Articles;
    let opened = Arc::clone(opened);
    let reader = move || {
        let (opened, known, mut scratch) = (Arc::clone(&opened), Arc::clone(&known), Scratch::default());
        move |sourced: Sourced| {
            if known.contains(&hash(&sourced.article)) {
                return Made::Known(sourced.article.id);
            }
            Made::Entry(Box::new(match reads {
                true => read(sourced, &opened, &mut scratch),
                false => unread(sourced),
            }))
        }
    };
    let files = sayso_sources::open(&config.articles.inputs, &config.articles.options);
    let passed_over = Arc::new(AtomicUsize::new(0));
    let articles = files.map(|item| item.map_err(Unread::from)).chain(fetched(config, &passed_over)?);
    let unread = articles::through(&config.articles, articles, reader, |made, _| store.take(made))?;
    store.counts.known += passed_over.load(Ordering::Relaxed);
    Ok(unread)
}

/// The articles at the addresses. Of feeds, those whose address is in the library are passed over and counted.
fn fetched(
    config: &Config,
    passed_over: &Arc<AtomicUsize>,
) -> anyhow::Result<impl Iterator<Item = Result<Sourced, Unread>> + Send + use<>> {
    let web = Web::new(&config.access, &config.articles.options).map_err(|why| Misuse(why.to_string()))?;
    let mut library = Library::open(&config.library)?;
    // Where the library cannot be asked, it cannot be written to either, which says so.
    let is_known = move |address: &str| library.has_url(address).unwrap_or(false);
    Ok(addresses::Articles::new(web, &config.addresses, is_known, Arc::clone(passed_over)))
}

/// Reads an article, for the library.
pub(crate) fn read(Sourced { article, notes }: Sourced, opened: &Opened, scratch: &mut Scratch) -> Entry {
    let knowledge = Knowledge { model: &opened.model, judge: Some(&opened.judge), known: &opened.known };
    let reading = sayso_engine::read(article, notes, knowledge, scratch);
    Entry { reading, model: Some(opened.model.name().to_owned()) }
}

fn unread(Sourced { article, notes }: Sourced) -> Entry {
    let reading =
        Reading { article, statements: vec![], positions: vec![], events: vec![], actors: vec![], notes };
    Entry { reading, model: None }
}

/// Stores readings as they stand in the inputs; gives how many lines could not be read.
fn readings(config: &Config, known: &HashSet<Hash>, store: &mut Store<'_>) -> anyhow::Result<usize> {
    let progress = Progress::new(!config.articles.quiet, None);
    let mut unread = 0;
    for input in &config.articles.inputs {
        let (place, source): (String, Box<dyn BufRead>) = match input {
            Input::Stdin => ("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))),
            Input::Path(path) => match File::open(path) {
                Ok(file) => (path.display().to_string(), Box::new(BufReader::with_capacity(1 << 20, file))),
                Err(error) => {
                    complain(format_args!("{}: cannot be opened ({error}); check the name", path.display()));
                    unread += 1;
                    continue;
                }
            },
        };
        for (line, number) in source.lines().zip(1..) {
            let line = line.with_context(|| format!("{place}, line {number}: cannot be read on"))?;
            if line.trim().is_empty() {
                continue;
            }
            match sayso_wire::parse_reading(&line).and_then(sayso_wire::WireReading::into_reading) {
                Ok(reading) if known.contains(&hash(&reading.article)) => {
                    store.take(Made::Known(reading.article.id))?
                }
                Ok(reading) => {
                    store.take(Made::Entry(Box::new(Entry { reading, model: Some(IMPORTED.to_owned()) })))?
                }
                Err(error) => {
                    progress.aside(|| complain(format_args!("{place}, line {number}: {error}")));
                    unread += 1;
                }
            }
            progress.advance();
        }
    }
    Ok(unread)
}

/// What stands as the model of a reading that was made elsewhere.
const IMPORTED: &str = "imported";

/// Reads what another model read, or none, again.
fn again(config: &Config, opened: &Arc<Opened>, store: &mut Store<'_>) -> anyhow::Result<()> {
    let mut from = Outdated {
        library: Library::open(&config.library)?,
        model: opened.model.name().to_owned(),
        last: 0,
        queue: VecDeque::new(),
    };
    let stopped = Arc::new(Mutex::new(None));
    let stop = Arc::clone(&stopped);
    let articles = std::iter::from_fn(move || match from.next() {
        Ok(article) => article.map(Ok::<_, Unread>),
        Err(error) => {
            *stop.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            None
        }
    });
    let shared = Arc::clone(opened);
    let reader = move || {
        let (opened, mut scratch) = (Arc::clone(&shared), Scratch::default());
        move |sourced: Sourced| read(sourced, &opened, &mut scratch)
    };
    let known = &opened.known;
    articles::through(&config.articles, articles, reader, |entry: Entry, _| {
        let name = entry.reading.article.id.clone();
        let model = entry.model.as_deref().unwrap_or_default();
        store.library.replace(&name, &entry.reading, model, now(), &|phrase: &str| terms(phrase, known))?;
        store.counts.read_again += 1;
        store.tell("read again", &name)
    })?;
    let stopped = stopped.lock().unwrap_or_else(PoisonError::into_inner).take();
    stopped.map_or(Ok(()), |error| Err(error.into()))
}

/// The articles of a library that are to be read again, in the order in which they were stored.
struct Outdated {
    library: Library,
    model: String,
    last: i64,
    queue: VecDeque<Stored>,
}

impl Outdated {
    fn next(&mut self) -> Result<Option<Sourced>, LibraryError> {
        loop {
            while let Some(stored) = self.queue.pop_front() {
                // What was damaged is made anew too.
                if stored.model.as_ref() != Some(&self.model) || !self.library.is_sound(stored.id) {
                    let article = self.library.article(&stored.name)?;
                    return Ok(Some(Sourced { article, notes: Vec::new() }));
                }
            }
            self.queue = self.library.stored_after(self.last, 100)?.into();
            match self.queue.back() {
                Some(stored) => self.last = stored.id,
                None => return Ok(None),
            }
        }
    }
}

/// Stores what those statements after number `after` mean of which that is not known; gives the number of the last one.
///
/// # Errors
/// When the library cannot be read or written to.
pub(crate) fn mean(library: &mut Library, opened: &Opened, after: i64) -> anyhow::Result<i64> {
    let mut last = after;
    loop {
        let statements = library.without_vector(last, 2000)?;
        let Some(end) = statements.last() else { return Ok(last) };
        last = end.0;
        let vectors: Vec<(i64, Vec<i8>)> =
            statements.iter().map(|(id, quote)| (*id, opened.model.meaning(quote))).collect();
        library.set_vectors(&vectors)?;
    }
}
