//! Which statements hold these words, or mean much the same?

use sayso_domain::{Date, Kind, Stance};

use crate::database::{Dialect, Question, Row, values};
use crate::error::Result;
use crate::library::Library;
use crate::query::Query;
use crate::rows::{self, spans_of};

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
    /// How many there are in all.
    pub total: u64,
}

const COLUMNS: &str = "s.id, a.name, a.title, a.outlet, s.label, s.kind, s.source, s.cue, s.quote, s.spans, s.speaker, s.speaker_name, s.principal, s.principal_name, s.said_on, s.day, s.confidence";

/// More hits than this are put in the order of storing, the latest first, rather than of how well they fit: words that so many
/// statements hold tell little, and all would have to be weighed.
const RANKED: u64 = 20_000;

impl Library {
    /// Statements that fit `filter`: the best ones first where words are asked for (of very many, those that were stored last), else the newest first; `count` of them,
    /// behind the first `skip`.
    ///
    /// # Errors
    /// When the words make no sense, or the library cannot be read.
    pub fn search(&mut self, filter: &Filter, skip: usize, count: usize) -> Result<Found> {
        let query = filter.words.as_deref().map(Query::parse).transpose()?;
        let (mut question, from) = self.question(filter, query.as_ref());
        let tables = tables(&from, &question);
        let counted = format!("SELECT count(*) FROM {tables} WHERE {}", question.all());
        let total = self.ask(&counted, &question.values)?[0].int(0)?;
        let total = u64::try_from(total).unwrap_or_default();
        let order = match (&query, self.dialect()) {
            (Some(_), Dialect::Sqlite) if total <= RANKED => "w.rank, s.id".to_owned(),
            (Some(query), Dialect::Postgres) if total <= RANKED => {
                let mark = question.mark(query.in_dialect(Dialect::Postgres));
                format!("ts_rank_cd(w.words, {mark}::text::tsquery, 1) DESC, s.id")
            }
            (Some(_), Dialect::Sqlite) => "w.rowid DESC".to_owned(),
            (Some(_), Dialect::Postgres) => "w.id DESC".to_owned(),
            (None, _) => "s.day DESC NULLS LAST, s.id DESC".to_owned(),
        };
        let (count, skip) = (question.mark(count), question.mark(skip));
        let tables = with_articles(&from);
        let sql = format!(
            "SELECT {COLUMNS} FROM {tables} WHERE {} ORDER BY {order} LIMIT {count} OFFSET {skip}",
            question.all()
        );
        let rows = self.ask(&sql, &question.values)?;
        let mut hits = rows.iter().map(hit).collect::<Result<Vec<Hit>>>()?;
        if let Some(query) = &query {
            hits.iter_mut().for_each(|hit| hit.marks = query.places(&hit.quote));
        }
        Ok(Found { hits, total })
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
        question.one_of("s.speaker", &filter.speakers);
        question.one_of("s.principal", &filter.principals);
        question.one_of("s.outlet", &filter.outlets);
        let kinds: Vec<String> = filter.kinds.iter().map(|&kind| rows::kind(kind).to_owned()).collect();
        question.one_of("s.kind", &kinds);
        if filter.independent {
            question.conditions.push(
                "s.article IN (SELECT c.id FROM articles c WHERE c.cluster IS NULL OR c.cluster = c.id)"
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
                Some(stance) => {
                    format!(" AND coalesce(m.stance, p.stance) = {}", question.mark(stance.as_str()))
                }
                None => String::new(),
            };
            question.conditions.push(format!(
                "s.id IN (SELECT p.statement FROM memberships m JOIN positions p ON p.id = m.position WHERE m.issue = {mark}{stance})"
            ));
        } else if let Some(stance) = filter.stance {
            let mark = question.mark(stance.as_str());
            question
                .conditions
                .push(format!("s.id IN (SELECT p.statement FROM positions p WHERE p.stance = {mark})"));
        }
        (question, from)
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
        Ok(Found { hits, total })
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

    /// The names of all outlets, in order.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn outlets(&mut self) -> Result<Vec<String>> {
        let rows =
            self.ask("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY outlet", &[])?;
        rows.iter().map(|row| row.string(0)).collect()
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

fn hit(row: &Row) -> Result<Hit> {
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
