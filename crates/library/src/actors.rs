//! Who is in a library?

use sayso_compare::Who;
use sayso_domain::ActorKind;
use sayso_gazetteer::fold;

use crate::database::{Question, Row, values};
use crate::error::Result;
use crate::library::Library;
use crate::page::{Cursor, Page};
use crate::words;

/// A position weighs as much as so many mentions.
const HOLDS: i64 = 100;

/// An actor in a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredActor {
    /// The same in every article: `USA`, `person:john-kerry`.
    pub key: String,
    /// The name that the article of the latest day uses.
    pub name: String,
    /// person, state, organisation, outlet, group or unknown.
    pub kind: String,
    /// The state that it is, belongs to or holds office in.
    pub state: Option<String>,
    /// The office that the article of the latest day has, or the last one stored that has any.
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

/// Which actors are wanted. Everything that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorFilter {
    /// Of this kind.
    pub kind: Option<ActorKind>,
    /// With these words in the name that is shown, the last of which may be the beginning of one: `thor` finds Ada Thorne.
    /// Case and accents do not count.
    pub name: Option<String>,
}

/// All of an actor that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorView {
    /// Name, kind and totals.
    pub actor: StoredActor,
    /// The names that articles use, and how often: the most frequent first, the first 50.
    pub names: Vec<(String, u64)>,
    /// The offices that articles name: the last seen first, the first 50.
    pub roles: Vec<SeenRole>,
}

/// An office, and when articles name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRole {
    /// The office, in the article's words.
    pub role: String,
    /// The day of the first article that names it.
    pub first: Option<String>,
    /// The day of the last one.
    pub last: Option<String>,
    /// How many do.
    pub articles: u64,
}

/// So many names and offices of one actor are shown.
const SHOWN: usize = 50;

/// The list of actors, as its cursors name it.
const ACTORS: &str = "actors";

/// What makes a [`StoredActor`] of the totals `t`.
const TOTALS: &str =
    "t.actor, t.name, t.kind, t.state, t.role, t.articles, t.statements, t.statements_for, t.positions";

/// What makes one of all articles in which it appears.
const APPEARING: &str = "SELECT x.actor, max(x.name), max(x.kind), max(x.state), max(x.role), count(*),
    CAST(sum(x.statements) AS BIGINT), CAST(sum(x.statements_for) AS BIGINT), CAST(sum(x.positions) AS BIGINT) FROM appearances x";

impl Library {
    /// Those who are the same in every article and speak, or for whom somebody does; who says most first. `name` may
    /// narrow it down to those who are called so somewhere, those of one article alone included.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn actors(&mut self, name: Option<&str>, most: usize) -> Result<Vec<StoredActor>> {
        let folded = name.map(fold).filter(|folded| !folded.is_empty());
        match (name, folded) {
            (None, _) => Ok(self.actors_page(&ActorFilter::default(), None, most)?.items),
            (Some(_), None) => Ok(Vec::new()),
            (_, Some(folded)) => {
                let actors = format!(
                    "{APPEARING} WHERE x.actor IN (SELECT actor FROM names WHERE folded = $2) GROUP BY x.actor
                     ORDER BY sum(x.statements) + sum(x.statements_for) DESC, x.actor LIMIT $1"
                );
                let rows = self.ask(&actors, values![most, folded])?;
                rows.iter().map(actor).collect()
            }
        }
    }

    /// Those who are the same in every article, `count` of them behind `cursor`: who says most first, then by key.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, or the library cannot be read.
    pub fn actors_page(
        &mut self,
        filter: &ActorFilter,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<StoredActor>> {
        let mut question = Question::default();
        if let Some(kind) = filter.kind {
            question.where_is("t.kind", kind.as_str());
        }
        if let Some(name) = filter.name.as_deref().map(words::folded).filter(|name| !name.is_empty()) {
            let find = self.dialect().find();
            let mark = question.mark(format!(" {name}"));
            question.conditions.push(format!("{find}(' ' || t.folded, {mark}) > 0"));
        }
        if let Some(cursor) = cursor {
            let place = cursor.place(ACTORS, 2)?;
            let (says, key) = (question.mark(place.int(0)?), question.mark(place.text(1)?));
            question.conditions.push(format!("t.says <= {says} AND (t.says < {says} OR t.actor > {key})"));
        }
        let limit = question.mark(count.saturating_add(1));
        let sql = format!(
            "SELECT {TOTALS} FROM actors t WHERE {} ORDER BY t.says DESC, t.actor LIMIT {limit}",
            question.all()
        );
        let rows = self.ask(&sql, &question.values)?;
        let found = rows.iter().map(actor).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(found, count, |last| {
            let says = last.statements + last.statements_for;
            Cursor::new(ACTORS, &[says.into(), last.key.as_str().into()])
        }))
    }

    /// All of one actor that a page shows, by key; none where nobody has it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn actor_view(&mut self, key: &str) -> Result<Option<ActorView>> {
        let mut rows =
            self.ask(&format!("SELECT {TOTALS} FROM actors t WHERE t.actor = $1"), values![key])?;
        if rows.is_empty() {
            rows = self.ask(&format!("{APPEARING} WHERE x.actor = $1 GROUP BY x.actor"), values![key])?;
        }
        let Some(row) = rows.first() else { return Ok(None) };
        let names = self.ask(
            "SELECT name, CAST(sum(seen) AS BIGINT) AS times FROM names WHERE actor = $1 GROUP BY name ORDER BY times DESC, name LIMIT $2",
            values![key, SHOWN],
        )?;
        let roles = self.ask(
            "SELECT role, min(day), max(day), count(*) FROM appearances WHERE actor = $1 AND role IS NOT NULL
             GROUP BY role ORDER BY max(day) DESC, role LIMIT $2",
            values![key, SHOWN],
        )?;
        Ok(Some(ActorView {
            actor: actor(row)?,
            names: names.iter().map(|row| Ok((row.string(0)?, row.count(1)?))).collect::<Result<_>>()?,
            roles: roles.iter().map(role).collect::<Result<_>>()?,
        }))
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

    /// All names, each once, for suggesting one: `most` of them, those that most articles hold first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn names(&mut self, most: usize) -> Result<Vec<String>> {
        let rows = self.ask(
            "SELECT name FROM actors GROUP BY name ORDER BY max(articles) DESC, name LIMIT $1",
            values![most],
        )?;
        rows.iter().map(|row| row.string(0)).collect()
    }
}

fn role(row: &Row) -> Result<SeenRole> {
    Ok(SeenRole {
        role: row.string(0)?,
        first: row.maybe_string(1)?,
        last: row.maybe_string(2)?,
        articles: row.count(3)?,
    })
}

fn actor(row: &Row) -> Result<StoredActor> {
    Ok(StoredActor {
        key: row.string(0)?,
        name: row.string(1)?,
        kind: row.string(2)?,
        state: row.maybe_string(3)?,
        role: row.maybe_string(4)?,
        articles: row.count(5)?,
        statements: row.count(6)?,
        statements_for: row.count(7)?,
        positions: row.count(8)?,
    })
}
