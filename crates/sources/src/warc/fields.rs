//! What does a header say? That of a WARC record and that of an HTTP response have one form.

use std::borrow::Cow;

/// The lines of a header after its first, up to the blank one. Names count in any case; lines may end with
/// LF alone or with several CRs; a line that begins with a blank goes on with the value before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'h>(&'h [u8]);

impl<'h> Fields<'h> {
    /// Divides bytes into their first line, the fields and what follows the blank line. Where no blank line
    /// is, all are fields.
    pub(crate) fn of(bytes: &'h [u8]) -> (&'h [u8], Fields<'h>, &'h [u8]) {
        let (header, rest) = bytes.split_at(end_of_header(bytes).unwrap_or(bytes.len()));
        let first = line_of(header);
        (trimmed(first), Fields(&header[first.len()..]), rest)
    }

    /// The value of the first field of that name, without blanks around it; `None` where there is none or it
    /// is empty.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'h, str>> {
        let mut rest = self.0;
        while !rest.is_empty() {
            let line = line_of(rest);
            rest = &rest[line.len()..];
            let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
            if !line[..colon].trim_ascii().eq_ignore_ascii_case(name.as_bytes()) {
                continue;
            }
            let mut value = String::from_utf8_lossy(trimmed(&line[colon + 1..]));
            while rest.starts_with(b" ") || rest.starts_with(b"\t") {
                let more = line_of(rest);
                rest = &rest[more.len()..];
                value = format!("{value} {}", String::from_utf8_lossy(trimmed(more))).into();
            }
            return Some(value).filter(|value| !value.is_empty());
        }
        None
    }
}

/// Where a header ends, its blank line included.
pub(crate) fn end_of_header(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let line = line_of(&bytes[at..]);
        at += line.len();
        if !line.ends_with(b"\n") {
            return None;
        }
        if line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            return Some(at);
        }
    }
}

/// The first line, with its end.
pub(crate) fn line_of(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    &bytes[..end]
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case_and_ends_of_any_kind() {
        let bytes =
            b"HTTP/1.0 200\r\r\ncontent-TYPE :  text/html\nX: a\r\n\tb\r\nEmpty:\r\nno field\n\r\nbody: x";
        let (first, fields, rest) = Fields::of(bytes);
        assert_eq!(first, b"HTTP/1.0 200");
        assert_eq!(fields.get("Content-Type").as_deref(), Some("text/html"));
        assert_eq!(fields.get("x").as_deref(), Some("a b"));
        assert_eq!(fields.get("Empty"), None);
        assert_eq!(fields.get("body"), None);
        assert_eq!(rest, b"body: x");
    }

    #[test]
    fn a_header_without_end_has_no_rest() {
        for bytes in [&b""[..], b"WARC/1.0", b"WARC/1.0\r\nA: b\r\n"] {
            assert!(Fields::of(bytes).2.is_empty());
            assert_eq!(end_of_header(bytes), None);
        }
        assert_eq!(Fields::of(b"\r\nx").0, b"");
    }
}
