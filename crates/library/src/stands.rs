//! Positions out of a library, as `compare` takes them.

use sayso_compare::{Stand, Who};
use sayso_domain::{Act, Date, Kind, Stance};

use crate::database::{Question, Row, Value, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::issues::{Member, Origin, member, member_columns};
use crate::library::Library;
use crate::page::{Cursor, Newest, Page, cursor_of_day, day_and_id};
use crate::query::Query;
use crate::rows::spans_of;

/// A position and its number in the library.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredStand {
    /// The number.
    pub id: i64,
    /// The position, about no issue yet.
    pub stand: Stand,
}

/// A position of an actor, and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldStand {
    /// The position.
    pub stored: StoredStand,
    /// The issues that it is about: number and label.
    pub issues: Vec<(i64, String)>,
}

/// What a position is about.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The issue's number.
    pub issue: i64,
    /// Its label.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The position, and how it stands to the issue.
    pub member: Member,
}

/// The lists, as their cursors name them.
const OF_ACTOR: &str = "stands-of-actor";
const ON_ISSUE: &str = "stands-on-issue";

fn cursor_of(list: &str, last: &StoredStand) -> Cursor {
    let day = last.stand.date.map(|day| day.to_string());
    cursor_of_day(list, day.as_deref(), last.id)
}

/// The first column behind these.
const MEMBER: usize = 24;

const COLUMNS: &str = "p.id, p.actor, p.actor_name, p.speaker, p.speaker_name, p.alleged, p.stance, p.act, p.condition, p.day, p.said_on_known, p.quote, p.context, p.spans, p.label, p.statement_label, p.kind, p.cue, p.target, p.content, p.confidence, a.name, a.outlet, a.published";

impl Library {
    /// Positions in the order in which they were stored: `count` of them at most, behind the one of number `id`.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stands_after(&mut self, id: i64, count: usize) -> Result<Vec<StoredStand>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM positions p JOIN articles a ON a.id = p.article WHERE p.id > $1 ORDER BY p.id LIMIT $2"
        );
        let rows = self.ask(&sql, values![id, count])?;
        rows.iter().map(stored).collect()
    }

    /// The numbers and target labels of positions, as [`Library::stands_after`] gives whole ones.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn targets_after(&mut self, id: i64, count: usize) -> Result<Vec<(i64, String)>> {
        let rows = self
            .ask("SELECT id, target FROM positions WHERE id > $1 ORDER BY id LIMIT $2", values![id, count])?;
        rows.iter().map(|row| Ok((row.int(0)?, row.string(1)?))).collect()
    }

    /// Positions that may be about a phrase: those that name most of what it names, `most` of them or few more.
    ///
    /// `terms` is what the phrase names, as [`crate::Terms`] gives it for what is stored. All of them together are tried
    /// first, then all but the most frequent ones, then each alone, the rarest first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn candidates(&mut self, terms: &[String], most: usize) -> Result<Vec<StoredStand>> {
        let mut counted = Vec::new();
        for term in terms {
            let words: Vec<String> = crate::words::words(term).into_iter().map(|word| word.folded).collect();
            let term = words.concat();
            if !term.is_empty() {
                let count = self.positions_with(std::slice::from_ref(&term), COUNTED)?.len();
                counted.push((count, term));
            }
        }
        counted.sort();
        counted.retain(|(count, _)| *count > 0);
        let rare: Vec<String> = counted.into_iter().map(|(_, term)| term).collect();
        let together = (2..=rare.len()).rev().map(|count| &rare[..count]);
        let alone = rare.chunks(1);
        let mut ids: Vec<i64> = Vec::new();
        for terms in together.chain(alone) {
            if ids.len() >= most {
                break;
            }
            let found = self.positions_with(terms, most)?;
            ids.extend(found);
            ids.sort_unstable();
            ids.dedup();
        }
        self.stands_of(&ids)
    }

    fn positions_with(&mut self, terms: &[String], most: usize) -> Result<Vec<i64>> {
        let wanted = terms.iter().map(|term| Query::Run { words: vec![term.clone()], is_prefix: false });
        let query = Query::All { wanted: wanted.collect(), unwanted: vec![] };
        let dialect = self.dialect();
        let sql = match dialect {
            crate::database::Dialect::Sqlite => {
                "SELECT rowid FROM position_words WHERE position_words MATCH $1 LIMIT $2"
            }
            crate::database::Dialect::Postgres => {
                "SELECT id FROM position_words WHERE words @@ $1::text::tsquery LIMIT $2"
            }
        };
        let rows = self.ask(sql, values![query.in_dialect(dialect), most])?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// The positions that an actor holds, by its key, `count` of them behind `cursor`: the newest first. `issue` may narrow
    /// them down to those about the issue of that number.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, or the library cannot be read.
    pub fn stands_of_actor(
        &mut self,
        key: &str,
        issue: Option<i64>,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<HeldStand>> {
        let after = day_and_id(OF_ACTOR, cursor)?;
        let mut question = Question::default();
        question.where_is("p.actor", key);
        if let Some(issue) = issue {
            let mark = question.mark(issue);
            question
                .conditions
                .push(format!("+p.id IN (SELECT m.position FROM memberships m WHERE m.issue = {mark})"));
        }
        let select = format!("SELECT {COLUMNS} FROM positions p JOIN articles a ON a.id = p.article");
        let newest = Newest { select: &select, day: "p.day", id: "p.id", question };
        let rows = newest.rows(self, after.as_ref(), count.saturating_add(1))?;
        let found = rows.iter().map(stored).collect::<Result<Vec<_>>>()?;
        let page = Page::cut(found, count, |last| cursor_of(OF_ACTOR, last));
        let mut items = Vec::with_capacity(page.items.len());
        for stored in page.items {
            items.push(HeldStand { issues: self.issues_of_position(stored.id)?, stored });
        }
        Ok(Page { items, next: page.next })
    }

    /// The positions about an issue, by its number, `count` of them behind `cursor`: the newest first; each with how it
    /// stands to the issue.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, or the library cannot be read.
    pub fn stands_on_issue(
        &mut self,
        issue: i64,
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<(StoredStand, Member)>> {
        self.stands_on_issue_between(issue, (None, None), cursor, count)
    }

    /// As [`Library::stands_on_issue`], from one day on up to another. With a bound, positions of no known day are left out.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, or the library cannot be read.
    pub fn stands_on_issue_between(
        &mut self,
        issue: i64,
        (from, to): (Option<Date>, Option<Date>),
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<(StoredStand, Member)>> {
        let after = day_and_id(ON_ISSUE, cursor)?;
        let mut question = Question::default();
        question.where_is("m.issue", issue);
        for (bound, day) in [(">=", from), ("<=", to)] {
            if let Some(day) = day {
                let mark = question.mark(day.to_string());
                question.conditions.push(format!("m.day {bound} {mark}"));
            }
        }
        let select = format!(
            "SELECT {COLUMNS}, {} FROM memberships m JOIN positions p ON p.id = m.position JOIN articles a ON a.id = p.article",
            member_columns()
        );
        let newest = Newest { select: &select, day: "m.day", id: "m.position", question };
        let rows = newest.rows(self, after.as_ref(), count.saturating_add(1))?;
        let pair = |row: &Row| Ok((stored(row)?, member(row, MEMBER)?));
        let found = rows.iter().map(pair).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(found, count, |(last, _)| cursor_of(ON_ISSUE, last)))
    }

    fn issues_of_position(&mut self, position: i64) -> Result<Vec<(i64, String)>> {
        let rows = self.ask(
            "SELECT i.id, i.label FROM memberships m JOIN issues i ON i.id = m.issue WHERE m.position = $1 ORDER BY i.id",
            values![position],
        )?;
        rows.iter().map(|row| Ok((row.int(0)?, row.string(1)?))).collect()
    }

    /// What positions are about, by their numbers: each issue that one is a member of, by position and issue.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn issues_of(&mut self, positions: &[i64]) -> Result<Vec<About>> {
        let mut found = Vec::new();
        for positions in positions.chunks(ASKED) {
            let marks: Vec<String> = (1..=positions.len()).map(|at| format!("${at}")).collect();
            let sql = format!(
                "SELECT i.id, i.label, i.origin, {} FROM memberships m JOIN positions p ON p.id = m.position JOIN issues i ON i.id = m.issue
                 WHERE m.position IN ({}) ORDER BY m.position, i.id",
                member_columns(),
                marks.join(",")
            );
            let values: Vec<Value> = positions.iter().map(|&id| Value::from(id)).collect();
            for row in &self.ask(&sql, &values)? {
                let origin = Origin::named(row.text(2)?);
                found.push(About {
                    issue: row.int(0)?,
                    label: row.string(1)?,
                    origin,
                    member: member(row, 3)?,
                });
            }
        }
        Ok(found)
    }

    /// The newest positions that somebody takes for others, by the speaker's key, `count` of them at most: what John Kerry
    /// says for the United States is theirs.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stands_said_for_others(&mut self, speaker: &str, count: usize) -> Result<Vec<StoredStand>> {
        let mut question = Question::default();
        question.where_is("s.speaker", speaker);
        question.where_is("p.speaker", speaker);
        let mark = question.mark(speaker);
        question.conditions.push(format!("p.actor <> {mark}"));
        let select = format!(
            "SELECT {COLUMNS} FROM statements s JOIN positions p ON p.statement = s.id JOIN articles a ON a.id = p.article"
        );
        let newest = Newest { select: &select, day: "s.day", id: "s.id", question };
        newest.rows(self, None, count)?.iter().map(stored).collect()
    }

    /// The positions of a statement, by its number in the library.
    pub(crate) fn stands_of_statement(&mut self, statement: i64) -> Result<Vec<StoredStand>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM positions p JOIN articles a ON a.id = p.article WHERE p.statement = $1 ORDER BY p.id"
        );
        let rows = self.ask(&sql, values![statement])?;
        rows.iter().map(stored).collect()
    }

    /// The positions of these numbers, in their order; those that are no more are left out.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stands_of(&mut self, ids: &[i64]) -> Result<Vec<StoredStand>> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(ASKED) {
            let marks: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
            let sql = format!(
                "SELECT {COLUMNS} FROM positions p JOIN articles a ON a.id = p.article WHERE p.id IN ({}) ORDER BY p.id",
                marks.join(",")
            );
            let values: Vec<Value> = ids.iter().map(|&id| Value::from(id)).collect();
            for row in &self.ask(&sql, &values)? {
                found.push(stored(row)?);
            }
        }
        Ok(found)
    }
}

/// So many numbers are asked for at once.
const ASKED: usize = 500;

/// How often a term stands is counted so far: what is more frequent is told from nothing else.
const COUNTED: usize = 20_000;

fn stored(row: &Row) -> Result<StoredStand> {
    let odd = |what: &str| {
        LibraryError::new(
            LibraryErrorKind::Damaged,
            format!("a position's {what} makes no sense; run sayso verify"),
        )
    };
    let day = |column| -> Result<Option<Date>> {
        row.maybe_text(column)?.map(|day| day.parse().map_err(|_| odd("day"))).transpose()
    };
    let kind = Kind::named(row.text(16)?).ok_or_else(|| odd("kind"))?;
    let stand = Stand {
        actor: Who { key: row.string(1)?, name: row.string(2)? },
        speaker_key: row.maybe_string(3)?,
        speaker: row.maybe_string(4)?,
        alleged: row.int(5)? != 0,
        issue: None,
        stance: Stance::named(row.text(6)?).ok_or_else(|| odd("stance"))?,
        act: Act::named(row.text(7)?).ok_or_else(|| odd("act"))?,
        condition: row.maybe_string(8)?,
        date: day(9)?,
        said_on_known: row.int(10)? != 0,
        quote: row.string(11)?,
        context: row.string(12)?,
        spans: spans_of(row.text(13)?).ok_or_else(|| odd("place"))?,
        position: row.string(14)?,
        statement: row.string(15)?,
        kind,
        cue: row.string(17)?,
        target_label: row.string(18)?,
        content: row.string(19)?,
        confidence: row.real(20)? as f32,
        article: row.string(21)?,
        outlet: row.maybe_string(22)?,
        published: day(23)?,
    };
    Ok(StoredStand { id: row.int(0)?, stand })
}
