//! Feed → its entries, and those → articles.
//!
//! RSS 0.9x, 1.0 and 2.0 and Atom 1.0 by their root element, over the tree of [`xml`](crate::xml). Own code
//! rather than a crate: those there are give up the whole feed where its XML breaks off, and turn each date
//! into UTC, which is not the publisher's day.

use sayso_domain::{Date, Note, NoteCode};

use crate::articles::Many;
use crate::date::{mail_day, stated_day};
use crate::plain::{Known, settle};
use crate::xml::{Element, Space, Written, parse};
use crate::{SourceError, SourceErrorKind, Sourced, address, encoding, html, language};

/// A feed as far as it could be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Feed {
    /// What the feed calls itself.
    pub title: Option<String>,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// What of the file could not be read as it stood.
    pub notes: Vec<Note>,
    /// Where the XML breaks off, and why; an entry that was cut by the break is not among the entries.
    pub broken: Option<SourceError>,
}

/// One entry of a feed. What the feed does not state is `None`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// RSS `guid`, RDF `rdf:about`, Atom `id`.
    pub id: Option<String>,
    /// The address of the article, absolute.
    pub url: Option<String>,
    /// The headline, without markup.
    pub title: Option<String>,
    /// The day of publication in the publisher's zone; of an Atom entry without one, that of its last change.
    pub published: Option<Date>,
    /// The feed that the entry was taken over from, else its publisher, else the title of this feed.
    pub outlet: Option<String>,
    /// ISO 639-1 code, as the feed states it.
    pub language: Option<String>,
    /// Words of the article, where the entry carries any.
    pub body: Option<EntryBody>,
    /// What of the entry could not be understood.
    pub notes: Vec<Note>,
    /// Its number among the entries of the file, from 1.
    pub number: u64,
}

/// The words that an entry carries, cleaned as web pages are: one paragraph a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntryBody {
    /// The words.
    pub text: String,
    /// Whether they are the article (`content:encoded`, Atom `content`), and not its summary.
    pub is_full: bool,
}

/// Reads a feed: RSS 0.90 to 2.0 or Atom 1.0. Links are made absolute by `xml:base`, else by `base`, the
/// address that the feed was fetched from, else by the feed's own link.
///
/// Entities that the file declares, or takes from elsewhere, are not resolved. Elements may nest 256 deep and
/// be two million.
///
/// # Errors
/// [`Binary`](SourceErrorKind::Binary) when the bytes are no text, [`Unsupported`](SourceErrorKind::Unsupported)
/// when they are no feed, [`BrokenRecord`](SourceErrorKind::BrokenRecord) when the XML breaks off before anything of a
/// feed is there; a later break is [`Feed::broken`].
///
/// ```
/// let feed = b"<rss><channel><title>The Example Times</title><item><title>No tax</title>
///   <link>/tax</link><pubDate>Sun, 20 Sep 2015 23:30:00 -0500</pubDate></item></channel></rss>";
/// let feed = sayso_sources::read_feed(feed, Some("https://times.example/feed"))?;
/// let entry = &feed.entries[0];
/// assert_eq!(entry.url.as_deref(), Some("https://times.example/tax"));
/// assert_eq!(entry.published.map(|day| day.to_string()).as_deref(), Some("2015-09-20"));
/// assert_eq!(entry.body, None);
/// # Ok::<(), sayso_sources::SourceError>(())
/// ```
pub fn read_feed(bytes: &[u8], base: Option<&str>) -> Result<Feed, SourceError> {
    let decoded = encoding::decode_xml(bytes)?;
    let mut tree = parse(&decoded.text);
    let broken = tree.broken.take();
    let Some(root) = tree.root() else {
        return Err(broken.unwrap_or_else(|| unsupported("there is no XML element in it")));
    };
    let feed = read_root(root, base)?;
    Ok(Feed { broken, notes: decoded.notes, ..feed })
}

fn read_root(root: Element<'_>, base: Option<&str>) -> Result<Feed, SourceError> {
    let (head, entries): (Element<'_>, Vec<Element<'_>>) = match root.name() {
        "rss" | "RDF" => {
            let channel = root.child_named("channel");
            // RSS 2.0 has its items in the channel, 1.0 beside it.
            let places = [channel, Some(root)].into_iter().flatten();
            let items =
                places.flat_map(|place| place.children().filter(|child| child.is(Space::Plain, "item")));
            (channel.unwrap_or(root), items.collect())
        }
        "feed" => (root, root.children().filter(|child| child.is(root.space(), "entry")).collect()),
        "entry" if root.space() == Space::Atom => (root, vec![root]),
        "html" => {
            return Err(unsupported("this is a web page, not a feed; look for the address of its feed"));
        }
        other => {
            let message =
                format!("the root of this XML is <{other}>; that of a feed is <rss>, <rdf:RDF> or <feed>");
            return Err(unsupported(message));
        }
    };
    let around = Around::of(head, base);
    let whole = (1..).zip(entries).filter(|(_, entry)| entry.is_whole());
    let entries = whole.map(|(number, entry)| around.entry(entry, number)).collect();
    Ok(Feed { entries, title: around.title, notes: Vec::new(), broken: None })
}

fn unsupported(message: impl Into<String>) -> SourceError {
    SourceError::new(SourceErrorKind::Unsupported, message)
}

impl Feed {
    /// The entries as articles, in order; an error for a break comes last.
    pub fn into_articles(self) -> FeedArticles {
        FeedArticles {
            entries: self.entries.into_iter(),
            broken: self.broken,
            notes: self.notes,
            unnamed: None,
        }
    }
}

/// The articles of a feed, in order; made by [`Feed::into_articles`].
#[derive(Debug)]
pub struct FeedArticles {
    entries: std::vec::IntoIter<Entry>,
    broken: Option<SourceError>,
    notes: Vec<Note>,
    /// The number of the last entry where it has neither id nor address.
    unnamed: Option<u64>,
}

impl Iterator for FeedArticles {
    type Item = Result<Sourced, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(entry) = self.entries.next() else { return self.broken.take().map(Err) };
        self.unnamed = (entry.id.is_none() && entry.url.is_none()).then_some(entry.number);
        let mut sourced = entry.into_sourced();
        sourced.notes.splice(0..0, self.notes.iter().cloned());
        Some(Ok(sourced))
    }
}

impl Many for FeedArticles {
    fn number_of_last(&self) -> Option<u64> {
        self.unnamed
    }
}

impl Entry {
    /// The entry as an article: its text is the full text, else the summary with a
    /// [`SummaryOnly`](NoteCode::SummaryOnly) note, else empty with a note. Its id is that of the entry, else its
    /// address, else "entry-3", after its number.
    pub fn into_sourced(self) -> Sourced {
        let mut notes = self.notes;
        let bad_date = notes.iter().any(|note| note.code == NoteCode::BadDate);
        if self.body.as_ref().is_some_and(|body| !body.is_full) {
            let message = "the feed carries a summary alone; the whole article is at its address";
            notes.push(Note::new(NoteCode::SummaryOnly, message));
        }
        let known = Known {
            id: self.id.or_else(|| self.url.clone()).unwrap_or_else(|| format!("entry-{}", self.number)),
            outlet: self.outlet,
            title: self.title,
            published: self.published,
            url: self.url,
            language: self.language,
        };
        let mut sourced = settle(self.body.map(|body| body.text).unwrap_or_default(), known, notes);
        if bad_date {
            sourced.article.published = None;
        }
        sourced
    }
}

/// What the feed says for all of its entries.
struct Around {
    title: Option<String>,
    outlet: Option<String>,
    language: Option<String>,
    base: Option<String>,
}

impl Around {
    fn of(head: Element<'_>, base: Option<&str>) -> Around {
        let title = head.children().find(|child| is_own(*child, "title")).and_then(title_of);
        let publisher = head.child(Space::Dublin, "publisher").and_then(Element::words);
        let stated = head.child_named("language").and_then(Element::words);
        let own = link_of(head).filter(|link| address::is_absolute(link));
        Around {
            outlet: publisher.or_else(|| title.clone()),
            title,
            language: stated.or_else(|| head.inherited("xml:lang")).as_deref().and_then(language::primary),
            base: base.map(str::to_owned).or(own),
        }
    }

    fn entry(&self, entry: Element<'_>, number: u64) -> Entry {
        let (published, bad) = published(entry);
        let (body, mut notes) = body(entry);
        notes.extend(bad);
        let id = id_of(entry);
        let link = link_of(entry).or_else(|| permalink(entry));
        let stated = entry.child(Space::Dublin, "language").and_then(Element::words);
        let stated = stated.or_else(|| entry.inherited("xml:lang")).as_deref().and_then(language::primary);
        Entry {
            url: link.and_then(|link| self.absolute(entry, &link)),
            id,
            title: entry.children().find(|child| is_own(*child, "title")).and_then(title_of),
            published,
            outlet: outlet_of(entry).or_else(|| self.outlet.clone()),
            language: stated.or_else(|| self.language.clone()),
            body,
            notes,
            number,
        }
    }

    /// The link by the bases around it; `None` when there is none and it is relative.
    fn absolute(&self, entry: Element<'_>, link: &str) -> Option<String> {
        let mut bases: Vec<String> =
            entry.upwards().filter_map(|element| element.attribute("xml:base")).collect();
        bases.extend(self.base.clone());
        // From the innermost base outwards, until one is absolute.
        let mut link = link.to_owned();
        for base in bases {
            if address::is_absolute(&link) {
                break;
            }
            link = address::join(&base, &link);
        }
        address::is_absolute(&link).then_some(link)
    }
}

/// Elements of the feed's own vocabulary, not those of its modules ("media:title").
fn is_own(element: Element<'_>, name: &str) -> bool {
    matches!(element.space(), Space::Plain | Space::Atom) && element.name() == name
}

/// RSS titles are text that may hold HTML; Atom's say what they are.
fn title_of(title: Element<'_>) -> Option<String> {
    let kind = title.attribute("type");
    let words = match (title.space(), kind.as_deref()) {
        (Space::Atom, Some("xhtml")) => html::words(&title.markup(as_it_is)),
        (Space::Atom, Some("html" | "text/html")) | (Space::Plain, _) => html::words(&title.text()),
        _ => title.words().unwrap_or_default(),
    };
    (!words.is_empty()).then_some(words)
}

fn as_it_is(element: Element<'_>) -> Written<'_> {
    Written::As(element.name())
}

fn id_of(entry: Element<'_>) -> Option<String> {
    let stated = ["guid", "id"].iter().find_map(|name| entry.children().find(|child| is_own(*child, name)));
    stated.and_then(Element::words).or_else(|| entry.attribute("rdf:about"))
}

/// RSS has the address in the element, Atom in an attribute, some feeds have both.
fn link_of(entry: Element<'_>) -> Option<String> {
    let links = || entry.children().filter(|child| is_own(*child, "link"));
    let alternate = |link: &Element<'_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let is_page = |link: &Element<'_>| link.attribute("type").is_none_or(|kind| kind.contains("html"));
    let written = links().filter(|link| link.attribute("href").is_none()).find_map(Element::words);
    let page = || links().filter(alternate).find(is_page).and_then(|link| link.attribute("href"));
    let any = || links().filter(alternate).find_map(|link| link.attribute("href"));
    written.or_else(page).or_else(any)
}

/// A `guid` is an address too, unless it says that it is none.
fn permalink(entry: Element<'_>) -> Option<String> {
    let guid = entry.child(Space::Plain, "guid")?;
    let is_link = guid.attribute("isPermaLink").is_none_or(|stated| stated == "true");
    guid.words().filter(|guid| is_link && address::is_absolute(guid))
}

/// Whom an entry of a feed of feeds was taken over from, or who published it.
fn outlet_of(entry: Element<'_>) -> Option<String> {
    let source = entry.children().find(|child| is_own(*child, "source"));
    let source = source.and_then(|source| match source.space() {
        Space::Atom => source.child(Space::Atom, "title").and_then(title_of),
        _ => source.words(),
    });
    source.or_else(|| entry.child(Space::Dublin, "publisher").and_then(Element::words))
}

/// The day of publication, or a note where something is stated that is no day.
fn published(entry: Element<'_>) -> (Option<Date>, Option<Note>) {
    const PLACES: [(Space, &str); 8] = [
        (Space::Plain, "pubDate"),
        (Space::Atom, "published"),
        (Space::Dublin, "issued"),
        (Space::Dublin, "date"),
        (Space::Dublin, "created"),
        (Space::Atom, "issued"),
        (Space::Atom, "updated"),
        (Space::Dublin, "modified"),
    ];
    let stated: Vec<String> = PLACES
        .iter()
        .filter_map(|(space, name)| entry.child(*space, name).and_then(Element::words))
        .collect();
    let day = stated.iter().find_map(|text| stated_day(text).or_else(|| mail_day(text)));
    let bad = stated.first().filter(|_| day.is_none()).map(|text| {
        let text: String = text.chars().take(60).collect();
        Note::new(NoteCode::BadDate, format!("the entry's date \"{text}\" could not be understood"))
    });
    (day, bad)
}

/// The fullest text that the entry carries, cleaned, and what was left out of it.
fn body(entry: Element<'_>) -> (Option<EntryBody>, Vec<Note>) {
    let full = |child: &Element<'_>| {
        child.is(Space::Content, "encoded")
            || child.is(Space::Atom, "content")
            || (child.space() == Space::Xhtml && ["body", "div"].contains(&child.name()))
    };
    let summary = |child: &Element<'_>| {
        is_own(*child, "description") || is_own(*child, "summary") || child.is(Space::Dublin, "description")
    };
    let said = |text: Option<(String, Vec<Note>)>| text.filter(|(text, _)| !text.is_empty());
    if let Some((text, notes)) = entry.children().filter(full).find_map(|child| said(cleaned(child))) {
        return (Some(EntryBody { text, is_full: true }), notes);
    }
    match entry.children().filter(summary).find_map(|child| said(cleaned(child))) {
        Some((text, notes)) => (Some(EntryBody { text, is_full: false }), notes),
        None => (None, Vec::new()),
    }
}

/// The words of an element that holds text, escaped HTML or XHTML; `None` for anything else.
fn cleaned(element: Element<'_>) -> Option<(String, Vec<Note>)> {
    if element.space() != Space::Atom {
        // Elements where only escaped HTML is allowed are somebody's HTML all the same.
        let is_markup = element.space() == Space::Xhtml || element.children().next().is_some();
        let text = if is_markup { element.markup(as_it_is) } else { element.text() };
        return Some(html::fragment(&text));
    }
    let kind = element.attribute("type").unwrap_or_else(|| "text".to_owned()).to_ascii_lowercase();
    match kind.split(';').next().unwrap_or_default().trim() {
        "html" | "text/html" => Some(html::fragment(&element.text())),
        "xhtml" | "application/xhtml+xml" => Some(html::fragment(&element.markup(as_it_is))),
        "text" | "text/plain" => Some((paragraphs(&element.text()), Vec::new())),
        _ => None,
    }
}

/// Plain text as pages are given: one paragraph a line.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(feed: &str) -> Vec<Entry> {
        let feed = read_feed(feed.as_bytes(), Some("https://times.example/feeds/all.xml")).unwrap();
        assert!(feed.broken.is_none(), "{:?}", feed.broken);
        feed.entries
    }

    fn day(entry: &Entry) -> Option<String> {
        entry.published.map(|day| day.to_string())
    }

    #[test]
    fn rss_2_with_full_texts_and_summaries() {
        let feed = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'\
            xmlns:atom='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><channel>\
            <title>The Example Times</title><atom:link rel='self' href='https://times.example/feeds/all.xml'/>\
            <link>https://times.example/</link><language>en-gb</language>\
            <item><title>Mayor &amp;#8216;will not&amp;#8217; go</title><media:title>A hat</media:title>\
            <link> https://times.example/mayor?a=1&amp;b=2 </link><guid isPermaLink='false'>t-1</guid>\
            <pubDate>Sun, 20 Sep 2015 23:30:00 -0500</pubDate><description>Short.</description>\
            <content:encoded><![CDATA[<p>“I will not go,” she said.</p><p>He left.</p>]]></content:encoded></item>\
            <item><title>AT&amp;T</title><guid>https://times.example/att</guid><source url='x'>The Gazette</source>\
            <description>&lt;p&gt;AT&amp;amp;T said &lt;b&gt;no&lt;/b&gt;.&lt;/p&gt;</description></item>\
            <item><title>Nothing</title></item></channel></rss>";
        let entries = entries(feed);
        let [first, second, third] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(first.title.as_deref(), Some("Mayor ‘will not’ go"));
        assert_eq!(first.url.as_deref(), Some("https://times.example/mayor?a=1&b=2"));
        assert_eq!((first.id.as_deref(), day(first).as_deref()), (Some("t-1"), Some("2015-09-20")));
        assert_eq!(first.outlet.as_deref(), Some("The Example Times"));
        assert_eq!(first.language.as_deref(), Some("en"));
        let text = "“I will not go,” she said.\nHe left.";
        assert_eq!(first.body, Some(EntryBody { text: text.to_owned(), is_full: true }));
        assert_eq!(second.url.as_deref(), Some("https://times.example/att"));
        assert_eq!(second.outlet.as_deref(), Some("The Gazette"));
        assert_eq!(second.body, Some(EntryBody { text: "AT&T said no.".to_owned(), is_full: false }));
        assert_eq!((&third.body, &third.url, &third.published), (&None, &None, &None));
    }

    #[test]
    fn rss_1_has_its_items_beside_the_channel() {
        let feed = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
            xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'><title>Feed</title>\
            <dc:publisher>Example News</dc:publisher><items><rdf:Seq/></items></channel>\
            <item rdf:about='https://e.example/1'><title>One</title><link>https://e.example/1</link>\
            <dc:date>2015-09-20T10:00:00+02:00</dc:date><dc:language>de</dc:language></item></rdf:RDF>";
        let entries = entries(feed);
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].id.as_deref(), Some("https://e.example/1"));
        assert_eq!(day(&entries[0]).as_deref(), Some("2015-09-20"));
        assert_eq!(
            (entries[0].outlet.as_deref(), entries[0].language.as_deref()),
            (Some("Example News"), Some("de"))
        );
    }

    #[test]
    fn atom_says_what_its_texts_are() {
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://atom.example/a/'>\
            <title type='html'>The &lt;i&gt;Example&lt;/i&gt;</title>\
            <entry xml:base='b/'><id>urn:1</id><title>1 &lt; 2</title><link rel='enclosure' href='x.mp3'/>\
            <link rel='alternate' type='text/html' href='one.html'/><updated>2015-09-21T00:10:00Z</updated>\
            <published>2015-09-20T23:10:00-01:00</published><summary>Short.</summary>\
            <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>He said <b>no</b>.</p><p>So.</p></div></content></entry>\
            <entry><id>urn:2</id><link href='/two'/><updated>2015-09-21T00:10:00Z</updated>\
            <source><title>The Other</title></source><content type='text'>One &lt;p&gt;.\n\n Two.</content></entry>\
            <entry><id>urn:3</id><content type='html'>&lt;p&gt;A&lt;br&gt;B</content></entry>\
            <entry><id>urn:4</id><content type='image/png'>aGF0</content><summary>A hat.</summary></entry></feed>";
        let entries = entries(feed);
        let text =
            |number: usize| entries[number].body.as_ref().map(|body| (body.text.as_str(), body.is_full));
        assert_eq!(entries[0].url.as_deref(), Some("https://atom.example/a/b/one.html"));
        assert_eq!(entries[0].title.as_deref(), Some("1 < 2"));
        assert_eq!(day(&entries[0]).as_deref(), Some("2015-09-20"));
        assert_eq!(entries[0].outlet.as_deref(), Some("The Example"));
        assert_eq!(text(0), Some(("He said no.\nSo.", true)));
        assert_eq!(entries[1].url.as_deref(), Some("https://atom.example/two"));
        assert_eq!(day(&entries[1]).as_deref(), Some("2015-09-21"));
        assert_eq!(entries[1].outlet.as_deref(), Some("The Other"));
        assert_eq!(text(1), Some(("One <p>.\nTwo.", true)));
        assert_eq!(text(2), Some(("A\nB", true)));
        assert_eq!(text(3), Some(("A hat.", false)));
    }

    #[test]
    fn a_break_keeps_the_entries_before_it() {
        let feed = "<rss><channel><title>T</title>\n<item><title>One</title></item>\n<item><title>Two</title><description>Half";
        let feed = read_feed(feed.as_bytes(), None).unwrap();
        assert_eq!(feed.entries.len(), 1);
        let error = feed.broken.as_ref().unwrap();
        assert_eq!((error.kind(), error.line()), (SourceErrorKind::BrokenRecord, Some(3)));
        let articles: Vec<_> = feed.into_articles().collect();
        assert!(articles[0].is_ok() && articles[1].is_err() && articles.len() == 2);
    }

    #[test]
    fn dates_that_are_none_are_told_and_not_taken_from_the_words() {
        let feed = "<rss><channel><item><pubDate>last Tuesday</pubDate><description>Xinhua, May 3, 2024</description></item>\
            <item><pubDate>soon</pubDate><dc:date>2015-09-20</dc:date></item>\
            <item><pubDate>Sun, 20 Sep 15 10:00:00 GMT</pubDate></item></channel></rss>";
        let entries = entries(feed);
        assert_eq!((entries[0].published, entries[0].notes[0].code), (None, NoteCode::BadDate));
        assert_eq!(entries[0].clone().into_sourced().article.published, None);
        assert_eq!((day(&entries[1]).as_deref(), entries[1].notes.len()), (Some("2015-09-20"), 0));
        assert_eq!(day(&entries[2]).as_deref(), Some("2015-09-20"));
    }

    #[test]
    fn entries_become_articles() {
        let feed = "<rss><channel><title>Times</title>\n<item><title>A</title><description>He said no.</description></item>\n\
            <item><guid>g</guid></item></channel></rss>";
        let articles: Vec<Sourced> =
            read_feed(feed.as_bytes(), None).unwrap().into_articles().map(Result::unwrap).collect();
        assert_eq!(
            (articles[0].article.id.as_str(), articles[0].article.text.as_str()),
            ("entry-1", "He said no.")
        );
        assert_eq!(articles[0].notes[0].code, NoteCode::SummaryOnly);
        assert_eq!(articles[1].article.id, "g");
        assert_eq!(articles[1].notes[0].code, NoteCode::EmptyText);
    }

    #[test]
    fn what_is_no_feed_is_named() {
        for (bytes, words) in [
            (&b"<html><body>"[..], "web page"),
            (b"<opml><body/></opml>", "<opml>"),
            (b"", "no XML element"),
            (b"<rss", "breaks off"),
            (b"%PDF-1.7", "PDF"),
        ] {
            let error = read_feed(bytes, None).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        assert_eq!(read_feed(b"<rss/>", None).unwrap().entries.len(), 0);
    }

    #[test]
    fn links_that_cannot_be_made_absolute_are_none() {
        let feed = read_feed(b"<rss><channel><item><link>/a</link></item></channel></rss>", None).unwrap();
        assert_eq!(feed.entries[0].url, None);
        let feed =
            "<rss><channel><link>https://e.example/x/</link><item><link>a</link></item></channel></rss>";
        let feed = read_feed(feed.as_bytes(), None).unwrap();
        assert_eq!(feed.entries[0].url.as_deref(), Some("https://e.example/x/a"));
    }
}
