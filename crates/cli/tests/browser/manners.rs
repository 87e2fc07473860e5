//! What a page must not do: write errors to the console, ask another host, keep somebody from using it, or be wider than the window.

use std::fmt;

use serde_json::json;
use url::Url;

use crate::axe::{self, Violation};
use crate::browser::Browser;

/// Something that a page must not do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// An error in the console.
    Console(String),
    /// A request to this address, which is another host's.
    Elsewhere(String),
    Hard(Violation),
    /// It has to be scrolled sideways, by so many CSS pixels.
    Wide(i64),
}

/// Goes to a page and gives what is wrong with it.
pub(crate) fn faults(browser: &Browser, url: &str) -> Vec<Fault> {
    // What the page before said is not this one's.
    let _ = (browser.console(), browser.requests());
    browser.go(url);
    seen_since(browser, url)
}

/// What is wrong with the page that is open, and with what was done since the logs were read last.
pub(crate) fn seen_since(browser: &Browser, url: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        Some(sideways(browser)).filter(|pixels| *pixels > 0).map(Fault::Wide).into_iter().collect();
    let hard = axe::violations(browser).unwrap_or_default();
    faults.extend(hard.into_iter().filter(Violation::is_serious).map(Fault::Hard));
    // The logs last: what comes late, such as a picture of the page for the window's corner, is there by then.
    let errors = browser.console().into_iter().filter(|entry| entry.level == "SEVERE");
    faults.extend(errors.map(|entry| Fault::Console(entry.message)));
    faults.extend(
        browser.requests().into_iter().filter(|asked| !is_same_host(url, asked)).map(Fault::Elsewhere),
    );
    faults
}

fn sideways(browser: &Browser) -> i64 {
    let page = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
    browser.run(page, &json!([])).as_i64().unwrap()
}

/// What is in the page itself (`data:`) is asked of nobody.
fn is_same_host(page: &str, asked: &str) -> bool {
    let (Ok(page), Ok(asked)) = (Url::parse(page), Url::parse(asked)) else { return false };
    matches!(asked.scheme(), "data" | "blob" | "about") || asked.origin() == page.origin()
}

/// Whether the console just says that the page itself is not there, which of an address without a page is as it should be.
pub(crate) fn is_of_its_own_status(fault: &Fault, url: &str) -> bool {
    matches!(fault, Fault::Console(message) if message.starts_with(&format!("{url} - Failed to load")))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Console(message) => write!(f, "error in the console: {message}"),
            Fault::Elsewhere(address) => write!(f, "asks another host: {address}"),
            Fault::Hard(Violation { rule, impact, places }) => {
                write!(f, "{rule} ({impact}) at {}", places.join("; "))
            }
            Fault::Wide(pixels) => write!(f, "is {pixels} pixels wider than the window"),
        }
    }
}

#[test]
fn another_port_is_another_host_and_what_is_in_the_page_is_nobody_s() {
    let page = "http://127.0.0.1:8000/compare";
    assert!(is_same_host(page, "http://127.0.0.1:8000/style.css"));
    assert!(is_same_host(page, "data:image/png;base64,AAAA"));
    assert!(!is_same_host(page, "http://127.0.0.1:8001/style.css"));
    assert!(!is_same_host(page, "https://127.0.0.1:8000/style.css"));
    assert!(!is_same_host(page, "ws://127.0.0.1:8000/"));
    assert!(!is_same_host(page, "no address"));
}
