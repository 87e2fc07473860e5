//! What stands at this address?
//!
//! The only place where time, names, sockets and manners meet: each step asks a pure module what is right, and
//! does it.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use url::{Host, Url};

use crate::backoff::Backoff;
use crate::clock::{Budget, Clock, SystemClock};
use crate::door::{Checked, Door};
use crate::error::{FetchError, FetchErrorKind};
use crate::exchange::{Exchange, Reply, Times, is_sendable};
use crate::header::{content_type, retry_after};
use crate::hosts::{Hosts, Turn};
use crate::policy::Policy;
use crate::resolve::{Resolver, SystemResolver, resolve_within};
use crate::robots::{MAX_BYTES, Robots};
use crate::sites::{Rules, Sites};
use crate::trail::Trail;
use crate::unpack::{Limit, unpack};

/// The RFC asks for five when looking for `robots.txt`.
const ROBOTS_REDIRECTS: usize = 5;

/// No limit on time is longer, so that no moment is beyond what the system can tell.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The first wait before a question is asked again.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// Asks the web for pages, one at a time or from many threads at once.
///
/// It remembers each host's pause and `robots.txt`, so one is made for a run and shared.
#[derive(Debug)]
pub struct Fetcher {
    policy: Policy,
    /// The name that `robots.txt` is searched for.
    name: String,
    door: Door,
    exchange: Exchange,
    resolver: Arc<dyn Resolver>,
    clock: Arc<dyn Clock>,
    backoff: Backoff,
    hosts: Mutex<Hosts>,
    sites: Mutex<Sites>,
}

/// What an earlier answer was known by: given back to the server, it answers only if something has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Validators {
    /// The answer's mark, quotation marks included.
    pub etag: Option<String>,
    /// The server's date for it, as the server wrote it.
    pub last_modified: Option<String>,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is as it was when the validators were given.
    NotModified,
    /// It is this.
    Page(Page),
}

/// A page, a feed, or whatever else stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Where it was found, after redirects; without a fragment.
    pub url: String,
    /// The server's status, 200 to 299.
    pub status: u16,
    /// What kind of thing it is by the server's word, as `text/html`.
    pub content_type: Option<String>,
    /// The encoding of its characters by the server's word, in lower case.
    pub charset: Option<String>,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// What to ask with next time.
    pub validators: Validators,
}

/// A reply, and where it came from.
struct Arrived {
    url: Url,
    reply: Reply,
}

/// Whose question it is.
#[derive(Clone, Copy, PartialEq)]
enum Errand {
    Page,
    /// Looking for the site's wishes, which need not be known before, nor leave a pause behind.
    Robots,
}

impl Fetcher {
    /// A fetcher with these manners, and with the machine's clock and name servers.
    ///
    /// # Errors
    /// `Settings` when the user agent is empty or no header can hold it, or [`Policy::trust`] holds no certificate.
    pub fn new(policy: Policy) -> Result<Fetcher, FetchError> {
        Fetcher::with(policy, Arc::new(SystemResolver), Arc::new(SystemClock))
    }

    /// The same with another clock and other name servers. What the resolver says is checked like any answer.
    ///
    /// # Errors
    /// As [`Fetcher::new`].
    pub fn with(
        mut policy: Policy,
        resolver: Arc<dyn Resolver>,
        clock: Arc<dyn Clock>,
    ) -> Result<Fetcher, FetchError> {
        policy.total_timeout = policy.total_timeout.min(DAY);
        policy.connect_timeout = policy.connect_timeout.min(policy.total_timeout);
        let name = policy.user_agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        if name.is_empty() {
            let message = "the user agent must begin with a name, as `sayso/1.0 (+https://…)`";
            return Err(FetchError::new(FetchErrorKind::Settings, message));
        }
        Ok(Fetcher {
            name,
            door: Door::new(&policy),
            exchange: Exchange::new(&policy)?,
            resolver,
            clock,
            backoff: Backoff {
                base: FIRST_WAIT,
                // So that what is added to spread it is not too long.
                cap: policy.max_wait - policy.max_wait / 5,
                jitter: policy.jitter,
            },
            hosts: Mutex::new(Hosts::new(policy.max_wait)),
            sites: Mutex::default(),
            policy,
        })
    }

    /// What stands at `url`, unless it is what `known` tells of. Waits for the host's pause, and asks again
    /// after a failure that may pass, as the policy says.
    ///
    /// # Errors
    /// See [`FetchErrorKind`]; every kind but `Settings`.
    pub fn get(&self, url: &str, known: &Validators) -> Result<Answer, FetchError> {
        let url = self.door.url(url)?;
        let mut failures = 0;
        loop {
            let error = match self.get_once(&url, known) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            failures += 1;
            let wait = self.backoff.wait(url.as_str(), failures).max(error.retry_after().unwrap_or_default());
            // An unknown name stays unknown for a while.
            let passes = error.is_temporary() && error.kind() != FetchErrorKind::Name;
            if !passes || failures > self.policy.retries || wait > self.policy.max_wait {
                return Err(error);
            }
            self.clock.sleep(wait);
        }
    }

    fn get_once(&self, url: &Url, known: &Validators) -> Result<Answer, FetchError> {
        let mut budget = Budget::new(self.policy.total_timeout);
        let arrived = self.travel(url, known, Errand::Page, &mut budget)?;
        let Arrived { url, reply } = arrived;
        match reply.status {
            // Asked for a part by nobody: the server is confused.
            200..=205 | 207..=299 => self.page(&url, reply, &mut budget).map(Answer::Page),
            304 if *known != Validators::default() => Ok(Answer::NotModified),
            _ => Err(self.refusal(&url, &reply)),
        }
    }

    /// Goes to `start` and on, as far as redirects lead.
    fn travel(
        &self,
        start: &Url,
        known: &Validators,
        errand: Errand,
        budget: &mut Budget,
    ) -> Result<Arrived, FetchError> {
        let max = if errand == Errand::Robots { ROBOTS_REDIRECTS } else { self.policy.max_redirects };
        let mut trail = Trail::new(start.clone(), max);
        loop {
            let url = trail.here().clone();
            let pause = match errand {
                Errand::Page => self.permit(&url)?,
                Errand::Robots => Duration::ZERO,
            };
            self.wait_for(&url, pause)?;
            let machines = self.find(&url, budget)?;
            trail.arrive(machines.inside)?;
            let reply = budget.spend(|left| {
                let times = Times { connect: self.policy.connect_timeout.min(left), total: left };
                self.exchange.ask(&url, &machines.addresses, known, times)
            })?;
            if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(Arrived { url, reply });
            }
            trail.follow(reply.header("location"), &self.door)?;
        }
    }

    /// The pause that is due after asking for `url`, if robots may.
    fn permit(&self, url: &Url) -> Result<Duration, FetchError> {
        if !self.policy.robots {
            return Ok(self.policy.pause);
        }
        let path = &url[url::Position::BeforePath..];
        let refuse = |message: &str| FetchError::new(FetchErrorKind::Robots, message).at(url);
        match self.rules(url)? {
            Rules::Read(robots) if robots.allows(path) => {
                let asked = robots.delay().unwrap_or_default().min(self.policy.max_wait);
                Ok(self.policy.pause.max(asked))
            }
            Rules::Read(_) => Err(refuse("its robots.txt asks us not to read it; ask the site for leave")),
            Rules::Unsure(status) => {
                let message =
                    format!("its robots.txt answers {status}, so that nothing may be read; try again later");
                Err(refuse(&message).with_status(status))
            }
        }
    }

    /// What the site of `url` says to robots, asked for if it is not known.
    fn rules(&self, url: &Url) -> Result<Rules, FetchError> {
        let site = url.origin().ascii_serialization();
        if let Some(rules) = lock(&self.sites).get(&site, self.clock.now()) {
            return Ok(rules);
        }
        let rules = self.read_rules(url)?;
        lock(&self.sites).keep(site, rules.clone(), self.clock.now());
        Ok(rules)
    }

    fn read_rules(&self, url: &Url) -> Result<Rules, FetchError> {
        let mut place = url.clone();
        place.set_path("/robots.txt");
        place.set_query(None);
        let mut budget = Budget::new(self.policy.total_timeout);
        let arrived = match self.travel(&place, &Validators::default(), Errand::Robots, &mut budget) {
            Ok(arrived) => arrived,
            // Redirects that lead nowhere: there is no such file.
            Err(error) if error.kind() == FetchErrorKind::Redirect => return Ok(Rules::of_status(404)),
            Err(error) => return Err(error),
        };
        let Arrived { url, reply } = arrived;
        if !(200..300).contains(&reply.status) {
            return Ok(Rules::of_status(reply.status));
        }
        let coding = reply.coding();
        let limit = Limit::Cut(MAX_BYTES as u64);
        let bytes = unpack(reply.body, coding.as_deref(), limit).map_err(|error| error.at(&url))?;
        Ok(Rules::Read(Arc::new(Robots::parse(&bytes, &self.name))))
    }

    /// Waits for our turn with the host of `url`, which is left alone for `pause` after it.
    fn wait_for(&self, url: &Url, pause: Duration) -> Result<(), FetchError> {
        let host = url.host_str().unwrap_or_default();
        let turn = lock(&self.hosts).turn(host, self.clock.now(), pause);
        match turn {
            Turn::After(wait) => {
                if !wait.is_zero() {
                    self.clock.sleep(wait);
                }
                Ok(())
            }
            Turn::NotBefore(wait) => {
                let seconds = wait.as_secs();
                let message =
                    format!("the host asked to be left alone for another {seconds} s; try again then");
                Err(FetchError::new(FetchErrorKind::Busy, message).with_retry_after(Some(wait)).at(url))
            }
        }
    }

    /// The machines behind the host of `url`, each one checked.
    fn find(&self, url: &Url, budget: &mut Budget) -> Result<Checked, FetchError> {
        let addresses = match url.host() {
            Some(Host::Ipv4(address)) => vec![address.into()],
            Some(Host::Ipv6(address)) => vec![address.into()],
            Some(Host::Domain(name)) => budget
                .spend(|left| resolve_within(&self.resolver, name, left.min(self.policy.connect_timeout)))
                .map_err(|cause| unresolved(url, cause))?,
            None => Vec::new(),
        };
        self.door.check(url, &addresses)
    }

    fn page(&self, url: &Url, reply: Reply, budget: &mut Budget) -> Result<Page, FetchError> {
        let validator = |name| reply.header(name).filter(|value| is_sendable(value)).map(str::to_owned);
        let validators = Validators { etag: validator("etag"), last_modified: validator("last-modified") };
        let (content_type, charset) = reply.header("content-type").map(content_type).unwrap_or_default();
        let (status, coding) = (reply.status, reply.coding());
        let limit = Limit::Refuse(self.policy.max_bytes);
        let bytes =
            budget.spend(|_| unpack(reply.body, coding.as_deref(), limit)).map_err(|error| error.at(url))?;
        Ok(Page { url: url.to_string(), status, content_type, charset, bytes, validators })
    }

    /// What a status other than success means for whoever asked.
    fn refusal(&self, url: &Url, reply: &Reply) -> FetchError {
        let status = reply.status;
        let now = self.clock.now();
        let wait = reply.header("retry-after").and_then(|value| retry_after(value, now));
        let busy = matches!(status, 429 | 503);
        if let Some(wait) = wait.filter(|_| busy) {
            lock(&self.hosts).hold(url.host_str().unwrap_or_default(), now, wait);
        }
        let kind = if busy { FetchErrorKind::Busy } else { FetchErrorKind::Status };
        let meaning = match status {
            206 | 304 => "an answer to another question; try again later",
            401 | 402 | 407 => "only for those who log in",
            403 | 451 => "not for us; ask the site for leave",
            404 => "there is no such page; check the address",
            410 => "it is gone for good; take it off the list",
            429 => "too many questions; ask less often",
            503 => "out of service for now; try again later",
            500.. => "trouble at the server; try again later",
            _ => "not the page; look at it in a browser",
        };
        let message = format!("the server answers {status}: {meaning}");
        FetchError::new(kind, message).with_status(status).with_retry_after(wait).at(url)
    }
}

fn unresolved(url: &Url, cause: io::Error) -> FetchError {
    let message = match cause.kind() {
        io::ErrorKind::TimedOut => "no name server answered in time; try again later".to_owned(),
        _ => format!("no address is known for the host ({cause}); check its name"),
    };
    FetchError::new(FetchErrorKind::Name, message).at(url).caused_by(cause)
}

/// A thread that panicked left the value whole: nothing is done under a lock that could stop half-way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_checked() {
        for agent in ["", "/1.0", " x", "a\r\nHost: b", "é"] {
            let policy = Policy { user_agent: agent.to_owned(), ..Policy::default() };
            assert_eq!(Fetcher::new(policy).unwrap_err().kind(), FetchErrorKind::Settings, "{agent}");
        }
        assert_eq!(Fetcher::new(Policy::default()).unwrap().name, "sayso");
        for pem in ["", "-----BEGIN CERTIFICATE-----\nx", "no certificate"] {
            let policy = Policy { trust: Some(pem.into()), ..Policy::default() };
            assert_eq!(Fetcher::new(policy).unwrap_err().kind(), FetchErrorKind::Settings, "{pem}");
        }
    }

    #[test]
    fn it_can_be_shared_by_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Fetcher>();
        shared::<FetchError>();
    }
}
