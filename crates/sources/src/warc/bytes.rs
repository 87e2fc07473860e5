//! Which bytes of the archive come next, unpacked?
//!
//! An archive is a run of *sections*: a gzip member, or plain bytes up to the end. Most packed archives have a
//! member for each record, some one for all, and some were put together from both kinds, so nothing is
//! assumed: a section begins where the one before ended, and is what its first bytes say.
//!
//! What comes is held in a window of some 64 KB, and as much of the packed bytes behind it, so that after a
//! damaged member the search for the next one can begin inside it. Going back is paid from a budget in
//! proportion to the bytes read: no input can make the search take more than a few times the length.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};

use crate::articles::GZIP;

/// How much is read and unpacked at a time.
const STEP: usize = 64 << 10;

/// How many bytes that were taken already can be gone back over.
const HISTORY: usize = 128 << 10;

/// How much is unpacked to see whether a record begins there.
const FIRST: usize = 1024;

/// Why no more bytes came.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The system failed; there is nothing after it.
    Io(io::Error),
    /// A gzip member is damaged or cut off. The next section is searched for by [`Bytes::lose`].
    Broken(&'static str),
}

/// The bytes of an archive, section by section.
pub(crate) struct Bytes<R> {
    raw: Raw<R>,
    section: Section,
    state: State,
    /// Unpacked bytes; those before `taken` are done with.
    window: Vec<u8>,
    taken: usize,
    inflate: Decompress,
    checksum: crc32fast::Hasher,
    unpacked: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Section {
    Plain,
    /// The member that begins at this byte.
    Member(u64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Going,
    /// A member is unpacked; what it says of itself at its end is still to be checked.
    Unpacked,
    /// There is no more of the section than what the window holds.
    Over,
}

impl<R: Read> Bytes<R> {
    pub(crate) fn new(reader: R) -> Bytes<R> {
        Bytes {
            raw: Raw { reader, buffer: Vec::new(), at: 0, start: 0, gone_back: 0 },
            section: Section::Plain,
            state: State::Over,
            window: Vec::new(),
            taken: 0,
            inflate: Decompress::new(false),
            checksum: crc32fast::Hasher::new(),
            unpacked: 0,
        }
    }

    /// What is there of the section without reading on.
    pub(crate) fn window(&self) -> &[u8] {
        &self.window[self.taken..]
    }

    /// The byte of the input where the window begins: exact in plain bytes, else that of its member.
    pub(crate) fn place(&self) -> u64 {
        match self.section {
            Section::Member(start) => start,
            _ => self.raw.position() - self.window().len() as u64,
        }
    }

    pub(crate) fn consume(&mut self, length: usize) {
        self.taken += length;
        debug_assert!(self.taken <= self.window.len());
        if self.taken == self.window.len() {
            self.window.clear();
            self.taken = 0;
        }
    }

    /// Puts bytes that were taken last back in front of the window; `false` when that would be too much of it.
    pub(crate) fn put_back(&mut self, bytes: &[u8]) -> bool {
        if !self.raw.allows(bytes.len() as u64) {
            return false;
        }
        self.window.splice(..self.taken, bytes.iter().copied());
        self.taken = 0;
        true
    }

    /// Whether the section is plain bytes, in which a member may begin anywhere.
    pub(crate) fn is_plain(&self) -> bool {
        self.section == Section::Plain
    }

    /// Adds more of the section to the window; `false` when there is no more of it.
    pub(crate) fn more(&mut self) -> Result<bool, Fault> {
        self.window.drain(..std::mem::take(&mut self.taken));
        match (self.state, self.section) {
            (State::Over, _) => Ok(false),
            (State::Unpacked, _) => self.trailer().map(|()| false),
            (State::Going, Section::Plain) => {
                let available = self.raw.available().map_err(Fault::Io)?;
                let length = available.len();
                self.window.extend_from_slice(available);
                self.raw.at += length;
                if length == 0 {
                    self.state = State::Over;
                }
                Ok(length > 0)
            }
            (State::Going, Section::Member(_)) => self.unpack(STEP),
        }
    }

    /// Reads on until the window holds so many bytes, or all that are left of the section.
    pub(crate) fn want(&mut self, length: usize) -> Result<&[u8], Fault> {
        while self.window().len() < length && self.more()? {}
        Ok(self.window())
    }

    /// Goes on to the next section once this one is over; `false` at the end of the input. What is in the
    /// window stays in front of it.
    pub(crate) fn next_section(&mut self) -> Result<bool, Fault> {
        let head = self.raw.at_least(3).map_err(Fault::Io)?;
        if head.is_empty() {
            return Ok(false);
        }
        if is_member(head) {
            self.begin_member()?;
        } else {
            (self.section, self.state) = (Section::Plain, State::Going);
        }
        Ok(true)
    }

    /// Gives up the section after a fault and takes what follows as plain bytes, from just behind its first
    /// byte if that can still be had: the next member or record is to be searched for there.
    pub(crate) fn lose(&mut self) {
        if let Section::Member(start) = self.section {
            self.raw.go_back_to(start + 1);
        }
        self.window.clear();
        self.taken = 0;
        (self.section, self.state) = (Section::Plain, State::Going);
    }

    /// Begins a member at a place in the window of a plain section where its first bytes stand, if `begins`
    /// says of what is unpacked first that a record begins there. Otherwise nothing changes.
    pub(crate) fn enter_member(
        &mut self,
        at: usize,
        begins: impl Fn(&[u8]) -> bool,
    ) -> Result<bool, io::Error> {
        let end = self.raw.position();
        let place = end - (self.window().len() - at) as u64;
        // What is gone back over is paid for only as far as it is read again.
        if self.section != Section::Plain || !self.raw.allows(0) || !self.raw.holds(place) {
            return Ok(false);
        }
        self.raw.at = (place - self.raw.start) as usize;
        let plain = std::mem::take(&mut self.window);
        let started = self.begin_member().and_then(|()| self.unpack(FIRST));
        self.raw.gone_back += self.raw.position() - place;
        if started.is_ok() && begins(&self.window) {
            self.taken = 0;
            return Ok(true);
        }
        self.window = plain;
        (self.section, self.state) = (Section::Plain, State::Going);
        match started {
            Err(Fault::Io(error)) => Err(error),
            _ => self.raw.go_on_to(end).map(|()| false),
        }
    }

    fn begin_member(&mut self) -> Result<(), Fault> {
        (self.section, self.state) = (Section::Member(self.raw.position()), State::Going);
        self.inflate.reset(false);
        self.checksum.reset();
        self.unpacked = 0;
        self.header()
    }

    fn header(&mut self) -> Result<(), Fault> {
        let fixed: [u8; 10] = self.raw.exactly()?;
        if !is_member(&fixed) {
            return Err(Fault::Broken("it is packed in an unknown way"));
        }
        let flags = fixed[3];
        if flags & 4 != 0 {
            let length: [u8; 2] = self.raw.exactly()?;
            for _ in 0..u16::from_le_bytes(length) {
                self.raw.exactly::<1>()?;
            }
        }
        for _ in 0..(flags >> 3 & 1) + (flags >> 4 & 1) {
            while self.raw.exactly::<1>()? != [0] {}
        }
        if flags & 2 != 0 {
            self.raw.exactly::<2>()?;
        }
        Ok(())
    }

    /// Unpacks up to so many bytes of the member. Empty blocks give none; too many of them are no member.
    fn unpack(&mut self, limit: usize) -> Result<bool, Fault> {
        let old = self.window.len();
        let begin = self.raw.position();
        self.window.resize(old + limit, 0);
        let result = loop {
            let packed = match self.raw.available() {
                Ok([]) => break Err(Fault::Broken("the gzip member is cut off: the input ends within it")),
                Ok(packed) => packed,
                Err(error) => break Err(Fault::Io(error)),
            };
            let before = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(packed, &mut self.window[old..], FlushDecompress::None);
            self.raw.at += (self.inflate.total_in() - before.0) as usize;
            let length = (self.inflate.total_out() - before.1) as usize;
            let stuck =
                self.inflate.total_in() == before.0 || self.raw.position() - begin > 16 * limit as u64;
            match status {
                Ok(Status::StreamEnd) => break Ok((length, true)),
                Ok(_) if length > 0 => break Ok((length, false)),
                Ok(_) if !stuck => continue,
                _ => break Err(Fault::Broken("the gzip member is damaged")),
            }
        };
        let length = result.as_ref().map_or(0, |(length, _)| *length);
        self.window.truncate(old + length);
        let (_, ended) = result?;
        self.checksum.update(&self.window[old..]);
        self.unpacked = self.unpacked.wrapping_add(length as u32);
        if !ended {
            return Ok(true);
        }
        self.state = State::Unpacked;
        if length > 0 { Ok(true) } else { self.trailer().map(|()| false) }
    }

    /// Checks what the member says of itself at its end.
    fn trailer(&mut self) -> Result<(), Fault> {
        let stated: [u8; 8] = self.raw.exactly()?;
        let checksum = std::mem::take(&mut self.checksum).finalize();
        let found = [checksum.to_le_bytes(), self.unpacked.to_le_bytes()].concat();
        if stated != found[..] {
            return Err(Fault::Broken("the gzip member's checksum does not agree with what it holds"));
        }
        self.state = State::Over;
        Ok(())
    }
}

/// Whether a gzip member may begin so: its method is the only one there is, and reserved flags are clear.
pub(crate) fn is_member(head: &[u8]) -> bool {
    head.starts_with(&GZIP) && head.get(2) == Some(&8) && head.get(3).is_none_or(|flags| flags & 0xe0 == 0)
}

/// The input as it is, with the last bytes kept for going back.
struct Raw<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Bytes of the buffer before this one were taken.
    at: usize,
    /// The place of the buffer's first byte in the input.
    start: u64,
    gone_back: u64,
}

impl<R: Read> Raw<R> {
    fn position(&self) -> u64 {
        self.start + self.at as u64
    }

    /// What is there, after reading on if nothing is; nothing at the end.
    fn available(&mut self) -> io::Result<&[u8]> {
        self.at_least(1)
    }

    /// As [`available`](Raw::available), reading on until so many bytes are there or none come.
    fn at_least(&mut self, length: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < length && self.read_on()? {}
        Ok(&self.buffer[self.at..])
    }

    fn read_on(&mut self) -> io::Result<bool> {
        let done = self.at.saturating_sub(HISTORY);
        if done >= STEP {
            self.buffer.drain(..done);
            self.at -= done;
            self.start += done as u64;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + STEP, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer[old..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                read => break read,
            }
        };
        self.buffer.truncate(old + read.as_ref().copied().unwrap_or(0));
        Ok(read? > 0)
    }

    fn exactly<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let found = self.at_least(N).map_err(Fault::Io)?.first_chunk().copied();
        self.at += if found.is_some() { N } else { 0 };
        found.ok_or(Fault::Broken("the gzip member is cut off: the input ends within it"))
    }

    /// Goes back if the place is still held and the budget allows it.
    fn go_back_to(&mut self, place: u64) -> bool {
        let way = self.position().saturating_sub(place);
        if !self.holds(place) || !self.allows(way) {
            return false;
        }
        self.at = (place - self.start) as usize;
        true
    }

    /// Whether the place was read and is still there.
    fn holds(&self, place: u64) -> bool {
        (self.start..=self.position()).contains(&place)
    }

    /// Pays for going back from a budget that grows with the input.
    fn allows(&mut self, way: u64) -> bool {
        let budget = 4 * (self.start + self.buffer.len() as u64) + (16 << 20);
        let within = self.gone_back + way <= budget;
        self.gone_back += if within { way } else { 0 };
        within
    }

    fn go_on_to(&mut self, place: u64) -> io::Result<()> {
        while self.start + (self.buffer.len() as u64) < place && self.read_on()? {}
        self.at = ((place - self.start) as usize).min(self.buffer.len());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn member(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::GzBuilder::new()
            .extra([b's', b'l', 2, 0, 1, 2])
            .filename("a.warc")
            .comment("by hand")
            .write(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// The sections of an input, and the fault that ended it.
    fn sections(input: &[u8]) -> (Vec<Vec<u8>>, Option<Fault>) {
        let mut bytes = Bytes::new(input);
        let mut found = Vec::new();
        loop {
            match bytes.next_section() {
                Ok(false) => return (found, None),
                Err(fault) => return (found, Some(fault)),
                Ok(true) => found.push(Vec::new()),
            }
            loop {
                match bytes.more() {
                    Ok(true) => {
                        found.last_mut().unwrap().extend_from_slice(bytes.window());
                        bytes.consume(bytes.window().len());
                    }
                    Ok(false) => break,
                    Err(fault) => return (found, Some(fault)),
                }
            }
        }
    }

    #[test]
    fn members_and_plain_bytes_are_sections() {
        let long = vec![b'x'; 300_000];
        let input = [member(b"one"), member(b""), member(&long), b"plain to the end".to_vec()].concat();
        let (found, fault) = sections(&input);
        assert!(fault.is_none(), "{fault:?}");
        assert_eq!(found, [&b"one"[..], b"", &long, b"plain to the end"]);
        assert!(sections(b"").0.is_empty());
    }

    #[test]
    fn a_damaged_or_cut_member_is_a_fault() {
        let whole = member(b"The minister said no, and that he would say so again.");
        for end in 3..whole.len() {
            let (_, fault) = sections(&whole[..end]);
            assert!(matches!(fault, Some(Fault::Broken(why)) if why.contains("cut off")), "{end}: {fault:?}");
        }
        let mut wrong = whole.clone();
        *wrong.last_mut().unwrap() ^= 1;
        assert!(matches!(sections(&wrong).1, Some(Fault::Broken(why)) if why.contains("checksum")));
    }

    #[test]
    fn a_member_is_found_in_what_was_lost() {
        let mut first = member(&[b"one", &[7; 900][..]].concat());
        let middle = first.len() / 2;
        first[middle] ^= 0xff;
        let input = [first, member(b"two")].concat();
        let mut bytes = Bytes::new(&input[..]);
        assert!(bytes.next_section().unwrap());
        while let Ok(true) = bytes.more() {
            bytes.consume(bytes.window().len());
        }
        bytes.lose();
        assert!(bytes.more().unwrap());
        let at = bytes.window().windows(4).position(is_member).unwrap();
        assert!(!bytes.enter_member(at, |first| first == b"three").unwrap());
        assert!(bytes.enter_member(at, |first| first == b"two").unwrap());
        assert_eq!(bytes.window(), b"two");
        assert_eq!(bytes.place(), input.len() as u64 - member(b"two").len() as u64);
    }
}
