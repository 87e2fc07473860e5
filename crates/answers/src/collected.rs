//! What do articles or a library give to compare?

use sayso_compare::{Issue, Stand, Who};
use sayso_gazetteer::Known;
use sayso_library::Library;

use crate::error::Result;
use crate::names::Names;
use crate::spoken::spoken;
use crate::stands::Question;
use crate::stored;

/// What the articles give.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// All that are sure enough, each about an issue or about none.
    pub stands: Vec<Stand>,
    /// What they are about.
    pub issues: Vec<Issue>,
    /// Who is in the articles, as far as they were read.
    pub names: Names,
    /// How many articles were read.
    pub articles: usize,
    /// Positions that were not sure enough.
    pub unsure: usize,
    /// Issues of which only some positions were looked at: the newest, or those that name most of what was asked.
    pub cut: usize,
    /// Notes on what could not be read.
    pub notes: usize,
    /// Inputs and lines that could not be read.
    pub unread: usize,
}

impl Collected {
    /// Those whom `typed` names, in its order, and what a person should be told: whoever is not in the articles is silent.
    /// Of those who speak for others there are stands of their own from now on. With a library, names are looked up there.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn actors(
        &mut self,
        typed: &[String],
        known: &Known,
        mut library: Option<&mut Library>,
    ) -> Result<(Vec<Who>, Vec<String>)> {
        let (mut found, mut notices) = (Vec::new(), Vec::new());
        for typed in typed {
            let (who, complaint) = match &mut library {
                Some(library) => stored::actor(library, typed, known)?,
                None => self.names.find(typed, known),
            };
            if complaint.is_none() && library.is_some() {
                self.names.see(&who.key, &who.name);
            }
            notices.extend(complaint);
            if let Some((own, notice)) = spoken(&self.stands, &who) {
                notices.push(notice);
                self.stands.extend(own);
            }
            found.push(who);
        }
        Ok((found, notices))
    }

    /// Whether any article names the actor.
    pub fn has(&self, who: &Who) -> bool {
        self.names.has(&who.key)
    }

    /// That nothing is about the one issue that was asked for.
    pub fn silence(&self, question: &Question) -> Option<String> {
        let asked = question.only()?;
        let is_silent = self.stands.iter().all(|stand| stand.issue.is_none());
        is_silent.then(|| {
            format!("no position on `{asked}` was found in {}", counted(self.articles, "article", "articles"))
        })
    }

    /// The part of a closing line that tells what is not shown.
    pub fn rest(&self, undated: usize) -> String {
        let mut line = String::new();
        if self.cut > 0 {
            line += &format!("; on {} more is said than was looked at", counted(self.cut, "issue", "issues"));
        }
        if self.unsure > 0 {
            line += &format!("; {} below --min-confidence", self.unsure);
        }
        if undated > 0 {
            line += &format!("; {undated} without a day");
        }
        if self.notes > 0 {
            line += &format!("; {} (sayso read shows them)", counted(self.notes, "note", "notes"));
        }
        if self.unread > 0 {
            line += &format!("; {} could not be read", counted(self.unread, "input", "inputs"));
        }
        line
    }
}

/// `1 article`, `2 articles`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_counted() {
        let collected = Collected { unsure: 2, notes: 1, unread: 1, ..Collected::default() };
        assert_eq!(
            collected.rest(3),
            "; 2 below --min-confidence; 3 without a day; 1 note (sayso read shows them); 1 input could not be read"
        );
        assert_eq!(Collected::default().rest(0), "");
    }
}
