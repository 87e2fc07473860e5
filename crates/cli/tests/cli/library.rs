//! What goes into a library comes out again, through every command that reads one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::folder::{Folder, Outcome};

/// A headline's worth of news: who says what, by day and outlet.
pub(crate) const NEWS: [(&str, &str, &str, &str); 4] = [
    (
        "toll-1",
        "Strait Gazette",
        "2026-03-02",
        "\"We oppose the bridge toll,\" Mayor Ada Ott said. \"It is unfair to commuters.\"",
    ),
    (
        "toll-2",
        "Harbour Wire",
        "2026-03-05",
        "\"We support the bridge toll,\" Governor Bo Ekberg said. Ekberg said that the toll would pay for ferries.",
    ),
    (
        "ferry-1",
        "Strait Gazette",
        "2026-04-01",
        "Mayor Ada Ott said that the ferries were too slow. \"They need new engines,\" Ott said.",
    ),
    ("rain", "Harbour Wire", "2026-04-02", "Rain fell on the strait all day."),
];

/// The news as JSON lines.
pub(crate) fn news() -> String {
    let mut lines = String::new();
    for (id, outlet, day, text) in NEWS {
        let article = serde_json::json!({ "id": id, "outlet": outlet, "published": day, "text": text });
        writeln!(lines, "{article}").unwrap();
    }
    lines
}

/// A folder with `news.jsonl`, and a library `sayso.db` of it.
pub(crate) fn library() -> Folder {
    let folder = Folder::new();
    folder.write("news.jsonl", news());
    let outcome = folder.run(&["ingest", "news.jsonl"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{}", outcome.out);
    folder
}

/// The objects of lines of JSON.
pub(crate) fn lines(outcome: &Outcome) -> Vec<Value> {
    outcome.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Runs, and wants an exit code and words on standard error.
#[track_caller]
pub(crate) fn refused(folder: &Folder, args: &[&str], code: i32, why: &str) {
    let outcome = folder.run(args);
    assert_eq!(outcome.code, code, "{args:?}: {}{}", outcome.out, outcome.err);
    assert!(outcome.err.contains(why), "{args:?}: {}", outcome.err);
    assert!(!outcome.err.contains("rror code"), "{args:?}: {}", outcome.err);
}

#[test]
fn articles_are_stored_once() {
    let folder = library();
    let again = folder.run(&["ingest", "news.jsonl"]);
    assert_eq!(again.code, 0);
    assert!(again.out.starts_with("0 articles stored, 4 known already\n"), "{}", again.out);
    assert!(again.out.contains("sayso.db holds 4 articles, "), "{}", again.out);
    let quiet = folder.run(&["ingest", "--quiet", "news.jsonl"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (0, "", ""));
}

#[test]
fn a_report_has_a_line_an_article() {
    let folder = Folder::new();
    folder.write("news.jsonl", news());
    let ids = |status: &str| {
        let report = folder.run(&["ingest", "--format", "jsonl", "news.jsonl", "gone.txt"]);
        assert_eq!(report.code, 1, "{}", report.err);
        assert_eq!(report.err, "sayso: gone.txt: no such file or folder; check the name\n");
        let lines = lines(&report);
        assert!(lines.iter().all(|line| line["status"] == status), "{}", report.out);
        lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("stored"), NEWS.map(|(id, ..)| id));
    assert_eq!(ids("known"), NEWS.map(|(id, ..)| id));
}

#[test]
fn articles_stored_unread_are_read_later() {
    let folder = Folder::new();
    folder.write("news.jsonl", news());
    let outcome = folder.run(&["ingest", "--no-reading", "news.jsonl"]);
    assert!(outcome.out.ends_with("; 4 not read yet (--again reads them)\n"), "{}", outcome.out);
    assert_eq!(folder.run(&["search", "--format", "jsonl"]).out, "");
    let outcome = folder.run(&["ingest", "--again"]);
    assert!(outcome.out.starts_with("0 articles stored, 4 read again\n"), "{}", outcome.out);
    assert!(folder.run(&["ingest", "--again"]).out.starts_with("0 articles stored\n"));
    let stored = folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).out;
    assert!(stored == folder.run(&["read", "news.jsonl", "--format", "jsonl"]).out);
}

#[test]
fn readings_are_stored_as_they_are() {
    let folder = Folder::new();
    folder.write("news.jsonl", news());
    let readings = folder.run(&["read", "--format", "jsonl", "news.jsonl"]).out;
    folder.write("readings.jsonl", &readings);
    folder.write("bad.jsonl", "{\"text\": \"no reading\"}\n");
    let outcome = folder.run(&["ingest", "--readings", "bad.jsonl", "gone.jsonl", "readings.jsonl"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.starts_with("4 articles stored, 2 inputs could not be read\n"), "{}", outcome.out);
    assert!(outcome.err.contains("bad.jsonl, line 1: not a reading"), "{}", outcome.err);
    assert!(outcome.err.contains("gone.jsonl: cannot be opened"), "{}", outcome.err);
    assert!(folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).out == readings);
    let second = folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).ids().remove(1);
    let one = folder.run(&["read", "--library", "sayso.db", "--article", &second, "--format", "jsonl"]);
    assert_eq!((one.code, one.ids()), (0, vec![second]));
    let gone = folder.run(&["read", "--library", "sayso.db", "--article", "no such"]);
    assert!(gone.code == 1 && gone.err.contains("no such"), "{}", gone.err);
    assert_eq!(folder.run(&["read", "--article", "a", "news.jsonl"]).code, 2);
    let from_pipe = folder.run_with(&["ingest", "--library", "b.db", "--readings", "-"], &readings);
    assert!(from_pipe.out.starts_with("4 articles stored\n"), "{}", from_pipe.out);
    refused(&folder, &["ingest", "--readings", "--again", "readings.jsonl"], 2, "--again");
}

#[test]
fn every_command_gives_of_a_library_what_it_gives_of_the_articles() {
    let folder = library();
    let commands: [&[&str]; 11] = [
        &["read"],
        &["read", "--format", "json"],
        &["read", "--min-confidence", "0.5"],
        &["who"],
        &["who", "--all", "--format", "json"],
        &["compare"],
        &["compare", "--min-confidence", "0.5"],
        &["compare", "--issue", "the bridge toll"],
        &["timeline", "--actor", "Ada Ott", "--issue", "the bridge toll"],
        &["differ", "--format", "json"],
        &["network", "--mode", "subtract", "--format", "csv"],
    ];
    for command in commands {
        let articles = folder.run(&[command, &["news.jsonl"]].concat());
        let stored = folder.run(&[command, &["--library", "sayso.db"]].concat());
        assert_eq!((articles.code, stored.code), (0, 0), "{command:?}: {}", stored.err);
        assert_eq!(stored.out, articles.out, "{command:?}");
        assert_eq!(stored.err, articles.err, "{command:?}");
    }
}

#[test]
fn a_codebook_is_asked_of_a_library_as_of_articles() {
    let folder = library();
    folder.write("issues.csv", "label,examples,parent\nTransport,,\nBridge toll,toll,Transport\n");
    let run = |input: &[&str]| {
        let args = [&["compare", "--codebook", "issues.csv", "--format", "json"], input].concat();
        let outcome = folder.run(&args);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        // The last decimal of a confidence may differ: what is stored has four of them.
        let lines = outcome.out.lines().filter(|line| !line.trim_start().starts_with("\"confidence\""));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(run(&["--library", "sayso.db"]), run(&["news.jsonl"]));
}

#[test]
fn a_library_stands_in_place_of_inputs() {
    let folder = library();
    for command in [&["read"][..], &["who"], &["compare"], &["differ"], &["network"]] {
        let args = [command, &["--library", "sayso.db", "news.jsonl"]].concat();
        refused(&folder, &args, 2, "in place of inputs such as news.jsonl;");
        let args = [command, &["--library", "none.db"]].concat();
        refused(&folder, &args, 1, "none.db: there is no library of that name");
    }
    assert!(!folder.path("none.db").exists());
}

#[test]
fn where_the_library_is_may_stand_in_the_environment() {
    let folder = Folder::new();
    folder.write("news.jsonl", news());
    let run = |args: &[&str]| {
        let output = folder.sayso(args).env("SAYSO_LIBRARY", "other.db").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run(&["ingest", "news.jsonl"]).0, 0);
    assert!(folder.path("other.db").exists() && !folder.path("sayso.db").exists());
    assert!(run(&["search", "ferries"]).1.contains("found"));
    refused(&folder, &["search", "ferries"], 1, "sayso.db: there is no library of that name");
}

/// One that is something else, or from the time to come, or a folder: told in one line, and left as it was.
#[test]
fn what_is_no_library_is_told_of_and_left_alone() {
    let folder = library();
    folder.write("text.db", "No library. ".repeat(100));
    fs::copy(folder.path("sayso.db"), folder.path("newer.db")).unwrap();
    let newer = rusqlite::Connection::open(folder.path("newer.db")).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);
    let other = rusqlite::Connection::open(folder.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE cats (name TEXT)").unwrap();
    drop(other);
    fs::create_dir(folder.path("folder")).unwrap();
    let bytes = |name: &str| fs::read(folder.path(name)).unwrap();
    let before = ["text.db", "newer.db", "other.db"].map(bytes);
    for (name, why) in [
        ("text.db", "text.db: this is no library of sayso; nothing in it was touched"),
        ("newer.db", "newer.db: this library is of version 99, made by a later sayso"),
        ("other.db", "other.db: this is a database, but no library of sayso"),
        ("folder", "folder: this is a folder"),
        ("none/sayso.db", "none/sayso.db: "),
    ] {
        for command in [
            &["search", "toll"][..],
            &["ingest", "news.jsonl"],
            &["verify"],
            &["correct", "--list"],
            &["agreement"],
            &["issues"],
            &["actors"],
            &["issues", "define", "toll"],
            &["actors", "rename", "Ott", "Ada"],
        ] {
            refused(&folder, &[command, &["--library", name]].concat(), 1, why);
        }
    }
    assert!(before == ["text.db", "newer.db", "other.db"].map(bytes));
}

#[test]
fn a_server_that_is_not_there_is_told_of_without_the_password() {
    let folder = Folder::new();
    let outcome = folder.run(&["search", "--library", "postgres://ada:hush@127.0.0.1:1/news", "toll"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.starts_with("sayso: postgres://ada@127.0.0.1:1/news: could not be reached"));
    assert!(!outcome.err.contains("hush"), "{}", outcome.err);
}

/// Whoever may only read gets every answer; what was worked out is not kept.
#[test]
fn a_library_that_may_only_be_read_answers() {
    let folder = library();
    let file = folder.path("sayso.db");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    for args in [&["search", "toll"][..], &["verify"], &["actors"], &["issues"], &["correct", "--list"]] {
        let outcome = folder.run(args);
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{args:?}");
    }
    let found = folder.run(&["compare", "--library", "sayso.db"]);
    assert_eq!(found.out, folder.run(&["compare", "news.jsonl"]).out);
}

#[test]
fn two_that_write_at_once_both_get_through() {
    let folder = Folder::new();
    folder.write("news.jsonl", news());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| assert_eq!(folder.run(&["ingest", "news.jsonl"]).code, 0));
        }
    });
    let ids: BTreeSet<String> =
        folder.run(&["read", "--library", "sayso.db", "--format", "jsonl"]).ids().into_iter().collect();
    assert_eq!(ids, NEWS.iter().map(|(id, ..)| (*id).to_owned()).collect());
    assert!(folder.run(&["verify"]).out.starts_with("4 articles and "));
}

/// What was damaged is named; `--again` makes it anew.
#[test]
fn damage_is_named_and_mended_by_reading_again() {
    let folder = library();
    let connection = rusqlite::Connection::open(folder.path("sayso.db")).unwrap();
    connection.execute_batch("UPDATE readings SET reading = '{' WHERE article = 2").unwrap();
    drop(connection);
    refused(&folder, &["verify"], 1, "what is stored of article `toll-2` cannot be read");
    let outcome = folder.run(&["ingest", "--again"]);
    assert!(outcome.out.starts_with("0 articles stored, 1 read again\n"), "{}{}", outcome.out, outcome.err);
    assert_eq!(folder.run(&["verify"]).code, 0);
}

/// The same on a server, where there is one.
#[test]
fn a_library_on_a_server_does_the_same() {
    let Some(server) = Server::new() else { return };
    let folder = library();
    let on_server = |args: &[&str]| folder.run(&[args, &["--library", &server.place]].concat());
    let in_file = |args: &[&str]| folder.run(&[args, &["--library", "sayso.db"]].concat());
    assert!(on_server(&["ingest", "news.jsonl"]).out.starts_with("4 articles stored\n"));
    assert!(on_server(&["ingest", "news.jsonl"]).out.starts_with("0 articles stored, 4 known already\n"));
    folder.write("c.csv", "article,at,field,value\ntoll-1,s1,speaker,Bo Ekberg\n");
    for args in [
        &["correct", "c.csv", "--by", "Ed"][..],
        &["issues", "define", "the bridge toll"],
        &["actors", "rename", "Ekberg", "Bo E."],
        &["read", "--format", "jsonl"],
        &["compare"],
        &["search", "--format", "csv", "--speaker", "Ott"],
        &["search", "--format", "csv", "--issue", "the bridge toll", "--stance", "favor"],
        &["issues"],
        &["actors"],
        &["agreement"],
        &["correct", "--list"],
        &["verify"],
    ] {
        let (server, file) = (on_server(args), in_file(args));
        assert_eq!((server.code, &server.out), (file.code, &file.out), "{args:?}: {}", server.err);
    }
}

/// A database of its own on the server of `SAYSO_POSTGRES`.
struct Server {
    address: String,
    name: String,
    place: String,
}

impl Server {
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    fn new() -> Option<Server> {
        let Ok(address) = std::env::var("SAYSO_POSTGRES") else {
            eprintln!("skipped on PostgreSQL: SAYSO_POSTGRES is not set (see .ci/postgres)");
            return None;
        };
        let name = format!("sayso_door_{}", std::process::id());
        let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let place = format!("{}/{name}", address.rsplit_once('/').unwrap().0);
        Some(Server { address, name, place })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.address, postgres::NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}
