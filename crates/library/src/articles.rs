//! Which articles are there, and what is known of one?

use sayso_domain::{Date, Reading};

use crate::copies::{Carriers, Holding};
use crate::correction::Correction;
use crate::corrections;
use crate::database::{Dialect, Question, Row, values};
use crate::error::Result;
use crate::library::Library;
use crate::page::{Cursor, Newest, Page, cursor_of_day, day_and_id};
use crate::query::Query;

/// Which articles are wanted. Everything that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleFilter {
    /// Of this outlet, by its name.
    pub outlet: Option<String>,
    /// From this day on.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// With these words in the title; what may be written is as in [`crate::Filter::words`].
    pub words: Option<String>,
}

/// An article as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHeader {
    /// Its number in the library.
    pub id: i64,
    /// Its name, as every output has it.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The day of publication, `YYYY-MM-DD`, where it is known.
    pub published: Option<String>,
    /// Where it came from.
    pub url: Option<String>,
    /// Its language, such as `en`.
    pub language: Option<String>,
    /// When it was stored, in seconds since 1970.
    pub added: i64,
    /// The day by which it is listed: of publication, else the one on which it was stored, in UTC.
    pub day: Option<String>,
    /// Statements in it, corrections included.
    pub statements: u64,
    /// Positions in it, corrections included.
    pub positions: u64,
    /// How many articles have its text, itself included.
    pub carriers: u64,
}

/// All of an article that a page shows.
#[derive(Clone, Debug)]
pub struct ArticleView {
    /// As a list shows it.
    pub header: ArticleHeader,
    /// Which model read it, and when, in seconds since 1970; none where none has.
    pub read: Option<(String, i64)>,
    /// What was read in it, as corrections have it.
    pub reading: Reading,
    /// The articles that have its text.
    pub carriers: Carriers,
    /// The longer articles in which it stands, and the shorter ones that stand in it.
    pub holdings: Vec<Holding>,
    /// The corrections in it that are in force, oldest first.
    pub corrections: Vec<Correction>,
    /// Which issues its positions are about: the position's id in the article (`p2`), the issue's number and label.
    pub issues: Vec<(String, i64, String)>,
}

/// The list of articles, as its cursors name it.
const ARTICLES: &str = "articles";

/// What makes an [`ArticleHeader`] of `a`.
const HEADER: &str = "a.id, a.name, a.title, a.outlet, a.published, a.url, a.language, a.added, a.day,
    (SELECT count(*) FROM statements s WHERE s.article = a.id), (SELECT count(*) FROM positions p WHERE p.article = a.id),
    (SELECT count(*) FROM articles c WHERE c.cluster = a.cluster)";

impl Library {
    /// Articles that fit `filter`, `count` of them behind `cursor`: the newest first, by the day of publication, else by that
    /// on which they were stored.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, the words make no sense, or the library cannot be read.
    pub fn articles_page(
        &mut self,
        filter: &ArticleFilter,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<ArticleHeader>> {
        let after = day_and_id(ARTICLES, cursor)?;
        let question = self.articles_question(filter)?;
        let select = format!("SELECT {HEADER} FROM articles a");
        let newest = Newest { select: &select, day: "a.day", id: "a.id", question };
        let rows = newest.rows(self, after.as_ref(), count.saturating_add(1))?;
        let found = rows.iter().map(header).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(found, count, |last| cursor_of_day(ARTICLES, last.day.as_deref(), last.id)))
    }

    fn articles_question(&mut self, filter: &ArticleFilter) -> Result<Question> {
        let mut question = Question::default();
        if let Some(outlet) = &filter.outlet {
            question.where_is("a.outlet", outlet.as_str());
        }
        if let Some(day) = filter.from {
            let mark = question.mark(day.to_string());
            question.conditions.push(format!("a.day >= {mark}"));
        }
        if let Some(day) = filter.to {
            let mark = question.mark(day.to_string());
            question.conditions.push(format!("a.day <= {mark}"));
        }
        if let Some(words) = &filter.words {
            let dialect = self.dialect();
            let mark = question.mark(Query::parse(words)?.in_dialect(dialect));
            question.conditions.push(match dialect {
                Dialect::Sqlite => {
                    format!("a.id IN (SELECT rowid FROM article_words WHERE article_words MATCH {mark})")
                }
                Dialect::Postgres => {
                    format!(
                        "a.id IN (SELECT w.id FROM article_words w WHERE w.words @@ {mark}::text::tsquery)"
                    )
                }
            });
        }
        Ok(question)
    }

    /// The article of that name, as a list shows it.
    ///
    /// # Errors
    /// When there is none, or the library cannot be read.
    pub fn article_header(&mut self, name: &str) -> Result<ArticleHeader> {
        let id = self.article_id(name)?;
        self.header_of(id)
    }

    pub(crate) fn header_of(&mut self, id: i64) -> Result<ArticleHeader> {
        let rows = self.ask(&format!("SELECT {HEADER} FROM articles a WHERE a.id = $1"), values![id])?;
        header(&rows[0])
    }

    /// All of one article that a page shows, in one go.
    ///
    /// # Errors
    /// When there is no such article, or it is damaged.
    pub fn article_view(&mut self, name: &str) -> Result<ArticleView> {
        let header = self.article_header(name)?;
        let read = self.ask("SELECT model, read_at FROM readings WHERE article = $1", values![header.id])?;
        let read = read.first().map(|row| Ok((row.string(0)?, row.int(1)?))).transpose()?;
        let sql = format!("{} WHERE article = $1 AND undone_at IS NULL ORDER BY id", corrections::SELECT);
        let rows = self.ask(&sql, values![name])?;
        let corrections = rows.iter().map(corrections::correction).collect::<Result<Vec<_>>>()?;
        Ok(ArticleView {
            read,
            reading: self.reading(name)?,
            carriers: self.carriers(name)?,
            holdings: self.holdings(name)?,
            corrections,
            issues: self.issues_in(header.id)?,
            header,
        })
    }

    fn issues_in(&mut self, article: i64) -> Result<Vec<(String, i64, String)>> {
        let rows = self.ask(
            "SELECT p.label, i.id, i.label FROM positions p JOIN memberships m ON m.position = p.id JOIN issues i ON i.id = m.issue
             WHERE p.article = $1 ORDER BY p.id, i.id",
            values![article],
        )?;
        rows.iter().map(|row| Ok((row.string(0)?, row.int(1)?, row.string(2)?))).collect()
    }
}

fn header(row: &Row) -> Result<ArticleHeader> {
    Ok(ArticleHeader {
        id: row.int(0)?,
        name: row.string(1)?,
        title: row.maybe_string(2)?,
        outlet: row.maybe_string(3)?,
        published: row.maybe_string(4)?,
        url: row.maybe_string(5)?,
        language: row.maybe_string(6)?,
        added: row.int(7)?,
        day: row.maybe_string(8)?,
        statements: row.count(9)?,
        positions: row.count(10)?,
        // One that has no copies is in no cluster, and carries itself.
        carriers: row.count(11)?.max(1),
    })
}
