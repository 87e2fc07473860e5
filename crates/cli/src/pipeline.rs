//! How do many articles get read at once, and come out in the order in which they went in?
//!
//! One thread takes articles from their source, as many as there are jobs read them, and the caller takes the
//! results, in order, from [`Ordered`]. For each article the first thread makes a channel for its one result and
//! hands the receiving end to the caller's queue before the article goes to a reader:
//!
//! ```text
//! source ─ feeder ─┬─ articles ─ reader 1 … n ─ result ─┐
//!                  └─ slots, in input order ────────────┴─ Ordered
//! ```
//!
//! The queue of slots is the window: it holds twice as many articles as there are jobs, and when its first one
//! takes long the feeder waits, so that memory does not grow with the number of articles.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use sayso_fetch::{FetchError, FetchErrorKind};
use sayso_sources::{SourceError, Sourced};

/// Why there is no result for an input.
#[derive(Debug)]
pub(crate) enum Unread {
    /// Its source could not give it.
    Source(SourceError),
    /// Its address could not be fetched.
    Fetch(FetchError),
    /// What was fetched is nothing to be read here; says where and why.
    Page(String),
    /// Reading it panicked, which is a fault of the program; holds the article's id.
    Fault(String),
    /// The source itself panicked: what comes after is lost.
    SourceFault,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::Source(error) => write!(f, "{error}"),
            Unread::Fetch(error) => write!(f, "{error}"),
            Unread::Page(why) => f.write_str(why),
            Unread::Fault(id) => write!(
                f,
                "{id}: a fault in the program kept this article from being read; please report it with the article"
            ),
            Unread::SourceFault => write!(
                f,
                "a fault in the program kept the inputs after this place from being opened; please report it with them"
            ),
        }
    }
}

impl Unread {
    /// Whether it may be had later without anybody changing anything.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self, Unread::Fetch(error) if error.is_temporary())
    }

    /// Whether the host asks to be left alone for now.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self, Unread::Fetch(error) if error.kind() == FetchErrorKind::Busy)
    }
}

impl From<SourceError> for Unread {
    fn from(error: SourceError) -> Unread {
        Unread::Source(error)
    }
}

impl From<FetchError> for Unread {
    fn from(error: FetchError) -> Unread {
        Unread::Fetch(error)
    }
}

/// The results, in input order. Dropping it stops the threads, each after the article it is at.
pub(crate) struct Ordered<T> {
    slots: Receiver<Slot<T>>,
}

/// The place of one input in the order.
enum Slot<T> {
    Pending(String, Receiver<T>),
    Unread(Unread),
}

/// An article to be read, and where its result goes.
type Job<T> = (Sourced, SyncSender<T>);

/// Starts the threads. `reader` is called once a thread, to make what reads there.
///
/// # Errors
/// When the system gives no threads.
pub(crate) fn start<A, E, R, F, T>(articles: A, jobs: usize, reader: F) -> io::Result<Ordered<T>>
where
    A: Iterator<Item = Result<Sourced, E>> + Send + 'static,
    E: Into<Unread>,
    R: FnMut(Sourced) -> T,
    F: Fn() -> R + Send + Sync + 'static,
    T: Send + 'static,
{
    let window = 2 * jobs.max(1);
    let (slots, ordered) = sync_channel(window);
    let (articles_in, articles_out) = sync_channel(window);
    let articles_out = Arc::new(Mutex::new(articles_out));
    let reader = Arc::new(reader);
    for number in 0..jobs.max(1) {
        let (articles_out, reader) = (Arc::clone(&articles_out), Arc::clone(&reader));
        let work = move || read_all(&articles_out, &*reader);
        match thread::Builder::new().name(format!("reader-{number}")).spawn(work) {
            Err(error) if number == 0 => return Err(error),
            Err(_) => break,
            Ok(_) => (),
        }
    }
    thread::Builder::new().name("feeder".to_owned()).spawn(move || feed(articles, &slots, &articles_in))?;
    Ok(Ordered { slots: ordered })
}

/// Ends with the articles, or when nobody waits for results any more.
fn feed<A, E, T>(mut articles: A, slots: &SyncSender<Slot<T>>, jobs: &SyncSender<Job<T>>)
where
    A: Iterator<Item = Result<Sourced, E>>,
    E: Into<Unread>,
{
    loop {
        let next = catch_unwind(AssertUnwindSafe(|| articles.next()));
        let (slot, job) = match next {
            Ok(None) => return,
            Ok(Some(Ok(sourced))) => {
                let (result_in, result_out) = sync_channel(1);
                (Slot::Pending(sourced.article.id.clone(), result_out), Some((sourced, result_in)))
            }
            Ok(Some(Err(error))) => (Slot::Unread(error.into()), None),
            Err(_) => {
                let _ = slots.send(Slot::Unread(Unread::SourceFault));
                return;
            }
        };
        if slots.send(slot).is_err() || job.is_some_and(|job| jobs.send(job).is_err()) {
            return;
        }
    }
}

fn read_all<R: FnMut(Sourced) -> T, T>(jobs: &Mutex<Receiver<Job<T>>>, reader: &dyn Fn() -> R) {
    let mut read = reader();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((sourced, result)) = job else { return };
        match catch_unwind(AssertUnwindSafe(|| read(sourced))) {
            // Nobody may wait for it any more.
            Ok(done) => drop(result.send(done)),
            // The caller learns of it by the channel's end. What the reader had in hand may be broken.
            Err(_) => read = reader(),
        }
    }
}

impl<T> Iterator for Ordered<T> {
    type Item = Result<T, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.slots.recv().ok()? {
            Slot::Pending(id, result) => result.recv().map_err(|_| Unread::Fault(id)),
            Slot::Unread(unread) => Err(unread),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use sayso_sources::read_text_bytes;

    use super::*;

    fn articles(count: usize) -> impl Iterator<Item = Result<Sourced, SourceError>> + Send {
        (0..count).map(|number| {
            let mut sourced = read_text_bytes(b"He said no.").unwrap();
            sourced.article.id = number.to_string();
            Ok(sourced)
        })
    }

    fn id(sourced: Sourced) -> String {
        sourced.article.id
    }

    #[test]
    fn results_come_in_input_order() {
        let slow_when_even = || {
            |sourced: Sourced| {
                let id = id(sourced);
                if id.ends_with(['0', '2', '4']) {
                    thread::sleep(Duration::from_millis(2));
                }
                id
            }
        };
        let ids: Vec<String> = start(articles(60), 4, slow_when_even).unwrap().map(Result::unwrap).collect();
        assert_eq!(ids, (0..60).map(|number| number.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn an_article_that_makes_the_reader_panic_stops_no_other() {
        let fussy = || {
            |sourced: Sourced| match id(sourced).as_str() {
                "1" => panic!("as the test wants it"),
                id => id.to_owned(),
            }
        };
        let results: Vec<_> = start(articles(4), 1, fussy).unwrap().collect();
        assert!(matches!(&results[1], Err(Unread::Fault(id)) if id == "1"));
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 3);
    }

    #[test]
    fn a_source_that_panics_is_told_of() {
        let articles = articles(3).map(|sourced| match sourced {
            Ok(sourced) if sourced.article.id == "2" => panic!("as the test wants it"),
            sourced => sourced,
        });
        let results: Vec<_> = start(articles, 2, || id).unwrap().collect();
        assert!(matches!(results[2], Err(Unread::SourceFault)));
        assert_eq!(results.len(), 3);
    }

    #[test]
    fn a_slow_first_article_does_not_let_the_others_pile_up() {
        static TAKEN: AtomicUsize = AtomicUsize::new(0);
        let (go, wait) = sync_channel::<()>(0);
        let wait = Arc::new(Mutex::new(wait));
        let articles = articles(1_000).inspect(|_| {
            TAKEN.fetch_add(1, Ordering::SeqCst);
        });
        let slow_at_first = move || {
            let wait = Arc::clone(&wait);
            move |sourced: Sourced| {
                let id = id(sourced);
                if id == "0" {
                    wait.lock().unwrap().recv().unwrap();
                }
                id
            }
        };
        let mut results = start(articles, 2, slow_at_first).unwrap();
        thread::sleep(Duration::from_millis(50));
        assert!(TAKEN.load(Ordering::SeqCst) <= 2 * 2 + 2);
        go.send(()).unwrap();
        assert!(results.all(|result| result.is_ok()));
        assert_eq!(TAKEN.load(Ordering::SeqCst), 1_000);
    }
}
