//! The gold corpora, as the folder of shared data holds them.
//!
//! Each loader takes that folder (the one with `data/` in it). What a corpus marks and what it does not is told
//! in the README beside its file; where that decides how a reader is judged it is repeated here. Gold of our own
//! stands in this crate's `gold/`, as offsets into articles of that folder.

mod coref;
mod dates;
mod duplicates;
mod judged;
mod names;
mod positions;
mod speakers;
mod wikinews;

use std::path::Path;

use sayso_domain::{Article, Date};
use sayso_text::Text;
use serde::Deserialize;

use crate::document::{Attribution, Document, Place};
use crate::error::EvalError;
use crate::files::{json, read_jsonl, text};

pub use coref::{CorefDocument, GoldMention, ontogum_dev};
pub use dates::{DateArticle, GoldDate, Part, dates};
pub use duplicates::{MadeArticle, MadeLibraries, Making, duplicates};
pub use judged::{
    ClaimStance, PlaceStance, QuadSentence, cameo_quad_dev, newsmtsc_dev, perspectrum_dev, plv_dev,
};
pub use names::{GoldName, NameSentence, crossner_politics_dev, uner_ewt_dev};
pub use positions::{GoldEvent, GoldPosition, PositionArticle, positions};
pub use speakers::{GoldActor, GoldSpeaker, SpeakerArticle, SpeakerGold, speakers};

/// One article of PolNeAR: US political news in which annotators marked who is said to have said what.
///
/// A word belongs to one attribution as a rule, so only outermost ones are marked.
#[derive(Clone, Debug, Deserialize)]
pub struct PolnearArticle {
    /// Unique in the corpus.
    pub id: String,
    /// The newspaper.
    pub publisher: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// The headline; it also opens the text.
    pub title: String,
    /// The words.
    pub text: String,
    /// Gold.
    pub attributions: Vec<Attribution>,
    /// Page furniture that the annotators set aside: nothing was marked there, so nothing found there is wrong.
    #[serde(default)]
    pub discard: Vec<Place>,
}

/// One document of GUM with the attributions of its rhetorical structure, nested ones included.
#[derive(Clone, Debug, Deserialize)]
pub struct GumDocument {
    /// Unique in the corpus.
    pub id: String,
    /// `"news"`, `"speech"`, ….
    pub genre: String,
    /// The part of GUM that it comes from: `"train"` or `"dev"`.
    pub gum_split: String,
    /// The headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The words.
    pub text: String,
    /// Gold: clausal attribution only ("X's claim that" is not marked).
    pub attributions: Vec<GumAttribution>,
}

/// Gold of [`GumDocument`].
#[derive(Clone, Debug, Deserialize)]
pub struct GumAttribution {
    /// Unique in its document.
    pub id: String,
    /// Source and cue together: "Mr. Tedeschi also told the court".
    pub attribution_clause: Vec<Place>,
    /// What is attributed.
    pub content: Vec<Place>,
    /// The attribution whose content holds this one's clause.
    pub parent: Option<String>,
    /// "Image: NAME." under a photo: not reported speech, and left out of every count.
    #[serde(default)]
    pub photo_credit: bool,
}

/// The seed article with what a careful reader takes from it.
#[derive(Clone, Debug)]
pub struct Seed {
    /// What a reader is given: the text as it stands, with no furniture marked.
    pub article: Article,
    /// Gold, in text order.
    pub attributions: Vec<SeedAttribution>,
    /// Where the actors stand.
    pub positions: Vec<GoldPosition>,
    /// What happened between them.
    pub events: Vec<GoldEvent>,
}

/// Gold of [`Seed`].
#[derive(Clone, Debug, Deserialize)]
pub struct SeedAttribution {
    /// `"a1"`, …
    pub id: String,
    /// The words that name who speaks.
    pub source: Vec<Place>,
    /// The words of saying.
    pub cue: Vec<Place>,
    /// What is attributed.
    pub content: Vec<Place>,
    /// The attribution within which this one stands.
    pub parent: Option<String>,
    /// The name of the actor who speaks.
    #[serde(default)]
    pub speaker: Option<String>,
    /// The state spoken for, as its ISO 3166-1 alpha-3 code.
    #[serde(default)]
    pub speaks_for: Option<String>,
    /// The day on which it was said, where the article tells: `YYYY-MM-DD`.
    #[serde(default)]
    pub said_on: Option<String>,
}

/// The development part of PolNeAR: 84 articles of the corpus's last month, none of them trained on.
///
/// # Errors
/// When the file is missing or not of the corpus's shape; so for all loaders here.
pub fn polnear_dev(shared: &Path) -> Result<Vec<PolnearArticle>, EvalError> {
    read_jsonl(&shared.join("data/attribution/polnear_dev.jsonl"))
}

/// GUM's news: 12 articles.
pub fn gum_news(shared: &Path) -> Result<Vec<GumDocument>, EvalError> {
    read_jsonl(&shared.join("data/nested/gum_attribution_news.jsonl"))
}

/// GUM's other genres that are not held out: 97 documents, from academic prose to a vlog. The reader was not trained on
/// any of them.
pub fn gum_other(shared: &Path) -> Result<Vec<GumDocument>, EvalError> {
    read_jsonl(&shared.join("data/nested/gum_attribution_other.jsonl"))
}

/// The seed article and its gold.
pub fn seed(shared: &Path) -> Result<Seed, EvalError> {
    let folder = shared.join("data/seed");
    let gold: SeedFile = json(&folder.join("gold.json"))?;
    let text = text(&folder.join("article.txt"))?;
    let SeedArticle { id, outlet, title, published, language } = gold.article;
    let published = published.as_deref().and_then(day);
    let article = Article { outlet, title, published, language, ..bare(&id, &text) };
    let SeedFile { attributions, positions, events, .. } = gold;
    Ok(Seed { article, attributions, positions, events })
}

#[derive(Deserialize)]
struct SeedFile {
    article: SeedArticle,
    attributions: Vec<SeedAttribution>,
    #[serde(default)]
    positions: Vec<GoldPosition>,
    #[serde(default)]
    events: Vec<GoldEvent>,
}

#[derive(Deserialize)]
struct SeedArticle {
    id: String,
    outlet: Option<String>,
    title: Option<String>,
    published: Option<String>,
    language: Option<String>,
}

impl PolnearArticle {
    /// What a reader is given.
    pub fn article(&self) -> Article {
        Article {
            outlet: Some(self.publisher.clone()),
            title: Some(self.title.clone()),
            published: day(&self.date),
            ..bare(&self.id, &self.text)
        }
    }

    /// What the scorer is given.
    pub fn document(&self) -> Document {
        Document { id: self.id.clone(), text: self.text.clone(), attributions: self.attributions.clone() }
    }

    /// Whether all of `places` lies in what the annotators set aside.
    pub fn sets_aside(&self, places: &[Place]) -> bool {
        let aside = |place: &Place| self.discard.iter().any(|d| d[0] <= place[0] && place[1] <= d[1]);
        !places.is_empty() && places.iter().all(aside)
    }
}

impl GumDocument {
    /// What a reader is given.
    pub fn article(&self) -> Article {
        Article {
            title: self.title.clone(),
            url: self.url.clone(),
            published: self.date.as_deref().and_then(day),
            ..bare(&self.id, &self.text)
        }
    }
}

/// An article of which only the words are known; all corpora are English.
fn bare(id: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        outlet: None,
        title: None,
        published: None,
        url: None,
        language: Some("en".to_owned()),
        text: Text::new(text),
        boilerplate: Vec::new(),
    }
}

/// A date that cannot be read is as good as none: no score depends on it.
fn day(date: &str) -> Option<Date> {
    date.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_wholly_in_the_discard_is_set_aside() {
        let line = r#"{"id":"a","publisher":"b","date":"2016-09-12","title":"c","text":"d e f",
            "attributions":[{"id":"E1","content":[[0,1]]}],"discard":[[2,5]],"annotators":1}"#;
        let article: PolnearArticle = serde_json::from_str(line).unwrap();
        assert!(article.sets_aside(&[[2, 3], [4, 5]]));
        assert!(!article.sets_aside(&[[0, 1], [4, 5]]));
        assert!(!article.sets_aside(&[]));
        assert_eq!(article.article().published, Some(Date::constant(2016, 9, 12)));
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = polnear_dev(Path::new("no/such/folder")).unwrap_err().to_string();
        assert!(error.starts_with("no/such/folder/data/attribution/polnear_dev.jsonl: "), "{error}");
    }
}
