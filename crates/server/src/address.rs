//! How is a view of the site addressed? By path and filters, so that it can be sent to somebody.

use std::fmt::Write;

/// An address within this site, put together so that foreign words cannot steer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    path: String,
    query: String,
    fragment: String,
}

impl Address {
    /// Of a page, without filters.
    pub(crate) fn of(path: &str) -> Address {
        Address { path: path.to_owned(), query: String::new(), fragment: String::new() }
    }

    /// With a filter; empty ones are left out.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Address {
        if !value.is_empty() {
            self.query.push(if self.query.is_empty() { '?' } else { '&' });
            self.query += name;
            self.query.push('=');
            encode(value, &mut self.query);
        }
        self
    }

    /// With a filter that may be missing.
    pub(crate) fn maybe(self, name: &str, value: Option<&str>) -> Address {
        self.with(name, value.unwrap_or_default())
    }

    /// At a place in the page.
    pub(crate) fn at(mut self, place: &str) -> Address {
        self.fragment = "#".to_owned();
        encode(place, &mut self.fragment);
        self
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.path, self.query, self.fragment)
    }
}

impl maud::Render for Address {
    fn render_to(&self, buffer: &mut String) {
        self.to_string().as_str().render_to(buffer);
    }
}

/// The page of an article; with the statement whose words are meant.
pub(crate) fn article(name: &str, statement: Option<&str>) -> Address {
    let address = Address::of("/article").with("name", name);
    match statement {
        Some(statement) => address.at(statement),
        None => address,
    }
}

/// The page of an actor.
pub(crate) fn actor(key: &str) -> Address {
    Address::of("/actor").with("key", key)
}

/// Everything but letters, digits, `-`, `.`, `_` and `~` is written in percent.
fn encode(words: &str, into: &mut String) {
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => into.push(byte as char),
            // Writing to a string does not fail.
            _ => {
                let _ = write!(into, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_do_not_steer_an_address() {
        assert_eq!(
            article("a/b?c=d&e#f\"é", Some("s3")).to_string(),
            "/article?name=a%2Fb%3Fc%3Dd%26e%23f%22%C3%A9#s3"
        );
    }

    #[test]
    fn empty_filters_are_left_out() {
        let address = Address::of("/compare").with("issue", "").with("from", "2015-01-01");
        assert_eq!(address.to_string(), "/compare?from=2015-01-01");
    }
}
