//! What stands at the addresses of a command line, as articles?
//!
//! `sayso_fetch` asks the servers, `sayso_sources` understands the answers; here the two meet. A page is an article, an archive
//! or a table many, and of a feed the entries: those that carry their whole text as they are, the others by the page that they
//! lead to ([`Web::entry`]).

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sayso_domain::NoteCode;
use sayso_fetch::{Answer, FetchError, Fetcher, Page, Policy, Validators};
use sayso_sources::{
    Arrived, ArrivedArticles, Entry, Feed, Held, Options, SourceError, Sourced, read_arrived,
};

use crate::pipeline::Unread;

/// Whether what was typed is an address of the web, and no file.
///
/// Schemes are compared in any case, as servers do.
pub(crate) fn is_address(typed: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| typed.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// What may be asked besides the public web, and under which name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// The machine itself and its own networks.
    pub(crate) private: bool,
    /// Single hosts, with or without a port.
    pub(crate) hosts: Vec<String>,
    /// How we introduce ourselves, where not as usual.
    pub(crate) user_agent: Option<String>,
}

/// The web, as far as it may be asked.
pub(crate) struct Web {
    fetcher: Fetcher,
    options: Options,
}

/// What is done about a page that cannot be had for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// It is asked for again another time.
    Later,
    /// There is no other time: the summary is better than nothing.
    Now,
}

impl Web {
    /// # Errors
    /// When the user agent can be in no header.
    pub(crate) fn new(access: &Access, options: &Options) -> Result<Web, FetchError> {
        let mut policy = Policy::default();
        policy.allow_private = access.private;
        policy.allow_hosts.clone_from(&access.hosts);
        policy.user_agent = access.user_agent.clone().unwrap_or(policy.user_agent);
        Ok(Web { fetcher: Fetcher::new(policy)?, options: options.clone() })
    }

    /// What stands at an address, unless it is what `known` tells of.
    ///
    /// # Errors
    /// Those of [`Fetcher::get`].
    pub(crate) fn get(&self, address: &str, known: &Validators) -> Result<Answer, FetchError> {
        self.fetcher.get(address, known)
    }

    /// What a page holds.
    ///
    /// # Errors
    /// Those of [`read_arrived`].
    pub(crate) fn held(&self, page: Page) -> Result<Held, SourceError> {
        let Page { url: address, content_type, charset, bytes, .. } = page;
        read_arrived(Arrived { address, content_type, charset, bytes }, &self.options)
    }

    fn at(&self, address: &str) -> Result<Held, Unread> {
        match self.get(address, &Validators::default())? {
            Answer::Page(page) => Ok(self.held(page)?),
            // Only who gives validators is told so.
            Answer::NotModified => Err(Unread::Page(format!("{address}: the server has nothing new"))),
        }
    }

    /// The article of a feed's entry: its own full text, else that of the page that it leads to, else its summary with a note
    /// that says why.
    ///
    /// The article goes by the entry's address, whatever its page redirects to, so that it is known when the feed has it again.
    ///
    /// # Errors
    /// When its page cannot be had and there is no summary; with [`Patience::Later`] also when it may be had another time.
    pub(crate) fn entry(&self, entry: Entry, patience: Patience) -> Result<Sourced, Unread> {
        let is_whole = entry.body.as_ref().is_some_and(|body| body.is_full);
        let Some(address) = entry.url.clone().filter(|_| !is_whole) else { return Ok(entry.into_sourced()) };
        match self.page_of(&address) {
            Ok(page) => Ok(completed(page, entry.into_sourced())),
            Err(why) if entry.body.is_none() || (patience == Patience::Later && why.is_temporary()) => {
                Err(why)
            }
            Err(why) => Ok(with_reason(entry.into_sourced(), &why)),
        }
    }

    /// The page that an entry leads to, if it is an article.
    fn page_of(&self, address: &str) -> Result<Sourced, Unread> {
        let Held::One(page) = self.at(address)? else {
            return Err(Unread::Page(format!("{address}: this is no page with an article")));
        };
        let is_none = |code| matches!(code, NoteCode::EmptyText | NoteCode::NoArticle);
        match page.notes.iter().find(|note| is_none(note.code)) {
            Some(note) => Err(Unread::Page(format!("{address}: {}", note.message))),
            None => Ok(*page),
        }
    }
}

/// The page with what the feed says and the page does not, under the name that it has in the feed.
fn completed(page: Sourced, told: Sourced) -> Sourced {
    let (Sourced { article: mut page, mut notes }, told_notes) = (page, told.notes);
    let told = told.article;
    page.id = told.id;
    page.url = told.url;
    page.title = page.title.or(told.title);
    page.outlet = page.outlet.or(told.outlet);
    page.language = page.language.or(told.language);
    if page.published.is_none() {
        page.published = told.published;
        notes.extend(told_notes.into_iter().filter(|note| note.code == NoteCode::BadDate));
    }
    Sourced { article: page, notes }
}

/// The summary, with a note that says why it is no more.
fn with_reason(mut summary: Sourced, why: &Unread) -> Sourced {
    for note in summary.notes.iter_mut().filter(|note| note.code == NoteCode::SummaryOnly) {
        note.message = format!("the feed carries a summary alone, and the article could not be had: {why}");
    }
    summary
}

/// The articles at some addresses, in order, each fetched when it is asked for.
pub(crate) struct Articles<K> {
    web: Web,
    addresses: VecDeque<String>,
    current: Option<Current>,
    /// Whether an article of that address is there already.
    is_known: K,
    passed_over: Arc<AtomicUsize>,
}

/// An address that holds many articles.
enum Current {
    Feed(Feed, VecDeque<Entry>),
    Many(ArrivedArticles),
}

impl<K: FnMut(&str) -> bool> Articles<K> {
    /// Entries of feeds whose articles are known by their address are not fetched; they are counted in `passed_over`.
    pub(crate) fn new(
        web: Web,
        addresses: &[String],
        is_known: K,
        passed_over: Arc<AtomicUsize>,
    ) -> Articles<K> {
        Articles { web, addresses: addresses.iter().cloned().collect(), current: None, is_known, passed_over }
    }

    fn next_of_current(&mut self) -> Option<Result<Sourced, Unread>> {
        let (feed, entries) = match self.current.as_mut()? {
            Current::Many(articles) => return articles.next().map(|item| item.map_err(Unread::from)),
            Current::Feed(feed, entries) => (feed, entries),
        };
        while let Some(entry) = entries.pop_front() {
            if entry.url.as_deref().is_some_and(&mut self.is_known) {
                self.passed_over.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            let mut item = self.web.entry(entry, Patience::Now);
            if let Ok(sourced) = &mut item {
                sourced.notes.splice(0..0, feed.notes.iter().cloned());
            }
            return Some(item);
        }
        feed.broken.take().map(|error| Err(error.into()))
    }

    /// `None` where what stands there are many articles, which come next.
    fn begin(&mut self, address: &str) -> Option<Result<Sourced, Unread>> {
        match self.web.at(address) {
            Ok(Held::One(sourced)) => return Some(Ok(*sourced)),
            Ok(Held::Feed(mut feed)) => {
                let entries = std::mem::take(&mut feed.entries).into();
                self.current = Some(Current::Feed(feed, entries));
            }
            Ok(Held::Many(articles)) => self.current = Some(Current::Many(articles)),
            Ok(_) => return Some(Err(Unread::Page(format!("{address}: this is nothing to be read here")))),
            Err(why) => return Some(Err(why)),
        }
        None
    }
}

impl<K: FnMut(&str) -> bool> Iterator for Articles<K> {
    type Item = Result<Sourced, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.next_of_current() {
                return Some(item);
            }
            self.current = None;
            let address = self.addresses.pop_front()?;
            if let Some(item) = self.begin(&address) {
                return Some(item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sayso_sources::read_feed;

    use super::*;

    fn page(bytes: &str) -> Sourced {
        let arrived = Arrived {
            address: "https://wire.example/rain?from=feed".to_owned(),
            content_type: Some("text/html".to_owned()),
            bytes: bytes.as_bytes().to_vec(),
            ..Arrived::default()
        };
        match read_arrived(arrived, &Options::default()) {
            Ok(Held::One(sourced)) => *sourced,
            other => panic!("no page: {other:?}"),
        }
    }

    fn entry() -> Entry {
        let feed = b"<rss><channel><title>The Wire</title><item><guid>g1</guid><title>Rain</title>\
            <link>https://wire.example/rain</link><description>Rain fell, he said.</description>\
            <pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>";
        read_feed(feed, None).unwrap().entries.remove(0)
    }

    #[test]
    fn addresses_are_told_from_files() {
        for typed in ["http://a.example", "HTTPS://a.example/feed"] {
            assert!(is_address(typed), "{typed}");
        }
        for typed in ["news/", "https:/a", "http", "ftp://a.example", "", "é://a", "https"] {
            assert!(!is_address(typed), "{typed}");
        }
    }

    #[test]
    fn the_feed_says_what_the_page_does_not() {
        let page = page("<title>Rain in the north</title><p>\"Rain fell,\" the mayor said on Monday.</p>");
        let Sourced { article, .. } = completed(page, entry().into_sourced());
        assert_eq!(article.title.as_deref(), Some("Rain in the north"));
        assert_eq!(article.outlet.as_deref(), Some("The Wire"));
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2026-03-02"));
        assert_eq!((article.id.as_str(), article.url.as_deref()), ("g1", Some("https://wire.example/rain")));
        assert!(article.text.as_str().contains("the mayor said"));
    }

    #[test]
    fn a_summary_says_why_it_is_no_more() {
        let why = Unread::Page("https://wire.example/rain: gone".to_owned());
        let Sourced { article, notes } = with_reason(entry().into_sourced(), &why);
        assert_eq!(article.text.as_str(), "Rain fell, he said.");
        let note = notes.iter().find(|note| note.code == NoteCode::SummaryOnly).unwrap();
        assert!(note.message.ends_with("could not be had: https://wire.example/rain: gone"), "{note:?}");
    }

    #[test]
    fn what_may_not_be_asked_is_an_error_with_its_address_and_the_next_one_is_tried() {
        let web = Web::new(&Access::default(), &Options::default()).unwrap();
        let addresses = ["http://127.0.0.1/a".to_owned(), "http://10.0.0.7/b".to_owned()];
        let told: Vec<String> = Articles::new(web, &addresses, |_| false, Arc::default())
            .map(|item| item.unwrap_err().to_string())
            .collect();
        assert!(told[0].starts_with("http://127.0.0.1/a: ") && told[1].starts_with("http://10.0.0.7/b: "));
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn an_entry_whose_page_may_not_be_asked_is_its_summary() {
        let web = Web::new(&Access::default(), &Options::default()).unwrap();
        let mut closed = entry();
        closed.url = Some("http://127.0.0.1/rain".to_owned());
        let sourced = web.entry(closed.clone(), Patience::Later).unwrap();
        assert_eq!(sourced.article.text.as_str(), "Rain fell, he said.");
        closed.body = None;
        assert!(web.entry(closed, Patience::Now).is_err());
    }
}
