//! Rows for other programs, as Parquet.
//!
//! What a command puts out as rows (search results, a network's edges) can be opened with pandas, R, DuckDB or
//! Spark without a guess at types. Which columns there are is the command's promise; this module only writes
//! them.

use std::fmt;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

/// So many rows make a group, which readers take in as a whole.
const GROUP: usize = 1 << 16;

/// One column of a table: a name and a value, or none, for each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name, which no other column of the table has.
    pub name: String,
    /// The values, in the order of the rows.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// Words, as UTF-8.
    Text(Vec<Option<String>>),
    /// Whole numbers, of 64 bits.
    Integer(Vec<Option<i64>>),
    /// Numbers with a fraction, of 64 bits.
    Real(Vec<Option<f64>>),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Integer(values) => values.len(),
            Values::Real(values) => values.len(),
        }
    }

    fn physical(&self) -> Physical {
        match self {
            Values::Text(_) => Physical::BYTE_ARRAY,
            Values::Integer(_) => Physical::INT64,
            Values::Real(_) => Physical::DOUBLE,
        }
    }
}

/// Writes a table as a Parquet file, packed with Snappy, in groups of 65,536 rows.
///
/// # Errors
/// [`TableErrorKind::Shape`] when there is no column, two have one name, or they are not of one length;
/// [`TableErrorKind::Io`] when `out` cannot be written to.
///
/// ```
/// use sayso_wire::{Column, Values, write_parquet};
/// let columns = [
///     Column { name: "speaker".to_owned(), values: Values::Text(vec![Some("Ada Ott".to_owned()), None]) },
///     Column { name: "times".to_owned(), values: Values::Integer(vec![Some(3), Some(1)]) },
/// ];
/// let mut file = Vec::new();
/// write_parquet(&columns, &mut file)?;
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), sayso_wire::TableError>(())
/// ```
pub fn write_parquet(columns: &[Column], out: impl Write + Send) -> Result<(), TableError> {
    let rows = shape(columns)?;
    let schema = Arc::new(schema(columns)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("sayso ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    for start in (0..rows).step_by(GROUP) {
        let end = rows.min(start + GROUP);
        let mut group = writer.next_row_group()?;
        for column in columns {
            if let Some(out) = group.next_column()? {
                write_column(out, &column.values, start..end)?;
            }
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

/// The number of rows, where it makes sense.
fn shape(columns: &[Column]) -> Result<usize, TableError> {
    let wrong = |message: String| Err(TableError { kind: TableErrorKind::Shape, message });
    let Some(first) = columns.first() else { return wrong("a table has to have a column".to_owned()) };
    for (number, column) in columns.iter().enumerate() {
        let (name, length) = (&column.name, column.values.len());
        if length != first.values.len() {
            let (other, rows) = (&first.name, first.values.len());
            return wrong(format!("the column \"{name}\" has {length} rows, \"{other}\" {rows}"));
        }
        if columns[..number].iter().any(|before| before.name == *name) {
            return wrong(format!("two columns are called \"{name}\""));
        }
    }
    Ok(first.values.len())
}

fn schema(columns: &[Column]) -> Result<Type, ParquetError> {
    let field = |column: &Column| {
        let logical = matches!(column.values, Values::Text(_)).then_some(LogicalType::String);
        let field = Type::primitive_type_builder(&column.name, column.values.physical())
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("table").with_fields(fields).build()
}

fn write_column(
    mut out: SerializedColumnWriter<'_>,
    values: &Values,
    rows: std::ops::Range<usize>,
) -> Result<(), ParquetError> {
    match values {
        Values::Text(values) => {
            put::<ByteArrayType, _>(&mut out, &values[rows], |text| ByteArray::from(text.as_str()))?;
        }
        Values::Integer(values) => put::<Int64Type, _>(&mut out, &values[rows], |value| *value)?,
        Values::Real(values) => put::<DoubleType, _>(&mut out, &values[rows], |value| *value)?,
    }
    out.close()
}

fn put<T: DataType, V>(
    out: &mut SerializedColumnWriter<'_>,
    values: &[Option<V>],
    value: impl Fn(&V) -> T::T,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let there: Vec<T::T> = values.iter().flatten().map(value).collect();
    out.typed::<T>().write_batch(&there, Some(&levels), None).map(drop)
}

/// Why a table could not be written.
#[derive(Debug)]
pub struct TableError {
    kind: TableErrorKind,
    message: String,
}

/// The kinds of [`TableError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableErrorKind {
    /// The columns make no table.
    Shape,
    /// It could not be written to where it should go.
    Io,
}

impl TableError {
    /// Which kind.
    pub fn kind(&self) -> TableErrorKind {
        self.kind
    }
}

impl From<ParquetError> for TableError {
    fn from(error: ParquetError) -> TableError {
        let message = format!("the table could not be written: {error}");
        TableError { kind: TableErrorKind::Io, message }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TableError {}

#[cfg(test)]
mod tests {
    use std::io;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use proptest::prelude::*;

    use super::*;

    /// The file read again, by the crate's own slow way.
    fn read(bytes: Vec<u8>, columns: &[Column]) -> Vec<Column> {
        let mut out: Vec<Column> = columns.to_vec();
        for column in &mut out {
            match &mut column.values {
                Values::Text(values) => values.clear(),
                Values::Integer(values) => values.clear(),
                Values::Real(values) => values.clear(),
            }
        }
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        for row in reader.get_row_iter(None).unwrap() {
            for ((name, field), column) in row.unwrap().get_column_iter().zip(&mut out) {
                assert_eq!(name, &column.name);
                match (field, &mut column.values) {
                    (Field::Str(text), Values::Text(values)) => values.push(Some(text.clone())),
                    (Field::Long(number), Values::Integer(values)) => values.push(Some(*number)),
                    (Field::Double(number), Values::Real(values)) => values.push(Some(*number)),
                    (Field::Null, Values::Text(values)) => values.push(None),
                    (Field::Null, Values::Integer(values)) => values.push(None),
                    (Field::Null, Values::Real(values)) => values.push(None),
                    (field, _) => panic!("{field:?}"),
                }
            }
        }
        out
    }

    fn column(name: &str, values: Values) -> Column {
        Column { name: name.to_owned(), values }
    }

    fn there_and_back(columns: &[Column]) {
        let mut bytes = Vec::new();
        write_parquet(columns, &mut bytes).unwrap();
        assert!(read(bytes, columns) == columns);
    }

    #[test]
    fn more_rows_than_a_group_holds() {
        let numbers: Vec<Option<i64>> =
            (0..70_000).map(|number| (number % 3 != 0).then_some(number)).collect();
        there_and_back(&[column("n", Values::Integer(numbers))]);
        there_and_back(&[column("n", Values::Real(Vec::new()))]);
    }

    #[test]
    fn what_is_no_table_is_told() {
        let text = |name: &str, count: usize| column(name, Values::Text(vec![None; count]));
        for (columns, words) in [
            (vec![], "has to have a column"),
            (vec![text("a", 1), text("b", 2)], "\"b\" has 2 rows, \"a\" 1"),
            (vec![text("a", 1), text("a", 1)], "two columns"),
        ] {
            let error = write_parquet(&columns, Vec::new()).unwrap_err();
            assert!(error.kind() == TableErrorKind::Shape && error.to_string().contains(words), "{error}");
        }
    }

    #[test]
    fn a_full_disk_is_told() {
        struct Full;
        impl io::Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = write_parquet(&[column("a", Values::Integer(vec![Some(1)]))], Full).unwrap_err();
        assert_eq!(error.kind(), TableErrorKind::Io);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in proptest::collection::vec(
            (any::<Option<String>>(), any::<Option<i64>>(), proptest::option::of(-1e300..1e300)), 0..50,
        )) {
            there_and_back(&[
                column("é \"x\"", Values::Text(rows.iter().map(|row| row.0.clone()).collect())),
                column("i", Values::Integer(rows.iter().map(|row| row.1).collect())),
                column("r", Values::Real(rows.iter().map(|row| row.2).collect())),
            ]);
        }
    }
}
