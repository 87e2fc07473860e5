//! Which tables does a library have, and how does an older one become a newer one?
//!
//! [`STEPS`] holds one script a version, in the SQL that both databases share, with marks where they differ. A new library
//! runs all of them, an older one those that it lacks, each in one transaction with its number: a library is of one version
//! or of the next, never between. A script that was released is never changed; what is wanted otherwise is a step more.

use crate::apply::most_alike;
use crate::correction::Field;
use crate::database::{Database, Dialect, Value, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::rows;
use crate::sqlite::APPLICATION;
use crate::words;

/// The version of the schema that this program makes and reads.
pub const VERSION: i64 = STEPS.len() as i64;

/// What leads from each version to the next. `{id}` is a number that the database gives, `{bytes}` a string of bytes,
/// `{index alone}` says that a table is nothing but its index, `{words NAME}` a table of words to be searched, which has one row a row of another table and its number,
/// `{day COLUMN}` the day of a time in seconds.
const STEPS: &[&str] = &["
CREATE TABLE articles (
    id {id},
    name TEXT NOT NULL UNIQUE,
    hash {bytes} NOT NULL UNIQUE,
    checksum {bytes} NOT NULL,
    outlet TEXT,
    title TEXT,
    published TEXT,
    url TEXT,
    language TEXT,
    text TEXT NOT NULL,
    boilerplate TEXT NOT NULL,
    added BIGINT NOT NULL,
    cluster BIGINT
);
CREATE INDEX articles_cluster ON articles (cluster);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_url ON articles (url);

CREATE TABLE readings (
    article BIGINT PRIMARY KEY REFERENCES articles (id),
    model TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    reading TEXT NOT NULL
);

CREATE TABLE bands (
    band BIGINT NOT NULL,
    article BIGINT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (band, article)
){index alone};

CREATE TABLE passages (
    passage BIGINT NOT NULL,
    article BIGINT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (passage, article)
){index alone};
CREATE TABLE holdings (
    inner_article BIGINT NOT NULL REFERENCES articles (id),
    outer_article BIGINT NOT NULL REFERENCES articles (id),
    share DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (inner_article, outer_article)
);

CREATE TABLE statements (
    id {id},
    article BIGINT NOT NULL REFERENCES articles (id),
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    quote TEXT NOT NULL,
    spans TEXT NOT NULL,
    speaker TEXT,
    speaker_name TEXT,
    principal TEXT,
    principal_name TEXT,
    said_on TEXT,
    day TEXT,
    outlet TEXT,
    confidence DOUBLE PRECISION NOT NULL
);
CREATE INDEX statements_article ON statements (article);
CREATE INDEX statements_speaker ON statements (speaker, day);
CREATE INDEX statements_principal ON statements (principal, day);
CREATE INDEX statements_day ON statements (day);
{words statement_words}

CREATE TABLE vectors (
    statement BIGINT PRIMARY KEY,
    vector {bytes} NOT NULL
);

CREATE TABLE positions (
    id {id},
    article BIGINT NOT NULL REFERENCES articles (id),
    statement BIGINT,
    label TEXT NOT NULL,
    statement_label TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    speaker TEXT,
    speaker_name TEXT,
    alleged BIGINT NOT NULL,
    stance TEXT NOT NULL,
    act TEXT NOT NULL,
    condition TEXT,
    day TEXT,
    said_on_known BIGINT NOT NULL,
    quote TEXT NOT NULL,
    context TEXT NOT NULL,
    spans TEXT NOT NULL,
    kind TEXT NOT NULL,
    cue TEXT NOT NULL,
    target TEXT NOT NULL,
    content TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL
);
CREATE INDEX positions_article ON positions (article);
CREATE INDEX positions_statement ON positions (statement);
CREATE INDEX positions_actor ON positions (actor, day);
{words position_words}

CREATE TABLE appearances (
    article BIGINT NOT NULL REFERENCES articles (id),
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT,
    role TEXT,
    is_named BIGINT NOT NULL,
    statements BIGINT NOT NULL,
    statements_for BIGINT NOT NULL,
    positions BIGINT NOT NULL,
    PRIMARY KEY (article, actor)
);
CREATE INDEX appearances_actor ON appearances (actor, article);

CREATE TABLE names (
    article BIGINT NOT NULL REFERENCES articles (id),
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX names_article ON names (article);
CREATE INDEX names_folded ON names (folded, actor, seen);

CREATE TABLE issues (
    id {id},
    label TEXT NOT NULL,
    folded TEXT NOT NULL,
    definition TEXT,
    examples TEXT NOT NULL,
    parent TEXT,
    origin TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    UNIQUE (folded, origin)
);
CREATE TABLE memberships (
    issue BIGINT NOT NULL REFERENCES issues (id),
    position BIGINT NOT NULL,
    stance TEXT,
    probability DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (issue, position)
);
CREATE INDEX memberships_position ON memberships (position);

CREATE TABLE corrections (
    id {id},
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    field TEXT NOT NULL,
    article TEXT,
    first_place BIGINT,
    last_place BIGINT,
    subject TEXT,
    value_before TEXT,
    value_after TEXT,
    reason TEXT,
    undone_at BIGINT,
    undone_by TEXT
);
CREATE INDEX corrections_article ON corrections (article);

CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    title TEXT,
    etag TEXT,
    last_modified TEXT,
    asked_at BIGINT,
    due_at BIGINT,
    every_seconds BIGINT,
    failures BIGINT NOT NULL,
    complaint TEXT
);

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO meta (name, value) VALUES ('change', '0');
", "
-- Since when and by whom the pages may be asked.
CREATE TABLE users (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    hash {bytes} NOT NULL UNIQUE,
    made_at BIGINT NOT NULL
);

-- The day by which an article is listed: of publication, else the one on which it was stored.
ALTER TABLE articles ADD COLUMN day TEXT;
UPDATE articles SET day = coalesce(published, {day added});
CREATE INDEX articles_day ON articles (day, id);
CREATE INDEX articles_outlet ON articles (outlet, day, id);
{words article_words}

-- What a page would otherwise count each time.
CREATE TABLE totals (
    name TEXT PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO totals (name, n) SELECT 'articles', count(*) FROM articles;
INSERT INTO totals (name, n) SELECT 'read', count(*) FROM readings;
INSERT INTO totals (name, n) SELECT 'statements', count(*) FROM statements;
INSERT INTO totals (name, n) SELECT 'positions', count(*) FROM positions;

ALTER TABLE appearances ADD COLUMN day TEXT;
UPDATE appearances SET day = (SELECT a.day FROM articles a WHERE a.id = appearances.article);
CREATE INDEX appearances_roles ON appearances (actor, role, day) WHERE role IS NOT NULL;
CREATE INDEX names_actor ON names (actor, name, seen);
CREATE TABLE actors (
    actor TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT,
    role TEXT,
    latest TEXT NOT NULL,
    articles BIGINT NOT NULL,
    statements BIGINT NOT NULL,
    statements_for BIGINT NOT NULL,
    positions BIGINT NOT NULL,
    says BIGINT NOT NULL
);
INSERT INTO actors (actor, name, folded, kind, state, role, latest, articles, statements, statements_for, positions, says)
    SELECT x.actor, max(x.name), '', max(x.kind), max(x.state), max(x.role), max(x.day), count(*),
        CAST(sum(x.statements) AS BIGINT), CAST(sum(x.statements_for) AS BIGINT), CAST(sum(x.positions) AS BIGINT),
        CAST(sum(x.statements) + sum(x.statements_for) AS BIGINT)
    FROM appearances x WHERE x.is_named = 1 GROUP BY x.actor;
CREATE INDEX actors_says ON actors (says DESC, actor);
INSERT INTO totals (name, n) SELECT 'actors', count(*) FROM actors;

-- How the machine read a stance that a person put right; nothing where no person did.
ALTER TABLE positions ADD COLUMN read_stance TEXT;

ALTER TABLE memberships ADD COLUMN day TEXT;
UPDATE memberships SET day = (SELECT p.day FROM positions p WHERE p.id = memberships.position);
CREATE INDEX memberships_day ON memberships (issue, day, position);

ALTER TABLE issues ADD COLUMN positions BIGINT NOT NULL DEFAULT 0;
ALTER TABLE issues ADD COLUMN favor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE issues ADD COLUMN against BIGINT NOT NULL DEFAULT 0;
ALTER TABLE issues ADD COLUMN contested BIGINT NOT NULL DEFAULT 0;
UPDATE issues SET positions = t.n, favor = t.f, against = t.a, contested = CASE WHEN t.f < t.a THEN t.f ELSE t.a END
    FROM (SELECT m.issue AS issue, count(*) AS n,
            count(DISTINCT CASE WHEN coalesce(m.stance, p.stance) = 'favor' THEN p.actor END) AS f,
            count(DISTINCT CASE WHEN coalesce(m.stance, p.stance) = 'against' THEN p.actor END) AS a
        FROM memberships m JOIN positions p ON p.id = m.position GROUP BY m.issue) t
    WHERE issues.id = t.issue;
CREATE INDEX issues_contested ON issues (origin, contested DESC, positions DESC, id);

-- How much a person's look at a statement is worth; nothing where there is nothing to look at.
ALTER TABLE statements ADD COLUMN worth DOUBLE PRECISION;
UPDATE statements SET worth = confidence * (1 - confidence)
    + coalesce((SELECT sum(p.confidence * (1 - p.confidence)) FROM positions p WHERE p.statement = statements.id), 0);
CREATE INDEX statements_worth ON statements (worth DESC, id) WHERE worth > 0;
CREATE INDEX statements_speaker_worth ON statements (speaker, worth DESC, id) WHERE worth > 0;
CREATE INDEX statements_principal_worth ON statements (principal, worth DESC, id) WHERE worth > 0;
CREATE INDEX statements_outlet ON statements (outlet, day);

-- What positions are about has changed so often.
INSERT INTO meta (name, value) SELECT 'about', value FROM meta WHERE name = 'change';
"];

/// What a step does that no script can: words are cut here.
fn fill(database: &mut dyn Database, version: i64) -> Result<()> {
    if version == 2 {
        fill_titles(database)?;
        fill_names(database)?;
        leave_out_corrected(database)?;
    }
    Ok(())
}

fn fill_titles(database: &mut dyn Database) -> Result<()> {
    let mut last = 0;
    loop {
        let sql = "SELECT id, title FROM articles WHERE id > $1 AND title IS NOT NULL ORDER BY id LIMIT 1000";
        let rows = database.rows(sql, values![last])?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.int(0)?;
        for row in &rows {
            rows::insert_words(database, "article_words", row.int(0)?, &words::list(row.text(1)?))?;
        }
    }
}

fn fill_names(database: &mut dyn Database) -> Result<()> {
    for row in database.rows("SELECT actor, name FROM actors ORDER BY actor", &[])? {
        let sql = "UPDATE actors SET folded = $2 WHERE actor = $1";
        database.run(sql, values![row.text(0)?, words::folded(row.text(1)?)])?;
    }
    Ok(())
}

/// What a person has put right before needs no other look.
fn leave_out_corrected(database: &mut dyn Database) -> Result<()> {
    let sql = "SELECT a.id, c.first_place, c.last_place, c.field FROM corrections c JOIN articles a ON a.name = c.article
        WHERE c.undone_at IS NULL AND c.first_place IS NOT NULL AND c.last_place IS NOT NULL ORDER BY c.id";
    for row in database.rows(sql, &[])? {
        if Field::named(row.text(3)?).is_none_or(Field::is_of_position) {
            continue;
        }
        let place = (row.int(1)?, row.int(2)?);
        let place = (u32::try_from(place.0).unwrap_or(0), u32::try_from(place.1).unwrap_or(0));
        let statements = database
            .rows("SELECT id, spans FROM statements WHERE article = $1 ORDER BY id", values![row.int(0)?])?;
        let hulls = statements.iter().map(|row| rows::hull(row.text(1).ok()?));
        if let Some(at) = most_alike(hulls, place) {
            database
                .run("UPDATE statements SET worth = NULL WHERE id = $1", values![statements[at].int(0)?])?;
        }
    }
    Ok(())
}

/// Makes the tables of a new library, or brings an older one up to this version.
///
/// # Errors
/// When a later version of the program made it, or it cannot be written to.
pub(crate) fn bring_up(database: &mut dyn Database) -> Result<()> {
    if version(database)? == VERSION {
        return Ok(());
    }
    loop {
        database.begin()?;
        let step = step(database);
        match step {
            Ok(more) => {
                database.commit()?;
                if !more {
                    return Ok(());
                }
            }
            Err(error) => {
                database.roll_back();
                return Err(error);
            }
        }
    }
}

/// Brings an older library up to this version, and leaves a place alone that holds none.
///
/// # Errors
/// As [`bring_up`].
pub(crate) fn bring_up_older(database: &mut dyn Database) -> Result<()> {
    if version(database)? == 0 { Ok(()) } else { bring_up(database) }
}

/// Refuses what cannot be read as it stands.
///
/// # Errors
/// When the library is of another version: it is not changed by who only reads.
pub(crate) fn check(database: &mut dyn Database, place: &str) -> Result<()> {
    match version(database)? {
        0 => Err(LibraryError::new(
            LibraryErrorKind::NotALibrary,
            format!("{place}: there is no library in it yet; sayso ingest makes one"),
        )),
        VERSION => Ok(()),
        older if older < VERSION => Err(LibraryError::new(
            LibraryErrorKind::ReadOnly,
            format!(
                "{place}: this library is of the older version {older}; sayso ingest --library {place} brings it up to {VERSION}"
            ),
        )),
        newer => Err(newer_error(newer).at(place)),
    }
}

fn newer_error(version: i64) -> LibraryError {
    let message = format!(
        "this library is of version {version}, made by a later sayso; this one reads versions up to {VERSION}. Nothing in it was touched; use the later sayso"
    );
    LibraryError::new(LibraryErrorKind::Newer, message)
}

/// One step up; whether there may be more. Another program may have made it in the meantime.
fn step(database: &mut dyn Database) -> Result<bool> {
    if database.dialect() == Dialect::Postgres {
        // Two that start at once make the tables one after the other.
        database.rows("SELECT 1 FROM (SELECT pg_advisory_xact_lock(8315178), 1) AS locked", &[])?;
    }
    let from = version(database)?;
    if from > VERSION {
        return Err(newer_error(from));
    }
    let Some(script) = STEPS.get(usize::try_from(from).unwrap_or(usize::MAX)) else { return Ok(false) };
    if database.dialect() == Dialect::Postgres && from == 0 {
        database.script("CREATE SCHEMA IF NOT EXISTS sayso; CREATE TABLE sayso.version (number BIGINT NOT NULL); INSERT INTO sayso.version VALUES (0)")?;
    }
    database.script(&in_dialect(script, database.dialect()))?;
    fill(database, from + 1)?;
    set_version(database, from + 1)?;
    Ok(from + 1 < VERSION)
}

fn version(database: &mut dyn Database) -> Result<i64> {
    match database.dialect() {
        Dialect::Sqlite => database.rows("PRAGMA user_version", &[])?[0].int(0),
        Dialect::Postgres => {
            let found = database.rows(
                "SELECT 1::bigint FROM information_schema.tables WHERE table_schema = 'sayso' AND table_name = 'version'",
                &[],
            )?;
            if found.is_empty() {
                return Ok(0);
            }
            database.rows("SELECT number FROM sayso.version", &[])?[0].int(0)
        }
    }
}

fn set_version(database: &mut dyn Database, version: i64) -> Result<()> {
    match database.dialect() {
        Dialect::Sqlite => database
            .script(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version}")),
        Dialect::Postgres => {
            let values: &[Value] = values![version];
            database.run("UPDATE sayso.version SET number = $1", values).map(|_| ())
        }
    }
}

fn in_dialect(script: &str, dialect: Dialect) -> String {
    let (id, bytes, alone, words) = match dialect {
        Dialect::Sqlite => (
            "INTEGER PRIMARY KEY",
            "BLOB",
            " WITHOUT ROWID",
            "CREATE VIRTUAL TABLE {name} USING fts5 (words, content='', contentless_delete=1, tokenize='ascii');",
        ),
        Dialect::Postgres => (
            "BIGSERIAL PRIMARY KEY",
            "BYTEA",
            "",
            "CREATE TABLE {name} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL); CREATE INDEX {name}_words ON {name} USING GIN (words);",
        ),
    };
    let mut out = String::with_capacity(script.len());
    let mut rest = script.replace("{id}", id).replace("{bytes}", bytes).replace("{index alone}", alone);
    rest = rest.replace("{day added}", &dialect.day_of("added"));
    while let Some((before, after)) = rest.split_once("{words ") {
        out += before;
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out += &words.replace("{name}", name);
        rest = after.to_owned();
    }
    out + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_is_left() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            for script in STEPS {
                let script = in_dialect(script, dialect);
                assert!(!script.contains('{') && script.contains("_words "), "{script}");
            }
        }
    }
}
