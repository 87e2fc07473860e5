//! A small web server that answers as it is told and remembers what it was asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server on this machine that ends with the tests.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    answers: HashMap<String, Answer>,
    asked: Vec<Asked>,
}

/// What the server says at a path.
#[derive(Clone, Default)]
struct Answer {
    status: String,
    headers: String,
    body: Vec<u8>,
}

/// A question as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// By their names in small letters.
    pub(crate) headers: HashMap<String, String>,
}

impl Server {
    pub(crate) fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::<Mutex<Shared>>::default();
        let server = Server { port, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// What --allow-host takes.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// From now on there is a page of this kind at `path`.
    pub(crate) fn put(&self, path: &str, kind: &str, body: &str) {
        self.answer(path, "200 OK", &format!("Content-Type: {kind}\r\n"), body);
    }

    /// As `put`, with a mark that the server knows its page by.
    pub(crate) fn put_marked(&self, path: &str, kind: &str, etag: &str, body: &str) {
        self.answer(path, "200 OK", &format!("Content-Type: {kind}\r\nETag: {etag}\r\n"), body);
    }

    /// From now on `path` is answered so; each header ends with a line end.
    pub(crate) fn answer(&self, path: &str, status: &str, headers: &str, body: &str) {
        let answer =
            Answer { status: status.to_owned(), headers: headers.to_owned(), body: body.as_bytes().to_vec() };
        self.shared.lock().unwrap().answers.insert(path.to_owned(), answer);
    }

    /// What was asked since this was called last.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.lock().unwrap().asked)
    }

    /// The paths of that, but for robots.txt, in alphabetical order.
    pub(crate) fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.asked().into_iter().map(|asked| asked.path).collect();
        paths.retain(|path| path != "/robots.txt");
        paths.sort();
        paths
    }
}

fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.take_while(|line| !line.is_empty()).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let asked = Asked { path, headers: headers.collect() };
    let mut answer = {
        let mut shared = shared.lock().unwrap();
        shared.asked.push(asked.clone());
        shared
            .answers
            .get(&asked.path)
            .cloned()
            .unwrap_or_else(|| Answer { status: "404 Not Found".to_owned(), ..Answer::default() })
    };
    let is_known = asked.headers.get("if-none-match").is_some_and(|etag| answer.headers.contains(etag));
    if is_known {
        answer.status = "304 Not Modified".to_owned();
        answer.body.clear();
    }
    let Answer { status, headers, body } = answer;
    let head =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    stream.write_all(&[head.as_bytes(), &body].concat()).ok()
}
