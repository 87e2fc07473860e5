//! What do the words mean that somebody searches for?
//!
//! ```text
//! fuel tax            both words
//! "fuel tax"          one behind the other
//! ferr*               words that begin so
//! fuel OR petrol      one of them
//! tax -fuel           the first without the second; NOT fuel says the same
//! (fuel OR petrol) tax
//! ```
//! AND may be written and binds closer than OR. The operators are in capitals: "or" is a word.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::vec;

use crate::database::Dialect;
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::words::{self, Word};

/// A question in words, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Query {
    /// Words that follow one another; the last one may be the beginning of a word.
    Run { words: Vec<String>, is_prefix: bool },
    /// All of the first, and none of the second.
    All { wanted: Vec<Query>, unwanted: Vec<Query> },
    /// At least one.
    Any(Vec<Query>),
}

/// Parentheses are read so deep at most.
const DEEPEST: usize = 50;

/// Longer questions are refused.
const LONGEST: usize = 10_000;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Run { words: Vec<String>, is_prefix: bool },
}

impl Query {
    /// Reads a question.
    ///
    /// # Errors
    /// When nothing is to be found ("-fuel", "…"), an operator has nothing beside it, or a mark is left open.
    pub(crate) fn parse(typed: &str) -> Result<Query> {
        if typed.len() > LONGEST {
            return Err(wrong(typed, "it is too long"));
        }
        let mut tokens = tokens(typed)?.into_iter().peekable();
        let query = any(&mut tokens, 0).map_err(|why| wrong(typed, why))?;
        match tokens.next() {
            None => Ok(query),
            Some(_) => Err(wrong(typed, "a parenthesis is closed that was not opened")),
        }
    }

    /// In the words of a database's own search.
    pub(crate) fn in_dialect(&self, dialect: Dialect) -> String {
        let mut out = String::new();
        match dialect {
            Dialect::Sqlite => self.write_fts5(&mut out),
            Dialect::Postgres => self.write_tsquery(&mut out),
        }
        out
    }

    fn write_fts5(&self, out: &mut String) {
        match self {
            Query::Run { words, is_prefix } => {
                let _ = write!(out, "\"{}\"{}", words.join(" "), if *is_prefix { " *" } else { "" });
            }
            Query::Any(parts) => joined(parts, " OR ", Query::write_fts5, out),
            Query::All { wanted, unwanted } if unwanted.is_empty() => {
                joined(wanted, " AND ", Query::write_fts5, out);
            }
            Query::All { wanted, unwanted } => {
                out.push('(');
                joined(wanted, " AND ", Query::write_fts5, out);
                out.push_str(" NOT ");
                joined(unwanted, " OR ", Query::write_fts5, out);
                out.push(')');
            }
        }
    }

    fn write_tsquery(&self, out: &mut String) {
        match self {
            Query::Run { words, is_prefix } => {
                let last = words.len().saturating_sub(1);
                out.push('(');
                for (at, word) in words.iter().enumerate() {
                    let before = if at > 0 { " <-> " } else { "" };
                    let behind = if at == last && *is_prefix { ":*" } else { "" };
                    let _ = write!(out, "{before}'{word}'{behind}");
                }
                out.push(')');
            }
            Query::Any(parts) => joined(parts, " | ", Query::write_tsquery, out),
            Query::All { wanted, unwanted } => {
                out.push('(');
                joined(wanted, " & ", Query::write_tsquery, out);
                for part in unwanted {
                    out.push_str(" & !");
                    joined(std::slice::from_ref(part), "", Query::write_tsquery, out);
                }
                out.push(')');
            }
        }
    }

    /// Where in `text` stands what was wanted, in bytes, in order.
    pub(crate) fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let words = words::words(text);
        let mut found = Vec::new();
        self.find(&words, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a text fits, as the database's own search has it.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.fits(&words::words(text))
    }

    fn fits(&self, text: &[Word]) -> bool {
        match self {
            Query::Run { words, is_prefix } => stretches(text, words, *is_prefix).next().is_some(),
            Query::Any(parts) => parts.iter().any(|part| part.fits(text)),
            Query::All { wanted, unwanted } => {
                wanted.iter().all(|part| part.fits(text)) && !unwanted.iter().any(|part| part.fits(text))
            }
        }
    }

    fn find(&self, text: &[Word], found: &mut Vec<(usize, usize)>) {
        match self {
            Query::Run { words, is_prefix } => {
                for run in stretches(text, words, *is_prefix) {
                    found.extend(run.iter().map(|word| (word.place.start, word.place.end)));
                }
            }
            Query::Any(parts) | Query::All { wanted: parts, .. } => {
                parts.iter().for_each(|part| part.find(text, found));
            }
        }
    }
}

/// Where the words stand one behind the other.
fn stretches<'a>(text: &'a [Word], words: &'a [String], is_prefix: bool) -> impl Iterator<Item = &'a [Word]> {
    let last = words.len().saturating_sub(1);
    let same = move |(at, word): (usize, &Word)| match at == last && is_prefix {
        true => word.folded.starts_with(&words[at]),
        false => word.folded == words[at],
    };
    text.windows(words.len().max(1)).filter(move |run| run.iter().enumerate().all(same))
}

fn joined(parts: &[Query], between: &str, write: fn(&Query, &mut String), out: &mut String) {
    out.push('(');
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        write(part, out);
    }
    out.push(')');
}

fn wrong(typed: &str, why: &str) -> LibraryError {
    let shown: String = typed.chars().take(80).collect();
    let message = format!(
        "`{shown}` cannot be searched for: {why}; try words, \"a phrase\", begin*, OR, -without, ( )"
    );
    LibraryError::new(LibraryErrorKind::Wrong, message)
}

fn tokens(typed: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '(' => push(&mut tokens, Token::Open, after),
            ')' => push(&mut tokens, Token::Close, after),
            '-' | '\u{2212}' => push(&mut tokens, Token::Not, after),
            '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' => {
                let Some(end) = after.find(['"', '\u{201c}', '\u{201d}']) else {
                    return Err(wrong(typed, "a quotation mark is left open"));
                };
                let behind = after[end..].trim_start_matches(['"', '\u{201c}', '\u{201d}']);
                let is_prefix = behind.starts_with('*');
                run(&mut tokens, &after[..end], is_prefix);
                behind.strip_prefix('*').unwrap_or(behind)
            }
            c if c.is_whitespace() => after,
            _ => {
                let end = rest
                    .find(|c: char| {
                        c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\u{201c}' | '\u{201d}')
                    })
                    .unwrap_or(rest.len());
                match &rest[..end] {
                    "AND" => tokens.push(Token::And),
                    "OR" => tokens.push(Token::Or),
                    "NOT" => tokens.push(Token::Not),
                    word => run(&mut tokens, word.trim_end_matches('*'), word.ends_with('*')),
                }
                &rest[end..]
            }
        };
    }
    Ok(tokens)
}

fn push<'a>(tokens: &mut Vec<Token>, token: Token, after: &'a str) -> &'a str {
    tokens.push(token);
    after
}

/// What holds no letter or digit is passed over.
fn run(tokens: &mut Vec<Token>, words: &str, is_prefix: bool) {
    let words: Vec<String> = words::words(words).into_iter().map(|word| word.folded).collect();
    if !words.is_empty() {
        tokens.push(Token::Run { words, is_prefix });
    }
}

type Tokens = Peekable<vec::IntoIter<Token>>;

fn any(tokens: &mut Tokens, depth: usize) -> std::result::Result<Query, &'static str> {
    let mut parts = vec![all(tokens, depth)?];
    while tokens.next_if_eq(&Token::Or).is_some() {
        parts.push(all(tokens, depth)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Query::Any(parts) })
}

fn all(tokens: &mut Tokens, depth: usize) -> std::result::Result<Query, &'static str> {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    loop {
        match tokens.peek() {
            None | Some(Token::Or | Token::Close) => break,
            Some(Token::And) if wanted.is_empty() && unwanted.is_empty() => {
                return Err("AND has nothing before it");
            }
            Some(Token::And) => {
                tokens.next();
                if matches!(tokens.peek(), None | Some(Token::Or | Token::Close | Token::And)) {
                    return Err("AND has nothing behind it");
                }
            }
            Some(Token::Not) => {
                tokens.next();
                unwanted.push(one(tokens, depth)?);
            }
            Some(_) => wanted.push(one(tokens, depth)?),
        }
    }
    match (wanted.len(), unwanted.len()) {
        (0, 0) => Err("a word is missing"),
        (0, _) => Err("it says only what is not to be found"),
        (1, 0) => Ok(wanted.remove(0)),
        _ => Ok(Query::All { wanted, unwanted }),
    }
}

fn one(tokens: &mut Tokens, depth: usize) -> std::result::Result<Query, &'static str> {
    match tokens.next() {
        Some(Token::Run { words, is_prefix }) => Ok(Query::Run { words, is_prefix }),
        Some(Token::Open) if depth == DEEPEST => Err("parentheses stand too deep within one another"),
        Some(Token::Open) => {
            let inner = any(tokens, depth + 1)?;
            tokens.next_if_eq(&Token::Close).map(|_| inner).ok_or("a parenthesis is left open")
        }
        _ => Err("a minus or NOT has nothing behind it"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(typed: &str, fts5: &str, tsquery: &str) {
        let query = Query::parse(typed).unwrap();
        assert_eq!(query.in_dialect(Dialect::Sqlite), fts5);
        assert_eq!(query.in_dialect(Dialect::Postgres), tsquery);
    }

    #[test]
    fn words_phrases_beginnings_and_operators() {
        check("tax", "\"tax\"", "('tax')");
        check("Fuel TAX", "(\"fuel\" AND \"tax\")", "((('fuel') & ('tax')))");
        check("\u{201c}fuel tax\u{201d}", "\"fuel tax\"", "('fuel' <-> 'tax')");
        check("ferr*", "\"ferr\" *", "('ferr':*)");
        check("a OR b c", "(\"a\" OR (\"b\" AND \"c\"))", "(('a') | ((('b') & ('c'))))");
        check("tax -fuel", "((\"tax\") NOT (\"fuel\"))", "((('tax')) & !(('fuel')))");
        check("(a OR b) AND c", "((\"a\" OR \"b\") AND \"c\")", "(((('a') | ('b')) & ('c')))");
        check("U.S. or not", "(\"us\" AND \"or\" AND \"not\")", "((('us') & ('or') & ('not')))");
    }

    #[track_caller]
    fn check_refused(typed: &str, why: &str) {
        let error = Query::parse(typed).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_the_reason() {
        check_refused("", "a word is missing");
        check_refused("… !", "a word is missing");
        check_refused("-fuel", "only what is not to be found");
        check_refused("\"fuel tax", "a quotation mark is left open");
        check_refused("(fuel", "a parenthesis is left open");
        check_refused("fuel)", "was not opened");
        check_refused("fuel OR", "a word is missing");
        check_refused("AND fuel", "AND has nothing before it");
        check_refused("fuel AND", "AND has nothing behind it");
        check_refused("fuel NOT", "has nothing behind it");
        check_refused(&"(".repeat(1000), "too deep");
    }

    #[test]
    fn what_was_wanted_is_found_again_in_the_words() {
        let text = "The fuel tax, he said, taxes fuel; a tax is nothing.";
        let shown = |typed: &str| -> Vec<&str> {
            Query::parse(typed).unwrap().places(text).into_iter().map(|(a, b)| &text[a..b]).collect()
        };
        assert_eq!(shown("\"fuel tax\""), ["fuel", "tax"]);
        assert_eq!(shown("tax*"), ["tax", "taxes", "tax"]);
        assert_eq!(shown("said -nothing"), ["said"]);
        assert!(shown("absent").is_empty());
    }

    #[test]
    fn a_text_fits_as_the_search_has_it() {
        let fits = |typed: &str| Query::parse(typed).unwrap().holds("The fuel tax is fair, he said.");
        assert!(fits("tax fuel") && fits("\"fuel tax\"") && fits("tar* OR fai*") && fits("fair -unfair"));
        assert!(!fits("\"tax fuel\"") && !fits("tax -fair") && !fits("fai") && !fits("fuel absent"));
    }

    proptest! {
        #[test]
        fn nothing_typed_is_a_fault(typed in "[a-z \"()*\\-.ANDORT]{0,40}") {
            if let Ok(query) = Query::parse(&typed) {
                query.in_dialect(Dialect::Sqlite);
                query.in_dialect(Dialect::Postgres);
                query.places("and or not a b c");
            }
        }
    }
}
