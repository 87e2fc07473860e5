//! Where is the record kept, so that nothing is lost and everything is found again?
//!
//! A [`Library`] holds articles, what was read in them, and what people put right. It is one SQLite file, or a schema on a
//! PostgreSQL server; both answer alike. Articles go in as [`Entry`]s ([`Library::add`]); out come readings with their
//! corrections ([`Library::readings`]), statements that hold certain words ([`Library::search`]), and positions as
//! `compare` takes them ([`Library::stands_of`], by issue: [`Library::members`]).
//!
//! ```text
//! Reading ─ Entry ─┬─ articles, readings: whole, as the machine read them ─┐
//!                  └─ rows made of them: statements, positions, names      │ apply
//! Change ── corrections: who, when, what was before ───────────────────────┘
//! ```
//!
//! **Safe.** What [`Library::add`] was given is stored as a whole or not at all, and when it returns it is on the disk. An
//! article is known by the SHA-256 of its words and where they come from: the same one again changes nothing.
//!
//! **Corrections win.** They are records of their own, found by the place of the words that they are about, so that they
//! survive a new reading; rows are made anew from the machine's reading and all corrections in force.
//!
//! **Old libraries open.** The schema has a number; an older one is brought up by steps when it is opened for storing, a
//! newer one is refused untouched.
//!
//! All places are in code points. Times are seconds since 1970, given by the caller: there is no clock here. The only I/O is
//! the database's.
//!
//! ```
//! use sayso_domain::{Article, Reading};
//! use sayso_library::{Added, Entry, Filter, Library};
//! use sayso_text::Text;
//!
//! let folder = tempfile::tempdir().unwrap();
//! let file = folder.path().join("sayso.db");
//! let mut library = Library::create(file.to_str().unwrap())?;
//! let article = Article { id: "wire-1".into(), outlet: None, title: None, published: None, url: None, language: None,
//!     text: Text::new("Rain fell."), boilerplate: vec![] };
//! let reading = Reading { article, statements: vec![], positions: vec![], events: vec![], actors: vec![], notes: vec![] };
//! let entry = Entry { reading, model: Some("m1".into()) };
//! let terms = |_: &str| vec![];
//! assert_eq!(library.add(&[entry.clone()], 0, &terms)?, [Added::Stored("wire-1".into())]);
//! assert_eq!(library.add(&[entry], 0, &terms)?, [Added::Known("wire-1".into())]);
//! assert_eq!(library.search(&Filter::default(), 0, 10)?.total, 0);
//! # Ok::<(), sayso_library::LibraryError>(())
//! ```

mod actors;
mod apply;
mod articles;
mod copies;
mod correction;
mod corrections;
mod database;
mod entry;
mod error;
mod feeds;
mod issues;
mod library;
mod overview;
mod page;
#[cfg(feature = "postgres")]
mod postgresql;
mod query;
mod review;
mod rows;
mod schema;
mod search;
mod sqlite;
mod stands;
mod totals;
mod users;
mod verify;
mod words;

pub use actors::{ActorFilter, ActorView, SeenRole, StoredActor};
pub use articles::{ArticleFilter, ArticleHeader, ArticleView};
pub use copies::{Carriers, Holding};
pub use correction::{Change, Correction, Field};
pub use corrections::{CorrectionFilter, accepting, standing};
pub use entry::{Added, Entry, Hash, hash};
pub use error::{LibraryError, LibraryErrorKind, Result};
pub use feeds::StoredFeed;
pub use issues::{Definition, Member, Origin, StoredIssue, Tally};
pub use library::{Library, Size, Stored, is_server};
pub use overview::{Count, Overview};
pub use page::{Cursor, Page};
pub use review::{ReviewFilter, ReviewItem, Why};
pub use rows::Terms;
pub use schema::VERSION;
pub use search::{Filter, Found, Hit, SearchPage};
pub use stands::{About, HeldStand, StoredStand};
pub use users::{Role, User};
pub use verify::Verdict;
