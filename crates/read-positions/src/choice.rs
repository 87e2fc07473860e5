//! One claim for the same words, with its edges in order.

use sayso_text::{Span, Text};

use crate::claims::Claim;

/// Claims of at least the chance `least`, each on words of its own: of two that share more than half of the shorter
/// one's bytes the likelier stays. The likeliest first; ties in text order.
pub(crate) fn best(text: &Text, mut claims: Vec<Claim>, least: f32) -> Vec<Claim> {
    claims.retain(|claim| claim.chance >= least);
    claims.sort_by_key(|claim| claim.evidence.start());
    for claim in &mut claims {
        claim.evidence = trimmed(text, claim.evidence);
        claim.target.retain_mut(|span| {
            *span = trimmed(text, *span);
            !span.is_empty()
        });
    }
    claims.retain(|claim| !claim.evidence.is_empty());
    // Evidence is short and claims stand in text order: only near neighbours can overlap.
    let mut kept: Vec<Claim> = Vec::new();
    for claim in claims {
        let rivals =
            kept.iter().rposition(|k| k.evidence.end() <= claim.evidence.start()).map_or(0, |k| k + 1);
        let collides =
            |k: &Claim| 2 * k.evidence.shared(claim.evidence) > k.evidence.len().min(claim.evidence.len());
        if kept[rivals..].iter().any(|k| collides(k) && k.chance >= claim.chance) {
            continue;
        }
        let mut number = 0;
        kept.retain(|k| {
            number += 1;
            number <= rivals || !collides(k)
        });
        kept.push(claim);
    }
    kept
}

/// Without white space and commas at either end, or a quotation mark that has no partner inside.
fn trimmed(text: &Text, span: Span) -> Span {
    let loose = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '\u{2013}' | '\u{2014}');
    let mut span = text.trim(span);
    loop {
        let words = text.slice(span);
        let Some((first, last)) = words.chars().next().zip(words.chars().next_back()) else { return span };
        let marks = words.chars().filter(|&c| is_mark(c)).count();
        let alone = |c: char| is_mark(c) && marks % 2 == 1;
        let around = marks == 2 && is_mark(first) && is_mark(last);
        if loose(first) || alone(first) || around {
            span = text.trim(Span::new(span.start() + first.len_utf8() as u32, span.end()));
        } else if loose(last) || alone(last) || (last == '.' && !words.trim_end_matches('.').contains('.')) {
            span = text.trim(Span::new(span.start(), span.end() - last.len_utf8() as u32));
        } else {
            return span;
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(start: u32, end: u32, chance: f32) -> Claim {
        Claim { evidence: Span::new(start, end), target: vec![], chance, stances: vec![], acts: vec![] }
    }

    fn kept(words: &str, claims: Vec<Claim>) -> Vec<String> {
        let text = Text::new(words);
        best(&text, claims, 0.3).iter().map(|claim| text.slice(claim.evidence).to_owned()).collect()
    }

    #[test]
    fn of_claims_on_the_same_words_the_likelier_stays() {
        let words = "They oppose the harbour tax and back the ferry.";
        assert_eq!(
            kept(words, vec![claim(0, 27, 0.5), claim(5, 27, 0.6), claim(32, 46, 0.4)]),
            ["oppose the harbour tax", "back the ferry"]
        );
        assert!(kept(words, vec![claim(5, 27, 0.2)]).is_empty());
    }

    #[test]
    fn edges_lose_commas_stops_and_lone_marks() {
        assert_eq!(kept("“We oppose it,” he said.", vec![claim(0, 19, 0.9)]), ["We oppose it"]);
        assert_eq!(kept("It is “a gift”.", vec![claim(0, 19, 0.9)]), ["It is “a gift”"]);
        assert_eq!(kept("We back the U.S.", vec![claim(0, 16, 0.9)]), ["We back the U.S."]);
    }

    #[test]
    fn a_claim_of_nothing_but_marks_is_none() {
        assert!(kept("a “ b", vec![claim(2, 5, 0.9)]).is_empty());
    }
}
