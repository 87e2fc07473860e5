//! Inputs as they are given on a command line: order, names, and everything that may be wrong with them.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use sayso_domain::NoteCode;
use sayso_sources::{Format, Input, Options, SourceError, SourceErrorKind, Sourced, open};

fn read(paths: &[&Path]) -> Vec<Result<Sourced, SourceError>> {
    let inputs: Vec<Input> = paths.iter().map(|path| path.to_path_buf().into()).collect();
    open(&inputs, &Options::default()).collect()
}

fn ids(items: &[Result<Sourced, SourceError>]) -> Vec<String> {
    items
        .iter()
        .map(|item| item.as_ref().map_or_else(ToString::to_string, |s| s.article.id.clone()))
        .collect()
}

fn error_of(bytes: &[u8], name: &str) -> SourceError {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&[&path]).remove(0).err().unwrap()
}

#[test]
fn order_is_that_of_the_inputs_and_names_are_unique() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("2024")).unwrap();
    for name in ["b.txt", "a.txt", "2024/a.txt"] {
        fs::write(root.join(name), "He said no.").unwrap();
    }
    fs::write(root.join("c.jsonl"), "{\"text\":\"x\",\"id\":\"a\"}\n\n{\"text\":\"y\"}\nno\n").unwrap();
    fs::write(root.join("d.jsonl"), "").unwrap();
    fs::write(root.join("e.html"), "<p>She said yes.").unwrap();
    let items = read(&[&root.join("b.txt"), root]);
    let expected = ["b", "a", "a.txt", "b.txt", "a#2", "c:3"];
    assert_eq!(ids(&items)[..6], expected);
    let broken = items[6].as_ref().unwrap_err();
    assert_eq!((broken.kind(), broken.line()), (SourceErrorKind::BrokenLine, Some(4)));
    assert!(broken.place().unwrap().ends_with("c.jsonl"));
    assert_eq!(ids(&items)[7], "e");
    assert_eq!(items[4].as_ref().unwrap().notes[0].code, NoteCode::RepeatedId);
    assert_eq!(items.len(), 8);
}

#[test]
fn the_same_file_given_again_is_read_again_under_other_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "x").unwrap();
    let long = path.display().to_string();
    assert_eq!(ids(&read(&[&path, &path, &path])), ["a".to_owned(), long.clone(), format!("{long}#2")]);
}

#[test]
fn many_empty_files_do_not_deepen_the_stack() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..3_000 {
        fs::write(folder.path().join(format!("{i}.jsonl")), "").unwrap();
    }
    assert!(read(&[folder.path()]).is_empty());
}

#[test]
fn a_missing_file_does_not_stop_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (gone, here) = (folder.path().join("gone.txt"), folder.path().join("here.txt"));
    fs::write(&here, "He said no.").unwrap();
    let items = read(&[&gone, &here]);
    let error = items[0].as_ref().unwrap_err();
    assert_eq!(error.kind(), SourceErrorKind::NotFound);
    assert!(error.to_string().contains("gone.txt: no such file"), "{error}");
    assert_eq!(items[1].as_ref().unwrap().article.id, "here");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_with_its_cause() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.txt");
    fs::write(&path, "x").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return; // The superuser may read everything: nothing to see here.
    }
    let error = read(&[&path]).remove(0).err().unwrap();
    assert_eq!(error.kind(), SourceErrorKind::Permission);
}

#[test]
fn too_large_says_size_limit_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.html");
    // Sparse: 200 MB that take no room.
    fs::File::create(&path).unwrap().set_len(200_000_000).unwrap();
    let error = read(&[&path]).remove(0).err().unwrap();
    assert_eq!(error.kind(), SourceErrorKind::TooLarge);
    let message = error.to_string();
    assert!(message.contains("200000000 bytes") && message.contains("67108864") && message.contains("JSONL"));
    let endless = io::repeat(b'a');
    let mut options = Options::default();
    options.max_file = 10_000;
    let item = open(&[Input::Stdin], &options).with_stdin(endless).next().unwrap();
    assert_eq!(item.err().unwrap().kind(), SourceErrorKind::TooLarge);
}

#[test]
fn binary_files_are_refused_whatever_their_name() {
    for (bytes, name) in
        [(&b"%PDF-1.4"[..], "a.txt"), (b"\x89PNG\r\n\x1a\n\0\0", "a.html"), (b"ab\0cd", "noext")]
    {
        assert_eq!(error_of(bytes, name).kind(), SourceErrorKind::Binary, "{name}");
    }
}

#[test]
fn unknown_extensions_are_recognised_by_content() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, count) in [
        ("a.dat", "<!DOCTYPE html><title>T</title><p>Words of a page", 1),
        ("b", "{\"text\": \"x\"}\n{\"text\": \"y\"}", 2),
        ("c.md", "Just text", 1),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        assert_eq!(read(&[&path]).iter().filter(|item| item.is_ok()).count(), count, "{name}");
    }
}

#[test]
fn standard_input_is_text_or_jsonl_or_what_one_says() {
    let stdin = |content: &'static str, from: Option<Format>| {
        let mut options = Options::default();
        options.from = from;
        let items: Vec<_> = open(&[Input::Stdin], &options).with_stdin(content.as_bytes()).collect();
        items.into_iter().map(|item| item.unwrap().article.text.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(stdin("He said no.\n", None), ["He said no.\n"]);
    assert_eq!(stdin("{\"text\":\"a\"}\n{\"text\":\"b\"}", None), ["a", "b"]);
    assert_eq!(stdin("{\"text\":\"a\"}", Some(Format::Text)), ["{\"text\":\"a\"}"]);
    assert_eq!(stdin("a <i>b</i>", Some(Format::Html)), ["a b"]);
}

#[test]
fn jsonl_is_read_as_it_comes() {
    /// Lines without end, a byte at a time; it would never come back to a reader that wants them all.
    struct Endless(u64, VecDeque<u8>);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.1.is_empty() {
                self.0 += 1;
                assert!(self.0 < 10, "more was read than was asked for");
                self.1.extend(format!("{{\"text\": \"article {}\"}}\n", self.0).into_bytes());
            }
            buffer[0] = self.1.pop_front().unwrap_or(b'\n');
            Ok(1)
        }
    }
    let endless = Endless(0, VecDeque::new());
    let first: Vec<_> = open(&[Input::Stdin], &Options::default()).with_stdin(endless).take(3).collect();
    assert_eq!(ids(&first), ["stdin:1", "stdin:2", "stdin:3"]);
}

#[test]
fn a_read_error_ends_its_input_only() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let mut options = Options::default();
    options.from = Some(Format::Jsonl);
    let items: Vec<_> = open(&[Input::Stdin], &options).with_stdin(Broken).collect();
    assert_eq!(items.len(), 1);
    let error = items[0].as_ref().unwrap_err();
    assert_eq!(error.kind(), SourceErrorKind::Io);
    assert!(error.to_string().contains("the disk is gone"));
}

#[test]
fn articles_may_go_to_another_thread() {
    fn is_send<T: Send>(_: T) {}
    is_send(open(&[], &Options::default()));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    io::Write::write_all(&mut packer, bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn what_is_packed_is_unpacked_by_its_first_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("a.jsonl.gz"), gzip(b"{\"text\": \"x\"}\n{\"text\": \"y\"}")).unwrap();
    fs::write(root.join("b.html.gz"), gzip(b"<p>She said yes.")).unwrap();
    // The extension lies: some programs unpack on the way and keep the name.
    fs::write(root.join("c.txt.gz"), "He said no.").unwrap();
    fs::write(root.join("d.txt"), gzip(b"He said nothing.")).unwrap();
    fs::write(root.join("e.gz"), "not read in a folder").unwrap();
    assert_eq!(ids(&read(&[root])), ["a:1", "a:2", "b", "c", "d"]);
    let mut options = Options::default();
    options.max_file = 1_000;
    let bomb = gzip(&vec![b'a'; 1_000_000]);
    let item = open(&[Input::Stdin], &options).with_stdin(io::Cursor::new(bomb)).next().unwrap();
    assert_eq!(item.err().unwrap().kind(), SourceErrorKind::TooLarge);
    let unnamed = gzip(b"{\"text\": \"x\"}");
    let items: Vec<_> =
        open(&[Input::Stdin], &Options::default()).with_stdin(io::Cursor::new(unnamed)).collect();
    assert_eq!(ids(&items), ["stdin:1"]);
}

#[test]
fn xml_of_no_known_kind_is_refused() {
    let error = error_of(b"<?xml version='1.0'?><urlset></urlset>", "sitemap.xml");
    assert_eq!(error.kind(), SourceErrorKind::Unsupported);
}
