//! What the fuzz targets share: what must hold of an article and of a reading ([`checks`]), models small enough
//! to be made anew for every input ([`tiny`]), bytes as choices ([`Choices`]), and words for the inside of XML
//! ([`markup`]).

pub mod checks;
pub mod markup;
pub mod tiny;

mod choices;

pub use choices::Choices;

use std::sync::LazyLock;

use sayso_engine::{Knowledge, Known, Model};

static KNOWN: LazyLock<Known> = LazyLock::new(Known::built_in);

/// A model, and whom the program knows.
pub fn knowledge(model: &Model) -> Knowledge<'_> {
    Knowledge { model, judge: None, known: &KNOWN }
}
