//! Who speaks, in articles of PolNeAR.

use std::path::Path;

use serde::Deserialize;

use super::{PolnearArticle, polnear_dev};
use crate::document::Place;
use crate::error::{EvalError, EvalErrorKind};
use crate::files::jsonl;

static GOLD: &str = include_str!("../../gold/speakers.jsonl");

/// An article with who speaks in each of its attributions.
#[derive(Clone, Debug)]
pub struct SpeakerArticle {
    /// Who says what.
    pub article: PolnearArticle,
    /// Who that is.
    pub gold: SpeakerGold,
}

/// A line of `gold/speakers.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct SpeakerGold {
    /// The article's.
    pub id: String,
    /// Those who speak and those they speak for.
    pub actors: Vec<GoldActor>,
    /// One for each attribution of the article.
    pub speakers: Vec<GoldSpeaker>,
}

/// Somebody in an article.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldActor {
    /// Unique in its article.
    pub id: String,
    /// As `ActorKind` writes them: `"person"`, `"state"`, ….
    pub kind: String,
    /// ISO 3166-1 alpha-3 code of the state that it is or belongs to.
    pub state: Option<String>,
    /// Where it is named: not its pronouns.
    pub names: Vec<Place>,
}

/// Who speaks in one attribution.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldSpeaker {
    /// Its id in the article.
    pub attribution: String,
    /// The actor who speaks; none where the text does not tell.
    pub speaker: Option<String>,
    /// The actor in whose name it is said, by office.
    pub speaks_for: Option<String>,
}

impl SpeakerGold {
    /// The actor of an id.
    pub fn actor(&self, id: Option<&str>) -> Option<&GoldActor> {
        self.actors.iter().find(|actor| Some(actor.id.as_str()) == id)
    }
}

/// 44 of PolNeAR's development articles with who speaks in their 1,252 attributions.
///
/// # Errors
/// When PolNeAR is missing, not of its shape, or does not have one of the articles.
pub fn speakers(shared: &Path) -> Result<Vec<SpeakerArticle>, EvalError> {
    let mut articles = polnear_dev(shared)?;
    let join = |gold: SpeakerGold| match articles.iter().position(|article| article.id == gold.id) {
        Some(at) => Ok(SpeakerArticle { article: articles.swap_remove(at), gold }),
        None => {
            let path = shared.join("data/attribution/polnear_dev.jsonl");
            Err(EvalError::new(EvalErrorKind::MissingArticle(path, gold.id)))
        }
    };
    committed()?.into_iter().map(join).collect()
}

fn committed() -> Result<Vec<SpeakerGold>, EvalError> {
    jsonl(GOLD, Path::new("gold/speakers.jsonl"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_holds_together() {
        let gold = committed().unwrap();
        assert_eq!((gold.len(), gold.iter().map(|g| g.speakers.len()).sum::<usize>()), (44, 1252));
        for article in &gold {
            for said in &article.speakers {
                for id in [&said.speaker, &said.speaks_for].into_iter().flatten() {
                    assert!(article.actor(Some(id)).is_some(), "{}: {id}", article.id);
                }
            }
            let places = article.actors.iter().flat_map(|actor| &actor.names);
            assert!(places.clone().all(|[start, end]| 0 <= *start && start < end), "{}", article.id);
            assert!(article.actors.iter().all(|actor| !actor.names.is_empty()), "{}", article.id);
        }
    }
}
