//! Is it known who speaks, and for whom?
//!
//! Judged where a statement was found: a predicted one, at any depth, whose cue overlaps gold's and whose content has at
//! least half of its words in common with gold's (Jaccard). An actor of gold is known by the places of its names. The
//! speaker is right when
//!
//! - gold and prediction both have nobody, or
//! - the predicted actor has a mention at one of the names of gold's, and at no other actor's names has it more. Of
//!   people without a name ("officials", "a source") the first is enough: what they are called is all that is known.

mod pronouns;
mod report;

use std::collections::HashMap;

use sayso_wire::{WireActor, WireReading, WireStatement};

use crate::corpora::{GoldActor, GoldSpeaker, SpeakerArticle};
use crate::document::{Attribution, Place, places};
use crate::error::{EvalError, EvalErrorKind};
use crate::miss::Miss;
use crate::share::Share;
use crate::units::{Covered, Units};
use crate::words::Words;

use pronouns::is_pronoun;
use report::SPEAKER;
pub use report::SpeakerReport;

/// Compares the speakers of `reading` with gold of the same article.
///
/// # Errors
/// When the reading is of another text.
pub fn compare_speakers(gold: &SpeakerArticle, reading: &WireReading) -> Result<SpeakerReport, EvalError> {
    if gold.article.text != reading.article.text {
        return Err(EvalError::new(EvalErrorKind::OtherText(gold.article.id.clone())));
    }
    Ok(Comparison::new(gold, reading).report())
}

struct Comparison<'a> {
    gold: &'a SpeakerArticle,
    reading: &'a WireReading,
    actors: HashMap<&'a str, &'a WireActor>,
    contents: Vec<Covered>,
    units: Units,
    words: Words,
}

/// A gold attribution, and who speaks in it.
#[derive(Clone, Copy)]
struct Said<'a> {
    attribution: &'a Attribution,
    gold: &'a GoldSpeaker,
    speaker: Option<&'a GoldActor>,
}

impl<'a> Comparison<'a> {
    fn new(gold: &'a SpeakerArticle, reading: &'a WireReading) -> Comparison<'a> {
        let units = Units::new(&gold.article.text);
        let contents = reading.statements.iter().map(|s| units.covered(&places(&s.content))).collect();
        let actors = reading.actors.iter().map(|actor| (actor.id.as_str(), actor)).collect();
        Comparison { gold, reading, actors, contents, units, words: Words::new(&gold.article.text) }
    }

    fn report(&self) -> SpeakerReport {
        let mut report = SpeakerReport { words: self.units.words(), ..SpeakerReport::default() };
        for gold in &self.gold.gold.speakers {
            let attribution = self.gold.article.attributions.iter().find(|a| a.id == gold.attribution);
            let answer = attribution.and_then(|attribution| self.answer(attribution));
            report.found.count(answer.is_some());
            if let (Some(attribution), Some(statement)) = (attribution, answer) {
                let speaker = self.gold.gold.actor(gold.speaker.as_deref());
                self.judge(Said { attribution, gold, speaker }, statement, &mut report);
            }
        }
        report
    }

    /// The statement that answers a gold attribution; of equals the first.
    fn answer(&self, gold: &Attribution) -> Option<&'a WireStatement> {
        let content = self.units.covered(&gold.content);
        let mut best: Option<((f64, f64), &WireStatement)> = None;
        for (statement, covered) in self.reading.statements.iter().zip(&self.contents) {
            let words = content.words.jaccard(&covered.words);
            if words < 0.5 || !overlap(&gold.cue, &places(&statement.cue)) {
                continue;
            }
            let fit = (words, content.characters.jaccard(&covered.characters));
            if best.is_none_or(|(other, _)| fit > other) {
                best = Some((fit, statement));
            }
        }
        best.map(|(_, statement)| statement)
    }

    fn judge(&self, said: Said<'_>, statement: &WireStatement, report: &mut SpeakerReport) {
        let speaker = self.actor(statement.speaker.as_deref());
        let right = self.speaker_right(said.speaker, speaker);
        report.right.count(right);
        self.group(said, report).count(right);
        match said.speaker {
            Some(_) => report.silent.count(speaker.is_none()),
            None => report.invented.count(speaker.is_some()),
        }
        if !right {
            let gold = said.speaker.map(|actor| self.name(actor));
            let predicted = speaker.map(|actor| actor.name.clone());
            report.misses.push(self.miss(SPEAKER, said, gold, predicted));
            return;
        }
        self.judge_principal(said, statement, report);
        if let (Some(gold), Some(speaker)) = (said.speaker, speaker) {
            let right = gold.kind == speaker.kind;
            report.kind.count(right);
            if !right {
                let kinds = (Some(gold.kind.clone()), Some(speaker.kind.clone()));
                report.misses.push(self.miss("kind", said, kinds.0, kinds.1));
            }
        }
    }

    fn judge_principal(&self, said: Said<'_>, statement: &WireStatement, report: &mut SpeakerReport) {
        let gold = self.gold.gold.actor(said.gold.speaks_for.as_deref());
        let predicted = self.actor(statement.speaks_for.as_deref());
        let right = match (gold, predicted) {
            (None, None) => true,
            (Some(gold), Some(predicted)) => {
                meetings(predicted, gold) > 0 || gold.state.is_some() && gold.state == predicted.state
            }
            _ => false,
        };
        report.speaks_for.count(right);
        if !right {
            let stated = |name: String, state: &Option<String>| match state {
                Some(state) => format!("{name} ({state})"),
                None => name,
            };
            let gold = gold.map(|actor| stated(self.name(actor), &actor.state));
            let predicted = predicted.map(|actor| stated(actor.name.clone(), &actor.state));
            report.misses.push(self.miss("speaks_for", said, gold, predicted));
        }
    }

    fn speaker_right(&self, gold: Option<&GoldActor>, predicted: Option<&WireActor>) -> bool {
        let (gold, predicted) = match (gold, predicted) {
            (None, None) => return true,
            (Some(gold), Some(predicted)) => (gold, predicted),
            _ => return false,
        };
        let met = meetings(predicted, gold);
        let nameless = matches!(gold.kind.as_str(), "group" | "unknown");
        met > 0 && (nameless || self.gold.gold.actors.iter().all(|other| meetings(predicted, other) <= met))
    }

    /// Where an attribution is counted by the form of its source.
    fn group<'r>(&self, said: Said<'_>, report: &'r mut SpeakerReport) -> &'r mut Share {
        let source = &said.attribution.source;
        let held = |name: &Place| source.iter().any(|place| place[0] <= name[0] && name[1] <= place[1]);
        if is_pronoun(&self.words.at(source)) {
            &mut report.pronouns
        } else if said.speaker.is_some_and(|actor| actor.names.iter().any(held)) {
            &mut report.names
        } else {
            &mut report.others
        }
    }

    fn actor(&self, id: Option<&str>) -> Option<&'a WireActor> {
        self.actors.get(id?).copied()
    }

    /// An actor's first name in the text.
    fn name(&self, actor: &GoldActor) -> String {
        self.words.at(actor.names.get(..1).unwrap_or_default())
    }

    fn miss(
        &self,
        part: &'static str,
        said: Said<'_>,
        gold: Option<String>,
        predicted: Option<String>,
    ) -> Miss {
        let Attribution { id, source, cue, .. } = said.attribution;
        let place = source.first().or(cue.first()).copied().unwrap_or_default();
        Miss {
            part,
            article: self.gold.article.id.clone(),
            id: Some(id.clone()),
            place,
            words: self.words.at(source),
            gold,
            predicted,
            context: self.words.around(place, 160, 80),
        }
    }
}

/// How many mentions of `actor` lie, in part at least, at names of `gold`.
fn meetings(actor: &WireActor, gold: &GoldActor) -> usize {
    let mentions = places(&actor.mentions);
    mentions.iter().filter(|mention| overlap(&[**mention], &gold.names)).count()
}

fn overlap(some: &[Place], others: &[Place]) -> bool {
    some.iter().any(|a| others.iter().any(|b| a[0] < b[1] && b[0] < a[1]))
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Actor, ActorId, ActorKind, Kind, Modality, Reading, Span, Statement, StatementId};

    use super::*;
    use crate::corpora::SpeakerGold;

    const TEXT: &str = "“Özil” met Reed. He said it rains. Critics said no. It is said that he won.";

    fn gold() -> SpeakerArticle {
        let article = format!(
            r#"{{"id":"d","publisher":"bugle","date":"2031-04-05","title":"","text":"{TEXT}","attributions":[
                {{"id":"E1","source":[[17,19]],"cue":[[20,24]],"content":[[25,33]]}},
                {{"id":"E2","source":[[35,42]],"cue":[[43,47]],"content":[[48,50]]}},
                {{"id":"E3","source":[],"cue":[[52,62]],"content":[[63,74]]}}]}}"#
        );
        let gold = r#"{"id":"d","actors":[
            {"id":"x1","kind":"person","state":"DEU","names":[[1,5]]},
            {"id":"x2","kind":"person","state":null,"names":[[11,15]]},
            {"id":"x3","kind":"group","state":null,"names":[[35,42]]}],
            "speakers":[{"attribution":"E1","speaker":"x2","speaks_for":"x1"},
                        {"attribution":"E2","speaker":"x3","speaks_for":null},
                        {"attribution":"E3","speaker":null,"speaks_for":null}]}"#;
        let gold: SpeakerGold = serde_json::from_str(gold).unwrap();
        SpeakerArticle { article: serde_json::from_str(&article).unwrap(), gold }
    }

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start as u32, (start + words.len()) as u32)
    }

    fn actor(kind: ActorKind, mentions: &[&str]) -> Actor {
        let mentions: Vec<Span> = mentions.iter().map(|words| span(words)).collect();
        let name = TEXT[mentions[0].range()].to_owned();
        Actor { id: ActorId(0), key: None, name, kind, state: None, role: None, mentions }
    }

    fn said(cue: &str, content: &str, speaker: Option<u32>, speaks_for: Option<u32>) -> Statement {
        Statement {
            id: StatementId(0),
            kind: Kind::Indirect,
            source: Vec::new(),
            cue: vec![span(cue)],
            content: vec![span(content)],
            within: None,
            speaker: speaker.map(ActorId),
            speaks_for: speaks_for.map(ActorId),
            said_on: None,
            modality: Modality::default(),
            confidence: 1.0,
        }
    }

    /// All as gold has it.
    fn right() -> (Vec<Statement>, Vec<Actor>) {
        let state = "DEU".parse().ok();
        let statements = vec![
            said("said it", "it rains", Some(1), Some(0)),
            said("said no", "no. It", Some(2), None),
            said("is said", "that he won", None, None),
        ];
        let actors = vec![
            Actor { state, ..actor(ActorKind::Person, &["Özil"]) },
            actor(ActorKind::Person, &["Reed", "He said"]),
            actor(ActorKind::Group, &["Critics"]),
        ];
        (statements, actors)
    }

    fn report(spoil: impl Fn(&mut Vec<Statement>, &mut Vec<Actor>)) -> SpeakerReport {
        let gold = gold();
        let (mut statements, mut actors) = right();
        spoil(&mut statements, &mut actors);
        for (number, actor) in actors.iter_mut().enumerate() {
            actor.id = ActorId(number as u32);
        }
        let reading = Reading {
            article: gold.article.article(),
            statements,
            positions: vec![],
            events: vec![],
            actors,
            notes: Vec::new(),
        };
        compare_speakers(&gold, &WireReading::from(&reading)).unwrap()
    }

    fn share(part: usize, of: usize) -> Share {
        Share { part, of }
    }

    #[test]
    fn all_right() {
        let report = report(|_, _| ());
        assert_eq!((report.found, report.right), (share(3, 3), share(3, 3)));
        assert_eq!((report.pronouns, report.names, report.others), (share(1, 1), share(1, 1), share(1, 1)));
        assert_eq!((report.silent, report.invented), (share(0, 2), share(0, 1)));
        assert_eq!((report.speaks_for, report.kind, report.misses), (share(3, 3), share(2, 2), Vec::new()));
    }

    #[test]
    fn what_is_not_found_is_not_judged() {
        let report = report(|statements, _| {
            statements[0].content = vec![span("rains")];
            statements[1].cue = Vec::new();
            statements.remove(2);
        });
        assert_eq!((report.found, report.right), (share(1, 3), share(1, 1)), "half of the words are enough");
        let nothing = self::report(|statements, _| statements.clear());
        assert_eq!((nothing.found, nothing.right, nothing.right.value()), (share(0, 3), share(0, 0), 0.0));
        assert!(nothing.misses.is_empty());
    }

    #[test]
    fn of_two_that_fit_the_nearer_content_answers() {
        let report = report(|statements, _| {
            let inexact = said("said it", "rains", Some(0), None);
            statements.insert(0, inexact.clone());
            statements.push(inexact);
        });
        assert_eq!(report.right, share(3, 3));
    }

    #[test]
    fn the_wrong_speaker_is_told_in_words() {
        let report = report(|statements, _| {
            statements[0].speaker = Some(ActorId(0));
            statements[1].speaker = None;
            statements[2].speaker = Some(ActorId(1));
        });
        assert_eq!((report.right, report.silent, report.invented), (share(0, 3), share(1, 2), share(1, 1)));
        assert_eq!((report.speaks_for, report.kind), (share(0, 0), share(0, 0)));
        let expected = "\
0 of 3 right: 0 of 1 pronouns, 0 of 1 names, 0 of 1 others
wrong   d E1 [He]: Reed, not Özil
wrong   d E2 [Critics]: Critics, not nothing
wrong   d E3 []: nothing, not Reed
";
        assert_eq!(report.to_string(), expected);
        assert_eq!((report.misses[2].place, report.misses[2].context.as_str()), ([52, 62], TEXT));
    }

    #[test]
    fn two_people_taken_for_one_are_the_one_they_are_more_often() {
        // A record that holds both is as good as right while neither is named more.
        let both = |statements: &mut Vec<Statement>, actors: &mut Vec<Actor>| {
            statements[0].speaker = Some(ActorId(3));
            actors.push(actor(ActorKind::Person, &["Reed", "Özil"]));
        };
        assert_eq!(report(both).right, share(3, 3));
        let more = |statements: &mut Vec<Statement>, actors: &mut Vec<Actor>| {
            both(statements, actors);
            actors[3].mentions.push(span("Ö"));
        };
        assert_eq!(report(more).right, share(2, 3));
    }

    #[test]
    fn those_without_a_name_need_one_meeting() {
        let report = report(|_, actors| actors[2].mentions.extend([span("Reed"), span("Reed.")]));
        assert_eq!(report.right, share(3, 3));
    }

    #[test]
    fn a_principal_is_right_by_its_names_or_its_state() {
        let state = |code: &str| code.parse().ok();
        let by = |mentions: &[&str], code: Option<&str>| {
            let report = report(|_, actors| {
                let state = code.and_then(state);
                actors[0] = Actor {
                    mentions: mentions.iter().map(|m| span(m)).collect(),
                    state,
                    ..actors[0].clone()
                };
            });
            report.speaks_for
        };
        assert_eq!(by(&["Özil"], Some("FRA")), share(3, 3));
        assert_eq!(by(&[], Some("DEU")), share(3, 3));
        assert_eq!(by(&["rains"], Some("FRA")), share(2, 3));
        assert_eq!(by(&[], None), share(2, 3));
        let missed = report(|statements, _| statements[0].speaks_for = None);
        assert_eq!(missed.misses[0].to_string(), "d E1 [He]: Özil (DEU), not nothing");
        let extra = report(|statements, _| statements[2].speaks_for = Some(ActorId(1)));
        assert_eq!(extra.misses[0].to_string(), "d E3 []: nothing, not Reed");
    }

    #[test]
    fn kinds_are_compared_where_the_speaker_is_right() {
        let report = report(|_, actors| actors[1].kind = ActorKind::Unknown);
        assert_eq!((report.right, report.kind), (share(3, 3), share(1, 2)));
        assert_eq!(report.misses[0].to_string(), "d E1 [He]: person, not unknown");
    }

    #[test]
    fn another_text_is_refused() {
        let mut gold = gold();
        let (statements, actors) = right();
        let reading = Reading {
            article: gold.article.article(),
            statements,
            positions: vec![],
            events: vec![],
            actors,
            notes: Vec::new(),
        };
        gold.article.text.pop();
        assert!(compare_speakers(&gold, &WireReading::from(&reading)).is_err());
    }
}
