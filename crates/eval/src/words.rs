//! From places to words.

use crate::document::Place;

/// A text whose code points can be looked up.
pub(crate) struct Words(Vec<char>);

impl Words {
    pub(crate) fn new(text: &str) -> Words {
        Words(text.chars().collect())
    }

    /// The words at `places`, the pieces joined by " … ".
    pub(crate) fn at(&self, places: &[Place]) -> String {
        places.iter().map(|place| self.piece(*place)).collect::<Vec<_>>().join(" … ")
    }

    /// What stands from `before` code points before `place` to `after` behind it.
    pub(crate) fn around(&self, [start, end]: Place, before: i64, after: i64) -> String {
        self.piece([start - before, end + after])
    }

    fn piece(&self, [start, end]: Place) -> String {
        let end = end.clamp(0, self.0.len() as i64) as usize;
        let start = (start.max(0) as usize).min(end);
        self.0[start..end].iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_outside_the_text_hold_nothing_more() {
        let words = Words::new("“Özil” 🎈");
        assert_eq!(words.at(&[[1, 5], [7, 99]]), "Özil … 🎈");
        assert_eq!(words.at(&[]), "");
        assert_eq!((words.at(&[[5, 1]]), words.at(&[[-4, -1]])), (String::new(), String::new()));
        assert_eq!(words.around([1, 5], 9, 1), "“Özil”");
    }
}
