//! Which tables does a library have, and how does an older one become a newer one?
//!
//! [`STEPS`] holds one script a version, in the SQL that both databases share, with marks where they differ. A new library
//! runs all of them, an older one those that it lacks, each in one transaction with its number: a library is of one version
//! or of the next, never between. A script that was released is never changed; what is wanted otherwise is a step more.

use crate::database::{Database, Dialect, Value, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::sqlite::APPLICATION;

/// The version of the schema that this program makes and reads.
pub const VERSION: i64 = STEPS.len() as i64;

/// What leads from each version to the next. `{id}` is a number that the database gives, `{bytes}` a string of bytes,
/// `{index alone}` says that a table is nothing but its index, `{words NAME}` a table of words to be searched, which has one row a row of another table and its number.
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
"];

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
                assert!(!script.contains('{') && script.contains("statement_words"), "{script}");
            }
        }
    }
}
