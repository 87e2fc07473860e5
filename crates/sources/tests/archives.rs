//! Web archives as they are written, as they are found, and as they should not be.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use sayso_domain::NoteCode;
use sayso_sources::{Input, Options, SourceError, SourceErrorKind, Sourced, Warc, open, read_warc};

type Read_ = (Vec<Result<Sourced, SourceError>>, u64);

fn read(archive: &[u8]) -> Read_ {
    read_with(archive, &Options::default())
}

fn read_with(archive: impl Read, options: &Options) -> Read_ {
    let mut warc: Warc<_> = read_warc(archive, options);
    let items: Vec<_> = warc.by_ref().collect();
    (items, warc.passed_over())
}

/// Each article as its address and words, each error as its message.
fn told((items, _): &Read_) -> Vec<String> {
    items
        .iter()
        .map(|item| match item {
            Ok(Sourced { article, .. }) => format!("{} {}", article.id, article.text.as_str()),
            Err(error) => error.to_string(),
        })
        .collect()
}

fn codes((items, _): &Read_) -> Vec<NoteCode> {
    items.iter().flatten().flat_map(|sourced| &sourced.notes).map(|note| note.code).collect()
}

fn record(kind: &str, uri: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    [header.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(header: &str, body: &[u8]) -> Vec<u8> {
    let header = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n");
    [header.as_bytes(), body].concat()
}

fn response(uri: &str, header: &str, body: &[u8]) -> Vec<u8> {
    record("response", uri, "application/http; msgtype=response", &answer(header, body))
}

/// Too short for the page reader to find an article in it, so all its words are given.
fn page(name: &str) -> Vec<u8> {
    response(&format!("https://e.example/{name}"), "", format!("<p>Words of {name}.").as_bytes())
}

fn words(name: &str) -> String {
    format!("https://e.example/{name} Words of {name}.")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn arc_record(line: &str, body: &[u8]) -> Vec<u8> {
    let line = format!("{line} {}\n", body.len());
    [line.as_bytes(), body, b"\n"].concat()
}

fn arc(names: &[&str]) -> Vec<Vec<u8>> {
    let about = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n\n";
    let mut records = vec![arc_record("filedesc://a.arc 0.0.0.0 20240501000000 text/plain", about)];
    records.extend(names.iter().map(|name| {
        let line = format!("https://e.example/{name} 192.0.2.7 20240501120000 text/html");
        arc_record(&line, &answer("", format!("<p>Words of {name}.").as_bytes()))
    }));
    records
}

#[test]
fn the_same_pages_however_they_are_packed() {
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: by hand\r\n"),
        page("a"),
        record(
            "request",
            "https://e.example/a",
            "application/http; msgtype=request",
            b"GET /a HTTP/1.1\r\n\r\n",
        ),
        page("b"),
    ];
    let plain = records.concat();
    let stripped = plain.strip_suffix(b"\r\n\r\n").unwrap();
    let members: Vec<u8> = records.iter().flat_map(|record| packed(record)).collect();
    let blocks: Vec<u8> = plain.chunks(50).flat_map(packed).collect();
    let mixed = [&members[..], &plain, b"\0\0\r\n", &members].concat();
    for archive in [&plain[..], stripped, &packed(&plain), &members, &blocks] {
        let read = read(archive);
        assert_eq!(told(&read), [words("a"), words("b")]);
        assert_eq!(read.1, 2);
    }
    assert_eq!(told(&read(&mixed)).len(), 6);
    assert!(read(b"").0.is_empty());
}

#[test]
fn arc_files_of_both_versions() {
    let records = arc(&["a", "b c"]);
    let members: Vec<u8> = records.iter().flat_map(|record| packed(record)).collect();
    for archive in [records.concat(), packed(&records.concat()), members] {
        assert_eq!(told(&read(&archive)), [words("a"), words("b c")]);
    }
    let second = arc_record(
        "https://e.example/d 192.0.2.7 20240501120000 text/html 200 - - 0 a.arc",
        b"<p>Words of d.",
    );
    assert_eq!(told(&read(&[&records[0][..], &second].concat())), [words("d")]);
}

#[test]
fn articles_are_named_after_their_address_or_their_record() {
    let folder = tempfile::tempdir().unwrap();
    let nameless = response("", "", b"<p>No address.");
    let archive = [page("a"), nameless, page("a"), b"WARC/1.0\r\n\r\n".to_vec()].concat();
    fs::write(folder.path().join("crawl.warc.gz"), packed(&archive)).unwrap();
    fs::write(folder.path().join("old.arc"), arc(&["z"]).concat()).unwrap();
    let items: Vec<_> = open(&[folder.path().to_owned().into()], &Options::default()).collect();
    let ids: Vec<_> = items.iter().flatten().map(|sourced| sourced.article.id.as_str()).collect();
    let a = "https://e.example/a";
    assert_eq!(ids, [a, "crawl:2", &format!("{a}#2"), "https://e.example/z"]);
    let error = items[3].as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.record(), error.byte()),
        (SourceErrorKind::BrokenRecord, Some(4), Some(0))
    );
    assert!(
        error.to_string().contains("crawl.warc.gz, record 4, byte 0: its length is not given"),
        "{error}"
    );
    let stdin = open(&[Input::Stdin], &Options::default()).with_stdin(io::Cursor::new(packed(&page("a"))));
    assert_eq!(stdin.flatten().count(), 1);
}

#[test]
fn what_is_no_page_is_passed_over_without_a_word() {
    let http = "application/http; msgtype=response";
    let of_status = |status: &str| {
        record(
            "response",
            "https://e.example/",
            http,
            format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n<p>x").as_bytes(),
        )
    };
    let none = [
        of_status("404 Not Found"),
        of_status("301"),
        record(
            "response",
            "https://e.example/",
            http,
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ),
        record("response", "https://e.example/", http, b"HTTP/1.1 200 OK\r\n\r\nbody{}"),
        record("response", "https://e.example/", http, b""),
        record(
            "response",
            "https://e.example/robots.txt",
            http,
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *",
        ),
        record("response", "dns:e.example", "text/dns", b"20240501\ne.example. 60 IN A 192.0.2.7\n"),
        record("revisit", "https://e.example/", http, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        record("resource", "metadata://e.example/log", "text/plain", b"log"),
        record("resource", "https://e.example/a.json", "application/json", b"{}"),
        response("https://e.example/", "", b" \r\n"),
    ];
    let (items, passed_over) = read(&none.concat());
    assert!(items.is_empty(), "{items:?}");
    assert_eq!(passed_over, none.len() as u64);
}

#[test]
fn resources_conversions_and_odd_headers_are_pages() {
    let archive = [
        record("resource", "<https://e.example/wget>", "text/html", b"<p>Saved."),
        record("conversion", "https://e.example/wet", "text/plain", b"Only words."),
        record(
            "response",
            "https://e.example/with blank",
            "application/http",
            b"HTTP/1.0 200\ncontent-TYPE:text/html\n\n<p>Old.",
        ),
        record(
            "response",
            "https://e.example/none",
            "application/http",
            b"HTTP/1.1 203 \r\r\nX: y\r\r\n\r\r\n<html><p>Untyped.",
        ),
        record(
            "Response",
            "https://e.example/text",
            "application/http",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nPlain.",
        ),
    ];
    let read = read(&archive.concat().windows(1).flatten().copied().collect::<Vec<u8>>());
    let expected = ["wget Saved.", "wet Only words.", "with blank Old.", "none Untyped.", "text Plain."];
    assert_eq!(told(&read), expected.map(|words| format!("https://e.example/{words}")));
}

#[test]
fn bodies_are_unpacked_or_taken_as_they_stand() {
    let body = b"<p>Words of a.";
    let chunked = b"9\r\n<p>Words \r\n5\r\nof a.\r\n0\r\n\r\n";
    let cases: [(&str, &[u8]); 7] = [
        ("Content-Encoding: gzip\r\n", &packed(body)),
        ("Content-Encoding: gzip\r\n", body),
        ("Transfer-Encoding: chunked\r\n", chunked),
        ("Transfer-Encoding: chunked\r\n", body),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: br\r\n", body),
        ("Content-Encoding: deflate\r\n", body),
        ("", &packed(body)),
    ];
    for (header, body) in cases {
        let read = read(&response("https://e.example/a", header, body));
        assert_eq!(told(&read), [words("a")], "{header}");
        assert!(!codes(&read).contains(&NoteCode::Truncated), "{header}");
    }
    let cut = read(&response("https://e.example/a", "Transfer-Encoding: chunked\r\n", &chunked[..20]));
    assert!(codes(&cut).contains(&NoteCode::Truncated));
}

#[test]
fn the_server_may_state_the_encoding_and_the_archive_never_the_day() {
    let header = "Content-Type: text/html; Charset=\"windows-1251\"\r\n";
    let body = [&b"HTTP/1.1 200 OK\r\n"[..], header.as_bytes(), b"\r\n<p>\xcd\xe5\xf2."].concat();
    let mut archive = record("response", "https://e.example/a", "application/http", &body);
    let at = archive.windows(4).position(|four| four == b"WARC" && four.len() == 4).unwrap();
    archive.splice(at + 10..at + 10, *b"WARC-Date: 2024-05-01T12:00:00Z\r\n");
    let read = read(&archive);
    assert_eq!(told(&read), ["https://e.example/a Нет."]);
    assert_eq!(read.0[0].as_ref().unwrap().article.published, None);
}

#[test]
fn a_digest_that_does_not_agree_is_a_note() {
    let body = answer("", b"<p>Words of a.");
    for (digest, damaged) in [
        ("WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", true),
        ("WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", true),
        ("WARC-Payload-Digest: sha1:7b6b51f3e4a5d2f2d5c1b0c1d2b3e4f5a6978899\r\n", true),
        ("WARC-Block-Digest: sha256:00\r\n", false),
    ] {
        let mut archive = record("response", "https://e.example/a", "application/http", &body);
        archive.splice(10..10, digest.bytes());
        let read = read(&archive);
        assert_eq!(told(&read), [words("a")]);
        assert_eq!(codes(&read).contains(&NoteCode::Damaged), damaged, "{digest}");
    }
}

#[test]
fn a_damaged_member_loses_its_record_alone() {
    let members = [packed(&page("a")), packed(&page("b")), packed(&page("c"))];
    let second = members[0].len();
    for at in 0..members[1].len() {
        let mut archive = members.concat();
        archive[second + at] ^= 0x55;
        let told = told(&read(&archive));
        assert_eq!((&told[0], told.last().unwrap()), (&words("a"), &words("c")), "byte {at}: {told:?}");
        // The time in the member's own header is not checked by anything.
        let named = |told: &String| told.contains(&format!("byte {second}: "));
        assert!(told[1] == words("b") || told.iter().any(named), "{at}: {told:?}");
    }
    let mut archive = members.concat();
    *archive[..second + members[1].len()].last_mut().unwrap() ^= 0x55;
    let read = read(&archive);
    let told = told(&read);
    assert_eq!(told[1], words("b"));
    assert!(told[2].starts_with(&format!("record 2, byte {second}: ")), "{told:?}");
    assert!(told[2].contains("https://e.example/b: the gzip member's checksum"), "{told:?}");
    assert_eq!(codes(&read).iter().filter(|code| **code == NoteCode::Damaged).count(), 1);
}

#[test]
fn a_member_that_is_cut_off_inside_an_archive() {
    let half = packed(&page("b"));
    let archive = [packed(&page("a")), half[..half.len() / 2].to_vec(), packed(&page("c"))].concat();
    let told = told(&read(&archive));
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!((&told[0], &told[2]), (&words("a"), &words("c")));
}

#[test]
fn a_false_length_is_told_and_the_next_record_found() {
    let (a, b) = (page("a"), String::from_utf8(page("b")).unwrap());
    let length = b.split_once("Content-Length: ").unwrap().1.split_once('\r').unwrap().0;
    let number: usize = length.parse().unwrap();
    for stated in [number - 7, number - 1, number + 40, number + 9_999] {
        let false_b = b.replacen(&format!("Length: {length}"), &format!("Length: {stated}"), 1);
        for archive in [
            [&a[..], false_b.as_bytes(), &page("c"), &page("d")].concat(),
            [packed(&a), packed(false_b.as_bytes()), packed(&page("c")), packed(&page("d"))].concat(),
        ] {
            let told = told(&read(&archive));
            assert_eq!(told.len(), 5, "{stated}: {told:?}");
            assert_eq!(
                [&told[0], &told[1], &told[3], &told[4]],
                [&words("a"), &words("b"), &words("c"), &words("d")]
            );
            let message =
                format!("https://e.example/b: its length is given as {stated} bytes, but the next record");
            assert!(told[2].starts_with("record 2, byte ") && told[2].contains(&message), "{told:?}");
        }
    }
}

#[test]
fn garbage_between_records_is_passed_over_and_told() {
    let garbage = b"Content-Type: nonsense\r\nand WARC/1.0 in a line\x1f\x8b\x08\0 and more\r\n";
    let archive = [&page("a")[..], garbage, &page("b"), b"the end"].concat();
    let told = told(&read(&archive));
    assert_eq!((&told[0], &told[2]), (&words("a"), &words("b")));
    let message = format!(
        "record 1, byte {}: {} bytes from there on belong to no record",
        page("a").len(),
        garbage.len()
    );
    assert!(told[1].starts_with(&message), "{told:?}");
    assert!(told[3].starts_with("record 2, byte ") && told.len() == 4, "{told:?}");
    let packed_in_it = [&page("a")[..], garbage, &packed(&page("b"))].concat();
    assert_eq!(read(&packed_in_it).0.iter().flatten().count(), 2);
    // Without blank lines between them.
    let close = [page("a").trim_ascii_end(), &page("b")].concat();
    assert_eq!(read(&close).0.iter().flatten().count(), 2);
}

#[test]
fn what_is_no_archive_is_refused_once() {
    for bytes in
        [&b"The minister said no.\nWARC is a format.\n"[..], b"\x1f\x8b", &packed(b"words"), &[b'\n'; 9]]
    {
        let told = told(&read(bytes));
        assert_eq!(told.len(), usize::from(bytes != [b'\n'; 9]), "{told:?}");
    }
    let error = read(b"words").0.remove(0).unwrap_err();
    assert_eq!(error.kind(), SourceErrorKind::Unsupported);
}

#[test]
fn what_is_too_large_is_passed_over_unheld() {
    let mut options = Options::default();
    options.max_file = 100_000;
    let head = |length: u64, kind: &str| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n<p>");
        let warc = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/big\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}",
            length + http.len() as u64
        );
        io::Cursor::new(warc.into_bytes())
    };
    let length = 300 << 20;
    for (kind, errors) in [("text/html", 1), ("video/mp4", 0)] {
        let body = io::repeat(b'x').take(length);
        let archive =
            head(length, kind).chain(body).chain(io::Cursor::new([b"\r\n\r\n", &page("a")[..]].concat()));
        let read = read_with(archive, &options);
        let told = told(&read);
        assert_eq!(told.len(), errors + 1, "{told:?}");
        assert_eq!(told.last(), Some(&words("a")));
        assert!(
            errors == 0
                || told[0].contains("record 1, byte 0: https://e.example/big: the page is over the limit")
        );
    }
    // The same packed, as a member and inside one.
    let bomb = vec![b'x'; 20_000_000];
    let archive = [
        packed(&response("https://e.example/member", "", &bomb)),
        packed(&response("https://e.example/inside", "Content-Encoding: gzip\r\n", &packed(&bomb))),
        packed(&page("a")),
    ];
    let told = told(&read_with(&archive.concat()[..], &options));
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("/member: the page is over") && told[1].contains("/inside: the page is over"));
    assert_eq!(told[2], words("a"));
}

#[test]
fn headers_without_end_and_blank_members_without_number() {
    let endless = [b"WARC/1.0\r\n", &b"X: y\r\n".repeat(100_000)[..], &page("a")].concat();
    let told_of_it = told(&read(&endless));
    assert!(told_of_it[0].contains("its header has no end"), "{}", told_of_it[0]);
    assert_eq!(told_of_it.last(), Some(&words("a")));
    let blank = [packed(b"\r\n").repeat(20_000), packed(&page("a"))].concat();
    assert_eq!(told(&read(&blank)), [words("a")]);
    let fake = [b"\x1f\x8b\x08\0\0\0\0\0\0\0".repeat(30_000), packed(&page("a"))].concat();
    assert_eq!(told(&read(&fake)).last(), Some(&words("a")));
}

#[test]
fn a_read_error_ends_the_archive_and_is_told_once() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    for rest in [&page("b")[..0], &page("b")[..30], &page("b")[..150]] {
        let archive = io::Cursor::new([&page("a")[..], rest].concat()).chain(Broken);
        let (items, _) = read_with(archive, &Options::default());
        let errors: Vec<_> = items.iter().filter_map(|item| item.as_ref().err()).collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        // Where nothing of the second is there, it comes while the end of the first is looked for.
        let record = if rest.is_empty() { 1 } else { 2 };
        assert_eq!((errors[0].kind(), errors[0].record()), (SourceErrorKind::Io, Some(record)), "{errors:?}");
    }
}

/// File, records, articles, records passed over, errors.
const SAMPLES: [(&str, u64, usize, u64, usize); 28] = [
    ("aut-example.txt.warc.gz", 6, 1, 5, 0),
    ("aut-example.warc.gz", 822, 97, 725, 0),
    ("aut-issue-493.warc", 32, 4, 28, 0),
    ("aut-issue-514.warc", 8, 1, 7, 0),
    ("jwarc-cc.warc.gz", 1, 1, 0, 0),
    ("jwarc-gzip_extra_sl.warc.gz", 1, 0, 1, 0),
    ("pywb-dupes.warc.gz", 25, 1, 24, 0),
    ("pywb-example-wget-1-14.warc.gz", 6, 1, 5, 0),
    ("pywb-example-wpull.warc.gz", 4, 1, 3, 0),
    ("pywb-httpbin-resource.warc.gz", 1, 0, 1, 0),
    ("pywb-iana.warc.gz", 343, 16, 327, 0),
    ("pywb-missing-status-text.warc", 1, 0, 1, 0),
    // Lengths that are no numbers.
    ("warcio-bad.arc", 3, 0, 1, 3),
    ("warcio-example-bad-non-chunked.warc.gz", 6, 1, 5, 0),
    ("warcio-example-bad.warc.gz.bad", 6, 1, 5, 0),
    ("warcio-example-digest.warc", 4, 0, 4, 0),
    ("warcio-example-iana.org-chunked.warc", 3, 1, 2, 0),
    ("warcio-example-resource.warc.gz", 3, 1, 2, 0),
    ("warcio-example-space-in-target-uri.warc.gz", 2, 0, 2, 0),
    // Its line ends were changed, so that it ends before its last record does; the page is whole.
    ("warcio-example-space-in-url.arc", 2, 1, 1, 1),
    // A length that is too short by six bytes.
    ("warcio-example-trunc.warc", 4, 1, 3, 1),
    ("warcio-example-wget-bad-target-uri.warc.gz", 6, 1, 5, 0),
    ("warcio-example-wrong-chunks.warc.gz", 2, 1, 1, 0),
    ("warcio-example.arc", 2, 1, 1, 0),
    ("warcio-example.arc.gz", 2, 1, 1, 0),
    ("warcio-example.warc", 6, 1, 5, 0),
    ("warcio-example.warc.gz", 6, 1, 5, 0),
    ("warcio-post-test.warc.gz", 6, 0, 6, 0),
];

#[test]
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was left out")]
fn samples_of_other_programs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/warc");
    if !folder.is_dir() {
        eprintln!("skipped: the samples are not at {}", folder.display());
        return;
    }
    for (name, records, articles, passed_over, errors) in SAMPLES {
        let mut warc = read_warc(File::open(folder.join(name)).unwrap(), &Options::default());
        let items: Vec<_> = warc.by_ref().collect();
        let failed: Vec<_> = items.iter().filter_map(|item| item.as_ref().err()).collect();
        let found = (warc.record(), items.len() - failed.len(), warc.passed_over(), failed.len());
        assert_eq!(found, (records, articles, passed_over, errors), "{name}: {failed:?}");
        assert!(
            failed.iter().all(|error| error.record().is_some() && error.byte().is_some()),
            "{name}: {failed:?}"
        );
    }
}

/// Names and bodies, whether each is packed by itself, and in members of what length.
fn archives() -> impl Strategy<Value = (Vec<(String, Vec<u8>)>, usize)> {
    let body = proptest::collection::vec(any::<u8>(), 0..300);
    let records = proptest::collection::vec(("[a-z/ ?=é]{1,12}", body), 1..6);
    (records, 0usize..400)
}

fn written((records, how): &(Vec<(String, Vec<u8>)>, usize)) -> Vec<Vec<u8>> {
    let records = records.iter().map(|(name, body)| {
        // Words before and after, so that each is a page whatever is between.
        let body =
            [b"<p>The minister said ", &body[..], b" no, and that was that, in words enough for a page."]
                .concat();
        response(&format!("https://e.example/{name}"), "", &body)
    });
    match how {
        0..100 => records.collect(),
        100..200 => records.map(|record| packed(&record)).collect(),
        // In members that know nothing of records.
        how => vec![records.collect::<Vec<_>>().concat().chunks(*how).flat_map(packed).collect()],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_comes_back(archive in archives()) {
        let (items, _) = read(&written(&archive).concat());
        prop_assert_eq!(items.len(), archive.0.len());
        for (item, (name, _)) in items.iter().zip(&archive.0) {
            let url = format!("https://e.example/{}", name.trim_end());
            match item {
                Ok(sourced) => prop_assert_eq!(sourced.article.url.as_ref(), Some(&url)),
                Err(error) => prop_assert_eq!(error.kind(), SourceErrorKind::Binary, "{}", error),
            }
        }
    }

    #[test]
    fn cutting_loses_only_the_last_record((records, how) in archives(), part in 0.0..1.0f64) {
        let written = written(&(records, how % 200));
        let archive = written.concat();
        let end = (archive.len() as f64 * part) as usize;
        let mut whole = 0;
        let mut length = 0;
        for record in &written {
            length += record.len();
            whole += usize::from(length <= end);
        }
        let (items, _) = read(&archive[..end]);
        prop_assert!((whole..=whole + 2).contains(&items.len()), "{} of {}", items.len(), whole);
        for item in &items[..whole] {
            if let Err(error) = item {
                prop_assert_eq!(error.kind(), SourceErrorKind::Binary, "{}", error);
            }
        }
        for error in items[whole..].iter().filter_map(|item| item.as_ref().err()) {
            // Less than three bytes of a member are nothing that could be told from bytes after the record before.
            let record = error.record().unwrap_or(0);
            prop_assert!(record == whole as u64 || record == whole as u64 + 1, "{}", error);
        }
    }

    #[test]
    fn any_bytes_as_an_archive(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
        read(&[b"WARC/1.0\r\n", &bytes[..]].concat());
        read(&[b"\x1f\x8b\x08\0", &bytes[..]].concat());
    }

    #[test]
    fn damage_anywhere_ends_nothing(archive in archives(), at in any::<prop::sample::Index>(), by in 1u8..) {
        let mut bytes = written(&archive).concat();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        read(&bytes);
        bytes.remove(at);
        read(&bytes);
    }

    #[test]
    fn parts_in_any_order(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..40)) {
        let bytes = parts.concat();
        let (items, passed_over) = read(&bytes);
        prop_assert!(items.len() as u64 + passed_over <= 3 * parts.len() as u64);
        read(&packed(&bytes));
    }
}

const PARTS: [&[u8]; 20] = [
    b"WARC/1.0\r\n",
    b"WARC/1.1\n",
    b"WARC-Type: response\r\n",
    b"WARC-Type: request\r\n",
    b"WARC-Target-URI: https://e.example/a\r\n",
    b"Content-Type: application/http\r\n",
    b"Content-Length: 30\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Content-Length: 18446744073709551615\r\n",
    b"Content-Length: 2000\r\n",
    b"\r\n",
    b"\n",
    b"HTTP/1.1 200 OK\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"<p>The minister said no.",
    b"https://e.example/b 192.0.2.7 20240501120000 text/html 20\n",
    b"\x1f\x8b\x08\0\0\0\0\0\0\0",
    b"\0\xff",
];
