//! What does the server stand over?

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sayso_answers::{Opened, Tools, stored};
use sayso_library::{Library, LibraryError};
use tokio::sync::Semaphore;

use crate::failure::{Failure, FailureKind};
use crate::metrics::Metrics;
use crate::page::View;
use crate::pool::Pool;
use crate::secrets::FormTokens;
use crate::sessions::Sessions;
use crate::users::Users;
use crate::views::Views;
use crate::watch::Log;

/// What is kept of answers, in bytes.
const KEPT: usize = 48 << 20;

/// So many issues wait to be worked out at most.
const ASKED: usize = 50;

/// What finding issues may hold of a file in memory, in bytes.
const FINDING: u32 = 32 << 20;

/// How a site is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// The library: a file's name, or the address of a server.
    pub library: String,
    /// The networks, and who is known.
    pub opened: Arc<Opened>,
    /// Who asks where the library has no users: whoever sits at this computer.
    pub by: String,
    /// Names besides this machine's own by which the server may be asked, with a port or for any.
    pub hosts: Vec<String>,
    /// Whether browsers may send cookies over TLS alone, because something in front of the server speaks it.
    pub secure_cookies: bool,
    /// Where the log goes.
    pub log: Log,
    /// How long things may take, and how many there may be.
    pub limits: Limits,
}

impl Config {
    /// Of that library: asked by this machine's names alone, without a log.
    pub fn new(library: String, opened: Arc<Opened>) -> Config {
        Config {
            library,
            opened,
            by: crate::frame::NOBODY.to_owned(),
            hosts: Vec::new(),
            secure_cookies: false,
            log: Log::none(),
            limits: Limits::default(),
        }
    }
}

/// How long things may take, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The head of a request has to be there by then; a connection without a request ends then, too.
    pub head: Duration,
    /// The rest of it.
    pub body: Duration,
    /// The server works no longer on an answer.
    pub answer: Duration,
    /// The asker takes some of the answer at least this often.
    pub taking: Duration,
    /// What is under way has this long to end when the server stops.
    pub stop: Duration,
    /// So many connections at once; more wait.
    pub connections: usize,
    /// So long a user who was taken away may go on.
    pub users: Duration,
    /// So long whoever has a wrong token waits.
    pub wrong_token: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            head: Duration::from_secs(10),
            body: Duration::from_secs(20),
            answer: Duration::from_secs(30),
            taking: Duration::from_secs(30),
            stop: Duration::from_secs(10),
            connections: 512,
            users: Duration::from_secs(2),
            wrong_token: Duration::from_millis(300),
        }
    }
}

/// What is needed to know who asks.
pub(crate) struct Door {
    /// Who asks where there are no users.
    pub(crate) by: String,
    pub(crate) hosts: Vec<String>,
    pub(crate) secure_cookies: bool,
    pub(crate) forms: FormTokens,
    pub(crate) sessions: Sessions,
    pub(crate) users: Users,
    /// Those who wait because their token was wrong.
    pub(crate) wrong: Semaphore,
}

/// So many wait at once because their token was wrong; more are sent away.
const WRONG: usize = 8;

/// A library and all that is needed to show it.
pub struct Site {
    pool: Pool,
    views: Views<View>,
    opened: Arc<Opened>,
    door: Door,
    metrics: Metrics,
    log: Log,
    limits: Limits,
    /// Issues that were asked for in words, to be worked out.
    asked: Mutex<VecDeque<String>>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").finish_non_exhaustive()
    }
}

impl Site {
    /// Opens the library.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(config: Config) -> Result<Site, LibraryError> {
        let Config { library, opened, by, hosts, secure_cookies, log, limits } = config;
        let door = Door {
            by,
            hosts,
            secure_cookies,
            forms: FormTokens::new(),
            sessions: Sessions::default(),
            users: Users::new(limits.users),
            wrong: Semaphore::new(WRONG),
        };
        let (pool, views, metrics) = (Pool::open(&library)?, Views::new(KEPT), Metrics::new());
        let asked = Mutex::new(VecDeque::new());
        Ok(Site { pool, views, opened, door, metrics, log, limits, asked })
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    pub(crate) fn views(&self) -> &Views<View> {
        &self.views
    }

    pub(crate) fn opened(&self) -> &Arc<Opened> {
        &self.opened
    }

    pub(crate) fn door(&self) -> &Door {
        &self.door
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Finds issues anew where the library has changed, on a connection of its own: it takes memory that is given back.
    ///
    /// # Errors
    /// When the library cannot be read or written to.
    pub(crate) fn find_anew(&self) -> sayso_answers::Result<()> {
        let mut library = Library::open(self.pool.address())?;
        library.limit_memory(FINDING)?;
        stored::find_anew(&mut library, &self.opened.known).map(|_| ())
    }

    /// Somebody asks for an issue in words: it is worked out before long, where nobody waits for it.
    pub(crate) fn is_asked(&self, phrase: &str) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() < ASKED && !asked.iter().any(|other| other == phrase) {
            asked.push_back(phrase.to_owned());
        }
    }

    /// Works out one of the issues that were asked for, if there is one.
    ///
    /// # Errors
    /// When the library cannot be read or written to.
    pub(crate) fn work_out(&self) -> sayso_answers::Result<()> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(phrase) = asked.filter(|phrase| phrase.contains(char::is_alphanumeric)) else {
            return Ok(());
        };
        self.pool.ask(|library| self.with_tools(|tools| stored::issue(library, &phrase, tools)).map(|_| ()))
    }

    /// Runs `ask` with what a question may use.
    pub(crate) fn with_tools<T>(&self, ask: impl FnOnce(Tools<'_>) -> T) -> T {
        let opened = Arc::clone(&self.opened);
        ask(Tools { known: &self.opened.known, open: &move || Ok(Arc::clone(&opened)) })
    }

    /// Does `work` on a thread that may wait, when its turn has come.
    ///
    /// # Errors
    /// Those of `work`; and where it panicked.
    pub(crate) async fn on_a_thread<T: Send + 'static>(
        self: Arc<Site>,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let came = Instant::now();
        let Some(_turn) = self.pool.turn().await else {
            return Err(Failure::new(FailureKind::Unavailable, "The server is about to stop."));
        };
        self.metrics.waited(came.elapsed());
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|broken| Err(Failure::internal(format!("a question broke: {broken}"))))
    }
}
