//! What is it that came from this address, and what does it hold?
//!
//! Servers say what they send, and are often wrong: feeds come as `text/html`, archives as `text/plain`. So bytes that can
//! be nothing else are believed first, then the server, then the address's ending, then the first bytes again.

use std::fmt;
use std::io::Cursor;
use std::path::Path;

use encoding_rs::Encoding;

use crate::articles::{AS_JSONL, GZIP, Many, Opened, SPLIT, Source, all_of, first_unpacked, many, recognise};
use crate::plain::{read_page, read_words};
use crate::{Feed, Format, Options, SourceError, Sourced, read_feed};

/// Bytes that came over the web, and what was said of them.
#[derive(Clone, Debug, Default)]
pub struct Arrived {
    /// Where they were found, after redirects.
    pub address: String,
    /// What kind of thing they are by the server's word, in lower case and without parameters: `text/html`.
    pub content_type: Option<String>,
    /// The encoding of their characters by the server's word.
    pub charset: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What such bytes hold.
#[derive(Debug)]
#[non_exhaustive]
pub enum Held {
    /// A page or a text: one article.
    One(Box<Sourced>),
    /// A feed, whose entries may be elsewhere as a whole.
    Feed(Feed),
    /// An archive, a table, JSON lines or an agency's file.
    Many(ArrivedArticles),
}

/// The articles of an archive, a table or the like that came over the web, in order; made by [`read_arrived`].
pub struct ArrivedArticles {
    many: Box<dyn Many>,
    address: String,
}

/// Reads what came from an address, as [`open`](crate::open) reads a file.
///
/// The id and the `url` of a page are its address, whatever the page calls itself; those of the articles of an archive or a
/// table are their own, as far as they have them. Links in a feed are seen from its address. Of [`Options`], all holds that
/// holds for a file.
///
/// # Errors
/// Those of the format's own reader, with the address in front.
///
/// ```
/// use sayso_sources::{Arrived, Held, Options, read_arrived};
/// let arrived = Arrived {
///     address: "https://news.example/rain".to_owned(),
///     content_type: Some("text/html".to_owned()),
///     charset: None,
///     bytes: b"<p>She said yes.".to_vec(),
/// };
/// let Held::One(sourced) = read_arrived(arrived, &Options::default())? else { panic!("it is a page") };
/// assert_eq!(sourced.article.text.as_str(), "She said yes.");
/// assert_eq!(sourced.article.url.as_deref(), Some("https://news.example/rain"));
/// # Ok::<(), sayso_sources::SourceError>(())
/// ```
pub fn read_arrived(arrived: Arrived, options: &Options) -> Result<Held, SourceError> {
    let address = arrived.address.clone();
    held(arrived, &options.within_bounds()).map_err(|error| error.within(&address))
}

fn held(arrived: Arrived, options: &Options) -> Result<Held, SourceError> {
    let Arrived { address, content_type, charset, bytes } = arrived;
    let path = path_of(&address);
    let known = options.from.or_else(|| format_of(&bytes, content_type.as_deref(), path));
    let source: Source = Box::new(Cursor::new(bytes));
    let opened = recognise(source, known, Some(path))?;
    let stated = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    match opened.format {
        Format::Text | Format::Html => {
            let mut sourced = one(opened, stated, options)?;
            sourced.article.id.clone_from(&address);
            sourced.article.url = Some(address);
            Ok(Held::One(Box::new(sourced)))
        }
        Format::Feed => {
            read_feed(&all_of(opened.source, options.max_file, SPLIT)?, Some(&address)).map(Held::Feed)
        }
        _ => Ok(Held::Many(ArrivedArticles { many: many(opened, options)?, address })),
    }
}

fn one(opened: Opened, stated: Option<&'static Encoding>, options: &Options) -> Result<Sourced, SourceError> {
    let bytes = all_of(opened.source, options.max_file, AS_JSONL)?;
    match opened.format {
        Format::Html => read_page(&bytes, stated),
        _ => read_words(&bytes, stated),
    }
}

/// The format, where anything but the first bytes tells it, or these leave no doubt.
fn format_of(bytes: &[u8], content_type: Option<&str>, path: &Path) -> Option<Format> {
    let seen = match bytes.starts_with(&GZIP) {
        true => Format::sniff(&first_unpacked(&bytes[..bytes.len().min(1 << 16)])),
        false => Format::sniff(bytes),
    };
    let is_sure = matches!(seen, Format::Warc | Format::Feed | Format::NewsXml | Format::Parquet);
    let stated = || content_type.and_then(of_content_type);
    is_sure.then_some(seen).or_else(stated).or_else(|| Format::of_name(path))
}

/// By the server's word, where it says more than that it is some text, some XML or some bytes.
fn of_content_type(content_type: &str) -> Option<Format> {
    match content_type {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" => Some(Format::Feed),
        "application/x-ndjson" | "application/jsonl" | "application/jsonlines" => Some(Format::Jsonl),
        "text/csv" | "text/tab-separated-values" => Some(Format::Csv),
        "application/warc" => Some(Format::Warc),
        _ => None,
    }
}

/// The path of an address, for its ending.
fn path_of(address: &str) -> &Path {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let path = &address[..end];
    let host_at = path.find("://").map_or(0, |at| at + 3);
    // Without a path the host's ending would count: "news.warc".
    Path::new(path[host_at..].split_once('/').map_or("", |(_, path)| path))
}

impl Iterator for ArrivedArticles {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.many.next()?;
        let number = self.many.number_of_last();
        Some(item.map_err(|error| error.within(&self.address)).map(|mut sourced| {
            if let Some(number) = number {
                sourced.article.id = format!("{}:{number}", self.address);
            }
            sourced
        }))
    }
}

impl fmt::Debug for ArrivedArticles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrivedArticles").field("address", &self.address).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::SourceErrorKind;

    fn read(address: &str, content_type: Option<&str>, bytes: &[u8]) -> Result<Held, SourceError> {
        let arrived = Arrived {
            address: address.to_owned(),
            content_type: content_type.map(str::to_owned),
            charset: None,
            bytes: bytes.to_vec(),
        };
        read_arrived(arrived, &Options::default())
    }

    fn text(held: Result<Held, SourceError>) -> String {
        match held {
            Ok(Held::One(sourced)) => sourced.article.text.as_str().to_owned(),
            other => panic!("no single article: {other:?}"),
        }
    }

    fn ids(held: Result<Held, SourceError>) -> Vec<String> {
        match held {
            Ok(Held::Many(articles)) => articles.map(|sourced| sourced.unwrap().article.id).collect(),
            other => panic!("not many articles: {other:?}"),
        }
    }

    const FEED: &[u8] = b"<?xml version='1.0'?><rss><channel><title>T</title><item><title>Rain</title>\
        <link>/rain</link></item></channel></rss>";

    #[test]
    fn bytes_that_leave_no_doubt_win_over_the_server() {
        for stated in ["text/html", "text/plain", "application/octet-stream", "text/csv"] {
            let held = read("https://news.example/feed.html", Some(stated), FEED);
            let Ok(Held::Feed(feed)) = held else { panic!("{stated}: {held:?}") };
            assert_eq!(feed.entries[0].url.as_deref(), Some("https://news.example/rain"));
        }
    }

    #[test]
    fn then_the_server_counts_and_then_the_ending() {
        let fragment = b"<div><p>She said yes.</p></div>";
        assert_eq!(text(read("https://e.example/a", Some("text/html"), fragment)), "She said yes.");
        assert_eq!(text(read("https://e.example/a.html?x=1.txt", None, fragment)), "She said yes.");
        assert!(text(read("https://e.example/a", None, fragment)).contains("<div>"));
        let table = b"id,text\nx,She said yes.\n";
        assert_eq!(ids(read("https://e.example/t", Some("text/csv"), table)), ["x"]);
        assert_eq!(ids(read("https://e.example/t.csv", Some("text/plain"), table)), ["x"]);
    }

    #[test]
    fn what_is_packed_is_unpacked_and_numbered_after_its_address() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"{\"text\": \"He said no.\"}\n").unwrap();
        let packed = packed.finish().unwrap();
        let address = "https://e.example/a.jsonl.gz";
        assert_eq!(ids(read(address, Some("application/gzip"), &packed)), [format!("{address}:1")]);
    }

    #[test]
    fn an_encoding_that_the_server_states_is_taken() {
        let arrived = Arrived {
            address: "https://e.example/a.txt".to_owned(),
            charset: Some("windows-1251".to_owned()),
            bytes: b"\xce\xed \xf1\xea\xe0\xe7\xe0\xeb".to_vec(),
            ..Arrived::default()
        };
        assert_eq!(text(read_arrived(arrived, &Options::default())), "Он сказал");
    }

    #[test]
    fn what_is_nothing_to_read_is_an_error_with_its_address() {
        let error =
            read("https://e.example/a.pdf", Some("application/pdf"), b"%PDF-1.7\n\0\0\0").unwrap_err();
        assert_eq!(error.kind(), SourceErrorKind::Binary);
        assert!(error.to_string().starts_with("https://e.example/a.pdf"), "{error}");
        assert!(read("https://e.example/feed.rss", None, b"<html><p>Moved").is_err());
        let map = b"<?xml version='1.0'?><urlset></urlset>";
        let error = read("https://e.example/sitemap.xml", Some("text/xml"), map).unwrap_err();
        assert_eq!(error.kind(), SourceErrorKind::Unsupported);
    }

    #[test]
    fn the_ending_is_that_of_the_path() {
        for (address, path) in [
            ("https://news.warc", ""),
            ("https://e.example/", ""),
            ("https://e.example/a/b.csv?c=d.html#e", "a/b.csv"),
            ("https://e.example?x=/a.csv", ""),
            ("", ""),
        ] {
            assert_eq!(path_of(address), Path::new(path), "{address}");
        }
    }
}
