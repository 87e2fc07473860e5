//! Direct, indirect or mixed: whose words they are.

use sayso_domain::{Kind, Statement};
use sayso_text::{QuoteState, Quotes, Span, Text};

/// Sets each statement's kind from the letters and digits of its content: all, none or some inside quotation marks,
/// double or single.
///
/// Words that a nested statement holds are that one's: in "the BBC reported that Kerry called it 'a magnet'" the
/// quotation is Kerry's, and the BBC's statement is indirect.
pub(crate) fn assign(text: &Text, quotes: &Quotes, statements: &mut [Statement]) {
    let mut nested: Vec<Vec<Span>> = vec![Vec::new(); statements.len()];
    for statement in statements.iter() {
        if let Some(parent) = statement.within {
            nested[parent.0 as usize].extend_from_slice(&statement.content);
        }
    }
    let passages = inner_parts(quotes);
    for (statement, nested) in statements.iter_mut().zip(&nested) {
        statement.kind = kind_of(text, quotes, &passages, &statement.content, nested);
    }
}

/// What stands inside quotation marks, by where it starts.
fn inner_parts(quotes: &Quotes) -> Vec<Span> {
    let mut parts: Vec<Span> =
        quotes.passages().iter().flat_map(|p| &p.parts).map(|part| part.inner).collect();
    parts.sort();
    parts
}

/// Passages looked at before a content's end: those that hold it start there, or a few nested ones earlier.
const PASSAGES: usize = 64;

fn kind_of(text: &Text, quotes: &Quotes, passages: &[Span], content: &[Span], nested: &[Span]) -> Kind {
    let (mut quoted, mut plain) = (false, false);
    let mut cursor = quotes.cursor();
    // Double marks are known from the states, single ones (British style, headlines) from the passages.
    let end = content.last().map_or(0, |span| span.end());
    let before = passages.partition_point(|inner| inner.start() < end);
    let passages = &passages[before.saturating_sub(PASSAGES)..before];
    for span in content {
        for (offset, _) in text.slice(*span).char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let byte = span.start() + offset as u32;
            if nested.iter().any(|n| n.holds(byte)) {
                continue;
            }
            if cursor.state_at(byte) == QuoteState::Inside || passages.iter().any(|inner| inner.holds(byte)) {
                quoted = true;
            } else {
                plain = true;
            }
        }
    }
    match (quoted, plain) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `content` and `nested` are marked by ‹ › and « » … no: given as words of the text.
    fn check(words: &str, content: &str, nested: Option<&str>, want: Kind) {
        let text = Text::new(words);
        let place = |part: &str| {
            let start = words.find(part).expect("the part stands in the text") as u32;
            Span::new(start, start + part.len() as u32)
        };
        let nested: Vec<Span> = nested.map(place).into_iter().collect();
        let quotes = Quotes::of(&text);
        assert_eq!(
            kind_of(&text, &quotes, &inner_parts(&quotes), &[place(content)], &nested),
            want,
            "{words}"
        );
    }

    #[test]
    fn follows_the_quotation_marks() {
        check("\"We agree,\" she said.", "\"We agree,\"", None, Kind::Direct);
        check("\u{201c}We agree,\u{201d} she said.", "\u{201c}We agree,\u{201d}", None, Kind::Direct);
        check("\u{2018}We agree,\u{2019} she said.", "\u{2018}We agree,\u{2019}", None, Kind::Direct);
        check("'We can't agree,' she said.", "'We can't agree,'", None, Kind::Direct);
        check("The mayor's aide said the council's done.", "the council's done", None, Kind::Indirect);
        check("He said that it was \"fair\".", "that it was \"fair\"", None, Kind::Mixed);
        check("He said that it was fair.", "that it was fair", None, Kind::Indirect);
    }

    #[test]
    fn a_nested_statements_quotation_is_its_own() {
        check(
            "The paper said Mayor Ott called it \"a trap\".",
            "Mayor Ott called it \"a trap\"",
            Some("\"a trap\""),
            Kind::Indirect,
        );
    }
}
