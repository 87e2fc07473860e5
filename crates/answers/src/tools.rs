//! What is needed to answer besides the record: networks, and who is known.

use std::error::Error;
use std::sync::Arc;

use sayso_engine::{Judge, Model};
use sayso_gazetteer::Known;

use crate::error::{AnswerError, Result};

/// The networks and who is known: what every reader needs, opened once for all of them.
#[derive(Debug)]
pub struct Opened {
    /// The network that reads.
    pub model: Model,
    /// The network that judges, over the words of `model`.
    pub judge: Judge,
    /// Who is known.
    pub known: Known,
}

/// How the networks are opened, where a question needs them: most are answered without.
pub type Opener<'a> = dyn Fn() -> std::result::Result<Arc<Opened>, Box<dyn Error + Send + Sync>> + 'a;

/// What a question over a library may use.
#[derive(Clone, Copy)]
pub struct Tools<'a> {
    /// Who is known.
    pub known: &'a Known,
    /// Opens the networks.
    pub open: &'a Opener<'a>,
}

impl Tools<'_> {
    /// The networks.
    ///
    /// # Errors
    /// When they cannot be opened.
    pub(crate) fn opened(&self) -> Result<Arc<Opened>> {
        (self.open)().map_err(AnswerError::Tools)
    }
}

impl std::fmt::Debug for Tools<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tools").finish_non_exhaustive()
    }
}
