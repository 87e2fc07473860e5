//! How do foreign words enter a page, a drawing or a graph file? Escaped, so that they are words and nothing else.

/// For text and for values in double quotation marks, in HTML, SVG and XML. Control characters, which XML has no place for,
/// are replaced.
pub fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// At most so many characters, with a sign where some are missing.
pub fn shortened(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let kept: String = words.chars().take(most.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_steers_the_page() {
        assert_eq!(escape("<a href=\"x\">&'\u{1b}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{fffd} ");
        assert_eq!(escape("plain é"), "plain é");
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        assert_eq!(shortened("é é  é é", 4), "é é…");
        assert_eq!(shortened("short", 5), "short");
    }
}
