//! Which statements hold these words, or mean much the same?

use sayso_domain::{Date, Kind, Stance};

use crate::database::{Dialect, Question, Row, Value, values};
use crate::error::Result;
use crate::issues::STANCE;
use crate::library::Library;
use crate::page::{Cursor, Newest, Page, cursor_of_day, day_and_id};
use crate::query::Query;
use crate::rows::spans_of;

/// Which statements are wanted. Everything that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words: see the crate's documentation for what may be written.
    pub words: Option<String>,
    /// Who speaks, by key; one of them.
    pub speakers: Vec<String>,
    /// For whom, by key; one of them.
    pub principals: Vec<String>,
    /// Outlets, by name; one of them.
    pub outlets: Vec<String>,
    /// Of one of these kinds.
    pub kinds: Vec<Kind>,
    /// From this day on.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// Sure at least so much.
    pub min_confidence: f64,
    /// Holds a position on the issue of this number.
    pub issue: Option<i64>,
    /// Holds a position of this stance.
    pub stance: Option<Stance>,
    /// Of articles that are copies of one another, in the first alone.
    pub independent: bool,
}

/// A statement that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its number in the library.
    pub id: i64,
    /// The article's name.
    pub article: String,
    /// The article's title.
    pub title: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The statement's id in the article: `s3`.
    pub statement: String,
    /// direct, indirect or mixed.
    pub kind: String,
    /// The words that name who speaks, as written.
    pub source: String,
    /// The words that attribute it.
    pub cue: String,
    /// What is attributed; " … " stands between parts that lie apart.
    pub quote: String,
    /// Where in the article that stands, in code points.
    pub spans: Vec<(u32, u32)>,
    /// Who speaks: key and name.
    pub speaker: Option<(String, String)>,
    /// For whom: key and name.
    pub speaks_for: Option<(String, String)>,
    /// The day it was said, where that is known.
    pub said_on: Option<String>,
    /// That day, else the one on which the article was published.
    pub day: Option<String>,
    /// Probability that source, cue and content are right.
    pub confidence: f64,
    /// Where in the quote stands what was searched for, in bytes.
    pub marks: Vec<(usize, usize)>,
    /// How near it is to the phrase that was asked for by meaning, from -1 to 1.
    pub likeness: Option<f32>,
}

/// What a search gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best ones.
    pub hits: Vec<Hit>,
    /// How many there are in all, as far as they were counted.
    pub total: u64,
    /// Whether there may be more than were counted.
    pub is_at_least: bool,
}

/// What makes a [`Hit`] of `s` and its article `a`.
pub(crate) const COLUMNS: &str = "s.id, a.name, a.title, a.outlet, s.label, s.kind, s.source, s.cue, s.quote, s.spans, s.speaker, s.speaker_name, s.principal, s.principal_name, s.said_on, s.day, s.confidence";

/// A page of what a search gives.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPage {
    /// The hits. Behind words that very many statements hold, a page may be shorter than it was to be, or empty, and yet have
    /// another one behind it.
    pub page: Page<Hit>,
    /// How many there are in all, as far as they were counted.
    pub total: u64,
    /// Whether there may be more than were counted.
    pub is_at_least: bool,
}

/// Words that more statements hold than this put them in the order of storing, the latest first, rather than of how well they
/// fit: they tell little, and all would have to be weighed.
const RANKED: usize = 20_000;

/// What besides the words is asked for holds of so few statements that the words of each are looked at.
const CHECKED: usize = 5000;

/// So many are counted.
const COUNTED: usize = 10_000;

/// So many statements with frequent words are looked at for a page at most.
const WALKED: usize = 20_000;

/// The list, as its cursors name it: by how well words fit, by day, by number.
const BY_FIT: &str = "search-fit";
const BY_DAY: &str = "search-day";
const BY_NUMBER: &str = "search-number";

/// How the words of a search are to be gone about.
enum Way {
    /// There are none.
    NoWords,
    /// Few statements hold them: these are weighed.
    Weighed,
    /// Very many hold them, but what else is asked holds of few: of these.
    Among(Vec<i64>),
    /// Very many hold them.
    Walked,
}

/// Which of the members of an issue are looked at, and when.
#[derive(Clone, Copy)]
enum Members {
    /// All of them, first.
    All,
    /// So many of them, first.
    First(usize),
    /// Those of each statement that is looked at.
    OfEach,
}

impl Library {
    /// Statements that fit `filter`: the best ones first where words are asked for (of words that very many statements hold,
    /// those that were stored last), else the newest first; `count` of them, behind the first `skip`. Where there are very many
    /// not all are counted.
    ///
    /// # Errors
    /// When the words make no sense, or the library cannot be read.
    pub fn search(&mut self, filter: &Filter, skip: usize, count: usize) -> Result<Found> {
        let query = filter.words.as_deref().map(Query::parse).transpose()?;
        let way = self.way(filter, query.as_ref())?;
        let (mut question, from) = self.question(filter, query.as_ref());
        if let Way::Among(ids) = &way {
            let hits = self.hits_of(ids, skip, count, query.as_ref())?;
            return Ok(Found { hits, total: ids.len() as u64, is_at_least: false });
        }
        let (total, is_at_least) = match &way {
            Way::NoWords => {
                let members = self.issue_size(filter)?;
                if members > COUNTED as u64 {
                    question = Question::default();
                    self.narrow(&mut question, filter, Members::OfEach);
                }
                self.count_some(filter, members)?
            }
            Way::Weighed => (self.count_all(&from, &question)?, false),
            Way::Walked | Way::Among(_) => self.count_walked(filter, query.as_ref())?,
        };
        let order = match &way {
            Way::NoWords => "s.day DESC NULLS LAST, s.id DESC".to_owned(),
            Way::Weighed => self.by_fit(&mut question, query.as_ref()),
            Way::Walked | Way::Among(_) => format!("{} DESC", self.word_id()),
        };
        let rows = self.rows_in(&from, question, &order, skip, count)?;
        let hits = marked(&rows, query.as_ref())?;
        let seen = (skip + hits.len()) as u64;
        let is_end = hits.len() < count && (skip == 0 || !hits.is_empty());
        Ok(match is_end {
            true => Found { hits, total: seen, is_at_least: false },
            false => Found { hits, total: total.max(seen), is_at_least },
        })
    }

    fn count_all(&mut self, from: &str, question: &Question) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM {} WHERE {}", tables(from, question), question.all());
        self.ask(&sql, &question.values)?[0].count(0)
    }

    /// As [`Library::search`], for a page: `count` statements behind `cursor`. Not all are counted, so that a page is quick
    /// however many there are.
    ///
    /// # Errors
    /// When the words make no sense, `cursor` is no place in what these words give, or the library cannot be read.
    pub fn search_page(
        &mut self,
        filter: &Filter,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<SearchPage> {
        let query = filter.words.as_deref().map(Query::parse).transpose()?;
        let (mut question, from) = self.question(filter, query.as_ref());
        match self.way(filter, query.as_ref())? {
            Way::NoWords => {
                let after = day_and_id(BY_DAY, cursor)?;
                let members = self.issue_size(filter)?;
                let (total, is_at_least) = self.count_some(filter, members)?;
                if members > COUNTED as u64 {
                    question = Question::default();
                    self.narrow(&mut question, filter, Members::OfEach);
                }
                let select = format!("SELECT {COLUMNS} FROM {}", with_articles(&from));
                let newest = Newest { select: &select, day: "s.day", id: "s.id", question };
                let rows = newest.rows(self, after.as_ref(), count.saturating_add(1))?;
                let found = marked(&rows, None)?;
                let page =
                    Page::cut(found, count, |last| cursor_of_day(BY_DAY, last.day.as_deref(), last.id));
                Ok(SearchPage { page, total, is_at_least })
            }
            Way::Weighed => {
                // The place among those that fit best is a number of rows: how well one fits changes with what is stored.
                let skip = cursor.map(|cursor| cursor.place(BY_FIT, 1)?.int(0)).transpose()?.unwrap_or(0);
                let skip = usize::try_from(skip).unwrap_or(0);
                let total = self.count_all(&from, &question)?;
                let order = self.by_fit(&mut question, query.as_ref());
                let rows = self.rows_in(&from, question, &order, skip, count.saturating_add(1))?;
                let found = marked(&rows, query.as_ref())?;
                let next = skip.saturating_add(count);
                let page = Page::cut(found, count, |_| Cursor::new(BY_FIT, &[next.into()]));
                Ok(SearchPage { page, total, is_at_least: false })
            }
            Way::Among(ids) => {
                let after = number_in(cursor)?;
                let skip = after.map_or(0, |after| ids.partition_point(|&id| id >= after));
                let found = self.hits_of(&ids, skip, count.saturating_add(1), query.as_ref())?;
                let page = Page::cut(found, count, |last| Cursor::new(BY_NUMBER, &[last.id.into()]));
                Ok(SearchPage { page, total: ids.len() as u64, is_at_least: false })
            }
            Way::Walked => {
                let page = self.walk(filter, query.as_ref(), number_in(cursor)?, count)?;
                let (total, is_at_least) = self.count_walked(filter, query.as_ref())?;
                Ok(SearchPage { page, total, is_at_least })
            }
        }
    }

    fn way(&mut self, filter: &Filter, query: Option<&Query>) -> Result<Way> {
        let Some(query) = query else { return Ok(Way::NoWords) };
        let (question, from) =
            self.question(&Filter { words: filter.words.clone(), ..Filter::default() }, Some(query));
        if self.count_up_to(&tables(&from, &question), &question, RANKED)? <= RANKED as u64 {
            return Ok(Way::Weighed);
        }
        let is_indexed = !filter.speakers.is_empty()
            || !filter.principals.is_empty()
            || !filter.outlets.is_empty()
            || filter.issue.is_some()
            || filter.from.is_some()
            || filter.to.is_some();
        if !is_indexed {
            return Ok(Way::Walked);
        }
        let (question, from) = self.question(&Filter { words: None, ..filter.clone() }, None);
        // Their numbers first: that asks the index alone where it can.
        let sql = format!("SELECT s.id FROM {from} WHERE {} LIMIT {}", question.all(), CHECKED + 1);
        let rows = self.ask(&sql, &question.values)?;
        if rows.len() > CHECKED {
            return Ok(Way::Walked);
        }
        let ids = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>>>()?;
        Ok(Way::Among(self.holding(ids, query)?))
    }

    /// Those of the statements whose quotes hold the words, the latest stored first.
    fn holding(&mut self, ids: Vec<i64>, query: &Query) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        for ids in ids.chunks(ASKED) {
            let marks: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
            let sql = format!("SELECT s.id, s.quote FROM statements s WHERE s.id IN ({})", marks.join(","));
            let values: Vec<Value> = ids.iter().map(|&id| Value::from(id)).collect();
            for row in &self.ask(&sql, &values)? {
                if query.holds(row.text(1)?) {
                    found.push(row.int(0)?);
                }
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        Ok(found)
    }

    fn hits_of(&mut self, ids: &[i64], skip: usize, count: usize, query: Option<&Query>) -> Result<Vec<Hit>> {
        let sql =
            format!("SELECT {COLUMNS} FROM statements s JOIN articles a ON a.id = s.article WHERE s.id = $1");
        let mut rows = Vec::new();
        for &id in ids.iter().skip(skip).take(count) {
            rows.extend(self.ask(&sql, values![id])?);
        }
        marked(&rows, query)
    }

    fn rows_in(
        &mut self,
        from: &str,
        mut question: Question,
        order: &str,
        skip: usize,
        count: usize,
    ) -> Result<Vec<Row>> {
        let (count, skip) = (question.mark(count), question.mark(skip));
        let sql = format!(
            "SELECT {COLUMNS} FROM {} WHERE {} ORDER BY {order} LIMIT {count} OFFSET {skip}",
            with_articles(from),
            question.all()
        );
        self.ask(&sql, &question.values)
    }

    fn by_fit(&self, question: &mut Question, query: Option<&Query>) -> String {
        match (self.dialect(), query) {
            (Dialect::Postgres, Some(query)) => {
                let mark = question.mark(query.in_dialect(Dialect::Postgres));
                format!("ts_rank_cd(w.words, {mark}::text::tsquery, 1) DESC, s.id")
            }
            _ => "w.rank, s.id".to_owned(),
        }
    }

    fn word_id(&self) -> &'static str {
        match self.dialect() {
            Dialect::Sqlite => "w.rowid",
            Dialect::Postgres => "w.id",
        }
    }

    /// How many rows there are, `most` + 1 where there are more.
    fn count_up_to(&mut self, tables: &str, question: &Question, most: usize) -> Result<u64> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {} LIMIT {}) AS counted",
            question.all(),
            most + 1
        );
        self.ask(&sql, &question.values)?[0].count(0)
    }

    /// How many positions the issue has that is asked for.
    fn issue_size(&mut self, filter: &Filter) -> Result<u64> {
        filter.issue.map_or(Ok(0), |issue| Ok(self.tally(issue)?.positions))
    }

    fn count_some(&mut self, filter: &Filter, members: u64) -> Result<(u64, bool)> {
        if *filter == Filter::default() {
            return Ok((self.total("statements")?, false));
        }
        let mut question = Question::default();
        self.narrow(&mut question, filter, Members::First(COUNTED));
        let counted = self.count_up_to("statements s", &question, COUNTED)?;
        let most = COUNTED as u64;
        Ok((counted.min(most), counted > most || members > most))
    }

    /// Statements with frequent words behind the number `after`, the latest stored first: stretches of them are looked at
    /// until the page is full.
    fn walk(
        &mut self,
        filter: &Filter,
        query: Option<&Query>,
        after: Option<i64>,
        count: usize,
    ) -> Result<Page<Hit>> {
        let mut after = after.unwrap_or(i64::MAX);
        let mut found: Vec<Hit> = Vec::new();
        let (mut walked, mut stretch) = (0, 500);
        while walked < WALKED {
            let (question, from) = self.stretch(filter, query, after, stretch);
            let wanted = count.saturating_add(1) - found.len();
            let rows = self.rows_in(&from, question, "s.id DESC", 0, wanted)?;
            found.extend(marked(&rows, query)?);
            if found.len() > count {
                return Ok(Page::cut(found, count, |last| Cursor::new(BY_NUMBER, &[last.id.into()])));
            }
            let (question, from) = self.stretch(&Filter::default(), query, after, stretch);
            let ends = format!("SELECT min(w.id), count(*) FROM {from} WHERE {}", question.all());
            let ends = self.ask(&ends, &question.values)?;
            let (Some(end), looked_at) = (ends[0].maybe_int(0)?, ends[0].count(1)?) else {
                return Ok(Page { items: found, next: None });
            };
            if looked_at < stretch as u64 {
                return Ok(Page { items: found, next: None });
            }
            after = end;
            walked += stretch;
            stretch = (stretch * 4).min(WALKED);
        }
        Ok(Page { items: found, next: Some(Cursor::new(BY_NUMBER, &[after.into()])) })
    }

    /// How many of the statements with frequent words that were stored last fit.
    fn count_walked(&mut self, filter: &Filter, query: Option<&Query>) -> Result<(u64, bool)> {
        let (question, from) = self.stretch(filter, query, i64::MAX, COUNTED);
        let sql = format!("SELECT count(*) FROM {from} WHERE {}", question.all());
        Ok((self.ask(&sql, &question.values)?[0].count(0)?, true))
    }

    /// A question of `length` statements with the words, behind the number `after`.
    fn stretch(
        &self,
        filter: &Filter,
        query: Option<&Query>,
        after: i64,
        length: usize,
    ) -> (Question, String) {
        let mut question = Question::default();
        let words = question.mark(query.map(|query| query.in_dialect(self.dialect())));
        let (after, length) = (question.mark(after), question.mark(length));
        let from = match self.dialect() {
            Dialect::Sqlite => format!(
                "(SELECT rowid AS id FROM statement_words WHERE statement_words MATCH {words} AND rowid < {after} ORDER BY rowid DESC LIMIT {length}) w
                 CROSS JOIN statements s ON s.id = w.id"
            ),
            Dialect::Postgres => format!(
                "(SELECT v.id FROM statement_words v WHERE v.words @@ {words}::text::tsquery AND v.id < {after} ORDER BY v.id DESC LIMIT {length}) w
                 JOIN statements s ON s.id = w.id"
            ),
        };
        self.narrow(&mut question, filter, Members::OfEach);
        (question, from)
    }

    fn question(&self, filter: &Filter, query: Option<&Query>) -> (Question, String) {
        let mut question = Question::default();
        let mut from = "statements s".to_owned();
        if let Some(query) = query {
            let mark = question.mark(query.in_dialect(self.dialect()));
            match self.dialect() {
                Dialect::Sqlite => {
                    // CROSS: the words first. To look a statement up in the index of words takes long.
                    from = "statement_words w CROSS JOIN statements s ON s.id = w.rowid".to_owned();
                    question.conditions.push(format!("statement_words MATCH {mark}"));
                }
                Dialect::Postgres => {
                    from = "statement_words w JOIN statements s ON s.id = w.id".to_owned();
                    question.conditions.push(format!("w.words @@ {mark}::text::tsquery"));
                }
            }
        }
        self.narrow(&mut question, filter, Members::All);
        (question, from)
    }

    /// What is asked for besides the words.
    fn narrow(&self, question: &mut Question, filter: &Filter, members: Members) {
        question.one_of("s.speaker", &filter.speakers);
        question.one_of("s.principal", &filter.principals);
        question.one_of("s.outlet", &filter.outlets);
        let kinds: Vec<String> = filter.kinds.iter().map(|&kind| kind.to_string()).collect();
        question.one_of("s.kind", &kinds);
        if filter.independent {
            question.conditions.push(
                "s.article NOT IN (SELECT c.id FROM articles c WHERE c.cluster > 0 AND c.cluster <> c.id)"
                    .to_owned(),
            );
        }
        if let Some(day) = filter.from {
            let mark = question.mark(day.to_string());
            question.conditions.push(format!("s.day >= {mark}"));
        }
        if let Some(day) = filter.to {
            let mark = question.mark(day.to_string());
            question.conditions.push(format!("s.day <= {mark}"));
        }
        if filter.min_confidence > 0.0 {
            let mark = question.mark(filter.min_confidence);
            question.conditions.push(format!("s.confidence >= {mark}"));
        }
        if let Some(issue) = filter.issue {
            let mark = question.mark(issue);
            let stance = match filter.stance {
                Some(stance) => format!(" AND {STANCE} = {}", question.mark(stance.as_str())),
                None => String::new(),
            };
            question.conditions.push(match members {
                Members::All => format!(
                    "s.id IN (SELECT p.statement FROM memberships m JOIN positions p ON p.id = m.position WHERE m.issue = {mark}{stance})"
                ),
                Members::First(most) => format!(
                    "s.id IN (SELECT p.statement FROM (SELECT position, stance FROM memberships WHERE issue = {mark} LIMIT {most}) m
                         JOIN positions p ON p.id = m.position WHERE 1 = 1{stance})"
                ),
                // The position first: a statement has one or two, an issue very many.
                Members::OfEach => format!(
                    "EXISTS (SELECT 1 FROM positions p CROSS JOIN memberships m WHERE p.statement = s.id AND m.issue = {mark} AND m.position = p.id{stance})"
                ),
            });
        } else if let Some(stance) = filter.stance {
            let mark = question.mark(stance.as_str());
            question.conditions.push(format!(
                "EXISTS (SELECT 1 FROM positions p WHERE p.statement = s.id AND p.stance = {mark})"
            ));
        }
    }

    /// Statements that fit `filter` and mean most nearly what `vector` does, the nearest first: `count` of them. The filter's
    /// words need not be there.
    ///
    /// # Errors
    /// As [`Library::search`].
    pub fn like(&mut self, vector: &[i8], filter: &Filter, count: usize) -> Result<Found> {
        let wanted = self.ids_of(filter)?;
        let mut nearest: Vec<(f32, i64)> = Vec::new();
        let mut total = 0;
        let mut last = 0;
        loop {
            let rows = self.ask(
                "SELECT statement, vector FROM vectors WHERE statement > $1 ORDER BY statement LIMIT $2",
                values![last, SCANNED],
            )?;
            let Some(end) = rows.last() else { break };
            last = end.int(0)?;
            for row in &rows {
                let id = row.int(0)?;
                if wanted.as_ref().is_none_or(|wanted| wanted.binary_search(&id).is_ok()) {
                    total += 1;
                    nearest.push((likeness(vector, row.blob(1)?), id));
                }
            }
            nearest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            nearest.truncate(count);
        }
        let mut hits = Vec::with_capacity(nearest.len());
        for (likeness, id) in nearest {
            let sql = format!(
                "SELECT {COLUMNS} FROM statements s JOIN articles a ON a.id = s.article WHERE s.id = $1"
            );
            if let Some(row) = self.ask(&sql, values![id])?.first() {
                hits.push(Hit { likeness: Some(likeness), ..hit(row)? });
            }
        }
        Ok(Found { hits, total, is_at_least: false })
    }

    /// The statements that fit, by number; none where all do.
    fn ids_of(&mut self, filter: &Filter) -> Result<Option<Vec<i64>>> {
        if *filter == Filter::default() {
            return Ok(None);
        }
        let query = filter.words.as_deref().map(Query::parse).transpose()?;
        let (question, from) = self.question(filter, query.as_ref());
        let sql = format!("SELECT s.id FROM {from} WHERE {} ORDER BY s.id", question.all());
        let rows = self.ask(&sql, &question.values)?;
        rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>>>().map(Some)
    }

    /// Statements without a vector: `count` of them at most, behind the one of number `id`; number and words.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn without_vector(&mut self, id: i64, count: usize) -> Result<Vec<(i64, String)>> {
        let rows = self.ask(
            "SELECT s.id, s.quote FROM statements s LEFT JOIN vectors v ON v.statement = s.id
             WHERE v.statement IS NULL AND s.id > $1 ORDER BY s.id LIMIT $2",
            values![id, count],
        )?;
        rows.iter().map(|row| Ok((row.int(0)?, row.string(1)?))).collect()
    }

    /// Stores what statements mean.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn set_vectors(&mut self, vectors: &[(i64, Vec<i8>)]) -> Result<()> {
        self.whole(|library| {
            for (statement, vector) in vectors {
                let bytes: Vec<u8> = vector.iter().map(|&byte| byte.cast_unsigned()).collect();
                library.database.run(
                    "INSERT INTO vectors (statement, vector) VALUES ($1, $2) ON CONFLICT (statement) DO UPDATE SET vector = excluded.vector",
                    values![*statement, bytes],
                )?;
            }
            Ok(())
        })
    }
}

fn number_in(cursor: Option<&Cursor>) -> Result<Option<i64>> {
    cursor.map(|cursor| cursor.place(BY_NUMBER, 1)?.int(0)).transpose()
}

/// Hits, with what was searched for marked in them.
fn marked(rows: &[Row], query: Option<&Query>) -> Result<Vec<Hit>> {
    let mut hits = rows.iter().map(hit).collect::<Result<Vec<Hit>>>()?;
    if let Some(query) = query {
        hits.iter_mut().for_each(|hit| hit.marks = query.places(&hit.quote));
    }
    Ok(hits)
}

/// So many numbers are asked for at once.
const ASKED: usize = 500;

/// So many vectors are looked at at once.
const SCANNED: usize = 20_000;

/// Counting needs the words' table alone where nothing else is asked.
fn tables(from: &str, question: &Question) -> String {
    match question.conditions.as_slice() {
        [only] if only.starts_with("statement_words MATCH") => "statement_words".to_owned(),
        [only] if only.starts_with("w.words") => "statement_words w".to_owned(),
        _ => from.to_owned(),
    }
}

fn with_articles(from: &str) -> String {
    format!("{from} JOIN articles a ON a.id = s.article")
}

/// The cosine of the angle between two vectors that were scaled to one length.
fn likeness(a: &[i8], b: &[u8]) -> f32 {
    let product: i32 = a.iter().zip(b).map(|(&a, &b)| i32::from(a) * i32::from(b.cast_signed())).sum();
    product as f32 / (127.0 * 127.0)
}

pub(crate) fn hit(row: &Row) -> Result<Hit> {
    let named = |key, name| -> Result<Option<(String, String)>> {
        Ok(row.maybe_string(key)?.zip(row.maybe_string(name)?))
    };
    Ok(Hit {
        id: row.int(0)?,
        article: row.string(1)?,
        title: row.maybe_string(2)?,
        outlet: row.maybe_string(3)?,
        statement: row.string(4)?,
        kind: row.string(5)?,
        source: row.string(6)?,
        cue: row.string(7)?,
        quote: row.string(8)?,
        spans: spans_of(row.text(9)?).unwrap_or_default(),
        speaker: named(10, 11)?,
        speaks_for: named(12, 13)?,
        said_on: row.maybe_string(14)?,
        day: row.maybe_string(15)?,
        confidence: row.real(16)?,
        marks: Vec::new(),
        likeness: None,
    })
}
