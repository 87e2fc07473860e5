//! What does a form of the review send, and what becomes of it? A correction, and the way back to the queue.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use sayso_answers::corrections::{meant, places_near};
use sayso_answers::stored;
use sayso_library::{Change, Correction, Field};
use serde::Deserialize;

use super::passage::around;
use super::{Asked, Review};
use crate::address::Address;
use crate::asked;
use crate::correcting::{self, hull, is_there, statement_at};
use crate::failure::{Failure, FailureKind};
use crate::frame;
use crate::guard::Visitor;
use crate::names;
use crate::page::{Format, Page};
use crate::site::Site;

/// What a form sends. Which fields there are differs from task to task.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    /// accept, correct, words, merge, rename or undo.
    task: String,
    article: Option<String>,
    field: Option<String>,
    /// `12-30`, in code points.
    place: Option<String>,
    /// What it is to be.
    value: Option<String>,
    /// In place of typed words, their places as the script tells them.
    selected: Option<String>,
    /// What stood there.
    before: Option<String>,
    /// Who is merged or renamed.
    subject: Option<String>,
    /// Which corrections are undone.
    ids: Option<String>,
    /// Where it leads afterwards: `review` or `corrections`.
    to: Option<String>,
    /// The filters of the queue.
    back: Option<String>,
}

/// Answers what a form sends.
pub(crate) async fn sent(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    form: Result<Form<Sent>, FormRejection>,
) -> Response {
    let done = match form {
        Ok(Form(sent)) => {
            let (site, visitor) = (Arc::clone(&site), visitor.clone());
            site.clone().on_a_thread(move || sent.act(&site, &visitor)).await
        }
        Err(rejection) => {
            let kind = match rejection.status() {
                StatusCode::UNSUPPORTED_MEDIA_TYPE => FailureKind::Media,
                StatusCode::PAYLOAD_TOO_LARGE => FailureKind::TooMuch,
                _ => FailureKind::Wrong,
            };
            Err(Failure::new(kind, format!("The form makes no sense: {}.", rejection.body_text())))
        }
    };
    match done {
        Ok(there) => {
            let headers =
                [(header::LOCATION, there.to_string()), (header::CACHE_CONTROL, "no-store".to_owned())];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(failure) => frame::failed(&failure, Format::Html, &visitor),
    }
}

impl Sent {
    /// Does it, and says where it leads.
    fn act(&self, site: &Site, visitor: &Visitor) -> Result<Address, Failure> {
        correcting::may(visitor)?;
        match self.task.as_str() {
            "accept" => {
                let (article, place) = (self.article()?, self.place()?);
                let made = correcting::accept(site, visitor, article, place, self.before.as_deref())?;
                Ok(self.queue().with("done", &ids(&made)))
            }
            "correct" | "words" => self.correct(site, visitor),
            "merge" | "rename" => self.everywhere(site, visitor),
            "undo" => {
                let wanted = asked::numbers("ids", &self.ids)?;
                let undone = ids(&correcting::undo(site, visitor, &wanted)?);
                let is_list = self.to.as_deref() == Some("corrections");
                let there = if is_list { Address::of("/corrections") } else { self.queue() };
                Ok(there.with("undone", &undone))
            }
            other => Err(wrong(format!("task: `{other}` is nothing that is done here."))),
        }
    }

    /// A correction within an article. What is left of the statement is shown again.
    fn correct(&self, site: &Site, visitor: &Visitor) -> Result<Address, Failure> {
        let (article, place) = (self.article()?, self.place()?);
        let field = self.field.as_deref().and_then(Field::named).filter(|field| field.has_place());
        let field = field.ok_or_else(|| wrong("field: it names nothing that is corrected in an article."))?;
        let (after, is_new) = self.after(site, field, article, place)?;
        let article = Some(article.to_owned());
        let change = Change { field, article, place: Some(place), subject: None, after, reason: None };
        let made = correcting::make(site, visitor, &change, self.before.as_deref())?;
        let done = made.id.to_string();
        let there = self.queue().with("done", &done);
        let there = if is_new { there.with("new", &done) } else { there };
        Ok(match self.remains(site, &made)? {
            Some(number) => there.with("item", &number.to_string()),
            None => there,
        })
    }

    /// What it is to be: words as places, names as keys. And whether that is somebody whom nobody knew.
    fn after(
        &self,
        site: &Site,
        field: Field,
        article: &str,
        place: (u32, u32),
    ) -> Result<(Option<String>, bool), Failure> {
        let Some(value) = asked::filled(&self.value) else {
            // A source without words stands nowhere, which is a place too.
            let is_words = matches!(field, Field::Source | Field::Cue);
            return Ok((is_words.then(|| "[]".to_owned()), false));
        };
        match field {
            _ if names::is_typed(field) => site.pool().ask(|library| {
                is_there(library, article)?;
                let reading = library.reading(article)?;
                let (after, complaint) = meant(library, &reading, value, &site.opened().known)?;
                Ok((Some(after), complaint.is_some()))
            }),
            _ if self.task == "words" => site.pool().ask(|library| {
                is_there(library, article)?;
                let reading = library.reading(article)?;
                let id = statement_at(&reading, place);
                let found = reading.statements.iter().find(|found| id == Some(found.id));
                let whole = sayso_domain::Span::new(0, reading.article.text.len());
                let near = found.map_or(whole, |found| around(&reading, found));
                let typed = asked::filled(&self.selected).unwrap_or(value);
                Ok((Some(places_near(&reading, near, typed)?), false))
            }),
            _ => Ok((Some(value.to_owned()), false)),
        }
    }

    /// The number of the statement that was corrected, where it is still there.
    fn remains(&self, site: &Site, made: &Correction) -> Result<Option<i64>, Failure> {
        let Some((article, place)) = made.change.article.as_deref().zip(made.change.place) else {
            return Ok(None);
        };
        site.pool().ask(|library| {
            let reading = library.reading(article)?;
            let code_points = sayso_text::CodePoints::new(&reading.article.text);
            let moved = made.change.after.as_deref().filter(|_| made.change.field == Field::Statement);
            let moved: Vec<(u32, u32)> =
                moved.and_then(|places| serde_json::from_str(places).ok()).unwrap_or_default();
            let is_meant = |spans: &[sayso_domain::Span]| {
                let stands = hull(spans, &code_points);
                let first = moved.first().map(|first| first.0).zip(moved.last().map(|last| last.1));
                stands == first.or(Some(place))
            };
            let statement = match made.change.field.is_of_position() {
                false => {
                    reading.statements.iter().find(|found| is_meant(&found.content)).map(|found| found.id)
                }
                true => {
                    let held = reading.positions.iter().find(|position| is_meant(&position.evidence));
                    let within = reading.statements.iter().find(|found| {
                        hull(&found.content, &code_points)
                            .is_some_and(|(start, end)| start <= place.0 && place.1 <= end)
                    });
                    held.map(|position| position.statement).or(within.map(|found| found.id))
                }
            };
            match statement {
                Some(id) => Ok(library.statement_number(article, &id.to_string())?),
                None => Ok(None),
            }
        })
    }

    /// A correction of an actor, which holds in every article.
    fn everywhere(&self, site: &Site, visitor: &Visitor) -> Result<Address, Failure> {
        let subject = asked::filled(&self.subject).ok_or_else(|| wrong("subject: whom is this about?"))?;
        let value = asked::filled(&self.value).ok_or_else(|| wrong("value: type a name."))?;
        let (field, after) = match self.task.as_str() {
            "rename" => (Field::Rename, value.to_owned()),
            _ => (Field::Merge, merged_into(site, value)?),
        };
        let subject = Some(subject.to_owned());
        let change = Change { field, article: None, place: None, subject, after: Some(after), reason: None };
        let made = correcting::make(site, visitor, &change, None)?;
        Ok(self.queue().with("done", &made.id.to_string()))
    }

    fn article(&self) -> Result<&str, Failure> {
        asked::filled(&self.article).ok_or_else(|| wrong("article: in which one?"))
    }

    fn place(&self) -> Result<(u32, u32), Failure> {
        let ends = asked::filled(&self.place).and_then(|place| place.split_once('-'));
        let place = ends.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        place.ok_or_else(|| wrong("place: it is written 12-30, in characters."))
    }

    /// The queue with the filters it had. They are read and written anew, so that nobody is led elsewhere.
    fn queue(&self) -> Address {
        let back = self.back.as_deref().unwrap_or_default();
        let uri: Option<Uri> = format!("{}?{back}", Review::PATH).parse().ok();
        let asked = uri.and_then(|uri| Query::<Asked>::try_from_uri(&uri).ok());
        asked.map_or_else(|| Address::of(Review::PATH), |Query(asked)| asked.queue())
    }
}

/// The key of the actor that another one is part of.
fn merged_into(site: &Site, typed: &str) -> Result<String, Failure> {
    if typed.contains(':') {
        return Ok(typed.to_owned());
    }
    site.pool().ask(|library| {
        let (who, complaint) = stored::actor(library, typed, &site.opened().known)?;
        match complaint {
            None => Ok(who.key),
            Some(complaint) => Err(wrong(format!("{complaint}; an actor is merged into one that is there."))),
        }
    })
}

fn ids(corrections: &[Correction]) -> String {
    corrections.iter().map(|correction| correction.id.to_string()).collect::<Vec<_>>().join(",")
}

fn wrong(message: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Wrong, message)
}
