//! Who is in these articles? One record for each actor, over as many readings as are added.
//!
//! [`Roster::add`] takes readings one after the other and lets go of them; [`Roster::records`] gives a [`Record`] for
//! each actor: who it is, which offices it held, for whom it spoke, how often and between which days.
//!
//! An actor with a key is the same one in every article. One without a key is nobody outside its own article, whatever
//! its name, so it is merged with nobody: "Thorgren" of two articles are two records, and "two officials" of two
//! articles are four people at least. Those that do not even have a name are counted, and kept only where that is
//! asked for ([`Roster::with_unnamed`]).
//!
//! Memory grows with the actors and their names, not with the articles. A pure function of the readings and their
//! order: no I/O, no clock, no failure.
//!
//! ```
//! use sayso_domain::{
//!     Actor, ActorId, ActorKind, Article, Date, Kind, Modality, Reading, Span, Statement, StatementId,
//! };
//! use sayso_roster::Roster;
//! use sayso_text::Text;
//!
//! let kerry = Actor {
//!     id: ActorId(0),
//!     key: Some("person:john-kerry".into()),
//!     name: "John Kerry".into(),
//!     kind: ActorKind::Person,
//!     state: "USA".parse().ok(),
//!     role: Some("Secretary of State".into()),
//!     mentions: vec![Span::new(0, 5)],
//! };
//! let statement = Statement {
//!     id: StatementId(0),
//!     kind: Kind::Indirect,
//!     source: vec![Span::new(0, 5)],
//!     cue: vec![Span::new(6, 10)],
//!     content: vec![Span::new(11, 13)],
//!     within: None,
//!     speaker: Some(ActorId(0)),
//!     speaks_for: None,
//!     said_on: None,
//!     modality: Modality::default(),
//!     confidence: 0.9,
//! };
//! let article = Article {
//!     id: "wire-1".into(), outlet: None, title: None, published: Some(Date::constant(2015, 9, 20)), url: None,
//!     language: None, text: Text::new("Kerry said no."), boilerplate: vec![],
//! };
//! let reading = Reading { article, statements: vec![statement], positions: vec![], events: vec![], actors: vec![kerry], notes: vec![] };
//!
//! let mut roster = Roster::new();
//! roster.add(&reading);
//! roster.add(&reading);
//! let [record] = &roster.records()[..] else { panic!() };
//! assert_eq!((record.name.as_str(), record.statements, record.articles), ("John Kerry", 2, 2));
//! assert_eq!(record.also_named, ["Kerry"]);
//! assert_eq!(record.office(), Some("Secretary of State"));
//! assert_eq!(record.days.unwrap().first, Date::constant(2015, 9, 20));
//!
//! // Nothing added, nobody found.
//! assert!(Roster::new().records().is_empty());
//! ```

mod days;
mod entry;
mod names;
mod record;
mod roster;
mod tally;

pub use days::Days;
pub use record::{Office, Principal, Record};
pub use roster::Roster;
