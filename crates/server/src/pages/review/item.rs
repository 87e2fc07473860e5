//! What is known of the statement that is looked at?

use sayso_domain::{ActorId, Position, Reading, Statement, StatementId};
use sayso_library::{Library, ReviewItem};
use sayso_text::CodePoints;

use crate::correcting::{hull, summary};
use crate::failure::Failure;

/// A statement out of the queue, with the article around it.
pub(crate) struct Item {
    /// As the queue has it.
    pub(crate) queued: ReviewItem,
    /// The article, as corrections have it.
    pub(crate) reading: Reading,
    /// The statement's place in the reading.
    at: usize,
    pub(crate) code_points: CodePoints,
}

impl Item {
    /// With its article.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub(crate) fn of(library: &mut Library, queued: ReviewItem) -> Result<Item, Failure> {
        let reading = library.reading(&queued.article.name)?;
        let label = &queued.statement.statement;
        let at = StatementId::named(label);
        let at = at.and_then(|id| reading.statements.iter().position(|found| found.id == id));
        let at = at.ok_or_else(|| Failure::internal(format!("the reading has no statement {label}")))?;
        let code_points = CodePoints::new(&reading.article.text);
        Ok(Item { queued, reading, at, code_points })
    }

    /// Its number in the library.
    pub(crate) fn id(&self) -> i64 {
        self.queued.statement.id
    }

    pub(crate) fn statement(&self) -> &Statement {
        &self.reading.statements[self.at]
    }

    /// Its positions, in the order of the article.
    pub(crate) fn positions(&self) -> impl Iterator<Item = &Position> {
        let id = self.statement().id;
        self.reading.positions.iter().filter(move |position| position.statement == id)
    }

    /// Where its content is, as forms send it: `12-30`.
    pub(crate) fn place(&self) -> String {
        written(hull(&self.statement().content, &self.code_points))
    }

    /// Where a position's evidence is.
    pub(crate) fn place_of(&self, position: &Position) -> String {
        written(hull(&position.evidence, &self.code_points))
    }

    /// An actor's key, or the name where it has none, as a correction's `before` has it.
    pub(crate) fn key(&self, id: Option<ActorId>) -> String {
        let actor = self.reading.actors.iter().find(|actor| Some(actor.id) == id);
        actor.map(|actor| actor.key.clone().unwrap_or_else(|| actor.name.clone())).unwrap_or_default()
    }

    /// An actor's name.
    pub(crate) fn name(&self, id: Option<ActorId>) -> &str {
        let actor = self.reading.actors.iter().find(|actor| Some(actor.id) == id);
        actor.map_or("", |actor| actor.name.as_str())
    }

    /// An actor that is the same in every article: key and name.
    pub(crate) fn known(&self, id: Option<ActorId>) -> Option<(&str, &str)> {
        let actor = self.reading.actors.iter().find(|actor| Some(actor.id) == id)?;
        Some((actor.key.as_deref()?, actor.name.as_str()))
    }

    /// Places as a library writes them.
    pub(crate) fn places(&self, spans: &[sayso_domain::Span]) -> String {
        let parts = spans.iter().map(|&span| self.code_points.range(span));
        let parts: Vec<String> = parts.map(|range| format!("[{},{}]", range.start, range.end)).collect();
        format!("[{}]", parts.join(","))
    }

    /// What somebody saw who accepts it.
    pub(crate) fn summary(&self) -> String {
        summary(&self.reading, self.statement().id)
    }
}

fn written(place: Option<(u32, u32)>) -> String {
    place.map(|(start, end)| format!("{start}-{end}")).unwrap_or_default()
}

/// With two decimals.
pub(crate) fn two(number: f64) -> String {
    format!("{number:.2}")
}
