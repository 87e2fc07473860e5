//! The judge: a network of its own that reads a short text and a target.

use std::fmt;
use std::ops::Range;

use crate::error::{ModelError, ModelErrorKind};
use crate::kernel::gelu;
use crate::linear::{Linear, Room};
use crate::model::{Model, Vectors};
use crate::points::soft_maximum;
use crate::transformer::{Buffers, Transformer};
use crate::verdict::with_mean;
use crate::weights::Weights;

/// The format this version reads; stands in the file's metadata under `format`.
const FORMAT: &str = "sayso-judge/1";

/// Rows of the mark embedding: neither, the marked place, the claim behind the text.
const MARKS: usize = 3;
const PLAIN: u8 = 0;
const PLACE: u8 = 1;
const CLAIM: u8 = 2;

/// A trained network that tells how a text stands to a place in it or to a claim. Its weight file holds no word
/// vectors and no vocabulary: it uses those of the [`Model`] that it was opened with. Read-only; share it between threads.
pub struct Judge {
    transformer: Transformer,
    hidden: Linear,
    place: Linear,
    claim: Linear,
    /// What scores are multiplied by before they become probabilities, for places and for claims.
    sharpness: [f32; 2],
    name: String,
}

/// Buffers for one thread, kept from text to text.
#[derive(Default)]
pub struct JudgeScratch {
    ids: Vec<u32>,
    marks: Vec<u8>,
    buffers: Buffers,
    vectors: Vectors,
    room: Room,
}

/// Classes of a place's judgement.
const PLACES: usize = 3;
/// Classes of a claim's.
const CLAIMS: usize = 4;

impl Judge {
    /// Reads a weight file.
    ///
    /// # Errors
    /// As [`Model::open`], and when the file does not fit the model.
    pub fn open(file: &[u8], model: &Model) -> Result<Judge, ModelError> {
        let weights = Weights::open(file)?;
        let format = weights.setting("format")?;
        if format != FORMAT {
            let message = format!("the judge's format is `{format}`, this version reads `{FORMAT}`");
            return Err(ModelError::new(ModelErrorKind::OtherFormat, message));
        }
        let transformer = Transformer::load_with(&weights, MARKS, model.words())?;
        let width = transformer.width();
        let [inner, _] = weights.shape("hidden.weight")?;
        let sharpness = weights.floats("sharpness", &[2])?;
        Ok(Judge {
            hidden: Linear::load(&weights, "hidden", [inner, 2 * width])?,
            place: Linear::load(&weights, "place", [PLACES, inner])?,
            claim: Linear::load(&weights, "claim", [CLAIMS, inner])?,
            sharpness: [sharpness[0], sharpness[1]],
            name: weights.setting("name")?.to_string(),
            transformer,
        })
    }

    /// The judge's name and version.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Probabilities that the text speaks against, neutrally or in favour of what stands at `place` (bytes).
    ///
    /// Of a text that is too long the stretch around the place is read.
    pub fn place(
        &self,
        model: &Model,
        text: &str,
        place: Range<usize>,
        scratch: &mut JudgeScratch,
    ) -> [f32; PLACES] {
        let room = self.transformer.longest() - 2;
        scratch.ids.clear();
        scratch.marks.clear();
        model.vocabulary().cut(text, |id, start, end, _| {
            scratch.ids.push(id);
            scratch.marks.push(if start < place.end && end > place.start { PLACE } else { PLAIN });
        });
        let first = scratch.marks.iter().position(|&mark| mark == PLACE).unwrap_or(0);
        let last = scratch.marks.iter().rposition(|&mark| mark == PLACE).unwrap_or(0);
        let kept = stretch(scratch.ids.len(), first..last + 1, room);
        scratch.ids.truncate(kept.end);
        scratch.marks.truncate(kept.end);
        scratch.ids.splice(..kept.start, [model.vocabulary().cls]);
        scratch.marks.splice(..kept.start, [PLAIN]);
        scratch.ids.push(model.vocabulary().sep);
        scratch.marks.push(PLAIN);
        self.answer(model, &self.place, self.sharpness[0], scratch)
    }

    /// Probabilities that the text speaks against, neutrally or in favour of `claim`, or of something else.
    ///
    /// Of a text that is too long the beginning is read.
    pub fn claim(&self, model: &Model, text: &str, claim: &str, scratch: &mut JudgeScratch) -> [f32; CLAIMS] {
        let longest = self.transformer.longest();
        let vocabulary = model.vocabulary();
        let JudgeScratch { ids, marks, .. } = scratch;
        let mut behind = Vec::new();
        vocabulary.cut(claim, |id, _, _, _| behind.push(id));
        behind.truncate(longest / 2);
        ids.clear();
        ids.push(vocabulary.cls);
        vocabulary.cut(text, |id, _, _, _| ids.push(id));
        ids.truncate(longest - 2 - behind.len());
        ids.push(vocabulary.sep);
        marks.clear();
        marks.resize(ids.len(), PLAIN);
        ids.extend(&behind);
        marks.resize(ids.len(), CLAIM);
        ids.push(vocabulary.sep);
        marks.push(PLAIN);
        self.answer(model, &self.claim, self.sharpness[1], scratch)
    }

    fn answer<const N: usize>(
        &self,
        model: &Model,
        last: &Linear,
        sharpness: f32,
        scratch: &mut JudgeScratch,
    ) -> [f32; N] {
        let JudgeScratch { ids, marks, buffers, vectors, room } = scratch;
        vectors.fill(self.transformer.width(), |rows| {
            self.transformer.run(model.level(), ids, marks, buffers, rows, &mut Vec::new());
        });
        let marked = |mark: &u8| *mark != PLAIN;
        let first = marks.iter().position(marked).unwrap_or(0);
        let run = first..marks.iter().rposition(marked).unwrap_or(first) + 1;
        let both = with_mean(vectors, 0, run);
        let (mut hidden, mut scores) = (Vec::new(), Vec::new());
        self.hidden.apply(model.level(), &both, room, &mut hidden);
        gelu(model.level(), &mut hidden);
        last.apply(model.level(), &hidden, room, &mut scores);
        scores.iter_mut().for_each(|score| *score *= sharpness);
        soft_maximum(&mut scores);
        std::array::from_fn(|k| scores[k])
    }
}

/// At most `room` places of `0..count` around `wanted`.
fn stretch(count: usize, wanted: Range<usize>, room: usize) -> Range<usize> {
    if count <= room {
        return 0..count;
    }
    let spare = room.saturating_sub(wanted.len()) / 2;
    let start = wanted.start.saturating_sub(spare).min(count - room);
    start..start + room
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_around_its_place() {
        assert_eq!(stretch(10, 3..4, 20), 0..10);
        assert_eq!(stretch(100, 50..52, 12), 45..57);
        assert_eq!(stretch(100, 0..2, 12), 0..12);
        assert_eq!(stretch(100, 98..100, 12), 88..100);
        assert_eq!(stretch(100, 10..60, 12), 10..22);
    }
}
