//! What stands at this address, if we may ask, and without being led astray?
//!
//! [`Fetcher::get`] asks a web server for one page or feed. It is careful in two ways:
//!
//! - **Safe.** Addresses come from feeds and pages that strangers wrote. Each name is resolved here, every
//!   address that it has is checked ([`reach`]), and the connection goes to exactly those addresses, so a name
//!   server cannot change its answer in between. Each redirect is checked in the same way. What is read is
//!   bounded in bytes (packed and unpacked) and in time.
//! - **Polite.** It reads `robots.txt` ([`Robots`]), pauses between two questions to one host ([`Hosts`]), asks
//!   only for what has changed ([`Validators`]), and waits when it is told to.
//!
//! ```text
//! address ─ door (may it be asked?) ─ robots ─ pause ─ names → addresses, checked ─ exchange ─ unpack ─ Page
//!              ▲                                                                      │
//!              └───────────────────────────── redirect ───────────────────────────────┘
//! ```
//!
//! What decides is pure: [`reach`], [`Robots`], [`Hosts`], [`Schedule`], [`Backoff`] take the time as a value and
//! open nothing, so that they are tested without waiting. Only `fetcher`, `exchange`, `resolve` and `clock`
//! touch the world. [`Schedule`] tells which of many feeds is to be asked next.
//!
//! Known limits: HTTP/1.1 only; no proxies, since a proxy resolves names where nobody checks them; a network
//! that reaches the old internet through NAT64 alone is not served, since `64:ff9b::/96` may lead anywhere.
//!
//! ```
//! use sayso_fetch::{FetchErrorKind, Fetcher, Policy, Validators};
//!
//! let fetcher = Fetcher::new(Policy::default())?;
//! let error = fetcher.get("http://169.254.169.254/latest/meta-data/", &Validators::default()).unwrap_err();
//! assert_eq!(error.kind(), FetchErrorKind::Refused);
//! assert!(error.to_string().contains("link-local"), "{error}");
//! # Ok::<(), sayso_fetch::FetchError>(())
//! ```

mod address;
mod backoff;
mod clock;
mod door;
mod error;
mod exchange;
mod fetcher;
mod header;
mod hosts;
mod moment;
mod policy;
mod resolve;
mod robots;
mod schedule;
mod sites;
mod trail;
mod unpack;

pub use address::{Reach, reach};
pub use backoff::{Backoff, Jitter};
pub use clock::{Clock, SystemClock};
pub use error::{FetchError, FetchErrorKind};
pub use fetcher::{Answer, Fetcher, Page, Validators};
pub use header::{http_date, retry_after};
pub use hosts::{Hosts, Turn};
pub use policy::Policy;
pub use resolve::{Resolver, SystemResolver};
pub use robots::Robots;
pub use schedule::{Due, Feed, Outcome, Pace, Schedule};
