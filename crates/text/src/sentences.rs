//! Where does a sentence end? At a line break always; inside a line at a stop, when what follows looks
//! like a beginning.
//!
//! The rules read tokens, from left to right, once. At a stop they take in the marks that close what the
//! sentence opened (`left.”)`), look ahead over opening marks to the next word, and decide by the kind of
//! stop and that word: a small letter never begins a sentence ("Yahoo! said"), a capital letter does
//! unless the stop is an abbreviation's, and each class of abbreviation has its own rule.
//!
//! Known weaknesses: text without capital letters is one sentence a line; "World War I. Berlin fell" and
//! "in the U.S. Police said" stay together, since a name may go on with a capital letter; `"Why?" Kerry
//! asked.` is held together by a list of verbs; a closing 「。」 in Chinese or Japanese always ends a
//! sentence, even before the words that report it.

use std::ops::Range;

use crate::abbreviations::Abbreviation;
use crate::word_lists::{continues_time, is_particle, is_reporting, is_starter};
use crate::{Span, Text, Token, TokenKind};

/// A sentence, headline, or list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Indices of its tokens; never empty.
    pub tokens: Range<u32>,
}

/// Adds the sentences of the paragraph whose tokens are all from index `first` on.
pub(crate) fn sentences(
    text: &Text,
    paragraph: u32,
    tokens: &[Token],
    first: usize,
    sentences: &mut Vec<Sentence>,
) {
    let mut reader = Reader { text, tokens, at: first, in_quotes: false };
    let mut start = first;
    while reader.at < tokens.len() {
        if reader.read_to_stop(start) || reader.at == tokens.len() {
            let span = tokens[start].span.join(tokens[reader.at - 1].span);
            sentences.push(Sentence { span, paragraph, tokens: start as u32..reader.at as u32 });
            start = reader.at;
        }
    }
}

/// What may have ended a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// One full stop.
    Full,
    /// Question and exclamation marks, which also stand within names.
    Strong,
    /// A full stop of a script without capital letters.
    Wide,
    /// Three dots or their like, directly behind a word or not.
    Ellipsis { attached: bool },
    /// Four dots or more: an ellipsis and a full stop.
    FullEllipsis,
    /// The stop of an abbreviation.
    Abbreviation(Abbreviation),
    /// The stop of a single capital letter.
    Initial,
}

/// How the word after a stop begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Upper,
    Lower,
    Digit,
    /// A letter of a script without capitals, the sign of an @name or #tag, or an address.
    Uncased,
}

struct Reader<'a> {
    text: &'a Text,
    tokens: &'a [Token],
    /// The next token to read.
    at: usize,
    /// Whether a double quotation mark is open; tells only what a straight mark between two spaces or two
    /// words is.
    in_quotes: bool,
}

impl Reader<'_> {
    /// Reads on to behind the next stop and the marks that close with it. Gives whether a sentence ends
    /// there; at the end of the tokens, too.
    fn read_to_stop(&mut self, start: usize) -> bool {
        let Some(mut stop) = self.read_one() else { return false };
        let numbers_item = self.at - start == 2
            && self.tokens[start].kind == TokenKind::Number
            && self.tokens[start].span.len() <= 2;
        let mut closed_quote = false;
        let mut stops = 1;
        while self.at < self.tokens.len() {
            if self.is_closing(self.at) {
                closed_quote |= is_quote_mark(self.word(self.at));
                self.read_one();
            } else if let Some(next) = self.stop_at(self.at) {
                if matches!(next, Stop::Abbreviation(_) | Stop::Initial) {
                    break;
                }
                stops += 1;
                stop = match (stop, next) {
                    (Stop::Full, Stop::Full) if stops > 2 => Stop::Ellipsis { attached: false },
                    (Stop::Full, Stop::Ellipsis { attached: false }) => Stop::FullEllipsis,
                    _ => next,
                };
                self.read_one();
            } else {
                break;
            }
        }
        let item = numbers_item && stops == 1 && !closed_quote;
        self.at == self.tokens.len() || !item && self.begins_after(stop, closed_quote)
    }

    /// Reads one token; gives the stop that it is.
    fn read_one(&mut self) -> Option<Stop> {
        match self.word(self.at) {
            "‟" | "``" | "«" | "„" => self.in_quotes = true,
            "”" | "»" => self.in_quotes = false,
            "\"" | "''" | "“" => self.in_quotes = !self.is_closing(self.at),
            _ => {}
        }
        self.at += 1;
        self.stop_at(self.at - 1)
    }

    fn stop_at(&self, index: usize) -> Option<Stop> {
        let word = self.word(index);
        if self.tokens[index].kind == TokenKind::Word {
            let part = word.strip_suffix('.')?;
            return Some(Abbreviation::of(part).map_or(Stop::Initial, Stop::Abbreviation));
        }
        let attached = index > 0 && self.tokens[index - 1].span.end() == self.tokens[index].span.start();
        match (self.tokens[index].kind, word.chars().next()?) {
            (TokenKind::Punctuation, '.') => Some(match word.len() {
                1 => Stop::Full,
                2 | 3 => Stop::Ellipsis { attached },
                _ => Stop::FullEllipsis,
            }),
            (TokenKind::Punctuation, '…') => Some(Stop::Ellipsis { attached }),
            (TokenKind::Punctuation, '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '।' | '॥' | '۔' | '։') => {
                Some(Stop::Strong)
            }
            (TokenKind::Punctuation, '。' | '．' | '！' | '？' | '｡') => Some(Stop::Wide),
            _ => None,
        }
    }

    /// Whether the token at `index`, behind a stop, closes what the sentence opened.
    fn is_closing(&self, index: usize) -> bool {
        let span = self.tokens[index].span;
        let left = index > 0 && self.tokens[index - 1].span.end() == span.start();
        let touches = |next: &&Token| next.span.start() == span.end();
        let next = self.tokens.get(index + 1).filter(touches);
        let right = next.is_some_and(|next| !left || next.kind != TokenKind::Punctuation);
        match self.word(index) {
            "”" | "»" | "›" | ")" | "]" | "}" | "」" | "』" | "）" | "】" | "》" => true,
            "’" => left,
            "'" | "“" | "‘" => left && !right,
            "\"" | "''" => match (left, right) {
                (true, false) => true,
                (false, true) => false,
                (false, false) if self.word(index) == "''" => true,
                _ => self.in_quotes,
            },
            _ => false,
        }
    }

    /// Whether a sentence begins at the next token.
    fn begins_after(&self, stop: Stop, closed_quote: bool) -> bool {
        if stop == Stop::Wide {
            return true;
        }
        let Some(next) = self.next_word(stop) else { return false };
        let word = self.word(next);
        let opening = self.opening(next);
        let begins = opening != Opening::Lower;
        let upper = opening == Opening::Upper;
        match stop {
            Stop::Wide => true,
            Stop::Full => begins,
            Stop::Strong => begins && !(closed_quote && upper && self.is_reported(next)),
            Stop::FullEllipsis => upper,
            Stop::Ellipsis { .. } if word == "I" || word.starts_with("I'") || word.starts_with("I’") => {
                false
            }
            Stop::Ellipsis { attached } => upper && (attached || is_starter(word)),
            Stop::Initial => is_starter(word),
            Stop::Abbreviation(class) => match class {
                Abbreviation::Title | Abbreviation::Inner | Abbreviation::Numbered => false,
                Abbreviation::Date | Abbreviation::Last => upper,
                Abbreviation::Time => upper && !continues_time(word),
                Abbreviation::Name => is_starter(word),
            },
        }
    }

    /// The next word or number with only opening marks and signs before it. A dash is one of them after a
    /// full stop alone: after other stops what it sets off goes on.
    fn next_word(&self, stop: Stop) -> Option<usize> {
        for (index, token) in self.tokens.iter().enumerate().skip(self.at) {
            let word = self.word(index);
            match token.kind {
                TokenKind::Word if word.starts_with(['\'', '’']) && self.opening(index) == Opening::Lower =>
                {
                    return None;
                }
                TokenKind::Word | TokenKind::Number => return Some(index),
                TokenKind::Symbol => {}
                TokenKind::Punctuation if matches!(word, "," | ";" | ":" | "/") => return None,
                TokenKind::Punctuation if self.stop_at(index).is_some() => return None,
                TokenKind::Punctuation if word.starts_with(['-', '–', '—']) && stop != Stop::Full => {
                    return None;
                }
                TokenKind::Punctuation => {}
            }
        }
        None
    }

    fn opening(&self, index: usize) -> Opening {
        let word = self.word(index);
        if word.starts_with(['@', '#']) || word.starts_with("www.") || is_with_scheme(word) {
            return Opening::Uncased;
        }
        match word.chars().find(|c| c.is_alphanumeric()) {
            Some(c) if c.is_lowercase() => match self.begins_small(index) {
                true => Opening::Upper,
                false => Opening::Lower,
            },
            Some(c) if c.is_uppercase() => Opening::Upper,
            Some(c) if c.is_numeric() => Opening::Digit,
            _ => Opening::Uncased,
        }
    }

    /// Whether the small letter begins a name: "iPhone", "al-Qaida", "von der Leyen".
    fn begins_small(&self, index: usize) -> bool {
        const LONGEST_NAME: usize = 40;
        let small = |word: &str| !word.chars().take(LONGEST_NAME).any(char::is_uppercase);
        if !small(self.word(index)) {
            return true;
        }
        let mut words = (index..self.tokens.len()).take(4).map(|index| self.word(index));
        is_particle(self.word(index))
            && words.find(|word| !is_particle(word)).is_some_and(|word| word.starts_with(char::is_uppercase))
    }

    /// Whether the name at `index` is followed by a verb that reports the words before it.
    fn is_reported(&self, index: usize) -> bool {
        const LONGEST_NAME: usize = 6;
        let words = (index..self.tokens.len()).take(LONGEST_NAME).map(|index| self.word(index));
        let mut words = words.skip_while(|word| word.starts_with(char::is_uppercase));
        !is_starter(self.word(index)) && words.next().is_some_and(is_reporting)
    }

    fn word(&self, index: usize) -> &str {
        self.text.slice(self.tokens[index].span)
    }
}

/// Whether `word` is an address such as `https://example.org`; looks at its beginning alone.
fn is_with_scheme(word: &str) -> bool {
    let scheme = word.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
    word[scheme..].starts_with("://")
}

fn is_quote_mark(word: &str) -> bool {
    matches!(word, "\"" | "''" | "”" | "“" | "’" | "‘" | "'" | "»" | "」" | "』")
}

#[cfg(test)]
mod tests {
    use crate::{Segments, Text};

    /// `|` behind every sentence but the last of its line.
    #[track_caller]
    fn check(marked: &str) {
        let text = Text::new(marked.replace('|', ""));
        let segments = Segments::of(&text);
        let mut found = text.as_str().to_owned();
        for pair in segments.sentences.windows(2).rev() {
            if pair[0].paragraph == pair[1].paragraph {
                found.insert(pair[0].span.end() as usize, '|');
            }
        }
        assert_eq!(found, marked);
    }

    #[test]
    fn plain() {
        check("Dockers left.| Ports shut!| Why?| Nobody knows.");
        check("Ports shut");
        check("Ports shut\nDockers left.| Ships wait\n");
        check("In 2015.| 20 ships left.| $5 was paid.| @ruiz knew.| #ports rose.");
    }

    #[test]
    fn titles_never_end_one() {
        check("Gen. Smith left.| He ran.");
        check("Sen. Kaine, D-Va., said no.| Mr. Roy and Dr. He agreed.");
        check("Lt. Gov. Ruiz met Brig.-Gen. The Hon. Ms. Roy.");
    }

    #[test]
    fn states_and_countries() {
        check("U.S. officials left.");
        check("The U.S. Navy and U.S. Steel stayed in the U.S.| He said no.");
        check("It lies in Calif.| The ports of San Diego, Calif. and Seattle shut.");
        check("They met in Washington, D.C.| But the U.N. Security Council did not.");
        check("It is in the U.S.| “We know,” he said.");
    }

    #[test]
    fn companies_streets_degrees() {
        check("Acme Inc. Chairman Roy left Acme Corp.| She joined Foo Co. Ltd. in May.");
        check("In St. Louis, on Wall St.| The banks shut.");
        check("Sam Roy Jr. Day was held.| Roy, Ph.D., came.");
    }

    #[test]
    fn dates_and_times() {
        check("On Sept. 5 and in Dec.| Kerry left on Jan. 3, 2015.");
        check("At 5 p.m. Monday and 6 a.m. GMT.| At 7 p.m.| Police came at 8 p.m. on foot.");
    }

    #[test]
    fn numbers_and_lists() {
        check("No. 5 won.| No.| None.| See p. 12 of vol. 3.");
        check("1. Go home\n12. The ports\n(3) Stay.| Now");
        check("Do this.| 1. Go home.| 2. Stay.| It was 2015.| 2015.| Yes.");
        check("• Ports shut.| • Ships wait.\n- Dockers left\n* Ships wait");
        check("It cost 5.2 million.| It rose 0.5 percent, to .7 points.");
        check("Ruiz vs. Roy, i.e. The Case, e.g. Apples, pears, etc.| They left.");
    }

    #[test]
    fn initials() {
        check("J. K. Rowling and George W. Bush met J.R.R. Tolkien.| They left.");
        check("He chose plan B.| He left with vitamin C.");
    }

    #[test]
    fn datelines() {
        check("LONDON (Reuters) - Ports shut.| Ships wait.");
        check("WASHINGTON — The U.S. Senate met.");
        check("WASHINGTON, D.C. — The Senate met.");
        check("MOSCOW, Dec. 5 (AP) — Roy left.");
    }

    #[test]
    fn quotes_keep_their_closing_marks() {
        check("\"Go,\" he said.| \"Now.\"| He left.");
        check("“Go.| Now.”| He left.| “‘Stay.’”| She did.");
        check("``Go. ''| He left. ''| ``Stay.''| She did.");
        check("`` Go . ''| He left .| `` Stay . ''");
        check("(He left.)| She stayed [at home.]| They ate (lunch).| 'Go.'| Yes.");
        check("“Go!” he said.| “Why?” asked Roy.| “Is it?” Kerry asked.| “Now?” Sen. Tim Roy said.");
        check("\"He said 'go!'\"| Then he left.");
        check("“Why?”| He left.| “Go!”| The ports shut.");
        check("He said \"go!\".| Then \"he\" left.| \"Ports\" shut.");
        check("«Go.»| „Stay.“| Roy left.");
        check("\"He left.\"|The ports shut.| \"Then");
    }

    #[test]
    fn small_letters_go_on() {
        check("Yahoo! said so. and so on.");
        check("He left.| iPhone sales rose.| al-Qaida denied.| von der Leyen agreed. de facto rules.");
        check("“Never!”, he said; “no!” — and left.");
    }

    #[test]
    fn ellipses() {
        check("He left...| Then he ran ... to Roy ... Ruiz and … well… no.");
        check("They left. ...| I know.");
        check("Well... I know.| It ended ....| I know.| He . . . left . . .| The end.");
        check("The U.S...| Kerry left.");
    }

    #[test]
    fn dashes() {
        check("He left.| — She stayed -- for now.");
        check("He — “Stop!” — Kerry shouted — ran.");
    }

    #[test]
    fn addresses() {
        check("See http://example.org/a.b?c=D.E.| Then mail a.b@example.org.| He did.");
        check("Read example.com.| Example.Com rose.| https://example.org/\nLook!| www.example.org");
    }

    #[test]
    fn other_scripts() {
        check("港口关闭。|他们走了。|「好。」|走");
        check("Он ушёл.| Порты закрыты.| ¿Por qué?| ¡No!");
        check("वह गया।| वह आया।");
        check("Élan left.| E\u{301}lan stayed.|\u{a0}He\u{feff} ran.");
    }

    #[test]
    fn a_lost_space() {
        check("They left.|The ports shut.");
        check("He said no.”|The ports shut.");
    }
}
