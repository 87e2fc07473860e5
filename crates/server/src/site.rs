//! What does the server stand over?

use std::fmt;
use std::sync::Arc;

use sayso_answers::{Opened, Tools, stored};
use sayso_library::{Library, LibraryError};

use crate::failure::{Failure, FailureKind};
use crate::page::View;
use crate::pool::Pool;
use crate::views::Views;

/// What is kept of answers, in bytes.
const KEPT: usize = 48 << 20;

/// What finding issues may hold of a file in memory, in bytes.
const FINDING: u32 = 32 << 20;

/// How a site is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// The library: a file's name, or the address of a server.
    pub library: String,
    /// The networks, and who is known.
    pub opened: Arc<Opened>,
}

/// A library and all that is needed to show it.
pub struct Site {
    pool: Pool,
    views: Views<View>,
    opened: Arc<Opened>,
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
        let Config { library, opened } = config;
        Ok(Site { pool: Pool::open(&library)?, views: Views::new(KEPT), opened })
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

    /// Finds issues anew where the library has changed, on a connection of its own: it takes memory that is given back.
    ///
    /// # Errors
    /// When the library cannot be read or written to.
    pub(crate) fn find_anew(&self) -> sayso_answers::Result<()> {
        let mut library = Library::open(self.pool.address())?;
        library.limit_memory(FINDING)?;
        stored::find_anew(&mut library, &self.opened.known).map(|_| ())
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
        let Some(_turn) = self.pool.turn().await else {
            return Err(Failure::new(FailureKind::Unavailable, "The server is about to stop."));
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|broken| Err(Failure::internal(format!("a question broke: {broken}"))))
    }
}
