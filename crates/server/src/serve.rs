//! How does a site get onto the network, and how does it leave it?
//!
//! Each connection has to send the head of a request in time, and to take its answer; there are only so many at once. When the
//! server is to stop it takes no more, finishes what is under way, and ends all the same when that takes too long.

use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{error, fmt, io};

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::guard::{Gate, guard};
use crate::hosts::Hosts;
use crate::site::{Limits, Site};
use crate::slow::Impatient;
use crate::{assets, finder, metrics, openapi, pages, shape, sign_in, watch as watching};

/// A site on the network that waits to be run.
#[derive(Debug)]
pub struct Serving {
    site: Arc<Site>,
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
}

/// What keeps a site from the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServeErrorKind {
    /// Anybody could read and change it.
    Open,
    /// The address cannot be listened at.
    Address,
    /// The library cannot be asked who its users are.
    Library,
}

/// Why a site is not on the network.
#[derive(Debug)]
pub struct ServeError {
    kind: ServeErrorKind,
    message: String,
    source: Option<io::Error>,
}

impl ServeError {
    /// What kept it.
    pub fn kind(&self) -> ServeErrorKind {
        self.kind
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for ServeError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Binds a site to an address; with port 0, to any that is free.
///
/// # Errors
/// When the address cannot be bound to; and when others than who sits at this computer could ask by it, or by a name that was
/// allowed, and the library has no users.
pub fn serve(site: Site, address: SocketAddr) -> Result<Serving, ServeError> {
    let is_local = address.ip().is_loopback() && site.door().hosts.is_empty();
    if !is_local && !has_users(&site)? {
        let message = format!(
            "{address}: anybody on the network could read and change this library, which has no users; add some with \
             sayso users add, or listen at 127.0.0.1 without --host"
        );
        return Err(ServeError { kind: ServeErrorKind::Open, message, source: None });
    }
    let (listener, address) = bind(address).map_err(|source| {
        let message = format!("{address}: this address cannot be listened at; --bind names another one");
        ServeError { kind: ServeErrorKind::Address, message, source: Some(source) }
    })?;
    Ok(Serving { site: Arc::new(site), listener, address })
}

fn has_users(site: &Site) -> Result<bool, ServeError> {
    let users = site.pool().ask(|library| library.users());
    users.map(|users| !users.is_empty()).map_err(|error| {
        let message = format!("the library cannot be asked for its users: {error}");
        ServeError { kind: ServeErrorKind::Library, message, source: None }
    })
}

fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

impl Serving {
    /// Answers until `stop` is set; then what is under way is finished, if that is soon.
    ///
    /// # Errors
    /// When there are no threads, or the network fails.
    pub fn run(self, stop: Arc<AtomicBool>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (beside, stopping) = (Arc::clone(&self.site), Arc::clone(&stop));
        let done = runtime.block_on(async {
            finder::start(beside, stopping)?;
            self.answer(until(stop)).await
        });
        // A question that is under way still does not hold the program up: the library keeps whole changes only.
        runtime.shutdown_background();
        done
    }

    async fn answer(self, stopped: impl Future<Output = ()>) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let limits = *self.site.limits();
        let service = TowerToHyperService::new(router(self.site, self.address));
        let places = Arc::new(Semaphore::new(limits.connections));
        let (stop, stopping) = watch::channel(false);
        let mut connections = JoinSet::new();
        let mut stopped = pin!(stopped);
        loop {
            while connections.try_join_next().is_some() {}
            let (place, stream) = tokio::select! {
                () = &mut stopped => break,
                one = one(&listener, &places) => one,
            };
            let (service, stopping) = (service.clone(), stopping.clone());
            connections.spawn(async move {
                connection(stream, service, stopping, limits).await;
                drop(place);
            });
        }
        drop(listener);
        stop.send_replace(true);
        let rest = async { while connections.join_next().await.is_some() {} };
        // Those who are not done by then are cut off.
        let _ = tokio::time::timeout(limits.stop, rest).await;
        Ok(())
    }
}

/// The next connection, when there is a place for it.
async fn one(
    listener: &tokio::net::TcpListener,
    places: &Arc<Semaphore>,
) -> (Option<tokio::sync::OwnedSemaphorePermit>, TcpStream) {
    // It is never closed.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (place, stream),
            // The asker went away again, or there are too many open files: others end.
            Err(_) => tokio::time::sleep(DEAF).await,
        }
    }
}

/// What is taken of the head of a request, in bytes.
const HEAD: usize = 32 << 10;

async fn connection(
    stream: TcpStream,
    service: TowerToHyperService<Router>,
    mut stopping: watch::Receiver<bool>,
    limits: Limits,
) {
    // Answers are small, and nobody wants to wait for them.
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(Impatient::new(stream, limits.taking));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD)
        .serve_connection(stream, service);
    let mut serving = pin!(serving);
    // What goes wrong is the asker's: he went away, was too slow, or does not speak HTTP.
    tokio::select! {
        _ = serving.as_mut() => return,
        _ = stopping.wait_for(|stopping| *stopping) => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}

/// How long nobody hears that the server is to stop.
const DEAF: Duration = Duration::from_millis(100);

async fn until(stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        tokio::time::sleep(DEAF).await;
    }
}

/// All routes, guarded, of a server that is bound there.
pub(crate) fn router(site: Arc<Site>, address: SocketAddr) -> Router {
    let routes = assets::routes(openapi::routes(Router::new()));
    let routes = pages::each(sign_in::routes(metrics::routes(routes)));
    guarded(pages::forms(pages::reading(routes)), site, address)
}

/// These routes, with all that stands around them. The last layer is the outermost.
pub(crate) fn guarded(routes: Router<Arc<Site>>, site: Arc<Site>, address: SocketAddr) -> Router {
    let hosts = Hosts::new(address, &site.door().hosts);
    let gate = Arc::new(Gate { site: Arc::clone(&site), hosts });
    let routes = routes
        .layer(middleware::from_fn(watching::note_route))
        // The guard bounds bodies.
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(&site));
    // A router of its own: the guard sees all routes at once, and those that there are not.
    Router::new()
        .fallback_service(routes)
        .layer(CatchPanicLayer::custom(shape::broken))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), shape::dress))
        .layer(middleware::from_fn_with_state(gate, guard))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(site, watching::watch))
}
