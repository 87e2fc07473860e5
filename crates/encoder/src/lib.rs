//! What do the words mean, in numbers? Weights and text go in, vectors and head outputs come out.
//!
//! [`Model`] is a weight file in memory; [`Pieces`] is a text cut into wordpieces; [`Model::read`] goes over them
//! once, window by window, and gives each window's [`Vectors`], one row a piece, to whoever reads: those of the last
//! layer for statements, those of a branch beside it for all the rest. The heads are
//! small maps over those rows: [`Points`] decides on each piece, [`Roles`] labels every
//! piece relative to one of them, read off by [`best_path`], [`Tags`] finds runs of pieces, [`Verdict`] tells something of a
//! run, and [`Links`] scores pairs of places anywhere in the text. [`Judge`] is a network of its own over the same
//! words, for short texts with a target.
//!
//! The crate knows nothing of news: what a label means is the business of the readers above. It does no I/O.
//!
//! **Invariant.** The output is the same to the last bit on every processor and for any number of threads;
//! see [`Level`].

mod chain;
mod error;
mod judge;
mod kernel;
mod linear;
mod links;
mod meaning;
mod model;
mod pieces;
mod points;
mod roles;
mod tags;
mod transformer;
mod verdict;
mod weights;
mod windows;
mod wordpiece;

pub use chain::{Automaton, ChainRoom, Path, STATES, best_path};
pub use error::{ModelError, ModelErrorKind};
pub use judge::{Judge, JudgeScratch};
pub use kernel::Level;
pub use links::{Anchor, Links, RELATIONS, Relation};
pub use model::{Encoded, Model, Pass, Scratch, Vectors};
pub use pieces::{PieceMark, Pieces, Quoting};
pub use points::Points;
pub use roles::{Emissions, Roles};
pub use tags::{Run, TagRoom, Tags};
pub use verdict::Verdict;
pub use windows::{Window, WindowShape};
