//! Where do they stand? The reader of positions.
//!
//! [`Claims`] gathers, window by window while the encoder goes over the text, what might be a position: words that show
//! one, words that name its target, and how likely each stance and act is. [`read_positions`] takes those and the
//! article's statements and actors, and gives every [`Position`]: whose it is, on what, for or against, in which words, and
//! under which condition.
//!
//! The path of the data: the branch's vectors → anchors, the first piece of the words that show a position → evidence and target
//! relative to each (`claims`) → one of those that lie on the same words (`choice`) → the statement that holds the words, and
//! through it the holder (`holding`) → a label (`label`) → condition and confidence.
//!
//! A position without a statement, or of a statement whose speaker is nobody, is left out, and so are words that only tell
//! that somebody did not speak (`silence`). Stance is relative to the label. A pure function: no I/O, no clock, no state, no failure.

mod choice;
mod claims;
mod confidence;
mod holding;
mod label;
mod silence;

use sayso_domain::{Act, Actor, Position, PositionId, Stance, Statement};
use sayso_encoder::Model;
use sayso_text::{Segments, Span, Text};

use confidence::Scale;

pub use claims::{Claim, ClaimScratch, Claims};

/// An article, as far as it has been read.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The words.
    pub text: &'a Text,
    /// Sentences and tokens.
    pub segments: &'a Segments,
    /// Page furniture, in text order: what has its evidence there is no position.
    pub furniture: &'a [Span],
    /// Who says what, in the order of their numbers.
    pub statements: &'a [Statement],
    /// In the order of their numbers.
    pub actors: &'a [Actor],
}

/// Every position of a text, in text order of the evidence. `claims` has looked at every window.
///
/// `judge` gives probabilities that some words speak against a phrase, neutrally, in favour, or of something else; where
/// it gives none, the stance is what the claim's own vectors tell.
pub fn read_positions(
    page: Page<'_>,
    model: &Model,
    claims: Claims,
    judge: impl FnMut(&str, &str) -> Option<[f32; 4]>,
) -> Vec<Position> {
    positions(page, &Scale::of(model), claims, judge)
}

fn positions(
    page: Page<'_>,
    scale: &Scale<'_>,
    claims: Claims,
    mut judge: impl FnMut(&str, &str) -> Option<[f32; 4]>,
) -> Vec<Position> {
    let Page { text, segments, furniture, statements, actors } = page;
    let mut positions = Vec::new();
    let mut before: Option<label::Before> = None;
    for claim in choice::best(text, claims.list, scale.least()) {
        if furniture.iter().any(|f| f.overlaps(claim.evidence)) {
            continue;
        }
        let Some(held) = holding::held(statements, actors, claim.evidence) else { continue };
        let statement = &statements[held.statement];
        if silence::is_of_silence(text, segments, statement)
            || silence::shows_silence(text, segments, claim.evidence)
        {
            continue;
        }
        let (target, is_named) = label::target(text, segments, actors, &claim, before.as_ref());
        // Towards its own words every claim is in favour.
        let judged = if is_named { judge(text.slice(claim.evidence), &target.label) } else { None };
        if let Some(sentence) = segments.sentence_at(claim.evidence.start()).filter(|_| is_named) {
            before = Some(label::Before { target: target.clone(), sentence });
        }
        let (stance, certain) = highest(&stances(&claim.stances, judged), Stance::ALL);
        positions.push(Position {
            id: PositionId(0),
            statement: statement.id,
            holder: held.holder,
            alleged: held.alleged,
            target,
            stance,
            act: highest(&claim.acts, Act::ALL).0,
            condition: condition(segments, statement, claim.evidence),
            evidence: vec![claim.evidence],
            confidence: scale.confidence(claim.chance * certain, statement.confidence),
        });
    }
    positions.sort_by_key(|position| (position.evidence[0].start(), position.evidence[0].end()));
    for (number, position) in positions.iter_mut().enumerate() {
        position.id = PositionId(number as u32);
    }
    positions
}

/// Probabilities of the stances, in [`Stance::ALL`]'s order: what the vectors tell and what the judge tells, by their
/// shares.
fn stances(own: &[f32], judged: Option<[f32; 4]>) -> Vec<f32> {
    let Some([against, neutral, favor, _]) = judged else { return own.to_vec() };
    let related = (against + neutral + favor).max(f32::MIN_POSITIVE);
    let judged = [favor / related, against / related, neutral / related];
    own.iter().zip(judged).map(|(own, judged)| (1.0 - JUDGED) * own + JUDGED * judged).collect()
}

/// Share of the judge in a stance.
const JUDGED: f32 = 0.75;

/// The answer with the highest probability; ties go to the earlier one.
fn highest<T: Copy, const N: usize>(probabilities: &[f32], answers: [T; N]) -> (T, f32) {
    let best = (1..probabilities.len().min(N))
        .fold(0, |best, k| if probabilities[k] > probabilities[best] { k } else { best });
    (answers[best], probabilities.get(best).copied().unwrap_or_default())
}

/// The statement's conditions in the sentences of the evidence.
fn condition(segments: &Segments, statement: &Statement, evidence: Span) -> Vec<Span> {
    let sentences = segments.sentences_in(evidence);
    let near = |span: &&Span| {
        segments.sentence_at(span.start()).is_some_and(|sentence| sentences.contains(&sentence))
    };
    statement.modality.conditional.iter().filter(near).copied().collect()
}

#[cfg(test)]
mod tests;
