//! Is it any good?
//!
//! [`evaluate`] has a reader read the gold corpora and returns an [`Evaluation`]: a list of [`Score`]s for the
//! committed `scores.csv`, each with the [`Threshold`] it has to keep, and behind them what they were counted
//! from. A [`Reader`] reads; how it reads is no concern of this crate, so the engine can be scored, or a stand-in for
//! it. Readings are judged in `wire`'s shape, which is what other programs get.
//!
//! | question | answered by |
//! |---|---|
//! | does it find who says what? | [`score`] over [`Document`]s → [`Metrics`] |
//! | does it find statements within statements, under the right one? | [`compare_nested`] → [`NestedCounts`] |
//! | is it known who speaks, and for whom? | [`compare_speakers`] → [`SpeakerReport`] |
//! | are names found? | [`compare_names`] → [`NameCounts`] |
//! | is it known what means the same? | [`score_coref`] → [`CorefScores`] |
//! | do time expressions get the right days? | [`compare_dates`] → [`DateReport`] |
//! | does it find where the actors stand? | [`compare_positions`] → [`PositionReport`] |
//! | does it find what happened? | [`compare_events`] → [`EventReport`] |
//! | is it known what is the same text? | [`compare_duplicates`] → [`DuplicateReport`] |
//! | does it judge texts rightly? | [`Reader::towards_place`], … → [`ClassCounts`] |
//! | does the worked example come out right? | [`compare_seed`] → [`SeedReport`] |
//! | are its confidences probabilities? | [`judge`], [`calibrate`] → [`Calibration`] |
//! | what exactly was wrong? | [`Miss`], [`write_misses`] |
//! | did it get worse? | [`write_scores`], [`parse_scores`], [`failures`] |
//!
//! [`synthetic`] makes a library of any size for those who measure speed, where what is in the articles does not matter.
//!
//! Statements are compared by alphanumeric characters and the words that hold them (`units.rs`), never by raw offsets.
//! Gold that was made for this project stands in `gold/`, as offsets and labels; its README tells how.
//!
//! **Never**: a figure from data that the model was trained or tuned on. The corpora named in [`Corpus`] are
//! development data, which thresholds may be set by; what is promised to users has to come from data held out.

mod alnum;
mod calibration;
mod chance;
mod characters;
mod classes;
mod coref;
pub mod corpora;
mod dates;
mod document;
mod duplicates;
mod error;
mod events;
mod files;
mod holders;
mod matching;
mod metrics;
mod miss;
mod names;
mod nested;
mod overlap;
mod positions;
mod quotes;
mod reader;
mod run;
mod scorer;
mod scores;
mod seed;
mod share;
mod speakers;
pub mod synthetic;
mod units;
mod words;

pub use calibration::{Bin, Calibration, Judged, calibrate, judge};
pub use classes::ClassCounts;
pub use coref::{CorefScores, score_coref};
pub use dates::{DateReport, compare_dates};
pub use document::{Attribution, Document, Place};
pub use duplicates::{DuplicateReport, compare_duplicates};
pub use error::{EvalError, EvalErrorKind};
pub use events::{EventReport, compare_events};
pub use files::read_jsonl;
pub use metrics::{ByKind, KindMetrics, Metrics, Prf, SourceGiven};
pub use miss::{Miss, write_misses};
pub use names::{Counts, NameCounts, compare_names};
pub use nested::{NestedCounts, compare_nested};
pub use positions::{PositionCounts, PositionReport, compare_positions};
pub use reader::{NameClass, Reader};
pub use run::{Corpus, Evaluation, evaluate};
pub use scorer::score;
pub use scores::{Score, Threshold, failures, parse_scores, write_scores};
pub use seed::{SeedMiss, SeedReport, SeedStandMiss, SeedStands, SeedWords, compare_seed};
pub use share::Share;
pub use speakers::{SpeakerReport, compare_speakers};
