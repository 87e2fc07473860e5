//! Is this the same text, or the same wire story inside another?
//!
//! For a library of up to some million news articles, kept in a database that somebody else writes: values go in and
//! out. When an article comes,
//!
//! ```text
//! text ─┬─ Sketch ── bands ──┐
//!       │                    ├─ numbers, one indexed query ─ candidates ─┐
//!       ├─ Passages ── keys ─┘                                           ├─ relation ─ Clusters
//!       └─ Wording ──────────────────────────────────────────────────────┘
//! ```
//!
//! 1. [`Sketch::of`] and [`Passages::of`] give the numbers by which it is found again: [`bands`] for copies, edited or cut,
//!    [`Passages::keys`] for a story within another;
//! 2. whatever shares a number with it is a candidate, up to [`HOLDERS`] a number, and [`relation`] compares the two texts' [`Wording`]s word by word: a
//!    candidate is never believed because of a number. [`contained`] tells the places;
//! 3. [`Clusters`] joins copies, and says which one was first.
//!
//! What another report has in common with this one, because both quote one speech, does not make it a copy.
//!
//! Pure functions without I/O or clock; none fails, whatever the text. Numbers are the same on every machine, so that they
//! can be kept; [`Sketch::to_bytes`] carries a version. Thresholds are told where they stand (`relation.rs`) and were chosen
//! on one half of the articles that `sayso eval` measures them by; what is reported comes from the other.

mod clusters;
mod passages;
mod relation;
mod shingles;
mod sketch;
mod wording;
mod words;

pub use clusters::{Carrier, Clusters};
pub use passages::{HOLDERS, Passages};
pub use relation::{Containment, Relation, contained, relation};
pub use sketch::{Sketch, bands, likeness};
pub use wording::Wording;
