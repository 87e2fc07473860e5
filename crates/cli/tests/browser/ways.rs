//! How a person gets somewhere: from the matrix to the words, with and without scripts.

use serde_json::json;

use crate::browser::{Browser, Setting};
use crate::manners;
use crate::served::Served;

/// From Compare to the words in the article, in two clicks.
fn to_the_words(browser: &Browser, served: &Served) {
    browser.go(&served.url("/compare"));
    browser.find(".matrix td a").click();
    let quote = browser.find("figure.words blockquote a");
    let words = quote.text();
    quote.click();
    assert!(browser.address().contains("/article"), "{}", browser.address());
    let meant = browser.run(MEANT, &json!([]));
    let (text, is_seen) = (meant["text"].as_str().unwrap_or_default(), meant["seen"].as_bool());
    let bare =
        |words: &str| words.replace(['“', '”', '"'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    let (marked, quoted) = (bare(text), bare(&words));
    // What shows a position may begin with the words that attribute it: "agreed to pay".
    assert!(
        !marked.is_empty() && (marked.contains(&quoted) || quoted.contains(&marked)),
        "{words:?} is not in the marked {text:?}"
    );
    assert_eq!(is_seen, Some(true), "the marked words are outside of the window");
}

/// The marked words of the statement that the address points at, all its pieces, and whether they are in the window.
const MEANT: &str = "const meant = document.querySelector(':target');\
    if (!meant) return {};\
    const pieces = [...document.querySelectorAll(`[data-statement=\"${meant.dataset.statement}\"]`)];\
    const place = meant.getBoundingClientRect();\
    return { text: pieces.map(piece => piece.textContent).join(' '), seen: place.top >= 0 && place.top < innerHeight };";

#[test]
fn two_clicks_lead_from_compare_to_the_marked_words() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    let served = Served::examples();
    to_the_words(&browser, &served);
    assert_eq!(manners::seen_since(&browser, &served.url("/")), [], "on the way");
}

#[test]
fn without_scripts_the_same_clicks_lead_there() {
    let Some(browser) = Browser::open(Setting { scripts: false, ..Setting::default() }) else { return };
    to_the_words(&browser, &Served::examples());
}

#[test]
fn without_a_mouse_the_same_words_are_reached() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    let served = Served::examples();
    browser.go(&served.url("/compare"));
    browser.tab_to(".matrix td a");
    browser.press(crate::keys::ENTER);
    browser.find("figure.words blockquote a");
    browser.tab_to("figure.words blockquote a");
    browser.press(crate::keys::ENTER);
    browser.find(":target");
    assert!(browser.address().contains("/article"), "{}", browser.address());
}
