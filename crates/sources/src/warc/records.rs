//! Where does each record begin and end?
//!
//! A record says how long it is, and what follows it shows whether that is true: blank lines, then the next
//! record or the end. Where it is not, the record ends where the next one begins, which is searched for: inside
//! what was read, if the length said was too long, else further on. The same search goes over whatever lies
//! between records and over what is left of a damaged gzip member. What was wrong is told with the record's
//! number, its byte and its address; nothing is passed over without a word.
//!
//! Known weakness: a length that is too long by exactly some whole records hides them, where the archive is
//! not packed record by record.

use std::io::Read;

use super::arc::{ArcLine, arc_line};
use super::bytes::{Bytes, Fault, is_member};
use super::fields::{Fields, end_of_header, line_of};
use crate::{SourceError, SourceErrorKind};

/// A longer header is none.
const MAX_HEADER: usize = 256 << 10;

/// A longer line begins no record.
const MAX_LINE: usize = 32 << 10;

/// How much is kept of a record that is no article, to search for the next one in it.
const UNWANTED: u64 = 1 << 20;

/// How much is kept of a record that is too large, to see whether it would be an article.
pub(crate) const BEGINNING: u64 = 64 << 10;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// What a server answered, its header included.
    Response,
    /// The words alone, in the record's own content type.
    Plain,
    /// Requests, metadata, references to earlier answers and the like.
    Other,
}

/// A record of an archive.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) number: u64,
    pub(crate) byte: u64,
    pub(crate) kind: Kind,
    pub(crate) uri: Option<String>,
    pub(crate) content_type: Option<String>,
    /// What kind of document the archive itself found.
    pub(crate) identified_type: Option<String>,
    pub(crate) block_digest: Option<String>,
    pub(crate) payload_digest: Option<String>,
    /// Why the record was cut when it was made.
    pub(crate) truncated: Option<String>,
    /// Whether it stood in a damaged gzip member.
    pub(crate) damaged: bool,
    pub(crate) length: u64,
    pub(crate) body: Vec<u8>,
}

impl Record {
    /// Whether only the beginning was kept, the record being too large.
    pub(crate) fn is_beginning(&self) -> bool {
        (self.body.len() as u64) < self.length
    }

    pub(crate) fn error(&self, kind: SourceErrorKind, message: &str) -> SourceError {
        let message = match &self.uri {
            Some(uri) => format!("{uri}: {message}"),
            None => message.to_owned(),
        };
        SourceError::new(kind, message).at_record(self.number, Some(self.byte))
    }

    fn broken(&self, message: &str) -> SourceError {
        self.error(SourceErrorKind::BrokenRecord, message)
    }
}

/// A record, or why there is none, and what else is to be told after it.
pub(crate) type Item = (Result<Record, SourceError>, Option<SourceError>);

/// The records of an archive, in order.
pub(crate) struct Records<R> {
    bytes: Bytes<R>,
    max: u64,
    number: u64,
    is_arc: bool,
    /// A fault was told of, and the next record is to be searched for.
    lost: bool,
    ended: bool,
}

/// How the reading of a body ended.
enum Body {
    Whole,
    /// The input ends after so many bytes of it.
    Cut(u64),
    /// The next record begins within it.
    Short,
    Faulty(Fault),
}

/// A place that is no beginning of a record.
enum Failure {
    Fault(Fault),
    Told(SourceError),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}

impl<R: Read> Records<R> {
    /// Bodies up to `max` bytes are kept whole.
    pub(crate) fn new(reader: R, max: u64) -> Records<R> {
        Records { bytes: Bytes::new(reader), max, number: 0, is_arc: false, lost: false, ended: false }
    }

    /// The next record; `None` at the end, or after the system failed.
    pub(crate) fn next(&mut self) -> Option<Item> {
        if self.ended {
            return None;
        }
        match self.find() {
            Ok(true) => (),
            Ok(false) => {
                self.ended = true;
                return None;
            }
            Err(Failure::Told(error)) => return Some((Err(error), None)),
            Err(Failure::Fault(fault)) => {
                self.number += 1;
                let byte = self.bytes.place();
                let error = self.after(fault, "no record can be read here");
                return Some((Err(error.at_record(self.number, Some(byte))), None));
            }
        }
        self.number += 1;
        let mut record = Record {
            number: self.number,
            byte: self.bytes.place(),
            kind: Kind::Other,
            uri: None,
            content_type: None,
            identified_type: None,
            block_digest: None,
            payload_digest: None,
            truncated: None,
            damaged: false,
            length: 0,
            body: Vec::new(),
        };
        match self.header(&mut record) {
            Ok(()) => Some(self.content(record)),
            Err(Failure::Told(error)) => Some((Err(error), None)),
            Err(Failure::Fault(fault)) => {
                let error = self.after(fault, "its header cannot be read");
                Some((Err(error.at_record(record.number, Some(record.byte))), None))
            }
        }
    }

    /// Goes to where the next record begins; `false` at the end.
    fn find(&mut self) -> Result<bool, Failure> {
        while self.lost {
            match self.seek(None) {
                Err(fault @ Fault::Io(_)) => return Err(fault.into()),
                // What is left of a section that was told of already.
                Err(Fault::Broken(_)) => self.bytes.lose(),
                Ok(skipped) => {
                    self.lost = false;
                    return Ok(skipped.is_some());
                }
            }
        }
        self.skip_blank()?;
        while self.bytes.window().is_empty() {
            if !self.bytes.next_section()? {
                return Ok(false);
            }
            self.skip_blank()?;
        }
        if self.begins()? {
            return Ok(true);
        }
        let (number, byte) = (self.number, self.bytes.place());
        // A fault here must not tell of the same bytes twice.
        self.lost = true;
        let skipped = self.seek(None)?;
        self.lost = false;
        self.ended = skipped.is_none();
        if skipped == Some(0) {
            // A packed record after plain ones.
            return Ok(true);
        }
        let error = if number == 0 && self.ended {
            let message = "this is no WARC or ARC file: no record begins anywhere in it";
            SourceError::new(SourceErrorKind::Unsupported, message)
        } else {
            let much = skipped.map_or("everything after it".to_owned(), |skipped| format!("{skipped} bytes"));
            let message = format!("{much} from there on belong to no record and were passed over");
            SourceError::new(SourceErrorKind::BrokenRecord, message).at_record(number, Some(byte))
        };
        Err(Failure::Told(error))
    }

    /// Skips line ends, and the NULs that fill up blocks.
    fn skip_blank(&mut self) -> Result<(), Fault> {
        loop {
            let window = self.bytes.want(1)?;
            let blank = window.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n' | 0)).count();
            if blank == 0 {
                return Ok(());
            }
            self.bytes.consume(blank);
        }
    }

    /// Whether a record begins at the window.
    fn begins(&mut self) -> Result<bool, Fault> {
        // Members that know nothing of records may divide even these few bytes.
        while b"WARC/1".starts_with(self.bytes.want(6)?) && !self.bytes.window().is_empty() {
            if self.bytes.window().len() == 6 || !self.bytes.next_section()? {
                break;
            }
        }
        if is_warc(self.bytes.window()) {
            return Ok(true);
        }
        if !self.may_be_arc() {
            return Ok(false);
        }
        let mut length = 256;
        loop {
            let window = self.bytes.want(length)?;
            if memchr::memchr(b'\n', window).is_some() || window.len() < length || length > MAX_LINE {
                return Ok(arc_line(line_of(&window[..window.len().min(MAX_LINE)])).is_some());
            }
            length *= 2;
        }
    }

    /// A WARC file may hold such lines as words.
    fn may_be_arc(&self) -> bool {
        self.is_arc || self.number == 0
    }

    /// Searches for the next record and gives how many bytes lay before it, which go to `sink` as far as there
    /// is room; `None` when there is none.
    fn seek(&mut self, mut sink: Option<(&mut Vec<u8>, u64)>) -> Result<Option<u64>, Fault> {
        let mut skipped = 0;
        loop {
            if self.bytes.want(1)?.is_empty() && !self.bytes.next_section()? {
                return Ok(None);
            }
            if self.begins()? {
                return Ok(Some(skipped));
            }
            let window = self.bytes.window();
            let line = line_of(window);
            let is_plain = self.bytes.is_plain();
            let member = memchr::memmem::find(line, &[0x1f, 0x8b, 8]).filter(|_| is_plain);
            if let Some(at) = member.filter(|at| is_member(&line[*at..])) {
                let arc = self.may_be_arc();
                let begins = |first: &[u8]| is_warc(first) || (arc && arc_line(line_of(first)).is_some());
                if self.bytes.enter_member(at, begins).map_err(Fault::Io)? {
                    return Ok(Some(skipped + at as u64));
                }
            }
            let (line, window) = (line_of(self.bytes.window()), self.bytes.window().len());
            let open = line.len() == window && !line.ends_with(b"\n");
            if open && window < MAX_LINE && self.bytes.more()? {
                continue;
            }
            let line = line_of(self.bytes.window());
            let length = match member {
                Some(at) => at + 1,
                // The first bytes of a member may stand across the end of the window.
                None if open && line.len() > 3 => line.len() - 3,
                None => line.len(),
            };
            if let Some((sink, max)) = &mut sink {
                let room = max.saturating_sub(sink.len() as u64) as usize;
                sink.extend_from_slice(&line[..length.min(room)]);
            }
            skipped += length as u64;
            self.bytes.consume(length);
        }
    }

    fn header(&mut self, record: &mut Record) -> Result<(), Failure> {
        if is_warc(self.bytes.window()) {
            self.warc_header(record)
        } else {
            self.is_arc = true;
            self.arc_header(record)
        }
    }

    /// Reads on, over members if need be, until `end` finds the header's end in the window, and takes it.
    fn take_header(
        &mut self,
        record: &Record,
        end: impl Fn(&[u8]) -> Option<usize>,
    ) -> Result<Vec<u8>, Failure> {
        let mut length = 1024;
        loop {
            // What is there counts before a fault that lies behind it, which comes again.
            let fault = self.bytes.want(length).err();
            let window = self.bytes.window();
            if let Some(end) = end(window) {
                let header = window[..end].to_vec();
                self.bytes.consume(end);
                return Ok(header);
            }
            if let Some(fault) = fault {
                return Err(Failure::Fault(fault));
            }
            if window.len() > MAX_HEADER {
                self.lost = true;
                self.bytes.consume(1);
                return Err(Failure::Told(record.broken("its header has no end; it was passed over")));
            }
            if window.len() >= length {
                length *= 2;
                continue;
            }
            let old = window.len();
            let ended = !self.bytes.next_section()?;
            let begins_anew = !ended && is_warc(&self.bytes.want(old + 6)?[old..]);
            if ended || begins_anew {
                self.bytes.consume(old);
                return Err(Failure::Told(record.broken("its header is cut off; the record is lost")));
            }
        }
    }

    fn warc_header(&mut self, record: &mut Record) -> Result<(), Failure> {
        let header = self.take_header(record, end_of_header)?;
        let (_, fields, _) = Fields::of(&header);
        let own = |name: &str| fields.get(name).map(|value| value.into_owned());
        let uri = own("WARC-Target-URI");
        record.uri = uri.map(|uri| uri.trim_matches(['<', '>']).to_owned()).filter(|uri| !uri.is_empty());
        record.content_type = own("Content-Type");
        record.identified_type = own("WARC-Identified-Payload-Type");
        record.block_digest = own("WARC-Block-Digest");
        record.payload_digest = own("WARC-Payload-Digest");
        record.truncated =
            own("WARC-Truncated").or(own("WARC-Segment-Number").map(|_| "segments".to_owned()));
        let kind = fields.get("WARC-Type").unwrap_or_default().to_ascii_lowercase();
        record.kind = match kind.as_str() {
            "response" => Kind::Response,
            "resource" | "conversion" => Kind::Plain,
            _ => Kind::Other,
        };
        self.length(record, fields.get("Content-Length").as_deref())
    }

    fn arc_header(&mut self, record: &mut Record) -> Result<(), Failure> {
        let end = |window: &[u8]| memchr::memchr(b'\n', window).map(|at| at + 1);
        let line = self.take_header(record, end)?;
        let Some(ArcLine { url, content_type, length }) = arc_line(&line) else {
            return Err(Failure::Told(record.broken("its first line cannot be read")));
        };
        record.kind = if url.starts_with("filedesc:") { Kind::Other } else { Kind::Response };
        record.uri = Some(url);
        record.content_type = Some(content_type);
        self.length(record, Some(&length))
    }

    fn length(&mut self, record: &mut Record, stated: Option<&str>) -> Result<(), Failure> {
        match stated.map(str::parse) {
            Some(Ok(length)) => {
                record.length = length;
                Ok(())
            }
            _ => {
                self.lost = true;
                let message = match stated {
                    Some(stated) => format!("its length is given as \"{stated}\"; the record is lost"),
                    None => "its length is not given; the record is lost".to_owned(),
                };
                Err(Failure::Told(record.broken(&message)))
            }
        }
    }

    /// Reads the body and makes sure of its length.
    fn content(&mut self, mut record: Record) -> Item {
        let keep = match record.kind {
            Kind::Other => record.length.min(UNWANTED),
            _ if record.length > self.max => BEGINNING,
            _ => record.length,
        };
        let body = self.body(&mut record, keep);
        let told = match body {
            Body::Whole => self.check_end(&mut record),
            Body::Short => {
                let told = wrong_length(&record, record.body.len());
                record.length = record.body.len() as u64;
                Some(told)
            }
            Body::Cut(read) => match self.begins_within(&record).filter(|_| record.body.len() as u64 == read)
            {
                Some(at) => self.cut_at(&mut record, at, &[]),
                None => {
                    let length = record.length;
                    if record.body.len() as u64 == read && holds_all_of_the_answer(&record.body) {
                        let message = format!("the archive ends after {read} of its {length} bytes");
                        let told = record.broken(&message);
                        record.length = read;
                        return (Ok(record), Some(told));
                    }
                    let message = format!(
                        "cut off: the archive ends after {read} of its {length} bytes; the record is lost"
                    );
                    return (Err(record.broken(&message)), None);
                }
            },
            Body::Faulty(fault) => {
                let error = self.after(fault, "the record is lost");
                return (Err(name(error, &record)), None);
            }
        };
        (Ok(record), told)
    }

    /// Reads a body of the length that its record states.
    fn body(&mut self, record: &mut Record, keep: u64) -> Body {
        let mut left = record.length;
        while left > 0 {
            if self.bytes.window().is_empty() {
                match self.go_on(record.length - left) {
                    Ok(None) => continue,
                    Ok(Some(end)) => return end,
                    Err(fault) => return Body::Faulty(fault),
                }
            }
            let window = self.bytes.window();
            let length = window.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let room = (keep - record.body.len() as u64) as usize;
            record.body.extend_from_slice(&window[..length.min(room)]);
            self.bytes.consume(length);
            left -= length as u64;
        }
        Body::Whole
    }

    /// Fills the window within a body; how the body ends if it cannot go on.
    fn go_on(&mut self, read: u64) -> Result<Option<Body>, Fault> {
        if self.bytes.more()? {
            return Ok(None);
        }
        if !self.bytes.next_section()? {
            return Ok(Some(Body::Cut(read)));
        }
        Ok(self.begins()?.then_some(Body::Short))
    }

    /// Looks at what follows a body; where that is no next record, mends the body's end.
    fn check_end(&mut self, record: &mut Record) -> Option<SourceError> {
        let mut blank = Vec::new();
        let end = loop {
            match self.bytes.want(1) {
                Err(fault) => break Err(fault),
                Ok([byte @ (b'\r' | b'\n'), ..]) if blank.len() < 16 => {
                    blank.push(*byte);
                    self.bytes.consume(1);
                }
                Ok([]) => break Ok(true),
                Ok(_) => {
                    let lines = blank.iter().filter(|&&byte| byte == b'\n').count();
                    break if lines >= if self.is_arc { 1 } else { 2 } { Ok(true) } else { self.begins() };
                }
            }
        };
        match end {
            Ok(true) => None,
            Ok(false) => self.mend(record, &blank),
            Err(fault) => {
                record.damaged = matches!(fault, Fault::Broken(_));
                let error = self.after(fault, "what was read of it may be wrong");
                Some(name(error, record))
            }
        }
    }

    /// The body's length is wrong: it ends where the next record begins, in it or after it.
    fn mend(&mut self, record: &mut Record, blank: &[u8]) -> Option<SourceError> {
        let whole = !record.is_beginning();
        if let Some(at) = self.begins_within(record).filter(|_| whole) {
            return self.cut_at(record, at, blank);
        }
        let mut rest = blank.to_vec();
        let found = self.seek(Some((&mut rest, self.max)));
        let length = record.length + rest.len() as u64;
        let told = wrong_length(record, length as usize);
        if whole && length <= self.max {
            record.body.extend_from_slice(rest.trim_ascii_end());
            record.length = record.body.len() as u64;
        }
        match found {
            Ok(_) => Some(told),
            Err(fault) => {
                self.after(fault, "");
                Some(told)
            }
        }
    }

    /// Where in a body that was kept whole, or as far as the archive goes, another record begins.
    fn begins_within(&self, record: &Record) -> Option<usize> {
        let body = &record.body;
        memchr::memchr_iter(b'\n', body).map(|at| at + 1).find(|&at| {
            let rest = &body[at..];
            is_warc(rest) || (self.is_arc && rest.contains(&b'\n') && arc_line(line_of(rest)).is_some())
        })
    }

    fn cut_at(&mut self, record: &mut Record, at: usize, blank: &[u8]) -> Option<SourceError> {
        let told = wrong_length(record, at);
        let rest = [&record.body[at..], blank].concat();
        if !self.bytes.put_back(&rest) {
            return Some(record.broken("its length is wrong, and records behind it may be lost"));
        }
        record.body.truncate(at);
        record.body.truncate(record.body.trim_ascii_end().len());
        record.length = record.body.len() as u64;
        Some(told)
    }

    /// What a fault is called, and where to go on after it.
    fn after(&mut self, fault: Fault, what: &str) -> SourceError {
        match fault {
            Fault::Io(error) => {
                self.ended = true;
                SourceError::io(error)
            }
            Fault::Broken(why) => {
                self.bytes.lose();
                self.lost = true;
                SourceError::new(SourceErrorKind::BrokenRecord, format!("{why}; {what}"))
            }
        }
    }
}

fn is_warc(first: &[u8]) -> bool {
    first.strip_prefix(b"WARC/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Whether a server's answer is there to its end, as it says itself.
fn holds_all_of_the_answer(body: &[u8]) -> bool {
    let (_, answer, payload) = Fields::of(body);
    let length = answer.get("Content-Length").and_then(|length| length.parse().ok());
    body.starts_with(b"HTTP/") && length.is_some_and(|length: usize| payload.len() >= length)
}

fn wrong_length(record: &Record, found: usize) -> SourceError {
    let stated = record.length;
    record.broken(&format!("its length is given as {stated} bytes, but the next record begins after {found}"))
}

/// Adds the record's number, byte and address to a fault's message.
fn name(error: SourceError, record: &Record) -> SourceError {
    error.about(record.uri.as_deref()).at_record(record.number, Some(record.byte))
}
