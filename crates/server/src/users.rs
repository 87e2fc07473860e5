//! Whom does the library know? Asked again every other second, so that a user who is taken away is gone at once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sayso_library::User;

use crate::failure::Failure;
use crate::secrets::Hash;
use crate::site::Site;

/// Those whom the library knew a moment ago.
pub(crate) struct Users {
    kept: Mutex<Option<(Instant, Arc<Vec<User>>)>>,
    /// How long a moment is.
    moment: Duration,
}

impl Users {
    /// None yet.
    pub(crate) fn new(moment: Duration) -> Users {
        Users { kept: Mutex::new(None), moment }
    }

    fn kept(&self) -> Option<Arc<Vec<User>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(asked, _)| asked.elapsed() < self.moment).map(|(_, users)| Arc::clone(users))
    }

    /// All of them.
    ///
    /// # Errors
    /// When the library cannot be asked: nobody is let in then.
    pub(crate) async fn all(&self, site: &Arc<Site>) -> Result<Arc<Vec<User>>, Failure> {
        if let Some(users) = self.kept() {
            return Ok(users);
        }
        let (asked, asking) = (Instant::now(), Arc::clone(site));
        let ask = move || asking.pool().ask(|library| Ok::<_, Failure>(library.users()?));
        let users = Arc::clone(site).on_a_thread(ask).await?;
        let users: Arc<Vec<User>> = Arc::new(users.into_iter().map(|(user, _)| user).collect());
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((asked, Arc::clone(&users)));
        Ok(users)
    }
}

/// Whose token has this hash.
pub(crate) fn of<'a>(users: &'a [User], hash: &Hash) -> Option<&'a User> {
    users.iter().find(|user| user.hash == *hash)
}
