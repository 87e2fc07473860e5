//! Are names found, and as what?
//!
//! Person, organisation, place; a name counts when its first and last character and its sort are gold's. Gold of other
//! sorts is left out, and so are predicted names of [`NameClass::Other`]; a predicted person, organisation or place
//! where gold has a name of another sort is wrong.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use sayso_text::{CodePoints, Span, Text};

use crate::corpora::NameSentence;
use crate::error::{EvalError, EvalErrorKind};
use crate::metrics::Prf;
use crate::reader::NameClass;
use crate::units::Units;

/// Counts over one or more sentences; add them up with `+=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameCounts {
    /// Sentences.
    pub sentences: usize,
    /// Words in them.
    pub words: usize,
    /// Those of people.
    pub person: Counts,
    /// Those of organisations.
    pub organisation: Counts,
    /// Those of places.
    pub place: Counts,
}

/// What precision and recall are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Predicted as gold has them.
    pub right: usize,
    /// Predicted.
    pub predicted: usize,
    /// In gold.
    pub gold: usize,
}

impl Counts {
    /// Precision, recall and F1.
    pub fn prf(self) -> Prf {
        Prf::of_counts(self.right, self.predicted, self.gold)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

impl NameCounts {
    /// All three sorts together.
    pub fn all(self) -> Counts {
        let mut all = self.person;
        all += self.organisation;
        all += self.place;
        all
    }

    fn of(&mut self, class: NameClass) -> Option<&mut Counts> {
        match class {
            NameClass::Person => Some(&mut self.person),
            NameClass::Organisation => Some(&mut self.organisation),
            NameClass::Place => Some(&mut self.place),
            NameClass::Other => None,
        }
    }
}

impl AddAssign for NameCounts {
    fn add_assign(&mut self, other: NameCounts) {
        self.sentences += other.sentences;
        self.words += other.words;
        self.person += other.person;
        self.organisation += other.organisation;
        self.place += other.place;
    }
}

/// Compares names found in `text`, which is the sentence's, with gold.
///
/// # Errors
/// When gold has places that the text does not have.
pub fn compare_names(
    gold: &NameSentence,
    text: &Text,
    found: &[(Span, NameClass)],
) -> Result<NameCounts, EvalError> {
    let code_points = CodePoints::new(text);
    let mut wanted = BTreeSet::new();
    for name in &gold.entities {
        let Some(class) = name.class() else { continue };
        let span = code_points.span(name.0..name.1);
        let span = span.ok_or_else(|| EvalError::new(EvalErrorKind::Places(gold.id.clone())))?;
        wanted.insert((span, class));
    }
    let found: BTreeSet<(Span, NameClass)> = found.iter().copied().collect();
    let words = Units::new(&gold.text).words();
    let mut counts = NameCounts { sentences: 1, words, ..NameCounts::default() };
    for name in &wanted {
        counts.of(name.1).into_iter().for_each(|counts| counts.gold += 1);
    }
    for name in &found {
        let right = wanted.contains(name);
        counts.of(name.1).into_iter().for_each(|counts| {
            counts.predicted += 1;
            counts.right += usize::from(right);
        });
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence() -> NameSentence {
        let json = r#"{"id":"n","text":"Özil of the SPD left Oslo in May .",
            "entities":[[0,4,"politician"],[12,15,"politicalparty"],[21,25,"location"],[29,32,"event"]]}"#;
        serde_json::from_str(json).unwrap()
    }

    #[track_caller]
    fn check(found: &[(u32, u32, NameClass)], expected: [(usize, usize, usize); 3]) {
        let sentence = sentence();
        let found: Vec<(Span, NameClass)> = found.iter().map(|&(s, e, c)| (Span::new(s, e), c)).collect();
        let counts = compare_names(&sentence, &Text::new(sentence.text.as_str()), &found).unwrap();
        let triple = |counts: Counts| (counts.right, counts.predicted, counts.gold);
        assert_eq!([counts.person, counts.organisation, counts.place].map(triple), expected);
        assert_eq!((counts.sentences, counts.words), (1, 8));
    }

    #[test]
    fn ends_and_sort_have_to_be_right() {
        use NameClass::{Organisation, Other, Person, Place};
        // In bytes: the first letter has two.
        check(&[(0, 5, Person), (13, 16, Organisation), (22, 26, Place)], [(1, 1, 1), (1, 1, 1), (1, 1, 1)]);
        check(&[(0, 5, Place), (9, 16, Organisation)], [(0, 0, 1), (0, 1, 1), (0, 1, 1)]);
        check(&[(30, 33, Other), (13, 16, Other)], [(0, 0, 1), (0, 0, 1), (0, 0, 1)]);
        check(&[(30, 33, Place), (22, 26, Place), (22, 26, Place)], [(0, 0, 1), (0, 0, 1), (1, 2, 1)]);
        check(&[], [(0, 0, 1), (0, 0, 1), (0, 0, 1)]);
    }

    #[test]
    fn nothing_to_find_scores_nothing() {
        let prf = NameCounts::default().all().prf();
        assert_eq!((prf.precision, prf.recall, prf.f1), (0.0, 0.0, 0.0));
    }

    #[test]
    fn gold_of_another_text_is_refused() {
        let error = compare_names(&sentence(), &Text::new("Özil of the SPD"), &[]).unwrap_err();
        assert!(error.to_string().contains("\"n\""), "{error}");
    }
}
