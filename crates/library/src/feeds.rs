//! Which feeds are followed, and what is known of each?

use crate::database::{Row, values};
use crate::error::Result;
use crate::library::Library;

/// A feed that is followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredFeed {
    /// Where it is.
    pub url: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// What the server called the version that was read last.
    pub etag: Option<String>,
    /// When that version was made, as the server wrote it.
    pub last_modified: Option<String>,
    /// When it was asked for last, in seconds since 1970.
    pub asked_at: Option<i64>,
    /// When it is to be asked for next, in seconds since 1970; at once where nothing is said.
    pub due_at: Option<i64>,
    /// How many seconds are between two questions while all goes well, where that is known by now.
    pub every_seconds: Option<i64>,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// Why it could not be read last.
    pub complaint: Option<String>,
}

impl Library {
    /// All feeds, by address.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn feeds(&mut self) -> Result<Vec<StoredFeed>> {
        let rows = self.ask(
            "SELECT url, title, etag, last_modified, asked_at, due_at, every_seconds, failures, complaint FROM feeds ORDER BY url",
            &[],
        )?;
        rows.iter().map(feed).collect()
    }

    /// Stores what is known of a feed.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn set_feed(&mut self, feed: &StoredFeed) -> Result<()> {
        self.database
            .run(
                "INSERT INTO feeds (url, title, etag, last_modified, asked_at, due_at, every_seconds, failures, complaint)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (url) DO UPDATE SET title = excluded.title, etag = excluded.etag,
                     last_modified = excluded.last_modified, asked_at = excluded.asked_at, due_at = excluded.due_at,
                     every_seconds = excluded.every_seconds, failures = excluded.failures, complaint = excluded.complaint",
                values![
                    feed.url.as_str(),
                    feed.title.clone(),
                    feed.etag.clone(),
                    feed.last_modified.clone(),
                    feed.asked_at,
                    feed.due_at,
                    feed.every_seconds,
                    i64::from(feed.failures),
                    feed.complaint.clone(),
                ],
            )
            .map(|_| ())
    }

    /// Forgets a feed; what came from it stays. Whether there was one of that address.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn forget_feed(&mut self, url: &str) -> Result<bool> {
        Ok(self.database.run("DELETE FROM feeds WHERE url = $1", values![url])? > 0)
    }

    /// Whether an article of that address is stored.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn has_url(&mut self, url: &str) -> Result<bool> {
        Ok(!self.ask("SELECT 1 FROM articles WHERE url = $1 LIMIT 1", values![url])?.is_empty())
    }
}

fn feed(row: &Row) -> Result<StoredFeed> {
    Ok(StoredFeed {
        url: row.string(0)?,
        title: row.maybe_string(1)?,
        etag: row.maybe_string(2)?,
        last_modified: row.maybe_string(3)?,
        asked_at: row.maybe_int(4)?,
        due_at: row.maybe_int(5)?,
        every_seconds: row.maybe_int(6)?,
        failures: u32::try_from(row.int(7)?).unwrap_or_default(),
        complaint: row.maybe_string(8)?,
    })
}
