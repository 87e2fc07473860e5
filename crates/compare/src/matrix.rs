//! Where does each actor stand on each issue?
//!
//! The stance of a cell follows from what counts there: for and against together make it mixed; neutral words beside either
//! change nothing. A conditional position never counts as plain support or opposition: it decides only where no plain one
//! does, and the cell is marked then.

use std::collections::HashMap;

use sayso_domain::Stance;

use crate::groups::{Group, Selection, groups, names, statements};
use crate::stand::{Issue, IssueId, Stand, Who};
use crate::utterances::utterances;

/// An actor's stance on an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellStance {
    /// For it.
    Favor,
    /// Against it.
    Against,
    /// For it and against it.
    Mixed,
    /// Undecided or even-handed, in its own words.
    Neutral,
    /// Nothing was found. That is not neutral.
    Silent,
}

impl CellStance {
    /// All of them.
    pub const ALL: [CellStance; 5] =
        [CellStance::Favor, CellStance::Against, CellStance::Mixed, CellStance::Neutral, CellStance::Silent];

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            CellStance::Favor => "favor",
            CellStance::Against => "against",
            CellStance::Mixed => "mixed",
            CellStance::Neutral => "neutral",
            CellStance::Silent => "silent",
        }
    }

    /// Whether it takes this side, be it along with the other one.
    pub fn takes(self, side: Stance) -> bool {
        match side {
            Stance::Favor => matches!(self, CellStance::Favor | CellStance::Mixed),
            Stance::Against => matches!(self, CellStance::Against | CellStance::Mixed),
            Stance::Neutral => self == CellStance::Neutral,
        }
    }
}

/// Actors by issues.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<'a> {
    /// Those who were asked for, else all who take a position: most statements first, then by name.
    pub actors: Vec<Who>,
    /// Every issue, most contested first.
    pub rows: Vec<Row<'a>>,
    /// Stands left out because a day was asked for and theirs is not known.
    pub undated: usize,
}

/// One issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Which.
    pub issue: IssueId,
    /// In the order of the actors. Those without a cell are silent.
    pub cells: Vec<Cell<'a>>,
}

/// What one actor says on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    /// The actor's place in [`Matrix::actors`].
    pub actor: usize,
    /// Never silent.
    pub stance: CellStance,
    /// Whether it is for or against on a condition alone.
    pub conditional: bool,
    /// Whether all of it is told by others.
    pub alleged: bool,
    /// How many statements it is taken from.
    pub statements: usize,
    /// How many of these are independent: an utterance that many articles carry counts once.
    pub independent: usize,
    /// What counts, in [`Stand::order`].
    pub positions: Vec<Held<'a>>,
    /// What others tell of the actor, which has words of its own.
    pub told: Vec<&'a Stand>,
}

/// A position that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held<'a> {
    /// The position.
    pub stand: &'a Stand,
    /// The same number in one cell means the same utterance, carried more than once. From 0.
    pub utterance: usize,
}

impl<'a> Row<'a> {
    /// The cell of the actor at that place; none where it is silent.
    pub fn cell(&self, actor: usize) -> Option<&Cell<'a>> {
        self.cells.binary_search_by_key(&actor, |cell| cell.actor).ok().map(|place| &self.cells[place])
    }
}

impl<'a> Cell<'a> {
    /// The last words of that stance. Words of one day have no order: of these a plain position comes before a conditional
    /// one, which is never plain support or opposition.
    pub fn latest(&self, stance: Stance) -> Option<&'a Stand> {
        let held = self.positions.iter().rev().filter(|held| held.stand.stance == stance);
        // Those without a day stand last, and are the latest only where there are no others.
        let stands: Vec<&Stand> = held.map(|held| held.stand).collect();
        let last = stands.iter().find(|stand| stand.date.is_some()).or(stands.first())?;
        let plain = stands.iter().find(|stand| stand.date == last.date && stand.condition.is_none());
        Some(plain.unwrap_or(last))
    }

    /// How many independent utterances take that stance.
    pub fn independent(&self, stance: Stance) -> usize {
        let held = self.positions.iter().filter(|held| held.stand.stance == stance);
        let mut numbers: Vec<usize> = held.map(|held| held.utterance).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }
}

/// Compares the actors on `issues`.
///
/// The most contested issue is the one with the most pairs of an actor for it and one against it; of equals, the one with
/// the most pairs of independent utterances, then the one with the most utterances, then by label. Stands about an issue
/// that is not in the list are left out.
pub fn matrix<'a>(stands: &'a [Stand], issues: &[Issue], selection: &Selection) -> Matrix<'a> {
    let mut groups = groups(stands, selection);
    groups.retain(|group| group.issue.0 < issues.len());
    let actors = actors(stands, &groups, selection);
    let places: HashMap<&str, usize> =
        actors.iter().enumerate().map(|(place, who)| (who.key.as_str(), place)).collect();
    let mut rows: Vec<Row> =
        (0..issues.len()).map(|issue| Row { issue: IssueId(issue), cells: Vec::new() }).collect();
    for group in groups {
        let issue = group.issue.0;
        rows[issue].cells.extend(places.get(group.actor).map(|&actor| cell(actor, group)));
    }
    for row in &mut rows {
        row.cells.sort_by_key(|cell| cell.actor);
    }
    rows.sort_by_cached_key(|row| (contest(row), issues[row.issue.0].label.clone(), row.issue));
    let is_about = |stand: &Stand| stand.issue.is_some_and(|issue| issue.0 < issues.len());
    let undated = stands.iter().filter(|stand| is_about(stand) && selection.misses_a_day(stand)).count();
    Matrix { actors, rows, undated }
}

fn actors(stands: &[Stand], groups: &[Group<'_>], selection: &Selection) -> Vec<Who> {
    if !selection.actors.is_empty() {
        let mut actors: Vec<Who> = Vec::new();
        for who in &selection.actors {
            if actors.iter().all(|known| known.key != who.key) {
                actors.push(who.clone());
            }
        }
        return actors;
    }
    let names = names(stands);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for group in groups {
        *counts.entry(group.actor).or_default() += statements(group.counted.iter().copied());
    }
    let mut actors: Vec<(usize, &str, &str)> = counts
        .into_iter()
        .map(|(key, count)| (usize::MAX - count, names.get(key).copied().unwrap_or(key), key))
        .collect();
    actors.sort_unstable();
    actors.into_iter().map(|(_, name, key)| Who { key: key.to_owned(), name: name.to_owned() }).collect()
}

pub(crate) fn cell(actor: usize, group: Group<'_>) -> Cell<'_> {
    let (stance, conditional) = stance(&group.counted);
    let utterances = utterances(&group.counted);
    Cell {
        actor,
        stance,
        conditional,
        alleged: group.is_alleged(),
        statements: statements(group.counted.iter().copied()),
        independent: utterances.iter().max().map_or(0, |last| last + 1),
        positions: group
            .counted
            .into_iter()
            .zip(utterances)
            .map(|(stand, utterance)| Held { stand, utterance })
            .collect(),
        told: group.told,
    }
}

/// The stance of all together, and whether it rests on conditions alone.
fn stance(stands: &[&Stand]) -> (CellStance, bool) {
    let has = |stance, conditional| {
        stands.iter().any(|stand| stand.stance == stance && stand.condition.is_some() == conditional)
    };
    for conditional in [false, true] {
        match (has(Stance::Favor, conditional), has(Stance::Against, conditional)) {
            (true, true) => return (CellStance::Mixed, conditional),
            (true, false) => return (CellStance::Favor, conditional),
            (false, true) => return (CellStance::Against, conditional),
            (false, false) => (),
        }
    }
    let is_silent = stands.is_empty();
    (if is_silent { CellStance::Silent } else { CellStance::Neutral }, false)
}

/// The less, the more contested.
fn contest(row: &Row<'_>) -> [usize; 3] {
    let actors = |side| row.cells.iter().filter(|cell| cell.stance.takes(side)).count();
    let words = |side| row.cells.iter().map(|cell| cell.independent(side)).sum::<usize>();
    let all: usize = row.cells.iter().map(|cell| cell.independent).sum();
    [actors(Stance::Favor) * actors(Stance::Against), words(Stance::Favor) * words(Stance::Against), all]
        .map(|count| usize::MAX - count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sayso_domain::Act;

    use super::*;
    use crate::testing::{day, issue, said, stand, who};

    fn on(issue: usize, stand: Stand) -> Stand {
        Stand { issue: Some(IssueId(issue)), ..stand }
    }

    fn with(stance: Stance, condition: Option<&str>) -> Stand {
        Stand { stance, condition: condition.map(str::to_owned), ..stand("USA") }
    }

    fn only(stands: &[Stand]) -> (CellStance, bool) {
        let issues = [issue("the ban")];
        let matrix = matrix(stands, &issues, &Selection::default());
        (matrix.rows[0].cells[0].stance, matrix.rows[0].cells[0].conditional)
    }

    #[test]
    fn for_and_against_is_mixed_and_neutral_words_beside_either_change_nothing() {
        use Stance::*;
        assert_eq!(only(&[with(Favor, None), with(Neutral, None)]), (CellStance::Favor, false));
        assert_eq!(only(&[with(Against, None), with(Favor, None)]), (CellStance::Mixed, false));
        assert_eq!(only(&[with(Neutral, None)]), (CellStance::Neutral, false));
    }

    #[test]
    fn a_condition_never_makes_plain_support() {
        use Stance::*;
        assert_eq!(only(&[with(Favor, Some("if they leave"))]), (CellStance::Favor, true));
        assert_eq!(only(&[with(Favor, Some("if")), with(Neutral, None)]), (CellStance::Favor, true));
        assert_eq!(only(&[with(Favor, Some("if")), with(Against, None)]), (CellStance::Against, false));
        assert_eq!(only(&[with(Favor, Some("if")), with(Against, Some("if"))]), (CellStance::Mixed, true));
        assert_eq!(only(&[with(Neutral, Some("if"))]), (CellStance::Neutral, false));
    }

    #[test]
    fn copies_count_once_and_all_carriers_are_kept() {
        let words = "we shall never accept a ban on our ships in these waters";
        let stands = [
            said("GBR", Stance::Against, words, "wire-1", day(9, 1)),
            said("GBR", Stance::Against, words, "wire-2", day(9, 2)),
            Stand { position: "p2".to_owned(), ..said("GBR", Stance::Against, words, "wire-2", day(9, 2)) },
            said("GBR", Stance::Against, "it harms trade", "wire-3", day(9, 3)),
        ];
        let issues = [issue("the ban")];
        let matrix = matrix(&stands, &issues, &Selection::default());
        let cell = &matrix.rows[0].cells[0];
        assert_eq!((cell.statements, cell.independent, cell.positions.len()), (3, 2, 4));
        assert_eq!(cell.latest(Stance::Against).unwrap().quote, "it harms trade");
        assert_eq!(cell.latest(Stance::Favor), None);
    }

    #[test]
    fn the_latest_words_are_plain_where_the_last_day_has_such() {
        let on = |words: &str, date, condition: Option<&str>| Stand {
            condition: condition.map(str::to_owned),
            ..said("USA", Stance::Favor, words, words, date)
        };
        let latest = |stands: &[Stand]| {
            let matrix = matrix(stands, &[issue("a")], &Selection::default());
            matrix.rows[0].cells[0].latest(Stance::Favor).unwrap().quote.clone()
        };
        let (plain, conditional) =
            (on("a fine deal", day(3, 1), None), on("then we join", day(3, 1), Some("if")));
        assert_eq!(latest(&[plain.clone(), conditional.clone()]), "a fine deal");
        assert_eq!(latest(&[conditional.clone(), plain.clone()]), "a fine deal");
        assert_eq!(latest(&[plain, on("so we would help", day(4, 1), Some("if"))]), "so we would help");
    }

    #[test]
    fn the_most_contested_issue_stands_first_and_the_label_decides_between_equals() {
        let issues = [issue("quiet"), issue("b"), issue("a"), issue("empty")];
        let stands = [
            on(0, stand("USA")),
            on(0, stand("GBR")),
            on(1, stand("USA")),
            on(1, Stand { stance: Stance::Against, ..stand("GBR") }),
            on(2, stand("USA")),
            on(2, Stand { stance: Stance::Against, ..stand("GBR") }),
        ];
        let matrix = matrix(&stands, &issues, &Selection::default());
        let order: Vec<usize> = matrix.rows.iter().map(|row| row.issue.0).collect();
        assert_eq!(order, [2, 1, 0, 3]);
        assert!(matrix.rows[3].cells.is_empty());
    }

    #[test]
    fn those_asked_for_are_shown_in_their_order_and_may_be_silent() {
        let stands = [stand("USA"), Stand { date: None, ..stand("USA") }, stand("RUS")];
        let selection =
            Selection { actors: vec![who("GBR"), who("USA"), who("GBR")], from: Some(day(1, 1)), to: None };
        let issues = [issue("the ban")];
        let matrix = matrix(&stands, &issues, &selection);
        assert_eq!(matrix.actors, [who("GBR"), who("USA")]);
        assert_eq!(matrix.rows[0].cell(0), None);
        assert_eq!(matrix.rows[0].cell(1).unwrap().statements, 1);
        assert_eq!(matrix.undated, 1);
    }

    #[test]
    fn told_by_others_is_marked_and_kept_apart() {
        let told = Stand { alleged: true, stance: Stance::Against, ..stand("RUS") };
        let issues = [issue("the ban")];
        let alone = [told.clone()];
        let first = matrix(&alone, &issues, &Selection::default());
        assert!(first.rows[0].cells[0].alleged);
        let both = [told, stand("RUS")];
        let second = matrix(&both, &issues, &Selection::default());
        let cell = &second.rows[0].cells[0];
        assert_eq!((cell.alleged, cell.stance, cell.told.len()), (false, CellStance::Favor, 1));
    }

    #[test]
    fn nobody_and_nothing_make_an_empty_matrix() {
        let matrix = matrix(&[], &[], &Selection::default());
        assert!(matrix.actors.is_empty() && matrix.rows.is_empty());
    }

    proptest! {
        #[test]
        fn the_order_of_the_stands_does_not_matter(
            picks in prop::collection::vec((0_usize..4, 0_usize..3, 0_usize..3, 0_usize..2, any::<bool>()), 0..30),
            turn in 0_usize..30,
        ) {
            let issues = [issue("one"), issue("two"), issue("three")];
            let mut stands: Vec<Stand> = picks
                .iter()
                .enumerate()
                .map(|(i, &(actor, issue, stance, words, alleged))| Stand {
                    issue: Some(IssueId(issue)),
                    alleged,
                    act: Act::ALL[i % 10],
                    ..said(
                        ["A", "B", "C", "D"][actor],
                        Stance::ALL[stance],
                        ["we shall have it all", "they will not let it be done"][words],
                        &format!("wire-{i:02}"),
                        day(9, 1 + (i % 28) as i8),
                    )
                })
                .collect();
            let one = format!("{:?}", matrix(&stands, &issues, &Selection::default()));
            if !stands.is_empty() {
                let middle = turn % stands.len();
                stands.rotate_left(middle);
            }
            prop_assert_eq!(one, format!("{:?}", matrix(&stands, &issues, &Selection::default())));
        }
    }
}
