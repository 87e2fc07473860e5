//! Which pages are there?
//!
//! One file each; a new one is entered in [`each`], from which the routes and the API document follow.

mod article;
mod articles;
mod compare;
mod model;
mod overview;
mod read;
mod search;
mod timeline;

use std::sync::Arc;

use axum::Router;

use crate::page::{self, Page};
use crate::site::Site;

pub(crate) use read::{Sent as TextToRead, routes as reading};

/// Something that is made of all pages, one after the other.
pub(crate) trait Each {
    /// With that page.
    fn page<P: Page>(self) -> Self;
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
}

impl Each for Router<Arc<Site>> {
    fn page<P: Page>(self) -> Self {
        page::routes::<P>(self)
    }
}
