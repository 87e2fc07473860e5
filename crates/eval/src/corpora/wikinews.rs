//! Articles of Wikinews, for which there is gold of our own.

use std::path::{Path, PathBuf};

use sayso_domain::Article;
use serde::Deserialize;

use super::{bare, day};
use crate::error::EvalError;
use crate::files::read_jsonl;

/// An article as the shared data holds it.
#[derive(Deserialize)]
pub(super) struct Wikinews {
    pub(super) id: String,
    outlet: Option<String>,
    title: Option<String>,
    url: Option<String>,
    #[serde(default)]
    date: Option<String>,
    text: String,
}

impl Wikinews {
    /// What a reader is given; published on its dateline's day.
    pub(super) fn article(self) -> Article {
        let Wikinews { id, outlet, title, url, date, text } = self;
        Article { outlet, title, url, published: date.as_deref().and_then(day), ..bare(&id, &text) }
    }
}

pub(super) fn path(shared: &Path) -> PathBuf {
    shared.join("data/articles/wikinews.jsonl")
}

pub(super) fn wikinews(shared: &Path) -> Result<Vec<Wikinews>, EvalError> {
    read_jsonl(&path(shared))
}
