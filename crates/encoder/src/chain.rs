//! Label sequences: the best one under constraints, and how likely it is.
//!
//! A linear-chain conditional random field (Lafferty et al., 2001). Constraints are a finite automaton that reads
//! the labels: whatever it refuses is never given out, so that results are well-formed by construction.

use crate::kernel::{LABELS, LANES, exp};
use crate::roles::{Emissions, Roles};

/// States of a constraint automaton.
pub const STATES: usize = 4;

/// What sequences of labels are allowed: a finite automaton over at most [`STATES`] states, started in 0.
pub trait Automaton {
    /// Whether `label` may stand at `piece` at all.
    fn allows(&self, label: usize, piece: usize) -> bool;
    /// The state after reading `label` in `state`; `None` when it may not follow.
    fn step(&self, state: usize, label: usize) -> Option<usize>;
    /// Whether a sequence may end in `state`.
    fn accepts(&self, state: usize) -> bool;
}

/// A label a piece, and its probability among all sequences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// One label a piece.
    pub labels: Vec<u8>,
    /// Between 0 and 1.
    pub probability: f32,
}

/// Buffers, kept between calls.
#[derive(Default)]
pub struct ChainRoom {
    back: Vec<u8>,
}

const NEVER: f32 = f32::NEG_INFINITY;
const CELLS: usize = STATES * LABELS;

/// The best sequence that the automaton accepts; `None` when it accepts none.
///
/// Ties go to the lower state, then the lower label, so that the answer is the same everywhere.
pub fn best_path(
    roles: &Roles,
    emissions: &Emissions,
    automaton: &impl Automaton,
    room: &mut ChainRoom,
) -> Option<Path> {
    let labels = roles.labels();
    let count = emissions.count();
    if count == 0 {
        return None;
    }
    room.back.clear();
    room.back.resize(count * CELLS, 0);
    let mut scores = [NEVER; CELLS];
    for label in 0..labels {
        if let Some(state) =
            automaton.step(0, label).filter(|_| automaton.allows(label, 0) && roles.may_start(label))
        {
            scores[state * LABELS + label] = emissions.row(0)[label];
        }
    }
    for piece in 1..count {
        let mut next = [NEVER; CELLS];
        let row = emissions.row(piece);
        let back = &mut room.back[piece * CELLS..(piece + 1) * CELLS];
        for state in 0..STATES {
            let from = &scores[state * LABELS..(state + 1) * LABELS];
            if from.iter().all(|&s| s == NEVER) {
                continue;
            }
            for label in 0..labels {
                let Some(to) = automaton.step(state, label).filter(|_| automaton.allows(label, piece)) else {
                    continue;
                };
                let (best, score) = best_before(roles, from, label, labels);
                let score = score + row[label];
                let cell = to * LABELS + label;
                if score > next[cell] {
                    next[cell] = score;
                    back[cell] = (state * LABELS + best) as u8;
                }
            }
        }
        scores = next;
    }
    let mut cell = (0..CELLS)
        .filter(|cell| automaton.accepts(cell / LABELS) && scores[*cell] > NEVER)
        .reduce(|a, b| if scores[b] > scores[a] { b } else { a })?;
    let mut path = Path { labels: vec![0; count], probability: 0.0 };
    for piece in (0..count).rev() {
        path.labels[piece] = (cell % LABELS) as u8;
        cell = room.back[piece * CELLS + cell] as usize;
    }
    path.probability = probability(roles, emissions, automaton, &path.labels);
    Some(path)
}

#[inline]
fn best_before(roles: &Roles, from: &[f32], label: usize, labels: usize) -> (usize, f32) {
    let mut best = (0, NEVER);
    for (before, score) in from.iter().enumerate().take(labels) {
        let score = score + roles.transition(before, label);
        if score > best.1 {
            best = (before, score);
        }
    }
    best
}

/// Probability of a sequence among all whose labels are allowed where they stand: one over the sum of all their
/// weights relative to it.
///
/// Relative weights need no logarithm and no system mathematics, so the bits are the same everywhere.
fn probability(roles: &Roles, emissions: &Emissions, automaton: &impl Automaton, path: &[u8]) -> f32 {
    const LOST: f32 = 1e30;
    let labels = roles.labels();
    let relative = |piece: usize| {
        let row = emissions.row(piece);
        let mut group = [-1e4; LANES];
        for (label, (to, score)) in group.iter_mut().zip(row).enumerate() {
            if automaton.allows(label, piece) {
                *to = (score - row[path[piece] as usize]).min(80.0);
            }
        }
        exp(group)
    };
    let mut weights = relative(0);
    for (label, weight) in weights.iter_mut().enumerate().take(labels) {
        if !roles.may_start(label) {
            *weight = 0.0;
        }
    }
    for piece in 1..path.len() {
        let (before, now) = (path[piece - 1] as usize, path[piece] as usize);
        let here = relative(piece);
        let mut next = [0.0; LANES];
        for label in 0..labels {
            let sum: f32 = (0..labels).map(|a| weights[a] * roles.weight(a, label)).sum();
            next[label] = sum / roles.weight(before, now) * here[label];
        }
        weights = next;
        // Not "any above": where the path takes an impossible step the weights are no numbers at all.
        if !weights.iter().all(|&w| w <= LOST) {
            return 0.0;
        }
    }
    let total: f32 = weights.iter().sum();
    (1.0 / total).min(1.0)
}
