//! How does a person show who he is? With his token, once; from then on a cookie names a session.
//!
//! The cookie is no token: it is worth nothing after half a day, after signing out, after the user was taken away, or to
//! another process.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Extension, Query, RawForm, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use crate::address::Address;
use crate::failure::{Failure, FailureKind};
use crate::guard::{self, FIELD, Visitor};
use crate::page::Format;
use crate::secrets::token_hash;
use crate::sessions::HELD;
use crate::site::Site;
use crate::{frame, users};

/// The routes.
pub(crate) fn routes(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    router.route("/sign-in", get(show).post(sign_in)).route("/sign-out", post(sign_out))
}

#[derive(Deserialize)]
struct Asked {
    next: Option<String>,
}

async fn show(
    Extension(visitor): Extension<Visitor>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let next = asked.ok().and_then(|Query(asked)| asked.next).unwrap_or_default();
    if visitor.role.is_some() {
        return found(local(&next));
    }
    page(StatusCode::OK, &visitor, &next, None)
}

async fn sign_in(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let field = |name: &str| {
        form_urlencoded::parse(&form).find(|(field, _)| field == name).map(|(_, value)| value.into_owned())
    };
    let next = field("next").unwrap_or_default();
    let known = match site.door().users.all(&site).await {
        Ok(known) => known,
        Err(failure) => return frame::failed(&failure, Format::Html, &visitor),
    };
    let hash = token_hash(field("user_token").unwrap_or_default().trim());
    let Some(user) = users::of(&known, &hash) else {
        let failure = guard::wrong_token(&site).await;
        let status = failure.kind().status();
        let mut response = page(status, &visitor, &next, Some(&failure));
        response.extensions_mut().insert(failure);
        return response;
    };
    if let Some(before) = session(&site, &headers) {
        site.door().sessions.end(&before);
    }
    let session = site.door().sessions.begin(user.hash, Instant::now());
    with_cookie(found(local(&next)), &site, &session, HELD.as_secs())
}

async fn sign_out(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    if let Some(session) = session(&site, &headers) {
        site.door().sessions.end(&session);
    }
    with_cookie(redirect(Address::of("/sign-in")), &site, "", 0)
}

/// The session that the cookie names, whether there is one of that name or not.
pub(crate) fn session(site: &Site, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie_name(site)).map(|(_, session)| session.to_owned())
}

/// With the prefix browsers take the cookie from this host alone, and never without TLS.
fn cookie_name(site: &Site) -> &'static str {
    if site.door().secure_cookies { "__Host-sayso" } else { "sayso" }
}

fn with_cookie(mut response: Response, site: &Site, session: &str, seconds: u64) -> Response {
    let secure = if site.door().secure_cookies { "; Secure" } else { "" };
    let name = cookie_name(site);
    let cookie = format!("{name}={session}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    // Digits and letters alone.
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// To an address of this site.
pub(crate) fn redirect(address: Address) -> Response {
    found(&address.to_string())
}

fn found(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address.to_owned())]).into_response()
}

/// The address if it is one of this site, the overview's if not. Browsers take `//` and `/\` for the beginning of a host, and
/// leave out tabs and line breaks before they look.
fn local(next: &str) -> &str {
    let mut characters = next.chars();
    let is_path = characters.next() == Some('/') && !matches!(characters.next(), Some('/' | '\\'));
    let is_plain = next.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if is_path && is_plain && !next.starts_with("/sign-") { next } else { "/" }
}

fn page(status: StatusCode, visitor: &Visitor, next: &str, failure: Option<&Failure>) -> Response {
    let main = form(visitor, local(next), failure).into_string();
    let page = frame::page("Sign in", &main, "/sign-in", &[], "", visitor);
    (status, [(header::CONTENT_TYPE, Format::Html.media())], page).into_response()
}

fn form(visitor: &Visitor, next: &str, failure: Option<&Failure>) -> Markup {
    html! {
        h1 { "Sign in" }
        @if let Some(failure) = failure {
            p.notice role="alert" { (failure.message()) }
            @if failure.kind() == FailureKind::Unknown {
                p { "Check that you copied all of it: it begins with sayso_ and has 70 characters." }
            }
        }
        form.filters method="post" action="/sign-in" {
            input type="hidden" name=(FIELD) value=(visitor.form_token);
            input type="hidden" name="next" value=(next);
            div.field {
                label for="user-token" { "Your token" }
                input #user-token type="password" name="user_token" autocomplete="current-password" required maxlength="200";
            }
            button type="submit" { "Sign in" }
        }
        p { "Whoever runs this server gives tokens out. You stay signed in for twelve hours." }
        // A cookie does not come along with a click on another site.
        @if next != "/" { p { "Signed in already, and came from another site? " a href=(next) { "Go on to the page" } "." } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_within_this_site_alone() {
        for next in ["/", "/compare?issue=a%20b#s1", "/article?name=https%3A%2F%2Fx.example"] {
            assert_eq!(local(next), next);
        }
        for next in [
            "",
            "compare",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "\t//evil.example",
            "/a\r\nSet-Cookie: a=b",
            "/\u{e9}",
            "/sign-out",
            "/sign-in?next=/sign-in",
        ] {
            assert_eq!(local(next), "/", "{next:?}");
        }
    }
}
