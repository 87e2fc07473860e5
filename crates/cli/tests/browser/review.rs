//! How a person puts something right by keys alone, with and without scripts: the matrix shows it, and it can be undone.

use serde_json::json;

use crate::browser::{Browser, Setting};
use crate::keys;
use crate::manners;
use crate::served::Served;

/// A statement with a position, first in the queue of what is on the first issue of the matrix.
const CELL: &str = ".matrix td.favor a, .matrix td.against a";

/// The button of another stance than the one that stands there.
const OTHER: &str = ".positions button.choice[aria-pressed=false]";

/// What stands in the matrix.
fn matrix(browser: &Browser, served: &Served) -> String {
    browser.go(&served.url("/compare"));
    browser.find(".matrix").text()
}

/// The review of the words behind a cell of the matrix that are counted alone, so that another stance shows.
fn to_the_review(browser: &Browser, served: &Served) {
    browser.go(&served.url("/compare"));
    let alone = format!(
        "return [...document.querySelectorAll({})].map(cell => cell.href).find(href => href.includes('found='))",
        json!(CELL)
    );
    let way = browser.run(&alone, &json!([]));
    let way = url::Url::parse(way.as_str().expect("a cell of the matrix")).unwrap();
    let of = |name: &str| way.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let mut review = url::Url::parse(&served.url("/review")).unwrap();
    review.query_pairs_mut().append_pair("found", &of("found")).append_pair("actor", &of("actor"));
    browser.go(review.as_str());
}

/// Waits until the page says what was done: the one before it may still be there.
fn is_told(browser: &Browser, wanted: &str) {
    let told = || browser.run("return document.querySelector('.done')?.textContent ?? ''", &json!([]));
    for _ in 0..100 {
        if told().as_str().is_some_and(|told| told.contains(wanted)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{wanted:?} is not in {}", told());
}

/// Changes a stance and undoes that; the matrix follows.
fn changes_and_undoes(
    browser: &Browser,
    served: &Served,
    change: impl Fn(&Browser),
    undo: impl Fn(&Browser),
) {
    let before = matrix(browser, served);
    to_the_review(browser, served);
    change(browser);
    is_told(browser, "Done. Stance");
    let there = browser.address();
    assert_ne!(matrix(browser, served), before, "the matrix does not show the correction");
    browser.go(&there);
    undo(browser);
    is_told(browser, "Undone. Stance");
    assert_eq!(matrix(browser, served), before, "the matrix does not show that it was undone");
}

fn by_tab(browser: &Browser) {
    browser.tab_to(OTHER);
    browser.press(keys::ENTER);
}

fn undo_by_tab(browser: &Browser) {
    browser.tab_to(".done button");
    browser.press(keys::ENTER);
}

#[test]
fn a_correction_made_by_the_keyboard_changes_the_matrix_and_is_undone() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    let served = Served::examples();
    changes_and_undoes(&browser, &served, by_tab, undo_by_tab);
    assert_eq!(manners::seen_since(&browser, &served.url("/")), [], "on the way");
}

#[test]
fn without_scripts_the_same_keys_do_the_same() {
    let Some(browser) = Browser::open(Setting { scripts: false, ..Setting::default() }) else { return };
    changes_and_undoes(&browser, &Served::examples(), by_tab, undo_by_tab);
}

#[test]
fn single_keys_do_it_too_but_not_while_somebody_types_or_when_they_are_off() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    let served = Served::examples();
    let other = |browser: &Browser| {
        let key = browser.find(OTHER).attribute("data-key").expect("a key");
        browser.press(&key);
    };
    changes_and_undoes(&browser, &served, other, |browser| browser.press("u"));
    browser.go(&served.url("/review"));
    let here = browser.address();
    browser.tab_to("#find");
    browser.press("jx");
    assert_eq!(browser.address(), here);
    browser.find("#keys summary").click();
    browser.find("#keys-on").click();
    browser.run("document.activeElement.blur()", &json!([]));
    browser.press("j");
    assert_eq!(browser.address(), here, "keys are switched off");
    browser.go(&here);
    browser.press("j");
    assert_eq!(browser.address(), here, "keys stay switched off");
}

#[test]
fn words_are_selected_by_arrows() {
    let Some(browser) = Browser::open(Setting::default()) else { return };
    let served = Served::examples();
    browser.go(&served.url("/review"));
    browser.find("#passage[tabindex]");
    browser.press("w");
    browser.press(ARROW_RIGHT);
    browser.press_holding(keys::SHIFT, &ARROW_RIGHT.repeat(2));
    let selected = browser.run("return getSelection().toString()", &json!([]));
    let selected = selected.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(selected.split(' ').count(), 3, "{selected}");
    browser.press(keys::ENTER);
    browser.press(keys::ENTER);
    let typed = browser.run("return document.getElementById('words-statement').value", &json!([]));
    assert_eq!(typed, json!(selected));
    browser.press(keys::ENTER);
    is_told(&browser, "Statement");
    let marked = browser.find("#passage mark.content").text();
    assert_eq!(marked.split_whitespace().collect::<Vec<_>>().join(" "), selected);
}

const ARROW_RIGHT: &str = "\u{E014}";
