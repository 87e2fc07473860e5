//! Is it any good?

mod alnum;
mod characters;
mod document;
mod error;
mod files;
mod matching;
mod metrics;
mod quotes;
mod scorer;
mod units;

pub use document::{Attribution, Document, Place};
pub use error::{EvalError, EvalErrorKind};
pub use files::read_jsonl;
pub use metrics::{ByKind, KindMetrics, Metrics, Prf, SourceGiven};
pub use scorer::score;
