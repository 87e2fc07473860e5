//! What stands do the articles of a command line give, on which issues?
//!
//! The path that `compare`, `timeline`, `differ` and `network` share: [`collect`] reads the articles, or asks the library, and
//! says on standard error what a person should be told.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use sayso_answers::stored::Wanted;
use sayso_answers::{
    Codebook, Collected, Entry, Opened, Part, Question, Tools, Topics, add_up, stored, with_issues,
};
use sayso_compare::{Selection, Who};
use sayso_domain::Date;
use sayso_gazetteer::Known;
use sayso_library::Library;

use crate::exit::{Misuse, complain};
use crate::{actors, articles};

/// Which stands are wanted.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What is to be read.
    pub(crate) articles: articles::Config,
    /// The one issue that is asked for.
    pub(crate) issue: Option<String>,
    /// A file of issues.
    pub(crate) codebook: Option<PathBuf>,
    /// Whether what is about an issue of the file counts for the wider ones too that it is part of.
    pub(crate) adds_up: bool,
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

/// Reads all articles and tells what their positions are about. Says so on standard error where none is about the issue
/// that was asked for.
///
/// # Errors
/// Those of [`articles::open`] and [`articles::each_with`], and when the codebook makes no sense.
pub(crate) fn collect(config: &Config) -> anyhow::Result<Collected> {
    let question = question(config)?;
    let mut opened = None;
    let mut collected = match &config.articles.library {
        Some(place) => of_library(place, config, &question)?,
        None => {
            let opened = opened.insert(articles::open(&config.articles)?);
            of_articles(config, &question, opened)?
        }
    };
    if let (Question::Codebook(entries), true, false) =
        (&question, config.adds_up, collected.stands.is_empty())
    {
        let opened = match opened {
            Some(opened) => opened,
            None => articles::open(&config.articles)?,
        };
        add_up(&mut collected, entries, &opened);
    }
    if let Some(silence) = collected.silence(&question) {
        complain(silence);
    }
    Ok(collected)
}

fn of_library(place: &str, config: &Config, question: &Question) -> anyhow::Result<Collected> {
    let known = actors::open(config.articles.actors.as_deref())?;
    let mut library = Library::open(place)?;
    let open = || Ok(articles::open(&config.articles)?);
    let tools = Tools { known: &known, open: &open };
    let wanted = Wanted { min_confidence: config.min_confidence, ..Wanted::WHOLE };
    Ok(stored::collect(&mut library, question, &wanted, tools)?)
}

/// Runs `ask` with what a question over a library may use, when nothing else was named.
pub(crate) fn with_tools<T>(place: &str, known: &Known, ask: impl FnOnce(Tools<'_>) -> T) -> T {
    let config = articles::Config::of_library(place);
    ask(Tools { known, open: &|| Ok(articles::open(&config)?) })
}

fn of_articles(config: &Config, question: &Question, opened: &Arc<Opened>) -> anyhow::Result<Collected> {
    let mut collected = Collected::default();
    let mut stands = Vec::new();
    let mut topics = Topics::new();
    let reader = Arc::clone(opened);
    let unread = articles::each_with(
        opened,
        &config.articles,
        move |reading| Part::of(&reading, &reader.known),
        |part, _| {
            topics.extend(part.topic);
            collected.articles += 1;
            collected.notes += part.notes;
            collected.names.add(part.names);
            stands.extend(part.stands);
            Ok(())
        },
    )?;
    let all = stands.len();
    stands.retain(|stand| stand.confidence >= config.min_confidence);
    collected.unsure = all - stands.len();
    collected.unread = unread;
    (collected.issues, collected.stands) = with_issues(stands, &topics, question, opened);
    Ok(collected)
}

/// Those whom `typed` names, in its order. Whoever is not in the articles is complained about, and is silent. Of those
/// who speak for others there are stands of their own from now on.
///
/// # Errors
/// When the list of actors, or the library, cannot be read.
pub(crate) fn actors(
    collected: &mut Collected,
    typed: &[String],
    config: &articles::Config,
) -> anyhow::Result<Vec<Who>> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let known = actors::open(config.actors.as_deref())?;
    let mut library = config.library.as_deref().map(Library::open).transpose()?;
    let (found, notices) = collected.actors(typed, &known, library.as_mut())?;
    notices.into_iter().for_each(complain);
    Ok(found)
}

fn question(config: &Config) -> anyhow::Result<Question> {
    match (&config.codebook, &config.issue) {
        (None, None) => Ok(Question::Found),
        (None, Some(phrase)) => Ok(Question::Phrase(phrase.clone())),
        (Some(file), issue) => Ok(Question::Codebook(codebook(file, issue.as_deref())?)),
    }
}

/// The issues of a file, or the one of them that is called `only`.
///
/// # Errors
/// When the file cannot be read, a line of it makes no sense, or nothing is called `only`. All are a [`Misuse`].
pub(crate) fn codebook(file: &Path, only: Option<&str>) -> anyhow::Result<Vec<Entry>> {
    let name = file.display().to_string();
    let advice = || Misuse(format!("{name}: no usable codebook; check the name"));
    let bytes = fs::read(file).with_context(advice)?;
    let misuse = |error: sayso_answers::AnswerError| Misuse(error.to_string());
    let codebook = Codebook::parse(&name, &bytes).map_err(misuse)?;
    match only {
        Some(only) => Ok(vec![codebook.only(only).map_err(misuse)?]),
        None => Ok(codebook.entries()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_issue_of_a_file_may_be_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.csv");
        fs::write(&path, "label,parent\nwar,\nair war,war\n").unwrap();
        assert_eq!(codebook(&path, Some("AIR war")).unwrap()[0].label, "air war");
        let war = codebook(&path, Some("war")).unwrap();
        assert_eq!((war.len(), war[0].examples.as_slice()), (1, &["air war".to_owned()][..]));
        assert_eq!(codebook(&path, None).unwrap().len(), 2);
        let error = codebook(&path, Some("air wars")).unwrap_err();
        assert!(
            error.to_string().ends_with("no issue is called `air wars`; the nearest: `air war`, `war`"),
            "{error}"
        );
        let gone = codebook(&folder.path().join("gone.csv"), None).unwrap_err();
        assert!(gone.downcast_ref::<Misuse>().is_some() && error.downcast_ref::<Misuse>().is_some());
    }
}
