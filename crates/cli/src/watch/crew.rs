//! Who asks the feeds and reads what is new, all at the same time?
//!
//! Each thread of a [`Crew`] takes one [`Errand`] after the other, feeds before files, and tells in [`News`] what it found, an
//! article at a time; the main thread stores that. A visit is told of after all of its articles, so that what the feed's
//! server called this version is kept only when everything in it is on the disk.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use sayso_engine::Scratch;
use sayso_fetch::{Answer, Outcome, Page, Validators};
use sayso_library::{Entry, Library, LibraryError, StoredFeed, hash};
use sayso_sources::{Feed, Held, Input, Options, Sourced};

use super::feeds::Visit;
use crate::addresses::{Patience, Web};
use crate::ingest::read;
use crate::pipeline::Unread;
use sayso_answers::Opened;

/// After so many failures in a row the summary of an entry is taken where its page cannot be had.
const PATIENT: u32 = 3;

/// Something to be done.
#[derive(Debug)]
pub(crate) enum Errand {
    /// Ask a feed, and read what is new in it.
    Feed(StoredFeed),
    /// Read what is new in a file.
    File(PathBuf),
}

/// What came of an errand.
pub(crate) enum News {
    /// An article that the library does not have.
    Read(Box<Entry>),
    /// Something that could not be read.
    Unread(Unread),
    /// A feed is done with.
    Visited(Box<Visit>),
    /// A file is done with.
    Looked,
    /// The library cannot be read.
    Failed(LibraryError),
}

/// The threads. They end when [`Crew::stop`] was called, each after the article that it reads.
pub(crate) struct Crew {
    shared: Arc<Shared>,
    news: Receiver<News>,
}

/// What all threads share.
struct Shared {
    web: Web,
    opened: Arc<Opened>,
    options: Options,
    errands: Mutex<Errands>,
    /// Says that there is an errand, or that there will be none.
    bell: Condvar,
    stopped: AtomicBool,
    /// How many articles are being read.
    at_hand: AtomicUsize,
    /// The addresses of entries that some thread took up and that are not stored yet.
    underway: Mutex<HashSet<String>>,
}

#[derive(Debug, Default)]
struct Errands {
    feeds: VecDeque<StoredFeed>,
    files: VecDeque<PathBuf>,
}

impl Crew {
    /// Starts a thread for each library, which are all the same one.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn start(libraries: Vec<Library>, web: Web, opened: &Arc<Opened>) -> io::Result<Crew> {
        let (news_in, news) = sync_channel(2 * libraries.len());
        let shared = Arc::new(Shared {
            web,
            opened: Arc::clone(opened),
            options: Options::default(),
            errands: Mutex::default(),
            bell: Condvar::new(),
            stopped: AtomicBool::new(false),
            at_hand: AtomicUsize::new(0),
            underway: Mutex::default(),
        });
        for (number, library) in libraries.into_iter().enumerate() {
            let hand = Hand {
                shared: Arc::clone(&shared),
                library,
                scratch: Scratch::default(),
                taken: Vec::new(),
                news: news_in.clone(),
            };
            thread::Builder::new().name(format!("watcher-{number}")).spawn(move || hand.work())?;
        }
        Ok(Crew { shared, news })
    }

    /// Gives out something to be done.
    pub(crate) fn send(&self, errand: Errand) {
        let mut errands = lock(&self.shared.errands);
        match errand {
            Errand::Feed(feed) => errands.feeds.push_back(feed),
            Errand::File(path) => errands.files.push_back(path),
        }
        self.shared.bell.notify_one();
    }

    /// What they tell.
    pub(crate) fn news(&self) -> &Receiver<News> {
        &self.news
    }

    /// Lets no thread begin anything more.
    pub(crate) fn stop(&self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.shared.bell.notify_all();
    }

    /// Whether an article is being read.
    pub(crate) fn is_reading(&self) -> bool {
        self.shared.at_hand.load(Ordering::SeqCst) > 0
    }

    /// The articles at these addresses are stored, or were given up.
    pub(crate) fn settled(&self, addresses: &[String]) {
        let mut underway = lock(&self.shared.underway);
        for address in addresses {
            underway.remove(address);
        }
    }
}

impl Shared {
    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Waits for the next errand; `None` when there will be none.
    fn next(&self) -> Option<Errand> {
        let mut errands = lock(&self.errands);
        loop {
            if self.is_stopped() {
                return None;
            }
            if let Some(feed) = errands.feeds.pop_front() {
                return Some(Errand::Feed(feed));
            }
            if let Some(path) = errands.files.pop_front() {
                return Some(Errand::File(path));
            }
            errands = self.bell.wait(errands).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A thread's own.
struct Hand {
    shared: Arc<Shared>,
    library: Library,
    scratch: Scratch,
    /// The addresses of entries of this visit that it took up.
    taken: Vec<String>,
    news: SyncSender<News>,
}

/// Why a thread stops in the middle of an errand.
enum Halt {
    /// It was told to, or nobody listens any more.
    Stopped,
    Library(LibraryError),
}

impl From<LibraryError> for Halt {
    fn from(error: LibraryError) -> Halt {
        Halt::Library(error)
    }
}

impl Hand {
    fn work(mut self) {
        while let Some(errand) = self.shared.next() {
            let done = catch_unwind(AssertUnwindSafe(|| match &errand {
                Errand::Feed(feed) => self.visit(feed).map(|visit| News::Visited(Box::new(visit))),
                Errand::File(path) => self.file(path).map(|()| News::Looked),
            }));
            let told = match done {
                Ok(Ok(news)) => self.tell(news),
                Ok(Err(Halt::Library(error))) => self.tell(News::Failed(error)),
                Ok(Err(Halt::Stopped)) => return,
                Err(_) => self.give_up(&errand),
            };
            if told.is_err() {
                return;
            }
        }
    }

    /// A fault in the program ended an errand: the others go on.
    fn give_up(&mut self, errand: &Errand) -> Result<(), Halt> {
        match errand {
            Errand::Feed(feed) => {
                let why = Unread::Fault(feed.url.clone()).to_string();
                let taken = mem::take(&mut self.taken);
                let visit = Visit { taken, ..failed(feed, Outcome::Failed { retry_after: None }, why) };
                self.tell(News::Visited(Box::new(visit)))
            }
            Errand::File(path) => {
                self.tell(News::Unread(Unread::Fault(path.display().to_string())))?;
                self.tell(News::Looked)
            }
        }
    }

    fn tell(&self, news: News) -> Result<(), Halt> {
        self.news.send(news).map_err(|_| Halt::Stopped)
    }

    fn go_on(&self) -> Result<(), Halt> {
        if self.shared.is_stopped() { Err(Halt::Stopped) } else { Ok(()) }
    }

    fn file(&mut self, path: &Path) -> Result<(), Halt> {
        for item in sayso_sources::open(&[Input::from(path.to_owned())], &self.shared.options) {
            self.go_on()?;
            match item {
                Ok(sourced) => self.read_new(sourced).map(drop)?,
                Err(error) => self.tell(News::Unread(error.into()))?,
            }
        }
        Ok(())
    }

    /// Reads an article unless the library has it; whether it had not.
    fn read_new(&mut self, sourced: Sourced) -> Result<bool, Halt> {
        if self.library.name_of(&hash(&sourced.article))?.is_some() {
            return Ok(false);
        }
        let id = sourced.article.id.clone();
        self.shared.at_hand.fetch_add(1, Ordering::SeqCst);
        let done = catch_unwind(AssertUnwindSafe(|| read(sourced, &self.shared.opened, &mut self.scratch)));
        let is_read = done.is_ok();
        let news = match done {
            Ok(entry) => News::Read(Box::new(entry)),
            Err(_) => {
                self.scratch = Scratch::default();
                News::Unread(Unread::Fault(id))
            }
        };
        let told = self.tell(news);
        self.shared.at_hand.fetch_sub(1, Ordering::SeqCst);
        told.map(|()| is_read)
    }

    fn visit(&mut self, stored: &StoredFeed) -> Result<Visit, Halt> {
        let known = Validators { etag: stored.etag.clone(), last_modified: stored.last_modified.clone() };
        let page = match self.shared.web.get(&stored.url, &known) {
            Ok(Answer::Page(page)) => page,
            Ok(Answer::NotModified) => return Ok(unchanged(stored)),
            Err(error) => return Ok(failed(stored, Outcome::from(&error), error.to_string())),
        };
        let validators = page.validators.clone();
        match feed_of(&self.shared.web, page) {
            Ok(feed) => self.entries(stored, feed, validators),
            Err(why) => Ok(failed(stored, Outcome::Failed { retry_after: None }, why)),
        }
    }

    /// Reads what is new in a feed.
    fn entries(
        &mut self,
        stored: &StoredFeed,
        mut feed: Feed,
        validators: Validators,
    ) -> Result<Visit, Halt> {
        let patience = if stored.failures < PATIENT { Patience::Later } else { Patience::Now };
        let mut visit = Visit { title: feed.title.clone(), ..unchanged(stored) };
        let mut put_off = None;
        for entry in mem::take(&mut feed.entries) {
            self.go_on()?;
            if !self.takes_up(entry.url.as_deref())? {
                continue;
            }
            match self.shared.web.entry(entry, patience) {
                Ok(mut sourced) => {
                    sourced.notes.splice(0..0, feed.notes.iter().cloned());
                    visit.articles += usize::from(self.read_new(sourced)?);
                }
                Err(why) if patience == Patience::Later && why.is_temporary() => {
                    let is_busy = why.is_busy();
                    put_off = Some(why);
                    if is_busy {
                        break;
                    }
                }
                Err(why) => self.tell(News::Unread(why))?,
            }
        }
        visit.taken = mem::take(&mut self.taken);
        conclude(&mut visit, put_off, feed, validators);
        Ok(visit)
    }

    /// Whether the entry at this address is new and nobody's yet; it is this visit's then.
    fn takes_up(&mut self, address: Option<&str>) -> Result<bool, Halt> {
        let Some(address) = address else { return Ok(true) };
        if self.library.has_url(address)? {
            return Ok(false);
        }
        let is_free = lock(&self.shared.underway).insert(address.to_owned());
        if is_free {
            self.taken.push(address.to_owned());
        }
        Ok(is_free)
    }
}

/// What a page holds, if it is a feed; else what it is.
fn feed_of(web: &Web, page: Page) -> Result<Feed, String> {
    let url = page.url.clone();
    match web.held(page) {
        Ok(Held::Feed(feed)) => Ok(feed),
        Ok(_) => Err(format!("{url}: this is no feed; look for the address of the site's feed")),
        Err(error) => Err(error.to_string()),
    }
}

/// A feed that has nothing new.
fn unchanged(stored: &StoredFeed) -> Visit {
    Visit {
        url: stored.url.clone(),
        title: None,
        outcome: Outcome::Unchanged,
        validators: None,
        complaint: None,
        articles: 0,
        taken: Vec::new(),
    }
}

fn failed(stored: &StoredFeed, outcome: Outcome, complaint: String) -> Visit {
    Visit { outcome, complaint: Some(complaint), ..unchanged(stored) }
}

/// What the visit comes to: where an article was put off, the feed is asked for all of it again.
fn conclude(visit: &mut Visit, put_off: Option<Unread>, feed: Feed, validators: Validators) {
    if let Some(why) = put_off {
        let retry_after = match &why {
            Unread::Fetch(error) => error.retry_after(),
            _ => None,
        };
        visit.outcome = Outcome::Failed { retry_after };
        visit.complaint = Some(format!("{}: an article could not be had ({why})", visit.url));
        return;
    }
    visit.validators = Some(validators);
    if visit.articles > 0 {
        visit.outcome = Outcome::New;
    }
    visit.complaint = feed.broken.map(|error| format!("{}: {error}", visit.url));
}

/// A thread that panicked left the value whole: nothing is done under a lock that could stop half-way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use sayso_sources::read_feed;

    use super::*;

    fn stored() -> StoredFeed {
        StoredFeed { url: "https://wire.example/rss".to_owned(), ..StoredFeed::default() }
    }

    fn validators() -> Validators {
        Validators { etag: Some("\"7\"".to_owned()), last_modified: None }
    }

    fn feed(bytes: &[u8]) -> Feed {
        read_feed(bytes, None).unwrap()
    }

    #[test]
    fn a_visit_with_articles_is_news_and_its_version_is_kept() {
        let mut visit = Visit { articles: 2, ..unchanged(&stored()) };
        conclude(&mut visit, None, feed(b"<rss><channel></channel></rss>"), validators());
        assert_eq!((visit.outcome, visit.complaint), (Outcome::New, None));
        assert_eq!(visit.validators, Some(validators()));
    }

    #[test]
    fn an_article_that_was_put_off_leaves_the_version_unkept() {
        let mut visit = Visit { articles: 2, ..unchanged(&stored()) };
        let why = Unread::Page("https://wire.example/a: busy".to_owned());
        conclude(&mut visit, Some(why), feed(b"<rss><channel></channel></rss>"), validators());
        assert_eq!(visit.outcome, Outcome::Failed { retry_after: None });
        assert_eq!(visit.validators, None);
        assert!(visit.complaint.unwrap().contains("https://wire.example/a: busy"));
    }

    #[test]
    fn a_broken_feed_is_complained_about_by_its_address() {
        let mut visit = unchanged(&stored());
        let broken = feed(b"<rss><channel><title>T</title><item><title>a</title></item><item><ti");
        conclude(&mut visit, None, broken, validators());
        assert_eq!(visit.outcome, Outcome::Unchanged);
        assert!(visit.complaint.unwrap().starts_with("https://wire.example/rss: "));
    }
}
