//! What stands do the articles of a command line give, on which issues?
//!
//! The path that `compare`, `timeline`, `differ` and `network` share: [`collect`] reads the articles, lifts the positions out
//! of them, leaves out what is not sure enough, and has [`with_issues`] tell what each is about.

pub(crate) mod codebook;
pub(crate) mod data;
mod names;
mod spoken;
pub(crate) mod stored;

use std::path::PathBuf;

use sayso_compare::{Issue, IssueId, Selection, Stand, Who, lift};
use sayso_domain::{Date, Reading};
use sayso_gazetteer::Known;
use sayso_issues::{Asked, Subject};
use sayso_library::Library;

use crate::articles::Opened;
use crate::exit::complain;
use crate::pretty::counted;
use crate::{actors, articles};

use self::codebook::Entry;
use self::names::Names;

/// Which stands are wanted.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What is to be read.
    pub(crate) articles: articles::Config,
    /// The one issue that is asked for.
    pub(crate) issue: Option<String>,
    /// A file of issues.
    pub(crate) codebook: Option<PathBuf>,
    /// Positions of a lower confidence are left out.
    pub(crate) min_confidence: f32,
    /// From this day on.
    pub(crate) from: Option<Date>,
    /// Up to this day.
    pub(crate) to: Option<Date>,
}

impl Config {
    /// These actors, on the days that are asked for.
    pub(crate) fn selection(&self, actors: Vec<Who>) -> Selection {
        Selection { actors, from: self.from, to: self.to }
    }
}

/// Which issues are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Those that are found.
    Found,
    /// One, in words.
    Phrase(String),
    /// Those of a codebook.
    Codebook(Vec<Entry>),
}

/// What the articles give.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    /// All that are sure enough, each about an issue or about none.
    pub(crate) stands: Vec<Stand>,
    /// What they are about.
    pub(crate) issues: Vec<Issue>,
    /// Who is in the articles, as far as they were read.
    names: Names,
    /// The library in which the others are looked up.
    library: Option<String>,
    /// How many articles were read.
    pub(crate) articles: usize,
    /// Positions that were not sure enough.
    pub(crate) unsure: usize,
    /// Notes on what could not be read.
    pub(crate) notes: usize,
    /// Inputs and lines that could not be read.
    pub(crate) unread: usize,
}

/// What is kept of one reading.
struct Part {
    stands: Vec<Stand>,
    names: Names,
    notes: usize,
}

/// Reads all articles and tells what their positions are about. Says so on standard error where none is about the issue
/// that was asked for.
///
/// # Errors
/// Those of [`articles::open`] and [`articles::each_with`], and when the codebook makes no sense.
pub(crate) fn collect(config: &Config) -> anyhow::Result<Collected> {
    let question = question(config)?;
    if let Some(place) = &config.articles.library {
        let mut collected = stored::collect(place, config, &question)?;
        let all = collected.stands.len();
        collected.stands.retain(|stand| stand.confidence >= config.min_confidence);
        collected.unsure = all - collected.stands.len();
        complain_of_silence(&collected, &question);
        return Ok(collected);
    }
    let mut collected = Collected::default();
    let mut stands = Vec::new();
    let opened = articles::open(&config.articles)?;
    let unread = articles::each_with(&opened, &config.articles, part, |part, _| {
        collected.articles += 1;
        collected.notes += part.notes;
        collected.names.add(part.names);
        stands.extend(part.stands);
        Ok(())
    })?;
    let all = stands.len();
    stands.retain(|stand| stand.confidence >= config.min_confidence);
    collected.unsure = all - stands.len();
    collected.unread = unread;
    (collected.issues, collected.stands) = with_issues(stands, &question, &opened);
    complain_of_silence(&collected, &question);
    Ok(collected)
}

fn part(reading: Reading) -> Part {
    Part { stands: lift(&reading), names: Names::of(&reading), notes: reading.notes.len() }
}

fn question(config: &Config) -> anyhow::Result<Question> {
    match (&config.codebook, &config.issue) {
        (None, None) => Ok(Question::Found),
        (None, Some(phrase)) => Ok(Question::Phrase(phrase.clone())),
        (Some(file), issue) => Ok(Question::Codebook(codebook::open(file, issue.as_deref())?)),
    }
}

fn complain_of_silence(collected: &Collected, question: &Question) {
    let asked = match question {
        Question::Phrase(phrase) => phrase,
        Question::Codebook(entries) if entries.len() == 1 => &entries[0].label,
        _ => return,
    };
    if collected.stands.iter().all(|stand| stand.issue.is_none()) {
        let articles = counted(collected.articles, "article", "articles");
        complain(format_args!("no position on `{asked}` was found in {articles}"));
    }
}

impl Collected {
    /// Those whom `typed` names, in its order. Whoever is not in the articles is complained about, and is silent. Of those
    /// who speak for others there are stands of their own from now on.
    ///
    /// # Errors
    /// When the list of actors cannot be read.
    pub(crate) fn actors(&mut self, typed: &[String], config: &articles::Config) -> anyhow::Result<Vec<Who>> {
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let known = actors::open(config.actors.as_deref())?;
        let mut library = self.library.as_deref().map(Library::open).transpose()?;
        let mut found = Vec::new();
        for typed in typed {
            let (who, complaint) = match &mut library {
                Some(library) => {
                    self.names.add(stored::names(library, typed)?);
                    stored::actor(library, typed, &known)?
                }
                None => self.names.find(typed, &known),
            };
            if let Some(complaint) = complaint {
                complain(complaint);
            }
            if let Some((own, notice)) = spoken::spoken(&self.stands, &who) {
                complain(notice);
                self.stands.extend(own);
            }
            found.push(who);
        }
        Ok(found)
    }

    /// Whether any article names the actor.
    pub(crate) fn has(&self, who: &Who) -> bool {
        self.names.has(&who.key)
    }

    /// The part of a closing line that tells what is not shown.
    pub(crate) fn rest(&self, undated: usize) -> String {
        let mut line = String::new();
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

/// Which issue each stand is about; the issues, and the stands with their issue.
///
/// Issues are found by what the targets name. How a stand stands to an issue that was asked for is judged anew, since its
/// own target need not be that.
pub(crate) fn with_issues(
    mut stands: Vec<Stand>,
    question: &Question,
    opened: &Opened,
) -> (Vec<Issue>, Vec<Stand>) {
    let issues = match question {
        Question::Found => found(&mut stands, &opened.known),
        Question::Phrase(phrase) => {
            asked(&mut stands, &[Asked { phrase, examples: &[] }], opened);
            vec![Issue { label: phrase.clone(), definition: None, parent: None }]
        }
        Question::Codebook(entries) => {
            let questions: Vec<Asked<'_>> = entries.iter().map(Entry::asked).collect();
            asked(&mut stands, &questions, opened);
            entries.iter().map(Entry::issue).collect()
        }
    };
    (issues, stands)
}

fn subjects(stands: &[Stand]) -> Vec<Subject<'_>> {
    let subject = |stand| {
        let Stand { target_label: label, quote: words, context, .. }: &Stand = stand;
        Subject { label, words, context }
    };
    stands.iter().map(subject).collect()
}

fn found(stands: &mut [Stand], known: &Known) -> Vec<Issue> {
    let groups = sayso_issues::find(&subjects(stands), known);
    let mut issues = Vec::new();
    for (number, group) in groups.into_iter().enumerate() {
        for member in group.members {
            stands[member].issue = Some(IssueId(number));
        }
        issues.push(Issue { label: group.label, definition: None, parent: None });
    }
    issues
}

fn asked(stands: &mut [Stand], questions: &[Asked<'_>], opened: &Opened) {
    let Opened { model, judge, known } = opened;
    for about in sayso_issues::about(&subjects(stands), questions, known, model, judge) {
        let stand = &mut stands[about.subject];
        stand.issue = Some(IssueId(about.asked));
        stand.stance = about.stance.unwrap_or(stand.stance);
        stand.confidence *= about.probability;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use sayso_domain::{Act, Kind, Stance};

    use super::*;

    /// Somebody of that name is for or against that target, in these words.
    pub(crate) fn stand(actor: &str, stance: Stance, target: &str, quote: &str) -> Stand {
        Stand {
            actor: Who { key: actor.to_uppercase(), name: actor.to_owned() },
            speaker: Some(format!("{actor}'s minister")),
            speaker_key: Some(format!("person:{actor}")),
            alleged: false,
            issue: None,
            stance,
            act: Act::Evaluate,
            condition: None,
            date: Some(Date::constant(2015, 9, 19)),
            said_on_known: true,
            quote: quote.to_owned(),
            context: quote.to_owned(),
            spans: vec![(3, 9), (12, 20)],
            position: "p1".to_owned(),
            statement: "s1".to_owned(),
            kind: Kind::Direct,
            cue: "said".to_owned(),
            target_label: target.to_owned(),
            article: "wire-1".to_owned(),
            outlet: Some("Wire".to_owned()),
            published: Some(Date::constant(2015, 9, 20)),
            content: quote.to_owned(),
            confidence: 0.8,
        }
    }

    /// These stands, on the issues that are found.
    pub(crate) fn collected(stands: Vec<Stand>) -> Collected {
        let mut stands = stands;
        let issues = found(&mut stands, &Known::built_in());
        Collected { stands, issues, articles: 1, ..Collected::default() }
    }

    #[test]
    fn targets_that_name_the_same_are_one_issue() {
        let targets = ["the Ban", "ban", "a tax", ""];
        let mut stands: Vec<Stand> =
            targets.iter().map(|target| stand("Ada", Stance::Favor, target, "so it is")).collect();
        let issues = found(&mut stands, &Known::built_in());
        let places: Vec<_> = stands.iter().map(|stand| stand.issue.map(|issue| issue.0)).collect();
        assert_eq!(places[..3], [Some(0), Some(0), Some(1)]);
        assert_eq!(issues[1].label, "a tax");
    }

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
