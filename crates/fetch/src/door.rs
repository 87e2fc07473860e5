//! May this address be asked at all, and which machines may stand behind it?
//!
//! First the address as it is written ([`Door::url`]), then what its name resolves to ([`Door::check`]). The
//! parser is that of browsers, so that `0x7f.1`, `2130706433` and `127.0.0.1.` are seen as the loopback address
//! that they are. A host with several addresses is refused when one of them is: an answer that mixes public and
//! private addresses is how an attack by name server looks.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use crate::address::{Reach, reach};
use crate::error::{FetchError, FetchErrorKind};
use crate::policy::Policy;

/// Longer ones are no addresses of news, and patterns of `robots.txt` are matched against them.
const MAX_URL: usize = 8192;

/// Names that lead to this machine or its own network, by themselves or as an ending.
const LOCAL_NAMES: [&str; 6] = ["localhost", "localdomain", "local", "internal", "home.arpa", "intranet"];

#[derive(Debug)]
pub(crate) struct Door {
    private: bool,
    hosts: Vec<Allowed>,
    ports: Vec<u16>,
}

/// An entry of [`Policy::allow_hosts`].
#[derive(Debug)]
struct Allowed {
    host: String,
    port: Option<u16>,
}

/// Machines that may be connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    pub(crate) addresses: Vec<SocketAddr>,
    /// Whether one of them is not of the public internet.
    pub(crate) inside: bool,
}

impl Door {
    pub(crate) fn new(policy: &Policy) -> Door {
        let hosts = policy.allow_hosts.iter().map(|entry| Allowed::parse(entry)).collect();
        let ports = [80, 443].iter().chain(&policy.ports).copied().collect();
        Door { private: policy.allow_private, hosts, ports }
    }

    /// The address that is written `text`, if its kind, its port and its host may be asked. It has no fragment,
    /// and its host no dot at the end.
    ///
    /// # Errors
    /// `Url` for what is no address of the web or holds a user name; `Refused` for a closed port or host.
    pub(crate) fn url(&self, text: &str) -> Result<Url, FetchError> {
        if text.len() > MAX_URL {
            let message = format!("it has {} bytes; at most {MAX_URL} are asked for", text.len());
            return Err(FetchError::new(FetchErrorKind::Url, message).at_text(text));
        }
        let url = Url::parse(text).map_err(|cause| {
            // The text itself is not shown when it may hold a password.
            let shown = if text.contains('@') { "the address" } else { text };
            let message = format!("no address of the web ({cause}); write it as https://host/path");
            FetchError::new(FetchErrorKind::Url, message).at_text(shown).caused_by(cause)
        })?;
        self.admit(url)
    }

    /// The same for an address that is parsed already: where a redirect leads.
    pub(crate) fn admit(&self, mut url: Url) -> Result<Url, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            let message = format!("`{}` is not fetched; use http or https", url.scheme());
            return Err(FetchError::new(FetchErrorKind::Url, message).at(&url));
        }
        if !url.username().is_empty() || url.password().is_some() {
            let message = "an address with a user name or password is not fetched; leave it out";
            return Err(FetchError::new(FetchErrorKind::Url, message).at(&url));
        }
        url.set_fragment(None);
        without_last_dot(&mut url);
        if url.as_str().len() > MAX_URL {
            let message = format!("it has {} bytes; at most {MAX_URL} are asked for", url.as_str().len());
            return Err(FetchError::new(FetchErrorKind::Url, message).at(&url));
        }
        self.port(&url)?;
        self.host(&url)?;
        Ok(url)
    }

    fn port(&self, url: &Url) -> Result<(), FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        let host = url.host_str().unwrap_or_default();
        let named = self.hosts.iter().any(|allowed| allowed.port == Some(port) && allowed.host == bare(host));
        if named || self.ports.contains(&port) {
            return Ok(());
        }
        let message = format!(
            "port {port} is not open; allow it with the host (`{host}:{port}`) if you trust it with that"
        );
        Err(FetchError::new(FetchErrorKind::Refused, message).at(url))
    }

    fn host(&self, url: &Url) -> Result<(), FetchError> {
        match url.host() {
            Some(Host::Domain(name)) if is_local_name(name) && !self.private && !self.names(url) => {
                let message = format!("`{name}` is a name of a private network; {}", remedy(name));
                Err(FetchError::new(FetchErrorKind::Refused, message).at(url))
            }
            Some(Host::Domain(name)) if name.split('.').any(str::is_empty) => {
                Err(FetchError::new(FetchErrorKind::Url, "a part of its host is empty; check its name")
                    .at(url))
            }
            Some(Host::Domain(_)) => Ok(()),
            Some(Host::Ipv4(address)) => self.check(url, &[address.into()]).map(drop),
            Some(Host::Ipv6(address)) => self.check(url, &[address.into()]).map(drop),
            None => Err(FetchError::new(FetchErrorKind::Url, "it names no host").at(url)),
        }
    }

    /// The machines at `addresses`, which the host of `url` was found to have, if every one may be asked.
    ///
    /// # Errors
    /// `Refused` when one may not; `Name` when there is none.
    pub(crate) fn check(&self, url: &Url, addresses: &[IpAddr]) -> Result<Checked, FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        let mut checked = Checked { addresses: Vec::new(), inside: false };
        for &address in addresses {
            let reach = reach(address);
            self.open(url, address, reach)?;
            checked.inside |= reach != Reach::Public;
            checked.addresses.push(SocketAddr::new(address, port));
        }
        if checked.addresses.is_empty() {
            let message = "the host has no address; check its name";
            return Err(FetchError::new(FetchErrorKind::Name, message).at(url));
        }
        Ok(checked)
    }

    fn open(&self, url: &Url, address: IpAddr, reach: Reach) -> Result<(), FetchError> {
        let range = match reach {
            Reach::Public => return Ok(()),
            Reach::Local(_) if self.private => return Ok(()),
            _ if self.names(url) || self.lists(url, &address.to_string()) => return Ok(()),
            Reach::Local(range) | Reach::Special(range) => range,
        };
        let host = url.host_str().unwrap_or_default();
        let message = format!("it leads to {address}, a {range} address; {}", remedy(host));
        Err(FetchError::new(FetchErrorKind::Refused, message).at(url))
    }

    /// Whether the host of `url`, as it is written there, is allowed by name.
    fn names(&self, url: &Url) -> bool {
        self.lists(url, bare(url.host_str().unwrap_or_default()))
    }

    fn lists(&self, url: &Url, host: &str) -> bool {
        let port = url.port_or_known_default();
        self.hosts
            .iter()
            .any(|allowed| allowed.host == host && (allowed.port.is_none() || allowed.port == port))
    }
}

impl Allowed {
    fn parse(entry: &str) -> Allowed {
        let entry = entry.trim().trim_end_matches('.').to_ascii_lowercase();
        // Several colons outside of brackets: an IPv6 address without a port.
        let bare_v6 = !entry.starts_with('[') && entry.matches(':').count() > 1;
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) if !bare_v6 && !port.ends_with(']') => match port.parse() {
                Ok(port) => (host, Some(port)),
                // Opens nothing, rather than more than was meant.
                Err(_) => ("", None),
            },
            _ => (entry.as_str(), None),
        };
        let written = bare(host).trim_end_matches('.');
        // One way of writing an address: that of the parser.
        let host = written.parse::<IpAddr>().map_or_else(|_| ascii(written), |address| address.to_string());
        Allowed { host, port }
    }
}

/// A name of another script as the parser writes it.
fn ascii(name: &str) -> String {
    Host::parse(name).map_or_else(|_| name.to_owned(), |host| host.to_string())
}

fn without_last_dot(url: &mut Url) {
    if let Some(Host::Domain(name)) = url.host()
        && let Some(trimmed) = name.strip_suffix('.').map(str::to_owned)
    {
        // It fails for an empty host only, which then keeps its dot and is refused.
        let _ = url.set_host(Some(&trimmed));
    }
}

fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    LOCAL_NAMES
        .iter()
        .any(|local| name.strip_suffix(local).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

fn remedy(host: &str) -> String {
    format!("if you run that server and mean it, allow the host `{host}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed() -> Door {
        Door::new(&Policy::default())
    }

    fn open(hosts: &[&str]) -> Door {
        Door::new(&Policy {
            allow_hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
            ..Policy::default()
        })
    }

    fn kind(door: &Door, url: &str) -> Option<FetchErrorKind> {
        door.url(url).err().map(|error| error.kind())
    }

    #[test]
    fn every_spelling_of_an_inner_address_is_refused() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://017700000001/",
            "http://0177.0.0.1/",
            "http://127.0.0.1./",
            "http://127.0.0.1:80/",
            "http://①②⑦.0.0.1/",
            "http://127。0。0。1/",
            "http://%31%32%37.0.0.1/",
            "http:\\\\127.0.0.1\\",
            "http:127.0.0.1",
            "http:///127.0.0.1/",
            "http://0/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::]/",
            "http://[0:0:0:0:0:ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:8.8.8.8]/",
            "http://[64:ff9b::127.0.0.1]/",
            "http://[fe80::1]/",
            "http://169.254.169.254/latest/",
            "http://0xa9fea9fe/",
            "http://2852039166/",
            "http://10.0.0.1/",
            "http://100.64.0.1/",
            "http://255.255.255.255/",
            "http://localhost/",
            "http://LOCALHOST/",
            "http://localhost./",
            "http://ⓛocalhost/",
            "http://a.localhost/",
            "http://localhost.localdomain/",
            "http://metadata.google.internal/",
            "http://printer.local/",
            "http://news.example\\@127.0.0.1:25/",
            "http://127.0.0.1#@news.example/",
            "http://news.example:25/",
            "https://news.example:6379/",
            "http://news.example:0/",
        ] {
            let found = kind(&closed(), url);
            // A name with a backslash before the @ ends there: what follows is its path.
            let expected =
                if url.starts_with("http://news.example\\") { None } else { Some(FetchErrorKind::Refused) };
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_told() {
        for url in [
            "",
            "news.example",
            "/a",
            "file:///etc/passwd",
            "ftp://news.example/",
            "gopher://127.0.0.1:25/",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://",
            "http://./",
            "http://a..b/",
            "http://a../",
            "http://a b/",
            "http://[::1",
            "http://[fe80::1%25eth0]/",
            "http://news.example:99999/",
            "http://ann:secret@news.example/",
            "http://ann@news.example/",
            "http://news.example@127.0.0.1/",
            "http://256.256.256.256/",
            "http://1.2.3.4.5/",
        ] {
            assert_eq!(kind(&closed(), url), Some(FetchErrorKind::Url), "{url}");
        }
        let long = format!("http://news.example/{}", "a".repeat(9000));
        assert_eq!(kind(&closed(), &long), Some(FetchErrorKind::Url));
        let grows = format!("http://news.example/{}", "é".repeat(3000));
        assert_eq!(kind(&closed(), &grows), Some(FetchErrorKind::Url));
    }

    #[test]
    fn no_password_is_shown() {
        for url in ["http://ann:secret@news.example/", "http://ann:secret@news.example:x/"] {
            let error = closed().url(url).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn public_addresses_pass_and_are_put_in_order() {
        for (url, expected) in [
            ("https://News.Example./a#part", "https://news.example/a"),
            ("http://news.example:80/", "http://news.example/"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            ("http://193.0.6.139/", "http://193.0.6.139/"),
            ("http://@news.example/", "http://news.example/"),
            ("http://localhost.example/", "http://localhost.example/"),
            ("http://notlocal/", "http://notlocal/"),
        ] {
            assert_eq!(closed().url(url).unwrap().as_str(), expected, "{url}");
        }
    }

    #[test]
    fn hosts_can_be_opened_one_by_one() {
        let door =
            open(&["127.0.0.1:8080", "Intranet.Example.", "[fd00::7]", "fd00::0:8", "169.254.1.1:80", "a:b"]);
        for url in [
            "http://127.0.0.1:8080/",
            "http://intranet.example/",
            "http://[fd00::7]/",
            "https://[fd00::8]/",
            "http://169.254.1.1/",
        ] {
            assert_eq!(kind(&door, url), None, "{url}");
        }
        for url in [
            "http://127.0.0.1/",
            "http://127.0.0.2:8080/",
            "http://intranet.example:8080/",
            "http://[fd00::9]/",
            "https://169.254.1.1/",
            "http://a:81/",
        ] {
            assert_eq!(kind(&door, url), Some(FetchErrorKind::Refused), "{url}");
        }
        let url = door.url("http://intranet.example/").unwrap();
        let checked = door.check(&url, &["10.0.0.7".parse().unwrap()]).unwrap();
        assert!(checked.inside);
        assert_eq!(checked.addresses, ["10.0.0.7:80".parse().unwrap()]);
    }

    #[test]
    fn opening_the_private_network_does_not_open_the_clouds_keys() {
        let door = Door::new(&Policy { allow_private: true, ports: vec![8080], ..Policy::default() });
        for url in ["http://127.0.0.1:8080/", "http://localhost/", "http://[::1]/", "http://10.1.1.1/"] {
            assert_eq!(kind(&door, url), None, "{url}");
        }
        for url in
            ["http://169.254.169.254/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://224.0.0.1/"]
        {
            assert_eq!(kind(&door, url), Some(FetchErrorKind::Refused), "{url}");
        }
    }

    #[test]
    fn one_closed_address_closes_the_host() {
        let door = closed();
        let url = door.url("https://news.example/").unwrap();
        let check = |addresses: &[&str]| {
            let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
            door.check(&url, &addresses).map_err(|error| error.kind())
        };
        let both = check(&["193.0.6.139", "2001:67c:2e8:22::c100:68b"]).unwrap();
        assert_eq!(both.addresses[1], "[2001:67c:2e8:22::c100:68b]:443".parse().unwrap());
        assert!(!both.inside);
        assert_eq!(check(&["193.0.6.139", "127.0.0.1"]), Err(FetchErrorKind::Refused));
        assert_eq!(check(&["::1", "193.0.6.139"]), Err(FetchErrorKind::Refused));
        assert_eq!(check(&[]), Err(FetchErrorKind::Name));
    }
}
