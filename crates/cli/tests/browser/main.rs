//! The pages as a person meets them: every test drives a real browser against the program.
//!
//! Where `SAYSO_WEBDRIVER` is not set there is no browser, and each test says that it is skipped; `.ci/browser cargo test`
//! brings one along, and axe-core in `SAYSO_AXE`.

/// What is hard to use for people who see, hear or move otherwise.
mod axe;
/// A browser with one window.
mod browser;
/// A window, lit and sized, and what there is in a page.
mod element;
/// Whether the instruments find what they are there to find.
mod instruments;
/// Keys that are no letters.
mod keys;
/// What a page must not do.
mod manners;
/// Every page, in light and in the dark, on a phone and on a desk.
mod pages;
/// How a person puts something right, by keys alone.
mod review;
/// The program as a server, over a library of the examples.
mod served;
/// A web server with pages that do what they must not.
mod site;
/// How a person gets somewhere, with and without a mouse and scripts.
mod ways;
/// The protocol by which programs drive browsers.
mod webdriver;
