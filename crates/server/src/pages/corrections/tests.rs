//! Are corrections listed, made and undone as programs are promised?

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::testing::{Sample, Told};

async fn post(sample: &Sample, path: &str, body: &Value) -> Told {
    let request = Request::post(path).header("content-type", "application/json");
    sample.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

fn stance(after: &str) -> Value {
    json!({"field": "stance", "article": "post-1", "place": [16, 39], "after": after, "reason": "irony"})
}

#[tokio::test]
async fn a_program_puts_something_right_and_takes_it_back() {
    let sample = Sample::small();
    let made = post(&sample, "/corrections.json", &stance("favor")).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json()["correction"].clone();
    assert_eq!(
        (&made["before"], &made["after"], &made["reason"]),
        (&"against".into(), &"favor".into(), &"irony".into())
    );
    let list = sample.get("/corrections.json?in_force=yes&article=post-1").await.json();
    assert_eq!(
        (&list["schema"], &list["corrections"][0]["id"]),
        (&"sayso.corrections/1".into(), &made["id"])
    );
    let undone = post(&sample, "/corrections/undo.json", &json!({"id": made["id"]})).await;
    assert!(undone.status == 200 && undone.json()["correction"]["undone_by"].is_string(), "{}", undone.body);
    assert_eq!(post(&sample, "/corrections/undo.json", &json!({"id": made["id"]})).await.status, 409);
    let list = sample.get("/corrections.json?in_force=yes").await.json();
    assert_eq!(list["corrections"], json!([]));
}

#[tokio::test]
async fn a_program_accepts_a_statement() {
    let sample = Sample::small();
    let told =
        post(&sample, "/corrections/accept.json", &json!({"article": "post-1", "place": [16, 39]})).await;
    assert_eq!((told.status.as_u16(), told.json()["corrections"].as_array().unwrap().len()), (201, 2));
    let told =
        post(&sample, "/corrections/accept.json", &json!({"article": "post-1", "place": [1, 2]})).await;
    assert_eq!(told.status, 409, "{}", told.body);
}

#[tokio::test]
async fn what_a_program_may_not_or_cannot_is_refused_in_one_shape() {
    let sample = Sample::small();
    let mut late = stance("neutral");
    late["before"] = "favor".into();
    let long = "x".repeat(3000);
    for (path, body, status) in [
        (
            "/corrections.json",
            json!({"field": "stance", "article": "none", "place": [1, 2], "after": "favor"}),
            404,
        ),
        ("/corrections.json", stance("maybe"), 400),
        ("/corrections.json", stance(&long), 400),
        ("/corrections.json", late, 409),
        ("/corrections.json", json!({"field": "colour"}), 400),
        ("/corrections.json", json!({"field": "rename", "subject": "person:nobody", "after": "X"}), 404),
        ("/corrections.json", json!({"field": "stance", "extra": 1}), 400),
        ("/corrections/undo.json", json!({"id": 99}), 404),
        ("/corrections/undo.json", json!({}), 400),
    ] {
        let told = post(&sample, path, &body).await;
        assert_eq!(told.status.as_u16(), status, "{body}: {}", told.body);
        assert_eq!(told.json()["error"]["status"], status, "{}", told.body);
    }
    let request = Request::post("/corrections.json").header("content-type", "text/plain");
    let told = sample.ask(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(told.status, 415, "{}", told.body);
}

#[tokio::test]
async fn the_list_is_paged_told_in_words_and_can_be_given_to_another_library() {
    let sample = Sample::small();
    let empty = sample.get("/corrections").await;
    assert!(empty.status == 200 && empty.body.contains("No corrections."), "{}", empty.body);
    for after in ["favor", "neutral", "against"] {
        post(&sample, "/corrections.json", &stance(after)).await;
    }
    let page = sample.get("/corrections?limit=2").await.body;
    assert!(page.contains("of “Nobody needs the bridge”") && page.contains("Undo correction 3"), "{page}");
    assert!(page.contains("cursor=") && !page.contains("Undo correction 1"), "{page}");
    let next = sample.get("/corrections.json?limit=2").await.json()["next"].as_str().unwrap().to_owned();
    let rest = sample.get(&format!("/corrections.json?cursor={next}")).await.json();
    assert_eq!(rest["corrections"].as_array().unwrap().len(), 1);
    let csv = sample.get("/corrections.csv").await.body;
    assert_eq!(
        csv.lines().next(),
        Some("id,made_at,article,at,field,value,actor,by,reason,before,undone_by")
    );
    assert!(csv.lines().nth(1).unwrap().contains(",post-1,16-39,stance,favor,"), "the oldest first: {csv}");
    for query in ["article=none", "in_force=perhaps", "cursor=1", "colour=red"] {
        let status = sample.get(&format!("/corrections.json?{query}")).await.status.as_u16();
        assert!([400, 404].contains(&status), "{query}: {status}");
    }
}

#[tokio::test]
async fn whom_a_key_means_is_told_by_name() {
    let sample = Sample::small();
    let speaker =
        json!({"field": "speaker", "article": "post-1", "place": [16, 39], "after": "person:ada-ott"});
    assert_eq!(post(&sample, "/corrections.json", &speaker).await.json()["notices"], json!([]));
    let merge = json!({"field": "merge", "subject": "person:bob-lund", "after": "person:ada-ott"});
    assert_eq!(post(&sample, "/corrections.json", &merge).await.status, 201);
    let page = sample.get("/corrections").await.body;
    assert!(page.contains("<span title=\"person:ada-ott\">Ada Ott</span>"), "{page}");
    // Nobody goes by that key any more: it is what it spells.
    assert!(page.contains("<span title=\"person:bob-lund\">Bob Lund</span>"), "{page}");
    assert!(!page.contains(">person:"), "{page}");
}

#[tokio::test]
async fn a_program_hears_of_a_name_that_nobody_has() {
    let sample = Sample::small();
    let speaker =
        |name: &str| json!({"field": "speaker", "article": "post-1", "place": [16, 39], "after": name});
    let made = post(&sample, "/corrections.json", &speaker("Ada Otti")).await.json();
    let notice = "`Ada Otti` is taken as somebody new; did you mean Ada Ott (person:ada-ott)?";
    assert_eq!(made["notices"], json!([notice]));
    let made = post(&sample, "/corrections.json", &speaker("Bob Lund")).await.json();
    assert_eq!((&made["notices"], &made["correction"]["after"]), (&json!([]), &json!("Bob Lund")));
}
