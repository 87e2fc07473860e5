//! Is each text put into the right class?

use crate::metrics::ratio;
use crate::names::Counts;
use crate::share::Share;

/// Counts over texts of which each is of one class; classes are numbers from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassCounts {
    /// For each class how often it was the answer, the truth, and both.
    pub classes: Vec<Counts>,
    /// Texts that are in the right one.
    pub right: Share,
}

impl ClassCounts {
    /// Nothing counted yet, of so many classes.
    pub(crate) fn of(classes: usize) -> ClassCounts {
        ClassCounts { classes: vec![Counts::default(); classes], right: Share::default() }
    }

    /// One more text. An answer that is none of the classes is wrong, and is held against gold's alone.
    ///
    /// # Panics
    /// When gold's is none of the classes.
    pub(crate) fn count(&mut self, gold: usize, predicted: Option<usize>) {
        let is_right = predicted == Some(gold);
        self.classes[gold].gold += 1;
        self.classes[gold].right += usize::from(is_right);
        if let Some(predicted) = predicted.and_then(|class| self.classes.get_mut(class)) {
            predicted.predicted += 1;
        }
        self.right.count(is_right);
    }

    /// The mean of the classes' F1, each class weighing the same.
    pub fn macro_f1(&self) -> f64 {
        ratio(self.classes.iter().map(|class| class.prf().f1).sum(), self.classes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_weighs_the_same() {
        let mut counts = ClassCounts::of(2);
        for (gold, predicted) in [(0, Some(0)), (0, Some(0)), (0, Some(1)), (1, Some(1))] {
            counts.count(gold, predicted);
        }
        assert_eq!(counts.right, Share { part: 3, of: 4 });
        assert!((counts.macro_f1() - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn no_class_at_all_is_wrong() {
        let mut counts = ClassCounts::of(2);
        counts.count(0, None);
        counts.count(1, Some(7));
        assert_eq!((counts.macro_f1(), counts.right), (0.0, Share { part: 0, of: 2 }));
        assert!(counts.classes.iter().all(|class| class.predicted == 0));
        assert_eq!(ClassCounts::default().macro_f1(), 0.0);
    }
}
