//! A web server with pages that do what they must not, and some that do not.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A server on this machine that ends with the tests: path, further headers, and body of each page.
pub(crate) struct Site {
    port: u16,
}

/// A page of the server.
pub(crate) type Page = (&'static str, &'static str, String);

impl Site {
    pub(crate) fn of(pages: Vec<Page>) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            // A connection that a browser opens ahead and leaves idle must keep nobody waiting.
            for stream in listener.incoming().flatten() {
                let pages = pages.clone();
                thread::spawn(move || serve(stream, &pages));
            }
        });
        Site { port }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// A page that says so: of an empty answer the browser makes a page of its own.
const NOTHING: &str = "<!doctype html><html lang=\"en\"><title>Nothing</title><main><h1>There is nothing here</h1></main></html>";

fn serve(mut stream: TcpStream, pages: &[Page]) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
    let path = lines.next()?.split([' ', '?']).nth(1)?.to_owned();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let page = pages.iter().find(|(at, ..)| *at == path);
    let (status, headers, body) =
        page.map_or(("404 Not Found", "", NOTHING), |(_, headers, body)| ("200 OK", headers, body));
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n{headers}"
    );
    write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).ok()
}
