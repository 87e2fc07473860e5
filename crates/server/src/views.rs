//! Which answers are kept, and for how long? As long as the library does not change, and a minute at most: what issues other
//! programs define shows no sooner.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What an answer was given as of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// The library's last change.
    pub(crate) change: i64,
    /// The change as of which issues were found.
    pub(crate) found: Option<i64>,
}

/// So long an answer is kept.
const LONGEST: Duration = Duration::from_secs(60);

/// Answers that were given, by what was asked.
pub(crate) struct Views<T> {
    kept: Mutex<Kept<T>>,
    /// So many bytes are kept at most.
    most: usize,
}

struct Kept<T> {
    views: HashMap<String, View<T>>,
    bytes: usize,
    /// Counts what is asked, so that what was not asked for longest goes first.
    clock: u64,
}

struct View<T> {
    answer: Arc<T>,
    state: State,
    made: Instant,
    bytes: usize,
    used: u64,
}

impl<T> View<T> {
    fn is_good(&self, state: State) -> bool {
        self.state == state && self.made.elapsed() < LONGEST
    }
}

impl<T> Views<T> {
    /// Keeps at most so many bytes.
    pub(crate) fn new(most: usize) -> Views<T> {
        Views { kept: Mutex::new(Kept { views: HashMap::new(), bytes: 0, clock: 0 }), most }
    }

    /// How many answers are kept, and how many bytes they have.
    pub(crate) fn size(&self) -> (usize, usize) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.views.len(), kept.bytes)
    }

    /// What was answered as of that change.
    pub(crate) fn get(&self, asked: &str, state: State) -> Option<Arc<T>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        let view = kept.views.get_mut(asked).filter(|view| view.is_good(state))?;
        view.used = clock;
        Some(Arc::clone(&view.answer))
    }

    /// Keeps an answer of so many bytes. One that is larger than a tenth of all is not kept.
    pub(crate) fn put(&self, asked: &str, state: State, answer: Arc<T>, bytes: usize) {
        let bytes = bytes + asked.len();
        if bytes > self.most / 10 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let used = kept.clock;
        let view = View { answer, state, made: Instant::now(), bytes, used };
        if let Some(before) = kept.views.insert(asked.to_owned(), view) {
            kept.bytes -= before.bytes;
        }
        kept.bytes += bytes;
        if kept.bytes > self.most {
            make_room(&mut kept, self.most / 2, state);
        }
    }
}

/// Lets go of what is out of date, then of what was not asked for longest.
fn make_room<T>(kept: &mut Kept<T>, wanted: usize, state: State) {
    kept.views.retain(|_, view| view.is_good(state));
    let mut views: Vec<(u64, usize, String)> =
        kept.views.iter().map(|(asked, view)| (view.used, view.bytes, asked.clone())).collect();
    views.sort_unstable();
    kept.bytes = views.iter().map(|view| view.1).sum();
    for (_, bytes, asked) in views {
        if kept.bytes <= wanted {
            break;
        }
        kept.views.remove(&asked);
        kept.bytes -= bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_of(change: i64) -> State {
        State { change, found: Some(1) }
    }

    #[test]
    fn an_answer_is_kept_until_the_library_changes() {
        let views = Views::new(1000);
        views.put("/compare", as_of(1), Arc::new("one"), 3);
        assert_eq!(views.get("/compare", as_of(1)).as_deref(), Some(&"one"));
        assert!(
            views.get("/compare", as_of(2)).is_none()
                && views.get("/compare", State { change: 1, found: Some(2) }).is_none()
                && views.get("/actors", as_of(1)).is_none()
        );
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let views = Views::new(1000);
        for number in 0..20 {
            views.put(&format!("{number:02}"), as_of(1), Arc::new(number), 58);
            views.get("00", as_of(1));
        }
        assert!(
            views.get("00", as_of(1)).is_some()
                && views.get("19", as_of(1)).is_some()
                && views.get("01", as_of(1)).is_none()
        );
        views.put("large", as_of(1), Arc::new(0), 101);
        assert!(views.get("large", as_of(1)).is_none());
    }
}
