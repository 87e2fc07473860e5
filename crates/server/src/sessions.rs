//! Who is signed in? Browsers hold the name of a session; whose it is is known here alone, for half a day.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::secrets::{Hash, new_session, token_hash};

/// How long a session holds.
pub(crate) const HELD: Duration = Duration::from_secs(12 * 60 * 60);

/// So many are held; beyond, the one that would end first ends.
const MOST: usize = 1024;

/// Sessions, by the hash of their name: how long a look takes says nothing of any name.
#[derive(Default)]
pub(crate) struct Sessions {
    held: Mutex<HashMap<Hash, Session>>,
}

struct Session {
    /// By what the library knows the user: where it knows none by that any more, the session is nobody's.
    user: Hash,
    ends: Instant,
}

impl Sessions {
    /// Begins one for a user. Its name is new, so that nobody can have chosen it before.
    pub(crate) fn begin(&self, user: Hash, now: Instant) -> String {
        let name = new_session();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, session| session.ends > now);
        if held.len() >= MOST {
            let first = held.iter().min_by_key(|(_, session)| session.ends).map(|(hash, _)| *hash);
            first.map(|hash| held.remove(&hash));
        }
        held.insert(token_hash(&name), Session { user, ends: now + HELD });
        name
    }

    /// Whose it is.
    pub(crate) fn user(&self, name: &str, now: Instant) -> Option<Hash> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&token_hash(name)).filter(|session| session.ends > now).map(|session| session.user)
    }

    /// Ends it.
    pub(crate) fn end(&self, name: &str) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&token_hash(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_holds_until_it_ends_and_nobody_chooses_its_name() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let name = sessions.begin([7; 32], now);
        assert_eq!(sessions.user(&name, now), Some([7; 32]));
        assert_eq!(sessions.user(&name, now + HELD), None);
        assert_eq!(sessions.user("chosen", now), None);
        assert!(sessions.begin([7; 32], now) != name);
        sessions.end(&name);
        assert_eq!(sessions.user(&name, now), None);
    }

    #[test]
    fn no_more_than_so_many_are_held() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let first = sessions.begin([1; 32], now);
        for second in 0..MOST {
            sessions.begin([2; 32], now + Duration::from_millis(1 + second as u64));
        }
        assert_eq!((sessions.user(&first, now), sessions.held.lock().unwrap().len()), (None, MOST));
    }
}
