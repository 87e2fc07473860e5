//! All inputs, one article at a time.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use sayso_domain::{Note, NoteCode};

use crate::jsonl::Jsonl;
use crate::walk::Walk;
use crate::{
    Format, Input, Options, SourceError, SourceErrorKind, Sourced, read_csv, read_feed, read_html_bytes,
    read_news_xml, read_text_bytes, read_warc,
};

/// Reads the inputs, in the order given; see [`Articles`].
///
/// ```no_run
/// use sayso_sources::{Input, Options, open};
/// for sourced in open(&[Input::from("news/"), Input::from("-")], &Options::default()) {
///     match sourced {
///         Ok(sourced) => println!("{}: {} bytes", sourced.article.id, sourced.article.text.len()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// ```
pub fn open(inputs: &[Input], options: &Options) -> Articles {
    Articles {
        inputs: inputs.iter().cloned().collect(),
        options: options.within_bounds(),
        stdin: None,
        folder: None,
        current: None,
        ids: Ids::default(),
    }
}

pub(crate) type Source = Box<dyn Read + Send>;

/// The articles of an input that holds many, each read when it is asked for. What it cannot read it tells of
/// in an error that names the line or the record, and goes on.
pub(crate) trait Many: Iterator<Item = Result<Sourced, SourceError>> + Send {
    /// The number in the input of the article last given, where the source gave it no id: it is then called
    /// "name:7". `None` where its id is the source's own.
    fn number_of_last(&self) -> Option<u64>;
}

/// The articles of some inputs, in input order, each read when it is asked for: one article is in memory
/// at a time, however large a folder, a JSONL file or an archive is.
///
/// An input, a line or a record that cannot be read gives one [`SourceError`], and reading goes on with the
/// next. Whatever is packed with gzip is unpacked as it is read.
///
/// `article.id` is unique among the articles of one iterator: the id in the source, else the file's name
/// without its extension ("stdin" for standard input; "name:7" for line 7 of a JSONL file). A file name
/// that comes again gives its path below the given folder; an id that still comes again gets "#2", "#3" …
/// and, where the source gave it, a note. For this, 16 bytes an article are kept.
pub struct Articles {
    inputs: VecDeque<Input>,
    options: Options,
    stdin: Option<Source>,
    folder: Option<Walk>,
    current: Option<Current>,
    ids: Ids,
}

/// An input of many articles that is being read.
struct Current {
    many: Box<dyn Many>,
    place: String,
    stem: String,
}

/// An opened input and what is known of its format.
pub(crate) struct Opened {
    pub(crate) source: Source,
    pub(crate) format: Format,
    is_packed: bool,
    /// The same as a file, where it is one of Parquet that is not packed.
    file: Option<File>,
}

impl Articles {
    /// Reads this instead of the process's standard input where an input is [`Input::Stdin`].
    #[must_use]
    pub fn with_stdin(mut self, source: impl Read + Send + 'static) -> Articles {
        self.stdin = Some(Box::new(source));
        self
    }

    fn begin(&mut self, input: Input) -> Option<Result<Sourced, SourceError>> {
        let path = match input {
            Input::Stdin => {
                let source = self.stdin.take().unwrap_or_else(|| Box::new(io::stdin()));
                let opened = recognise(source, self.options.from, None);
                return self.read("standard input", "stdin".to_owned(), "stdin".to_owned(), opened);
            }
            Input::Path(path) => path,
        };
        if fs::metadata(&path).is_ok_and(|kind| kind.is_dir()) {
            self.folder = Some(Walk::new(path));
            return None;
        }
        self.file(&path, path.display().to_string())
    }

    /// Reads a file; `longer` is the id to fall back on.
    fn file(&mut self, path: &Path, longer: String) -> Option<Result<Sourced, SourceError>> {
        let stem = stem_of(path);
        let opened = self.open_file(path);
        self.read(&path.display().to_string(), stem, longer, opened)
    }

    fn open_file(&self, path: &Path) -> Result<Opened, SourceError> {
        let file = File::open(path).map_err(SourceError::io)?;
        let about = file.metadata().map_err(SourceError::io)?;
        let size = about.len();
        let known = self.options.from.or(Format::of_name(path));
        let mut opened = recognise(Box::new(file), known, Some(path))?;
        if opened.format.is_whole() && size > self.options.max_file {
            return Err(too_large(&size.to_string(), self.options.max_file, AS_JSONL));
        }
        if opened.format == Format::Parquet && !opened.is_packed && about.is_file() {
            opened.file = Some(File::open(path).map_err(SourceError::io)?);
        }
        Ok(opened)
    }

    fn read(
        &mut self,
        place: &str,
        stem: String,
        longer: String,
        opened: Result<Opened, SourceError>,
    ) -> Option<Result<Sourced, SourceError>> {
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => return Some(Err(error.within(place))),
        };
        if opened.format.is_whole() {
            let sourced = whole(opened, self.options.max_file).map(|mut sourced| {
                sourced.article.id = self.ids.of_file(stem, longer);
                sourced
            });
            return Some(sourced.map_err(|error| error.within(place)));
        }
        match many(opened, &self.options) {
            Ok(many) => self.current = Some(Current { many, place: place.to_owned(), stem }),
            Err(error) => return Some(Err(error.within(place))),
        }
        None
    }

    fn next_of_many(&mut self) -> Option<Result<Sourced, SourceError>> {
        let Current { many, place, stem } = self.current.as_mut()?;
        let item = many.next()?;
        let number = many.number_of_last();
        let item = item.map_err(|error| error.within(place)).map(|mut sourced| {
            if let Some(number) = number {
                sourced.article.id = format!("{stem}:{number}");
            }
            self.ids.of_part(&mut sourced);
            sourced
        });
        Some(item)
    }

    /// `None` when the folder's next file holds many articles, which come next.
    fn below_folder(&mut self, root: &Path, path: &Path) -> Option<Result<Sourced, SourceError>> {
        let below = path.strip_prefix(root).unwrap_or(path);
        let longer = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        self.file(path, longer)
    }
}

impl Iterator for Articles {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.next_of_many() {
                return Some(item);
            }
            self.current = None;
            let item = match self.folder.as_mut().map(|folder| (folder.next(), folder.root().to_owned())) {
                Some((Some(Ok(path)), root)) => self.below_folder(&root, &path),
                Some((Some(Err(error)), _)) => Some(Err(error)),
                Some((None, _)) => {
                    self.folder = None;
                    None
                }
                None => {
                    let input = self.inputs.pop_front()?;
                    self.begin(input)
                }
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

impl fmt::Debug for Articles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Articles")
            .field("inputs", &self.inputs)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Finds out the format where it is not `known`, from the first bytes; what is packed is unpacked from here on, but for
/// archives, whose records are packed one by one. `name` is that of a file.
pub(crate) fn recognise(
    mut source: Source,
    known: Option<Format>,
    name: Option<&Path>,
) -> Result<Opened, SourceError> {
    let mut head = head_of(&mut source, known.is_some()).map_err(SourceError::io)?;
    let packed = head.starts_with(&GZIP);
    let format = match known {
        Some(format) => format,
        None if packed => {
            complete(&mut head, &mut source).map_err(SourceError::io)?;
            Format::sniff(&first_unpacked(&head))
        }
        None => Format::sniff(&head),
    };
    if format == Format::Text && known.is_none() && name.is_some_and(Format::is_xml) {
        let message = "XML, but no feed, NewsML or NITF; save its articles as .txt or .html first";
        return Err(SourceError::new(SourceErrorKind::Unsupported, message));
    }
    let source: Source = Box::new(Cursor::new(head).chain(source));
    let source = match packed && format != Format::Warc {
        true => Box::new(MultiGzDecoder::new(source)),
        false => source,
    };
    Ok(Opened { source, format, is_packed: packed, file: None })
}

/// How a gzip file begins.
pub(crate) const GZIP: [u8; 2] = [0x1f, 0x8b];

/// How many first bytes tell a format.
const HEAD: usize = 4096;

/// The first bytes of a source, enough to tell its format, or only whether it is packed where that is all
/// that is asked. A pipe that gives an object a line must not be waited for once its first bytes are there.
fn head_of(source: &mut Source, known: bool) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let is_enough = |head: &[u8]| match known || head.starts_with(&GZIP) {
        true => head.len() >= GZIP.len(),
        false => head.len() >= HEAD || (head.len() > 16 && Format::sniff(head) == Format::Jsonl),
    };
    while !is_enough(&head) && read_some(source, &mut head)? {}
    Ok(head)
}

/// Reads on until the head of a packed source is full.
fn complete(head: &mut Vec<u8>, source: &mut Source) -> io::Result<()> {
    while head.len() < HEAD && read_some(source, head)? {}
    Ok(())
}

/// Adds what the source gives next; `false` at its end.
fn read_some(source: &mut Source, head: &mut Vec<u8>) -> io::Result<bool> {
    let mut chunk = [0; HEAD];
    loop {
        match source.read(&mut chunk) {
            Ok(length) => {
                head.extend_from_slice(&chunk[..length]);
                return Ok(length > 0);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
        }
    }
}

/// The first bytes of what a gzip file holds, as far as its own first bytes tell.
pub(crate) fn first_unpacked(head: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    // The head is cut off somewhere, so the error at its end says nothing.
    let _ = MultiGzDecoder::new(head).take(HEAD as u64).read_to_end(&mut unpacked);
    unpacked
}

/// The file's name without what tells its format: `news` for `news.jsonl.gz`.
fn stem_of(path: &Path) -> String {
    let packed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    let inner = path.file_stem().filter(|_| packed).map(Path::new).unwrap_or(path);
    inner.file_stem().unwrap_or(inner.as_os_str()).to_string_lossy().into_owned()
}

/// Begins to read a source that holds many articles.
pub(crate) fn many(opened: Opened, options: &Options) -> Result<Box<dyn Many>, SourceError> {
    let Opened { source, format, file, .. } = opened;
    match format {
        Format::Jsonl => Ok(Box::new(Jsonl::new(BufReader::new(source), options.max_line))),
        Format::Warc => Ok(Box::new(read_warc(source, options))),
        Format::Csv => Ok(Box::new(read_csv(BufReader::new(source), options))),
        Format::Feed => {
            Ok(Box::new(read_feed(&all_of(source, options.max_file, SPLIT)?, None)?.into_articles()))
        }
        Format::NewsXml => Ok(Box::new(read_news_xml(&all_of(source, options.max_file, SPLIT)?)?)),
        Format::Parquet => parquet(source, file, options),
        Format::Text | Format::Html => {
            let message = format!("{format} holds one article");
            Err(SourceError::new(SourceErrorKind::Unsupported, message))
        }
    }
}

/// Parquet has its directory at its end: a file is read where it lies, all else is held in memory.
#[cfg(feature = "parquet")]
fn parquet(source: Source, file: Option<File>, options: &Options) -> Result<Box<dyn Many>, SourceError> {
    match file {
        Some(file) => Ok(Box::new(crate::read_parquet_file(file, options)?)),
        None => {
            let advice = "give it as a file by name, not packed and not through a pipe";
            Ok(Box::new(crate::read_parquet(all_of(source, options.max_file, advice)?, options)?))
        }
    }
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Source, _: Option<File>, _: &Options) -> Result<Box<dyn Many>, SourceError> {
    let message =
        "this program was built without Parquet; build it with --features parquet, or give the table as CSV";
    Err(SourceError::new(SourceErrorKind::Unsupported, message))
}

/// Reads a source that is one article.
fn whole(opened: Opened, max: u64) -> Result<Sourced, SourceError> {
    let bytes = all_of(opened.source, max, AS_JSONL)?;
    match opened.format {
        Format::Html => read_html_bytes(&bytes),
        _ => read_text_bytes(&bytes),
    }
}

/// All bytes of a source that is held in memory as a whole.
pub(crate) fn all_of(source: Source, max: u64, advice: &str) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    source.take(max + 1).read_to_end(&mut bytes).map_err(SourceError::io)?;
    if bytes.len() as u64 > max {
        return Err(too_large("more", max, advice));
    }
    Ok(bytes)
}

pub(crate) const AS_JSONL: &str = "split it, or give it as JSONL, one article a line";
pub(crate) const SPLIT: &str = "split it";

fn too_large(size: &str, max: u64, advice: &str) -> SourceError {
    let message = format!("{size} bytes are over the limit of {max} for one article or feed; {advice}");
    SourceError::new(SourceErrorKind::TooLarge, message)
}

/// The ids given so far, by hash: two ids that share one merely get a longer name.
#[derive(Default)]
struct Ids {
    hasher: RandomState,
    seen: HashMap<u64, u32>,
}

impl Ids {
    fn of_file(&mut self, stem: String, longer: String) -> String {
        if self.take(&stem) { stem } else { self.numbered(longer) }
    }

    fn of_part(&mut self, sourced: &mut Sourced) {
        let given = std::mem::take(&mut sourced.article.id);
        let id = self.numbered(given.clone());
        if id != given {
            let message = format!("the id \"{given}\" came before; this article is called \"{id}\"");
            sourced.notes.push(Note::new(NoteCode::RepeatedId, message));
        }
        sourced.article.id = id;
    }

    fn numbered(&mut self, id: String) -> String {
        let mut unique = id.clone();
        while !self.take(&unique) {
            let count = self.seen.entry(self.hasher.hash_one(&id)).or_insert(1);
            *count += 1;
            unique = format!("{id}#{count}");
        }
        unique
    }

    /// Whether the id is new; it is taken from now on.
    fn take(&mut self, id: &str) -> bool {
        let hash = self.hasher.hash_one(id);
        match self.seen.contains_key(&hash) {
            true => false,
            false => self.seen.insert(hash, 1).is_none(),
        }
    }
}
