//! `sayso watch --list` and `--forget`: which feeds a library follows.

use jiff::Timestamp;
use sayso_library::{Library, StoredFeed};

use super::{Cell, List};
use crate::exit::Misuse;
use crate::flow::Look;
use crate::output::put;
use crate::pretty::counted;
use crate::watch::{moment, visible};

/// The shape of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Table(Look),
    /// A JSON object a line.
    Lines,
}

/// Lists the feeds.
///
/// # Errors
/// When there is no such library.
pub(crate) fn list(library: &str, format: Format) -> anyhow::Result<()> {
    let mut library = Library::open(library)?;
    let feeds = library.feeds()?;
    put(&match format {
        Format::Table(look) => list_of(&feeds, library.place()).table(look),
        Format::Lines => feeds.iter().map(line).collect(),
    })
}

/// Forgets a feed.
///
/// # Errors
/// When there is no such library, or it follows no such feed.
pub(crate) fn forget(library: &str, feed: &str) -> anyhow::Result<()> {
    let mut library = Library::open_to_write(library)?;
    if !library.forget_feed(feed)? {
        let place = library.place();
        let message = format!("{place} follows no feed {feed}; --list shows those that it follows");
        return Err(Misuse(message).into());
    }
    put(format!("{feed} is followed no longer; what came from it stays\n"))
}

/// Addresses are copied from here, so that they are not cut: the titles are.
fn list_of(feeds: &[StoredFeed], place: &str) -> List {
    let complaints: Vec<&str> = feeds.iter().filter_map(|feed| feed.complaint.as_deref()).collect();
    let mut closing: String =
        complaints.iter().flat_map(|complaint| [visible(complaint), "\n".to_owned()]).collect();
    closing += &format!("{place} follows {}", counted(feeds.len(), "feed", "feeds"));
    if !complaints.is_empty() {
        closing += &format!(", {} with trouble", complaints.len());
    }
    List {
        schema: "sayso.feeds/1",
        name: "feeds",
        columns: &["title", "asked", "due", "failures", "url"],
        heads: &["title", "asked", "due", "failures", "url"],
        rows: feeds.iter().map(row).collect(),
        closing,
    }
}

fn row(feed: &StoredFeed) -> Vec<Cell> {
    vec![
        Cell::Text(feed.title.clone().unwrap_or_default()),
        feed.asked_at.map(moment).into(),
        feed.due_at.map(moment).into(),
        Cell::Number(u64::from(feed.failures)),
        Cell::Text(feed.url.clone()),
    ]
}

fn line(feed: &StoredFeed) -> String {
    let moment = |second: Option<i64>| {
        second.and_then(|second| Timestamp::from_second(second).ok()).map(|moment| moment.to_string())
    };
    let object = serde_json::json!({
        "url": feed.url,
        "title": feed.title,
        "asked": moment(feed.asked_at),
        "due": moment(feed.due_at),
        "failures": feed.failures,
        "complaint": feed.complaint,
    });
    format!("{object}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feeds() -> Vec<StoredFeed> {
        let well = StoredFeed {
            url: "https://wire.example/rss".to_owned(),
            title: Some("The Wire".to_owned()),
            asked_at: Some(1_772_445_600),
            due_at: Some(1_772_446_500),
            ..StoredFeed::default()
        };
        let ill = StoredFeed {
            url: "https://z.example/rss".to_owned(),
            failures: 2,
            complaint: Some("gone".to_owned()),
            ..StoredFeed::default()
        };
        vec![well, ill]
    }

    #[test]
    fn feeds_are_listed_with_their_times_and_troubles() {
        let look = Look { width: 100, colour: false, unicode: false };
        let table = list_of(&feeds(), "sayso.db").table(look);
        assert!(table.contains("2026-03-02 10:00 UTC"), "{table}");
        assert!(table.contains("https://wire.example/rss\n"), "{table}");
        assert!(table.ends_with("\ngone\nsayso.db follows 2 feeds, 1 with trouble\n"), "{table}");
        assert_eq!(list_of(&[], "sayso.db").table(look), "sayso.db follows 0 feeds\n");
    }

    #[test]
    fn each_line_is_a_feed() {
        let feeds: Vec<serde_json::Value> =
            feeds().iter().map(|feed| serde_json::from_str(&line(feed)).unwrap()).collect();
        assert_eq!(feeds[0]["due"], "2026-03-02T10:15:00Z");
        assert_eq!((&feeds[1]["failures"], &feeds[1]["asked"]), (&2.into(), &serde_json::Value::Null));
    }
}
