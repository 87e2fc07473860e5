//! Which characters could be quotation marks, and what does their surrounding say?

use crate::paragraphs::is_blank;
use crate::word_lists::is_elided;
use crate::{Span, Text};

/// Marks that open and close one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Curly, straight, doubled and low ones: writers mix them.
    Double,
    Single,
    Guillemet,
    SingleGuillemet,
    Corner,
    WhiteCorner,
}

pub(super) const FAMILIES: usize = 6;

/// What the shape of a mark and its neighbours allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Closes,
    /// Closes when something is open, else opens.
    Either,
    /// Closes when something is open and no better mark follows: the apostrophe of "dockers’", or the end
    /// of a single quote.
    MayClose,
}

/// A character, or two, that could be a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) family: Family,
    pub(super) side: Side,
}

/// Adds the marks of `paragraph`, in text order. Apostrophes are left out where their neighbours show them.
pub(super) fn find(text: &Text, paragraph: Span, marks: &mut Vec<Mark>) {
    let words = text.slice(paragraph);
    let mut behind = 0;
    for (at, c) in words.char_indices() {
        if at < behind {
            continue;
        }
        let doubled = matches!(c, '`' | '\'') && words[at + 1..].starts_with(c);
        let end = at + c.len_utf8() + usize::from(doubled);
        let around = Around::new(words, at, end);
        let found = match c {
            '`' if doubled => Some((Family::Double, Side::Opens)),
            '"' => Some((Family::Double, around.straight())),
            '\'' if doubled => Some((Family::Double, around.straight())),
            '“' => Some((Family::Double, around.curly(Side::Opens))),
            '”' => Some((Family::Double, around.curly(Side::Closes))),
            '‟' | '„' | '〝' => Some((Family::Double, Side::Opens)),
            '〞' => Some((Family::Double, Side::Closes)),
            '«' => Some((Family::Guillemet, around.curly(Side::Opens))),
            '»' => Some((Family::Guillemet, around.curly(Side::Closes))),
            '‹' => Some((Family::SingleGuillemet, Side::Opens)),
            '›' => Some((Family::SingleGuillemet, Side::Closes)),
            '「' => Some((Family::Corner, Side::Opens)),
            '」' => Some((Family::Corner, Side::Closes)),
            '『' => Some((Family::WhiteCorner, Side::Opens)),
            '』' => Some((Family::WhiteCorner, Side::Closes)),
            '‘' | '‚' | '’' | '\'' => {
                around.single(c, &words[end..]).map(|side| (Family::Single, side))
            }
            _ => None,
        };
        if let Some((family, side)) = found {
            let span = Span::new(paragraph.start() + at as u32, paragraph.start() + end as u32);
            marks.push(Mark { span, family, side });
            behind = end;
        }
    }
}

/// The characters beside a mark; a space stands for the paragraph's ends.
struct Around {
    before: char,
    after: char,
}

impl Around {
    fn new(words: &str, at: usize, end: usize) -> Around {
        let before = words[..at].chars().next_back().unwrap_or(' ');
        Around { before, after: words[end..].chars().next().unwrap_or(' ') }
    }

    /// Whether it stands where a quote begins: in front of something, behind a space, a bracket, a dash or
    /// another opening mark.
    fn can_open(&self) -> bool {
        (is_blank(self.before) || "([{—–-“‘«„‚\"'`".contains(self.before)) && !is_blank(self.after)
    }

    /// Whether it stands where a quote ends: behind something, in front of a space, a stop, a bracket, a
    /// dash or another closing mark.
    fn can_close(&self) -> bool {
        !is_blank(self.before) && (is_blank(self.after) || ".,;:!?…)]}—–-”’»\"'".contains(self.after))
    }

    fn straight(&self) -> Side {
        match (self.can_open(), self.can_close()) {
            (true, false) => Side::Opens,
            (false, true) => Side::Closes,
            _ => Side::Either,
        }
    }

    /// A mark with a usual side, which other languages and bad editors turn round: „Ja“, »Ja«, ”Ja”.
    fn curly(&self, usual: Side) -> Side {
        let turned = match usual {
            Side::Opens => is_blank(self.after) || self.can_close() && !self.can_open(),
            _ => is_blank(self.before) && !is_blank(self.after),
        };
        match (turned, usual) {
            (false, usual) => usual,
            (true, Side::Opens) => Side::Closes,
            (true, _) => Side::Opens,
        }
    }

    /// A single mark; `rest` stands behind it. `None` for an apostrophe.
    fn single(&self, c: char, rest: &str) -> Option<Side> {
        let in_word = self.before.is_alphanumeric() && self.after.is_alphanumeric();
        if in_word || self.after.is_ascii_digit() && c != '‘' || lost_beginning(rest) {
            return None;
        }
        let opens = !is_blank(self.after) && (c == '‘' || c == '‚' || c == '\'' && self.can_open());
        match (opens, self.can_close() && c != '‚') {
            (true, false) => Some(Side::Opens),
            (true, true) => Some(if c == '‘' { Side::Opens } else { Side::Either }),
            (false, true) if self.before == 's' && is_blank(self.after) => Some(Side::MayClose),
            (false, true) => Some(Side::Closes),
            (false, false) => None,
        }
    }
}

/// Whether a word that has lost its beginning to an apostrophe starts `rest`: "em", "90s".
fn lost_beginning(rest: &str) -> bool {
    let letters = rest.bytes().take(6).take_while(u8::is_ascii_alphabetic).count();
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    digits == 2 && rest[2..].starts_with('s')
        || is_elided(&rest[..letters]) && !rest[letters..].starts_with(char::is_alphanumeric)
}
