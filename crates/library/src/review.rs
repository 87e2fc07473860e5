//! What should a person look at first?
//!
//! A look is worth most where the machine is unsure and much hangs on it. How unsure it is is kept with each statement
//! (`worth`: p(1-p), of the statement and of each of its positions that nobody has looked at). What hangs on it changes with
//! every article that is stored, and is counted when somebody asks: of a few hundred statements that are most unsure, those of
//! most reach stand first; behind them, those of the next few hundred.

use std::cmp::Ordering;

use crate::articles::ArticleHeader;
use crate::database::{Row, Value, values};
use crate::error::Result;
use crate::library::Library;
use crate::page::{Cursor, Page, real};
use crate::search::{self, Hit, hit};
use crate::stands::StoredStand;

/// What is to be reviewed. Everything that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Statements with a position on the issue of this number.
    pub issue: Option<i64>,
    /// Said by this actor, by its key, or for it.
    pub actor: Option<String>,
    /// In this article, by its name.
    pub article: Option<String>,
}

/// A statement that a person should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewItem {
    /// The statement.
    pub statement: Hit,
    /// Its positions.
    pub positions: Vec<StoredStand>,
    /// The article in which it stands.
    pub article: ArticleHeader,
    /// Why it stands where it stands.
    pub why: Why,
}

/// Why a statement stands where it stands in the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Why {
    /// How unsure the machine is: the sum of p(1-p) of the statement and its positions that nobody has looked at. Each adds
    /// 0.25 at most.
    pub unsure: f64,
    /// How often its positions stand on an issue.
    pub on_issues: u64,
    /// How many articles have its article's text, that included.
    pub carriers: u64,
    /// How much its speaker says in the whole library: statements by it and for it.
    pub says: u64,
}

impl Why {
    /// How far a mistake would reach: `(1 + on issues) × (1 + ln carriers) × (1 + ln(1 + says) / 10)`. A position that is on
    /// an issue is in every picture of it; ten carriers weigh as much as three and a bit, since they are counted as one; who
    /// says much is looked up more.
    pub fn reach(&self) -> f64 {
        let says = (1.0 + self.says as f64).ln();
        (1.0 + self.on_issues as f64) * (1.0 + (self.carriers.max(1) as f64).ln()) * (1.0 + says / 10.0)
    }

    /// What it is sorted by: how unsure, times how far it reaches.
    pub fn score(&self) -> f64 {
        self.unsure * self.reach()
    }
}

/// So many of those that are most unsure are put in the order of their reach.
const WINDOW: usize = 300;

/// An issue of more positions is walked through by worth, and not gathered first.
const GATHERED: u64 = 20_000;

/// The queue, as its cursors name it.
const REVIEW: &str = "review";

/// Where a statement stands by worth alone.
type Worth = (f64, i64);

/// Before all others.
const FIRST: Worth = (f64::MAX, 0);

/// Where a page begins: behind `last` of those from behind `start` up to `end`, where that is known yet.
struct Begin {
    start: Worth,
    end: Option<Worth>,
    last: Worth,
}

impl Begin {
    fn of(cursor: Option<&Cursor>) -> Result<Begin> {
        let Some(cursor) = cursor else { return Ok(Begin { start: FIRST, end: None, last: FIRST }) };
        let place = cursor.place(REVIEW, 6)?;
        let end = (place.real(2)?, place.int(3)?);
        Ok(Begin {
            start: (place.real(0)?, place.int(1)?),
            end: Some(end).filter(|end| end.0 >= 0.0),
            last: (place.real(4)?, place.int(5)?),
        })
    }

    fn cursor(&self) -> Cursor {
        let end = self.end.unwrap_or((-1.0, 0));
        Cursor::new(
            REVIEW,
            &[
                real(self.start.0),
                self.start.1.into(),
                real(end.0),
                end.1.into(),
                real(self.last.0),
                self.last.1.into(),
            ],
        )
    }
}

/// The greater worth first, then the smaller number.
fn order(a: Worth, b: Worth) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

impl Library {
    /// What a person should look at first, `count` statements behind `cursor`. What people have put right or accepted
    /// ([`Library::accept`]) is not among it.
    ///
    /// A page is never longer than the 300 statements among which reach decides; behind the last of them the next 300 begin.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, there is no such article, or the library cannot be read.
    pub fn review_page(
        &mut self,
        filter: &ReviewFilter,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<ReviewItem>> {
        let begin = Begin::of(cursor)?;
        let mut window = self.unsure(filter, begin.start)?;
        let is_full = window.len() == WINDOW;
        let end = begin.end.or_else(|| window.last().copied());
        window.retain(|&worth| end.is_none_or(|end| order(worth, end) != Ordering::Greater));
        let mut ranked = self.reasons(&window)?;
        ranked.sort_by(|a, b| order(a.0, b.0));
        ranked.retain(|(score, _)| order(begin.last, *score) == Ordering::Less);
        let is_more_here = ranked.len() > count;
        ranked.truncate(count);
        let next = match (is_more_here, ranked.last(), end) {
            (true, Some(&(last, _)), _) => Some(Begin { last, end, start: begin.start }),
            // Behind the end there is more, if the window was cut off there.
            (false, _, Some(end)) if is_full || begin.end.is_some() => {
                let next = Begin { start: end, end: None, last: FIRST };
                let is_any = !self.unsure(filter, end)?.is_empty();
                is_any.then_some(next)
            }
            _ => None,
        };
        let mut items = Vec::with_capacity(ranked.len());
        for ((_, id), why) in ranked {
            items.extend(self.review_item(id, why)?);
        }
        Ok(Page { items, next: next.map(|next| next.cursor()) })
    }

    /// A statement as the queue shows it, by its number in the library; also one that needs no look any more. None where it is
    /// gone.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn review_of(&mut self, statement: i64) -> Result<Option<ReviewItem>> {
        match self.reasons(&[(0.0, statement)])?.into_iter().next() {
            Some(((_, id), why)) => self.review_item(id, why),
            None => Ok(None),
        }
    }

    /// The number in the library of a statement, by its label in its article: `s3`.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn statement_number(&mut self, article: &str, statement: &str) -> Result<Option<i64>> {
        let sql = "SELECT s.id FROM statements s JOIN articles a ON a.id = s.article WHERE a.name = $1 AND s.label = $2";
        let rows = self.ask(sql, values![article, statement])?;
        rows.first().map(|row| row.int(0)).transpose()
    }

    fn review_item(&mut self, id: i64, why: Why) -> Result<Option<ReviewItem>> {
        let sql = format!(
            "SELECT {}, s.article FROM statements s JOIN articles a ON a.id = s.article WHERE s.id = $1",
            search::COLUMNS
        );
        let rows = self.ask(&sql, values![id])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (statement, article) = (hit(row)?, row.int(17)?);
        let positions = self.stands_of_statement(id)?;
        Ok(Some(ReviewItem { statement, positions, article: self.header_of(article)?, why }))
    }

    /// The statements behind `start` of which the machine is least sure.
    fn unsure(&mut self, filter: &ReviewFilter, start: Worth) -> Result<Vec<Worth>> {
        let values = vec![Value::from(start.0), start.1.into(), WINDOW.into()];
        let mut conditions = vec!["s.worth > 0 AND s.worth <= $1 AND (s.worth < $1 OR s.id > $2)".to_owned()];
        let mut from = "statements s".to_owned();
        let mut more = Vec::new();
        let mut mark = |value: Value| {
            more.push(value);
            format!("${}", values.len() + more.len())
        };
        if let Some(name) = &filter.article {
            let article = self.article_id(name)?;
            conditions.push(format!("s.article = {}", mark(article.into())));
        }
        if let Some(issue) = filter.issue {
            let members = self.tally(issue)?.positions;
            let mark = mark(issue.into());
            if members > GATHERED {
                // The plus keeps the database from trying each of the issue's positions on each statement.
                conditions.push(format!(
                    "EXISTS (SELECT 1 FROM positions p WHERE p.statement = s.id AND +p.id IN (SELECT m.position FROM memberships m WHERE m.issue = {mark}))"
                ));
            } else {
                // The issue first: it holds fewer than there are statements.
                from = format!(
                    "(SELECT DISTINCT p.statement AS statement FROM memberships m JOIN positions p ON p.id = m.position WHERE m.issue = {mark}) i CROSS JOIN statements s"
                );
                conditions.push("s.id = i.statement".to_owned());
            }
        }
        let actor = filter.actor.as_ref().map(|actor| mark(actor.as_str().into()));
        let values = [values, more].concat();
        // Who speaks and for whom are two indexes.
        let sides: Vec<String> = match &actor {
            Some(mark) => {
                ["speaker", "principal"].iter().map(|column| format!(" AND s.{column} = {mark}")).collect()
            }
            None => vec![String::new()],
        };
        let mut found: Vec<Worth> = Vec::new();
        for side in sides {
            let sql = format!(
                "SELECT s.worth, s.id FROM {from} WHERE {}{side} ORDER BY s.worth DESC, s.id LIMIT $3",
                conditions.join(" AND ")
            );
            for row in &self.ask(&sql, &values)? {
                found.push((row.real(0)?, row.int(1)?));
            }
        }
        found.sort_by(|a, b| order(*a, *b));
        found.dedup_by_key(|worth| worth.1);
        found.truncate(WINDOW);
        Ok(found)
    }

    /// The score and number of each statement, and what makes the score.
    fn reasons(&mut self, window: &[Worth]) -> Result<Vec<(Worth, Why)>> {
        if window.is_empty() {
            return Ok(Vec::new());
        }
        let marks: Vec<String> = (1..=window.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT s.id, coalesce(s.worth, 0),
                 (SELECT count(*) FROM positions p JOIN memberships m ON m.position = p.id WHERE p.statement = s.id),
                 (SELECT count(*) FROM articles c WHERE c.cluster = (SELECT a.cluster FROM articles a WHERE a.id = s.article)),
                 (SELECT t.says FROM actors t WHERE t.actor = s.speaker)
             FROM statements s WHERE s.id IN ({})",
            marks.join(", ")
        );
        let ids: Vec<Value> = window.iter().map(|&(_, id)| id.into()).collect();
        let reason = |row: &Row| -> Result<(Worth, Why)> {
            let says = row.maybe_int(4)?.and_then(|says| u64::try_from(says).ok()).unwrap_or_default();
            let why =
                Why { unsure: row.real(1)?, on_issues: row.count(2)?, carriers: row.count(3)?.max(1), says };
            Ok(((why.score(), row.int(0)?), why))
        };
        self.ask(&sql, &ids)?.iter().map(reason).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unsure_and_reaches_far_scores_most() {
        let why = Why { unsure: 0.25, on_issues: 0, carriers: 1, says: 0 };
        assert_eq!((why.reach(), why.score()), (1.0, 0.25));
        for further in [Why { on_issues: 1, ..why }, Why { carriers: 2, ..why }, Why { says: 5, ..why }] {
            assert!(further.score() > why.score(), "{further:?}");
        }
        assert_eq!(Why { unsure: 0.0, on_issues: 9, ..why }.score(), 0.0);
    }
}
