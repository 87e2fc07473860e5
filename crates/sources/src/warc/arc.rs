//! What does the line say that begins a record of an ARC file?
//!
//! `URL IP-address date type length`, and in the second version `status checksum location offset file` before
//! the length. The URL may hold blanks, so the line is read from its date: the first word of digits alone
//! that follows an address.

/// A line that begins a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ArcLine {
    pub(crate) url: String,
    pub(crate) content_type: String,
    /// As it stands there: it may be no number.
    pub(crate) length: String,
}

/// Reads such a line; `None` when it is none.
pub(crate) fn arc_line(line: &[u8]) -> Option<ArcLine> {
    let line = std::str::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Into::into);
    let words: Vec<&str> = line.trim_end().split(' ').collect();
    let date = (2..words.len().saturating_sub(1)).find(|&i| is_date(words[i]) && is_address(words[i - 1]))?;
    let url = words[..date - 1].join(" ");
    let has_scheme = url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let rest = &words[date + 1..];
    let content_type = if rest.len() > 1 { rest[0] } else { "" };
    has_scheme.then(|| ArcLine {
        url,
        content_type: content_type.to_owned(),
        length: rest.last().unwrap_or(&"").to_string(),
    })
}

fn is_date(word: &str) -> bool {
    (8..=20).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_address(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, String, String)> {
        arc_line(line.as_bytes()).map(|ArcLine { url, content_type, length }| (url, content_type, length))
    }

    #[test]
    fn both_versions_and_blanks_in_the_address() {
        let expected = |url: &str| Some((url.to_owned(), "text/html".to_owned(), "1591".to_owned()));
        assert_eq!(
            read("http://e.example/a?b=c d 192.0.2.7 20140216050221 text/html 1591\n"),
            expected("http://e.example/a?b=c d")
        );
        assert_eq!(
            read("http://e.example/ 192.0.2.7 20140216050221 text/html 200 sum - 99 a.arc 1591\r\n"),
            expected("http://e.example/")
        );
        assert_eq!(read("dns:e.example 192.0.2.7 20140216050221 text/html -1").unwrap().2, "-1");
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "URL IP-address Archive-date Content-type Archive-length",
            "1 0 InternetArchive",
            "He came on 20140216 and left",
            "http://e.example/ 192.0.2.7 yesterday text/html 12",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
