//! On which day was this said?
//!
//! Three answers, the first that holds:
//!
//! 1. **Its own words** (`own`): a day that modifies the saying, in the clause of the cue and outside what is
//!    said: "Kerry said *on Saturday* that …", "*On Saturday* Kerry reaffirmed …", "told reporters *Tuesday*".
//!    Words there that give no day ("last week", "recently") leave the statement without one.
//! 2. **The run it stands in**: the same person goes on in the next sentence ("…," he added) after a
//!    statement whose own words gave the day, and nobody else speaks in between.
//! 3. **The event** (`event`): an article that opens with one dated event at which its speakers spoke. Utterances
//!    of a person who took part in it, told after it, were made at it; unless any statement of the article
//!    says of itself that it was made on another day: then it tells of more than the event.
//!
//! The second and third are for persons only: states, governments and outlets did not speak at the
//! event. They never hold for what is told in the perfect ("has called") or by a noun ("his claim"), for thoughts and wishes, for what the
//! text places elsewhere (an interview, a letter, "earlier"), for a statement that another person reports, nor for
//! one that is denied or still to come. No answer is better than a guess.

mod event;
mod own;

use std::ops::Range;

use sayso_domain::Date;
use sayso_text::{Segments, Span, Text};

use crate::TimeExpression;
use crate::words::{Words, lower};
use event::Event;
use own::Own;

/// What a statement's day depends on: its places, and who speaks.
#[derive(Clone, Copy, Debug)]
pub struct StatementView<'a> {
    /// The words that name who speaks; may be empty.
    pub source: &'a [Span],
    /// said, according to, called for; may be empty.
    pub cue: &'a [Span],
    /// What is attributed.
    pub content: &'a [Span],
    /// Index, in the same list, of the statement whose content holds this one.
    pub within: Option<usize>,
    /// The same number for the same speaker; none when unknown.
    pub speaker: Option<u32>,
    /// Whether the speaker is one person, named or not: no state, government, outlet or group.
    pub is_person: bool,
    /// Whether it was said at all: neither denied ("did not say") nor to come ("will say").
    pub was_said: bool,
}

/// The day on which each of `statements` was said, in their order; none where the text does not tell.
///
/// `expressions` are those of [`read_dates`](crate::read_dates) for the same text. Takes time in proportion to
/// the text and the statements, which may come in any order.
///
/// ```
/// use sayso_read_dates::{StatementView, read_dates, said_on};
/// use sayso_text::{Segments, Span, Text};
/// let text = Text::new("Ms. Ott said on Friday that they meet Sunday.");
/// let segments = Segments::of(&text);
/// let expressions = read_dates(&text, &segments, "2015-09-20".parse().ok());
/// let ott = StatementView {
///     source: &[Span::new(0, 7)],
///     cue: &[Span::new(8, 12)],
///     content: &[Span::new(23, 44)],
///     within: None,
///     speaker: Some(0),
///     is_person: true,
///     was_said: true,
/// };
/// assert_eq!(said_on(&text, &segments, &expressions, &[ott]), ["2015-09-18".parse().ok()]);
/// let denied = StatementView { was_said: false, ..ott };
/// assert_eq!(said_on(&text, &segments, &expressions, &[denied]), [None]);
/// ```
pub fn said_on(
    text: &Text,
    segments: &Segments,
    expressions: &[TimeExpression],
    statements: &[StatementView],
) -> Vec<Option<Date>> {
    let lower = lower(text);
    let scene = Scene { words: Words::of(text, segments, &lower), segments, expressions };
    let frames: Vec<Option<Frame>> = statements.iter().map(|statement| scene.frame(statement)).collect();
    let mut order: Vec<usize> = (0..statements.len()).filter(|&at| frames[at].is_some()).collect();
    order.sort_by_key(|&at| frames[at].as_ref().map_or(0, |frame| frame.head.start));
    let own = |at: usize| {
        frames[at].as_ref().map_or(Own::Nothing, |frame| own::own(&scene, frame, &statements[at]))
    };
    let owns: Vec<Own> = (0..statements.len()).map(own).collect();
    let elsewhere = |event: &Event| owns.iter().any(|own| matches!(own, Own::Day(day) if *day != event.day));
    let event = Event::of(&scene, statements).filter(|event| !elsewhere(event));
    let mut days = vec![None; statements.len()];
    let mut run: Option<Run> = None;
    for at in order {
        let (statement, Some(frame), own) = (&statements[at], &frames[at], owns[at]) else { continue };
        let follows = run.as_ref().is_some_and(|run| run.goes_on(statement, frame));
        let free =
            own == Own::Nothing && !is_reported_by_person(statements, at) && scene.is_free(frame, statement);
        days[at] = match own {
            _ if !statement.was_said => None,
            Own::Day(day) => Some(day),
            Own::Open => None,
            Own::Nothing if !free => None,
            Own::Nothing if follows => run.as_ref().map(|run| run.day),
            Own::Nothing => event.as_ref().and_then(|event| event.day_of(&scene, statement, frame)),
        };
        match (days[at], own) {
            (Some(day), Own::Day(_)) => run = Run::new(statement, frame, day),
            (Some(day), _) if follows => run = Run::new(statement, frame, day),
            // Who carries another's words does not take the floor.
            _ if statement.is_person || own != Own::Nothing => run = None,
            _ => {}
        }
    }
    days
}

/// Whether a person's words hold the statement: when was it said, that the person tells of?
fn is_reported_by_person(statements: &[StatementView], at: usize) -> bool {
    let mut outer = statements[at].within;
    // No chain is longer than the list; a broken one that runs in a circle ends there.
    for _ in 0..statements.len().min(16) {
        let Some(statement) = outer.and_then(|outer| statements.get(outer)) else { return false };
        if statement.is_person {
            return true;
        }
        outer = statement.within;
    }
    outer.is_some()
}

/// The text, cut and dated.
struct Scene<'a> {
    words: Words<'a>,
    segments: &'a Segments,
    expressions: &'a [TimeExpression],
}

/// How far the words of a saying reach, in tokens; no sentence of news is so long.
const WINDOW: usize = 100;

/// Where the saying stands.
struct Frame {
    /// The tokens of its sentence, or of an endless one those around it.
    sentence: Range<usize>,
    /// From the first to the last token of the cue, and of the source where nothing said stands between.
    head: Range<usize>,
    /// The tokens of the cue alone.
    cue: Range<usize>,
    /// The number of the first and the last sentence that the statement touches.
    sentences: (usize, usize),
}

impl<'a> Scene<'a> {
    fn frame(&self, statement: &StatementView) -> Option<Frame> {
        let segments = self.segments;
        let anchor = statement.cue.first().or(statement.source.first())?;
        let number = segments.sentence_at(anchor.start())?;
        let tokens = &segments.sentences[number].tokens;
        let sentence = tokens.start as usize..tokens.end as usize;
        let clip = |span: Span| {
            let tokens = segments.tokens_in(span);
            tokens.start.max(sentence.start)..tokens.end.min(sentence.end)
        };
        let cue = statement
            .cue
            .iter()
            .map(|span| clip(*span))
            .filter(|place| !place.is_empty())
            .fold(clip(*anchor), hull);
        if cue.is_empty() {
            return None;
        }
        let mut head = cue.clone();
        for place in statement.source.iter().map(|span| clip(*span)).filter(|place| !place.is_empty()) {
            let both = hull(head.clone(), place);
            let cut = both.clone().any(|at| self.is_in(at, statement.content));
            head = if cut { head } else { both };
        }
        let spans = || {
            statement
                .source
                .iter()
                .chain(statement.cue)
                .chain(statement.content)
                .filter(|span| !span.is_empty())
        };
        let sentence =
            head.start.saturating_sub(WINDOW).max(sentence.start)..sentence.end.min(head.end + WINDOW);
        let first = spans().filter_map(|span| segments.sentence_at(span.start())).min().unwrap_or(number);
        let last = spans().filter_map(|span| segments.sentence_at(span.end() - 1)).max().unwrap_or(number);
        Some(Frame { sentence, head, cue, sentences: (first, last) })
    }

    /// Whether the token at `at` lies in one of `spans`.
    fn is_in(&self, at: usize, spans: &[Span]) -> bool {
        self.segments.tokens.get(at).is_some_and(|token| spans.iter().any(|span| span.overlaps(token.span)))
    }

    /// The expressions within a run of tokens, each with its own tokens.
    fn expressions_in(
        &self,
        place: Range<usize>,
    ) -> impl Iterator<Item = (&'a TimeExpression, Range<usize>)> {
        let (expressions, segments) = (self.expressions, self.segments);
        let span = self.words.span(place).unwrap_or(Span::new(0, 0));
        let first = expressions.partition_point(|expression| expression.span.start() < span.start());
        let inside =
            expressions[first..].iter().take_while(move |expression| expression.span.start() < span.end());
        inside.map(move |expression| (expression, segments.tokens_in(expression.span)))
    }

    /// Whether nothing in the words of the saying keeps it from having been said at the event or in the run.
    fn is_free(&self, frame: &Frame, statement: &StatementView) -> bool {
        const ELSEWHERE: [&str; 34] = [
            "interview",
            "statement",
            "letter",
            "tweet",
            "tweeted",
            "twitter",
            "facebook",
            "blog",
            "wrote",
            "writes",
            "book",
            "memo",
            "email",
            "e-mail",
            "article",
            "column",
            "radio",
            "television",
            "earlier",
            "previously",
            "later",
            "once",
            "repeatedly",
            "often",
            "always",
            "already",
            "long",
            "formerly",
            "recently",
            "never",
            "ago",
            "usually",
            "newspaper",
            "since",
        ];
        let words = &self.words;
        let spoken = !self.is_noun(frame) && !frame.cue.clone().any(|at| is_thought(words.low(at)));
        let mut frame_words = frame.sentence.clone().filter(|at| !self.is_in(*at, statement.content));
        statement.is_person
            && spoken
            && !self.is_perfect(frame)
            && !frame_words.any(|at| ELSEWHERE.contains(&words.low(at)))
    }

    /// "his claim that", "a promise": a noun tells nothing of when.
    fn is_noun(&self, frame: &Frame) -> bool {
        let first = self.words.low(frame.cue.start);
        let article =
            |word: &str| matches!(word, "'s" | "'" | "a" | "an" | "the" | "his" | "her" | "their" | "its");
        article(first) || article(self.words.before(frame.cue.start, 1))
    }

    /// "has called", "had been clear": told from afar.
    fn is_perfect(&self, frame: &Frame) -> bool {
        let from = frame.sentence.start.max(frame.cue.start.saturating_sub(4));
        let near =
            (from..frame.cue.end).rev().take_while(|&at| !matches!(self.words.low(at), "," | ";" | "that"));
        near.into_iter()
            .any(|at| matches!(self.words.low(at), "has" | "have" | "had" | "'ve" | "hasn't" | "haven't"))
    }
}

fn hull(one: Range<usize>, other: Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}

/// A cue that tells what goes on in a mind, on no day in particular.
fn is_thought(word: &str) -> bool {
    const THOUGHTS: [&str; 21] = [
        "believ", "think", "thought", "want", "hope", "hoping", "fear", "feel", "felt", "know", "knew",
        "plan", "intend", "expect", "consider", "see", "sought", "oppos", "support", "like", "wish",
    ];
    THOUGHTS.iter().any(|thought| {
        word.strip_prefix(thought)
            .is_some_and(|end| matches!(end, "" | "s" | "e" | "es" | "ed" | "d" | "ing" | "ned" | "ks"))
    })
}

/// One person speaking on.
struct Run {
    speaker: u32,
    day: Date,
    /// The sentence that the last statement ends in.
    sentence: usize,
    within: Option<usize>,
}

impl Run {
    fn new(statement: &StatementView, frame: &Frame, day: Date) -> Option<Run> {
        let speaker = statement.speaker.filter(|_| statement.is_person)?;
        Some(Run { speaker, day, sentence: frame.sentences.1, within: statement.within })
    }

    fn goes_on(&self, statement: &StatementView, frame: &Frame) -> bool {
        statement.speaker == Some(self.speaker)
            && statement.within == self.within
            && frame.sentences.0 <= self.sentence + 1
    }
}
