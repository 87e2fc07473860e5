//! Which characters do these bytes stand for?
//!
//! Text: a byte order mark decides; else bytes that are valid UTF-8 are UTF-8 (no other encoding looks like
//! it by chance); else the encoding is guessed from the letters, and a note says so. Web pages may also say
//! theirs in a `<meta>` element, and servers in a header; these are believed before guessing but not before valid UTF-8: many pages
//! carry a declaration older than their content management system.
//!
//! Known weakness: a short text in a one-byte encoding can be taken for its neighbour (ISO 8859-2 for
//! windows-1252), which the note lets a person see.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use sayso_domain::{Note, NoteCode};

use crate::{SourceError, SourceErrorKind};

/// How many bytes of a page are searched for `<meta charset>`; browsers look at the first 1,024.
const META_WINDOW: usize = 4096;

/// How many bytes the guess looks at: more changes nothing and costs time.
const GUESS_WINDOW: usize = 1 << 20;

pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) notes: Vec<Note>,
}

/// The characters of a plain text; `stated` is the encoding that came with it, as in the header of a server.
///
/// # Errors
/// `Binary` when the bytes hold NUL or more control characters than text does.
pub(crate) fn decode_text(bytes: &[u8], stated: Option<&'static Encoding>) -> Result<Decoded, SourceError> {
    if let Some(decoded) = by_mark(bytes) {
        return Ok(decoded);
    }
    refuse_binary(bytes, true)?;
    Ok(by_content(bytes, [stated, None]))
}

/// The characters of a web page; `stated` as for a text.
///
/// # Errors
/// `Binary` when the bytes hold more control characters than any page does; a stray NUL is let through.
pub(crate) fn decode_html(bytes: &[u8], stated: Option<&'static Encoding>) -> Result<Decoded, SourceError> {
    if let Some(decoded) = by_mark(bytes) {
        return Ok(decoded);
    }
    refuse_binary(bytes, false)?;
    Ok(by_content(bytes, [stated, declared(bytes)]))
}

/// The characters of an XML file.
///
/// # Errors
/// `Binary` when the bytes hold more control characters than any text does.
pub(crate) fn decode_xml(bytes: &[u8]) -> Result<Decoded, SourceError> {
    if let Some(decoded) = by_mark(bytes) {
        return Ok(decoded);
    }
    // XML has to start with `<`, which tells the two orders of UTF-16 apart.
    match bytes.get(..2) {
        Some(b"<\0") => return Ok(decode(bytes, UTF_16LE, true)),
        Some(b"\0<") => return Ok(decode(bytes, UTF_16BE, true)),
        _ => refuse_binary(bytes, false)?,
    }
    Ok(by_content(bytes, [declared_in_xml(bytes), None]))
}

/// The encoding of one row of a table whose rows need not agree: UTF-8 where it is that, else the one that was
/// guessed at the first row that is not, which `known` keeps. With notes on what a person should know of it.
pub(crate) fn of_part(bytes: &[u8], known: &mut Option<&'static Encoding>) -> (&'static Encoding, Vec<Note>) {
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, Vec::new());
    }
    let (encoding, is_told) = match mostly_utf8(bytes) {
        true => (UTF_8, false),
        false => (*known.get_or_insert_with(|| guess(bytes)), true),
    };
    (encoding, decode(bytes, encoding, is_told).notes)
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    Some(decode(&bytes[length..], encoding, encoding != UTF_8))
}

/// `declared` are the encodings that somebody says it has, the one to be believed most first.
fn by_content(bytes: &[u8], declared: [Option<&'static Encoding>; 2]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Escape sequences of ISO-2022-JP are valid ASCII too: there the declaration is needed.
        let escaped = text.contains('\u{1b}');
        let stated =
            declared.into_iter().flatten().find(|encoding| escaped && !encoding.is_ascii_compatible());
        return match stated {
            Some(encoding) => decode(bytes, encoding, false),
            None => Decoded { text: text.to_owned(), notes: Vec::new() },
        };
    }
    if mostly_utf8(bytes) {
        return decode(bytes, UTF_8, false);
    }
    match declared.into_iter().flatten().find(|&encoding| encoding != UTF_8 && encoding != REPLACEMENT) {
        Some(encoding) => decode(bytes, encoding, false),
        None => decode(bytes, guess(bytes), true),
    }
}

fn decode(bytes: &[u8], encoding: &'static Encoding, tell: bool) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut notes = Vec::new();
    if tell {
        notes.push(Note::new(NoteCode::Encoding, format!("not UTF-8; read as {}", encoding.name())));
    }
    if broken {
        let message = format!("bytes that are no valid {} were replaced by U+FFFD", encoding.name());
        notes.push(Note::new(NoteCode::InvalidBytes, message));
    }
    Decoded { text: text.into_owned(), notes }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let window = &bytes[..bytes.len().min(GUESS_WINDOW)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(window, window.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether valid multi-byte sequences outnumber the broken ones: then this is UTF-8 with a fault, and
/// replacing the fault keeps more of the words than another encoding would.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > broken
}

/// # Errors
/// `Binary` when these are no characters.
pub(crate) fn refuse_binary(bytes: &[u8], nul_decides: bool) -> Result<(), SourceError> {
    let binary = |what: &str| {
        let advice = "give a text file, or save the article as .txt or .html first";
        Err(SourceError::new(SourceErrorKind::Binary, format!("{what}; {advice}")))
    };
    for (start, name) in SIGNATURES {
        if bytes.starts_with(start) {
            return binary(&format!("this is {name}, not text"));
        }
    }
    let controls = controls(bytes);
    if nul_decides && let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return binary(&format!("this is no text: it holds a NUL at byte {}", at + 1));
    }
    if controls * 50 > bytes.len() {
        return binary(&format!(
            "this is no text: {controls} of {} bytes are control characters",
            bytes.len()
        ));
    }
    Ok(())
}

/// How many control characters there are that no text has. Without branches, and in steps that fit a byte, so
/// that many are counted at once.
fn controls(bytes: &[u8]) -> usize {
    let is_control = |byte: u8| {
        let layout = (byte == 9) | (byte == 10) | (byte == 12) | (byte == 13) | (byte == 27);
        ((byte < 32) & !layout) | (byte == 127)
    };
    let of_step = |step: &[u8]| step.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>();
    bytes.chunks(255).map(|step| usize::from(of_step(step))).sum()
}

/// Formats that people hand over by mistake, by their first bytes; naming them saves a search.
const SIGNATURES: [(&[u8], &str); 7] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (or a document of an office program)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\xd0\xcf\x11\xe0", "a document of an old office program"),
    (b"{\\rtf", "a rich text (RTF) document"),
];

/// The encoding a page says it has, by `<meta charset>` or `<meta http-equiv content>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(META_WINDOW)]).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find("<meta") {
        rest = &rest[at + 5..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let Some(label) = tag.split_once("charset").and_then(|(_, value)| charset_value(value)) else {
            continue;
        };
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            // As browsers do: what was read as ASCII so far cannot be UTF-16.
            return match encoding {
                encoding if encoding == UTF_16LE || encoding == UTF_16BE => Some(UTF_8),
                encoding if encoding == X_USER_DEFINED => Some(WINDOWS_1252),
                encoding if encoding == REPLACEMENT => None,
                encoding => Some(encoding),
            };
        }
    }
    None
}

/// The encoding that `<?xml version="1.0" encoding="…"?>` names.
fn declared_in_xml(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(META_WINDOW)]);
    let declaration = head.trim_start().strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find("?>")?];
    let label = charset_value(declaration.split_once("encoding")?.1)?;
    Encoding::for_label(label.as_bytes()).filter(|&known| known != REPLACEMENT && known != X_USER_DEFINED)
}

fn charset_value(value: &str) -> Option<&str> {
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.strip_prefix(['"', '\'']).unwrap_or(value);
    let end = value.find(|c: char| c.is_whitespace() || "\"';>/".contains(c)).unwrap_or(value.len());
    Some(&value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(decoded: &Decoded) -> Vec<NoteCode> {
        decoded.notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn utf8_needs_no_note_and_loses_only_its_mark() {
        let decoded = decode_text("\u{feff}Dvořák said “no”.\r\n".as_bytes(), None).unwrap();
        assert_eq!(decoded.text, "Dvořák said “no”.\r\n");
        assert!(decoded.notes.is_empty());
    }

    #[test]
    fn utf16_with_a_mark_is_read_and_told() {
        let bytes: Vec<u8> = "\u{feff}Nein, sagte er.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let decoded = decode_text(&bytes, None).unwrap();
        assert_eq!(decoded.text, "Nein, sagte er.");
        assert_eq!(codes(&decoded), [NoteCode::Encoding]);
    }

    #[test]
    fn a_one_byte_encoding_is_guessed_and_told() {
        let decoded =
            decode_text(b"The minister called it a \x93fa\xe7ade\x94 \x96 and left.", None).unwrap();
        assert_eq!(decoded.text, "The minister called it a “façade” – and left.");
        assert_eq!(codes(&decoded), [NoteCode::Encoding]);
    }

    #[test]
    fn one_broken_byte_does_not_change_the_encoding() {
        let decoded =
            decode_text(b"\xe2\x80\x9cNo,\xe2\x80\x9d she said of \xff caf\xc3\xa9s", None).unwrap();
        assert_eq!(decoded.text, "“No,” she said of \u{fffd} cafés");
        assert_eq!(codes(&decoded), [NoteCode::InvalidBytes]);
    }

    #[test]
    fn binary_is_refused_with_its_name_or_place() {
        for (bytes, word) in [
            (&b"%PDF-1.7 ..."[..], "PDF"),
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"some text\0and more", "byte 10"),
            (b"\x01\x02\x03\x04\x05abc", "control"),
        ] {
            let error = decode_text(bytes, None).err().unwrap();
            assert_eq!(error.kind(), SourceErrorKind::Binary);
            assert!(error.to_string().contains(word), "{error}");
        }
        assert!(
            decode_html(b"<html>a stray \0 in a page of some more words than that, as pages are", None)
                .is_ok()
        );
    }

    #[test]
    fn xml_may_state_its_encoding() {
        let xml = b"<?xml version='1.0' encoding='windows-1251'?><a>\xcd\xe5\xf2</a>";
        let decoded = decode_xml(xml).unwrap();
        assert!(decoded.text.ends_with("<a>Нет</a>"), "{}", decoded.text);
        assert!(decoded.notes.is_empty());
        let unmarked: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode_xml(&unmarked).unwrap().text, "<a>é</a>");
        // What is valid UTF-8 is UTF-8, whatever it says.
        let lying = "<?xml version='1.0' encoding='iso-8859-1'?><a>naïve</a>".as_bytes();
        assert!(decode_xml(lying).unwrap().text.ends_with("naïve</a>"));
        assert!(decode_xml(b"%PDF-1.4").is_err());
    }

    #[test]
    fn a_page_may_state_its_encoding() {
        let page = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xcd\xe5\xf2";
        let decoded = decode_html(page, None).unwrap();
        assert!(decoded.text.ends_with("Нет"), "{}", decoded.text);
        assert!(decoded.notes.is_empty());
        let lying = "<meta charset='iso-8859-1'>naïve".as_bytes();
        assert!(decode_html(lying, None).unwrap().text.ends_with("naïve"));
    }
}
