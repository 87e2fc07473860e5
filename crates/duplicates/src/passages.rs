//! By which words is a text found that stands within another?
//!
//! A story of a news agency is printed whole in the middle of an article three times as long; their resemblance is small, so
//! sketches do not find it. [`Passages`] are shingles chosen by their own words and not by their place: of every
//! [`WINDOW`] neighbouring ones the smallest (winnowing, Schleimer, Wilkerson and Aiken 2003). Whatever [`Passages::SURE`]
//! words two texts have in common, they choose the same shingle in it, wherever it stands.
//!
//! *Known weakness:* phrases that a thousand articles hold ("did not immediately respond to a request for comment") are
//! chosen, too, and so is the small print below every page of an outlet; see [`HOLDERS`].

use crate::shingles::shingles;
use crate::words::words;

/// Words in a chosen shingle. One that is shared is enough to be compared for, so that it is longer than a sketch's; with
/// seven, copies in which every seventh word was replaced are lost.
const SHINGLE: usize = 6;

/// Of so many neighbouring shingles one is chosen at least.
const WINDOW: usize = 30;

/// Of all articles that hold one number, so many are worth a comparison, the earliest to come: a text that was copied a
/// thousand times is known by any of its copies, and what a thousand articles hold besides tells nothing.
pub const HOLDERS: usize = 100;

/// Numbers of the passages of a text: about one for each fifteen words.
///
/// ```
/// use sayso_duplicates::Passages;
///
/// let wire = "The port of Harwick will stay open over the winter, the harbour master said on Monday, after the owners of \
///             both ferries agreed to share the costs of the ice breaker. Neither of them would say how high those were. \
///             Last winter the port had been shut for eleven weeks, and flour and coal came over the hills by lorry.";
/// let longer = format!("Our correspondent writes from the coast, where nobody had expected it. {wire} The mayor kept silent.");
/// let [wire, longer] = [wire, &longer].map(Passages::of);
/// assert!(wire.keys().iter().any(|key| longer.keys().contains(key)));
///
/// assert!(Passages::of("Too short.").keys().is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passages {
    keys: Vec<u64>,
}

impl Passages {
    /// Texts with so many words in a row in common have a key in common.
    pub const SURE: usize = WINDOW + SHINGLE - 1;

    /// Those of `text`; none where it has fewer than six words that count.
    pub fn of(text: &str) -> Passages {
        let shingles: Vec<u64> = shingles(&words(text), SHINGLE).collect();
        let mut keys = chosen(&shingles);
        keys.sort_unstable();
        keys.dedup();
        Passages { keys }
    }

    /// To be indexed beside [`bands`](crate::bands), sorted and each once: two texts that share one are worth a comparison.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }
}

/// The smallest of each window, the last of equals; of all where there is no whole window.
fn chosen(shingles: &[u64]) -> Vec<u64> {
    let mut chosen: Vec<u64> = Vec::with_capacity(2 * shingles.len() / WINDOW + 1);
    let mut least = 0;
    for last in 0..shingles.len() {
        let first = (last + 1).saturating_sub(WINDOW);
        let left = least < first;
        if left {
            least = smallest(shingles, first, last);
        } else if shingles[last] <= shingles[least] {
            least = last;
        }
        if (last + 1 >= WINDOW || last + 1 == shingles.len()) && chosen.last() != Some(&shingles[least]) {
            chosen.push(shingles[least]);
        }
    }
    chosen
}

fn smallest(shingles: &[u64], first: usize, last: usize) -> usize {
    (first..=last).rev().min_by_key(|&at| shingles[at]).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many words that no other text has.
    fn own(name: &str, words: usize) -> String {
        (0..words).map(|number| format!("{name}{number} ")).collect()
    }

    fn share_a_key(a: &str, b: &str) -> bool {
        let [a, b] = [a, b].map(Passages::of);
        a.keys().iter().any(|key| b.keys().contains(key))
    }

    #[test]
    fn a_story_is_found_wherever_it_stands() {
        let story = own("story", Passages::SURE);
        for before in [0, 1, 7, 100, 1000] {
            let longer = own("before", before) + &story + &own("behind", 500);
            assert!(share_a_key(&story, &longer), "{before}");
        }
    }

    #[test]
    fn texts_without_a_run_in_common_share_no_key() {
        assert!(!share_a_key(&own("one", 300), &own("other", 300)));
        assert!(!share_a_key("", ""));
    }

    #[test]
    fn one_key_stands_for_about_fifteen_words() {
        let keys = Passages::of(&own("word", 3000)).keys().len();
        assert!((170..220).contains(&keys), "{keys}");
    }
}
