//! Ten thousand articles with ten positions each are no trouble.

use sayso_compare::{
    Duplicates, Issue, IssueId, Mode, NetworkOptions, Normalisation, Report, Selection, Stand, Who, differ,
    matrix, network, timeline,
};
use sayso_domain::{Act, Date, Kind, Stance};

/// A sequence of numbers that look random, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    /// Small numbers are much more frequent than large ones, as with actors and issues in the news.
    fn skewed(&mut self, most: usize) -> usize {
        let (a, b) = (self.below(most), self.below(most) + 1);
        a * b / most * self.below(most) / most
    }
}

fn stands(articles: usize, issues: usize) -> Vec<Stand> {
    let mut numbers = Numbers(7);
    let mut stands = Vec::new();
    for article in 0..articles {
        for position in 0..10 {
            // A quarter of the utterances are carried by another article too.
            let seed =
                if numbers.below(4) == 0 { numbers.below(articles * 10) } else { article * 10 + position };
            let mut of = Numbers(seed as u64);
            let actor = format!("A{}", of.skewed(2000));
            let issue = of.skewed(issues);
            let words: Vec<String> = (0..25).map(|_| format!("w{}", of.skewed(4000))).collect();
            let content = words.join(" ");
            stands.push(Stand {
                actor: Who { key: actor.clone(), name: actor.clone() },
                speaker: None,
                speaker_key: None,
                alleged: of.below(10) == 0,
                issue: Some(IssueId(issue)),
                stance: Stance::ALL[of.below(3)],
                act: Act::ALL[of.below(10)],
                condition: None,
                date: Some(Date::constant(2015, 1 + (article % 12) as i8, 1 + (article % 28) as i8)),
                said_on_known: false,
                quote: content.clone(),
                context: String::new(),
                spans: vec![(position as u32, position as u32 + 1)],
                position: format!("p{position}"),
                statement: format!("s{position}"),
                kind: Kind::Direct,
                cue: "said".to_owned(),
                target_label: format!("issue {issue} {}", of.below(3)),
                article: format!("wire-{article}"),
                outlet: Some(format!("outlet {}", article % 50)),
                published: None,
                content,
                confidence: 0.9,
            });
        }
    }
    stands
}

fn issues(count: usize) -> Vec<Issue> {
    let issue = |number| Issue { label: format!("issue {number}"), definition: None, parent: None };
    (0..count).map(issue).collect()
}

const NETWORK: NetworkOptions = NetworkOptions {
    mode: Mode::Subtract,
    duplicates: Duplicates::Week,
    normalisation: Normalisation::Jaccard,
    conditional: false,
    most_actors: 500,
    selection: Selection { actors: Vec::new(), from: None, to: None },
};

#[test]
fn ten_thousand_articles_on_five_thousand_issues() {
    let (stands, issues) = (stands(10_000, 5000), issues(5000));
    let matrix = matrix(&stands, &issues, &Selection::default());
    let counted: usize = matrix.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.positions.len()).sum();
    let told: usize = matrix.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.told.len()).sum();
    assert_eq!((matrix.rows.len(), counted + told), (5000, 100_000));
    let (row, cell) = (&matrix.rows[0], &matrix.rows[0].cells[0]);
    let way = timeline(&stands, &matrix.actors[cell.actor].key, row.issue, &Selection::default());
    assert_eq!(way.steps.len(), cell.positions.len());
    let network = network(&stands, &issues, &NETWORK);
    // Those who are only neutral have no side.
    assert_eq!((network.nodes.len(), network.left_out < matrix.actors.len() - 500), (500, true));
    assert!(!differ(&stands, &issues, &Selection::default()).is_empty());
}

#[test]
fn one_actor_who_says_everything_on_one_issue() {
    let mut stands = stands(1000, 1);
    stands.iter_mut().for_each(|stand| stand.actor = Who { key: "A".to_owned(), name: "A".to_owned() });
    let way = timeline(&stands, "A", IssueId(0), &Selection::default());
    let again = way.steps.iter().filter(|step| step.report == Report::Again).count();
    assert!(way.steps.len() > 8000 && again > 1000, "{} {again}", way.steps.len());
}
