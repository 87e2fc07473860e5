//! What of a reading is asked for, in rows?
//!
//! A library keeps each reading whole. Beside it stand rows that are made of it, corrections included: statements to be
//! searched, positions to be compared, who appears. They can always be made anew, and are whenever a correction changes
//! what they show.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use sayso_compare::{Stand, lift, who};
use sayso_domain::{Actor, ActorId, ActorKind, PositionId, Reading, Span, Stance, Statement, StatementId};
use sayso_gazetteer::fold;
use sayso_text::CodePoints;

use crate::apply::Touched;
use crate::database::{Database, Dialect, Row, Value, values};
use crate::error::Result;
use crate::words;

/// What was written for an article, as far as anything else is to follow it.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Rows more than before.
    pub(crate) statements: i64,
    /// Rows more than before.
    pub(crate) positions: i64,
    /// Whether positions are about something else than before: one came, one went, or one has another target.
    pub(crate) is_about_else: bool,
    /// What is different of each actor that is the same in every article.
    pub(crate) actors: BTreeMap<String, ActorDelta>,
    /// Issues whose positions are different.
    pub(crate) issues: BTreeSet<i64>,
}

/// What an article brings or takes away of an actor.
#[derive(Clone, Debug, Default)]
pub(crate) struct ActorDelta {
    /// Articles, statements, statements for it, positions.
    pub(crate) counts: [i64; 4],
    /// How the article presents it; nothing where it is not in there any more.
    pub(crate) shown: Option<Shown>,
}

/// An actor as an article presents it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) state: Option<String>,
    pub(crate) role: Option<String>,
    /// The day of the article.
    pub(crate) day: String,
}

/// An article whose rows are written.
pub(crate) struct Of<'a> {
    /// Its number.
    pub(crate) article: i64,
    /// The day by which it is listed.
    pub(crate) day: &'a str,
    /// Whether it may have rows already.
    pub(crate) is_known: bool,
    /// What people looked at in it.
    pub(crate) touched: &'a Touched,
}

/// Writes the rows of an article. Statements and positions that stand where they stood keep their numbers, and with them
/// their issues and vectors; what stands there no more goes with all that hangs on it.
pub(crate) fn write(
    database: &mut dyn Database,
    of: &Of<'_>,
    reading: &Reading,
    known: &Terms<'_>,
) -> Result<Written> {
    let mut written = Written::default();
    if of.is_known {
        let sql = "SELECT DISTINCT m.issue FROM memberships m JOIN positions p ON p.id = m.position WHERE p.article = $1";
        for row in database.rows(sql, values![of.article])? {
            written.issues.insert(row.int(0)?);
        }
    }
    let statements = statements(database, of, reading, &mut written)?;
    positions(database, of, reading, &statements, known, &mut written)?;
    appearances(database, of, reading, &mut written)?;
    names(database, of, reading)?;
    Ok(written)
}

/// Rows that an article has, by number, with where they stand and what is compared.
struct Before {
    rows: VecDeque<Row>,
}

impl Before {
    fn of(database: &mut dyn Database, of: &Of<'_>, table: &str, compared: &str) -> Result<Before> {
        if !of.is_known {
            return Ok(Before { rows: VecDeque::new() });
        }
        let sql = format!("SELECT id, spans{compared} FROM {table} WHERE article = $1 ORDER BY id");
        Ok(Before { rows: database.rows(&sql, values![of.article])?.into() })
    }

    /// Takes out the first one that fits.
    fn take(&mut self, fits: impl Fn(&Row) -> bool) -> Option<Row> {
        let at = self.rows.iter().position(fits)?;
        self.rows.remove(at)
    }

    fn ids(&self) -> Result<Vec<i64>> {
        self.rows.iter().map(|row| row.int(0)).collect()
    }
}

fn is_at(row: &Row, spans: &str) -> bool {
    row.text(1).is_ok_and(|at| at == spans)
}

/// Writes a row: over the one of number `id`, or a new one. Gives its number.
fn put(
    database: &mut dyn Database,
    table: &str,
    columns: &[&str],
    values: &[Value],
    id: Option<i64>,
) -> Result<i64> {
    let Some(id) = id else {
        let marks: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({}) RETURNING id",
            columns.join(", "),
            marks.join(", ")
        );
        return database.rows(&sql, values)?[0].int(0);
    };
    let set: Vec<String> = columns.iter().zip(1..).map(|(column, at)| format!("{column} = ${at}")).collect();
    let sql = format!("UPDATE {table} SET {} WHERE id = ${}", set.join(", "), columns.len() + 1);
    let mut values = values.to_vec();
    values.push(id.into());
    database.run(&sql, &values)?;
    Ok(id)
}

/// Takes words out of a table that is searched by them.
fn delete_words(database: &mut dyn Database, table: &str, id: i64) -> Result<()> {
    let key = match database.dialect() {
        Dialect::Sqlite => "rowid",
        Dialect::Postgres => "id",
    };
    database.run(&format!("DELETE FROM {table} WHERE {key} = $1"), values![id]).map(|_| ())
}

/// How a phrase is turned into the things that it names, for finding the positions that are about a phrase.
pub type Terms<'a> = dyn Fn(&str) -> Vec<String> + 'a;

/// Puts words into a table that is searched by them.
pub(crate) fn insert_words(
    database: &mut dyn Database,
    table: &str,
    id: i64,
    words: &[String],
) -> Result<()> {
    match database.dialect() {
        Dialect::Sqlite => {
            let sql = format!("INSERT INTO {table} (rowid, words) VALUES ($1, $2)");
            database.run(&sql, values![id, words.join(" ")])?;
        }
        Dialect::Postgres => {
            // PostgreSQL counts places up to 16,383 and would take more for the last one.
            let vector: Vec<String> =
                words.iter().zip(1..16_383).map(|(word, at)| format!("'{word}':{at}")).collect();
            let sql = format!("INSERT INTO {table} (id, words) VALUES ($1, $2::text::tsvector)");
            database.run(&sql, values![id, vector.join(" ")])?;
        }
    }
    Ok(())
}

const STATEMENT: &[&str] = &[
    "article",
    "label",
    "kind",
    "source",
    "cue",
    "quote",
    "spans",
    "speaker",
    "speaker_name",
    "principal",
    "principal_name",
    "said_on",
    "day",
    "outlet",
    "confidence",
    "worth",
];

/// Each statement's row, by its place in the reading.
fn statements(
    database: &mut dyn Database,
    of: &Of<'_>,
    reading: &Reading,
    written: &mut Written,
) -> Result<Vec<i64>> {
    let code_points = CodePoints::new(&reading.article.text);
    let mut before = Before::of(database, of, "statements", "")?;
    let mut ids = Vec::with_capacity(reading.statements.len());
    for statement in &reading.statements {
        let spans = spans(&code_points, &statement.content);
        let old = before.take(|row| is_at(row, &spans)).map(|row| row.int(0)).transpose()?;
        let quote = reading.article.text.words(&statement.content);
        let values = statement_values(of, reading, statement, &quote, spans);
        let id = put(database, "statements", STATEMENT, &values, old)?;
        if old.is_none() {
            // The same places hold the same words.
            insert_words(database, "statement_words", id, &words::list(&quote))?;
            written.statements += 1;
        }
        ids.push(id);
    }
    for id in before.ids()? {
        delete_words(database, "statement_words", id)?;
        database.run("DELETE FROM vectors WHERE statement = $1", values![id])?;
        database.run("DELETE FROM statements WHERE id = $1", values![id])?;
        written.statements -= 1;
    }
    Ok(ids)
}

fn statement_values(
    of: &Of<'_>,
    reading: &Reading,
    statement: &Statement,
    quote: &str,
    spans: String,
) -> Vec<Value> {
    let named = |id: Option<ActorId>| id.map(|id| who(reading, id));
    let (speaker, principal) = (named(statement.speaker), named(statement.speaks_for));
    vec![
        of.article.into(),
        statement.id.to_string().into(),
        statement.kind.as_str().into(),
        reading.article.text.words(&statement.source).into(),
        reading.article.text.words(&statement.cue).into(),
        quote.into(),
        spans.into(),
        speaker.as_ref().map(|who| who.key.clone()).into(),
        speaker.map(|who| who.name).into(),
        principal.as_ref().map(|who| who.key.clone()).into(),
        principal.map(|who| who.name).into(),
        statement.said_on.map(|day| day.to_string()).into(),
        statement.said_on.or(reading.article.published).map(|day| day.to_string()).into(),
        reading.article.outlet.clone().into(),
        round(statement.confidence).into(),
        worth(of.touched, reading, statement).into(),
    ]
}

/// How much a person's look at a statement is worth: the variance p(1-p) of whether it is right, and that of each of its
/// positions, as far as nobody has looked at them. None where there is nothing to look at.
fn worth(touched: &Touched, reading: &Reading, statement: &Statement) -> Option<f64> {
    let variance = |confidence: f32| round(confidence) * (1.0 - round(confidence));
    let own = Some(statement).filter(|statement| !touched.statements.contains(&statement.id));
    let positions = reading.positions.iter().filter(|position| {
        position.statement == statement.id && !touched.positions.contains_key(&position.id)
    });
    let sum = own.map_or(0.0, |statement| variance(statement.confidence))
        + positions.map(|position| variance(position.confidence)).sum::<f64>();
    (sum > 0.0).then_some(sum)
}

const POSITION: &[&str] = &[
    "article",
    "statement",
    "label",
    "statement_label",
    "actor",
    "actor_name",
    "speaker",
    "speaker_name",
    "alleged",
    "stance",
    "act",
    "condition",
    "day",
    "said_on_known",
    "quote",
    "context",
    "spans",
    "kind",
    "cue",
    "target",
    "content",
    "confidence",
    "read_stance",
];

fn positions(
    database: &mut dyn Database,
    of: &Of<'_>,
    reading: &Reading,
    statements: &[i64],
    terms: &Terms<'_>,
    written: &mut Written,
) -> Result<()> {
    let mut before = Before::of(database, of, "positions", ", target, day")?;
    for stand in lift(reading) {
        let at = reading
            .statements
            .iter()
            .position(|statement| Some(statement.id) == StatementId::named(&stand.statement));
        let statement = at.and_then(|at| statements.get(at)).copied();
        let named = named(&stand, terms);
        let spans = spans_text(&stand.spans);
        let same =
            |row: &Row| is_at(row, &spans) && row.text(2).is_ok_and(|target| target == stand.target_label);
        let old = before.take(same).or_else(|| before.take(|row| is_at(row, &spans)));
        let day = stand.date.map(|day| day.to_string());
        if old.as_ref().is_none_or(|row| !same(row)) {
            written.is_about_else = true;
        }
        let (number, day_before) = match &old {
            Some(row) => (Some(row.int(0)?), row.maybe_string(3)?),
            None => (None, day.clone()),
        };
        let read =
            reading.positions.iter().find(|position| Some(position.id) == PositionId::named(&stand.position));
        let read = read.and_then(|position| of.touched.positions.get(&position.id)).copied();
        let read = read.filter(|read| *read != stand.stance);
        let id = put(
            database,
            "positions",
            POSITION,
            &position_values(of.article, statement, stand, read),
            number,
        )?;
        match number {
            Some(id) => delete_words(database, "position_words", id)?,
            None => written.positions += 1,
        }
        insert_words(database, "position_words", id, &named)?;
        if day != day_before {
            database.run("UPDATE memberships SET day = $2 WHERE position = $1", values![id, day])?;
        }
    }
    for id in before.ids()? {
        delete_words(database, "position_words", id)?;
        database.run("DELETE FROM memberships WHERE position = $1", values![id])?;
        database.run("DELETE FROM positions WHERE id = $1", values![id])?;
        written.positions -= 1;
        written.is_about_else = true;
    }
    Ok(())
}

/// What a position names, by which it is found.
fn named(stand: &Stand, terms: &Terms<'_>) -> Vec<String> {
    let mut named = terms(&stand.target_label);
    named.extend(terms(&stand.quote));
    named.iter_mut().for_each(|term| *term = words::folded(term).replace(' ', ""));
    named.retain(|term| !term.is_empty());
    named.sort();
    named.dedup();
    named
}

fn position_values(article: i64, statement: Option<i64>, stand: Stand, read: Option<Stance>) -> Vec<Value> {
    vec![
        article.into(),
        statement.into(),
        stand.position.into(),
        stand.statement.into(),
        stand.actor.key.into(),
        stand.actor.name.into(),
        stand.speaker_key.into(),
        stand.speaker.into(),
        stand.alleged.into(),
        stand.stance.as_str().into(),
        stand.act.as_str().into(),
        stand.condition.into(),
        stand.date.map(|day| day.to_string()).into(),
        stand.said_on_known.into(),
        stand.quote.into(),
        stand.context.into(),
        spans_text(&stand.spans).into(),
        stand.kind.as_str().into(),
        stand.cue.into(),
        stand.target_label.into(),
        stand.content.into(),
        round(stand.confidence).into(),
        read.map(|stance| stance.as_str()).into(),
    ]
}

fn appearances(
    database: &mut dyn Database,
    of: &Of<'_>,
    reading: &Reading,
    written: &mut Written,
) -> Result<()> {
    if of.is_known {
        let sql = "SELECT actor, statements, statements_for, positions FROM appearances WHERE article = $1 AND is_named = 1";
        for row in database.rows(sql, values![of.article])? {
            let counts = [-1, -row.int(1)?, -row.int(2)?, -row.int(3)?];
            written.actors.insert(row.string(0)?, ActorDelta { counts, shown: None });
        }
        database.run("DELETE FROM appearances WHERE article = $1", values![of.article])?;
    }
    // Two actors of one reading may have one key; they are one row.
    let mut rows: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (at, actor) in reading.actors.iter().enumerate() {
        let key = who(reading, actor.id).key;
        let says = |statement: &&Statement| statement.speaker == Some(actor.id);
        let says_for = |statement: &&Statement| statement.speaks_for == Some(actor.id);
        let row = rows.entry(key.clone()).or_default();
        row[0] += reading.statements.iter().filter(says).count() as i64;
        row[1] += reading.statements.iter().filter(says_for).count() as i64;
        row[2] += reading.positions.iter().filter(|position| position.holder == actor.id).count() as i64;
        first.entry(key).or_insert(at);
    }
    for (key, [says, says_for, holds]) in rows {
        let actor = &reading.actors[first[&key]];
        if actor.key.is_some() {
            let delta = written.actors.entry(key.clone()).or_default();
            delta.counts.iter_mut().zip([1, says, says_for, holds]).for_each(|(count, more)| *count += more);
            delta.shown = Some(shown(actor, of.day));
        }
        database.run(
            "INSERT INTO appearances (article, actor, name, kind, state, role, is_named, statements, statements_for, positions, day)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            values![
                of.article,
                key,
                actor.name.as_str(),
                actor.kind.as_str(),
                actor.state.map(|state| state.to_string()),
                actor.role.clone(),
                actor.key.is_some(),
                says,
                says_for,
                holds,
                of.day,
            ],
        )?;
    }
    Ok(())
}

fn shown(actor: &Actor, day: &str) -> Shown {
    Shown {
        name: actor.name.clone(),
        kind: actor.kind.as_str().to_owned(),
        state: actor.state.map(|state| state.to_string()),
        role: actor.role.clone(),
        day: day.to_owned(),
    }
}

/// Longer mentions are no names.
const LONGEST_NAME: usize = 60;

/// By which names each actor may be asked for.
fn names(database: &mut dyn Database, of: &Of<'_>, reading: &Reading) -> Result<()> {
    if of.is_known {
        database.run("DELETE FROM names WHERE article = $1", values![of.article])?;
    }
    let mut seen: BTreeMap<(String, String), i64> = BTreeMap::new();
    for actor in &reading.actors {
        let key = who(reading, actor.id).key;
        *seen.entry((key.clone(), actor.name.clone())).or_default() += 1;
        let mentions = actor.mentions.iter().map(|&span| reading.article.text.slice(span));
        let is_name = |mention: &&str| {
            mention.len() <= LONGEST_NAME
                && mention.starts_with(char::is_uppercase)
                && actor.kind != ActorKind::Group
        };
        for mention in mentions.filter(is_name).filter(|mention| !fold(mention).is_empty()) {
            *seen.entry((key.clone(), mention.to_owned())).or_default() += 1;
        }
    }
    for ((key, name), count) in seen {
        database.run(
            "INSERT INTO names (article, actor, name, folded, seen) VALUES ($1, $2, $3, $4, $5)",
            values![of.article, key, name.as_str(), fold(&name), count],
        )?;
    }
    Ok(())
}

fn spans(code_points: &CodePoints, spans: &[Span]) -> String {
    let places: Vec<(u32, u32)> =
        spans.iter().map(|&span| code_points.range(span)).map(|r| (r.start, r.end)).collect();
    spans_text(&places)
}

/// As JSON has it, which any tool reads: `[[3,9],[12,20]]`, in code points.
pub(crate) fn spans_text(spans: &[(u32, u32)]) -> String {
    let parts: Vec<String> = spans.iter().map(|(start, end)| format!("[{start},{end}]")).collect();
    format!("[{}]", parts.join(","))
}

/// What [`spans_text`] wrote; nothing where it is something else.
pub(crate) fn spans_of(text: &str) -> Option<Vec<(u32, u32)>> {
    serde_json::from_str(text).ok()
}

/// From the first to behind the last place of what [`spans_text`] wrote.
pub(crate) fn hull(text: &str) -> Option<(u32, u32)> {
    let spans = spans_of(text)?;
    Some((spans.iter().map(|span| span.0).min()?, spans.iter().map(|span| span.1).max()?))
}

/// Four decimals, as in every output.
fn round(confidence: f32) -> f64 {
    if confidence > 0.0 { (f64::from(confidence).min(1.0) * 1e4).round() / 1e4 } else { 0.0 }
}
