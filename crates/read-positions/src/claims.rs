//! From vectors to what might be positions, one an anchor.

use sayso_encoder::{Automaton, ChainRoom, Encoded, Scratch, best_path};
use sayso_text::Span;

/// What might be a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The words that show it.
    pub evidence: Span,
    /// The words that name its target, in text order; may be none.
    pub target: Vec<Span>,
    /// Probability that a position begins its evidence here.
    pub chance: f32,
    /// Probabilities of the stances, in [`sayso_domain::Stance::ALL`]'s order.
    pub stances: Vec<f32>,
    /// Probabilities of the acts, in [`sayso_domain::Act::ALL`]'s order.
    pub acts: Vec<f32>,
}

/// Buffers for one thread, kept from article to article.
#[derive(Default)]
pub struct ClaimScratch {
    probabilities: Vec<f32>,
    chain: ChainRoom,
    paragraphs: Vec<u32>,
    anchors: Vec<usize>,
}

/// What might be positions, gathered window by window while the encoder goes over the text.
#[derive(Debug, Default)]
pub struct Claims {
    pub(crate) list: Vec<Claim>,
}

/// Anchors that are less likely are not looked at.
const CONSIDERED: f32 = 0.15;

/// Labels of the evidence head; `TARGET` is followed by its inside label.
const OUTSIDE: usize = 0;
const TARGET: usize = 2;

/// Rows before the first and after the last piece are outside, the anchor is not.
struct OneClaim {
    anchor: usize,
    last: usize,
}

impl Automaton for OneClaim {
    fn allows(&self, label: usize, row: usize) -> bool {
        match label {
            OUTSIDE => row != self.anchor,
            _ => row != 0 && row != self.last,
        }
    }

    fn step(&self, state: usize, _: usize) -> Option<usize> {
        Some(state)
    }

    fn accepts(&self, _: usize) -> bool {
        true
    }
}

impl From<Vec<Claim>> for Claims {
    /// For callers that have claims from elsewhere.
    fn from(list: Vec<Claim>) -> Claims {
        Claims { list }
    }
}

impl Claims {
    /// Adds those of a window. Windows come in text order, each once.
    pub fn look(&mut self, encoded: &Encoded<'_>, encoder: &mut Scratch, scratch: &mut ClaimScratch) {
        let Encoded { model, branched, .. } = *encoded;
        let ClaimScratch { probabilities, chain, paragraphs, anchors } = scratch;
        model.anchors().probabilities(model, branched, encoder, probabilities);
        let chance = |row: usize| probabilities[row * model.anchors().classes() + 1];
        anchors.clear();
        anchors.extend(encoded.core().filter(|&row| chance(row) >= CONSIDERED));
        if anchors.is_empty() {
            return;
        }
        encoded.paragraphs(paragraphs);
        let last = paragraphs.len() - 1;
        let mut runs = Vec::new();
        model.evidence().label(model, branched, paragraphs, anchors, encoder, |anchor, emissions| {
            if let Some(path) = best_path(model.evidence(), emissions, &OneClaim { anchor, last }, chain) {
                runs.push((anchor, path.labels));
            }
        });
        for (anchor, labels) in runs {
            let outside = |label: &u8| usize::from(*label) == OUTSIDE;
            let end = labels[anchor..].iter().position(outside).map_or(last, |length| anchor + length);
            let mut answers =
                model.verdict().probabilities(model, branched, anchor, anchor..end, encoder).into_iter();
            let place = |row: usize| encoded.pieces.spans()[encoded.piece_of(row)];
            self.list.push(Claim {
                evidence: place(anchor).join(place(end - 1)),
                target: targets(&labels, place),
                chance: chance(anchor),
                stances: answers.next().unwrap_or_default(),
                acts: answers.next().unwrap_or_default(),
            });
        }
    }
}

/// Runs of the target's labels.
fn targets(labels: &[u8], place: impl Fn(usize) -> Span) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut before = OUTSIDE;
    for (row, &label) in labels.iter().enumerate() {
        let label = usize::from(label);
        match spans.last_mut() {
            Some(run) if label == TARGET + 1 && before >= TARGET => *run = run.join(place(row)),
            _ if label >= TARGET => spans.push(place(row)),
            _ => {}
        }
        before = label;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_runs_that_begin_anew_at_their_begin_label() {
        let place = |row: usize| Span::new(row as u32, row as u32 + 1);
        assert_eq!(
            targets(&[0, 1, 2, 3, 3, 1, 2, 2], place),
            [Span::new(2, 5), Span::new(6, 7), Span::new(7, 8)]
        );
        assert_eq!(targets(&[0, 1, 1], place), []);
    }
}
