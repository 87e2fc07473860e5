//! What does the record show in a browser, and to programs over HTTP?
//!
//! A [`Site`] stands over one library. Each of its addresses is a `Page`: a question with filters, asked of the
//! library on a thread of its own, and answered as a page for people, as JSON, and as CSV where it is a table; the address is
//! the same but for its end. [`serve()`] puts a site on the network.
//!
//! ```text
//! request ─ watch (log, headers) ─ guard (host, origin, who is it?) ─ routes ─ Page::answer(library) ─ frame | JSON | CSV ─ response
//!                                                │
//!                                                └─ kept as long as the library does not change (views)
//! ```
//!
//! **Where does the next page go?** A file in `pages/`, one line in `pages::each`; the API document follows from it.
//!
//! **Invariant:** nothing a library holds reaches a page but through `maud`, which escapes it; no page needs a script, loads
//! anything from another host, or holds a style or script of its own. Every failure has one shape ([`Failure`]).

mod action;
mod address;
mod asked;
mod assets;
mod clock;
mod correcting;
mod failure;
mod finder;
mod frame;
mod guard;
mod hosts;
mod metrics;
mod names;
mod openapi;
mod outlets;
mod page;
mod pages;
mod parts;
mod pool;
#[cfg(test)]
mod safety;
mod secrets;
mod serve;
mod sessions;
mod shape;
mod sign_in;
mod site;
mod slow;
#[cfg(test)]
mod testing;
mod users;
mod views;
mod watch;

pub use failure::{Failure, FailureKind};
pub use openapi::document;
pub use secrets::{new_token, token_hash};
pub use serve::{ServeError, ServeErrorKind, Serving, serve};
pub use site::{Config, Limits, Site};
pub use watch::Log;
