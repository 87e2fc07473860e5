//! Foreign words in a page: none becomes markup, whether they come from the library or from the address.

use serde_json::{Value, json};

use super::addresses;
use crate::testing::{Sample, article};

/// Would be a script, an attribute, an entity, and the end of a title or a comment, were it not escaped.
const EVIL: &str = "</title><script>alert(1)</script>\"'&--><img src=x onerror=alert(1)> onfocus=alert(1) x=";

/// The same in an address.
const IN_ADDRESS: &str =
    "%3C%2Ftitle%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%26--%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E";

/// Two articles whose every field is evil: two, so that issues are found in them.
fn evil() -> Vec<Value> {
    let article = |name: &str, day: &str, stance: &str, speaker: &str| {
        let words = format!("the bridge {EVIL}");
        let mut article =
            article(&format!("{name}{EVIL}"), EVIL, day, &format!("{speaker} {EVIL}"), stance, &words);
        article["article"]["title"] = json!(EVIL);
        article["article"]["url"] = json!(format!("https://news.example/{}", name));
        article["positions"][0]["target"]["label"] = json!(format!("the bridge {EVIL}"));
        article["actors"][0]["key"] = json!(format!("person:{speaker}{EVIL}"));
        article["actors"][0]["role"] = json!(EVIL);
        article["notes"] = json!([]);
        article
    };
    vec![
        article("one", "2024-03-01", "favor", "Ada"),
        article("two", "2024-03-02", "against", "Bob"),
        article("three", "2024-03-03", "favor", "Cem"),
    ]
}

/// No markup of theirs, and no attribute that runs.
fn assert_harmless(body: &str, at: &str) {
    let lower = body.to_ascii_lowercase();
    assert!(!lower.contains("<script>alert") && !lower.contains("<img src=x"), "{at}: {body}");
    assert!(!lower.contains("href=\"javascript:") && !lower.contains(" style=\""), "{at}");
    // Quotes are escaped within attributes, so that no tag holds an attribute that was not made here.
    for tag in lower.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let outside: String = tag.split('"').step_by(2).collect();
        assert!(!outside.contains(" on"), "{at}: <{tag}>");
    }
}

/// What identifies things in the library, for filters that want something that is there.
fn values(name: &str) -> Vec<String> {
    let typed = |words: &str| form_urlencoded::byte_serialize(words.as_bytes()).collect::<String>();
    let label = typed(&format!("the bridge {EVIL}"));
    match name {
        "issue" | "found" | "a" | "b" | "label" => {
            vec![label, typed(&format!("bridge {EVIL}")), "the+bridge".to_owned()]
        }
        "name" | "article" => vec![typed(&format!("one{EVIL}"))],
        "actor" | "actors" | "key" | "speaker" | "first" | "second" => {
            vec![typed(&format!("person:Ada{EVIL}")), typed(&format!("Ada {EVIL}"))]
        }
        "outlet" => vec![typed(EVIL)],
        "words" | "like" => vec!["bridge".to_owned(), typed(EVIL)],
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn stored_words_stay_words_on_every_page() {
    let sample = Sample::with(&evil());
    let mut answered = 0;
    for (path, names) in addresses().into_iter().filter(|(path, _)| !path.contains('.')) {
        let mut asked = vec![path.clone()];
        for name in &names {
            asked.extend(values(name).iter().map(|value| format!("{path}?{name}={value}")));
        }
        for first in &names {
            for second in names.iter().filter(|second| *second > first) {
                let pairs = values(first)
                    .into_iter()
                    .flat_map(|a| values(second).into_iter().map(move |b| (a.clone(), b)));
                asked.extend(pairs.map(|(a, b)| format!("{path}?{first}={a}&{second}={b}")));
            }
        }
        for asked in asked {
            let told = sample.get(&asked).await;
            assert!(told.status != 500, "{asked}: {}", told.body);
            assert_harmless(&told.body, &asked);
            answered += u32::from(told.status == 200 && told.body.contains("&lt;script&gt;"));
        }
    }
    // The words came out on some of them: the test would say nothing otherwise.
    assert!(answered >= 3, "{answered}");
}

#[tokio::test]
async fn drawings_hold_no_markup_of_theirs() {
    let sample = Sample::with(&evil());
    for (path, _) in
        addresses().into_iter().filter(|(path, _)| path.ends_with(".svg") || path.ends_with(".graphml"))
    {
        let told = sample.get(&path).await;
        assert_harmless(&told.body, &path);
    }
}

#[tokio::test]
async fn words_of_the_address_stay_words_on_every_page() {
    let sample = Sample::small();
    for (path, names) in addresses().into_iter().filter(|(path, _)| !path.contains('.')) {
        assert_harmless(&sample.get(&format!("{path}?{IN_ADDRESS}={IN_ADDRESS}")).await.body, &path);
        for name in names {
            let told = sample.get(&format!("{path}?{name}={IN_ADDRESS}")).await;
            assert!(told.status != 500, "{path} {name}");
            assert_harmless(&told.body, &format!("{path} {name}"));
        }
    }
    for path in
        [format!("/{IN_ADDRESS}"), format!("/sign-in?next={IN_ADDRESS}"), format!("/sign-in?{IN_ADDRESS}=1")]
    {
        assert_harmless(&sample.get(&path).await.body, &path);
    }
}
