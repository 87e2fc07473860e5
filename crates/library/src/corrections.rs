//! Corrections, stored: made, listed, undone.

use std::collections::BTreeSet;

use sayso_domain::{Date, Reading, Span, Stance, StatementId};
use sayso_text::CodePoints;

use crate::apply::{Edits, is_key, nearest};
use crate::correction::{Change, Correction, Field};
use crate::database::{Question, Row, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::library::Library;
use crate::page::{Cursor, Page};
use crate::rows::{Terms, hull, spans_of, spans_text};

/// The list of corrections, as its cursors name it.
const CORRECTIONS: &str = "corrections";

/// Which corrections are wanted. Everything that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectionFilter {
    /// Of this article, by its name.
    pub article: Option<String>,
    /// That name this actor, by its key: as the one corrected, or as what is corrected into it or was before.
    pub actor: Option<String>,
    /// Made by this person.
    pub by: Option<String>,
    /// That are in force.
    pub in_force: bool,
}

/// What every correction is read from.
pub(crate) const SELECT: &str = "SELECT id, field, article, first_place, last_place, subject, value_after, reason, made_at, made_by, value_before, undone_at, undone_by FROM corrections";

impl Library {
    /// Makes a correction: it is stored, and from now on wins over what the machine reads.
    ///
    /// # Errors
    /// When it makes no sense (no such article, no statement at that place, a stance that is none), with the reason; then
    /// nothing is stored.
    pub fn correct(&mut self, change: &Change, by: &str, now: i64, terms: &Terms<'_>) -> Result<Correction> {
        self.whole(|library| {
            library.alone()?;
            let correction = library.record(change, by, now)?;
            library.renew_after(change, None, terms)?;
            Ok(correction)
        })
    }

    /// Makes several corrections of one article: all of them or, when one makes no sense, none.
    ///
    /// # Errors
    /// As [`Library::correct`], and when one is of another article or of none.
    pub fn correct_all(
        &mut self,
        article: &str,
        changes: &[Change],
        by: &str,
        now: i64,
        terms: &Terms<'_>,
    ) -> Result<Vec<Correction>> {
        all_of(article, changes)?;
        self.whole(|library| {
            library.alone()?;
            library.make_all(article, changes, by, now, terms)
        })
    }

    /// Makes the corrections of an article that follow from what stands there: `changes` sees its reading as corrections
    /// have it by now, and nobody else writes until they are made. So two people who look at the same words do not
    /// overwrite one another: `changes` refuses, and nothing is stored.
    ///
    /// # Errors
    /// As [`Library::correct_all`]. The inner one is what `changes` says.
    pub fn correct_seen<E>(
        &mut self,
        article: &str,
        by: &str,
        now: i64,
        terms: &Terms<'_>,
        changes: impl FnOnce(&Reading) -> std::result::Result<Vec<Change>, E>,
    ) -> Result<std::result::Result<Vec<Correction>, E>> {
        self.whole(|library| {
            library.alone()?;
            match changes(&library.reading(article)?) {
                Ok(changes) => {
                    all_of(article, &changes)?;
                    library.make_all(article, &changes, by, now, terms).map(Ok)
                }
                Err(refused) => Ok(Err(refused)),
            }
        })
    }

    fn make_all(
        &mut self,
        article: &str,
        changes: &[Change],
        by: &str,
        now: i64,
        terms: &Terms<'_>,
    ) -> Result<Vec<Correction>> {
        let mut made = Vec::with_capacity(changes.len());
        for change in changes {
            made.push(self.record(change, by, now)?);
        }
        for change in changes.iter().filter(|change| change.field == Field::Issue) {
            self.assign(change)?;
        }
        self.renew_article(article, terms)?;
        Ok(made)
    }

    /// A person has looked at a statement and its positions, and all is right: a correction of each with the places that it
    /// has, so that it can be undone as any other. They have confidence 1 afterwards, and no reviewer is asked again.
    ///
    /// `statement` is its label in the article as it is now: `s3`.
    ///
    /// # Errors
    /// When there is no such article or statement, or the library cannot be written to.
    pub fn accept(
        &mut self,
        article: &str,
        statement: &str,
        by: &str,
        now: i64,
        terms: &Terms<'_>,
    ) -> Result<Vec<Correction>> {
        self.correct_seen(article, by, now, terms, |reading| {
            StatementId::named(statement)
                .and_then(|id| accepting(reading, id))
                .ok_or_else(|| wrong(format!("there is no statement `{statement}` in article `{article}`")))
        })?
    }

    /// Puts a correction on record.
    fn record(&mut self, change: &Change, by: &str, now: i64) -> Result<Correction> {
        let before = self.before(change)?;
        let (first, last) = change.place.unzip();
        let rows = self.ask(
            "INSERT INTO corrections (made_at, made_by, field, article, first_place, last_place, subject, value_before, value_after, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            values![
                now,
                by,
                change.field.as_str(),
                change.article.clone(),
                first.map(i64::from),
                last.map(i64::from),
                change.subject.clone(),
                before.clone(),
                change.after.clone(),
                change.reason.clone(),
            ],
        )?;
        let (change, made_by) = (change.clone(), by.to_owned());
        Ok(Correction { id: rows[0].int(0)?, change, made_at: now, made_by, before, undone: None })
    }

    /// Takes a correction back. It stays on record as undone.
    ///
    /// # Errors
    /// When there is none of that number, or it was undone before.
    pub fn undo(&mut self, id: i64, by: &str, now: i64, terms: &Terms<'_>) -> Result<Correction> {
        self.whole(|library| {
            library.alone()?;
            let found = library.correction(id)?;
            let wrong = |why: &str| {
                LibraryError::new(
                    LibraryErrorKind::Wrong,
                    format!("{}: correction {id} {why}", library.place),
                )
            };
            let Some(mut correction) = found else {
                return Err(wrong("does not exist; sayso correct --list shows those that do"));
            };
            if correction.undone.is_some() {
                return Err(wrong("was undone before"));
            }
            let before = library.edits_everywhere()?;
            library.database.run(
                "UPDATE corrections SET undone_at = $2, undone_by = $3 WHERE id = $1",
                values![id, now, by],
            )?;
            library.renew_after(&correction.change, Some(&before), terms)?;
            correction.undone = Some((now, by.to_owned()));
            Ok(correction)
        })
    }

    /// All corrections, oldest first, those that were undone included.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn corrections(&mut self) -> Result<Vec<Correction>> {
        let rows = self.ask(&format!("{SELECT} ORDER BY id"), &[])?;
        rows.iter().map(correction).collect()
    }

    /// The correction of that number, be it undone or not.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn correction(&mut self, id: i64) -> Result<Option<Correction>> {
        let rows = self.ask(&format!("{SELECT} WHERE id = $1"), values![id])?;
        rows.first().map(correction).transpose()
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
        let rows = self.ask(&format!("{SELECT} WHERE undone_at IS NULL ORDER BY id"), &[])?;
        let corrections: Result<Vec<Correction>> = rows.iter().map(correction).collect();
        Ok(Edits::of(corrections?))
    }

    /// Those in force in an article, and those that hold everywhere.
    pub(crate) fn edits_of(&mut self, article: &str) -> Result<Edits> {
        let sql =
            format!("{SELECT} WHERE undone_at IS NULL AND (article = $1 OR article IS NULL) ORDER BY id");
        let rows = self.ask(&sql, values![article])?;
        Ok(Edits::of(rows.iter().map(correction).collect::<Result<Vec<_>>>()?))
    }

    /// Those in force that hold everywhere.
    fn edits_everywhere(&mut self) -> Result<Edits> {
        let sql = format!("{SELECT} WHERE undone_at IS NULL AND article IS NULL ORDER BY id");
        let rows = self.ask(&sql, &[])?;
        Ok(Edits::of(rows.iter().map(correction).collect::<Result<Vec<_>>>()?))
    }

    /// Corrections, `count` of them behind `cursor`, the newest first, those that were undone included.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, or the library cannot be read.
    pub fn corrections_page(
        &mut self,
        filter: &CorrectionFilter,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<Correction>> {
        let after = cursor.map(|cursor| cursor.place(CORRECTIONS, 1)?.int(0)).transpose()?;
        let mut question = Question::default();
        if let Some(article) = &filter.article {
            question.where_is("article", article.as_str());
        }
        if let Some(actor) = &filter.actor {
            let mark = question.mark(actor.as_str());
            question
                .conditions
                .push(format!("(subject = {mark} OR value_after = {mark} OR value_before = {mark})"));
        }
        if let Some(by) = &filter.by {
            question.where_is("made_by", by.as_str());
        }
        if filter.in_force {
            question.conditions.push("undone_at IS NULL".to_owned());
        }
        if let Some(after) = after {
            let mark = question.mark(after);
            question.conditions.push(format!("id < {mark}"));
        }
        let limit = question.mark(count.saturating_add(1));
        let sql = format!("{SELECT} WHERE {} ORDER BY id DESC LIMIT {limit}", question.all());
        let rows = self.ask(&sql, &question.values)?;
        let found = rows.iter().map(correction).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(found, count, |last| Cursor::new(CORRECTIONS, &[last.id.into()])))
    }

    /// Makes the rows anew of every article whose rows a change touches. `before` are the corrections everywhere of before
    /// one was taken back.
    fn renew_after(&mut self, change: &Change, before: Option<&Edits>, terms: &Terms<'_>) -> Result<()> {
        self.pending.is_changed = true;
        if change.field == Field::Issue {
            match before {
                None => self.assign(change)?,
                // What the machine would make of it is not kept: the issues are worked out anew.
                Some(_) => self.pending.is_about_else = true,
            }
        }
        if let Some(article) = &change.article {
            return self.renew_article(article, terms);
        }
        let edits = self.edits()?;
        for id in self.articles_of(change, before)? {
            self.renew(id, &edits, terms)?;
        }
        Ok(())
    }

    fn renew_article(&mut self, article: &str, terms: &Terms<'_>) -> Result<()> {
        self.pending.is_changed = true;
        let edits = self.edits_of(article)?;
        let id = self.article_id(article)?;
        self.renew(id, &edits, terms)
    }

    /// The articles that a correction of an actor everywhere touches: those in whose rows it stands. Those of an actor that
    /// was part of another one are among the articles of that one; they are told by its key, which what was read holds.
    fn articles_of(&mut self, change: &Change, before: Option<&Edits>) -> Result<BTreeSet<i64>> {
        let Some(key) = &change.subject else { return Ok(BTreeSet::new()) };
        let rows = match before.map(|before| before.merged(key)).filter(|into| into != key) {
            None => self.ask("SELECT article FROM appearances WHERE actor = $1", values![key.as_str()])?,
            Some(into) => {
                let find = self.dialect().find();
                let quoted = serde_json::to_string(key).expect("a text is always JSON");
                let sql = format!(
                    "SELECT x.article FROM appearances x JOIN readings r ON r.article = x.article
                     WHERE x.actor = $1 AND ({find}(r.reading, $2) > 0 OR x.article IN
                         (SELECT a.id FROM corrections c JOIN articles a ON a.name = c.article WHERE c.value_after = $3))"
                );
                self.ask(&sql, values![into, quoted, key.as_str()])?
            }
        };
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// What stands where the change is to be made.
    fn before(&mut self, change: &Change) -> Result<Option<String>> {
        let Some(name) = &change.article else {
            check_value(change)?;
            return self.actor_before(change);
        };
        standing(&self.reading(name)?, change)
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

/// The corrections by which a person says that a statement, by its number in the article, and its positions are
/// right; none where there is no such statement.
pub fn accepting(reading: &Reading, statement: StatementId) -> Option<Vec<Change>> {
    let found = reading.statements.iter().find(|found| found.id == statement)?;
    let article = &reading.article.id;
    let code_points = CodePoints::new(&reading.article.text);
    let confirmed = |field, spans: &[Span]| {
        let places = places(spans, &code_points);
        let place = hull(&places)?;
        let (article, after) = (Some(article.clone()), Some(places));
        Some(Change { field, article, place: Some(place), subject: None, after, reason: None })
    };
    let mut changes: Vec<Change> = confirmed(Field::Statement, &found.content).into_iter().collect();
    let positions = reading.positions.iter().filter(|position| position.statement == found.id);
    changes.extend(positions.filter_map(|position| confirmed(Field::Position, &position.evidence)));
    Some(changes)
}

fn all_of(article: &str, changes: &[Change]) -> Result<()> {
    match changes.iter().all(|change| change.article.as_deref() == Some(article)) {
        true => Ok(()),
        false => Err(wrong(format!("not all of these corrections are of article `{article}`"))),
    }
}

/// What stands in a reading where a change is to be made, as [`Correction::before`] has it.
///
/// # Errors
/// When the change makes no sense, or nothing stands there that could be corrected.
pub fn standing(reading: &Reading, change: &Change) -> Result<Option<String>> {
    check_value(change)?;
    let name = &reading.article.id;
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
    value_at(reading, change, place, &code_points)
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
    let places = |spans: &[Span]| Some(places(spans, code_points));
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

fn places(spans: &[Span], code_points: &CodePoints) -> String {
    let ranges = spans.iter().map(|&span| code_points.range(span));
    spans_text(&ranges.map(|range| (range.start, range.end)).collect::<Vec<_>>())
}

pub(crate) fn correction(row: &Row) -> Result<Correction> {
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
