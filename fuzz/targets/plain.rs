//! Any bytes as a plain text file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_domain::NoteCode;
use sayso_fuzz::checks;
use sayso_sources::{SourceErrorKind, read_text_bytes};

fuzz_target!(|input: &[u8]| {
    match read_text_bytes(input) {
        Ok(sourced) => {
            checks::sourced(&sourced);
            assert_eq!(sourced.article.id, "text");
            let read = sourced.article.text.as_str();
            let utf16 = input.starts_with(b"\xff\xfe") || input.starts_with(b"\xfe\xff");
            match std::str::from_utf8(input) {
                Ok(valid) if !utf16 => {
                    assert_eq!(read, valid.strip_prefix('\u{feff}').unwrap_or(valid));
                    let told = sourced.notes.iter().any(|n| matches!(n.code, NoteCode::Encoding | NoteCode::InvalidBytes));
                    assert!(!told);
                }
                _ => assert!(!sourced.notes.is_empty(), "bytes were changed and nobody was told"),
            }
        }
        Err(error) => {
            assert_eq!(error.kind(), SourceErrorKind::Binary);
            assert!(!error.to_string().is_empty());
        }
    }
    unaltered(&String::from_utf8_lossy(input));
});

/// Characters come back as they were from every encoding that its mark makes known.
fn unaltered(words: &str) {
    let marked = format!("\u{feff}{words}");
    let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [marked.as_bytes(), &little, &big] {
        let sourced = read_text_bytes(bytes).expect("a mark at the start makes it text");
        assert_eq!(sourced.article.text.as_str(), words);
    }
}
