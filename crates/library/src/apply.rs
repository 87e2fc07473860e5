//! What does an article say once people have put it right?
//!
//! A pure function of the machine's reading and the corrections, applied in the order in which they were made, so that a
//! later one wins. A correction finds its statement or position by place: the one whose words share most with those that
//! were corrected, if that is half of them or more. One that finds nothing changes nothing and stays stored, since the next
//! model may find the statement again; only whole statements are put in where none was found.

use std::collections::{HashMap, HashSet};

use sayso_domain::{
    Actor, ActorId, ActorKind, Country, Kind, Modality, Position, PositionId, Reading, Span, Stance,
    Statement, StatementId,
};
use sayso_gazetteer::{Known, fold};
use sayso_text::CodePoints;

use crate::correction::{Correction, Field};
use crate::rows::spans_of;

/// All corrections in force, by what they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits {
    /// By article's name, in the order in which they were made.
    articles: HashMap<String, Vec<Correction>>,
    /// Which key became part of which.
    merges: HashMap<String, String>,
    /// Which key is shown under which name.
    names: HashMap<String, String>,
}

impl Edits {
    /// Those in force, oldest first.
    pub(crate) fn of(corrections: impl IntoIterator<Item = Correction>) -> Edits {
        let mut edits = Edits::default();
        for correction in corrections {
            let change = &correction.change;
            match (change.field, &change.subject, &change.after, &change.article) {
                (Field::Merge, Some(subject), Some(into), _) => {
                    edits.merges.insert(subject.clone(), into.clone());
                }
                (Field::Rename, Some(subject), Some(name), _) => {
                    edits.names.insert(subject.clone(), name.clone());
                }
                (_, _, _, Some(article)) => {
                    edits.articles.entry(article.clone()).or_default().push(correction);
                }
                _ => (),
            }
        }
        edits
    }

    /// The key that `key` is part of in the end. Two that were merged into one another stay where the chain began.
    pub(crate) fn merged<'a>(&'a self, key: &'a str) -> &'a str {
        let mut at = key;
        for _ in 0..self.merges.len() {
            match self.merges.get(at) {
                Some(into) if into != key => at = into,
                _ => break,
            }
        }
        at
    }

    /// The corrections of an article, in the order in which they were made.
    pub(crate) fn of_article(&self, name: &str) -> &[Correction] {
        self.articles.get(name).map_or(&[], Vec::as_slice)
    }
}

/// What people have looked at in a reading, and so needs no other look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    /// Statements that a correction is about.
    pub(crate) statements: HashSet<StatementId>,
    /// Positions that one is about, with the stance that the machine read.
    pub(crate) positions: HashMap<PositionId, Stance>,
}

/// Puts a reading right. What a person confirmed or put right as a whole (the content of a statement, anything of a
/// position) has confidence 1 afterwards.
pub(crate) fn apply(reading: &mut Reading, edits: &Edits) -> Touched {
    let mut touched = Touched::default();
    let corrections = edits.of_article(&reading.article.id);
    if !corrections.is_empty() {
        let code_points = CodePoints::new(&reading.article.text);
        for correction in corrections {
            let change = &correction.change;
            match (change.field, change.place, &change.subject) {
                (Field::Split, _, Some(subject)) => split(reading, subject, change.after.as_deref()),
                (field, Some(place), _) => {
                    let place = code_points.span(place.0..place.1);
                    let after = change.after.as_deref();
                    if let Some(place) = place {
                        at_place(reading, field, place, after, &code_points, &mut touched);
                    }
                }
                _ => (),
            }
        }
        renumber(reading, &mut touched);
    }
    for actor in &mut reading.actors {
        let Some(key) = actor.key.as_deref() else { continue };
        let key = edits.merged(key).to_owned();
        if let Some(name) = edits.names.get(&key) {
            actor.name.clone_from(name);
        } else if actor.key.as_ref() != Some(&key) {
            actor.name = name_of_key(&key).unwrap_or_else(|| actor.name.clone());
        }
        actor.key = Some(key);
    }
    touched
}

fn at_place(
    reading: &mut Reading,
    field: Field,
    place: Span,
    after: Option<&str>,
    code_points: &CodePoints,
    touched: &mut Touched,
) {
    let places = || -> Option<Vec<Span>> {
        let spans = spans_of(after.unwrap_or("[]"))?;
        spans.into_iter().map(|(start, end)| code_points.span(start..end)).collect()
    };
    if field.is_of_position() {
        let Some(at) = nearest(reading.positions.iter().map(|position| position.evidence.as_slice()), place)
        else {
            return;
        };
        let position = &reading.positions[at];
        touched.positions.entry(position.id).or_insert(position.stance);
        correct_position(reading, at, field, after, places);
        return;
    }
    let found = nearest(reading.statements.iter().map(|statement| statement.content.as_slice()), place);
    match (field, found) {
        (Field::Statement, None) => {
            if let Some(content) = places().filter(|content| !content.is_empty()) {
                touched.statements.insert(add_statement(reading, content));
            }
        }
        (_, Some(at)) => {
            touched.statements.insert(reading.statements[at].id);
            correct_statement(reading, at, field, after, places);
        }
        _ => (),
    }
}

/// The spans that share most with `place`, if that is enough.
pub(crate) fn nearest<'a>(all: impl Iterator<Item = &'a [Span]>, place: Span) -> Option<usize> {
    let ends = |span: Span| (span.start(), span.end());
    most_alike(all.map(|spans| spans.iter().copied().reduce(Span::join).map(ends)), ends(place))
}

/// Which of these places shares most with `place`: what both cover has to be half of what either does, or more. Places are
/// pairs of ends, in whatever unit.
pub(crate) fn most_alike(all: impl Iterator<Item = Option<(u32, u32)>>, place: (u32, u32)) -> Option<usize> {
    let share = |(start, end): (u32, u32)| {
        let shared = f64::from(end.min(place.1).saturating_sub(start.max(place.0)));
        shared / f64::from(end.max(place.1) - start.min(place.0)).max(1.0)
    };
    let shares = all.enumerate().filter_map(|(at, ends)| Some((at, share(ends?))));
    shares.filter(|(_, share)| *share >= 0.5).reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(at, _)| at)
}

fn correct_statement(
    reading: &mut Reading,
    at: usize,
    field: Field,
    after: Option<&str>,
    places: impl Fn() -> Option<Vec<Span>>,
) {
    match field {
        Field::Statement => match places() {
            Some(content) if content.is_empty() => reject_statement(reading, at),
            Some(content) => reading.statements[at].content = content,
            None => (),
        },
        Field::Source => {
            if let Some(source) = places() {
                reading.statements[at].source = source;
            }
        }
        Field::Cue => {
            if let Some(cue) = places() {
                reading.statements[at].cue = cue;
            }
        }
        Field::Speaker => {
            let speaker = after.map(|name| actor(reading, name));
            let before = reading.statements[at].speaker;
            // Whom a speaker speaks for elsewhere in the article, he speaks for here.
            let same = |other: &&Statement| speaker.is_some() && other.speaker == speaker;
            let principal = reading.statements.iter().find(same).and_then(|other| other.speaks_for);
            let statement = &mut reading.statements[at];
            let principal_before = std::mem::replace(&mut statement.speaks_for, principal);
            statement.speaker = speaker;
            hold(reading, at, before, speaker);
            hold(reading, at, principal_before, principal.or(speaker));
        }
        Field::SpeaksFor => {
            let principal = after.map(|name| actor(reading, name));
            let statement = &mut reading.statements[at];
            let before = std::mem::replace(&mut statement.speaks_for, principal);
            let speaker = statement.speaker;
            hold(reading, at, before, principal.or(speaker));
        }
        Field::SaidOn => {
            let day = after.map(str::parse).transpose();
            if let Ok(day) = day {
                reading.statements[at].said_on = day;
            }
        }
        _ => (),
    }
    // Confidence is the machine's; a person's word needs none.
    if let Some(statement) = reading.statements.get_mut(at).filter(|_| matches!(field, Field::Statement)) {
        statement.confidence = 1.0;
    }
}

/// Positions of a statement that were the speaker's are whose the statement is now.
fn hold(reading: &mut Reading, at: usize, before: Option<ActorId>, now: Option<ActorId>) {
    let id = reading.statements[at].id;
    let (Some(before), Some(now)) = (before, now) else { return };
    for position in
        reading.positions.iter_mut().filter(|position| position.statement == id && position.holder == before)
    {
        position.holder = now;
    }
}

fn reject_statement(reading: &mut Reading, at: usize) {
    let gone = reading.statements.remove(at);
    reading.positions.retain(|position| position.statement != gone.id);
    for statement in &mut reading.statements {
        if statement.within == Some(gone.id) {
            statement.within = gone.within;
        }
    }
}

fn add_statement(reading: &mut Reading, content: Vec<Span>) -> StatementId {
    let next = reading.statements.iter().map(|statement| statement.id.0 + 1).max().unwrap_or_default();
    let words = content.iter().map(|&span| reading.article.text.slice(span));
    let is_quoted = words.clone().all(|words| words.starts_with(['"', '\u{201c}']));
    reading.statements.push(Statement {
        id: StatementId(next),
        kind: if is_quoted { Kind::Direct } else { Kind::Indirect },
        source: vec![],
        cue: vec![],
        content,
        within: None,
        speaker: None,
        speaks_for: None,
        said_on: None,
        modality: Modality::default(),
        confidence: 1.0,
    });
    StatementId(next)
}

fn correct_position(
    reading: &mut Reading,
    at: usize,
    field: Field,
    after: Option<&str>,
    places: impl Fn() -> Option<Vec<Span>>,
) {
    match (field, after) {
        (Field::Position, _) => match places() {
            Some(evidence) if evidence.is_empty() => {
                reading.positions.remove(at);
                return;
            }
            Some(evidence) => reading.positions[at].evidence = evidence,
            None => return,
        },
        (Field::Stance, Some(stance)) => match Stance::named(stance) {
            Some(stance) => reading.positions[at].stance = stance,
            None => return,
        },
        (Field::Holder, Some(name)) => {
            let holder = actor(reading, name);
            reading.positions[at].holder = holder;
        }
        (Field::Target, Some(label)) => reading.positions[at].target.label = label.to_owned(),
        _ => return,
    }
    reading.positions[at].confidence = 1.0;
}

/// In this article, the actor of that key is another one.
fn split(reading: &mut Reading, subject: &str, after: Option<&str>) {
    let Some(at) = reading.actors.iter().position(|actor| actor.key.as_deref() == Some(subject)) else {
        return;
    };
    let actor = &mut reading.actors[at];
    match after {
        Some(key) if is_key(key) => {
            actor.key = Some(key.to_owned());
            actor.name = name_of_key(key).unwrap_or_else(|| actor.name.clone());
        }
        // By a name alone somebody is nobody outside the article.
        name => {
            actor.key = None;
            actor.name = name.map_or_else(|| actor.name.clone(), str::to_owned);
        }
    }
    actor.role = None;
}

/// The actor of the article that `name` means, by its key or a name; a new one where it has none.
fn actor(reading: &mut Reading, name: &str) -> ActorId {
    let by_key = reading.actors.iter().find(|actor| actor.key.as_deref() == Some(name));
    let folded = fold(name);
    let by_name = || reading.actors.iter().find(|actor| fold(&actor.name) == folded);
    let by_mention = || {
        let text = &reading.article.text;
        reading
            .actors
            .iter()
            .find(|actor| actor.mentions.iter().any(|&span| fold(text.slice(span)) == folded))
    };
    if let Some(actor) = by_key.or_else(by_name).or_else(by_mention) {
        return actor.id;
    }
    let id = ActorId(reading.actors.iter().map(|actor| actor.id.0 + 1).max().unwrap_or_default());
    let is_key = is_key(name);
    let state: Option<Country> = name.parse().ok();
    let kind = match name.split_once(':') {
        _ if state.is_some() => ActorKind::State,
        Some(("person", _)) => ActorKind::Person,
        Some(("org", _)) => ActorKind::Organisation,
        _ => ActorKind::Unknown,
    };
    reading.actors.push(Actor {
        id,
        key: is_key.then(|| name.to_owned()),
        name: name_of_key(name).unwrap_or_else(|| name.to_owned()),
        kind,
        state,
        role: None,
        mentions: vec![],
    });
    id
}

/// `GBR`, `person:john-kerry`: the same in every article.
pub(crate) fn is_key(name: &str) -> bool {
    name.parse::<Country>().is_ok()
        || name.split_once(':').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.contains(' '))
}

/// The name of a state; of others, what the key spells.
fn name_of_key(key: &str) -> Option<String> {
    if let Ok(country) = key.parse::<Country>() {
        return Known::built_in().state(country).map(|state| state.name.into_owned());
    }
    let (_, words) = key.split_once(':').filter(|_| is_key(key))?;
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    Some(words.split('-').map(word).collect::<Vec<String>>().join(" "))
}

/// In text order again, with ids that count from the first; an outer statement stands before those within it.
fn renumber(reading: &mut Reading, touched: &mut Touched) {
    let outer = |statement: &Statement| statement.within.is_some();
    reading.statements.sort_by_key(|statement| {
        (
            statement.content.iter().map(|span| span.start()).min().unwrap_or_default(),
            outer(statement),
            statement.id,
        )
    });
    let ids: HashMap<StatementId, StatementId> =
        reading.statements.iter().zip(0..).map(|(statement, at)| (statement.id, StatementId(at))).collect();
    for statement in &mut reading.statements {
        statement.id = ids[&statement.id];
        statement.within = statement.within.and_then(|within| ids.get(&within).copied());
    }
    let start =
        |position: &Position| position.evidence.iter().map(|span| span.start()).min().unwrap_or_default();
    reading.positions.retain(|position| ids.contains_key(&position.statement));
    reading.positions.sort_by_key(|position| (start(position), position.id));
    let mut positions = HashMap::new();
    for (position, at) in reading.positions.iter_mut().zip(0..) {
        position.statement = ids[&position.statement];
        let before = std::mem::replace(&mut position.id, PositionId(at));
        positions.extend(touched.positions.get(&before).map(|&stance| (position.id, stance)));
    }
    touched.statements = touched.statements.iter().filter_map(|id| ids.get(id).copied()).collect();
    touched.positions = positions;
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Act, Article, Date, Target};
    use sayso_text::Text;

    use super::*;
    use crate::correction::Change;

    const TEXT: &str = "É fine, said Ada. Bo said no to the tax.";

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap() as u32;
        Span::new(start, start + words.len() as u32)
    }

    /// In code points: the first letter has two bytes.
    fn place(words: &str) -> (u32, u32) {
        let span = span(words);
        let shift = u32::from(span.start() > 0);
        (span.start() - shift, span.end() - 1)
    }

    fn reading() -> Reading {
        let actor = |id, key: Option<&str>, name: &str| Actor {
            id: ActorId(id),
            key: key.map(str::to_owned),
            name: name.to_owned(),
            kind: ActorKind::Person,
            state: None,
            role: None,
            mentions: vec![],
        };
        let statement = |id, content: &str, speaker, principal: Option<u32>| Statement {
            id: StatementId(id),
            kind: Kind::Indirect,
            source: vec![],
            cue: vec![],
            content: vec![span(content)],
            within: None,
            speaker: Some(ActorId(speaker)),
            speaks_for: principal.map(ActorId),
            said_on: None,
            modality: Modality::default(),
            confidence: 0.5,
        };
        Reading {
            article: Article {
                id: "wire-1".to_owned(),
                outlet: None,
                title: None,
                published: None,
                url: None,
                language: None,
                text: Text::new(TEXT),
                boilerplate: vec![],
            },
            statements: vec![statement(0, "É fine", 0, Some(2)), statement(1, "no to the tax", 1, None)],
            positions: vec![Position {
                id: PositionId(0),
                statement: StatementId(1),
                holder: ActorId(1),
                alleged: false,
                target: Target { label: "the tax".to_owned(), actor: None, spans: vec![] },
                stance: Stance::Favor,
                act: Act::Assert,
                condition: vec![],
                evidence: vec![span("no to the tax")],
                confidence: 0.5,
            }],
            events: vec![],
            actors: vec![
                actor(0, Some("person:ada"), "Ada"),
                actor(1, Some("person:bo"), "Bo"),
                actor(2, Some("GBR"), "United Kingdom"),
            ],
            notes: vec![],
        }
    }

    fn correction(
        field: Field,
        place: Option<(u32, u32)>,
        subject: Option<&str>,
        after: Option<&str>,
    ) -> Correction {
        let is_everywhere = matches!(field, Field::Merge | Field::Rename);
        Correction {
            id: 1,
            change: Change {
                field,
                article: (!is_everywhere).then(|| "wire-1".to_owned()),
                place,
                subject: subject.map(str::to_owned),
                after: after.map(str::to_owned),
                reason: None,
            },
            made_at: 0,
            made_by: "ed".to_owned(),
            before: None,
            undone: None,
        }
    }

    fn corrected(corrections: Vec<Correction>) -> Reading {
        let mut reading = reading();
        apply(&mut reading, &Edits::of(corrections));
        reading
    }

    fn speaker(reading: &Reading, at: usize) -> Option<&str> {
        let id = reading.statements[at].speaker?;
        reading.actors.iter().find(|actor| actor.id == id).map(|actor| actor.name.as_str())
    }

    #[test]
    fn another_speaker_brings_his_state_and_takes_the_position_along() {
        let reading =
            corrected(vec![correction(Field::Speaker, Some(place("no to the tax")), None, Some("Ada"))]);
        assert_eq!(speaker(&reading, 1), Some("Ada"));
        assert_eq!(reading.statements[1].speaks_for, Some(ActorId(2)));
        assert_eq!(reading.positions[0].holder, ActorId(0));
    }

    #[test]
    fn somebody_new_and_nobody() {
        let at = Some(place("no to the tax"));
        let reading = corrected(vec![correction(Field::Speaker, at, None, Some("person:cy-dee"))]);
        assert_eq!(speaker(&reading, 1), Some("Cy Dee"));
        let reading = corrected(vec![correction(Field::Speaker, at, None, None)]);
        assert_eq!(speaker(&reading, 1), None);
    }

    #[test]
    fn what_people_looked_at_is_known_under_its_new_number() {
        let add = correction(
            Field::Statement,
            Some(place("said Ada")),
            None,
            Some(&format!("[[{},{}]]", place("said Ada").0, place("said Ada").1)),
        );
        let stance = correction(Field::Stance, Some(place("no to the tax")), None, Some("against"));
        let issue = correction(Field::Issue, Some(place("no to the tax")), None, Some("levies"));
        let touched = apply(&mut reading(), &Edits::of(vec![add, stance, issue]));
        assert_eq!(touched.statements, HashSet::from([StatementId(1)]));
        assert_eq!(touched.positions, HashMap::from([(PositionId(0), Stance::Favor)]));
        assert_eq!(apply(&mut reading(), &Edits::of(vec![])), Touched::default());
    }

    #[test]
    fn a_statement_is_found_by_most_of_its_words_and_by_no_fewer() {
        let some = (place("no to the tax").0, place("to the").1);
        let little = (place("no to the tax").0, place("no to").1);
        let rejected = |place| corrected(vec![correction(Field::Statement, Some(place), None, None)]);
        assert_eq!(rejected(some).statements.len(), 1);
        assert!(rejected(some).positions.is_empty());
        assert_eq!(rejected(little).statements.len(), 2);
    }

    #[test]
    fn a_statement_is_added_and_stands_in_text_order() {
        let (start, end) = place("said Ada");
        let spans = format!("[[{start},{end}]]");
        let reading = corrected(vec![correction(Field::Statement, Some((start, end)), None, Some(&spans))]);
        assert_eq!(reading.statements.len(), 3);
        assert_eq!(reading.article.text.slice(reading.statements[1].content[0]), "said Ada");
        assert_eq!(reading.statements[1].id, StatementId(1));
        assert_eq!(reading.positions[0].statement, StatementId(2));
    }

    #[test]
    fn the_later_correction_wins() {
        let at = Some(place("no to the tax"));
        let stances = ["against", "neutral"].map(|stance| correction(Field::Stance, at, None, Some(stance)));
        assert_eq!(corrected(stances.to_vec()).positions[0].stance, Stance::Neutral);
        let odd = correction(Field::Stance, at, None, Some("maybe"));
        assert_eq!(corrected(vec![odd]).positions[0].stance, Stance::Favor);
    }

    #[test]
    fn actors_are_merged_renamed_and_split() {
        let merge = |from, into| correction(Field::Merge, None, Some(from), Some(into));
        let reading = corrected(vec![merge("person:bo", "person:bob"), merge("person:bob", "person:robert")]);
        assert_eq!(reading.actors[1].key.as_deref(), Some("person:robert"));
        assert_eq!(reading.actors[1].name, "Robert");
        let reading = corrected(vec![correction(Field::Rename, None, Some("GBR"), Some("Britain"))]);
        assert_eq!(reading.actors[2].name, "Britain");
        let reading =
            corrected(vec![correction(Field::Split, None, Some("person:bo"), Some("person:bo-the-other"))]);
        assert_eq!(reading.actors[1].key.as_deref(), Some("person:bo-the-other"));
    }

    #[test]
    fn a_circle_of_mergers_ends() {
        let merge = |from, into| correction(Field::Merge, None, Some(from), Some(into));
        let reading = corrected(vec![merge("person:bo", "person:ada"), merge("person:ada", "person:bo")]);
        assert!(reading.actors[1].key.is_some());
    }

    #[test]
    fn a_day_is_a_day_or_nothing() {
        let at = Some(place("no to the tax"));
        let said_on =
            |day| corrected(vec![correction(Field::SaidOn, at, None, Some(day))]).statements[1].said_on;
        assert_eq!(said_on("2015-09-19"), Some(Date::constant(2015, 9, 19)));
        assert_eq!(said_on("Saturday"), None);
    }
}
