//! What does the record answer, and in which shapes?
//!
//! Whoever asks, a terminal or a page, asks the same: which positions are there on an issue, who differs, how did somebody
//! move, who stands with whom? A [`Question`] goes in, over readings that were just made ([`with_issues`]) or over a library
//! ([`stored`]); [`Collected`] stands come out. From these follow [`Comparison`], [`Way`], [`Differing`] and [`Graph`], each
//! with the shapes that other programs are promised: JSON, CSV, GraphML, DOT, SVG (`docs/compare.md`, `docs/network.md`,
//! `docs/library.md`).
//!
//! ```text
//! readings ── lift ─┐
//!                   ├─ which issue is each about? ─ Collected ─ compare ─ Comparison, Way, Differing, Graph ─ JSON, CSV, …
//! library ── stored ┘
//! ```
//!
//! Networks and lists of names come from outside as [`Tools`], and are opened when a question needs them. There is no
//! terminal here, no thread and no file but the library; what a person should be told comes back as notices.

mod codebook;
mod collected;
mod comparison;
pub mod corrections;
pub mod csv;
mod differ;
mod error;
pub mod found;
pub mod markup;
mod names;
mod network;
mod on_issue;
mod position;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
mod spoken;
mod stands;
pub mod stored;
mod timeline;
mod tools;

pub use codebook::{Codebook, Entry};
pub use collected::{Collected, counted};
pub use comparison::{Comparison, JsonComparison, in_words, sign};
pub use differ::{Differing, JsonFound as JsonDifferences};
pub use error::{AnswerError, Result};
pub use names::Names;
pub use network::{Graph, InPage, Line, Link, short};
pub use on_issue::{OnIssue, on_issue};
pub use position::{JsonPosition, document, four_decimals, own_words};
pub use stands::{Part, Question, Topics, add_up, with_issues};
pub use timeline::{JsonWay, Way};
pub use tools::{Opened, Opener, Tools};
