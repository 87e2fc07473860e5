//! Where do actors differ, agree, and move?
//!
//! [`lift()`] takes the positions out of a reading: each becomes a [`Stand`], which holds all that is needed to compare it
//! and to open it in its article again. Which [`Issue`] a stand is about is decided elsewhere. Over any number of stands,
//!
//! - [`matrix()`] tells where each actor stands on each issue,
//! - [`timeline()`] how one actor moved on one issue,
//! - [`differ()`] who contradicts whom, who talks past whom, and which utterance is carried in two ways,
//! - [`network()`] who agrees with whom, as a graph, [`layout()`] where to draw it, and [`labels()`] where to write the names.
//!
//! Two rules hold in all of them. What somebody else says of an actor's position counts only where the actor has no
//! words of its own on the issue. And the same utterance, carried by many articles, is one utterance: words that are
//! alike, of one actor, said at one time.
//!
//! Pure functions of the stands, whose order does not matter: no I/O, no clock, no failure.
//!
//! ```
//! use sayso_compare::{CellStance, Issue, IssueId, Selection, Stand, Who, matrix};
//! use sayso_domain::{Act, Date, Kind, Stance};
//!
//! let stand = |actor: &str, stance, quote: &str| Stand {
//!     actor: Who { key: actor.into(), name: actor.into() },
//!     speaker: None, speaker_key: None, alleged: false, issue: Some(IssueId(0)), stance, act: Act::Evaluate,
//!     condition: None, date: Some(Date::constant(2015, 9, 19)), said_on_known: true, quote: quote.into(),
//!     context: quote.into(), spans: vec![(0, 9)], position: "p1".into(), statement: "s1".into(), kind: Kind::Direct, cue: "said".into(),
//!     target_label: "the ban".into(), article: "wire-1".into(), outlet: None, published: None,
//!     content: quote.into(), confidence: 0.9,
//! };
//! let issues = [Issue { label: "the ban".into(), definition: None, parent: None }];
//! let stands = [stand("USA", Stance::Favor, "We want it"), stand("GBR", Stance::Against, "Never again")];
//! let matrix = matrix(&stands, &issues, &Selection::default());
//! let names: Vec<&str> = matrix.actors.iter().map(|who| who.key.as_str()).collect();
//! assert_eq!(names, ["GBR", "USA"]);
//! assert_eq!(matrix.rows[0].cells[0].stance, CellStance::Against);
//!
//! // Where nobody has said anything, everybody is silent: the row has no cells.
//! let nothing = sayso_compare::matrix(&[], &issues, &Selection::default());
//! assert!(nothing.rows[0].cells.is_empty());
//! ```

mod carried;
mod differ;
mod groups;
mod labels;
mod layout;
mod lift;
mod matrix;
mod nearest;
mod network;
mod stand;
#[cfg(test)]
mod testing;
mod timeline;
mod utterances;
mod words;

pub use carried::{Carried, Piece, diff};
pub use differ::{Contradiction, Differences, Past, Side, differ};
pub use groups::Selection;
pub use labels::{Beside, Label, Shown, label_width, labels};
pub use layout::{Layout, Place, layout};
pub use lift::{lift, who};
pub use matrix::{Cell, CellStance, Held, Matrix, Row, matrix};
pub use nearest::nearest;
pub use network::{
    Aggregation, Duplicates, Edge, Mode, Network, NetworkOptions, Node, NodeKind, Normalisation, network,
};
pub use stand::{Issue, IssueId, Stand, Who};
pub use timeline::{Change, Mover, Report, Step, Timeline, strength, timeline};
pub use words::content_words;
