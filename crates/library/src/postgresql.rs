//! A library on a PostgreSQL server, for a team.
//!
//! All tables stand in a schema of their own, `sayso`, so that the database may hold other things. Several programs may
//! write at once.

use std::collections::HashMap;

use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use crate::database::{Database, Dialect, Row, Value};
use crate::error::{LibraryError, LibraryErrorKind, Result};

pub(crate) struct Postgres {
    client: Client,
    /// By their words: each is sent to be understood once.
    prepared: HashMap<String, Statement>,
    place: String,
}

type Failure = Box<dyn std::error::Error + Sync + Send>;

impl Postgres {
    /// Connects to the server at `url` (`postgres://user:password@host/database`).
    ///
    /// # Errors
    /// When there is no server or database, or the password is wrong.
    pub(crate) fn open(url: &str) -> Result<Postgres> {
        let place = without_password(url);
        let client = Client::connect(url, NoTls).map_err(|error| explain(&place, error))?;
        let mut postgres = Postgres { client, prepared: HashMap::new(), place };
        postgres.script(
            "SET client_min_messages = warning; SET search_path = sayso, public; SET standard_conforming_strings = on",
        )?;
        Ok(postgres)
    }
}

impl Postgres {
    /// The address, without the password.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|error| explain(&self.place, error))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// The address as it may be shown.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

fn explain(place: &str, error: postgres::Error) -> LibraryError {
    use LibraryErrorKind as Kind;
    let (kind, message) = match error.code() {
        Some(&SqlState::DISK_FULL) => (Kind::Full, "no room is left on the server's disk; what was reported as stored is stored. Make room and run the same command again".to_owned()),
        Some(&(SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION)) => {
            (Kind::NotFound, format!("the server refuses the user or the password ({}); check the address", in_full(&error)))
        }
        Some(&SqlState::INVALID_CATALOG_NAME) => {
            (Kind::NotFound, format!("{}; make the database first: createdb NAME", in_full(&error)))
        }
        Some(&(SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE)) => {
            (Kind::ReadOnly, format!("may not be written to ({}); ask for the right to create and write in it", in_full(&error)))
        }
        Some(&(SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW)) => gone(),
        Some(_) => (Kind::Database, format!("the server reports: {}", in_full(&error))),
        None if error.is_closed() => gone(),
        None => (Kind::NotFound, format!("could not be reached ({}); check the address and that the server runs", in_full(&error))),
    };
    LibraryError::new(kind, format!("{place}: {message}")).because(error)
}

fn gone() -> (LibraryErrorKind, String) {
    let message = "the connection to the server was lost; what was reported as stored is stored. Run the same command again when it is back";
    (LibraryErrorKind::Gone, message.to_owned())
}

fn in_full(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(error) => error.message().to_owned(),
        None => {
            let mut text = error.to_string();
            let mut cause = std::error::Error::source(error);
            while let Some(next) = cause {
                text += &format!(": {next}");
                cause = next.source();
            }
            text
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Failure> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(&Type::INT8, out),
            Value::Real(number) => number.to_sql(&Type::FLOAT8, out),
            Value::Text(text) if text.contains('\0') => {
                text.replace('\0', "\u{fffd}").to_sql(&Type::TEXT, out)
            }
            Value::Text(text) => text.as_str().to_sql(&Type::TEXT, out),
            Value::Blob(bytes) => bytes.as_slice().to_sql(&Type::BYTEA, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Value, Failure> {
        Ok(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::BOOL => Value::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Real(f64::from(f32::from_sql(ty, raw)?)),
            Type::BYTEA => Value::Blob(raw.to_vec()),
            _ => Value::Text(String::from_utf8(raw.to_vec())?),
        })
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Value, Failure> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Database for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(|error| explain(&self.place, error))
    }

    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        let statement = self.prepared(sql)?;
        self.client.execute(&statement, &values).map_err(|error| explain(&self.place, error))
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        let statement = self.prepared(sql)?;
        let found = self.client.query(&statement, &values).map_err(|error| explain(&self.place, error))?;
        let row = |row: &postgres::Row| (0..row.len()).map(|column| row.try_get(column)).collect();
        let rows: std::result::Result<Vec<Vec<Value>>, postgres::Error> = found.iter().map(row).collect();
        rows.map(|rows| rows.into_iter().map(Row).collect()).map_err(|error| explain(&self.place, error))
    }

    fn begin(&mut self) -> Result<()> {
        self.script("BEGIN")
    }

    fn commit(&mut self) -> Result<()> {
        self.script("COMMIT")
    }

    fn roll_back(&mut self) {
        let _ = self.client.batch_execute("ROLLBACK");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://ada:s3cret@db/news"), "postgres://ada@db/news");
        assert_eq!(without_password("postgres://ada:p@ss@db/news"), "postgres://ada@db/news");
        assert_eq!(without_password("postgres://db/news"), "postgres://db/news");
    }
}
