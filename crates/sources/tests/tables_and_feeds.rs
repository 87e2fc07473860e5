//! Feeds, agencies' files and tables: any bytes at all, and what was written is what is read.

use std::fmt::Write;

use proptest::prelude::*;
use sayso_domain::NoteCode;
use sayso_sources::{Input, Options, SourceErrorKind, Sourced, open, read_csv, read_feed, read_news_xml};

fn opened(name: &str, bytes: &[u8]) -> Vec<Result<Sourced, sayso_sources::SourceError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    open(&[Input::from(path)], &Options::default()).collect()
}

#[test]
fn files_are_named_by_their_articles_or_by_number() {
    let feed = b"<rss><channel><item><guid>g</guid><description>a</description></item>\
        <item><description>b</description></item><item><guid>g</guid><description>c</description></item>";
    let read = opened("f.xml", feed);
    let ids: Vec<&str> = read.iter().flatten().map(|sourced| sourced.article.id.as_str()).collect();
    assert_eq!(ids, ["g", "f:2", "g#2"]);
    let error = read.last().unwrap().as_ref().unwrap_err();
    assert_eq!(error.kind(), SourceErrorKind::BrokenRecord);
    assert!(
        error.to_string().contains("f.xml, line 1, column 166: the file ends inside <channel>"),
        "{error}"
    );

    let ids = |name: &str, bytes: &[u8]| -> Vec<String> {
        opened(name, bytes).into_iter().flatten().map(|sourced| sourced.article.id).collect()
    };
    assert_eq!(ids("t.csv", b"id,text\nx,\"a\nb\"\n,c\n"), ["x", "t:4"]);
    let nitf = b"<?xml version='1.0'?>\n<!DOCTYPE nitf SYSTEM 'x'><nitf><body><body.content><p>a</p></body.content></body></nitf>";
    assert_eq!(ids("n.xml", nitf), ["n:1"]);
    let refused = opened("m.xml", b"<NewsML/>").remove(0).unwrap_err().to_string();
    assert!(refused.contains("m.xml: this is NewsML 1"), "{refused}");
}

#[test]
fn a_feed_over_the_limit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rss");
    std::fs::write(&path, "<rss/>".repeat(100)).unwrap();
    let mut options = Options::default();
    options.max_file = 100;
    let error = open(&[Input::from(path)], &options).next().unwrap().unwrap_err();
    assert_eq!(error.kind(), SourceErrorKind::TooLarge);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_it_is_said() {
    let error = opened("a.parquet", b"PAR1").remove(0).unwrap_err();
    assert!(
        error.kind() == SourceErrorKind::Unsupported && error.to_string().contains("--features parquet"),
        "{error}"
    );
}

#[test]
fn entities_deep_and_endless_files_take_time_in_proportion() {
    let mut bomb = "<!DOCTYPE rss [<!ENTITY a0 'ha'>".to_owned();
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        write!(bomb, "<!ENTITY a{level} '{inner}'>").unwrap();
    }
    bomb += "<!ENTITY file SYSTEM 'file:///etc/hostname'>]>\
        <rss><channel><item><description>&a29; &file;</description></item></channel></rss>";
    let feed = read_feed(bomb.as_bytes(), None).unwrap();
    assert_eq!(feed.entries[0].body.as_ref().unwrap().text, "&a29; &file;");
    for many in [
        "<a>".repeat(500_000),
        format!("<rss>{}", "<a/>".repeat(500_000)),
        format!("<rss>{}</rss>", "&unheardof; ".repeat(200_000)),
        format!("<rss {}/>", (0..50_000).map(|n| format!("xmlns:a{n}='b' ")).collect::<String>()),
        format!("<rss><channel>{}</channel></rss>", "<item>".repeat(200)),
        format!("<rss>{}", "<!--".repeat(200_000)),
    ] {
        let _ = read_feed(many.as_bytes(), None);
        let _ = read_news_xml(many.as_bytes());
    }
    let long = format!("<rss><channel>{}</channel></rss>", "<item><link>a</link></item>".repeat(50_000));
    assert_eq!(read_feed(long.as_bytes(), None).unwrap().entries.len(), 50_000);
}

#[test]
fn rows_of_lone_marks_take_time_in_proportion() {
    for line in ["\"a\n", "a\",\"b\n", "\"\"\"\n", "\"\n\n"] {
        let table = format!("text,b\n{}", line.repeat(100_000));
        read_csv(table.as_bytes(), &Options::default()).for_each(drop);
    }
}

/// A value as CSV has it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Words that any reader gives back as they are.
fn words() -> impl Strategy<Value = String> {
    "[a-zA-Zéß“”<>&\"',;]{1,12}( [a-zA-Zéß“”<>&\"',;]{1,12}){0,5}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_feed(&bytes, None).map(|feed| feed.into_articles().for_each(drop));
        let _ = read_news_xml(&bytes).map(|articles| articles.for_each(drop));
        read_csv(&bytes[..], &Options::default()).for_each(drop);
        #[cfg(feature = "parquet")]
        let _ = sayso_sources::read_parquet(bytes, &Options::default()).map(|rows| rows.for_each(drop));
    }

    #[test]
    fn markup_in_any_order(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..60)) {
        let xml = parts.concat();
        for start in ["", "<rss><channel><item>", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>"] {
            if let Ok(feed) = read_feed(format!("{start}{xml}").as_bytes(), Some("https://e.example/")) {
                for entry in feed.entries {
                    prop_assert!(entry.url.is_none_or(|url| url.contains(':')));
                    prop_assert!(entry.body.is_none_or(|body| !body.text.is_empty() && !body.text.contains("\n\n")));
                }
            }
        }
        for start in ["", "<nitf><body><body.content>", "<newsMessage><itemSet><newsItem><contentSet><inlineXML>"] {
            let _ = read_news_xml(format!("{start}{xml}").as_bytes()).map(|articles| articles.for_each(drop));
        }
    }

    #[test]
    fn a_table_says_what_was_written(
        rows in proptest::collection::vec(("[^\\x00]{0,60}", "[a-z]{0,5}"), 1..8),
        separator in proptest::sample::select(&[',', ';', '\t', '|'][..]),
        end in proptest::sample::select(&["\n", "\r\n"][..]),
    ) {
        let mut table = format!("text{separator}title{end}");
        for (text, title) in &rows {
            write!(table, "{}{separator}{title}{end}", quoted(text)).unwrap();
        }
        let read: Vec<Sourced> = read_csv(table.as_bytes(), &Options::default()).map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), rows.len());
        for (sourced, (text, _)) in read.iter().zip(&rows) {
            prop_assert_eq!(sourced.article.text.as_str(), text);
        }
    }

    #[test]
    fn a_feed_says_what_was_written(entries in proptest::collection::vec((words(), words()), 0..6)) {
        let mut rss = "<rss><channel>".to_owned();
        let mut atom = "<feed xmlns='http://www.w3.org/2005/Atom'>".to_owned();
        for (title, text) in &entries {
            let body = escaped(&format!("<p>{}</p>", escaped(text)));
            write!(rss, "<item><title>{}</title><content:encoded>{body}</content:encoded></item>", escaped(&escaped(title))).unwrap();
            write!(atom, "<entry><title>{}</title><content>{}</content></entry>", escaped(title), escaped(text)).unwrap();
        }
        for feed in [rss + "</channel></rss>", atom + "</feed>"] {
            let read = read_feed(feed.as_bytes(), None).unwrap();
            prop_assert_eq!(read.entries.len(), entries.len());
            for (entry, (title, text)) in read.entries.iter().zip(&entries) {
                prop_assert_eq!(entry.title.as_deref(), Some(title.as_str()));
                let body = entry.body.as_ref().unwrap();
                prop_assert!(body.is_full);
                prop_assert_eq!(&body.text, text);
            }
        }
    }

    #[test]
    fn an_item_says_what_was_written(title in words(), paragraphs in proptest::collection::vec(words(), 1..5)) {
        let body: String = paragraphs.iter().map(|text| format!("<p>{}</p>", escaped(text))).collect();
        let nitf = format!(
            "<nitf><body><body.head><hedline><hl1>{}</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>",
            escaped(&title)
        );
        let item = format!("<newsItem guid='a'><contentSet><inlineXML>{nitf}</inlineXML></contentSet></newsItem>");
        for xml in [nitf, item] {
            let article = read_news_xml(xml.as_bytes()).unwrap().next().unwrap().unwrap().article;
            prop_assert_eq!(article.title.as_deref(), Some(title.as_str()));
            prop_assert_eq!(article.text.as_str(), paragraphs.join("\n"));
        }
    }
}

#[test]
fn an_encoding_is_told_for_each_article() {
    let feed = b"<?xml version='1.0'?><rss><channel><item><description>\x93Fa\xe7ade\x94, he said of it \x96 and left.</description></item></channel></rss>";
    let sourced = opened("a.rss", feed).remove(0).unwrap();
    assert_eq!(sourced.article.text.as_str(), "“Façade”, he said of it – and left.");
    assert_eq!(sourced.notes[0].code, NoteCode::Encoding);
}

const PARTS: [&str; 40] = [
    "<rss>",
    "</rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<title type='xhtml'>",
    "<link>",
    "</link>",
    "<link href='//a/../b?c#d'/>",
    "<guid>",
    "</guid>",
    "<pubDate>Sun, 20 Sep 15</pubDate>",
    "<description>",
    "</description>",
    "<content:encoded>",
    "</content:encoded>",
    "<content type='html'>",
    "<content type='xhtml'>",
    "</content>",
    "<div xmlns='http://www.w3.org/1999/xhtml' class='a\"b'>",
    "</div>",
    "<p>",
    "</p>",
    "<br/>",
    "<script>",
    "</script>",
    "<![CDATA[ <p> & ]]>",
    "<!-- a -->",
    "<?php x ?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "&amp;lt;b&amp;gt;",
    "&b;&#8220;&#x110000;&",
    "He said “no”. ",
    "<nitf>",
    "<body.content>",
    "</body.content></body></nitf>",
    "<inlineData contenttype='text/html'>",
    "</inlineData>",
];
