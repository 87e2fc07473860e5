//! Which connection to the library does a question get?

use std::sync::{Mutex, PoisonError};

use sayso_library::{Library, LibraryError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// So many questions are under way at once; the others wait. More would only share the processors and the memory.
const AT_ONCE: usize = 4;

/// What a connection may hold of a file in memory, in bytes.
const MEMORY: u32 = 16 << 20;

fn connect(address: &str) -> Result<Library, LibraryError> {
    let mut library = Library::open(address)?;
    library.limit_memory(MEMORY)?;
    Ok(library)
}

/// Connections to one library, opened as they are needed.
pub(crate) struct Pool {
    address: String,
    idle: Mutex<Vec<Library>>,
    permits: Semaphore,
}

impl Pool {
    /// Of the library at that address. Opens it once, so that what is wrong is known before anybody asks.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) fn open(address: &str) -> Result<Pool, LibraryError> {
        let first = connect(address)?;
        Ok(Pool {
            address: address.to_owned(),
            idle: Mutex::new(vec![first]),
            permits: Semaphore::new(AT_ONCE),
        })
    }

    /// A turn. It ends when what is given is dropped.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    /// Asks the library, on this thread. A connection that failed is not used again: a server may have gone away.
    ///
    /// # Errors
    /// When no connection can be opened; and those of `question`.
    pub(crate) fn ask<T, E: From<LibraryError>>(
        &self,
        question: impl FnOnce(&mut Library) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut library = match idle {
            Some(library) => library,
            None => connect(&self.address)?,
        };
        let answer = question(&mut library)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(library);
        Ok(answer)
    }

    /// Changes the library, on this thread.
    ///
    /// # Errors
    /// When it may not be written to; and those of `change`.
    pub(crate) fn change<T, E: From<LibraryError>>(
        &self,
        change: impl FnOnce(&mut Library) -> Result<T, E>,
    ) -> Result<T, E> {
        change(&mut Library::open_to_write(&self.address)?)
    }

    /// What the library is opened by; may hold a password.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}
