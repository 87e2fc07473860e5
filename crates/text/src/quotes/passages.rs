//! What does a reader see as quoted? Passages, nested, and over several paragraphs.
//!
//! A stack of open quotes a paragraph. A closing mark closes the innermost open quote of its family, and
//! with it what was left open inside; one that finds nothing open is no mark. A single quote counts only
//! when both its marks stand in one paragraph. A double quote left open at a paragraph's end goes on in
//! the next one if that begins with an opening mark, or closes before it opens; else it ends there.
//!
//! Known weaknesses: "cause", "round" and their like behind a single opening mark are taken for words that
//! lost their beginning, and a straight single mark before a digit for an apostrophe; a plural's apostrophe ends a single quote when no later mark in the paragraph
//! could; inches (5'10") end a quote; a forgotten closing mark before a paragraph that begins with a quote
//! joins the two; a quotation set off without marks (block quotes) is not seen.

use super::marks::{FAMILIES, Family, Mark, Side, find};
use crate::paragraphs::{is_blank, paragraphs};
use crate::{Span, Text};

/// A quoted passage as a reader sees it.
///
/// ```
/// use sayso_text::{Quotes, Text};
/// let text = Text::new("He said: “We wait.\n“Then we ‘go’.”");
/// let quotes = Quotes::of(&text);
/// let [speech, word] = quotes.passages() else { panic!("two passages") };
/// let parts: Vec<&str> = speech.parts.iter().map(|part| text.slice(part.inner)).collect();
/// assert_eq!(parts, ["We wait.", "Then we ‘go’."]);
/// assert_eq!(text.slice(word.parts[0].inner), "go");
/// assert_eq!(word.within, Some(0));
/// assert!(speech.is_closed());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// One for each paragraph it stands in, at least one, in text order.
    pub parts: Vec<PassagePart>,
    /// Index of the innermost passage around it; always less than its own.
    pub within: Option<u32>,
}

impl Passage {
    /// From the first part's start to the last one's end, marks included.
    pub fn span(&self) -> Span {
        self.parts[0].span().join(self.parts[self.parts.len() - 1].span())
    }

    /// Whether its last part has a closing mark.
    pub fn is_closed(&self) -> bool {
        self.parts.last().is_some_and(|part| part.close.is_some())
    }
}

/// What stands of a passage in one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassagePart {
    /// The opening mark; missing only where a later paragraph of a passage begins without one.
    pub open: Option<Span>,
    /// What stands between the marks, exactly, maybe nothing; without a closing mark up to the end of the
    /// paragraph or of the passage around it, without the blanks there.
    pub inner: Span,
    /// The closing mark; missing where the passage goes on in the next paragraph, or is never closed.
    pub close: Option<Span>,
}

impl PassagePart {
    /// The part with its marks.
    pub fn span(&self) -> Span {
        self.open.unwrap_or(self.inner).join(self.close.unwrap_or(self.inner))
    }
}

pub(super) fn passages(text: &Text) -> Vec<Passage> {
    let mut reader = Reader { text, passages: Vec::new(), stack: Vec::new(), open: [0; FAMILIES] };
    let mut marks = Vec::new();
    let mut pending = None;
    for paragraph in paragraphs(text) {
        marks.clear();
        find(text, paragraph, &mut marks);
        pending = reader.read_paragraph(paragraph, &marks, pending);
    }
    without_empty(reader.passages)
}

/// A quote whose closing mark is not read yet.
#[derive(Clone, Copy)]
struct Open {
    passage: usize,
    family: Family,
    mark: Option<Span>,
    /// Where its words begin in this paragraph.
    start: u32,
}

struct Reader<'a> {
    text: &'a Text,
    /// Those without parts are single quotes that were never closed.
    passages: Vec<Passage>,
    stack: Vec<Open>,
    /// How many on the stack are of each family, so that a stray closing mark costs no search.
    open: [usize; FAMILIES],
}

impl Reader<'_> {
    /// Reads one paragraph; `pending` is the passage that the one before left open. Gives the passage that
    /// this one leaves open.
    fn read_paragraph(
        &mut self,
        paragraph: Span,
        marks: &[Mark],
        pending: Option<(usize, Family)>,
    ) -> Option<(usize, Family)> {
        let mut rest = marks;
        if let Some((passage, family)) = pending {
            let first = marks.iter().find(|mark| mark.family == family);
            match first {
                Some(mark) if mark.span.start() == paragraph.start() && mark.side != Side::Closes => {
                    self.push(passage, family, Some(mark.span), mark.span.end());
                    rest = &marks[1..];
                }
                Some(mark) if mark.side == Side::Closes => {
                    self.push(passage, family, None, paragraph.start());
                }
                _ => {}
            }
        }
        let closers_after = closers_after(rest);
        for (mark, closer_after) in rest.iter().zip(closers_after) {
            self.read_mark(*mark, closer_after);
        }
        let left_open = self.stack.iter().find(|open| open.family != Family::Single);
        let left_open = left_open.map(|open| (open.passage, open.family));
        self.close_down_to(0, paragraph.end());
        left_open
    }

    /// `closer_after`: whether a later mark of the paragraph would be a better end of a single quote.
    fn read_mark(&mut self, mark: Mark, closer_after: bool) {
        let is_open = self.open[mark.family as usize] > 0;
        let opens = match mark.side {
            Side::Opens => !self.closes_turned(mark),
            Side::Closes => false,
            Side::Either => !is_open,
            Side::MayClose if closer_after => return,
            Side::MayClose => false,
        };
        if opens {
            let within = self.stack.last().map(|open| open.passage as u32);
            self.passages.push(Passage { parts: Vec::new(), within });
            self.push(self.passages.len() - 1, mark.family, Some(mark.span), mark.span.end());
        } else if is_open {
            self.close(mark);
        }
    }

    /// Whether an opening mark closes what a low one opened: „Ja“, also in front of a letter.
    fn closes_turned(&self, mark: Mark) -> bool {
        let shape = self.text.slice(mark.span);
        let low = match shape {
            "“" => "„",
            "‘" => "‚",
            _ => return false,
        };
        let inner = self.stack.last().filter(|open| open.family == mark.family);
        inner.and_then(|open| open.mark).is_some_and(|open| self.text.slice(open) == low)
    }

    /// Closes the innermost open quote of the mark's family. A single mark closes nothing across a double
    /// one, for it is rather an apostrophe.
    fn close(&mut self, mark: Mark) {
        let top = self.stack.len() - 1;
        if mark.family == Family::Single && self.stack[top].family != Family::Single {
            return;
        }
        let mut depth = top;
        while self.stack[depth].family != mark.family {
            depth -= 1;
        }
        self.close_down_to(depth + 1, mark.span.start());
        let open = self.pop();
        let inner = Span::new(open.start, mark.span.start());
        let part = PassagePart { open: open.mark, inner, close: Some(mark.span) };
        self.passages[open.passage].parts.push(part);
    }

    /// Ends what is open above `depth` at `end`, without closing marks.
    fn close_down_to(&mut self, depth: usize, end: u32) {
        if self.stack.len() <= depth {
            return;
        }
        let words = self.text.slice(Span::new(self.stack[depth].start, end));
        let end = self.stack[depth].start + words.trim_end_matches(is_blank).len() as u32;
        while self.stack.len() > depth {
            let open = self.pop();
            if open.family != Family::Single {
                let inner = Span::new(open.start, end.max(open.start));
                self.passages[open.passage].parts.push(PassagePart { open: open.mark, inner, close: None });
            }
        }
    }

    fn push(&mut self, passage: usize, family: Family, mark: Option<Span>, start: u32) {
        self.stack.push(Open { passage, family, mark, start });
        self.open[family as usize] += 1;
    }

    fn pop(&mut self) -> Open {
        let open = self.stack.pop().expect("called with something open");
        self.open[open.family as usize] -= 1;
        open
    }
}

/// For each mark whether the next single one behind it closes.
fn closers_after(marks: &[Mark]) -> Vec<bool> {
    let mut closes = false;
    let mut after = vec![false; marks.len()];
    for (index, mark) in marks.iter().enumerate().rev() {
        after[index] = closes;
        if mark.family == Family::Single {
            closes = mark.side != Side::Opens;
        }
    }
    after
}

/// Leaves out the passages without parts; what stood within one stands within the one around it.
fn without_empty(passages: Vec<Passage>) -> Vec<Passage> {
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut moved: Vec<Option<u32>> = Vec::with_capacity(passages.len());
    for mut passage in passages {
        passage.within = passage.within.and_then(|outer| moved[outer as usize]);
        if passage.parts.is_empty() {
            moved.push(passage.within);
        } else {
            moved.push(Some(kept.len() as u32));
            kept.push(passage);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::{Quotes, Text};

    /// The inner words of each passage, parts joined by " / ", "…" behind one that is not closed, indented
    /// by ">" for each passage around it.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let text = Text::new(text);
        let quotes = Quotes::of(&text);
        let mut depths: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        for passage in quotes.passages() {
            depths.push(passage.within.map_or(0, |outer| depths[outer as usize] + 1));
            let parts: Vec<&str> = passage.parts.iter().map(|part| text.slice(part.inner)).collect();
            let open = if passage.is_closed() { "" } else { "…" };
            found.push(format!("{}{}{open}", ">".repeat(depths[depths.len() - 1]), parts.join(" / ")));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn every_kind_of_mark() {
        check("“Go,” he said. “Now.”", &["Go,", "Now."]);
        check("\"Go,\" he said. \"Now.\"", &["Go,", "Now."]);
        check("``Go,'' he said. `` Now . ''", &["Go,", " Now . "]);
        check(
            "„Ja“, sagte er. »Ja«, «oui», ”ja”, 「好」『好』‹oui›",
            &["Ja", "Ja", "oui", "ja", "好", "好", "oui"],
        );
        check("“Go,\" he said. \"Now”", &["Go,", "Now"]);
        check("‘Go,’ he said. 'Now,' she said.", &["Go,", "Now,"]);
    }

    #[test]
    fn no_marks() {
        check("Nothing here.", &[]);
        check("", &[]);
    }

    #[test]
    fn nested() {
        check("“He said ‘go’ to me,” Roy said.", &["He said ‘go’ to me,", ">go"]);
        check("\"He said 'go'\" and ‘she said “no”’.", &["He said 'go'", ">go", "she said “no”", ">no"]);
        check("\"'Go,' he said.\"", &["'Go,' he said.", ">Go,"]);
        check("“It’s ‘Kerry’s’ plan”", &["It’s ‘Kerry’s’ plan", ">Kerry’s"]);
        check("“‘Go.’”", &["‘Go.’", ">Go."]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("Kerry's and the dockers' pay, the '90s, 'em and O’Brien’s", &[]);
        check("rock 'n' roll, 5'10\" tall, ’tis", &[]);
        check("‘the dockers’ pay is low,’ he said", &["the dockers’ pay is low,"]);
        check("‘it fell in the ’90s,’ he said", &["it fell in the ’90s,"]);
        check("the dockers’ “pay” isn’t ‘low’", &["pay", "low"]);
    }

    #[test]
    fn single_ones_count_only_in_pairs() {
        check("He said ‘go and left.\nThe dockers’ pay", &[]);
        check("“He said ‘go and left,” Roy said.", &["He said ‘go and left,"]);
        check("‘He said “go and left’ Roy", &["go and left’ Roy…"]);
    }

    #[test]
    fn over_paragraphs() {
        check("He said: “We go.\n“We stay.\n\n“We wait.” He left.", &["We go. / We stay. / We wait."]);
        check("He said: \"We go.\n\"We stay.\" \"No.\"", &["We go. / We stay.", "No."]);
        check("“We go.\nWe stay,” he said. “No.”", &["We go. / We stay,", "No."]);
        check("“We ‘go’.\n“We ‘stay’.”", &["We ‘go’. / We ‘stay’.", ">go", ">stay"]);
        check("«We go.\n«We stay.»", &["We go. / We stay."]);
    }

    #[test]
    fn unbalanced_ones_end_with_their_paragraph() {
        check("“We go.  \nHe left.\n“No.”", &["We go.…", "No."]);
        check("“We go.\nHe said “no”.", &["We go.…", "no"]);
        check("We go,” he said.\n“No.”", &["No."]);
        check("“We “go” now\nHe left.", &["We “go” now…", ">go"]);
        check("«We “go» now”", &["We “go", ">go…"]);
        check("\"", &["…"]);
    }

    #[test]
    fn beside_brackets_dashes_and_stops() {
        check("(“Go”)—“now”—(\"then\")--\"no\".", &["Go", "now", "then", "no"]);
        check("the \"old\"/\"new\" port", &["old", "new"]);
        check("a \" b \" c", &[" b "]);
        check("\"\" and “”", &["", ""]);
    }

    #[test]
    fn a_hundred_thousand_marks() {
        for marks in ["“", "”", "\"", "'", "‘", "’", "``", "„“", "«“", "“‘", "a’ ", " \"a", "“\n"]
        {
            let text = Text::new(marks.repeat(100_000));
            assert!(Quotes::of(&text).passages().len() <= 200_000);
        }
        let text =
            Text::new(format!("{}{}»{}", "«“".repeat(50_000), " ".repeat(100_000), "»".repeat(50_000)));
        assert_eq!(Quotes::of(&text).passages().len(), 100_000);
    }
}
