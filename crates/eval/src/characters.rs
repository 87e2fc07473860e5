//! What the reference scorer, a Python script, takes for a letter or a space.
//!
//! Rust's `char` methods come close and differ: `is_alphanumeric` also holds for marks and circled letters
//! (U+0345, Ⓐ), `is_whitespace` does not for the four separators U+001C to U+001F.

use std::cmp::Ordering;

use crate::alnum::ALNUM;

/// Python's `str.isalnum` for one character.
pub(crate) fn is_alnum(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let c = u32::from(c);
    ALNUM.binary_search_by(|&(first, last)| run_order(first, last, c)).is_ok()
}

/// Python's `str.isspace`, and what `\s` matches there.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn run_order(first: u32, last: u32, c: u32) -> Ordering {
    if last < c {
        Ordering::Less
    } else if c < first {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_unicode_as_python_sees_it() {
        // Both numbers are Python 3.11's, over `chr(c) for c in range(0x110000)` without the surrogates.
        let alnum = ('\0'..=char::MAX).filter(|&c| is_alnum(c));
        assert_eq!(alnum.count(), 133_547);
        assert_eq!(('\0'..=char::MAX).filter(|&c| is_space(c)).count(), 29);
    }

    #[test]
    fn where_python_and_rust_differ() {
        for c in ['a', '7', 'é', '½', '²', 'Ⅷ', '東', '𝟘'] {
            assert!(is_alnum(c), "{c}");
        }
        for c in ['\u{345}', 'Ⓐ', '\u{301}', 'ि', '🎈', '—', '_', ' '] {
            assert!(!is_alnum(c), "{c}");
        }
        assert!(is_space('\u{1c}') && is_space('\u{a0}') && is_space('\u{85}'));
        assert!(!is_space('\u{200b}') && !is_space('\u{feff}'));
    }
}
