//! What should a person look at first, and what is to be put right there? One statement at a time, the most useful look first.
//!
//! All is done by forms without a script; `assets/review.js` adds keys and the selection of words.

mod forms;
mod item;
mod json;
mod passage;
mod sent;

use maud::{Markup, html};
use sayso_answers::markup::shortened;
use sayso_answers::stored;
use sayso_compare::Who;
use sayso_library::{ActorFilter, Cursor, Hit, Library, Page as Part, ReviewFilter, ReviewItem};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::address::Address;
use crate::asked;
use crate::assets::REVIEW;
use crate::correcting::is_there;
use crate::failure::{Failure, FailureKind};
use crate::guard::Visitor;
use crate::names::choices;
use crate::page::{Answer, At, Format, Page, document};
use crate::pages::corrections::{self, Told};
use crate::parts;
use item::Item;
use json::JsonReview;
pub(crate) use sent::sent;

/// So many statements are listed unless more are asked for, and so many at most.
const SHOWN: (usize, usize) = (10, 50);

/// So many names of actors who say much are suggested beside those of the article.
const SUGGESTED: usize = 200;

/// The queue.
pub(crate) struct Review;

/// What is to be reviewed.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Statements with a position on this issue, which somebody defined or asked for before.
    issue: Option<String>,
    /// In place of it, the label of an issue that was found.
    found: Option<String>,
    /// Said by this actor, by name or key, or for it.
    actor: Option<String>,
    /// In this article, by its name.
    article: Option<String>,
    /// This statement of the article is shown first: `s3`.
    #[param(pattern = "^(s[1-9][0-9]{0,8})?$")]
    statement: Option<String>,
    /// The statement of this number in the library is shown first.
    #[param(pattern = "^([0-9]{1,18})?$")]
    item: Option<String>,
    /// Where the list begins: `next` of the one before.
    cursor: Option<String>,
    /// At most so many, from 1 to 50.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 50)]
    limit: Option<String>,
    /// Was just done: the numbers of corrections, with commas between them.
    #[param(pattern = "^([0-9]{1,18}(,[0-9]{1,18})*)?$")]
    done: Option<String>,
    /// Of these, those that made somebody new because nobody has the name that was typed.
    #[param(pattern = "^([0-9]{1,18}(,[0-9]{1,18})*)?$")]
    new: Option<String>,
    /// Was just undone, in the same way.
    #[param(pattern = "^([0-9]{1,18}(,[0-9]{1,18})*)?$")]
    undone: Option<String>,
}

impl Page for Review {
    const PATH: &'static str = "/review";
    const FORMATS: &'static [Format] = &[Format::Json];
    const SUMMARY: &'static str = "What a person should look at first (sayso.review/1).";
    const PERSONAL: bool = true;
    type Asked = Asked;
    type Json = JsonReview;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let limit = asked::number("limit", &asked.limit, SHOWN.0, SHOWN.1)?;
        let done = [asked::numbers("done", &asked.done)?, asked::numbers("undone", &asked.undone)?];
        let new = asked::numbers("new", &asked.new)?;
        let filter = filter(asked, at)?;
        let cursor = asked::filled(&asked.cursor).map(Cursor::parse).transpose()?;
        let first = first(asked, at.library)?;
        let queue = at.library.review_page(&filter, cursor.as_ref(), limit)?;
        if at.format == Format::Json {
            return Ok(Answer::Document(document(&JsonReview::of(&queue))));
        }
        let [done, undone] = done.map(|ids| corrections::of_ids(at.library, &ids));
        let [done, undone] = [done?, undone?];
        let new = somebody_new(at.library, &done, &new)?;
        let first = first.or_else(|| queue.items.first().cloned());
        let item = first.map(|first| Item::of(at.library, first)).transpose()?;
        let names = names(at.library)?;
        let shown = Shown { asked, queue, item, done, new, undone, names, visitor: at.visitor };
        Ok(Answer::Page { title: "Review".to_owned(), main: shown.page() })
    }
}

fn filter(asked: &Asked, at: &mut At<'_>) -> Result<ReviewFilter, Failure> {
    let issue = match (asked::filled(&asked.issue), asked::filled(&asked.found)) {
        (None, None) => None,
        (Some(phrase), None) => Some((phrase, at.library.issue(phrase)?)),
        (None, Some(label)) => {
            stored::find_once(at.library, &at.site.opened().known)?;
            Some((label, at.library.issue_found(label)?))
        }
        _ => return Err(Failure::new(FailureKind::Wrong, "Name one issue: either `issue` or `found`.")),
    };
    let issue = issue.map(|(label, issue)| {
        let message = format!("There is no issue “{label}” in this library yet: ask for it at Compare.");
        issue.map(|issue| issue.id).ok_or_else(|| Failure::new(FailureKind::Missing, message))
    });
    let actor = asked::filled(&asked.actor)
        .map(|typed| stored::actor(at.library, typed, &at.site.opened().known).map(|(who, _)| who.key));
    let article = asked::filled(&asked.article).map(str::to_owned);
    if let Some(article) = &article {
        is_there(at.library, article)?;
    }
    Ok(ReviewFilter { issue: issue.transpose()?, actor: actor.transpose()?, article })
}

/// The statement that is asked for by name or number. One that is gone is none: somebody may just have removed it.
fn first(asked: &Asked, library: &mut Library) -> Result<Option<ReviewItem>, Failure> {
    let number = match (asked::filled(&asked.statement), asked::filled(&asked.article)) {
        (Some(statement), Some(article)) => {
            let number = library.statement_number(article, statement)?;
            let message = format!("There is no statement {statement} in article `{article}`.");
            Some(number.ok_or_else(|| Failure::new(FailureKind::Missing, message))?)
        }
        (Some(_), None) => {
            let message = "statement: name its article, too, as `article`.";
            return Err(Failure::new(FailureKind::Missing, message));
        }
        _ => asked::numbers("item", &asked.item)?.into_iter().next(),
    };
    Ok(number.map(|number| library.review_of(number)).transpose()?.flatten())
}

fn names(library: &mut Library) -> Result<Vec<String>, Failure> {
    let actors = library.actors_page(&ActorFilter::default(), None, SUGGESTED)?;
    Ok(actors.items.into_iter().map(|actor| actor.name).collect())
}

/// The names of those who are new, with those in the library who may have been meant.
fn somebody_new(
    library: &mut Library,
    done: &[Told],
    new: &[i64],
) -> Result<Vec<(String, Vec<Who>)>, Failure> {
    let corrections = done.iter().map(|one| &one.correction).filter(|made| {
        new.contains(&made.id) && made.undone.is_none() && crate::names::is_typed(made.change.field)
    });
    let typed = corrections.filter_map(|made| made.change.after.as_deref());
    typed.map(|name| Ok((name.to_owned(), crate::names::near(library, name)?))).collect()
}

impl Asked {
    /// The same queue from the same place, without what was just done.
    fn queue(&self) -> Address {
        Address::of("/review")
            .maybe("issue", asked::filled(&self.issue))
            .maybe("found", asked::filled(&self.found))
            .maybe("actor", asked::filled(&self.actor))
            .maybe("article", asked::filled(&self.article))
            .maybe("limit", asked::filled(&self.limit))
            .maybe("cursor", asked::filled(&self.cursor))
    }

    /// What a form sends so that it leads back to the queue.
    fn back(&self) -> String {
        self.queue().to_string().split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    }
}

/// What a page shows.
struct Shown<'a> {
    asked: &'a Asked,
    queue: Part<ReviewItem>,
    item: Option<Item>,
    done: Vec<Told>,
    new: Vec<(String, Vec<Who>)>,
    undone: Vec<Told>,
    names: Vec<String>,
    visitor: &'a Visitor,
}

impl Shown<'_> {
    fn page(&self) -> Markup {
        html! {
            h1 { "Review" }
            (self.told())
            @match &self.item {
                Some(item) => (self.focus(item)),
                None => (self.nothing()),
            }
            (self.list())
            (self.filters())
            p { a href="/corrections" { "What people put right so far" } }
            (help())
            script src=(REVIEW.address()) defer {}
        }
    }

    /// What was just done, with a way back.
    fn told(&self) -> Markup {
        let ids: Vec<i64> = self
            .done
            .iter()
            .filter(|one| one.correction.undone.is_none())
            .map(|one| one.correction.id)
            .collect();
        html! {
            @if !self.done.is_empty() || !self.undone.is_empty() {
                div.done role="status" {
                    div {
                        @for one in &self.done { p { "Done. " (one.in_words()) "." } }
                        @for (name, near) in &self.new {
                            p.notice {
                                "“" (name) "” is taken as somebody new"
                                @if near.is_empty() { "." } @else { "; did you mean " (choices(near, |_| None)) "?" }
                                " Undo takes this back."
                            }
                        }
                        @for one in &self.undone { p { "Undone. " (one.in_words()) "." } }
                    }
                    @if !ids.is_empty() && self.visitor.may_review {
                        (corrections::undo(&ids, "review", &self.asked.back(), self.visitor, "Undo what was just done"))
                    }
                }
            }
        }
    }

    fn nothing(&self) -> Markup {
        let is_narrow = !self.asked.back().is_empty();
        match is_narrow {
            true => parts::nothing(
                "Nothing is left to look at here.",
                "Everything that fits these filters was looked at, or is certain. Clear the filters below to go on with the rest.",
            ),
            false => parts::nothing(
                "Nothing is left to look at.",
                "Every statement was looked at, or is certain. Put articles into the library with sayso ingest.",
            ),
        }
    }

    fn focus(&self, item: &Item) -> Markup {
        let at = self.queue.items.iter().position(|other| other.statement.id == item.id());
        let next = self.queue.items.get(at.map_or(0, |at| at + 1)).map(|next| self.leads_to(next));
        let last = at.and_then(|at| self.queue.items.get(at.checked_sub(1)?)).map(|last| self.leads_to(last));
        let next = next.or_else(|| self.more());
        forms::Forms { item, back: self.asked.back(), names: &self.names, visitor: self.visitor }
            .page(last.as_ref(), next.as_ref())
    }

    fn leads_to(&self, item: &ReviewItem) -> Address {
        self.asked.queue().with("item", &item.statement.id.to_string())
    }

    fn more(&self) -> Option<Address> {
        let next = self.queue.next.as_ref()?;
        let first = Asked { cursor: None, ..self.asked.clone() };
        Some(first.queue().with("cursor", next.as_str()))
    }

    /// What stands in the queue.
    fn list(&self) -> Markup {
        let here = self.item.as_ref().map(Item::id);
        html! {
            @if !self.queue.items.is_empty() {
                nav.queue aria-labelledby="queue" {
                    h2 #queue { "To be looked at" }
                    ol.plain {
                        @for item in &self.queue.items {
                            @let hit = &item.statement;
                            li { a href=(self.leads_to(item)) aria-current=[(here == Some(hit.id)).then_some("true")] {
                                strong { (hit.speaker.as_ref().map_or("nobody named", |who| who.1.as_str())) }
                                " " (shown(hit))
                                span.note { " · " (hit.outlet.as_deref().unwrap_or(&hit.article)) " · worth a look: " (item::two(item.why.score())) }
                            } }
                        }
                    }
                    (parts::more(self.more().as_ref()))
                }
            }
        }
    }

    fn filters(&self) -> Markup {
        let asked = self.asked;
        html! {
            h2 { "Narrow it down" }
            form.filters action="/review" {
                (parts::field("Issue found", "found", asked.found.as_deref(), "text", "its label"))
                (parts::field("Issue asked for", "issue", asked.issue.as_deref(), "text", "in words"))
                (parts::field("Actor", "actor", asked.actor.as_deref(), "text", "name or key"))
                (parts::field("Article", "article", asked.article.as_deref(), "text", "its name"))
                button type="submit" { "Show" }
            }
        }
    }
}

/// The beginning of a statement: in quotation marks where it is the speaker's own words.
fn shown(hit: &Hit) -> String {
    let shown = shortened(&hit.quote, 110);
    match parts::said(&hit.kind, &shown) {
        Some(_) => parts::quoted(&shown),
        None => shown,
    }
}

/// The keys that the script knows.
const KEYS: &[(&str, &str)] = &[
    ("a", "all is right: accept"),
    ("j", "next statement"),
    ("k", "the one before"),
    ("f", "the first position is for it"),
    ("g", "it is against"),
    ("n", "it is neutral"),
    ("s", "change who speaks"),
    ("w", "select words: arrow keys move, Shift extends, Enter goes to the buttons"),
    ("x", "nobody says this: remove"),
    ("u", "undo what was just done"),
    ("?", "this list"),
];

fn help() -> Markup {
    html! {
        details.keys #keys hidden {
            summary data-key="?" { "Keys" }
            p { "They work while no field has the focus." }
            dl { @for (key, what) in KEYS { div { dt { kbd { (key) } } dd { (what) } } } }
            p { label { input type="checkbox" #keys-on checked; " Single keys work" } }
        }
    }
}

#[cfg(test)]
mod tests;
