//! Which elements does this XML hold, as far as it goes?
//!
//! `quick-xml` splits the characters into tags and text; this module makes a tree of them that the readers of
//! feeds and of agency formats look around in. It is for XML as it is sent, not as it should be: a file that
//! breaks off is a tree up to there and one error that says where; HTML's names for characters are known, an
//! `&` that stands for itself is one, and a prefix nobody declared means what it usually means.
//!
//! A document type is passed over unread, so that entities it declares, or fetches from elsewhere, are
//! nothing: they stay in the text as they were written. Depth and size are bounded, and no function here
//! calls itself.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};

use crate::{SourceError, SourceErrorKind, html};

/// Elements may nest this deep; those by people stay below 40.
const MAX_DEPTH: usize = 256;

/// Elements and stretches of text in a file: some hundred bytes of memory each.
const MAX_NODES: usize = 2_000_000;

/// Names of characters that are looked up in one file; HTML has about so many.
const MAX_NAMED: usize = 4096;

/// The vocabularies that a name can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// No namespace, or one of those that RSS has had.
    Plain,
    Atom,
    /// `content:encoded` of feeds.
    Content,
    /// Dublin Core, old and new.
    Dublin,
    Rdf,
    Xhtml,
    /// NewsML-G2, of whatever version.
    NewsMl,
    Nitf,
    Other,
}

impl Space {
    fn of(address: &str) -> Space {
        match address.trim().trim_end_matches(['/', '#']) {
            "" => Space::Plain,
            "http://purl.org/rss/1.0" | "http://my.netscape.com/rdf/simple/0.9" => Space::Plain,
            "http://channel.netscape.com/rdf/simple/0.9" | "http://backend.userland.com/rss2" => Space::Plain,
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns" => Space::Atom,
            "http://purl.org/rss/1.0/modules/content" => Space::Content,
            "http://purl.org/dc/elements/1.1" | "http://purl.org/dc/terms" => Space::Dublin,
            "http://www.w3.org/1999/02/22-rdf-syntax-ns" => Space::Rdf,
            "http://www.w3.org/1999/xhtml" => Space::Xhtml,
            "http://iptc.org/std/nar/2006-10-01" => Space::NewsMl,
            "http://iptc.org/std/NITF/2006-10-18" => Space::Nitf,
            _ => Space::Other,
        }
    }

    /// What a prefix means that was not declared.
    fn of_prefix(prefix: &str) -> Space {
        match prefix {
            "" => Space::Plain,
            "atom" | "atom10" | "a10" => Space::Atom,
            "content" => Space::Content,
            "dc" | "dcterms" => Space::Dublin,
            "rdf" => Space::Rdf,
            "xhtml" => Space::Xhtml,
            _ => Space::Other,
        }
    }
}

/// The elements of a file up to where it breaks off.
#[derive(Debug)]
pub(crate) struct Tree<'s> {
    nodes: Vec<Node<'s>>,
    /// Why the rest was not read.
    pub(crate) broken: Option<SourceError>,
}

#[derive(Debug)]
struct Node<'s> {
    kind: Kind<'s>,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

#[derive(Debug)]
enum Kind<'s> {
    /// `tag` is what stands between `<` and `>`.
    Element {
        tag: &'s str,
        name: u32,
        space: Space,
        line: u32,
        whole: bool,
    },
    Text(Cow<'s, str>),
}

/// No node; the number 0 is that of the file itself.
const NONE: u32 = u32::MAX;

/// Reads as much as can be read.
pub(crate) fn parse(source: &str) -> Tree<'_> {
    let mut builder = Builder::new(source);
    let broken = builder.run().err();
    // Elements that are still open were cut off.
    Tree { nodes: builder.nodes, broken }
}

struct Builder<'s> {
    source: &'s str,
    nodes: Vec<Node<'s>>,
    open: Vec<u32>,
    spaces: Spaces<'s>,
    named: HashMap<String, Option<String>>,
    counted: usize,
    line: u32,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Builder<'s> {
        let file = Kind::Element { tag: "", name: 0, space: Space::Other, line: 1, whole: true };
        let file = Node { kind: file, parent: NONE, first: NONE, last: NONE, next: NONE };
        Builder {
            source,
            nodes: vec![file],
            open: vec![0],
            spaces: Spaces::default(),
            named: HashMap::new(),
            counted: 0,
            line: 1,
        }
    }

    fn run(&mut self) -> Result<(), SourceError> {
        let mut reader = Reader::from_str(self.source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event();
            match event {
                Ok(Event::Start(_)) => self.open(start, reader.buffer_position() as usize - 1, false)?,
                Ok(Event::Empty(_)) => self.open(start, reader.buffer_position() as usize - 2, true)?,
                Ok(Event::End(_)) => self.close(),
                Ok(Event::Text(text)) => self.text(start, text.into_inner())?,
                Ok(Event::CData(text)) => self.text(start, text.into_inner())?,
                Ok(Event::GeneralRef(name)) => {
                    let character = self.character(&name);
                    self.text(start, Cow::Owned(character))?;
                }
                Ok(Event::Eof) => break,
                Ok(_) => (),
                Err(error) => return Err(self.broken(reader.error_position() as usize, &told(&error))),
            }
        }
        match self.open.last() {
            Some(&last) if last != 0 => {
                let Kind::Element { tag, name, line, .. } = &self.nodes[last as usize].kind else {
                    return Ok(());
                };
                let message =
                    format!("the file ends inside <{}>, which opens on line {line}", &tag[..*name as usize]);
                Err(self.broken(self.source.len(), &message))
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, start: usize, end: usize, empty: bool) -> Result<(), SourceError> {
        let tag = self.source.get(start + 1..end).unwrap_or_default();
        let name = tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len());
        if self.open.len() > MAX_DEPTH {
            return Err(self.broken(start, &format!("elements nest deeper than {MAX_DEPTH} levels")));
        }
        self.count_lines(start);
        let space = self.spaces.enter(tag, name);
        let kind = Kind::Element { tag, name: name as u32, space, line: self.line, whole: empty };
        let number = self.add(start, kind)?;
        if empty {
            self.spaces.leave();
        } else {
            self.open.push(number);
        }
        Ok(())
    }

    fn close(&mut self) {
        // The file itself stays open: the tokenizer refuses an end tag without a start tag.
        if self.open.len() > 1
            && let Some(number) = self.open.pop()
            && let Kind::Element { whole, .. } = &mut self.nodes[number as usize].kind
        {
            *whole = true;
            self.spaces.leave();
        }
    }

    fn text(&mut self, at: usize, text: Cow<'s, str>) -> Result<(), SourceError> {
        if text.is_empty() || self.open.len() == 1 {
            return Ok(());
        }
        let parent = self.open.last().map_or(0, |&number| number as usize);
        let last = self.nodes[parent].last;
        if last != NONE
            && let Kind::Text(before) = &mut self.nodes[last as usize].kind
        {
            before.to_mut().push_str(&text);
            return Ok(());
        }
        self.add(at, Kind::Text(text)).map(drop)
    }

    fn add(&mut self, at: usize, kind: Kind<'s>) -> Result<u32, SourceError> {
        if self.nodes.len() >= MAX_NODES {
            let message = format!("there are more than {MAX_NODES} elements in the file; split it");
            return Err(self.broken(at, &message));
        }
        let number = self.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.nodes.push(Node { kind, parent, first: NONE, last: NONE, next: NONE });
        let above = &mut self.nodes[parent as usize];
        let before = std::mem::replace(&mut above.last, number);
        match before {
            NONE => above.first = number,
            before => self.nodes[before as usize].next = number,
        }
        Ok(number)
    }

    /// The characters that `&name;` stands for; what stands for none stays as it is.
    fn character(&mut self, name: &str) -> String {
        let known = match self.named.get(name) {
            Some(known) => known.clone(),
            None if self.named.len() < MAX_NAMED => {
                let known = character(name);
                self.named.insert(name.to_owned(), known.clone());
                known
            }
            None => None,
        };
        known.unwrap_or_else(|| format!("&{name};"))
    }

    fn count_lines(&mut self, to: usize) {
        let passed = self.source.as_bytes().get(self.counted..to).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u32;
        self.counted = self.counted.max(to);
    }

    fn broken(&self, at: usize, message: &str) -> SourceError {
        let before = &self.source.as_bytes()[..at.min(self.source.len())];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
        let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() as u64 + 1;
        let message = format!("{message}; what stands before it was read, mend the XML to read the rest");
        SourceError::new(SourceErrorKind::BrokenRecord, message).at_line(line, Some(column))
    }
}

fn told(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("the XML breaks off: </{found}> stands where </{expected}> should")
        }
        error => format!("the XML breaks off: {error}"),
    }
}

/// The character of a name or number between `&` and `;`.
fn character(name: &str) -> Option<String> {
    match name {
        "amp" => Some("&".to_owned()),
        "lt" => Some("<".to_owned()),
        "gt" => Some(">".to_owned()),
        "quot" => Some("\"".to_owned()),
        "apos" => Some("'".to_owned()),
        _ if name.starts_with('#') => match BytesRef::new(name).resolve_char_ref().ok()?? {
            c @ '\u{80}'..='\u{9f}' => Some(windows(c).to_string()),
            c => Some(c.to_string()),
        },
        _ => html::named_character(name),
    }
}

/// An attribute's value with its references resolved, as far as they are any.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let end = reference.find(';').filter(|&end| end <= MAX_REFERENCE);
        let known = end.and_then(|end| Some((end + 1, character(&reference[1..end])?)));
        let (length, characters) = known.unwrap_or((1, "&".to_owned()));
        out.push_str(&characters);
        rest = &reference[length..];
    }
    out.push_str(rest);
    out
}

/// References in attributes are at most so long.
const MAX_REFERENCE: usize = 32;

/// Numbers that mean nothing in Unicode, but that pages and feeds write for the quotation marks and dashes of
/// windows-1252; browsers read them so.
fn windows(c: char) -> char {
    let byte = [c as u32 as u8];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().unwrap_or(c)
}

/// Which vocabulary a prefix means, while the tree is built.
#[derive(Default)]
struct Spaces<'s> {
    /// Declarations by prefix, those of the innermost element last, with the depth of their element.
    declared: HashMap<&'s str, Vec<(usize, Space)>>,
    /// Prefixes that the open elements declare.
    open: Vec<Vec<&'s str>>,
}

impl<'s> Spaces<'s> {
    /// Goes into an element and tells the vocabulary of its name.
    fn enter(&mut self, tag: &'s str, name: usize) -> Space {
        let depth = self.open.len();
        let mut here = Vec::new();
        if tag[name..].contains("xmlns") {
            for (key, value) in attributes(tag, name) {
                let Some(rest) = key.strip_prefix("xmlns") else { continue };
                let prefix = rest.strip_prefix(':').unwrap_or(rest);
                self.declared.entry(prefix).or_default().push((depth, Space::of(value)));
                here.push(prefix);
            }
        }
        self.open.push(here);
        let prefix = tag[..name].split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self.declared.get(prefix).and_then(|all| all.last());
        declared.map_or_else(|| Space::of_prefix(prefix), |&(_, space)| space)
    }

    fn leave(&mut self) {
        for prefix in self.open.pop().unwrap_or_default() {
            if let Some(all) = self.declared.get_mut(prefix) {
                all.pop();
            }
        }
    }
}

/// The attributes of a tag as they are written, broken ones left out.
fn attributes(tag: &str, name: usize) -> impl Iterator<Item = (&str, &str)> {
    let mut attributes = Attributes::html(tag, name);
    attributes.with_checks(false);
    let mut left = tag.len();
    std::iter::from_fn(move || {
        // Errors do not end the iterator by themselves.
        while left > 0 {
            left -= 1;
            match attributes.next()? {
                Ok(attribute) => {
                    let Cow::Borrowed(value) = attribute.value else { continue };
                    return Some((attribute.key.0, value));
                }
                Err(_) => continue,
            }
        }
        None
    })
}

/// One element of a [`Tree`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'t> {
    tree: &'t Tree<'t>,
    number: u32,
}

/// What is to be made of an element in [`Element::markup`].
pub(crate) enum Written<'a> {
    /// An element of this name.
    As(&'a str),
    /// Its content alone.
    Content,
    /// Nothing.
    Not,
}

impl<'s> Tree<'s> {
    /// The outermost element; `None` where there is none.
    pub(crate) fn root(&self) -> Option<Element<'_>> {
        Element { tree: self, number: 0 }.children().next()
    }
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node<'t> {
        &self.tree.nodes[self.number as usize]
    }

    fn tag(self) -> (&'t str, usize) {
        match self.node().kind {
            Kind::Element { tag, name, .. } => (tag, name as usize),
            Kind::Text(_) => ("", 0),
        }
    }

    /// The name without its prefix.
    pub(crate) fn name(self) -> &'t str {
        let (tag, name) = self.tag();
        tag[..name].rsplit(':').next().unwrap_or_default()
    }

    pub(crate) fn space(self) -> Space {
        match self.node().kind {
            Kind::Element { space, .. } => space,
            Kind::Text(_) => Space::Other,
        }
    }

    pub(crate) fn is(self, space: Space, name: &str) -> bool {
        self.space() == space && self.name() == name
    }

    /// The line it opens on, from 1.
    pub(crate) fn line(self) -> u64 {
        match self.node().kind {
            Kind::Element { line, .. } => u64::from(line),
            Kind::Text(_) => 0,
        }
    }

    /// Whether its end was reached.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self.node().kind, Kind::Element { whole: true, .. })
    }

    /// An attribute by its name as written ("xml:lang"); blank ones are none.
    pub(crate) fn attribute(self, wanted: &str) -> Option<String> {
        let (tag, name) = self.tag();
        let (_, value) = attributes(tag, name).find(|(key, _)| *key == wanted)?;
        let value = unescaped(value);
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The attribute of this element or of the nearest one around it that has it.
    pub(crate) fn inherited(self, wanted: &str) -> Option<String> {
        self.upwards().find_map(|element| element.attribute(wanted))
    }

    /// This element and those around it.
    pub(crate) fn upwards(self) -> impl Iterator<Item = Element<'t>> {
        let step = |element: &Element<'t>| {
            let parent = element.node().parent;
            (parent != NONE && parent != 0).then_some(Element { tree: element.tree, number: parent })
        };
        std::iter::successors(Some(self), step)
    }

    /// The nodes in it, text included.
    fn inside(self) -> impl Iterator<Item = Element<'t>> {
        let at = |number: u32| (number != NONE).then_some(Element { tree: self.tree, number });
        std::iter::successors(at(self.node().first), move |element| at(element.node().next))
    }

    /// The elements in it, one level down.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'t>> {
        self.inside().filter(|node| matches!(node.node().kind, Kind::Element { .. }))
    }

    /// The first child of that name.
    pub(crate) fn child(self, space: Space, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.is(space, name))
    }

    /// The first child of that name, in whatever vocabulary.
    pub(crate) fn child_named(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// All characters in it, as they stand.
    pub(crate) fn text(self) -> String {
        let mut text = String::new();
        let mut todo = vec![self];
        while let Some(node) = todo.pop() {
            if let Kind::Text(words) = &node.node().kind {
                text.push_str(words);
            }
            let from = todo.len();
            todo.extend(node.inside());
            todo[from..].reverse();
        }
        text
    }

    /// Its words, with one space between; `None` for none.
    pub(crate) fn words(self) -> Option<String> {
        let text = self.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// What is in it as HTML, each element as `written` says, for the clean-up that web pages get.
    pub(crate) fn markup(self, written: impl Fn(Element<'t>) -> Written<'t>) -> String {
        enum Step<'t> {
            Node(Element<'t>),
            End(&'t str),
        }
        let mut out = String::new();
        let mut todo: Vec<Step<'t>> = self.inside().map(Step::Node).collect();
        todo.reverse();
        while let Some(step) = todo.pop() {
            let node = match step {
                Step::Node(node) => node,
                Step::End(name) => {
                    out.extend(["</", name, ">"]);
                    continue;
                }
            };
            if let Kind::Text(words) = &node.node().kind {
                push_escaped(&mut out, words);
                continue;
            }
            match written(node) {
                Written::Not => continue,
                Written::Content => (),
                Written::As(name) => {
                    node.push_start(&mut out, name);
                    if !VOID.contains(&name) {
                        todo.push(Step::End(name));
                    }
                }
            }
            let from = todo.len();
            todo.extend(node.inside().map(Step::Node));
            todo[from..].reverse();
        }
        out
    }

    fn push_start(self, out: &mut String, name: &str) {
        let (tag, length) = self.tag();
        out.extend(["<", name]);
        for (key, value) in attributes(tag, length) {
            // What the clean-up of pages looks at.
            if ["class", "id", "role", "href"].contains(&key) {
                out.extend([" ", key, "=\""]);
                out.extend(value.chars().filter(|c| !"\"<>".contains(*c)));
                out.push('"');
            }
        }
        out.push('>');
    }
}

/// HTML elements without an end tag.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

fn push_escaped(out: &mut String, words: &str) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(source: &str) -> String {
        parse(source).root().map(Element::text).unwrap_or_default()
    }

    #[test]
    fn elements_have_names_vocabularies_and_attributes() {
        let source = "<?xml version='1.0'?><!-- a --><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'\n\
            xmlns='http://purl.org/rss/1.0/'><item r:about='x' xml:lang=\"en-GB\"><dc:date>2015</dc:date>\
            <content:encoded/></item></r:RDF>";
        let tree = parse(source);
        assert!(tree.broken.is_none());
        let root = tree.root().unwrap();
        assert!(root.is(Space::Rdf, "RDF"));
        let item = root.child(Space::Plain, "item").unwrap();
        assert_eq!(item.attribute("r:about").as_deref(), Some("x"));
        assert_eq!(item.attribute("about"), None);
        assert_eq!(item.line(), 2);
        // Neither prefix is declared.
        let date = item.child(Space::Dublin, "date").unwrap();
        assert_eq!(date.inherited("xml:lang").as_deref(), Some("en-GB"));
        assert_eq!(date.words().as_deref(), Some("2015"));
        assert_eq!(item.child(Space::Content, "encoded").unwrap().words(), None);
    }

    #[test]
    fn a_declaration_ends_with_its_element() {
        let tree = parse("<a><b xmlns='http://www.w3.org/2005/Atom'><c/></b><b/></a>");
        let children: Vec<Element<'_>> = tree.root().unwrap().children().collect();
        let spaces: Vec<Space> = children.iter().map(|child| child.space()).collect();
        assert_eq!(spaces, [Space::Atom, Space::Plain]);
        assert!(children[0].child(Space::Atom, "c").is_some());
    }

    #[test]
    fn characters_by_number_and_by_name() {
        assert_eq!(text_of("<a>&lt;b&gt; &#8220;x&#x201d;&nbsp;&eacute; &#146;</a>"), "<b> “x”\u{a0}é ’");
        assert_eq!(
            text_of("<a>AT&T & Co &unheardof; &#0; &#xd800;</a>"),
            "AT&T & Co &unheardof; &#0; &#xd800;"
        );
        assert_eq!(text_of("<a>1<![CDATA[ <p> & ]]>2<!-- 3 --></a>"), "1 <p> & 2");
    }

    #[test]
    fn entities_of_a_document_type_are_nothing() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">\
            <!ENTITY file SYSTEM \"file:///etc/passwd\">]><a>&y;&file;</a>";
        assert_eq!(text_of(bomb), "&y;&file;");
    }

    #[test]
    fn what_stands_before_a_break_is_read_and_the_break_is_told() {
        let tree = parse("<a>\n<b>one</b>\n<b>two</c>\n<b>three</b></a>");
        let root = tree.root().unwrap();
        let parts: Vec<(Option<String>, bool)> = root.children().map(|b| (b.words(), b.is_whole())).collect();
        assert_eq!(parts, [(Some("one".into()), true), (Some("two".into()), false)]);
        let error = tree.broken.as_ref().unwrap();
        assert_eq!(
            (error.kind(), error.line(), error.column()),
            (SourceErrorKind::BrokenRecord, Some(3), Some(7))
        );
        assert!(error.to_string().contains("</c> stands where </b> should"), "{error}");

        let error = parse("<a>\n<b>cut").broken.unwrap();
        assert!(error.to_string().contains("the file ends inside <b>, which opens on line 2"), "{error}");
        assert!(parse("").root().is_none() && parse("").broken.is_none());
        assert!(parse("only words").root().is_none());
    }

    #[test]
    fn depth_is_bounded() {
        let tree = parse(&"<a>".repeat(100_000)).broken.unwrap();
        assert!(tree.to_string().contains("deeper than 256"), "{tree}");
    }

    #[test]
    fn markup_is_what_it_was_but_for_names_and_prefixes() {
        let tree = parse(
            "<x:div xmlns:x='y'><x:p class='a\"b' on='c'>1 &lt; 2<x:br/>“<em>é</em>”</x:p><note>n</note></x:div>",
        );
        let written = |element: Element<'_>| match element.name() {
            "note" => Written::Not,
            "em" => Written::Content,
            _ => Written::As("p"),
        };
        assert_eq!(tree.root().unwrap().markup(written), "<p class=\"ab\">1 &lt; 2<p></p>“é”</p>");
    }
}
