//! How long is one to wait after the n-th failure?
//!
//! Twice as long each time, up to a bound, and a little apart from the others who failed at the same moment, so
//! that a server that comes back is not met by all of them at once. The spread follows from a seed and from
//! what is being asked, and so is the same in every run.

use std::time::Duration;

/// Waits that double with each failure.
///
/// ```
/// use std::time::Duration;
/// use sayso_fetch::{Backoff, Jitter};
/// let backoff = Backoff { base: Duration::from_secs(2), cap: Duration::from_secs(60), jitter: Jitter::none() };
/// let waits: Vec<u64> = (0..7).map(|n| backoff.wait("news.example", n).as_secs()).collect();
/// assert_eq!(waits, [0, 2, 4, 8, 16, 32, 60]);
/// ```
#[derive(Clone, Debug)]
pub struct Backoff {
    /// The wait after the first failure.
    pub base: Duration,
    /// The longest wait, before the spread.
    pub cap: Duration,
    /// How waits are spread.
    pub jitter: Jitter,
}

impl Backoff {
    /// The wait after `failures` in a row on `key`; nothing after none.
    pub fn wait(&self, key: &str, failures: u32) -> Duration {
        let Some(doublings) = failures.checked_sub(1) else { return Duration::ZERO };
        let factor = 1u32.checked_shl(doublings).unwrap_or(u32::MAX);
        let wait = self.base.checked_mul(factor).unwrap_or(self.cap).min(self.cap);
        self.jitter.spread(wait, key, failures)
    }
}

/// A deterministic spread: a wait grows by up to a quarter.
///
/// ```
/// use std::time::Duration;
/// use sayso_fetch::Jitter;
/// let minute = Duration::from_secs(60);
/// let spread = Jitter::seeded(7).spread(minute, "news.example", 1);
/// assert!((60..=75).contains(&spread.as_secs()));
/// assert_eq!(spread, Jitter::seeded(7).spread(minute, "news.example", 1));
/// assert_eq!(Jitter::none().spread(minute, "news.example", 1), minute);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jitter {
    seed: Option<u64>,
}

impl Jitter {
    /// No spread: every wait is as long as it says.
    pub fn none() -> Jitter {
        Jitter { seed: None }
    }

    /// The spread of `seed`. Two machines should not have the same one.
    pub fn seeded(seed: u64) -> Jitter {
        Jitter { seed: Some(seed) }
    }

    /// `wait`, and up to a quarter more, as `key` and `count` have it. It is never shorter: a server that named
    /// a time is not asked before it.
    pub fn spread(&self, wait: Duration, key: &str, count: u32) -> Duration {
        let Some(seed) = self.seed else { return wait };
        let fraction = (mix(seed, key, count) >> 40) as u32;
        // 24 bits out of 26: from nothing up to a quarter.
        let more = (wait.as_nanos() * u128::from(fraction)) >> 26;
        wait.saturating_add(Duration::from_nanos(u64::try_from(more).unwrap_or(u64::MAX)))
    }
}

/// FNV-1a over the key, then the finish of SplitMix64: known, short, the same on every machine.
fn mix(seed: u64, key: &str, count: u32) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(key.bytes()).chain(count.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_failures_do_not_overflow() {
        let second = Duration::from_secs(1);
        let backoff = Backoff { base: second, cap: second * 100, jitter: Jitter::none() };
        assert_eq!(backoff.wait("", u32::MAX), second * 100);
        assert_eq!(backoff.wait("", 33), second * 100);
        let endless = Backoff { base: Duration::MAX, cap: Duration::MAX, jitter: Jitter::seeded(1) };
        assert_eq!(endless.wait("", 2), Duration::MAX);
    }

    #[test]
    fn the_spread_tells_keys_seeds_and_counts_apart() {
        let hour = Duration::from_secs(3600);
        let spread = |seed, key, count| Jitter::seeded(seed).spread(hour, key, count);
        let waits = [spread(1, "a", 1), spread(2, "a", 1), spread(1, "b", 1), spread(1, "a", 2)];
        for (at, wait) in waits.iter().enumerate() {
            assert!(*wait >= hour && *wait <= hour * 5 / 4, "{wait:?}");
            assert!(!waits[..at].contains(wait));
        }
    }

    #[test]
    fn the_spread_is_even() {
        let second = Duration::from_secs(1);
        let mut quarters = [0; 4];
        for at in 0..400 {
            let more = Jitter::seeded(3).spread(second, &format!("https://news.example/{at}"), 1) - second;
            quarters[(more.as_nanos() * 16 / 1_000_000_000) as usize] += 1;
        }
        assert!(quarters.iter().all(|&n| (70..=130).contains(&n)), "{quarters:?}");
    }
}
