//! Where does this link lead, seen from where it stands?
//!
//! RFC 3986, section 5, for the links of feeds. Addresses are put together and not checked: who fetches one
//! looks at it then.

/// Whether it has a scheme ("https:").
pub(crate) fn is_absolute(link: &str) -> bool {
    scheme(link).is_some()
}

fn scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    let mut letters = scheme.bytes();
    let begins = letters.next().is_some_and(|b| b.is_ascii_alphabetic());
    (begins && letters.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))).then_some(scheme)
}

/// The link as seen from `base`; relative still when `base` is.
pub(crate) fn join(base: &str, link: &str) -> String {
    let (base, link) = (base.trim(), link.trim());
    if is_absolute(link) {
        return link.to_owned();
    }
    let base = base.split('#').next().unwrap_or_default();
    if link.is_empty() || link.starts_with('#') {
        return format!("{base}{link}");
    }
    let (scheme, rest) = match scheme(base) {
        Some(scheme) => base.split_at(scheme.len() + 1),
        None => ("", base),
    };
    if link.starts_with("//") {
        return format!("{scheme}{link}");
    }
    let path_at =
        rest.strip_prefix("//").map_or(0, |after| 2 + after.find(['/', '?']).unwrap_or(after.len()));
    let (host, path) = rest.split_at(path_at);
    let path = path.split('?').next().unwrap_or_default();
    let (to, query) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    let joined = match to {
        "" => path.to_owned(),
        to if to.starts_with('/') => without_dots(to),
        to => {
            let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
            let folder = if folder.is_empty() && !host.is_empty() { "/" } else { folder };
            without_dots(&format!("{folder}{to}"))
        }
    };
    format!("{scheme}{host}{joined}{query}")
}

/// The path with its `.` and `..` taken as steps.
fn without_dots(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    let parts: Vec<&str> = path.split('/').skip(usize::from(rooted)).collect();
    for (number, part) in parts.iter().enumerate() {
        let is_last = number + 1 == parts.len();
        match *part {
            "." | ".." => {
                if *part == ".." {
                    steps.pop();
                }
                if is_last {
                    steps.push("");
                }
            }
            part => steps.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_from_where_they_stand() {
        let base = "https://e.example/a/b/c.xml?x=1#top";
        for (link, seen) in [
            ("https://o.example/", "https://o.example/"),
            ("d.html", "https://e.example/a/b/d.html"),
            ("./d", "https://e.example/a/b/d"),
            ("../d?y=2", "https://e.example/a/d?y=2"),
            ("../../../d/.", "https://e.example/d/"),
            ("/d", "https://e.example/d"),
            ("//o.example/d", "https://o.example/d"),
            ("?y=2", "https://e.example/a/b/c.xml?y=2"),
            ("#d", "https://e.example/a/b/c.xml?x=1#d"),
            ("", "https://e.example/a/b/c.xml?x=1"),
            ("a/b:c", "https://e.example/a/b/a/b:c"),
            ("mailto:a@e.example", "mailto:a@e.example"),
        ] {
            assert_eq!(join(base, link), seen, "{link}");
        }
        assert_eq!(join("https://e.example", "d"), "https://e.example/d");
        assert_eq!(join("a/b", "c"), "a/c");
        assert_eq!(join("", "c"), "c");
    }

    #[test]
    fn what_has_a_scheme_is_absolute() {
        assert!(is_absolute("https://e.example") && is_absolute("urn:x"));
        assert!(!is_absolute("a/b:c") && !is_absolute(":a") && !is_absolute("1:a") && !is_absolute(""));
    }
}
