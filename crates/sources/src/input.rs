//! What may be given to be read, and how to tell what it is.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use encoding_rs::{Encoding, UTF_8};

use crate::Columns;

/// One input, as given on a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, a folder, or a pipe that has a name.
    Path(PathBuf),
    /// Standard input, written `-`.
    Stdin,
}

impl From<OsString> for Input {
    fn from(name: OsString) -> Input {
        if name == "-" { Input::Stdin } else { Input::Path(name.into()) }
    }
}

impl From<&str> for Input {
    fn from(name: &str) -> Input {
        OsString::from(name).into()
    }
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Input {
        path.into_os_string().into()
    }
}

/// How an input's bytes are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// One article of plain text (`.txt`).
    Text,
    /// One web page (`.html`, `.htm`).
    Html,
    /// One article a line, as JSON (`.jsonl`, `.ndjson`).
    Jsonl,
    /// A web archive, one page a record (`.warc`, `.arc`).
    Warc,
    /// A feed, one article an entry (`.rss`, `.atom`, `.xml`).
    Feed,
    /// News in XML: NewsML, NewsML-G2 or NITF (`.xml`).
    NewsXml,
    /// A table with one article a row (`.csv`, `.tsv`).
    Csv,
    /// A table with one article a row, as Parquet (`.parquet`).
    Parquet,
}

impl Format {
    /// All formats by their names, in the order of the variants.
    const NAMES: [(&str, Format); 8] = [
        ("txt", Format::Text),
        ("html", Format::Html),
        ("jsonl", Format::Jsonl),
        ("warc", Format::Warc),
        ("feed", Format::Feed),
        ("newsxml", Format::NewsXml),
        ("csv", Format::Csv),
        ("parquet", Format::Parquet),
    ];

    /// The names that [`from_str`](Format::from_str) takes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Format::NAMES.into_iter().map(|(name, _)| name)
    }

    /// Whether an input in this format is one article.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, Format::Text | Format::Html)
    }

    /// By a file's extension, in any case, before a `.gz`; `None` where the first bytes have to tell.
    pub(crate) fn of_name(path: &Path) -> Option<Format> {
        match extension_of(path)?.as_str() {
            "txt" => Some(Format::Text),
            "html" | "htm" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "warc" | "arc" => Some(Format::Warc),
            "rss" | "atom" => Some(Format::Feed),
            "csv" | "tsv" => Some(Format::Csv),
            "parquet" => Some(Format::Parquet),
            _ => None,
        }
    }

    /// Whether the name says XML, of which there are several kinds.
    pub(crate) fn is_xml(path: &Path) -> bool {
        extension_of(path).is_some_and(|extension| extension == "xml")
    }

    /// By the first bytes: an archive and a Parquet file by their signature, an object (`{"` or `{}`) is
    /// JSONL, XML goes by its first element, a page starts with markup that only pages have, everything else
    /// is text. A table cannot be told from text.
    pub(crate) fn sniff(head: &[u8]) -> Format {
        if head.starts_with(b"PAR1") {
            return Format::Parquet;
        }
        let (encoding, mark) = Encoding::for_bom(head).unwrap_or((UTF_8, 0));
        let head = &head[mark..head.len().min(mark + 4096)];
        let (head, _) = encoding.decode_without_bom_handling(head);
        let start = head.trim_start();
        if start.starts_with("WARC/") || start.starts_with("filedesc:") {
            return Format::Warc;
        }
        if let Some(object) = start.strip_prefix('{')
            && object.trim_start().starts_with(['"', '}'])
        {
            return Format::Jsonl;
        }
        if let Some(format) = first_element(start).and_then(of_element) {
            return format;
        }
        let lower = start.to_ascii_lowercase();
        let page = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title"];
        let is_page = page.iter().any(|tag| lower.starts_with(tag))
            || (["<!--", "<?xml"].iter().any(|tag| lower.starts_with(tag)) && lower.contains("<html"));
        if is_page { Format::Html } else { Format::Text }
    }
}

/// The extension in small letters, that before a `.gz` for a packed file.
fn extension_of(path: &Path) -> Option<String> {
    let extension = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
    match extension(path)?.as_str() {
        "gz" => extension(Path::new(path.file_stem()?)),
        plain => Some(plain.to_owned()),
    }
}

/// The name of the first element without its prefix, after declaration, comments and the like.
fn first_element(start: &str) -> Option<&str> {
    let mut rest = start;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest {
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with(['!', '?']) => ">",
            _ => break,
        };
        rest = rest.split_once(end)?.1;
    }
    let name = &rest[..rest.find(|c: char| c.is_whitespace() || "/>".contains(c))?];
    Some(name.rsplit(':').next().unwrap_or(name))
}

fn of_element(name: &str) -> Option<Format> {
    match name {
        "rss" | "feed" | "RDF" => Some(Format::Feed),
        "NewsML" | "newsItem" | "newsMessage" | "packageItem" | "nitf" => Some(Format::NewsXml),
        _ => None,
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Format::NAMES.iter().find(|(_, format)| format == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

impl FromStr for Format {
    type Err = String;

    /// # Errors
    /// When the name is none of [`Format::names`]; the message lists them.
    fn from_str(name: &str) -> Result<Format, String> {
        let found = Format::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, format)| *format).ok_or_else(|| {
            let known: Vec<&str> = Format::names().collect();
            format!("`{name}` is no format known here; use one of {}", known.join(", "))
        })
    }
}

/// How [`open`](crate::open) reads.
///
/// ```
/// use sayso_sources::{Format, Options};
/// let mut options = Options::default();
/// options.from = Some(Format::Jsonl);
/// assert_eq!(options.max_file, 64 << 20);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Reads every input in this format, whatever its name; `None` goes by the extension, and by the first
    /// bytes where there is none that is known. Folders still give only files with a known extension.
    pub from: Option<Format>,
    /// The largest text or page, in bytes. Each is held in memory as a whole. At most 1 GiB is used.
    pub max_file: u64,
    /// The longest line of JSONL or row of a table, in bytes. At most 1 GiB is used.
    pub max_line: u64,
    /// Which columns of a table (CSV, Parquet) are what; by their usual names where it does not say.
    pub columns: Columns,
}

/// Places in a text are 32 bits wide, and other encodings grow up to threefold in UTF-8.
const MAX: u64 = 1 << 30;

impl Options {
    pub(crate) fn within_bounds(&self) -> Options {
        let (max_file, max_line) = (self.max_file.min(MAX), self.max_line.min(MAX));
        Options { max_file, max_line, ..self.clone() }
    }
}

impl Default for Options {
    /// No format forced; 64 MiB a file and a line.
    fn default() -> Options {
        Options { from: None, max_file: 64 << 20, max_line: 64 << 20, columns: Columns::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_format() {
        let cases: [(&[u8], Format); 19] = [
            (b"", Format::Text),
            (b"The minister said no.", Format::Text),
            (b"{curly} braces open a text", Format::Text),
            (b"\xef\xbb\xbf {\"text\": \"a\"}", Format::Jsonl),
            (b"{ \"text\"", Format::Jsonl),
            (b"\n<!DOCTYPE html><p>a", Format::Html),
            (b"<?xml version='1.0'?><html>", Format::Html),
            (b"<!-- saved --><HTML>", Format::Html),
            (b"<b>not</b> quite a page", Format::Text),
            (b"WARC/1.0\r\n", Format::Warc),
            (b"filedesc://a.arc 0.0.0.0 20240501", Format::Warc),
            (b"PAR1\x15\x04", Format::Parquet),
            (b"<?xml version='1.0'?>\n<!-- a --><rss version='2.0'>", Format::Feed),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            (b"<rdf:RDF xmlns:rdf='x'>", Format::Feed),
            (b"\xff\xfe<\0f\0e\0e\0d\0>\0", Format::Feed),
            (b"<?xml version='1.0'?><newsItem guid='x'>", Format::NewsXml),
            (b"<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", Format::NewsXml),
            (b"<?xml version='1.0'?><urlset>", Format::Text),
        ];
        for (head, format) in cases {
            assert_eq!(Format::sniff(head), format, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn names_of_formats_go_there_and_back() {
        for (_, format) in Format::NAMES {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert!("pdf".parse::<Format>().unwrap_err().contains("txt, html, jsonl, warc"));
        assert_eq!(Input::from("-"), Input::Stdin);
    }

    #[test]
    fn the_extension_before_gz_counts() {
        let of = |name: &str| Format::of_name(Path::new(name));
        assert_eq!(of("a.JSONL.gz"), Some(Format::Jsonl));
        assert_eq!(of("a.arc.gz"), Some(Format::Warc));
        assert_eq!(of("a.gz"), None);
        assert_eq!(of("a.xml"), None);
        assert!(Format::is_xml(Path::new("a.xml.gz")));
    }
}
