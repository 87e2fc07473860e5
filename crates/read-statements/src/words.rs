//! Is this token one of those words?

use sayso_text::{Text, Token};

/// Whether a token is one of `words`, in any case of its ASCII letters.
pub(crate) fn is_one_of(text: &Text, token: &Token, words: &[&str]) -> bool {
    words.iter().any(|word| is(text, token, word))
}

/// Whether a token is `word`, in any case of its ASCII letters.
pub(crate) fn is(text: &Text, token: &Token, word: &str) -> bool {
    text.slice(token.span).eq_ignore_ascii_case(word)
}
