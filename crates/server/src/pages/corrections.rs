//! What did people put right? Every correction with what stood there before, the last one first; each can be undone.

mod actions;
mod json;
mod told;

use maud::{Markup, html};
use sayso_library::{Correction, CorrectionFilter, Cursor, Library};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) use actions::{Accept, Make, Undo};
use json::JsonCorrections;
pub(crate) use told::{Told, of_ids};

use crate::address::{self, Address};
use crate::asked;
use crate::correcting::is_there;
use crate::failure::Failure;
use crate::guard::Visitor;
use crate::page::{Answer, At, Format, Page, document};
use crate::parts;

/// So many on a page unless more are asked for, and so many at most.
const SHOWN: (usize, usize) = (30, 1000);

/// All corrections.
pub(crate) struct Corrections;

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// In this article, by its name.
    article: Option<String>,
    /// That name this actor, by its key.
    actor: Option<String>,
    /// Made by this person.
    by: Option<String>,
    /// `yes`: only those that were not undone.
    #[param(pattern = "^(yes|no)?$")]
    in_force: Option<String>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// At most so many, from 1 to 1000.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    limit: Option<String>,
    /// Was just undone: the numbers of corrections, with commas between them.
    #[param(pattern = "^([0-9]{1,18}(,[0-9]{1,18})*)?$")]
    undone: Option<String>,
}

impl Page for Corrections {
    const PATH: &'static str = "/corrections";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str = "What people put right (sayso.corrections/1).";
    const PERSONAL: bool = true;
    type Asked = Asked;
    type Json = JsonCorrections;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let limit = asked::number("limit", &asked.limit, SHOWN.0, SHOWN.1)?;
        let undone = asked::numbers("undone", &asked.undone)?;
        let filter = filter(asked, at.library)?;
        let cursor = asked::filled(&asked.cursor).map(Cursor::parse).transpose()?;
        let page = at.library.corrections_page(&filter, cursor.as_ref(), limit)?;
        let next = page.next.as_ref().map(Cursor::as_str);
        Ok(match at.format {
            Format::Json => Answer::Document(document(&JsonCorrections::of(&page.items, next))),
            Format::Csv => {
                let oldest_first: Vec<Correction> = page.items.into_iter().rev().collect();
                let list = sayso_answers::corrections::list(&oldest_first, parts::day_of);
                Answer::Document(list)
            }
            _ => {
                let told = told::all(at.library, page.items)?;
                let undone = of_ids(at.library, &undone)?;
                Answer::Page {
                    title: "Corrections".to_owned(),
                    main: html(asked, &told, &undone, next, at.visitor),
                }
            }
        })
    }
}

fn filter(asked: &Asked, library: &mut Library) -> Result<CorrectionFilter, Failure> {
    let owned = |filter| asked::filled(filter).map(str::to_owned);
    let article = owned(&asked.article);
    if let Some(article) = &article {
        is_there(library, article)?;
    }
    let in_force = asked::is_yes("in_force", &asked.in_force)?;
    Ok(CorrectionFilter { article, actor: owned(&asked.actor), by: owned(&asked.by), in_force })
}

/// The same list, from its beginning.
fn here(asked: &Asked) -> Address {
    Address::of("/corrections")
        .maybe("article", asked::filled(&asked.article))
        .maybe("actor", asked::filled(&asked.actor))
        .maybe("by", asked::filled(&asked.by))
        .maybe("in_force", asked::filled(&asked.in_force))
}

fn html(asked: &Asked, told: &[Told], undone: &[Told], next: Option<&str>, visitor: &Visitor) -> Markup {
    let next = next.map(|next| here(asked).with("cursor", next).maybe("limit", asked::filled(&asked.limit)));
    html! {
        h1 { "What people put right" }
        (filters(asked))
        @if !undone.is_empty() {
            div.done role="status" { @for one in undone { p { "Undone: " (one.in_words()) "." } } }
        }
        @if told.is_empty() {
            (parts::nothing("No corrections.", "What a person puts right at Review stands here, with what the machine had read."))
        } @else {
            (table(told, visitor))
            p { "Corrections hold, whatever a new model reads. The CSV can be given to another library by sayso correct." }
        }
        (parts::more(next.as_ref()))
        p { a href="/review" { "To the review" } }
    }
}

fn filters(asked: &Asked) -> Markup {
    html! {
        form.filters action="/corrections" {
            (parts::field("Article", "article", asked.article.as_deref(), "text", "its name"))
            (parts::field("Actor", "actor", asked.actor.as_deref(), "text", "a key, such as GBR"))
            (parts::field("By", "by", asked.by.as_deref(), "text", "who corrected"))
            (parts::choice("Which", "in_force", asked.in_force.as_deref().unwrap_or_default(),
                &[("", "all"), ("yes", "those not undone")]))
            button type="submit" { "Show" }
        }
    }
}

fn table(told: &[Told], visitor: &Visitor) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Corrections" {
            table.list.history {
                thead { tr {
                    th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" }
                    th scope="col" { "Before" } th scope="col" { "After" } th scope="col" { "State" }
                } }
                tbody { @for one in told { (row(one, visitor)) } }
            }
        }
    }
}

fn row(told: &Told, visitor: &Visitor) -> Markup {
    let Correction { id, change, made_at, made_by, undone, .. } = &told.correction;
    html! {
        tr.undone[undone.is_some()] {
            td data-label="When" { (parts::moment(*made_at)) }
            td.by data-label="Who" { (made_by) }
            th scope="row" {
                (told.what())
                @if let Some(words) = &told.place { " of " (parts::quoted(words)) }
                @if let Some(article) = &change.article { " in " a href=(address::article(article, None)) { (article) } }
                @if let Some(subject) = &change.subject { " " a href=(address::actor(subject)) { (told.name(subject)) } }
                @if let Some(reason) = &change.reason { p.note { (reason) } }
            }
            td data-label="Before" { (told.before()) }
            td data-label="After" { (told.after()) }
            td data-label="State" {
                @match undone {
                    Some((at, by)) => { "undone by " (by) ", " (parts::moment(*at)) }
                    None if visitor.may_review => (undo(&[*id], "corrections", "", visitor, &format!("Undo correction {id}"))),
                    None => "in force",
                }
            }
        }
    }
}

/// A button that takes corrections back, and leads to the review or the list of corrections afterwards.
pub(crate) fn undo(ids: &[i64], to: &str, back: &str, visitor: &Visitor, label: &str) -> Markup {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    html! {
        form.inline method="post" action="/review" {
            input type="hidden" name="token" value=(visitor.form_token);
            input type="hidden" name="task" value="undo";
            input type="hidden" name="ids" value=(ids.join(","));
            input type="hidden" name="to" value=(to);
            input type="hidden" name="back" value=(back);
            button.plain type="submit" aria-label=(label) data-key=[(to == "review").then_some("u")] { "Undo" }
        }
    }
}

#[cfg(test)]
mod tests;
