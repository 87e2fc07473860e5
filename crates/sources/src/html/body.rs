//! Which of the page's words are the article?
//!
//! `dom_smoothie` (a port of Mozilla's Readability) finds the element that holds the article. Around it this
//! module does two things the port does not. Before: captions, breadcrumbs, sidebars and sign-up boxes go,
//! so that they cannot be taken for paragraphs. After: the tree becomes lines, one paragraph a line, and
//! lines that are nothing but a link to another article go.
//!
//! Known weakness: a list of links that is the article ("ten stories you missed") loses its items, and
//! a boilerplate paragraph inside the article's own element ("Acme is a leading provider …") stays.

use dom_query::{Document, NodeData, NodeRef};
use dom_smoothie::{Config, Readability};

use super::flatten::MAX_DEPTH;

/// The article's paragraphs, one a line; `None` when the page seems to hold none. Takes the tree apart.
pub(crate) fn main_text(document: Document) -> Option<String> {
    if too_deep(&document) {
        return None;
    }
    remove_furniture(&document);
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let content = Document::from(article.content);
    let lines = lines_of(content.root());
    let kept: Vec<String> =
        lines.into_iter().filter(|line| !line.only_links()).map(|line| line.words).collect();
    Some(kept.join("\n"))
}

/// All paragraphs of a piece that is nothing but article, one a line; `None` when it is too deep to be cleaned.
pub(crate) fn whole_text(document: &Document) -> Option<String> {
    if too_deep(document) {
        return None;
    }
    remove_furniture(document);
    let lines = lines_of(document.root()).into_iter();
    let kept: Vec<String> = lines.filter(|line| !line.only_links()).map(|line| line.words).collect();
    Some(kept.join("\n"))
}

/// Every word a browser would show, one block a line.
pub(crate) fn visible_text(document: &Document) -> String {
    let lines: Vec<String> = lines_of(document.root()).into_iter().map(|line| line.words).collect();
    lines.join("\n")
}

/// A line of text and how much of it is link.
struct Line {
    words: String,
    linked: usize,
}

impl Line {
    /// Nothing but a link, and no sentence: a teaser, not a paragraph.
    fn only_links(&self) -> bool {
        let sentence = self.words.ends_with(['.', '?', '!', '"', '”', '。', '…']);
        let letters = self.words.chars().filter(|c| c.is_alphabetic());
        let shouted = letters.clone().count() > 0 && letters.clone().all(|c| !c.is_lowercase());
        self.linked * 10 >= self.words.len() * 9 && (!sentence || shouted)
    }
}

/// Walks the tree without recursion, since depth comes from outside.
fn lines_of(root: NodeRef<'_>) -> Vec<Line> {
    let mut out = Lines::default();
    let mut todo = vec![(root, false)];
    let (mut links, mut pre) = (0usize, 0usize);
    while let Some((node, leaving)) = todo.pop() {
        let Some(name) = node.node_name() else {
            node.query(|inner| {
                if let NodeData::Text { contents } = &inner.data {
                    out.push(contents, links > 0, pre > 0);
                }
            });
            // The document itself has no name but has children.
            todo.extend(node.children_it(true).map(|child| (child, false)));
            continue;
        };
        let name: &str = &name;
        if HIDDEN.contains(&name) {
            continue;
        }
        if name == "td" || name == "th" {
            out.push(" ", false, false);
        } else if BLOCKS.contains(&name) {
            out.end_line();
        }
        let step = |count: usize| if leaving { count - 1 } else { count + 1 };
        match name {
            "a" => links = step(links),
            "pre" => pre = step(pre),
            _ => (),
        }
        if !leaving {
            todo.push((node, true));
            todo.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    out.end_line();
    out.done
}

#[derive(Default)]
struct Lines {
    done: Vec<Line>,
    words: String,
    linked: usize,
}

impl Lines {
    fn push(&mut self, text: &str, linked: bool, keep_breaks: bool) {
        let before = self.words.len();
        for c in text.chars() {
            match c {
                '\n' if keep_breaks => self.end_line(),
                // Hints for hyphenation and line breaking, which are no part of a word.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => (),
                c if c.is_whitespace() || c.is_control() => {
                    if !self.words.is_empty() && !self.words.ends_with(' ') {
                        self.words.push(' ');
                    }
                }
                c => self.words.push(c),
            }
        }
        if linked {
            self.linked += self.words.len().saturating_sub(before);
        }
    }

    fn end_line(&mut self) {
        let words = std::mem::take(&mut self.words);
        let linked = std::mem::take(&mut self.linked);
        let words = words.trim();
        if !words.is_empty() {
            self.done.push(Line { words: words.to_owned(), linked });
        }
    }
}

fn too_deep(document: &Document) -> bool {
    let mut todo = vec![(document.root(), 0usize)];
    while let Some((node, depth)) = todo.pop() {
        if depth > 4 * MAX_DEPTH {
            return true;
        }
        todo.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// Takes out what surrounds or interrupts an article by its role. What holds a large part of the page's
/// words stays: a class name does not make an article furniture.
fn remove_furniture(document: &Document) {
    let all = document.root().normalized_char_count();
    for node in document.root().descendants() {
        if is_furniture(&node) && node.normalized_char_count() * 4 < all {
            node.remove_from_parent();
        }
    }
}

fn is_furniture(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.node_name() else { return false };
    if ["html", "body", "main", "article", "p", "head"].contains(&&*name) {
        return false;
    }
    if FURNITURE_TAGS.contains(&&*name) {
        return true;
    }
    if node.attr("role").is_some_and(|role| FURNITURE_ROLES.contains(&&*role)) {
        return true;
    }
    let class = node.class().unwrap_or_default();
    let id = node.id_attr().unwrap_or_default();
    let mut words =
        class.split(|c: char| !c.is_alphanumeric()).chain(id.split(|c: char| !c.is_alphanumeric()));
    words.any(|word| FURNITURE_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

const FURNITURE_TAGS: [&str; 8] =
    ["figcaption", "nav", "aside", "footer", "form", "button", "dialog", "noscript"];

const FURNITURE_ROLES: [&str; 5] = ["navigation", "complementary", "contentinfo", "search", "dialog"];

/// Words in `class` or `id`, between hyphens and the like.
const FURNITURE_WORDS: [&str; 11] = [
    "breadcrumb",
    "breadcrumbs",
    "caption",
    "copyright",
    "credit",
    "credits",
    "disclaimer",
    "figcaption",
    "newsletter",
    "tags",
    "tooltip",
];

/// Elements whose words no browser shows as text.
const HIDDEN: [&str; 20] = [
    "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "math", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video",
];

/// Elements that start a new line.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "tr",
    "ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str =
        "The minister said on Monday that he would not raise the tax, whatever the unions thought.";
    const SECOND: &str =
        "The unions said on Tuesday that they had expected nothing else from this government.";

    fn article(inside: &str) -> String {
        let page = format!(
            "<header><a href=/>Example</a></header><nav><a href=/a>Politics</a> <a href=/b>Sport</a></nav>\
             <div id=story><p>{FIRST}</p>{inside}<p>{SECOND}</p></div><footer>Imprint</footer>"
        );
        main_text(Document::from(page)).unwrap()
    }

    #[test]
    fn one_paragraph_a_line_and_nothing_around_it() {
        assert_eq!(article(""), format!("{FIRST}\n{SECOND}"));
    }

    #[test]
    fn captions_teasers_and_sign_ups_go() {
        for inside in [
            "<figure><img src=x><figcaption>The minister in May.</figcaption></figure>",
            "<div class='image-caption'>The minister in May.</div>",
            "<p><a href=/x>MINISTERS MEET IN ROME.</a></p>",
            "<p><a href=/x>Ministers meet in Rome</a></p>",
            "<aside><p>Read what the paper wrote about the tax last year, and what came of it.</p></aside>",
            "<div id=newsletter-box><p>Have our news in your mailbox every morning, free of charge.</p></div>",
            "<script>var a = '<p>';</script><style>p {}</style><button>Share</button>",
        ] {
            assert_eq!(article(inside), format!("{FIRST}\n{SECOND}"), "{inside}");
        }
    }

    #[test]
    fn links_lists_quotes_and_breaks_within_the_article_stay() {
        let inside = "<p>He <a href=/x>told\n reporters</a>&nbsp;“no”.</p><ul><li>One, he said.</li><li>Two.</li></ul>\
            <blockquote>It is over, he wrote.<br>Go home.</blockquote><p>Co\u{ad}operation.</p>";
        let lines =
            "He told reporters “no”.\nOne, he said.\nTwo.\nIt is over, he wrote.\nGo home.\nCooperation.";
        assert_eq!(article(inside), format!("{FIRST}\n{lines}\n{SECOND}"));
    }

    #[test]
    fn visible_text_is_what_a_browser_shows() {
        let page = "<title>T</title><h1>A  b</h1>c<i>d</i><td>e<pre>f\ng</pre><template>h</template><noscript>i</noscript>";
        assert_eq!(visible_text(&Document::from(page)), "A b\ncde\nf\ng");
    }
}
