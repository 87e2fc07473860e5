//! Does the statement itself say when? The time words in the clause of its cue, outside its content.

use std::ops::Range;

use sayso_domain::Date;

use super::event::is_occasion;
use super::{Frame, Scene, StatementView};
use crate::lexicon::is_reporting;

/// What the words of the saying tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Day(Date),
    /// A time, but no one day.
    Open,
    Nothing,
}

/// How far a time may stand from the head of its statement, in words.
const REACH: usize = 14;

pub(super) fn own(scene: &Scene, frame: &Frame, statement: &StatementView) -> Own {
    let mut own = Own::Nothing;
    for (expression, place) in scene.expressions_in(frame.sentence.clone()) {
        let in_content = place.clone().any(|at| scene.is_in(at, statement.content));
        if in_content || !is_adverbial(scene, &place) || !modifies(scene, frame, statement, &place) {
            continue;
        }
        let told = expression.when.and_then(|when| when.day()).map_or(Own::Open, Own::Day);
        own = if own == Own::Nothing || own == told { told } else { Own::Open };
    }
    own
}

/// "Saturday", "on Saturday", "at Saturday's news conference"; not "since Saturday", "for Saturday's vote".
fn is_adverbial(scene: &Scene, place: &Range<usize>) -> bool {
    let words = &scene.words;
    if matches!(words.low(place.end), "'s" | "'") {
        return (place.end + 1..place.end + 4).any(|at| is_occasion(words.low(at)))
            && !is_link(words.before(place.start, 1));
    }
    let modified = matches!(words.before(place.start, 1), "early" | "late" | "the" | "earlier" | "later");
    !is_link(words.before(place.start, 1 + usize::from(modified)))
}

/// Prepositions that tie a time to something else than the saying.
fn is_link(word: &str) -> bool {
    matches!(
        word,
        "since"
            | "until"
            | "till"
            | "by"
            | "from"
            | "for"
            | "before"
            | "of"
            | "about"
            | "to"
            | "between"
            | "through"
            | "than"
    )
}

fn modifies(scene: &Scene, frame: &Frame, statement: &StatementView, place: &Range<usize>) -> bool {
    let head = &frame.head;
    if place.start >= head.end {
        follows(scene, statement, head.end..place.start)
    } else if place.end <= head.start {
        opens(scene, frame, statement, place)
    } else {
        // "Kerry on Saturday said", but not "Kerry, who came on Saturday, said".
        let inside = head.start..place.start;
        inside.into_iter().all(|at| !is_boundary(scene.words.low(at)) && scene.words.low(at) != ",")
    }
}

/// Whether a time behind the head belongs to it, by what stands between.
fn follows(scene: &Scene, statement: &StatementView, between: Range<usize>) -> bool {
    let words = &scene.words;
    let outside: Vec<usize> = between.clone().filter(|at| !scene.is_in(*at, statement.content)).collect();
    let occasion = outside.iter().any(|&at| is_occasion(words.low(at)));
    outside.len() <= REACH
        && outside.iter().all(|&at| match words.low(at) {
            // A comma is passed only before the time itself: "said, on Saturday,".
            "," => between.end - at <= 2,
            "after" | "following" => occasion,
            word => !(is_boundary(word) || is_reporting(word) && statement.is_person),
        })
}

/// Whether a time before the head opens its clause: "On Saturday", "Speaking in Oslo on Saturday,".
fn opens(scene: &Scene, frame: &Frame, statement: &StatementView, place: &Range<usize>) -> bool {
    const OPENERS: [&str; 14] = [
        "on",
        "in",
        "at",
        "late",
        "early",
        "earlier",
        "later",
        "speaking",
        "during",
        "then",
        "meanwhile",
        "addressing",
        "after",
        "following",
    ];
    let words = &scene.words;
    let passes = |at: usize| {
        !is_boundary(words.low(at)) && !is_reporting(words.low(at)) && !scene.is_in(at, statement.content)
    };
    let between = place.end..frame.head.start;
    // "On Saturday, Ott said", "On Saturday in Oslo, Ott said"; nobody else comes in between.
    let last = words.before(frame.head.start, 1);
    let phrase = matches!(words.low(place.end), "in" | "at") && between.len() <= 4;
    let closed = between.len() <= 1 || last == "," || phrase;
    if !closed || between.len() > REACH || !between.into_iter().all(passes) {
        return false;
    }
    let start = (frame.sentence.start..place.start)
        .rev()
        .find(|at| !passes(*at))
        .map_or(frame.sentence.start, |at| at + 1);
    let quiet = matches!(words.low(start), "," | "\"" | "”" | "''") as usize;
    let opening = start + quiet..place.start;
    match opening.clone().next().map(|at| words.low(at)) {
        None => true,
        Some("after" | "following") => {
            opening.clone().any(|at| is_occasion(words.low(at))) && opening.len() <= REACH
        }
        Some(word) => OPENERS.contains(&word) && opening.len() <= REACH,
    }
}

/// Words at which another clause begins, or another medium: what is published on a day was said before.
fn is_boundary(word: &str) -> bool {
    matches!(
        word,
        ";" | ":"
            | "who"
            | "which"
            | "that"
            | "when"
            | "while"
            | "before"
            | "ahead"
            | "since"
            | "until"
            | "as"
            | "but"
            | "and"
            | "because"
            | "adding"
            | "published"
            | "aired"
            | "broadcast"
            | "whether"
            | "if"
            | "where"
            | "\""
            | "“"
            | "”"
            | "—"
            | "--"
    )
}
