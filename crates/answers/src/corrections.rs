//! What does a person mean who puts something right? Names become keys, words become places.
//!
//! Whoever types a correction, in a file or in a form, writes `s3`, `120-180`, words of the article, or a name. A library takes
//! places in code points and keys.

use std::ops::Range;

use sayso_domain::{Reading, Span};
use sayso_gazetteer::{Known, fold};
use sayso_library::{Correction, Field, Library};
use sayso_text::CodePoints;

use crate::csv;
use crate::error::{AnswerError, Result};
use crate::stored;

/// So many places are named where words stand at several.
const CHOICES: usize = 8;

/// So many characters around a place tell it from others.
const AROUND: usize = 24;

/// Whom a name means: one of the article, by the name itself; one of the library, by the key; somebody new, with what is to be
/// said of that.
///
/// # Errors
/// When the library cannot be read.
pub fn meant(
    library: &mut Library,
    reading: &Reading,
    name: &str,
    known: &Known,
) -> Result<(String, Option<String>)> {
    let is_here = reading.actors.iter().any(|actor| fold(&actor.name) == fold(name));
    if is_here || name.contains(':') {
        return Ok((name.to_owned(), None));
    }
    let (who, complaint) = stored::actor(library, name, known)?;
    let key = if complaint.is_none() && !who.key.contains('#') { who.key } else { name.to_owned() };
    Ok((key, complaint.map(|complaint| format!("{complaint}. `{name}` is taken as somebody new"))))
}

/// Whether what is corrected are places.
pub fn is_of_places(field: Field) -> bool {
    matches!(field, Field::Statement | Field::Source | Field::Cue | Field::Position)
}

/// What `s3`, `p2`, `120-180` or words of the article mean, in code points. Of words that stand there several times, the first.
///
/// # Errors
/// When there is no such statement or position, or the words do not stand there.
pub fn place(reading: &Reading, at: &str) -> Result<(u32, u32)> {
    let hull = |spans: &[Span]| spans.iter().copied().reduce(Span::join);
    let number =
        |prefix: char| at.strip_prefix(prefix).and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
    let of_statement = number('s').map(|id| {
        let found = reading.statements.iter().find(|statement| statement.id.0 == id);
        found.and_then(|statement| hull(&statement.content))
    });
    let of_position = number('p').map(|id| {
        let found = reading.positions.iter().find(|position| position.id.0 == id);
        found.and_then(|position| hull(&position.evidence))
    });
    let id = &reading.article.id;
    if let Some(found) = of_statement.or(of_position) {
        let span = found.ok_or_else(|| wrong(format!("article `{id}` has no {at}")))?;
        return Ok(in_code_points(reading, span));
    }
    if let Some(range) = range(at) {
        return Ok(range);
    }
    let start = reading.article.text.as_str().find(at);
    let start =
        start.ok_or_else(|| wrong(format!("the words `{at}` do not stand in article `{id}`")))? as u32;
    Ok(in_code_points(reading, Span::new(start, start + at.len() as u32)))
}

fn in_code_points(reading: &Reading, span: Span) -> (u32, u32) {
    let range = CodePoints::new(&reading.article.text).range(span);
    (range.start, range.end)
}

fn range(text: &str) -> Option<(u32, u32)> {
    let (start, end) = text.trim().split_once('-')?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()?))
}

/// `120-180; 190-200`, or words of the article, as a library takes places.
///
/// # Errors
/// Those of [`place`].
pub fn places(reading: &Reading, value: &str) -> Result<String> {
    let parts: Vec<(u32, u32)> = value
        .split(';')
        .map(|part| range(part).map_or_else(|| place(reading, part.trim()), Ok))
        .collect::<Result<_>>()?;
    Ok(in_json(&parts))
}

/// The places of words that somebody typed or selected: parts with ` … ` between them, or `120-180; 190-200`. Each part has to
/// stand once in `near`, or where it does not stand there, once in the article; blanks and line breaks are the same. Nothing
/// typed is no place.
///
/// # Errors
/// When words stand nowhere, or at several places: then with these.
pub fn places_near(reading: &Reading, near: Span, typed: &str) -> Result<String> {
    let typed = typed.trim();
    let ranges: Option<Vec<(u32, u32)>> = typed.split(';').map(range).collect();
    if let Some(ranges) = ranges {
        return Ok(in_json(&ranges));
    }
    let parts = typed.split('…').map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<(u32, u32)> = parts.map(|part| only(reading, near, part)).collect::<Result<_>>()?;
    Ok(in_json(&parts))
}

/// The one place of some words.
fn only(reading: &Reading, near: Span, words: &str) -> Result<(u32, u32)> {
    let text = reading.article.text.as_str();
    let (start, end) = (near.start() as usize, near.end() as usize);
    let mut found = all(&text[start..end], words);
    found.iter_mut().for_each(|place| *place = place.start + start..place.end + start);
    if found.is_empty() {
        found = all(text, words);
    }
    let code_points = CodePoints::new(&reading.article.text);
    let place = |at: &Range<usize>| code_points.range(Span::new(at.start as u32, at.end as u32));
    match found.as_slice() {
        [] => Err(wrong(format!("the words “{words}” do not stand in article `{}`", reading.article.id))),
        [at] => Ok((place(at).start, place(at).end)),
        several => {
            let choices = several.iter().take(CHOICES).map(|at| {
                let place = place(at);
                format!("{}-{} (…{}…)", place.start, place.end, around(text, at))
            });
            Err(wrong(format!(
                "the words “{words}” stand at {} places. Type more of them, or one of these in their place: {}",
                several.len(),
                choices.collect::<Vec<_>>().join(", ")
            )))
        }
    }
}

/// Where words stand in a text as whole words.
fn all(text: &str, words: &str) -> Vec<Range<usize>> {
    let mut wanted = words.split_whitespace();
    let Some(first) = wanted.next() else { return Vec::new() };
    let rest: Vec<&str> = wanted.collect();
    let ends = text.match_indices(first).filter_map(|(start, _)| {
        let mut end = start + first.len();
        for word in &rest {
            let behind = text[end..].trim_start();
            let at = text.len() - behind.len();
            if at == end || !behind.starts_with(word) {
                return None;
            }
            end = at + word.len();
        }
        Some(start..end)
    });
    ends.filter(|at| is_whole(text, at)).collect()
}

/// Whether a place neither begins nor ends within a word.
fn is_whole(text: &str, at: &Range<usize>) -> bool {
    let cuts = |before: Option<char>, after: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let (before, inner, after) = (&text[..at.start], &text[at.clone()], &text[at.end..]);
    !cuts(before.chars().next_back(), inner.chars().next())
        && !cuts(inner.chars().next_back(), after.chars().next())
}

fn around(text: &str, at: &Range<usize>) -> String {
    let before: Vec<char> = text[..at.start].chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[at.end..].chars().take(AROUND).collect();
    let words = format!("{before}{}{after}", &text[at.clone()]);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_json(parts: &[(u32, u32)]) -> String {
    let parts: Vec<String> = parts.iter().map(|(start, end)| format!("[{start},{end}]")).collect();
    format!("[{}]", parts.join(","))
}

/// Places of a library as a person writes them: `120-180; 190-200`.
pub fn written(places: &str) -> String {
    let parts: Vec<(u32, u32)> = serde_json::from_str(places).unwrap_or_default();
    parts.iter().map(|(start, end)| format!("{start}-{end}")).collect::<Vec<_>>().join("; ")
}

/// The columns of a list of corrections.
const COLUMNS: [&str; 11] =
    ["id", "made_at", "article", "at", "field", "value", "actor", "by", "reason", "before", "undone_by"];

/// Corrections as CSV that `sayso correct` takes, so that they can be given to another library. `day` is the day of a time in
/// seconds since 1970.
pub fn list(corrections: &[Correction], day: impl Fn(i64) -> String) -> String {
    let mut out = csv::row(&COLUMNS);
    for correction in corrections {
        let Correction { id, change, made_at, made_by, before, undone } = correction;
        let cell = |value: &Option<String>| value.clone().unwrap_or_default();
        let value = |value: &Option<String>| match is_of_places(change.field) {
            true => value.as_deref().map(written).unwrap_or_default(),
            false => cell(value),
        };
        out += &csv::row(&[
            id.to_string(),
            day(*made_at),
            cell(&change.article),
            change.place.map(|(start, end)| format!("{start}-{end}")).unwrap_or_default(),
            change.field.as_str().to_owned(),
            value(&change.after),
            cell(&change.subject),
            made_by.clone(),
            cell(&change.reason),
            value(before),
            undone.as_ref().map(|(_, by)| by.clone()).unwrap_or_default(),
        ]);
    }
    out
}

fn wrong(message: String) -> AnswerError {
    AnswerError::Correction(message)
}

#[cfg(test)]
mod tests {
    use sayso_domain::Article;
    use sayso_text::Text;

    use super::*;

    fn reading(text: &str) -> Reading {
        let article = Article {
            id: "wire-1".to_owned(),
            outlet: None,
            title: None,
            published: None,
            url: None,
            language: None,
            text: Text::new(text),
            boilerplate: vec![],
        };
        Reading {
            article,
            statements: vec![],
            positions: vec![],
            events: vec![],
            actors: vec![],
            notes: vec![],
        }
    }

    #[test]
    fn places_are_written_as_they_are_read() {
        assert_eq!(written("[[3,9],[12,20]]"), "3-9; 12-20");
        assert_eq!(written("[]"), "");
        assert_eq!((range("120 - 180"), range("well-known")), (Some((120, 180)), None));
    }

    #[test]
    fn words_that_stand_once_are_a_place_in_code_points() {
        let reading = reading("É Ada said\nno. Bo said yes, and Ada said so.");
        let whole = Span::new(0, reading.article.text.len());
        assert_eq!(places_near(&reading, whole, "Ada said no").unwrap(), "[[2,13]]");
        assert_eq!(places_near(&reading, whole, "Bo … yes").unwrap(), "[[15,17],[23,26]]");
        assert_eq!(places_near(&reading, whole, " 3-9; 12-20").unwrap(), "[[3,9],[12,20]]");
        assert_eq!(places_near(&reading, whole, " ").unwrap(), "[]");
    }

    #[test]
    fn words_that_stand_near_are_meant_and_others_are_choices() {
        let reading = reading("Ada said no. Bo said yes.");
        assert_eq!(places_near(&reading, Span::new(13, 25), "said").unwrap(), "[[16,20]]");
        let whole = places_near(&reading, Span::new(0, 25), "said").unwrap_err().to_string();
        assert!(
            whole.contains("2 places") && whole.contains("16-20 (…Ada said no. Bo said yes.…)"),
            "{whole}"
        );
        let none = places_near(&reading, Span::new(0, 25), "sai").unwrap_err().to_string();
        assert!(none.contains("do not stand"), "{none}");
    }
}
