//! The fetcher against a web server of our own, on this machine.

/// What sites ask for is done.
mod manners;
/// Nobody leads the fetcher astray, fills its memory or holds it up.
mod safety;
/// Servers have to show who they are.
mod secure;
/// The server, a clock that waits for nobody, and name servers that lie.
mod support;
