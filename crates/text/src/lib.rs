//! Where in the text? The ground floor: an article's words, places in them, and how they divide.
//!
//! [`Text`] owns the words and never alters them. [`Span`] is a place in them, and [`Text::slice`] the one
//! door from a place to its words.

mod span;
mod text;

pub use span::Span;
pub use text::Text;
