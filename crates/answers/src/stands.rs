//! Which issue is each stand about?
//!
//! Issues are found by what the targets name, or asked for: [`with_issues`] tells for stands that were just lifted out of
//! readings. What a library keeps of that is [`stored`](crate::stored)'s.

use std::collections::HashMap;

use sayso_compare::{Issue, IssueId, Stand, lift};
use sayso_domain::Reading;
use sayso_engine::JudgeScratch;
use sayso_gazetteer::Known;
use sayso_issues::{Asked, JUDGED, Subject, Topic, Topical};
use sayso_text::Text;

use crate::codebook::Entry;
use crate::collected::Collected;
use crate::names::Names;
use crate::tools::Opened;

/// Which issues are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Those that are found.
    Found,
    /// One, in words.
    Phrase(String),
    /// Of those that are found, the one of that label.
    OneFound(String),
    /// Those of a codebook.
    Codebook(Vec<Entry>),
}

impl Question {
    /// The one issue that is asked for.
    pub fn only(&self) -> Option<&str> {
        match self {
            Question::Phrase(phrase) | Question::OneFound(phrase) => Some(phrase),
            Question::Codebook(entries) if entries.len() == 1 => Some(&entries[0].label),
            _ => None,
        }
    }
}

/// What is kept of one reading.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its positions.
    pub stands: Vec<Stand>,
    /// Who is in it.
    pub names: Names,
    /// How many notes it has.
    pub notes: usize,
    /// The article's id, and what it is about.
    pub topic: Option<(String, Topic)>,
}

/// What articles are about, by their ids.
pub type Topics = HashMap<String, Topic>;

/// What is looked at of an article to tell what it is about, in bytes.
const LEAD: usize = 800;

impl Part {
    /// Of that reading.
    pub fn of(reading: &Reading, known: &Known) -> Part {
        let stands = lift(reading);
        let topic = if stands.is_empty() { None } else { topic(reading, known) };
        Part { stands, names: Names::of(reading), notes: reading.notes.len(), topic }
    }
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

/// What is about an issue of a codebook counts for the wider ones too.
pub fn add_up(collected: &mut Collected, entries: &[Entry], opened: &Opened) {
    let more = wider(&collected.stands, entries, opened);
    collected.stands.extend(more);
}

/// Which issue each stand is about; the issues, and the stands with their issue.
///
/// Issues are found by what the targets name. How a stand stands to an issue that was asked for is judged anew, since its
/// own target need not be that.
pub fn with_issues(
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
        Question::OneFound(label) => {
            let labels = retargeted(&mut stands, topics, opened);
            let mut issues = found(&mut stands, &labels, &opened.known);
            let wanted = issues.iter().position(|issue| issue.label == *label);
            for stand in &mut stands {
                stand.issue = stand.issue.filter(|issue| Some(issue.0) == wanted).map(|_| IssueId(0));
            }
            issues.retain(|issue| issue.label == *label);
            issues
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

pub(crate) fn subjects(stands: &[Stand]) -> Vec<Subject<'_>> {
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
pub(crate) fn found(stands: &mut [Stand], labels: &HashMap<usize, String>, known: &Known) -> Vec<Issue> {
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
    for about in sayso_issues::about(&subjects(stands), questions, JUDGED, known, model, judge) {
        let stand = &mut stands[about.subject];
        stand.issue = Some(IssueId(about.asked));
        stand.stance = about.stance.unwrap_or(stand.stance);
        stand.confidence *= about.probability;
    }
}

#[cfg(test)]
mod tests {
    use sayso_domain::Stance;

    use super::*;
    use crate::samples::stand;

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
}
