//! Which articles carry one text, and which of them was first?
//!
//! Copies of one text form a cluster; its first carrier is the one published earliest. [`Clusters`] is built up as articles
//! and relations become known, in any order: it depends on what was told, never on when.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use sayso_domain::Date;

use crate::relation::Relation;

/// An article that carries a text. Ordered by who was first: by day, what has no day last; of one day by id.
///
/// ```
/// use sayso_domain::Date;
/// use sayso_duplicates::Carrier;
/// let carrier = |id, published| Carrier { id, published };
/// let first = [carrier("b", None), carrier("c", Some(Date::constant(2015, 9, 19)))].into_iter().min().unwrap();
/// assert_eq!(first.id, "c");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier<Id> {
    /// Unique among all articles.
    pub id: Id,
    /// The day of publication.
    pub published: Option<Date>,
}

impl<Id: Ord> Ord for Carrier<Id> {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |carrier: &Self| (carrier.published.is_none(), carrier.published);
        key(self).cmp(&key(other)).then_with(|| self.id.cmp(&other.id))
    }
}

impl<Id: Ord> PartialOrd for Carrier<Id> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The clusters of all articles told so far.
///
/// ```
/// use sayso_duplicates::{Carrier, Clusters, Relation};
///
/// let mut clusters = Clusters::new();
/// for id in ["a", "b", "c"] {
///     clusters.add(Carrier { id, published: None });
/// }
/// clusters.relate(&"c", &"b", Relation::NearCopy);
/// clusters.relate(&"a", &"b", Relation::Within);
/// assert_eq!(clusters.first(&"c").unwrap().id, "b");
/// assert_eq!(clusters.first(&"a").unwrap().id, "a");
///
/// // Nobody carries what nobody has told of.
/// assert!(clusters.first(&"d").is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Clusters<Id> {
    numbers: BTreeMap<Id, usize>,
    carriers: Vec<Carrier<Id>>,
    /// Towards the carrier that stands for the cluster.
    parents: Vec<usize>,
}

impl<Id> Default for Clusters<Id> {
    fn default() -> Self {
        Clusters { numbers: BTreeMap::new(), carriers: Vec::new(), parents: Vec::new() }
    }
}

impl<Id: Ord + Clone> Clusters<Id> {
    /// Of no articles.
    pub fn new() -> Self {
        Clusters::default()
    }

    /// One more article, which is a cluster of its own until it is related to another. An id that is known already is left
    /// as it is, and `false` returned.
    pub fn add(&mut self, carrier: Carrier<Id>) -> bool {
        let new = self.carriers.len();
        if *self.numbers.entry(carrier.id.clone()).or_insert(new) != new {
            return false;
        }
        self.parents.push(new);
        self.carriers.push(carrier);
        true
    }

    /// Joins the clusters of two articles if they are one text. Returns whether two clusters became one: not when they were
    /// one already, when the relation is another, or when either article is unknown.
    pub fn relate(&mut self, a: &Id, b: &Id, relation: Relation) -> bool {
        let (Some(a), Some(b)) = (self.head(a), self.head(b)) else { return false };
        if a == b || !relation.is_same() {
            return false;
        }
        // The first carrier stands for the cluster, whichever was related to which.
        let (first, other) = if self.carriers[a] <= self.carriers[b] { (a, b) } else { (b, a) };
        self.parents[other] = first;
        true
    }

    /// The first carrier of the text that this article carries: itself, where it is the only one. None where it is unknown.
    pub fn first(&self, id: &Id) -> Option<&Carrier<Id>> {
        self.head(id).map(|head| &self.carriers[head])
    }

    /// Every cluster, its carriers in order, the first one first; clusters in the order of their first carriers.
    pub fn all(&self) -> Vec<Vec<&Carrier<Id>>> {
        let mut all: BTreeMap<&Carrier<Id>, Vec<&Carrier<Id>>> = BTreeMap::new();
        for (number, carrier) in self.carriers.iter().enumerate() {
            all.entry(&self.carriers[self.head_of(number)]).or_default().push(carrier);
        }
        let sorted = |mut carriers: Vec<_>| {
            carriers.sort_unstable();
            carriers
        };
        all.into_values().map(sorted).collect()
    }

    fn head(&self, id: &Id) -> Option<usize> {
        self.numbers.get(id).map(|&number| self.head_of(number))
    }

    fn head_of(&self, mut number: usize) -> usize {
        while self.parents[number] != number {
            number = self.parents[number];
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carrier(id: &str, day: i8) -> Carrier<String> {
        let published = (day > 0).then(|| Date::constant(2015, 9, day));
        Carrier { id: id.to_owned(), published }
    }

    fn ids(clusters: &Clusters<String>) -> Vec<String> {
        let line =
            |cluster: Vec<&Carrier<String>>| cluster.iter().map(|carrier| carrier.id.as_str()).collect();
        clusters.all().into_iter().map(line).collect()
    }

    #[test]
    fn the_earliest_is_first_and_what_has_no_day_last() {
        let mut clusters = Clusters::new();
        for (id, day) in [("a", 0), ("d", 19), ("c", 19), ("b", 20), ("e", 1)] {
            clusters.add(carrier(id, day));
        }
        for id in ["b", "c", "d"] {
            clusters.relate(&"a".to_owned(), &id.to_owned(), Relation::Copy);
        }
        assert_eq!(ids(&clusters), ["e", "cdba"]);
        assert_eq!(clusters.first(&"a".to_owned()).unwrap().id, "c");
    }

    #[test]
    fn what_is_no_copy_or_not_known_joins_nothing() {
        let mut clusters = Clusters::new();
        assert!(clusters.add(carrier("a", 1)) && clusters.add(carrier("b", 2)));
        assert!(!clusters.add(carrier("b", 1)));
        let [a, b, c] = ["a", "b", "c"].map(str::to_owned);
        for relation in [Relation::Contains, Relation::Within, Relation::Apart] {
            assert!(!clusters.relate(&a, &b, relation));
        }
        assert!(!clusters.relate(&a, &c, Relation::Copy));
        assert!(clusters.relate(&b, &a, Relation::NearCopy));
        assert!(!clusters.relate(&a, &b, Relation::Copy));
        assert_eq!(ids(&clusters), ["ab"]);
        assert!(Clusters::<String>::new().all().is_empty());
    }
}
