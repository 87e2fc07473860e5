//! Which articles are copies of one another, and which stand within a longer one?
//!
//! Each article is compared when it is stored: with those that share a number with it (`sayso_duplicates` tells why they
//! would), word by word. The articles of a cluster know its first carrier, the earliest published, so that every count can
//! be of articles or of independent carriers.

use std::collections::BTreeMap;

use sayso_domain::Article;
use sayso_duplicates::{Carrier, HOLDERS, Passages, Relation, Sketch, Wording, bands, contained, relation};

use crate::database::{Row, values};
use crate::error::Result;
use crate::library::Library;

/// One common passage may be a turn of phrase; two, or one band of a sketch, are worth a comparison.
const TELLING: usize = 2;

/// An article is compared with so many others at most, with which it has most in common.
const COMPARED: usize = 30;

/// Articles with one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carriers {
    /// The name of the one that was published first.
    pub first: String,
    /// The names of all others, in the order of publication.
    pub others: Vec<String>,
}

/// An article that stands within a longer one.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The name of the shorter one.
    pub inner: String,
    /// The name of the longer one.
    pub outer: String,
    /// How much of the shorter one it holds, from 0 to 1.
    pub share: f64,
}

impl Library {
    /// Compares an article that was just stored with those that may hold the same words.
    pub(crate) fn relate(&mut self, id: i64, article: &Article) -> Result<()> {
        let text = article.text.as_str();
        let sketch = Sketch::of(text);
        let bands: Vec<i64> = sketch.iter().flat_map(bands).map(u64::cast_signed).collect();
        let passages: Vec<i64> = Passages::of(text).keys().iter().map(|key| key.cast_signed()).collect();
        let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
        for (table, column, keys, weight) in
            [("bands", "band", &bands, TELLING), ("passages", "passage", &passages, 1)]
        {
            self.count_shared(table, column, keys, weight, &mut shared)?;
            let sql =
                format!("INSERT INTO {table} ({column}, article) VALUES ($1, $2) ON CONFLICT DO NOTHING");
            for &key in keys {
                self.database.run(&sql, values![key, id])?;
            }
        }
        if shared.is_empty() {
            return Ok(());
        }
        let telling = shared.into_iter().filter(|(_, count)| *count >= TELLING);
        let mut candidates: Vec<(usize, i64)> = telling.map(|(article, count)| (count, article)).collect();
        candidates.sort_by_key(|&(count, article)| (std::cmp::Reverse(count), article));
        candidates.truncate(COMPARED);
        let wording = Wording::of(text);
        for (_, other) in candidates {
            self.compare(id, &wording, other)?;
        }
        Ok(())
    }

    fn count_shared(
        &mut self,
        table: &str,
        column: &str,
        keys: &[i64],
        weight: usize,
        shared: &mut BTreeMap<i64, usize>,
    ) -> Result<()> {
        let sql = format!("SELECT article FROM {table} WHERE {column} = $1 ORDER BY article LIMIT $2");
        for &key in keys {
            for row in self.ask(&sql, values![key, HOLDERS])? {
                *shared.entry(row.int(0)?).or_default() += weight;
            }
        }
        Ok(())
    }

    fn compare(&mut self, id: i64, wording: &Wording, other: i64) -> Result<()> {
        let rows = self.ask("SELECT text FROM articles WHERE id = $1", values![other])?;
        let Some(row) = rows.first() else { return Ok(()) };
        let others = Wording::of(row.text(0)?);
        match relation(wording, &others) {
            Relation::Copy | Relation::NearCopy => self.join(id, other),
            Relation::Contains => self.hold((other, &others), (id, wording)),
            Relation::Within => self.hold((id, wording), (other, &others)),
            Relation::Apart => Ok(()),
        }
    }

    fn hold(&mut self, inner: (i64, &Wording), outer: (i64, &Wording)) -> Result<()> {
        let Some(found) = contained(inner.1, outer.1) else { return Ok(()) };
        self.database
            .run(
                "INSERT INTO holdings (inner_article, outer_article, share) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                values![inner.0, outer.0, f64::from(found.share)],
            )
            .map(|_| ())
    }

    /// Puts the clusters of two articles together.
    fn join(&mut self, one: i64, other: i64) -> Result<()> {
        let clusters =
            self.ask("SELECT id, cluster FROM articles WHERE id = $1 OR id = $2", values![one, other])?;
        let mut members: Vec<(Carrier<String>, i64)> = Vec::new();
        for row in &clusters {
            let rows = match row.maybe_int(1)? {
                Some(cluster) => self.ask(MEMBERS_OF_CLUSTER, values![cluster])?,
                None => {
                    self.ask("SELECT id, name, published FROM articles WHERE id = $1", values![row.int(0)?])?
                }
            };
            for row in &rows {
                members.push((carrier(row)?, row.int(0)?));
            }
        }
        members.sort();
        members.dedup();
        let Some(&(_, first)) = members.first() else { return Ok(()) };
        for (_, member) in members {
            self.database.run("UPDATE articles SET cluster = $2 WHERE id = $1", values![member, first])?;
        }
        Ok(())
    }

    /// Articles with one text, where there are several: those of most articles first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn clusters(&mut self, most: usize) -> Result<Vec<Carriers>> {
        let rows = self.ask(
            "SELECT cluster FROM articles WHERE cluster IS NOT NULL GROUP BY cluster ORDER BY count(*) DESC, cluster LIMIT $1",
            values![most],
        )?;
        rows.iter().map(|row| self.cluster(row.int(0)?)).collect()
    }

    /// All articles that have the text of this one, itself included.
    ///
    /// # Errors
    /// When there is no such article, or the library cannot be read.
    pub fn carriers(&mut self, name: &str) -> Result<Carriers> {
        let id = self.article_id(name)?;
        let rows = self.ask("SELECT cluster FROM articles WHERE id = $1", values![id])?;
        match rows.first().map(|row| row.maybe_int(0)).transpose()?.flatten() {
            Some(cluster) => self.cluster(cluster),
            None => Ok(Carriers { first: name.to_owned(), others: Vec::new() }),
        }
    }

    fn cluster(&mut self, cluster: i64) -> Result<Carriers> {
        let rows = self.ask(MEMBERS_OF_CLUSTER, values![cluster])?;
        let mut members = rows.iter().map(carrier).collect::<Result<Vec<_>>>()?;
        members.sort();
        let mut names = members.into_iter().map(|member| member.id);
        Ok(Carriers { first: names.next().unwrap_or_default(), others: names.collect() })
    }

    /// The longer articles in which this one stands, and the shorter ones that stand in it.
    ///
    /// # Errors
    /// When there is no such article, or the library cannot be read.
    pub fn holdings(&mut self, name: &str) -> Result<Vec<Holding>> {
        let id = self.article_id(name)?;
        let rows = self.ask(
            "SELECT i.name, o.name, h.share FROM holdings h JOIN articles i ON i.id = h.inner_article JOIN articles o ON o.id = h.outer_article
             WHERE h.inner_article = $1 OR h.outer_article = $1 ORDER BY i.name, o.name",
            values![id],
        )?;
        rows.iter().map(holding).collect()
    }

    /// What stands within something longer: `most` of it, by name.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn all_holdings(&mut self, most: usize) -> Result<Vec<Holding>> {
        let rows = self.ask(
            "SELECT i.name, o.name, h.share FROM holdings h JOIN articles i ON i.id = h.inner_article JOIN articles o ON o.id = h.outer_article
             ORDER BY i.name, o.name LIMIT $1",
            values![most],
        )?;
        rows.iter().map(holding).collect()
    }

    /// How many articles there are, copies counted once.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn independent(&mut self) -> Result<u64> {
        let copies = "SELECT count(*) FROM articles WHERE cluster > 0 AND cluster <> id";
        Ok(self.total("articles")?.saturating_sub(self.ask(copies, &[])?[0].count(0)?))
    }
}

const MEMBERS_OF_CLUSTER: &str = "SELECT id, name, published FROM articles WHERE cluster = $1";

fn holding(row: &Row) -> Result<Holding> {
    Ok(Holding { inner: row.string(0)?, outer: row.string(1)?, share: row.real(2)? })
}

fn carrier(row: &Row) -> Result<Carrier<String>> {
    let published = row.maybe_text(2)?.and_then(|day| day.parse().ok());
    Ok(Carrier { id: row.string(1)?, published })
}
