//! One question to one machine, and its answer's head.
//!
//! The client is told the addresses that were checked and has no other way to find any: its resolver gives those
//! alone, and there is no proxy in its chain of connectors. It follows no redirects and unpacks nothing; that is
//! done where it can be checked. A connection serves one question: with pauses in between, most servers would
//! have closed it.

use std::error::Error;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderMap, Uri, header};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, NextTimeout, RustlsConnector, TcpConnector, Transport,
};
use ureq::{Agent, BodyReader};
use url::Url;

use crate::error::{FetchError, FetchErrorKind};
use crate::fetcher::Validators;
use crate::policy::Policy;

/// The head of an answer may be as long as this.
const MAX_HEAD: usize = 64 << 10;

/// What we would like: pages and feeds; anything, if need be.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,\
    application/xml;q=0.9,*/*;q=0.5";

#[derive(Debug)]
pub(crate) struct Exchange {
    user_agent: String,
    roots: RootCerts,
    tls: Tls,
}

/// What the server answered; the body is yet to be read.
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Body,
}

/// How long the parts of an exchange may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) connect: Duration,
    /// The body included.
    pub(crate) total: Duration,
}

impl Exchange {
    /// # Errors
    /// `Settings` when a header cannot hold the user agent, or the certificates are none.
    pub(crate) fn new(policy: &Policy) -> Result<Exchange, FetchError> {
        if !is_sendable(&policy.user_agent) {
            let message = "the user agent must be plain characters, as `sayso/1.0 (+https://…)`";
            return Err(FetchError::new(FetchErrorKind::Settings, message));
        }
        let roots = policy.trust.as_deref().map_or(Ok(RootCerts::WebPki), certificates)?;
        Ok(Exchange { user_agent: policy.user_agent.clone(), roots, tls: Tls(Arc::default()) })
    }

    /// Asks the machine at one of `addresses`, the first that lets itself be connected to, for `url`.
    ///
    /// # Errors
    /// `Connect`, `Tls`, `Timeout`, `Broken`.
    pub(crate) fn ask(
        &self,
        url: &Url,
        addresses: &[SocketAddr],
        known: &Validators,
        times: Times,
    ) -> Result<Reply, FetchError> {
        let uri = same_host(url)?;
        let mut request = self.agent(addresses, times).get(uri);
        for (name, value) in [
            (header::ACCEPT, Some(ACCEPT)),
            (header::ACCEPT_ENCODING, Some("gzip, deflate, br")),
            (header::CONNECTION, Some("close")),
            (header::USER_AGENT, Some(self.user_agent.as_str())),
            (header::IF_NONE_MATCH, known.etag.as_deref()),
            (header::IF_MODIFIED_SINCE, known.last_modified.as_deref()),
        ] {
            if let Some(value) = value.filter(|value| is_sendable(value)) {
                request = request.header(name, value);
            }
        }
        let (head, body) = request.call().map_err(|error| failure(error, url))?.into_parts();
        let status = head.status.as_u16();
        Ok(Reply { status, headers: head.headers, body: Body(body.into_reader()) })
    }

    fn agent(&self, addresses: &[SocketAddr], times: Times) -> Agent {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MAX_HEAD)
            .max_idle_connections(0)
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(self.roots.clone()).build())
            .timeout_connect(Some(times.connect))
            .timeout_global(Some(times.total))
            .build();
        let connector = ().chain(TcpConnector::default()).chain(self.tls.clone());
        Agent::with_parts(config, connector, Pinned(addresses.to_vec()))
    }
}

impl Reply {
    /// A header, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What packings the body has, with commas between them.
    pub(crate) fn coding(&self) -> Option<String> {
        let mut all = self.headers.get_all(header::CONTENT_ENCODING).iter();
        let first = String::from_utf8_lossy(all.next()?.as_bytes()).into_owned();
        Some(
            all.fold(first, |codings, next| {
                format!("{codings}, {}", String::from_utf8_lossy(next.as_bytes()))
            }),
        )
    }
}

fn certificates(pem: &[u8]) -> Result<RootCerts, FetchError> {
    let settings = |message| FetchError::new(FetchErrorKind::Settings, message);
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(cause) => return Err(settings("the trusted certificates are damaged PEM").caused_by(cause)),
        }
    }
    if certificates.is_empty() {
        return Err(settings("there is no certificate among those to trust; give a file in PEM"));
    }
    Ok(RootCerts::Specific(Arc::new(certificates)))
}

/// Whether a server can be sent this as a header. What it gave us itself may come from elsewhere by now.
pub(crate) fn is_sendable(value: &str) -> bool {
    value.len() <= 1024 && !value.is_empty() && value.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// The address as the client's own parser sees it, which must not see another host in it.
fn same_host(url: &Url) -> Result<Uri, FetchError> {
    let uri: Option<Uri> = url.as_str().parse().ok();
    uri.filter(|uri| uri.host() == url.host_str() && uri.port_u16() == url.port()).ok_or_else(|| {
        let message = "it can be read in two ways; write it as https://host/path";
        FetchError::new(FetchErrorKind::Url, message).at(url)
    })
}

fn failure(error: ureq::Error, url: &Url) -> FetchError {
    let (kind, message) = match &error {
        ureq::Error::Timeout(_) => {
            (FetchErrorKind::Timeout, "no answer within the time allowed; try again later".to_owned())
        }
        ureq::Error::Io(cause) => of_io(cause),
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) | ureq::Error::TlsRequired => of_tls(&error),
        ureq::Error::LargeResponseHeader(..) => (
            FetchErrorKind::Broken,
            format!("the head of the answer is over {MAX_HEAD} bytes; it is not read"),
        ),
        _ => (
            FetchErrorKind::Broken,
            format!("the answer is not HTTP as it should be ({error}); try again later"),
        ),
    };
    FetchError::new(kind, message).at(url).caused_by(error)
}

fn of_io(cause: &io::Error) -> (FetchErrorKind, String) {
    match cause.kind() {
        io::ErrorKind::TimedOut => {
            (FetchErrorKind::Timeout, "no connection within the time allowed; try again later".to_owned())
        }
        // What rustls has against the other side comes as this.
        io::ErrorKind::InvalidData => of_tls(cause),
        io::ErrorKind::UnexpectedEof => {
            (FetchErrorKind::Connect, "the server hung up without an answer; try again later".to_owned())
        }
        _ => (
            FetchErrorKind::Connect,
            format!("no connection ({cause}); check the address or try again later"),
        ),
    }
}

fn of_tls(cause: &dyn Error) -> (FetchErrorKind, String) {
    let message =
        format!("the server could not show that it is the right one ({cause}); do not trust it as it is");
    (FetchErrorKind::Tls, message)
}

/// The checked addresses, and no way to others.
#[derive(Debug)]
struct Pinned(Vec<SocketAddr>);

impl Resolver for Pinned {
    fn resolve(
        &self,
        _: &Uri,
        _: &ureq::config::Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        // The client tries no more than sixteen.
        self.0.iter().take(16).for_each(|&address| addresses.push(address));
        Ok(addresses)
    }
}

/// One configuration of TLS, with its sessions, for every agent.
#[derive(Clone, Debug)]
struct Tls(Arc<RustlsConnector>);

impl<In: Transport> Connector<In> for Tls {
    type Out = <RustlsConnector as Connector<In>>::Out;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        self.0.connect(details, chained)
    }
}

/// An answer's bytes as they come. A server that is too slow is an error of kind `TimedOut`.
pub(crate) struct Body(BodyReader<'static>);

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<ureq::Error>());
            match cause {
                Some(ureq::Error::Timeout(_)) => io::Error::new(io::ErrorKind::TimedOut, error),
                _ => error,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::door::Door;

    proptest! {
        #[test]
        fn both_parsers_see_one_host(text in "https?:[/\\\\]{0,3}[a-z0-9@:.%/\\\\?#\\[\\]_ ü-]{1,24}") {
            let url = Door::new(&Policy::default()).url(&text).ok();
            let uri = url.as_ref().and_then(|url| url.as_str().parse::<Uri>().ok());
            if let (Some(url), Some(uri)) = (url, uri) {
                prop_assert_eq!(uri.host(), url.host_str());
                prop_assert_eq!(uri.port_u16(), url.port());
            }
        }

        #[test]
        fn usual_addresses_are_seen_alike(path in "[!-~é ]{0,40}") {
            let url = Door::new(&Policy::default()).url(&format!("https://news.example/{path}")).unwrap();
            let uri = same_host(&url);
            prop_assert!(uri.is_ok(), "{}", url);
        }
    }

    #[test]
    fn a_header_cannot_be_smuggled_in() {
        assert!(is_sendable("W/\"abc\""));
        for value in ["", "a\r\nHost: b", "é", "a\0", &"a".repeat(2000)] {
            assert!(!is_sendable(value), "{value}");
        }
    }
}
