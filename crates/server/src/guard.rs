//! Who asks, and may they?

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::site::Site;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// Under which name corrections are made.
    pub(crate) name: String,
    /// Whether corrections may be made.
    pub(crate) may_review: bool,
    /// Stands in every form that changes something, and is known to this site alone.
    pub(crate) form_token: String,
}

impl Visitor {
    /// A number that differs where the frame of a page does.
    pub(crate) fn mark(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        (&self.name, self.may_review).hash(&mut hasher);
        hasher.finish()
    }
}

/// Lets a request through, with its [`Visitor`].
pub(crate) async fn guard(State(_site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Visitor {
        name: "you".to_owned(),
        may_review: true,
        form_token: String::new(),
    });
    next.run(request).await
}
