//! How does a web page become text with title, outlet, date, language and address?
//!
//! `bytes → characters (encoding) → tamed page (flatten) → tree → facts (metadata) and words (body)`

mod body;
mod flatten;
mod jsonld;
mod metadata;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use sayso_domain::{Date, Note, NoteCode};

/// Fewer characters than this are no article: a cookie notice, a caption, a teaser.
const MIN_ARTICLE: usize = 100;

/// What a page says, taken out of it.
///
/// The text has one paragraph a line; lines are separated by a single newline. The title stays in `title`
/// and is not put in front of the text.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Extracted {
    /// The article's words.
    pub text: String,
    /// The headline, without the outlet's name at its end.
    pub title: Option<String>,
    /// Who published it, as the page says.
    pub outlet: Option<String>,
    /// The day of publication in the publisher's zone.
    pub published: Option<Date>,
    /// ISO 639-1 code, as the page states it; the text is not consulted.
    pub language: Option<String>,
    /// The page's own address, when it states one.
    pub url: Option<String>,
    /// What could not be read.
    pub notes: Vec<Note>,
}

/// Takes the article out of a page. Never fails: a page without one gives its visible words and a note.
///
/// Time and memory are linear in the page's length: nesting over 256 levels is flattened and tags after the
/// 300,000th are cut, both with a note ([`NoteCode::Truncated`]).
///
/// ```
/// let page = "<html lang=en-GB><title>Minister says no - The Example Times</title>
///   <meta property=og:site_name content='The Example Times'>
///   <nav><a href=/>Home</a></nav><p>The minister said no.";
/// let extracted = sayso_sources::extract(page);
/// assert_eq!(extracted.title.as_deref(), Some("Minister says no"));
/// assert_eq!(extracted.outlet.as_deref(), Some("The Example Times"));
/// assert_eq!(extracted.language.as_deref(), Some("en"));
/// assert!(extracted.text.contains("The minister said no."));
/// assert_eq!(extracted.published, None);
/// ```
pub fn extract(html: &str) -> Extracted {
    let flat = flatten::flatten(html);
    let mut notes: Vec<Note> =
        flat.told.map(|told| Note::new(NoteCode::Truncated, told)).into_iter().collect();
    let document = Document::from(&*flat.html);
    let metadata = metadata::read(&document);
    let text = match guarded(document) {
        Some(text) if text.chars().count() >= MIN_ARTICLE => text,
        _ => {
            let visible = body::visible_text(&Document::from(&*flat.html));
            if !visible.is_empty() {
                let message = "the page seems to hold no article; all of its visible words are given";
                notes.push(Note::new(NoteCode::NoArticle, message));
            }
            visible
        }
    };
    notes.extend(metadata.notes);
    Extracted {
        text,
        title: metadata.title,
        outlet: metadata.outlet,
        published: metadata.published,
        language: metadata.language,
        url: metadata.url,
        notes,
    }
}

/// The article's words, or `None` where the extractor panics: pages are hostile input, and a fault in
/// foreign code must not take down the articles beside this one.
fn guarded(document: Document) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| body::main_text(document))).ok().flatten()
}

/// The words of a piece of HTML that its publisher has cut out of the page already: a feed's entry, an
/// agency's story. The clean-up is that of [`extract`] but for the search for the article, which would only
/// take paragraphs away from a text that is nothing else.
pub(crate) fn fragment(html: &str) -> (String, Vec<Note>) {
    let flat = flatten::flatten(html);
    let notes = flat.told.map(|told| Note::new(NoteCode::Truncated, told)).into_iter().collect();
    let document = Document::from(&*flat.html);
    let cleaned = catch_unwind(AssertUnwindSafe(|| body::whole_text(&document))).ok().flatten();
    let text = cleaned.unwrap_or_else(|| body::visible_text(&Document::from(&*flat.html)));
    (text, notes)
}

/// The words of a title or an attribute that may hold HTML, with one space between.
pub(crate) fn words(html: &str) -> String {
    if !html.contains(['&', '<']) {
        return html.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let flat = flatten::flatten(html);
    let visible = body::visible_text(&Document::from(&*flat.html));
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The characters that HTML's `&name;` stands for; `None` where it stands for none.
pub(crate) fn named_character(name: &str) -> Option<String> {
    const LONGEST: usize = 31;
    if name.is_empty() || name.len() > LONGEST || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let written = format!("&{name};");
    let text = Document::from(format!("<p>{written}")).select("p").text().to_string();
    // Where only the start of the name is known, as in `&ampere;`, the rest of it stays.
    (!text.ends_with(';')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_cleaned_but_not_searched() {
        let html = "<p>One, he said.</p><figure><figcaption>A hat.</figcaption></figure>\
            <p><a href=/x>Read on</a></p><ul><li>Two.</ul>";
        assert_eq!(fragment(html).0, "One, he said.\nTwo.");
        assert_eq!(fragment("just words, 1 < 2").0, "just words, 1 < 2");
        assert_eq!(fragment("").0, "");
    }

    #[test]
    fn words_of_titles() {
        assert_eq!(words(" Profit\n<b>up</b> &amp; away: AT&T &#8217;s "), "Profit up & away: AT&T ’s");
        assert_eq!(words("a < b"), "a < b");
    }

    #[test]
    fn characters_have_names() {
        assert_eq!(named_character("eacute").as_deref(), Some("é"));
        assert_eq!(named_character("nbsp").as_deref(), Some("\u{a0}"));
        for name in ["unheardof", "ampere", "", "a b", "#65"] {
            assert_eq!(named_character(name), None, "{name}");
        }
    }
}
