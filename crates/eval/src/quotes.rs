//! Which characters stand inside double quotation marks.

/// For each character of `text`, whether it lies inside double quotation marks; the marks themselves do not.
///
/// Marks are curly ones, guillemets and the straight `"`, which toggles; a pair of `` ` `` or `'` counts as one
/// mark. A line break ends a paragraph and with it any quotation still open. Single marks are none.
/// This is the reference scorer's rule to the letter, so that kinds are counted alike.
pub(crate) fn quote_mask(text: &[char]) -> Vec<bool> {
    let mut inside = false;
    let mut mask = vec![false; text.len()];
    for (i, &c) in text.iter().enumerate() {
        let pair = |mark| c == mark && text.get(i + 1) == Some(&mark);
        match c {
            '\n' => inside = false,
            '"' => inside = !inside,
            '\u{201c}' | '\u{201f}' | '\u{ab}' | '\u{301d}' => inside = true,
            _ if pair('`') => inside = true,
            '\u{201d}' | '\u{bb}' | '\u{301e}' => inside = false,
            _ if pair('\'') => inside = false,
            _ => mask[i] = inside,
        }
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, inside: &str) {
        let text: Vec<char> = text.chars().collect();
        let mask = quote_mask(&text);
        let found: String = text.iter().zip(mask).filter_map(|(&c, inside)| inside.then_some(c)).collect();
        assert_eq!(found, inside);
    }

    #[test]
    fn marks_of_every_sort() {
        check("“a” b \"c\" d «e» f", "ace");
        check("``a'' b", "`a");
        check("it's 'single' only", "");
        check("” a “b", "b");
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        check("“a\nb", "a");
    }
}
