//! Coreference over mentions that somebody else marked: for scoring the links by themselves.

use sayso_encoder::{Encoded, Scratch};
use sayso_text::{Span, Text};

use crate::mentions::{ChunkKind, Mentions};

/// Joins given mentions into chains, window by window while the encoder goes over the text.
#[derive(Debug)]
pub struct Chains {
    given: Vec<Span>,
    next: usize,
    mentions: Mentions,
}

impl Chains {
    /// Over mentions that are cut off behind their head word ("the minister" of "the minister in charge"), sorted.
    pub fn new(mut given: Vec<Span>) -> Chains {
        given.sort_unstable();
        Chains { given, next: 0, mentions: Mentions::default() }
    }

    /// Adds those of a window. Windows come in text order, each once.
    pub fn look(&mut self, text: &Text, encoded: &Encoded<'_>, encoder: &mut Scratch) {
        let end = encoded.pieces.spans()[encoded.window.core_last - 1].end();
        while let Some(&span) = self.given.get(self.next).filter(|span| span.start() < end) {
            self.mentions.add(text, encoded, encoder, span, ChunkKind::Person, |_| true);
            self.next += 1;
        }
    }

    /// The mentions in text order, each with the number of its chain; a chain's number is that of its first mention.
    pub fn finish(self) -> Vec<(Span, usize)> {
        let mut chains: Vec<usize> = Vec::with_capacity(self.given.len());
        for (number, chunk) in self.mentions.chunks.iter().enumerate() {
            let linked = chunk.antecedents.first().filter(|(_, score)| *score > 0.0);
            chains.push(linked.map_or(number, |&(earlier, _)| chains[earlier as usize]));
        }
        self.mentions.chunks.iter().map(|chunk| chunk.span).zip(chains).collect()
    }
}
