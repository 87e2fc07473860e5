//! Whether the instruments find what they are there to find: a test of a page that cannot fail proves nothing.

use std::env;
use std::panic::{self, AssertUnwindSafe};

use serde_json::json;

use crate::axe::Violation;
use crate::browser::{Browser, Scheme, Setting};
use crate::keys;
use crate::manners::{Fault, faults, is_of_its_own_status};
use crate::site::{Page, Site};

/// Nothing but the page itself, as the program's own pages are served.
const STRICT: &str =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'\r\n";

/// A page with nothing wrong but what is in `body`.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Ferries</title>\
         <meta name=\"viewport\" content=\"width=device-width\">{head}</head>\
         <body><main><h1>Ferries of the strait</h1>{body}</main></body></html>"
    )
}

fn site() -> Site {
    let pages: Vec<Page> = vec![
        // Browsers ask for it of themselves.
        ("/favicon.ico", "", String::new()),
        (
            "/good",
            STRICT,
            page("", "<p>The night ferry leaves at ten.</p><p><a href=\"/form\">Ask for a place</a></p>"),
        ),
        ("/error", "", page("", "<script>noSuchFunction()</script>")),
        ("/missing", "", page("", "<img src=\"/no-such-picture\" alt=\"A ferry\">")),
        ("/forbidden", STRICT, page("", "<p style=\"color: red\">Inline style is not allowed here.</p>")),
        ("/elsewhere", "", page("", "<img src=\"http://elsewhere.invalid/ferry.png\" alt=\"A ferry\">")),
        ("/picture", "", page("", "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">")),
        ("/faint", "", page(FAINT, "<p>Only who has a dark window cannot read this.</p>")),
        ("/wide", "", page("", "<div style=\"width: 500px\">A timetable that does not fit a phone.</div>")),
        ("/form", "", page("", FORM)),
        ("/moved", "", page("", "<p id=\"moved\">Thank you.</p>")),
    ];
    Site::of(pages)
}

const FAINT: &str =
    "<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #333; } }</style>";

/// What is typed is written out by a script; it is sent without one.
const FORM: &str = "<form action=\"/moved\"><label>Name <input id=\"name\"></label><button>Send</button></form>\
    <p id=\"typed\">nothing</p><p id=\"moving\"></p><script>\
    const name = document.getElementById('name'), typed = document.getElementById('typed');\
    name.addEventListener('input', () => { typed.textContent = name.value; });\
    document.getElementById('moving').textContent = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'still' : 'moving';\
    </script>";

fn rules(faults: &[Fault]) -> Vec<&str> {
    let rule = |fault| match fault {
        &Fault::Hard(Violation { ref rule, .. }) => Some(rule.as_str()),
        _ => None,
    };
    faults.iter().filter_map(rule).collect()
}

#[test]
fn a_page_that_does_nothing_wrong_has_no_faults() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    assert_eq!(faults(&browser, &site().url("/good")), []);
}

#[test]
fn an_error_a_missing_file_and_a_breach_of_the_policy_are_found_in_the_console() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    for (path, word) in
        [("/error", "noSuchFunction"), ("/missing", "404"), ("/forbidden", "Content Security Policy")]
    {
        let found = faults(&browser, &site.url(path));
        assert!(
            matches!(&found[..], [Fault::Console(message)] if message.contains(word)),
            "{path}: {found:?}"
        );
    }
    assert_eq!(faults(&browser, &site.url("/good")), [], "the faults of one page are not the next one's");
}

#[test]
fn a_page_that_is_not_there_is_an_error_of_its_own_address() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    let (nowhere, missing) = (site.url("/nowhere"), site.url("/missing"));
    let found = faults(&browser, &nowhere);
    assert!(matches!(&found[..], [fault] if is_of_its_own_status(fault, &nowhere)), "{found:?}");
    let found = faults(&browser, &missing);
    assert!(matches!(&found[..], [fault] if !is_of_its_own_status(fault, &missing)), "{found:?}");
}

#[test]
fn a_request_to_another_host_is_found() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    let found = faults(&browser, &site.url("/elsewhere"));
    assert!(found.contains(&Fault::Elsewhere("http://elsewhere.invalid/ferry.png".to_owned())), "{found:?}");
}

#[test]
fn what_is_hard_to_use_is_found_in_the_light_where_it_is() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    if env::var_os("SAYSO_AXE").is_none() {
        return;
    }
    assert_eq!(rules(&faults(&browser, &site.url("/picture"))), ["image-alt"]);
    assert_eq!(faults(&browser, &site.url("/faint")), []);
    browser.light(Scheme::Dark, true);
    assert_eq!(rules(&faults(&browser, &site.url("/faint"))), ["color-contrast"]);
}

#[test]
fn a_page_that_is_too_wide_for_a_phone_is_found_on_a_phone() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    assert_eq!(faults(&browser, &site.url("/wide")), []);
    browser.resize(390);
    let found = faults(&browser, &site.url("/wide"));
    assert!(matches!(found[..], [Fault::Wide(pixels)] if pixels > 100), "{found:?}");
}

#[test]
fn keys_write_move_and_send() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    browser.go(&site.url("/form"));
    assert_eq!(browser.find("#moving").text(), "still");
    browser.tab_to("#name");
    browser.press("Ada");
    assert_eq!(browser.find("#typed").text(), "Ada");
    browser.tab_to("button");
    browser.press_holding(keys::SHIFT, keys::TAB);
    browser.press("m");
    assert_eq!(browser.find("#typed").text(), "m", "who comes back by the keyboard finds the words selected");
    browser.tab_to("button");
    browser.press(keys::ENTER);
    assert_eq!(browser.find("#moved").text(), "Thank you.");
}

#[test]
fn a_mouse_follows_links_and_what_is_there_can_be_read() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    browser.go(&site.url("/good"));
    let link = browser.find("a");
    assert_eq!((link.text().as_str(), link.attribute("href").as_deref()), ("Ask for a place", Some("/form")));
    assert_eq!(link.attribute("rel"), None);
    link.click();
    assert_eq!(browser.address(), site.url("/form"));
    assert_eq!((browser.count("input"), browser.count("img")), (1, 0));
}

#[test]
fn where_scripts_are_off_pages_run_none() {
    let setting = Setting { scripts: false, ..Setting::default() };
    let (site, Some(browser)) = (site(), Browser::open(setting)) else { return };
    browser.go(&site.url("/form"));
    browser.tab_to("#name");
    browser.press("Ada");
    assert_eq!(browser.find("#typed").text(), "nothing");
    browser.find("button").click();
    assert_eq!(browser.find("#moved").text(), "Thank you.");
}

#[test]
fn a_picture_shows_the_whole_page_at_its_width() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    let folder = tempfile::tempdir().unwrap();
    browser.go(&site.url("/good"));
    let tall = "document.body.style.height = '3000px'";
    for width in [390, 1280] {
        browser.resize(width);
        browser.run(tall, &json!([]));
        let path = folder.path().join("page.png");
        browser.photograph(&path);
        let png = std::fs::read(path).unwrap();
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(number(16), width);
        assert!(number(20) > 3_000);
    }
}

#[test]
fn what_is_not_there_is_told_with_its_selector_and_its_page() {
    let (site, Some(browser)) = (site(), Browser::open(Setting::default())) else { return };
    browser.go(&site.url("/good"));
    let told = panic::catch_unwind(AssertUnwindSafe(|| browser.find("#no-such-thing"))).err().unwrap();
    let told = told.downcast_ref::<String>().unwrap();
    let expected = format!("“#no-such-thing” on {}: no such element", site.url("/good"));
    assert!(told.starts_with(&expected), "{told}");
}
