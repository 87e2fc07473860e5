//! Outside, inside, or a mark: exactly what the training code computes.

use crate::Span;

/// Where a character stands with regard to double quotation marks. The numbers are those of the training
/// code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum QuoteState {
    /// Neither in a quote nor a mark.
    Outside = 0,
    /// Between an opening mark and its closing one, or the line's end.
    Inside = 1,
    /// A double quotation mark, or either half of a doubled one.
    Mark = 2,
}

/// From `start` up to the start of the next run all characters have one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    start: u32,
    state: QuoteState,
}

/// Reads states forward; made by [`Quotes::cursor`](crate::Quotes::cursor).
#[derive(Clone, Debug)]
pub struct QuoteCursor<'a> {
    /// The run that holds the place last asked for, and all after it.
    runs: &'a [Run],
    all: &'a [Run],
}

impl<'a> QuoteCursor<'a> {
    pub(super) fn new(runs: &'a [Run]) -> QuoteCursor<'a> {
        QuoteCursor { runs, all: runs }
    }

    /// As [`Quotes::state_at`](crate::Quotes::state_at). A place before the one asked for last is found as
    /// well, by a new search.
    pub fn state_at(&mut self, byte: u32) -> QuoteState {
        if self.runs.first().is_some_and(|run| byte < run.start) {
            self.runs = &self.all[self.all.partition_point(|run| run.start <= byte).saturating_sub(1)..];
        }
        while self.runs.get(1).is_some_and(|next| next.start <= byte) {
            self.runs = &self.runs[1..];
        }
        self.runs.first().filter(|run| run.start <= byte).map_or(QuoteState::Outside, |run| run.state)
    }
}

pub(super) fn state_at(runs: &[Run], byte: u32) -> QuoteState {
    let after = runs.partition_point(|run| run.start <= byte);
    if after == 0 { QuoteState::Outside } else { runs[after - 1].state }
}

pub(super) fn places(runs: &[Run]) -> impl Iterator<Item = (Span, QuoteState)> + '_ {
    let bounded = runs.iter().zip(runs.iter().skip(1));
    let inner = bounded.filter(|(run, _)| run.state != QuoteState::Outside);
    inner.map(|(run, next)| (Span::new(run.start, next.start), run.state))
}

/// The runs of `text`, neighbours in different states, the last one outside and behind the text's end if
/// it has to be.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut push = |start: usize, state: QuoteState| {
        if runs.last().map_or(QuoteState::Outside, |run| run.state) != state {
            runs.push(Run { start: start as u32, state });
        }
    };
    let mut inside = false;
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text[at..].chars().next() {
        let (opens, width) = match c {
            '“' | '‟' | '«' | '〝' => (Some(true), c.len_utf8()),
            '”' | '»' | '〞' => (Some(false), c.len_utf8()),
            '"' => (Some(straight(before, text, at + 1, inside)), 1),
            '`' if text[at..].starts_with("``") => (Some(true), 2),
            '\'' if text[at..].starts_with("''") => (Some(straight(before, text, at + 2, inside)), 2),
            _ => (None, c.len_utf8()),
        };
        match opens {
            Some(opens) => {
                inside = opens;
                push(at, QuoteState::Mark);
            }
            None => {
                inside &= c != '\n';
                push(at, if inside { QuoteState::Inside } else { QuoteState::Outside });
            }
        }
        before = c;
        at += width;
    }
    push(at, QuoteState::Outside);
    runs
}

/// Whether the straight mark between `before` and what begins at `end` opens a quote.
fn straight(before: char, text: &str, end: usize, inside: bool) -> bool {
    let after = text[end..].chars().next().unwrap_or(' ');
    let opens = (is_space(before) || "([{—–-".contains(before)) && !is_space(after);
    let closes = !is_space(before) && (is_space(after) || ".,;:!?)]}—–-".contains(after));
    if opens != closes { opens } else { !inside }
}

/// White space as Python counts it: the four separators of old terminals are part of it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One digit a character.
    fn states(text: &str) -> String {
        let runs = runs(text);
        text.char_indices().map(|(at, _)| (b'0' + state_at(&runs, at as u32) as u8) as char).collect()
    }

    #[test]
    fn examples() {
        assert_eq!(states("\"Go\" he"), "2112000");
        assert_eq!(states("``Go''."), "2211220");
        assert_eq!(states("“Go\nhe"), "211000");
        assert_eq!(states("‘Go’"), "0000");
    }

    #[test]
    fn places_end_with_the_text() {
        let runs = runs("a “b");
        let places: Vec<_> = places(&runs).collect();
        assert_eq!(places, [(Span::new(2, 5), QuoteState::Mark), (Span::new(5, 6), QuoteState::Inside)]);
        assert_eq!(state_at(&runs, 6), QuoteState::Outside);
    }

    proptest! {
        #[test]
        fn a_cursor_finds_what_a_search_finds(text in "[a “”\"\n]{0,40}", at in prop::collection::vec(0u32..70, 0..20)) {
            let runs = runs(&text);
            let mut cursor = QuoteCursor::new(&runs);
            for byte in at {
                prop_assert_eq!(cursor.state_at(byte), state_at(&runs, byte));
            }
        }
    }
}
