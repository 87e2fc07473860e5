//! What do programs need to know of the addresses? The OpenAPI document, which follows from the pages.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, Info, ObjectBuilder, OpenApi, OpenApiBuilder, PathItem,
    PathsBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
};
use utoipa::{IntoParams, ToSchema};

use crate::action::Action;
use crate::failure::JsonFailure;
use crate::page::{Format, Page};
use crate::pages::{self, Each, TextToRead};
use crate::site::Site;

/// Puts the document together, one page after the other, in the shapes for programs.
struct Document {
    paths: PathsBuilder,
    components: ComponentsBuilder,
}

impl Each for Document {
    fn page<P: Page>(mut self) -> Document {
        self.components = with_schema::<P::Json>(self.components);
        for &format in P::FORMATS {
            let path = if P::PATH == "/" { "/overview" } else { P::PATH };
            let content = match format {
                Format::Json => content::<P::Json>(),
                _ => ContentBuilder::new().build(),
            };
            let media = format.media().split(';').next().unwrap_or_default();
            let found = ResponseBuilder::new().description("What was asked for.").content(media, content);
            let mut operation = OperationBuilder::new()
                .summary(Some(P::SUMMARY))
                .operation_id(Some(format!(
                    "{}{}",
                    path.trim_start_matches('/'),
                    format.suffix().replace('.', "_")
                )))
                .response("200", found.build());
            for parameter in P::Asked::into_params(|| Some(ParameterIn::Query)) {
                operation = operation.parameter(parameter);
            }
            for status in ["400", "401", "403", "404", "413", "421", "429", "500", "503"] {
                operation = operation.response(status, failure());
            }
            let path = format!("{path}{}", format.suffix());
            self.paths = self.paths.path(path, PathItem::new(HttpMethod::Get, operation.build()));
        }
        self
    }

    fn action<A: Action>(mut self) -> Document {
        self.components = with_schema::<A::Json>(with_schema::<A::Asked>(self.components));
        let body = RequestBodyBuilder::new().required(Some(Required::True));
        let done = ResponseBuilder::new()
            .description("What was done.")
            .content("application/json", content::<A::Json>());
        let mut operation = OperationBuilder::new()
            .summary(Some(A::SUMMARY))
            .operation_id(Some(format!("post_{}", A::PATH.trim_start_matches('/').replace(['/', '.'], "_"))))
            .request_body(Some(body.content("application/json", content::<A::Asked>()).build()))
            .response(A::STATUS.as_str(), done.build());
        for status in ["400", "401", "403", "404", "409", "413", "415"] {
            operation = operation.response(status, failure());
        }
        self.paths = self.paths.path(A::PATH, PathItem::new(HttpMethod::Post, operation.build()));
        self
    }
}

/// The description of a document, and of those that it is made of.
fn with_schema<T: ToSchema>(mut components: ComponentsBuilder) -> ComponentsBuilder {
    let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
    T::schemas(&mut schemas);
    schemas.push((T::name().into_owned(), T::schema()));
    for (name, schema) in schemas {
        components = components.schema(name, schema);
    }
    components
}

fn content<T: ToSchema>() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name().into_owned()))).build()
}

fn failure() -> Response {
    let why = ResponseBuilder::new().description("Why it was not answered.");
    why.content("application/json", content::<JsonFailure>()).build()
}

/// Where it is.
pub(crate) fn routes(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    static DOCUMENT: LazyLock<String> = LazyLock::new(document);
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-cache")];
    router.route("/openapi.json", get(move || async move { (headers, DOCUMENT.as_str()).into_response() }))
}

/// How a text is sent to be read; the form of that page is for people.
fn reading() -> PathItem {
    let json = |schema: Ref| ContentBuilder::new().schema(Some(schema)).build();
    let sent = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/json", json(Ref::from_schema_name(TextToRead::name())));
    let any = ContentBuilder::new().schema(Some(ObjectBuilder::new())).build();
    let read = ResponseBuilder::new()
        .description("What was read: sayso.reading/1.")
        .content("application/json", any);
    let mut operation = OperationBuilder::new()
        .summary(Some("Reads a text; nothing of it is kept."))
        .operation_id(Some("read"))
        .request_body(Some(sent.build()))
        .response("200", read.build());
    for status in ["400", "413", "415"] {
        let failure = json(Ref::from_schema_name(JsonFailure::name()));
        let failure =
            ResponseBuilder::new().description("Why it was not read.").content("application/json", failure);
        operation = operation.response(status, failure.build());
    }
    PathItem::new(HttpMethod::Post, operation.build())
}

/// The OpenAPI document of this version, as indented JSON with its line break.
pub fn document() -> String {
    let components = with_schema::<JsonFailure>(ComponentsBuilder::new());
    let mut document = pages::each(Document { paths: PathsBuilder::new(), components });
    document.paths = document.paths.path("/read", reading());
    let api: OpenApi = OpenApiBuilder::new()
        .info(Info::new("sayso", env!("CARGO_PKG_VERSION")))
        .paths(document.paths.build())
        .components(Some(document.components.build()))
        .build();
    api.to_pretty_json().expect("the document is always JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `SAYSO_BLESS=1 cargo test -p sayso-server` writes it anew.
    #[test]
    fn the_committed_document_is_the_one_that_is_served() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        let document = document();
        if std::env::var_os("SAYSO_BLESS").is_some() {
            std::fs::write(file, &document).unwrap();
        }
        let committed = std::fs::read_to_string(file).unwrap_or_default();
        assert!(
            committed == document,
            "docs/openapi.json is out of date: SAYSO_BLESS=1 cargo test -p sayso-server"
        );
    }

    #[test]
    fn every_page_is_described_and_every_schema_that_is_named_is_there() {
        let document: serde_json::Value = serde_json::from_str(&document()).unwrap();
        assert!(document["paths"]["/compare.json"]["get"]["parameters"].as_array().unwrap().len() > 3);
        let text = document.to_string();
        for named in text.split("#/components/schemas/").skip(1) {
            let name = named.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }
}
