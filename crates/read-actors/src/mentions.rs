//! What the encoder sees of people, organisations and places: names, mentions, and which may mean the same.

use std::collections::VecDeque;

use sayso_encoder::{Anchor, Encoded, Relation, Scratch, TagRoom};
use sayso_gazetteer::Known;
use sayso_text::{Segments, Span, Text};

use crate::chunk::{CLASSES, Class, class_of, distance_bucket, folded_words, match_of, pronoun};
use crate::names;
use crate::resolve::Page;

/// A flat name: one that stands in no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its words, without titles.
    pub span: Span,
    /// What sort of name.
    pub kind: NameKind,
}

/// What sort of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A party, government, company, outlet.
    Organisation,
    /// A state, city, river.
    Place,
    /// An event, work, people, law.
    Other,
}

const NAME_KINDS: [NameKind; 4] =
    [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Other];

/// A mention without what follows its head and without what smaller mentions take of it.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    pub(crate) span: Span,
    pub(crate) kind: ChunkKind,
    pub(crate) class: Class,
    pub(crate) words: Vec<String>,
    /// Earlier chunks that it may refer to, the likeliest first, with the score over having none.
    pub(crate) antecedents: Vec<(u32, f32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    Person,
    Organisation,
    Place,
    Other,
}

const CHUNK_KINDS: [ChunkKind; 4] =
    [ChunkKind::Person, ChunkKind::Organisation, ChunkKind::Place, ChunkKind::Other];

/// Names and mentions of a text, gathered window by window while the encoder goes over it.
#[derive(Debug, Default)]
pub struct Mentions {
    pub(crate) names: Vec<Name>,
    pub(crate) chunks: Vec<Chunk>,
    recent: VecDeque<Recent>,
}

/// What is kept of a chunk for the links of later ones.
#[derive(Debug)]
struct Recent {
    chunk: u32,
    piece: usize,
    paragraph: u32,
    inside: bool,
    anchor: Anchor,
}

/// Buffers for one thread, kept from article to article.
#[derive(Default)]
pub struct MentionScratch {
    room: TagRoom,
}

/// Least probability of a tagged name.
const SURE: f32 = 0.6;
/// How many chunks back a link may reach.
const REACH: usize = 200;
/// How many antecedents are kept for a chunk.
const KEPT: usize = 12;

impl Mentions {
    /// Adds those of a window. Windows come in text order, each once.
    pub fn look(
        &mut self,
        text: &Text,
        encoded: &Encoded<'_>,
        encoder: &mut Scratch,
        scratch: &mut MentionScratch,
    ) {
        let Encoded { model, pieces, branched: vectors, .. } = *encoded;
        let span = |first: usize, last: usize| {
            pieces.spans()[encoded.piece_of(first)].join(pieces.spans()[encoded.piece_of(last - 1)])
        };
        model.names().runs(model, vectors, encoded.core(), encoder, &mut scratch.room, |run| {
            if run.probability < SURE {
                return;
            }
            let kind = NAME_KINDS.get(run.kind).copied().unwrap_or(NameKind::Other);
            self.names.push(Name { span: span(run.first, run.last), kind });
        });
        let mut runs: Vec<(Span, ChunkKind)> = Vec::new();
        model.mentions().runs(model, vectors, encoded.core(), encoder, &mut scratch.room, |run| {
            runs.push((
                span(run.first, run.last),
                CHUNK_KINDS.get(run.kind).copied().unwrap_or(ChunkKind::Other),
            ));
        });
        runs.iter_mut().for_each(|(place, _)| *place = whole_words(text, *place));
        runs.dedup_by(|later, earlier| later.0.overlaps(earlier.0));
        runs.retain(|(place, _)| may_refer(text.slice(*place)));
        // A pronoun is a mention whether the head sees it or not.
        for row in encoded.core() {
            let place = span(row, row + 1);
            let kind = match pronoun(text.slice(place)) {
                Some(Class::I | Class::We | Class::You | Class::He | Class::She | Class::They) => {
                    ChunkKind::Person
                }
                Some(Class::It) => ChunkKind::Other,
                Some(Class::OtherPronoun) if is_relative(text.slice(place)) => ChunkKind::Other,
                _ => continue,
            };
            let at = runs.partition_point(|(run, _)| run.end() <= place.start());
            if runs.get(at).is_none_or(|(run, _)| !run.overlaps(place)) && is_word(text, place) {
                runs.insert(at, (place, kind));
            }
        }
        for (place, kind) in runs {
            self.add(text, encoded, encoder, place, kind, is_anaphor);
        }
    }

    /// Adds a chunk that stands in a window's core.
    pub(crate) fn add(
        &mut self,
        text: &Text,
        encoded: &Encoded<'_>,
        encoder: &mut Scratch,
        span: Span,
        kind: ChunkKind,
        is_anaphor: impl Fn(&Chunk) -> bool,
    ) {
        let Encoded { model, pieces, branched: vectors, window, .. } = *encoded;
        let last = last_word(text, span);
        let piece = pieces
            .spans()
            .partition_point(|piece| piece.start() < last)
            .clamp(window.core_first, window.core_last - 1);
        let recent = Recent {
            chunk: self.chunks.len() as u32,
            piece,
            paragraph: pieces.paragraphs()[piece],
            inside: pieces.marks()[piece].is_inside(),
            anchor: model.links().anchor(model, vectors.row(encoded.row_of(piece)), encoder),
        };
        let words = folded_words(text.slice(span));
        let class = class_of(text.slice(span), &words);
        let mut chunk = Chunk { span, kind, class, words, antecedents: Vec::new() };
        if is_anaphor(&chunk) {
            chunk.antecedents = self.antecedents(&chunk, &recent, encoded);
        }
        self.chunks.push(chunk);
        self.recent.push_back(recent);
        if self.recent.len() > REACH {
            self.recent.pop_front();
        }
    }

    /// The names of the text that was looked at, in text order: those tagged, and those that the list of what is known
    /// and the mentions add.
    pub fn names(mut self, text: &Text, segments: &Segments, known: &Known) -> Vec<Name> {
        names::complete(
            Page { text, day: None, segments, furniture: &[], known },
            &mut self.names,
            &self.chunks,
            &[],
        );
        self.names
    }

    /// Pronouns of no kind of their own pass on what they refer to.
    fn may_be_meant(&self, chunk: usize) -> bool {
        let Chunk { kind, class, .. } = &self.chunks[chunk];
        *kind != ChunkKind::Other || *class == Class::It
    }

    fn antecedents(&self, chunk: &Chunk, at: &Recent, encoded: &Encoded<'_>) -> Vec<(u32, f32)> {
        let links = encoded.model.links();
        let mut scored: Vec<(u32, f32)> = self
            .recent
            .iter()
            .filter(|earlier| self.may_be_meant(earlier.chunk as usize))
            .map(|earlier| {
                let before = &self.chunks[earlier.chunk as usize];
                let relation: Relation = [
                    match_of(
                        (chunk.class, &chunk.words),
                        (before.class, &before.words),
                        before.span.overlaps(chunk.span),
                    ),
                    chunk.class as u16 * CLASSES + before.class as u16,
                    distance_bucket(at.piece - earlier.piece),
                    (at.paragraph - earlier.paragraph).min(2) as u16,
                    u16::from(at.inside) * 2 + u16::from(earlier.inside),
                ];
                (earlier.chunk, links.score(&at.anchor, &earlier.anchor, relation))
            })
            .collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        scored.truncate(KEPT);
        scored
    }
}

/// Whether it matters whom a chunk refers back to: pronouns and descriptions of people, organisations and states, and
/// single names, which several may bear.
fn is_anaphor(chunk: &Chunk) -> bool {
    match chunk.class {
        Class::I | Class::You => false,
        Class::We | Class::He | Class::She | Class::It | Class::They | Class::OtherPronoun => true,
        Class::Name | Class::Definite | Class::Bare => chunk.kind != ChunkKind::Other,
        Class::Indefinite => false,
    }
}

/// A place, made longer so that it cuts no word.
fn whole_words(text: &Text, place: Span) -> Span {
    let (before, after) = (&text.as_str()[..place.start() as usize], &text.as_str()[place.end() as usize..]);
    let letters = |c: &char| c.is_alphanumeric();
    let start: usize = match text.slice(place).starts_with(char::is_alphanumeric) {
        true => before.chars().rev().take_while(letters).map(char::len_utf8).sum(),
        false => 0,
    };
    let end: usize = match text.slice(place).ends_with(char::is_alphanumeric) {
        true => after.chars().take_while(letters).map(char::len_utf8).sum(),
        false => 0,
    };
    Span::new(place.start() - start as u32, place.end() + end as u32)
}

/// Whether a phrase can stand for somebody: a pronoun, or one with a word in capitals or of more than three letters.
fn may_refer(phrase: &str) -> bool {
    const NEVER: [&str; 12] =
        ["would", "could", "should", "will", "than", "that", "then", "also", "with", "from", "into", "have"];
    let mut words = phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    pronoun(phrase).is_some()
        || words.any(|word| word.starts_with(char::is_uppercase) || word.len() > 3 && !NEVER.contains(&word))
}

pub(crate) fn is_relative(word: &str) -> bool {
    ["who", "which", "whom"].iter().any(|relative| relative.eq_ignore_ascii_case(word))
}

/// Whether a place is a whole word, not a part of one.
fn is_word(text: &Text, place: Span) -> bool {
    let (before, after) = (&text.as_str()[..place.start() as usize], &text.as_str()[place.end() as usize..]);
    !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
}

/// Where the last word of a place begins.
fn last_word(text: &Text, place: Span) -> u32 {
    let words = text.slice(place);
    let behind = words.rfind(|c: char| c.is_whitespace() || c == '\u{2014}');
    let skip = behind.map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8));
    place.start() + skip as u32
}
