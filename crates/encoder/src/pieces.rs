//! A text as wordpieces, each with its place and its mark.

use sayso_text::Span;

use crate::wordpiece::Vocabulary;

/// How a place stands to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Outside any.
    Outside,
    /// Within quotation marks.
    Inside,
    /// A quotation mark.
    Mark,
}

/// What the uncased pieces lose, in one number: the word's case, its place to quotation marks and in the paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PieceMark(u8);

const CASES: u8 = 4;
const QUOTES: u8 = 3;
const PLACES: u8 = 3;

/// How many marks there are.
pub(crate) const MARKS: usize = (CASES * QUOTES * PLACES) as usize;

impl PieceMark {
    fn new(case: Case, quoting: Quoting, place: Place) -> PieceMark {
        PieceMark(case as u8 + CASES * (quoting as u8 + QUOTES * place as u8))
    }

    /// Whether the piece stands within quotation marks.
    pub fn is_inside(self) -> bool {
        self.0 / CASES % QUOTES == Quoting::Inside as u8
    }

    /// Row of the mark embedding: case + 4 × (quotation + 3 × place).
    pub fn code(self) -> u8 {
        self.0
    }
}

#[derive(Clone, Copy)]
enum Case {
    Lower,
    Capital,
    Upper,
    Other,
}

#[derive(Clone, Copy)]
enum Place {
    Within,
    ParagraphStart,
    FirstParagraph,
}

/// The wordpieces of one text, in order.
#[derive(Default)]
pub struct Pieces {
    ids: Vec<u32>,
    spans: Vec<Span>,
    marks: Vec<PieceMark>,
    /// Number of the paragraph of each piece.
    paragraphs: Vec<u32>,
}

impl Pieces {
    pub(crate) fn new(
        text: &str,
        vocabulary: &Vocabulary,
        mut quoting: impl FnMut(u32) -> Quoting,
    ) -> Pieces {
        let mut pieces = Pieces::default();
        let mut offset = 0;
        let mut number = 0;
        for line in text.split('\n') {
            if !line.trim().is_empty() {
                pieces.add_paragraph(line, offset, number, vocabulary, &mut quoting);
                number += 1;
            }
            offset += line.len() + 1;
        }
        pieces
    }

    fn add_paragraph(
        &mut self,
        line: &str,
        offset: usize,
        number: u32,
        vocabulary: &Vocabulary,
        quoting: &mut impl FnMut(u32) -> Quoting,
    ) {
        let first = self.ids.len();
        let mut case = Case::Lower;
        vocabulary.cut(line, |id, start, end, begins_word| {
            if begins_word {
                case = case_of(&line[start..end]);
            }
            let place = match (number, self.ids.len() == first) {
                (0, _) => Place::FirstParagraph,
                (_, true) => Place::ParagraphStart,
                (_, false) => Place::Within,
            };
            let span = Span::new((offset + start) as u32, (offset + end) as u32);
            self.marks.push(PieceMark::new(case, quoting(span.start()), place));
            self.ids.push(id);
            self.spans.push(span);
            self.paragraphs.push(number);
        });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Numbers in the vocabulary.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// Places in the text.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Case, quotation and place in the paragraph.
    pub fn marks(&self) -> &[PieceMark] {
        &self.marks
    }

    /// Number of each piece's paragraph, from 0.
    pub fn paragraphs(&self) -> &[u32] {
        &self.paragraphs
    }
}

fn case_of(surface: &str) -> Case {
    let (mut letters, mut upper) = (0, 0);
    for c in surface.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += usize::from(c.is_uppercase());
    }
    match upper {
        0 => Case::Lower,
        _ if upper == letters && upper >= 2 => Case::Upper,
        _ if surface.starts_with(char::is_uppercase) => Case::Capital,
        _ => Case::Other,
    }
}
