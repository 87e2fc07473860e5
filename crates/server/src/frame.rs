//! What stands around every page: header, navigation, footer, and the shape of failures.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::assets::{ICON, STYLE};
use crate::failure::Failure;
use crate::guard::{FIELD, Visitor};
use crate::page::Format;

/// What the navigation leads to.
const NAVIGATION: &[(&str, &str)] = &[
    ("/", "Overview"),
    ("/compare", "Compare"),
    ("/timeline", "Timeline"),
    ("/issues", "Issues"),
    ("/actors", "Actors"),
    ("/articles", "Articles"),
    ("/network", "Network"),
    ("/review", "Review"),
    ("/model", "About the model"),
];

/// A whole page. `main` is markup that was made here.
pub(crate) fn page(
    title: &str,
    main: &str,
    here: &str,
    formats: &[Format],
    address: &str,
    visitor: &Visitor,
) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · sayso" }
                link rel="icon" href=(ICON.address()) type="image/svg+xml";
                link rel="stylesheet" href=(STYLE.address());
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" { "sayso" }
                    @if visitor.role.is_some() { nav aria-label="Main" {
                        ul {
                            @for (path, name) in NAVIGATION {
                                li { a href=(path) aria-current=[(*path == here).then_some("page")] { (name) } }
                            }
                        }
                    } }
                    @if visitor.role.is_some() { form.find role="search" action="/search" {
                        label.hidden for="find" { "Search all statements" }
                        input #find type="search" name="words" placeholder="Search statements" maxlength="500";
                        button type="submit" { "Search" }
                    } }
                }
                main #main tabindex="-1" { (PreEscaped(main)) }
                footer {
                    @if !formats.is_empty() {
                        p { "This view as " @for (place, format) in formats.iter().enumerate() {
                            @if place > 0 { ", " }
                            a href=(in_format(address, here, *format)) { (format.label()) }
                        } }
                    }
                    p { "Every answer opens to the words it rests on. What a machine read may be wrong: "
                        a href="/model" { "how often" } "." }
                    (who(visitor))
                }
            }
        }
    }
    .into_string()
}

/// Who asks where the system does not say who that is.
pub(crate) const NOBODY: &str = "somebody";

/// Who is looking, and the way out.
fn who(visitor: &Visitor) -> Markup {
    html! {
        @if let Some(role) = visitor.role {
            @if visitor.name == NOBODY && !visitor.is_signed_in {
                p.who { "Your corrections carry the name " strong { (visitor.name) } ": start sayso serve as "
                    code { "USER=\"Ada Ott\" sayso serve" } " to give yours." }
            } @else {
                p.who { "You are " strong { (visitor.name) } @if visitor.is_signed_in { ", with the role " (role) } "." }
            }
            @if visitor.is_signed_in {
                form.out method="post" action="/sign-out" {
                    input type="hidden" name=(FIELD) value=(visitor.form_token);
                    button.plain type="submit" { "Sign out" }
                }
            }
        }
    }
}

/// The same view in another shape.
fn in_format(address: &str, here: &str, format: Format) -> String {
    let (path, query) = address.split_once('?').map_or((address, ""), |(path, query)| (path, query));
    let path = if here == "/" { "/overview" } else { path };
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{}{mark}{query}", format.suffix())
}

/// A failure, in the shape that was asked for.
pub(crate) fn failed(failure: &Failure, format: Format, visitor: &Visitor) -> Response {
    let status = failure.kind().status();
    let cache = [(header::CACHE_CONTROL, "no-store")];
    let mut response = match format {
        Format::Html => {
            let (title, main) = failure.page(&visitor.request);
            let page = page(title, &main.into_string(), "", &[], "", visitor);
            (status, cache, [(header::CONTENT_TYPE, Format::Html.media())], page).into_response()
        }
        _ => (status, cache, [(header::CONTENT_TYPE, Format::Json.media())], failure.json(&visitor.request))
            .into_response(),
    };
    // The one that writes the log finds the reason here.
    response.extensions_mut().insert(failure.clone());
    response
}
