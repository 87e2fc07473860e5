//! A library in one file.
//!
//! Write-ahead logging, so that readers never wait for a writer; every commit is on the disk before it is reported. The
//! file carries an application id, so that what is no library is refused before anything in it is touched.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::{Null, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};

use crate::database::{Database, Dialect, Row, Value};
use crate::error::{LibraryError, LibraryErrorKind, Result};

/// "says", as SQLite's application id in the file's header.
pub(crate) const APPLICATION: i64 = 0x7361_7973;

/// Another writer is waited for that long.
const PATIENCE: Duration = Duration::from_secs(30);

/// Prepared statements that are kept.
const PREPARED: usize = 128;

pub(crate) struct Sqlite {
    connection: Connection,
    place: String,
}

/// What a library is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// To be read; it has to be there.
    Read,
    /// To be read and written; it has to be there.
    Write,
    /// To be read and written; it is made where there is none.
    Create,
}

impl Sqlite {
    /// Opens a file. Whether it is a library is looked at, its version is not.
    ///
    /// # Errors
    /// See [`LibraryErrorKind`].
    pub(crate) fn open(path: &Path, access: Access) -> Result<Sqlite> {
        let place = path.display().to_string();
        if access != Access::Create && !path.exists() {
            let message = format!(
                "{place}: there is no library of that name; sayso ingest --library {place} INPUT makes one"
            );
            return Err(LibraryError::new(LibraryErrorKind::NotFound, message));
        }
        if path.is_dir() {
            let message =
                format!("{place}: this is a folder; --library names a file in it, such as {place}/sayso.db");
            return Err(LibraryError::new(LibraryErrorKind::NotALibrary, message));
        }
        let base = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let flags = base
            | match access {
                Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
                Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
                Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            };
        let connection = Connection::open_with_flags(path, flags).map_err(|error| explain(&place, error))?;
        let mut sqlite = Sqlite { connection, place };
        if sqlite.prepare(access).is_err() && access == Access::Read {
            // In a folder that may not be written to, the log cannot be made: the file is taken as nobody writes to it.
            let address = format!("file:{}?immutable=1", escaped(path));
            let flags = base | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            let connection =
                Connection::open_with_flags(address, flags).map_err(|error| explain(&sqlite.place, error))?;
            sqlite.connection = connection;
            sqlite.prepare(access)?;
            return Ok(sqlite);
        }
        sqlite.prepare(access)?;
        Ok(sqlite)
    }

    fn prepare(&mut self, access: Access) -> Result<()> {
        self.connection.set_prepared_statement_cache_capacity(PREPARED);
        self.wrap(self.connection.busy_timeout(PATIENCE))?;
        self.check_is_library()?;
        if access != Access::Read {
            // The log survives a kill; FULL puts each commit on the disk, so that it survives a power cut too.
            self.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        }
        // What is read through a map is the system's memory; a writer's would look like the program's own.
        let map = if access == Access::Read { 1 << 30 } else { 0 };
        self.script(&format!(
            "PRAGMA cache_size = -32768; PRAGMA mmap_size = {map}; PRAGMA temp_store = MEMORY;"
        ))
    }

    /// An empty file is one that is being made.
    fn check_is_library(&mut self) -> Result<()> {
        let application = self.rows("PRAGMA application_id", &[])?[0].int(0)?;
        if application == APPLICATION {
            return Ok(());
        }
        let tables = self.rows("SELECT count(*) FROM sqlite_master", &[])?[0].int(0)?;
        if application == 0 && tables == 0 {
            return Ok(());
        }
        let message = format!(
            "{}: this is a database, but no library of sayso; nothing in it was touched. Give --library another name",
            self.place
        );
        Err(LibraryError::new(LibraryErrorKind::NotALibrary, message))
    }

    fn wrap<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| explain(&self.place, error))
    }
}

/// A path as part of an address: what has a meaning there is written in hexadecimal.
fn escaped(path: &Path) -> String {
    let mut address = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'%' | b'?' | b'#' => address += &format!("%{byte:02x}"),
            byte if byte.is_ascii() => address.push(char::from(byte)),
            byte => address += &format!("%{byte:02x}"),
        }
    }
    address
}

/// What went wrong, where, and what to do.
fn explain(place: &str, error: rusqlite::Error) -> LibraryError {
    let code = error.sqlite_error_code();
    let (kind, message) = match code {
        Some(ErrorCode::NotADatabase) => {
            (LibraryErrorKind::NotALibrary, "this is no library of sayso; nothing in it was touched. Give --library another name".to_owned())
        }
        Some(ErrorCode::DatabaseCorrupt) => (
            LibraryErrorKind::Damaged,
            format!("the file is damaged ({error}); restore it from a copy, or ingest the articles into a new one"),
        ),
        Some(ErrorCode::DiskFull) => (
            LibraryErrorKind::Full,
            "no room is left on the disk; what was reported as stored is stored. Make room and run the same command again".to_owned(),
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (
            LibraryErrorKind::ReadOnly,
            "may be read but not written; allow writing to the file and its folder, or give --library another name".to_owned(),
        ),
        Some(ErrorCode::CannotOpen) => (
            LibraryErrorKind::NotFound,
            "could not be opened or made; check that the folder is there and may be written to".to_owned(),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            LibraryErrorKind::Busy,
            format!("another program has been writing for {} seconds; try again when it is done", PATIENCE.as_secs()),
        ),
        _ => (LibraryErrorKind::Database, format!("the database reports: {error}")),
    };
    LibraryError::new(kind, format!("{place}: {message}")).because(error)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Value::Null => Null.to_sql().map(|_| ToSqlOutput::Borrowed(ValueRef::Null)),
            Value::Int(number) => Ok(ToSqlOutput::Borrowed(ValueRef::Integer(*number))),
            Value::Real(number) => Ok(ToSqlOutput::Borrowed(ValueRef::Real(*number))),
            Value::Text(text) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Value::Blob(bytes) => Ok(ToSqlOutput::Borrowed(ValueRef::Blob(bytes))),
        }
    }
}

fn row(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Row> {
    let value = |column| -> rusqlite::Result<Value> {
        Ok(match row.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        })
    };
    (0..columns).map(value).collect::<rusqlite::Result<Vec<Value>>>().map(Row)
}

/// `$2` is a name in SQLite, numbered by where it is first used; `?2` is the second value wherever it stands.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl Database for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        self.wrap(self.connection.execute_batch(sql))
    }

    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let sql = &numbered(sql);
        let changed =
            self.connection.prepare_cached(sql).and_then(|mut q| q.execute(params_from_iter(values)));
        self.wrap(changed).map(|changed| changed as u64)
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let sql = &numbered(sql);
        let found = self.connection.prepare_cached(sql).and_then(|mut question| {
            let columns = question.column_count();
            let rows = question.query_map(params_from_iter(values), |found| row(found, columns))?;
            rows.collect()
        });
        self.wrap(found)
    }

    fn begin(&mut self) -> Result<()> {
        // At once for writing: two that read first and write later would lock each other out.
        self.script("BEGIN IMMEDIATE")
    }

    fn commit(&mut self) -> Result<()> {
        self.script("COMMIT")
    }

    fn roll_back(&mut self) {
        let _ = self.connection.execute_batch("ROLLBACK");
    }
}
