//! What do other programs see of what was found? Promised in `docs/library.md`; names and meanings stay.

use sayso_library::{Found, Hit};
use serde::Serialize;

use crate::csv;

/// The name and number of the shape.
pub const SCHEMA: &str = "sayso.search/1";

/// The document of a search, with the fields in the order in which they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FoundStatements))]
pub struct JsonFound<'a> {
    /// [`SCHEMA`].
    schema: &'static str,
    /// How many there are in all, as far as they were counted.
    total: u64,
    /// Whether there may be more than were counted; left out where all were.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_at_least: bool,
    /// Those of this page.
    statements: Vec<JsonHit<'a>>,
    /// The `cursor` of the next page; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl<'a> JsonFound<'a> {
    /// These hits, of so many in all, or of more than that; and where the next page begins.
    pub fn of(hits: &'a [Hit], total: u64, is_at_least: bool, next: Option<String>) -> JsonFound<'a> {
        let statements = hits.iter().map(JsonHit::of).collect();
        JsonFound { schema: SCHEMA, total, is_at_least, statements, next }
    }

    /// One indented document.
    pub fn document(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and finite numbers are always JSON") + "\n"
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct JsonLine<'a> {
    schema: &'static str,
    #[serde(flatten)]
    hit: JsonHit<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FoundStatement))]
struct JsonHit<'a> {
    /// The article's name.
    article: &'a str,
    /// The article's title.
    title: Option<&'a str>,
    /// Its outlet.
    outlet: Option<&'a str>,
    /// The statement's id in the article, such as `s3`.
    statement: &'a str,
    /// direct, indirect or mixed.
    kind: &'a str,
    /// The words that name who speaks.
    source: &'a str,
    /// The words of saying.
    cue: &'a str,
    /// What is said; " … " stands between pieces.
    quote: &'a str,
    /// Where that stands in the article, in code points.
    span: &'a [(u32, u32)],
    /// Who speaks.
    speaker: Option<JsonWho<'a>>,
    /// For whom.
    speaks_for: Option<JsonWho<'a>>,
    /// The day it was said, where that is known.
    said_on: Option<&'a str>,
    /// That day, else the one of publication.
    date: Option<&'a str>,
    /// Probability that source, cue and content are right.
    confidence: f64,
    /// How near it is to the phrase that was asked for by meaning.
    likeness: Option<f64>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FoundWho))]
struct JsonWho<'a> {
    /// Its key.
    key: &'a str,
    /// Its name.
    name: &'a str,
}

impl<'a> JsonHit<'a> {
    fn of(hit: &'a Hit) -> JsonHit<'a> {
        let who = |who: &'a Option<(String, String)>| who.as_ref().map(|(key, name)| JsonWho { key, name });
        JsonHit {
            article: &hit.article,
            title: hit.title.as_deref(),
            outlet: hit.outlet.as_deref(),
            statement: &hit.statement,
            kind: &hit.kind,
            source: &hit.source,
            cue: &hit.cue,
            quote: &hit.quote,
            span: &hit.spans,
            speaker: who(&hit.speaker),
            speaks_for: who(&hit.speaks_for),
            said_on: hit.said_on.as_deref(),
            date: hit.day.as_deref(),
            confidence: hit.confidence,
            likeness: hit.likeness.map(|likeness| (f64::from(likeness) * 1e4).round() / 1e4),
        }
    }
}

/// One indented document.
pub fn json(found: &Found) -> String {
    JsonFound::of(&found.hits, found.total, found.is_at_least, None).document()
}

/// A line a statement.
pub fn jsonl(found: &Found) -> String {
    let line = |hit| {
        let line = JsonLine { schema: SCHEMA, hit: JsonHit::of(hit) };
        serde_json::to_string(&line).expect("strings and finite numbers are always JSON") + "\n"
    };
    found.hits.iter().map(line).collect()
}

/// The columns of a row.
const COLUMNS: [&str; 17] = [
    "article",
    "title",
    "outlet",
    "statement",
    "kind",
    "source",
    "cue",
    "quote",
    "span",
    "speaker",
    "speaker_name",
    "speaks_for",
    "speaks_for_name",
    "said_on",
    "date",
    "confidence",
    "likeness",
];

fn cells(hit: &Hit) -> [Option<String>; 17] {
    let who = |who: &Option<(String, String)>| {
        let (key, name) = who.clone().unzip();
        [key, name]
    };
    let [speaker, speaker_name] = who(&hit.speaker);
    let [principal, principal_name] = who(&hit.speaks_for);
    [
        Some(hit.article.clone()),
        hit.title.clone(),
        hit.outlet.clone(),
        Some(hit.statement.clone()),
        Some(hit.kind.clone()),
        Some(hit.source.clone()),
        Some(hit.cue.clone()),
        Some(hit.quote.clone()),
        Some(serde_json::to_string(&hit.spans).expect("numbers are always JSON")),
        speaker,
        speaker_name,
        principal,
        principal_name,
        hit.said_on.clone(),
        hit.day.clone(),
        Some(hit.confidence.to_string()),
        hit.likeness.map(|likeness| format!("{likeness:.4}")),
    ]
}

/// A row a statement, with a header.
pub fn csv(found: &Found) -> String {
    let rows = found.hits.iter().map(|hit| csv::row(&cells(hit).map(Option::unwrap_or_default)));
    csv::row(&COLUMNS) + &rows.collect::<String>()
}

/// The same rows, for data frames.
///
/// # Errors
/// When they cannot be written.
#[cfg(feature = "parquet")]
pub fn parquet(found: &Found) -> std::result::Result<Vec<u8>, String> {
    use sayso_wire::{Column, Values};
    let rows: Vec<[Option<String>; 17]> = found.hits.iter().map(cells).collect();
    let column = |(at, name): (usize, &&str)| {
        let values = rows.iter().map(|row| row[at].clone());
        let numbers = || values.clone().map(|value| value.and_then(|value| value.parse().ok())).collect();
        let values = match *name {
            "confidence" | "likeness" => Values::Real(numbers()),
            _ => Values::Text(values.collect()),
        };
        Column { name: (*name).to_owned(), values }
    };
    let columns: Vec<Column> = COLUMNS.iter().enumerate().map(column).collect();
    let mut out = Vec::new();
    sayso_wire::write_parquet(&columns, &mut out).map_err(|error| error.to_string())?;
    Ok(out)
}

/// The same rows, for data frames.
///
/// # Errors
/// This sayso was built without Parquet.
#[cfg(not(feature = "parquet"))]
pub fn parquet(_: &Found) -> std::result::Result<Vec<u8>, String> {
    Err("this sayso was built without Parquet; build it with --features parquet, or take --format csv"
        .to_owned())
}
