//! Keys that are no letters, by the signs that the protocol gives them.

pub(crate) const TAB: &str = "\u{E004}";
pub(crate) const ENTER: &str = "\u{E007}";
pub(crate) const SHIFT: char = '\u{E008}';
