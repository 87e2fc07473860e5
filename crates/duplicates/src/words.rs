//! Which words of a text count, when it is asked whether two texts are the same?
//!
//! A word is a run of letters and digits, lower-cased; an apostrophe within it goes, so that `didn't` and `didn’t` are
//! one word, and a character of Chinese or Japanese is a word of its own. Marks and white space only divide. A line that
//! looks like page furniture ("Adjust font size: A A A", a headline, a photo credit) counts for nothing: it is short, does
//! not end as a sentence does, and the line after it does not go on.
//!
//! *Known weakness:* letters written as a letter and a combining mark are not those written as one character, and furniture
//! that is a sentence ("Follow us on every channel.") counts.

use sayso_text::Span;

/// A line with fewer words than this may be furniture.
const SHORT_LINE: usize = 8;

/// A word as a number, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) hash: u64,
    pub(crate) place: Span,
}

/// The words of `text` that count, in its order. What lies behind the first 4 GiB is not looked at.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut lines = Lines { rest: text, start: 0 };
    while let Some((line, start)) = lines.next() {
        let before = words.len();
        words_of_line(line, start, &mut words);
        if words.len() - before < SHORT_LINE && !ends_sentence(line) && !goes_on(lines.rest) {
            words.truncate(before);
        }
    }
    words
}

/// Lines with the byte at which each starts.
struct Lines<'a> {
    rest: &'a str,
    start: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a str, usize);

    fn next(&mut self) -> Option<(&'a str, usize)> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        let start = self.start;
        (self.start, self.rest) = (start + line.len() + 1, rest);
        Some((line, start))
    }
}

/// Whether the last mark of `line`, closing quotation marks and brackets aside, ends a sentence or is a comma, after which
/// the next line has to go on.
fn ends_sentence(line: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']');
    let end = line.trim_end_matches(closing);
    end.ends_with(['.', '!', '?', '…', ',', ';', '。', '！', '？'])
}

/// Whether what follows a line break goes on with what stood before it, as in text that is wrapped.
fn goes_on(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t']).starts_with(char::is_lowercase)
}

/// FNV-1a's two numbers.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A word that is being read.
struct Open {
    hash: u64,
    start: usize,
    end: usize,
}

fn words_of_line(line: &str, offset: usize, words: &mut Vec<Word>) {
    let mut open: Option<Open> = None;
    let mut close = |open: &mut Option<Open>| {
        if let Some(Open { hash, start, end }) = open.take() {
            let place = Span::new((offset + start) as u32, (offset + end) as u32);
            words.push(Word { hash, place });
        }
    };
    for (at, c) in line.char_indices() {
        if is_apostrophe(c) {
            continue;
        }
        let alone = is_word_alone(c);
        if alone || !c.is_alphanumeric() {
            close(&mut open);
        }
        if c.is_alphanumeric() {
            let word = open.get_or_insert(Open { hash: BASIS, start: at, end: at });
            word.end = at + c.len_utf8();
            word.hash = read_on(word.hash, c);
        }
        if alone {
            close(&mut open);
        }
    }
    close(&mut open);
}

fn read_on(hash: u64, c: char) -> u64 {
    let byte = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    if c.is_ascii() {
        return byte(hash, c.to_ascii_lowercase() as u8);
    }
    let mut bytes = [0; 4];
    c.to_lowercase().fold(hash, |hash, c| c.encode_utf8(&mut bytes).bytes().fold(hash, byte))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Scripts without spaces between words.
fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        words(text).iter().map(|word| &text[word.place.range()]).collect()
    }

    #[test]
    fn case_marks_and_white_space_do_not_matter() {
        let hashes = |text| words(text).iter().map(|word| word.hash).collect::<Vec<u64>>();
        let plain = hashes("The dockers didn't return to the Élan, he said.");
        assert_eq!(hashes("THE DOCKERS – “didn’t” return\nto the élan he said."), plain);
        assert_ne!(hashes("The dockers did return to the Élan, he said."), plain);
    }

    #[test]
    fn short_lines_that_are_no_sentence_do_not_count() {
        let text = "Harbour pact signed\n\nThe two ports signed a pact on Monday, their mayors said.\nShare\nHe left.\n";
        assert_eq!(found(text).len(), 13);
        assert_eq!(found("Adjust font size: A A A"), [""; 0]);
        assert_eq!(found("The two ports\nsigned it."), ["The", "two", "ports", "signed", "it"]);
    }

    #[test]
    fn characters_of_scripts_without_spaces_are_words() {
        assert_eq!(found("外長。"), ["外", "長"]);
        assert_eq!(found("..., -- !"), [""; 0]);
    }

    #[test]
    fn places_hold_the_words_of_any_text() {
        for text in ["", "\n\n", "a.\r\nb.", "'''", "’n’ roll is here to stay, they said.", "ﬁne İstanbul ẞ."]
        {
            for word in words(text) {
                assert!(!text[word.place.range()].is_empty());
            }
        }
    }
}
