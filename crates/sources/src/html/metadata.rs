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

    /// OpenGraph site name, JSON-LD publisher, `<meta name=publisher>` and its like.
    fn outlet(&self) -> Option<String> {
        let named = |name: &&str| !name.contains("://") && !name.starts_with(['@', '{']);
        let outlet = self
            .meta(&["og:site_name"])
            .filter(named)
            .or(self.linked.publisher.as_deref())
            .or_else(|| self.meta(&PUBLISHER_NAMES))
            .filter(named)?;
        // "The Example Times | Politics, sport, weather" names itself first.
        let outlet = decoded(outlet);
        words(outlet.split(" | ").next().unwrap_or(&outlet))
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

const PUBLISHED_NAMES: [&str; 18] = [
    "article:published_time",
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
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "citation_publication_date",
    "date",
];

fn meta(node: &NodeRef<'_>) -> Option<(String, String)> {
    let content = attribute(node, "content")?;
    let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| attribute(node, key))?;
    Some((name.to_ascii_lowercase(), content))
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
    for mark in [" | ", " - ", " – ", " — ", " :: ", " • ", " « ", " · "] {
        let Some((start, end)) = title.rsplit_once(mark) else { continue };
        let start = start.trim_end_matches([' ', '|']);
        let named = outlet.is_some_and(|outlet| same(end, outlet));
        if !start.trim().is_empty() && (named || headings.iter().any(|heading| same(heading, start))) {
            return start.to_owned();
        }
    }
    title.to_owned()
}
