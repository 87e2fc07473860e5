//! Which of the feeds is to be asked now, and what is noted when it was?
//!
//! [`Followed`] is the schedule of `sayso_fetch` and what the library keeps of each feed, side by side: a feed that is being
//! asked is taken out of the schedule until it is known what came of it. The time is a value, so that all of it is tested
//! without waiting.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use sayso_fetch::{Feed, Outcome, Pace, Schedule, Validators};
use sayso_library::StoredFeed;

use super::moment;

/// What came of asking a feed.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// The feed's address.
    pub(crate) url: String,
    /// What it calls itself, where it was read.
    pub(crate) title: Option<String>,
    /// What that means for the next time.
    pub(crate) outcome: Outcome,
    /// What to ask with next time, where all of what it has now was dealt with.
    pub(crate) validators: Option<Validators>,
    /// What is wrong with it.
    pub(crate) complaint: Option<String>,
    /// How many new articles it had.
    pub(crate) articles: usize,
    /// The addresses of these, for those who might take them up at the same time.
    pub(crate) taken: Vec<String>,
}

/// The feeds that are followed.
pub(crate) struct Followed {
    schedule: Schedule,
    stored: BTreeMap<String, StoredFeed>,
    /// Those that are being asked.
    asked: BTreeMap<String, Feed>,
}

/// No feed is left alone longer.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// As often as the feeds have news, or each after the same time.
pub(crate) fn pace(every: Option<Duration>) -> Pace {
    let pace = Pace::default();
    match every {
        Some(every) => Pace { first: every, shortest: every, longest: every, ..pace },
        None => pace,
    }
}

impl Followed {
    /// The feeds `wanted`, or all that are `stored` where nothing is wanted, each as it was left.
    pub(crate) fn new(
        stored: Vec<StoredFeed>,
        wanted: &[String],
        every: Option<Duration>,
        now: Timestamp,
    ) -> Followed {
        let pace = pace(every);
        let mut stored: BTreeMap<String, StoredFeed> =
            stored.into_iter().map(|feed| (feed.url.clone(), feed)).collect();
        if !wanted.is_empty() {
            let new = |url: &String| StoredFeed { url: url.clone(), ..StoredFeed::default() };
            stored = wanted
                .iter()
                .map(|url| (url.clone(), stored.remove(url).unwrap_or_else(|| new(url))))
                .collect();
        }
        let mut schedule = Schedule::new(pace.clone());
        for feed in stored.values() {
            schedule.restore(as_left(feed, &pace, every, now));
        }
        Followed { schedule, stored, asked: BTreeMap::new() }
    }

    /// All of them, by address.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &StoredFeed> {
        self.stored.values()
    }

    /// Takes out those whose time has come, or all.
    pub(crate) fn take_due(&mut self, now: Timestamp, all: bool) -> Vec<StoredFeed> {
        let mut due = Vec::new();
        while let Some(next) = self.schedule.next().filter(|next| all || next.at <= now) {
            let Some(feed) = self.schedule.feeds().find(|feed| feed.url == next.url).cloned() else { break };
            self.schedule.remove(&feed.url);
            due.extend(self.stored.get(&feed.url).cloned());
            self.asked.insert(feed.url.clone(), feed);
        }
        due
    }

    /// Notes what came of asking a feed. Gives what is to be stored of it, and what is to be said of it: that there is
    /// something wrong, when that is new, or that nothing is wrong any more.
    pub(crate) fn report(&mut self, visit: &Visit, now: Timestamp) -> Option<(StoredFeed, Option<String>)> {
        let feed = self.asked.remove(&visit.url)?;
        self.schedule.restore(feed);
        self.schedule.report(&visit.url, visit.outcome, now);
        let planned = self.schedule.feeds().find(|feed| feed.url == visit.url)?;
        let stored = self.stored.get_mut(&visit.url)?;
        let said = said(stored.complaint.as_deref(), visit, planned.due);
        stored.title = visit.title.clone().or(stored.title.take());
        stored.asked_at = Some(now.as_second());
        stored.due_at = Some(planned.due.as_second());
        stored.every_seconds = i64::try_from(planned.interval.as_secs()).ok();
        stored.failures = planned.failures;
        stored.complaint.clone_from(&visit.complaint);
        if let Some(Validators { etag, last_modified }) = visit.validators.clone() {
            (stored.etag, stored.last_modified) = (etag, last_modified);
        }
        Some((stored.clone(), said))
    }
}

/// The feed as the schedule knew it. One that was asked too long ago, or by a clock that went wrong, is due.
fn as_left(stored: &StoredFeed, pace: &Pace, every: Option<Duration>, now: Timestamp) -> Feed {
    let second = |second: Option<i64>| second.and_then(|second| Timestamp::from_second(second).ok());
    let due = match (every, second(stored.asked_at)) {
        // Another interval than it had; a failing one waits as long as it was to.
        (Some(every), Some(asked)) if stored.failures == 0 => asked.checked_add(every).ok(),
        _ => second(stored.due_at),
    };
    let too_far = now.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
    let interval = stored.every_seconds.and_then(|seconds| u64::try_from(seconds).ok());
    Feed {
        url: stored.url.clone(),
        due: due.filter(|due| *due <= too_far).unwrap_or(now),
        interval: interval.map_or(pace.first, Duration::from_secs).clamp(pace.shortest, pace.longest),
        failures: stored.failures,
    }
}

/// What is to be said after a visit: once for each reason.
fn said(before: Option<&str>, visit: &Visit, due: Timestamp) -> Option<String> {
    match (before, &visit.complaint) {
        (Some(before), Some(complaint)) if is_same(before, complaint) => None,
        (_, Some(complaint)) => {
            Some(format!("{complaint}; it is asked again at {}", moment(due.as_second())))
        }
        (Some(_), None) => Some(format!("{}: can be read again", visit.url)),
        (None, None) => None,
    }
}

/// Whether two complaints give one reason: times and counts in them make no other.
fn is_same(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://wire.example/rss";

    fn now() -> Timestamp {
        "2026-03-02T10:00:00Z".parse().unwrap()
    }

    fn visit(outcome: Outcome, complaint: Option<&str>) -> Visit {
        Visit {
            url: URL.to_owned(),
            title: None,
            outcome,
            validators: None,
            complaint: complaint.map(str::to_owned),
            articles: 0,
            taken: vec![],
        }
    }

    fn followed(stored: Vec<StoredFeed>) -> Followed {
        Followed::new(stored, &[URL.to_owned()], None, now())
    }

    /// What is stored and said after a visit, `now`.
    fn after(followed: &mut Followed, visit: &Visit) -> (StoredFeed, Option<String>) {
        assert_eq!(followed.take_due(now(), true).len(), 1);
        followed.report(visit, now()).unwrap()
    }

    #[test]
    fn a_new_feed_is_due_and_not_twice_at_a_time() {
        let mut followed = followed(vec![]);
        assert_eq!(followed.take_due(now(), false).len(), 1);
        assert_eq!(followed.take_due(now(), true).len(), 0);
        let (stored, _) = followed.report(&visit(Outcome::New, None), now()).unwrap();
        assert_eq!(stored.due_at, Some(now().as_second() + 15 * 60));
        assert_eq!(followed.take_due(now(), false).len(), 0);
        assert!(followed.report(&visit(Outcome::New, None), now()).is_none());
    }

    #[test]
    fn a_restart_asks_no_sooner() {
        let (stored, _) = after(&mut followed(vec![]), &visit(Outcome::New, None));
        let mut again = followed(vec![stored.clone()]);
        assert_eq!(again.take_due(now(), false).len(), 0);
        let later = now().checked_add(Duration::from_secs(15 * 60)).unwrap();
        assert_eq!(again.take_due(later, false), [stored]);
        // The interval goes on from where it was: 15 minutes, and half as much again.
        let (stored, _) = again.report(&visit(Outcome::Unchanged, None), later).unwrap();
        assert_eq!(stored.every_seconds, Some(22 * 60 + 30));
    }

    #[test]
    fn what_is_wanted_wins_over_what_is_stored_and_nothing_wanted_is_all() {
        let other = StoredFeed { url: "https://a.example/rss".to_owned(), ..StoredFeed::default() };
        let urls = |followed: &Followed| followed.stored().map(|feed| feed.url.clone()).collect::<Vec<_>>();
        assert_eq!(urls(&followed(vec![other.clone()])), [URL]);
        assert_eq!(urls(&Followed::new(vec![other.clone()], &[], None, now())), [other.url]);
        assert!(urls(&Followed::new(vec![], &[], None, now())).is_empty());
    }

    #[test]
    fn an_interval_of_ones_own_holds_from_the_last_question_on() {
        let stored = StoredFeed {
            url: URL.to_owned(),
            asked_at: Some(now().as_second() - 100),
            due_at: Some(now().as_second() + 40_000),
            every_seconds: Some(40_100),
            ..StoredFeed::default()
        };
        let due = |stored: &StoredFeed, every| {
            let pace = pace(every);
            as_left(stored, &pace, every, now()).due.as_second() - now().as_second()
        };
        assert_eq!(due(&stored, None), 40_000);
        assert_eq!(due(&stored, Some(Duration::from_secs(600))), 500);
        let failing = StoredFeed { failures: 2, ..stored.clone() };
        assert_eq!(due(&failing, Some(Duration::from_secs(600))), 40_000);
        let absurd = StoredFeed { due_at: Some(i64::MAX), ..stored };
        assert_eq!(due(&absurd, None), 0);
    }

    #[test]
    fn trouble_is_told_once_a_reason_and_its_end_once() {
        let failed = Outcome::Failed { retry_after: None };
        let mut followed = followed(vec![]);
        let mut said = |visit: &Visit| after(&mut followed, visit).1;
        let first = said(&visit(failed, Some("the host asks for another 70 s"))).unwrap();
        assert_eq!(first, "the host asks for another 70 s; it is asked again at 2026-03-02 10:05 UTC");
        assert_eq!(said(&visit(failed, Some("the host asks for another 8 s"))), None);
        assert!(said(&visit(failed, Some("it is gone"))).is_some());
        assert_eq!(said(&visit(Outcome::New, None)).unwrap(), format!("{URL}: can be read again"));
        assert_eq!(said(&visit(Outcome::New, None)), None);
    }

    #[test]
    fn validators_stay_until_there_are_others() {
        let mut followed = followed(vec![]);
        let etag = Validators { etag: Some("\"7\"".to_owned()), last_modified: None };
        let known = Visit { validators: Some(etag), ..visit(Outcome::New, None) };
        assert_eq!(after(&mut followed, &known).0.etag.as_deref(), Some("\"7\""));
        let (stored, _) = after(&mut followed, &visit(Outcome::Unchanged, None));
        assert_eq!(stored.etag.as_deref(), Some("\"7\""));
        let none = Visit { validators: Some(Validators::default()), ..visit(Outcome::New, None) };
        assert_eq!(after(&mut followed, &none).0.etag, None);
    }
}
