//! What is it about? Positions under one issue, whatever words each of them uses.
//!
//! A [`Subject`] is what one position is about: its target's label, the words that show it, and the sentence around them.
//! [`find()`] puts subjects of the same issue together and names each group by one of their labels. [`about()`] tells which
//! subjects are about a phrase that somebody gives, and how they stand to it, which need not be how they stand to their
//! own targets: who demands an end of the strikes is against the strikes. [`topic()`] tells what an article is about, where
//! headline and lead name the doing of a state, and [`topical()`] which positions are about that, whatever their words.
//!
//! Two phrases are near each other when they name the same states, people and things, by whatever name the list of
//! [`Known`] has for them ("Moscow", "Russian", "Russia's"), weighed by how rare each is among the subjects; `terms` and `nearness` have the
//! details. A phrase is compared with the nearest subjects alone, by the [`Judge`]. The same subjects in the same
//! order give the same issues; no I/O, no clock.

mod about;
mod find;
mod nearness;
mod phrase;
mod terms;
mod topics;

pub use about::{About, Asked, JUDGED, about, towards};
pub use find::{Found, find};
pub use sayso_encoder::Judge;
pub use sayso_gazetteer::Known;
pub use terms::terms;
pub use topics::{Topic, Topical, topic, topical};

/// What one position is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The label of its target.
    pub label: &'a str,
    /// The words that show it.
    pub words: &'a str,
    /// The sentences around them.
    pub context: &'a str,
}
