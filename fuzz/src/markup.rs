//! Words for the inside of XML, from any bytes.

/// Characters that any reader of XML gives back, one space between words.
pub fn words(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    // Invisible characters and controls are dropped by the clean-up of pages.
    let kept = |c: &char| !c.is_control() && !"\u{ad}\u{200b}\u{feff}".contains(*c);
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(kept).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As it is written in XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
