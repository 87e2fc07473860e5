//! Web archives (WARC 0.17 to 1.1, ARC 1 and 2, packed or not) → articles.
//!
//! `bytes` (sections, unpacked) → `records` (where each begins and ends; `fields`, `arc`) → here: is it a page
//! that a server gave? → `coding` (as it was sent → as it was written) → the page reader.
//!
//! What becomes an article: an answer with status 2xx, a resource or a conversion, of a page or a plain text.
//! Requests, references to earlier answers, metadata, pictures, redirections, logs and `robots.txt` are passed
//! over and only counted.

mod arc;
mod bytes;
mod coding;
mod digest;
mod fields;
mod records;

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use encoding_rs::Encoding;
use sayso_domain::{Note, NoteCode};

use self::coding::Unpacked;
use self::fields::Fields;
use self::records::{Kind, Record, Records};
use crate::articles::Many;
use crate::plain::{read_page, read_words};
use crate::{Format, Options, SourceError, SourceErrorKind, Sourced};

/// Reads the pages of a web archive, WARC or ARC, plain or packed, one at a time.
///
/// An article's `url` and `id` are the address it was fetched from, as the archive writes it; without one it is
/// named after its record ("record-3"). The page is read as [`read_html_bytes`](crate::read_html_bytes) does,
/// with the `charset` of the server's answer as a further hint; the day on which it was fetched says nothing of
/// the day of publication and is not taken for it. Of [`Options`], `max_file` holds for a record, packed and
/// unpacked: a larger one is passed over with an error and never held in memory.
///
/// Yields a [`SourceError`] with the number, the byte and the address of each record that is damaged, cut off
/// or of a false length, and goes on with the next that can be found; after an I/O error it ends. A digest
/// that does not agree leaves a note ([`NoteCode::Damaged`]).
///
/// ```
/// use sayso_sources::{Options, read_warc};
/// let archive = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/a\r\n\
///     Content-Type: application/http\r\nContent-Length: 63\r\n\r\n\
///     HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>She said yes.\r\n\r\n\r\n";
/// let read: Vec<_> = read_warc(archive.as_bytes(), &Options::default()).collect();
/// let article = &read[0].as_ref().unwrap().article;
/// assert_eq!(article.url.as_deref(), Some("https://e.example/a"));
/// assert_eq!(article.text.as_str(), "She said yes.");
/// ```
pub fn read_warc<R: Read>(reader: R, options: &Options) -> Warc<R> {
    let max = options.within_bounds().max_file;
    Warc { records: Records::new(reader, max), max, record: 0, passed_over: 0, named: false, told: None }
}

/// The articles of a web archive, in order; made by [`read_warc`].
pub struct Warc<R> {
    records: Records<R>,
    max: u64,
    record: u64,
    passed_over: u64,
    named: bool,
    /// What is still to be told of the record of the article given last.
    told: Option<SourceError>,
}

impl<R> Warc<R> {
    /// The number of the record last read, from 1.
    pub fn record(&self) -> u64 {
        self.record
    }

    /// How many whole records so far were no pages.
    pub fn passed_over(&self) -> u64 {
        self.passed_over
    }
}

impl<R: Read> Iterator for Warc<R> {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(error) = self.told.take() {
                return Some(Err(error));
            }
            let (record, told) = self.records.next()?;
            self.told = told;
            let record = match record {
                Ok(record) => record,
                Err(error) => return Some(Err(error)),
            };
            self.record = record.number;
            self.named = record.uri.is_some();
            match article(record, self.max) {
                Ok(Some(sourced)) => return Some(Ok(sourced)),
                Ok(None) => self.passed_over += 1,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<R: Read + Send> Many for Warc<R> {
    fn number_of_last(&self) -> Option<u64> {
        (!self.named).then_some(self.record)
    }
}

impl<R> fmt::Debug for Warc<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Warc")
            .field("record", &self.record)
            .field("passed_over", &self.passed_over)
            .finish_non_exhaustive()
    }
}

/// A page as it came.
struct Page<'r> {
    body: &'r [u8],
    content_type: Option<Cow<'r, str>>,
    /// The header of a server's answer.
    answer: Option<Fields<'r>>,
}

/// The article of a record; `None` when it is no page.
fn article(record: Record, max: u64) -> Result<Option<Sourced>, SourceError> {
    let Some(page) = page(&record) else { return Ok(None) };
    let declared = page.content_type.as_deref().unwrap_or_default();
    let Some(format) = format_of(declared, &page, &record) else { return Ok(None) };
    if record.is_beginning() {
        return Err(too_large(&record, max));
    }
    let mut notes = damage(&record, page.body);
    let body = plain_body(&page, max, &mut notes).map_err(|refusal| match refusal {
        Unpacked::Unknown(name) => record.error(
            SourceErrorKind::Unsupported,
            &format!("the page is packed as \"{name}\", which is not known here"),
        ),
        _ => too_large(&record, max),
    })?;
    if body.trim_ascii().is_empty() {
        return Ok(None);
    }
    let format = format.unwrap_or_else(|| Format::sniff(&body));
    let charset = charset(declared);
    let mut sourced = match format {
        Format::Text => read_words(&body, charset),
        _ => read_page(&body, charset),
    }
    .map_err(|error| error.about(record.uri.as_deref()).at_record(record.number, Some(record.byte)))?;
    sourced.article.id = record.uri.clone().unwrap_or_else(|| format!("record-{}", record.number));
    sourced.article.url = record.uri.or(sourced.article.url);
    notes.append(&mut sourced.notes);
    Ok(Some(Sourced { notes, ..sourced }))
}

/// The part of a record that a server gave as a page, whatever is in it.
fn page(record: &Record) -> Option<Page<'_>> {
    if record.kind == Kind::Other || !record.uri.as_deref().is_none_or(is_address_of_a_page) {
        return None;
    }
    let own_type = record.content_type.as_deref();
    if record.kind == Kind::Plain || !record.body.trim_ascii_start().starts_with(b"HTTP/") {
        let about_http = own_type.is_some_and(|own| own.starts_with("application/http"));
        return (!about_http).then_some(Page {
            body: &record.body,
            content_type: own_type.map(Cow::Borrowed),
            answer: None,
        });
    }
    let (status, answer, body) = Fields::of(record.body.trim_ascii_start());
    let status = status.split(u8::is_ascii_whitespace).nth(1)?;
    let content_type = answer.get("Content-Type");
    (status.len() == 3 && status.starts_with(b"2")).then_some(Page {
        body,
        content_type,
        answer: Some(answer),
    })
}

fn is_address_of_a_page(uri: &str) -> bool {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let path = uri.split(['?', '#']).next().unwrap_or(uri);
    matches!(scheme.as_str(), "" | "http" | "https" | "ftp" | "file") && !path.ends_with("/robots.txt")
}

/// How a page is to be read: as its type says, `Some(None)` by its first bytes; `None` when it is none.
fn format_of(declared: &str, page: &Page<'_>, record: &Record) -> Option<Option<Format>> {
    let name = |declared: &str| declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = |name: &str| match name {
        "text/html" | "application/xhtml+xml" => Some(Some(Format::Html)),
        "text/plain" => Some(None),
        _ => None,
    };
    let declared = name(declared);
    if let Some(identified) = &record.identified_type
        && declared.is_empty()
    {
        return known(&name(identified));
    }
    match declared.as_str() {
        // Old servers say nothing, and old archives "no-type" for it; then only what looks like a page is one.
        "" | "no-type" => (Format::sniff(page.body) == Format::Html).then_some(Some(Format::Html)),
        declared => known(declared),
    }
}

/// The charset that the server stated.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, value) = lower.split_once("charset=")?;
    let label = value.split([';', ',', ' ']).next()?.trim_matches(['"', '\'']);
    Encoding::for_label(label.as_bytes())
}

/// What is to be told of a record that was cut when it was made, or does not agree with its digest.
fn damage(record: &Record, payload: &[u8]) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some(why) = &record.truncated {
        let message = format!("the archive holds only the beginning of the page (its reason: {why})");
        notes.push(Note::new(NoteCode::Truncated, message));
    }
    if record.damaged {
        let message = "the gzip member that holds the record is damaged; words may be wrong";
        notes.push(Note::new(NoteCode::Damaged, message));
        return notes;
    }
    let of_block = record.block_digest.as_deref().and_then(|stated| digest::agrees(stated, &record.body));
    // Some programs take the payload's digest after the transfer coding was undone, some before.
    let of_payload = || {
        let stated = record.payload_digest.as_deref()?;
        Some(digest::agrees(stated, payload)? || agrees_unchunked(stated, payload))
    };
    if of_block.or_else(of_payload) == Some(false) {
        let message =
            "the record does not agree with its digest: it was altered or damaged after it was made";
        notes.push(Note::new(NoteCode::Damaged, message));
    }
    notes
}

fn agrees_unchunked(stated: &str, payload: &[u8]) -> bool {
    match coding::unchunked(payload) {
        Some(Unpacked::Whole(body) | Unpacked::Part(body)) => digest::agrees(stated, &body) == Some(true),
        _ => false,
    }
}

/// The page as it was written, its packing for the way undone.
///
/// # Errors
/// What stands in the way, when it is over the limit or packed in an unknown way.
fn plain_body<'r>(page: &Page<'r>, max: u64, notes: &mut Vec<Note>) -> Result<Cow<'r, [u8]>, Unpacked> {
    let Some(answer) = &page.answer else { return Ok(page.body.into()) };
    let mut part = false;
    let mut body = Cow::Borrowed(page.body);
    if answer.get("Transfer-Encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked")) {
        match coding::unchunked(page.body) {
            Some(Unpacked::Whole(joined)) => body = joined.into(),
            Some(Unpacked::Part(joined)) => (body, part) = (joined.into(), true),
            _ => (),
        }
    }
    let codings = answer.get("Content-Encoding").unwrap_or_default();
    if !codings.is_empty() || body.starts_with(&crate::articles::GZIP) {
        match coding::unpacked(body.into_owned(), &codings, max) {
            Unpacked::Whole(plain) => body = plain.into(),
            Unpacked::Part(plain) => (body, part) = (plain.into(), true),
            refusal => return Err(refusal),
        }
    }
    if part {
        let message = "the page was cut off on its way into the archive; the rest of it is missing";
        notes.push(Note::new(NoteCode::Truncated, message));
    }
    Ok(body)
}

fn too_large(record: &Record, max: u64) -> SourceError {
    let message = format!("the page is over the limit of {max} bytes for one article; it was passed over");
    record.error(SourceErrorKind::TooLarge, &message)
}
