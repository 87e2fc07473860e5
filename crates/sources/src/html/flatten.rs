//! Taming a page before any tree is built from it, in one pass over its bytes.
//!
//! Scripts, styles, comments, blanks between tags and attributes that nobody reads go first: on pages of news they are most of the
//! bytes, and a parser takes its time over each of their characters. Of scripts JSON-LD stays, which holds facts.
//!
//! HTML parsers and readability scoring walk up the tree for every element, so their time grows with the
//! square of the depth; unclosed `<b>`s are opened again in each later block, so their memory does too; and
//! a tag's attributes are compared pairwise. Pages by people stay far below the limits here (depth under
//! 100, tags under 100,000); what is over loses its tags, never its words, except past [`MAX_TAGS`].
//!
//! The scan knows less than a parser (script escapes, foreign content), so depth is checked once more on the
//! tree. It is what keeps the parser itself linear.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Elements may nest this deep; implied `<p>`, `<li>`, `<tr>`, `<td>` come on top.
pub(crate) const MAX_DEPTH: usize = 256;

/// Unclosed `<b>`, `<font>` … at one place; each is repeated by the parser in every later block.
const MAX_FORMATTING: usize = 16;

/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 256;

/// Tags in a page; what follows the last one is cut, since every tag costs a few hundred bytes of tree.
pub(crate) const MAX_TAGS: usize = 300_000;

/// What was done to a page.
pub(crate) struct Flat<'h> {
    pub(crate) html: Cow<'h, str>,
    /// In words, where something was left out.
    pub(crate) told: Option<&'static str>,
}

/// The page without scripts, styles, comments and unread attributes, its nesting, formatting and attributes within limits.
/// Borrowed when it is so already.
pub(crate) fn flatten(html: &str) -> Flat<'_> {
    let mut scan = Scan {
        html,
        out: None,
        copied: 0,
        open: Vec::new(),
        counts: HashMap::new(),
        formatting: 0,
        flattened: false,
        unread: Vec::new(),
    };
    let cut = scan.run();
    let told = match (scan.flattened, cut) {
        (_, Some(_)) => Some("the page has over 300,000 tags; what follows them was left out"),
        (true, None) => Some("elements nested or decorated beyond all reason were flattened"),
        (false, None) => None,
    };
    let end = cut.unwrap_or(html.len());
    let html = match scan.out {
        Some(mut out) => {
            out.push_str(&html[scan.copied.min(end)..end]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(&html[..end]),
    };
    Flat { html, told }
}

struct Scan<'h> {
    html: &'h str,
    out: Option<String>,
    /// Everything before this byte is in `out`, or was dropped.
    copied: usize,
    /// Open elements by name, with whether their tag was dropped.
    open: Vec<(String, bool)>,
    /// How often each name is in `open`: an end tag without a start tag must not walk the stack.
    counts: HashMap<String, usize>,
    formatting: usize,
    /// Whether tags were left out.
    flattened: bool,
    /// The attributes of the tag at hand that nobody reads.
    unread: Vec<Range<usize>>,
}

impl Scan<'_> {
    /// Returns the byte to cut at, where there are too many tags.
    fn run(&mut self) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let (mut at, mut tags) = (0, 0);
        while let Some(found) = self.html[at..].find('<') {
            let start = at + found;
            self.shorten_blank(at, start);
            let next = bytes.get(start + 1).copied().unwrap_or(0);
            if self.html[start..].starts_with("<!--") {
                at = self.after(start + 2, "-->");
                self.drop_comment(start, at);
            } else if next == b'!' || next == b'?' {
                at = self.after(start + 2, ">");
            } else if next.is_ascii_alphabetic() || next == b'/' {
                tags += 1;
                if tags > MAX_TAGS {
                    return Some(start);
                }
                at = self.tag(start, next == b'/');
            } else {
                at = start + 1;
            }
        }
        None
    }

    /// Leaves one space of the blanks between two tags, which parsers take one by one; not where they count.
    fn shorten_blank(&mut self, from: usize, to: usize) {
        let blank = self.html[from..to].bytes().all(|byte| byte.is_ascii_whitespace());
        if to - from > 1 && blank && self.counts.get("pre").is_none_or(|&open| open == 0) {
            self.replace(from, to, " ");
        }
    }

    fn after(&self, from: usize, mark: &str) -> usize {
        self.html
            .get(from..)
            .and_then(|rest| memchr::memmem::find(rest.as_bytes(), mark.as_bytes()))
            .map_or(self.html.len(), |i| from + i + mark.len())
    }

    /// Reads the tag at `start` and returns where to go on.
    fn tag(&mut self, start: usize, closing: bool) -> usize {
        let name_start = start + 1 + usize::from(closing);
        let rest = &self.html.as_bytes()[name_start..];
        let length = rest
            .iter()
            .position(|&b| b.is_ascii_whitespace() || b == b'/' || b == b'>')
            .unwrap_or(rest.len());
        let name = self.html[name_start..name_start + length].to_ascii_lowercase();
        self.unread.clear();
        let after_name = name_start + length;
        let (end, attributes) = tag_end(self.html.as_bytes(), after_name, &name, &mut self.unread);
        if closing {
            if self.close(&name) {
                self.flatten(start, end, "");
            }
            return end;
        }
        let self_closing = self.html[..end].ends_with("/>");
        if self.opens_too_much(&name, self_closing) {
            self.flatten(start, end, "");
        } else if attributes > MAX_ATTRIBUTES {
            self.flatten(start, end, &format!("<{name}>"));
        } else {
            for attribute in std::mem::take(&mut self.unread) {
                self.replace(attribute.start, attribute.end, "");
            }
        }
        if !RAW.contains(&name.as_str()) {
            return end;
        }
        let close = self.after_raw(end, &name);
        self.drop_code(&name, start, end, close);
        close
    }

    /// Leaves out what a script or style holds between its tags.
    fn drop_code(&mut self, name: &str, start: usize, end: usize, close: usize) {
        let (tag, code) = (&self.html[start..end], &self.html[end..close]);
        let goes = match name {
            "style" => true,
            // In a comment in a script, another `<script>` lets the first end tag count for nothing.
            "script" => !tag.to_ascii_lowercase().contains("ld+json") && !code.contains("<!--"),
            _ => false,
        };
        if goes && !code.is_empty() {
            self.replace(end, close, "");
        }
    }

    /// Leaves out a comment that ends as comments should; parsers also take `--!>` for the end of one.
    fn drop_comment(&mut self, start: usize, end: usize) {
        let comment = &self.html[start..end];
        if comment.ends_with("-->") && !comment.contains("--!>") {
            self.replace(start, end, "");
        }
    }

    fn flatten(&mut self, start: usize, end: usize, by: &str) {
        self.flattened = true;
        self.replace(start, end, by);
    }

    /// Counts a start tag; true when it is over a limit.
    fn opens_too_much(&mut self, name: &str, self_closing: bool) -> bool {
        if FORMATTING.contains(&name) {
            self.formatting += 1;
            *self.counts.entry(name.to_owned()).or_default() += 1;
            return self.formatting > MAX_FORMATTING;
        }
        let foreign = ["svg", "math"].iter().any(|name| self.counts.get(*name).is_some_and(|&n| n > 0));
        if UNCOUNTED.contains(&name) || RAW.contains(&name) || (self_closing && foreign) {
            return false;
        }
        let dropped = self.open.len() >= MAX_DEPTH;
        self.open.push((name.to_owned(), dropped));
        *self.counts.entry(name.to_owned()).or_default() += 1;
        dropped
    }

    /// Counts an end tag; true when its start tag was dropped, so that it must go too.
    fn close(&mut self, name: &str) -> bool {
        let Some(count) = self.counts.get_mut(name).filter(|count| **count > 0) else { return false };
        if FORMATTING.contains(&name) {
            *count -= 1;
            let dropped = self.formatting > MAX_FORMATTING;
            self.formatting -= 1;
            return dropped;
        }
        while let Some((open, dropped)) = self.open.pop() {
            if let Some(count) = self.counts.get_mut(&open) {
                *count -= 1;
            }
            if open == name {
                return dropped;
            }
        }
        false
    }

    fn replace(&mut self, start: usize, end: usize, by: &str) {
        let out = self.out.get_or_insert_default();
        out.push_str(&self.html[self.copied..start]);
        out.push_str(by);
        self.copied = end;
    }

    /// Where the end tag of a raw text element starts, or the end of the page.
    fn after_raw(&self, from: usize, name: &str) -> usize {
        if name == "plaintext" {
            return self.html.len();
        }
        let bytes = self.html.as_bytes();
        let mut at = from;
        while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
            at += found;
            let after = &bytes[at + 2..];
            if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
                return at;
            }
            at += 2;
        }
        self.html.len()
    }
}

/// The byte after the tag's `>`, which quoted values may contain, and how many attributes it has; those that
/// nobody reads are added to `unread`.
fn tag_end(bytes: &[u8], from: usize, tag: &str, unread: &mut Vec<Range<usize>>) -> (usize, usize) {
    let (mut at, mut attributes) = (from, 0);
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    loop {
        at += bytes[at..].iter().take_while(|&byte| blank(byte) || *byte == b'/').count();
        match bytes.get(at) {
            None => return (bytes.len(), attributes),
            Some(b'>') => return (at + 1, attributes),
            Some(_) => attributes += 1,
        }
        let start = at;
        let is_name = |&&byte: &&u8| !blank(&byte) && !matches!(byte, b'/' | b'>' | b'=');
        // An equals sign at the start is part of a name.
        at += 1 + bytes[at + 1..].iter().take_while(is_name).count();
        let name = &bytes[start..at];
        let mut value = &bytes[at..at];
        let equals = at + bytes[at..].iter().take_while(|&byte| blank(byte)).count();
        if bytes.get(equals) == Some(&b'=') {
            at = equals + 1;
            at += bytes[at..].iter().take_while(|&byte| blank(byte)).count();
            let begin = at;
            at = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |length| at + 1 + length + 1)
                }
                _ => at + bytes[at..].iter().take_while(|&byte| !blank(byte) && *byte != b'>').count(),
            };
            value = &bytes[begin..at];
        }
        if !is_read(tag, name, value) {
            unread.push(start..at);
        }
    }
}

/// Whether metadata, furniture or the search for the article look at such an attribute.
fn is_read(tag: &str, name: &[u8], value: &[u8]) -> bool {
    // Which film or map is embedded counts for how much an article it is.
    if matches!(tag, "iframe" | "embed" | "object" | "html") {
        return true;
    }
    if name.eq_ignore_ascii_case(b"style") {
        // Only what hides an element.
        let hides = |word: &[u8]| value.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
        return hides(b"none") || hides(b"hidden");
    }
    READ.iter().any(|read| name.eq_ignore_ascii_case(read.as_bytes()))
}

const READ: [&str; 23] = [
    "class",
    "id",
    "href",
    "rel",
    "role",
    "type",
    "content",
    "name",
    "property",
    "itemprop",
    "itemscope",
    "itemtype",
    "datetime",
    "pubdate",
    "lang",
    "charset",
    "http-equiv",
    "hidden",
    "aria-hidden",
    "aria-modal",
    "summary",
    "datatable",
    "dir",
];

/// Elements whose content is text until their own end tag.
const RAW: [&str; 9] =
    ["script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title", "plaintext"];

/// Elements the parser opens again in later blocks until they are closed. `<a>` is none of them here: a new
/// one closes the one before.
const FORMATTING: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that hold nothing, or that close their like when opened, and so cannot nest by themselves.
const UNCOUNTED: [&str; 36] = [
    "a", "area", "base", "basefont", "bgsound", "body", "br", "caption", "col", "colgroup", "dd", "dt",
    "embed", "frame", "head", "hr", "html", "image", "img", "input", "keygen", "li", "link", "meta",
    "optgroup", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_is_left_alone() {
        let page = "<!doctype html><title>a < b</title><div class='>'><p>One<p>Two<br></div>\
                    <script type='application/LD+json'>{'a</b/': '<div>'}</script> 1 < 2 </nothing>";
        let flat = flatten(page);
        assert!(matches!(flat.html, Cow::Borrowed(html) if html == page));
        assert_eq!(flat.told, None);
    }

    #[test]
    fn what_nobody_reads_goes() {
        for (page, left) in [
            ("a<!-- <div> -->b<!--[if IE]> c <![endif]-->d", "abd"),
            ("<SCRIPT id=a>if (a</b/) '<div>'</SCRIPT >x", "<SCRIPT id=a></SCRIPT >x"),
            ("<style>p {}</style>x<style>", "<style></style>x<style>"),
            ("<title><!-- a --></title>", "<title><!-- a --></title>"),
            ("<img src='a>b' CLASS=x onload=\"f('/>')\"data-y id = 'z'/>", "<img  CLASS=x  id = 'z'/>"),
            ("<p style='color: red'><p style='display:NONE'>", "<p ><p style='display:NONE'>"),
            ("<b>a</b>\n\t<i>b</i><pre>\n \n<b>", "<b>a</b> <i>b</i><pre>\n \n<b>"),
            ("<iframe src=x></iframe>", "<iframe src=x></iframe>"),
            // A parser would go on differently after these.
            ("<!-- a --!> b --> c", "<!-- a --!> b --> c"),
            ("<script><!-- <script></script> --></script>", "<script><!-- <script></script> --></script>"),
        ] {
            let flat = flatten(page);
            assert_eq!((&*flat.html, flat.told), (left, None), "{page}");
        }
    }

    #[test]
    fn deep_nesting_loses_its_tags_but_no_words() {
        let page = format!("{}words{} after", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let flat = flatten(&page);
        assert_eq!(flat.html, format!("{}words{} after", "<div>".repeat(256), "</div>".repeat(256)));
        assert!(flat.told.is_some());
    }

    #[test]
    fn many_open_paragraphs_are_not_nesting() {
        let page = "<p>word <a href=x>link<li>item ".repeat(5_000);
        assert_eq!(flatten(&page).told, None);
    }

    #[test]
    fn formatting_left_open_and_attributes_are_limited() {
        let flat_page = "<div><b id=1></div>x".repeat(1_000);
        assert_eq!(flatten(&flat_page).html.matches("<b").count(), MAX_FORMATTING);
        let attributes: String = (0..1_000).map(|i| format!(" a{i}='{i}'")).collect();
        assert_eq!(flatten(&format!("<div{attributes}>x</div>")).html, "<div>x</div>");
    }

    #[test]
    fn too_many_tags_cut_the_page() {
        let page = "<p>a".repeat(MAX_TAGS + 5);
        let flat = flatten(&page);
        assert_eq!(flat.html.len(), MAX_TAGS * 4);
        assert!(flat.told.is_some_and(|told| told.contains("300,000")));
    }

    #[test]
    fn broken_tags_end_the_scan_and_nothing_else() {
        for page in ["<", "<a", "</", "<!--", "<!", "<a href='", "<script>", "<div id=ü>ß</dïv>", "<!--x"]
        {
            assert_eq!(flatten(page).html, page);
        }
    }
}
