//! Which of many feeds is to be asked next, and when?
//!
//! A feed that brings news is asked more often, one that does not less often, one that fails after longer and
//! longer waits; none is ever given up. The time is a value, and the same reports give the same schedule, so
//! that it can be tested over months without waiting, and stored and taken up again ([`Schedule::feeds`],
//! [`Schedule::restore`]).

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::backoff::{Backoff, Jitter};
use crate::error::{FetchError, FetchErrorKind};
use crate::moment::later;

/// How often feeds are asked.
#[derive(Clone, Debug)]
pub struct Pace {
    /// The interval of a feed that nothing is known of.
    pub first: Duration,
    /// The interval of a feed that always has news.
    pub shortest: Duration,
    /// The interval of a feed that never has.
    pub longest: Duration,
    /// The waits after failures; its spread is also that of the intervals.
    pub backoff: Backoff,
    /// The longest that a feed is left alone, whatever it asks for.
    pub patience: Duration,
}

impl Default for Pace {
    /// First after 30 minutes, then every 10 minutes to 12 hours; after failures 5 minutes to a day; a week at
    /// most. No spread.
    fn default() -> Pace {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        let backoff = Backoff { base: minutes(5), cap: minutes(24 * 60), jitter: Jitter::none() };
        Pace {
            first: minutes(30),
            shortest: minutes(10),
            longest: minutes(12 * 60),
            backoff,
            patience: minutes(7 * 24 * 60),
        }
    }
}

/// What came of asking a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had something new.
    New,
    /// It had nothing new.
    Unchanged,
    /// It could not be read; it may have said when to come back.
    Failed {
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The server says that it is gone for good, or that robots may not read it. It is asked again after
    /// [`Pace::patience`], in case that was a mistake.
    Closed,
}

impl From<&FetchError> for Outcome {
    fn from(error: &FetchError) -> Outcome {
        match error.kind() {
            FetchErrorKind::Status if error.status() == Some(410) => Outcome::Closed,
            FetchErrorKind::Robots if !error.is_temporary() && error.status().is_none() => Outcome::Closed,
            _ => Outcome::Failed { retry_after: error.retry_after() },
        }
    }
}

/// What is known of one feed: plain data, to be stored between runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// When it is to be asked next.
    pub due: Timestamp,
    /// How long it is between two questions while all goes well.
    pub interval: Duration,
    /// How many times in a row it has failed.
    pub failures: u32,
}

/// The feed to ask next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its address.
    pub url: String,
    /// When: a time that has passed means now.
    pub at: Timestamp,
}

/// The feeds that are watched, each with its next time.
///
/// ```
/// use sayso_fetch::{Outcome, Pace, Schedule};
/// let now = "2026-03-02T10:00:00Z".parse().unwrap();
/// let mut schedule = Schedule::new(Pace::default());
/// assert_eq!(schedule.next(), None);
/// schedule.add("https://news.example/feed", now);
/// schedule.add("https://other.example/feed", now);
///
/// let due = schedule.next().unwrap();
/// assert_eq!((due.url.as_str(), due.at), ("https://news.example/feed", now));
/// schedule.report(&due.url, Outcome::New, now);
/// assert_eq!(schedule.next().unwrap().url, "https://other.example/feed");
/// ```
#[derive(Clone, Debug)]
pub struct Schedule {
    pace: Pace,
    feeds: BTreeMap<String, Feed>,
}

impl Schedule {
    /// No feeds yet.
    pub fn new(pace: Pace) -> Schedule {
        Schedule { pace, feeds: BTreeMap::new() }
    }

    /// Watches a feed, which is to be asked at once. One that is watched already stays as it is.
    pub fn add(&mut self, url: &str, now: Timestamp) {
        let interval = self.pace.first;
        let feed = || Feed { url: url.to_owned(), due: now, interval, failures: 0 };
        self.feeds.entry(url.to_owned()).or_insert_with(feed);
    }

    /// Takes up a feed as it was stored.
    pub fn restore(&mut self, feed: Feed) {
        self.feeds.insert(feed.url.clone(), feed);
    }

    /// Watches a feed no longer. Whether it was watched.
    pub fn remove(&mut self, url: &str) -> bool {
        self.feeds.remove(url).is_some()
    }

    /// All feeds, by address.
    pub fn feeds(&self) -> impl Iterator<Item = &Feed> {
        self.feeds.values()
    }

    /// The feed whose time comes first; of several, the one whose address does. `None` only without feeds.
    pub fn next(&self) -> Option<Due> {
        let feed = self.feeds.values().min_by_key(|feed| feed.due)?;
        Some(Due { url: feed.url.clone(), at: feed.due })
    }

    /// Notes what came of asking a feed, and so when it is next. A feed that is not watched changes nothing.
    pub fn report(&mut self, url: &str, outcome: Outcome, now: Timestamp) {
        let Some(feed) = self.feeds.get_mut(url) else { return };
        let pace = &self.pace;
        feed.failures = match outcome {
            Outcome::New | Outcome::Unchanged => 0,
            Outcome::Failed { .. } | Outcome::Closed => feed.failures.saturating_add(1),
        };
        let bounded = |interval: Duration| interval.min(pace.longest).max(pace.shortest);
        let wait = match outcome {
            Outcome::New => {
                feed.interval = bounded(feed.interval / 2);
                pace.backoff.jitter.spread(feed.interval, url, 0)
            }
            Outcome::Unchanged => {
                feed.interval = bounded(feed.interval.saturating_mul(3) / 2);
                pace.backoff.jitter.spread(feed.interval, url, 0)
            }
            Outcome::Failed { retry_after } => {
                pace.backoff.wait(url, feed.failures).max(retry_after.unwrap_or_default())
            }
            Outcome::Closed => pace.patience,
        };
        feed.due = later(now, wait.min(pace.patience));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const URL: &str = "https://news.example/feed";

    fn start() -> Timestamp {
        "2026-03-02T10:00:00Z".parse().unwrap()
    }

    /// The minutes until the next question after each report.
    fn waits(outcomes: &[Outcome]) -> Vec<u64> {
        let mut schedule = Schedule::new(Pace::default());
        schedule.add(URL, start());
        let wait = |&outcome: &Outcome| {
            let now = schedule.next().unwrap().at;
            schedule.report(URL, outcome, now);
            crate::moment::until(now, schedule.next().unwrap().at).as_secs() / 60
        };
        outcomes.iter().map(wait).collect()
    }

    #[test]
    fn news_brings_us_back_sooner_and_silence_later() {
        let (new, same) = (Outcome::New, Outcome::Unchanged);
        assert_eq!(waits(&[new, new, new]), [15, 10, 10]);
        assert_eq!(waits(&[same, same, same, new]), [45, 67, 101, 50]);
        assert_eq!(waits(&[same; 12])[11], 720);
    }

    #[test]
    fn failures_back_off_and_leave_the_interval() {
        let failed = Outcome::Failed { retry_after: None };
        assert_eq!(waits(&[failed, failed, failed, Outcome::Unchanged]), [5, 10, 20, 45]);
        assert_eq!(waits(&[failed; 40])[39], 24 * 60);
    }

    #[test]
    fn what_the_server_asks_for_is_kept_within_reason() {
        let after = |minutes| Outcome::Failed { retry_after: Some(Duration::from_secs(60 * minutes)) };
        assert_eq!(waits(&[after(90), after(1)]), [90, 10]);
        assert_eq!(
            waits(&[after(u64::MAX / 60), Outcome::Closed, Outcome::New]),
            [7 * 24 * 60, 7 * 24 * 60, 15]
        );
    }

    #[test]
    fn errors_become_outcomes() {
        let of = |error: FetchError| Outcome::from(&error);
        let error = |kind| FetchError::new(kind, "");
        assert_eq!(of(error(FetchErrorKind::Status).with_status(410)), Outcome::Closed);
        assert_eq!(of(error(FetchErrorKind::Robots)), Outcome::Closed);
        let unsure = error(FetchErrorKind::Robots).with_status(503);
        assert_eq!(of(unsure), Outcome::Failed { retry_after: None });
        let wait = Some(Duration::from_secs(9));
        assert_eq!(
            of(error(FetchErrorKind::Busy).with_retry_after(wait)),
            Outcome::Failed { retry_after: wait }
        );
        assert_eq!(of(error(FetchErrorKind::Status).with_status(404)), Outcome::Failed { retry_after: None });
    }

    #[test]
    fn nobody_watched_is_nobody_due() {
        let mut schedule = Schedule::new(Pace::default());
        schedule.report(URL, Outcome::New, start());
        assert_eq!(schedule.next(), None);
        schedule.add(URL, start());
        assert!(schedule.remove(URL));
        assert!(!schedule.remove(URL));
        assert_eq!(schedule.next(), None);
    }

    #[test]
    fn a_stored_schedule_goes_on_as_it_was() {
        let mut schedule = Schedule::new(Pace::default());
        schedule.add(URL, start());
        schedule.report(URL, Outcome::New, start());
        let mut again = Schedule::new(Pace::default());
        schedule.feeds().cloned().for_each(|feed| again.restore(feed));
        again.add(URL, start());
        assert_eq!(again.next(), schedule.next());
    }

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        prop_oneof![
            Just(Outcome::New),
            Just(Outcome::Unchanged),
            Just(Outcome::Closed),
            proptest::option::of(any::<u64>().prop_map(Duration::from_secs))
                .prop_map(|retry_after| Outcome::Failed { retry_after }),
        ]
    }

    proptest! {
        #[test]
        fn every_feed_has_its_turn(outcomes in prop::collection::vec((0..5usize, any_outcome()), 1..200)) {
            let mut pace = Pace::default();
            pace.backoff.jitter = Jitter::seeded(5);
            let mut schedule = Schedule::new(pace.clone());
            let urls: Vec<String> = (0..5).map(|n| format!("https://{n}.example/feed")).collect();
            urls.iter().for_each(|url| schedule.add(url, start()));
            let mut now = start();
            for (_, outcome) in outcomes {
                let due = schedule.next().unwrap();
                now = now.max(due.at);
                schedule.report(&due.url, outcome, now);
                for feed in schedule.feeds() {
                    prop_assert!(feed.due <= later(now, pace.patience));
                    prop_assert!(feed.interval >= pace.shortest && feed.interval <= pace.longest);
                }
                prop_assert!(schedule.next().is_some_and(|next| next.at >= due.at));
            }
        }
    }
}
