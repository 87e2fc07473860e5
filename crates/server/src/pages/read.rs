//! What is said in a text that somebody brings along? It is read at once, shown, and forgotten.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FormRejection};
use axum::extract::{Extension, Form, FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use maud::{Markup, html};
use sayso_domain::Reading;
use sayso_engine::{Knowledge, Scratch};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::article;
use crate::failure::{Failure, FailureKind};
use crate::frame;
use crate::guard::Visitor;
use crate::page::{Answer, At, Format, Page};
use crate::parts;
use crate::site::Site;

/// Longer texts are not read, in characters: they would keep others waiting.
const LONGEST: usize = 200_000;

/// What is known of a text is no longer than this.
const LONGEST_FIELD: usize = 2_000;

/// The form into which a text is put.
pub(crate) struct Read;

/// Nothing is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {}

/// A text that is to be read.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TextToRead)]
pub(crate) struct Sent {
    /// The words, in English; they are kept as they are.
    #[schema(max_length = 200_000)]
    text: String,
    /// What the reading is to call the article: `text` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    id: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    title: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    outlet: Option<String>,
    /// The day of publication, `2015-09-19`; what is no day is left out, with a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    published: Option<String>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    url: Option<String>,
    /// Its language, such as `en`: another than English is not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    language: Option<String>,
}

/// The same, from the form; what is empty is not known.
#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    text: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    outlet: String,
    #[serde(default)]
    published: String,
}

impl Typed {
    fn sent(self) -> Sent {
        let known = |field: String| Some(field.trim().to_owned()).filter(|field| !field.is_empty());
        Sent {
            text: self.text,
            title: known(self.title),
            outlet: known(self.outlet),
            published: known(self.published),
            ..Sent::default()
        }
    }
}

impl Page for Read {
    const PATH: &'static str = "/read";
    const FORMATS: &'static [Format] = &[];
    const SUMMARY: &'static str = "Where a text can be put in to be read.";
    // The form's token is the visitor's.
    const PERSONAL: bool = true;
    type Asked = Asked;
    type Json = Sent;

    fn answer(_: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let main = html! { h1 { "Read a text" } (form(at.visitor)) };
        Ok(Answer::Page { title: "Read a text".to_owned(), main })
    }
}

/// The routes besides the page's own.
pub(crate) fn routes(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    router.route(Read::PATH, post(answer))
}

async fn answer(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    request: Request,
) -> Response {
    let format = if is(request.headers(), "application/json") { Format::Json } else { Format::Html };
    let reading = match sent(request).await {
        Ok(sent) => {
            let opened = Arc::clone(&site);
            site.on_a_thread(move || read(&sent, &opened)).await
        }
        Err(failure) => Err(failure),
    };
    let body = match &reading {
        Err(failure) => return frame::failed(failure, format, &visitor),
        Ok(reading) if format == Format::Json => sayso_wire::to_json_pretty(reading) + "\n",
        Ok(reading) => {
            let main = page(reading, &visitor).into_string();
            frame::page("What was read", &main, Read::PATH, &[], Read::PATH, &visitor)
        }
    };
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, format.media())];
    (StatusCode::OK, headers, body).into_response()
}

fn is(headers: &HeaderMap, media: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().is_some_and(|sent| sent.trim().eq_ignore_ascii_case(media))
}

/// What was sent, if it is not too much.
async fn sent(request: Request) -> Result<Sent, Failure> {
    let sent = if is(request.headers(), "application/json") {
        let bytes = Bytes::from_request(request, &()).await.map_err(too_large)?;
        serde_json::from_slice(&bytes).map_err(|error| {
            Failure::new(FailureKind::Wrong, format!("This is not a text to be read: {error}."))
        })?
    } else if is(request.headers(), "application/x-www-form-urlencoded") {
        let form = Form::<Typed>::from_request(request, &()).await;
        form.map_err(broken)?.0.sent()
    } else {
        let message = "Send JSON, such as {\"text\": \"…\"}, as application/json; or the form of this page.";
        return Err(Failure::new(FailureKind::Media, message));
    };
    bounded(sent)
}

fn too_large(rejection: BytesRejection) -> Failure {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_long(),
        _ => Failure::new(FailureKind::Wrong, "The text broke off."),
    }
}

fn broken(rejection: FormRejection) -> Failure {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_long(),
        _ => Failure::new(
            FailureKind::Wrong,
            "The form cannot be read: its fields are not in UTF-8, or broke off.",
        ),
    }
}

fn too_long() -> Failure {
    let message = format!(
        "At most {LONGEST} characters are read at once. Take a part of it, or put it into a library with sayso ingest."
    );
    Failure::new(FailureKind::TooMuch, message)
}

fn bounded(sent: Sent) -> Result<Sent, Failure> {
    let is_longer = |text: &str, most: usize| text.len() > most && text.chars().count() > most;
    if is_longer(&sent.text, LONGEST) {
        return Err(too_long());
    }
    let fields = [
        ("id", &sent.id),
        ("title", &sent.title),
        ("outlet", &sent.outlet),
        ("published", &sent.published),
        ("url", &sent.url),
        ("language", &sent.language),
    ];
    for (name, field) in fields {
        if field.as_deref().is_some_and(|field| is_longer(field, LONGEST_FIELD)) {
            let message = format!("{name}: this has more than {LONGEST_FIELD} characters.");
            return Err(Failure::new(FailureKind::TooMuch, message));
        }
    }
    Ok(sent)
}

/// Reads it, as a line of JSONL would be.
fn read(sent: &Sent, site: &Site) -> Result<Reading, Failure> {
    let line = serde_json::to_string(sent).map_err(|error| Failure::internal(error.to_string()))?;
    let Some(sourced) = sayso_sources::read_jsonl(line.as_bytes()).next() else {
        return Err(Failure::internal("a text was sent, and none came in"));
    };
    let mut sourced = sourced.map_err(|error| Failure::new(FailureKind::Wrong, error.to_string()))?;
    if sent.id.as_deref().is_none_or(str::is_empty) {
        "text".clone_into(&mut sourced.article.id);
    }
    let opened = site.opened();
    let knowledge = Knowledge { model: &opened.model, judge: Some(&opened.judge), known: &opened.known };
    Ok(sayso_engine::read(sourced.article, sourced.notes, knowledge, &mut Scratch::default()))
}

fn page(reading: &Reading, visitor: &Visitor) -> Markup {
    html! {
        h1 { (reading.article.title.as_deref().unwrap_or("What was read")) }
        p.notice { "Read just now; nothing of it is kept. To keep it, put the text into the library with sayso ingest." }
        (article::read(reading, &[], None))
        h2 { "Another text" }
        (form(visitor))
    }
}

fn form(visitor: &Visitor) -> Markup {
    html! {
        form.read method="post" action="/read" {
            input type="hidden" name="token" value=(visitor.form_token);
            div.field {
                label for="text" { "An English news text, of " (parts::number(LONGEST as u64)) " characters at most" }
                textarea #text name="text" required maxlength=(LONGEST) rows="14" {}
            }
            div.filters {
                (parts::field("Title", "title", None, "text", ""))
                (parts::field("Outlet", "outlet", None, "text", ""))
                (parts::field("Published", "published", None, "date", ""))
                button type="submit" { "Read" }
            }
            p.hint { "Words such as “on Sunday” are dates only where it is known when the text was published. Nothing is kept." }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::testing::{Sample, Told};

    async fn post(body: &str, media: &str) -> Told {
        let request =
            Request::post("/read").header("content-type", media).header("origin", "http://127.0.0.1:8315");
        Sample::with(&[]).ask(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn json(body: &serde_json::Value) -> Told {
        post(&body.to_string(), "application/json").await
    }

    #[tokio::test]
    async fn a_text_is_read_as_the_contract_says() {
        let text = "The mayor of Lund, Ada Ott, said on Monday: \u{201c}We want the bridge.\u{201d}";
        let told = json(&serde_json::json!({"text": text, "id": "mine", "published": "2024-03-06"})).await;
        assert_eq!(told.status, 200, "{}", told.body);
        let reading = told.json();
        assert_eq!(
            (&reading["schema"], &reading["article"]["id"]),
            (&"sayso.reading/1".into(), &"mine".into())
        );
        assert_eq!(reading["article"]["text"], text);
        assert!(!reading["statements"].as_array().unwrap().is_empty(), "{reading}");
        sayso_wire::parse_reading(&told.body).unwrap();
    }

    #[tokio::test]
    async fn a_text_without_words_is_no_failure() {
        let reading = json(&serde_json::json!({"text": ""})).await.json();
        assert_eq!(
            (&reading["article"]["id"], &reading["notes"][0]["code"]),
            (&"text".into(), &"empty-text".into())
        );
        let odd = json(&serde_json::json!({"text": "\u{0}\u{1}\n\u{85}x", "published": "soon", "id": "", "language": ""})).await;
        assert!(odd.status == 200 || odd.status == 400, "{}", odd.body);
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_named() {
        for (body, media, status) in [
            ("{\"text\": 5}", "application/json", 400),
            ("{\"title\": \"a\"}", "application/json", 400),
            ("{\"text\": \"a\", \"txt\": 1}", "application/json", 400),
            ("[", "application/json", 400),
            ("\u{7f}", "application/json", 400),
            ("a", "text/plain", 415),
        ] {
            let told = post(body, media).await;
            assert_eq!(told.status, status, "{body}: {}", told.body);
        }
        let long = json(&serde_json::json!({"text": "é".repeat(LONGEST + 1)})).await;
        assert_eq!((long.status.as_u16(), &long.json()["error"]["code"]), (413, &"too_much".into()));
        let long = json(&serde_json::json!({"text": "", "title": "a".repeat(LONGEST_FIELD + 1)})).await;
        assert_eq!(long.status, 413);
    }
}
