//! From candidates to a set in which any two statements are apart, or one stands within the other's content.

use sayso_text::{Segments, Span, Text};

use crate::candidates::Candidate;
use crate::confidence::Settings;
use crate::scope::{self, length, shared};

/// A statement with its place among the others.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) candidate: Candidate,
    /// Index of the statement whose content holds this one.
    pub(crate) within: Option<usize>,
}

/// Chooses, places and orders.
///
/// The strongest candidates come first. A weaker one is dropped where it cannot stand beside a stronger one: when each
/// would hold the other's cue, or when they share most of the content of one of them and neither holds the other.
pub(crate) fn resolve(
    text: &Text,
    segments: &Segments,
    mut candidates: Vec<Candidate>,
    settings: &Settings,
) -> Vec<Placed> {
    candidates.sort_by_key(|c| c.cue[0]);
    let paragraph = |c: &Candidate| segments.paragraph_at(c.cue[0].start());
    // Before they are put into groups, since a widened content may reach into what would be the group before.
    for one in candidates.chunk_by_mut(|a, b| paragraph(a) == paragraph(b)) {
        scope::widen(text, segments, one, settings.inner);
    }
    candidates.sort_by_key(|c| (reach(c), c.cue[0]));
    let mut placed = Vec::new();
    let mut candidates = candidates.into_iter().peekable();
    while let Some(first) = candidates.next() {
        // Candidates whose reaches touch are settled together; an article is many such small groups.
        let mut whole = reach(&first);
        let mut group = vec![first];
        while let Some(next) = candidates.next_if(|c| reach(c).shared(whole) > 0) {
            whole = whole.join(reach(&next));
            group.push(next);
        }
        settle(group, settings, &mut placed);
    }
    placed
}

fn settle(mut group: Vec<Candidate>, settings: &Settings, placed: &mut Vec<Placed>) {
    group.sort_by(|a, b| b.chance().total_cmp(&a.chance()).then(a.cue[0].cmp(&b.cue[0])));
    let mut kept: Vec<Candidate> = Vec::new();
    for mut candidate in group {
        if kept.iter_mut().all(|other| fit(&mut candidate, other)) {
            kept.push(candidate);
        }
    }
    let (kept, parents) = outer_first(kept);
    let base = placed.len();
    placed.extend(
        keep_likely(kept, parents, settings)
            .into_iter()
            .map(|p| Placed { within: p.within.map(|parent| parent + base), ..p }),
    );
}

/// Orders by the first word of the content, an outer statement before those within it; gives each one's parent.
fn outer_first(kept: Vec<Candidate>) -> (Vec<Candidate>, Vec<Option<usize>>) {
    let (kept, parents) = nest(kept);
    let depth = |i: usize| std::iter::successors(parents[i], |&p| parents[p]).count();
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|&i| (kept[i].content[0].start(), depth(i), kept[i].cue[0]));
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let moved = order.iter().map(|&old| parents[old].map(|p| place[p])).collect();
    let mut kept: Vec<Option<Candidate>> = kept.into_iter().map(Some).collect();
    (order.iter().filter_map(|&old| kept[old].take()).collect(), moved)
}

/// Whether two can stand side by side. Of two that hold one another's cue, the one whose cue stands first in the
/// other's content is the inner one, and its content is cut to its carrier's.
fn fit(weak: &mut Candidate, strong: &mut Candidate) -> bool {
    if reach(weak).shared(reach(strong)) == 0 {
        return true;
    }
    match (holds(&strong.content, &weak.cue), holds(&weak.content, &strong.cue)) {
        (false, false) => {
            let shared = shared(&weak.content, &strong.content);
            shared * 2 <= length(&weak.content).min(length(&strong.content))
        }
        (true, both) => {
            if both && weak.cue[0].start() > strong.cue[0].start() {
                return false;
            }
            weak.content = scope::within(&weak.content, &strong.content);
            !weak.content.is_empty()
        }
        (false, true) => {
            let inner = scope::within(&strong.content, &weak.content);
            if inner.is_empty() {
                return false;
            }
            strong.content = inner;
            true
        }
    }
}

/// The smallest span that holds a candidate's cue and content.
fn reach(candidate: &Candidate) -> Span {
    let spans = candidate.cue.iter().chain(&candidate.content).copied();
    spans.reduce(Span::join).expect("a candidate has a cue")
}

/// Puts each into the smallest content that holds its cue, cut to that; what has no words left goes.
///
/// The longest come first: a statement's parent is longer than itself, so none comes to stand within itself.
fn nest(mut kept: Vec<Candidate>) -> (Vec<Candidate>, Vec<Option<usize>>) {
    kept.sort_by_key(|c| (std::cmp::Reverse(length(&c.content)), c.cue[0]));
    let (mut nested, mut parents) = (Vec::<Candidate>::with_capacity(kept.len()), Vec::new());
    for mut candidate in kept {
        let holders = nested.iter().enumerate().filter(|(_, other)| holds(&other.content, &candidate.cue));
        let parent = holders.min_by_key(|(_, other)| length(&other.content)).map(|(k, _)| k);
        if let Some(parent) = parent {
            candidate.content = scope::within(&candidate.content, &nested[parent].content);
        }
        if !candidate.content.is_empty() {
            nested.push(candidate);
            parents.push(parent);
        }
    }
    (nested, parents)
}

/// Drops what is below its threshold; its children go to its own parent.
fn keep_likely(kept: Vec<Candidate>, mut parents: Vec<Option<usize>>, settings: &Settings) -> Vec<Placed> {
    let likely: Vec<bool> = kept
        .iter()
        .zip(&parents)
        .map(|(c, parent)| c.chance() >= if parent.is_some() { settings.inner } else { settings.outer })
        .collect();
    for i in 0..parents.len() {
        while let Some(parent) = parents[i].filter(|&p| !likely[p]) {
            parents[i] = parents[parent];
        }
    }
    let mut numbers = Vec::with_capacity(kept.len());
    let mut next = 0;
    for &likely in &likely {
        numbers.push(next);
        next += usize::from(likely);
    }
    kept.into_iter()
        .enumerate()
        .filter(|(i, _)| likely[*i])
        .map(|(i, candidate)| Placed { within: parents[i].map(|p| numbers[p]), candidate })
        .collect()
}

fn holds(content: &[Span], spans: &[Span]) -> bool {
    spans.iter().all(|span| content.iter().any(|c| c.contains(*span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: fn() -> Settings = || Settings::for_tests(0.5, 0.5);

    /// A candidate from its cue and content places and its chance.
    fn candidate(cue: (u32, u32), content: &[(u32, u32)], chance: f32) -> Candidate {
        let spans = |places: &[(u32, u32)]| places.iter().map(|&(s, e)| Span::new(s, e)).collect();
        Candidate {
            source: vec![],
            cue: spans(&[cue]),
            content: spans(content),
            outer: chance,
            inner: 0.0,
            path: 1.0,
        }
    }

    /// Cue starts of what stays, each with its parent's.
    fn check(candidates: Vec<Candidate>, want: &[(u32, Option<u32>)]) {
        let text = Text::new("word ".repeat(20));
        let placed = resolve(&text, &Segments::of(&text), candidates, &SETTINGS());
        let cue = |p: &Placed| p.candidate.cue[0].start();
        let got: Vec<_> = placed.iter().map(|p| (cue(p), p.within.map(|i| cue(&placed[i])))).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn a_cue_within_a_content_makes_a_nested_statement() {
        check(
            vec![candidate((5, 9), &[(10, 60)], 0.9), candidate((20, 24), &[(25, 60)], 0.7)],
            &[(5, None), (20, Some(5))],
        );
    }

    #[test]
    fn three_deep_and_in_text_order() {
        let chain = vec![
            candidate((40, 44), &[(45, 60)], 0.99),
            candidate((20, 24), &[(25, 60)], 0.7),
            candidate((5, 9), &[(10, 60)], 0.9),
        ];
        check(chain, &[(5, None), (20, Some(5)), (40, Some(20))]);
    }

    #[test]
    fn of_two_readings_of_one_content_the_stronger_stays() {
        check(vec![candidate((5, 9), &[(10, 60)], 0.9), candidate((7, 9), &[(12, 60)], 0.6)], &[(5, None)]);
    }

    #[test]
    fn an_outer_statement_comes_before_one_that_begins_with_the_same_word() {
        check(
            vec![candidate((40, 44), &[(0, 38), (45, 60)], 0.6), candidate((62, 66), &[(0, 60)], 0.9)],
            &[(62, None), (40, Some(62))],
        );
    }

    #[test]
    fn no_statement_stands_within_itself() {
        let round = vec![
            candidate((0, 4), &[(20, 24)], 0.9),
            candidate((20, 24), &[(40, 44)], 0.8),
            candidate((40, 44), &[(0, 4)], 0.3),
        ];
        check(round, &[(0, None)]);
    }

    #[test]
    fn an_attribution_that_follows_holds_the_clause_before_it() {
        check(
            vec![candidate((5, 9), &[(10, 60)], 0.9), candidate((62, 66), &[(12, 60)], 0.6)],
            &[(62, None), (5, Some(62))],
        );
    }

    #[test]
    fn a_nested_statement_says_no_more_than_its_carrier() {
        let placed = resolve(
            &Text::new("word ".repeat(20)),
            &Segments::of(&Text::new("word ".repeat(20))),
            vec![candidate((62, 66), &[(0, 60)], 0.9), candidate((5, 9), &[(10, 66)], 0.6)],
            &SETTINGS(),
        );
        assert_eq!(placed[1].candidate.content, [Span::new(10, 60)]);
        assert_eq!(placed[1].within, Some(0));
    }

    #[test]
    fn what_is_unlikely_goes_and_its_children_move_up() {
        let chain = vec![
            candidate((5, 9), &[(10, 60)], 0.9),
            candidate((20, 24), &[(25, 60)], 0.3),
            candidate((40, 44), &[(45, 60)], 0.8),
        ];
        check(chain, &[(5, None), (40, Some(5))]);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        check(vec![], &[]);
        check(vec![candidate((5, 9), &[(10, 60)], 0.2)], &[]);
    }
}
