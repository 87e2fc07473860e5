//! All inputs, one article at a time.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use sayso_domain::{Note, NoteCode};

use crate::jsonl::Jsonl;
use crate::walk::Walk;
use crate::{
    Format, Input, Options, SourceError, SourceErrorKind, Sourced, read_html_bytes, read_text_bytes,
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
        lines: None,
        ids: Ids::default(),
    }
}

type Source = Box<dyn Read + Send>;

/// The articles of some inputs, in input order, each read when it is asked for: one article is in memory
/// at a time, however large a folder or a JSONL file is.
///
/// An input or a line that cannot be read gives one [`SourceError`], and reading goes on with the next.
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
    lines: Option<Lines>,
    ids: Ids,
}

/// A JSONL input that is being read.
struct Lines {
    jsonl: Jsonl<BufReader<Source>>,
    place: String,
    stem: String,
}

/// An opened input and what is known of its format.
struct Opened {
    source: Source,
    format: Format,
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
                let opened = self.recognise(source, None);
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
        let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let opened = self.open_file(path);
        self.read(&path.display().to_string(), stem, longer, opened)
    }

    fn open_file(&self, path: &Path) -> Result<Opened, SourceError> {
        let file = File::open(path).map_err(SourceError::io)?;
        let size = file.metadata().map_err(SourceError::io)?.len();
        let opened = self.recognise(Box::new(file), Format::of_name(path))?;
        if opened.format != Format::Jsonl && size > self.options.max_file {
            return Err(too_large(&format!("{size} bytes"), self.options.max_file));
        }
        Ok(opened)
    }

    fn recognise(&self, mut source: Source, by_name: Option<Format>) -> Result<Opened, SourceError> {
        if let Some(format) = self.options.from.or(by_name) {
            return Ok(Opened { source, format });
        }
        let head = head_of(&mut source).map_err(SourceError::io)?;
        let format = Format::sniff(&head);
        Ok(Opened { source: Box::new(Cursor::new(head).chain(source)), format })
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
        if opened.format == Format::Jsonl {
            let jsonl = Jsonl::new(BufReader::new(opened.source), self.options.max_line);
            self.lines = Some(Lines { jsonl, place: place.to_owned(), stem });
            return None;
        }
        let sourced = whole(opened, self.options.max_file).map(|mut sourced| {
            sourced.article.id = self.ids.of_file(stem, longer);
            sourced
        });
        Some(sourced.map_err(|error| error.within(place)))
    }

    fn next_line(&mut self) -> Option<Result<Sourced, SourceError>> {
        let lines = self.lines.as_mut()?;
        let item = lines.jsonl.next()?;
        let named_by_line = format!("line-{}", lines.jsonl.line());
        let item = item.map_err(|error| error.within(&lines.place)).map(|mut sourced| {
            if sourced.article.id == named_by_line {
                sourced.article.id = format!("{}:{}", lines.stem, lines.jsonl.line());
            }
            self.ids.of_line(&mut sourced);
            sourced
        });
        Some(item)
    }

    /// `None` when the folder's next file is JSONL, whose lines come next.
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
            if let Some(item) = self.next_line() {
                return Some(item);
            }
            self.lines = None;
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

/// The first bytes of a source, enough to tell its format. A pipe that gives an object a line must not be
/// waited for once its first bytes are there.
fn head_of(source: &mut Source) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    while head.len() < chunk.len() && !(head.len() > 16 && Format::sniff(&head) == Format::Jsonl) {
        match source.read(&mut chunk) {
            Ok(0) => break,
            Ok(length) => head.extend_from_slice(&chunk[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
        }
    }
    Ok(head)
}

/// Reads a source that is one article.
fn whole(opened: Opened, max: u64) -> Result<Sourced, SourceError> {
    let mut bytes = Vec::new();
    opened.source.take(max + 1).read_to_end(&mut bytes).map_err(SourceError::io)?;
    if bytes.len() as u64 > max {
        return Err(too_large("more", max));
    }
    match opened.format {
        Format::Html => read_html_bytes(&bytes),
        _ => read_text_bytes(&bytes),
    }
}

fn too_large(size: &str, max: u64) -> SourceError {
    let message = format!(
        "{size} are over the limit of {max} bytes for one article; split it, or give it as JSONL, one article a line"
    );
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

    fn of_line(&mut self, sourced: &mut Sourced) {
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
