//! Which utterance do two outlets carry differently? In other words, cut off, or under another cue.

use std::collections::{BTreeMap, HashMap};

use crate::matrix::{Cell, Held};
use crate::stand::{Stand, Who};
use crate::words::words;

/// Longer texts are not compared word by word.
const MOST_WORDS: usize = 400;

/// Cues that only say that something was said; sorted.
const PLAIN_CUES: &[&str] = &[
    "",
    "according to",
    "added",
    "adds",
    "said",
    "saying",
    "says",
    "say",
    "stated",
    "states",
    "tell",
    "telling",
    "tells",
    "told",
];

/// One utterance, as two outlets carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried<'a> {
    /// Whose it is.
    pub actor: Who,
    /// The full version: of the longest ones, that of the most articles.
    pub whole: &'a Stand,
    /// The version of another outlet.
    pub other: &'a Stand,
    /// From the words of the one to those of the other.
    pub pieces: Vec<Piece>,
    /// Whether some words are others.
    pub other_words: bool,
    /// Whether the beginning or the end is missing.
    pub cut_off: bool,
    /// Whether it is attributed in another way, such as "claimed" for "said".
    pub other_cue: bool,
}

/// A run of words in two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both, as the first has it.
    Same(String),
    /// In the first alone.
    First(String),
    /// In the second alone.
    Second(String),
}

/// The utterances of a cell that are carried differently: each with every other outlet's version of it.
pub(crate) fn carried<'a>(actor: &Who, cell: &Cell<'a>) -> Vec<Carried<'a>> {
    let mut utterances: BTreeMap<usize, Vec<&Stand>> = BTreeMap::new();
    for Held { stand, utterance } in &cell.positions {
        let carriers = utterances.entry(*utterance).or_default();
        if carriers.iter().all(|known| !known.shares_statement(stand)) {
            carriers.push(stand);
        }
    }
    utterances
        .into_values()
        .filter(|carriers| carriers.len() > 1)
        .flat_map(|carriers| versions(actor, &carriers))
        .collect()
}

fn versions<'a>(actor: &Who, carriers: &[&'a Stand]) -> Vec<Carried<'a>> {
    let Some(whole) = fullest(carriers) else { return Vec::new() };
    let mut seen = vec![outlet(whole)];
    let mut found = Vec::new();
    for &other in carriers {
        if seen.contains(&outlet(other)) {
            continue;
        }
        seen.push(outlet(other));
        found.extend(version(actor, whole, other));
    }
    found
}

/// Of the versions that are nearly as long as the longest, the one that most have; of several, the first.
fn fullest<'a>(carriers: &[&'a Stand]) -> Option<&'a Stand> {
    let versions: Vec<Vec<String>> = carriers.iter().map(|stand| words(&stand.content).collect()).collect();
    let longest = versions.iter().map(Vec::len).max()?;
    let is_long = |version: &Vec<String>| version.len() * 10 >= longest * 9;
    let mut counts: HashMap<&Vec<String>, usize> = HashMap::new();
    versions.iter().for_each(|version| *counts.entry(version).or_default() += 1);
    let of_most = |place: &usize| counts.get(&versions[*place]).copied();
    (0..carriers.len())
        .rev()
        .filter(|&place| is_long(&versions[place]))
        .max_by_key(of_most)
        .map(|place| carriers[place])
}

/// Who is answerable for the words: where the outlet is not known, the article.
fn outlet(stand: &Stand) -> (bool, &str) {
    match &stand.outlet {
        Some(outlet) => (true, outlet),
        None => (false, &stand.article),
    }
}

fn version<'a>(actor: &Who, whole: &'a Stand, other: &'a Stand) -> Option<Carried<'a>> {
    let pieces = diff(&whole.content, &other.content);
    let last = pieces.len().saturating_sub(1);
    let is_inner = |place: usize| place > 0 && place < last;
    let other_words = pieces.iter().enumerate().any(|(place, piece)| match piece {
        Piece::Same(_) => false,
        Piece::First(_) => is_inner(place),
        Piece::Second(_) => true,
    });
    let cut_off =
        [pieces.first(), pieces.last()].into_iter().flatten().any(|piece| matches!(piece, Piece::First(_)));
    let other_cue = is_other_cue(&whole.cue, &other.cue);
    (other_words || cut_off || other_cue).then(|| Carried {
        actor: actor.clone(),
        whole,
        other,
        pieces,
        other_words,
        cut_off: cut_off && !other_words,
        other_cue,
    })
}

fn is_other_cue(a: &str, b: &str) -> bool {
    let folded = |cue: &str| words(cue).collect::<Vec<_>>().join(" ");
    let (a, b) = (folded(a), folded(b));
    let is_plain = |cue: &String| PLAIN_CUES.contains(&cue.as_str());
    a != b && !(is_plain(&a) && is_plain(&b))
}

/// What it takes to turn the words of `first` into those of `second`. Words that differ by case or marks alone are the
/// same. Texts of many words are different as a whole.
///
/// ```
/// use sayso_compare::{Piece, diff};
/// let pieces = diff("We will not leave, he hoped.", "“We won't leave.”");
/// assert_eq!(pieces, [
///     Piece::Same("We".into()), Piece::First("will not".into()), Piece::Second("won't".into()),
///     Piece::Same("leave,".into()), Piece::First("he hoped.".into()),
/// ]);
/// assert!(diff("", " ").is_empty());
/// ```
pub fn diff(first: &str, second: &str) -> Vec<Piece> {
    let (a, b) = (Worded::of(first), Worded::of(second));
    if a.len() > MOST_WORDS || b.len() > MOST_WORDS {
        return match a.iter().map(|word| &word.folded).eq(b.iter().map(|word| &word.folded)) {
            true => vec![Piece::Same(first.to_owned())],
            false => vec![Piece::First(first.to_owned()), Piece::Second(second.to_owned())],
        };
    }
    let mut pieces = Pieces::default();
    let common = common(&a, &b);
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i].folded == b[j].folded {
            pieces.same(a[i].word);
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            pieces.first.push(a[i].word);
            i += 1;
        } else {
            pieces.second.push(b[j].word);
            j += 1;
        }
    }
    pieces.finish()
}

struct Worded<'a> {
    word: &'a str,
    folded: String,
}

impl Worded<'_> {
    fn of(text: &str) -> Vec<Worded<'_>> {
        let fold = |word: &str| words(word).collect::<Vec<_>>().join(" ");
        text.split_whitespace()
            .map(|word| Worded { word, folded: fold(word) })
            .filter(|worded| !worded.folded.is_empty())
            .collect()
    }
}

/// The length of the longest common subsequence of what stands behind each pair of places.
fn common(a: &[Worded<'_>], b: &[Worded<'_>]) -> Vec<Vec<u16>> {
    let mut table = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i][j] = match a[i].folded == b[j].folded {
                true => table[i + 1][j + 1] + 1,
                false => table[i + 1][j].max(table[i][j + 1]),
            };
        }
    }
    table
}

#[derive(Default)]
struct Pieces<'a> {
    done: Vec<Piece>,
    same: Vec<&'a str>,
    first: Vec<&'a str>,
    second: Vec<&'a str>,
}

impl<'a> Pieces<'a> {
    fn same(&mut self, word: &'a str) {
        self.flush_changes();
        self.same.push(word);
    }

    fn flush_same(&mut self) {
        if !self.same.is_empty() {
            self.done.push(Piece::Same(self.same.join(" ")));
            self.same.clear();
        }
    }

    fn flush_changes(&mut self) {
        if self.first.is_empty() && self.second.is_empty() {
            return;
        }
        self.flush_same();
        if !self.first.is_empty() {
            self.done.push(Piece::First(self.first.join(" ")));
        }
        if !self.second.is_empty() {
            self.done.push(Piece::Second(self.second.join(" ")));
        }
        self.first.clear();
        self.second.clear();
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush_changes();
        self.flush_same();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sayso_domain::Stance;

    use super::*;
    use crate::testing::{day, issue, said, stand};
    use crate::{Selection, differ};

    fn found(stands: &[Stand]) -> Vec<(bool, bool, bool)> {
        let issues = [issue("the ban")];
        let found = differ(stands, &issues, &Selection::default());
        let carried = found.iter().flat_map(|differences| &differences.carried);
        carried.map(|carried| (carried.other_words, carried.cut_off, carried.other_cue)).collect()
    }

    fn version(words: &str, outlet: &str) -> Stand {
        said("USA", Stance::Favor, words, outlet, day(9, 1))
    }

    const WHOLE: &str = "Nobody loses from a busy harbour, and we will keep ours open to all ships";

    #[test]
    fn other_words_cuts_and_cues_are_told_apart() {
        let cut = version("Nobody loses from a busy harbour", "Post");
        let other =
            version("Nobody loses from a busy port, and we will keep ours open to all ships", "Times");
        let cue = Stand { cue: "claimed".to_owned(), ..version(WHOLE, "Herald") };
        let stands = [version(WHOLE, "Agency"), cut, other, cue];
        let mut found = found(&stands);
        found.sort_unstable();
        assert_eq!(found, [(false, false, true), (false, true, false), (true, false, false)]);
    }

    #[test]
    fn copies_plain_cues_and_versions_of_one_outlet_are_no_difference() {
        let told = Stand { cue: "told".to_owned(), ..version(WHOLE, "Post") };
        assert!(found(&[version(WHOLE, "Wire"), told]).is_empty());
        let cut =
            Stand { article: "another".to_owned(), ..version("Nobody loses from a busy harbour", "Wire") };
        assert!(found(&[version(WHOLE, "Wire"), cut]).is_empty());
        assert!(found(&[stand("USA")]).is_empty());
    }

    #[test]
    fn what_most_articles_have_is_the_full_version() {
        let other =
            version("Nobody loses from a busy port, and we will keep ours open to all ships", "Agency");
        let stands = [other, version(WHOLE, "Post"), version(WHOLE, "Times")];
        let issues = [issue("the ban")];
        let found = differ(&stands, &issues, &Selection::default());
        let [carried] = &found[0].carried[..] else { panic!("{found:?}") };
        assert_eq!((carried.whole.article.as_str(), carried.other.article.as_str()), ("Post", "Agency"));
    }

    #[test]
    fn very_long_texts_are_compared_as_a_whole() {
        let long = "word ".repeat(500);
        assert_eq!(diff(&long, &long).len(), 1);
        assert_eq!(diff(&long, "word").len(), 2);
    }

    proptest! {
        #[test]
        fn the_pieces_hold_both_texts(a in "([ab]c? ){0,8}", b in "([ab]c? ){0,8}") {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            for piece in diff(&a, &b) {
                match piece {
                    Piece::Same(words) => {
                        first.push(words.clone());
                        second.push(words);
                    }
                    Piece::First(words) => first.push(words),
                    Piece::Second(words) => second.push(words),
                }
            }
            prop_assert_eq!(first.join(" "), a.trim());
            prop_assert_eq!(second.join(" "), b.trim());
        }
    }
}
