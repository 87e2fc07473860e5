//! What happened? A line a request for the log, numbers for the metrics, and the reasons of failures.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;

use crate::failure::Failure;
use crate::guard::{self, RequestId, Visitor};
use crate::site::Site;

/// Takes the lines of the log. They hold words from outside: whoever writes them to a terminal has to escape them.
#[derive(Clone)]
pub struct Log {
    write: Arc<dyn Fn(&str) + Send + Sync>,
    /// A line for each request; otherwise for what went wrong here alone.
    requests: bool,
}

impl Log {
    /// Each line goes to `write`: with `requests` one for every request, without for what went wrong here alone.
    pub fn new(requests: bool, write: impl Fn(&str) + Send + Sync + 'static) -> Log {
        Log { write: Arc::new(write), requests }
    }

    /// Nobody is told anything.
    pub fn none() -> Log {
        Log::new(false, |_| ())
    }

    pub(crate) fn line(&self, line: &str) {
        (self.write)(line);
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("requests", &self.requests).finish_non_exhaustive()
    }
}

/// Which route answered, for the metrics: there are few of them, whatever is asked.
#[derive(Clone)]
struct Route(MatchedPath);

/// Notes the route in the answer; stands around each of them.
pub(crate) async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// Stands around all else: numbers the request, puts the headers on that keep browsers safe, and tells what happened.
pub(crate) async fn watch(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = site.metrics().number();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let mut response = next.run(request).await;
    guard::secure(&mut response);
    let took = begun.elapsed();
    let route = response.extensions().get::<Route>().map_or("none", |Route(path)| path.as_str());
    site.metrics().answered(known_method(&method), route, response.status().as_u16(), took);
    tell(site.log(), &id, &method, &uri, &response, took.as_millis());
    response
}

/// Methods that anybody thinks up do not make rows of their own.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn tell(log: &Log, id: &str, method: &Method, uri: &Uri, response: &Response, millis: u128) {
    if log.requests {
        let who = response.extensions().get::<Visitor>().map_or("", |visitor| visitor.name.as_str());
        let who = if who.is_empty() { "-" } else { who };
        let status = response.status().as_u16();
        log.line(&format!("{id} {method} {} {status} {millis} ms {who}", without_values(uri)));
    }
    if let Some(reason) = response.extensions().get::<Failure>().and_then(Failure::reason) {
        log.line(&format!("{id} {method} {}: {reason}", without_values(uri)));
    }
}

/// No line is longer than this many characters of an address.
const SHOWN: usize = 200;

/// The path and the names of the filters: what somebody looked for is nobody's business.
fn without_values(uri: &Uri) -> String {
    let names = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split('=').next());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let mark = if names.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", uri.path(), names.join("&")).chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_not_in_the_log() {
        let uri: Uri = "/search?words=secret&from=2024-01-01&x".parse().unwrap();
        assert_eq!(without_values(&uri), "/search?words&from&x");
        let uri: Uri = format!("/{}", "a".repeat(1000)).parse().unwrap();
        assert_eq!(without_values(&uri).len(), SHOWN);
    }
}
