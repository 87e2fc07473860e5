//! A site over a small library of made-up articles, and how the tests of all pages ask it.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use sayso_answers::Opened;
use sayso_engine::{Judge, Model};
use sayso_gazetteer::Known;
use sayso_issues::terms;
use sayso_library::{Definition, Entry, Library, Member, Origin, Role, StoredStand, User};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::serve::router;
use crate::site::{Config, Site};

/// The networks take a moment to open: once for all tests.
static OPENED: LazyLock<Arc<Opened>> = LazyLock::new(|| {
    let weights = |name: &str| {
        let path = format!("{}/../../models/{name}.safetensors", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).expect("the weights are in the repository")
    };
    let model = Model::open(&weights("reader")).expect("a model");
    let judge = Judge::open(&weights("judge"), &model).expect("a judge");
    Arc::new(Opened { model, judge, known: Known::built_in() })
});

/// What an address answered.
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Told {
    /// As JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// A site and the folder in which its library is.
pub(crate) struct Sample {
    pub(crate) router: Router,
    pub(crate) library: String,
    _folder: TempDir,
}

impl Sample {
    /// With these articles.
    pub(crate) fn with(articles: &[Value]) -> Sample {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("sayso.db");
        let library = file.to_str().expect("a name in UTF-8").to_owned();
        let entries: Vec<Entry> = articles.iter().map(entry).collect();
        let known = Known::built_in();
        Library::create(&library)
            .and_then(|mut library| library.add(&entries, 1_700_000_000, &|words| terms(words, &known)))
            .expect("a library");
        let config =
            Config { by: "Ada at the desk".to_owned(), ..Config::new(library.clone(), Arc::clone(&OPENED)) };
        Sample { router: site(config), library, _folder: folder }
    }

    /// Ada is for the bridge in two articles, Bob is against it.
    pub(crate) fn small() -> Sample {
        Sample::with(&[
            article("wire-1", "The Wire", "2024-03-01", "Ada Ott", "favor", "We want the bridge"),
            article("wire-2", "The Wire", "2024-04-01", "Ada Ott", "against", "No bridge without a toll"),
            article("post-1", "Post & Mail", "2024-03-02", "Bob Lund", "against", "Nobody needs the bridge"),
        ])
    }

    /// The same library, served otherwise.
    pub(crate) fn served(mut self, serve: impl FnOnce(Config) -> Config) -> Sample {
        self.router = site(serve(self.config()));
        self
    }

    /// How it is served, unless a test wants it otherwise.
    pub(crate) fn config(&self) -> Config {
        Config::new(self.library.clone(), Arc::clone(&OPENED))
    }

    /// Somebody asked for an issue before, and everything is about it.
    pub(crate) fn asked(&self, label: &str) {
        let mut library = Library::open_to_write(&self.library).expect("a library");
        let definition = Definition { label: label.to_owned(), ..Definition::default() };
        let issue = library.define(&definition, Origin::Asked).expect("an issue");
        let stands = library.stands_after(0, 100).expect("positions");
        let member = |stand: &StoredStand| Member { position: stand.id, stance: None, probability: 0.9 };
        let members: Vec<Member> = stands.iter().map(member).collect();
        let change = library.change().expect("a change");
        library.set_members(issue, &members, change).expect("members");
    }

    /// Adds a user; the token.
    pub(crate) fn user(&self, name: &str, role: Role) -> String {
        let (token, hash) = crate::new_token();
        let user = User { name: name.to_owned(), role, hash };
        let library = Library::open_to_write(&self.library);
        library.and_then(|mut library| library.set_user(&user, 1_700_000_000)).expect("a user");
        token
    }

    /// What `path` answers.
    pub(crate) async fn get(&self, path: &str) -> Told {
        self.ask(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// What a request is answered. Its host is this machine's unless it names another.
    pub(crate) async fn ask(&self, mut request: Request<Body>) -> Told {
        request.headers_mut().entry("host").or_insert_with(|| "127.0.0.1:8315".parse().expect("a host"));
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 1 << 24).await.expect("a body");
        Told { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

fn site(config: Config) -> Router {
    let site = Site::open(config).expect("a site");
    router(Arc::new(site), "127.0.0.1:8315".parse().expect("an address"))
}

/// An article in which somebody says that, of the bridge.
pub(crate) fn article(
    name: &str,
    outlet: &str,
    day: &str,
    speaker: &str,
    stance: &str,
    quote: &str,
) -> Value {
    let text = format!("{speaker} said: \u{201c}{quote}.\u{201d} It rained.");
    let at = |words: &str| {
        let byte = text.find(words).expect("words of the text");
        let start = text[..byte].chars().count();
        json!([start, start + words.chars().count()])
    };
    let key = format!("person:{}", speaker.to_lowercase().replace(' ', "-"));
    json!({
        "schema": "sayso.reading/1",
        "article": {"id": name, "outlet": outlet, "title": format!("{speaker} on the bridge"), "published": day,
            "url": null, "language": "en", "text": text, "boilerplate": []},
        "statements": [{"id": "s1", "kind": "direct", "source": [at(speaker)], "cue": [at("said")], "content": [at(quote)],
            "within": null, "speaker": "a1", "speaks_for": null, "said_on": day,
            "modality": {"negated": false, "conditional": [], "future": false, "question": false}, "confidence": 0.6}],
        "positions": [{"id": "p1", "statement": "s1", "holder": "a1",
            "target": {"label": "the bridge", "actor": null, "spans": []}, "stance": stance, "act": "evaluate",
            "condition": [], "evidence": [at(quote)], "confidence": 0.7}],
        "events": [],
        "actors": [{"id": "a1", "key": key, "name": speaker, "kind": "person", "state": null, "role": "mayor",
            "mentions": [at(speaker)]}],
        "notes": []
    })
}

fn entry(reading: &Value) -> Entry {
    let reading = sayso_wire::parse_reading(&reading.to_string())
        .and_then(sayso_wire::WireReading::into_reading)
        .expect("a reading");
    Entry { reading, model: Some("made-up".to_owned()) }
}
