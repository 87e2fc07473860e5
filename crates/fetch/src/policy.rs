//! What may be asked, how much of it, and how often?

use std::time::Duration;

use crate::backoff::Jitter;

/// The limits and manners of a [`Fetcher`](crate::Fetcher).
///
/// ```
/// use sayso_fetch::Policy;
/// let mut policy = Policy::default();
/// policy.allow_hosts.push("intranet.example:8080".to_owned());
/// assert!(policy.robots);
/// assert!(!policy.allow_private);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Policy {
    /// How we introduce ourselves. The part before the first `/` is the name that `robots.txt` is searched for.
    /// It should tell whom to write to: `sayso/1.0 (+https://…)`.
    pub user_agent: String,
    /// Opens the machine itself and its own networks ([`Reach::Local`](crate::Reach::Local)). Link-local
    /// addresses, where clouds keep their keys, stay closed.
    pub allow_private: bool,
    /// Opens single hosts wherever they lead: a name (`intranet.example`) or an address (`10.0.0.7`,
    /// `[fd00::7]`), each with a port of its own (`10.0.0.7:8080`) or for the ports that are open anyway.
    pub allow_hosts: Vec<String>,
    /// Ports that are open on every host besides 80 and 443.
    pub ports: Vec<u16>,
    /// The largest answer in bytes, before and after it is unpacked.
    pub max_bytes: u64,
    /// How long a name server, and then a connection, may take; at most a day, as the whole.
    pub connect_timeout: Duration,
    /// How long one question may take in all, redirects included, pauses not.
    pub total_timeout: Duration,
    /// How many redirects are followed.
    pub max_redirects: usize,
    /// The least time between two questions to one host.
    pub pause: Duration,
    /// The longest that is ever waited for one host: a longer `Crawl-delay` is shortened to it, and a longer
    /// `Retry-After` is an error of kind [`Busy`](crate::FetchErrorKind::Busy).
    pub max_wait: Duration,
    /// How waits after failures are spread. Several machines that ask the same servers need different seeds.
    pub jitter: Jitter,
    /// How many times a question is asked again after a failure that may pass.
    pub retries: u32,
    /// Whether `robots.txt` is read and obeyed.
    pub robots: bool,
    /// Certificates in PEM, of those who vouch for servers: for a company's own. They are believed in place of
    /// those built in, which are Mozilla's.
    pub trust: Option<Vec<u8>>,
}

impl Default for Policy {
    /// Public hosts on ports 80 and 443; 16 MiB; 10 s to connect, 30 s in all; 5 redirects; 1 s between two
    /// questions, 60 s at most; 2 retries; robots obeyed.
    fn default() -> Policy {
        Policy {
            user_agent: concat!("sayso/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_private: false,
            allow_hosts: Vec::new(),
            ports: Vec::new(),
            max_bytes: 16 << 20,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_redirects: 5,
            pause: Duration::from_secs(1),
            max_wait: Duration::from_secs(60),
            jitter: Jitter::none(),
            retries: 2,
            robots: true,
            trust: None,
        }
    }
}
