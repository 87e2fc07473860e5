//! Which statements hold these words, or mean much the same?

use maud::{Markup, html};
use sayso_answers::found::{self, JsonFound};
use sayso_answers::stored;
use sayso_domain::{Kind, Stance};
use sayso_library::{Cursor, Filter, Found, Hit, SearchPage};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::address::{self, Address};
use crate::asked;
use crate::failure::{Failure, FailureKind};
use crate::outlets;
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// So many on a page unless more are asked for, and so many at most.
const LIMIT: (usize, usize) = (30, 200);

/// Statements by their words.
pub(crate) struct Search;

/// What is searched for. Everything that is given has to hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Words: all of them, or as the signs `"…"`, `*`, `OR`, `-` and parentheses say.
    words: Option<String>,
    /// A phrase that they mean much the same as; the nearest come first, in one page.
    like: Option<String>,
    /// Who speaks: a name or a key.
    speaker: Option<String>,
    /// For whom: a name or a key.
    speaks_for: Option<String>,
    /// In this outlet.
    outlet: Option<String>,
    /// On this issue, in words.
    issue: Option<String>,
    /// In place of it, the label of an issue that was found.
    found: Option<String>,
    /// With a position of this stance: favor, against or neutral.
    #[param(pattern = "^(favor|against|neutral)?$")]
    stance: Option<String>,
    /// Of this kind: direct, indirect or mixed.
    #[param(pattern = "^(direct|indirect|mixed)?$")]
    kind: Option<String>,
    /// From this day on.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<String>,
    /// Sure at least so much: from 0 to 1.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1)]
    min_confidence: Option<String>,
    /// `yes`: of articles that are copies of one another, in the first alone.
    #[param(pattern = "^(yes|no)?$")]
    independent: Option<String>,
    /// At most so many, from 1 to 200.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page begins: `next` of the one before it.
    cursor: Option<String>,
}

impl Asked {
    /// All that is asked, under the names that it has in an address; but for the place in the list.
    fn filters(&self) -> [(&'static str, Option<&str>); 14] {
        [
            ("words", &self.words),
            ("like", &self.like),
            ("speaker", &self.speaker),
            ("speaks_for", &self.speaks_for),
            ("outlet", &self.outlet),
            ("issue", &self.issue),
            ("found", &self.found),
            ("stance", &self.stance),
            ("kind", &self.kind),
            ("from", &self.from),
            ("to", &self.to),
            ("min_confidence", &self.min_confidence),
            ("independent", &self.independent),
            ("limit", &self.limit),
        ]
        .map(|(name, filter)| (name, asked::filled(filter)))
    }

    /// Whether the form was never sent: it sends the words even where there are none.
    fn is_unsent(&self) -> bool {
        let is_bare = self.filters().iter().all(|(name, filter)| *name == "limit" || filter.is_none());
        is_bare && self.words.is_none() && asked::filled(&self.cursor).is_none()
    }

    /// Whether anything is asked besides words and meaning.
    fn is_narrow(&self) -> bool {
        let plain = ["words", "like", "limit"];
        self.filters().iter().any(|(name, filter)| !plain.contains(name) && filter.is_some())
    }

    /// Where the list goes on.
    fn next(&self, cursor: &Cursor) -> Address {
        let filters = self.filters().into_iter();
        let address =
            filters.fold(Address::of("/search"), |address, (name, filter)| address.maybe(name, filter));
        address.with("cursor", cursor.as_str())
    }
}

impl Page for Search {
    const PATH: &'static str = "/search";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str = "Statements by their words, or by what they mean (sayso.search/1).";
    type Asked = Asked;
    type Json = JsonFound<'static>;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let mut notices = Vec::new();
        let known = at.library.outlets()?;
        if at.format == Format::Html && asked.is_unsent() {
            let main = page(asked, &known, None, &notices);
            return Ok(Answer::Page { title: "Search".to_owned(), main });
        }
        let filter = filter(asked, at, &known, &mut notices)?;
        let limit = asked::number("limit", &asked.limit, LIMIT.0, LIMIT.1)?;
        let cursor = asked::filled(&asked.cursor).map(Cursor::parse).transpose()?;
        let found = match asked::filled(&asked.like) {
            Some(phrase) => like(phrase, &filter, cursor.as_ref(), limit, at, &mut notices)?,
            None => at.library.search_page(&filter, cursor.as_ref(), limit)?,
        };
        Ok(match at.format {
            Format::Json => {
                let next = found.page.next.as_ref().map(Cursor::to_string);
                let found = JsonFound::of(&found.page.items, found.total, found.is_at_least, next);
                Answer::Document(found.document())
            }
            Format::Csv => {
                let found =
                    Found { hits: found.page.items, total: found.total, is_at_least: found.is_at_least };
                Answer::Document(found::csv(&found))
            }
            _ => {
                let title =
                    asked::filled(&asked.words).or(asked::filled(&asked.like)).unwrap_or("Statements");
                Answer::Page {
                    title: format!("{title}: search"),
                    main: page(asked, &known, Some(&found), &notices),
                }
            }
        })
    }
}

/// What is asked, as the library takes it; what a person should be told goes to `notices`.
fn filter(
    asked: &Asked,
    at: &mut At<'_>,
    known: &[String],
    notices: &mut Vec<String>,
) -> Result<Filter, Failure> {
    let mut filter = Filter {
        words: asked::filled(&asked.words).map(str::to_owned),
        kinds: asked::one_of("kind", &asked.kind, Kind::ALL.map(|kind| (kind.as_str(), kind)))?
            .into_iter()
            .collect(),
        from: asked::day("from", &asked.from)?,
        to: asked::day("to", &asked.to)?,
        min_confidence: asked::probability("min_confidence", &asked.min_confidence)?,
        stance: asked::one_of("stance", &asked.stance, Stance::ALL.map(|stance| (stance.as_str(), stance)))?,
        independent: asked::is_yes("independent", &asked.independent)?,
        ..Filter::default()
    };
    filter.speakers = key(&asked.speaker, at, notices)?;
    filter.principals = key(&asked.speaks_for, at, notices)?;
    if let Some(typed) = asked::filled(&asked.outlet) {
        let (outlets, notice) = outlets::meant(typed, known);
        filter.outlets = outlets;
        notices.extend(notice);
    }
    filter.issue = issue(asked, at, notices)?;
    Ok(filter)
}

/// Whom a name means.
fn key(typed: &Option<String>, at: &mut At<'_>, notices: &mut Vec<String>) -> Result<Vec<String>, Failure> {
    let Some(typed) = asked::filled(typed) else { return Ok(Vec::new()) };
    let (who, notice) = stored::actor(at.library, typed, &at.site.opened().known)?;
    notices.extend(notice);
    Ok(vec![who.key])
}

/// The number of no issue.
const NO_ISSUE: i64 = -1;

/// The issue's number in the library.
fn issue(asked: &Asked, at: &mut At<'_>, notices: &mut Vec<String>) -> Result<Option<i64>, Failure> {
    match (asked::filled(&asked.issue), asked::filled(&asked.found)) {
        (None, None) => Ok(None),
        (Some(phrase), None) => {
            let issue = at.site.with_tools(|tools| stored::issue(at.library, phrase, tools))?;
            Ok(Some(issue))
        }
        (None, Some(label)) => {
            stored::find_once(at.library, &at.site.opened().known)?;
            let issue = at.library.issue_found(label)?;
            if issue.is_none() {
                notices.push(format!("no issue that was found is called `{label}`"));
            }
            Ok(Some(issue.map_or(NO_ISSUE, |issue| issue.id)))
        }
        _ => Err(Failure::new(FailureKind::Wrong, "Name one issue: either `issue` or `found`.")),
    }
}

/// Statements that mean much the same as `phrase`.
fn like(
    phrase: &str,
    filter: &Filter,
    cursor: Option<&Cursor>,
    limit: usize,
    at: &mut At<'_>,
    notices: &mut Vec<String>,
) -> Result<SearchPage, Failure> {
    if cursor.is_some() {
        let message = "What is alike is given in one page: ask for more with `limit`, without `cursor`.";
        return Err(Failure::new(FailureKind::Wrong, message));
    }
    if !phrase.contains(char::is_alphanumeric) {
        return Err(Failure::new(FailureKind::Wrong, format!("like: `{phrase}` holds no word.")));
    }
    let vector = at.site.opened().model.meaning(phrase);
    let found = at.library.like(&vector, filter, limit)?;
    if found.hits.is_empty() {
        notices.push(MEANINGLESS.to_owned());
    }
    let page = sayso_library::Page { items: found.hits, next: None };
    Ok(SearchPage { page, total: found.total, is_at_least: false })
}

/// Nothing is alike: each statement is at least a little, where its meaning is known.
const MEANINGLESS: &str = "only statements that were stored with what they mean can be found so: those that sayso ingest or sayso watch read";

fn page(asked: &Asked, known: &[String], found: Option<&SearchPage>, notices: &[String]) -> Markup {
    html! {
        h1 { "Search statements" }
        (form(asked, known))
        (help(found.is_none()))
        @for notice in notices { p.notice { (notice) } }
        @if let Some(found) = found { (results(asked, found)) }
    }
}

fn form(asked: &Asked, known: &[String]) -> Markup {
    let typed = |filter: &'static str| {
        asked.filters().into_iter().find(|(name, _)| *name == filter).and_then(|(_, typed)| typed)
    };
    let chosen = |filter| typed(filter).unwrap_or_default();
    html! {
        form.search action="/search" {
            div.filters {
                (parts::field("Words", "words", typed("words"), "search", "\"fuel tax\" OR petrol*"))
                (parts::field("Meaning much the same as", "like", typed("like"), "search", "a phrase"))
                button type="submit" { "Search" }
            }
            details open[asked.is_narrow()] {
                summary { "Narrow it down" }
                div.filters {
                    (parts::field("Speaker", "speaker", typed("speaker"), "text", "a name"))
                    (parts::field("Speaks for", "speaks_for", typed("speaks_for"), "text", "a name"))
                    (outlets::field(typed("outlet"), known))
                    (parts::field("On the issue", "issue", typed("issue"), "text", ""))
                    @if let Some(found) = typed("found") {
                        (parts::field("Issue that was found", "found", Some(found), "text", ""))
                    }
                    (parts::choice("Stance", "stance", chosen("stance"), &STANCES))
                    (parts::choice("Kind", "kind", chosen("kind"), &KINDS))
                    (parts::field("From", "from", typed("from"), "date", ""))
                    (parts::field("To", "to", typed("to"), "date", ""))
                    (parts::sure(&asked.min_confidence))
                    (parts::choice("Copies", "independent", chosen("independent"), &COPIES))
                }
            }
        }
    }
}

const STANCES: [(&str, &str); 4] =
    [("", "any"), ("favor", "+ for it"), ("against", "− against it"), ("neutral", "○ neutral")];
const KINDS: [(&str, &str); 4] = [
    ("", "any"),
    ("direct", "in their words"),
    ("indirect", "in the outlet's words"),
    ("mixed", "partly in their words"),
];
const COPIES: [(&str, &str); 2] = [("", "all"), ("yes", "the first alone")];

/// What may be written.
fn help(is_open: bool) -> Markup {
    const WAYS: [(&str, &str); 6] = [
        ("fuel tax", "both words, anywhere in what is said"),
        ("\"fuel tax\"", "one behind the other"),
        ("ferr*", "words that begin so"),
        ("fuel OR petrol", "one of them"),
        ("tax -fuel", "the first without the second"),
        ("(fuel OR petrol) tax", "taken together"),
    ];
    html! {
        details open[is_open] {
            summary { "How to search" }
            div.scroll tabindex="0" role="region" aria-label="How to search" { table {
                thead { tr { th scope="col" { "Written" } th scope="col" { "Found" } } }
                tbody { @for (written, means) in WAYS {
                    tr { th scope="row" { a href=(Address::of("/search").with("words", written)) { code { (written) } } } td { (means) } }
                } }
            } }
            p { "Case and accents do not count. Without words, everything that fits the other filters is shown, the newest first." }
        }
    }
}

fn results(asked: &Asked, found: &SearchPage) -> Markup {
    let hits = &found.page.items;
    html! {
        @if hits.is_empty() && found.page.next.is_none() {
            (parts::nothing("Nothing was found.", "Take fewer words, the beginning of a word with *, or wider days."))
        } @else {
            h2 {
                @if asked::filled(&asked.like).is_some() {
                    "The nearest " (hits.len()) " of "
                } @else if found.is_at_least { "At least " }
                (parts::counted(found.total, "statement", "statements"))
            }
            ol.plain.found { @for hit in hits { li { (one(hit)) } } }
            (parts::more(found.page.next.as_ref().map(|next| asked.next(next)).as_ref()))
        }
    }
}

fn one(hit: &Hit) -> Markup {
    let there = address::article(&hit.article, Some(&hit.statement));
    html! {
        figure.words {
            blockquote class=[parts::said(&hit.kind, &hit.quote)] { a href=(there) { (marked(hit)) } }
            figcaption {
                @match &hit.speaker {
                    Some((key, name)) => a.speaker href=(address::actor(key)) { (name) },
                    None => span { "somebody who is not named" },
                }
                @if let Some((key, name)) = parts::principal(hit) { " for " a href=(address::actor(key)) { (name) } }
                @if let Some(day) = &hit.day {
                    " · " (parts::day(day))
                    @if hit.said_on.is_none() { span.note { " (published)" } }
                }
                " · " (hit.outlet.as_deref().unwrap_or(&hit.article))
                @if let Some(title) = &hit.title { ", “" (title) "”" }
                @if let Some(likeness) = hit.likeness { " · " ((likeness.clamp(0.0, 1.0) * 100.0).round()) " % alike" }
                " · " (parts::confidence(hit.confidence))
            }
        }
    }
}

/// The quote, with what was searched for marked. Marks that do not fit it are left out.
fn marked(hit: &Hit) -> Markup {
    let quote = hit.quote.as_str();
    let mut last = 0;
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for &(start, end) in &hit.marks {
        if start < last {
            continue;
        }
        if let (Some(before), Some(words)) = (quote.get(last..start), quote.get(start..end)) {
            parts.push((before, words));
            last = end;
        }
    }
    html! {
        @for (before, words) in parts { (before) mark { (words) } }
        (quote.get(last..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn words_are_found_marked_and_lead_to_their_place() {
        let sample = Sample::small();
        let page = sample.get("/search?words=bridge+-toll").await;
        assert!(page.body.contains("Nobody needs the <mark>bridge</mark>"), "{}", page.body);
        assert!(page.body.contains("/article?name=post-1#s1") && !page.body.contains("wire-2#s1"));
        assert!(page.body.contains("2 statements"));
        let document = sample.get("/search.json?speaker=Ada+Ott&outlet=the+wire").await.json();
        assert_eq!((&document["schema"], &document["total"]), (&"sayso.search/1".into(), &2.into()));
        let csv = sample.get("/search.csv?words=bridge").await.body;
        assert!(csv.starts_with("article,title,") && csv.lines().count() == 4, "{csv}");
    }

    #[tokio::test]
    async fn nothing_asked_shows_the_form_and_how_to_search() {
        let page = Sample::small().get("/search").await;
        assert!(
            page.body.contains("<details open><summary>How to search") && !page.body.contains("<figure"),
            "{}",
            page.body
        );
        let none = Sample::with(&[]).get("/search?words=x").await;
        assert!(none.status == 200 && none.body.contains("Nothing was found"), "{}", none.body);
    }

    #[tokio::test]
    async fn a_form_without_words_shows_everything_the_newest_first() {
        let page = Sample::small().get("/search?words=&like=&speaker=").await.body;
        let at = |statement: &str| page.find(statement).unwrap_or_else(|| panic!("{statement}: {page}"));
        assert!(page.contains("3 statements"), "{page}");
        assert!(at("wire-2#s1") < at("post-1#s1") && at("post-1#s1") < at("wire-1#s1"), "{page}");
    }

    #[tokio::test]
    async fn who_speaks_for_himself_is_named_once_and_own_marks_are_enough() {
        let mut one = article("a-1", "The Wire", "2024-03-01", "Ada Ott", "favor", "\"We want it,\" always");
        one["statements"][0]["speaks_for"] = "a1".into();
        let page = Sample::with(&[one]).get("/search?words=always").await.body;
        assert!(page.contains("Ada Ott</a>") && !page.contains(" for <a"), "{page}");
        assert!(page.contains("<blockquote><a"), "{page}");
        let page = Sample::small().get("/search?words=toll").await.body;
        assert!(page.contains("<blockquote class=\"said\"><a"), "{page}");
    }

    #[tokio::test]
    async fn a_page_leads_to_the_next_with_the_same_filters() {
        let sample = Sample::small();
        let first = sample.get("/search.json?outlet=The+Wire&limit=1").await.json();
        let next = first["next"].as_str().unwrap();
        let page = sample.get("/search?outlet=The+Wire&limit=1").await;
        assert!(
            page.body.contains(&format!("/search?outlet=The%20Wire&amp;limit=1&amp;cursor={next}")),
            "{}",
            page.body
        );
        let last = sample.get(&format!("/search.json?outlet=The+Wire&limit=1&cursor={next}")).await.json();
        assert_eq!((&last["statements"][0]["article"], last.get("next")), (&"wire-1".into(), None));
    }

    #[tokio::test]
    async fn stances_kinds_and_issues_narrow_it() {
        let sample = Sample::small();
        let total =
            async |query: &str| sample.get(&format!("/search.json?{query}")).await.json()["total"].clone();
        assert_eq!(total("stance=against").await, 2);
        assert_eq!(total("stance=against&speaker=person:ada-ott").await, 1);
        assert_eq!(total("kind=indirect").await, 0);
        assert_eq!(total("found=bridge").await, 3);
        assert_eq!(total("found=tunnel").await, 0);
        assert_eq!(total("min_confidence=0.9").await, 0);
    }

    #[tokio::test]
    async fn what_makes_no_sense_is_named() {
        let sample = Sample::small();
        for wrong in [
            "kind=loud",
            "stance=for",
            "from=soon",
            "words=%22",
            "limit=201",
            "independent=1",
            "cursor=00",
            "issue=a&found=b",
            "like=%21",
            "like=a&cursor=x",
            "word=x",
            "min_confidence=2",
        ] {
            let told = sample.get(&format!("/search.json?{wrong}")).await;
            assert_eq!(
                (told.status.as_u16(), &told.json()["error"]["code"]),
                (400, &"wrong".into()),
                "{wrong}"
            );
        }
    }

    #[tokio::test]
    async fn foreign_words_stay_words() {
        let evil = "<script>alert(1)</script>\"'&";
        let mut foreign = article("evil", evil, "2024-03-01", "Ada", "favor", evil);
        foreign["article"]["title"] = evil.into();
        foreign["actors"][0]["name"] = evil.into();
        let sample = Sample::with(&[foreign]);
        let evil = "%3Cscript%3Ealert(1)%3C/script%3E%22'%26";
        for query in [
            "words=alert&like=".to_owned(),
            format!("speaker={evil}&speaks_for={evil}&outlet={evil}&found={evil}"),
            format!("like={evil}"),
        ] {
            let page = sample.get(&format!("/search?{query}")).await;
            assert!(page.status == 200 && !page.body.contains("<script>"), "{query}: {}", page.body);
        }
        let page = sample.get("/search?words=script").await;
        assert!(page.body.contains("&lt;<mark>script</mark>&gt;"), "{}", page.body);
    }
}
