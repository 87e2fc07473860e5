//! What goes into a library: an article, and what was read in it.

use sayso_domain::{Article, Reading};
use sha2::{Digest, Sha256};

/// What tells one article from another: SHA-256 over its words and where they come from.
pub type Hash = [u8; 32];

/// An article to be stored.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The article and what was read in it; nothing but notes where it was not read.
    pub reading: Reading,
    /// Which model read it; none where it was only stored.
    pub model: Option<String>,
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was stored, under this name.
    Stored(String),
    /// The same article was there already, under this name.
    Known(String),
}

/// The hash of an article: of its words, its title, outlet, day and address. The same words from another outlet are another
/// article, and a copy of the first (see [`crate::Library::carriers`]).
///
/// ```
/// use sayso_domain::Article;
/// use sayso_text::Text;
/// let mut article = Article { id: "a".into(), outlet: None, title: None, published: None, url: None, language: None,
///     text: Text::new("Rain fell."), boilerplate: vec![] };
/// let hash = sayso_library::hash(&article);
/// article.id = "b".into();
/// assert_eq!(hash, sayso_library::hash(&article));
/// article.outlet = Some("Wire".into());
/// assert_ne!(hash, sayso_library::hash(&article));
/// ```
pub fn hash(article: &Article) -> Hash {
    let published = article.published.map(|day| day.to_string());
    let parts =
        [article.outlet.as_deref(), article.title.as_deref(), published.as_deref(), article.url.as_deref()];
    let mut hasher = Sha256::new();
    for part in parts.into_iter().chain([Some(article.text.as_str())]) {
        // Its length first: "ab" and "c" are not "a" and "bc".
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hasher.update(length.to_le_bytes());
        hasher.update(part.unwrap_or_default());
    }
    hasher.finalize().into()
}

/// What the words of a text are checked against.
pub(crate) fn checksum(text: &str) -> Hash {
    Sha256::digest(text).into()
}
