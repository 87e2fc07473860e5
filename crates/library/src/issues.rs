//! Issues in a library: defined by people, found, or asked for before.
//!
//! An issue holds the positions that are about it, as of a number ([`Library::as_of`]): whoever asks later, when positions
//! are about something else, works them out anew and stores them again. What people say of a position's issue wins each time.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::apply::most_alike;
use crate::correction::Change;
use crate::corrections;
use crate::database::{Row, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::library::Library;
use crate::page::{Cursor, Page};
use crate::rows::hull;
use crate::words;

/// Where an issue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A person defined it.
    Defined,
    /// It was found in the positions.
    Found,
    /// Somebody asked for it by a phrase.
    Asked,
}

impl Origin {
    /// All of them.
    pub const ALL: [Origin; 3] = [Origin::Defined, Origin::Found, Origin::Asked];

    /// As it is written: `defined`, `found`, `asked`.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Defined => "defined",
            Origin::Found => "found",
            Origin::Asked => "asked",
        }
    }

    pub(crate) fn named(name: &str) -> Origin {
        match name {
            "defined" => Origin::Defined,
            "found" => Origin::Found,
            _ => Origin::Asked,
        }
    }
}

/// An issue as it is defined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// A short phrase.
    pub label: String,
    /// What it covers.
    pub definition: Option<String>,
    /// Other phrases for it.
    pub examples: Vec<String>,
    /// The label of the wider issue that it is part of.
    pub parent: Option<String>,
}

/// An issue in a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredIssue {
    /// Its number.
    pub id: i64,
    /// What it is.
    pub definition: Definition,
    /// Where it comes from.
    pub origin: Origin,
    /// The change as of which its positions are known; 0 when they never were.
    pub as_of: i64,
}

/// How much is said on an issue, as of when its positions were worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Positions about it.
    pub positions: u64,
    /// Actors for it.
    pub favor: u64,
    /// Actors against it.
    pub against: u64,
}

impl Tally {
    /// How many actors stand on its smaller side: the more, the more contested it is.
    pub fn contested(&self) -> u64 {
        self.favor.min(self.against)
    }
}

/// A position that is about an issue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// The position's number.
    pub position: i64,
    /// How it stands to the issue, where that was judged anew.
    pub stance: Option<sayso_domain::Stance>,
    /// Probability that it is about it, and stands so.
    pub probability: f32,
}

/// Parts of parts are followed so far.
const DEEPEST: usize = 100;

/// The list of issues, as its cursors name it.
const ISSUES: &str = "issues";

const COLUMNS: &str = "i.id, i.label, i.definition, i.examples, i.parent, i.origin, i.as_of";

/// How a position `p` that is a member `m` stands to its issue. What a person made of the stance wins: it turns what was
/// judged the way in which it turned what was read.
pub(crate) const STANCE: &str =
    "CASE WHEN m.stance IS NULL THEN p.stance WHEN p.read_stance IS NULL THEN m.stance
    WHEN p.stance = 'neutral' OR p.read_stance = 'neutral' OR m.stance = 'neutral' THEN p.stance
    WHEN m.stance = 'favor' THEN 'against' ELSE 'favor' END";

/// Counts who stands where; which issues, and the end of it, is written behind.
pub(crate) fn tally_of(condition: &str) -> String {
    format!(
        "UPDATE issues SET positions = t.n, favor = t.f, against = t.a, contested = CASE WHEN t.f < t.a THEN t.f ELSE t.a END
         FROM (SELECT m.issue AS issue, count(*) AS n,
                 count(DISTINCT CASE WHEN {STANCE} = 'favor' THEN p.actor END) AS f,
                 count(DISTINCT CASE WHEN {STANCE} = 'against' THEN p.actor END) AS a
             FROM memberships m JOIN positions p ON p.id = m.position WHERE {condition} GROUP BY m.issue) t
         WHERE issues.id = t.issue"
    )
}

/// The issues that a person's word on a position's issue is held against.
#[derive(Clone, Copy)]
enum Scope {
    One(i64),
    Found,
}

impl Scope {
    /// As a condition on the number of an issue, which `$2` stands for.
    fn condition(self) -> (&'static str, i64) {
        match self {
            Scope::One(issue) => ("issue = $2", issue),
            Scope::Found => ("issue IN (SELECT id FROM issues WHERE origin = 'found' AND id <> $2)", 0),
        }
    }

    fn holds(self, issue: &StoredIssue) -> bool {
        match self {
            Scope::One(id) => issue.id == id,
            Scope::Found => issue.origin == Origin::Found,
        }
    }
}

impl Library {
    /// All issues of these origins, those that people defined first, then by number.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn issues(&mut self, origins: &[Origin]) -> Result<Vec<StoredIssue>> {
        let mut issues = Vec::new();
        let mut wanted = origins.to_vec();
        wanted.sort();
        wanted.dedup();
        for origin in wanted {
            let sql = format!("SELECT {COLUMNS} FROM issues i WHERE i.origin = $1 ORDER BY i.id");
            for row in &self.ask(&sql, values![origin.as_str()])? {
                issues.push(issue(row)?);
            }
        }
        Ok(issues)
    }

    /// The issues that were found, `most` of them: those that most actors contest, then those on which most is said.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn contested(&mut self, most: usize) -> Result<Vec<(StoredIssue, Tally)>> {
        Ok(self.issues_page(&[Origin::Found], None, most)?.items)
    }

    /// Issues of these origins, `count` of them behind `cursor`: those that most actors contest first (of those for and
    /// those against, the smaller number counts), then those on which most is said.
    ///
    /// # Errors
    /// When `cursor` is no place in this list, or the library cannot be read.
    pub fn issues_page(
        &mut self,
        origins: &[Origin],
        cursor: Option<&Cursor>,
        count: usize,
    ) -> Result<Page<(StoredIssue, Tally)>> {
        let after = cursor.map(|cursor| cursor.place(ISSUES, 3)).transpose()?;
        let mut found: Vec<(StoredIssue, Tally)> = Vec::new();
        for origin in Origin::ALL.into_iter().filter(|origin| origins.contains(origin)) {
            let mut values = values![origin.as_str(), count.saturating_add(1)].to_vec();
            let mut behind = "";
            if let Some(after) = &after {
                values.extend([after.int(0)?.into(), after.int(1)?.into(), after.int(2)?.into()]);
                behind = " AND i.contested <= $3 AND (i.contested < $3 OR i.positions < $4 OR (i.positions = $4 AND i.id > $5))";
            }
            let sql = format!(
                "SELECT {COLUMNS}, i.positions, i.favor, i.against FROM issues i WHERE i.origin = $1{behind}
                 ORDER BY i.contested DESC, i.positions DESC, i.id LIMIT $2"
            );
            for row in &self.ask(&sql, &values)? {
                found.push((issue(row)?, tally(row, 7)?));
            }
        }
        let place = |(issue, tally): &(StoredIssue, Tally)| {
            (Reverse(tally.contested()), Reverse(tally.positions), issue.id)
        };
        found.sort_by_key(place);
        Ok(Page::cut(found, count, |last| {
            let (Reverse(contested), Reverse(positions), id) = place(last);
            Cursor::new(ISSUES, &[contested.into(), positions.into(), id.into()])
        }))
    }

    /// How much is said on the issue of that number; nothing where there is none.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tally(&mut self, issue: i64) -> Result<Tally> {
        let rows = self.ask("SELECT positions, favor, against FROM issues WHERE id = $1", values![issue])?;
        rows.first().map_or(Ok(Tally::default()), |row| tally(row, 0))
    }

    /// The issue of that number.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn issue_of_id(&mut self, id: i64) -> Result<Option<StoredIssue>> {
        let rows = self.ask(&format!("SELECT {COLUMNS} FROM issues i WHERE i.id = $1"), values![id])?;
        rows.first().map(issue).transpose()
    }

    /// The issue of that label, whatever its case, that a person defined or somebody asked for. What was found under the same
    /// label is not meant: how its positions stand to the label was never judged.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn issue(&mut self, label: &str) -> Result<Option<StoredIssue>> {
        Ok(self.of_label(label)?.into_iter().find(|issue| issue.origin != Origin::Found))
    }

    /// The issue that was found under that label, whatever its case.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn issue_found(&mut self, label: &str) -> Result<Option<StoredIssue>> {
        Ok(self.of_label(label)?.into_iter().find(|issue| issue.origin == Origin::Found))
    }

    /// All issues of that label: the one that a person defined, the one that was found, the one that was asked for.
    fn of_label(&mut self, label: &str) -> Result<Vec<StoredIssue>> {
        let sql = format!("SELECT {COLUMNS} FROM issues i WHERE i.folded = $1");
        let rows = self.ask(&sql, values![words::folded(label)])?;
        let mut issues = rows.iter().map(issue).collect::<Result<Vec<_>>>()?;
        issues.sort_by_key(|issue| issue.origin);
        Ok(issues)
    }

    /// Defines an issue, or defines one of that label anew. Gives its number. Its positions are not known yet.
    ///
    /// # Errors
    /// When the label holds no word, or the library cannot be written to.
    pub fn define(&mut self, definition: &Definition, origin: Origin) -> Result<i64> {
        let Definition { label, definition, examples, parent } = definition;
        let folded = words::folded(label);
        if folded.is_empty() {
            return Err(LibraryError::new(
                LibraryErrorKind::Wrong,
                format!("`{label}` is no label: it holds no word"),
            ));
        }
        let examples = serde_json::to_string(examples).expect("a list of phrases is always JSON");
        let rows = self.ask(
            "INSERT INTO issues (label, folded, definition, examples, parent, origin, as_of) VALUES ($1, $2, $3, $4, $5, $6, 0)
             ON CONFLICT (folded, origin) DO UPDATE SET label = excluded.label, definition = excluded.definition,
                 examples = excluded.examples, parent = excluded.parent, origin = excluded.origin, as_of = 0
             RETURNING id",
            values![label.as_str(), folded, definition.clone(), examples, parent.clone(), origin.as_str()],
        )?;
        rows[0].int(0)
    }

    /// Another label for an issue; the old one becomes one of its examples.
    ///
    /// # Errors
    /// When there is no such issue, or another one is called so.
    pub fn rename_issue(&mut self, from: &str, to: &str) -> Result<()> {
        self.whole(|library| {
            let issue = library.known_issue(from)?;
            if library.issue(to)?.is_some_and(|other| other.id != issue.id) {
                let why = format!("there is an issue `{to}` already; sayso issues merge puts two together");
                return Err(LibraryError::new(LibraryErrorKind::Wrong, why));
            }
            let mut definition = issue.definition;
            let from_label = std::mem::replace(&mut definition.label, to.to_owned());
            definition.examples.push(from_label.clone());
            library.forget_issue(issue.id)?;
            library.define(&definition, Origin::Defined)?;
            library.lead_to(&from_label, Some(to))
        })
    }

    /// Makes one issue part of another: its label and examples become examples of that.
    ///
    /// # Errors
    /// When one of them does not exist, or they are the same.
    pub fn merge_issues(&mut self, from: &str, into: &str) -> Result<()> {
        self.whole(|library| {
            let (from, into) = (library.known_issue(from)?, library.known_issue(into)?);
            if from.id == into.id {
                return Err(LibraryError::new(
                    LibraryErrorKind::Wrong,
                    format!("`{}` cannot be made part of itself", from.definition.label),
                ));
            }
            // What was part of the one that goes is part of the other now, unless that would make it part of itself.
            let Definition { label, examples, parent, .. } = from.definition;
            let is_inside = library.is_part_of(&into.definition, &label)?;
            let new_parent = if is_inside { parent.as_deref() } else { Some(into.definition.label.as_str()) };
            library.lead_to(&label, new_parent)?;
            let mut definition = into.definition;
            if definition.parent.as_ref() == Some(&label) {
                definition.parent = parent;
            }
            definition.examples.push(label);
            definition.examples.extend(examples);
            library.forget_issue(from.id)?;
            library.define(&definition, Origin::Defined).map(|_| ())
        })
    }

    /// Takes phrases out of an issue into one of their own.
    ///
    /// # Errors
    /// When there is no such issue, or none of the phrases is one of its examples.
    pub fn split_issue(&mut self, from: &str, examples: &[String], into: &str) -> Result<()> {
        self.whole(|library| {
            let issue = library.known_issue(from)?;
            let mut definition = issue.definition;
            let folded: Vec<String> = examples.iter().map(|example| words::folded(example)).collect();
            let before = definition.examples.len();
            let (out, left): (Vec<String>, Vec<String>) =
                definition.examples.drain(..).partition(|example| folded.contains(&words::folded(example)));
            definition.examples = left;
            if definition.examples.len() == before {
                let why = format!(
                    "none of these phrases is one of the examples of `{from}`; sayso issues lists them"
                );
                return Err(LibraryError::new(LibraryErrorKind::Wrong, why));
            }
            library.define(&definition, Origin::Defined)?;
            let part = Definition {
                label: into.to_owned(),
                definition: None,
                examples: out,
                parent: definition.parent,
            };
            library.define(&part, Origin::Defined).map(|_| ())
        })
    }

    /// Takes an issue away; its positions stay.
    ///
    /// # Errors
    /// When there is no such issue.
    pub fn remove_issue(&mut self, label: &str) -> Result<()> {
        self.whole(|library| {
            let issue = library.known_issue(label)?;
            library.forget_issue(issue.id)?;
            library.lead_to(&issue.definition.label, None)
        })
    }

    /// What was part of the issue of that label becomes part of another, or of none.
    fn lead_to(&mut self, label: &str, other: Option<&str>) -> Result<()> {
        self.database
            .run("UPDATE issues SET parent = $2 WHERE parent = $1", values![label, other])
            .map(|_| ())
    }

    /// Whether an issue is part of the one of that label, or of a part of it.
    fn is_part_of(&mut self, issue: &Definition, label: &str) -> Result<bool> {
        let mut wider = issue.parent.clone();
        for _ in 0..DEEPEST {
            match wider {
                Some(at) if at == label => return Ok(true),
                Some(at) => wider = self.issue(&at)?.and_then(|issue| issue.definition.parent),
                None => break,
            }
        }
        Ok(false)
    }

    fn known_issue(&mut self, label: &str) -> Result<StoredIssue> {
        self.of_label(label)?.into_iter().next().ok_or_else(|| {
            let message = format!("there is no issue `{label}` in {}; sayso issues lists them", self.place);
            LibraryError::new(LibraryErrorKind::Wrong, message)
        })
    }

    fn forget_issue(&mut self, id: i64) -> Result<()> {
        self.alone()?;
        self.database.run("DELETE FROM memberships WHERE issue = $1", values![id])?;
        self.database.run("DELETE FROM issues WHERE id = $1", values![id]).map(|_| ())
    }

    /// Stores which positions are about an issue, as of `change`. What people said of a position wins.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn set_members(&mut self, issue: i64, members: &[Member], change: i64) -> Result<()> {
        self.whole(|library| {
            library.alone()?;
            library.database.run("DELETE FROM memberships WHERE issue = $1", values![issue])?;
            library.insert_members(issue, members)?;
            library.obey(Scope::One(issue))?;
            library.retally(&BTreeSet::from([issue]))?;
            library
                .database
                .run("UPDATE issues SET as_of = $2 WHERE id = $1", values![issue, change])
                .map(|_| ())
        })
    }

    /// Stores all issues that were found, as of `change`, in place of those that were found before. A label that a person
    /// has defined, or somebody asked for, stays what it is.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn set_found(&mut self, found: &[(String, Vec<i64>)], change: i64) -> Result<()> {
        self.whole(|library| {
            library.alone()?;
            library.database.run("DELETE FROM memberships WHERE issue IN (SELECT id FROM issues WHERE origin = 'found')", &[])?;
            library.database.run("DELETE FROM issues WHERE origin = 'found'", &[])?;
            for (label, positions) in found {
                let folded = words::folded(label);
                let rows = library.ask(
                    "INSERT INTO issues (label, folded, definition, examples, parent, origin, as_of) VALUES ($1, $2, NULL, '[]', NULL, 'found', $3)
                     ON CONFLICT DO NOTHING RETURNING id",
                    values![label.as_str(), folded, change],
                )?;
                let Some(row) = rows.first() else { continue };
                let issue = row.int(0)?;
                let members: Vec<Member> =
                    positions.iter().map(|&position| Member { position, stance: None, probability: 1.0 }).collect();
                library.insert_members(issue, &members)?;
            }
            library.obey(Scope::Found)?;
            library.database.run(
                &tally_of("m.issue IN (SELECT id FROM issues WHERE origin = 'found')"),
                &[],
            )?;
            library.database.run(
                "INSERT INTO meta (name, value) VALUES ('found', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                values![change.to_string()],
            ).map(|_| ())
        })
    }

    /// The change as of which issues were found; none where they never were.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn found_as_of(&mut self) -> Result<Option<i64>> {
        let rows = self.ask("SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'found'", &[])?;
        rows.first().map(|row| row.int(0)).transpose()
    }

    fn insert_members(&mut self, issue: i64, members: &[Member]) -> Result<()> {
        for member in members {
            self.database.run(
                "INSERT INTO memberships (issue, position, stance, probability, day)
                 SELECT CAST($1 AS BIGINT), p.id, CAST($3 AS TEXT), CAST($4 AS DOUBLE PRECISION), p.day FROM positions p WHERE p.id = $2
                 ON CONFLICT DO NOTHING",
                values![issue, member.position, member.stance.map(|stance| stance.as_str()), f64::from(member.probability)],
            )?;
        }
        Ok(())
    }

    /// What people said of a position's issue: it is in that one alone, of all that are looked at.
    fn obey(&mut self, scope: Scope) -> Result<()> {
        let sql = format!("{} WHERE field = 'issue' AND undone_at IS NULL ORDER BY id", corrections::SELECT);
        for row in &self.ask(&sql, &[])? {
            let change = corrections::correction(row)?.change;
            let Some(position) = self.position_of(&change)? else { continue };
            let (condition, issue) = scope.condition();
            self.database.run(
                &format!("DELETE FROM memberships WHERE position = $1 AND {condition}"),
                values![position, issue],
            )?;
            let Some(label) = &change.after else { continue };
            for own in self.of_label(label)?.iter().filter(|own| scope.holds(own)) {
                self.insert_members(own.id, &[Member { position, stance: None, probability: 1.0 }])?;
            }
        }
        Ok(())
    }

    /// Does at once what a person says of a position's issue, on all issues that are there.
    pub(crate) fn assign(&mut self, change: &Change) -> Result<()> {
        let Some(position) = self.position_of(change)? else { return Ok(()) };
        let rows = self.ask("SELECT issue FROM memberships WHERE position = $1", values![position])?;
        for row in &rows {
            self.pending.issues.insert(row.int(0)?);
        }
        self.database.run("DELETE FROM memberships WHERE position = $1", values![position])?;
        let Some(label) = &change.after else { return Ok(()) };
        for own in self.of_label(label)? {
            self.insert_members(own.id, &[Member { position, stance: None, probability: 1.0 }])?;
            self.pending.issues.insert(own.id);
        }
        Ok(())
    }

    fn position_of(&mut self, change: &Change) -> Result<Option<i64>> {
        match (&change.article, change.place) {
            (Some(article), Some((first, last))) => self.position_at(article, first, last),
            _ => Ok(None),
        }
    }

    /// The number of the position whose evidence shares most with that place.
    fn position_at(&mut self, article: &str, first: u32, last: u32) -> Result<Option<i64>> {
        let rows = self.ask(
            "SELECT p.id, p.spans FROM positions p JOIN articles a ON a.id = p.article WHERE a.name = $1 ORDER BY p.id",
            values![article],
        )?;
        let found = most_alike(rows.iter().map(|row| hull(row.text(1).ok()?)), (first, last));
        found.map(|at| rows[at].int(0)).transpose()
    }

    /// The positions that are about an issue, by number.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn members(&mut self, issue: i64) -> Result<Vec<Member>> {
        let sql = format!(
            "SELECT {} FROM memberships m JOIN positions p ON p.id = m.position WHERE m.issue = $1 ORDER BY m.position",
            member_columns()
        );
        let rows = self.ask(&sql, values![issue])?;
        rows.iter().map(|row| member(row, 0)).collect()
    }
}

/// What makes a [`Member`] of `m` and `p`.
pub(crate) fn member_columns() -> String {
    format!("m.position, CASE WHEN m.stance IS NULL THEN NULL ELSE {STANCE} END, m.probability")
}

/// A member, from the first of its columns on.
pub(crate) fn member(row: &Row, first: usize) -> Result<Member> {
    Ok(Member {
        position: row.int(first)?,
        stance: row.maybe_text(first + 1)?.and_then(sayso_domain::Stance::named),
        probability: row.real(first + 2)? as f32,
    })
}

fn tally(row: &Row, first: usize) -> Result<Tally> {
    Ok(Tally { positions: row.count(first)?, favor: row.count(first + 1)?, against: row.count(first + 2)? })
}

fn issue(row: &Row) -> Result<StoredIssue> {
    Ok(StoredIssue {
        id: row.int(0)?,
        definition: Definition {
            label: row.string(1)?,
            definition: row.maybe_string(2)?,
            examples: serde_json::from_str(row.text(3)?).unwrap_or_default(),
            parent: row.maybe_string(4)?,
        },
        origin: Origin::named(row.text(5)?),
        as_of: row.int(6)?,
    })
}
