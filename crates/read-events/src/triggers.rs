//! Words that tell of an event by themselves.
//!
//! The list is short on purpose: forms that stood within the words of an event of that type in at least about a third
//! of their places in the annotated training articles (`training/annotations`), and their sisters by meaning. What else
//! tells of events is left to the network.

use sayso_domain::EventType;
use sayso_text::{Segments, Text, TokenKind};

use crate::Anchor;

/// In alphabetical order.
const WORDS: &[(&str, EventType)] = &[
    ("accused", EventType::Accuse),
    ("agreed", EventType::Agree),
    ("airstrike", EventType::Assault),
    ("airstrikes", EventType::Assault),
    ("ambushed", EventType::Assault),
    ("appealed", EventType::Request),
    ("arrested", EventType::Coerce),
    ("assassinated", EventType::Assault),
    ("attacked", EventType::Assault),
    ("bombed", EventType::Assault),
    ("bombing", EventType::Assault),
    ("ceasefire", EventType::Agree),
    ("condemned", EventType::Accuse),
    ("convicted", EventType::Coerce),
    ("crackdown", EventType::Coerce),
    ("demanded", EventType::Request),
    ("demonstrated", EventType::Protest),
    ("denounced", EventType::Accuse),
    ("deployed", EventType::Mobilize),
    ("deported", EventType::Coerce),
    ("detained", EventType::Coerce),
    ("donated", EventType::Aid),
    ("endorsed", EventType::Support),
    ("endorses", EventType::Support),
    ("expelled", EventType::Sanction),
    ("extradited", EventType::Coerce),
    ("freed", EventType::Retreat),
    ("hijacked", EventType::Assault),
    ("imprisoned", EventType::Coerce),
    ("indicted", EventType::Coerce),
    ("invaded", EventType::Assault),
    ("invasion", EventType::Assault),
    ("jailed", EventType::Coerce),
    ("kidnapped", EventType::Assault),
    ("killed", EventType::Assault),
    ("marched", EventType::Protest),
    ("meeting", EventType::Consult),
    ("meetings", EventType::Consult),
    ("met", EventType::Consult),
    ("mobilised", EventType::Mobilize),
    ("mobilized", EventType::Mobilize),
    ("overturned", EventType::Reject),
    ("pardoned", EventType::Retreat),
    ("phoned", EventType::Consult),
    ("protested", EventType::Protest),
    ("protesting", EventType::Protest),
    ("protests", EventType::Protest),
    ("raided", EventType::Coerce),
    ("ratified", EventType::Agree),
    ("rebuffed", EventType::Reject),
    ("rejected", EventType::Reject),
    ("requested", EventType::Request),
    ("roundtable", EventType::Consult),
    ("sanctioned", EventType::Sanction),
    ("sentenced", EventType::Coerce),
    ("shelled", EventType::Assault),
    ("stormed", EventType::Assault),
    ("sued", EventType::Coerce),
    ("summit", EventType::Consult),
    ("surrendered", EventType::Retreat),
    ("talks", EventType::Consult),
    ("telephoned", EventType::Consult),
    ("urged", EventType::Request),
    ("vetoed", EventType::Reject),
    ("visit", EventType::Consult),
    ("visited", EventType::Consult),
    ("withdrew", EventType::Retreat),
];

/// Verbs of going, which with "for" and a name tell of a visit.
const LEAVING: &[&str] = &["depart", "departed", "departs", "leave", "leaves", "left"];

/// How sure such a word is, about.
const SURENESS: f32 = 0.4;

/// The anchors that the words alone give, in text order.
pub fn triggers(text: &Text, segments: &Segments) -> Vec<Anchor> {
    let tokens = &segments.tokens;
    let word = |at: usize| tokens.get(at).map_or("", |token| text.slice(token.span));
    let mut anchors = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Word {
            continue;
        }
        let lower = word(at).to_ascii_lowercase();
        let told = WORDS.binary_search_by_key(&lower.as_str(), |(word, _)| word).ok().map(|k| WORDS[k].1);
        let leaves = LEAVING.contains(&lower.as_str())
            && word(at + 1) == "for"
            && word(at + 2).starts_with(char::is_uppercase);
        if let Some(kind) = told.or(leaves.then_some(EventType::Consult)) {
            anchors.push(Anchor { span: token.span, kind, probability: SURENESS });
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<(String, EventType)> {
        let text = Text::new(words);
        let anchors = triggers(&text, &Segments::of(&text));
        anchors.iter().map(|anchor| (text.slice(anchor.span).to_owned(), anchor.kind)).collect()
    }

    #[test]
    fn the_list_is_in_order() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn words_of_events_are_anchors() {
        assert_eq!(
            found("Ott met Dovale; police Arrested two."),
            [("met".to_owned(), EventType::Consult), ("Arrested".to_owned(), EventType::Coerce)]
        );
        assert_eq!(found("She will leave for Corrane."), [("leave".to_owned(), EventType::Consult)]);
    }

    #[test]
    fn other_words_are_none() {
        assert!(found("They leave for good. The minister said nothing.").is_empty());
        assert!(found("").is_empty());
    }
}
