//! How do words of several styles fill lines of a given width?

use std::fmt::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// How the page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Columns of a line.
    pub(crate) width: usize,
    /// With escape sequences for colours.
    pub(crate) colour: bool,
    /// With ornaments beyond ASCII. The articles' own words are what they are.
    pub(crate) unicode: bool,
}

/// Lines that are being written.
pub(crate) struct Page {
    look: Look,
    out: String,
}

/// Some words in one style.
pub(crate) struct Run {
    style: Style,
    words: String,
    /// Spaces before it, unless a line starts with it.
    gap: usize,
}

impl Run {
    /// White space in `words`, line ends included, only parts them.
    pub(crate) fn new(style: Style, words: impl Into<String>) -> Run {
        Run { style, words: words.into(), gap: 1 }
    }

    /// The same, two spaces away from what stands before.
    pub(crate) fn apart(self) -> Run {
        Run { gap: 2, ..self }
    }
}

impl Page {
    pub(crate) fn new(look: Look) -> Page {
        Page { look, out: String::new() }
    }

    pub(crate) fn look(&self) -> Look {
        self.look
    }

    pub(crate) fn into_string(self) -> String {
        self.out
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A line that is laid out already, spaces and styles included.
    pub(crate) fn raw(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// Fills lines with `runs`: the first one starts at column `indent`, the others two further in. A word that is
    /// too long for a line stands on one of its own. No words, no line.
    pub(crate) fn paragraph(&mut self, indent: usize, runs: &[Run]) {
        self.lines(indent, indent + 2, runs);
    }

    /// As [`Page::paragraph`], with all lines at the same column.
    pub(crate) fn block(&mut self, indent: usize, runs: &[Run]) {
        self.lines(indent, indent, runs);
    }

    fn lines(&mut self, first: usize, further: usize, runs: &[Run]) {
        let mut column = 0;
        let mut current = Style::new();
        for run in runs {
            for (number, word) in run.words.split_whitespace().enumerate() {
                let gap = if number == 0 { run.gap } else { 1 };
                let word = visible(word, self.look);
                let width = word.width();
                if column == 0 {
                    column = self.indent(first);
                } else if column + gap + width > self.look.width {
                    self.switch(&mut current, Style::new());
                    self.out.push('\n');
                    column = self.indent(further);
                } else {
                    // A space between words of one style is in that style too.
                    if current != run.style {
                        self.switch(&mut current, Style::new());
                    }
                    column += self.indent(gap);
                }
                self.switch(&mut current, run.style);
                self.out.push_str(&word);
                column += width;
            }
        }
        if column > 0 {
            self.switch(&mut current, Style::new());
            self.out.push('\n');
        }
    }

    fn indent(&mut self, columns: usize) -> usize {
        self.out.extend(std::iter::repeat_n(' ', columns));
        columns
    }

    fn switch(&mut self, current: &mut Style, to: Style) {
        if self.look.colour && *current != to {
            // Writing to a string does not fail.
            let _ = write!(self.out, "{current:#}{to}");
        }
        *current = to;
    }
}

/// Articles come from outside: their control characters must not steer the terminal.
pub(crate) fn visible(words: &str, look: Look) -> String {
    let instead = if look.unicode { '\u{fffd}' } else { '?' };
    words.chars().map(|c| if c.is_control() { instead } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    const PLAIN: Style = Style::new();

    fn filled(look: Look, indent: usize, runs: &[Run]) -> String {
        let mut page = Page::new(look);
        page.paragraph(indent, runs);
        page.into_string()
    }

    const LOOK: Look = Look { width: 12, colour: false, unicode: true };

    #[test]
    fn lines_are_filled_and_hang() {
        let runs = [Run::new(PLAIN, "one two\n\nthree"), Run::new(PLAIN, " four  incomprehensibilities x")];
        assert_eq!(filled(LOOK, 1, &runs), " one two\n   three\n   four\n   incomprehensibilities\n   x\n");
        assert_eq!(filled(LOOK, 1, &[Run::new(PLAIN, " \n")]), "");
    }

    #[test]
    fn wide_characters_count_as_two_columns() {
        assert_eq!(filled(LOOK, 0, &[Run::new(PLAIN, "北京北京 北京北京")]), "北京北京\n  北京北京\n");
    }

    #[test]
    fn styles_end_with_their_line() {
        let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
        let look = Look { colour: true, ..LOOK };
        let runs = [Run::new(red, "one two three"), Run::new(PLAIN, "x")];
        assert_eq!(filled(look, 0, &runs), "\u{1b}[31mone two\u{1b}[0m\n  \u{1b}[31mthree\u{1b}[0m x\n");
    }

    #[test]
    fn control_characters_do_not_pass() {
        assert_eq!(filled(LOOK, 0, &[Run::new(PLAIN, "a\u{1b}[2Jb")]), "a\u{fffd}[2Jb\n");
        let look = Look { unicode: false, ..LOOK };
        assert_eq!(filled(look, 0, &[Run::new(PLAIN, "a\u{7}b")]), "a?b\n");
    }
}
