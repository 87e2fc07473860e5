//! Any bytes as a `robots.txt`, asked about any path by any name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_fetch::Robots;

fuzz_target!(|input: &[u8]| {
    let mut lines = input.splitn(3, |&b| b == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (path, name, file) = (line(), line(), line());
    let (path, name) = (String::from_utf8_lossy(path), String::from_utf8_lossy(name));
    let robots = Robots::parse(file, &name);
    let allowed = robots.allows(&path);
    assert!(robots.allows("/robots.txt"));

    let forbids = file.to_ascii_lowercase().windows(8).any(|word| word == b"disallow");
    assert!(allowed || forbids, "forbidden by nobody");

    // Short files only: what is added must not push anything over the limit on bytes.
    if file.len() < 10_000 {
        assert_eq!(robots, Robots::parse(&with_other_ends(file), &name), "line ends count");
        let commented = [file, b"\n# and this"].concat();
        assert_eq!(robots, Robots::parse(&commented, &name), "comments count");
    }
    if !path.contains('%') && path != "/robots.txt" {
        assert_eq!(allowed, robots.allows(&encoded(&path)), "another spelling of the path");
    }
});

fn with_other_ends(file: &[u8]) -> Vec<u8> {
    file.iter().flat_map(|b| if *b == b'\n' { b"\r\n" } else { std::slice::from_ref(b) }).copied().collect()
}

/// The path with each of its bytes encoded that means the same so.
fn encoded(path: &str) -> String {
    let spelled = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'*' | b'$' | 0x80.. => format!("%{b:02x}"),
        _ => char::from(b).to_string(),
    };
    path.bytes().map(spelled).collect()
}
