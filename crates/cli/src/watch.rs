//! `sayso watch`: feeds are followed and folders looked into, and what is new goes into a library, until somebody says stop.
//!
//! ```text
//! schedule of feeds (feeds) ─┐
//!                            ├─ errands ─ threads that ask and read (crew) ─ articles, visits ─ this thread ─ library
//! folders (folders) ─────────┘
//! ```
//!
//! This thread alone writes to the library. An article is reported when it is on the disk; a feed's state is written after the
//! articles that it had, so that a program that is killed asks again for what it had not stored.

mod crew;
mod feeds;
mod folders;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::Timestamp;
use sayso_fetch::{Clock, SystemClock};
use sayso_library::Library;

use self::crew::{Crew, Errand, News};
use self::feeds::{Followed, Visit};
use self::folders::Folders;
use crate::addresses::{Access, Web};
use crate::articles;
use crate::exit::{Exit, Misuse, complain};
use crate::ingest::{Made, Report, Store, mean};
use crate::manage;
use crate::output::put;
use crate::pretty::counted;
use crate::signals;
use sayso_answers::Opened;

/// What `sayso watch` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What.
    pub(crate) task: Task,
    /// With which networks and lists, and by how many threads.
    pub(crate) articles: articles::Config,
    /// What may be asked.
    pub(crate) access: Access,
    /// Where it goes.
    pub(crate) library: String,
    /// What is told of it.
    pub(crate) report: Report,
}

/// What is done with feeds.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// They are followed.
    Follow(Follow),
    /// They are listed.
    List(manage::feeds::Format),
    /// This one is forgotten.
    Forget(String),
}

/// What is followed, and how.
#[derive(Clone, Debug)]
pub(crate) struct Follow {
    /// Addresses of feeds.
    pub(crate) feeds: Vec<String>,
    /// Folders and files.
    pub(crate) folders: Vec<PathBuf>,
    /// How often each feed is asked; as often as it has news, where nothing is said.
    pub(crate) every: Option<Duration>,
    /// It ends when all has been asked whose time has come.
    pub(crate) once: bool,
    /// All feeds are asked at the start.
    pub(crate) now: bool,
}

/// Folders are looked into so often, or less often where that takes long.
const LOOK: Duration = Duration::from_secs(2);

/// The part of the time that goes by looking is one in so many.
const LOOKING: u32 = 50;

/// Nobody who says stop waits longer for it to be heard.
const HEARING: Duration = Duration::from_millis(100);

/// A moment as a person reads it, from seconds since 1970.
pub(crate) fn moment(second: i64) -> String {
    let moment = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Follows, lists or forgets feeds.
///
/// # Errors
/// When there is nothing to follow, or the library cannot be opened or written to; what was reported as stored is stored.
/// Feeds and files that cannot be read make the exit code of a single round.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    match &config.task {
        Task::Follow(what) => return follow(config, what),
        Task::List(format) => manage::feeds::list(&config.library, *format)?,
        Task::Forget(feed) => manage::feeds::forget(&config.library, feed)?,
    }
    Ok(Exit::Done)
}

fn follow(config: &Config, what: &Follow) -> anyhow::Result<Exit> {
    let stop = signals::stop().context("cannot listen to signals")?;
    let web = Web::new(&config.access, &config.articles.options).map_err(|why| Misuse(why.to_string()))?;
    let mut library = Library::create(&config.library)?;
    let feeds = followed(&mut library, what)?;
    let opened = articles::open(&config.articles)?;
    let libraries: Result<Vec<Library>, _> =
        (0..config.articles.jobs.max(1)).map(|_| Library::open(&config.library)).collect();
    let crew = Crew::start(libraries?, web, &opened).context("cannot start threads; try --jobs 1")?;
    let watch = Watch {
        store: Store::new(&mut library, &opened, config.report),
        opened: &opened,
        feeds,
        folders: Folders::new(&what.folders),
        crew,
        underway: 0,
        unread: 0,
        is_quiet: config.articles.quiet || config.report == Report::Lines,
        told: HashSet::new(),
        meant: (0, 0),
    };
    watch.run(what, &stop)
}

/// The feeds to follow. New ones are in the library from now on.
fn followed(library: &mut Library, what: &Follow) -> anyhow::Result<Followed> {
    let stored = library.feeds()?;
    // Folders alone: their user did not ask for feeds.
    let stored = if what.feeds.is_empty() && !what.folders.is_empty() { Vec::new() } else { stored };
    let known: HashSet<String> = stored.iter().map(|feed| feed.url.clone()).collect();
    let feeds = Followed::new(stored, &what.feeds, what.every, SystemClock.now());
    for feed in feeds.stored().filter(|feed| !known.contains(&feed.url)) {
        library.set_feed(feed)?;
    }
    if feeds.stored().next().is_none() && what.folders.is_empty() {
        let place = library.place();
        let message = format!(
            "nothing to watch: {place} follows no feed yet; name addresses of feeds, or folders (--help)"
        );
        return Err(Misuse(message).into());
    }
    Ok(feeds)
}

/// What goes on.
struct Watch<'a> {
    store: Store<'a>,
    opened: &'a Opened,
    feeds: Followed,
    folders: Folders,
    crew: Crew,
    /// Errands that are not done.
    underway: usize,
    /// What could not be read.
    unread: usize,
    is_quiet: bool,
    /// Complaints about articles: each is made once.
    told: HashSet<String>,
    /// How many articles were stored when last the meanings of statements were, and the last of these statements.
    meant: (usize, i64),
}

impl Watch<'_> {
    fn run(mut self, what: &Follow, stop: &AtomicBool) -> anyhow::Result<Exit> {
        self.ask(what.now);
        let mut next_look = Some(Instant::now()).filter(|_| !self.folders.is_empty());
        loop {
            if stop.load(Ordering::SeqCst) {
                self.wind_up()?;
                return self.finish(Exit::Done);
            }
            let start = Instant::now();
            if next_look.is_some_and(|at| start >= at) {
                self.look(what.once);
                let next = Instant::now() + LOOK.max(start.elapsed() * LOOKING);
                next_look = Some(next).filter(|_| !what.once);
            }
            if !what.once {
                self.ask(false);
            } else if self.underway == 0 {
                let exit = Exit::with_unread(self.unread);
                return self.finish(exit);
            }
            match self.crew.news().recv_timeout(HEARING) {
                Ok(news) => self.hear(news)?,
                Err(RecvTimeoutError::Timeout) => self.rest()?,
                Err(RecvTimeoutError::Disconnected) => {
                    anyhow::bail!("a fault in the program ended all threads")
                }
            }
        }
    }

    /// Has those feeds asked whose time has come.
    fn ask(&mut self, all: bool) {
        for feed in self.feeds.take_due(SystemClock.now(), all) {
            self.crew.send(Errand::Feed(feed));
            self.underway += 1;
        }
    }

    /// Has those files read that are new.
    fn look(&mut self, at_once: bool) {
        let looked = self.folders.look(at_once);
        self.unread += looked.complaints.len();
        looked.complaints.iter().for_each(complain);
        for path in looked.files {
            self.crew.send(Errand::File(path));
            self.underway += 1;
        }
    }

    fn hear(&mut self, news: News) -> anyhow::Result<()> {
        match news {
            News::Read(entry) => self.store.take(Made::Entry(entry))?,
            News::Unread(why) => {
                self.unread += 1;
                let why = why.to_string();
                if !self.told.contains(&why) {
                    complain(&why);
                    self.told.insert(why);
                }
            }
            News::Visited(visit) => self.visited(&visit)?,
            News::Looked => self.underway -= 1,
            News::Failed(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Notes what came of a visit, when its articles are on the disk.
    fn visited(&mut self, visit: &Visit) -> anyhow::Result<()> {
        self.underway -= 1;
        self.store.flush()?;
        self.crew.settled(&visit.taken);
        self.unread += usize::from(visit.complaint.is_some());
        let Some((stored, said)) = self.feeds.report(visit, SystemClock.now()) else { return Ok(()) };
        self.store.library.set_feed(&stored)?;
        if let Some(said) = said {
            complain(said);
        }
        if visit.articles > 0 && !self.is_quiet {
            let from = stored.title.as_deref().unwrap_or(&stored.url);
            let count = counted(visit.articles, "article", "articles");
            put(format!("{}: {count} from {}\n", moment(SystemClock.now().as_second()), visible(from)))?;
        }
        Ok(())
    }

    /// Does what can wait until nothing else is to be done.
    fn rest(&mut self) -> anyhow::Result<()> {
        self.store.flush()?;
        let (stored, last) = (self.store.counts.stored, self.meant.1);
        if self.meant.0 < stored {
            self.meant = (stored, mean(self.store.library, self.opened, last)?);
        }
        Ok(())
    }

    /// Stores what is being read at this moment, and has nothing more begun.
    fn wind_up(&mut self) -> anyhow::Result<()> {
        self.crew.stop();
        loop {
            match self.crew.news().recv_timeout(HEARING) {
                Ok(news) => self.hear(news)?,
                Err(RecvTimeoutError::Timeout) if self.crew.is_reading() => (),
                Err(_) => return Ok(()),
            }
        }
    }

    fn finish(mut self, exit: Exit) -> anyhow::Result<Exit> {
        self.rest()?;
        if !self.is_quiet {
            let stored = counted(self.store.counts.stored, "article", "articles");
            put(format!("{stored} stored in {}\n", self.store.library.place()))?;
        }
        Ok(exit)
    }
}

/// What comes from outside, without control characters: none reach the terminal.
pub(crate) fn visible(title: &str) -> String {
    title.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_to_the_minute() {
        assert_eq!(moment(1_772_445_659), "2026-03-02 10:00 UTC");
        assert_eq!(moment(i64::MAX), "1970-01-01 00:00 UTC");
    }
}
