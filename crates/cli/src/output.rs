//! How does a whole answer reach standard output?

use std::io::{self, Write};

use anyhow::Context;

/// Writes it all, and lets go of it at once.
///
/// # Errors
/// When standard output cannot be written to.
pub(crate) fn put(whole: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(whole.as_ref()).and_then(|()| out.flush()).context("cannot write to standard output")
}
