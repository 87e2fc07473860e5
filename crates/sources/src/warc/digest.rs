//! Does a record hold what was written into it?

use sha1::{Digest, Sha1};

/// Compares bytes with a digest as archives write it (`sha1:` and 32 letters and digits of base 32, or 40
/// hexadecimal ones); `None` when it is of another kind.
pub(crate) fn agrees(stated: &str, bytes: &[u8]) -> Option<bool> {
    let (kind, value) = stated.split_once(':')?;
    if !kind.trim().eq_ignore_ascii_case("sha1") && !kind.trim().eq_ignore_ascii_case("sha-1") {
        return None;
    }
    let stated = match value.trim() {
        hex if hex.len() == 40 => from_digits(hex, 16)?,
        base32 if base32.len() == 32 => from_digits(base32, 32)?,
        _ => return None,
    };
    Some(Sha1::digest(bytes)[..] == stated[..])
}

/// The bytes that digits of 4 (`base` 16) or 5 bits (32: letters, then 2 to 7) stand for.
fn from_digits(digits: &str, base: u32) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for digit in digits.bytes() {
        let value = match (base, digit.to_ascii_uppercase()) {
            (16, digit) => char::from(digit).to_digit(16)?,
            (_, letter @ b'A'..=b'Z') => u32::from(letter - b'A'),
            (_, figure @ b'2'..=b'7') => u32::from(figure - b'2') + 26,
            _ => return None,
        };
        let width = base.ilog2();
        (bits, count) = (bits << width | value, count + width);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing() {
        // Of no bytes at all.
        assert_eq!(agrees("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), Some(true));
        assert_eq!(agrees("SHA-1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b""), Some(true));
        assert_eq!(agrees("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"x"), Some(false));
    }

    #[test]
    fn other_kinds_say_nothing() {
        for stated in [
            "",
            "md5:d41d8cd98f00b204e9800998ecf8427e",
            "sha1:short",
            "sha1:!!!42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        ] {
            assert_eq!(agrees(stated, b""), None, "{stated}");
        }
    }
}
