//! Which column of a table is the text, which the day?
//!
//! A table has names of its own for what an article has. [`Columns`] is the user's word on it; what the user
//! leaves open goes by the names that tables usually have.

use std::fmt;
use std::str::FromStr;

use sayso_domain::{Note, NoteCode};

use crate::date::{mail_day, stated_day};
use crate::plain::{Known, settle};
use crate::{SourceError, SourceErrorKind, Sourced, language};

/// The columns of a CSV or Parquet table that hold what an article has, by their names in the table.
///
/// `None` leaves it to the usual names: `text`, `body`, `content` … for the text, and so on; `id`, `title`,
/// `outlet`, `published`, `url`, `language` may be missing altogether. A name that is given must be there.
/// Names are compared exactly first, then without regard to case, with spaces and hyphens as underscores.
///
/// ```
/// use sayso_sources::Columns;
/// let columns: Columns = "text=Article Body,published=date".parse()?;
/// assert_eq!(columns.text.as_deref(), Some("Article Body"));
/// assert_eq!(columns.title, None);
/// assert!("txet=body".parse::<Columns>().unwrap_err().contains("text, id, title"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Columns {
    /// The words of the article.
    pub text: Option<String>,
    /// What the article is called.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The code of its language.
    pub language: Option<String>,
}

/// What a column can hold, in the order of [`Place::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Text,
    Id,
    Title,
    Outlet,
    Published,
    Url,
    Language,
}

impl Place {
    pub(crate) const ALL: [Place; 7] =
        [Place::Text, Place::Id, Place::Title, Place::Outlet, Place::Published, Place::Url, Place::Language];

    /// Its name to the user, and the names that tables usually have for it.
    fn names(self) -> &'static [&'static str] {
        match self {
            Place::Text => {
                &["text", "body", "content", "article", "full_text", "fulltext", "story", "maintext"]
            }
            Place::Id => &["id", "article_id", "doc_id", "document_id", "guid", "uuid"],
            Place::Title => &["title", "headline", "head", "article_title"],
            Place::Outlet => {
                &["outlet", "publisher", "publication", "newspaper", "source", "source_name", "medium"]
            }
            Place::Published => &[
                "published",
                "date",
                "published_at",
                "publication_date",
                "publish_date",
                "date_published",
                "published_date",
                "date_publish",
                "pub_date",
                "pubdate",
                "day",
            ],
            Place::Url => &["url", "link", "address", "web_url"],
            Place::Language => &["language", "lang"],
        }
    }
}

impl Columns {
    fn given(&self, place: Place) -> Option<&str> {
        let given = match place {
            Place::Text => &self.text,
            Place::Id => &self.id,
            Place::Title => &self.title,
            Place::Outlet => &self.outlet,
            Place::Published => &self.published,
            Place::Url => &self.url,
            Place::Language => &self.language,
        };
        given.as_deref()
    }

    fn give(&mut self, place: Place) -> &mut Option<String> {
        match place {
            Place::Text => &mut self.text,
            Place::Id => &mut self.id,
            Place::Title => &mut self.title,
            Place::Outlet => &mut self.outlet,
            Place::Published => &mut self.published,
            Place::Url => &mut self.url,
            Place::Language => &mut self.language,
        }
    }

    /// Whether the user named the column.
    #[cfg(feature = "parquet")]
    pub(crate) fn is_given(&self, place: Place) -> bool {
        self.given(place).is_some()
    }

    /// The numbers of the columns, in a table whose columns have these names.
    ///
    /// # Errors
    /// `MissingColumn` when there is none for the text, or none of a name that was given; it lists those there
    /// are.
    pub(crate) fn places(&self, header: &[String]) -> Result<Vec<(Place, usize)>, SourceError> {
        let mut places = Vec::new();
        for place in Place::ALL {
            let found = match self.given(place) {
                Some(given) => {
                    let missing = || missing(&format!("no column is called \"{given}\""), header);
                    Some(number_of(given, header).ok_or_else(missing)?)
                }
                None => place.names().iter().find_map(|name| number_of(name, header)),
            };
            places.extend(found.map(|number| (place, number)));
        }
        if places.first().is_none_or(|(place, _)| *place != Place::Text) {
            return Err(missing("no column has a usual name for the text; name it with text=NAME", header));
        }
        Ok(places)
    }
}

/// So many names are listed in an error, and so many characters of each.
const LISTED: (usize, usize) = (40, 60);

fn missing(what: &str, header: &[String]) -> SourceError {
    let names = header.iter().take(LISTED.0).map(|name| name.chars().take(LISTED.1).collect::<String>());
    let more = if header.len() > LISTED.0 { ", …" } else { "" };
    let names: Vec<String> = names.collect();
    let message = format!("{what}; the columns are: {}{more}", names.join(", "));
    SourceError::new(SourceErrorKind::MissingColumn, message)
}

fn number_of(name: &str, header: &[String]) -> Option<usize> {
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
    let exact = header.iter().position(|known| known == name);
    exact.or_else(|| header.iter().position(|known| plain(known) == plain(name)))
}

impl FromStr for Columns {
    type Err = String;

    /// # Errors
    /// When it is no list such as `text=body,published=date`, or names what no article has.
    fn from_str(typed: &str) -> Result<Columns, String> {
        let mut columns = Columns::default();
        for part in typed.split(',') {
            let Some((name, column)) = part.split_once('=') else {
                return Err(format!("`{part}` has no `=`; write it as text=body,published=date"));
            };
            let place = Place::ALL.into_iter().find(|place| place.names()[0] == name.trim());
            let Some(place) = place else {
                let known = Place::ALL.map(|place| place.names()[0]).join(", ");
                return Err(format!("an article has no `{}`; it has {known}", name.trim()));
            };
            if column.trim().is_empty() {
                return Err(format!("`{part}` names no column"));
            }
            if columns.give(place).replace(column.trim().to_owned()).is_some() {
                return Err(format!("`{}` is there twice", name.trim()));
            }
        }
        Ok(columns)
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = Place::ALL.into_iter().filter_map(|place| Some((place.names()[0], self.given(place)?)));
        let parts: Vec<String> = given.map(|(name, column)| format!("{name}={column}")).collect();
        f.write_str(&parts.join(","))
    }
}

/// The article of a row, of which `value` gives what the columns hold; `number` names it where the table does
/// not. Also whether the table did.
pub(crate) fn article(
    mut value: impl FnMut(Place) -> Option<String>,
    number: u64,
    mut notes: Vec<Note>,
) -> (Sourced, bool) {
    let text = value(Place::Text).unwrap_or_default();
    let mut said = |place: Place| {
        let value = value(place)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let stated = said(Place::Published);
    let published = stated.as_deref().and_then(|day| stated_day(day).or_else(|| mail_day(day)));
    let bad_date = stated.filter(|_| published.is_none());
    if let Some(bad) = &bad_date {
        let bad: String = bad.chars().take(60).collect();
        notes.push(Note::new(NoteCode::BadDate, format!("the date \"{bad}\" could not be understood")));
    }
    let id = said(Place::Id);
    let is_named = id.is_some();
    let known = Known {
        id: id.unwrap_or_else(|| format!("row-{number}")),
        outlet: said(Place::Outlet),
        title: said(Place::Title),
        published,
        url: said(Place::Url),
        language: said(Place::Language).as_deref().and_then(language::primary),
    };
    let mut sourced = settle(text, known, notes);
    if bad_date.is_some() {
        sourced.article.published = None;
    }
    (sourced, is_named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn usual_names_are_known_and_given_ones_win() {
        let found = |columns: &str, names: &str| {
            let columns: Columns =
                if columns.is_empty() { Columns::default() } else { columns.parse().unwrap() };
            columns
                .places(&header(names))
                .map(|places| places.into_iter().map(|(_, number)| number).collect::<Vec<_>>())
        };
        assert_eq!(found("", "Date,Full Text,HEADLINE,x").unwrap(), [1, 2, 0]);
        assert_eq!(found("", "body,text").unwrap(), [1]);
        assert_eq!(found("text=body, title = x ", "text,body,x,title").unwrap(), [1, 2]);
        assert_eq!(found("text=Body", "body,Body").unwrap(), [1]);
        let error = found("title=kop", "text,b").unwrap_err();
        assert_eq!(error.kind(), SourceErrorKind::MissingColumn);
        assert_eq!(error.to_string(), "no column is called \"kop\"; the columns are: text, b");
        let error = found("", "a,b").unwrap_err().to_string();
        assert!(error.contains("text=NAME; the columns are: a, b"), "{error}");
        assert!(found("", &"x,".repeat(100)).unwrap_err().to_string().ends_with("x, …"));
    }

    #[test]
    fn what_is_no_map_is_told() {
        for (typed, words) in [
            ("body", "no `=`"),
            ("", "no `=`"),
            ("words=body", "it has text, id, title, outlet, published, url, language"),
            ("text=", "names no column"),
            ("text=a,text=b", "twice"),
        ] {
            let error = typed.parse::<Columns>().unwrap_err();
            assert!(error.contains(words), "{error}");
        }
        let columns: Columns = "title=b=c,text=a".parse().unwrap();
        assert_eq!(columns.title.as_deref(), Some("b=c"));
        assert_eq!(columns.to_string().parse(), Ok(columns));
    }
}
