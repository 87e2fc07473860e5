//! What of a reading is asked for, in rows?
//!
//! A library keeps each reading whole. Beside it stand rows that are made of it, corrections included: statements to be
//! searched, positions to be compared, who appears. They can always be made anew, and are whenever a correction changes
//! what they show.

use std::collections::BTreeMap;

use sayso_compare::{Stand, lift, who};
use sayso_domain::{ActorId, ActorKind, Kind, Reading, Span, Statement};
use sayso_gazetteer::fold;
use sayso_text::CodePoints;

use crate::database::{Database, Dialect, Value, values};
use crate::error::Result;
use crate::words;

/// Writes the rows of an article that has none.
pub(crate) fn insert(
    database: &mut dyn Database,
    article: i64,
    reading: &Reading,
    known: &Terms<'_>,
) -> Result<()> {
    let statements = statements(database, article, reading)?;
    positions(database, article, reading, &statements, known)?;
    appearances(database, article, reading)?;
    names(database, article, reading)
}

/// Takes away the rows of an article.
pub(crate) fn delete(database: &mut dyn Database, article: i64) -> Result<()> {
    let key = match database.dialect() {
        Dialect::Sqlite => "rowid",
        Dialect::Postgres => "id",
    };
    for (words, table) in [("statement_words", "statements"), ("position_words", "positions")] {
        let sql = format!("DELETE FROM {words} WHERE {key} IN (SELECT id FROM {table} WHERE article = $1)");
        database.run(&sql, values![article])?;
    }
    for sql in [
        "DELETE FROM vectors WHERE statement IN (SELECT id FROM statements WHERE article = $1)",
        "DELETE FROM memberships WHERE position IN (SELECT id FROM positions WHERE article = $1)",
        "DELETE FROM statements WHERE article = $1",
        "DELETE FROM positions WHERE article = $1",
        "DELETE FROM appearances WHERE article = $1",
        "DELETE FROM names WHERE article = $1",
    ] {
        database.run(sql, values![article])?;
    }
    Ok(())
}

/// How a phrase is turned into the things that it names, for finding the positions that are about a phrase.
pub type Terms<'a> = dyn Fn(&str) -> Vec<String> + 'a;

/// Puts words into a table that is searched by them.
fn insert_words(database: &mut dyn Database, table: &str, id: i64, words: &[String]) -> Result<()> {
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

fn insert_for_id(database: &mut dyn Database, sql: &str, values: &[Value]) -> Result<i64> {
    database.rows(sql, values)?[0].int(0)
}

/// Each statement's row, by its place in the reading.
fn statements(database: &mut dyn Database, article: i64, reading: &Reading) -> Result<Vec<i64>> {
    let code_points = CodePoints::new(&reading.article.text);
    let mut ids = Vec::with_capacity(reading.statements.len());
    for statement in &reading.statements {
        let named = |id: Option<ActorId>| id.map(|id| who(reading, id));
        let (speaker, principal) = (named(statement.speaker), named(statement.speaks_for));
        let quote = in_words(reading, &statement.content);
        let id = insert_for_id(
            database,
            "INSERT INTO statements (article, label, kind, source, cue, quote, spans, speaker, speaker_name, principal, principal_name, said_on, day, outlet, confidence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id",
            values![
                article,
                label(statement),
                kind(statement.kind),
                in_words(reading, &statement.source),
                in_words(reading, &statement.cue),
                quote.as_str(),
                spans(&code_points, &statement.content),
                speaker.as_ref().map(|who| who.key.clone()),
                speaker.map(|who| who.name),
                principal.as_ref().map(|who| who.key.clone()),
                principal.map(|who| who.name),
                statement.said_on.map(|day| day.to_string()),
                statement.said_on.or(reading.article.published).map(|day| day.to_string()),
                reading.article.outlet.clone(),
                round(statement.confidence),
            ],
        )?;
        let words: Vec<String> = words::words(&quote).into_iter().map(|word| word.folded).collect();
        insert_words(database, "statement_words", id, &words)?;
        ids.push(id);
    }
    Ok(ids)
}

fn positions(
    database: &mut dyn Database,
    article: i64,
    reading: &Reading,
    statements: &[i64],
    terms: &Terms<'_>,
) -> Result<()> {
    for stand in lift(reading) {
        let at = reading.statements.iter().position(|statement| label(statement) == stand.statement);
        let statement = at.and_then(|at| statements.get(at)).copied();
        let mut named = terms(&stand.target_label);
        named.extend(terms(&stand.quote));
        named.iter_mut().for_each(|term| *term = words::folded(term).replace(' ', ""));
        named.retain(|term| !term.is_empty());
        named.sort();
        named.dedup();
        let id = insert_for_id(
            database,
            "INSERT INTO positions (article, statement, label, statement_label, actor, actor_name, speaker, speaker_name, alleged, stance, act, condition, day, said_on_known, quote, context, spans, kind, cue, target, content, confidence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) RETURNING id",
            &position_values(article, statement, stand),
        )?;
        insert_words(database, "position_words", id, &named)?;
    }
    Ok(())
}

fn position_values(article: i64, statement: Option<i64>, stand: Stand) -> Vec<Value> {
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
        kind(stand.kind).into(),
        stand.cue.into(),
        stand.target_label.into(),
        stand.content.into(),
        round(stand.confidence).into(),
    ]
}

fn appearances(database: &mut dyn Database, article: i64, reading: &Reading) -> Result<()> {
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
        database.run(
            "INSERT INTO appearances (article, actor, name, kind, state, role, is_named, statements, statements_for, positions)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            values![
                article,
                key,
                actor.name.as_str(),
                actor.kind.as_str(),
                actor.state.map(|state| state.to_string()),
                actor.role.clone(),
                actor.key.is_some(),
                says,
                says_for,
                holds,
            ],
        )?;
    }
    Ok(())
}

/// Longer mentions are no names.
const LONGEST_NAME: usize = 60;

/// By which names each actor may be asked for.
fn names(database: &mut dyn Database, article: i64, reading: &Reading) -> Result<()> {
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
            values![article, key, name.as_str(), fold(&name), count],
        )?;
    }
    Ok(())
}

pub(crate) fn label(statement: &Statement) -> String {
    format!("s{}", u64::from(statement.id.0) + 1)
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "direct",
        Kind::Indirect => "indirect",
        Kind::Mixed => "mixed",
    }
}

fn in_words(reading: &Reading, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|&span| reading.article.text.slice(span)).collect();
    parts.join(" … ")
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

/// Four decimals, as in every output.
fn round(confidence: f32) -> f64 {
    if confidence > 0.0 { (f64::from(confidence).min(1.0) * 1e4).round() / 1e4 } else { 0.0 }
}
