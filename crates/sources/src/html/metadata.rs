//! What does the page say of itself?
//!
//! Each fact has its places in order of trust, named beside the code; what no place states is `None`. The
//! host name is never taken for the outlet.

use dom_query::{Document, NodeRef};
use sayso_domain::{Date, Note, NoteCode};

use super::jsonld::{self, LinkedData};
use crate::date::{day_in_url, stated_day};

/// The facts about a page's article.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) notes: Vec<Note>,
}

/// Gathers the facts from JSON-LD, OpenGraph, `<meta>`, `<time>`, `<link>`, `<html lang>` and `<title>`.
pub(crate) fn read(document: &Document) -> Metadata {
    let page = Page::of(document);
    let outlet = page.outlet();
    let (published, bad) = page.published();
    let notes = bad
        .map(|bad| {
            let bad: String = bad.chars().take(60).collect();
            Note::new(NoteCode::BadDate, format!("the page's date \"{bad}\" could not be understood"))
        })
        .into_iter()
        .collect();
    Metadata {
        title: page.title(outlet.as_deref()),
        published,
        language: page.language(),
        url: page.url(),
        notes,
        outlet,
    }
}

/// The pieces of a page that facts are read from, gathered in one walk.
#[derive(Default)]
struct Page {
    linked: LinkedData,
    /// `(name, content)` of `<meta>`, names in lower case, in page order.
    meta: Vec<(String, String)>,
    /// `<time datetime>`, those marked as the date of publication first.
    times: Vec<String>,
    title: Option<String>,
    headings: Vec<String>,
    canonical: Option<String>,
    language: Option<String>,
}

impl Page {
    fn of(document: &Document) -> Page {
        let mut page = Page::default();
        let (mut blocks, mut marked, mut unmarked) = (Vec::new(), Vec::new(), Vec::new());
        for node in document.root().descendants_it() {
            let Some(name) = node.node_name() else { continue };
            match &*name {
                "html" => page.language = page.language.take().or_else(|| attribute(&node, "lang")),
                "title" if page.title.is_none() => page.title = words(&node.text()),
                "h1" => page.headings.extend(words(&node.text())),
                "meta" => page.meta.extend(meta(&node)),
                "link" if has_word(&node, "rel", "canonical") => page.canonical = attribute(&node, "href"),
                "script" if attribute(&node, "type").is_some_and(|kind| kind.contains("ld+json")) => {
                    blocks.push(node.text().to_string());
                }
                "time" => {
                    let pubdate = node.has_attr("pubdate") || has_word(&node, "itemprop", "datePublished");
                    let times = if pubdate { &mut marked } else { &mut unmarked };
                    times.extend(attribute(&node, "datetime"));
                }
                // Microdata on an element that is no <meta>: content, or the words themselves.
                _ if has_word(&node, "itemprop", "datePublished") => {
                    marked.extend(attribute(&node, "content").or_else(|| words(&node.text())));
                }
                _ => (),
            }
        }
        marked.extend(unmarked);
        page.times = marked;
        page.linked = jsonld::read(&blocks);
        page
    }

    fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = self.meta.iter().find(|(known, _)| known == name);
            found.map(|(_, content)| content.as_str())
        })
    }

    /// JSON-LD headline, OpenGraph, a lone `<h1>`, `<title>`; each without the outlet's name at its end.
    fn title(&self, outlet: Option<&str>) -> Option<String> {
        let heading = (self.headings.len() == 1).then(|| self.headings[0].as_str());
        let title = self
            .linked
            .headline
            .as_deref()
            .or_else(|| self.meta(&["og:title", "twitter:title", "dc.title", "dcterms.title"]))
            .or(heading)
            .or(self.title.as_deref())?;
        words(&without_outlet(&decoded(title), outlet, &self.headings))
    }

    /// OpenGraph site name, JSON-LD publisher, `<meta name=publisher>` and its like, what `<title>` adds to
    /// the headline.
    fn outlet(&self) -> Option<String> {
        let named = |name: &&str| !name.contains("://") && !name.starts_with(['@', '{']);
        let outlet = self
            .meta(&["og:site_name"])
            .filter(named)
            .or(self.linked.publisher.as_deref())
            .or_else(|| self.meta(&PUBLISHER_NAMES))
            .filter(named)
            .or_else(|| self.end_of_title())?;
        // "The Example Times | Politics, sport, weather" names itself first.
        let outlet = decoded(outlet);
        words(outlet.split(" | ").next().unwrap_or(&outlet))
    }

    /// "The Example Times" where `<title>` is "Minister says no - The Example Times" and the headline is
    /// given without it elsewhere.
    fn end_of_title(&self) -> Option<&str> {
        let (start, end) = MARKS.iter().find_map(|mark| self.title.as_deref()?.rsplit_once(mark))?;
        let headline = self.linked.headline.as_deref().or_else(|| self.meta(&["og:title"]))?;
        let name = start.trim().ends_with(headline.trim()) && (2..=40).contains(&end.chars().count());
        name.then_some(end)
    }

    /// The day, and a date that was there but could not be understood when no other could.
    fn published(&self) -> (Option<Date>, Option<String>) {
        let metas = PUBLISHED_NAMES.iter().filter_map(|name| self.meta(&[name]));
        let fields: Vec<&str> = self.linked.published.as_deref().into_iter().chain(metas).collect();
        let address = self.canonical.as_deref().or_else(|| self.meta(&["og:url"]));
        let day = fields
            .iter()
            .find_map(|field| stated_day(field))
            .or_else(|| address.and_then(day_in_url))
            .or_else(|| self.times.iter().find_map(|time| stated_day(time)));
        (day, fields.first().filter(|_| day.is_none()).map(|field| (*field).to_owned()))
    }

    /// `<html lang>`, `content-language`, JSON-LD, `og:locale`.
    fn language(&self) -> Option<String> {
        let stated =
            [self.language.as_deref(), self.meta(&["content-language"]), self.linked.language.as_deref()];
        let mut all = stated.into_iter().flatten().chain(self.meta(&["og:locale"]));
        all.find_map(crate::language::primary)
    }

    /// `<link rel=canonical>`, `og:url`, JSON-LD; whole addresses only.
    fn url(&self) -> Option<String> {
        let all = [self.canonical.as_deref(), self.meta(&["og:url"]), self.linked.url.as_deref()];
        let whole = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        all.into_iter().flatten().find(whole).map(str::to_owned)
    }
}

const PUBLISHER_NAMES: [&str; 5] =
    ["publisher", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name"];

const PUBLISHED_NAMES: [&str; 20] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "pdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "citation_publication_date",
    "date",
];

/// One element may carry its content under several names.
fn meta(node: &NodeRef<'_>) -> Vec<(String, String)> {
    let Some(content) = attribute(node, "content") else { return Vec::new() };
    let names =
        ["property", "name", "itemprop", "http-equiv"].into_iter().filter_map(|key| attribute(node, key));
    let names = names
        .flat_map(|names| names.split_ascii_whitespace().map(str::to_ascii_lowercase).collect::<Vec<_>>());
    names.map(|name| (name, content.clone())).collect()
}

fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn has_word(node: &NodeRef<'_>, name: &str, word: &str) -> bool {
    node.attr(name)
        .is_some_and(|value| value.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(word)))
}

/// White space collapsed; `None` when nothing is left.
fn words(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Character references resolved once more: JSON-LD and careless templates hold them doubly.
fn decoded(text: &str) -> String {
    match text.contains('&') {
        true => Document::fragment(text.replace('<', "&lt;")).text().to_string(),
        false => text.to_owned(),
    }
}

/// "Minister says no | The Example Times" without its end, when the end is the outlet's name or the page
/// shows the rest as a heading.
fn without_outlet(title: &str, outlet: Option<&str>, headings: &[String]) -> String {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let same = |a: &str, b: &str| {
        let (a, b): (String, String) = (plain(a), plain(b));
        !a.is_empty() && a == b
    };
    for mark in MARKS {
        let Some((start, end)) = title.rsplit_once(mark) else { continue };
        let start = start.trim_end_matches([' ', '|']);
        let named = outlet.is_some_and(|outlet| same(end, outlet));
        if !start.trim().is_empty() && (named || headings.iter().any(|heading| same(heading, start))) {
            return start.to_owned();
        }
    }
    title.to_owned()
}

/// What sites put between a headline and their name.
const MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " • ", " « ", " · "];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Metadata {
        read(&Document::from(html))
    }

    fn day(metadata: &Metadata) -> Option<String> {
        metadata.published.map(|day| day.to_string())
    }

    #[test]
    fn every_place_is_read_and_linked_data_comes_first() {
        let metadata = of(
            r#"<html lang="en_US"><title>No, says minister | Example</title><meta property="og:title" content="No">
            <meta property="og:site_name" content="The Example Times | News &amp;amp; sport">
            <meta property="article:published_time" content="2024-05-04T01:00:00Z">
            <link rel="shortlink canonical" href="https://e.example/no">
            <script type="application/ld+json; charset=utf-8">{"@type": "NewsArticle",
              "headline": "Minister &quot;says&quot; no - The Example Times", "datePublished": "2024-05-03T23:00:00-02:00"}
            </script><h1>Minister "says" no</h1>"#,
        );
        assert_eq!(metadata.title.as_deref(), Some("Minister \"says\" no"));
        assert_eq!(metadata.outlet.as_deref(), Some("The Example Times"));
        assert_eq!(day(&metadata).as_deref(), Some("2024-05-03"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        assert_eq!(metadata.url.as_deref(), Some("https://e.example/no"));
        assert!(metadata.notes.is_empty());
    }

    #[test]
    fn the_title_element_may_name_the_outlet() {
        let metadata = of("<title>Minister says no - The Example Times</title>\
            <meta property=og:title content='Minister says no'>");
        assert_eq!(metadata.outlet.as_deref(), Some("The Example Times"));
        let metadata = of("<title>Minister says no - again</title><h1>Minister says no - again</h1>");
        assert_eq!(metadata.outlet, None);
        assert_eq!(metadata.title.as_deref(), Some("Minister says no - again"));
    }

    #[test]
    fn days_are_found_in_meta_microdata_address_and_time() {
        for html in [
            "<meta itemprop='datePublished dateCreated' property=article:x content=2024-05-03T10:00:00Z>",
            "<meta name=DC.date.issued content='3 May 2024'>",
            "<span itemprop=datePublished>May 3, 2024</span>",
            "<link rel=canonical href=https://e.example/2024/05/03/no.html><time datetime=2020-01-01>",
            "<time datetime=2020-01-01>Before</time><time pubdate datetime=2024-05-03>",
        ] {
            assert_eq!(day(&of(html)).as_deref(), Some("2024-05-03"), "{html}");
        }
    }

    #[test]
    fn a_date_that_says_nothing_leaves_a_note() {
        let metadata = of("<meta name=date content='03/05/2024'>");
        assert_eq!(metadata.published, None);
        assert_eq!(metadata.notes[0].code, NoteCode::BadDate);
    }

    #[test]
    fn a_page_that_says_nothing_gives_nothing() {
        let metadata =
            of("<p>The minister said no.</p><meta property=og:site_name content='https://e.example'>");
        assert_eq!((metadata.title, metadata.outlet, metadata.url), (None, None, None));
        assert!(metadata.notes.is_empty());
    }
}
