//! When may this host be asked next?
//!
//! One question at a time, with a pause between two, and not before a time that the host has named. Callers
//! give the time and do the waiting, so that any number of them can share one `Hosts` behind a lock.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::moment::{later, until};

/// So many hosts are remembered before those that need nothing are forgotten.
const MANY: usize = 4096;

/// What each host is owed.
///
/// ```
/// use std::time::Duration;
/// use sayso_fetch::{Hosts, Turn};
/// let (now, pause) = ("2026-03-02T10:00:00Z".parse().unwrap(), Duration::from_secs(2));
/// let mut hosts = Hosts::new(Duration::from_secs(60));
/// assert_eq!(hosts.turn("news.example", now, pause), Turn::After(Duration::ZERO));
/// assert_eq!(hosts.turn("news.example", now, pause), Turn::After(pause));
/// assert_eq!(hosts.turn("other.example", now, pause), Turn::After(Duration::ZERO));
/// hosts.hold("other.example", now, Duration::from_secs(3600));
/// assert_eq!(hosts.turn("other.example", now, pause), Turn::NotBefore(Duration::from_secs(3600)));
/// ```
#[derive(Clone, Debug)]
pub struct Hosts {
    hosts: HashMap<String, Host>,
    max_wait: Duration,
}

#[derive(Clone, Copy, Debug)]
struct Host {
    /// When the pause after the last turn that was given is over.
    free: Timestamp,
    /// The time that the host has named.
    held: Timestamp,
}

/// When one may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// After so long; this turn is taken, and the next one comes after it.
    After(Duration),
    /// The host does not want to be asked for so long, which is more than we wait. No turn is taken.
    NotBefore(Duration),
}

impl Hosts {
    /// Nothing is known of any host; none that asks for more than `max_wait` is waited for.
    pub fn new(max_wait: Duration) -> Hosts {
        Hosts { hosts: HashMap::new(), max_wait }
    }

    /// Takes the next turn with `host`, after which it is left alone for `pause`.
    pub fn turn(&mut self, host: &str, now: Timestamp, pause: Duration) -> Turn {
        let max_wait = self.max_wait;
        let known = self.host(host, now);
        let held = until(now, known.held);
        if held > max_wait {
            return Turn::NotBefore(held);
        }
        let at = known.free.max(known.held).max(now);
        known.free = later(at, pause);
        Turn::After(until(now, at))
    }

    /// Notes that `host` wants to be left alone for `wait`. An earlier, longer wish still holds.
    pub fn hold(&mut self, host: &str, now: Timestamp, wait: Duration) {
        let known = self.host(host, now);
        known.held = known.held.max(later(now, wait));
    }

    fn host(&mut self, host: &str, now: Timestamp) -> &mut Host {
        if self.hosts.len() >= MANY && !self.hosts.contains_key(host) {
            self.hosts.retain(|_, known| known.free.max(known.held) > now);
        }
        self.hosts.entry(host.to_owned()).or_insert(Host { free: now, held: Timestamp::MIN })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn turns_follow_one_another() {
        let mut hosts = Hosts::new(seconds(60));
        let mut wait = |second, pause| hosts.turn("a", at(second), seconds(pause));
        assert_eq!(wait(0, 3), Turn::After(seconds(0)));
        assert_eq!(wait(1, 3), Turn::After(seconds(2)));
        assert_eq!(wait(1, 0), Turn::After(seconds(5)));
        assert_eq!(wait(1, 3), Turn::After(seconds(5)));
        assert_eq!(wait(100, 3), Turn::After(seconds(0)));
    }

    #[test]
    fn a_short_wish_is_waited_for_and_a_long_one_is_not() {
        let mut hosts = Hosts::new(seconds(60));
        hosts.hold("a", at(0), seconds(90));
        hosts.hold("a", at(0), seconds(10));
        assert_eq!(hosts.turn("a", at(0), seconds(1)), Turn::NotBefore(seconds(90)));
        assert_eq!(hosts.turn("a", at(40), seconds(1)), Turn::After(seconds(50)));
        assert_eq!(hosts.turn("a", at(40), seconds(1)), Turn::After(seconds(51)));
        hosts.hold("b", at(0), Duration::MAX);
        assert!(matches!(hosts.turn("b", at(0), seconds(1)), Turn::NotBefore(_)));
    }

    #[test]
    fn a_clock_that_is_set_back_does_no_harm() {
        let mut hosts = Hosts::new(seconds(60));
        hosts.turn("a", at(1000), seconds(1));
        assert_eq!(hosts.turn("a", at(990), seconds(1)), Turn::After(seconds(11)));
    }

    #[test]
    fn hosts_that_need_nothing_are_forgotten() {
        let mut hosts = Hosts::new(seconds(60));
        for n in 0..3 * MANY {
            hosts.turn(&n.to_string(), at(n as i64), seconds(1));
        }
        assert!(hosts.hosts.len() <= MANY);
        assert_eq!(
            hosts.turn(&(3 * MANY - 1).to_string(), at(3 * MANY as i64 - 1), seconds(1)),
            Turn::After(seconds(1))
        );
    }
}
