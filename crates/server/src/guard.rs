//! Who asks, and may they?
//!
//! Every request comes through here before any handler sees it, so that none can forget to ask: by which name the server is
//! asked ([`hosts`]), who it is that asks (a token in the header, or a session in a cookie), what he may do, and,
//! where something is to be changed, whether he himself wants it: no other site made his browser send it, a form has the
//! token of his session, and anything else is JSON, which a form of another site cannot send.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use sayso_library::{Role, User};

use crate::address::Address;
use crate::failure::{Failure, FailureKind};
use crate::hosts::{self, Hosts};
use crate::page::Format;
use crate::secrets::{Hash, token_hash};
use crate::site::Site;
use crate::{frame, shape, sign_in, users};

/// The field of a form in which [`Visitor::form_token`] stands.
pub(crate) const FIELD: &str = "token";

/// What is taken of a body, in bytes; and of a text that is to be read.
const BODY: usize = 1 << 20;
const TEXT: usize = 2 << 20;

/// What is taken of one whom nobody knows.
const SIGN_IN: usize = 8 << 10;

/// Addresses whose filters have more bytes are not looked at.
const QUERY: usize = 8 << 10;

/// The session of those who have none: who sits at this computer, and who is not signed in yet.
const NO_SESSION: Hash = [0; 32];

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// Under which name corrections are made.
    pub(crate) name: String,
    /// What may be done; nothing by whom nobody knows.
    pub(crate) role: Option<Role>,
    /// Whether corrections may be made.
    pub(crate) may_review: bool,
    /// Stands in every form that changes something, in a field named `token`, and is known to this site alone.
    pub(crate) form_token: String,
    /// Whether there is a session, which can be ended.
    pub(crate) is_signed_in: bool,
    /// The number of the request, as it stands in the log.
    pub(crate) request: String,
    session: Hash,
}

impl Visitor {
    /// Whom nobody knows.
    pub(crate) fn nobody(request: String) -> Visitor {
        Visitor {
            name: String::new(),
            role: None,
            may_review: false,
            form_token: String::new(),
            is_signed_in: false,
            request,
            session: NO_SESSION,
        }
    }

    fn known(self, name: &str, role: Role) -> Visitor {
        Visitor { name: name.to_owned(), role: Some(role), may_review: role >= Role::Review, ..self }
    }

    /// A number that differs where the frame of a page does.
    pub(crate) fn mark(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        (&self.name, self.role, self.session).hash(&mut hasher);
        hasher.finish()
    }
}

/// The number of a request, for the log; set by [`watch`](crate::watch).
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) String);

/// What the guard looks after.
pub(crate) struct Gate {
    pub(crate) site: Arc<Site>,
    pub(crate) hosts: Hosts,
}

/// Why a request is not let through.
enum Refusal {
    Failure(Failure),
    /// Sign in first, then go there.
    SignIn(String),
    /// What the routes say to that method.
    Answered(Box<Response>),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal::Failure(failure)
    }
}

/// Lets a request through, with its [`Visitor`], or tells why not.
pub(crate) async fn guard(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let (mut request, body) = request.into_parts();
    let format = shape::of(&request);
    let id = request.extensions.get::<RequestId>().cloned().unwrap_or_default();
    let mut visitor = Visitor::nobody(id.0);
    let response = match admit(&gate, &mut request, body, &mut visitor, &next).await {
        Ok(body) => {
            request.extensions.insert(visitor.clone());
            next.run(Request::from_parts(request, body)).await
        }
        Err(Refusal::Failure(failure)) => frame::failed(&failure, format, &visitor),
        Err(Refusal::SignIn(next)) => sign_in::redirect(Address::of("/sign-in").with("next", &next)),
        Err(Refusal::Answered(response)) => *response,
    };
    named(response, visitor)
}

/// The log wants to know who it was; and whom nobody knows is told how to be known.
fn named(mut response: Response, visitor: Visitor) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response.extensions_mut().insert(visitor);
    response
}

async fn admit(
    gate: &Gate,
    request: &mut Parts,
    body: Body,
    visitor: &mut Visitor,
    next: &Next,
) -> Result<Body, Refusal> {
    let host = gate.hosts.host(request)?;
    if request.uri.query().is_some_and(|query| query.len() > QUERY) {
        let message = format!("The filters have more than {QUERY} bytes.");
        return Err(Failure::new(FailureKind::TooMuch, message).into());
    }
    let by_token = recognise(gate, request, visitor).await?;
    let is_look = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    may(request, visitor, is_look)?;
    if is_look {
        return Ok(body);
    }
    hosts::same_origin(&request.headers, &host)?;
    if request.method == Method::POST {
        if let Some(response) = unwanted(request, visitor, next).await {
            return Err(Refusal::Answered(Box::new(response)));
        }
        let bytes = received(gate, request, body).await?;
        by_itself(gate, request, visitor, by_token, &bytes)?;
        return Ok(bytes.into());
    }
    // No other method is handled here: the routes say so.
    Ok(Body::empty())
}

/// Finds out who asks. Whether by a token in the header, which no browser sends by itself.
async fn recognise(gate: &Gate, request: &Parts, visitor: &mut Visitor) -> Result<bool, Refusal> {
    let site = &gate.site;
    visitor.form_token = site.door().forms.masked(&NO_SESSION);
    if is_open(request.uri.path()) && request.uri.path() != "/sign-in" {
        return Ok(false);
    }
    let users = site.door().users.all(site).await?;
    if users.is_empty() {
        if !gate.hosts.is_local() {
            let message = "This library has no users. Whoever runs the server can add some: sayso users add.";
            return Err(Failure::new(FailureKind::Unknown, message).into());
        }
        *visitor = visitor.clone().known(&site.door().by, Role::Admin);
        return Ok(false);
    }
    if let Some(typed) = request.headers.get(header::AUTHORIZATION) {
        let user = bearer(typed).and_then(|token| users::of(&users, &token_hash(token)));
        let Some(user) = user else { return Err(wrong_token(site).await.into()) };
        *visitor = visitor.clone().known(&user.name, user.role);
        return Ok(true);
    }
    if let Some((user, session)) = signed_in(site, &users, &request.headers) {
        let session = token_hash(&session);
        let form_token = site.door().forms.masked(&session);
        *visitor = Visitor {
            form_token,
            is_signed_in: true,
            session,
            ..visitor.clone().known(&user.name, user.role)
        };
    }
    Ok(false)
}

/// What is said of a token that nobody has: the same whatever is wrong with it, a little later, and only so often.
pub(crate) async fn wrong_token(site: &Site) -> Failure {
    let Ok(_waits) = site.door().wrong.try_acquire() else {
        return Failure::new(
            FailureKind::Often,
            "Too many wrong tokens came in just now. Try again in a moment.",
        );
    };
    tokio::time::sleep(site.limits().wrong_token).await;
    Failure::new(FailureKind::Unknown, "Nobody here has this token.")
}

fn bearer(typed: &HeaderValue) -> Option<&str> {
    let (scheme, token) = typed.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whose session the cookie names.
fn signed_in<'a>(site: &Site, users: &'a [User], headers: &HeaderMap) -> Option<(&'a User, String)> {
    let session = sign_in::session(site, headers)?;
    let hash = site.door().sessions.user(&session, Instant::now())?;
    Some((users::of(users, &hash)?, session))
}

/// Addresses that need no user: files of the program, whether it is well, what robots may do, and the way in.
fn is_open(path: &str) -> bool {
    path.starts_with("/assets/") || ["/healthz", "/robots.txt", "/sign-in"].contains(&path)
}

/// Whether the visitor may do that.
fn may(request: &Parts, visitor: &Visitor, is_look: bool) -> Result<(), Refusal> {
    let path = request.uri.path();
    if is_open(path) {
        return Ok(());
    }
    let Some(role) = visitor.role else { return Err(who(request, is_look)) };
    let needed = if is_look { Role::Read } else { needed(path) };
    if role >= needed {
        return Ok(());
    }
    let message =
        format!("This needs the role {needed}; yours is {role}. Whoever runs the server gives roles out.");
    Err(Failure::new(FailureKind::Forbidden, message).into())
}

/// What a role is needed for to change something at that address.
fn needed(path: &str) -> Role {
    let first = path.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default();
    match first {
        "read" | "sign-out" => Role::Read,
        "issues" | "actors" | "users" => Role::Admin,
        _ => Role::Review,
    }
}

/// People are shown the way in, programs told that they need a token.
fn who(request: &Parts, is_look: bool) -> Refusal {
    if shape::of(request) == Format::Html {
        let here = request.uri.path_and_query().map_or("/", |here| here.as_str());
        return Refusal::SignIn(if is_look { here.to_owned() } else { String::new() });
    }
    let message = "This needs a user: send `Authorization: Bearer` with your token.";
    Failure::new(FailureKind::Unknown, message).into()
}

/// What the routes say where nothing takes a POST; asked by a method that changes nothing and that no handler has.
async fn unwanted(request: &Parts, visitor: &Visitor, next: &Next) -> Option<Response> {
    let mut question = Request::new(Body::empty());
    *question.method_mut() = Method::OPTIONS;
    *question.uri_mut() = request.uri.clone();
    *question.headers_mut() = request.headers.clone();
    question.extensions_mut().insert(visitor.clone());
    let response = next.clone().run(question).await;
    let allowed = response.headers().get(header::ALLOW).and_then(|allow| allow.to_str().ok());
    let is_wanted = allowed.is_some_and(|allowed| allowed.split(',').any(|method| method.trim() == "POST"));
    (!is_wanted).then_some(response)
}

/// The body, as far as it is bounded and comes in time.
async fn received(gate: &Gate, request: &Parts, body: Body) -> Result<Bytes, Failure> {
    let most = match request.uri.path() {
        "/read" | "/read.json" => TEXT,
        "/sign-in" => SIGN_IN,
        _ => BODY,
    };
    let too_much = || Failure::new(FailureKind::TooMuch, format!("At most {most} bytes are taken here."));
    let length = request.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.is_some_and(|length| length.parse().is_ok_and(|length: u64| length > most as u64)) {
        return Err(too_much());
    }
    match tokio::time::timeout(gate.site.limits().body, Limited::new(body, most).collect()).await {
        Ok(Ok(bytes)) => Ok(bytes.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_much()),
        Ok(Err(_)) => Err(Failure::new(FailureKind::Wrong, "The request broke off.")),
        Err(_) => Err(Failure::new(FailureKind::Slow, "The request took too long to come in.")),
    }
}

/// Whether the visitor himself wants what is sent.
fn by_itself(
    gate: &Gate,
    request: &Parts,
    visitor: &Visitor,
    by_token: bool,
    body: &[u8],
) -> Result<(), Failure> {
    let media = request.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let media =
        media.and_then(|media| media.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        // A page of another site cannot send it without being allowed to, and none is.
        "application/json" => Ok(()),
        "application/x-www-form-urlencoded" if by_token => Ok(()),
        "application/x-www-form-urlencoded" => {
            let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == FIELD);
            let is_own = match (tokens.next(), tokens.next()) {
                (Some((_, token)), None) => gate.site.door().forms.is_of(&visitor.session, &token),
                _ => false,
            };
            let message =
                "This form is out of date, or not of this site. Load the page again and send it from there.";
            is_own.then_some(()).ok_or_else(|| Failure::new(FailureKind::Forbidden, message))
        }
        _ => {
            let message = "Send a form of this site, or JSON with the content type application/json.";
            Err(Failure::new(FailureKind::Media, message))
        }
    }
}

/// What browsers are told of every answer: load nothing from elsewhere, run nothing that stands in a page, show it in no
/// frame, guess no types, and tell nobody where a reader came from.
const HEADERS: [(header::HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        header::HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::X_DNS_PREFETCH_CONTROL, "off"),
];

/// Puts them on; and what does not say how long it may be kept is not.
pub(crate) fn secure(response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// What is answered at an address that stands for nothing but words.
pub(crate) fn plain(status: StatusCode, words: impl Into<String>) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words.into()).into_response()
}
