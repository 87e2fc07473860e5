//! Who is speaking, and for whom? The reader of actors.
//!
//! [`Mentions`] looks at each window of the one encoder pass and gathers names, mentions of people, organisations and
//! places, and learned links between them. [`Cast`] makes of them everybody whom the article names or has speak, tells
//! the speaker of each statement and, once it is known when each was said, for whom they spoke; [`Cast::actors`] gives
//! the article's list of [`Actor`]s.
//!
//! The path of the data: names and mentions (`mentions`, `chunk`, `names`) → whom each means (`resolve`, `entities`; what the
//! words around a name tell is read by `describe`) → the speaker of each source (`speakers`) → records (`records`).
//!
//! What the article says of somebody wins over the list of office holders ([`Known`]), which is asked by name and by
//! the statement's day. A pure function: no I/O, no clock, no state, no failure. What it cannot tell is none: a source
//! that means nobody whom the text knows gives a note, not the nearest name.
//!
//! Known weaknesses: two people of one surname are told apart by title, link and recency alone; descriptions that only
//! knowledge of the world resolves ("the New York businessman") stay somebody of their own.

mod chunk;
mod describe;
mod entities;
mod linking;
mod mentions;
mod names;
mod records;
mod resolve;
mod speakers;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod words;

use sayso_domain::{Actor, ActorKind, Article, Note, NoteCode, Statement};
use sayso_gazetteer::Known;
use sayso_text::{Segments, Span};

pub use linking::Chains;
pub use mentions::{MentionScratch, Mentions, Name, NameKind};
pub use resolve::Cast;

use crate::resolve::{Page, resolve};
use crate::speakers::Speaker;

/// Who speaks in a statement, as [`Cast::speakers`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeakerView {
    /// The same number for the same actor.
    pub number: u32,
    /// Whether the actor is a single human being.
    pub is_person: bool,
}

impl<'a> Cast<'a> {
    /// Everybody in an article. `mentions` has looked at every window of its text.
    pub fn of(
        article: &'a Article,
        segments: &'a Segments,
        known: &'a Known,
        mentions: Mentions,
        statements: &[Statement],
    ) -> Cast<'a> {
        let sources: Vec<Span> = statements.iter().flat_map(|statement| &statement.source).copied().collect();
        let mut cast = resolve(
            Page {
                text: &article.text,
                day: article.published,
                segments,
                furniture: &article.boilerplate,
                known,
            },
            mentions,
            &sources,
        );
        cast.speakers = cast.all_speakers(statements);
        cast
    }

    /// The speaker of each statement, where the text tells.
    pub fn speakers(&self) -> Vec<Option<SpeakerView>> {
        let view = |speaker: &Speaker| match *speaker {
            Speaker::Is(id) => {
                let is_person = self.entities.list[id].kind == ActorKind::Person;
                Some(SpeakerView { number: id as u32, is_person })
            }
            _ => None,
        };
        self.speakers.iter().map(view).collect()
    }

    /// The article's actors; fills in `speaker` and `speaks_for` of its statements, and notes sources that mean nobody.
    ///
    /// For whom somebody spoke is asked for the day of the statement: its `said_on`, else the day of publication.
    pub fn actors(
        mut self,
        article: &Article,
        statements: &mut [Statement],
        notes: &mut Vec<Note>,
    ) -> Vec<Actor> {
        let speakers = std::mem::take(&mut self.speakers);
        let mut roles = Vec::with_capacity(speakers.len());
        for (speaker, statement) in speakers.into_iter().zip(&*statements) {
            let day = statement.said_on.or(article.published);
            roles.push(match speaker {
                Speaker::Is(id) => (Some(id), self.speaks_for(id, day)),
                Speaker::Nobody(span) => {
                    let words = article.text.slice(span);
                    let message = format!("whom \"{words}\" means does not appear in the text");
                    notes.push(Note { span: Some(span), ..Note::new(NoteCode::NoSpeaker, message) });
                    (None, None)
                }
                Speaker::Unnamed => (None, None),
            });
        }
        let (actors, numbers) = records::records(&self.entities, &roles, article);
        for ((speaker, speaks_for), statement) in roles.into_iter().zip(statements) {
            statement.speaker = speaker.and_then(|id| numbers[id]);
            statement.speaks_for = speaks_for.and_then(|id| numbers[id]);
        }
        actors
    }
}
