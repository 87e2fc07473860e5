//! In which shape does a request that fails want to hear of it, and what of failures that nobody here made?
//!
//! The routes answer `404` and `405` by themselves, and a broken handler nothing at all: what goes out has one shape
//! ([`Failure`]) all the same.

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response as Raw, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::failure::{Failure, FailureKind};
use crate::frame;
use crate::guard::Visitor;
use crate::page::Format;
use crate::site::Site;

/// The shape that a request is answered in: JSON where the end of the address is one for programs, or where no page is accepted.
pub(crate) fn wanted(path: &str, headers: &HeaderMap) -> Format {
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.rsplit_once('.').is_some_and(|(_, end)| ["json", "csv", "svg", "graphml"].contains(&end)) {
        return Format::Json;
    }
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let accepted: Vec<String> = accepted.map(str::to_ascii_lowercase).collect();
    let accepts = |media: &str| accepted.iter().any(|accepted| accepted.contains(media));
    let is_for_programs = path == "/read" || accepts("application/json");
    if is_for_programs && !accepts("text/html") { Format::Json } else { Format::Html }
}

/// Of a request.
pub(crate) fn of(request: &Parts) -> Format {
    wanted(request.uri.path(), &request.headers)
}

/// Gives what a request is answered its shape, and it has to be there in time.
pub(crate) async fn dress(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let (format, visitor) = (wanted(request.uri().path(), request.headers()), visitor(&request));
    let Ok(mut response) = tokio::time::timeout(site.limits().answer, next.run(request)).await else {
        let message = "That took longer than the server works on an answer. Ask for less, or again later.";
        return frame::failed(&Failure::new(FailureKind::Unavailable, message), format, &visitor);
    };
    if let Some(Broken(reason)) = response.extensions_mut().remove::<Broken>() {
        return frame::failed(&Failure::internal(reason), format, &visitor);
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_shaped(&response) {
        return response;
    }
    let mut shaped = frame::failed(&undressed(status), format, &visitor);
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        shaped.headers_mut().insert(header::ALLOW, allow);
    }
    shaped
}

fn visitor(request: &Request) -> Visitor {
    request.extensions().get::<Visitor>().cloned().unwrap_or_else(|| Visitor::nobody(String::new()))
}

fn is_shaped(response: &Response) -> bool {
    response.extensions().get::<Failure>().is_some()
}

/// What is said of a status that came without words of ours.
fn undressed(status: StatusCode) -> Failure {
    let (kind, message) = match status {
        StatusCode::NOT_FOUND => (FailureKind::Missing, "Nothing is at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            FailureKind::Method,
            "This address is not asked by that method; the Allow header names those that it is.",
        ),
        StatusCode::REQUEST_TIMEOUT => (FailureKind::Slow, "The request took too long to come in."),
        StatusCode::PAYLOAD_TOO_LARGE => (FailureKind::TooMuch, "The request has more in it than is taken."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            (FailureKind::Media, "The request is of a kind that is not read here.")
        }
        status if status.is_client_error() => (FailureKind::Wrong, "The request makes no sense."),
        status => return Failure::internal(format!("a handler answered {status} without a reason")),
    };
    Failure::new(kind, message)
}

/// What a handler that panicked said.
#[derive(Clone)]
struct Broken(String);

/// What stands in the place of an answer when a handler panicked.
pub(crate) fn broken(panic: Box<dyn Any + Send + 'static>) -> Raw<Body> {
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let mut response = Raw::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(Broken(format!("a handler panicked: {said}")));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, accept: &str) -> Format {
        wanted(path, &HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]))
    }

    #[test]
    fn programs_hear_of_failures_in_json_and_people_in_pages() {
        assert_eq!(asked("/compare", "text/html,application/xhtml+xml,*/*"), Format::Html);
        assert_eq!(asked("/compare", "application/json"), Format::Json);
        assert_eq!(asked("/compare.csv", "text/html"), Format::Json);
        assert_eq!((asked("/read", "*/*"), asked("/read", "text/html,*/*")), (Format::Json, Format::Html));
        assert_eq!(asked("/a.b/compare", "*/*"), Format::Html);
    }
}
