//! `sayso watch --list` and `--forget`: which feeds a library follows.

use sayso_library::{Library, StoredFeed};

use super::{Cell, List, put};
use crate::exit::Misuse;
use crate::flow::Look;
use crate::pretty::counted;
use crate::watch::moment;

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
    let list = list_of(&library.feeds()?, library.place());
    put(&match format {
        Format::Table(look) => list.table(look),
        Format::Lines => list.lines(),
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
    put(&format!("{feed} is followed no longer; what came from it stays\n"))
}

fn list_of(feeds: &[StoredFeed], place: &str) -> List {
    let failing = feeds.iter().filter(|feed| feed.complaint.is_some()).count();
    let trouble = if failing > 0 { format!(", {failing} with trouble") } else { String::new() };
    List {
        schema: "sayso.feeds/1",
        name: "feeds",
        columns: &["url", "title", "asked", "due", "failures", "complaint"],
        rows: feeds.iter().map(row).collect(),
        closing: format!("{place} follows {}{trouble}", counted(feeds.len(), "feed", "feeds")),
    }
}

fn row(feed: &StoredFeed) -> Vec<Cell> {
    vec![
        Cell::Text(feed.url.clone()),
        feed.title.clone().into(),
        feed.asked_at.map(moment).into(),
        feed.due_at.map(moment).into(),
        Cell::Number(u64::from(feed.failures)),
        feed.complaint.clone().into(),
    ]
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
        assert!(table.ends_with("sayso.db follows 2 feeds, 1 with trouble\n"), "{table}");
        assert_eq!(list_of(&[], "sayso.db").table(look), "sayso.db follows 0 feeds\n");
    }

    #[test]
    fn each_line_is_a_feed() {
        let lines = list_of(&feeds(), "sayso.db").lines();
        let feeds: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(feeds[0]["due"], "2026-03-02 10:15 UTC");
        assert_eq!((&feeds[1]["failures"], &feeds[1]["asked"]), (&2.into(), &serde_json::Value::Null));
    }
}
