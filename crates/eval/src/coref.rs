//! Is it known which words mean the same?
//!
//! CoNLL's measure: the mean F1 of MUC (links), B³ (mentions) and CEAF-e (chains), each summed over documents before
//! anything is divided. Gold's mentions are given, cut down to their chunks ([`chunks`]); the question is only which of
//! them belong together. A mention that is linked with nothing, and one that has no chunk of its own, is a chain by
//! itself, so that every gold mention is scored.

mod assignment;
mod chunks;
mod measures;

use std::collections::HashMap;
use std::ops::AddAssign;

use sayso_text::{CodePoints, Span, Text};

use crate::corpora::CorefDocument;
use crate::error::{EvalError, EvalErrorKind};
use crate::metrics::Prf;

/// What the three measures are made of; add up documents with `+=`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CorefScores {
    /// Documents.
    pub documents: usize,
    /// Gold mentions in them.
    pub mentions: usize,
    muc: Fractions,
    b_cubed: Fractions,
    ceaf_e: Fractions,
}

/// Precision and recall before they are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Fractions {
    /// Of what was predicted.
    right: f64,
    predicted: usize,
    /// Of gold.
    found: f64,
    gold: usize,
}

impl Fractions {
    fn prf(self) -> Prf {
        Prf::new(self.right, self.predicted, self.found, self.gold)
    }
}

impl AddAssign for Fractions {
    fn add_assign(&mut self, other: Fractions) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }
}

impl CorefScores {
    /// The least links that make the chains: how many are right?
    pub fn muc(&self) -> Prf {
        self.muc.prf()
    }

    /// Of the mentions in a mention's chain: how many are right?
    pub fn b_cubed(&self) -> Prf {
        self.b_cubed.prf()
    }

    /// Chains paired one to one: how alike are they?
    pub fn ceaf_e(&self) -> Prf {
        self.ceaf_e.prf()
    }

    /// The mean of the three F1.
    pub fn conll(&self) -> f64 {
        (self.muc().f1 + self.b_cubed().f1 + self.ceaf_e().f1) / 3.0
    }

    /// `gold` and `predicted` are partitions of mentions, which have numbers; a mention may stand in one of them alone.
    fn of(gold: &[Vec<usize>], predicted: &[Vec<usize>]) -> CorefScores {
        CorefScores {
            documents: 1,
            mentions: gold.iter().map(Vec::len).sum(),
            muc: measures::muc(gold, predicted),
            b_cubed: measures::b_cubed(gold, predicted),
            ceaf_e: measures::ceaf_e(gold, predicted),
        }
    }
}

impl AddAssign for CorefScores {
    fn add_assign(&mut self, other: CorefScores) {
        self.documents += other.documents;
        self.mentions += other.mentions;
        self.muc += other.muc;
        self.b_cubed += other.b_cubed;
        self.ceaf_e += other.ceaf_e;
    }
}

/// Has `link` link the mentions of a document, and scores the chains.
///
/// `link` gets the chunks in text order, no two of which overlap, and gives each the number of its chain.
///
/// # Errors
/// When gold has places that the text does not have.
pub fn score_coref(
    gold: &CorefDocument,
    link: impl FnOnce(&Text, Vec<Span>) -> Vec<(Span, usize)>,
) -> Result<CorefScores, EvalError> {
    let text = Text::new(gold.text.as_str());
    let misplaced = || EvalError::new(EvalErrorKind::Places(gold.id.clone()));
    let code_points = CodePoints::new(&text);
    let mut chunks: HashMap<Span, usize> = HashMap::new();
    for (mention, chunk) in chunks::chunks(gold).ok_or_else(misplaced)?.into_iter().enumerate() {
        if let Some(chunk) = chunk {
            chunks.insert(code_points.span(chunk).ok_or_else(misplaced)?, mention);
        }
    }
    let mut given: Vec<Span> = chunks.keys().copied().collect();
    given.sort_unstable();
    let mut linked = vec![None; gold.mentions.len()];
    for (span, chain) in link(&text, given) {
        if let Some(&mention) = chunks.get(&span) {
            linked[mention] = Some(chain);
        }
    }
    let chains = gold.mentions.iter().map(|mention| Some(mention.entity_id.as_str()));
    Ok(CorefScores::of(&partition(chains), &partition(linked.into_iter())))
}

/// The numbers of equal labels together, in the order of their first; what has no label is alone.
fn partition<L: Eq + std::hash::Hash>(labels: impl Iterator<Item = Option<L>>) -> Vec<Vec<usize>> {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<L, usize> = HashMap::new();
    for (mention, label) in labels.enumerate() {
        let new = chains.len();
        let at = label.map_or(new, |label| *places.entry(label).or_insert(new));
        match chains.get_mut(at) {
            Some(chain) => chain.push(mention),
            None => chains.push(vec![mention]),
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> CorefDocument {
        // The mayor, Oz Reed, won. He, the mayor, left Özil.
        let json = r#"{"id":"c","text":"“The mayor, Oz Reed, won,” he told Özil. He left.","mentions":[
            {"start":27,"end":29,"head":[27,29],"entity_id":"reed"},
            {"start":1,"end":19,"head":[5,10],"entity_id":"reed"},
            {"start":35,"end":39,"head":[35,39],"entity_id":"özil"},
            {"start":41,"end":43,"head":[41,43],"entity_id":"reed"}]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn scored(chains: [usize; 4]) -> CorefScores {
        let link = |text: &Text, given: Vec<Span>| {
            let words: Vec<&str> = given.iter().map(|span| text.slice(*span)).collect();
            assert_eq!(words, ["The mayor", "he", "Özil", "He"]);
            given.into_iter().zip(chains).collect()
        };
        score_coref(&document(), link).unwrap()
    }

    #[test]
    fn the_right_chains_are_perfect_whatever_their_numbers() {
        let scores = scored([7, 7, 0, 7]);
        assert_eq!((scores.conll(), scores.mentions, scores.documents), (1.0, 4, 1));
    }

    #[test]
    fn all_alone_and_all_in_one() {
        let alone = scored([0, 1, 2, 3]);
        assert_eq!((alone.muc().f1, alone.b_cubed().precision, alone.b_cubed().recall), (0.0, 1.0, 0.5));
        // Of four chains two pair: {Özil} wholly, and one of three.
        assert_eq!((alone.ceaf_e().precision, alone.ceaf_e().recall), (1.5 / 4.0, 1.5 / 2.0));
        let one = scored([0; 4]);
        assert_eq!((one.muc().recall, one.muc().precision), (1.0, 2.0 / 3.0));
        assert_eq!(one.b_cubed().precision, (3.0 * 0.75 + 0.25) / 4.0);
    }

    #[test]
    fn what_is_not_given_back_is_alone_and_what_is_unknown_is_nothing() {
        let silent = score_coref(&document(), |_, _| vec![(Span::new(0, 2), 0)]).unwrap();
        assert_eq!(silent, scored([0, 1, 2, 3]));
    }

    #[test]
    fn a_mention_without_a_chunk_counts_as_alone() {
        let mut document = document();
        document.mentions.push(document.mentions[0].clone());
        let scores =
            score_coref(&document, |_, given| given.into_iter().map(|span| (span, 0)).collect()).unwrap();
        assert_eq!((scores.mentions, scores.muc().recall), (5, 2.0 / 3.0));
    }

    #[test]
    fn documents_are_summed_before_they_are_divided() {
        let mut sum = scored([0; 4]);
        sum += scored([0, 1, 2, 3]);
        assert_eq!((sum.muc().recall, sum.muc().precision), (2.0 / 4.0, 2.0 / 3.0));
        assert_eq!((sum.documents, sum.mentions), (2, 8));
        assert_eq!(CorefScores::default().conll(), 0.0);
    }

    #[test]
    fn gold_of_another_text_is_refused() {
        let mut document = document();
        document.text.truncate(20);
        assert!(score_coref(&document, |_, _| Vec::new()).is_err());
    }
}
