//! Does the worked example show where the actors stand, and what happened?

use std::fmt;

use sayso_wire::{WireEvent, WirePosition, WireReading};

use crate::corpora::{GoldEvent, GoldPosition, Seed};
use crate::document::{Place, places};
use crate::events;
use crate::holders::{Likeness, is_same_name, likeness};
use crate::miss::Miss;
use crate::overlap::{Overlap, in_turn};
use crate::positions::{gold_in_words, predicted_in_words};
use crate::share::Share;
use crate::words::Words;

/// What a reading of the seed article has right of its positions and events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeedStands {
    /// Gold positions with a predicted one of the same holder and stance that covers half of their evidence.
    pub positions: Share,
    /// Gold positions without such a one: what they are, what covers most of their evidence, what that has wrong.
    pub missed_positions: Vec<SeedStandMiss>,
    /// Predicted positions that are none of gold's; one that is nearly gold's is one of them.
    pub extra_positions: Vec<String>,
    /// Gold events with a predicted one of the same type that covers half of their evidence.
    pub events: Share,
    /// Those found of gold's day, or as in gold of none.
    pub dates: Share,
    /// Those found at gold's place, or as in gold at none.
    pub places: Share,
    /// Those found of gold's status.
    pub statuses: Share,
    /// Gold events that are not found.
    pub missed_events: Vec<String>,
    /// Predicted events that are none of gold's.
    pub extra_events: Vec<String>,
    /// What is other than gold's in what was found: act and condition; day, place, status and mode.
    pub misread: Vec<Miss>,
}

/// A gold position that was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedStandMiss {
    /// Gold, in words.
    pub gold: String,
    /// The predicted one that shares most of its evidence, if any shares some.
    pub nearest: Option<String>,
    /// Which of `"holder"`, `"stance"` and `"evidence"` the nearest one has wrong.
    pub wrong: Vec<&'static str>,
}

/// Compares positions and events; the text is the seed's.
pub(super) fn compare(seed: &Seed, reading: &WireReading) -> SeedStands {
    let comparison = Comparison { seed, reading, words: Words::new(&reading.article.text) };
    let mut stands = SeedStands::default();
    comparison.positions(&mut stands);
    comparison.events(&mut stands);
    stands
}

struct Comparison<'a> {
    seed: &'a Seed,
    reading: &'a WireReading,
    words: Words,
}

/// Something that was found, as gold and the reader have it.
struct Part {
    name: &'static str,
    right: bool,
    gold: Option<String>,
    predicted: Option<String>,
}

impl Comparison<'_> {
    fn positions(&self, stands: &mut SeedStands) {
        let (gold, predicted) = (&self.seed.positions, &self.reading.positions);
        let fit = |i: usize, j: usize| {
            let overlap = Overlap::of(&gold[i].evidence, &places(&predicted[j].evidence));
            self.wrong(&gold[i], &predicted[j]).is_empty().then(|| overlap.jaccard())
        };
        let answers = in_turn(gold.len(), predicted.len(), fit);
        for (gold, answer) in gold.iter().zip(&answers) {
            stands.positions.count(answer.is_some());
            match answer {
                Some(j) => self.misread_position(gold, &predicted[*j], stands),
                None => stands.missed_positions.push(self.missed(gold)),
            }
        }
        let extras = predicted.iter().enumerate().filter(|(j, _)| !answers.contains(&Some(*j)));
        stands.extra_positions = extras.map(|(_, position)| self.predicted_position(position)).collect();
    }

    /// What of holder, stance and evidence is not gold's.
    fn wrong(&self, gold: &GoldPosition, predicted: &WirePosition) -> Vec<&'static str> {
        let overlap = Overlap::of(&gold.evidence, &places(&predicted.evidence));
        let checks = [
            ("holder", likeness(gold, predicted, self.reading) > Likeness::None),
            ("stance", gold.stance == predicted.stance),
            ("evidence", overlap.half()),
        ];
        checks.iter().filter(|(_, right)| !right).map(|(part, _)| *part).collect()
    }

    fn missed(&self, gold: &GoldPosition) -> SeedStandMiss {
        let shares =
            |position: &&WirePosition| Overlap::of(&gold.evidence, &places(&position.evidence)).jaccard();
        let near = self.reading.positions.iter().filter(|position| shares(position) > 0.0);
        let nearest = near.max_by(|a, b| shares(a).total_cmp(&shares(b)));
        SeedStandMiss {
            gold: self.line(gold.id.as_deref(), &gold_in_words(gold), &gold.evidence),
            nearest: nearest.map(|position| self.predicted_position(position)),
            wrong: nearest.map_or(Vec::new(), |position| self.wrong(gold, position)),
        }
    }

    fn predicted_position(&self, position: &WirePosition) -> String {
        let words = predicted_in_words(position, self.reading);
        self.line(Some(&position.id), &words, &places(&position.evidence))
    }

    fn line(&self, id: Option<&str>, what: &str, evidence: &[Place]) -> String {
        format!("{} {what} [{}]", id.unwrap_or("-"), self.words.at(evidence))
    }

    fn misread_position(&self, gold: &GoldPosition, predicted: &WirePosition, stands: &mut SeedStands) {
        let condition = places(&predicted.condition);
        let words = |places: &[Place]| (!places.is_empty()).then(|| self.words.at(places));
        let is_met = match gold.condition.is_empty() {
            true => condition.is_empty(),
            false => Overlap::of(&gold.condition, &condition).half(),
        };
        let parts = [
            Part {
                name: "act",
                right: gold.act == predicted.act,
                gold: Some(gold.act.clone()),
                predicted: Some(predicted.act.clone()),
            },
            Part {
                name: "condition",
                right: is_met,
                gold: words(&gold.condition),
                predicted: words(&condition),
            },
        ];
        stands.misread.extend(self.misses(parts, gold.id.as_deref(), &gold.evidence));
    }

    fn events(&self, stands: &mut SeedStands) {
        let (gold, predicted) = (&self.seed.events, &self.reading.events);
        let answers = events::answers(gold, predicted);
        for (gold, answer) in gold.iter().zip(&answers) {
            stands.events.count(answer.is_some());
            let parts = answer.map(|j| self.event_parts(gold, &predicted[j]));
            let [date, place, status, _] =
                parts.as_ref().map_or([false; 4], |parts| parts.each_ref().map(|part| part.right));
            stands.dates.count(date);
            stands.places.count(place);
            stands.statuses.count(status);
            match parts {
                Some(parts) => stands.misread.extend(self.misses(parts, gold.id.as_deref(), &gold.evidence)),
                None => {
                    let what = format!("{}, {}", gold.kind, gold.status);
                    stands.missed_events.push(self.line(gold.id.as_deref(), &what, &gold.evidence));
                }
            }
        }
        let extras = predicted.iter().enumerate().filter(|(j, _)| !answers.contains(&Some(*j)));
        let line = |event: &WireEvent| {
            let what = format!("{}, {}", event.kind, event.status);
            self.line(Some(&event.id), &what, &places(&event.evidence))
        };
        stands.extra_events = extras.map(|(_, event)| line(event)).collect();
    }

    fn event_parts(&self, gold: &GoldEvent, predicted: &WireEvent) -> [Part; 4] {
        let part = |name, gold: Option<&String>, predicted: Option<&String>| Part {
            name,
            right: gold == predicted,
            gold: gold.cloned(),
            predicted: predicted.cloned(),
        };
        let mut place = part("place", gold.place.as_ref(), predicted.place.as_ref());
        place.right = match (&gold.place, &predicted.place) {
            (Some(gold), Some(predicted)) => self.is_place(gold, predicted),
            (gold, predicted) => gold.is_none() && predicted.is_none(),
        };
        [
            part("date", gold.date.as_ref(), predicted.date.as_ref()),
            place,
            part("status", Some(&gold.status), Some(&predicted.status)),
            part("mode", gold.mode.as_ref(), predicted.mode.as_ref()),
        ]
    }

    /// Whether the words are the place's name, or mention the actor of that name: "Britain" is the United Kingdom.
    fn is_place(&self, gold: &str, predicted: &str) -> bool {
        let called = |actor: &&sayso_wire::WireActor| is_same_name(&actor.name, gold);
        let mut mentions =
            self.reading.actors.iter().filter(called).flat_map(|actor| places(&actor.mentions));
        is_same_name(gold, predicted)
            || mentions.any(|mention| is_same_name(&self.words.at(&[mention]), predicted))
    }

    fn misses<const N: usize>(&self, parts: [Part; N], id: Option<&str>, evidence: &[Place]) -> Vec<Miss> {
        let wrong = parts.into_iter().filter(|part| !part.right);
        let miss = |part: Part| Miss {
            part: part.name,
            article: self.seed.article.id.clone(),
            id: id.map(str::to_owned),
            place: evidence.first().copied().unwrap_or_default(),
            words: self.words.at(evidence),
            gold: part.gold,
            predicted: part.predicted,
            context: String::new(),
        };
        wrong.map(miss).collect()
    }
}

impl fmt::Display for SeedStands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "positions {} found, {} extra", self.positions, self.extra_positions.len())?;
        for SeedStandMiss { gold, nearest, wrong } in &self.missed_positions {
            writeln!(f, "missed  {gold}")?;
            match nearest {
                Some(nearest) => writeln!(f, "nearest {nearest}\n        wrong: {}", wrong.join(", "))?,
                None => writeln!(f, "        nothing shares a character of its evidence")?,
            }
        }
        self.extra_positions.iter().try_for_each(|extra| writeln!(f, "extra   {extra}"))?;
        let SeedStands { events, dates, places, statuses, extra_events, .. } = self;
        writeln!(
            f,
            "events {events} found, {} extra; date {dates}, place {places}, status {statuses}",
            extra_events.len()
        )?;
        self.missed_events.iter().try_for_each(|missed| writeln!(f, "missed  {missed}"))?;
        extra_events.iter().try_for_each(|extra| writeln!(f, "extra   {extra}"))?;
        self.misread.iter().try_for_each(|miss| writeln!(f, "wrong   {} of {miss}", miss.part))
    }
}
