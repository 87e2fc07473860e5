//! The article as other programs see it.

use sayso_domain::Article;
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::WireSpan;
use crate::places::places;

/// The article of a reading. Unknown fields of a line that is read back are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireArticle {
    /// Unique among the inputs of one run.
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// ISO 639-1 code of the text's language.
    pub language: Option<String>,
    /// The words, unaltered.
    pub text: String,
    /// Page furniture, in text order.
    #[serde(default)]
    pub boilerplate: Vec<WireSpan>,
}

impl WireArticle {
    pub(crate) fn from_domain(article: &Article, code_points: &CodePoints) -> WireArticle {
        WireArticle {
            id: article.id.clone(),
            outlet: article.outlet.clone(),
            title: article.title.clone(),
            published: article.published.map(|date| date.to_string()),
            url: article.url.clone(),
            language: article.language.clone(),
            text: article.text.as_str().to_owned(),
            boilerplate: places(code_points, &article.boilerplate),
        }
    }
}
