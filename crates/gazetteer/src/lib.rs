//! Who is known, by what names, and who held which office when?
//!
//! [`Gazetteer`] answers out of one compiled file, the one that ships being [`BUILT_IN`]; [`Overrides`] is a
//! user's own file; [`Known`] asks the user's first and lets it win. All names are compared by their
//! [`fold()`]ed key. The answers are plain data ([`State`], [`Standing`], [`Organisation`], [`Person`] with its
//! dated [`Role`]s, [`Office`]) that borrow their words from the file.
//!
//! Every look-up gives *all* readings of a phrase and leaves the choice to the caller: "Washington" is a
//! capital and a region, "Jordan" a state and a surname. It asks only what the words are names of,
//! never what they mean in their sentence. The caller is expected to ask for names and state adjectives
//! alone: "us" and "US" have one key.
//!
//! A role that was open when its source was last looked at is not taken to hold today: see
//! [`Role::held_on`]. Known gaps of the data stand in `data/README.md`.
//!
//! ```
//! use sayso_gazetteer::{Known, RoleOn, SpeaksFor};
//!
//! let known = Known::built_in();
//! let kerry = known.people("John Kerry").remove(0);
//! let RoleOn::Held(role) = kerry.role_on("2015-09-19".parse().unwrap()) else { panic!() };
//! assert_eq!(role.title, "Secretary of State");
//! assert_eq!(role.speaks_for, SpeaksFor::State("USA".parse().unwrap()));
//! assert_eq!(kerry.role_on("2018-01-01".parse().unwrap()), RoleOn::None);
//! ```

mod error;
mod facts;
mod file;
mod fold;
mod gazetteer;
mod known;
mod office;
mod overrides;
mod rows;

pub use error::{ActorsError, ActorsErrorKind, GazetteerError};
pub use facts::{
    Branch, FoundBy, Held, Office, Organisation, OrganisationKind, Person, Represents, Role, RoleOn,
    SpeaksFor, Standing, StandsBy, State,
};
pub use fold::fold;
pub use gazetteer::Gazetteer;
pub use known::Known;
pub use office::is_former;
pub use overrides::Overrides;

/// The compiled file that ships, `data/actors.gaz`.
pub static BUILT_IN: &[u8] = include_bytes!("../../../data/actors.gaz");
