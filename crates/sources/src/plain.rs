//! Plain text → article.

use encoding_rs::Encoding;
use sayso_domain::{Article, Note, NoteCode};
use sayso_text::Text;

use crate::{SourceError, Sourced, dateline, encoding, furniture, language};

/// Reads a plain text. Its characters become `article.text` unaltered, line ends included; only a byte
/// order mark at the very start is dropped, being a signature of the encoding and no character.
///
/// Outlet, day and title are filled when the text's first lines state them unmistakably; the language when
/// the text is long enough to tell. `article.id` is "text": files are named by [`open`](crate::open).
///
/// # Errors
/// [`Binary`](crate::SourceErrorKind::Binary) when the bytes are no text: a known binary format, a NUL, or
/// many control characters.
///
/// ```
/// let sourced = sayso_sources::read_text_bytes(b"He said no.\r\n")?;
/// assert_eq!(sourced.article.text.as_str(), "He said no.\r\n");
/// assert_eq!(sourced.article.published, None);
/// # Ok::<(), sayso_sources::SourceError>(())
/// ```
pub fn read_text_bytes(bytes: &[u8]) -> Result<Sourced, SourceError> {
    read_words(bytes, None)
}

/// As [`read_text_bytes`], with an encoding that the way stated over which the text came.
pub(crate) fn read_words(bytes: &[u8], stated: Option<&'static Encoding>) -> Result<Sourced, SourceError> {
    let decoded = encoding::decode_text(bytes, stated)?;
    let known = Known { id: "text".to_owned(), ..Known::default() };
    Ok(settle(decoded.text, known, decoded.notes))
}

/// What a source knows of an article besides its words.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) outlet: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<sayso_domain::Date>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

/// Makes the article: what the source did not say, the text may.
pub(crate) fn settle(text: String, known: Known, mut notes: Vec<Note>) -> Sourced {
    let text = Text::new(text);
    if text.as_str().trim().is_empty() {
        notes.push(Note::new(NoteCode::EmptyText, "there are no words in it"));
    }
    let top = dateline::top(&text);
    let article = Article {
        id: known.id,
        outlet: known.outlet.or(top.outlet),
        title: known.title.or(top.title),
        published: known.published.or(top.published),
        url: known.url,
        language: language::of(text.as_str(), known.language),
        boilerplate: furniture::furniture(&text),
        text,
    };
    Sourced { article, notes }
}

/// Reads a web page: decodes it (byte order mark, UTF-8, what the page declares, a guess) and takes the
/// article out of it as [`extract`](crate::extract) does. `article.id` is "page".
///
/// # Errors
/// [`Binary`](crate::SourceErrorKind::Binary) when the bytes are no text.
pub fn read_html_bytes(bytes: &[u8]) -> Result<Sourced, SourceError> {
    read_page(bytes, None)
}

/// As [`read_html_bytes`], with an encoding that the way stated over which the page came.
pub(crate) fn read_page(bytes: &[u8], stated: Option<&'static Encoding>) -> Result<Sourced, SourceError> {
    let mut decoded = encoding::decode_html(bytes, stated)?;
    let extracted = crate::extract(&decoded.text);
    decoded.notes.extend(extracted.notes);
    let known = Known {
        id: "page".to_owned(),
        outlet: extracted.outlet,
        title: extracted.title,
        published: extracted.published,
        url: extracted.url,
        language: extracted.language,
    };
    Ok(settle(extracted.text, known, decoded.notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_unaltered_and_its_furniture_marked() {
        let file = "Ministers differ over Syria\r\nXinhua, September 20, 2015 Adjust font size:\r\n\
                    The ministers of the two countries said that they had held talks on Saturday. They will meet again on Sunday. Endit";
        let Sourced { article, notes } = read_text_bytes(file.as_bytes()).unwrap();
        assert_eq!(article.text.as_str(), file);
        assert_eq!(article.outlet.as_deref(), Some("Xinhua"));
        assert_eq!(article.title.as_deref(), Some("Ministers differ over Syria"));
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2015-09-20"));
        assert_eq!(article.language.as_deref(), Some("en"));
        let marked: Vec<&str> = article.boilerplate.iter().map(|span| article.text.slice(*span)).collect();
        assert_eq!(marked, ["Adjust font size:", "Endit"]);
        assert!(notes.is_empty());
    }

    #[test]
    fn an_empty_file_is_an_article_without_words() {
        for bytes in [&b""[..], b" \n", b"\xef\xbb\xbf"] {
            let sourced = read_text_bytes(bytes).unwrap();
            assert_eq!(sourced.notes[0].code, NoteCode::EmptyText);
        }
        assert_eq!(read_html_bytes(b"").unwrap().notes[0].code, NoteCode::EmptyText);
    }
}
