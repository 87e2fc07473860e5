//! How is the body of an HTTP response packed, and is it at all?
//!
//! Archives keep what a server sent, and many keep the header of a packed body with a body that was unpacked on
//! the way (CC-NEWS did so until 2019). So a declaration is only a hint: a body that is not what it is said to
//! be is taken as it stands.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::fields::line_of;
use crate::articles::GZIP;

/// A body without its packing.
#[derive(Debug, PartialEq)]
pub(crate) enum Unpacked {
    Whole(Vec<u8>),
    /// As far as it goes: it was cut off or is damaged.
    Part(Vec<u8>),
    /// It would be over the limit.
    TooLarge,
    /// It is packed in a way that is not known here.
    Unknown(String),
}

/// Undoes a transfer in chunks; `None` when the body is in none.
pub(crate) fn unchunked(body: &[u8]) -> Option<Unpacked> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let line = line_of(rest);
        let size = chunk_size(line);
        let Some(size) = size.filter(|_| line.ends_with(b"\n")) else {
            let is_first = rest.len() == body.len();
            return (!is_first).then_some(Unpacked::Part(whole));
        };
        rest = &rest[line.len()..];
        if size == 0 {
            return Some(Unpacked::Whole(whole));
        }
        let chunk = &rest[..size.min(rest.len())];
        whole.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        if chunk.len() < size {
            return Some(Unpacked::Part(whole));
        }
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// The length before a chunk, hexadecimal, with or without an extension after it.
fn chunk_size(line: &[u8]) -> Option<usize> {
    let digits = line.split(|&byte| byte == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() <= 8)?;
    usize::from_str_radix(digits, 16).ok()
}

/// Undoes the codings that a `Content-Encoding` names, the last one first, up to `max` bytes.
pub(crate) fn unpacked(body: Vec<u8>, codings: &str, max: u64) -> Unpacked {
    let mut codings: Vec<String> = codings.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
    if body.starts_with(&GZIP) && !codings.iter().any(|name| name.contains("gzip")) {
        // Not declared, and nothing that could be read begins so.
        codings.push("gzip".to_owned());
    }
    let (mut body, mut part) = (body, false);
    for name in codings.iter().rev() {
        match undone(name, body, max) {
            Unpacked::Whole(bytes) => body = bytes,
            Unpacked::Part(bytes) => (body, part) = (bytes, true),
            other => return other,
        }
    }
    if part { Unpacked::Part(body) } else { Unpacked::Whole(body) }
}

fn undone(name: &str, body: Vec<u8>, max: u64) -> Unpacked {
    let attempt = match name {
        "gzip" | "x-gzip" if body.starts_with(&GZIP) => read_up_to(MultiGzDecoder::new(&body[..]), max),
        "deflate" => read_up_to(ZlibDecoder::new(&body[..]), max)
            .or_else(|| read_up_to(DeflateDecoder::new(&body[..]), max).filter(is_whole)),
        "br" => read_up_to(Decompressor::new(&body[..], 4096), max)
            .filter(|got| is_whole(got) || !is_words(&body)),
        "zstd" | "compress" | "x-compress" | "dcb" | "dcz" if !is_words(&body) => {
            return Unpacked::Unknown(name.to_owned());
        }
        _ => None,
    };
    attempt.unwrap_or(Unpacked::Whole(body))
}

fn is_whole(unpacked: &Unpacked) -> bool {
    !matches!(unpacked, Unpacked::Part(_))
}

/// Whether the beginning is what people or programs write, and not packed.
fn is_words(body: &[u8]) -> bool {
    let head = &body[..body.len().min(256)];
    !head.iter().any(|&byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
}

/// `None` when nothing at all can be unpacked.
fn read_up_to(unpacker: impl Read, max: u64) -> Option<Unpacked> {
    let mut bytes = Vec::new();
    let result = unpacker.take(max + 1).read_to_end(&mut bytes);
    match result {
        _ if bytes.len() as u64 > max => Some(Unpacked::TooLarge),
        Ok(_) => Some(Unpacked::Whole(bytes)),
        Err(_) if bytes.is_empty() => None,
        Err(_) => Some(Unpacked::Part(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<html><p>The minister said no, and that he would say so again.";

    fn packed(name: &str) -> Vec<u8> {
        let level = Compression::fast();
        match name {
            "gzip" => {
                let mut packer = GzEncoder::new(Vec::new(), level);
                packer.write_all(PAGE).unwrap();
                packer.finish().unwrap()
            }
            "zlib" => {
                let mut packer = ZlibEncoder::new(Vec::new(), level);
                packer.write_all(PAGE).unwrap();
                packer.finish().unwrap()
            }
            _ => {
                let mut packer = DeflateEncoder::new(Vec::new(), level);
                packer.write_all(PAGE).unwrap();
                packer.finish().unwrap()
            }
        }
    }

    /// A brotli stream of one uncompressed block, as RFC 7932 writes it: window of 16 bits, a block of `n`
    /// bytes that is not the last, not compressed; then an empty last block.
    fn brotli() -> Vec<u8> {
        let n = PAGE.len() as u32 - 1;
        // From the lowest bit: 0 (window), 0 (not last), 00 (four nibbles), 16 bits of length, 1 (as it is).
        let head = n << 4 | 1 << 20;
        [&head.to_le_bytes()[..3], PAGE, &[3]].concat()
    }

    fn whole() -> Unpacked {
        Unpacked::Whole(PAGE.to_vec())
    }

    #[test]
    fn what_is_declared_is_undone() {
        assert_eq!(unpacked(packed("gzip"), "gzip", 1000), whole());
        assert_eq!(unpacked(packed("zlib"), "deflate", 1000), whole());
        assert_eq!(unpacked(packed("raw"), "Deflate", 1000), whole());
        assert_eq!(unpacked(brotli(), "br", 1000), whole());
        assert_eq!(unpacked(packed("gzip"), "", 1000), whole());
    }

    #[test]
    fn what_is_declared_falsely_is_taken_as_it_stands() {
        for name in ["gzip", "deflate", "br", "zstd", "identity", "UTF-8", "gzip, br"] {
            assert_eq!(unpacked(PAGE.to_vec(), name, 1000), whole(), "{name}");
        }
        assert_eq!(unchunked(PAGE), None);
        assert_eq!(unchunked(b""), None);
    }

    #[test]
    fn what_is_cut_off_is_given_as_far_as_it_goes() {
        let gzip = packed("gzip");
        let Unpacked::Part(part) = unpacked(gzip[..gzip.len() - 12].to_vec(), "gzip", 1000) else {
            panic!("it was cut off");
        };
        assert!(PAGE.starts_with(&part) && !part.is_empty());
        assert_eq!(unchunked(b"5\r\nHe sa"), Some(Unpacked::Part(b"He sa".to_vec())));
        assert_eq!(unchunked(b"5\r\nHe said"), Some(Unpacked::Part(b"He sa".to_vec())));
    }

    #[test]
    fn a_bomb_and_an_unknown_coding_are_refused() {
        assert_eq!(unpacked(packed("gzip"), "gzip", 20), Unpacked::TooLarge);
        assert_eq!(
            unpacked(vec![0x28, 0xb5, 0x2f, 0xfd, 0, 1], "zstd", 20),
            Unpacked::Unknown("zstd".into())
        );
    }

    #[test]
    fn chunks_are_joined() {
        let body = b"8;x=y\r\nThe mini\r\n5\r\nster \r\n0\r\nTrailer: x\r\n\r\n";
        assert_eq!(unchunked(body), Some(Unpacked::Whole(b"The minister ".to_vec())));
        assert_eq!(unchunked(b"2\nHe\n0\n\n"), Some(Unpacked::Whole(b"He".to_vec())));
    }
}
