//! Which words are there? Tokens as a newspaper reader would count them.
//!
//! | written | tokens |
//! |---|---|
//! | don't, O'Brien, rock'n'roll, 'em | whole |
//! | Kerry's, 1990's | "Kerry" "'s"; but "it's", "that's" whole |
//! | twenty-year-old, D-Va., U.S.-led | whole |
//! | U.S., Gen., J. before a capital letter, No. before a number | whole, with the stop |
//! | $5.2, 5%, 10:30, 1,200, 9/11 | "$" "5.2", "5" "%", whole, whole, whole |
//! | addresses of pages and of mail, @names, #tags | whole, without the sentence's marks behind them |
//! | \`\` and '' | one token; every other quotation mark too |
//! | ..., --, ?! | a run is one token |
//! | Han characters and hiragana | each its own token |
//!
//! Known weaknesses: 's is split off although it means "is" or "has" behind a name ("Kerry's leaving");
//! an abbreviation at the end of a sentence keeps the stop, and the sentence has none of its own; languages
//! without spaces are not divided into words.

use unicode_segmentation::UnicodeSegmentation;

use crate::abbreviations::Abbreviation;
use crate::paragraphs::is_blank;
use crate::word_lists::{is_contracted, is_elided, is_starter};
use crate::{Span, Text};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Holds a letter: "Kerry", "don't", "5th", "U.S.", "www.example.org".
    Word,
    /// Digits, with what stands between them, and no letter: "5", "1,200", "10:30", "½".
    Number,
    /// Divides or encloses: stops, commas, dashes, brackets, quotation marks.
    Punctuation,
    /// Anything else: "$", "%", "&", emoji, control characters.
    Symbol,
}

/// A word, a number, a mark or a sign.
///
/// Begins and ends where a user-perceived character does, except that a combining mark behind a blank is
/// a token without that blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// Its place; never empty.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Adds the tokens of `paragraph`.
pub(crate) fn tokenize(text: &Text, paragraph: Span, tokens: &mut Vec<Token>) {
    let words = text.slice(paragraph);
    let mut at = 0;
    while let Some(c) = char_at(words, at) {
        if is_blank(c) {
            at += c.len_utf8();
            continue;
        }
        let end = token_end(words, at, c);
        let span = Span::new(paragraph.start() + at as u32, paragraph.start() + end as u32);
        tokens.push(Token { span, kind: kind_of(&words[at..end], c) });
        at = end;
    }
}

fn kind_of(token: &str, first: char) -> TokenKind {
    if token.chars().any(char::is_alphabetic) {
        TokenKind::Word
    } else if token.chars().any(char::is_numeric) {
        TokenKind::Number
    } else if is_punctuation(first) {
        TokenKind::Punctuation
    } else {
        TokenKind::Symbol
    }
}

fn is_punctuation(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_punctuation() && !"$+<=>^|~%&@#*".contains(c),
        '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '։' | '،' | '؛' | '؟' | '۔' | '।' | '॥' => {
            true
        }
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' => true,
        '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{fe10}'..='\u{fe6b}' => true,
        '！'..='／' | '：'..='？' | '［'..='］' | '｛'..='･' => true,
        _ => false,
    }
}

/// The end of the token that begins at `at` with `c`, which is not blank.
fn token_end(words: &str, at: usize, c: char) -> usize {
    let next = char_at(words, at + c.len_utf8());
    if is_word_char(c) {
        return address_end(words, at).unwrap_or_else(|| word_end(words, at, at));
    }
    match c {
        '`' if next == Some('`') => cluster_end(words, at + 1),
        '\'' if next == Some('\'') => cluster_end(words, at + 1),
        '\'' | '’' | '‘' => apostrophe_end(words, at, c),
        '@' | '#' if next.is_some_and(|next| next.is_alphabetic()) => word_end(words, at, at + 1),
        '.' if next.is_some_and(char::is_numeric) => word_end(words, at, at + 1),
        '!' | '?' => run_end(words, at, |c| matches!(c, '!' | '?')),
        '.' | '-' | '*' | '=' | '_' | '~' | '#' | '…' => run_end(words, at, |other| other == c),
        _ => cluster_end(words, at),
    }
}

/// The end of a run of characters that `belongs` to, marks combined with the last one included.
fn run_end(words: &str, at: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = &words[at..];
    let run = rest.len() - rest.trim_start_matches(belongs).len();
    let last = rest[..run].chars().next_back().map_or(0, char::len_utf8);
    cluster_end(words, at + run - last)
}

/// The end of a token that begins with an apostrophe: 's behind its word, a word that has lost its
/// beginning ("'em", "'90s"), else the mark alone.
fn apostrophe_end(words: &str, at: usize, c: char) -> usize {
    let behind = at + c.len_utf8();
    let owner = words[..at].chars().next_back();
    if owner.is_some_and(|owner| owner.is_alphanumeric() || ".)”".contains(owner))
        && possessive_s(words, behind)
    {
        return cluster_end(words, behind);
    }
    let rest = &words[behind..];
    let letters = rest.bytes().take(6).take_while(u8::is_ascii_alphabetic).count();
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let decade = digits == 2 && rest[2..].starts_with('s');
    if decade || is_elided(&rest[..letters]) {
        word_end(words, behind, behind)
    } else {
        cluster_end(words, at)
    }
}

/// Whether the s of a possessive stands at `at`, and nothing of a word behind it.
fn possessive_s(words: &str, at: usize) -> bool {
    let mut rest = words[at..].chars();
    let s = matches!(rest.next(), Some('s' | 'S'));
    let next = rest.next();
    let goes_on = next.is_some_and(|c| is_word_char(c) && !is_ideograph(c))
        || next.is_some_and(is_hyphen) && rest.next().is_some_and(is_word_char);
    s && !goes_on
}

/// The end of the word that begins at `start`, of which everything before `at` is already read.
fn word_end(words: &str, start: usize, at: usize) -> usize {
    let mut end = cluster_end(words, at);
    if char_at(words, at).is_some_and(is_ideograph) {
        return end;
    }
    while let Some(c) = char_at(words, end) {
        if is_word_char(c) && !is_ideograph(c) {
            end = cluster_end(words, end);
        } else if let Some(joint) = joint(words, start, end, c) {
            end = cluster_end(words, end + joint);
        } else {
            break;
        }
    }
    if keeps_stop(words, start, end) {
        end += 1;
    } else if words[end..].starts_with('/') && is_host(&words[start..end]) {
        end = trimmed_address_end(words, end, start);
    }
    end
}

/// The length of the marks at `at` that join the word read so far to the letter or digit behind them.
fn joint(words: &str, start: usize, at: usize, c: char) -> Option<usize> {
    let behind = at + c.len_utf8();
    let next = char_at(words, behind)?;
    if c == '.' && is_hyphen(next) {
        let after_hyphen = char_at(words, behind + next.len_utf8()).is_some_and(is_word_char);
        let before = &words[start..at];
        let abbreviated = is_capital(before) || Abbreviation::of(before).is_some();
        return (after_hyphen && abbreviated).then(|| 1 + next.len_utf8());
    }
    if !next.is_alphanumeric() || is_ideograph(next) {
        return None;
    }
    let before = words[start..at].chars().next_back();
    let joins = match c {
        '\'' | '’' => !possessive_s(words, behind) || is_contracted(&words[start..at]),
        '.' => !is_missing_space(words, at),
        '@' | '&' | '_' => true,
        ',' | ':' | '/' => before.is_some_and(char::is_numeric) && next.is_numeric(),
        _ => is_hyphen(c),
    };
    joins.then_some(c.len_utf8())
}

/// Whether the stop at `at` ends a sentence although a word follows at once, as where a page lost the
/// space: "left.The ports".
fn is_missing_space(words: &str, at: usize) -> bool {
    let before = words.as_bytes()[..at].last().copied().unwrap_or(b' ');
    let rest = &words[at + 1..];
    let letters = rest.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
    let next = rest[letters..].chars().next();
    (before.is_ascii_lowercase() || before.is_ascii_digit())
        && letters > 1
        && is_starter(&rest[..letters])
        && !next.is_some_and(|c| is_word_char(c) || matches!(c, '.' | '/' | '-'))
}

/// Whether the stop at `end` belongs to the word before it.
fn keeps_stop(words: &str, start: usize, end: usize) -> bool {
    if !words[end..].starts_with('.') || words[end..].starts_with("...") || cluster_end(words, end) != end + 1
    {
        return false;
    }
    let next = || words[end + 1..].trim_start_matches(is_blank).chars().next();
    let word = &words[start..end];
    match Abbreviation::of(word) {
        Some(Abbreviation::Numbered) => next().is_some_and(char::is_numeric),
        Some(_) => true,
        None => {
            let initial = word.rsplit_once(".-").map_or(word, |(_, last)| last);
            is_capital(initial) && next().is_some_and(char::is_uppercase)
        }
    }
}

/// The end of an address with a scheme or with "www." that begins at `at`.
fn address_end(words: &str, at: usize) -> Option<usize> {
    let rest = &words.as_bytes()[at..];
    if !rest[0].is_ascii_alphabetic() {
        return None;
    }
    let scheme = rest.iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let prefix = if rest[scheme..].starts_with(b"://") {
        scheme + 3
    } else if rest.len() > 4 && rest[..4].eq_ignore_ascii_case(b"www.") {
        4
    } else {
        return None;
    };
    let end = trimmed_address_end(words, at + prefix, at);
    (end > at + prefix).then_some(end)
}

/// Reads an address on from `at`, without the marks of the sentence around it.
fn trimmed_address_end(words: &str, at: usize, start: usize) -> usize {
    let is_part = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>`|{}\\".contains(&byte);
    let end = at + words[at..].bytes().take_while(|&byte| is_part(byte)).count();
    let keeps_brackets = words[start..end].contains('(');
    let address = words[start..end].trim_end_matches(|c| match c {
        ')' => !keeps_brackets,
        _ => matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '*' | ']'),
    });
    let end = at.max(start + address.len());
    if end > at { cluster_end(words, end - 1) } else { at }
}

/// Whether `word` could be a computer's name, as "example.org" in "example.org/news".
fn is_host(word: &str) -> bool {
    word.rsplit_once('.')
        .is_some_and(|(_, last)| last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Whether `word` is a single capital letter.
fn is_capital(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Letters, digits, and the invisible characters that stand inside a word (soft hyphen, joiners).
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{2060}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// A character that is a word or part of one in a script without spaces.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The end of the user-perceived character that begins at `at`; a blank is always one by itself.
fn cluster_end(words: &str, at: usize) -> usize {
    match words.as_bytes()[at..] {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => at + 1,
        _ => at + words[at..].graphemes(true).next().map_or(0, str::len),
    }
}

fn char_at(words: &str, at: usize) -> Option<char> {
    words[at..].chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` between tokens; blanks are left out.
    #[track_caller]
    fn check(words: &str, expected: &str) {
        let text = Text::new(words);
        let mut tokens = Vec::new();
        tokenize(&text, Span::new(0, text.len()), &mut tokens);
        let found: Vec<&str> = tokens.iter().map(|token| text.slice(token.span)).collect();
        assert_eq!(found.join("|"), expected);
    }

    #[track_caller]
    fn check_kinds(words: &str, expected: &[TokenKind]) {
        let text = Text::new(words);
        let mut tokens = Vec::new();
        tokenize(&text, Span::new(0, text.len()), &mut tokens);
        let kinds: Vec<TokenKind> = tokens.iter().map(|token| token.kind).collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn contractions_stay_whole() {
        check("We don't, and they’ll not.", "We|don't|,|and|they’ll|not|.");
        check("O'Brien's rock'n'roll", "O'Brien|'s|rock'n'roll");
        check("It's what's left, he'd say", "It's|what's|left|,|he'd|say");
        check("give 'em the '90s and rock ’n’ roll", "give|'em|the|'90s|and|rock|’n|’|roll");
    }

    #[test]
    fn possessives_are_split() {
        check("Kerry's and Özil’s", "Kerry|'s|and|Özil|’s");
        check("the U.S.'s ports, the dockers' pay", "the|U.S.|'s|ports|,|the|dockers|'|pay");
        check("KERRY'S 1990's", "KERRY|'S|1990|'s");
        check("the Macy's-style parade", "the|Macy's-style|parade");
        check("“Post”’s", "“|Post|”|’s");
        check("the letter 's'", "the|letter|'|s|'");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check("Gen. Ruiz left.", "Gen.|Ruiz|left|.");
        check("the U.S. and U.S.-led", "the|U.S.|and|U.S.-led");
        check("Sen. Kaine, D-Va., said", "Sen.|Kaine|,|D-Va.|,|said");
        check("J. K. Rowling and J.R.R. Tolkien", "J.|K.|Rowling|and|J.R.R.|Tolkien");
        check("Brig.-Gen. Ruiz, Jean-P. or J.-P. Roy", "Brig.-Gen.|Ruiz|,|Jean-P|.|or|J.-P.|Roy");
        check("No. 5 on p. 3. No. None.", "No.|5|on|p.|3|.|No|.|None|.");
        check("Plan B. 20 left. E. coli.", "Plan|B|.|20|left|.|E|.|coli|.");
        check("the U.S... the U.S..", "the|U.S|...|the|U.S.|.");
    }

    #[test]
    fn numbers() {
        check("$5.2 or 5% of 1,200", "$|5.2|or|5|%|of|1,200");
        check("at 10:30, on 9/11, €3bn, .5, -4", "at|10:30|,|on|9/11|,|€|3bn|,|.5|,|-|4");
        check("in 2015. 5th, 20-year-old, 1990–95", "in|2015|.|5th|,|20-year-old|,|1990|–|95");
        check("1,2,3, 4,five", "1,2,3|,|4|,|five");
    }

    #[test]
    fn marks_stand_alone() {
        check("``Go,'' he said -- \"now\"...", "``|Go|,|''|he|said|--|\"|now|\"|...");
        check("“‘Go’?!” (now)—then…", "“|‘|Go|’|?!|”|(|now|)|—|then|…");
        check("and/or *** AT&T", "and|/|or|***|AT&T");
        check("'quoted' words", "'|quoted|'|words");
    }

    #[test]
    fn addresses_stay_whole() {
        check("See https://example.org/a?b=c,d. Then", "See|https://example.org/a?b=c,d|.|Then");
        check("(www.example.org) example.org/news/1.", "(|www.example.org|)|example.org/news/1|.");
        check("http://example.org/a_(b)!", "http://example.org/a_(b)|!");
        check("mail a.b@example.co.uk, ask @a_b #go5", "mail|a.b@example.co.uk|,|ask|@a_b|#go5");
        check("http:// www. #5 @ 5", "http|:|/|/|www|.|#|5|@|5");
    }

    #[test]
    fn a_lost_space_after_a_stop() {
        check("They left.The ports shut in 2015.But", "They|left|.|The|ports|shut|in|2015|.|But");
        check("Example.Com and left.Theo", "Example.Com|and|left.Theo");
    }

    #[test]
    fn other_scripts() {
        check("港口关闭。OK", "港|口|关|闭|。|OK");
        check("cafe\u{301}s na\u{308}ive", "cafe\u{301}s|na\u{308}ive");
        check("Ruiz\u{a0}left\u{feff} \u{200b}now", "Ruiz|left|now");
        check("co\u{ad}op 👩‍🚀🇩🇪", "co\u{ad}op|👩‍🚀|🇩🇪");
        check("порты закрыты", "порты|закрыты");
        check(" \u{301}a", "\u{301}|a");
    }

    #[test]
    fn kinds() {
        use TokenKind::{Number, Punctuation, Symbol, Word};
        check_kinds("Kerry's $5.2 —", &[Word, Word, Symbol, Number, Punctuation]);
        check_kinds("½ 5th 👍 `` 。 @x", &[Number, Word, Symbol, Punctuation, Punctuation, Word]);
    }
}
