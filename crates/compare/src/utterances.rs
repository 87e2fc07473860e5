//! Which stands are one utterance, carried more than once?
//!
//! Two statements of one actor are the same utterance where their words are alike: at least four fifths of all their words
//! are common to both, or the shorter one, of five words or more, is found in the longer one nearly whole and in its order,
//! as a quotation is cut. One denial more or less makes another utterance. Where both days are known and lie more than
//! three days apart, the same words were said again.
//!
//! Candidates come from an index of the pairs of neighbouring words, so that time grows with the words and not with the
//! square of the stands. *Known weakness:* what was translated twice, or reported in other words, stays apart.

use std::collections::{BTreeMap, HashMap};

use sayso_domain::Date;

use crate::stand::Stand;
use crate::words::{each_word, hash, is_negation};

/// The least share of words that two of one utterance have in common.
const ALIKE: f64 = 0.8;

/// What is shorter is too common to be recognised inside something longer.
const LEAST_CUT: usize = 5;

/// Words that lie more days apart were said again.
const DAYS: i32 = 3;

/// A pair of words that this many texts hold is no sign that two of them are alike.
const COMMON: usize = 24;

/// A text is compared with so many others, with which it has the most pairs in common.
const COMPARED: usize = 16;

/// For each of `stands`, which are one actor's, the number of its utterance. Numbers count from 0, in the order of the
/// first stand of each ([`Stand::order`]).
pub(crate) fn utterances(stands: &[&Stand]) -> Vec<usize> {
    let groups = if stands.len() == 1 { vec![0] } else { alike(stands) };
    let groups = apart_by_days(stands, &groups);
    in_order(stands, &groups)
}

/// The words of a text, as numbers.
struct Wording {
    /// In the order of the text.
    words: Vec<u64>,
    sorted: Vec<u64>,
    /// Pairs of neighbours, sorted.
    pairs: Vec<u64>,
    denials: usize,
}

impl Wording {
    fn of(text: &str) -> Wording {
        let mut denials = 0;
        let mut hashed: Vec<u64> = Vec::new();
        each_word(text, |word| {
            denials += usize::from(is_negation(word));
            hashed.push(hash(word));
        });
        let mut sorted = hashed.clone();
        sorted.sort_unstable();
        let pair = |pair: &[u64]| pair[0].rotate_left(21).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ pair[1];
        let mut pairs: Vec<u64> = hashed.windows(2).map(pair).collect();
        pairs.sort_unstable();
        Wording { words: hashed, sorted, pairs, denials }
    }

    /// Whether this, the shorter one, is the same utterance as `longer`.
    fn is_alike(&self, longer: &Wording) -> bool {
        let shared = shared(&self.sorted, &longer.sorted) as f64;
        let (short, long) = (self.sorted.len() as f64, longer.sorted.len() as f64);
        if shared >= ALIKE * (short + long - shared) {
            return self.denials == longer.denials;
        }
        self.words.len() >= LEAST_CUT
            && shared >= ALIKE * short
            && long * ALIKE > short
            && self.denials <= longer.denials
            && 2 * shared_pairs(self, longer) >= self.pairs.len()
    }
}

fn shared_pairs(a: &Wording, b: &Wording) -> usize {
    shared(&a.pairs, &b.pairs)
}

/// How many elements two sorted lists have in common.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

/// Groups of the same words, by number. The longest text of a group stands for it.
fn alike(stands: &[&Stand]) -> Vec<usize> {
    let wordings: Vec<Wording> = stands.iter().map(|stand| Wording::of(&stand.content)).collect();
    let mut longest_first: Vec<usize> = (0..stands.len()).collect();
    longest_first.sort_by(|&a, &b| {
        wordings[b]
            .words
            .len()
            .cmp(&wordings[a].words.len())
            .then_with(|| wordings[a].words.cmp(&wordings[b].words))
    });
    let mut groups = vec![0; stands.len()];
    let mut index = Index::default();
    for place in longest_first {
        groups[place] = index.find(&wordings, place).unwrap_or_else(|| index.add(&wordings, place));
    }
    groups
}

/// The texts that stand for their groups.
#[derive(Default)]
struct Index {
    leaders: Vec<usize>,
    same: HashMap<Vec<u64>, usize>,
    by_pair: HashMap<u64, Vec<u32>>,
}

impl Index {
    fn find(&self, wordings: &[Wording], place: usize) -> Option<usize> {
        let wording = &wordings[place];
        if let Some(&group) = self.same.get(&wording.words) {
            return Some(group);
        }
        let lists = wording.pairs.iter().filter_map(|pair| self.by_pair.get(pair));
        let hits: Vec<u32> = lists.filter(|list| list.len() < COMMON).flatten().copied().collect();
        let mut candidates = most_frequent(hits);
        candidates.retain(|&group| wording.is_alike(&wordings[self.leaders[group]]));
        // The one with the most words in common; of several, the longest, which is the first.
        let in_common = |group: usize| shared(&wording.sorted, &wordings[self.leaders[group]].sorted);
        candidates.into_iter().max_by_key(|&group| (in_common(group), usize::MAX - group))
    }

    fn add(&mut self, wordings: &[Wording], place: usize) -> usize {
        let group = self.leaders.len();
        self.leaders.push(place);
        self.same.insert(wordings[place].words.clone(), group);
        for &pair in &wordings[place].pairs {
            let list = self.by_pair.entry(pair).or_default();
            if list.len() < COMMON && list.last() != Some(&(group as u32)) {
                list.push(group as u32);
            }
        }
        group
    }
}

/// The groups that stand there most often, at most [`COMPARED`] of them.
fn most_frequent(mut hits: Vec<u32>) -> Vec<usize> {
    hits.sort_unstable();
    let runs = hits.chunk_by(|a, b| a == b);
    let mut counts: Vec<(usize, u32)> = runs.map(|run| (usize::MAX - run.len(), run[0])).collect();
    counts.sort_unstable();
    counts.truncate(COMPARED);
    counts.into_iter().map(|(_, group)| group as usize).collect()
}

/// The same groups, divided where the days on which the words were said lie apart. A stand whose day is not known
/// belongs to the last time they were said before it was told.
fn apart_by_days(stands: &[&Stand], groups: &[usize]) -> Vec<(usize, usize)> {
    let mut days: BTreeMap<usize, Vec<Date>> = BTreeMap::new();
    for (stand, &group) in stands.iter().zip(groups) {
        days.entry(group).or_default().extend(stand.date.filter(|_| stand.said_on_known));
    }
    for days in days.values_mut() {
        days.sort_unstable();
        let mut first: Option<Date> = None;
        days.retain(|&day| {
            let begins = first.is_none_or(|first| first.until(day).is_ok_and(|span| span.get_days() > DAYS));
            first = if begins { Some(day) } else { first };
            begins
        });
    }
    let occasion = |stand: &Stand, days: &[Date]| match stand.date {
        Some(date) => days.partition_point(|&day| day <= date).saturating_sub(1),
        None => 0,
    };
    stands.iter().zip(groups).map(|(stand, group)| (*group, occasion(stand, &days[group]))).collect()
}

fn in_order(stands: &[&Stand], groups: &[(usize, usize)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..stands.len()).collect();
    order.sort_by(|&a, &b| stands[a].order(stands[b]));
    let mut numbers: HashMap<(usize, usize), usize> = HashMap::new();
    let mut result = vec![0; stands.len()];
    for place in order {
        let next = numbers.len();
        result[place] = *numbers.entry(groups[place]).or_insert(next);
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{day, stand};

    fn numbers(contents: &[&str]) -> Vec<usize> {
        let stands: Vec<Stand> =
            contents.iter().map(|content| Stand { content: (*content).to_owned(), ..stand("USA") }).collect();
        utterances(&stands.iter().collect::<Vec<_>>())
    }

    #[test]
    fn copies_and_cut_quotations_are_one_utterance() {
        let whole = "Nobody loses from a busy harbour, and we will keep ours open to every ship that comes";
        assert_eq!(
            numbers(&[
                whole,
                "nobody loses from a busy harbour",
                "NOBODY loses from a busy harbor, and we will keep ours open to every ship that comes",
                "Nobody wins from a closed one",
            ]),
            [0, 0, 0, 1]
        );
    }

    #[test]
    fn a_denial_makes_another_utterance() {
        let found = numbers(&[
            "we will join the strikes against the camps next month",
            "we will not join the strikes against the camps next month",
        ]);
        assert_eq!(found, [0, 1]);
    }

    #[test]
    fn short_words_are_not_found_in_long_ones() {
        assert_eq!(numbers(&["we will see whether they keep it", "we will see"]), [0, 1]);
        assert_eq!(numbers(&["yes", "Yes.", "no", ""]), [0, 0, 1, 2]);
        assert!(numbers(&[]).is_empty());
    }

    #[test]
    fn the_same_words_on_days_far_apart_were_said_again() {
        let said = |date| Stand { date: Some(date), said_on_known: true, ..stand("USA") };
        let told = Stand { date: Some(day(9, 30)), said_on_known: false, ..stand("USA") };
        let undated = Stand { date: None, said_on_known: false, ..stand("USA") };
        let stands = [said(day(9, 1)), said(day(9, 3)), said(day(9, 20)), told, undated];
        assert_eq!(utterances(&stands.iter().collect::<Vec<_>>()), [0, 0, 1, 1, 0]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_stands_does_not_matter(
            contents in prop::collection::vec("(we|they) (will|want) (keep|leave|hold) (it|them|us)( now)?( not)?", 0..12),
            turn in 0_usize..12,
        ) {
            let mut stands: Vec<Stand> = contents
                .iter()
                .enumerate()
                .map(|(i, content)| Stand { content: content.clone(), article: format!("a{i:02}"), ..stand("USA") })
                .collect();
            let one = utterances(&stands.iter().collect::<Vec<_>>());
            let one: Vec<(String, usize)> = stands.iter().map(|s| s.article.clone()).zip(one).collect();
            if !stands.is_empty() {
                let middle = turn % stands.len();
                stands.rotate_left(middle);
            }
            stands.reverse();
            let other = utterances(&stands.iter().collect::<Vec<_>>());
            let mut other: Vec<(String, usize)> = stands.iter().map(|s| s.article.clone()).zip(other).collect();
            other.sort();
            prop_assert_eq!(one, other);
        }
    }
}
