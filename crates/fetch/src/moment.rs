//! Moments and the time between them, without overflow: servers may ask for any number of seconds.

use std::time::Duration;

use jiff::Timestamp;

/// `wait` after `now`, or the last moment there is.
pub(crate) fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// How long it is from `now` until `then`; nothing when that has passed.
pub(crate) fn until(now: Timestamp, then: Timestamp) -> Duration {
    Duration::try_from(then.duration_since(now)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_end_of_time_is_passed() {
        assert_eq!(later(Timestamp::UNIX_EPOCH, Duration::MAX), Timestamp::MAX);
        assert_eq!(until(Timestamp::MAX, Timestamp::MIN), Duration::ZERO);
        let soon = later(Timestamp::UNIX_EPOCH, Duration::from_secs(5));
        assert_eq!(until(Timestamp::UNIX_EPOCH, soon), Duration::from_secs(5));
    }
}
