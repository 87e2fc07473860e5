//! Tokens, sessions and roles: who is not known sees nothing, and who is does what his role allows.

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use sayso_library::{Library, Role};

use super::{hurried, is_one_shape, with_routes};
use crate::site::{Config, Limits};
use crate::testing::{Sample, Told};

/// A library with users, and their tokens: one for each role.
fn sample() -> (Sample, [String; 3]) {
    let mut sample = Sample::small();
    let tokens = [("Rita", Role::Read), ("Vera", Role::Review), ("Adam", Role::Admin)]
        .map(|(name, role)| sample.user(name, role));
    let config = Config { limits: hurried(), ..sample.config() };
    with_routes(&mut sample, config);
    (sample, tokens)
}

async fn sent(sample: &Sample, request: Builder, body: String) -> Told {
    sample.ask(request.body(Body::from(body)).unwrap()).await
}

async fn got(sample: &Sample, path: &str, header: &str, value: &str) -> Told {
    sent(sample, Request::get(path).header(header, value), String::new()).await
}

/// What stands in the form of the page.
fn form_token(page: &str) -> String {
    let rest = page.split("name=\"token\" value=\"").nth(1).expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

/// Signs in: the answer.
async fn signed_in(sample: &Sample, token: &str, next: &str, cookie: &str) -> Told {
    let page = sample.get("/sign-in").await;
    let body = format!("token={}&user_token={token}&next={next}", form_token(&page.body));
    let request = Request::post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie);
    sent(sample, request, body).await
}

/// The cookie that an answer sets, as a browser sends it back.
fn cookie(told: &Told) -> String {
    let cookie = told.headers["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn tokens_are_whole_and_right_or_they_are_nothing() {
    let (sample, [token, ..]) = sample();
    let told = got(&sample, "/form", "authorization", &format!("Bearer {token}")).await;
    assert_eq!(told.status, 200);
    let mut messages = Vec::new();
    for typed in [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer {}", &token[..token.len() - 1]),
        format!("Bearer {token}0"),
        format!("Bearer {}", token.to_uppercase()),
        format!("Basic {token}"),
        token.clone(),
        format!("Bearer {}", crate::new_token().0),
    ] {
        let request =
            Request::get("/form").header("authorization", &typed).header("accept", "application/json");
        let told = sent(&sample, request, String::new()).await;
        assert_eq!(told.status, 401, "{typed}");
        assert_eq!(told.headers["www-authenticate"], "Bearer");
        is_one_shape(&told, "unknown_user");
        messages.push(told.json()["error"]["message"].clone());
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "what is wrong with a token is not told: {messages:?}");
    let query = sample.get(&format!("/form?token={token}")).await;
    assert_eq!(query.status, 303, "a token in an address would stand in logs");
}

#[tokio::test]
async fn without_a_user_people_are_shown_the_way_in_and_programs_told() {
    let (sample, _) = sample();
    let told = sample.get("/form?a=b%26c").await;
    assert_eq!(
        (told.status.as_u16(), told.headers["location"].to_str().unwrap()),
        (303, "/sign-in?next=%2Fform%3Fa%3Db%2526c")
    );
    assert_eq!(sample.get("/nowhere").await.status, 303, "what there is is nobody's business");
    is_one_shape(&sample.get("/compare.json").await, "unknown_user");
    let open = Sample::small();
    open.user("Rita", Role::Read);
    for path in ["/metrics", "/compare.csv", "/", "/openapi.json"] {
        assert!([303, 401].contains(&open.get(path).await.status.as_u16()), "{path}");
    }
    for path in ["/healthz", "/robots.txt", "/sign-in", crate::assets::STYLE.address().as_str()] {
        assert_eq!(open.get(path).await.status, 200, "{path}");
    }
    let page = open.get("/sign-in").await.body;
    assert!(!page.contains("<nav") && !page.contains("/compare") && !page.contains("You are"), "{page}");
}

#[tokio::test]
async fn a_session_begins_with_a_token_and_ends_with_the_way_out() {
    let (sample, [token, ..]) = sample();
    let told = signed_in(&sample, &token, "%2Fform", "").await;
    assert_eq!((told.status.as_u16(), told.headers["location"].to_str().unwrap()), (303, "/form"));
    let whole = told.headers["set-cookie"].to_str().unwrap();
    assert!(
        whole.contains("; HttpOnly; SameSite=Strict; Max-Age=43200") && whole.contains("; Path=/;"),
        "{whole}"
    );
    assert!(!whole.contains(&token) && !whole.contains(&token[6..]) && !whole.contains("Secure"));
    let cookie = cookie(&told);
    let form = got(&sample, "/form", "cookie", &cookie).await;
    assert_eq!(form.status, 200);
    assert_eq!(got(&sample, "/sign-in?next=%2Fform", "cookie", &cookie).await.headers["location"], "/form");
    let out = Request::post("/sign-out")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &cookie);
    let told = sent(&sample, out, format!("token={}", form.body)).await;
    assert!(told.status == 303 && told.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(got(&sample, "/form", "cookie", &cookie).await.status, 303);
}

#[tokio::test]
async fn a_session_is_not_chosen_by_who_asks_and_its_forms_are_its_own() {
    let (sample, [token, ..]) = sample();
    let chosen = format!("sayso={}", "a".repeat(64));
    let told = signed_in(&sample, &token, "", &chosen).await;
    assert!(told.status == 303 && cookie(&told) != chosen);
    assert_eq!(got(&sample, "/form", "cookie", &chosen).await.status, 303);
    let own = cookie(&told);
    let other = cookie(&signed_in(&sample, &token, "", "").await);
    let form = got(&sample, "/form", "cookie", &other).await.body;
    let out = Request::post("/sign-out")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &own);
    assert_eq!(sent(&sample, out, format!("token={form}")).await.status, 403);
    // Who signs in again ends the session before.
    signed_in(&sample, &token, "", &own).await;
    let anonymous = got(&sample, "/form", "cookie", &format!("{own}0")).await;
    assert_eq!(anonymous.status, 303);
}

#[tokio::test]
async fn cookies_go_over_tls_alone_where_that_is_asked_for() {
    let sample = Sample::small().served(|config| Config { secure_cookies: true, ..config });
    let token = sample.user("Rita", Role::Read);
    let told = signed_in(&sample, &token, "", "").await;
    let whole = told.headers["set-cookie"].to_str().unwrap();
    assert!(whole.starts_with("__Host-sayso=") && whole.ends_with("; Secure"), "{whole}");
    let page = got(&sample, "/", "cookie", &cookie(&told)).await.body;
    assert!(
        page.contains("You are <strong>Rita</strong>, with the role read.") && page.contains("Sign out"),
        "{page}"
    );
    let page = page.replace("__Host-", "");
    assert_eq!(
        got(&sample, "/", "cookie", &cookie(&told).replace("__Host-", "")).await.status,
        303,
        "{page}"
    );
}

#[tokio::test]
async fn a_wrong_token_is_told_the_same_and_not_for_ever() {
    let (sample, [token, ..]) = sample();
    let one = signed_in(&sample, &token[..20], "", "").await;
    let other = signed_in(&sample, "", "", "").await;
    assert!(one.status == 401 && other.status == 401 && one.body.contains("Nobody here has this token."));
    assert_eq!(signed_in(&sample, &token, "", "").await.status, 303, "the right one is let in all the same");
}

#[tokio::test]
async fn who_tries_tokens_by_the_dozen_is_sent_away() {
    let sample = Sample::small();
    let token = sample.user("Rita", Role::Read);
    // Long enough that all of them wait together.
    let wrong_token = std::time::Duration::from_secs(2);
    let sample = sample.served(|config| Config { limits: Limits { wrong_token, ..config.limits }, ..config });
    let statuses = at_once(&sample, 20).await;
    assert!(statuses.contains(&429) && statuses.contains(&401), "{statuses:?}");
    assert_eq!(got(&sample, "/", "authorization", &format!("Bearer {token}")).await.status, 200);
}

/// So many wrong tokens at once: the statuses.
async fn at_once(sample: &Sample, count: usize) -> Vec<u16> {
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..count {
        let router = sample.router.clone();
        asking.spawn(async move {
            let request =
                Request::get("/form").header("host", "127.0.0.1:8315").header("authorization", "Bearer x");
            let request = request.body(Body::empty()).unwrap();
            tower::ServiceExt::oneshot(router, request).await.unwrap().status().as_u16()
        });
    }
    asking.join_all().await
}

#[tokio::test]
async fn a_user_who_is_taken_away_is_gone_with_his_sessions() {
    let (sample, [token, vera, _]) = sample();
    let cookie = cookie(&signed_in(&sample, &token, "", "").await);
    assert_eq!(got(&sample, "/form", "cookie", &cookie).await.status, 200);
    Library::open_to_write(&sample.library).unwrap().remove_user("Rita").unwrap();
    assert_eq!(got(&sample, "/form", "cookie", &cookie).await.status, 303);
    assert_eq!(got(&sample, "/form", "authorization", &format!("Bearer {token}")).await.status, 401);
    // A new token ends the one before.
    sample.user("Vera", Role::Review);
    assert_eq!(got(&sample, "/form", "authorization", &format!("Bearer {vera}")).await.status, 401);
}

#[tokio::test]
async fn each_does_what_his_role_allows() {
    let (sample, tokens) = sample();
    let allowed =
        [("/read", [200, 200, 200]), ("/review", [403, 200, 200]), ("/issues/merge", [403, 403, 200])];
    for (path, statuses) in allowed {
        for (token, status) in tokens.iter().zip(statuses) {
            let request = Request::post(path)
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .header("authorization", format!("Bearer {token}"));
            let told = sent(&sample, request, "{}".to_owned()).await;
            assert_eq!(told.status, status, "{path}: {}", told.body);
            if status == 403 {
                is_one_shape(&told, "forbidden");
            }
        }
        let nobody = Request::post(path)
            .header("content-type", "application/json")
            .header("accept", "application/json");
        is_one_shape(&sent(&sample, nobody, "{}".to_owned()).await, "unknown_user");
    }
}

#[tokio::test]
async fn one_is_sent_on_within_this_site_alone() {
    let (sample, [token, ..]) = sample();
    for next in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%2F%09%2Fevil.example",
        "javascript%3Aalert(1)",
    ] {
        let told = signed_in(&sample, &token, next, "").await;
        assert_eq!((told.status.as_u16(), told.headers["location"].to_str().unwrap()), (303, "/"), "{next}");
        let page = sample.get(&format!("/sign-in?next={next}")).await.body;
        assert!(!page.contains("evil") && !page.contains("alert"), "{page}");
    }
}

#[tokio::test]
async fn a_library_that_lost_its_users_is_open_to_nobody_on_the_network() {
    let sample =
        Sample::small().served(|config| Config { hosts: vec!["sayso.example".to_owned()], ..config });
    let told = got(&sample, "/compare.json", "accept", "*/*").await;
    assert_eq!(told.status, 401);
    assert!(told.body.contains("sayso users add"), "{}", told.body);
}
