//! From vectors to words at which an event is told, and to what a whole text tells of.

use sayso_domain::{EventType, Quad};
use sayso_encoder::{Encoded, Scratch};

use crate::Anchor;

/// A piece is an anchor when an event is more likely there than not.
const TOLD: f32 = 0.5;

/// How sharply a text's score follows its highest piece, as in training.
const SHARPNESS: f64 = 4.0;

/// Gathers anchors, window by window while the encoder goes over the text.
#[derive(Debug, Default)]
pub struct Anchors {
    list: Vec<Anchor>,
    scores: Vec<f32>,
}

impl Anchors {
    /// Adds those of a window. Windows come in text order, each once.
    pub fn look(&mut self, encoded: &Encoded<'_>, encoder: &mut Scratch) {
        let Encoded { model, branched, .. } = *encoded;
        model.events().probabilities(model, branched, encoder, &mut self.scores);
        let classes = model.events().classes();
        for row in encoded.core() {
            let [none, types @ ..] = &self.scores[row * classes..(row + 1) * classes] else { continue };
            if 1.0 - none < TOLD {
                continue;
            }
            let best = (1..types.len()).fold(0, |best, k| if types[k] > types[best] { k } else { best });
            if let Some(&kind) = EventType::ALL.get(best) {
                let span = encoded.pieces.spans()[encoded.piece_of(row)];
                self.list.push(Anchor { span, kind, probability: 1.0 - none });
            }
        }
    }

    /// What was found, in text order.
    pub fn finish(self) -> Vec<Anchor> {
        self.list
    }
}

/// What a short text as a whole tells of: the smooth maximum over its pieces for each type, the mean for none.
#[derive(Debug, Default)]
pub struct Votes {
    types: [f64; 16],
    none: f64,
    pieces: usize,
    scores: Vec<f32>,
}

impl Votes {
    /// Adds a window's pieces. Windows come in text order, each once.
    pub fn look(&mut self, encoded: &Encoded<'_>, encoder: &mut Scratch) {
        let Encoded { model, branched, .. } = *encoded;
        model.events().scores(model, branched, encoder, &mut self.scores);
        let classes = model.events().classes();
        for row in encoded.core() {
            let [none, types @ ..] = &self.scores[row * classes..(row + 1) * classes] else { continue };
            self.none += f64::from(*none);
            self.pieces += 1;
            for (sum, score) in self.types.iter_mut().zip(types) {
                *sum += (SHARPNESS * f64::from(*score)).exp();
            }
        }
    }

    /// The class of the likeliest events; none where no event is likelier, if `none_possible`, or there are no words.
    pub fn quad(&self, none_possible: bool) -> Option<Quad> {
        if self.pieces == 0 {
            return None;
        }
        // A class's score is the logarithm of the sum over its types.
        let weight = |kind: EventType| self.types[kind as usize].powf(1.0 / SHARPNESS);
        let quads = [
            Quad::VerbalCooperation,
            Quad::MaterialCooperation,
            Quad::VerbalConflict,
            Quad::MaterialConflict,
        ];
        let of = |quad: Quad| -> f64 {
            EventType::ALL.into_iter().filter(|kind| kind.quad() == quad).map(weight).sum()
        };
        let best = quads.into_iter().reduce(|a, b| if of(b) > of(a) { b } else { a })?;
        let none = (self.none / self.pieces as f64).exp();
        (!none_possible || of(best) >= none).then_some(best)
    }
}
