//! Issues that nobody named beforehand.

use std::collections::HashMap;

use crate::nearness::Weights;
use crate::phrase::{is_name, phrase};
use crate::terms::{Term, terms};
use crate::{Known, Subject};

/// Subjects that are about the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// One of their labels, as far as it is a phrase: the one that is nearest to all of them.
    pub label: String,
    /// Indices of the subjects, ascending.
    pub members: Vec<usize>,
}

/// Phrases at least as near as this are about the same.
pub(crate) const SAME: f32 = 0.42;

/// A subject is compared with so many groups at most, those that share its most telling terms.
const COMPARED: usize = 200;

/// A label has so many words at most, if another will do.
const LABEL_WORDS: usize = 8;

/// What is no name for a thing is a label only where there is nothing else, and that is no issue then.
const NAMELESS: f32 = 1.0;

/// A group under way: how often each term stands in its members.
struct Group {
    members: Vec<usize>,
    counts: HashMap<Term, u32>,
    core: Vec<Term>,
}

/// Groups of subjects, in the order in which their first members stand. Each subject whose label names anything is put to the group that
/// it is nearest to; a group in which no label is a name for a thing ("his mind", "we were against this") is left out. One pass (leader clustering, Hartigan 1975), so that the time is near linear.
pub fn find(subjects: &[Subject<'_>], known: &Known) -> Vec<Found> {
    let sets: Vec<Vec<Term>> = subjects.iter().map(|subject| terms(subject.label, known)).collect();
    let weights = Weights::of(sets.iter().map(Vec::as_slice));
    let mut groups: Vec<Group> = Vec::new();
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, set) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
        let best = nearest(set, &groups, &index, &weights);
        let group = best.unwrap_or_else(|| {
            groups.push(Group { members: Vec::new(), counts: HashMap::new(), core: Vec::new() });
            groups.len() - 1
        });
        groups[group].add(number, set);
        for term in set {
            let list = index.entry(term).or_default();
            if list.last() != Some(&group) && !list.contains(&group) {
                list.push(group);
            }
        }
    }
    groups.into_iter().filter_map(|group| group.named(subjects, &sets, &weights)).collect()
}

fn nearest(
    set: &[Term],
    groups: &[Group],
    index: &HashMap<&str, Vec<usize>>,
    weights: &Weights,
) -> Option<usize> {
    let mut telling: Vec<&Term> = set.iter().collect();
    telling.sort_by(|a, b| weights.weight(b).total_cmp(&weights.weight(a)).then(a.cmp(b)));
    let mut looked: Vec<usize> = Vec::new();
    for term in telling {
        for &group in index.get(term.as_str()).into_iter().flatten() {
            if looked.len() < COMPARED && !looked.contains(&group) {
                looked.push(group);
            }
        }
    }
    looked
        .into_iter()
        .filter(|&group| !groups[group].has_other_numbers(set))
        .map(|group| (group, weights.nearness(set, &groups[group].core)))
        .filter(|(_, near)| *near >= SAME)
        .reduce(|a, b| if b.1 > a.1 || (b.1 == a.1 && b.0 < a.0) { b } else { a })
        .map(|(group, _)| group)
}

fn is_number(term: &Term) -> bool {
    term.starts_with(|c: char| c.is_ascii_digit())
}

impl Group {
    /// Resolution 1441 is not Resolution 2254, whatever else they share.
    fn has_other_numbers(&self, set: &[Term]) -> bool {
        let mut own = self.counts.keys().filter(|term| is_number(term)).peekable();
        let mut asked = set.iter().filter(|term| is_number(term)).peekable();
        own.peek().is_some() && asked.peek().is_some() && !own.any(|term| set.contains(term))
    }

    fn add(&mut self, number: usize, set: &[Term]) {
        self.members.push(number);
        for term in set {
            *self.counts.entry(term.clone()).or_default() += 1;
        }
        // What at least a third of the members name: one odd member does not widen the group.
        let least = (self.members.len() as u32).div_ceil(3);
        self.core = self.counts.iter().filter(|(_, n)| **n >= least).map(|(term, _)| term.clone()).collect();
        self.core.sort();
    }

    fn named(self, subjects: &[Subject<'_>], sets: &[Vec<Term>], weights: &Weights) -> Option<Found> {
        let score = |&member: &usize| {
            let label = phrase(subjects[member].label);
            let words = label.split_whitespace().count();
            let length = if (2..=LABEL_WORDS).contains(&words) { 0.2 } else { 0.0 };
            let nameless = if is_name(label) { 0.0 } else { NAMELESS };
            (member, weights.nearness(&sets[member], &self.core) + length - nameless)
        };
        let best = self.members.iter().map(score).reduce(|a, b| if b.1 > a.1 { b } else { a });
        let label = phrase(subjects[best?.0].label);
        is_name(label).then(|| Found { label: label.to_owned(), members: self.members })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(labels: &[&str]) -> Vec<Vec<usize>> {
        let subjects: Vec<Subject<'_>> =
            labels.iter().map(|label| Subject { label, words: "", context: "" }).collect();
        find(&subjects, &Known::built_in()).into_iter().map(|found| found.members).collect()
    }

    #[test]
    fn one_issue_under_several_names_is_one() {
        let labels = [
            "Russian engagement",
            "the harbour tax",
            "Russia's involvement",
            "Moscow's engagement",
            "harbour taxes",
        ];
        assert_eq!(groups(&labels), [vec![0, 2, 3], vec![1, 4]]);
    }

    #[test]
    fn numbers_tell_apart() {
        assert_eq!(groups(&["Resolution 1441", "Resolution 2254", "Resolution 1441"]), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn what_shares_nothing_stays_apart() {
        assert_eq!(groups(&["the ferry", "a bridge"]), [[0], [1]]);
        assert!(groups(&[]).is_empty());
    }

    #[test]
    fn a_label_is_a_phrase_where_there_is_one() {
        let labels = |labels: &[&str]| -> Vec<String> {
            let subjects: Vec<Subject<'_>> =
                labels.iter().map(|label| Subject { label, words: "", context: "" }).collect();
            find(&subjects, &Known::built_in()).into_iter().map(|found| found.label).collect()
        };
        assert_eq!(labels(&["They would never keep the ferry", "the ferry"]), ["ferry"]);
        assert_eq!(labels(&["of the ferry and the"]), ["ferry"]);
        assert!(labels(&["We ferry", "his mind", "called me", "the union is against it"]).is_empty());
    }

    #[test]
    fn a_label_is_one_of_the_members() {
        let subjects =
            ["opening of Ardsund harbour", "harbour"].map(|label| Subject { label, words: "", context: "" });
        let found = find(&subjects, &Known::built_in());
        assert_eq!(found[0].label, "opening of Ardsund harbour");
    }
}
