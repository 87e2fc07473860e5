//! Does the review show what it should, and does each form do what it says?

use axum::body::Body;
use axum::http::Request;
use sayso_library::{Field, Library};

use crate::testing::{Sample, Told, article};

/// Sends a form, with the token of the page.
async fn send(sample: &Sample, fields: &[(&str, &str)]) -> Told {
    let token = of(&sample.get("/review").await.body, "token");
    let mut address = crate::address::Address::of("").with("token", &token);
    for (name, value) in fields {
        address = address.with(name, value);
    }
    let body = address.to_string().trim_start_matches('?').to_owned();
    let request = Request::post("/review").header("content-type", "application/x-www-form-urlencoded");
    sample.ask(request.body(Body::from(body)).unwrap()).await
}

/// The value of the first hidden field of that name.
fn of(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    page.split_once(&field)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value.to_owned())
        .unwrap_or_default()
}

fn there(told: &Told) -> &str {
    assert_eq!(told.status, 303, "{}", told.body);
    told.headers["location"].to_str().unwrap()
}

/// A correction of Bob's words.
fn bob<'a>(field: &'a str, before: &'a str, value: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("task", "correct"),
        ("article", "post-1"),
        ("field", field),
        ("place", "16-39"),
        ("before", before),
        ("value", value),
    ]
}

#[tokio::test]
async fn the_queue_shows_one_statement_with_its_words_and_the_next_ones() {
    let sample = Sample::small();
    let page = sample.get("/review").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for part in [
        "<mark class=\"source\">Ada Ott</mark>",
        "<mark class=\"cue\">said</mark>",
        "<mark class=\"content\">We want the bridge</mark>",
        "All of this is right",
        "worth a look: ",
        "how far a mistake would reach",
        "Nobody needs the bridge",
        "/article?name=wire-1#s1",
    ] {
        assert!(page.body.contains(part), "{part} is not in {}", page.body);
    }
    let document = sample.get("/review.json?limit=1").await.json();
    assert_eq!(
        (&document["schema"], &document["items"][0]["statement"]),
        (&"sayso.review/1".into(), &"s1".into())
    );
    let next = document["next"].as_str().unwrap();
    let rest = sample.get(&format!("/review.json?cursor={next}")).await.json();
    assert_eq!((rest["items"].as_array().unwrap().len(), rest["next"].is_null()), (2, true));
}

#[tokio::test]
async fn filters_narrow_the_queue_and_wrong_ones_are_named() {
    let sample = Sample::small();
    let _ = sample.get("/compare").await;
    let count = async |query: &str| {
        sample.get(&format!("/review.json?{query}")).await.json()["items"].as_array().map(Vec::len)
    };
    assert_eq!(count("actor=Ada+Ott").await, Some(2));
    assert_eq!(count("article=post-1").await, Some(1));
    assert_eq!(count("found=bridge&actor=Bob+Lund").await, Some(1));
    for (query, status) in [
        ("found=tunnel", 404),
        ("article=none", 404),
        ("cursor=7", 400),
        ("limit=0", 400),
        ("form=x", 400),
        ("found=bridge&issue=bridge", 400),
        ("done=x", 400),
        ("article=post-1&statement=s9", 404),
    ] {
        let told = sample.get(&format!("/review.json?{query}")).await;
        assert_eq!(told.status.as_u16(), status, "{query}: {}", told.body);
    }
    let page = sample.get("/review?article=post-1&statement=s1").await;
    assert!(page.body.contains("<mark class=\"content\">Nobody needs the bridge</mark>"), "{}", page.body);
}

#[tokio::test]
async fn an_empty_library_says_what_to_do() {
    let page = Sample::with(&[]).get("/review").await;
    assert!(page.status == 200 && page.body.contains("sayso ingest"), "{}", page.body);
}

#[tokio::test]
async fn a_stance_that_is_put_right_is_in_the_matrix_at_once_until_it_is_undone() {
    let sample = Sample::small();
    let matrix = async || sample.get("/compare").await.body.contains("Bob Lund on bridge: against it");
    assert!(matrix().await && matrix().await);
    let told = send(&sample, &bob("stance", "against", "favor")).await;
    let page = sample.get(there(&told)).await;
    assert!(page.body.contains("against → for"), "{}", page.body);
    assert!(
        page.body.contains("<mark class=\"content\">Nobody needs the bridge</mark>"),
        "the same is shown again"
    );
    assert!(!matrix().await && sample.get("/compare").await.body.contains("Bob Lund on bridge: for it"));
    let ids = of(&page.body, "ids");
    let told = send(&sample, &[("task", "undo"), ("ids", &ids), ("to", "review"), ("back", "")]).await;
    assert!(sample.get(there(&told)).await.body.contains("Undone."), "{}", there(&told));
    assert!(matrix().await);
    assert_eq!(send(&sample, &[("task", "undo"), ("ids", &ids)]).await.status, 409);
}

#[tokio::test]
async fn what_is_accepted_leaves_the_queue_and_comes_back_when_that_is_undone() {
    let sample = Sample::small();
    let page = sample.get("/review?article=post-1").await.body;
    let (place, seen) = (of(&page, "place"), of(&page, "before").replace("&amp;", "&"));
    let accept = [
        ("task", "accept"),
        ("article", "post-1"),
        ("place", &place),
        ("before", &seen),
        ("back", "article=post-1"),
    ];
    let told = send(&sample, &accept).await;
    assert!(there(&told).starts_with("/review?article=post-1&done="), "{}", there(&told));
    let page = sample.get(there(&told)).await.body;
    assert!(page.contains("Nothing is left to look at here") && page.contains("is right"), "{page}");
    let told = send(&sample, &[("task", "undo"), ("ids", &of(&page, "ids"))]).await;
    assert_eq!(there(&told).matches("%2C").count(), 1, "the statement and its position");
    assert_eq!(sample.get("/review.json?article=post-1").await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_is_late_overwrites_nothing_and_sees_both() {
    let sample = Sample::small();
    there(&send(&sample, &bob("stance", "against", "favor")).await);
    let late = send(&sample, &bob("stance", "against", "neutral")).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("You saw: against. Now it is: for."), "{}", late.body);
    let accept = [("task", "accept"), ("article", "post-1"), ("place", "16-39"), ("before", "what it was")];
    let late = send(&sample, &accept).await;
    assert!(late.status == 409 && late.body.contains("Bob Lund for"), "{}", late.body);
    there(&send(&sample, &bob("statement", "[[16,39]]", "")).await);
    let late = send(&sample, &bob("stance", "favor", "against")).await;
    assert!(late.status == 409 && late.body.contains("removed"), "{}", late.body);
    assert_eq!(Library::open(&sample.library).unwrap().corrections().unwrap().len(), 2);
}

#[tokio::test]
async fn speakers_days_and_words_are_put_right() {
    let sample = Sample::small();
    let words = |value, selected| {
        [
            ("task", "words"),
            ("article", "post-1"),
            ("field", "statement"),
            ("place", "16-39"),
            ("value", value),
            ("selected", selected),
        ]
    };
    there(&send(&sample, &bob("speaker", "person:bob-lund", "Ada Ott")).await);
    there(&send(&sample, &bob("said_on", "2024-03-02", "2024-02-28")).await);
    there(&send(&sample, &bob("target", "the bridge", "the toll")).await);
    let told = send(&sample, &words("needs  the bridge", "")).await;
    let page = sample.get(there(&told)).await.body;
    assert!(page.contains("<mark class=\"content\">needs the bridge</mark>"), "{page}");
    let told = send(
        &sample,
        &[
            ("task", "words"),
            ("article", "post-1"),
            ("field", "cue"),
            ("place", "23-39"),
            ("value", "It rained"),
        ],
    )
    .await;
    there(&told);
    let reading = Library::open(&sample.library).unwrap().reading("post-1").unwrap();
    let statement = &reading.statements[0];
    assert_eq!(statement.said_on.unwrap().to_string(), "2024-02-28");
    assert_eq!(
        reading.actors.iter().find(|actor| Some(actor.id) == statement.speaker).unwrap().name,
        "Ada Ott"
    );
    assert_eq!(reading.positions[0].target.label, "the toll");
    assert_eq!(reading.article.text.slice(statement.cue[0]), "It rained");
    let wrong = send(&sample, &words("no such words", "")).await;
    assert!(wrong.status == 400 && wrong.body.contains("do not stand"), "{}", wrong.body);
    let wrong = send(&sample, &words("e", "")).await;
    assert_eq!(wrong.status, 400, "{}", wrong.body);
}

#[tokio::test]
async fn a_name_that_nobody_has_is_said_to_be_somebody_new_in_every_field_of_names() {
    for field in ["speaker", "speaks_for", "holder"] {
        let sample = Sample::small();
        let before = if field == "speaks_for" { "" } else { "person:bob-lund" };
        let told = send(&sample, &bob(field, before, "Ada Otti")).await;
        let page = sample.get(there(&told)).await.body;
        let notice = "“Ada Otti” is taken as somebody new; did you mean <strong>Ada Ott</strong>? Undo takes this back.";
        assert!(page.contains(notice), "{field}: {page}");
        let ids = of(&page, "ids");
        let told = send(&sample, &[("task", "undo"), ("ids", &ids), ("to", "review")]).await;
        assert!(!sample.get(there(&told)).await.body.contains("somebody new"), "{field}");
        let told = send(&sample, &bob(field, before, "Xyzzy Qwrt")).await;
        let page = sample.get(there(&told)).await.body;
        assert!(page.contains("is taken as somebody new. Undo") && !page.contains("did you mean"), "{page}");
    }
}

#[tokio::test]
async fn a_name_that_somebody_has_needs_no_notice_and_an_address_makes_none() {
    let sample = Sample::small();
    let told = send(&sample, &bob("speaker", "person:bob-lund", "Ada Ott")).await;
    assert!(!there(&told).contains("new="), "{}", there(&told));
    assert!(!sample.get(there(&told)).await.body.contains("somebody new"));
    there(&send(&sample, &bob("stance", "against", "favor")).await);
    for query in ["done=2&new=2", "new=1", "done=9&new=9"] {
        let page = sample.get(&format!("/review?{query}")).await;
        assert!(page.status == 200 && !page.body.contains("somebody new"), "{query}: {}", page.body);
    }
    assert_eq!(sample.get("/review?new=x").await.status, 400);
}

#[tokio::test]
async fn who_is_late_sees_names_not_keys() {
    let sample = Sample::small();
    there(&send(&sample, &bob("speaker", "person:bob-lund", "Ada Ott")).await);
    let late = send(&sample, &bob("speaker", "person:bob-lund", "Eve Ng")).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("You saw: Bob Lund. Now it is: Ada Ott."), "{}", late.body);
}

#[tokio::test]
async fn actors_are_merged_and_renamed_everywhere() {
    let sample = Sample::small();
    let told =
        send(&sample, &[("task", "rename"), ("subject", "person:bob-lund"), ("value", "Robert Lund")]).await;
    assert!(sample.get(there(&told)).await.body.contains("Robert Lund"));
    assert!(sample.get("/compare").await.body.contains("Robert Lund on bridge"));
    let told =
        send(&sample, &[("task", "merge"), ("subject", "person:bob-lund"), ("value", "Ada Ott")]).await;
    there(&told);
    assert!(!sample.get("/compare").await.body.contains("Lund"));
    let nobody =
        send(&sample, &[("task", "merge"), ("subject", "person:ada-ott"), ("value", "Nobody Known")]).await;
    assert_eq!(nobody.status, 400, "{}", nobody.body);
    let nobody = send(&sample, &[("task", "rename"), ("subject", "person:nobody"), ("value", "X")]).await;
    assert_eq!(nobody.status, 404, "{}", nobody.body);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_leads_nowhere_else() {
    let sample = Sample::small();
    for (fields, status) in [
        (&[("task", "burn")][..], 400),
        (&[("task", "accept"), ("article", "none"), ("place", "1-2")], 404),
        (&[("task", "accept"), ("article", "post-1"), ("place", "x")], 400),
        (&[("task", "undo"), ("ids", "77")], 404),
        (&bob("merge", "", "x"), 400),
        (&bob("stance", "against", "maybe"), 400),
        (&bob("said_on", "2024-03-02", "yesterday"), 400),
    ] {
        let told = send(&sample, fields).await;
        assert_eq!(told.status.as_u16(), status, "{fields:?}: {}", told.body);
    }
    let mut back = bob("stance", "against", "neutral").to_vec();
    back.push(("back", "//evil.example/?x\"<script>"));
    assert!(there(&send(&sample, &back).await).starts_with("/review?done="));
}

#[tokio::test]
async fn foreign_words_stay_words() {
    let evil = "<script>alert(1)</script>\"'&";
    let mut reading =
        article("a", evil, "2024-03-01", "Eve Ng", "favor", "Say <script>alert(1)</script>\"'& now");
    reading["article"]["title"] = evil.into();
    reading["actors"][0]["name"] = evil.into();
    reading["actors"][0]["role"] = evil.into();
    reading["positions"][0]["target"]["label"] = evil.into();
    let sample = Sample::with(&[reading]);
    let page = sample.get("/review").await.body;
    assert!(
        !page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"),
        "{page}"
    );
    let item = sample.get("/review.json").await.json()["items"][0]["place"].clone();
    let place = format!("{}-{}", item[0], item[1]);
    let fields =
        [("task", "correct"), ("article", "a"), ("field", "speaker"), ("place", &place), ("value", evil)];
    let told = send(&sample, &fields).await;
    let page = sample.get(there(&told)).await.body;
    assert!(!page.contains("<script>alert"), "{page}");
    let page = sample.get("/corrections").await.body;
    assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;"), "{page}");
    let made = &Library::open(&sample.library).unwrap().corrections().unwrap()[0];
    assert_eq!((made.change.field, made.change.after.as_deref()), (Field::Speaker, Some(evil)));
}
