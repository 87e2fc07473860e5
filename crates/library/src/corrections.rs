//! Corrections, stored: made, listed, undone.

use std::collections::BTreeSet;

use sayso_domain::{Date, Reading, Span, Stance};
use sayso_text::CodePoints;

use crate::apply::{Edits, is_key, nearest};
use crate::correction::{Change, Correction, Field};
use crate::database::{Row, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::library::Library;
use crate::rows::{Terms, spans_of, spans_text};

const COLUMNS: &str = "id, field, article, first_place, last_place, subject, value_after, reason, made_at, made_by, value_before, undone_at, undone_by";

impl Library {
    /// Makes a correction: it is stored, and from now on wins over what the machine reads.
    ///
    /// # Errors
    /// When it makes no sense (no such article, no statement at that place, a stance that is none), with the reason; then
    /// nothing is stored.
    pub fn correct(&mut self, change: &Change, by: &str, now: i64, terms: &Terms<'_>) -> Result<Correction> {
        self.whole(|library| {
            let edits = library.edits()?;
            let before = library.before(change, &edits)?;
            let (first, last) = change.place.map_or((None, None), |(first, last)| (Some(i64::from(first)), Some(i64::from(last))));
            let rows = library.ask(
                "INSERT INTO corrections (made_at, made_by, field, article, first_place, last_place, subject, value_before, value_after, reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
                values![
                    now,
                    by,
                    change.field.as_str(),
                    change.article.clone(),
                    first,
                    last,
                    change.subject.clone(),
                    before.clone(),
                    change.after.clone(),
                    change.reason.clone(),
                ],
            )?;
            let id = rows[0].int(0)?;
            library.renew_after(change, terms)?;
            let (change, made_by) = (change.clone(), by.to_owned());
            Ok(Correction { id, change, made_at: now, made_by, before, undone: None })
        })
    }

    /// Takes a correction back. It stays on record as undone.
    ///
    /// # Errors
    /// When there is none of that number, or it was undone before.
    pub fn undo(&mut self, id: i64, by: &str, now: i64, terms: &Terms<'_>) -> Result<Correction> {
        self.whole(|library| {
            let rows =
                library.ask(&format!("SELECT {COLUMNS} FROM corrections WHERE id = $1"), values![id])?;
            let wrong = |why: &str| {
                LibraryError::new(
                    LibraryErrorKind::Wrong,
                    format!("{}: correction {id} {why}", library.place),
                )
            };
            let Some(row) = rows.first() else {
                return Err(wrong("does not exist; sayso correct --list shows those that do"));
            };
            let mut correction = correction(row)?;
            if correction.undone.is_some() {
                return Err(wrong("was undone before"));
            }
            library.database.run(
                "UPDATE corrections SET undone_at = $2, undone_by = $3 WHERE id = $1",
                values![id, now, by],
            )?;
            library.renew_after(&correction.change, terms)?;
            correction.undone = Some((now, by.to_owned()));
            Ok(correction)
        })
    }

    /// All corrections, oldest first, those that were undone included.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn corrections(&mut self) -> Result<Vec<Correction>> {
        let rows = self.ask(&format!("SELECT {COLUMNS} FROM corrections ORDER BY id"), &[])?;
        rows.iter().map(correction).collect()
    }

    /// The names of the articles in which a correction is in force, those of actors everywhere left aside.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn corrected(&mut self) -> Result<Vec<String>> {
        let rows = self.ask(
            "SELECT DISTINCT article FROM corrections WHERE undone_at IS NULL AND article IS NOT NULL ORDER BY article",
            &[],
        )?;
        rows.iter().map(|row| row.string(0)).collect()
    }

    /// What the machine read in an article, and what people made of it; none where it was not read.
    ///
    /// # Errors
    /// When there is no such article, or it is damaged.
    pub fn before_and_after(&mut self, article: &str) -> Result<Option<(Reading, Reading)>> {
        let id = self.article_id(article)?;
        let edits = self.edits()?;
        match self.machine_reading(id)? {
            Some(machine) => Ok(Some((machine, self.reading_with(id, &edits)?))),
            None => Ok(None),
        }
    }

    pub(crate) fn edits(&mut self) -> Result<Edits> {
        let rows =
            self.ask(&format!("SELECT {COLUMNS} FROM corrections WHERE undone_at IS NULL ORDER BY id"), &[])?;
        let corrections: Result<Vec<Correction>> = rows.iter().map(correction).collect();
        Ok(Edits::of(corrections?))
    }

    /// Makes the rows anew of every article whose rows a change touches.
    fn renew_after(&mut self, change: &Change, terms: &Terms<'_>) -> Result<()> {
        let edits = self.edits()?;
        let mut ids = BTreeSet::new();
        if let Some(article) = &change.article {
            ids.insert(self.article_id(article)?);
        } else {
            for key in change.subject.iter().chain(change.after.iter()) {
                let rows =
                    self.ask("SELECT article FROM appearances WHERE actor = $1", values![key.as_str()])?;
                for row in &rows {
                    ids.insert(row.int(0)?);
                }
            }
        }
        for id in ids {
            self.renew(id, &edits, terms)?;
        }
        self.changed()
    }

    /// What stands where the change is to be made.
    fn before(&mut self, change: &Change, edits: &Edits) -> Result<Option<String>> {
        check_value(change)?;
        let Some(name) = &change.article else { return self.actor_before(change) };
        let id = self.article_id(name)?;
        let reading = self.reading_with(id, edits)?;
        if let (Field::Split, Some(subject)) = (change.field, &change.subject) {
            let found = reading.actors.iter().any(|actor| actor.key.as_ref() == Some(subject));
            return match found {
                true => Ok(Some(subject.clone())),
                false => Err(wrong(format!("article `{name}` names nobody of the key `{subject}`"))),
            };
        }
        let Some((first, last)) = change.place else {
            return Err(wrong(format!("a correction of {} needs the place of its words", change.field)));
        };
        let code_points = CodePoints::new(&reading.article.text);
        let Some(place) = code_points.span(first..last).filter(|place| !place.is_empty()) else {
            return Err(wrong(format!(
                "[{first}, {last}] is no place in article `{name}`, which has {} characters",
                code_points.len()
            )));
        };
        value_at(&reading, change, place, &code_points)
    }

    fn actor_before(&mut self, change: &Change) -> Result<Option<String>> {
        let Some(subject) = change.subject.as_ref().filter(|_| change.field.has_subject()) else {
            return Err(wrong(format!("a correction of {} needs an article", change.field)));
        };
        let rows = self.ask(
            "SELECT name FROM appearances WHERE actor = $1 ORDER BY article LIMIT 1",
            values![subject.as_str()],
        )?;
        match rows.first() {
            Some(row) => {
                Ok(Some(if change.field == Field::Rename { row.string(0)? } else { subject.clone() }))
            }
            None => {
                Err(wrong(format!("nobody in this library has the key `{subject}`; sayso actors lists them")))
            }
        }
    }
}

fn wrong(message: String) -> LibraryError {
    LibraryError::new(LibraryErrorKind::Wrong, message)
}

fn check_value(change: &Change) -> Result<()> {
    let Change { field, after, .. } = change;
    let refuse = |why: &str| Err(wrong(format!("{field}: {why}")));
    match (field, after.as_deref()) {
        (Field::Stance, Some(stance)) if Stance::named(stance).is_some() => Ok(()),
        (Field::Stance, _) => refuse("a stance is favor, against or neutral"),
        (Field::SaidOn, Some(day)) if day.parse::<Date>().is_err() => refuse("a day is written YYYY-MM-DD"),
        (Field::Statement | Field::Position | Field::Source | Field::Cue, Some(spans))
            if spans_of(spans).is_none() =>
        {
            refuse("places are written [[3,9],[12,20]], in characters")
        }
        (Field::Merge, Some(key)) if !is_key(key) => {
            refuse("an actor is merged into another one's key, such as GBR or person:ada-thorne")
        }
        (Field::Merge, Some(key)) if change.subject.as_deref() == Some(key) => {
            refuse("that is the same actor")
        }
        (Field::Merge | Field::Rename | Field::Holder | Field::Target, None) => refuse("a value is missing"),
        _ => Ok(()),
    }
}

/// What a place holds now; an error where there is nothing to be corrected.
fn value_at(
    reading: &Reading,
    change: &Change,
    place: Span,
    code_points: &CodePoints,
) -> Result<Option<String>> {
    let name = |id: Option<sayso_domain::ActorId>| {
        let actor = reading.actors.iter().find(|actor| Some(actor.id) == id)?;
        Some(actor.key.clone().unwrap_or_else(|| actor.name.clone()))
    };
    let places = |spans: &[Span]| {
        let spans: Vec<(u32, u32)> =
            spans.iter().map(|&span| code_points.range(span)).map(|r| (r.start, r.end)).collect();
        Some(spans_text(&spans))
    };
    let nothing = |what: &str| {
        let words: String = reading.article.text.slice(place).chars().take(60).collect();
        wrong(format!("there is no {what} at “{words}” in article `{}`", reading.article.id))
    };
    if change.field.is_of_position() {
        let found = nearest(reading.positions.iter().map(|position| position.evidence.as_slice()), place);
        let Some(position) = found.map(|at| &reading.positions[at]) else { return Err(nothing("position")) };
        return Ok(match change.field {
            Field::Stance => Some(position.stance.as_str().to_owned()),
            Field::Holder => name(Some(position.holder)),
            Field::Target => Some(position.target.label.clone()),
            Field::Position => places(&position.evidence),
            _ => None,
        });
    }
    let found = nearest(reading.statements.iter().map(|statement| statement.content.as_slice()), place);
    let adds = change.field == Field::Statement
        && change.after.as_deref().and_then(spans_of).is_some_and(|spans| !spans.is_empty());
    let Some(statement) = found.map(|at| &reading.statements[at]) else {
        return if adds { Ok(None) } else { Err(nothing("statement")) };
    };
    Ok(match change.field {
        Field::Statement => places(&statement.content),
        Field::Source => places(&statement.source),
        Field::Cue => places(&statement.cue),
        Field::Speaker => name(statement.speaker),
        Field::SpeaksFor => name(statement.speaks_for),
        Field::SaidOn => statement.said_on.map(|day| day.to_string()),
        _ => None,
    })
}

fn correction(row: &Row) -> Result<Correction> {
    let field = row.text(1)?;
    let field = Field::named(field).ok_or_else(|| {
        LibraryError::new(
            LibraryErrorKind::Damaged,
            format!("a correction of `{field}` is unknown to this version"),
        )
    })?;
    let place = |column| -> Result<Option<u32>> {
        Ok(row.maybe_int(column)?.and_then(|number| u32::try_from(number).ok()))
    };
    let change = Change {
        field,
        article: row.maybe_string(2)?,
        place: place(3)?.zip(place(4)?),
        subject: row.maybe_string(5)?,
        after: row.maybe_string(6)?,
        reason: row.maybe_string(7)?,
    };
    Ok(Correction {
        id: row.int(0)?,
        change,
        made_at: row.int(8)?,
        made_by: row.string(9)?,
        before: row.maybe_string(10)?,
        undone: row.maybe_int(11)?.zip(row.maybe_string(12)?),
    })
}
