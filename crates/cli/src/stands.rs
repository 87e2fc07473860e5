//! What stands do the articles of a command line give, on which issues?
//!
//! The path that `compare`, `timeline`, `differ` and `network` share: [`collect`] reads the articles, lifts the positions out
//! of them, leaves out what is not sure enough, and has [`with_issues`] tell what each is about.

pub(crate) mod codebook;
pub(crate) mod data;
mod names;
mod spoken;
pub(crate) mod stored;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use sayso_compare::{Issue, IssueId, Selection, Stand, Who, lift};
use sayso_domain::{Date, Reading};
use sayso_engine::JudgeScratch;
use sayso_gazetteer::Known;
use sayso_issues::{Asked, Subject, Topic, Topical};
use sayso_library::Library;
use sayso_text::Text;

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
    /// The article's id, and what it is about.
    topic: Option<(String, Topic)>,
}

/// What articles are about, by their ids.
pub(crate) type Topics = HashMap<String, Topic>;

/// What is looked at of an article to tell what it is about, in bytes.
const LEAD: usize = 800;

/// Reads all articles and tells what their positions are about. Says so on standard error where none is about the issue
/// that was asked for.
///
/// # Errors
/// Those of [`articles::open`] and [`articles::each_with`], and when the codebook makes no sense.
pub(crate) fn collect(config: &Config) -> anyhow::Result<Collected> {
    let question = question(config)?;
    if let Some(place) = &config.articles.library {
        let mut collected = stored::collect(place, config, &question)?;
        if matches!(question, Question::Codebook(_)) && config.adds_up && !collected.stands.is_empty() {
            add_up(&mut collected, &question, config, &*articles::open(&config.articles)?);
        }
        complain_of_silence(&collected, &question);
        return Ok(collected);
    }
    let mut collected = Collected::default();
    let mut stands = Vec::new();
    let opened = articles::open(&config.articles)?;
    let mut topics = Topics::new();
    let reader = Arc::clone(&opened);
    let unread = articles::each_with(
        &opened,
        &config.articles,
        move |reading| part(reading, &reader.known),
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
    (collected.issues, collected.stands) = with_issues(stands, &topics, &question, &opened);
    add_up(&mut collected, &question, config, &opened);
    complain_of_silence(&collected, &question);
    Ok(collected)
}

/// What is about an issue of a codebook counts for the wider ones too, where that is wanted.
fn add_up(collected: &mut Collected, question: &Question, config: &Config, opened: &Opened) {
    if let (Question::Codebook(entries), true) = (question, config.adds_up) {
        let more = wider(&collected.stands, entries, opened);
        collected.stands.extend(more);
    }
}

fn part(reading: Reading, known: &Known) -> Part {
    let stands = lift(&reading);
    let topic = if stands.is_empty() { None } else { topic(&reading, known) };
    Part { stands, names: Names::of(&reading), notes: reading.notes.len(), topic }
}

fn topic(reading: &Reading, known: &Known) -> Option<(String, Topic)> {
    let article = &reading.article;
    let headline = article.title.as_deref()?;
    let topic = sayso_issues::topic(headline, lead(&article.text, headline), known)?;
    Some((article.id.clone(), topic))
}

/// How an article begins, without its headline.
fn lead<'a>(text: &'a Text, headline: &str) -> &'a str {
    let text = text.as_str().trim_start();
    let text = text.strip_prefix(headline).unwrap_or(text);
    let end = (0..=LEAD.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
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
                Some(library) => stored::actor(library, typed, &known)?,
                None => self.names.find(typed, &known),
            };
            if let Some(complaint) = complaint {
                complain(complaint);
            } else if library.is_some() {
                self.names.see(&who.key, &who.name);
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
    topics: &Topics,
    question: &Question,
    opened: &Opened,
) -> (Vec<Issue>, Vec<Stand>) {
    let issues = match question {
        Question::Found => {
            let labels = retargeted(&mut stands, topics, opened);
            found(&mut stands, &labels, &opened.known)
        }
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

fn subject(stand: &Stand) -> Subject<'_> {
    let Stand { target_label: label, quote: words, context, .. } = stand;
    Subject { label, words, context }
}

fn subjects(stands: &[Stand]) -> Vec<Subject<'_>> {
    stands.iter().map(subject).collect()
}

/// What the stands say on the wider issues that theirs are part of. Who is for a part need not be for the whole: how a stand
/// stands to the wider issue is judged anew. That it is about it, the file says.
fn wider(stands: &[Stand], entries: &[Entry], opened: &Opened) -> Vec<Stand> {
    let Opened { model, judge, .. } = opened;
    let mut scratch = JudgeScratch::default();
    let mut more = Vec::new();
    for stand in stands {
        for parent in ancestors(entries, stand.issue) {
            let phrase = &entries[parent].label;
            let (stance, probability) =
                sayso_issues::towards(&subject(stand), phrase, model, judge, &mut scratch);
            let confidence = stand.confidence * probability;
            more.push(Stand { issue: Some(IssueId(parent)), stance, confidence, ..stand.clone() });
        }
    }
    more
}

/// The places of the wider issues, the nearest first.
fn ancestors(entries: &[Entry], issue: Option<IssueId>) -> impl Iterator<Item = usize> {
    let parent = |place: usize| entries.get(place)?.parent;
    std::iter::successors(issue.and_then(|issue| parent(issue.0)), move |&place| parent(place)).take(LEVELS)
}

/// So many levels of wider issues count.
const LEVELS: usize = 8;

/// What those stands are about that are about the topics of their articles, whatever they name, by their places; how they
/// stand to it is judged anew.
fn retargeted(stands: &mut [Stand], topics: &Topics, opened: &Opened) -> HashMap<usize, String> {
    let Opened { model, judge, known } = opened;
    let (places, positions): (Vec<usize>, Vec<Topical<'_>>) = stands
        .iter()
        .enumerate()
        .filter_map(|(place, stand)| {
            let topic = topics.get(&stand.article)?;
            Some((place, Topical { label: &stand.target_label, words: &stand.quote, topic }))
        })
        .unzip();
    let judged = sayso_issues::topical(&positions, known, model, judge);
    let phrases: Vec<String> = positions.iter().map(|position| position.topic.phrase.clone()).collect();
    let mut labels = HashMap::new();
    for ((place, phrase), judged) in places.into_iter().zip(phrases).zip(judged) {
        let Some((stance, probability)) = judged else { continue };
        stands[place].stance = stance;
        stands[place].confidence *= probability;
        labels.insert(place, phrase);
    }
    labels
}

/// The issues that the targets make, or other labels in their place.
fn found(stands: &mut [Stand], labels: &HashMap<usize, String>, known: &Known) -> Vec<Issue> {
    let mut subjects = subjects(stands);
    labels.iter().for_each(|(&place, label)| subjects[place].label = label);
    let groups = sayso_issues::find(&subjects, known);
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
        let issues = found(&mut stands, &HashMap::new(), &Known::built_in());
        Collected { stands, issues, articles: 1, ..Collected::default() }
    }

    #[test]
    fn targets_that_name_the_same_are_one_issue() {
        let targets = ["the Ban", "ban", "a tax", ""];
        let mut stands: Vec<Stand> =
            targets.iter().map(|target| stand("Ada", Stance::Favor, target, "so it is")).collect();
        let issues = found(&mut stands, &HashMap::new(), &Known::built_in());
        let places: Vec<_> = stands.iter().map(|stand| stand.issue.map(|issue| issue.0)).collect();
        assert_eq!(places[..3], [Some(0), Some(0), Some(1)]);
        assert_eq!(issues[1].label, "tax");
    }

    #[test]
    fn wider_issues_are_found_level_by_level() {
        let entry = |label: &str, parent| Entry {
            label: label.to_owned(),
            definition: None,
            examples: vec![],
            parent,
        };
        let entries = [entry("war", None), entry("air war", Some(0)), entry("raids", Some(1))];
        let above = |issue: Option<usize>| ancestors(&entries, issue.map(IssueId)).collect::<Vec<_>>();
        assert_eq!(above(Some(2)), [1, 0]);
        assert!(above(Some(0)).is_empty() && above(None).is_empty());
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
