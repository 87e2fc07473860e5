//! Who sees to it that issues are found anew when the library has grown?
//!
//! Finding them takes seconds where a library is large, so that nobody who asks for a page has to wait for it: pages show
//! issues as they were found last, and one thread finds them anew when positions have come. An issue that is asked for in words
//! is answered at first sight, and worked out here before long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::site::Site;

/// So long nobody looks whether there is something new: what is done here takes a processor from who waits for a page.
const PAUSE: Duration = Duration::from_secs(5);

/// So long nobody hears that the server is to stop.
const DEAF: Duration = Duration::from_millis(100);

/// Starts the thread. It ends when `stop` is set.
///
/// # Errors
/// When there is no thread.
pub(crate) fn start(site: Arc<Site>, stop: Arc<AtomicBool>) -> std::io::Result<JoinHandle<()>> {
    thread::Builder::new().name("finder".to_owned()).spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            // Where it fails it is tried again; who asks for a page hears of it.
            let _ = site.find_anew();
            let _ = site.work_out();
            let until = Instant::now() + PAUSE;
            while Instant::now() < until && !stop.load(Ordering::Relaxed) {
                thread::sleep(DEAF);
            }
        }
    })
}
