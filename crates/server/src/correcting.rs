//! How does what a visitor wants to be otherwise become a correction?
//!
//! Forms and programs come together here. Whoever corrects saw something: where that is told and no longer so, nothing is
//! written, and both are shown.

use sayso_answers::corrections::is_of_places;
use sayso_compare::Who;
use sayso_domain::{Actor, Reading, Span, Stance, StatementId};
use sayso_gazetteer::fold;
use sayso_issues::terms;
use sayso_library::{Change, Correction, Field, Library, accepting, standing};
use sayso_text::CodePoints;

use crate::clock::now;
use crate::failure::{Failure, FailureKind};
use crate::guard::Visitor;
use crate::names;
use crate::parts::stance_in_words;
use crate::site::Site;

/// The longest value or reason, in bytes.
const LONGEST: usize = 2000;

/// Makes a correction. `seen` is what stood there when the visitor looked, empty where nothing did; without it, nobody is asked.
///
/// # Errors
/// When the visitor may not, the change makes no sense, something else stands there by now, or the library cannot be written to.
pub(crate) fn make(
    site: &Site,
    visitor: &Visitor,
    change: &Change,
    seen: Option<&str>,
) -> Result<Correction, Failure> {
    may(visitor)?;
    bounded(change)?;
    site.pool().change(|library| {
        let known = &site.opened().known;
        let terms = |phrase: &str| terms(phrase, known);
        let Some(article) = &change.article else {
            subject(library, change)?;
            return Ok(library.correct(change, &visitor.name, now(), &terms)?);
        };
        is_there(library, article)?;
        // Who was seen may be in no reading any more.
        let named = seen.filter(|_| names::is_of_actors(change.field));
        let named = named.map(|seen| names::of_key(library, seen)).transpose()?;
        let made = library.correct_seen(article, &visitor.name, now(), &terms, |reading| {
            unchanged(reading, change, seen, named.as_deref())?;
            Ok(vec![change.clone()])
        })?;
        made.and_then(|made| {
            made.into_iter().next().ok_or_else(|| Failure::internal("no correction was made"))
        })
    })
}

/// Accepts the statement whose content is at `place`, with its positions, if it still is as it was `seen`.
///
/// # Errors
/// As [`make`].
pub(crate) fn accept(
    site: &Site,
    visitor: &Visitor,
    article: &str,
    place: (u32, u32),
    seen: Option<&str>,
) -> Result<Vec<Correction>, Failure> {
    may(visitor)?;
    site.pool().change(|library| {
        let known = &site.opened().known;
        is_there(library, article)?;
        library.correct_seen(
            article,
            &visitor.name,
            now(),
            &|phrase: &str| terms(phrase, known),
            |reading| {
                let Some(id) = statement_at(reading, place) else {
                    return Err(gone(seen.unwrap_or("a statement")));
                };
                let stands = summary(reading, id);
                match seen.filter(|seen| *seen != stands) {
                    Some(seen) => Err(clash(seen, &stands)),
                    None => accepting(reading, id).ok_or_else(|| gone(&stands)),
                }
            },
        )?
    })
}

/// That the change makes somebody new of a name that nobody in the article has, and who in the library has one like it.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn somebody_new(site: &Site, change: &Change) -> Result<Option<String>, Failure> {
    let (Some(article), Some(name)) = (&change.article, &change.after) else { return Ok(None) };
    if !names::is_typed(change.field) || names::is_key(name) || name.len() > LONGEST {
        return Ok(None);
    }
    site.pool().ask(|library| {
        is_there(library, article)?;
        let reading = library.reading(article)?;
        if is_named(&reading, name) {
            return Ok(None);
        }
        let mut meant: Vec<Who> = library.find_actor(name)?;
        meant.extend(names::near(library, name)?);
        let meant: Vec<String> = meant.iter().map(|who| format!("{} ({})", who.name, who.key)).collect();
        let meant =
            if meant.is_empty() { String::new() } else { format!("; did you mean {}?", meant.join(", ")) };
        Ok(Some(format!("`{name}` is taken as somebody new{meant}")))
    })
}

/// Whether an actor of the article is called so, or is named by these words in it.
fn is_named(reading: &Reading, name: &str) -> bool {
    let mentions = |actor: &Actor| {
        actor.mentions.iter().any(|&span| fold(reading.article.text.slice(span)) == fold(name))
    };
    reading.actors.iter().any(|actor| fold(&actor.name) == fold(name) || mentions(actor))
}

/// Takes corrections back, the last one first. Gives them as they are now.
///
/// # Errors
/// When the visitor may not, one does not exist or was undone before, or the library cannot be written to.
pub(crate) fn undo(site: &Site, visitor: &Visitor, ids: &[i64]) -> Result<Vec<Correction>, Failure> {
    may(visitor)?;
    site.pool().change(|library| {
        for &id in ids {
            let correction = library.correction(id)?;
            let correction = correction.ok_or_else(|| {
                Failure::new(FailureKind::Missing, format!("There is no correction {id} in this library."))
            })?;
            if let Some((_, by)) = correction.undone {
                let message = format!("Correction {id} was undone before, by {by}.");
                return Err(Failure::new(FailureKind::Clash, message));
            }
        }
        let known = &site.opened().known;
        let terms = |phrase: &str| terms(phrase, known);
        let mut undone = Vec::with_capacity(ids.len());
        for &id in ids.iter().rev() {
            undone.push(library.undo(id, &visitor.name, now(), &terms)?);
        }
        Ok(undone)
    })
}

/// Whether the visitor may correct.
///
/// # Errors
/// When not.
pub(crate) fn may(visitor: &Visitor) -> Result<(), Failure> {
    let message = "Only who reviews may put something right. Whoever runs this server can let you.";
    if visitor.may_review { Ok(()) } else { Err(Failure::new(FailureKind::Forbidden, message)) }
}

fn bounded(change: &Change) -> Result<(), Failure> {
    let all = [&change.after, &change.reason, &change.subject, &change.article];
    for words in all.into_iter().flatten() {
        if words.len() > LONGEST {
            let message = format!("A value is {} bytes long; {LONGEST} are taken at most.", words.len());
            return Err(Failure::new(FailureKind::Wrong, message));
        }
        if words.contains('\0') {
            return Err(Failure::new(FailureKind::Wrong, "A value holds a character that is none."));
        }
    }
    Ok(())
}

/// The article is there.
///
/// # Errors
/// When it is not.
pub(crate) fn is_there(library: &mut Library, article: &str) -> Result<(), Failure> {
    let header = library.article_header(article);
    header.map(drop).map_err(|error| match error.kind() {
        sayso_library::LibraryErrorKind::Wrong => {
            Failure::new(FailureKind::Missing, format!("There is no article `{article}` in this library."))
        }
        _ => error.into(),
    })
}

/// The actor of whom a correction is that holds everywhere is there.
fn subject(library: &mut Library, change: &Change) -> Result<(), Failure> {
    let Some(key) = change.subject.as_deref().filter(|_| change.field.has_subject()) else {
        let message = format!("A correction of {} needs an article.", change.field);
        return Err(Failure::new(FailureKind::Missing, message));
    };
    match library.find_actor(key)?.iter().any(|who| who.key == key) {
        true => Ok(()),
        false => {
            let message = format!("Nobody in this library has the key `{key}`.");
            Err(Failure::new(FailureKind::Missing, message))
        }
    }
}

/// What was seen still stands there. `named` is the name of whom was seen, where it is somebody.
fn unchanged(
    reading: &Reading,
    change: &Change,
    seen: Option<&str>,
    named: Option<&str>,
) -> Result<(), Failure> {
    let Some(seen) = seen else { return Ok(()) };
    let shown = |value: &str| match is_of_places(change.field) {
        true => words(reading, value),
        false if change.field == Field::Stance => {
            Stance::named(value).map_or(value, |stance| stance_in_words(stance)).to_owned()
        }
        false => in_article(reading, value).or(named.filter(|_| value == seen)).unwrap_or(value).to_owned(),
    };
    match standing(reading, change) {
        Ok(stands) if stands.as_deref().unwrap_or_default() == seen => Ok(()),
        Ok(stands) => Err(clash(&shown(seen), &shown(&stands.unwrap_or_default()))),
        // It was seen, so that the place is one: what stood there is gone.
        Err(_)
            if !seen.is_empty()
                && standing(reading, &Change { after: Some(seen.to_owned()), ..change.clone() }).is_err() =>
        {
            Err(gone(&shown(seen)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The name of the actor whose key that is.
fn in_article<'a>(reading: &'a Reading, key: &str) -> Option<&'a str> {
    let actor = reading.actors.iter().find(|actor| actor.key.as_deref() == Some(key))?;
    Some(&actor.name)
}

fn clash(seen: &str, stands: &str) -> Failure {
    let or_nothing = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
    let message = format!(
        "Somebody changed this while you looked at it. You saw: {}. Now it is: {}. Nothing of yours was stored; look again.",
        or_nothing(seen),
        or_nothing(stands)
    );
    Failure::new(FailureKind::Clash, message)
}

fn gone(seen: &str) -> Failure {
    let message = format!(
        "Somebody removed this while you looked at it. You saw: {seen}. Nothing of yours was stored."
    );
    Failure::new(FailureKind::Clash, message)
}

/// The words at places as a library writes them, with ` … ` between parts.
pub(crate) fn words(reading: &Reading, places: &str) -> String {
    let parts: Vec<(u32, u32)> = serde_json::from_str(places).unwrap_or_default();
    let code_points = CodePoints::new(&reading.article.text);
    let spans: Vec<Span> =
        parts.into_iter().filter_map(|(start, end)| code_points.span(start..end)).collect();
    reading.article.text.words(&spans)
}

/// The words of spans, with ` … ` between parts that lie apart, and without line breaks.
pub(crate) fn in_words(reading: &Reading, spans: &[Span]) -> String {
    reading.article.text.words(spans).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// From the first to behind the last code point.
pub(crate) fn hull(spans: &[Span], code_points: &CodePoints) -> Option<(u32, u32)> {
    let range = code_points.range(spans.iter().copied().reduce(Span::join)?);
    Some((range.start, range.end))
}

/// The statement whose content is at that place.
pub(crate) fn statement_at(reading: &Reading, place: (u32, u32)) -> Option<StatementId> {
    let code_points = CodePoints::new(&reading.article.text);
    let found = reading.statements.iter().find(|found| hull(&found.content, &code_points) == Some(place))?;
    Some(found.id)
}

/// A statement and its positions in a line: what somebody saw who accepts it.
pub(crate) fn summary(reading: &Reading, id: StatementId) -> String {
    let Some(found) = reading.statements.iter().find(|found| found.id == id) else {
        return String::new();
    };
    let name = |id: sayso_domain::ActorId| {
        reading.actors.iter().find(|actor| actor.id == id).map_or("nobody", |actor| actor.name.as_str())
    };
    let mut line = found.speaker.map_or("nobody", name).to_owned();
    if let Some(principal) = found.speaks_for.filter(|_| found.speaks_for != found.speaker) {
        line += &format!(" for {}", name(principal));
    }
    if let Some(day) = found.said_on {
        line += &format!(" on {day}");
    }
    line += &format!(" ({}): “{}”", in_words(reading, &found.cue), in_words(reading, &found.content));
    for position in reading.positions.iter().filter(|position| position.statement == found.id) {
        let (holder, stance) = (name(position.holder), stance_in_words(position.stance));
        line += &format!("; {holder} {stance} “{}”", position.target.label);
    }
    line
}
