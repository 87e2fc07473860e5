//! Does the worked example come out right?

mod stands;

use std::fmt;

use sayso_wire::{WireActor, WireReading, WireStatement};

use crate::corpora::{Seed, SeedAttribution};
use crate::document::Attribution;
use crate::error::{EvalError, EvalErrorKind};
use crate::matching::greedy;
use crate::miss::Miss;
use crate::share::Share;
use crate::units::{Measured, Units};
use crate::words::Words;

pub use stands::{SeedStandMiss, SeedStands};

/// What a reading of the seed article has right, in the words of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedReport {
    /// Words of the article.
    pub words: usize,
    /// Gold attributions.
    pub gold: usize,
    /// The ids of those found: source and content hold the same alphanumeric characters, and the statement
    /// stands within the one that answers gold's parent.
    pub found: Vec<String>,
    /// Those not found.
    pub misses: Vec<SeedMiss>,
    /// Predicted statements that answer no gold attribution, not even as a near miss.
    pub extras: Vec<SeedWords>,
    /// Gold attributions answered, at least nearly, by a statement whose speaker has gold's name, whatever its capitals.
    pub speaker: Share,
    /// Those answered by a statement that speaks for an actor of gold's state, or as in gold for nobody.
    pub speaks_for: Share,
    /// Those answered by a statement of gold's day, or as in gold of none.
    pub said_on: Share,
    /// Speakers, principals and days that are other than gold's. Those of attributions that no statement answers are
    /// not here: they are among the misses.
    pub misread: Vec<Miss>,
    /// Where the actors stand, and what happened.
    pub stands: SeedStands,
}

/// A gold attribution that was not found, and the nearest thing to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedMiss {
    /// Gold.
    pub gold: SeedWords,
    /// The predicted statement that shares most of its content, if any shares some.
    pub nearest: Option<SeedWords>,
    /// Which of `"source"`, `"content"` and `"parent"` the nearest one has wrong.
    pub wrong: Vec<&'static str>,
}

/// An attribution in words; the pieces of a part are joined by " … ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedWords {
    /// Gold's id or the statement's.
    pub id: String,
    /// Who speaks.
    pub source: String,
    /// The words of saying.
    pub cue: String,
    /// What is attributed.
    pub content: String,
    /// The id of the one around it.
    pub parent: Option<String>,
}

/// Compares a reading of the seed article with its gold.
///
/// Statements that have source and content right are paired off first; what is left is paired by how much of
/// their contents they share, which is where misses get their nearest statement from. A child counts as rightly
/// placed under a parent that was found only nearly: the parent's fault is counted there.
///
/// # Errors
/// When the reading is of another text.
pub fn compare_seed(seed: &Seed, reading: &WireReading) -> Result<SeedReport, EvalError> {
    if seed.article.text.as_str() != reading.article.text {
        return Err(EvalError::new(EvalErrorKind::OtherText(seed.article.id.clone())));
    }
    Ok(Comparison::new(seed, reading).report())
}

struct Comparison<'a> {
    seed: &'a Seed,
    reading: &'a WireReading,
    words: Words,
    units: Units,
    gold: Vec<Measured>,
    predicted: Vec<Measured>,
    /// For each gold attribution the statement that answers it, exactly or nearly.
    answers: Vec<Option<usize>>,
}

/// Who speaks, for whom or when, of a gold attribution and the statement that answers it.
struct Role {
    part: &'static str,
    right: bool,
    gold: Option<String>,
    predicted: Option<String>,
}

impl<'a> Comparison<'a> {
    fn new(seed: &'a Seed, reading: &'a WireReading) -> Comparison<'a> {
        let units = Units::new(&reading.article.text);
        let gold: Vec<Measured> = seed.attributions.iter().map(|a| units.measured(&plain(a))).collect();
        let predicted: Vec<Measured> =
            reading.statements.iter().map(|s| units.measured(&Attribution::predicted(s))).collect();
        let answers = answers(&gold, &predicted);
        let words = Words::new(&reading.article.text);
        Comparison { seed, reading, words, units, gold, predicted, answers }
    }

    fn report(&self) -> SeedReport {
        let (mut found, mut misses) = (Vec::new(), Vec::new());
        for (i, attribution) in self.seed.attributions.iter().enumerate() {
            let wrong = self.wrong(i);
            if self.answers[i].is_some() && wrong.is_empty() {
                found.push(attribution.id.clone());
            } else {
                let nearest = self.answers[i].map(|j| self.statement_words(&self.reading.statements[j]));
                misses.push(SeedMiss { gold: self.gold_words(attribution), nearest, wrong });
            }
        }
        let extras = (0..self.predicted.len()).filter(|j| !self.answers.contains(&Some(*j)));
        let extras = extras.map(|j| self.statement_words(&self.reading.statements[j])).collect();
        let report = SeedReport {
            words: self.units.words(),
            gold: self.gold.len(),
            found,
            misses,
            extras,
            speaker: Share::default(),
            speaks_for: Share::default(),
            said_on: Share::default(),
            misread: Vec::new(),
            stands: stands::compare(self.seed, self.reading),
        };
        self.judge_roles(report)
    }

    /// Fills in who speaks, for whom, and when.
    fn judge_roles(&self, mut report: SeedReport) -> SeedReport {
        for (gold, answer) in self.seed.attributions.iter().zip(&self.answers) {
            let roles = answer.map(|answer| self.roles(gold, &self.reading.statements[answer]));
            let [speaker, speaks_for, said_on] =
                roles.as_ref().map_or([false; 3], |roles| roles.each_ref().map(|r| r.right));
            report.speaker.count(speaker);
            report.speaks_for.count(speaks_for);
            report.said_on.count(said_on);
            let wrong = roles.into_iter().flatten().filter(|role| !role.right);
            report.misread.extend(wrong.map(|role| self.misread(role, gold)));
        }
        report
    }

    fn roles(&self, gold: &SeedAttribution, statement: &WireStatement) -> [Role; 3] {
        let actor =
            |id: &Option<String>| self.reading.actors.iter().find(|actor| Some(&actor.id) == id.as_ref());
        let (speaker, principal) = (actor(&statement.speaker), actor(&statement.speaks_for));
        let name = |actor: Option<&WireActor>| actor.map(|actor| actor.name.clone());
        [
            Role {
                part: "speaker",
                right: named(gold.speaker.as_deref(), speaker),
                gold: gold.speaker.clone(),
                predicted: name(speaker),
            },
            Role {
                part: "speaks_for",
                right: of_state(gold.speaks_for.as_deref(), principal),
                gold: gold.speaks_for.clone(),
                predicted: name(principal),
            },
            Role {
                part: "said_on",
                right: gold.said_on == statement.said_on,
                gold: gold.said_on.clone(),
                predicted: statement.said_on.clone(),
            },
        ]
    }

    fn misread(&self, role: Role, gold: &SeedAttribution) -> Miss {
        Miss {
            part: role.part,
            article: self.seed.article.id.clone(),
            id: Some(gold.id.clone()),
            place: gold.source.first().copied().unwrap_or_default(),
            words: self.words.at(&gold.source),
            gold: role.gold,
            predicted: role.predicted,
            context: self.words.at(&gold.content),
        }
    }

    /// What the statement that answers gold attribution `i` has wrong.
    fn wrong(&self, i: usize) -> Vec<&'static str> {
        let Some(j) = self.answers[i] else { return Vec::new() };
        let (gold, predicted) = (&self.gold[i], &self.predicted[j]);
        let checks = [
            ("source", gold.source.characters == predicted.source.characters),
            ("content", gold.content.characters == predicted.content.characters),
            ("parent", self.parent_right(i, j)),
        ];
        checks.iter().filter(|(_, right)| !right).map(|(part, _)| *part).collect()
    }

    fn parent_right(&self, i: usize, j: usize) -> bool {
        let within = self.reading.statements[j].within.as_deref();
        let Some(parent) = self.seed.attributions[i].parent.as_deref() else { return within.is_none() };
        let parent = self.seed.attributions.iter().position(|a| a.id == parent);
        let answer = parent.and_then(|parent| self.answers[parent]);
        answer.is_some_and(|answer| within == Some(&self.reading.statements[answer].id))
    }

    fn gold_words(&self, gold: &SeedAttribution) -> SeedWords {
        self.in_words(&plain(gold), gold.parent.clone())
    }

    fn statement_words(&self, statement: &WireStatement) -> SeedWords {
        self.in_words(&Attribution::predicted(statement), statement.within.clone())
    }

    fn in_words(&self, attribution: &Attribution, parent: Option<String>) -> SeedWords {
        SeedWords {
            id: attribution.id.clone(),
            source: self.words.at(&attribution.source),
            cue: self.words.at(&attribution.cue),
            content: self.words.at(&attribution.content),
            parent,
        }
    }
}

/// Whether `actor` has gold's name, or both are nobody.
fn named(gold: Option<&str>, actor: Option<&WireActor>) -> bool {
    gold.map(str::to_lowercase) == actor.map(|actor| actor.name.to_lowercase())
}

/// Whether `actor` is of gold's state, or both are nobody.
fn of_state(gold: Option<&str>, actor: Option<&WireActor>) -> bool {
    match (gold, actor) {
        (Some(gold), Some(actor)) => actor.state.as_deref() == Some(gold),
        (gold, actor) => gold.is_none() && actor.is_none(),
    }
}

fn plain(gold: &SeedAttribution) -> Attribution {
    Attribution {
        id: gold.id.clone(),
        source: gold.source.clone(),
        cue: gold.cue.clone(),
        content: gold.content.clone(),
        confidence: None,
    }
}

fn answers(gold: &[Measured], predicted: &[Measured]) -> Vec<Option<usize>> {
    let mut answers = vec![None; gold.len()];
    let mut free: Vec<usize> = (0..predicted.len()).collect();
    for (answer, g) in answers.iter_mut().zip(gold) {
        let exact = |j: &usize| same(g, &predicted[*j]);
        if let Some(at) = free.iter().position(exact) {
            *answer = Some(free.remove(at));
        }
    }
    let open: Vec<usize> = (0..gold.len()).filter(|&i| answers[i].is_none()).collect();
    let open_gold: Vec<&Measured> = open.iter().map(|&i| &gold[i]).collect();
    let free_predicted: Vec<&Measured> = free.iter().map(|&j| &predicted[j]).collect();
    for pair in greedy(&open_gold, &free_predicted) {
        answers[open[pair.gold]] = Some(free[pair.predicted]);
    }
    answers
}

fn same(gold: &Measured, predicted: &Measured) -> bool {
    gold.source.characters == predicted.source.characters
        && gold.content.characters == predicted.content.characters
}

impl fmt::Display for SeedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {} found, {} extra", self.found.len(), self.gold, self.extras.len())?;
        for SeedMiss { gold, nearest, wrong } in &self.misses {
            writeln!(f, "missed  {gold}")?;
            match nearest {
                Some(nearest) => writeln!(f, "nearest {nearest}\n        wrong: {}", wrong.join(", "))?,
                None => writeln!(f, "        nothing shares a word of its content")?,
            }
        }
        self.extras.iter().try_for_each(|extra| writeln!(f, "extra   {extra}"))?;
        let SeedReport { speaker, speaks_for, said_on, .. } = self;
        writeln!(f, "speaker {speaker} right, speaks_for {speaks_for}, said_on {said_on}")?;
        self.misread.iter().try_for_each(|miss| writeln!(f, "wrong   {} of {miss}", miss.part))?;
        write!(f, "{}", self.stands)
    }
}

impl fmt::Display for SeedWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SeedWords { id, source, cue, content, parent } = self;
        write!(f, "{id}")?;
        if let Some(parent) = parent {
            write!(f, " in {parent}")?;
        }
        write!(f, ": [{source}] [{cue}] [{content}]")
    }
}
