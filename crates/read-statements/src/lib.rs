//! Who says what? The reader of statements.
//!
//! [`read_statements`] takes an article's words, its quotation marks and a trained [`Model`], and gives every
//! [`Statement`]: source, cue and content, each statement within the one whose content holds it.
//!
//! The path of the data: the encoder's vectors, window by window → cues (`candidates`) → for each cue its own source and
//! content, by constrained decoding (`roles`) → the annotation guide's conventions (`conventions`) → a set in which any two
//! statements are apart or nested (`nesting`, `scope`) → kind (`kind`), modality (`modality`) and calibrated confidence
//! (`confidence`).
//!
//! A pure function: no I/O, no clock, no state, no failure. The same article and model give the same statements on any
//! processor and for any number of threads.
//!
//! Known weaknesses: a cue whose source or content lies beyond its window (some 250 wordpieces) loses it; two
//! statements that begin with the very same cue word are read as one.

mod candidates;
mod confidence;
mod conventions;
mod kind;
mod modality;
mod nesting;
mod roles;
mod scope;
mod words;

use sayso_domain::{Statement, StatementId};
use sayso_encoder::Model;
use sayso_text::{Quotes, Segments, Span, Text};

pub use candidates::{Candidates, ReaderScratch};

/// Every statement of a text, in text order of the first content span; an outer one before those within it.
///
/// `candidates` has looked at every window of the text. What has all of its content in `furniture` (page furniture,
/// in text order) is no statement.
///
/// ```no_run
/// # fn model() -> sayso_encoder::Model { unimplemented!() }
/// use sayso_encoder::{Pass, Quoting};
/// use sayso_read_statements::{Candidates, ReaderScratch, read_statements};
/// use sayso_text::{Quotes, Segments, Text};
///
/// let (model, text) = (model(), Text::new("The talks failed, the minister said."));
/// let (mut candidates, mut scratch) = (Candidates::default(), ReaderScratch::default());
/// let pieces = model.pieces(text.as_str(), |_| Quoting::Outside);
/// model.read(&pieces, &mut Pass::default(), |window, encoder| candidates.look(window, encoder, &mut scratch));
/// let (segments, quotes) = (Segments::of(&text), Quotes::of(&text));
/// let statements = read_statements(&text, &segments, &quotes, &[], &model, candidates);
/// assert_eq!(text.slice(statements[0].content[0]), "The talks failed");
/// ```
pub fn read_statements(
    text: &Text,
    segments: &Segments,
    quotes: &Quotes,
    furniture: &[Span],
    model: &Model,
    candidates: Candidates,
) -> Vec<Statement> {
    let settings = confidence::Settings::of(model);
    let mut candidates = candidates.list;
    candidates.retain(|c| !c.content.iter().all(|span| furniture.iter().any(|f| f.contains(*span))));
    for candidate in &mut candidates {
        conventions::trim(text, segments, candidate);
    }
    conventions::join_continuations(text, segments, &mut candidates);
    let placed = nesting::resolve(text, segments, candidates, &settings);
    let mut statements: Vec<Statement> = placed
        .into_iter()
        .enumerate()
        .map(|(number, placed)| Statement {
            id: StatementId(number as u32),
            kind: sayso_domain::Kind::Indirect,
            modality: modality::modality(text, segments, &placed.candidate),
            confidence: settings.confidence(placed.candidate.chance(), placed.candidate.path),
            source: placed.candidate.source,
            cue: placed.candidate.cue,
            content: placed.candidate.content,
            within: placed.within.map(|parent| StatementId(parent as u32)),
            speaker: None,
            speaks_for: None,
            said_on: None,
        })
        .collect();
    kind::assign(text, quotes, &mut statements);
    statements
}
