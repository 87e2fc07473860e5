//! What do programs need to know of the addresses? The OpenAPI document, which follows from the pages.

use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterIn};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, Info, OpenApi, OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr,
    ResponseBuilder, Schema,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::failure::JsonFailure;
use crate::page::{Format, Page};
use crate::pages::{self, Each};

/// Puts the document together, one page after the other, in the shapes for programs.
struct Document {
    paths: PathsBuilder,
    components: ComponentsBuilder,
}

impl Each for Document {
    fn page<P: Page>(mut self) -> Document {
        let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
        P::Json::schemas(&mut schemas);
        schemas.push((P::Json::name().into_owned(), P::Json::schema()));
        for (name, schema) in schemas {
            self.components = self.components.schema(name, schema);
        }
        for &format in P::FORMATS {
            let path = if P::PATH == "/" { "/overview" } else { P::PATH };
            let content = match format {
                Format::Json => {
                    let schema = Ref::from_schema_name(P::Json::name().into_owned());
                    ContentBuilder::new().schema(Some(schema)).build()
                }
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
            let failure = || {
                let schema = Ref::from_schema_name(JsonFailure::name().into_owned());
                let content = ContentBuilder::new().schema(Some(schema)).build();
                ResponseBuilder::new()
                    .description("Why it was not answered.")
                    .content("application/json", content)
            };
            for status in ["400", "401", "403", "404", "413", "421", "429", "500", "503"] {
                operation = operation.response(status, failure().build());
            }
            let path = format!("{path}{}", format.suffix());
            self.paths = self.paths.path(path, PathItem::new(HttpMethod::Get, operation.build()));
        }
        self
    }
}

/// The OpenAPI document of this version, as indented JSON with its line break.
pub fn document() -> String {
    let mut components = ComponentsBuilder::new();
    let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
    JsonFailure::schemas(&mut schemas);
    schemas.push((JsonFailure::name().into_owned(), JsonFailure::schema()));
    for (name, schema) in schemas {
        components = components.schema(name, schema);
    }
    let document = pages::each(Document { paths: PathsBuilder::new(), components });
    let api: OpenApi = OpenApiBuilder::new()
        .info(Info::new("sayso", env!("CARGO_PKG_VERSION")))
        .paths(document.paths.build())
        .components(Some(document.components.build()))
        .build();
    api.to_pretty_json().expect("the document is always JSON") + "\n"
}
