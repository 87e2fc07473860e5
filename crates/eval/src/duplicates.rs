//! Are copies found, and nothing else taken for one?
//!
//! A library takes its articles one after the other, as one that is kept in a database does: what shares a number with the
//! new one is compared with it, nothing else. So that a copy is missed by the numbers or by the comparison, and is missed
//! alike.

use std::collections::{BTreeSet, HashMap};

use sayso_duplicates::{Carrier, Clusters, HOLDERS, Passages, Relation, Sketch, Wording, bands, relation};

use crate::corpora::{MadeArticle, MadeLibraries, Making};
use crate::names::Counts;
use crate::share::Share;

/// How well copies and stories within others are found.
#[derive(Clone, Debug, Default)]
pub struct DuplicateReport {
    /// Articles of both libraries.
    pub articles: usize,
    /// Pairs in one cluster.
    pub pairs: Counts,
    /// Copies that are in the cluster of their original, by how they were made.
    pub copies: Vec<(Making, Share)>,
    /// Pairs of which one stands within the other, much longer one.
    pub contained: Counts,
    /// Pairs that were compared, of families and of others.
    pub compared: usize,
    /// Those in error, as `FAMILY MAKING` of both and what was made of them.
    pub errors: Vec<String>,
}

/// Reads both libraries and compares what was found with how they were made.
pub fn compare_duplicates(libraries: &MadeLibraries) -> DuplicateReport {
    let mut report = DuplicateReport::default();
    report.families(&libraries.families);
    report.wires(&libraries.wires);
    report
}

type Pair = (usize, usize);

impl DuplicateReport {
    fn families(&mut self, articles: &[MadeArticle]) {
        let found = self.read(articles);
        let clusters = clusters(articles.len(), &found);
        let gold = pairs(articles, |a, b| a.family == b.family);
        let predicted = pairs_within(&clusters);
        self.tell(articles, "same", &gold, &predicted);
        self.pairs = counts(&gold, &predicted);
        for making in [Making::Edited, Making::Cut, Making::Retitled, Making::Furnished] {
            let mut share = Share::default();
            for pair in gold.iter().filter(|pair| is_copy(articles, **pair, making)) {
                share.count(predicted.contains(pair));
            }
            self.copies.push((making, share));
        }
        // Furniture makes a page longer and a cut makes it shorter: within a family, much of what contains is right.
        let contained = held(&found).into_iter().filter(|&(a, b)| articles[a].family != articles[b].family);
        let contained: BTreeSet<Pair> = contained.collect();
        self.tell(articles, "contained", &BTreeSet::new(), &contained);
        self.contained.predicted += contained.len();
    }

    fn wires(&mut self, articles: &[MadeArticle]) {
        let found = self.read(articles);
        let gold = pairs(articles, |a, b| a.family == b.family);
        let predicted = held(&found);
        self.tell(articles, "contained", &gold, &predicted);
        let Counts { right, predicted, gold } = counts(&gold, &predicted);
        self.contained.right += right;
        self.contained.predicted += predicted;
        self.contained.gold += gold;
    }

    fn read(&mut self, articles: &[MadeArticle]) -> Vec<(Pair, Relation)> {
        let mut library = Library::default();
        let found: Vec<_> = articles.iter().flat_map(|article| library.take(&article.text)).collect();
        self.articles += articles.len();
        self.compared += found.len();
        found
    }

    fn tell(
        &mut self,
        articles: &[MadeArticle],
        what: &str,
        gold: &BTreeSet<Pair>,
        predicted: &BTreeSet<Pair>,
    ) {
        let name = |at: usize| format!("{} {:?}", articles[at].family, articles[at].making);
        for (verdict, &(a, b)) in gold
            .difference(predicted)
            .map(|pair| ("missed", pair))
            .chain(predicted.difference(gold).map(|pair| ("wrong", pair)))
        {
            self.errors.push(format!("{what} {verdict}: {}, {}", name(a), name(b)));
        }
    }
}

/// What was read so far, and how it is found again.
#[derive(Default)]
struct Library {
    wordings: Vec<Wording>,
    index: HashMap<u64, Vec<usize>>,
}

impl Library {
    /// How the new article stands to each that shares a number with it.
    fn take(&mut self, text: &str) -> Vec<(Pair, Relation)> {
        let (new, wording) = (self.wordings.len(), Wording::of(text));
        let mut candidates = BTreeSet::new();
        for number in numbers(text) {
            let holders = self.index.entry(number).or_default();
            candidates.extend(holders.iter().copied().take(HOLDERS));
            holders.push(new);
        }
        let stands = |old: usize| ((old, new), relation(&self.wordings[old], &wording));
        let found = candidates.into_iter().map(stands).collect();
        self.wordings.push(wording);
        found
    }
}

fn numbers(text: &str) -> BTreeSet<u64> {
    let sketch = Sketch::of(text);
    let passages = Passages::of(text);
    sketch.iter().flat_map(bands).chain(passages.keys().iter().copied()).collect()
}

fn clusters(articles: usize, found: &[(Pair, Relation)]) -> Vec<Vec<usize>> {
    let mut clusters = Clusters::new();
    for id in 0..articles {
        clusters.add(Carrier { id, published: None });
    }
    for ((a, b), relation) in found {
        clusters.relate(a, b, *relation);
    }
    clusters
        .all()
        .into_iter()
        .map(|carriers| carriers.into_iter().map(|carrier| carrier.id).collect())
        .collect()
}

fn held(found: &[(Pair, Relation)]) -> BTreeSet<Pair> {
    let holds = |relation| matches!(relation, Relation::Contains | Relation::Within);
    found.iter().filter(|(_, relation)| holds(*relation)).map(|(pair, _)| *pair).collect()
}

fn pairs(articles: &[MadeArticle], belong: impl Fn(&MadeArticle, &MadeArticle) -> bool) -> BTreeSet<Pair> {
    let all = (0..articles.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
    all.filter(|&(a, b)| belong(&articles[a], &articles[b])).collect()
}

/// Each cluster is sorted.
fn pairs_within(clusters: &[Vec<usize>]) -> BTreeSet<Pair> {
    let of = |cluster: &Vec<usize>| {
        let cluster = cluster.clone();
        (0..cluster.len()).flat_map(move |b| (0..b).map(|a| (cluster[a], cluster[b])).collect::<Vec<Pair>>())
    };
    clusters.iter().flat_map(of).collect()
}

fn is_copy(articles: &[MadeArticle], (a, b): Pair, making: Making) -> bool {
    articles[a].making == Making::Original && articles[b].making == making
}

fn counts(gold: &BTreeSet<Pair>, predicted: &BTreeSet<Pair>) -> Counts {
    Counts { right: gold.intersection(predicted).count(), predicted: predicted.len(), gold: gold.len() }
}
