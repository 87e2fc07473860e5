//! Where actors stand, and what happened between them, in articles of Wikinews and PolNeAR.

use std::path::Path;

use sayso_domain::Article;
use serde::Deserialize;

use super::wikinews::{self, Wikinews, wikinews};
use super::{PolnearArticle, polnear_dev};
use crate::document::Place;
use crate::error::{EvalError, EvalErrorKind};
use crate::files::jsonl;

static GOLD: &str = include_str!("../../gold/positions.jsonl");

/// An article with the positions and events in it.
#[derive(Clone, Debug)]
pub struct PositionArticle {
    /// What a reader is given.
    pub article: Article,
    /// Where the actors stand, in text order.
    pub positions: Vec<GoldPosition>,
    /// What happened between them, in text order.
    pub events: Vec<GoldEvent>,
}

/// Where somebody stands.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldPosition {
    /// `"p1"`, … in the seed article; elsewhere none.
    #[serde(default)]
    pub id: Option<String>,
    /// The ISO 3166-1 alpha-3 code of a state, else a name or the words that describe them.
    pub holder: String,
    /// Where the text has the holder, pronouns included.
    #[serde(default)]
    pub holder_words: Vec<Place>,
    /// What it is about: a short phrase, not always of the text.
    pub issue: String,
    /// The words that name that.
    #[serde(default)]
    pub target: Vec<Place>,
    /// As `Stance` writes them: `"favor"`, ….
    pub stance: String,
    /// As `Act` writes them: `"demand"`, ….
    pub act: String,
    /// The shortest words that show it.
    pub evidence: Vec<Place>,
    /// The words that make it conditional.
    #[serde(default)]
    pub condition: Vec<Place>,
}

/// What happened between actors.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldEvent {
    /// `"e1"`, … in the seed article; elsewhere none.
    #[serde(default)]
    pub id: Option<String>,
    /// One of PLOVER's sixteen names.
    #[serde(rename = "type")]
    pub kind: String,
    /// `"meet"`, `"phone"`, `"visit"` or nothing.
    #[serde(default)]
    pub mode: Option<String>,
    /// As `EventStatus` writes them: `"happened"`, ….
    pub status: String,
    /// The day, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where, in the text's words or as the place is called.
    pub place: Option<String>,
    /// The words that tell it.
    pub evidence: Vec<Place>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    positions: Vec<GoldPosition>,
    events: Vec<GoldEvent>,
}

/// 20 articles of Wikinews and 16 of PolNeAR's development part, with 396 positions and 111 events.
///
/// # Errors
/// When the articles are missing, not of their shape, or lack one of the 36; when gold has places outside of them.
pub fn positions(shared: &Path) -> Result<Vec<PositionArticle>, EvalError> {
    let articles = Articles { wikinews: wikinews(shared)?, polnear: polnear_dev(shared)? };
    articles.join(committed()?, shared)
}

struct Articles {
    wikinews: Vec<Wikinews>,
    polnear: Vec<PolnearArticle>,
}

impl Articles {
    fn join(mut self, lines: Vec<Line>, shared: &Path) -> Result<Vec<PositionArticle>, EvalError> {
        let mut joined = Vec::with_capacity(lines.len());
        for Line { id, positions, events } in lines {
            let article = PositionArticle { article: self.take(&id, shared)?, positions, events };
            article.check()?;
            joined.push(article);
        }
        Ok(joined)
    }

    fn take(&mut self, id: &str, shared: &Path) -> Result<Article, EvalError> {
        let missing = |path| EvalError::new(EvalErrorKind::MissingArticle(path, id.to_owned()));
        if id.starts_with("wikinews-") {
            let at = self.wikinews.iter().position(|article| article.id == id);
            let at = at.ok_or_else(|| missing(wikinews::path(shared)))?;
            return Ok(self.wikinews.swap_remove(at).article());
        }
        let found = self.polnear.iter().find(|article| article.id == id);
        let found = found.ok_or_else(|| missing(shared.join("data/attribution/polnear_dev.jsonl")))?;
        Ok(found.article())
    }
}

impl PositionArticle {
    fn check(&self) -> Result<(), EvalError> {
        let end = self.article.text.as_str().chars().count() as i64;
        let of_positions = self.positions.iter().flat_map(GoldPosition::places);
        let mut all = of_positions.chain(self.events.iter().flat_map(|event| &event.evidence));
        match all.all(|place| 0 <= place[0] && place[0] < place[1] && place[1] <= end) {
            true => Ok(()),
            false => Err(EvalError::new(EvalErrorKind::Places(self.article.id.clone()))),
        }
    }
}

impl GoldPosition {
    fn places(&self) -> impl Iterator<Item = &Place> {
        let lists = [&self.holder_words, &self.target, &self.evidence, &self.condition];
        lists.into_iter().flatten()
    }
}

fn committed() -> Result<Vec<Line>, EvalError> {
    jsonl(GOLD, Path::new("gold/positions.jsonl"))
}

#[cfg(test)]
mod tests {
    use sayso_domain::{Act, EventType, Stance};

    use super::*;

    #[test]
    fn the_committed_file_holds_together() {
        let gold = committed().unwrap();
        let positions: Vec<&GoldPosition> = gold.iter().flat_map(|line| &line.positions).collect();
        let events: Vec<&GoldEvent> = gold.iter().flat_map(|line| &line.events).collect();
        assert_eq!((gold.len(), positions.len(), events.len()), (36, 396, 111));
        assert_eq!(gold.iter().filter(|line| line.id.starts_with("wikinews-")).count(), 20);
        for position in positions {
            assert!(Stance::named(&position.stance).is_some(), "{position:?}");
            assert!(Act::named(&position.act).is_some(), "{position:?}");
            assert!(!position.evidence.is_empty() && !position.holder.is_empty(), "{position:?}");
        }
        for event in events {
            assert!(EventType::named(&event.kind).is_some(), "{event:?}");
            assert!(!event.evidence.is_empty(), "{event:?}");
            assert!(event.date.as_deref().is_none_or(|date| super::super::day(date).is_some()), "{event:?}");
        }
    }

    #[test]
    fn places_outside_of_the_article_are_refused() {
        let position =
            r#"{"holder":"Reed","issue":"rain","stance":"favor","act":"assert","evidence":[[3,7]]}"#;
        let mut article = PositionArticle {
            article: super::super::bare("a", "It rains."),
            positions: vec![serde_json::from_str(position).unwrap()],
            events: Vec::new(),
        };
        assert!(article.check().is_ok());
        article.positions[0].target = vec![[3, 10]];
        assert!(matches!(article.check().unwrap_err().kind(), EvalErrorKind::Places(id) if id == "a"));
    }
}
