//! What does a library ask of a database?
//!
//! Both stores speak the same SQL here: the part that SQLite and PostgreSQL share, with `$1`, `$2` … for values. Where they differ (row numbers, bytes, full text), [`Dialect`] tells which one it is.

use crate::error::{LibraryError, LibraryErrorKind, Result};

/// A value in a row or a question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The function that tells where in a text another one begins, from 1; 0 where it is nowhere.
    pub(crate) fn find(self) -> &'static str {
        match self {
            Dialect::Sqlite => "instr",
            Dialect::Postgres => "strpos",
        }
    }

    /// The day, in UTC, of a time in seconds since 1970: `YYYY-MM-DD`.
    pub(crate) fn day_of(self, seconds: &str) -> String {
        match self {
            Dialect::Sqlite => format!("date({seconds}, 'unixepoch')"),
            Dialect::Postgres => {
                format!("to_char(to_timestamp(CAST({seconds} AS BIGINT)) AT TIME ZONE 'UTC', 'YYYY-MM-DD')")
            }
        }
    }
}

/// A connection. Every call is a transaction of its own between [`Database::begin`] and [`Database::commit`].
pub(crate) trait Database: Send {
    fn dialect(&self) -> Dialect;

    /// Runs several statements that take no values.
    fn script(&mut self, sql: &str) -> Result<()>;

    /// Runs one statement; gives the number of rows it changed.
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64>;

    /// The rows that a question gives.
    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>>;

    /// Begins a transaction that will write.
    fn begin(&mut self) -> Result<()>;

    fn commit(&mut self) -> Result<()>;

    /// Gives up a transaction; never fails, since it is called when something has.
    fn roll_back(&mut self);
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    fn get(&self, column: usize) -> &Value {
        self.0.get(column).unwrap_or(&Value::Null)
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        match self.get(column) {
            Value::Int(number) => Ok(*number),
            other => Err(unexpected(column, "a whole number", other)),
        }
    }

    pub(crate) fn real(&self, column: usize) -> Result<f64> {
        match self.get(column) {
            Value::Real(number) => Ok(*number),
            Value::Int(number) => Ok(*number as f64),
            other => Err(unexpected(column, "a number", other)),
        }
    }

    /// A count: never below nothing.
    pub(crate) fn count(&self, column: usize) -> Result<u64> {
        self.int(column).map(|number| u64::try_from(number).unwrap_or_default())
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str> {
        match self.get(column) {
            Value::Text(text) => Ok(text),
            other => Err(unexpected(column, "text", other)),
        }
    }

    pub(crate) fn string(&self, column: usize) -> Result<String> {
        self.text(column).map(str::to_owned)
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<&str>> {
        match self.get(column) {
            Value::Null => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    pub(crate) fn maybe_string(&self, column: usize) -> Result<Option<String>> {
        Ok(self.maybe_text(column)?.map(str::to_owned))
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        match self.get(column) {
            Value::Null => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    pub(crate) fn blob(&self, column: usize) -> Result<&[u8]> {
        match self.get(column) {
            Value::Blob(bytes) => Ok(bytes),
            other => Err(unexpected(column, "bytes", other)),
        }
    }
}

fn unexpected(column: usize, wanted: &str, found: &Value) -> LibraryError {
    let found = match found {
        Value::Null => "nothing",
        Value::Int(_) => "a whole number",
        Value::Real(_) => "a number",
        Value::Text(_) => "text",
        Value::Blob(_) => "bytes",
    };
    let message =
        format!("the library holds {found} where {wanted} should stand (column {column}); run sayso verify");
    LibraryError::new(LibraryErrorKind::Damaged, message)
}

/// A question to the database under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub(crate) conditions: Vec<String>,
    pub(crate) values: Vec<Value>,
}

impl Question {
    pub(crate) fn mark(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    pub(crate) fn where_is(&mut self, column: &str, value: impl Into<Value>) {
        let mark = self.mark(value);
        self.conditions.push(format!("{column} = {mark}"));
    }

    pub(crate) fn one_of(&mut self, column: &str, wanted: &[String]) {
        if wanted.is_empty() {
            return;
        }
        let marks: Vec<String> = wanted.iter().map(|value| self.mark(value.as_str())).collect();
        self.conditions.push(format!("{column} IN ({})", marks.join(", ")));
    }

    pub(crate) fn all(&self) -> String {
        if self.conditions.is_empty() { "1 = 1".to_owned() } else { self.conditions.join(" AND ") }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Real(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Int(i64::from(yes))
    }
}

impl From<&str> for Value {
    /// PostgreSQL keeps no NUL in its texts; nor does any article mean one.
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Value {
        Value::Blob(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// The values of a question, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::database::Value::from($value)),*][..] };
}
pub(crate) use values;
