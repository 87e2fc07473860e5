//! Issues in a library: defined by people, found, or asked for before.
//!
//! An issue holds the positions that are about it, as of a [`Library::change`]: whoever asks later, when more was stored or
//! corrected, works them out anew and stores them again. What people say of a position's issue wins each time.

use crate::apply::most_alike;
use crate::correction::Field;
use crate::database::{Row, values};
use crate::error::{LibraryError, LibraryErrorKind, Result};
use crate::library::Library;
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
    fn as_str(self) -> &'static str {
        match self {
            Origin::Defined => "defined",
            Origin::Found => "found",
            Origin::Asked => "asked",
        }
    }

    fn named(name: &str) -> Origin {
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

const COLUMNS: &str = "i.id, i.label, i.definition, i.examples, i.parent, i.origin, i.as_of";

/// Of the members of each issue.
const TALLY: &str = "count(*) AS n,
    count(DISTINCT CASE WHEN coalesce(m.stance, p.stance) = 'favor' THEN p.actor END) AS favor,
    count(DISTINCT CASE WHEN coalesce(m.stance, p.stance) = 'against' THEN p.actor END) AS against
    FROM memberships m JOIN positions p ON p.id = m.position";

impl Library {
    /// All issues of these origins, those that people defined first, then by number.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn issues(&mut self, origins: &[Origin]) -> Result<Vec<StoredIssue>> {
        let rows = self.ask(&format!("SELECT {COLUMNS} FROM issues i ORDER BY i.id"), &[])?;
        let mut issues = rows.iter().map(issue).collect::<Result<Vec<_>>>()?;
        issues.retain(|issue| origins.contains(&issue.origin));
        issues.sort_by_key(|issue| (issue.origin, issue.id));
        Ok(issues)
    }

    /// The issues that were found, `most` of them: those that most actors contest, then those on which most is said.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn contested(&mut self, most: usize) -> Result<Vec<(StoredIssue, Tally)>> {
        let sql = format!(
            "SELECT {COLUMNS}, t.n, t.favor, t.against
             FROM (SELECT m.issue AS id, {TALLY} GROUP BY m.issue) t JOIN issues i ON i.id = t.id WHERE i.origin = 'found'
             ORDER BY CASE WHEN t.favor < t.against THEN t.favor ELSE t.against END DESC, t.n DESC, t.id LIMIT $1"
        );
        let rows = self.ask(&sql, values![most])?;
        rows.iter().map(|row| Ok((issue(row)?, tally(row, 7)?))).collect()
    }

    /// How much is said on the issue of that number.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tally(&mut self, issue: i64) -> Result<Tally> {
        let rows = self.ask(&format!("SELECT {TALLY} WHERE m.issue = $1"), values![issue])?;
        tally(&rows[0], 0)
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
        self.database.run("DELETE FROM memberships WHERE issue = $1", values![id])?;
        self.database.run("DELETE FROM issues WHERE id = $1", values![id]).map(|_| ())
    }

    /// Stores which positions are about an issue, as of `change`. What people said of a position wins.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn set_members(&mut self, issue: i64, members: &[Member], change: i64) -> Result<()> {
        self.whole(|library| {
            library.database.run("DELETE FROM memberships WHERE issue = $1", values![issue])?;
            library.insert_members(issue, members)?;
            library.obey(&[issue])?;
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
            library.database.run("DELETE FROM memberships WHERE issue IN (SELECT id FROM issues WHERE origin = 'found')", &[])?;
            library.database.run("DELETE FROM issues WHERE origin = 'found'", &[])?;
            let mut issues = Vec::new();
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
                issues.push(issue);
            }
            library.obey(&issues)?;
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

    /// A number that grows with every change of what is stored.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn as_of(&mut self) -> Result<i64> {
        self.change()
    }

    fn insert_members(&mut self, issue: i64, members: &[Member]) -> Result<()> {
        for member in members {
            self.database.run(
                "INSERT INTO memberships (issue, position, stance, probability) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                values![issue, member.position, member.stance.map(|stance| stance.as_str()), f64::from(member.probability)],
            )?;
        }
        Ok(())
    }

    /// What people said of a position's issue: it is in that one alone, of all that are looked at.
    fn obey(&mut self, issues: &[i64]) -> Result<()> {
        let corrections = self.corrections()?;
        let of_issues =
            corrections.into_iter().filter(|c| c.change.field == Field::Issue && c.undone.is_none());
        for correction in of_issues {
            let change = correction.change;
            let (Some(article), Some((first, last))) = (&change.article, change.place) else { continue };
            let Some(position) = self.position_at(article, first, last)? else { continue };
            for &issue in issues {
                self.database.run(
                    "DELETE FROM memberships WHERE issue = $1 AND position = $2",
                    values![issue, position],
                )?;
            }
            let Some(label) = &change.after else { continue };
            for own in self.of_label(label)?.iter().filter(|own| issues.contains(&own.id)) {
                self.insert_members(own.id, &[Member { position, stance: None, probability: 1.0 }])?;
            }
        }
        Ok(())
    }

    /// The number of the position whose evidence shares most with that place.
    fn position_at(&mut self, article: &str, first: u32, last: u32) -> Result<Option<i64>> {
        let rows = self.ask(
            "SELECT p.id, p.spans FROM positions p JOIN articles a ON a.id = p.article WHERE a.name = $1 ORDER BY p.id",
            values![article],
        )?;
        let hull = |row: &Row| {
            let spans = crate::rows::spans_of(row.text(1).ok()?)?;
            Some((spans.iter().map(|span| span.0).min()?, spans.iter().map(|span| span.1).max()?))
        };
        let found = most_alike(rows.iter().map(hull), (first, last));
        found.map(|at| rows[at].int(0)).transpose()
    }

    /// The positions that are about an issue, by number.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn members(&mut self, issue: i64) -> Result<Vec<Member>> {
        let rows = self.ask(
            "SELECT position, stance, probability FROM memberships WHERE issue = $1 ORDER BY position",
            values![issue],
        )?;
        let member = |row: &Row| -> Result<Member> {
            Ok(Member {
                position: row.int(0)?,
                stance: row.maybe_text(1)?.and_then(sayso_domain::Stance::named),
                probability: row.real(2)? as f32,
            })
        };
        rows.iter().map(member).collect()
    }
}

fn tally(row: &Row, first: usize) -> Result<Tally> {
    let count = |column| row.int(column).map(|n| u64::try_from(n).unwrap_or_default());
    Ok(Tally { positions: count(first)?, favor: count(first + 1)?, against: count(first + 2)? })
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
