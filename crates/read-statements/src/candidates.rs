//! From an article to possible statements, one a cue.

use sayso_encoder::{ChainRoom, Encoded, Path, Scratch, best_path};
use sayso_text::Span;

use crate::confidence::Settings;
use crate::roles::{BEGIN_CONTENT, BEGIN_CUE, BEGIN_SOURCE, OneStatement};

/// Buffers for one thread, kept from article to article.
#[derive(Default)]
pub struct ReaderScratch {
    probabilities: Vec<f32>,
    chain: ChainRoom,
    paragraphs: Vec<u32>,
    cues: Vec<usize>,
}

/// What might be a statement.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    /// Probability that a statement of the article itself begins its cue here.
    pub(crate) outer: f32,
    /// Probability that a statement within another's content does.
    pub(crate) inner: f32,
    /// Probability of the roles, given the cue.
    pub(crate) path: f32,
}

impl Candidate {
    /// Probability that there is a statement at all.
    pub(crate) fn chance(&self) -> f32 {
        self.outer + self.inner
    }
}

/// Classes of the cue head that are statements.
const OUTER: usize = 1;
const INNER: usize = 2;

/// What might be statements, gathered window by window while the encoder goes over the text.
#[derive(Debug, Default)]
pub struct Candidates {
    pub(crate) list: Vec<Candidate>,
}

impl Candidates {
    /// Adds those of a window. Windows come in text order, each once.
    pub fn look(&mut self, encoded: &Encoded<'_>, encoder: &mut Scratch, scratch: &mut ReaderScratch) {
        let Encoded { model, vectors, .. } = *encoded;
        let ReaderScratch { probabilities, chain, paragraphs, cues } = scratch;
        model.cues().probabilities(model, vectors, encoder, probabilities);
        let chance = |row: usize, class: usize| probabilities[row * model.cues().classes() + class];
        let considered = Settings::of(model).considered();
        cues.clear();
        cues.extend(encoded.core().filter(|&row| chance(row, OUTER) + chance(row, INNER) >= considered));
        if cues.is_empty() {
            return;
        }
        encoded.paragraphs(paragraphs);
        let last = paragraphs.len() - 1;
        model.roles().label(model, vectors, paragraphs, cues, encoder, |cue, emissions| {
            let Some(path) = best_path(model.roles(), emissions, &OneStatement { cue, last }, chain) else {
                return;
            };
            let spans = |begin| spans_of(&path, begin, encoded);
            self.list.push(Candidate {
                source: spans(BEGIN_SOURCE),
                cue: spans(BEGIN_CUE),
                content: spans(BEGIN_CONTENT),
                outer: chance(cue, OUTER),
                inner: chance(cue, INNER),
                path: path.probability,
            });
        });
    }
}

/// Runs of `begin` and the label after it, which continues it.
fn spans_of(path: &Path, begin: usize, encoded: &Encoded<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (row, &label) in path.labels.iter().enumerate() {
        let label = label as usize;
        if label != begin && label != begin + 1 {
            continue;
        }
        let span = encoded.pieces.spans()[encoded.piece_of(row)];
        match spans.last_mut() {
            Some(run) if label == begin + 1 => *run = run.join(span),
            _ => spans.push(span),
        }
    }
    spans
}
