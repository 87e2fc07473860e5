//! Article in, reading out.
//!
//! [`read`] is a pure function of an article and a [`Model`]: no files, no network, no clock, and no failure. What
//! could not be read stands in the reading's notes. The order of the readers is the body of that one function.

use sayso_domain::{Article, Note, NoteCode, Reading};
use sayso_read_statements::{ReaderScratch, read_statements};
use sayso_text::{Quotes, Segments};

pub use sayso_encoder::{Level, Model, ModelError, ModelErrorKind};

/// Buffers for one thread, kept from article to article; they carry nothing over.
#[derive(Default)]
pub struct Scratch {
    statements: ReaderScratch,
}

/// Reads one article.
///
/// `notes` are those that its source left; they stand first in the reading's. An article that its source knows to be
/// in another language than English is given back unread, with a note.
pub fn read(article: Article, notes: Vec<Note>, model: &Model, scratch: &mut Scratch) -> Reading {
    let mut reading = Reading { article, statements: Vec::new(), notes };
    if let Some(note) = unreadable(&reading.article) {
        if !reading.notes.iter().any(|n| n.code == note.code) {
            reading.notes.push(note);
        }
        return reading;
    }
    let text = &reading.article.text;
    let segments = Segments::of(text);
    let quotes = Quotes::of(text);
    let furniture = &reading.article.boilerplate;
    reading.statements = read_statements(text, &segments, &quotes, furniture, model, &mut scratch.statements);
    reading
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
