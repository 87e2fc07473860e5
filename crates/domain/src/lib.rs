//! What do we call things? The nouns of the field, as plain data.
//!
//! [`Article`] goes into the engine, [`Reading`] comes out. Nothing here knows JSON, SQL or HTTP, does I/O
//! or reads a clock; all places in a text are [`Span`]s (bytes) of the article's text.

mod actor;
mod article;
mod country;
mod event;
mod id;
mod note;
mod position;
mod reading;
mod statement;
mod when;

pub use actor::{Actor, ActorId, ActorKind};
pub use article::Article;
pub use country::{Country, NoCountry};
pub use event::{Event, EventId, EventMode, EventStatus, EventType, Quad};
pub use jiff::civil::Date;
pub use note::{Note, NoteCode};
pub use position::{Act, Position, PositionId, Stance, Target};
pub use reading::Reading;
pub use sayso_text::Span;
pub use statement::{Kind, Modality, Statement, StatementId};
pub use when::When;
