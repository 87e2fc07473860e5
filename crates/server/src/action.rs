//! What changes something at the request of a program? A JSON document goes in by POST, one comes out.
//!
//! Who may ask at all, and whether the request came from here, is the guard's business; what a role may do is looked at again
//! where something is written.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::failure::{Failure, FailureKind};
use crate::frame;
use crate::guard::Visitor;
use crate::page::{Format, document};
use crate::site::Site;

/// Something that a program may have done.
pub(crate) trait Action: Send + Sync + 'static {
    /// Its path.
    const PATH: &'static str;
    /// What it does, for the API document: one line.
    const SUMMARY: &'static str;
    /// The status when it is done.
    const STATUS: StatusCode;
    /// What is to be done.
    type Asked: DeserializeOwned + ToSchema + Send + 'static;
    /// What was done.
    type Json: Serialize + ToSchema + Send + 'static;

    /// Does it.
    ///
    /// # Errors
    /// When the visitor may not, it makes no sense, or the library cannot be written to.
    fn act(asked: Self::Asked, site: &Site, visitor: &Visitor) -> Result<Self::Json, Failure>;
}

/// The route of an action.
pub(crate) fn routes<A: Action>(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    router.route(A::PATH, post(respond::<A>))
}

async fn respond<A: Action>(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    asked: Result<Json<A::Asked>, JsonRejection>,
) -> Response {
    let done = match asked {
        Ok(Json(asked)) => {
            let (site, visitor) = (Arc::clone(&site), visitor.clone());
            site.clone().on_a_thread(move || A::act(asked, &site, &visitor)).await
        }
        Err(rejection) => Err(unread(&rejection)),
    };
    match done {
        Ok(done) => {
            let headers = [(header::CONTENT_TYPE, Format::Json.media()), (header::CACHE_CONTROL, "no-store")];
            (A::STATUS, headers, document(&done)).into_response()
        }
        Err(failure) => frame::failed(&failure, Format::Json, &visitor),
    }
}

/// Why a document was not read.
fn unread(rejection: &JsonRejection) -> Failure {
    let kind = match rejection.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => FailureKind::Media,
        StatusCode::PAYLOAD_TOO_LARGE => FailureKind::TooMuch,
        _ => FailureKind::Wrong,
    };
    Failure::new(kind, format!("The JSON document makes no sense: {}.", rejection.body_text()))
}
