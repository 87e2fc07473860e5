//! Which files does a page load? Those of the program, from this host, each under an address that changes with it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::site::Site;

/// A file that is part of the program.
#[derive(Debug)]
pub(crate) struct Asset {
    name: &'static str,
    end: &'static str,
    media: &'static str,
    words: &'static str,
}

/// How pages look.
pub(crate) static STYLE: Asset = Asset {
    name: "sayso",
    end: "css",
    media: "text/css; charset=utf-8",
    words: include_str!("../assets/sayso.css"),
};

/// The sign of the site.
pub(crate) static ICON: Asset =
    Asset { name: "sayso", end: "svg", media: "image/svg+xml", words: include_str!("../assets/sayso.svg") };

/// Keys, and words that are selected, for the review.
pub(crate) static REVIEW: Asset = Asset {
    name: "review",
    end: "js",
    media: "text/javascript; charset=utf-8",
    words: include_str!("../assets/review.js"),
};

static ALL: [&Asset; 3] = [&STYLE, &ICON, &REVIEW];

impl Asset {
    /// Where it is. What stands there never changes.
    pub(crate) fn address(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.words.hash(&mut hasher);
        format!("/assets/{}-{:016x}.{}", self.name, hasher.finish(), self.end)
    }
}

/// The routes of all files.
pub(crate) fn routes(mut router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    for asset in ALL {
        let serve = move || async move {
            let headers = [
                (header::CONTENT_TYPE, asset.media),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, asset.words).into_response()
        };
        router = router.route(&asset.address(), get(serve));
    }
    router
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for asset in ALL {
            let words = asset.words.replace("http://www.w3.org/2000/svg", "");
            assert!(!words.contains("//") || asset.end == "js", "{}", asset.name);
            assert!(!words.contains("http:") && !words.contains("https:"), "{}", asset.name);
        }
    }
}
