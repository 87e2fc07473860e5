//! How do the bytes on the wire become those of the page, however they were packed to harm?
//!
//! Both are counted while they are read, so that nothing larger than the limit is ever held: the wire as well,
//! since a gzip file may consist of any number of empty parts.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::error::{FetchError, FetchErrorKind};

/// Text that says something packs to a tenth, tables of zeros to a hundredth; more than this is a trap.
const MAX_RATIO: u64 = 200;

/// Below this, nothing is a trap, whatever its ratio.
const HARMLESS: u64 = 1 << 20;

/// What happens at the limit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// More than so many bytes are an error.
    Refuse(u64),
    /// What is beyond so many bytes is not read.
    Cut(u64),
}

/// The bytes of a body that was packed as `coding` says.
///
/// # Errors
/// `TooLarge` over the limit or by the ratio; `Broken` when the packing is unknown or not what it says; what
/// the reader itself says is kept as the cause.
pub(crate) fn unpack(body: impl Read, coding: Option<&str>, limit: Limit) -> Result<Vec<u8>, FetchError> {
    let max = match limit {
        Limit::Refuse(max) | Limit::Cut(max) => max,
    };
    let wire = Rc::new(Cell::new(0));
    // One byte more than allowed, to see that there is more.
    let counted = Counted { inner: body.take(max.saturating_add(1)), count: Rc::clone(&wire) };
    let mut packed = BufReader::new(counted);
    let coding = coding.unwrap_or_default().trim().to_ascii_lowercase();
    // Nothing was packed: some servers name a packing all the same.
    if packed.fill_buf().map_err(broken)?.is_empty() {
        return Ok(Vec::new());
    }
    let mut bytes = match coding.as_str() {
        "" | "identity" => take(packed, &wire, max),
        "gzip" | "x-gzip" => take(MultiGzDecoder::new(packed), &wire, max),
        // The standard says zlib, some servers send the bare stream within.
        "deflate" if is_zlib(packed.buffer()) => take(ZlibDecoder::new(packed), &wire, max),
        "deflate" => take(DeflateDecoder::new(packed), &wire, max),
        "br" => take(Decompressor::new(packed, 4096), &wire, max),
        _ => Err(FetchError::new(FetchErrorKind::Broken, format!("its packing `{coding}` is unknown here"))),
    }?;
    match limit {
        Limit::Refuse(_) if bytes.len() as u64 > max || wire.get() > max => Err(too_large(max)),
        Limit::Refuse(_) => Ok(bytes),
        Limit::Cut(_) => {
            bytes.truncate(usize::try_from(max).unwrap_or(usize::MAX));
            Ok(bytes)
        }
    }
}

/// Up to one byte more than `max`, while the ratio is sound.
fn take(mut reader: impl Read, wire: &Cell<u64>, max: u64) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 << 10];
    while bytes.len() as u64 <= max {
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // The wire was cut off at the limit: that, and not the packing, is what is wrong, if anything is.
            Err(_) if wire.get() > max => break,
            Err(error) => return Err(broken(error)),
        };
        bytes.extend_from_slice(&buffer[..read]);
        let size = bytes.len() as u64;
        if size > HARMLESS && size / MAX_RATIO > wire.get() {
            let message =
                format!("it unpacks to more than {MAX_RATIO} times its size, as traps do; it is not read");
            return Err(FetchError::new(FetchErrorKind::TooLarge, message));
        }
    }
    Ok(bytes)
}

fn is_zlib(head: &[u8]) -> bool {
    matches!(head, [first, second, ..]
        if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

fn too_large(max: u64) -> FetchError {
    let message = format!("the answer is over {max} bytes; raise the limit on bytes if it is wanted");
    FetchError::new(FetchErrorKind::TooLarge, message)
}

fn broken(cause: io::Error) -> FetchError {
    if cause.kind() == io::ErrorKind::TimedOut {
        let message = "the answer did not end within the time allowed; try again later";
        return FetchError::new(FetchErrorKind::Timeout, message).caused_by(cause);
    }
    let message = format!("the answer is damaged or cut off ({cause}); try again later");
    FetchError::new(FetchErrorKind::Broken, message).caused_by(cause)
}

/// Counts what is read through it.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_are_more_than_allowed(
            body in prop::collection::vec(any::<u8>(), 0..200),
            coding in prop::sample::select(vec!["", "gzip", "deflate", "br", "?"]),
            max in 0..100_u64,
        ) {
            if let Ok(bytes) = unpack(&body[..], Some(coding), Limit::Refuse(max)) {
                prop_assert!(bytes.len() as u64 <= max);
            }
            if let Ok(bytes) = unpack(&body[..], Some(coding), Limit::Cut(max)) {
                prop_assert!(bytes.len() as u64 <= max);
            }
        }
    }

    const MIB: usize = 1 << 20;

    /// Brotli for "The minister said no.": one uncompressed piece.
    const BROTLI: &[u8] = b"\x0b\x0a\x80The minister said no.\x03";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn kind(body: &[u8], coding: &str, max: u64) -> FetchErrorKind {
        unpack(body, Some(coding), Limit::Refuse(max)).unwrap_err().kind()
    }

    #[test]
    fn packings_are_undone() {
        let text = b"The minister said no.";
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(text).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        bare.write_all(text).unwrap();
        let cases = [
            (text.to_vec(), ""),
            (text.to_vec(), "identity"),
            (gzip(text), "gzip"),
            (gzip(text), " X-GZIP"),
            ([gzip(b"The minister "), gzip(b"said no.")].concat(), "gzip"),
            (zlib.finish().unwrap(), "deflate"),
            (bare.finish().unwrap(), "deflate"),
            (BROTLI.to_vec(), "br"),
        ];
        for (body, coding) in cases {
            let read = unpack(&body[..], Some(coding), Limit::Refuse(100)).unwrap();
            assert_eq!(read, text, "{coding}");
        }
        assert_eq!(unpack(&b""[..], Some("gzip"), Limit::Refuse(9)).unwrap(), b"");
    }

    #[test]
    fn damage_is_told() {
        let text = gzip(b"The minister said no.");
        assert_eq!(kind(&text[..text.len() - 9], "gzip", 100), FetchErrorKind::Broken);
        assert_eq!(kind(&BROTLI[..9], "br", 100), FetchErrorKind::Broken);
        assert_eq!(kind(b"not packed", "gzip", 100), FetchErrorKind::Broken);
        assert_eq!(kind(b"not packed", "br", 100), FetchErrorKind::Broken);
        assert_eq!(kind(b"\xff\xff\xff", "deflate", 100), FetchErrorKind::Broken);
        assert_eq!(kind(b"packed", "compress", 100), FetchErrorKind::Broken);
        assert_eq!(kind(&gzip(&text), "gzip, gzip", 100), FetchErrorKind::Broken);
    }

    #[test]
    fn bombs_do_not_go_off() {
        let bomb = gzip(&vec![0; 32 * MIB]);
        assert!(bomb.len() < MIB / 16);
        assert_eq!(kind(&bomb, "gzip", 1 << 40), FetchErrorKind::TooLarge);
        assert_eq!(kind(&bomb, "gzip", 1 << 16), FetchErrorKind::TooLarge);
        // Parts that hold nothing: the wire itself is the bomb.
        let empty = gzip(b"").repeat(10_000);
        assert_eq!(kind(&empty, "gzip", 100_000), FetchErrorKind::TooLarge);
    }

    #[test]
    fn what_is_packed_is_cut_as_well() {
        // Digits of a simple generator, which hardly pack.
        let text: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let packed = gzip(&text);
        let bytes = unpack(&packed[..], Some("gzip"), Limit::Cut(1000)).unwrap();
        assert!(bytes.len() > 100 && text.starts_with(&bytes), "{}", bytes.len());
        assert_eq!(kind(&packed, "gzip", 1000), FetchErrorKind::TooLarge);
    }

    #[test]
    fn an_endless_answer_ends_at_the_limit() {
        assert_eq!(
            unpack(io::repeat(b'a'), None, Limit::Refuse(1000)).unwrap_err().kind(),
            FetchErrorKind::TooLarge
        );
        assert_eq!(unpack(io::repeat(b'a'), None, Limit::Cut(1000)).unwrap(), vec![b'a'; 1000]);
        assert_eq!(unpack(&[b'a'; 1000][..], None, Limit::Refuse(1000)).unwrap().len(), 1000);
        assert_eq!(kind(&[b'a'; 1001], "", 1000), FetchErrorKind::TooLarge);
    }
}
