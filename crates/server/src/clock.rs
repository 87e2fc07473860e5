//! What time is it? Asked here alone.

use std::time::{SystemTime, UNIX_EPOCH};

/// In seconds since 1970. A clock that stands before is taken for that year.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
