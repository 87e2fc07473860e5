//! Is it any good?
//!
//! [`evaluate`] has a reader read the gold corpora and returns an [`Evaluation`]: a list of [`Score`]s for the
//! committed `scores.csv`, each with the [`Threshold`] it has to keep, and behind them what they were counted
//! from. The reader is a closure from `domain::Article` to `domain::Reading`; how it reads is no concern of this
//! crate, so the engine can be scored, or a stand-in for it. Readings are judged in `wire`'s shape, which is what
//! other programs get.
//!
//! | question | answered by |
//! |---|---|
//! | does it find who says what? | [`score`] over [`Document`]s → [`Metrics`] |
//! | does it find statements within statements, under the right one? | [`compare_nested`] → [`NestedCounts`] |
//! | does the worked example come out right? | [`compare_seed`] → [`SeedReport`] |
//! | are its confidences probabilities? | [`judge`], [`calibrate`] → [`Calibration`] |
//! | did it get worse? | [`write_scores`], [`parse_scores`], [`failures`] |
//!
//! Every comparison counts alphanumeric characters and the words that hold them (`units.rs`), never raw offsets.
//!
//! **Never**: a figure from data that the model was trained or tuned on. The corpora named in [`Corpus`] are
//! development data, which thresholds may be set by; what is promised to users has to come from data held out.

mod alnum;
mod calibration;
mod characters;
pub mod corpora;
mod document;
mod error;
mod files;
mod matching;
mod metrics;
mod nested;
mod quotes;
mod run;
mod scorer;
mod scores;
mod seed;
mod units;

pub use calibration::{Bin, Calibration, Judged, calibrate, judge};
pub use document::{Attribution, Document, Place};
pub use error::{EvalError, EvalErrorKind};
pub use files::read_jsonl;
pub use metrics::{ByKind, KindMetrics, Metrics, Prf, SourceGiven};
pub use nested::{NestedCounts, compare_nested};
pub use run::{Corpus, Evaluation, evaluate};
pub use scorer::score;
pub use scores::{Score, Threshold, failures, parse_scores, write_scores};
pub use seed::{SeedMiss, SeedReport, SeedWords, compare_seed};
