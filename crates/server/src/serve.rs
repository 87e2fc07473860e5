//! How does a site get onto the network?

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::{Router, middleware};
use tower_http::compression::CompressionLayer;

use crate::site::Site;
use crate::{assets, finder, guard, openapi, pages};

/// A site on the network that waits to be run.
#[derive(Debug)]
pub struct Serving {
    site: Arc<Site>,
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Binds a site to an address; with port 0, to any that is free.
///
/// # Errors
/// When the address cannot be bound to.
pub fn serve(site: Site, address: SocketAddr) -> io::Result<Serving> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok(Serving { site: Arc::new(site), listener, address })
}

impl Serving {
    /// Answers until `stop` is set; then what is under way is finished.
    ///
    /// # Errors
    /// When there are no threads, or the network fails.
    pub fn run(self, stop: Arc<AtomicBool>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            finder::start(Arc::clone(&self.site), Arc::clone(&stop))?;
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            axum::serve(listener, router(self.site)).with_graceful_shutdown(until(stop)).await
        })
    }
}

/// How long nobody hears that the server is to stop.
const DEAF: Duration = Duration::from_millis(100);

async fn until(stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        tokio::time::sleep(DEAF).await;
    }
}

/// All routes, guarded.
pub(crate) fn router(site: Arc<Site>) -> Router {
    let router = pages::each(openapi::routes(assets::routes(Router::new())));
    let router = pages::forms(pages::reading(router));
    router
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard::guard))
        .layer(CompressionLayer::new())
        .with_state(site)
}
