//! By which names may this server be asked?
//!
//! A page of somebody else's can have its own name lead to this machine (DNS rebinding); its script would then read all pages
//! here as if they were its own. What a browser cannot hide is the name that it asks by.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};

use crate::failure::{Failure, FailureKind};

/// The names by which a server may be asked.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    bound: SocketAddr,
    /// Named by whoever runs the server: with a port, that one alone; without, any.
    named: Vec<String>,
}

impl Hosts {
    /// Of a server that is bound there.
    pub(crate) fn new(bound: SocketAddr, named: &[String]) -> Hosts {
        Hosts { bound, named: named.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Whether nobody but who sits at this computer can ask, as far as is known here.
    pub(crate) fn is_local(&self) -> bool {
        self.bound.ip().is_loopback() && self.named.is_empty()
    }

    /// The one name that a request asks by.
    ///
    /// # Errors
    /// When it asks by none, by two, or by one that is not this server's.
    pub(crate) fn host(&self, request: &Parts) -> Result<String, Failure> {
        let mut names = request.headers.get_all(header::HOST).iter().map(HeaderValue::to_str);
        let (Some(Ok(host)), None) = (names.next(), names.next()) else {
            return Err(Failure::new(FailureKind::Wrong, "A request has to name one host that it asks."));
        };
        let host = host.to_ascii_lowercase();
        let absolute = request.uri.authority().map(|authority| authority.as_str().to_ascii_lowercase());
        if absolute.is_some_and(|absolute| absolute != host) {
            return Err(Failure::new(FailureKind::Wrong, "The address names another host than the header."));
        }
        if self.is_one(&host) {
            return Ok(host);
        }
        let message = format!(
            "This server does not go by the name of {host}. Whoever runs it can allow the name with --host."
        );
        Err(Failure::new(FailureKind::Misdirected, message))
    }

    fn is_one(&self, host: &str) -> bool {
        let (name, port) = apart(host);
        if self.named.iter().any(|named| named == host || named == name) {
            return true;
        }
        // A port that is left out is 80.
        if port.map_or(Some(80), |port| port.parse().ok()) != Some(self.bound.port()) {
            return false;
        }
        let address = match name {
            "localhost" => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            _ => name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok(),
        };
        // Numbers lead where they say, whatever a page wants: a server on all addresses takes any of them.
        let is_this = |address: IpAddr| address == self.bound.ip() || self.bound.ip().is_unspecified();
        let is_loop = |address| {
            self.bound.ip().is_loopback()
                && [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)].contains(&address)
        };
        address.is_some_and(|address| is_this(address) || is_loop(address))
    }
}

/// Name and port.
fn apart(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        // The colons of an address stand in brackets.
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

/// Whether another site made the browser send this. Programs that are no browsers tell neither.
///
/// # Errors
/// When it did.
pub(crate) fn same_origin(headers: &HeaderMap, host: &str) -> Result<(), Failure> {
    let foreign = |what: &str| {
        let message = format!("{what} Changes are taken from this site's own pages only.");
        Err(Failure::new(FailureKind::Forbidden, message))
    };
    for site in headers.get_all("sec-fetch-site") {
        if !["same-origin", "none"].iter().any(|own| site == own) {
            return foreign("Another site sent this.");
        }
    }
    for origin in headers.get_all(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or_default().to_ascii_lowercase();
        let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        if named != Some(host) {
            return foreign("This was sent from a page of another origin.");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn status(hosts: &Hosts, uri: &str, names: &[&str]) -> u16 {
        let request = names.iter().fold(Request::get(uri), |request, name| request.header("host", *name));
        let (parts, ()) = request.body(()).unwrap().into_parts();
        hosts.host(&parts).map_or_else(|failure| failure.kind().status().as_u16(), |_| 200)
    }

    #[test]
    fn a_server_on_this_machine_goes_by_its_names_and_its_port() {
        let hosts = Hosts::new("127.0.0.1:8315".parse().unwrap(), &[]);
        for name in ["127.0.0.1:8315", "localhost:8315", "LOCALHOST:8315", "[::1]:8315"] {
            assert_eq!(status(&hosts, "/", &[name]), 200, "{name}");
        }
        for name in [
            "localhost",
            "127.0.0.1",
            "localhost:80",
            "localhost.evil:8315",
            "evil.example",
            "evil.example:8315",
            "localhost:8315:8315",
            "localhost:8315@evil",
            "127.0.0.1.:8315",
            "10.0.0.1:8315",
            "",
        ] {
            assert_eq!(status(&hosts, "/", &[name]), 421, "{name}");
        }
        assert_eq!(status(&hosts, "/", &[]), 400);
        assert_eq!(status(&hosts, "/", &["localhost:8315", "evil.example"]), 400);
        assert_eq!(status(&hosts, "http://evil.example/", &["localhost:8315"]), 400);
        assert_eq!(status(&hosts, "http://evil.example/", &["evil.example"]), 421);
        assert_eq!(status(&hosts, "http://localhost:8315/", &["localhost:8315"]), 200);
    }

    #[test]
    fn names_are_allowed_by_whoever_runs_it() {
        let named = ["Sayso.example".to_owned(), "desk.example:8443".to_owned()];
        let hosts = Hosts::new("0.0.0.0:8315".parse().unwrap(), &named);
        for name in ["sayso.example", "sayso.example:444", "desk.example:8443", "192.0.2.7:8315"] {
            assert_eq!(status(&hosts, "/", &[name]), 200, "{name}");
        }
        for name in ["desk.example", "not.sayso.example", "localhost.evil:8315", "192.0.2.7:80"] {
            assert_eq!(status(&hosts, "/", &[name]), 421, "{name}");
        }
        assert!(!hosts.is_local());
        assert_eq!(status(&Hosts::new("127.0.0.1:80".parse().unwrap(), &[]), "/", &["localhost"]), 200);
    }

    #[test]
    fn what_another_site_sends_is_refused() {
        let sent = |name: &'static str, value: &str| {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            same_origin(&headers, "localhost:8315").is_ok()
        };
        assert!(sent("origin", "http://localhost:8315") && sent("sec-fetch-site", "same-origin"));
        assert!(sent("sec-fetch-site", "none") && sent("accept", "*/*"));
        for origin in
            ["null", "http://evil.example", "http://localhost", "http://localhost:8315.evil", "", "x"]
        {
            assert!(!sent("origin", origin), "{origin}");
        }
        assert!(!sent("sec-fetch-site", "cross-site") && !sent("sec-fetch-site", "same-site"));
    }
}
