//! Which addresses does this name have?

use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

/// Who is asked for the addresses of a name. Tests give one that makes them up.
pub trait Resolver: Debug + Send + Sync + 'static {
    /// All addresses of `host`, in the order in which they are to be tried.
    ///
    /// # Errors
    /// When the name is unknown or nobody answers.
    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The machine's own way: its hosts file and its name servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok((host, 0).to_socket_addrs()?.map(|address| address.ip()).collect())
    }
}

/// What `resolver` says within `limit`.
///
/// # Errors
/// `TimedOut` when it says nothing. The system's call cannot be broken off: its thread ends when it does.
pub(crate) fn resolve_within(
    resolver: &Arc<dyn Resolver>,
    host: &str,
    limit: Duration,
) -> io::Result<Vec<IpAddr>> {
    let (sender, receiver) = sync_channel(1);
    let (resolver, host) = (Arc::clone(resolver), host.to_owned());
    let ask = move || {
        // Nobody may be waiting any more.
        let _ = sender.send(resolver.resolve(&host));
    };
    thread::Builder::new().name("names".to_owned()).spawn(ask)?;
    receiver.recv_timeout(limit).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Silent;

    impl Resolver for Silent {
        fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            thread::park_timeout(Duration::from_secs(30));
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_silent_name_server_is_not_waited_for() {
        let resolver: Arc<dyn Resolver> = Arc::new(Silent);
        let error = resolve_within(&resolver, "news.example", Duration::from_millis(1)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
