//! All of a reading as other programs see it.

use sayso_domain::Reading;
use sayso_text::CodePoints;
use serde::{Deserialize, Serialize};

use crate::{WireActor, WireArticle, WireEvent, WireNote, WirePosition, WireStatement};

/// The name and number of the shape that this version writes and reads.
pub const SCHEMA: &str = "sayso.reading/1";

/// One article's reading, with the fields in the order in which they are written.
///
/// Made from what the engine returns with `WireReading::from(&reading)`, or from a line by
/// [`parse_reading`](crate::parse_reading).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireReading {
    /// [`SCHEMA`].
    pub schema: String,
    /// The article: every place below is one in its text.
    pub article: WireArticle,
    /// Who said what; an outer statement stands before those within it.
    #[serde(default)]
    pub statements: Vec<WireStatement>,
    /// Where the actors stand.
    #[serde(default)]
    pub positions: Vec<WirePosition>,
    /// What happened between them.
    #[serde(default)]
    pub events: Vec<WireEvent>,
    /// Who is named or speaks, in the order of the first mention.
    #[serde(default)]
    pub actors: Vec<WireActor>,
    /// What could not be read.
    #[serde(default)]
    pub notes: Vec<WireNote>,
}

impl From<&Reading> for WireReading {
    fn from(reading: &Reading) -> WireReading {
        let code_points = CodePoints::new(&reading.article.text);
        WireReading {
            schema: SCHEMA.to_owned(),
            article: WireArticle::from_domain(&reading.article, &code_points),
            statements: reading
                .statements
                .iter()
                .map(|s| WireStatement::from_domain(s, &code_points))
                .collect(),
            positions: reading.positions.iter().map(|p| WirePosition::from_domain(p, &code_points)).collect(),
            events: reading.events.iter().map(|e| WireEvent::from_domain(e, &code_points)).collect(),
            actors: reading.actors.iter().map(|actor| WireActor::from_domain(actor, &code_points)).collect(),
            notes: reading.notes.iter().map(|note| WireNote::from_domain(note, &code_points)).collect(),
        }
    }
}
