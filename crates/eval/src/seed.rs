//! Does the worked example come out right?

use std::fmt;

use sayso_wire::{WireReading, WireStatement};

use crate::corpora::{Seed, SeedAttribution};
use crate::document::{Attribution, Place};
use crate::error::{EvalError, EvalErrorKind};
use crate::matching::greedy;
use crate::units::{Measured, Units};

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
    text: Vec<char>,
    units: Units,
    gold: Vec<Measured>,
    predicted: Vec<Measured>,
    /// For each gold attribution the statement that answers it, exactly or nearly.
    answers: Vec<Option<usize>>,
}

impl<'a> Comparison<'a> {
    fn new(seed: &'a Seed, reading: &'a WireReading) -> Comparison<'a> {
        let units = Units::new(&reading.article.text);
        let gold: Vec<Measured> = seed.attributions.iter().map(|a| units.measured(&plain(a))).collect();
        let predicted: Vec<Measured> =
            reading.statements.iter().map(|s| units.measured(&Attribution::predicted(s))).collect();
        let answers = answers(&gold, &predicted);
        let text = reading.article.text.chars().collect();
        Comparison { seed, reading, text, units, gold, predicted, answers }
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
        SeedReport { words: self.units.words(), gold: self.gold.len(), found, misses, extras }
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
        self.words(&plain(gold), gold.parent.clone())
    }

    fn statement_words(&self, statement: &WireStatement) -> SeedWords {
        self.words(&Attribution::predicted(statement), statement.within.clone())
    }

    fn words(&self, attribution: &Attribution, parent: Option<String>) -> SeedWords {
        let words = |places: &[Place]| {
            let piece = |&[start, end]: &Place| -> String {
                self.text.iter().skip(start as usize).take((end - start) as usize).collect()
            };
            places.iter().map(piece).collect::<Vec<_>>().join(" … ")
        };
        SeedWords {
            id: attribution.id.clone(),
            source: words(&attribution.source),
            cue: words(&attribution.cue),
            content: words(&attribution.content),
            parent,
        }
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
        self.extras.iter().try_for_each(|extra| writeln!(f, "extra   {extra}"))
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
