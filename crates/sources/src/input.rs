//! What may be given to be read, and how to tell what it is.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

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
}

impl Format {
    /// By a file's extension, in any case.
    pub(crate) fn of_name(path: &Path) -> Option<Format> {
        match path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
            "txt" => Some(Format::Text),
            "html" | "htm" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// By the first bytes: an object (`{"` or `{}`) is JSONL, a page starts with markup that only pages
    /// have, everything else is text.
    pub(crate) fn sniff(head: &[u8]) -> Format {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let head = String::from_utf8_lossy(&head[..head.len().min(4096)]);
        let start = head.trim_start();
        if let Some(object) = start.strip_prefix('{')
            && object.trim_start().starts_with(['"', '}'])
        {
            return Format::Jsonl;
        }
        let lower = start.to_ascii_lowercase();
        let page = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title"];
        let is_page = page.iter().any(|tag| lower.starts_with(tag))
            || (["<!--", "<?xml"].iter().any(|tag| lower.starts_with(tag)) && lower.contains("<html"));
        if is_page { Format::Html } else { Format::Text }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Text => "txt",
            Format::Html => "html",
            Format::Jsonl => "jsonl",
        })
    }
}

impl FromStr for Format {
    type Err = String;

    /// # Errors
    /// When the name is none of `txt`, `html`, `jsonl`; the message lists them.
    fn from_str(name: &str) -> Result<Format, String> {
        match name {
            "txt" => Ok(Format::Text),
            "html" => Ok(Format::Html),
            "jsonl" => Ok(Format::Jsonl),
            _ => Err(format!("`{name}` is no format known here; use txt, html or jsonl")),
        }
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
    /// The longest line of JSONL, in bytes. At most 1 GiB is used.
    pub max_line: u64,
}

/// Places in a text are 32 bits wide, and other encodings grow up to threefold in UTF-8.
const MAX: u64 = 1 << 30;

impl Options {
    pub(crate) fn within_bounds(&self) -> Options {
        Options { from: self.from, max_file: self.max_file.min(MAX), max_line: self.max_line.min(MAX) }
    }
}

impl Default for Options {
    /// No format forced; 64 MiB a file and a line.
    fn default() -> Options {
        Options { from: None, max_file: 64 << 20, max_line: 64 << 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_format() {
        let cases: [(&[u8], Format); 9] = [
            (b"", Format::Text),
            (b"The minister said no.", Format::Text),
            (b"{curly} braces open a text", Format::Text),
            (b"\xef\xbb\xbf {\"text\": \"a\"}", Format::Jsonl),
            (b"{ \"text\"", Format::Jsonl),
            (b"\n<!DOCTYPE html><p>a", Format::Html),
            (b"<?xml version='1.0'?><html>", Format::Html),
            (b"<!-- saved --><HTML>", Format::Html),
            (b"<b>not</b> quite a page", Format::Text),
        ];
        for (head, format) in cases {
            assert_eq!(Format::sniff(head), format, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn names_of_formats_go_there_and_back() {
        for format in [Format::Text, Format::Html, Format::Jsonl] {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert!("pdf".parse::<Format>().unwrap_err().contains("txt, html or jsonl"));
        assert_eq!(Input::from("-"), Input::Stdin);
    }
}
