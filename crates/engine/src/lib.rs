//! Article in, reading out.
//!
//! [`read`] is a pure function of an article and a [`Model`]: no files, no network, no clock, and no failure. What
//! could not be read stands in the reading's notes. The order of the readers is the body of that one function.

use sayso_domain::{Article, Note, NoteCode, Quad, Reading, Statement};
use sayso_encoder::{Pass, Pieces, Quoting};
use sayso_read_actors::{Cast, Chains, MentionScratch, Mentions, SpeakerView};
use sayso_read_dates::{StatementView, read_dates, said_on};
use sayso_read_events::{Anchors, DateView, Votes, read_events, triggers};
use sayso_read_positions::{ClaimScratch, Claims, Page, read_positions};
use sayso_read_statements::{Candidates, ReaderScratch, read_statements};
use sayso_text::{QuoteState, Quotes, Segments, Span, Text};

pub use sayso_encoder::{Judge, JudgeScratch, Level, Model, ModelError, ModelErrorKind};
pub use sayso_gazetteer::Known;
pub use sayso_read_actors::{Name, NameKind};

/// What the readers know before they read: the trained network, and who is known.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge<'a> {
    /// The trained network.
    pub model: &'a Model,
    /// Tells the stance of a position's words towards its target; without it the network's own guess stands.
    pub judge: Option<&'a Judge>,
    /// States, organisations, people and their offices.
    pub known: &'a Known,
}

/// Buffers for one thread, kept from article to article; they carry nothing over.
#[derive(Default)]
pub struct Scratch {
    pass: Pass,
    statements: ReaderScratch,
    mentions: MentionScratch,
    claims: ClaimScratch,
    judge: JudgeScratch,
}

/// Reads one article.
///
/// `notes` are those that its source left; they stand first in the reading's. An article that its source knows to be
/// in another language than English is given back unread, with a note.
pub fn read(article: Article, notes: Vec<Note>, knowledge: Knowledge<'_>, scratch: &mut Scratch) -> Reading {
    let mut reading = Reading {
        article,
        statements: Vec::new(),
        positions: vec![],
        events: vec![],
        actors: Vec::new(),
        notes,
    };
    if let Some(note) = unreadable(&reading.article) {
        if !reading.notes.iter().any(|n| n.code == note.code) {
            reading.notes.push(note);
        }
        return reading;
    }
    let Knowledge { model, judge, known } = knowledge;
    let text = &reading.article.text;
    let segments = Segments::of(text);
    let quotes = Quotes::of(text);
    let pieces = pieces(text, &quotes, model);
    let (mut candidates, mut mentions) = (Candidates::default(), Mentions::default());
    let (mut claims, mut anchors) = (Claims::default(), Anchors::default());
    model.read(&pieces, &mut scratch.pass, |window, encoder| {
        candidates.look(window, encoder, &mut scratch.statements);
        claims.look(window, encoder, &mut scratch.claims);
        anchors.look(window, encoder);
        mentions.look(text, window, encoder, &mut scratch.mentions);
    });
    let furniture = &reading.article.boilerplate;
    reading.statements = read_statements(text, &segments, &quotes, furniture, model, candidates);
    let cast = Cast::of(&reading.article, &segments, known, mentions, &reading.statements);
    let dates = read_dates(text, &segments, reading.article.published);
    let days = said_on(text, &segments, &dates, &views(&reading.statements, &cast.speakers()));
    let published = reading.article.published;
    for (statement, day) in reading.statements.iter_mut().zip(days) {
        // What the article tells of was not said after it.
        statement.said_on = day.filter(|day| published.is_none_or(|published| *day <= published));
    }
    reading.actors = cast.actors(&reading.article, &mut reading.statements, &mut reading.notes);
    let stances =
        |words: &str, label: &str| judge.map(|judge| judge.claim(model, words, label, &mut scratch.judge));
    let page = Page {
        text,
        segments: &segments,
        furniture,
        statements: &reading.statements,
        actors: &reading.actors,
    };
    reading.positions = read_positions(page, model, claims, stances);
    let days: Vec<DateView> =
        dates.iter().map(|date| DateView { span: date.span, when: date.when }).collect();
    let (statements, actors) = (&reading.statements, &reading.actors);
    let mut told = triggers(text, &segments);
    told.extend(anchors.finish());
    reading.events = read_events(text, &segments, told, statements, actors, &days, published);
    reading
}

/// What the reader of dates has to know of each statement.
fn views<'a>(statements: &'a [Statement], speakers: &[Option<SpeakerView>]) -> Vec<StatementView<'a>> {
    let view = |(statement, speaker): (&'a Statement, &Option<SpeakerView>)| StatementView {
        source: &statement.source,
        cue: &statement.cue,
        content: &statement.content,
        within: statement.within.map(|outer| outer.0 as usize),
        speaker: speaker.map(|speaker| speaker.number),
        is_person: speaker.is_some_and(|speaker| speaker.is_person),
        was_said: statement.modality.negated.is_empty() && statement.modality.future.is_empty(),
    };
    statements.iter().zip(speakers).map(view).collect()
}

/// The flat names of a text, in text order: one of the things that [`read`] goes by, on its own for scoring.
pub fn names(text: &Text, knowledge: Knowledge<'_>, scratch: &mut Scratch) -> Vec<Name> {
    let Knowledge { model, known, .. } = knowledge;
    let mut mentions = Mentions::default();
    let pieces = pieces(text, &Quotes::of(text), model);
    model.read(&pieces, &mut scratch.pass, |window, encoder| {
        mentions.look(text, window, encoder, &mut scratch.mentions);
    });
    mentions.names(text, &Segments::of(text), known)
}

/// PLOVER's class of what a short text tells of. None where it tells of no event, if `none_possible`; a text without
/// words never tells of one.
pub fn quad(text: &Text, none_possible: bool, model: &Model, scratch: &mut Scratch) -> Option<Quad> {
    let mut votes = Votes::default();
    let pieces = pieces(text, &Quotes::of(text), model);
    model.read(&pieces, &mut scratch.pass, |window, encoder| votes.look(window, encoder));
    votes.quad(none_possible)
}

/// Joins mentions that somebody else marked into chains, as [`read`] links its own; see [`Chains`].
pub fn chains(text: &Text, mentions: Vec<Span>, model: &Model, scratch: &mut Scratch) -> Vec<(Span, usize)> {
    let mut chains = Chains::new(mentions);
    let pieces = pieces(text, &Quotes::of(text), model);
    model.read(&pieces, &mut scratch.pass, |window, encoder| chains.look(text, window, encoder));
    chains.finish()
}

fn pieces(text: &Text, quotes: &Quotes, model: &Model) -> Pieces {
    let mut cursor = quotes.cursor();
    model.pieces(text.as_str(), |byte| match cursor.state_at(byte) {
        QuoteState::Outside => Quoting::Outside,
        QuoteState::Inside => Quoting::Inside,
        QuoteState::Mark => Quoting::Mark,
    })
}

fn unreadable(article: &Article) -> Option<Note> {
    if article.text.as_str().trim().is_empty() {
        return Some(Note::new(NoteCode::EmptyText, "the article has no words"));
    }
    let language = article.language.as_deref()?;
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    if primary.eq_ignore_ascii_case("en") {
        return None;
    }
    Some(Note::new(
        NoteCode::OtherLanguage,
        format!(
            "the article is in another language ({language}); the model reads English, so it was not read"
        ),
    ))
}
