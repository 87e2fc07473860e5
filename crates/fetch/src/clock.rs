//! What time is it, and how does one wait? The only place of this crate that looks at a clock.

use std::fmt::Debug;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;

/// The time of day and the patience of a [`Fetcher`](crate::Fetcher). Tests give one that waits for nobody.
pub trait Clock: Debug + Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// Returns after `wait`.
    fn sleep(&self, wait: Duration);
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn sleep(&self, wait: Duration) {
        thread::sleep(wait);
    }
}

/// The time on the network that one question has left. It runs only while [`Budget::spend`] does.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Duration,
}

impl Budget {
    pub(crate) fn new(total: Duration) -> Budget {
        Budget { left: total }
    }

    /// Does `work`, which is told how long it may take, and takes off how long it took.
    pub(crate) fn spend<T>(&mut self, work: impl FnOnce(Duration) -> T) -> T {
        let start = Instant::now();
        let done = work(self.left);
        self.left = self.left.saturating_sub(start.elapsed());
        done
    }
}
