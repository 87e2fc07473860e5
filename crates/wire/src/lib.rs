//! What do other programs see? The promised shape of a reading, `sayso.reading/1`.
//!
//! [`write_reading`] turns what the engine returns into one line of JSON; [`parse_reading`] reads such a line
//! back into a [`WireReading`], for whoever checks or scores the output, and [`WireReading::into_reading`] makes the program's own
//! nouns of that again, for whoever stores it. The types here are the promise and
//! nothing else: scripts and notebooks depend on their field names, so they are kept apart from `domain`'s and
//! every field is carried over by name in a `from_domain` function that one can read.
//!
//! Two things change on the way out. Places, bytes inside the program, become Unicode **code points**
//! ([`WireSpan`]), and `confidence` is rounded to four decimals so that a line does not change with the last
//! bits of a float.
//!
//! A new field may be added at any time; a change of meaning raises [`SCHEMA`]'s number.

mod actor;
mod article;
mod back;
mod error;
mod event;
mod note;
mod parse;
mod places;
mod position;
mod reading;
mod statement;
#[cfg(feature = "parquet")]
mod table;
mod write;

pub use actor::WireActor;
pub use article::WireArticle;
pub use error::{WireError, WireErrorKind};
pub use event::WireEvent;
pub use note::WireNote;
pub use parse::parse_reading;
pub use places::WireSpan;
pub use position::{WirePosition, WireTarget};
pub use reading::{SCHEMA, WireReading};
pub use statement::{WireModality, WireStatement};
#[cfg(feature = "parquet")]
pub use table::{Column, TableError, TableErrorKind, Values, write_parquet};
pub use write::{to_json_pretty, write_reading};
