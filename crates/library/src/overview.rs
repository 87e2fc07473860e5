//! What is in a library, at a glance?

use sayso_domain::Date;

use crate::articles::{ArticleFilter, ArticleHeader};
use crate::database::{Question, values};
use crate::error::Result;
use crate::library::{Library, Size};

/// A library at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// How much is in it.
    pub size: Size,
    /// Articles, copies counted once.
    pub independent: u64,
    /// Actors that are the same in every article.
    pub actors: u64,
    /// Outlets.
    pub outlets: u64,
    /// The first and the last day by which an article is listed, `YYYY-MM-DD`.
    pub days: Option<(String, String)>,
    /// The newest articles.
    pub newest: Vec<ArticleHeader>,
}

/// So many articles of one day or month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// `YYYY-MM-DD` or `YYYY-MM`.
    pub when: String,
    /// Articles that are listed under it, copies included.
    pub articles: u64,
}

/// Each outlet is looked up behind the one before: all others are passed over by the index.
const OUTLETS: &str = "WITH RECURSIVE found (outlet) AS (
        SELECT min(outlet) FROM articles
        UNION ALL SELECT (SELECT min(a.outlet) FROM articles a WHERE a.outlet > f.outlet) FROM found f WHERE f.outlet IS NOT NULL
    )";

impl Library {
    /// The library at a glance, with `newest` articles.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn overview(&mut self, newest: usize) -> Result<Overview> {
        let outlets =
            self.ask(&format!("{OUTLETS} SELECT count(*) FROM found WHERE outlet IS NOT NULL"), &[])?;
        let first = self.ask("SELECT min(day) FROM articles", &[])?;
        let last = self.ask("SELECT max(day) FROM articles", &[])?;
        Ok(Overview {
            size: self.size()?,
            independent: self.independent()?,
            actors: self.total("actors")?,
            outlets: outlets[0].count(0)?,
            days: first[0].maybe_string(0)?.zip(last[0].maybe_string(0)?),
            newest: self.articles_page(&ArticleFilter::default(), None, newest)?.items,
        })
    }

    /// How many articles are listed under each day, from the first; days of none are left out. `from` and `to` belong to it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn articles_by_day(&mut self, from: Option<Date>, to: Option<Date>) -> Result<Vec<Count>> {
        let mut question = Question { conditions: vec!["day IS NOT NULL".to_owned()], values: vec![] };
        for (day, than) in [(from, ">="), (to, "<=")] {
            if let Some(day) = day {
                let mark = question.mark(day.to_string());
                question.conditions.push(format!("day {than} {mark}"));
            }
        }
        let sql =
            format!("SELECT day, count(*) FROM articles WHERE {} GROUP BY day ORDER BY day", question.all());
        let rows = self.ask(&sql, &question.values)?;
        rows.iter().map(|row| Ok(Count { when: row.string(0)?, articles: row.count(1)? })).collect()
    }

    /// How many articles are listed under each month, from the first; months of none are left out.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn articles_by_month(&mut self) -> Result<Vec<Count>> {
        let mut months: Vec<Count> = Vec::new();
        for Count { mut when, articles } in self.articles_by_day(None, None)? {
            when.truncate("YYYY-MM".len());
            match months.last_mut().filter(|month| month.when == when) {
                Some(month) => month.articles += articles,
                None => months.push(Count { when, articles }),
            }
        }
        Ok(months)
    }

    /// The names of all outlets, in order.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn outlets(&mut self) -> Result<Vec<String>> {
        let sql = format!("{OUTLETS} SELECT outlet FROM found WHERE outlet IS NOT NULL ORDER BY outlet");
        let rows = self.ask(&sql, values![])?;
        rows.iter().map(|row| row.string(0)).collect()
    }
}
