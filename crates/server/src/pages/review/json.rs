//! What do programs see of the queue?

use sayso_library::{Page, ReviewItem, StoredStand};
use serde::Serialize;
use utoipa::ToSchema;

/// What a person should look at first.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonReview {
    /// `sayso.review/1`.
    schema: &'static str,
    /// The most useful first.
    items: Vec<JsonReviewItem>,
    /// The `cursor` of the next page; null on the last one.
    next: Option<String>,
}

/// A statement that a person should look at.
#[derive(Serialize, ToSchema)]
struct JsonReviewItem {
    /// Its number in the library.
    item: i64,
    /// The article's name.
    article: String,
    /// The article's title.
    title: Option<String>,
    /// Its outlet.
    outlet: Option<String>,
    /// Its label in the article.
    statement: String,
    /// From the first to behind the last code point of its content: the `place` of a correction.
    place: Option<[u32; 2]>,
    /// What is attributed.
    quote: String,
    /// The words that name who speaks.
    source: String,
    /// The words that attribute it.
    cue: String,
    /// Who speaks, by key.
    speaker: Option<String>,
    /// Who speaks, by name.
    speaker_name: Option<String>,
    /// For whom, by key.
    speaks_for: Option<String>,
    /// The day it was said, where that is known.
    said_on: Option<String>,
    /// The probability that source, cue and content are right.
    confidence: f64,
    /// Its positions.
    positions: Vec<JsonReviewPosition>,
    /// How unsure the machine is: the sum of p(1-p) of the statement and its positions that nobody has looked at.
    unsure: f64,
    /// How often its positions stand on an issue.
    on_issues: u64,
    /// How many articles have its article's text.
    carriers: u64,
    /// How much its speaker says in the whole library.
    says: u64,
    /// What the queue is sorted by.
    score: f64,
}

/// A position of it.
#[derive(Serialize, ToSchema)]
struct JsonReviewPosition {
    /// Its label in the article.
    position: String,
    /// From the first to behind the last code point of its evidence: the `place` of a correction.
    place: Option<[u32; 2]>,
    /// favor, against or neutral.
    stance: &'static str,
    /// What is done with the words.
    act: &'static str,
    /// What it is about.
    target: String,
    /// Whose position it is, by key.
    holder: String,
    /// The probability that it is right.
    confidence: f64,
}

impl JsonReview {
    pub(crate) fn of(queue: &Page<ReviewItem>) -> JsonReview {
        let items = queue.items.iter().map(one).collect();
        let next = queue.next.as_ref().map(|next| next.as_str().to_owned());
        JsonReview { schema: "sayso.review/1", items, next }
    }
}

fn one(item: &ReviewItem) -> JsonReviewItem {
    let (hit, why) = (&item.statement, &item.why);
    let (speaker, speaker_name) = hit.speaker.clone().unzip();
    JsonReviewItem {
        item: hit.id,
        article: hit.article.clone(),
        title: hit.title.clone(),
        outlet: hit.outlet.clone(),
        statement: hit.statement.clone(),
        place: whole(&hit.spans),
        quote: hit.quote.clone(),
        source: hit.source.clone(),
        cue: hit.cue.clone(),
        speaker,
        speaker_name,
        speaks_for: hit.speaks_for.clone().map(|who| who.0),
        said_on: hit.said_on.clone(),
        confidence: hit.confidence,
        positions: item.positions.iter().map(position).collect(),
        unsure: why.unsure,
        on_issues: why.on_issues,
        carriers: why.carriers,
        says: why.says,
        score: why.score(),
    }
}

fn position(stored: &StoredStand) -> JsonReviewPosition {
    let stand = &stored.stand;
    JsonReviewPosition {
        position: stand.position.clone(),
        place: whole(&stand.spans),
        stance: stand.stance.as_str(),
        act: stand.act.as_str(),
        target: stand.target_label.clone(),
        holder: stand.actor.key.clone(),
        confidence: sayso_answers::four_decimals(stand.confidence),
    }
}

fn whole(spans: &[(u32, u32)]) -> Option<[u32; 2]> {
    let start = spans.iter().map(|span| span.0).min()?;
    let end = spans.iter().map(|span| span.1).max()?;
    Some([start, end])
}
