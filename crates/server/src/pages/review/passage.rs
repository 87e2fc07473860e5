//! Where in the article does the statement stand? The paragraphs around it, with source, cue and content marked.

use maud::{Markup, html};
use sayso_domain::{Reading, Span, Statement};
use sayso_text::CodePoints;

/// So many bytes before and behind the statement are shown at most.
const AROUND: usize = 500;

/// The paragraphs that a statement's words stand in, cut off where they are very long.
pub(crate) fn around(reading: &Reading, statement: &Statement) -> Span {
    let text = reading.article.text.as_str();
    let parts = statement.content.iter().chain(&statement.source).chain(&statement.cue);
    let hull = parts.copied().reduce(Span::join).unwrap_or(Span::new(0, 0));
    let (first, last) = (hull.start() as usize, hull.end() as usize);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let start = if first - start > AROUND { word_start(text, first - AROUND, first) } else { start };
    let end = if end - last > AROUND { word_end(text, last, last + AROUND) } else { end };
    Span::new(start as u32, end as u32)
}

/// The first beginning of a word behind `from`.
fn word_start(text: &str, from: usize, to: usize) -> usize {
    let blank =
        text.char_indices().skip_while(|(at, _)| *at < from).find(|(_, letter)| letter.is_whitespace());
    blank.map_or(to, |(at, letter)| (at + letter.len_utf8()).min(to))
}

/// The last end of a word before `to`.
fn word_end(text: &str, from: usize, to: usize) -> usize {
    let to = (from..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    text[from..to].rfind(char::is_whitespace).map_or(from, |at| from + at)
}

/// The passage, as words that can be selected.
pub(crate) fn marked(reading: &Reading, statement: &Statement, code_points: &CodePoints) -> Markup {
    let around = around(reading, statement);
    let text = &reading.article.text;
    let (is_cut, is_cut_off) = (around.start() > 0, around.end() < text.len());
    html! {
        blockquote.passage {
            p {
                @if is_cut { span aria-hidden="true" { "… " } }
                span #passage data-start=(code_points.offset(around.start())) {
                    @for (span, class) in pieces(around, statement) {
                        @match class {
                            Some(class) => mark class=(class) { (text.slice(span)) },
                            None => (text.slice(span)),
                        }
                    }
                }
                @if is_cut_off { span aria-hidden="true" { " …" } }
            }
        }
        p.legend.marks { mark.source { "source" } " " mark.cue { "cue" } " " mark.content { "what is said" } }
    }
}

/// The passage in pieces, each with what it is. Source and cue are told before content, in which they may stand.
fn pieces(around: Span, statement: &Statement) -> Vec<(Span, Option<&'static str>)> {
    let kinds = [("source", &statement.source), ("cue", &statement.cue), ("content", &statement.content)];
    let all = kinds.iter().flat_map(|(_, spans)| spans.iter());
    let mut ends: Vec<u32> = all.flat_map(|span| [span.start(), span.end()]).collect();
    ends.extend([around.start(), around.end()]);
    ends.retain(|end| (around.start()..=around.end()).contains(end));
    ends.sort_unstable();
    ends.dedup();
    let piece = |pair: &[u32]| {
        let span = Span::new(pair[0], pair[1]);
        let holds =
            |spans: &[Span]| spans.iter().any(|other| other.start() <= pair[0] && pair[1] <= other.end());
        (span, kinds.iter().find(|(_, spans)| holds(spans)).map(|(class, _)| *class))
    };
    ends.windows(2).map(piece).collect()
}
