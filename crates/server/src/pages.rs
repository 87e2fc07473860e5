//! Which pages are there?
//!
//! One file each; a new one is entered in [`each`], from which the routes and the API document follow.

mod actor;
mod actors;
mod article;
mod articles;
mod compare;
mod corrections;
mod issue;
mod issues;
mod model;
mod network;
mod overview;
mod read;
mod review;
mod search;
mod timeline;

use std::sync::Arc;

use axum::Router;

use crate::action::{self, Action};
use crate::page::{self, Page};
use crate::site::Site;

pub(crate) use read::{Sent as TextToRead, routes as reading};

/// Something that is made of all pages, one after the other.
pub(crate) trait Each {
    /// With that page.
    fn page<P: Page>(self) -> Self;

    /// With that action.
    fn action<A: Action>(self) -> Self;
}

/// Goes through all pages, in the order of the API document.
pub(crate) fn each<E: Each>(made: E) -> E {
    made.page::<overview::Overview>()
        .page::<compare::Compare>()
        .page::<timeline::Timeline>()
        .page::<model::Model>()
        .page::<article::Article>()
        .page::<articles::Articles>()
        .page::<search::Search>()
        .page::<read::Read>()
        .page::<review::Review>()
        .page::<corrections::Corrections>()
        .action::<corrections::Make>()
        .action::<corrections::Accept>()
        .action::<corrections::Undo>()
        .page::<issues::Issues>()
        .page::<issue::OneIssue>()
        .page::<actors::Actors>()
        .page::<actor::OneActor>()
        .page::<network::Network>()
}

impl Each for Router<Arc<Site>> {
    fn page<P: Page>(self) -> Self {
        page::routes::<P>(self)
    }

    fn action<A: Action>(self) -> Self {
        action::routes::<A>(self)
    }
}

/// The routes of what forms send.
pub(crate) fn forms(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    router.route("/review", axum::routing::post(review::sent))
}
