//! Where do actors contradict each other, and where do they talk past each other?

use std::collections::BTreeSet;

use sayso_domain::Stance;

use crate::carried::{Carried, carried};
use crate::groups::Selection;
use crate::matrix::{Cell, CellStance, Row, matrix};
use crate::stand::{Issue, IssueId, Stand, Who};
use crate::words::content_words;

/// On one issue, this many actors are compared with each other: those who say most.
const MOST_ACTORS: usize = 24;

/// The differences on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences<'a> {
    /// Which.
    pub issue: IssueId,
    /// One is for it, one against it. An actor that is both contradicts itself.
    pub contradictions: Vec<Contradiction<'a>>,
    /// They speak of different things.
    pub past: Vec<Past<'a>>,
    /// Utterances that outlets carry differently.
    pub carried: Vec<Carried<'a>>,
    /// Actors who were not compared with the others, because so many say more.
    pub left_out: usize,
}

impl Differences<'_> {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.contradictions.is_empty() && self.past.is_empty() && self.carried.is_empty()
    }
}

/// An actor with the words it is shown by.
#[derive(Clone, Debug, PartialEq)]
pub struct Side<'a> {
    /// Who.
    pub actor: Who,
    /// The last words: without a condition, where there are such.
    pub stand: &'a Stand,
    /// How many independent utterances say so.
    pub independent: usize,
}

/// Two who contradict each other, or one who contradicts itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction<'a> {
    /// Who is for it.
    pub favor: Side<'a>,
    /// Who is against it.
    pub against: Side<'a>,
    /// Whether one of the two is so on a condition alone.
    pub conditional: bool,
}

/// Two who are no contradiction, and whose targets have no word in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Past<'a> {
    /// The one who says more.
    pub one: Side<'a>,
    /// The other.
    pub other: Side<'a>,
}

/// The differences on each of `issues`, most contested first. Issues without any are left out.
pub fn differ<'a>(stands: &'a [Stand], issues: &[Issue], selection: &Selection) -> Vec<Differences<'a>> {
    let matrix = matrix(stands, issues, selection);
    let found = matrix.rows.iter().map(|row| differences(&matrix.actors, row));
    found.filter(|differences| !differences.is_empty()).collect()
}

fn differences<'a>(actors: &[Who], row: &Row<'a>) -> Differences<'a> {
    let cells = &row.cells[..row.cells.len().min(MOST_ACTORS)];
    let carried = row.cells.iter().flat_map(|cell| carried(&actors[cell.actor], cell)).collect();
    Differences {
        issue: row.issue,
        contradictions: contradictions(actors, cells),
        past: past(actors, cells),
        carried,
        left_out: row.cells.len() - cells.len(),
    }
}

/// Those with the most words on both sides first.
fn contradictions<'a>(actors: &[Who], cells: &[Cell<'a>]) -> Vec<Contradiction<'a>> {
    let mut found = Vec::new();
    for a in cells.iter().filter(|cell| cell.stance.takes(Stance::Favor)) {
        for b in cells.iter().filter(|cell| cell.stance.takes(Stance::Against)) {
            let is_mixed = a.stance == CellStance::Mixed || b.stance == CellStance::Mixed;
            if is_mixed != (a.actor == b.actor) {
                continue;
            }
            let sides = (side(actors, a, Stance::Favor), side(actors, b, Stance::Against));
            if let (Some(favor), Some(against)) = sides {
                let conditional = favor.stand.condition.is_some() || against.stand.condition.is_some();
                found.push(Contradiction { favor, against, conditional });
            }
        }
    }
    found.sort_by_key(|found| {
        let words = found.favor.independent.min(found.against.independent);
        (found.conditional, std::cmp::Reverse(words))
    });
    found
}

fn past<'a>(actors: &[Who], cells: &[Cell<'a>]) -> Vec<Past<'a>> {
    let labels: Vec<BTreeSet<String>> = cells.iter().map(labels).collect();
    let mut found = Vec::new();
    for (i, a) in cells.iter().enumerate() {
        for (j, b) in cells.iter().enumerate().skip(i + 1) {
            let is_told = !labels[i].is_empty() && !labels[j].is_empty();
            if !is_told || !labels[i].is_disjoint(&labels[j]) || are_opposed(a, b) {
                continue;
            }
            if let (Some(one), Some(other)) = (any_side(actors, a), any_side(actors, b)) {
                found.push(Past { one, other });
            }
        }
    }
    found
}

fn labels(cell: &Cell<'_>) -> BTreeSet<String> {
    cell.positions.iter().flat_map(|held| content_words(&held.stand.target_label)).collect()
}

fn are_opposed(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    let takes = |cell: &Cell<'_>, side| cell.stance.takes(side);
    takes(a, Stance::Favor) && takes(b, Stance::Against)
        || takes(a, Stance::Against) && takes(b, Stance::Favor)
}

fn any_side<'a>(actors: &[Who], cell: &Cell<'a>) -> Option<Side<'a>> {
    Stance::ALL
        .into_iter()
        .filter(|&stance| cell.stance.takes(stance))
        .find_map(|stance| side(actors, cell, stance))
}

fn side<'a>(actors: &[Who], cell: &Cell<'a>, stance: Stance) -> Option<Side<'a>> {
    let of_stance =
        || cell.positions.iter().rev().map(|held| held.stand).filter(|stand| stand.stance == stance);
    let plain = of_stance().find(|stand| stand.condition.is_none() && stand.date.is_some());
    let stand = plain
        .or_else(|| of_stance().find(|stand| stand.condition.is_none()))
        .or_else(|| cell.latest(stance))?;
    Some(Side { actor: actors[cell.actor].clone(), stand, independent: cell.independent(stance) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, issue, said, stand};

    fn one<'a>(stands: &'a [Stand]) -> Option<Differences<'a>> {
        let mut found = differ(stands, &[issue("the ban")], &Selection::default());
        assert!(found.len() < 2);
        found.pop()
    }

    #[test]
    fn two_who_contradict_each_other_are_shown_with_their_words() {
        let stands = [
            said("USA", Stance::Favor, "a good thing", "wire-1", day(9, 1)),
            said("GBR", Stance::Against, "by no means", "wire-2", day(9, 2)),
            said("GBR", Stance::Neutral, "we shall see", "wire-3", day(9, 3)),
        ];
        let found = one(&stands).unwrap();
        let [pair] = &found.contradictions[..] else { panic!("{found:?}") };
        assert_eq!((pair.favor.actor.key.as_str(), pair.favor.stand.quote.as_str()), ("USA", "a good thing"));
        assert_eq!(
            (pair.against.actor.key.as_str(), pair.against.stand.quote.as_str()),
            ("GBR", "by no means")
        );
        assert!(!pair.conditional);
    }

    #[test]
    fn one_who_is_for_and_against_contradicts_itself_alone() {
        let stands = [
            said("USA", Stance::Favor, "a good thing", "wire-1", day(9, 1)),
            said("USA", Stance::Against, "a bad thing after all", "wire-2", day(9, 1)),
            said("GBR", Stance::Against, "by no means", "wire-3", day(9, 2)),
        ];
        let found = one(&stands).unwrap();
        let pairs: Vec<(&str, &str)> = found
            .contradictions
            .iter()
            .map(|pair| (pair.favor.actor.key.as_str(), pair.against.actor.key.as_str()))
            .collect();
        assert_eq!(pairs, [("USA", "USA")]);
    }

    #[test]
    fn a_contradiction_on_a_condition_is_marked() {
        let stands = [
            Stand { condition: Some("if they leave".to_owned()), ..stand("USA") },
            said("GBR", Stance::Against, "by no means", "wire-2", day(9, 2)),
        ];
        assert!(one(&stands).unwrap().contradictions[0].conditional);
    }

    #[test]
    fn those_who_speak_of_different_things_talk_past_each_other() {
        let about = |actor: &str, label: &str, stance| Stand {
            target_label: label.to_owned(),
            stance,
            ..stand(actor)
        };
        let stands =
            [about("USA", "the price of gas", Stance::Favor), about("GBR", "safety at sea", Stance::Favor)];
        let found = one(&stands).unwrap();
        assert_eq!((found.past.len(), found.contradictions.len()), (1, 0));
        let stands =
            [about("USA", "gas prices", Stance::Favor), about("GBR", "the price of gas", Stance::Favor)];
        assert_eq!(one(&stands), None);
        let stands =
            [about("USA", "the price of gas", Stance::Favor), about("GBR", "safety at sea", Stance::Against)];
        assert!(one(&stands).unwrap().past.is_empty());
    }

    #[test]
    fn those_who_say_most_are_compared_and_the_others_counted() {
        let name = |number: usize| format!("A{number:02}");
        let stands: Vec<Stand> =
            (0..40).map(|number| Stand { stance: Stance::ALL[number % 2], ..stand(&name(number)) }).collect();
        let found = one(&stands).unwrap();
        assert_eq!((found.contradictions.len(), found.left_out), (12 * 12, 16));
    }

    #[test]
    fn agreement_and_silence_are_no_difference() {
        assert_eq!(one(&[stand("USA"), stand("GBR")]), None);
        assert_eq!(one(&[]), None);
    }
}
