//! Another site that makes a browser send something here: nothing is changed by it.

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;

use super::{is_one_shape, with_routes};
use crate::testing::{Sample, Told};

fn sample() -> Sample {
    let mut sample = Sample::small();
    let config = sample.config();
    with_routes(&mut sample, config);
    sample
}

fn form() -> Builder {
    Request::post("/review")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
}

async fn sent(sample: &Sample, request: Builder, body: &str) -> Told {
    sample.ask(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_form_has_the_token_of_its_page() {
    let sample = sample();
    let token = sample.get("/form").await.body;
    let told = sent(&sample, form(), &format!("a=b&token={token}")).await;
    assert_eq!(
        (told.status.as_u16(), told.body.as_str()),
        (200, format!("somebody sent {}", 10 + token.len()).as_str())
    );
    let other = self::sample().get("/form").await.body;
    for body in [
        "a=b".to_owned(),
        "a=b&token=".to_owned(),
        format!("token={}", &token[1..]),
        format!("token={token}0"),
        format!("token={other}"),
        format!("token={}", "0".repeat(128)),
        format!("token=x&token={token}"),
        format!("TOKEN={token}"),
    ] {
        let told = sent(&sample, form(), &body).await;
        assert_eq!(told.status, 403, "{body}");
        is_one_shape(&told, "forbidden");
    }
}

#[tokio::test]
async fn what_another_origin_sends_is_refused_even_with_the_token() {
    let sample = sample();
    let body = format!("token={}", sample.get("/form").await.body);
    let own =
        [("origin", "http://127.0.0.1:8315"), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none")];
    for (name, value) in own {
        assert_eq!(sent(&sample, form().header(name, value), &body).await.status, 200, "{name} {value}");
    }
    for (name, value) in [
        ("origin", "null"),
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1:8316"),
        ("origin", "http://localhost:8315"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let told = sent(&sample, form().header(name, value), &body).await;
        assert_eq!(told.status, 403, "{name} {value}");
        let json = Request::post("/review").header("content-type", "application/json").header(name, value);
        assert_eq!(sent(&sample, json, "{}").await.status, 403, "{name} {value}");
    }
}

#[tokio::test]
async fn json_says_that_it_is_json() {
    let sample = sample();
    for media in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        let request = Request::post("/review").header("content-type", media);
        assert_eq!(sent(&sample, request, "{}").await.status, 200, "{media}");
    }
    for media in ["text/plain", "text/plain; application/json", "multipart/form-data; boundary=a", ""] {
        let request =
            Request::post("/review").header("content-type", media).header("accept", "application/json");
        let told = sent(&sample, request, "{\"token\": 1}").await;
        assert_eq!(told.status, 415, "{media}");
        is_one_shape(&told, "media_type");
    }
    assert_eq!(sent(&sample, Request::post("/review"), "{}").await.status, 415);
}

#[tokio::test]
async fn another_name_of_the_host_is_refused_whatever_is_asked() {
    let sample = sample();
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost.evil:8315", "[::2]:8315"] {
        let request = Request::get("/form").header("host", host).header("accept", "application/json");
        let told = sent(&sample, request, "").await;
        assert_eq!(told.status, 421, "{host}");
        is_one_shape(&told, "host");
    }
    let absolute = Request::get("http://evil.example/form").header("host", "127.0.0.1:8315");
    assert_eq!(sent(&sample, absolute, "").await.status, 400);
}
