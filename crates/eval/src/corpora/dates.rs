//! What the time expressions of Wikinews articles mean.

use std::path::Path;

use sayso_domain::{Article, Date, When};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::wikinews::{self, Wikinews, wikinews};
use crate::error::{EvalError, EvalErrorKind};
use crate::files::jsonl;

static GOLD: &str = include_str!("../../gold/dates.jsonl");

/// An article with its time expressions.
#[derive(Clone, Debug)]
pub struct DateArticle {
    /// What a reader is given.
    pub article: Article,
    /// Whether anybody may look at it.
    pub part: Part,
    /// Gold, in text order.
    pub expressions: Vec<GoldDate>,
}

/// What an article is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Readers may be made by it.
    Dev,
    /// Only its scores are looked at.
    Held,
}

/// A time expression. In code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct GoldDate {
    /// The first.
    pub start: u32,
    /// The one behind the last.
    pub end: u32,
    /// The days meant; none where the article does not tell.
    #[serde(deserialize_with = "when")]
    pub value: Option<When>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    part: Part,
    published: String,
    expressions: Vec<GoldDate>,
}

/// 80 articles of Wikinews with 309 time expressions.
///
/// # Errors
/// When the articles are missing, not of their shape, or lack one of the 80.
pub fn dates(shared: &Path) -> Result<Vec<DateArticle>, EvalError> {
    let mut articles = wikinews(shared)?;
    let join = |line: Line| match articles.iter().position(|article| article.id == line.id) {
        Some(at) => Ok(joined(articles.swap_remove(at), line)),
        None => Err(EvalError::new(EvalErrorKind::MissingArticle(wikinews::path(shared), line.id))),
    };
    committed()?.into_iter().map(join).collect()
}

fn joined(article: Wikinews, gold: Line) -> DateArticle {
    let article = Article { published: super::day(&gold.published), ..article.article() };
    DateArticle { article, part: gold.part, expressions: gold.expressions }
}

fn committed() -> Result<Vec<Line>, EvalError> {
    jsonl(GOLD, Path::new("gold/dates.jsonl"))
}

/// `"2004-06-05"`, `"2004-06-01/2004-06-30"` or null.
fn when<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<When>, D::Error> {
    let Some(value) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let day = |day: &str| day.parse::<Date>().map_err(D::Error::custom);
    match value.split_once('/') {
        None => Ok(Some(When::Day(day(&value)?))),
        Some((first, last)) => match When::between(day(first)?, day(last)?) {
            Some(range) => Ok(Some(range)),
            None => Err(D::Error::custom(format!("{value} ends before it starts"))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_holds_together() {
        let gold = committed().unwrap();
        let expressions: Vec<&GoldDate> = gold.iter().flat_map(|line| &line.expressions).collect();
        assert_eq!((gold.len(), expressions.len()), (80, 309));
        assert_eq!(expressions.iter().filter(|expression| expression.value.is_none()).count(), 23);
        assert_eq!(gold.iter().filter(|line| line.part == Part::Held).count(), 40);
        for line in &gold {
            assert!(super::super::day(&line.published).is_some(), "{}", line.id);
            let in_order = line.expressions.is_sorted_by(|a, b| a.end <= b.start);
            assert!(in_order && line.expressions.iter().all(|e| e.start < e.end), "{}", line.id);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let parse =
            |value| serde_json::from_str::<GoldDate>(&format!(r#"{{"start":0,"end":1,"value":{value}}}"#));
        assert_eq!(parse("null").unwrap().value, None);
        assert_eq!(
            parse(r#""2004-06-01/2004-06-30""#).unwrap().value.unwrap().last(),
            Date::constant(2004, 6, 30)
        );
        for value in [r#""2004-13-01""#, r#""2004-06-30/2004-06-01""#, r#""soon""#, r#""""#, "7"] {
            assert!(parse(value).is_err(), "{value}");
        }
    }
}
