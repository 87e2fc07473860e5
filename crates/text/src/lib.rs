//! Where in the text? The ground floor: an article's words, places in them, and how they divide.
//!
//! [`Text`] owns the words and never alters them. [`Span`] is a place in them, and [`Text::slice`] the one
//! door from a place to its words. Three values are derived from a text, each by one pass over it, each
//! for any string at all, without failing:
//!
//! - [`Segments`]: its paragraphs, [`Sentence`]s and [`Token`]s. The readers look for words in them, and
//!   `engine` shows a sentence as the evidence of a position.
//! - [`Quotes`]: what stands in quotation marks. `encoder` feeds [`Quotes::state_at`] to the network,
//!   `read-statements` decides by it whether words are a speaker's own and takes whole quoted passages
//!   from [`Quotes::passages`].
//! - [`CodePoints`]: byte offsets to code points and back, for `wire`, which promises code points to
//!   other programs.
//!
//! ```
//! use sayso_text::{CodePoints, Quotes, Segments, Text};
//! let text = Text::new("“It’s over,” Gen. Smith said. He left.");
//! let segments = Segments::of(&text);
//! assert_eq!(segments.sentences.len(), 2);
//! let passage = Quotes::of(&text).passages()[0].parts[0].inner;
//! assert_eq!(text.slice(passage), "It’s over,");
//! assert_eq!(CodePoints::new(&text).range(passage), 1..11);
//! ```
//!
//! The rules are written for English news. Other languages and scripts pass through whole, with coarser
//! divisions; each module says what it gets wrong.

mod abbreviations;
mod code_points;
mod paragraphs;
mod quotes;
mod segments;
mod sentences;
mod span;
mod text;
mod tokens;
mod word_lists;

pub use code_points::CodePoints;
pub use quotes::{Passage, PassagePart, QuoteCursor, QuoteState, Quotes};
pub use segments::Segments;
pub use sentences::Sentence;
pub use span::Span;
pub use text::Text;
pub use tokens::{Token, TokenKind};
