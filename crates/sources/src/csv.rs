//! CSV and the like → articles, one a row.
//!
//! Own code: a row must not grow without bound, errors must name their line, and reading must go on behind a
//! row whose quotation marks do not pair. The first row names the columns and tells, by what it has most of,
//! whether commas, semicolons, tabs or bars stand between values. Values may stand in quotation marks, and
//! hold separators, line ends and doubled marks then.
//!
//! In a table with tabs a value that begins with a mark and goes on behind the next one (`"No," he said`) is
//! taken as it stands, since such tables often know no quoting; in one with commas it is an error.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

use crate::articles::Many;
use crate::columns::{self, Place};
use crate::{Columns, Options, SourceError, SourceErrorKind, Sourced, encoding};

/// Rows behind a broken one are read again from its second line on; so many bytes in all, so that a file of
/// nothing but lone quotation marks takes no time out of proportion.
const MAX_REREAD: usize = 256 << 20;

/// Reads articles from a table of text, one a row: CSV, or the same with semicolons, tabs or bars. `options`
/// tell which columns are what and how long a row may be ([`Options::max_line`]).
///
/// The encoding is that of a byte order mark, else UTF-8, else guessed at the first row that is not, with a
/// note. An article without an id is named after the line that its row begins on ("row-7"). Blank lines are
/// passed over.
///
/// Yields a [`SourceError`] for each row that has more or fewer values than the header, or whose quotation
/// marks do not pair, and goes on behind it; and one alone when the header names no text.
///
/// ```
/// let mut options = sayso_sources::Options::default();
/// options.columns = "text=story,published=day".parse().unwrap();
/// let table = "day;story\n2015-09-20;\"She said yes;\nhe said no.\"\n2015-09-21\n";
/// let read: Vec<_> = sayso_sources::read_csv(table.as_bytes(), &options).collect();
/// assert_eq!(read[0].as_ref().unwrap().article.text.as_str(), "She said yes;\nhe said no.");
/// assert_eq!(read[1].as_ref().unwrap_err().line(), Some(4));
/// ```
pub fn read_csv<'r>(reader: impl BufRead + Send + 'r, options: &Options) -> Csv<'r> {
    let options = options.within_bounds();
    Csv {
        lines: Lines { pending: Vec::new(), at: 0, reader: Box::new(reader), line: 0, reread: 0 },
        columns: options.columns,
        max: options.max_line,
        header: None,
        encoding: None,
        raw: Vec::new(),
        row: Row::default(),
        is_named: false,
        row_line: 0,
        done: false,
    }
}

/// The articles of a table of text, in order; made by [`read_csv`].
pub struct Csv<'r> {
    lines: Lines<'r>,
    columns: Columns,
    max: u64,
    header: Option<Header>,
    /// What the rows that are no UTF-8 are in.
    encoding: Option<&'static Encoding>,
    /// The row being read, as it stands.
    raw: Vec<u8>,
    row: Row,
    is_named: bool,
    row_line: u64,
    done: bool,
}

struct Header {
    separator: u8,
    width: usize,
    places: Vec<(Place, usize)>,
}

impl fmt::Debug for Csv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Csv")
            .field("columns", &self.columns)
            .field("line", &self.row_line)
            .finish_non_exhaustive()
    }
}

impl Csv<'_> {
    /// The line on which the row last read began, from 1.
    pub fn line(&self) -> u64 {
        self.row_line
    }

    /// Reads the first row.
    fn begin(&mut self) -> Result<Option<Header>, SourceError> {
        self.lines.transcode().map_err(SourceError::io)?;
        let Some(()) = self.next_row(None)? else { return Ok(None) };
        if let Some(separator) = separator_told(&self.row) {
            let Some(()) = self.next_row(Some(separator))? else { return Ok(None) };
        }
        encoding::refuse_binary(&self.raw, true)?;
        let decoded = encoding::of_part(&self.row.values, &mut self.encoding).0;
        let names: Vec<String> = self
            .row
            .values()
            .map(|value| decoded.decode_without_bom_handling(value).0.trim().to_owned())
            .collect();
        let places = self.columns.places(&names).map_err(|error| error.at_line(self.row_line, None))?;
        Ok(Some(Header { separator: self.row.separator, width: names.len(), places }))
    }

    /// Reads a row that is not blank; `None` at the end.
    fn next_row(&mut self, separator: Option<u8>) -> Result<Option<()>, SourceError> {
        self.raw.clear();
        // One row of 60 MB must not be kept in memory for the rest of the file.
        self.raw.shrink_to(1 << 20);
        loop {
            let start = self.raw.len();
            let fits = self.lines.next(&mut self.raw, self.max).map_err(|error| {
                self.done = true;
                SourceError::io(error).at_line(self.lines.line, None)
            })?;
            if start == 0 {
                self.row_line = self.lines.line;
            }
            match fits {
                None if start == 0 => return Ok(None),
                None => {
                    return Err(
                        self.broken("the quotation mark that opens a value in this row is never closed")
                    );
                }
                Some(false) => {
                    let message = format!("the row is over {} bytes long; split it", self.max);
                    return Err(
                        SourceError::new(SourceErrorKind::LineTooLong, message).at_line(self.row_line, None)
                    );
                }
                Some(true) => (),
            }
            if start == 0 {
                if self.row_line == 1 && self.raw.starts_with(b"\xef\xbb\xbf") {
                    self.raw.drain(..3);
                }
                if self.raw.trim_ascii().is_empty() {
                    self.raw.clear();
                    continue;
                }
                self.row.begin(separator.unwrap_or_else(|| separator_of(&self.raw)));
            }
            match self.row.scan(&self.raw[start..]) {
                Ok(true) => return Ok(Some(())),
                Ok(false) => (),
                Err(()) => {
                    let message = "after the quotation mark that closes a value comes neither a separator nor the \
                        end of the line; a mark within a value has to be doubled";
                    return Err(self.broken(message));
                }
            }
        }
    }

    /// An error of the row being read, of which all but the first line is read again.
    fn broken(&mut self, message: &str) -> SourceError {
        let first = self.raw.iter().position(|&byte| byte == b'\n').map_or(self.raw.len(), |at| at + 1);
        self.lines.reread(&self.raw[first..]);
        SourceError::new(SourceErrorKind::BrokenRecord, message).at_line(self.row_line, None)
    }

    fn article(&mut self, header: &Header) -> Result<Sourced, SourceError> {
        let given = self.row.ends.len();
        if given != header.width {
            let message = format!(
                "the row has {given} values, the header {}; put values that hold a separator into quotation marks",
                header.width
            );
            return Err(SourceError::new(SourceErrorKind::BrokenRecord, message).at_line(self.row_line, None));
        }
        let (encoding, notes) = encoding::of_part(&self.row.values, &mut self.encoding);
        let values: Vec<&[u8]> = self.row.values().collect();
        let value = |place: Place| {
            let (_, number) = header.places.iter().find(|(known, _)| *known == place)?;
            Some(encoding.decode_without_bom_handling(values[*number]).0.into_owned())
        };
        let (sourced, is_named) = columns::article(value, self.row_line, notes);
        self.is_named = is_named;
        Ok(sourced)
    }
}

impl Iterator for Csv<'_> {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let header = match self.header.take() {
            Some(header) => header,
            None => match self.begin() {
                Ok(Some(header)) => header,
                Ok(None) => {
                    self.done = true;
                    return None;
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            },
        };
        let item = match self.next_row(Some(header.separator)) {
            Ok(Some(())) => Some(self.article(&header)),
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        };
        self.done |= item.is_none();
        self.header = Some(header);
        item
    }
}

impl Many for Csv<'_> {
    fn number_of_last(&self) -> Option<u64> {
        (!self.is_named).then_some(self.row_line)
    }
}

const SEPARATORS: [u8; 4] = *b",;\t|";

/// What the first line has most of outside quotation marks; commas where there is none.
fn separator_of(line: &[u8]) -> u8 {
    let mut counts = [0usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some(at) = SEPARATORS.iter().position(|known| known == byte).filter(|_| !is_quoted) {
            counts[at] += 1;
        }
    }
    let most = counts.into_iter().max().unwrap_or_default();
    counts.iter().position(|&count| count == most).map_or(b',', |at| SEPARATORS[at])
}

/// A spreadsheet program may say it in a line of its own: `sep=;`.
fn separator_told(row: &Row) -> Option<u8> {
    let line: Vec<u8> = row.values().collect::<Vec<_>>().join(&row.separator);
    match line.strip_prefix(b"sep=") {
        Some([separator]) => Some(*separator),
        _ => None,
    }
}

/// The values of one row.
#[derive(Default)]
struct Row {
    separator: u8,
    at: At,
    values: Vec<u8>,
    /// Where each value ends.
    ends: Vec<usize>,
}

/// Where in a row the scan is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum At {
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind a mark within quotation marks: the closing one, or the first of two.
    Mark,
}

impl Row {
    fn begin(&mut self, separator: u8) {
        self.separator = separator;
        self.at = At::Start;
        self.values.clear();
        self.values.shrink_to(1 << 20);
        self.ends.clear();
    }

    fn values(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.values[start..end])
    }

    /// Takes in one line with its end; `true` when the row ends with it.
    ///
    /// # Errors
    /// When something stands behind the mark that closes a value.
    fn scan(&mut self, line: &[u8]) -> Result<bool, ()> {
        let words = line.strip_suffix(b"\n").unwrap_or(line);
        let words = words.strip_suffix(b"\r").unwrap_or(words).len();
        // Where the value began, in this line and in the values; unknown where that was on a line before.
        let mut began = None;
        for (number, &byte) in line.iter().enumerate() {
            if number >= words && self.at != At::Quoted {
                break;
            }
            self.at = match (self.at, byte) {
                (At::Quoted, b'"') => At::Mark,
                (At::Quoted, byte) => self.put(byte, At::Quoted),
                (At::Mark, b'"') => self.put(b'"', At::Quoted),
                (_, byte) if byte == self.separator => self.end(),
                (At::Start, b'"') => {
                    began = Some((number, self.values.len()));
                    At::Quoted
                }
                (At::Mark, byte) => match began.filter(|_| self.separator == b'\t') {
                    Some((from, length)) => {
                        self.values.truncate(length);
                        self.values.extend_from_slice(&line[from..number]);
                        self.put(byte, At::Plain)
                    }
                    None => return Err(()),
                },
                (At::Start | At::Plain, byte) => self.put(byte, At::Plain),
            };
        }
        if self.at == At::Quoted {
            return Ok(false);
        }
        self.end();
        Ok(true)
    }

    fn put(&mut self, byte: u8, at: At) -> At {
        self.values.push(byte);
        at
    }

    fn end(&mut self) -> At {
        self.ends.push(self.values.len());
        At::Start
    }
}

/// The lines of a source, some of them read again.
struct Lines<'r> {
    pending: Vec<u8>,
    at: usize,
    reader: Box<dyn BufRead + Send + 'r>,
    /// The number of the line last read, from 1.
    line: u64,
    reread: usize,
}

impl Lines<'_> {
    /// Reads UTF-16 as UTF-8 from here on, where a byte order mark says that it is.
    fn transcode(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        self.reader.by_ref().take(2).read_to_end(&mut head)?;
        let encoding = Encoding::for_bom(&head).map(|(encoding, _)| encoding);
        let reader = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        match encoding {
            Some(encoding) => {
                let decoder = encoding.new_decoder_without_bom_handling();
                let transcoded = Transcoded { reader, decoder, out: Vec::new(), at: 0, done: false };
                self.reader = Box::new(BufReader::new(transcoded));
            }
            None => self.reader = Box::new(io::Cursor::new(head).chain(reader)),
        }
        Ok(())
    }

    /// Adds the next line with its end to `row`; `None` at the end of the source, `false` when the row gets
    /// longer than `max`, the line being passed over then.
    fn next(&mut self, row: &mut Vec<u8>, max: u64) -> io::Result<Option<bool>> {
        let (mut any, mut fits) = (false, true);
        loop {
            let is_pending = self.at < self.pending.len();
            let chunk = match is_pending {
                true => &self.pending[self.at..],
                false => match self.reader.fill_buf() {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    chunk => chunk?,
                },
            };
            if chunk.is_empty() {
                return Ok(any.then_some(fits));
            }
            if !any {
                self.line += 1;
            }
            any = true;
            let end = chunk.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            fits &= (row.len() + part.len()) as u64 <= max;
            if fits {
                row.extend_from_slice(part);
            }
            let used = part.len();
            match is_pending {
                true => self.at += used,
                false => self.reader.consume(used),
            }
            if end.is_some() {
                return Ok(Some(fits));
            }
        }
    }

    /// Has these lines, the last ones read, read again.
    fn reread(&mut self, lines: &[u8]) {
        if self.reread.saturating_add(lines.len()) > MAX_REREAD {
            return;
        }
        self.reread += lines.len();
        let count = lines.iter().filter(|&&byte| byte == b'\n').count();
        self.line -= (count + usize::from(lines.last().is_some_and(|&last| last != b'\n'))) as u64;
        let rest = self.pending.split_off(self.at);
        self.pending = [lines, &rest].concat();
        self.at = 0;
    }
}

/// UTF-16 as UTF-8.
struct Transcoded<R> {
    reader: R,
    decoder: Decoder,
    out: Vec<u8>,
    at: usize,
    done: bool,
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() && !self.done {
            let chunk = self.reader.fill_buf()?;
            self.done = chunk.is_empty();
            // Room for whatever the chunk may become.
            self.out.resize(chunk.len() * 3 + 16, 0);
            let (result, read, written, _) = self.decoder.decode_to_utf8(chunk, &mut self.out, self.done);
            debug_assert!(result == CoderResult::InputEmpty);
            self.out.truncate(written);
            self.at = 0;
            self.reader.consume(read);
        }
        let length = into.len().min(self.out.len() - self.at);
        into[..length].copy_from_slice(&self.out[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use sayso_domain::NoteCode;

    use super::*;

    fn read_bytes(table: &[u8]) -> Vec<Result<Sourced, SourceError>> {
        read_csv(table, &Options::default()).collect()
    }

    /// The texts of the rows, and the lines of those that cannot be read.
    fn texts(table: &str) -> Vec<Result<String, u64>> {
        let told = |item: Result<Sourced, SourceError>| match item {
            Ok(sourced) => Ok(sourced.article.text.as_str().to_owned()),
            Err(error) => Err(error.line().unwrap()),
        };
        read_bytes(table.as_bytes()).into_iter().map(told).collect()
    }

    #[test]
    fn all_columns_by_their_usual_names() {
        let table = "\u{feff}ID,Headline,Publisher,Date,Link,Lang,Body,other\r\n\
            7,No tax,Example,\"Sept. 20, 2015\",https://e.example/,en-GB,\"He said \"\"no\"\".\r\nShe left.\",x\r\n\
            \r\n,,,,,,words,\r\n";
        let read = read_bytes(table.as_bytes());
        let article = &read[0].as_ref().unwrap().article;
        assert_eq!(article.text.as_str(), "He said \"no\".\r\nShe left.");
        assert_eq!((article.id.as_str(), article.title.as_deref()), ("7", Some("No tax")));
        assert_eq!(
            (article.outlet.as_deref(), article.url.as_deref()),
            (Some("Example"), Some("https://e.example/"))
        );
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2015-09-20"));
        assert_eq!(article.language.as_deref(), Some("en"));
        let second = &read[1].as_ref().unwrap().article;
        assert_eq!((second.id.as_str(), &second.title, &second.published), ("row-5", &None, &None));
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn the_header_tells_the_separator() {
        for table in
            ["id,text\n1,a\n", "id;text\n1;a", "id\ttext\n1\ta\n", "id|text\n1|a", "sep=;\r\nid;text\r\n1;a"]
        {
            assert_eq!(texts(table), [Ok("a".to_owned())], "{table}");
        }
        assert_eq!(texts("\"a,b,c\";text\nx;a"), [Ok("a".to_owned())]);
        assert_eq!(texts("text\na, and b\n"), [Err(2)]);
        assert_eq!(texts("text\n\"a, and b\"\nc"), [Ok("a, and b".to_owned()), Ok("c".to_owned())]);
    }

    #[test]
    fn ragged_rows_and_lone_marks_are_named_and_passed() {
        let table = "id,text\n1,a\n2\n3,c,d\n4,\"open\n5,e\n6,\"f\"\n7,\"g\" h\n8,i\n9,\"never closed\n10,j";
        let read = texts(table);
        let ok = |text: &str| Ok(text.to_owned());
        let passed = [ok("a"), Err(3), Err(4), Err(5), ok("e"), ok("f"), Err(8), ok("i"), Err(10), ok("j")];
        assert_eq!(read, passed);
        let error = read_bytes(b"text\n\"open").remove(0).unwrap_err();
        assert_eq!((error.kind(), error.line()), (SourceErrorKind::BrokenRecord, Some(2)));
        assert!(error.to_string().contains("never closed"), "{error}");
    }

    #[test]
    fn marks_within_values_of_tables_with_tabs_stay() {
        let table = "id\ttext\n1\t\"No,\" he said.\n2\tHe said \"no\".\n3\t\"quoted\tas \"\"such\"\"\"\n";
        let kept =
            ["\"No,\" he said.", "He said \"no\".", "quoted\tas \"such\""].map(|text| Ok(text.to_owned()));
        assert_eq!(texts(table), kept);
    }

    #[test]
    fn encodings() {
        let read = read_bytes(b"id,text\n1,plain\n2,The minister called it a \x93fa\xe7ade\x94 \x96 and left.\n3,\x93Fa\xe7ade\x94\n");
        let sourced = |number: usize| read[number].as_ref().unwrap();
        assert!(sourced(0).notes.is_empty());
        assert_eq!(sourced(1).article.text.as_str(), "The minister called it a “façade” – and left.");
        assert_eq!(sourced(2).article.text.as_str(), "“Façade”");
        assert_eq!(
            (sourced(1).notes[0].code, sourced(2).notes[0].code),
            (NoteCode::Encoding, NoteCode::Encoding)
        );
        let utf16: Vec<u8> =
            "\u{feff}id\ttext\r\n1\t\"é\r\n☃\"\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_bytes(&utf16).remove(0).unwrap().article.text.as_str(), "é\r\n☃");
    }

    #[test]
    fn a_table_without_text_is_one_error() {
        let read = read_bytes(b"id,words\n1,a\n2,b\n");
        assert_eq!(read.len(), 1);
        let error = read[0].as_ref().unwrap_err();
        assert_eq!((error.kind(), error.line()), (SourceErrorKind::MissingColumn, Some(1)));
        assert!(error.to_string().contains("the columns are: id, words"), "{error}");
        assert_eq!(read_bytes(b"PK\x03\x04\0\0").remove(0).unwrap_err().kind(), SourceErrorKind::Binary);
        assert!(
            read_bytes(b"").is_empty() && read_bytes(b"\n\n").is_empty() && read_bytes(b"text\n").is_empty()
        );
    }

    #[test]
    fn a_row_over_the_limit_is_passed_without_being_kept() {
        let long = format!("text\n\"{}\nend\"\nok\n", "a".repeat(5_000));
        let options = Options { max_line: 1_000, ..Options::default() };
        let mut csv = read_csv(BufReader::with_capacity(64, long.as_bytes()), &options);
        let error = csv.next().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.line()), (SourceErrorKind::LineTooLong, Some(2)));
        assert!(csv.raw.capacity() <= 2_048);
        let rest: Vec<_> =
            csv.map(|item| item.map(|sourced| sourced.article.text.as_str().to_owned())).collect();
        assert_eq!(rest.last().unwrap().as_deref().unwrap(), "ok");
    }

    #[test]
    fn dates_that_are_none_are_told() {
        let read = read_bytes(b"text,date\n\"Xinhua, May 3, 2024\",03/05/2024\n");
        let sourced = read[0].as_ref().unwrap();
        assert_eq!((sourced.article.published, sourced.notes[0].code), (None, NoteCode::BadDate));
    }
}
