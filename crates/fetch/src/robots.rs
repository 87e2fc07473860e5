//! What does a site ask robots not to read?
//!
//! RFC 9309, as a function of the file's bytes: the groups that name us (or else those for everybody), the
//! longest rule that fits, `Allow` before `Disallow` when both are as long, `*` for anything and a `$` at the
//! end. `Crawl-delay` is no part of the RFC, but sites write it and we keep it.
//!
//! Rules and paths are compared in one spelling of percent-encoding. A rule is searched for in time that grows
//! with its length and the path's, so that a file of ten thousand stars does no harm.

use std::time::Duration;

use memchr::memmem;

/// How many bytes of a file are read: the least that the RFC asks for.
pub(crate) const MAX_BYTES: usize = 500 << 10;

/// What a site's `robots.txt` says to one robot.
///
/// ```
/// use sayso_fetch::Robots;
/// let file = b"User-agent: *\nDisallow: /private\nAllow: /private/press$\nCrawl-delay: 2.5\n";
/// let robots = Robots::parse(file, "sayso");
/// assert!(robots.allows("/news?page=2"));
/// assert!(!robots.allows("/private/letters"));
/// assert!(robots.allows("/private/press"));
/// assert!(!robots.allows("/private/press/old"));
/// assert_eq!(robots.delay().unwrap().as_millis(), 2500);
/// assert!(Robots::parse(b"<html>Not found</html>", "sayso").allows("/anything"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

/// The groups of a file that concern a robot, sorted while reading.
#[derive(Default)]
struct Groups {
    named: Robots,
    everybody: Robots,
    is_named: bool,
}

/// Whom the lines that are being read are for.
#[derive(Clone, Copy, Default, PartialEq)]
struct Heading {
    us: bool,
    everybody: bool,
    /// A rule has been read, so that the next name begins another group.
    closed: bool,
}

impl Robots {
    /// A site that has no such file: everything may be read.
    pub fn everything() -> Robots {
        Robots::default()
    }

    /// What the file `bytes` says to the robot called `name`, of which letters, digits, `-` and `_` count up to
    /// the first other character. Any bytes are a file; what is no rule is passed
    /// over, and so is what stands beyond the first 500 KiB.
    pub fn parse(bytes: &[u8], name: &str) -> Robots {
        let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let name = token(name.as_bytes());
        let mut groups = Groups::default();
        let mut heading = Heading::default();
        for line in bytes.split(|b| matches!(b, b'\n' | b'\r')) {
            if let Some((key, value)) = key_and_value(line) {
                groups.read(&mut heading, &key, value, name);
            }
        }
        if groups.is_named { groups.named } else { groups.everybody }
    }

    /// Whether the path, with its query, may be read. `/robots.txt` always may.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = encoded(path.as_bytes(), true);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        // Of two that are as long, the one that allows.
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The pause that the site asks for between two questions.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

impl Groups {
    fn read(&mut self, heading: &mut Heading, key: &str, value: &[u8], name: &[u8]) {
        match key {
            "user-agent" => {
                if heading.closed {
                    *heading = Heading::default();
                }
                heading.everybody |= value.starts_with(b"*");
                heading.us |= token(value).eq_ignore_ascii_case(name) && !name.is_empty();
                self.is_named |= heading.us;
            }
            "allow" | "disallow" => {
                heading.closed = true;
                // "Disallow:" alone forbids nothing.
                if !value.is_empty() {
                    let rule = Rule { allow: key == "allow", pattern: encoded(value, false) };
                    self.each(*heading, |robots| robots.rules.push(rule.clone()));
                }
            }
            "crawl-delay" => {
                let seconds = str::from_utf8(value).ok().and_then(|value| value.parse::<f64>().ok());
                if let Some(delay) = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
                    self.each(*heading, |robots| robots.delay = robots.delay.max(Some(delay)));
                }
            }
            _ => {}
        }
    }

    fn each(&mut self, heading: Heading, mut change: impl FnMut(&mut Robots)) {
        if heading.us {
            change(&mut self.named);
        }
        if heading.everybody {
            change(&mut self.everybody);
        }
    }
}

/// "Disallow : /a # reason" as `disallow` and `/a`.
fn key_and_value(line: &[u8]) -> Option<(String, &[u8])> {
    let line = line.split(|&b| b == b'#').next()?;
    let colon = memchr::memchr(b':', line)?;
    let key = str::from_utf8(line[..colon].trim_ascii()).ok()?;
    Some((key.to_ascii_lowercase(), line[colon + 1..].trim_ascii()))
}

/// The name at the start of "Sayso/1.0 (news)".
fn token(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|&b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')));
    &value[..end.unwrap_or(value.len())]
}

/// One spelling for all: unreserved characters plain, everything beyond ASCII encoded, in capitals. Where `*` and
/// `$` are themselves and not signs, they are encoded: in a path, and `$` within a rule.
fn encoded(text: &[u8], is_path: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        match text.get(at + 1..at + 3).and_then(hex).filter(|_| byte == b'%') {
            Some(value) => {
                push(&mut out, value, is_unreserved(value));
                at += 3;
            }
            None => {
                let meant = match byte {
                    b'*' => is_path,
                    b'$' => is_path || at + 1 < text.len(),
                    _ => false,
                };
                push(&mut out, byte, byte.is_ascii_graphic() && !meant);
                at += 1;
            }
        }
    }
    out
}

fn push(out: &mut Vec<u8>, byte: u8, plain: bool) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if plain {
        out.push(byte);
    } else {
        out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    Some((digit(digits[0])? * 16 + digit(digits[1])?) as u8)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether `pattern` fits `path` from its start on. Each run between two stars is taken where it is first
/// found, which leaves most of the path for the rest.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut runs = pattern.split(|&b| b == b'*').peekable();
    let Some(mut rest) = runs.next().and_then(|first| path.strip_prefix(first)) else { return false };
    if runs.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(run) = runs.next() {
        if to_the_end && runs.peek().is_none() {
            return rest.ends_with(run);
        }
        let Some(at) = memmem::find(rest, run) else { return false };
        rest = &rest[at + run.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        Robots::parse(file.as_bytes(), "sayso").allows(path)
    }

    #[test]
    fn patterns() {
        let cases = [
            ("/", "/anything", true),
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/fish", "/catfish", false),
            ("/fish/", "/fish", false),
            ("fish", "/fish", false),
            ("/*.php", "/a/b.php5?x", true),
            ("/*.php$", "/a/b.php", true),
            ("/*.php$", "/a/b.php?x", false),
            ("/*.php$", "/a.php/b.php", true),
            ("/fish*.php", "/fishheads/c.php?p", true),
            ("/fish*.php", "/Fish.PHP", false),
            ("*", "/", true),
            ("/*", "/", true),
            ("/a**b", "/ab", true),
            ("/$", "/", true),
            ("/$", "/a", false),
            ("$", "/", false),
            ("/a$b", "/a$b", true),
            ("/a%24b", "/a$b", true),
            ("/a%2Ab", "/a*b", true),
            ("/a%2ab", "/axb", false),
            ("/%7Eann", "/~ann", true),
            ("/~ann", "/%7eann", true),
            ("/ä", "/%C3%A4", true),
            ("/%c3%a4", "/ä", true),
            ("/a%2Fb", "/a/b", false),
            ("/a%2fb", "/a%2Fb", true),
            ("/100%", "/100%", true),
            ("/a*a$", "/a", false),
            ("/x*ab*b$", "/xab", false),
            ("/x*ab*b$", "/xabb", true),
            ("/?page=", "/?page=2", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(
                !allows(&format!("User-agent: *\nDisallow: {pattern}"), path),
                expected,
                "{pattern} {path}"
            );
        }
    }

    #[test]
    fn the_longest_rule_counts_and_allow_before_disallow() {
        let both = |rules: &str, path| allows(&format!("user-agent: sayso\n{rules}"), path);
        assert!(both("Allow: /p\nDisallow: /", "/page"));
        assert!(both("Disallow: /folder\nAllow: /folder", "/folder/page"));
        assert!(!both("Allow: /page\nDisallow: /*.htm", "/page.htm"));
        assert!(both("Allow: /page\nDisallow: /*.ph", "/page.php5"));
        assert!(both("Allow: /$\nDisallow: /", "/"));
        assert!(!both("Allow: /$\nDisallow: /", "/page.htm"));
        assert!(both("Disallow: /\n", "/robots.txt"));
    }

    #[test]
    fn the_group_that_names_us_counts_alone() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: SAYSO/2.0 (news)\nUser-agent: other\nDisallow: /a\n\
            User-agent: third\nDisallow: /b\nUser-Agent : sayso\nDisallow: /c # why\n";
        let allowed: Vec<bool> = ["/", "/a", "/b", "/c"].map(|path| allows(file, path)).to_vec();
        assert_eq!(allowed, [true, false, true, false]);
        let of = |name| Robots::parse(file.as_bytes(), name).allows("/x");
        assert!(!of("saysobot") && !of("say") && !of("") && of("third"));
    }

    #[test]
    fn groups_of_one_name_are_one() {
        let file = "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /z\nUser-agent: *\nDisallow: /b\n";
        assert!(!allows(file, "/a") && !allows(file, "/b") && allows(file, "/z"));
    }

    #[test]
    fn an_empty_group_that_names_us_allows_everything() {
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: sayso\nDisallow:\n", "/a"));
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: sayso", "/a"));
    }

    #[test]
    fn other_lines_are_passed_over() {
        assert!(!allows("User-agent: *\nSitemap: https://a.example/s\nUser-agent: x\nDisallow: /a", "/a"));
        assert!(allows("Disallow: /a\nUser-agent: *\n", "/a"));
        assert!(allows("User-agent *\nDisallow: /a", "/a"));
        assert!(allows("User-agent: *\nDisalow: /a\nDisallow /a\n: /a\n:", "/a"));
        assert!(!allows("\u{feff}User-agent: *\r\rDISALLOW:/a\r\n", "/a"));
        assert!(allows("", "/a"));
    }

    #[test]
    fn delays() {
        let delay = |value: &str| {
            Robots::parse(format!("user-agent: *\ncrawl-delay: {value}").as_bytes(), "s").delay()
        };
        assert_eq!(delay("10"), Some(Duration::from_secs(10)));
        assert_eq!(delay("0.5"), Some(Duration::from_millis(500)));
        for value in ["-1", "NaN", "inf", "1e99", "soon", ""] {
            assert_eq!(delay(value), None, "{value}");
        }
        let file = b"User-agent: *\nCrawl-delay: 5\nUser-agent: sayso\nDisallow: /a\n";
        // A delay does not end the names of a group.
        assert_eq!(Robots::parse(file, "x").delay(), Some(Duration::from_secs(5)));
        assert!(!Robots::parse(file, "x").allows("/a"));
    }

    #[test]
    fn what_is_beyond_the_limit_is_not_read() {
        let padding = "# a comment of some length\n".repeat(MAX_BYTES / 27 + 1);
        assert!(allows(&format!("{padding}User-agent: *\nDisallow: /"), "/a"));
        assert!(!allows(&format!("User-agent: *\nDisallow: /\n{padding}"), "/a"));
    }

    #[test]
    fn stars_take_time_in_proportion() {
        let path = format!("/{}", "a".repeat(8000));
        let pattern = format!("/{}b", "*a".repeat(4000));
        assert!(allows(&format!("User-agent: *\nDisallow: {pattern}"), &path));
    }

    /// The definition: a star stands for any run.
    fn fits_by_definition(pattern: &[u8], path: &[u8]) -> bool {
        match pattern {
            [] => true,
            b"$" => path.is_empty(),
            [b'*', rest @ ..] => (0..=path.len()).any(|at| fits_by_definition(rest, &path[at..])),
            [first, rest @ ..] => path.first() == Some(first) && fits_by_definition(rest, &path[1..]),
        }
    }

    proptest! {
        #[test]
        fn patterns_fit_as_defined(pattern in "[ab*]{0,8}\\$?", path in "[ab]{0,10}") {
            prop_assert_eq!(
                fits(pattern.as_bytes(), path.as_bytes()),
                fits_by_definition(pattern.as_bytes(), path.as_bytes()),
            );
        }

        #[test]
        fn any_bytes_are_a_file(file in prop::collection::vec(any::<u8>(), 0..300), path in ".*", name in ".*") {
            let robots = Robots::parse(&file, &name);
            robots.allows(&path);
            prop_assert!(robots.allows("/robots.txt"));
        }

        #[test]
        fn a_path_is_forbidden_in_every_spelling(path in "/[a-zA-Z0-9~._-]{1,20}") {
            let spelled: String = path.bytes().map(|b| match b {
                b'/' => "/".to_owned(),
                _ => format!("%{b:02x}"),
            }).collect();
            let file = format!("User-agent: *\nDisallow: {path}");
            prop_assert!(!allows(&file, &spelled));
            let file = format!("User-agent: *\nDisallow: {spelled}");
            prop_assert!(!allows(&file, &path));
        }
    }
}
