//! What is an address of the site? A question with filters, and its answer in several shapes.
//!
//! A [`Page`] is asked by name and filters, all in the address; it looks into the library and gives an [`Answer`]. The same
//! `answer` makes the page for people and the document for programs, so that one cannot know more than the other.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::Markup;
use sayso_library::Library;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

use crate::failure::{Failure, FailureKind};
use crate::frame;
use crate::guard::Visitor;
use crate::site::Site;
use crate::views::State as Known;

/// The shape of an answer, told by the end of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Html,
    /// For programs.
    Json,
    /// Where it is a table.
    Csv,
    /// A drawing.
    Svg,
    /// A graph, for Gephi and visone.
    Graphml,
}

impl Format {
    /// What stands at the end of the path.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Format::Html => "",
            Format::Json => ".json",
            Format::Csv => ".csv",
            Format::Svg => ".svg",
            Format::Graphml => ".graphml",
        }
    }

    /// As a media type.
    pub(crate) fn media(self) -> &'static str {
        match self {
            Format::Html => "text/html; charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Svg => "image/svg+xml",
            Format::Graphml => "application/xml",
        }
    }

    /// What a link to it says.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Format::Html => "page",
            Format::Json => "JSON",
            Format::Csv => "CSV",
            Format::Svg => "SVG",
            Format::Graphml => "GraphML",
        }
    }
}

/// What an address answers.
#[derive(Debug)]
pub(crate) enum Answer {
    /// For people: the page's title, and what stands between header and footer.
    Page { title: String, main: Markup },
    /// In the shape that was asked for.
    Document(String),
}

/// Where a question is asked.
pub(crate) struct At<'a> {
    /// What is shown of it.
    pub(crate) library: &'a mut Library,
    /// All else.
    pub(crate) site: &'a Site,
    /// Who asks.
    pub(crate) visitor: &'a Visitor,
    /// In which shape.
    pub(crate) format: Format,
}

/// An address of the site.
pub(crate) trait Page: Send + Sync + 'static {
    /// Its path.
    const PATH: &'static str;
    /// The shapes besides the page for people.
    const FORMATS: &'static [Format];
    /// What it answers, for the API document: one line.
    const SUMMARY: &'static str;
    /// Whether it looks otherwise to everybody: it is not kept then.
    const PERSONAL: bool = false;
    /// Name and filters.
    type Asked: DeserializeOwned + IntoParams + Send + 'static;
    /// The JSON document.
    type Json: ToSchema;

    /// Answers.
    ///
    /// # Errors
    /// When the question makes no sense, or the library cannot be read.
    fn answer(asked: &Self::Asked, at: &mut At<'_>) -> Result<Answer, Failure>;
}

/// The routes of a page: its path, and its path with the end of each shape.
pub(crate) fn routes<P: Page>(mut router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    let at = |format: Format| {
        get(
            move |State(site): State<Arc<Site>>,
                  Extension(visitor): Extension<Visitor>,
                  headers: HeaderMap,
                  uri: Uri| { respond::<P>(format, site, visitor, headers, uri) },
        )
    };
    router = router.route(P::PATH, at(Format::Html));
    for &format in P::FORMATS {
        let path = if P::PATH == "/" { "/overview" } else { P::PATH };
        router = router.route(&format!("{path}{}", format.suffix()), at(format));
    }
    router
}

/// What is kept of an answer.
pub(crate) struct View {
    title: String,
    body: String,
    tag: String,
}

async fn respond<P: Page>(
    format: Format,
    site: Arc<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let asked = match Query::<P::Asked>::try_from_uri(&uri) {
        Ok(Query(asked)) => asked,
        Err(rejection) => {
            let failure = Failure::new(FailureKind::Wrong, wrong_filter(&rejection.body_text()));
            return frame::failed(&failure, format, &visitor);
        }
    };
    let path = uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let view = {
        let (site, visitor, path) = (Arc::clone(&site), visitor.clone(), path.clone());
        site.clone().on_a_thread(move || view::<P>(&asked, format, &site, &visitor, &path)).await
    };
    match view {
        Ok(view) => shown::<P>(&view, format, &visitor, &headers, &path),
        Err(failure) => frame::failed(&failure, format, &visitor),
    }
}

/// What `serde` says of a filter that makes no sense, with what can be done.
fn wrong_filter(said: &str) -> String {
    let said = said.trim_start_matches("Failed to deserialize query string: ");
    format!("A filter in the address makes no sense: {said}.")
}

fn view<P: Page>(
    asked: &P::Asked,
    format: Format,
    site: &Site,
    visitor: &Visitor,
    path: &str,
) -> Result<Arc<View>, Failure> {
    site.pool().ask(|library| {
        let state = Known { change: library.change()?, found: library.found_as_of()? };
        if let Some(view) = site.views().get(path, state).filter(|_| !P::PERSONAL) {
            return Ok(view);
        }
        let answer = P::answer(asked, &mut At { library, site, visitor, format })?;
        let (title, body) = match answer {
            Answer::Page { title, main } => (title, main.into_string()),
            Answer::Document(body) => (String::new(), body),
        };
        let tag = tag(&body);
        let bytes = body.len() + title.len() + tag.len();
        let view = Arc::new(View { title, body, tag });
        if !P::PERSONAL {
            site.views().put(path, state, Arc::clone(&view), bytes);
        }
        Ok(view)
    })
}

/// A browser that has the same need not get it again.
fn tag(body: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (body, env!("CARGO_PKG_VERSION"), crate::assets::STYLE.address()).hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

fn shown<P: Page>(
    view: &View,
    format: Format,
    visitor: &Visitor,
    headers: &HeaderMap,
    path: &str,
) -> Response {
    let tag = match format {
        // The frame shows who is signed in.
        Format::Html => view.tag.replace("W/\"", &format!("W/\"{:x}-", visitor.mark())),
        _ => view.tag.clone(),
    };
    let cache = [(header::CACHE_CONTROL, "private, no-cache".to_owned()), (header::ETAG, tag.clone())];
    let is_known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|one| one.trim() == tag));
    if is_known {
        return (axum::http::StatusCode::NOT_MODIFIED, cache).into_response();
    }
    let body = match format {
        Format::Html => frame::page(&view.title, &view.body, P::PATH, P::FORMATS, path, visitor),
        _ => view.body.clone(),
    };
    (cache, [(header::CONTENT_TYPE, format.media())], body).into_response()
}

/// One indented document, with its line break.
pub(crate) fn document(value: &impl serde::Serialize) -> String {
    // Keys are strings and all floats are finite, so that nothing here can fail to be JSON.
    serde_json::to_string_pretty(value).expect("a document is always JSON") + "\n"
}
