//! How do source bytes become an [`Article`]?
//!
//! [`open`] takes files, folders and standard input and gives [`Articles`]: an iterator over [`Sourced`]
//! articles or [`SourceError`]s, in input order, one in memory at a time. Below it, one door a format, for
//! bytes that are in memory already: [`read_text_bytes`], [`read_html_bytes`], [`read_jsonl`], [`read_warc`],
//! [`read_feed`], [`read_news_xml`], [`read_csv`], and `read_parquet` where it is built in, and
//! [`read_arrived`] for bytes that came from an address; [`extract`] is the page reader without the bytes, and
//! [`furniture()`] marks what is the page's and not the article's. [`files_below`] tells which files a folder
//! gives.
//!
//! ```text
//! inputs ─ walk ─ bytes ─┬─ .txt   ─ encoding ──────────────────────────────────┐
//!                        ├─ .html  ─ encoding ─ flatten ─ metadata + body ──────┼─ dateline, language,
//!                        ├─ .jsonl ─ a line at a time ──────────────────────────┤  furniture ─ Article
//!                        ├─ .warc  ─ a record at a time ─ html, text ───────────┤
//!                        ├─ .rss, .xml ─ encoding ─ tree ─ an entry, an item ───┤
//!                        └─ .csv, .parquet ─ columns ─ a row at a time ─────────┘
//! ```
//!
//! It gives `engine` its articles and knows nothing of what is read in them. It does I/O, and nothing it is
//! given makes it panic, overflow the stack or hold more than one article and its tree.
//!
//! - The text of `.txt`, `.jsonl` and tables is unaltered, line ends included; a byte order mark at the start of a
//!   file is the encoding's signature and is dropped.
//! - The text of a page, an entry or an item is its main text, one paragraph a line; its title is not put in front.
//! - What a source does not state of outlet, day and language, the text may, when it is unmistakable;
//!   otherwise it is `None`.
//! - Standard input, and files given by name with an unknown extension, are recognised by their first bytes:
//!   a line that starts as a JSON object makes it JSONL, page markup HTML, the first element of other XML a
//!   feed or an agency's file, a signature an archive or Parquet, everything else text.
//!
//! ```
//! use sayso_sources::{Input, Options, open};
//!
//! let lines = "{\"id\": \"a\", \"text\": \"She said yes.\"}\n{\"id\": \"b\"}\n";
//! let mut articles = open(&[Input::Stdin], &Options::default()).with_stdin(lines.as_bytes());
//! assert_eq!(articles.next().unwrap().unwrap().article.id, "a");
//! let error = articles.next().unwrap().unwrap_err();
//! assert!(error.to_string().starts_with("standard input, line 2, column 11: missing field `text`"));
//! assert!(articles.next().is_none());
//! ```

mod address;
mod arrived;
mod articles;
mod columns;
mod csv;
mod date;
mod dateline;
mod encoding;
mod error;
mod feed;
mod furniture;
mod html;
mod input;
mod jsonl;
mod language;
mod news_xml;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod score;
mod walk;
mod warc;
mod xml;

use sayso_domain::{Article, Note};

pub use arrived::{Arrived, ArrivedArticles, Held, read_arrived};
pub use articles::{Articles, open};
pub use columns::Columns;
pub use csv::{Csv, read_csv};
pub use error::{SourceError, SourceErrorKind};
pub use feed::{Entry, EntryBody, Feed, FeedArticles, read_feed};
pub use furniture::furniture;
pub use html::{Extracted, extract};
pub use input::{Format, Input, Options};
pub use jsonl::{Jsonl, read_jsonl};
pub use news_xml::{NewsXml, read_news_xml};
#[cfg(feature = "parquet")]
pub use parquet::{Parquet, read_parquet, read_parquet_file};
pub use plain::{read_html_bytes, read_text_bytes};
pub use score::{Overlap, extraction_f1};
pub use walk::files_below;
pub use warc::{Warc, read_warc};

/// An article as its source gave it, and what of the source could not be read.
#[derive(Clone, Debug)]
pub struct Sourced {
    /// The article, its furniture marked and its language told where that could be found out.
    pub article: Article,
    /// Notes to be put before the engine's own.
    pub notes: Vec<Note>,
}
