//! From the promised shape back to the program's own nouns.
//!
//! A line may come from another program, so everything in it is checked: places lie in the text, ids name what is there,
//! words are of the lists they belong to. What is not so is refused with the field's name, never mended.

use std::collections::HashMap;
use std::fmt;

use sayso_domain::{
    Act, Actor, ActorId, ActorKind, Article, Date, Event, EventId, EventMode, EventStatus, EventType, Kind,
    Modality, Note, NoteCode, Position, PositionId, Reading, Span, Stance, Statement, StatementId, Target,
};
use sayso_text::{CodePoints, Text};

use crate::error::WireErrorKind;
use crate::{
    WireActor, WireArticle, WireError, WireEvent, WireModality, WireNote, WirePosition, WireReading,
    WireSpan, WireStatement,
};

type Back<T> = Result<T, WireError>;

/// What every part of a line refers to.
struct Around {
    code_points: CodePoints,
    actors: HashMap<String, ActorId>,
    statements: HashMap<String, StatementId>,
}

impl WireReading {
    /// The reading that this line tells of, with places in bytes. Numbers follow the order of the lists, so that a reading
    /// which was written and comes back has the ids that it had, as long as none was left out.
    ///
    /// # Errors
    /// When a place does not lie in the text (`statements[3].content: [90, 120] …`), an id names nothing, or a word is none
    /// of its list (`"stance": "maybe"`). The message names the field.
    ///
    /// ```
    /// let line = r#"{"schema":"sayso.reading/1","article":{"id":"a","text":"Rain fell.","boilerplate":[[0,4]]}}"#;
    /// let reading = sayso_wire::parse_reading(line).unwrap().into_reading().unwrap();
    /// assert_eq!(reading.article.text.slice(reading.article.boilerplate[0]), "Rain");
    ///
    /// let line = line.replace("[0,4]", "[0,40]");
    /// let error = sayso_wire::parse_reading(&line).unwrap().into_reading().unwrap_err();
    /// assert!(error.to_string().contains("article.boilerplate: [0, 40] is no place in a text of 10 characters"));
    /// ```
    pub fn into_reading(self) -> Result<Reading, WireError> {
        let text = Text::new(self.article.text.as_str());
        let around = Around {
            code_points: CodePoints::new(&text),
            actors: numbered(self.actors.iter().map(|actor| &actor.id), ActorId),
            statements: numbered(self.statements.iter().map(|statement| &statement.id), StatementId),
        };
        Ok(Reading {
            statements: each("statements", &self.statements, |at, s| around.statement(at, s))?,
            positions: each("positions", &self.positions, |at, p| around.position(at, p))?,
            events: each("events", &self.events, |at, e| around.event(at, e))?,
            actors: each("actors", &self.actors, |at, a| around.actor(at, a))?,
            notes: each("notes", &self.notes, |at, n| around.note(at, n))?,
            article: around.article(self.article, text)?,
        })
    }
}

fn numbered<'a, T>(ids: impl Iterator<Item = &'a String>, number: fn(u32) -> T) -> HashMap<String, T> {
    ids.zip(0..).map(|(id, at)| (id.clone(), number(at))).collect()
}

fn each<W, T>(list: &str, from: &[W], mut back: impl FnMut(Place<'_>, &W) -> Back<T>) -> Back<Vec<T>> {
    from.iter().enumerate().map(|(at, item)| back(Place { list, at: Some(at) }, item)).collect()
}

/// Which object of the line.
#[derive(Clone, Copy)]
struct Place<'a> {
    list: &'a str,
    at: Option<usize>,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "{}[{at}]", self.list),
            None => f.write_str(self.list),
        }
    }
}

fn wrong(place: Place<'_>, field: &str, what: impl fmt::Display) -> WireError {
    WireError::new(WireErrorKind::Value(format!("{place}.{field}: {what}")))
}

fn word<T>(place: Place<'_>, field: &str, word: &str, found: Option<T>) -> Back<T> {
    found.ok_or_else(|| wrong(place, field, format_args!("\"{word}\" is none of the words it may be")))
}

fn day(place: Place<'_>, field: &str, day: Option<&String>) -> Back<Option<Date>> {
    let read = |day: &String| {
        day.parse().map_err(|_| wrong(place, field, format_args!("\"{day}\" is no day (YYYY-MM-DD)")))
    };
    day.map(read).transpose()
}

impl Around {
    fn span(&self, place: Place<'_>, field: &str, span: WireSpan) -> Back<Span> {
        let (start, end) = (span.start(), span.end());
        self.code_points.span(start..end).filter(|span| !span.is_empty()).ok_or_else(|| {
            let length = self.code_points.len();
            wrong(place, field, format_args!("[{start}, {end}] is no place in a text of {length} characters"))
        })
    }

    fn spans(&self, place: Place<'_>, field: &str, spans: &[WireSpan]) -> Back<Vec<Span>> {
        spans.iter().map(|&span| self.span(place, field, span)).collect()
    }

    fn actor_id(&self, place: Place<'_>, field: &str, id: &str) -> Back<ActorId> {
        let found = self.actors.get(id).copied();
        found.ok_or_else(|| wrong(place, field, format_args!("there is no actor \"{id}\"")))
    }

    fn maybe_actor(&self, place: Place<'_>, field: &str, id: Option<&String>) -> Back<Option<ActorId>> {
        id.map(|id| self.actor_id(place, field, id)).transpose()
    }

    fn statement_id(&self, place: Place<'_>, field: &str, id: &str) -> Back<StatementId> {
        let found = self.statements.get(id).copied();
        found.ok_or_else(|| wrong(place, field, format_args!("there is no statement \"{id}\"")))
    }

    fn article(&self, article: WireArticle, text: Text) -> Back<Article> {
        let place = Place { list: "article", at: None };
        Ok(Article {
            published: day(place, "published", article.published.as_ref())?,
            boilerplate: self.spans(place, "boilerplate", &article.boilerplate)?,
            id: article.id,
            outlet: article.outlet,
            title: article.title,
            url: article.url,
            language: article.language,
            text,
        })
    }

    fn statement(&self, at: Place<'_>, statement: &WireStatement) -> Back<Statement> {
        if statement.content.is_empty() {
            return Err(wrong(at, "content", "is empty; a statement has words"));
        }
        let within = statement.within.as_ref().map(|id| self.statement_id(at, "within", id));
        Ok(Statement {
            id: StatementId(at.at.unwrap_or_default() as u32),
            kind: word(at, "kind", &statement.kind, Kind::named(&statement.kind))?,
            source: self.spans(at, "source", &statement.source)?,
            cue: self.spans(at, "cue", &statement.cue)?,
            content: self.spans(at, "content", &statement.content)?,
            within: within.transpose()?,
            speaker: self.maybe_actor(at, "speaker", statement.speaker.as_ref())?,
            speaks_for: self.maybe_actor(at, "speaks_for", statement.speaks_for.as_ref())?,
            said_on: day(at, "said_on", statement.said_on.as_ref())?,
            modality: self.modality(at, &statement.modality)?,
            confidence: statement.confidence as f32,
        })
    }

    fn modality(&self, at: Place<'_>, modality: &WireModality) -> Back<Modality> {
        Ok(Modality {
            negated: self.spans(at, "modality.negated_by", &modality.negated_by)?,
            conditional: self.spans(at, "modality.conditional", &modality.conditional)?,
            future: self.spans(at, "modality.future_by", &modality.future_by)?,
            question: self.spans(at, "modality.question_by", &modality.question_by)?,
        })
    }

    fn position(&self, at: Place<'_>, position: &WirePosition) -> Back<Position> {
        if position.evidence.is_empty() {
            return Err(wrong(at, "evidence", "is empty; a position has words"));
        }
        let target = &position.target;
        Ok(Position {
            id: PositionId(at.at.unwrap_or_default() as u32),
            statement: self.statement_id(at, "statement", &position.statement)?,
            holder: self.actor_id(at, "holder", &position.holder)?,
            alleged: position.alleged,
            target: Target {
                label: target.label.clone(),
                actor: self.maybe_actor(at, "target.actor", target.actor.as_ref())?,
                spans: self.spans(at, "target.spans", &target.spans)?,
            },
            stance: word(at, "stance", &position.stance, Stance::named(&position.stance))?,
            act: word(at, "act", &position.act, Act::named(&position.act))?,
            condition: self.spans(at, "condition", &position.condition)?,
            evidence: self.spans(at, "evidence", &position.evidence)?,
            confidence: position.confidence as f32,
        })
    }

    fn event(&self, at: Place<'_>, event: &WireEvent) -> Back<Event> {
        let actors = |field, ids: &[String]| -> Back<Vec<ActorId>> {
            ids.iter().map(|id| self.actor_id(at, field, id)).collect()
        };
        let mode = |name: &String| word(at, "mode", name, EventMode::named(name));
        Ok(Event {
            id: EventId(at.at.unwrap_or_default() as u32),
            kind: word(at, "type", &event.kind, EventType::named(&event.kind))?,
            mode: event.mode.as_ref().map(mode).transpose()?,
            status: word(at, "status", &event.status, EventStatus::named(&event.status))?,
            actors: actors("actors", &event.actors)?,
            recipients: actors("recipients", &event.recipients)?,
            date: day(at, "date", event.date.as_ref())?,
            place: event.place.clone(),
            evidence: self.spans(at, "evidence", &event.evidence)?,
        })
    }

    fn actor(&self, at: Place<'_>, actor: &WireActor) -> Back<Actor> {
        let state = |code: &String| {
            code.parse().map_err(|_| wrong(at, "state", format_args!("\"{code}\" is no code of a state")))
        };
        Ok(Actor {
            id: ActorId(at.at.unwrap_or_default() as u32),
            key: actor.key.clone(),
            name: actor.name.clone(),
            kind: word(at, "kind", &actor.kind, ActorKind::named(&actor.kind))?,
            state: actor.state.as_ref().map(state).transpose()?,
            role: actor.role.clone(),
            mentions: self.spans(at, "mentions", &actor.mentions)?,
        })
    }

    /// A code of a later version is kept in the message: what could not be read is never dropped.
    fn note(&self, at: Place<'_>, note: &WireNote) -> Back<Note> {
        let span = note.span.map(|span| self.span(at, "span", span)).transpose()?;
        Ok(match NoteCode::named(&note.code) {
            Some(code) => Note { code, message: note.message.clone(), span },
            None => Note { code: NoteCode::Other, message: format!("{}: {}", note.code, note.message), span },
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{parse_reading, write_reading};

    const LINE: &str = r#"{"schema":"sayso.reading/1","article":{"id":"a","outlet":"Wire","title":"É","published":"2015-09-20","url":null,"language":"en","text":"É fine, Ada said at the talks.","boilerplate":[]},"statements":[{"id":"s1","kind":"direct","source":[[8,11]],"cue":[[12,16]],"content":[[0,6]],"within":null,"speaker":"a1","speaks_for":"a2","said_on":"2015-09-19","modality":{"negated":false,"conditional":[],"future":false,"question":false,"negated_by":[],"future_by":[],"question_by":[]},"confidence":0.93}],"positions":[{"id":"p1","statement":"s1","holder":"a2","alleged":false,"target":{"label":"it","actor":null,"spans":[]},"stance":"favor","act":"assert","condition":[],"evidence":[[0,6]],"confidence":0.8}],"events":[{"id":"e1","type":"CONSULT","mode":"meet","status":"happened","actors":["a1","a2"],"recipients":[],"date":"2015-09-19","place":null,"evidence":[[20,29]]}],"actors":[{"id":"a1","key":"person:ada","name":"Ada","kind":"person","state":"GBR","role":"minister","mentions":[[8,11]]},{"id":"a2","key":"GBR","name":"United Kingdom","kind":"state","state":"GBR","role":null,"mentions":[]}],"notes":[{"code":"no-speaker","message":"nobody"}]}"#;

    #[test]
    fn what_was_written_comes_back() {
        let reading = parse_reading(LINE).unwrap().into_reading().unwrap();
        let mut line = Vec::new();
        write_reading(&reading, &mut line).unwrap();
        assert_eq!(String::from_utf8(line).unwrap().trim_end(), LINE);
    }

    #[track_caller]
    fn check_refused(from: &str, to: &str, message: &str) {
        assert!(LINE.contains(from));
        let line = LINE.replacen(from, to, 1);
        let error = parse_reading(&line).unwrap().into_reading().unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_field() {
        check_refused("\"favor\"", "\"maybe\"", "positions[0].stance: \"maybe\" is none of the words");
        check_refused(
            "\"holder\":\"a2\"",
            "\"holder\":\"a9\"",
            "positions[0].holder: there is no actor \"a9\"",
        );
        check_refused(
            "\"content\":[[0,6]]",
            "\"content\":[]",
            "statements[0].content: is empty; a statement has words",
        );
        check_refused(
            "[[20,29]]",
            "[[29,20]]",
            "events[0].evidence: [29, 20] is no place in a text of 30 characters",
        );
        check_refused("\"2015-09-20\"", "\"2015-13-20\"", "article.published: \"2015-13-20\" is no day");
        check_refused(
            "\"state\":\"GBR\",\"role\":\"m",
            "\"state\":\"gb\",\"role\":\"m",
            "actors[0].state: \"gb\"",
        );
    }

    #[test]
    fn a_note_of_a_later_version_is_kept() {
        let line = LINE.replace("no-speaker", "new-trouble");
        let reading = parse_reading(&line).unwrap().into_reading().unwrap();
        assert_eq!(reading.notes[0].message, "new-trouble: nobody");
    }
}
