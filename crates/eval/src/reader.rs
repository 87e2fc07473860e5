//! What is scored.

use std::ops::Range;

use sayso_domain::{Article, Quad, Reading, Stance, When};
use sayso_text::{Span, Text};

/// A reader of news, whole and in parts. [`evaluate`](crate::evaluate) asks for no part that the chosen corpora do not
/// need.
pub trait Reader {
    /// Reads one article: who says what, who speaks, when, where the actors stand, what happened.
    fn read(&self, article: Article) -> Reading;

    /// The names in a text, none within another.
    fn names(&self, text: &Text) -> Vec<(Span, NameClass)>;

    /// Which of `mentions` mean the same: each with the number of its chain.
    ///
    /// They come in text order, cut behind their head words, and do not overlap. One that is not given back counts as
    /// linked with nothing.
    fn chains(&self, text: &Text, mentions: Vec<Span>) -> Vec<(Span, usize)>;

    /// The time expressions of an article, each with the days it means, where it tells.
    fn dates(&self, article: &Article) -> Vec<(Span, Option<When>)>;

    /// How a text stands to what its words at `place` (bytes, within the text) name. Neutral is a judgement too: there
    /// is no abstaining.
    fn towards_place(&self, text: &str, place: Range<usize>) -> Stance;

    /// How a text stands to a claim that is not in it.
    fn towards_claim(&self, text: &str, claim: &str) -> Stance;

    /// The class of the event that a sentence tells; none: it tells none of any class. `none_possible` says whether
    /// that can be: where it cannot, none is a wrong answer.
    fn quad(&self, text: &Text, none_possible: bool) -> Option<Quad>;
}

/// What sort of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    /// A human being.
    Person,
    /// A party, government, company, outlet.
    Organisation,
    /// A state, city, river.
    Place,
    /// Anything else; not scored.
    Other,
}
