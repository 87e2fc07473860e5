//! So many of so many.

use std::fmt;
use std::ops::AddAssign;

use crate::metrics::ratio;

/// A part of a whole, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that hold.
    pub part: usize,
    /// All that were asked about.
    pub of: usize,
}

impl Share {
    /// One more that was asked about.
    pub(crate) fn count(&mut self, holds: bool) {
        self.part += usize::from(holds);
        self.of += 1;
    }

    /// From 0 to 1; 0 where nothing was asked about.
    pub fn value(self) -> f64 {
        ratio(self.part as f64, self.of)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Share) {
        self.part += other.part;
        self.of += other.of;
    }
}

/// As a person reads it: `3 of 4`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.part, self.of)
    }
}
