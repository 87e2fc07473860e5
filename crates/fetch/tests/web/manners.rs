//! What sites ask for is done: robots.txt, pauses, conditional requests, coming back later.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{FakeClock, Server, ok, reply, to};
use sayso_fetch::{Answer, FetchErrorKind, Fetcher, SystemResolver, Validators};

const NOTHING: Validators = Validators { etag: None, last_modified: None };

/// A fetcher with the usual manners, whose time passes only when it waits.
fn fetcher(server: &Server, clock: &Arc<FakeClock>) -> Fetcher {
    let mut policy = server.policy();
    policy.robots = true;
    policy.retries = 2;
    policy.pause = Duration::from_secs(1);
    Fetcher::with(policy, Arc::new(SystemResolver), Arc::clone(clock) as _).unwrap()
}

fn kind(fetcher: &Fetcher, url: &str) -> Option<FetchErrorKind> {
    fetcher.get(url, &NOTHING).err().map(|error| error.kind())
}

#[test]
fn robots_are_asked_once_and_obeyed() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => {
            ok("User-agent: *\nDisallow: /\n\nUser-agent: Sayso\nDisallow: /private\nCrawl-delay: 7\n")
        }
        "/moved" => to("/private/b"),
        _ => ok("news"),
    });
    let clock = FakeClock::new();
    let fetcher = fetcher(&server, &clock);
    assert_eq!(kind(&fetcher, &server.url("/news")), None);
    assert_eq!(kind(&fetcher, &server.url("/private/a")), Some(FetchErrorKind::Robots));
    assert_eq!(kind(&fetcher, &server.url("/%70rivate/a")), Some(FetchErrorKind::Robots));
    assert_eq!(kind(&fetcher, &server.url("/moved")), Some(FetchErrorKind::Robots));
    assert_eq!(server.paths(), ["/robots.txt", "/news", "/moved"]);
    assert_eq!(clock.waits(), [7], "the first is asked at once, the second after the site's own pause");

    clock.pass(Duration::from_secs(24 * 3600));
    assert_eq!(kind(&fetcher, &server.url("/robots.txt")), None);
    assert_eq!(server.paths()[3..], ["/robots.txt", "/robots.txt"], "once for its rules, once as the page");
}

#[test]
fn a_site_without_the_file_allows_everything_and_one_in_trouble_nothing() {
    let statuses = ["404 Not Found", "403 Forbidden", "401 Unauthorized", "302 Found"];
    for (status, expected) in statuses.map(|status| (status, None)).into_iter().chain([
        ("500 Internal Server Error", Some(FetchErrorKind::Robots)),
        ("503 Service Unavailable", Some(FetchErrorKind::Robots)),
        ("429 Too Many Requests", Some(FetchErrorKind::Robots)),
    ]) {
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/robots.txt" => reply(status, "", "User-agent: *\nDisallow: /"),
            _ => ok("news"),
        });
        let clock = FakeClock::new();
        let fetcher = fetcher(&server, &clock);
        assert_eq!(kind(&fetcher, &server.url("/news")), expected, "{status}");
        assert_eq!(kind(&fetcher, &server.url("/news")), expected, "{status}");
        assert_eq!(server.paths().iter().filter(|path| *path == "/robots.txt").count(), 1);
        clock.pass(Duration::from_secs(700));
        assert_eq!(kind(&fetcher, &server.url("/news")), expected, "{status}");
        let again = if expected.is_some() { 2 } else { 1 };
        assert_eq!(server.paths().iter().filter(|path| *path == "/robots.txt").count(), again, "{status}");
    }
}

#[test]
fn robots_may_be_elsewhere_but_not_inside() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => to("/r/1"),
        "/r/1" => to("/r/2"),
        "/r/2" => ok("User-agent: *\nDisallow: /private"),
        _ => ok("news"),
    });
    let fetch = fetcher(&server, &FakeClock::new());
    assert_eq!(kind(&fetch, &server.url("/news")), None);
    assert_eq!(kind(&fetch, &server.url("/private")), Some(FetchErrorKind::Robots));

    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => to("http://169.254.169.254/"),
        _ => ok("news"),
    });
    assert_eq!(
        kind(&fetcher(&server, &FakeClock::new()), &server.url("/news")),
        Some(FetchErrorKind::Refused)
    );
}

#[test]
fn a_large_robots_file_is_cut_not_refused() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => ok(format!("User-agent: *\nDisallow: /private\n{}", "# more\n".repeat(200_000))),
        _ => ok("news"),
    });
    let mut policy = server.policy();
    policy.robots = true;
    policy.max_bytes = 1000;
    let fetcher = Fetcher::new(policy).unwrap();
    assert_eq!(kind(&fetcher, &server.url("/news")), None);
    assert_eq!(kind(&fetcher, &server.url("/private")), Some(FetchErrorKind::Robots));
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|asked| {
        let headers = "ETag: \"v1\"\r\nLast-Modified: Mon, 02 Mar 2026 09:00:00 GMT\r\n";
        match (asked.path.as_str(), asked.headers.get("if-none-match").map(String::as_str)) {
            ("/robots.txt", _) => reply("404 Not Found", "", ""),
            (_, Some("\"v1\"")) => reply("304 Not Modified", headers, ""),
            _ => reply("200 OK", headers, "news"),
        }
    });
    let fetcher = fetcher(&server, &FakeClock::new());
    let Ok(Answer::Page(page)) = fetcher.get(&server.url("/feed"), &NOTHING) else { panic!("no page") };
    assert_eq!(page.bytes, b"news");
    assert_eq!(fetcher.get(&server.url("/feed"), &page.validators).unwrap(), Answer::NotModified);
    let asked = server.asked().pop().unwrap();
    assert_eq!(asked.headers["if-modified-since"], "Mon, 02 Mar 2026 09:00:00 GMT");
    // Validators from elsewhere that no header can hold are left out.
    let odd = Validators { etag: Some("\"v1\"\r\nX-Evil: 1".to_owned()), last_modified: None };
    assert!(matches!(fetcher.get(&server.url("/feed"), &odd), Ok(Answer::Page(_))));
    assert!(!server.asked().pop().unwrap().headers.contains_key("x-evil"));
}

#[test]
fn a_busy_host_is_waited_for_and_then_left() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/soon" if count.fetch_add(1, Ordering::SeqCst) == 0 => {
            reply("429 Too Many Requests", "Retry-After: 20\r\n", "")
        }
        "/robots.txt" => reply("404 Not Found", "", ""),
        "/date" => reply("503 Service Unavailable", "Retry-After: Mon, 02 Mar 2026 11:30:00 GMT\r\n", ""),
        "/trouble" => reply("502 Bad Gateway", "", ""),
        "/missing" => reply("404 Not Found", "", ""),
        _ => ok("news"),
    });
    let clock = FakeClock::new();
    let fetcher = fetcher(&server, &clock);
    assert_eq!(kind(&fetcher, &server.url("/soon")), None);
    assert_eq!(clock.waits(), [20], "the host's wish covers its pause");

    assert_eq!(kind(&fetcher, &server.url("/missing")), Some(FetchErrorKind::Status));
    assert_eq!(clock.waits(), [20, 1], "what will not pass is not asked again");

    assert_eq!(kind(&fetcher, &server.url("/trouble")), Some(FetchErrorKind::Status));
    assert_eq!(clock.waits(), [20, 1, 1, 2, 4], "twice as long each time, then given up");

    let error = fetcher.get(&server.url("/date"), &NOTHING).unwrap_err();
    assert_eq!((error.kind(), error.status()), (FetchErrorKind::Busy, Some(503)));
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(80 * 60)));
    let asked = server.asked().len();
    let error = fetcher.get(&server.url("/other"), &NOTHING).unwrap_err();
    assert_eq!((error.kind(), error.status()), (FetchErrorKind::Busy, None));
    assert_eq!(server.asked().len(), asked, "the whole host is left alone");
    clock.pass(Duration::from_secs(90 * 60));
    assert_eq!(kind(&fetcher, &server.url("/other")), None);
}

#[test]
fn statuses_say_what_to_do() {
    let server = Server::start(|asked| reply(&format!("{} Status", &asked.path[1..]), "", "x"));
    let fetcher = server.fetcher();
    for (status, words) in [
        (401, "log in"),
        (403, "ask the site for leave"),
        (404, "check the address"),
        (410, "take it off the list"),
        (418, "look at it in a browser"),
        (500, "try again later"),
    ] {
        let error = fetcher.get(&server.url(&format!("/{status}")), &NOTHING).unwrap_err();
        assert_eq!((error.kind(), error.status()), (FetchErrorKind::Status, Some(status)));
        let message = error.to_string();
        assert!(message.starts_with(&server.url("/")) && message.contains(words), "{message}");
    }
}

#[test]
fn proxies_of_the_environment_are_not_asked() {
    // Set for the child alone: a test must not change the environment of those that run beside it.
    if std::env::var_os("http_proxy").is_none() {
        let this = std::env::current_exe().unwrap();
        let status = std::process::Command::new(this)
            .args(["--exact", "manners::proxies_of_the_environment_are_not_asked"])
            .envs([("http_proxy", "http://127.0.0.1:9/"), ("ALL_PROXY", "http://127.0.0.1:9/")])
            .envs([("HTTP_PROXY", "http://127.0.0.1:9/"), ("no_proxy", "")])
            .status();
        assert!(status.unwrap().success());
        return;
    }
    let server = Server::start(|_| ok("news"));
    assert_eq!(kind(&server.fetcher(), &server.url("/")), None);
}
