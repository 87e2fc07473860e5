//! What could not be read.

use std::fmt;

use sayso_text::Span;

/// Why part of an article was not read; each has a stable code that scripts may match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoteCode {
    /// The article has no words.
    EmptyText,
    /// The body is in a language the model was not trained on; nothing was read.
    OtherLanguage,
    /// Bytes that are no valid text were replaced by U+FFFD.
    InvalidBytes,
    /// The file was not UTF-8; its encoding was detected.
    Encoding,
    /// The page seems to hold no article.
    NoArticle,
    /// Part of the page was left out (nesting or size over the limit).
    Truncated,
    /// What was stored of it does not agree with its checksum.
    Damaged,
    /// A date given with the article could not be understood.
    BadDate,
    /// The id given with the article had been given to one before; it got a number.
    RepeatedId,
    /// The text is the source's summary of the article, not the article.
    SummaryOnly,
    /// The words of a source mean nobody whom the text names or describes.
    NoSpeaker,
    /// Something that a later version of the program noted.
    Other,
}

impl NoteCode {
    /// All of them.
    pub const ALL: [NoteCode; 12] = [
        NoteCode::EmptyText,
        NoteCode::OtherLanguage,
        NoteCode::InvalidBytes,
        NoteCode::Encoding,
        NoteCode::NoArticle,
        NoteCode::Truncated,
        NoteCode::Damaged,
        NoteCode::BadDate,
        NoteCode::RepeatedId,
        NoteCode::SummaryOnly,
        NoteCode::NoSpeaker,
        NoteCode::Other,
    ];

    /// The code that other programs see so.
    pub fn named(name: &str) -> Option<NoteCode> {
        NoteCode::ALL.into_iter().find(|code| code.as_str() == name)
    }

    /// The code as other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            NoteCode::EmptyText => "empty-text",
            NoteCode::OtherLanguage => "other-language",
            NoteCode::InvalidBytes => "invalid-bytes",
            NoteCode::Encoding => "encoding",
            NoteCode::NoArticle => "no-article",
            NoteCode::Truncated => "truncated",
            NoteCode::Damaged => "damaged",
            NoteCode::BadDate => "bad-date",
            NoteCode::RepeatedId => "repeated-id",
            NoteCode::SummaryOnly => "summary-only",
            NoteCode::NoSpeaker => "no-speaker",
            NoteCode::Other => "other",
        }
    }
}

impl fmt::Display for NoteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something a reader of the result should know: what was not read, where, and why. Never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing.
    pub code: NoteCode,
    /// In words, for a person.
    pub message: String,
    /// The place it is about, where there is one.
    pub span: Option<Span>,
}

impl Note {
    /// A note about the whole article.
    pub fn new(code: NoteCode, message: impl Into<String>) -> Note {
        Note { code, message: message.into(), span: None }
    }
}
