use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::folder::{Folder, Outcome, SAID};
use crate::web::Server;

const RSS: &str = "application/rss+xml";

/// A page with an article that is about `what`.
fn page(what: &str) -> String {
    let more = "The harbour board met for the third time this week, and its members spoke with reporters. "
        .repeat(6);
    format!(
        "<!doctype html><html><head><title>On {what}</title></head><body><article><p>{SAID} It was about {what}.</p>\
         <p>{more}</p></article></body></html>"
    )
}

/// A feed of entries: an address, and the elements that are in it besides.
fn feed(entries: &[(&str, &str)]) -> String {
    let mut out =
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
         <channel><title>The Courier</title>"
            .to_owned();
    for (link, more) in entries {
        write!(out, "<item><title>On {link}</title><link>{link}</link>{more}</item>").unwrap();
    }
    out + "</channel></rss>"
}

fn whole(text: &str) -> String {
    format!("<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>")
}

fn summary(text: &str) -> String {
    format!("<description>{text}</description>")
}

/// One round, with the server open.
fn round(folder: &Folder, server: &Server, more: &[&str]) -> Outcome {
    let host = server.host();
    let usual = ["watch", "--library", "l.db", "--once", "--format", "jsonl", "--allow-host", &host];
    folder.run(&[&usual, more].concat())
}

/// The names of what was stored, in alphabetical order.
fn stored(outcome: &Outcome) -> Vec<String> {
    let lines = outcome.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut names: Vec<String> = lines
        .inspect(|line| assert_eq!(line["status"], "stored"))
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// The readings of the library.
fn readings(folder: &Folder) -> Vec<Value> {
    let read = folder.run(&["read", "--library", "l.db", "--format", "jsonl"]);
    assert_eq!(read.code, 0, "{}", read.err);
    read.readings()
}

#[test]
fn new_entries_are_stored_and_the_next_round_asks_for_changes_alone() {
    let (folder, server) = (Folder::new(), Server::start());
    let entries = feed(&[("/whole", &whole(SAID)), ("/page", &summary("The mayor spoke."))]);
    server.put_marked("/feed", RSS, "\"1\"", &entries);
    server.put("/page", "text/html", &page("boats"));
    let first = round(&folder, &server, &[&server.url("/feed")]);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert_eq!(stored(&first), [server.url("/page"), server.url("/whole")]);
    assert_eq!(server.paths(), ["/feed", "/page"]);
    let readings = readings(&folder);
    let boats = readings.iter().find(|reading| reading["article"]["id"] == server.url("/page")).unwrap();
    assert!(boats["article"]["text"].as_str().unwrap().contains("It was about boats."));
    assert_eq!(boats["article"]["title"], "On boats");
    assert_eq!(boats["article"]["outlet"], "The Courier");

    // The library knows the feed, and when its time comes.
    let too_soon = round(&folder, &server, &[]);
    assert_eq!((too_soon.code, too_soon.out.as_str(), server.asked().len()), (0, "", 0));
    let second = round(&folder, &server, &["--now"]);
    assert_eq!((second.code, second.out.as_str()), (0, ""));
    let asked = server.asked();
    let question = asked.iter().find(|asked| asked.path == "/feed").unwrap();
    assert_eq!(question.headers["if-none-match"], "\"1\"");
    assert!(question.headers["user-agent"].starts_with("sayso/"));

    // What is known is not fetched again when the feed has changed.
    let entries = feed(&[("/new", &whole("\"No,\" Ada Ott said.")), ("/page", &summary("The mayor spoke."))]);
    server.put_marked("/feed", RSS, "\"2\"", &entries);
    let third = round(&folder, &server, &["--now"]);
    assert_eq!(stored(&third), [server.url("/new")]);
    assert_eq!(server.paths(), ["/feed"]);
}

#[test]
fn what_cannot_be_had_is_named_and_stops_nothing_else() {
    let (folder, server) = (Folder::new(), Server::start());
    let entries = feed(&[
        ("/gone", &summary("\"We will not pay,\" Mayor Ada Ott said.")),
        ("/gone-too", ""),
        ("/inside", ""),
        ("/there", ""),
    ]);
    server.put_marked("/feed", RSS, "\"1\"", &entries);
    server.put("/there", "text/html", &page("nets"));
    server.answer("/inside", "302 Found", "Location: http://127.0.0.2/secret\r\n", "");
    let outcome = round(&folder, &server, &[&server.url("/feed")]);
    assert_eq!(outcome.code, 1);
    assert_eq!(stored(&outcome), [server.url("/gone"), server.url("/there")]);
    let told: Vec<&str> = outcome.err.lines().collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told.iter().any(|line| line.contains("/gone-too: the server answers 404")), "{told:#?}");
    assert!(told.iter().any(|line| line.contains("127.0.0.2, a loopback address")), "{told:#?}");
    let readings = readings(&folder);
    let gone = readings.iter().find(|reading| reading["article"]["id"] == server.url("/gone")).unwrap();
    assert_eq!(gone["article"]["text"], "\"We will not pay,\" Mayor Ada Ott said.");
    let note = &gone["notes"][0];
    assert_eq!(note["code"], "summary-only", "{}", gone["notes"]);
    assert!(note["message"].as_str().unwrap().contains("404"), "{note}");
}

#[test]
fn a_feed_with_trouble_is_told_of_once_and_when_it_is_over() {
    let (folder, server) = (Folder::new(), Server::start());
    let broken = feed(&[("/a", &whole(SAID)), ("/b", "")]);
    server.put("/broken", RSS, broken.split("<title>On /b").next().unwrap());
    server.put("/page", "text/html", &page("ropes"));
    server.answer("/moved", "301 Moved Permanently", "Location: http://10.0.0.7/feed\r\n", "");
    let urls = ["/broken", "/page", "/moved", "/none"].map(|path| server.url(path));
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let first = round(&folder, &server, &urls);
    assert_eq!((first.code, stored(&first)), (1, vec![server.url("/a")]));
    let about = |path: &str, why: &str| {
        let found = first.err.lines().find(|line| line.contains(&server.url(path)) && line.contains(why));
        assert!(found.is_some_and(|line| line.contains("asked again at 20")), "{path}: {}", first.err);
    };
    about("/broken", "XML");
    about("/page", "no feed");
    about("/none", "404");
    assert!(first.err.contains("10.0.0.7, a private address"), "{}", first.err);
    assert_eq!(first.err.lines().count(), 4, "{}", first.err);

    let again = round(&folder, &server, &["--now"]);
    assert_eq!((again.code, again.err.as_str(), again.out.as_str()), (1, "", ""));
    server.put("/none", RSS, &feed(&[("/c", &whole("\"Yes,\" Ada Ott said."))]));
    let over = round(&folder, &server, &["--now", &server.url("/none")]);
    assert_eq!((over.code, stored(&over)), (0, vec![server.url("/c")]));
    assert_eq!(over.err, format!("sayso: {}: can be read again\n", server.url("/none")));
}

#[test]
fn what_is_busy_is_asked_again_in_the_next_round() {
    let (folder, server) = (Folder::new(), Server::start());
    server.put_marked("/feed", RSS, "\"1\"", &feed(&[("/a", &summary("The mayor spoke.")), ("/b", "")]));
    server.answer("/a", "429 Too Many Requests", "Retry-After: 3600\r\n", "");
    let first = round(&folder, &server, &[&server.url("/feed")]);
    assert_eq!((first.code, first.out.as_str()), (1, ""));
    assert!(first.err.contains("429"), "{}", first.err);
    server.put("/a", "text/html", &page("tides"));
    server.put("/b", "text/html", &page("winds"));
    server.asked();
    let second = round(&folder, &server, &["--now"]);
    assert_eq!(stored(&second), [server.url("/a"), server.url("/b")]);
    let asked = server.asked();
    let question = asked.iter().find(|asked| asked.path == "/feed").unwrap();
    assert!(!question.headers.contains_key("if-none-match"), "what was not stored would never come again");
}

#[test]
fn a_folder_gives_what_is_new_or_has_changed() {
    let (folder, server) = (Folder::new(), Server::start());
    folder.write("news/a.txt", SAID);
    let watch = || round(&folder, &server, &["news"]);
    assert_eq!(stored(&watch()), ["a"]);
    assert_eq!(watch().out, "");
    folder.write("news/deep/b.jsonl", "{\"id\": \"b1\", \"text\": \"He said no.\"}\nno article\n");
    let outcome = watch();
    assert_eq!((outcome.code, stored(&outcome)), (1, vec!["b1".to_owned()]));
    assert!(outcome.err.contains("b.jsonl, line 2"), "{}", outcome.err);
    folder.write("news/a.txt", format!("{SAID} He left."));
    assert!(stored(&watch())[0].starts_with("a#"));
}

#[test]
fn feeds_are_listed_and_forgotten() {
    let (folder, server) = (Folder::new(), Server::start());
    let nothing = round(&folder, &server, &[]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("follows no feed"), "{}", nothing.err);
    server.put("/feed", RSS, &feed(&[("/a", &whole(SAID))]));
    let url = server.url("/feed");
    let run = |args: &[&str]| folder.run(&[&["watch", "--library", "l.db"], args].concat());
    let told = run(&["--once", "--allow-host", &server.host(), &url]).out;
    assert!(told.ends_with(": 1 article from The Courier\n1 article stored in l.db\n"), "{told}");
    assert_eq!(run(&["--once", "--now", "--quiet", "--allow-host", &server.host()]).out, "");
    let list = run(&["--list"]).out;
    assert!(list.contains(&url) && list.contains("The Courier"), "{list}");
    let line: Value = serde_json::from_str(&run(&["--list", "--format", "jsonl"]).out).unwrap();
    assert_eq!((&line["url"], &line["failures"]), (&url.clone().into(), &0.into()));
    assert_eq!(run(&["--forget", &url]).code, 0);
    let unknown = run(&["--forget", &url]);
    assert_eq!(unknown.code, 2);
    assert!(run(&["--list"]).out.contains("follows 0 feeds"));
}

/// What runs until it is told to stop; killed when a test fails.
#[cfg(unix)]
struct Running(Child);

#[cfg(unix)]
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

#[cfg(unix)]
#[test]
fn it_goes_on_until_it_is_stopped_and_what_it_reported_is_stored() {
    let folder = Folder::new();
    folder.write("news/a.txt", SAID);
    let child = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .current_dir(folder.path(""))
        .args(["watch", "--library", "l.db", "--format", "jsonl", "news"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["id"], "a");
    folder.write("news/b.txt", "\"No,\" Mayor Ada Ott said.");
    assert_eq!(next()["id"], "b");
    let signal = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap();
    assert!(signal.success());
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
    assert_eq!(readings(&folder).len(), 2);
}

#[test]
fn ingest_takes_addresses_of_pages_and_feeds() {
    let (folder, server) = (Folder::new(), Server::start());
    server.put("/page", "text/html", &page("sails"));
    server.put("/feed", "text/html", &feed(&[("/whole", &whole(SAID)), ("/page", ""), ("/none", "")]));
    server.put("/lines", "application/x-ndjson", "{\"id\": \"l1\", \"text\": \"He said no.\"}\n");
    server.answer("/moved", "302 Found", "Location: /page2\r\n", "");
    server.put("/page2", "text/html", &page("masts"));
    folder.write("a.txt", "\"No,\" Mayor Ada Ott said.");
    let urls = ["/moved", "/gone", "/page", "/feed", "/lines"].map(|path| server.url(path));
    let host = server.host();
    let mut args = vec!["ingest", "--library", "l.db", "--format", "jsonl", "--allow-host", &host, "a.txt"];
    args.extend(urls.iter().map(String::as_str));
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 1);
    let names = ["/page", "/page2", "/whole"].map(|path| server.url(path));
    assert_eq!(stored(&outcome), [&["a".to_owned()], &names[..], &["l1".to_owned()]].concat());
    let told: Vec<&str> = outcome.err.lines().collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("/gone: the server answers 404") && told[1].contains("/none: "), "{told:#?}");
    assert_eq!(server.paths().iter().filter(|path| *path == "/page").count(), 1);

    let closed = folder.run(&["ingest", "--library", "l.db", &server.url("/page"), "http://10.0.0.7/"]);
    assert_eq!((closed.code, closed.err.lines().count()), (1, 2), "{}", closed.err);
    assert!(
        closed.err.contains("port") && closed.err.contains("10.0.0.7, a private address"),
        "{}",
        closed.err
    );
}
