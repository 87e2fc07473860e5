//! How much is there, without counting it each time?
//!
//! What a page shows of a whole library (how many statements, how much an actor says, how contested an issue is) is kept as
//! numbers that follow each change. A transaction collects in [`Pending`] what it changes, and writes the numbers at its end,
//! behind one row that it takes first: so several programs that store at once never wait for one another in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::database::{Dialect, values};
use crate::error::Result;
use crate::issues::{STANCE, tally_of};
use crate::library::Library;
use crate::rows::{ActorDelta, Written};
use crate::words;

/// What a transaction has changed so far.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// Whether anything was.
    pub(crate) is_changed: bool,
    /// Whether positions are about something else than before.
    pub(crate) is_about_else: bool,
    /// Articles that came.
    pub(crate) articles: i64,
    /// Articles that were read for the first time.
    pub(crate) read: i64,
    statements: i64,
    positions: i64,
    actors: BTreeMap<String, ActorDelta>,
    /// Issues whose positions are different.
    pub(crate) issues: BTreeSet<i64>,
}

impl Pending {
    /// Takes in what was written for an article.
    pub(crate) fn take(&mut self, written: Written) {
        self.is_about_else |= written.is_about_else;
        self.statements += written.statements;
        self.positions += written.positions;
        self.issues.extend(written.issues);
        for (key, delta) in written.actors {
            let sum = self.actors.entry(key).or_default();
            sum.counts.iter_mut().zip(delta.counts).for_each(|(count, more)| *count += more);
            let newer =
                |shown: &crate::rows::Shown| sum.shown.as_ref().is_none_or(|before| before.day <= shown.day);
            if delta.shown.as_ref().is_some_and(newer) {
                sum.shown = delta.shown;
            }
        }
    }
}

impl Library {
    /// On a server, waits until no other program is writing what this one will: whoever changes what issues hold, or rows
    /// that are there, begins with it.
    pub(crate) fn alone(&mut self) -> Result<()> {
        if self.dialect() == Dialect::Postgres {
            self.ask("SELECT 1 FROM meta WHERE name = 'change' FOR UPDATE", &[])?;
        }
        Ok(())
    }

    /// Brings all numbers up to what this transaction has changed.
    pub(crate) fn settle(&mut self) -> Result<()> {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_changed {
            return Ok(());
        }
        // First of all: whoever holds this row is alone until the end of the transaction.
        self.count_up("change")?;
        if pending.is_about_else {
            self.count_up("about")?;
        }
        let actors = self.settle_actors(&pending.actors)?;
        for (name, more) in [
            ("actors", actors),
            ("articles", pending.articles),
            ("positions", pending.positions),
            ("read", pending.read),
            ("statements", pending.statements),
        ] {
            if more != 0 {
                self.database.run("UPDATE totals SET n = n + $2 WHERE name = $1", values![name, more])?;
            }
        }
        self.retally(&pending.issues)
    }

    fn count_up(&mut self, name: &str) -> Result<()> {
        let sql = "UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = $1";
        self.database.run(sql, values![name]).map(|_| ())
    }

    /// How many actors there are more than before.
    fn settle_actors(&mut self, actors: &BTreeMap<String, ActorDelta>) -> Result<i64> {
        let mut more = 0;
        for (key, delta) in actors {
            let [articles, statements, statements_for, positions] = delta.counts;
            let says = statements + statements_for;
            let counts = values![key.as_str(), articles, statements, statements_for, positions, says];
            let is_known = self.database.run(
                "UPDATE actors SET articles = articles + $2, statements = statements + $3, statements_for = statements_for + $4,
                     positions = positions + $5, says = says + $6 WHERE actor = $1",
                counts,
            )? > 0;
            if !is_known && articles > 0 {
                self.database.run(
                    "INSERT INTO actors (actor, articles, statements, statements_for, positions, says, name, folded, kind, latest)
                     VALUES ($1, $2, $3, $4, $5, $6, '', '', '', '')",
                    counts,
                )?;
                more += 1;
            }
            if let Some(shown) = &delta.shown {
                self.database.run(
                    "UPDATE actors SET name = $2, folded = $3, kind = $4, state = coalesce($5, state), role = coalesce($6, role), latest = $7
                     WHERE actor = $1 AND latest <= $7",
                    values![
                        key.as_str(),
                        shown.name.as_str(),
                        words::folded(&shown.name),
                        shown.kind.as_str(),
                        shown.state.clone(),
                        shown.role.clone(),
                        shown.day.as_str()
                    ],
                )?;
            }
            if articles < 0 {
                let gone = "DELETE FROM actors WHERE actor = $1 AND articles <= 0";
                more -= i64::try_from(self.database.run(gone, values![key.as_str()])?).unwrap_or(0);
            }
        }
        Ok(more)
    }

    /// Counts anew who stands where on these issues.
    pub(crate) fn retally(&mut self, issues: &BTreeSet<i64>) -> Result<()> {
        for &issue in issues {
            self.database.run(&tally_of("m.issue = $1"), values![issue])?;
            self.database.run(
                "UPDATE issues SET positions = 0, favor = 0, against = 0, contested = 0
                 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.issue = $1)",
                values![issue],
            )?;
        }
        Ok(())
    }

    /// A number that is kept.
    pub(crate) fn total(&mut self, name: &str) -> Result<u64> {
        let rows = self.ask("SELECT n FROM totals WHERE name = $1", values![name])?;
        rows.first().map_or(Ok(0), |row| row.count(0))
    }

    /// Where the numbers that are kept are not those that are counted.
    pub(crate) fn miscounted(&mut self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        for (name, counted) in [
            ("articles", "SELECT count(*) FROM articles"),
            ("read", "SELECT count(*) FROM readings"),
            ("statements", "SELECT count(*) FROM statements"),
            ("positions", "SELECT count(*) FROM positions"),
            ("actors", "SELECT count(DISTINCT actor) FROM appearances WHERE is_named = 1"),
        ] {
            let (kept, counted) = (self.total(name)?, self.ask(counted, &[])?[0].count(0)?);
            if kept != counted {
                faults.push(format!("the number of {name} is kept as {kept}, but there are {counted}"));
            }
        }
        let actors = self.ask(
            "SELECT t.actor FROM actors t LEFT JOIN (SELECT actor, count(*) AS articles, sum(statements) AS statements,
                 sum(statements_for) AS statements_for, sum(positions) AS positions FROM appearances WHERE is_named = 1 GROUP BY actor) x
                 ON x.actor = t.actor
             WHERE x.actor IS NULL OR t.articles <> x.articles OR t.statements <> x.statements OR t.statements_for <> x.statements_for
                 OR t.positions <> x.positions ORDER BY t.actor LIMIT 10",
            &[],
        )?;
        for row in &actors {
            faults.push(format!(
                "what is kept of how much `{}` says is not what its articles hold",
                row.text(0)?
            ));
        }
        let issues = self.ask(
            &format!(
                "SELECT i.label FROM issues i LEFT JOIN (SELECT m.issue AS issue, count(*) AS n,
                     count(DISTINCT CASE WHEN {STANCE} = 'favor' THEN p.actor END) AS f,
                     count(DISTINCT CASE WHEN {STANCE} = 'against' THEN p.actor END) AS a
                     FROM memberships m JOIN positions p ON p.id = m.position GROUP BY m.issue) t ON t.issue = i.id
                 WHERE i.positions <> coalesce(t.n, 0) OR i.favor <> coalesce(t.f, 0) OR i.against <> coalesce(t.a, 0) ORDER BY i.id LIMIT 10"
            ),
            &[],
        )?;
        for row in &issues {
            faults.push(format!(
                "what is kept of who stands where on `{}` is not what its positions hold",
                row.text(0)?
            ));
        }
        Ok(faults)
    }
}
