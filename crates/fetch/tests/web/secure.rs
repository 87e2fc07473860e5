//! Over TLS: a server is believed when somebody whom we trust vouches for its name, and not otherwise.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use sayso_fetch::{Answer, FetchErrorKind, Fetcher, Policy, SystemClock, Validators};

use crate::support::Names;

const CA: &[u8] = include_bytes!("tls/ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("tls/server.pem");
const KEY: &[u8] = include_bytes!("tls/server.key");

/// A server that shows a certificate for `localhost` and says "news", or redirects to http.
fn server() -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            let mut head = [0; 4096];
            // Those who do not trust us hang up here.
            let Ok(read) = stream.read(&mut head) else { continue };
            let reply: &[u8] = if head[..read].starts_with(b"GET /down ") {
                b"HTTP/1.1 302 Found\r\nLocation: http://localhost/\r\nContent-Length: 0\r\n\r\n"
            } else {
                b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"
            };
            let _ = stream.write_all(reply);
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    address
}

fn ask(address: SocketAddr, trust: Option<&[u8]>, host: &str, path: &str) -> Result<Answer, FetchErrorKind> {
    let mut policy = Policy::default();
    policy.allow_private = true;
    policy.ports = vec![address.port()];
    policy.robots = false;
    policy.retries = 0;
    policy.trust = trust.map(<[u8]>::to_vec);
    let names = Names::new(&[("localhost", &[&["127.0.0.1"]]), ("other.example", &[&["127.0.0.1"]])]);
    let fetcher = Fetcher::with(policy, names, Arc::new(SystemClock)).unwrap();
    let url = format!("https://{host}:{}{path}", address.port());
    fetcher.get(&url, &Validators::default()).map_err(|error| error.kind())
}

#[test]
fn a_server_is_who_somebody_trusted_says() {
    let address = server();
    let Ok(Answer::Page(page)) = ask(address, Some(CA), "localhost", "/") else { panic!("no page") };
    assert_eq!(page.bytes, b"news");
    assert_eq!(ask(address, None, "localhost", "/"), Err(FetchErrorKind::Tls), "nobody known vouches for it");
    assert_eq!(ask(address, Some(CA), "other.example", "/"), Err(FetchErrorKind::Tls), "another name");
    assert_eq!(ask(address, Some(CA), "127.0.0.1", "/"), Err(FetchErrorKind::Tls), "an address, no name");
}

#[test]
fn what_was_private_stays_private() {
    assert_eq!(ask(server(), Some(CA), "localhost", "/down"), Err(FetchErrorKind::Redirect));
}
