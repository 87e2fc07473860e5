//! Every page, in light and in the dark, on a phone and on a desk.
//!
//! The pages are found by following links from the first one, so that a new page is looked at without being named here.

use std::collections::{BTreeMap, VecDeque};
use std::env;
use std::fs;
use std::path::Path;

use serde_json::json;
use url::Url;

use crate::browser::{Browser, Scheme, Setting};
use crate::manners;
use crate::served::Served;

/// A phone and a desk, in CSS pixels.
const WIDTHS: [u32; 2] = [390, 1280];

/// What has to be among the pages that links lead to.
const KNOWN: [&str; 10] = [
    "/",
    "/compare",
    "/issue?",
    "/actor?",
    "/article?",
    "/timeline",
    "/timeline?",
    "/network",
    "/review",
    "/model",
];

#[test]
fn no_page_does_what_it_must_not() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    let served = Served::examples();
    let pages = pages(&browser, &served);
    for path in KNOWN {
        assert!(pages.contains_key(path), "no link leads to {path}; to be found are {:?}", pages.keys());
    }
    let mut wrong = Vec::new();
    for (path, url) in &pages {
        for (width, scheme) in settings() {
            browser.resize(width);
            browser.light(scheme, true);
            let mut faults = manners::faults(&browser, url);
            faults.retain(|fault| path != NOWHERE || !manners::is_of_its_own_status(fault, url));
            wrong.extend(faults.iter().map(|fault| format!("{url} ({scheme}, {width} pixels): {fault}")));
            keep_picture(&browser, path, width, scheme);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn settings() -> impl Iterator<Item = (u32, Scheme)> {
    WIDTHS.into_iter().flat_map(|width| [Scheme::Light, Scheme::Dark].map(|scheme| (width, scheme)))
}

/// An address for every path that links lead to, with filters and without, and some that none does.
fn pages(browser: &Browser, served: &Served) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut ahead =
        VecDeque::from([served.url("/"), served.url("/search?words=accord"), served.url(NOWHERE)]);
    while let Some(url) = ahead.pop_front() {
        let Some(path) = path_of_page(&url, served) else { continue };
        if found.contains_key(&path) {
            continue;
        }
        browser.go(&url);
        found.insert(path, url);
        let links = browser.run(LINKS, &json!([]));
        ahead.extend(links.as_array().unwrap().iter().map(|link| link.as_str().unwrap().to_owned()));
    }
    found
}

/// All links; those of a drawing have no address as words but in their attribute.
const LINKS: &str = "return [...document.querySelectorAll('a[href]')]\
    .map(link => new URL(link.getAttribute('href'), document.baseURI).href)";

/// What is not there is told in a page, too.
const NOWHERE: &str = "/no-such-page";

/// The path of an address, with `?` where filters follow, if it is this server's and no document for programs.
fn path_of_page(url: &str, served: &Served) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| url.as_str().starts_with(&served.url("/")))?;
    let ends = [".json", ".csv", ".svg", ".graphml", ".html"];
    let filters = if url.query().is_some() { "?" } else { "" };
    let path = url.path();
    (!ends.iter().any(|end| path.ends_with(end))).then(|| format!("{path}{filters}"))
}

/// Keeps a picture of the page in `SAYSO_SCREENSHOTS`, for somebody to look at.
fn keep_picture(browser: &Browser, path: &str, width: u32, scheme: Scheme) {
    let Some(folder) = env::var_os("SAYSO_SCREENSHOTS") else { return };
    let name =
        if path == "/" { "overview".to_owned() } else { path[1..].replace('/', "-").replace('?', "-asked") };
    fs::create_dir_all(&folder).unwrap();
    browser.photograph(&Path::new(&folder).join(format!("{name}-{width}-{scheme}.png")));
}
