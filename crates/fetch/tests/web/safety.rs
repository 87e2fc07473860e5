//! Nobody leads the fetcher astray, fills its memory or holds it up.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::support::{Names, Piece, Server, ok, raw, reply, to};
use proptest::prelude::*;
use sayso_fetch::{
    Answer, FetchError, FetchErrorKind, Fetcher, Page, Policy, Reach, SystemClock, Validators, reach,
};

fn page(fetcher: &Fetcher, url: &str) -> Result<Page, FetchError> {
    match fetcher.get(url, &Validators::default())? {
        Answer::Page(page) => Ok(page),
        Answer::NotModified => panic!("nothing was known of {url}"),
    }
}

fn kind(fetcher: &Fetcher, url: &str) -> FetchErrorKind {
    page(fetcher, url).unwrap_err().kind()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_page_comes_as_it_is() {
    let server = Server::start(|_| {
        let headers = "Content-Type: text/html; charset=ISO-8859-2\r\nETag: \"a1\"\r\n\
            Last-Modified: Mon, 02 Mar 2026 09:00:00 GMT\r\n";
        reply("200 OK", headers, b"<p>Minist\xe8r")
    });
    let page = page(&server.fetcher(), &server.url("/news?id=1#top")).unwrap();
    assert_eq!(page.url, server.url("/news?id=1"));
    assert_eq!((page.status, page.bytes.as_slice()), (200, &b"<p>Minist\xe8r"[..]));
    assert_eq!(page.content_type.as_deref(), Some("text/html"));
    assert_eq!(page.charset.as_deref(), Some("iso-8859-2"));
    assert_eq!(page.validators.etag.as_deref(), Some("\"a1\""));
    assert_eq!(page.validators.last_modified.as_deref(), Some("Mon, 02 Mar 2026 09:00:00 GMT"));
    let asked = &server.asked()[0];
    assert_eq!(asked.path, "/news?id=1");
    assert!(asked.headers["user-agent"].starts_with("sayso/"));
    assert_eq!(asked.headers["host"], server.address.to_string());
    assert_eq!(asked.headers["accept-encoding"], "gzip, deflate, br");
    assert!(!asked.headers.contains_key("if-none-match"));
}

#[test]
fn inner_addresses_are_not_even_connected_to() {
    let server = Server::start(|_| ok("secret"));
    let names = Names::new(&[
        ("rebound.example", &[&["127.0.0.1"]]),
        ("mixed.example", &[&["193.0.6.139", "127.0.0.1"]]),
        ("mapped.example", &[&["::ffff:127.0.0.1"]]),
        ("cloud.example", &[&["169.254.169.254"]]),
        ("empty.example", &[&[]]),
    ]);
    let mut policy = Policy::default();
    policy.ports = vec![server.address.port()];
    policy.robots = false;
    policy.retries = 0;
    let fetcher = Fetcher::with(policy, names, Arc::new(SystemClock)).unwrap();
    let port = server.address.port();
    for host in
        ["127.0.0.1", "2130706433", "rebound.example", "mixed.example", "mapped.example", "cloud.example"]
    {
        assert_eq!(kind(&fetcher, &format!("http://{host}:{port}/")), FetchErrorKind::Refused, "{host}");
    }
    assert_eq!(kind(&fetcher, &format!("http://empty.example:{port}/")), FetchErrorKind::Name);
    assert_eq!(kind(&fetcher, &format!("http://unknown.example:{port}/")), FetchErrorKind::Name);
    assert!(server.asked().is_empty());
}

/// Each connection goes to what was checked for it: the name is asked for once, and what it would say next
/// changes nothing. Linux answers on all of 127.0.0.0/8, which gives the test addresses to tell apart.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_changes_its_address_in_between_is_caught() {
    let server = Server::start_at("127.0.0.2", |asked| match asked.path.as_str() {
        "/again" => to("/"),
        _ => ok("news"),
    });
    let port = server.address.port();
    let names = Names::new(&[("news.example", &[&["127.0.0.2"], &["127.0.0.1"]])]);
    let mut policy = Policy::default();
    policy.allow_hosts = vec!["127.0.0.2".to_owned()];
    policy.ports = vec![port];
    policy.robots = false;
    let fetcher = Fetcher::with(policy.clone(), Arc::clone(&names) as _, Arc::new(SystemClock)).unwrap();
    assert_eq!(page(&fetcher, &format!("http://news.example:{port}/")).unwrap().bytes, b"news");
    assert_eq!(names.asked(), ["news.example"]);
    assert_eq!(kind(&fetcher, &format!("http://news.example:{port}/")), FetchErrorKind::Refused);

    // The same between two hops of one question.
    let names = Names::new(&[("news.example", &[&["127.0.0.2"], &["127.0.0.1"]])]);
    let fetcher = Fetcher::with(policy, Arc::clone(&names) as _, Arc::new(SystemClock)).unwrap();
    assert_eq!(kind(&fetcher, &format!("http://news.example:{port}/again")), FetchErrorKind::Refused);
    assert_eq!(names.asked(), ["news.example", "news.example"]);
    assert_eq!(server.paths(), ["/", "/again"]);
}

#[test]
fn redirects_are_followed_and_every_hop_is_checked() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/a" => to("b"),
        "/b" => reply("301 Moved", "Location: /c?x#y\r\n", ""),
        "/c?x" => reply("308 Moved", "Location: /end\r\n", ""),
        "/end" => ok("news"),
        "/cycle" => to("/cycle2"),
        "/cycle2" => to("/cycle"),
        "/self" => to("/self#again"),
        "/cloud" => to("http://169.254.169.254/latest/meta-data/"),
        "/octal" => to("//0251.0376.0251.0376/"),
        "/port" => to("http://127.0.0.1:22/"),
        "/file" => to("file:///etc/passwd"),
        "/login" => to("http://ann:secret@127.0.0.1/"),
        "/nowhere" => reply("302 Found", "", ""),
        "/blank" => reply("302 Found", "Location: http://\r\n", ""),
        "/bytes" => raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /\xff\xfe\r\n\r\n"),
        "/choice" => reply("300 Multiple Choices", "Location: /end\r\n", ""),
        path => match path.strip_prefix("/far/").and_then(|n| n.parse::<u32>().ok()) {
            Some(n) => to(&format!("/far/{}", n + 1)),
            None => reply("404 Not Found", "", ""),
        },
    });
    let fetcher = server.fetcher();
    let found = page(&fetcher, &server.url("/a")).unwrap();
    assert_eq!((found.url, found.bytes.as_slice()), (server.url("/end"), &b"news"[..]));
    for (path, expected) in [
        ("/cycle", FetchErrorKind::Redirect),
        ("/self", FetchErrorKind::Redirect),
        ("/far/0", FetchErrorKind::Redirect),
        ("/nowhere", FetchErrorKind::Redirect),
        ("/blank", FetchErrorKind::Redirect),
        ("/bytes", FetchErrorKind::Redirect),
        ("/cloud", FetchErrorKind::Refused),
        ("/octal", FetchErrorKind::Refused),
        ("/port", FetchErrorKind::Refused),
        ("/file", FetchErrorKind::Url),
        ("/login", FetchErrorKind::Url),
        ("/choice", FetchErrorKind::Status),
    ] {
        assert_eq!(kind(&fetcher, &server.url(path)), expected, "{path}");
    }
    let far = server.paths().iter().filter(|path| path.starts_with("/far")).count();
    assert_eq!(far, 6, "the first and five redirects");
}

#[test]
fn large_answers_and_bombs_are_refused() {
    let bomb = gzip(&vec![0; 8 << 20]);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/just" => ok([b'a'; 1000]),
        "/over" => ok([b'a'; 1001]),
        "/claims" => raw("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\nabc"),
        "/endless" => {
            vec![Piece::Bytes(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()), Piece::Forever(vec![b'a'; 4096])]
        }
        "/chunks" => vec![
            Piece::Bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec()),
            Piece::Forever(b"5\r\nabcde\r\n".to_vec()),
        ],
        "/bomb" => reply("200 OK", "Content-Encoding: gzip\r\n", &bomb),
        "/parts" => vec![
            Piece::Bytes(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec()),
            Piece::Forever(gzip(b"")),
        ],
        "/head" => vec![
            Piece::Bytes(b"HTTP/1.1 200 OK\r\n".to_vec()),
            Piece::Forever(b"X-More: and more of it\r\n".to_vec()),
        ],
        "/line" => vec![Piece::Bytes(b"HTTP/1.1 200 OK\r\nX-".to_vec()), Piece::Forever(vec![b'a'; 999])],
        _ => reply("404 Not Found", "", ""),
    });
    let mut policy = server.policy();
    policy.max_bytes = 1000;
    let fetcher = Fetcher::new(policy).unwrap();
    assert_eq!(page(&fetcher, &server.url("/just")).unwrap().bytes.len(), 1000);
    for path in ["/over", "/endless", "/chunks", "/bomb", "/parts"] {
        assert_eq!(kind(&fetcher, &server.url(path)), FetchErrorKind::TooLarge, "{path}");
    }
    for path in ["/claims", "/head", "/line"] {
        assert_eq!(kind(&fetcher, &server.url(path)), FetchErrorKind::Broken, "{path}");
    }
    // Even where the limit on bytes would let it through.
    let mut policy = server.policy();
    policy.max_bytes = 1 << 40;
    assert_eq!(kind(&Fetcher::new(policy).unwrap(), &server.url("/bomb")), FetchErrorKind::TooLarge);
}

#[test]
fn packed_pages_are_unpacked_and_damaged_ones_told() {
    let server = Server::start(|asked| {
        let packed = gzip(b"The minister said no.");
        match asked.path.as_str() {
            "/gzip" => reply("200 OK", "Content-Encoding: gzip\r\n", &packed),
            "/cut" => reply("200 OK", "Content-Encoding: gzip\r\n", &packed[..packed.len() - 4]),
            "/not" => reply("200 OK", "Content-Encoding: gzip\r\n", "plain"),
            "/twice" => reply("200 OK", "Content-Encoding: gzip\r\nContent-Encoding: br\r\n", &packed),
            "/empty" => reply("204 No Content", "Content-Encoding: gzip\r\n", ""),
            _ => reply("200 OK", "Content-Encoding: zstd\r\n", "x"),
        }
    });
    let fetcher = server.fetcher();
    assert_eq!(page(&fetcher, &server.url("/gzip")).unwrap().bytes, b"The minister said no.");
    assert_eq!(page(&fetcher, &server.url("/empty")).unwrap().bytes, b"");
    for path in ["/cut", "/not", "/twice", "/zstd"] {
        assert_eq!(kind(&fetcher, &server.url(path)), FetchErrorKind::Broken, "{path}");
    }
}

#[test]
fn answers_that_break_the_rules_are_told() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/short" => raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"),
        "/chunk" => raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        "/size" => raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab"),
        "/lengths" => raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        "/length" => raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab"),
        "/status" => raw("HTTP/1.1 2 OK\r\n\r\n"),
        "/smtp" => raw("220 mail.example ESMTP\r\n"),
        "/part" => reply("206 Partial Content", "Content-Range: bytes 0-2/9\r\n", "abc"),
        "/known" => reply("304 Not Modified", "", ""),
        "/early" => raw(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        ),
        "/long" => raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"),
        "/bare" => raw("HTTP/1.0 200 OK\n\nok"),
        _ => vec![],
    });
    let fetcher = server.fetcher();
    for path in ["/short", "/chunk", "/size", "/lengths", "/length", "/status", "/smtp"] {
        assert_eq!(kind(&fetcher, &server.url(path)), FetchErrorKind::Broken, "{path}");
    }
    for path in ["/part", "/known"] {
        assert_eq!(kind(&fetcher, &server.url(path)), FetchErrorKind::Status, "{path}");
    }
    assert_eq!(kind(&fetcher, &server.url("/hang-up")), FetchErrorKind::Connect);
    for path in ["/early", "/long", "/bare"] {
        assert_eq!(page(&fetcher, &server.url(path)).unwrap().bytes, b"ok", "{path}");
    }
}

#[test]
fn slow_servers_are_left() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/silent" => vec![Piece::Silence],
        "/head" => vec![
            Piece::Bytes(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec()),
            Piece::Drip(b'a', Duration::from_millis(5)),
        ],
        "/body" => vec![
            Piece::Bytes(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
            Piece::Drip(b'a', Duration::from_millis(5)),
        ],
        _ => vec![
            Piece::Bytes(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b".to_vec()),
            Piece::Silence,
        ],
    });
    let mut policy = server.policy();
    policy.total_timeout = Duration::from_millis(100);
    let fetcher = Fetcher::new(policy).unwrap();
    for path in ["/silent", "/head", "/body", "/packed"] {
        assert_eq!(kind(&fetcher, &server.url(path)), FetchErrorKind::Timeout, "{path}");
    }
}

#[test]
fn limits_may_be_anything() {
    let server = Server::start(|_| ok("news"));
    let mut policy = server.policy();
    policy.total_timeout = Duration::ZERO;
    assert_eq!(kind(&Fetcher::new(policy.clone()).unwrap(), &server.url("/")), FetchErrorKind::Timeout);
    policy.total_timeout = Duration::MAX;
    policy.connect_timeout = Duration::MAX;
    policy.pause = Duration::MAX;
    policy.max_wait = Duration::MAX;
    policy.max_bytes = u64::MAX;
    policy.max_redirects = usize::MAX;
    policy.retries = u32::MAX;
    assert_eq!(page(&Fetcher::new(policy).unwrap(), &server.url("/")).unwrap().bytes, b"news");
}

#[test]
fn a_closed_port_is_no_connection() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut policy = Policy::default();
    policy.allow_hosts = vec![address.to_string()];
    policy.robots = false;
    policy.retries = 0;
    let error = page(&Fetcher::new(policy).unwrap(), &format!("http://{address}/")).unwrap_err();
    assert_eq!(error.kind(), FetchErrorKind::Connect);
    assert!(error.is_temporary());
}

#[test]
fn a_server_without_tls_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        // Until the other side has seen it and leaves.
        let _ = io::copy(&mut stream, &mut io::sink());
    });
    let mut policy = Policy::default();
    policy.allow_hosts = vec![address.to_string()];
    policy.robots = false;
    policy.retries = 0;
    assert_eq!(kind(&Fetcher::new(policy).unwrap(), &format!("https://{address}/")), FetchErrorKind::Tls);
}

/// The ways of writing an IPv4 address that parsers of addresses know.
fn spellings(address: Ipv4Addr) -> Vec<String> {
    let [a, b, c, d] = address.octets();
    let all = u32::from(address);
    let (last2, last3) = (all & 0xffff, all & 0xff_ffff);
    vec![
        format!("{a}.{b}.{c}.{d}"),
        format!("{a}.{b}.{c}.{d}."),
        format!("{a}.{b}.{last2}"),
        format!("{a}.{last3}"),
        format!("{all}"),
        format!("0x{all:x}"),
        format!("0X{all:08X}"),
        format!("0{all:o}"),
        format!("0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("0x{a:x}.{b}.0{c:o}.{d}"),
        format!("%{:02x}{}", a.to_string().as_bytes()[0], &format!("{a}.{b}.{c}.{d}")[1..]),
        format!("[::ffff:{a}.{b}.{c}.{d}]"),
        format!("[::{a}.{b}.{c}.{d}]"),
        format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
        format!("[::ffff:{:x}:{:x}]", all >> 16, last2),
    ]
}

fn inner() -> impl Strategy<Value = Ipv4Addr> {
    let range = |net: [u8; 4], length: u32| {
        any::<u32>().prop_map(move |bits| Ipv4Addr::from(u32::from(Ipv4Addr::from(net)) | bits >> length))
    };
    prop_oneof![
        range([0, 0, 0, 0], 8),
        range([10, 0, 0, 0], 8),
        range([100, 64, 0, 0], 10),
        range([127, 0, 0, 0], 8),
        range([169, 254, 0, 0], 16),
        range([172, 16, 0, 0], 12),
        range([192, 168, 0, 0], 16),
        range([198, 18, 0, 0], 15),
        range([224, 0, 0, 0], 3),
    ]
}

proptest! {
    #[test]
    fn an_inner_address_is_refused_in_every_spelling(address in inner(), path in "/[a-z@:?#]{0,8}") {
        let fetcher = Fetcher::new(Policy::default()).unwrap();
        for host in spellings(address) {
            let error = fetcher.get(&format!("http://{host}{path}"), &Validators::default()).unwrap_err();
            prop_assert_eq!(error.kind(), FetchErrorKind::Refused, "{}", host);
        }
    }

    #[test]
    fn an_inner_address_of_ipv6_is_refused(first in prop_oneof![
        Just(0u16), Just(0x64), Just(0x100), Just(0x2002), 0x3ff1..0x3fff_u16, 0x4000..=0xffff_u16,
    ], rest in any::<[u16; 7]>()) {
        let [b, c, d, e, f, g, h] = rest;
        let address = Ipv6Addr::new(first, b, c, d, e, f, g, h);
        prop_assume!(reach(IpAddr::V6(address)) != Reach::Public);
        let fetcher = Fetcher::new(Policy::default()).unwrap();
        let error = fetcher.get(&format!("https://[{address}]/"), &Validators::default()).unwrap_err();
        prop_assert_eq!(error.kind(), FetchErrorKind::Refused, "{}", address);
    }

    /// With a name server that knows nothing: whatever passes as an address is asked for no further.
    #[test]
    fn any_text_is_an_address_or_an_error(text in ".{0,60}", head in "(https?:)?[/\\\\]{0,3}") {
        let mut policy = Policy::default();
        policy.retries = 0;
        let fetcher = Fetcher::with(policy, Names::new(&[]), Arc::new(SystemClock)).unwrap();
        for url in [text.clone(), format!("{head}{text}")] {
            // An address in digits would be asked over the network.
            let digits = url::Url::parse(&url).is_ok_and(|url| {
                matches!(url.host(), Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)))
            });
            if !digits {
                prop_assert!(fetcher.get(&url, &Validators::default()).is_err());
            }
        }
    }
}
