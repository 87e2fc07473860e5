//! The input of a reading.

use jiff::civil::Date;
use sayso_text::{Span, Text};

/// One news article: its words, and what is known of where they come from.
///
/// What is not known is `None`; nothing here is guessed.
#[derive(Clone, Debug)]
pub struct Article {
    /// Unique among the inputs of one run: the id the source gave, else the file's name.
    pub id: String,
    /// Who published it ("Xinhua").
    pub outlet: Option<String>,
    /// The headline, where the source keeps it apart from the text.
    pub title: Option<String>,
    /// The day of publication, in the publisher's zone.
    pub published: Option<Date>,
    /// Where it was found.
    pub url: Option<String>,
    /// ISO 639-1 code of the body's language ("en").
    pub language: Option<String>,
    /// The words, never altered after the source has made them.
    pub text: Text,
    /// Page furniture in the text ("Adjust font size:"), in text order.
    pub boilerplate: Vec<Span>,
}
