//! An opened library: what is put in and taken out whole.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;

use sayso_domain::{Article, Reading};
use sayso_wire::{WireReading, WireSpan, parse_reading};

use crate::apply::{self, Edits};
use crate::database::{Database, Dialect, Row, Value, values};
use crate::entry::{Added, Entry, Hash, checksum, hash};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::rows::{self, Terms};
use crate::schema;
use crate::sqlite::{Access, Sqlite};
use crate::totals::Pending;
use crate::words;

/// A library: articles, what was read in them, and what people put right. See the crate's documentation.
pub struct Library {
    pub(crate) database: Box<dyn Database>,
    pub(crate) place: String,
    address: String,
    pub(crate) pending: Pending,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("place", &self.place).finish_non_exhaustive()
    }
}

/// How much is in a library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Articles, copies included.
    pub articles: u64,
    /// Those of them that were read.
    pub read: u64,
    /// Statements in them.
    pub statements: u64,
    /// Positions in them.
    pub positions: u64,
    /// Corrections that are in force.
    pub corrections: u64,
}

/// An article in a library, without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its number in this library.
    pub id: i64,
    /// Its name, as every output has it.
    pub name: String,
    /// Which model read it; none where none has.
    pub model: Option<String>,
}

/// Whether `place` names a server rather than a file.
pub fn is_server(place: &str) -> bool {
    place.starts_with("postgres://") || place.starts_with("postgresql://")
}

impl Library {
    /// Opens the library at `place`: a file's name, or `postgres://user:password@host/database`. It has to be there.
    ///
    /// # Errors
    /// When there is none, it is something else, another version made it, or it cannot be read.
    pub fn open(place: &str) -> Result<Library> {
        Library::with(place, Access::Read)
    }

    /// Opens a library to be written to. It has to be there; an older one is brought up to this version.
    ///
    /// # Errors
    /// As [`Library::open`], and when it may not be written to.
    pub fn open_to_write(place: &str) -> Result<Library> {
        Library::with(place, Access::Write)
    }

    /// Opens a library to be written to, and makes it where there is none. An older one is brought up to this version.
    ///
    /// # Errors
    /// As [`Library::open_to_write`].
    pub fn create(place: &str) -> Result<Library> {
        Library::with(place, Access::Create)
    }

    fn with(place: &str, access: Access) -> Result<Library> {
        let (database, shown) = connect(place, access)?;
        let mut library =
            Library { database, place: shown, address: place.to_owned(), pending: Pending::default() };
        match access {
            Access::Create => {
                schema::bring_up(&mut *library.database).map_err(|error| error.at(&library.place))?
            }
            Access::Write => {
                schema::bring_up_older(&mut *library.database).map_err(|error| error.at(&library.place))?;
                schema::check(&mut *library.database, &library.place)?;
            }
            Access::Read => schema::check(&mut *library.database, &library.place)?,
        }
        Ok(library)
    }

    /// Holds no more than about so many bytes of a file in memory, where it would otherwise map 1 GB of it and keep 32 MB: for
    /// a program that has several libraries open at once, and whose memory is counted. It makes no difference on a server.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn limit_memory(&mut self, bytes: u32) -> Result<()> {
        match self.dialect() {
            Dialect::Postgres => Ok(()),
            Dialect::Sqlite => {
                let kibibytes = (bytes / 1024).max(1);
                self.database.script(&format!("PRAGMA mmap_size = 0; PRAGMA cache_size = -{kibibytes}"))
            }
        }
    }

    /// How many articles there are, copies included.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn article_count(&mut self) -> Result<u64> {
        self.total("articles")
    }

    /// What it was opened by, a password included: not to be shown.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where it is, as it may be shown.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing.
    pub(crate) fn whole<T>(&mut self, work: impl FnOnce(&mut Library) -> Result<T>) -> Result<T> {
        self.pending = Pending::default();
        self.database.begin()?;
        let done = work(self).and_then(|done| self.settle().map(|()| done));
        match done.and_then(|done| self.database.commit().map(|()| done)) {
            Ok(done) => Ok(done),
            Err(error) => {
                self.database.roll_back();
                Err(error)
            }
        }
    }

    /// A number that grows with every change of what is stored: articles and corrections. Issues that are defined, found or
    /// asked for change nothing.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn change(&mut self) -> Result<i64> {
        self.number("change")
    }

    /// A number that grows with every change of what positions are about: when positions come or go, or a person gives one
    /// another target. What people put right besides (a speaker, a stance, a name) leaves it alone: it shows on the issues
    /// that are there.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn as_of(&mut self) -> Result<i64> {
        self.number("about")
    }

    fn number(&mut self, name: &str) -> Result<i64> {
        let rows =
            self.database.rows("SELECT CAST(value AS BIGINT) FROM meta WHERE name = $1", values![name])?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Stores articles with their readings: all of them or, when something fails, none. What is there already stays as it
    /// is. When this returns, they are on the disk.
    ///
    /// `terms` gives what a phrase names; see [`Terms`].
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn add(&mut self, entries: &[Entry], now: i64, terms: &Terms<'_>) -> Result<Vec<Added>> {
        self.whole(|library| {
            let edits = library.edits()?;
            entries.iter().map(|entry| library.add_one(entry, now, &edits, terms)).collect()
        })
    }

    fn add_one(&mut self, entry: &Entry, now: i64, edits: &Edits, terms: &Terms<'_>) -> Result<Added> {
        let article = &entry.reading.article;
        let hash = hash(article);
        if let Some(name) = self.name_of(&hash)? {
            return Ok(Added::Known(name));
        }
        let Some((id, name, day)) = self.insert_article(entry, &hash, now)? else {
            // Another program stored the same article at this moment.
            let name = self.name_of(&hash)?.unwrap_or_else(|| article.id.clone());
            return Ok(Added::Known(name));
        };
        self.pending.is_changed = true;
        self.pending.articles += 1;
        let title = article.title.as_deref().map(words::list).unwrap_or_default();
        rows::insert_words(&mut *self.database, "article_words", id, &title)?;
        self.relate(id, article)?;
        if let Some(model) = &entry.model {
            let mut reading = entry.reading.clone();
            reading.article.id.clone_from(&name);
            self.insert_reading(id, &reading, model, now)?;
            self.pending.read += 1;
            self.write_rows(id, &day, false, reading, edits, terms)?;
        }
        Ok(Added::Stored(name))
    }

    /// The name of the article of that [`hash`](crate::hash()), where it is stored.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn name_of(&mut self, hash: &Hash) -> Result<Option<String>> {
        let rows = self.database.rows("SELECT name FROM articles WHERE hash = $1", values![hash.to_vec()])?;
        rows.first().map(|row| row.string(0)).transpose()
    }

    /// The article's row, its name and its day. The name is the id that its source gave, with part of its hash behind it where another
    /// article has that already.
    fn insert_article(
        &mut self,
        entry: &Entry,
        hash: &Hash,
        now: i64,
    ) -> Result<Option<(i64, String, String)>> {
        let article = &entry.reading.article;
        let wire = WireReading::from(&Reading {
            article: article.clone(),
            statements: vec![],
            positions: vec![],
            events: vec![],
            actors: vec![],
            notes: vec![],
        })
        .article;
        let boilerplate: Vec<(u32, u32)> =
            wire.boilerplate.iter().map(|span| (span.start(), span.end())).collect();
        let short: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let words = article.text.as_str();
        for name in [article.id.clone(), format!("{}#{short}", article.id)] {
            let rows = self.database.rows(
                &format!(
                    "INSERT INTO articles (name, hash, checksum, outlet, title, published, url, language, text, boilerplate, added, day)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($6, {})) ON CONFLICT DO NOTHING RETURNING id, day",
                    self.database.dialect().day_of("$11")
                ),
                values![
                    name.as_str(),
                    hash.to_vec(),
                    checksum(words).to_vec(),
                    article.outlet.clone(),
                    article.title.clone(),
                    article.published.map(|day| day.to_string()),
                    article.url.clone(),
                    article.language.clone(),
                    words,
                    rows::spans_text(&boilerplate),
                    now,
                ],
            )?;
            if let Some(row) = rows.first() {
                return Ok(Some((row.int(0)?, name, row.maybe_string(1)?.unwrap_or_default())));
            }
        }
        Ok(None)
    }

    fn insert_reading(&mut self, id: i64, reading: &Reading, model: &str, now: i64) -> Result<()> {
        let mut wire = WireReading::from(reading);
        // The words stand in the article's row.
        wire.article.text = String::new();
        let json = serde_json::to_string(&wire).expect("a reading is always JSON");
        self.database
            .run(
                "INSERT INTO readings (article, model, read_at, reading) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (article) DO UPDATE SET model = excluded.model, read_at = excluded.read_at, reading = excluded.reading",
                values![id, model, now, json],
            )
            .map(|_| ())
    }

    fn write_rows(
        &mut self,
        article: i64,
        day: &str,
        is_known: bool,
        mut reading: Reading,
        edits: &Edits,
        terms: &Terms<'_>,
    ) -> Result<()> {
        let touched = apply::apply(&mut reading, edits);
        let of = rows::Of { article, day, is_known, touched: &touched };
        let written = rows::write(&mut *self.database, &of, &reading, terms)?;
        self.pending.take(written);
        Ok(())
    }

    /// Stores what a new model made of an article in place of what was read before. Corrections stay in force. What stands
    /// where it stood keeps its number.
    ///
    /// # Errors
    /// When there is no such article, or the library cannot be written to.
    pub fn replace(
        &mut self,
        name: &str,
        reading: &Reading,
        model: &str,
        now: i64,
        terms: &Terms<'_>,
    ) -> Result<()> {
        self.whole(|library| {
            library.alone()?;
            let id = library.article_id(name)?;
            let edits = library.edits_of(name)?;
            let mut reading = reading.clone();
            name.clone_into(&mut reading.article.id);
            let was_read = !library.ask("SELECT 1 FROM readings WHERE article = $1", values![id])?.is_empty();
            library.pending.read += i64::from(!was_read);
            library.insert_reading(id, &reading, model, now)?;
            let day = library.day_of(id)?;
            library.write_rows(id, &day, true, reading, &edits, terms)?;
            library.pending.is_changed = true;
            Ok(())
        })
    }

    fn day_of(&mut self, id: i64) -> Result<String> {
        let rows = self.ask("SELECT day FROM articles WHERE id = $1", values![id])?;
        Ok(rows.first().map(|row| row.maybe_string(0)).transpose()?.flatten().unwrap_or_default())
    }

    /// Makes the rows of an article anew, after a correction.
    pub(crate) fn renew(&mut self, id: i64, edits: &Edits, terms: &Terms<'_>) -> Result<()> {
        let day = self.day_of(id)?;
        match self.machine_reading(id)? {
            Some(reading) => self.write_rows(id, &day, true, reading, edits, terms),
            None => Ok(()),
        }
    }

    pub(crate) fn article_id(&mut self, name: &str) -> Result<i64> {
        let rows = self.database.rows("SELECT id FROM articles WHERE name = $1", values![name])?;
        match rows.first() {
            Some(row) => row.int(0),
            None => {
                let message = format!("{}: there is no article `{name}` in this library", self.place);
                Err(LibraryError::new(LibraryErrorKind::Wrong, message))
            }
        }
    }

    /// What the machine read in an article, without corrections; none where it was only stored.
    pub(crate) fn machine_reading(&mut self, id: i64) -> Result<Option<Reading>> {
        let rows = self.database.rows(
            "SELECT r.reading, a.text, a.name FROM readings r JOIN articles a ON a.id = r.article WHERE a.id = $1",
            values![id],
        )?;
        rows.first().map(|row| self.reading_of(row)).transpose()
    }

    fn reading_of(&self, row: &Row) -> Result<Reading> {
        let damaged = |why: String| {
            let name = row.text(2).unwrap_or("?");
            let message = format!(
                "{}: what is stored of article `{name}` cannot be read ({why}); sayso ingest --again reads it anew",
                self.place
            );
            LibraryError::new(LibraryErrorKind::Damaged, message)
        };
        let mut wire = parse_reading(row.text(0)?).map_err(|error| damaged(error.to_string()))?;
        row.text(1)?.clone_into(&mut wire.article.text);
        wire.into_reading().map_err(|error| damaged(error.to_string()))
    }

    /// The article as it is stored, unread.
    fn article_of(&self, row: &Row) -> Result<Reading> {
        let spans = rows::spans_of(row.text(7)?).unwrap_or_default();
        let wire = sayso_wire::WireArticle {
            id: row.string(0)?,
            outlet: row.maybe_string(1)?,
            title: row.maybe_string(2)?,
            published: row.maybe_string(3)?,
            url: row.maybe_string(4)?,
            language: row.maybe_string(5)?,
            text: row.string(6)?,
            boilerplate: spans.into_iter().map(|(start, end)| WireSpan::new(start, end)).collect(),
        };
        let reading = WireReading {
            schema: sayso_wire::SCHEMA.to_owned(),
            article: wire,
            statements: vec![],
            positions: vec![],
            events: vec![],
            actors: vec![],
            notes: vec![],
        };
        reading.into_reading().map_err(|error| {
            LibraryError::new(
                LibraryErrorKind::Damaged,
                format!("{}: an article cannot be read: {error}", self.place),
            )
        })
    }

    /// An article with what was read in it, as corrections have it; unread, where it was only stored.
    ///
    /// # Errors
    /// When there is no such article, or it is damaged.
    pub fn reading(&mut self, name: &str) -> Result<Reading> {
        let id = self.article_id(name)?;
        let edits = self.edits_of(name)?;
        self.reading_with(id, &edits)
    }

    pub(crate) fn reading_with(&mut self, id: i64, edits: &Edits) -> Result<Reading> {
        match self.machine_reading(id)? {
            Some(mut reading) => {
                apply::apply(&mut reading, edits);
                Ok(reading)
            }
            None => self.unread(id),
        }
    }

    fn unread(&mut self, id: i64) -> Result<Reading> {
        let rows = self.database.rows(
            "SELECT name, outlet, title, published, url, language, text, boilerplate FROM articles WHERE id = $1",
            values![id],
        )?;
        match rows.first() {
            Some(row) => self.article_of(row),
            None => Err(LibraryError::new(
                LibraryErrorKind::Wrong,
                format!("{}: there is no article {id} in this library", self.place),
            )),
        }
    }

    /// An article by itself, whatever was read in it.
    ///
    /// # Errors
    /// When there is no such article, or it is damaged.
    pub fn article(&mut self, name: &str) -> Result<Article> {
        let id = self.article_id(name)?;
        self.unread(id).map(|reading| reading.article)
    }

    /// Whether what the machine read in the article of this number, if it was read, still makes sense.
    pub fn is_sound(&mut self, id: i64) -> bool {
        self.machine_reading(id).is_ok()
    }

    /// Calls `take` with every reading, corrections included, in the order in which the articles were stored.
    ///
    /// # Errors
    /// Those of `take`, and when the library cannot be read.
    pub fn readings<E: From<LibraryError>>(
        &mut self,
        mut take: impl FnMut(Reading) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let edits = self.edits()?;
        let mut last = 0;
        loop {
            let stored = self.stored_after(last, PAGE)?;
            let Some(end) = stored.last() else { return Ok(()) };
            last = end.id;
            for stored in stored {
                take(self.reading_with(stored.id, &edits)?)?;
            }
        }
    }

    /// Articles in the order in which they were stored: `count` of them at most, behind the one of number `id`.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stored_after(&mut self, id: i64, count: usize) -> Result<Vec<Stored>> {
        let rows = self.database.rows(
            "SELECT a.id, a.name, r.model FROM articles a LEFT JOIN readings r ON r.article = a.id WHERE a.id > $1 ORDER BY a.id LIMIT $2",
            values![id, count],
        )?;
        rows.iter()
            .map(|row| Ok(Stored { id: row.int(0)?, name: row.string(1)?, model: row.maybe_string(2)? }))
            .collect()
    }

    /// The hashes of all articles.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn hashes(&mut self) -> Result<HashSet<Hash>> {
        let mut found = HashSet::new();
        let mut last = 0;
        loop {
            let rows = self.database.rows(
                "SELECT id, hash FROM articles WHERE id > $1 ORDER BY id LIMIT $2",
                values![last, 10 * PAGE],
            )?;
            let Some(end) = rows.last() else { return Ok(found) };
            last = end.int(0)?;
            for row in &rows {
                found.extend(Hash::try_from(row.blob(1)?).ok());
            }
        }
    }

    /// How much is in it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn size(&mut self) -> Result<Size> {
        let in_force =
            self.ask("SELECT count(*) FROM corrections WHERE undone_at IS NULL", &[])?[0].count(0)?;
        Ok(Size {
            articles: self.total("articles")?,
            read: self.total("read")?,
            statements: self.total("statements")?,
            positions: self.total("positions")?,
            corrections: in_force,
        })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.database.dialect()
    }

    pub(crate) fn ask(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        self.database.rows(sql, values)
    }
}

/// So many articles are taken out at once.
const PAGE: usize = 1000;

#[cfg(feature = "postgres")]
fn connect(place: &str, access: Access) -> Result<(Box<dyn Database>, String)> {
    if is_server(place) {
        let postgres = crate::postgresql::Postgres::open(place)?;
        let shown = postgres.place().to_owned();
        return Ok((Box::new(postgres), shown));
    }
    Ok((Box::new(Sqlite::open(Path::new(place), access)?), place.to_owned()))
}

#[cfg(not(feature = "postgres"))]
fn connect(place: &str, access: Access) -> Result<(Box<dyn Database>, String)> {
    if is_server(place) {
        let message =
            "this sayso was built without PostgreSQL; build it with --features postgres, or give a file";
        return Err(LibraryError::new(LibraryErrorKind::Wrong, message));
    }
    Ok((Box::new(Sqlite::open(Path::new(place), access)?), place.to_owned()))
}

#[cfg(test)]
mod tests {
    use sayso_text::Text;

    use super::*;

    fn entry(id: &str, words: &str) -> Entry {
        let article = Article {
            id: id.to_owned(),
            outlet: None,
            title: None,
            published: None,
            url: None,
            language: None,
            text: Text::new(words),
            boilerplate: vec![],
        };
        let reading = Reading {
            article,
            statements: vec![],
            positions: vec![],
            events: vec![],
            actors: vec![],
            notes: vec![],
        };
        Entry { reading, model: None }
    }

    #[test]
    fn when_the_disk_is_full_what_was_stored_stays_and_more_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("sayso.db").to_str().unwrap().to_owned();
        let mut library = Library::create(&place).unwrap();
        let terms = |_: &str| vec![];
        library.add(&[entry("a", "Rain fell.")], 0, &terms).unwrap();
        let pages = library.ask("PRAGMA page_count", &[]).unwrap()[0].int(0).unwrap();
        library.database.script(&format!("PRAGMA max_page_count = {}", pages + 4)).unwrap();
        let error = library.add(&[entry("b", &"large ".repeat(100_000))], 0, &terms).unwrap_err();
        assert_eq!(error.kind(), LibraryErrorKind::Full, "{error}");
        assert!(error.to_string().contains("what was reported as stored is stored"), "{error}");
        library.add(&[entry("c", "Rain fell again.")], 0, &terms).unwrap();
        let mut library = Library::open(&place).unwrap();
        assert_eq!(library.size().unwrap().articles, 2);
        assert!(library.verify(|| ()).unwrap().faults.is_empty());
    }
}
