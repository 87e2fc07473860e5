//! Who is in a library?

use sayso_compare::Who;
use sayso_gazetteer::fold;

use crate::database::{Row, values};
use crate::error::Result;
use crate::library::Library;

/// A position weighs as much as so many mentions.
const HOLDS: i64 = 100;

/// An actor in a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredActor {
    /// The same in every article: `USA`, `person:john-kerry`.
    pub key: String,
    /// The name that most articles use.
    pub name: String,
    /// person, state, organisation, outlet, group or unknown.
    pub kind: String,
    /// The state that it is, belongs to or holds office in.
    pub state: Option<String>,
    /// The office that the last article has.
    pub role: Option<String>,
    /// In how many articles.
    pub articles: u64,
    /// How many statements it makes.
    pub statements: u64,
    /// How many statements are made for it.
    pub statements_for: u64,
    /// How many positions it holds.
    pub positions: u64,
}

impl Library {
    /// Those who are the same in every article and speak, or for whom somebody does; who says most first. `name` may
    /// narrow it down to those who are called so somewhere, those of one article alone
    /// included.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn actors(&mut self, name: Option<&str>, most: usize) -> Result<Vec<StoredActor>> {
        // Those who are nobody outside their article are listed where somebody asks for their name.
        let named = match name {
            Some(_) => "x.actor IN (SELECT actor FROM names WHERE folded = $2)",
            None => "x.is_named = 1 AND coalesce($2, '') = ''",
        };
        let rows = self.ask(
            &format!(
                "SELECT x.actor, max(x.name), max(x.kind), max(x.state), max(x.role), count(*),
                     CAST(sum(x.statements) AS BIGINT), CAST(sum(x.statements_for) AS BIGINT), CAST(sum(x.positions) AS BIGINT)
                 FROM appearances x WHERE {named} GROUP BY x.actor
                 ORDER BY sum(x.statements) + sum(x.statements_for) DESC, x.actor LIMIT $1"
            ),
            values![most, name.map(fold)],
        )?;
        rows.iter().map(actor).collect()
    }

    /// Whom a name or key means, those who are meant most often first: by key, else by a name that stands in the articles.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn find_actor(&mut self, typed: &str) -> Result<Vec<Who>> {
        let typed = typed.trim();
        for key in [typed, &typed.to_uppercase()] {
            if let Some(who) = self.who(key)? {
                return Ok(vec![who]);
            }
        }
        let rows = self.ask(
            "SELECT actor, CAST(sum(seen) AS BIGINT) AS times FROM names WHERE folded = $1 GROUP BY actor ORDER BY times DESC, actor LIMIT 10",
            values![fold(typed)],
        )?;
        let mut weighed = Vec::new();
        for row in &rows {
            let key = row.string(0)?;
            // Of several of one name, those who take positions are asked for.
            let positions = match rows.len() {
                1 => 0,
                _ => self.ask("SELECT count(*) FROM positions WHERE actor = $1", values![key.as_str()])?[0]
                    .int(0)?,
            };
            weighed.push((row.int(1)? + HOLDS * positions, key));
        }
        weighed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut found = Vec::new();
        for (_, key) in weighed {
            found.extend(self.who(&key)?);
        }
        Ok(found)
    }

    /// The actor of that key, by the name that the first article uses.
    fn who(&mut self, key: &str) -> Result<Option<Who>> {
        let rows = self.ask(
            "SELECT actor, name FROM appearances WHERE actor = $1 ORDER BY article LIMIT 1",
            values![key],
        )?;
        let who = |row: &Row| -> Result<Who> { Ok(Who { key: row.string(0)?, name: row.string(1)? }) };
        rows.first().map(who).transpose()
    }

    /// All names, each once, for suggesting one: `most` of them, the most frequent first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn names(&mut self, most: usize) -> Result<Vec<String>> {
        let rows = self.ask(
            "SELECT name FROM appearances WHERE is_named = 1 GROUP BY name ORDER BY count(*) DESC, name LIMIT $1",
            values![most],
        )?;
        rows.iter().map(|row| row.string(0)).collect()
    }
}

fn actor(row: &Row) -> Result<StoredActor> {
    let count = |column| row.int(column).map(|n| u64::try_from(n).unwrap_or_default());
    Ok(StoredActor {
        key: row.string(0)?,
        name: row.string(1)?,
        kind: row.string(2)?,
        state: row.maybe_string(3)?,
        role: row.maybe_string(4)?,
        articles: count(5)?,
        statements: count(6)?,
        statements_for: count(7)?,
        positions: count(8)?,
    })
}
