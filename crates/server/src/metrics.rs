//! How is the server doing? Counted as it answers, in the text that Prometheus reads.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use crate::guard::plain;
use crate::site::Site;

/// Upper ends of the bins of durations, in milliseconds.
const BINS: [u64; 10] = [5, 10, 25, 50, 100, 150, 300, 1000, 5000, 30_000];

/// What was counted since the server began.
pub(crate) struct Metrics {
    /// Tells the requests of this process from those of others.
    process: String,
    requests: AtomicU64,
    answered: Mutex<BTreeMap<(String, &'static str, u16), u64>>,
    took: Mutex<BTreeMap<String, Took>>,
    waited: Mutex<Took>,
}

/// How long something took, each time.
#[derive(Clone, Default)]
struct Took {
    bins: [u64; BINS.len()],
    count: u64,
    seconds: f64,
}

impl Took {
    fn add(&mut self, took: Duration) {
        let millis = took.as_secs_f64() * 1000.0;
        for (bin, end) in self.bins.iter_mut().zip(BINS) {
            *bin += u64::from(millis <= end as f64);
        }
        self.count += 1;
        self.seconds += took.as_secs_f64();
    }

    fn write(&self, name: &str, label: &str, text: &mut String) {
        let between = if label.is_empty() { "" } else { "," };
        for (bin, end) in self.bins.iter().zip(BINS) {
            let end = end as f64 / 1000.0;
            line(text, &format!("{name}_bucket{{{label}{between}le=\"{end}\"}} {bin}"));
        }
        let braced = if label.is_empty() { String::new() } else { format!("{{{label}}}") };
        line(text, &format!("{name}_bucket{{{label}{between}le=\"+Inf\"}} {}", self.count));
        line(text, &format!("{name}_sum{braced} {}", self.seconds));
        line(text, &format!("{name}_count{braced} {}", self.count));
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

impl Metrics {
    /// Of a server that begins now.
    pub(crate) fn new() -> Metrics {
        let process = crate::secrets::random()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        Metrics {
            process,
            requests: AtomicU64::new(0),
            answered: Mutex::default(),
            took: Mutex::default(),
            waited: Mutex::default(),
        }
    }

    /// The number of the next request.
    pub(crate) fn number(&self) -> String {
        format!("{}-{}", self.process, self.requests.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// A request was answered.
    pub(crate) fn answered(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered.entry((route.to_owned(), method, status)).or_default() += 1;
        drop(answered);
        let mut durations = self.took.lock().unwrap_or_else(PoisonError::into_inner);
        durations.entry(route.to_owned()).or_default().add(took);
    }

    /// A question had its turn.
    pub(crate) fn waited(&self, waited: Duration) {
        self.waited.lock().unwrap_or_else(PoisonError::into_inner).add(waited);
    }

    /// As Prometheus reads it. Routes are the program's own words: nothing has to be escaped.
    fn text(&self) -> String {
        let mut text = String::new();
        head(&mut text, "sayso_requests_total", "counter", "Requests that were answered.");
        for ((route, method, status), count) in &*self.answered.lock().unwrap_or_else(PoisonError::into_inner)
        {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            line(&mut text, &format!("sayso_requests_total{{{labels}}} {count}"));
        }
        let name = "sayso_request_duration_seconds";
        head(&mut text, name, "histogram", "How long an answer took.");
        for (route, took) in &*self.took.lock().unwrap_or_else(PoisonError::into_inner) {
            took.write(name, &format!("route=\"{route}\""), &mut text);
        }
        let name = "sayso_turn_wait_seconds";
        head(&mut text, name, "histogram", "How long a question waited for its turn at the library.");
        self.waited.lock().unwrap_or_else(PoisonError::into_inner).write(name, "", &mut text);
        text
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    line(text, &format!("# HELP {name} {help}\n# TYPE {name} {kind}"));
}

fn gauge(text: &mut String, name: &str, help: &str, value: u64) {
    head(text, name, "gauge", help);
    line(text, &format!("{name} {value}"));
}

/// What this process takes of the memory, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    kib.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The routes that say how the server is: whether it is well, its numbers, and that robots have nothing to look for.
pub(crate) fn routes(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    let robots = || async { plain(StatusCode::OK, "User-agent: *\nDisallow: /\n") };
    router.route("/healthz", get(health)).route("/metrics", get(metrics)).route("/robots.txt", get(robots))
}

async fn health(State(site): State<Arc<Site>>) -> Response {
    let asking = Arc::clone(&site);
    let asked = Arc::clone(&site)
        .on_a_thread(move || asking.pool().ask(|library| Ok::<_, crate::Failure>(library.as_of()?)));
    match asked.await {
        Ok(_) => plain(StatusCode::OK, "ok\n"),
        Err(failure) => {
            let mut response = plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "the library cannot be asked; the log has the reason\n",
            );
            response.extensions_mut().insert(failure);
            response
        }
    }
}

async fn metrics(State(site): State<Arc<Site>>) -> Response {
    let mut text = site.metrics().text();
    let (views, bytes) = site.views().size();
    gauge(&mut text, "sayso_views_kept", "Answers that are kept.", views as u64);
    gauge(&mut text, "sayso_views_kept_bytes", "What is kept of answers.", bytes as u64);
    if let Some(bytes) = memory() {
        gauge(&mut text, "process_resident_memory_bytes", "What this process takes of the memory.", bytes);
    }
    plain(StatusCode::OK, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Sample;

    #[test]
    fn durations_fall_into_all_bins_from_theirs_on() {
        let mut took = Took::default();
        took.add(Duration::from_millis(7));
        took.add(Duration::from_secs(60));
        assert_eq!((took.bins[0], took.bins[1], took.bins[9], took.count), (0, 1, 1, 2));
    }

    #[tokio::test]
    async fn what_was_answered_is_counted_by_route() {
        let sample = Sample::small();
        sample.get("/compare.json").await;
        sample.get("/nowhere/%3Cscript%3E").await;
        sample.get("/nowhere").await;
        let text = sample.get("/metrics").await.body;
        for line in [
            "sayso_requests_total{route=\"/compare.json\",method=\"GET\",status=\"200\"} 1\n",
            "sayso_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 2\n",
            "sayso_request_duration_seconds_count{route=\"/compare.json\"} 1\n",
            "sayso_turn_wait_seconds_count 2\n",
            "sayso_views_kept 1\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
        assert_eq!(text.contains("process_resident_memory_bytes "), cfg!(target_os = "linux"));
    }

    #[tokio::test]
    async fn health_needs_nobody_and_robots_find_nothing() {
        let sample = Sample::small();
        let health = sample.get("/healthz").await;
        assert_eq!((health.status.as_u16(), health.body.as_str()), (200, "ok\n"));
        assert!(sample.get("/robots.txt").await.body.contains("Disallow: /\n"));
    }
}
