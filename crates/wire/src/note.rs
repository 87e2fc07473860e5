//! What could not be read, as other programs see it.

use sayso_domain::Note;
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::WireSpan;
use crate::places::place;

/// Something that could not be read. Never an error: the rest of the reading holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireNote {
    /// A stable code (`"no-article"`) that scripts may match on; new ones may appear.
    pub code: String,
    /// The same in words, for a person; it may change between versions.
    pub message: String,
    /// The place it is about; the field is absent when it is about the whole article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<WireSpan>,
}

impl WireNote {
    pub(crate) fn from_domain(note: &Note, code_points: &CodePoints) -> WireNote {
        WireNote {
            code: note.code.as_str().to_owned(),
            message: note.message.clone(),
            span: note.span.map(|span| place(code_points, span)),
        }
    }
}
