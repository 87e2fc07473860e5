//! Which answers are kept, and for how long? As long as the library does not change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

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
    /// As of which change of the library.
    change: i64,
    bytes: usize,
    used: u64,
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
    pub(crate) fn get(&self, asked: &str, change: i64) -> Option<Arc<T>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        let view = kept.views.get_mut(asked).filter(|view| view.change == change)?;
        view.used = clock;
        Some(Arc::clone(&view.answer))
    }

    /// Keeps an answer of so many bytes. One that is larger than a tenth of all is not kept.
    pub(crate) fn put(&self, asked: &str, change: i64, answer: Arc<T>, bytes: usize) {
        let bytes = bytes + asked.len();
        if bytes > self.most / 10 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let used = kept.clock;
        let view = View { answer, change, bytes, used };
        if let Some(before) = kept.views.insert(asked.to_owned(), view) {
            kept.bytes -= before.bytes;
        }
        kept.bytes += bytes;
        if kept.bytes > self.most {
            make_room(&mut kept, self.most / 2, change);
        }
    }
}

/// Lets go of what is out of date, then of what was not asked for longest.
fn make_room<T>(kept: &mut Kept<T>, wanted: usize, change: i64) {
    kept.views.retain(|_, view| view.change == change);
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

    #[test]
    fn an_answer_is_kept_until_the_library_changes() {
        let views = Views::new(1000);
        views.put("/compare", 1, Arc::new("one"), 3);
        assert_eq!(views.get("/compare", 1).as_deref(), Some(&"one"));
        assert!(views.get("/compare", 2).is_none() && views.get("/actors", 1).is_none());
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let views = Views::new(1000);
        for number in 0..20 {
            views.put(&format!("{number:02}"), 1, Arc::new(number), 58);
            views.get("00", 1);
        }
        assert!(views.get("00", 1).is_some() && views.get("19", 1).is_some() && views.get("01", 1).is_none());
        views.put("large", 1, Arc::new(0), 101);
        assert!(views.get("large", 1).is_none());
    }
}
