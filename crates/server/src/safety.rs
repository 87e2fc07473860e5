//! What keeps the server safe, tried from outside: one test for each way in that is known.

mod injection;
mod sockets;
mod users;
mod writes;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::{HeaderMap, Request, header};
use axum::routing::{get, post};
use serde_json::Value;

use crate::guard::Visitor;
use crate::serve::guarded;
use crate::site::{Config, Limits, Site};
use crate::testing::{Sample, Told};
use crate::watch::Log;

/// The paths of all pages and of all their other shapes, with the names of their filters.
fn addresses() -> Vec<(String, Vec<String>)> {
    let document: Value = serde_json::from_str(&crate::document()).unwrap();
    let mut addresses = vec![("/".to_owned(), Vec::new())];
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get") else { continue };
        let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let names: Vec<String> =
            parameters.iter().map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect();
        if let Some(page) = path.strip_suffix(".json").filter(|page| *page != "/overview") {
            addresses.push((page.to_owned(), names.clone()));
        }
        addresses.push((path.clone(), names));
    }
    addresses
}

/// A sample with routes of the test's own: one that breaks, one that takes its time, one that changes something.
fn with_routes(sample: &mut Sample, config: Config) {
    let changed = |Extension(visitor): Extension<Visitor>, body: String| async move {
        format!("{} sent {}", visitor.name, body.len())
    };
    let routes: Router<Arc<Site>> = crate::sign_in::routes(crate::assets::routes(Router::new()))
        .route("/broken", get(|| async { std::iter::empty::<&str>().next().expect("something at /secret") }))
        .route("/slow", get(|| async { tokio::time::sleep(std::time::Duration::from_secs(5)).await }))
        .route("/form", get(|Extension(visitor): Extension<Visitor>| async move { visitor.form_token }))
        .route("/review", post(changed))
        .route("/read", post(changed))
        .route("/issues/merge", post(changed));
    let site = Arc::new(Site::open(config).unwrap());
    sample.router = guarded(routes, site, "127.0.0.1:8315".parse().unwrap());
}

/// With nothing to wait for.
fn hurried() -> Limits {
    let moment = std::time::Duration::from_millis(100);
    Limits {
        head: moment,
        body: moment,
        answer: 3 * moment,
        taking: moment,
        stop: 20 * moment,
        users: std::time::Duration::ZERO,
        wrong_token: std::time::Duration::from_millis(1),
        ..Limits::default()
    }
}

fn assert_safe_headers(headers: &HeaderMap, at: &str) {
    let value = |name: &str| headers.get(name).unwrap_or_else(|| panic!("{at}: {name}")).to_str().unwrap();
    let policy = value("content-security-policy");
    for part in ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{at}: {policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{at}: {policy}");
    assert_eq!(value("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(value("referrer-policy"), "same-origin", "{at}");
    assert_eq!(value("cross-origin-opener-policy"), "same-origin", "{at}");
    assert_eq!(value("cross-origin-resource-policy"), "same-origin", "{at}");
    assert!(value("permissions-policy").contains("camera=()"), "{at}");
    value("cache-control");
    assert!(!headers.contains_key("access-control-allow-origin"), "{at}");
}

fn is_one_shape(told: &Told, code: &str) {
    let error = &told.json()["error"];
    assert_eq!(
        (&error["code"], &error["status"]),
        (&code.into(), &told.status.as_u16().into()),
        "{}",
        told.body
    );
    assert!(!error["message"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn the_headers_are_on_every_answer() {
    let sample = Sample::small();
    let more =
        ["/healthz", "/metrics", "/robots.txt", "/sign-in", "/nowhere", "/nowhere.json", "/compare?x=y"];
    let pages = addresses();
    let assets = [crate::assets::STYLE.address(), crate::assets::ICON.address()];
    let all =
        pages.iter().map(|(path, _)| path.as_str()).chain(more).chain(assets.iter().map(String::as_str));
    for path in all {
        assert_safe_headers(&sample.get(path).await.headers, path);
    }
    let request = Request::get("/").header("host", "evil.example").body(Body::empty()).unwrap();
    let told = sample.ask(request).await;
    assert_eq!(told.status, 421);
    assert_safe_headers(&told.headers, "another host");
}

#[tokio::test]
async fn what_the_routes_refuse_has_the_one_shape() {
    let sample = Sample::small();
    is_one_shape(&sample.get("/nowhere.json").await, "not_found");
    let page = sample.get("/nowhere").await;
    assert!(page.status == 404 && page.body.contains("<h1>There is nothing here</h1>"), "{}", page.body);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let request = Request::builder().method(method).uri("/compare.json").body(Body::empty()).unwrap();
        let told = sample.ask(request).await;
        is_one_shape(&told, "method");
        assert_eq!(told.headers[header::ALLOW], "GET,HEAD", "{method}");
    }
    let request = Request::get("/nowhere").header("accept", "application/json").body(Body::empty()).unwrap();
    is_one_shape(&sample.ask(request).await, "not_found");
    let head = Request::head("/compare").body(Body::empty()).unwrap();
    let told = sample.ask(head).await;
    assert!(told.status == 200 && told.body.is_empty());
}

#[tokio::test]
async fn no_path_leads_out_of_the_program() {
    let sample = Sample::small();
    for path in [
        "/assets/../../etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/%252e%252e%252f%252e%252e%252fetc%252fpasswd",
        "/assets/..%5c..%5cetc%5cpasswd",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/",
        "/../Cargo.toml",
        "/compare/../metrics",
        "/.git/config",
    ] {
        let told = sample.get(path).await;
        assert!(told.status == 404 && !told.body.contains("root:"), "{path}: {}", told.status);
    }
    for (path, names) in addresses() {
        for name in names {
            let told = sample.get(&format!("{path}?{name}=..%2F..%2F..%2F..%2Fetc%2Fpasswd")).await;
            assert!(!told.body.contains("root:") && told.status != 500, "{path} {name}");
        }
    }
}

#[tokio::test]
async fn nothing_is_taken_that_is_too_large() {
    let mut sample = Sample::small();
    is_one_shape(&sample.get(&format!("/compare.json?issue={}", "a".repeat(9 << 10))).await, "too_much");
    let config = sample.config();
    with_routes(&mut sample, config);
    let send = |path: &str, bytes: usize| {
        let body = format!("\"{}\"", "a".repeat(bytes - 2));
        Request::post(path)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .body(body.into())
    };
    assert_eq!(sample.ask(send("/review", 1 << 20).unwrap()).await.status, 200);
    is_one_shape(&sample.ask(send("/review", (1 << 20) + 1).unwrap()).await, "too_much");
    assert_eq!(sample.ask(send("/read", 2 << 20).unwrap()).await.status, 200);
    is_one_shape(&sample.ask(send("/read", (2 << 20) + 1).unwrap()).await, "too_much");
    let mut told = send("/review", 10).unwrap();
    told.headers_mut().insert("content-length", "99999999999999".parse().unwrap());
    is_one_shape(&sample.ask(told).await, "too_much");
}

#[tokio::test]
async fn a_broken_page_tells_the_log_alone_why() {
    let mut sample = Sample::small();
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&lines);
    let config = Config {
        log: Log::new(true, move |line| log.lock().unwrap().push(line.to_owned())),
        ..sample.config()
    };
    with_routes(&mut sample, config);
    let told = sample.get("/broken?words=private").await;
    assert_eq!(told.status, 500);
    assert_safe_headers(&told.headers, "/broken");
    assert!(!told.body.contains("secret") && told.body.contains("Something broke"), "{}", told.body);
    let lines = lines.lock().unwrap();
    let id = lines[0].split(' ').next().unwrap();
    assert!(told.body.contains(&format!("<code>{id}</code>")), "{}", told.body);
    assert!(lines[0].contains(" GET /broken?words 500 ") && lines[0].ends_with(" ms somebody"), "{lines:?}");
    assert!(lines[1].starts_with(id) && lines[1].contains("something at /secret"), "{lines:?}");
    assert!(!lines.concat().contains("private"));
}

#[tokio::test]
async fn no_answer_takes_for_ever() {
    let mut sample = Sample::small();
    let config = Config { limits: hurried(), ..sample.config() };
    with_routes(&mut sample, config);
    let request = Request::get("/slow").header("accept", "application/json").body(Body::empty()).unwrap();
    is_one_shape(&sample.ask(request).await, "unavailable");
}
