//! What stands in quotation marks? Two notions, which differ on purpose.
//!
//! **States** ([`Quotes::state_at`]) say of each character whether it is outside of double quotation
//! marks, inside, or a mark. The network was trained with them, so they follow the training code
//! (`quote_states` in `training/sayso_training/pieces.py`) character for character, with its faults:
//! single quotation marks do not exist, marks do not nest, and every line feed ends a quote. Whether a
//! statement is direct, indirect or mixed is read off them, too.
//!
//! **Passages** ([`Quotes::passages`]) are what a reader sees as quoted: with single quotation marks, with
//! quotes within quotes, and with a quote that goes on over paragraphs as one. They may get better at any
//! time; the states may only change together with the weights.
//!
//! Both read the text once.

mod marks;
mod passages;
mod states;

use crate::{Span, Text};

pub use passages::{Passage, PassagePart};
pub use states::{QuoteCursor, QuoteState};

/// The quotation marks of a text and what stands between them.
///
/// ```
/// use sayso_text::{QuoteState, Quotes, Text};
/// let text = Text::new("\"Never,\" he said, calling it ‘sad’.");
/// let quotes = Quotes::of(&text);
/// assert_eq!(quotes.state_at(0), QuoteState::Mark);
/// assert_eq!(quotes.state_at(1), QuoteState::Inside);
/// assert_eq!(quotes.state_at(9), QuoteState::Outside);
///
/// let inner: Vec<&str> = quotes.passages().iter().map(|p| text.slice(p.parts[0].inner)).collect();
/// assert_eq!(inner, ["Never,", "sad"]);
/// ```
///
/// An apostrophe is no quotation mark:
///
/// ```
/// use sayso_text::{Quotes, Text};
/// assert!(Quotes::of(&Text::new("the dockers’ pay and Kerry's")).passages().is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    states: Vec<states::Run>,
    passages: Vec<Passage>,
}

impl Quotes {
    /// Finds the quotation marks of `text`.
    pub fn of(text: &Text) -> Quotes {
        Quotes { states: states::runs(text.as_str()), passages: passages::passages(text) }
    }

    /// The state of the character that holds `byte`; [`QuoteState::Outside`] behind the text's end.
    ///
    /// Takes a binary search; for many places in text order see [`Quotes::cursor`].
    pub fn state_at(&self, byte: u32) -> QuoteState {
        states::state_at(&self.states, byte)
    }

    /// Reads states forward, in constant time for each on average.
    pub fn cursor(&self) -> QuoteCursor<'_> {
        QuoteCursor::new(&self.states)
    }

    /// The places that are not outside, in text order: maximal spans of one state each.
    ///
    /// ```
    /// use sayso_text::{QuoteState, Quotes, Span, Text};
    /// let quotes = Quotes::of(&Text::new("a \"b\""));
    /// let states: Vec<(Span, QuoteState)> = quotes.states().collect();
    /// assert_eq!(states[1], (Span::new(3, 4), QuoteState::Inside));
    /// assert_eq!(states.len(), 3);
    /// ```
    pub fn states(&self) -> impl Iterator<Item = (Span, QuoteState)> + '_ {
        states::places(&self.states)
    }

    /// The quoted passages, in order of their opening marks; one within another stands after it.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }
}
