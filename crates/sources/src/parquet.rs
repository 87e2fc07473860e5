//! Parquet → articles, one a row.
//!
//! The columns are read side by side, some rows at a time, page by page: a file may be far larger than memory,
//! a page of it may not. The crate that decodes is foreign and the bytes are too, so a panic in it is a damaged
//! group of rows and no more.

use std::fmt;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::basic::{CompressionCodec as Codec, ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};
use sayso_domain::{Date, Note, NoteCode};

use crate::articles::Many;
use crate::columns::{self, Place};
use crate::{Columns, Options, SourceError, SourceErrorKind, Sourced};

/// So many rows are taken from each column at a time.
const ROWS: usize = 32;

/// Reads articles from a Parquet file, one a row; `options` tell which columns are what and how long a text may
/// be ([`Options::max_line`]).
///
/// The text is a column of strings; the others may be integers too, and `published` a date or a timestamp, of
/// which the day counts as it is written (in UTC, for those that say so). An article without an id is named
/// after its row ("row-7"). Packed with Snappy, gzip, Zstandard or not at all; other packings are not read.
///
/// Yields a [`SourceError`] for each row that is too long and for each group of rows that is damaged, and goes
/// on behind it.
///
/// # Errors
/// [`BrokenRecord`](SourceErrorKind::BrokenRecord) when it is no Parquet file or its directory is damaged,
/// [`MissingColumn`](SourceErrorKind::MissingColumn) when no column is the text, or one that `options` name is not
/// there or of a type that cannot be read.
///
/// ```
/// let error = sayso_sources::read_parquet(b"text\nno\n".to_vec(), &sayso_sources::Options::default()).unwrap_err();
/// assert!(error.to_string().starts_with("this is no whole Parquet file"), "{error}");
/// ```
pub fn read_parquet(bytes: Vec<u8>, options: &Options) -> Result<Parquet, SourceError> {
    Parquet::new(Bytes::from(bytes), options)
}

/// The same of a file, of which only what is asked for is read.
///
/// # Errors
/// As [`read_parquet`].
pub fn read_parquet_file(file: File, options: &Options) -> Result<Parquet, SourceError> {
    Parquet::new(file, options)
}

/// The articles of a Parquet file, in order; made by [`read_parquet`].
pub struct Parquet {
    reader: Box<dyn FileReader>,
    /// The columns that are read, by their number.
    places: Vec<(Place, usize, Meaning)>,
    max: u64,
    /// The group to be opened next, and how many rows stand before it.
    group: usize,
    before: u64,
    columns: Vec<Column>,
    /// The number of the row last read, from 1.
    row: u64,
    is_named: bool,
}

impl fmt::Debug for Parquet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parquet")
            .field("places", &self.places)
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Words,
    Number,
    /// Days since 1970.
    Days,
    /// So many to a day, since 1970.
    Ticks(i64),
}

/// One column of the group that is being read.
struct Column {
    place: Place,
    meaning: Meaning,
    reader: ColumnReader,
    is_optional: bool,
    /// The next values, the first one last.
    cells: Vec<Option<Cell>>,
}

enum Cell {
    Words(ByteArray),
    Number(i64),
}

impl Parquet {
    fn new<R: ChunkReader + 'static>(source: R, options: &Options) -> Result<Parquet, SourceError> {
        let options = options.within_bounds();
        let reader = guarded(|| SerializedFileReader::new(source)).map_err(|why| {
            broken(format!("this is no whole Parquet file ({why}); copy it again, or give the table as CSV"))
        })?;
        let places = places(reader.metadata().file_metadata().schema_descr(), &options.columns)?;
        unpackable(reader.metadata(), &places)?;
        Ok(Parquet {
            reader: Box::new(reader),
            places,
            max: options.max_line,
            group: 0,
            before: 0,
            columns: Vec::new(),
            row: 0,
            is_named: false,
        })
    }

    /// Has the next rows ready; `false` at the end of the file.
    fn advance(&mut self) -> Result<bool, SourceError> {
        loop {
            if self.columns.iter().any(|column| !column.cells.is_empty()) {
                return Ok(true);
            }
            if self.columns.is_empty() {
                if self.group == self.reader.num_row_groups() {
                    return Ok(false);
                }
                self.open_group().map_err(|why| self.give_up(&why))?;
            }
            let columns = &mut self.columns;
            if let Err(why) = guarded(|| columns.iter_mut().try_for_each(Column::refill)) {
                return Err(self.give_up(&why));
            }
            let count = self.columns.first().map_or(0, |column| column.cells.len());
            if self.columns.iter().any(|column| column.cells.len() != count) {
                return Err(self.give_up("its columns are not of one length"));
            }
            if count == 0 {
                let early = self.row < self.before;
                if early {
                    return Err(self.give_up("it ends too early"));
                }
                self.columns.clear();
            }
        }
    }

    fn open_group(&mut self) -> Result<(), String> {
        let number = self.group;
        self.group += 1;
        self.row = self.before;
        let rows = self.reader.metadata().row_group(number).num_rows();
        self.before = self.before.saturating_add(u64::try_from(rows).unwrap_or(0));
        let (reader, places) = (&self.reader, &self.places);
        self.columns = guarded(|| {
            let group = reader.get_row_group(number)?;
            let column = |&(place, number, meaning): &(Place, usize, Meaning)| {
                let is_optional = group.metadata().column(number).column_descr().max_def_level() > 0;
                let reader = group.get_column_reader(number)?;
                Ok(Column { place, meaning, reader, is_optional, cells: Vec::new() })
            };
            places.iter().map(column).collect()
        })?;
        Ok(())
    }

    /// An error of the group that is being read, the rest of which is passed over.
    fn give_up(&mut self, why: &str) -> SourceError {
        self.columns.clear();
        let (next, last) = (self.row + 1, self.before);
        self.row = self.before;
        let message =
            format!("rows up to {last} cannot be read ({why}); copy the file again, or write it anew");
        broken(message).at_record(next, None)
    }

    fn article(&mut self) -> Result<Sourced, SourceError> {
        self.row += 1;
        self.is_named = true;
        let cells: Vec<(Place, Meaning, Option<Cell>)> = self
            .columns
            .iter_mut()
            .map(|column| (column.place, column.meaning, column.cells.pop().flatten()))
            .collect();
        let length = |cell: &Option<Cell>| match cell {
            Some(Cell::Words(words)) => words.len() as u64,
            _ => 0,
        };
        if cells.iter().any(|(_, _, cell)| length(cell) > self.max) {
            let message = format!("a value of the row is over {} bytes long; split it", self.max);
            return Err(SourceError::new(SourceErrorKind::LineTooLong, message).at_record(self.row, None));
        }
        let mut notes = Vec::new();
        let mut value = |place: Place| {
            let (_, meaning, cell) = cells.iter().find(|(known, _, _)| *known == place)?;
            said(*meaning, cell.as_ref()?, &mut notes)
        };
        let values: Vec<(Place, Option<String>)> = Place::ALL.map(|place| (place, value(place))).into();
        let value = |place: Place| values.iter().find(|(known, _)| *known == place)?.1.clone();
        let (sourced, is_named) = columns::article(value, self.row, notes);
        self.is_named = is_named;
        Ok(sourced)
    }
}

impl Iterator for Parquet {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.advance() {
            Ok(true) => Some(self.article()),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl Many for Parquet {
    fn number_of_last(&self) -> Option<u64> {
        (!self.is_named).then_some(self.row)
    }
}

impl Column {
    fn refill(&mut self) -> Result<(), ParquetError> {
        let is_optional = self.is_optional;
        let number = |value: i64| Cell::Number(value);
        self.cells = match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => cells(reader, is_optional, Cell::Words)?,
            ColumnReader::Int32ColumnReader(reader) => {
                cells(reader, is_optional, |value| number(value.into()))?
            }
            ColumnReader::Int64ColumnReader(reader) => cells(reader, is_optional, number)?,
            ColumnReader::Int96ColumnReader(reader) => {
                cells(reader, is_optional, |value| number(value.to_seconds()))?
            }
            _ => {
                return Err(ParquetError::General(
                    "a column is of another type than the file says".to_owned(),
                ));
            }
        };
        self.cells.reverse();
        Ok(())
    }
}

/// The next values of a column of whatever type.
fn cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    is_optional: bool,
    cell: impl Fn(T::T) -> Cell,
) -> Result<Vec<Option<Cell>>, ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    reader.read_records(ROWS, is_optional.then_some(&mut levels), None, &mut values)?;
    let mut values = values.into_iter();
    if !is_optional {
        return Ok(values.map(|value| Some(cell(value))).collect());
    }
    // At the top of a table there is one level: there or not.
    Ok(levels.into_iter().map(|level| if level > 0 { values.next().map(&cell) } else { None }).collect())
}

/// A value as words.
fn said(meaning: Meaning, cell: &Cell, notes: &mut Vec<Note>) -> Option<String> {
    match (cell, meaning) {
        (Cell::Words(words), _) => {
            let text = String::from_utf8_lossy(words.data());
            if matches!(text, std::borrow::Cow::Owned(_)) && notes.is_empty() {
                let message = "bytes that are no valid UTF-8 were replaced by U+FFFD";
                notes.push(Note::new(NoteCode::InvalidBytes, message));
            }
            Some(text.into_owned())
        }
        (Cell::Number(days), Meaning::Days) => {
            Some(day(*days).map_or(days.to_string(), |day| day.to_string()))
        }
        (Cell::Number(ticks), Meaning::Ticks(to_a_day)) => {
            Some(day(ticks.div_euclid(to_a_day)).map_or(ticks.to_string(), |day| day.to_string()))
        }
        (Cell::Number(number), _) => Some(number.to_string()),
    }
}

/// The day so many days after the first of 1970.
fn day(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// The columns that are to be read.
fn places(schema: &SchemaDescriptor, wanted: &Columns) -> Result<Vec<(Place, usize, Meaning)>, SourceError> {
    let fields = schema.root_schema().get_fields();
    let names: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let mut places = Vec::new();
    for (place, number) in wanted.places(&names)? {
        let leaf = (0..schema.num_columns()).find(|&leaf| {
            let column = schema.column(leaf);
            column.path().parts() == &names[number..=number] && column.max_rep_level() == 0
        });
        match leaf.and_then(|leaf| Some((leaf, meaning(place, &schema.column(leaf))?))) {
            Some((leaf, meaning)) => places.push((place, leaf, meaning)),
            None if place == Place::Text || wanted.is_given(place) => {
                let found = leaf.map_or("a list or a group".to_owned(), |leaf| {
                    schema.column(leaf).physical_type().to_string()
                });
                let needed =
                    if place == Place::Text { "strings" } else { "strings, integers or, for the day, dates" };
                let message =
                    format!("the column \"{}\" holds {found}; it has to hold {needed}", names[number]);
                return Err(SourceError::new(SourceErrorKind::MissingColumn, message));
            }
            // Called as usual, but something else.
            None => (),
        }
    }
    Ok(places)
}

/// Checks that all columns can be unpacked, lest each group of rows says the same.
fn unpackable(about: &ParquetMetaData, places: &[(Place, usize, Meaning)]) -> Result<(), SourceError> {
    for group in about.row_groups() {
        for column in places.iter().filter_map(|(_, number, _)| group.columns().get(*number)) {
            let codec = column.compression_codec();
            if !matches!(codec, Codec::UNCOMPRESSED | Codec::SNAPPY | Codec::GZIP | Codec::ZSTD) {
                let message = format!(
                    "it is packed with {codec}, which is not read; write it with Snappy, gzip or Zstandard"
                );
                return Err(SourceError::new(SourceErrorKind::Unsupported, message));
            }
        }
    }
    Ok(())
}

const SECONDS: i64 = 86_400;

fn meaning(place: Place, column: &ColumnDescriptor) -> Option<Meaning> {
    let logical = column.logical_type_ref();
    match column.physical_type() {
        Physical::BYTE_ARRAY => Some(Meaning::Words),
        _ if place == Place::Text => None,
        Physical::INT96 => Some(Meaning::Ticks(SECONDS)),
        Physical::INT32 if matches!(logical, Some(LogicalType::Date)) => Some(Meaning::Days),
        Physical::INT32 if column.converted_type() == ConvertedType::DATE => Some(Meaning::Days),
        Physical::INT64 => Some(match (logical, column.converted_type()) {
            (Some(LogicalType::Timestamp(stamp)), _) => Meaning::Ticks(match stamp.unit {
                TimeUnit::MILLIS => SECONDS * 1_000,
                TimeUnit::MICROS => SECONDS * 1_000_000,
                TimeUnit::NANOS => SECONDS * 1_000_000_000,
            }),
            (_, ConvertedType::TIMESTAMP_MILLIS) => Meaning::Ticks(SECONDS * 1_000),
            (_, ConvertedType::TIMESTAMP_MICROS) => Meaning::Ticks(SECONDS * 1_000_000),
            _ => Meaning::Number,
        }),
        Physical::INT32 => Some(Meaning::Number),
        _ => None,
    }
}

fn broken(message: String) -> SourceError {
    SourceError::new(SourceErrorKind::BrokenRecord, message)
}

/// What `read` gives, an error or a panic of it in words.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("its bytes make no sense".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::basic::{Compression, ZstdLevel};
    use parquet::data_type::{ByteArrayType, DoubleType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    enum Filled<'a> {
        Words(&'a [Option<&'a str>]),
        Int(&'a [i32]),
        Long(&'a [i64]),
        Double(&'a [f64]),
    }

    /// A file of the given groups of columns.
    fn file(schema: &str, compression: Compression, groups: &[&[Filled<'_>]]) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
        for group in groups {
            let mut out = writer.next_row_group().unwrap();
            for filled in *group {
                let mut column = out.next_column().unwrap().unwrap();
                match filled {
                    Filled::Words(words) => {
                        let levels: Vec<i16> = words.iter().map(|word| i16::from(word.is_some())).collect();
                        let values: Vec<ByteArray> =
                            words.iter().flatten().map(|&word| word.into()).collect();
                        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
                    }
                    Filled::Int(values) => {
                        column.typed::<Int32Type>().write_batch(values, None, None).unwrap();
                    }
                    Filled::Long(values) => {
                        column.typed::<Int64Type>().write_batch(values, None, None).unwrap();
                    }
                    Filled::Double(values) => {
                        column.typed::<DoubleType>().write_batch(values, None, None).unwrap();
                    }
                }
                column.close().unwrap();
            }
            out.close().unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn read(bytes: Vec<u8>, columns: &str) -> Vec<Result<Sourced, SourceError>> {
        let mut options = Options::default();
        if !columns.is_empty() {
            options.columns = columns.parse().unwrap();
        }
        read_parquet(bytes, &options).unwrap().collect()
    }

    const SCHEMA: &str = "message table { optional binary body (STRING); required int64 id; required int32 day (DATE); \
        required int64 at (TIMESTAMP(MICROS,true)); required double size; }";

    fn small(compression: Compression) -> Vec<u8> {
        let first = [
            Filled::Words(&[Some("He said no."), None, Some("Yes.\n")]),
            Filled::Long(&[7, 8, 9]),
            Filled::Int(&[16_698, -1, i32::MAX]),
            Filled::Long(&[1_442_750_400_000_000, -1, i64::MAX]),
            Filled::Double(&[0.5, 1.0, 2.0]),
        ];
        let second = [
            Filled::Words(&[Some("Naïve.")]),
            Filled::Long(&[10]),
            Filled::Int(&[16_698]),
            Filled::Long(&[0]),
            Filled::Double(&[0.5]),
        ];
        file(SCHEMA, compression, &[&first, &second])
    }

    #[test]
    fn strings_numbers_dates_and_nothing() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(parquet::basic::GzipLevel::default()),
            Compression::ZSTD(ZstdLevel::default()),
        ] {
            let read = read(small(compression), "");
            let sourced = |number: usize| read[number].as_ref().unwrap();
            let day = |number: usize| sourced(number).article.published.map(|day| day.to_string());
            assert_eq!(read.len(), 4);
            assert_eq!(
                (sourced(0).article.id.as_str(), sourced(0).article.text.as_str()),
                ("7", "He said no.")
            );
            assert_eq!(sourced(1).notes[0].code, NoteCode::EmptyText);
            assert_eq!(sourced(3).article.text.as_str(), "Naïve.");
            let days = [0, 1, 2].map(day);
            assert_eq!(days, [Some("2015-09-20".to_owned()), Some("1969-12-31".to_owned()), None]);
            assert_eq!(sourced(2).notes[0].code, NoteCode::BadDate);
        }
        let stamps = read(small(Compression::SNAPPY), "published=at,id=day");
        let article = &stamps[0].as_ref().unwrap().article;
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2015-09-20"));
        assert_eq!(article.id, "2015-09-20");
    }

    #[test]
    fn rows_without_an_id_are_numbered_and_words_come_from_a_dictionary() {
        let words: Vec<Option<&str>> = (0..100).map(|number| Some(["One.", "Two."][number % 2])).collect();
        let bytes = file(
            "message t { optional binary text (STRING); }",
            Compression::SNAPPY,
            &[&[Filled::Words(&words)], &[Filled::Words(&[Some("Three.")])]],
        );
        let read = read(bytes, "");
        let article = |number: usize| &read[number].as_ref().unwrap().article;
        assert_eq!((article(99).id.as_str(), article(99).text.as_str()), ("row-100", "Two."));
        assert_eq!((article(100).id.as_str(), article(100).text.as_str()), ("row-101", "Three."));
    }

    #[test]
    fn columns_that_are_missing_or_of_another_type_are_named() {
        let open = |columns: &str| {
            let options = Options { columns: columns.parse().unwrap(), ..Options::default() };
            read_parquet(small(Compression::SNAPPY), &options).unwrap_err()
        };
        let error = open("title=kop");
        assert_eq!(error.kind(), SourceErrorKind::MissingColumn);
        assert!(error.to_string().ends_with("the columns are: body, id, day, at, size"), "{error}");
        assert!(open("text=id").to_string().contains("\"id\" holds INT64; it has to hold strings"));
        assert!(open("title=size").to_string().contains("\"size\" holds DOUBLE"));
        let list = "message t { optional group text (LIST) { repeated group list { optional binary element (STRING); } } }";
        let empty = file(list, Compression::SNAPPY, &[]);
        let error = read_parquet(empty, &Options::default()).unwrap_err();
        assert!(error.to_string().contains("holds a list or a group"), "{error}");
    }

    #[test]
    fn a_damaged_group_is_told_and_the_next_one_read() {
        let mut bytes = small(Compression::UNCOMPRESSED);
        // The header of the first page.
        bytes[4..12].fill(0xff);
        let read = read(bytes, "");
        let error = read[0].as_ref().unwrap_err();
        assert_eq!((error.kind(), error.record()), (SourceErrorKind::BrokenRecord, Some(1)));
        assert!(error.to_string().contains("rows up to 3"), "{error}");
        assert_eq!(read[1].as_ref().unwrap().article.text.as_str(), "Naïve.");
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn cut_files_are_errors_and_long_values_too() {
        let bytes = small(Compression::SNAPPY);
        for end in [0, 3, 4, 100, bytes.len() - 1] {
            let error = read_parquet(bytes[..end].to_vec(), &Options::default()).unwrap_err();
            assert_eq!(error.kind(), SourceErrorKind::BrokenRecord);
        }
        let options = Options { max_line: 8, ..Options::default() };
        let read: Vec<_> = read_parquet(bytes, &options).unwrap().collect();
        assert_eq!(read[0].as_ref().unwrap_err().kind(), SourceErrorKind::LineTooLong);
        assert!(read[2].is_ok());
    }

    #[test]
    fn a_file_is_read_as_its_bytes_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        std::fs::write(&path, small(Compression::SNAPPY)).unwrap();
        let read = read_parquet_file(File::open(path).unwrap(), &Options::default()).unwrap();
        assert_eq!(read.filter(Result::is_ok).count(), 4);
    }
}
