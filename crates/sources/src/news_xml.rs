//! What agencies send (NewsML-G2, NITF) → articles.
//!
//! NewsML-G2 is an envelope: a `newsItem` tells whose story it is, when it was made and what it is called,
//! and carries the words as NITF, as XHTML or as plain text; a `newsMessage` has many of them. NITF also comes
//! by itself. Each story is turned into the HTML that it nearly is and cleaned as pages are.
//!
//! A byline (`by`) is a person's as a rule and no outlet: it is not read. Where an agency's file holds what is
//! no article (a picture, a package, an event), that item is an error which names it, and the next is read.

use sayso_domain::{Date, Note, NoteCode};

use crate::articles::Many;
use crate::date::stated_day;
use crate::plain::{Known, settle};
use crate::xml::{Element, Written, parse};
use crate::{SourceError, SourceErrorKind, Sourced, address, encoding, html, language};

/// Reads a file of NewsML-G2 (`newsItem`, `newsMessage`) or NITF: its articles in order, an error in the place
/// of each item that is none, and an error at the end where the XML breaks off.
///
/// The id is the item's `guid`, else "item-3", after its number; outlet is the
/// provider's name, else the credit line; the day of publication is that of the version, in its own zone.
/// Elements may nest 256 deep and be two million; entities that the file declares are not resolved.
///
/// # Errors
/// [`Binary`](SourceErrorKind::Binary) when the bytes are no text, [`Unsupported`](SourceErrorKind::Unsupported)
/// when they are neither of the two formats; NewsML 1 is not read.
///
/// ```
/// let nitf = b"<nitf><head><docdata><date.issue norm='20150920T1000Z'/></docdata></head>
///   <body><body.head><hedline><hl1>No tax</hl1></hedline></body.head>
///   <body.content><p>He said no.</p><p>She said yes.</p></body.content></body></nitf>";
/// let article = sayso_sources::read_news_xml(nitf)?.next().unwrap()?.article;
/// assert_eq!(article.title.as_deref(), Some("No tax"));
/// assert_eq!(article.text.as_str(), "He said no.\nShe said yes.");
/// # Ok::<(), sayso_sources::SourceError>(())
/// ```
pub fn read_news_xml(bytes: &[u8]) -> Result<NewsXml, SourceError> {
    let decoded = encoding::decode_xml(bytes)?;
    let mut tree = parse(&decoded.text);
    let broken = tree.broken.take();
    let Some(root) = tree.root() else {
        return Err(broken.unwrap_or_else(|| unsupported("there is no XML element in it")));
    };
    let whole = (1..).zip(items(root)?).filter(|(_, item)| item.is_whole());
    let mut items: Vec<_> = whole.map(|(number, item)| (article(item, number), number)).collect();
    for sourced in items.iter_mut().filter_map(|(item, _)| item.as_mut().ok()) {
        sourced.notes.splice(0..0, decoded.notes.iter().cloned());
    }
    items.extend(broken.map(|broken| (Err(broken), 0)));
    Ok(NewsXml { items: items.into_iter(), unnamed: None })
}

/// The articles of an agency's file, in order; made by [`read_news_xml`].
#[derive(Debug)]
pub struct NewsXml {
    items: std::vec::IntoIter<(Result<Sourced, SourceError>, u64)>,
    unnamed: Option<u64>,
}

impl Iterator for NewsXml {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (item, number) = self.items.next()?;
        let is_unnamed = |sourced: &Sourced| sourced.article.id == unnamed(number);
        self.unnamed = item.as_ref().is_ok_and(is_unnamed).then_some(number);
        Some(item)
    }
}

impl Many for NewsXml {
    fn number_of_last(&self) -> Option<u64> {
        self.unnamed
    }
}

/// What an item without an id is called.
fn unnamed(number: u64) -> String {
    format!("item-{number}")
}

fn unsupported(message: impl Into<String>) -> SourceError {
    SourceError::new(SourceErrorKind::Unsupported, message)
}

fn items(root: Element<'_>) -> Result<Vec<Element<'_>>, SourceError> {
    match root.name() {
        "newsMessage" => {
            Ok(root.children().filter(|set| set.name() == "itemSet").flat_map(Element::children).collect())
        }
        "NewsML" => Err(unsupported("this is NewsML 1, which is not read; ask for NewsML-G2 or NITF")),
        "nitf" => Ok(vec![root]),
        name if name.ends_with("Item") => Ok(vec![root]),
        name => {
            let message = format!(
                "the root of this XML is <{name}>; agencies' files begin with <newsItem>, <newsMessage> or <nitf>"
            );
            Err(unsupported(message))
        }
    }
}

fn article(item: Element<'_>, number: u64) -> Result<Sourced, SourceError> {
    match item.name() {
        "newsItem" => news_item(item, number),
        "nitf" => Ok(nitf(item).settle(number)),
        "packageItem" => Err(refuse(item, "a package: it points to other items and has no words of its own")),
        other => Err(refuse(item, &format!("a <{other}>, which holds no article"))),
    }
}

fn refuse(item: Element<'_>, why: &str) -> SourceError {
    let guid = item.attribute("guid").map(|guid| format!(" \"{guid}\"")).unwrap_or_default();
    unsupported(format!("the item{guid} is {why}")).at_line(item.line(), None)
}

/// What one item says; blank fields are `None`.
#[derive(Default)]
struct Story {
    id: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    /// Days as they are written, the most trusted first.
    days: Vec<String>,
    language: Option<String>,
    text: String,
    notes: Vec<Note>,
}

impl Story {
    /// Takes from `inner` what is missing.
    fn filled_by(self, inner: Story) -> Story {
        Story {
            id: self.id.or(inner.id),
            outlet: self.outlet.or(inner.outlet),
            title: self.title.or(inner.title),
            days: [self.days, inner.days].concat(),
            language: self.language.or(inner.language),
            text: inner.text,
            notes: inner.notes,
        }
    }

    fn settle(self, number: u64) -> Sourced {
        let (published, bad) = published(&self.days);
        let is_bad = bad.is_some();
        let mut notes = self.notes;
        notes.extend(bad);
        let known = Known {
            url: self.id.clone().filter(|id| id.starts_with("http") && address::is_absolute(id)),
            id: self.id.unwrap_or_else(|| unnamed(number)),
            outlet: self.outlet,
            title: self.title,
            published,
            language: self.language.as_deref().and_then(language::primary),
        };
        let mut sourced = settle(self.text, known, notes);
        if is_bad {
            sourced.article.published = None;
        }
        sourced
    }
}

/// The first of the days that is one, or a note where something is stated that is none.
fn published(days: &[String]) -> (Option<Date>, Option<Note>) {
    let day = days.iter().find_map(|day| stated_day(day));
    let bad = days.first().filter(|_| day.is_none()).map(|text| {
        let text: String = text.chars().take(60).collect();
        Note::new(NoteCode::BadDate, format!("the item's date \"{text}\" could not be understood"))
    });
    (day, bad)
}

fn news_item(item: Element<'_>, number: u64) -> Result<Sourced, SourceError> {
    let said = |places: &[&str]| at(item, places).and_then(Element::words);
    let language = at(item, &["contentMeta", "language"]).and_then(|element| element.attribute("tag"));
    let days =
        [&["itemMeta", "versionCreated"], &["contentMeta", "contentCreated"], &["itemMeta", "firstCreated"]];
    let envelope = Story {
        id: item.attribute("guid"),
        outlet: provider(item)
            .or_else(|| said(&["contentMeta", "creditline"]))
            .or_else(|| provider_code(item)),
        title: at(item, &["contentMeta", "headline"])
            .map(|title| html::words(&title.text()))
            .filter(|t| !t.is_empty()),
        days: days.iter().filter_map(|places| said(&places[..])).collect(),
        language: language.or_else(|| item.attribute("xml:lang")),
        ..Story::default()
    };
    let contents = item.child_named("contentSet").into_iter().flat_map(Element::children);
    let mut why = None;
    for content in contents {
        match inline(content) {
            Ok(Some(inner)) => return Ok(envelope.filled_by(inner).settle(number)),
            Ok(None) => (),
            Err(message) => why = Some(message),
        }
    }
    let class = at(item, &["itemMeta", "itemClass"]).and_then(|class| class.attribute("qcode"));
    let class = class.map(|class| format!(" ({class})")).unwrap_or_default();
    let why = why.unwrap_or_else(|| "no words in it".to_owned());
    Err(refuse(item, &format!("no article{class}: there are {why}")))
}

/// The element down a path of names.
fn at<'t>(from: Element<'t>, names: &[&str]) -> Option<Element<'t>> {
    names.iter().try_fold(from, |element, name| element.child_named(name))
}

fn provider(item: Element<'_>) -> Option<String> {
    at(item, &["itemMeta", "provider", "name"]).and_then(Element::words)
}

/// A provider without a name has one in words, or at least a code ("nprov:Example").
fn provider_code(item: Element<'_>) -> Option<String> {
    let provider = at(item, &["itemMeta", "provider"])?;
    let code =
        || provider.attribute("qcode").map(|code| code.rsplit(':').next().unwrap_or_default().to_owned());
    provider.attribute("literal").or_else(code).filter(|name| !name.trim().is_empty())
}

/// The story in one rendition; `None` where it is elsewhere, or is none.
///
/// # Errors
/// Why its words cannot be read, to stand behind "there are".
fn inline(content: Element<'_>) -> Result<Option<Story>, String> {
    let story = match content.name() {
        "inlineXML" => match content.children().next() {
            Some(inner) if inner.name() == "nitf" => nitf(inner),
            Some(inner) => of_html(&inner.child_named("body").unwrap_or(inner).markup(as_it_is)),
            None => return Ok(None),
        },
        "inlineData" => data(content)?,
        _ => return Ok(None),
    };
    Ok((!story.text.trim().is_empty()).then_some(story))
}

fn data(content: Element<'_>) -> Result<Story, String> {
    if let Some(code) = content.attribute("encoding") {
        return Err(format!("its words are written in {code}, which is not read"));
    }
    let kind = content.attribute("contenttype").unwrap_or_else(|| "text/plain".to_owned());
    match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => Ok(of_html(&content.text())),
        kind if kind.starts_with("text/") => {
            Ok(Story { text: content.text().trim().to_owned(), ..Story::default() })
        }
        kind => Err(format!("data of the type {kind} alone")),
    }
}

fn as_it_is(element: Element<'_>) -> Written<'_> {
    Written::As(element.name())
}

fn of_html(markup: &str) -> Story {
    let (text, notes) = html::fragment(markup);
    Story { text, notes, ..Story::default() }
}

/// NITF: what its head and the head of its body say, and the words of `body.content` with the dateline before
/// them, which stands there in print.
fn nitf(root: Element<'_>) -> Story {
    let head = root.child_named("head");
    let docdata = head.and_then(|head| head.child_named("docdata"));
    let pubdata = head.and_then(|head| head.child_named("pubdata"));
    let body_head = at(root, &["body", "body.head"]);
    let docdata_says = |name: &str, attribute: &str| docdata?.child_named(name)?.attribute(attribute);
    let body_says = |names: &[&str]| at(body_head?, names)?.words();
    let days = [
        docdata_says("date.issue", "norm"),
        pubdata.and_then(|pubdata| pubdata.attribute("date.publication")),
        docdata_says("date.release", "norm"),
        body_head.and_then(|head| at(head, &["dateline", "story.date"])?.attribute("norm")),
    ];
    let outlet =
        pubdata.and_then(|pubdata| pubdata.attribute("name")).or_else(|| body_says(&["distributor"]));
    let content =
        at(root, &["body", "body.content"]).map(|content| content.markup(in_html)).unwrap_or_default();
    let (text, notes) = html::fragment(&content);
    Story {
        id: docdata_says("doc-id", "id-string"),
        outlet: outlet.or_else(|| docdata_says("doc.copyright", "holder")),
        title: body_says(&["hedline", "hl1"])
            .or_else(|| body_says(&["headline"]))
            .or_else(|| head?.child_named("title")?.words()),
        days: days.into_iter().flatten().collect(),
        language: root.attribute("xml:lang"),
        text: with_dateline(body_says(&["dateline"]), text),
        notes,
    }
}

/// The dateline as a line of its own, unless the story begins with it.
fn with_dateline(dateline: Option<String>, text: String) -> String {
    match dateline {
        Some(dateline) if !text.is_empty() && !text.starts_with(&dateline) => format!("{dateline}\n{text}"),
        _ => text,
    }
}

/// The HTML that an element of NITF corresponds to.
fn in_html(element: Element<'_>) -> Written<'_> {
    match element.name() {
        "block" => Written::As("div"),
        "hl1" | "hl2" => Written::As("h2"),
        "bq" => Written::As("blockquote"),
        name @ ("p" | "br" | "hr" | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "pre" | "table" | "tr"
        | "td" | "th") => Written::As(name),
        // Pictures with their captions, and what is meant for editors.
        "media" | "note" => Written::Not,
        _ => Written::Content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(guid: &str, meta: &str, content: &str) -> String {
        format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='{guid}' version='2' xml:lang='en-GB'>\
             <itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:EXA'><name>Example Agency</name></provider>\
             <versionCreated>2015-09-20T23:30:00-05:00</versionCreated></itemMeta>\
             <contentMeta><contentCreated>2015-09-19</contentCreated><by>Ada Ott</by>{meta}\
             <headline>Mayor &lt;i&gt;stays&lt;/i&gt;</headline></contentMeta>\
             <contentSet>{content}</contentSet></newsItem>"
        )
    }

    fn read(xml: &str) -> Vec<Result<Sourced, SourceError>> {
        read_news_xml(xml.as_bytes()).unwrap().collect()
    }

    fn only(xml: &str) -> Sourced {
        let mut read = read(xml);
        assert_eq!(read.len(), 1);
        read.remove(0).unwrap()
    }

    const STORY: &str = "<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><head><docdata><doc-id id-string='n-7'/>\
        <date.issue norm='20150918T100000Z'/></docdata></head><body><body.head><hedline><hl1>Mayor  stays</hl1>\
        <hl2>Second</hl2></hedline><byline>By <person>Ada Ott</person></byline>\
        <dateline><location>Lindholm</location>, Sept 20</dateline></body.head><body.content><block>\
        <p>“I <em>stay</em>,” <person>Ott</person> said.</p><media><media-caption>A hat.</media-caption></media>\
        <hl2>Why</hl2><note><p>Eds: check</p></note><ul><li>One.</li><li>Two.</li></ul></block></body.content>\
        <body.end><tagline>x</tagline></body.end></body></nitf>";

    #[test]
    fn nitf_alone() {
        let Sourced { article, notes } = only(STORY);
        assert_eq!(article.text.as_str(), "Lindholm, Sept 20\n“I stay,” Ott said.\nWhy\nOne.\nTwo.");
        assert_eq!((article.id.as_str(), article.title.as_deref()), ("n-7", Some("Mayor stays")));
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2015-09-18"));
        assert!(notes.is_empty());
        let bare = only("<nitf><body><body.content/></body></nitf>");
        assert_eq!(bare.notes[0].code, NoteCode::EmptyText);
        assert_eq!((bare.article.id.as_str(), bare.article.outlet), ("item-1", None));
    }

    #[test]
    fn the_envelope_wins_over_the_story_in_it() {
        let Sourced { article, .. } = only(&item("urn:a", "", &format!("<inlineXML>{STORY}</inlineXML>")));
        assert_eq!((article.id.as_str(), article.title.as_deref()), ("urn:a", Some("Mayor stays")));
        // Neither the byline nor the code.
        assert_eq!(article.outlet.as_deref(), Some("Example Agency"));
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2015-09-20"));
        assert_eq!((article.language.as_deref(), article.url), (Some("en"), None));
        assert!(article.text.as_str().contains("“I stay,” Ott said.\nWhy"));
    }

    #[test]
    fn xhtml_and_data_are_read() {
        let page = "<inlineXML contenttype='application/xhtml+xml'><h:html xmlns:h='http://www.w3.org/1999/xhtml'>\
            <h:head><h:title>T</h:title></h:head><h:body><h:p>He said no.</h:p><h:p>So.</h:p></h:body></h:html></inlineXML>";
        for (content, text) in [
            (page, "He said no.\nSo."),
            (
                "<inlineData contenttype='text/plain'>\n He said no.\n\nSo. </inlineData>",
                "He said no.\n\nSo.",
            ),
            (
                "<inlineData contenttype='text/html'>&lt;p&gt;He said no.&lt;p&gt;So.</inlineData>",
                "He said no.\nSo.",
            ),
            ("<remoteContent href='x.xml'/><inlineData>Yes.</inlineData>", "Yes."),
        ] {
            assert_eq!(only(&item("urn:a", "", content)).article.text.as_str(), text);
        }
        let language =
            only(&item("a", "<language tag='fr'/>", "<inlineData>Non.</inlineData>")).article.language;
        assert_eq!(language.as_deref(), Some("fr"));
    }

    #[test]
    fn a_message_gives_its_articles_and_names_what_is_none() {
        let message = format!(
            "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>\n{}\n\
             <packageItem guid='urn:p'/>\n{}\n{}\n<conceptItem/></itemSet></newsMessage>",
            item("urn:a", "", "<inlineData>One.</inlineData>"),
            item("urn:b", "", "<remoteContent href='hat.jpg'/>"),
            item(
                "https://e.example/c",
                "",
                "<inlineData encoding='encd:b64'>T25l</inlineData><inlineData>Two.</inlineData>"
            ),
        );
        let read = read(&message);
        let article = |number: usize| &read[number].as_ref().unwrap().article;
        let error = |number: usize| read[number].as_ref().unwrap_err().to_string();
        assert_eq!((read.len(), article(0).id.as_str()), (5, "urn:a"));
        assert_eq!(
            error(1),
            "line 3: the item \"urn:p\" is a package: it points to other items and has no words of its own"
        );
        assert!(
            error(2).contains("\"urn:b\" is no article (ninat:text): there are no words in it"),
            "{}",
            error(2)
        );
        assert_eq!(article(3).url.as_deref(), Some("https://e.example/c"));
        assert!(error(4).contains("a <conceptItem>"));
    }

    #[test]
    fn a_break_keeps_the_items_before_it() {
        let message =
            format!("<newsMessage><itemSet>{}<newsItem>", item("a", "", "<inlineData>One.</inlineData>"));
        let read = read(&message);
        assert!(read.len() == 2 && read[0].is_ok());
        assert_eq!(read[1].as_ref().unwrap_err().kind(), SourceErrorKind::BrokenRecord);
    }

    #[test]
    fn what_is_neither_is_named() {
        for (xml, words) in [
            ("<NewsML><NewsItem/></NewsML>", "NewsML 1"),
            ("<rss/>", "<rss>"),
            ("", "no XML element"),
            ("<a", "breaks off"),
        ] {
            let error = read_news_xml(xml.as_bytes()).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        assert!(read("<packageItem/>")[0].is_err());
    }

    #[test]
    fn a_bad_day_is_told() {
        let xml = item("a", "", "<inlineData>Xinhua, May 3, 2024</inlineData>").replace("2015-09-", "soon-");
        let Sourced { article, notes } = only(&xml);
        assert_eq!((article.published, notes[0].code), (None, NoteCode::BadDate));
    }
}
