//! A web server that answers as it is told, a clock that waits for nobody, and name servers that lie.

use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use sayso_fetch::{Clock, Fetcher, Policy, Resolver};

/// What the server sends for a request: raw bytes, in pieces.
pub(crate) type Reply = Vec<Piece>;

/// A part of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Bytes(Vec<u8>),
    /// Nothing more, and the connection stays open until the client leaves.
    Silence,
    /// These bytes again and again, until the client leaves.
    Forever(Vec<u8>),
    /// This byte again and again, with this much time between two, until the client leaves.
    Drip(u8, Duration),
}

/// A request as it was read: its first line and its headers in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers each request with what `answer` makes of it.
    pub(crate) fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
        Server::start_at("127.0.0.1", answer)
    }

    pub(crate) fn start_at(host: &str, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind((host, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        // It ends with the tests' process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Server { address, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    /// A policy that lets this server be asked, at once and as often as wanted.
    pub(crate) fn policy(&self) -> Policy {
        let mut policy = Policy::default();
        policy.allow_private = true;
        policy.ports = vec![self.address.port()];
        policy.robots = false;
        policy.retries = 0;
        policy.pause = Duration::ZERO;
        policy
    }

    pub(crate) fn fetcher(&self) -> Fetcher {
        Fetcher::new(self.policy()).unwrap()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Reply) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.take_while(|line| !line.is_empty());
    let headers = headers.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let asked = Asked { path, headers: headers.collect() };
    log.lock().unwrap().push(asked.clone());
    for piece in answer(&asked) {
        send(&mut stream, piece).ok()?;
    }
    Some(())
}

fn send(stream: &mut TcpStream, piece: Piece) -> io::Result<()> {
    match piece {
        Piece::Bytes(bytes) => stream.write_all(&bytes),
        Piece::Silence => io::copy(stream, &mut io::sink()).map(drop),
        Piece::Forever(bytes) => loop {
            stream.write_all(&bytes)?;
        },
        Piece::Drip(byte, time) => loop {
            stream.write_all(&[byte])?;
            thread::sleep(time);
        },
    }
}

/// An answer with these headers (each ended by a line end) and this body, its length told.
pub(crate) fn reply(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    vec![Piece::Bytes([head.as_bytes(), body].concat())]
}

pub(crate) fn ok(body: impl AsRef<[u8]>) -> Reply {
    reply("200 OK", "", body)
}

pub(crate) fn to(location: &str) -> Reply {
    reply("302 Found", &format!("Location: {location}\r\n"), "moved")
}

pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Reply {
    vec![Piece::Bytes(bytes.as_ref().to_vec())]
}

/// A clock that moves on when it is waited for, and notes for how long.
#[derive(Debug)]
pub(crate) struct FakeClock {
    now: Mutex<Timestamp>,
    waits: Mutex<Vec<Duration>>,
}

impl FakeClock {
    pub(crate) fn new() -> Arc<FakeClock> {
        let now = "2026-03-02T10:00:00Z".parse().unwrap();
        Arc::new(FakeClock { now: Mutex::new(now), waits: Mutex::default() })
    }

    pub(crate) fn pass(&self, time: Duration) {
        let mut now = self.now.lock().unwrap();
        *now += time;
    }

    /// The seconds of each wait so far.
    pub(crate) fn waits(&self) -> Vec<u64> {
        self.waits.lock().unwrap().iter().map(Duration::as_secs).collect()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn sleep(&self, wait: Duration) {
        self.waits.lock().unwrap().push(wait);
        self.pass(wait);
    }
}

/// A name server with prepared answers, which are given one after the other; the last one stays.
#[derive(Debug, Default)]
pub(crate) struct Names {
    answers: Mutex<HashMap<String, VecDeque<Vec<IpAddr>>>>,
    asked: Mutex<Vec<String>>,
}

impl Names {
    pub(crate) fn new(answers: &[(&str, &[&[&str]])]) -> Arc<Names> {
        let answers = answers.iter().map(|(name, answers)| {
            let answers = answers.iter().map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect());
            ((*name).to_owned(), answers.collect())
        });
        Arc::new(Names { answers: Mutex::new(answers.collect()), asked: Mutex::default() })
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Resolver for Names {
    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let answers = answers.get_mut(host).ok_or_else(|| io::Error::other("unknown name"))?;
        Ok(if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }.unwrap_or_default())
    }
}
