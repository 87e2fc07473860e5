//! Bytes that nobody would send on purpose, and bytes that somebody would: no reader panics, overflows its
//! stack or takes more time than the length of its input allows.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sayso_domain::NoteCode;
use sayso_sources::{Sourced, extract, furniture, read_html_bytes, read_jsonl, read_text_bytes};
use sayso_text::Text;

/// Far above what a linear reader needs on a loaded machine, far below what a quadratic one would.
const LIMIT: Duration = Duration::from_secs(20);

fn page(html: &str) -> Sourced {
    let start = Instant::now();
    let sourced = read_html_bytes(html.as_bytes()).unwrap();
    assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
    sourced
}

fn codes(sourced: &Sourced) -> Vec<NoteCode> {
    sourced.notes.iter().map(|note| note.code).collect()
}

#[test]
fn deep_nesting_is_flattened_and_told() {
    for (open, close) in
        [("<div>", "</div>"), ("<b>", "</b>"), ("<ul><li>", "</ul>"), ("<blockquote><p>", "")]
    {
        let html = format!("{}The minister said no.{}", open.repeat(10_000), close.repeat(10_000));
        let sourced = page(&html);
        assert!(sourced.article.text.as_str().contains("The minister said no."), "{open}");
        assert!(codes(&sourced).contains(&NoteCode::Truncated), "{open}");
    }
    let hidden = format!("<svg><title>{}</title></svg>Words", "<g>".repeat(200_000));
    // All of it is inside the drawing for a browser too: only the time counts.
    page(&hidden);
    assert!(page(&"<div>".repeat(1_000_000)).article.text.is_empty());
}

#[test]
fn repetition_takes_time_in_proportion() {
    let paragraph = "<p>The minister said no, and that he would say so again, on Monday.";
    page(&paragraph.repeat(20_000));
    page(&"<div><b id=1></div>x".repeat(20_000));
    page(&format!("<p>{}", "<a href=x>yy</a> ".repeat(50_000)));
    page(&"<br>".repeat(200_000));
    page(&"<table><tr><td>".repeat(5_000));
    page(&"<!--".repeat(200_000));
    page(&"<a href='".repeat(100_000));
    page(&"</p>".repeat(100_000));
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=1")).collect();
    page(&format!("<div{attributes}>x</div>"));
}

#[test]
fn one_line_of_ten_megabytes() {
    let long = "word and more, ".repeat(700_000);
    let start = Instant::now();
    assert_eq!(read_text_bytes(long.as_bytes()).unwrap().article.text.as_str(), long);
    let article = page(&format!("<p>{long}</p>")).article;
    assert_eq!(article.text.as_str(), long.trim_end());
    let line = format!("{{\"text\": \"{long}\"}}");
    assert!(read_jsonl(line.as_bytes()).next().unwrap().is_ok());
    assert!(start.elapsed() < LIMIT);
}

#[test]
fn cut_off_pages_give_what_they_have() {
    let html = "<html><head><title>Minister says no</title></head><body><article><h1>Minister says no</h1>\
        <p>The minister said on Monday that he would not raise the tax, whatever the unions thought of it.</p>\
        <p>The unions said on Tuesday that they had not expected anything else from this government.</p><p>And";
    for end in 0..html.len() {
        page(&html[..end]);
    }
    let article = page(html).article;
    assert_eq!(article.title.as_deref(), Some("Minister says no"));
    assert!(
        article.text.as_str().contains("whatever the unions thought of it.\nThe unions said"),
        "{article:?}"
    );
}

#[test]
fn a_page_without_an_article_gives_its_words_and_a_note() {
    let links = "<li><a href=/x>Another story of the day</a></li>".repeat(30);
    let sourced = page(&format!("<title>News</title><nav><ul>{links}</ul></nav><p>Welcome.</p>"));
    assert_eq!(codes(&sourced), [NoteCode::NoArticle]);
    assert!(sourced.article.text.as_str().contains("Welcome."));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_text(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(Sourced { article, .. }) = read_text_bytes(&bytes)
            && let Ok(valid) = std::str::from_utf8(&bytes)
        {
            prop_assert_eq!(article.text.as_str(), valid.strip_prefix('\u{feff}').unwrap_or(valid));
        }
    }

    #[test]
    fn any_characters_as_text(text in "[^\\x00]{0,400}") {
        if let Ok(Sourced { article, .. }) = read_text_bytes(text.as_bytes()) {
            prop_assert_eq!(article.text.as_str(), text.strip_prefix('\u{feff}').unwrap_or(&text));
        }
    }

    #[test]
    fn any_bytes_as_jsonl(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
        prop_assert!(read_jsonl(&bytes[..]).count() <= lines);
    }

    #[test]
    fn any_bytes_as_a_page(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_html_bytes(&bytes);
    }

    #[test]
    fn markup_in_any_order(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..60)) {
        let extracted = extract(&parts.concat());
        prop_assert!(!extracted.text.contains("\n\n"));
    }

    #[test]
    fn furniture_lies_within_the_text(lines in proptest::collection::vec(proptest::sample::select(&LINES[..]), 0..12)) {
        let text = Text::new(lines.concat());
        let marked = furniture(&text);
        for pair in marked.windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start());
        }
        for span in marked {
            prop_assert!(!span.is_empty() && text.trim(span) == span);
        }
    }
}

const PARTS: [&str; 46] = [
    "<html lang=en>",
    "<head>",
    "<body>",
    "<title>",
    "</title>",
    "<p>",
    "</p>",
    "<div class='caption'>",
    "</div>",
    "<article>",
    "</article>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<ul>",
    "<li>",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",",
    "<!--",
    "-->",
    "<svg>",
    "<title/>",
    "</svg>",
    "<math>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript><img>",
    "<br>",
    "<br><br>",
    "<pre>\n",
    "<select><option>",
    "<textarea>",
    "<frameset>",
    "<font color=é>",
    "The minister said on Monday that he would not, and that was that, whatever they thought of it. ",
    "&amp;&#0;",
    "\u{ad}\u{200b}",
    "<meta property=og:title content='A | B &amp;lt;'>",
    "<",
];

const LINES: [&str; 12] = [
    "Endit",
    "\n",
    "\r\n",
    " ",
    "Xinhua, September 20, 2015 Adjust font size:",
    "He left. ",
    "ENDS",
    "© 2024 é",
    "(c) 2024 Example",
    "\u{2028}",
    "FULL TEXT.",
    "All rights reserved.",
];
