//! The output of a reading.

use crate::{Actor, Article, Event, Note, Position, Statement};

/// What the program knows of one article.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The article itself: every span below is a place in its text.
    pub article: Article,
    /// In text order of the first content span; an outer statement stands before those within it.
    pub statements: Vec<Statement>,
    /// Where the actors stand, in text order of the evidence.
    pub positions: Vec<Position>,
    /// What happened between them, in text order of the evidence.
    pub events: Vec<Event>,
    /// Who is named, or speaks: in the order of their numbers.
    pub actors: Vec<Actor>,
    /// What could not be read.
    pub notes: Vec<Note>,
}
