//! Over a real connection: askers that are slow, or large, or there when the server stops.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::hurried;
use crate::serve::{ServeErrorKind, serve};
use crate::site::{Config, Limits, Site};
use crate::testing::Sample;

/// A server that runs until it is dropped.
struct Running {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    _sample: Sample,
}

impl Running {
    fn with(limits: Limits) -> Running {
        let sample = Sample::small();
        let site = Site::open(Config { limits, ..sample.config() }).unwrap();
        let serving = serve(site, "127.0.0.1:0".parse().unwrap()).unwrap();
        let (address, stop) = (serving.address, Arc::new(AtomicBool::new(false)));
        let stopping = Arc::clone(&stop);
        let thread = Some(thread::spawn(move || serving.run(stopping).unwrap()));
        Running { address, stop, thread, _sample: sample }
    }

    /// A connection on which these bytes were sent.
    fn sent(&self, bytes: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(bytes.replace("HOST", &self.address.to_string()).as_bytes()).unwrap();
        stream
    }

    fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().map(JoinHandle::join);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// All that comes until the connection ends.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // One that is cut off while it still sends ends in an error: what came before it counts.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_request_is_answered_and_the_connection_serves_the_next() {
    let server = Running::with(Limits::default());
    let mut stream = server.sent("GET /healthz HTTP/1.1\r\nhost: HOST\r\n\r\nGET /robots.txt HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n");
    let told = rest(&mut stream);
    assert!(told.contains("\r\n\r\nok\n") && told.contains("Disallow: /"), "{told}");
}

#[test]
fn a_head_that_dribbles_in_is_not_waited_for() {
    let server = Running::with(hurried());
    let mut stream = server.sent("GET / HTTP/1.1\r\n");
    let mut dribbling = stream.try_clone().unwrap();
    // Until the server has had enough: a thread that goes on for ever would hang here.
    let dribbled = thread::spawn(move || {
        while dribbling.write_all(b"a: b\r\n").is_ok() {
            thread::sleep(Duration::from_millis(20))
        }
    });
    assert!(!rest(&mut stream).contains(" 200 "));
    dribbled.join().unwrap();
}

#[test]
fn a_connection_without_a_request_ends() {
    let server = Running::with(hurried());
    assert_eq!(rest(&mut server.sent("")), "");
    let told = rest(&mut server.sent("GET /healthz HTTP/1.1\r\nhost: HOST\r\n\r\n"));
    assert!(told.ends_with("ok\n"), "after an answer, too: {told}");
}

#[test]
fn a_body_that_dribbles_in_is_not_waited_for() {
    let server = Running::with(hurried());
    let mut stream = server.sent(
        "POST /sign-in HTTP/1.1\r\nhost: HOST\r\naccept: application/json\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\na",
    );
    let told = rest(&mut stream);
    assert!(told.starts_with("HTTP/1.1 408 ") && told.contains("\"code\":\"slow\""), "{told}");
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = Running::with(Limits::default());
    let mut stream = server.sent("GET / HTTP/1.1\r\nhost: HOST\r\n");
    let _ = stream.write_all(format!("a: {}\r\n\r\n", "b".repeat(64 << 10)).as_bytes());
    let told = rest(&mut stream);
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 431 "), "{told}");
    let many: String = (0..200).map(|number| format!("a{number}: b\r\n")).collect();
    let told = rest(&mut server.sent(&format!("GET / HTTP/1.1\r\nhost: HOST\r\n{many}\r\n")));
    assert!(told.starts_with("HTTP/1.1 431 "), "{told}");
}

#[test]
fn what_is_no_http_harms_nobody() {
    let server = Running::with(hurried());
    rest(&mut server.sent("\x16\x03\x01\0\u{1}\0\r\n\r\n"));
    rest(
        &mut server
            .sent("GET / HTTP/1.1\r\nhost: HOST\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n"),
    );
    let told = rest(&mut server.sent("GET /healthz HTTP/1.0\r\n\r\n"));
    assert!(told.contains(" 400 "), "no host: {told}");
    let told = rest(&mut server.sent("GET /healthz HTTP/1.1\r\nhost: HOST\r\n\r\n"));
    assert!(told.starts_with("HTTP/1.1 200 "), "{told}");
}

#[test]
fn more_connections_than_there_are_places_wait() {
    let server =
        Running::with(Limits { connections: 1, head: Duration::from_millis(300), ..Limits::default() });
    let _idle = server.sent("");
    let told = rest(&mut server.sent("GET /healthz HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n"));
    assert!(told.starts_with("HTTP/1.1 200 "), "{told}");
}

#[test]
fn what_is_under_way_is_finished_when_the_server_stops() {
    let mut server = Running::with(Limits { body: Duration::from_secs(10), ..Limits::default() });
    let mut stream = server.sent(
        "POST /sign-in HTTP/1.1\r\nhost: HOST\r\naccept: application/json\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\nexpect: 100-continue\r\n\r\n",
    );
    // The handler waits for the body from here on.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));
    server.stop.store(true, Ordering::Relaxed);
    while TcpStream::connect(server.address).is_ok() {
        thread::sleep(Duration::from_millis(10));
    }
    stream.write_all(b"a=b").unwrap();
    let told = rest(&mut stream);
    assert!(told.starts_with("HTTP/1.1 403 ") && told.contains("connection: close"), "{told}");
    server.stop();
}

#[test]
fn who_never_ends_does_not_hold_the_server_up() {
    let mut server = Running::with(Limits { stop: Duration::from_millis(100), ..Limits::default() });
    let mut stream = server
        .sent("POST /sign-in HTTP/1.1\r\nhost: HOST\r\ncontent-length: 3\r\nexpect: 100-continue\r\n\r\n");
    stream.read_exact(&mut [0; 25]).unwrap();
    server.stop();
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn nobody_else_can_ask_a_library_without_users() {
    let sample = Sample::small();
    let refused = |address: &str, hosts: &[&str]| {
        let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        let site = Site::open(Config { hosts, ..sample.config() }).unwrap();
        serve(site, address.parse().unwrap()).err()
    };
    for (address, hosts) in [("0.0.0.0:0", &[][..]), ("[::]:0", &[]), ("127.0.0.1:0", &["sayso.example"])] {
        let error = refused(address, hosts).unwrap_or_else(|| panic!("{address} is served"));
        assert_eq!(error.kind(), ServeErrorKind::Open);
        assert!(error.to_string().contains("sayso users add"), "{error}");
    }
    assert!(refused("127.0.0.1:0", &[]).is_none());
    sample.user("Rita", sayso_library::Role::Read);
    assert!(refused("0.0.0.0:0", &["sayso.example"]).is_none());
}
