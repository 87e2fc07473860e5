//! Why an address was not fetched.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use url::Url;

/// What kind of obstacle a [`FetchError`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchErrorKind {
    /// A setting of [`Policy`](crate::Policy) cannot be used.
    Settings,
    /// It is no address of the web, or one with a password in it.
    Url,
    /// The address, its port or the machine behind it is not open to us.
    Refused,
    /// The host has no address, or nobody who knows it answered.
    Name,
    /// No connection came about, or it broke off.
    Connect,
    /// The server could not show that it is the one it claims to be.
    Tls,
    /// The server took longer than the limits allow.
    Timeout,
    /// The answer is over [`Policy::max_bytes`](crate::Policy::max_bytes), or grows suspiciously when unpacked.
    TooLarge,
    /// Redirects go round in circles, nowhere, too far, or from https to http.
    Redirect,
    /// The site's `robots.txt` asks us not to.
    Robots,
    /// The host asks us to come back later (429, 503, or a time that has not come yet).
    Busy,
    /// The server answered with another status than success; [`FetchError::status`] has it.
    Status,
    /// The answer is not HTTP as agreed: cut off, wrongly packed, or an unknown packing.
    Broken,
}

/// Why an address was not fetched. It concerns this address alone.
///
/// Its `Display` says what was wrong, where, and what to do:
///
/// ```
/// use sayso_fetch::{FetchErrorKind, Fetcher, Policy, Validators};
/// let fetcher = Fetcher::new(Policy::default())?;
/// let error = fetcher.get("ftp://news.example/feed", &Validators::default()).unwrap_err();
/// assert_eq!(error.kind(), FetchErrorKind::Url);
/// assert_eq!(error.to_string(), "ftp://news.example/feed: `ftp` is not fetched; use http or https");
/// # Ok::<(), sayso_fetch::FetchError>(())
/// ```
#[derive(Debug)]
pub struct FetchError {
    // Boxed: results pass it by value, and errors are rare.
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: FetchErrorKind,
    place: Option<String>,
    message: String,
    status: Option<u16>,
    retry_after: Option<Duration>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl FetchError {
    pub(crate) fn new(kind: FetchErrorKind, message: impl Into<String>) -> FetchError {
        let message = message.into();
        let inner = Inner { kind, place: None, message, status: None, retry_after: None, cause: None };
        FetchError { inner: Box::new(inner) }
    }

    /// Names the address, without a user name or password in it, unless one is named already.
    pub(crate) fn at(self, url: &Url) -> FetchError {
        let mut shown = url.clone();
        // Both fail only for addresses that cannot have them.
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        self.at_text(shown.as_str())
    }

    /// Names an address that could not be parsed, cut to a length that fits a line.
    pub(crate) fn at_text(mut self, url: &str) -> FetchError {
        let shown = || match url.char_indices().nth(200) {
            Some((end, _)) => format!("{}…", &url[..end]),
            None => url.to_owned(),
        };
        self.inner.place.get_or_insert_with(shown);
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> FetchError {
        self.inner.status = Some(status);
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> FetchError {
        self.inner.retry_after = wait;
        self
    }

    pub(crate) fn caused_by(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> FetchError {
        self.inner.cause = Some(cause.into());
        self
    }

    /// What kind of obstacle it is.
    pub fn kind(&self) -> FetchErrorKind {
        self.inner.kind
    }

    /// The address that it happened at: after redirects, another one than was asked for.
    pub fn url(&self) -> Option<&str> {
        self.inner.place.as_deref()
    }

    /// The server's status, where it answered with one that is an obstacle.
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// How long the server asks to be left alone from now on, where it said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Whether the same question may find an answer later without anybody changing anything.
    pub fn is_temporary(&self) -> bool {
        use FetchErrorKind::{Busy, Connect, Name, Status, Timeout};
        match self.kind() {
            Busy | Connect | Name | Timeout => true,
            Status => self.status().is_some_and(|status| status == 408 || status >= 500),
            _ => false,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.inner.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.inner.message)
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.inner.cause.as_ref().map(|cause| cause.as_ref() as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_without_giving_a_password_away() {
        let url = Url::parse("https://ann:secret@news.example/a").unwrap();
        let error = FetchError::new(FetchErrorKind::Url, "no").at(&url);
        assert_eq!(error.to_string(), "https://news.example/a: no");
        assert_eq!(error.at_text("elsewhere").url(), Some("https://news.example/a"));
    }

    #[test]
    fn knows_what_may_pass() {
        let error = |kind| FetchError::new(kind, "");
        assert!(error(FetchErrorKind::Timeout).is_temporary());
        assert!(error(FetchErrorKind::Status).with_status(502).is_temporary());
        assert!(!error(FetchErrorKind::Status).with_status(404).is_temporary());
        assert!(!error(FetchErrorKind::Refused).is_temporary());
    }

    #[test]
    fn long_addresses_are_cut_between_characters() {
        let error = FetchError::new(FetchErrorKind::Url, "no").at_text(&"é".repeat(500));
        assert_eq!(error.url().unwrap().chars().count(), 201);
    }
}
