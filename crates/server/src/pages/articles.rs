//! Which articles are in the library? The newest first.

use maud::{Markup, html};
use sayso_answers::csv;
use sayso_library::{ArticleFilter, ArticleHeader, Count, Cursor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::address::{self, Address};
use crate::asked;
use crate::failure::Failure;
use crate::outlets;
use crate::page::{Answer, At, Format, Page};
use crate::parts;

/// So many on a page unless more are asked for, and so many at most.
const LIMIT: (usize, usize) = (50, 500);

/// The chart shows the last so many months.
const MONTHS: usize = 60;

/// The list of articles.
pub(crate) struct Articles;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Of this outlet.
    outlet: Option<String>,
    /// From this day on.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<String>,
    /// With these words in the title.
    words: Option<String>,
    /// At most so many, from 1 to 500.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 500)]
    limit: Option<String>,
    /// Where the page begins: `next` of the one before it.
    cursor: Option<String>,
}

/// A page of the list of articles.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonArticles {
    /// `sayso.articles/1`.
    schema: &'static str,
    /// The articles, the newest first.
    articles: Vec<JsonHeader>,
    /// The `cursor` of the next page; none on the last one.
    next: Option<String>,
}

/// An article as the list has it.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleHeader)]
struct JsonHeader {
    /// Its name in the library.
    article: String,
    /// Its title.
    title: Option<String>,
    /// Its outlet.
    outlet: Option<String>,
    /// The day of publication, where it is known.
    #[schema(format = Date)]
    published: Option<String>,
    /// Where it came from.
    url: Option<String>,
    /// Its language, such as `en`.
    language: Option<String>,
    /// When it was stored, in seconds since 1970.
    added: i64,
    /// Statements in it.
    statements: u64,
    /// Positions in it.
    positions: u64,
    /// How many articles have its text, itself included.
    carriers: u64,
}

impl Page for Articles {
    const PATH: &'static str = "/articles";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str = "The articles, the newest first (sayso.articles/1).";
    type Asked = Asked;
    type Json = JsonArticles;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let limit = asked::number("limit", &asked.limit, LIMIT.0, LIMIT.1)?;
        let cursor = asked::filled(&asked.cursor).map(Cursor::parse).transpose()?;
        let known = at.library.outlets()?;
        let (outlet, notice) = match asked::filled(&asked.outlet) {
            Some(typed) => {
                let (outlets, notice) = outlets::meant(typed, &known);
                (outlets.into_iter().next(), notice)
            }
            None => (None, None),
        };
        let filter = ArticleFilter {
            outlet,
            from: asked::day("from", &asked.from)?,
            to: asked::day("to", &asked.to)?,
            words: asked::filled(&asked.words).map(str::to_owned),
        };
        let page = at.library.articles_page(&filter, cursor.as_ref(), limit)?;
        let list = List { asked, articles: page.items, next: page.next, known, notice };
        Ok(match at.format {
            Format::Json => Answer::Document(crate::page::document(&list.json())),
            Format::Csv => Answer::Document(list.csv()),
            _ => {
                let is_first = filter == ArticleFilter::default() && cursor.is_none();
                let months = if is_first { at.library.articles_by_month()? } else { Vec::new() };
                Answer::Page { title: "Articles".to_owned(), main: list.page(&months) }
            }
        })
    }
}

/// A page of the list.
struct List<'a> {
    asked: &'a Asked,
    articles: Vec<ArticleHeader>,
    next: Option<Cursor>,
    /// All outlets.
    known: Vec<String>,
    notice: Option<String>,
}

impl List<'_> {
    fn json(self) -> JsonArticles {
        let one = |article: ArticleHeader| JsonHeader {
            article: article.name,
            title: article.title,
            outlet: article.outlet,
            published: article.published,
            url: article.url,
            language: article.language,
            added: article.added,
            statements: article.statements,
            positions: article.positions,
            carriers: article.carriers,
        };
        JsonArticles {
            schema: "sayso.articles/1",
            articles: self.articles.into_iter().map(one).collect(),
            next: self.next.map(|next| next.to_string()),
        }
    }

    fn csv(&self) -> String {
        let head = [
            "article",
            "title",
            "outlet",
            "published",
            "url",
            "language",
            "statements",
            "positions",
            "carriers",
        ];
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let rows = self.articles.iter().map(|article| {
            csv::row(&[
                article.name.clone(),
                text(&article.title),
                text(&article.outlet),
                text(&article.published),
                text(&article.url),
                text(&article.language),
                article.statements.to_string(),
                article.positions.to_string(),
                article.carriers.to_string(),
            ])
        });
        csv::row(&head) + &rows.collect::<String>()
    }

    fn page(&self, months: &[Count]) -> Markup {
        let asked = self.asked;
        html! {
            h1 { "Articles" }
            form.filters action="/articles" {
                (parts::field("Words in the title", "words", asked.words.as_deref(), "search", ""))
                (outlets::field(asked.outlet.as_deref(), &self.known))
                (parts::field("From", "from", asked.from.as_deref(), "date", ""))
                (parts::field("To", "to", asked.to.as_deref(), "date", ""))
                button type="submit" { "Show" }
            }
            @if let Some(notice) = &self.notice { p.notice { (notice) } }
            (chart(months))
            @if self.articles.is_empty() {
                (parts::nothing("No article is here.", "Widen the days, ask for other words, or put articles into the library with sayso ingest."))
            } @else {
                (self.table())
                (parts::more(self.more().as_ref()))
            }
            p.note { "A text of your own? " a href="/read" { "Have it read" } "; nothing of it is kept." }
        }
    }

    fn table(&self) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label="Articles" {
                table.list {
                    thead { tr {
                        th scope="col" { "Title" } th scope="col" { "Outlet" } th scope="col" { "Day" }
                        th.number scope="col" { "Statements" } th.number scope="col" { "Positions" }
                        th.number scope="col" { "Copies" }
                    } }
                    tbody { @for article in &self.articles { (row(article)) } }
                }
            }
        }
    }

    /// Where the list goes on.
    fn more(&self) -> Option<Address> {
        let next = self.next.as_ref()?;
        let asked = self.asked;
        let address = Address::of("/articles")
            .maybe("words", asked::filled(&asked.words))
            .maybe("outlet", asked::filled(&asked.outlet))
            .maybe("from", asked::filled(&asked.from))
            .maybe("to", asked::filled(&asked.to))
            .maybe("limit", asked::filled(&asked.limit));
        Some(address.with("cursor", next.as_str()))
    }
}

fn row(article: &ArticleHeader) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href=(address::article(&article.name, None)) {
                    (article.title.as_deref().unwrap_or(&article.name))
                }
            }
            td { (article.outlet.as_deref().unwrap_or_default()) }
            td {
                @match &article.published {
                    Some(day) => (parts::day(day)),
                    None => span.note { "unknown" },
                }
            }
            td.number { (parts::number(article.statements)) }
            td.number { (parts::number(article.positions)) }
            td.number { @if article.carriers > 1 { (parts::number(article.carriers - 1)) } }
        }
    }
}

/// The month's number, `YYYY-MM` counted from the year 0.
fn month(count: &Count) -> Option<usize> {
    let (year, month) = count.when.split_once('-')?;
    Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()?)
}

/// Articles a month: a drawing, and the same as a table. Months of none are gaps.
fn chart(counts: &[Count]) -> Markup {
    let last = counts.iter().filter_map(month).max().unwrap_or(0);
    let counted = counts.iter().filter_map(|count| Some((month(count)?, count)));
    let shown: Vec<(usize, &Count)> = counted.filter(|(number, _)| number + MONTHS > last).collect();
    html! {
        @if let ([(first, from), .., (_, to)], true) = (shown.as_slice(), shown.len() > 2) {
            figure.months {
                (bars(&shown, *first, last))
                figcaption { "Articles a month, " (from.when) " to " (to.when) }
                details { summary { "As a table" } (table(&shown)) }
            }
        }
    }
}

fn bars(shown: &[(usize, &Count)], first: usize, last: usize) -> Markup {
    const WIDTH: usize = 14;
    const HEIGHT: u64 = 80;
    let most = shown.iter().map(|(_, count)| count.articles).max().unwrap_or(0).max(1);
    let width = (last - first + 1) * WIDTH;
    html! {
        svg.chart role="img" aria-label={ "Articles a month; at most " (most) } viewBox={ "0 0 " (width) " " (HEIGHT) }
            width=(width) height=(HEIGHT) {
            @for (number, count) in shown {
                @let height = (count.articles * HEIGHT).div_ceil(most);
                rect x=((number - first) * WIDTH) y=(HEIGHT - height) width=(WIDTH - 2) height=(height) {
                    title { (count.when) ": " (parts::counted(count.articles, "article", "articles")) }
                }
            }
        }
    }
}

fn table(shown: &[(usize, &Count)]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Articles a month" { table {
            thead { tr { th scope="col" { "Month" } th.number scope="col" { "Articles" } } }
            tbody { @for (_, count) in shown { tr {
                th scope="row" { (count.when) } td.number { (parts::number(count.articles)) }
            } } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn the_newest_come_first_page_by_page() {
        let sample = Sample::small();
        let first = sample.get("/articles.json?limit=2").await.json();
        assert_eq!(
            (&first["schema"], &first["articles"][0]["article"]),
            (&"sayso.articles/1".into(), &"wire-2".into())
        );
        let next = first["next"].as_str().unwrap();
        let last = sample.get(&format!("/articles.json?limit=2&cursor={next}")).await.json();
        assert_eq!((&last["articles"][0]["article"], last["next"].is_null()), (&"wire-1".into(), true));
        let page = sample.get("/articles?limit=2&outlet=").await;
        assert!(page.body.contains(&format!("/articles?limit=2&amp;cursor={next}")), "{}", page.body);
        let csv = sample.get("/articles.csv").await.body;
        assert!(csv.starts_with("article,title,outlet,published,") && csv.lines().count() == 4, "{csv}");
    }

    #[tokio::test]
    async fn filters_hold_and_what_makes_no_sense_is_named() {
        let sample = Sample::small();
        let page = sample.get("/articles?outlet=the+wire&to=2024-03-05").await;
        assert!(page.body.contains("name=wire-1") && !page.body.contains("name=wire-2"), "{}", page.body);
        let nobody = sample.get("/articles?outlet=Nobody").await;
        assert!(
            nobody.body.contains("no outlet here is called `Nobody`")
                && nobody.body.contains("No article is here")
        );
        for wrong in ["from=soon", "limit=0", "cursor=2", "words=%22", "page=2"] {
            let told = sample.get(&format!("/articles.json?{wrong}")).await;
            assert_eq!(
                (told.status.as_u16(), &told.json()["error"]["code"]),
                (400, &"wrong".into()),
                "{wrong}"
            );
        }
    }

    #[tokio::test]
    async fn three_months_make_a_chart_and_nothing_is_said_to_be_missing() {
        let empty = Sample::with(&[]).get("/articles").await;
        assert!(empty.status == 200 && empty.body.contains("sayso ingest") && !empty.body.contains("<svg"));
        let days = ["2024-01-01", "2024-02-01", "2024-04-01"];
        let articles: Vec<_> = days
            .iter()
            .map(|day| article(day, "Wire", day, "Ada", "favor", &format!("It is {day}")))
            .collect();
        let page = Sample::with(&articles).get("/articles").await;
        assert!(
            page.body.contains("Articles a month, 2024-01 to 2024-04")
                && page.body.contains("<rect x=\"42\""),
            "{}",
            page.body
        );
    }

    #[tokio::test]
    async fn foreign_words_stay_words() {
        let evil = "<script>alert(1)</script>\"'&";
        let mut foreign = article(evil, evil, "2024-03-01", "Ada", "favor", "Yes");
        foreign["article"]["title"] = evil.into();
        let sample = Sample::with(&[foreign]);
        let page = sample.get("/articles?words=%3Cscript%3E&outlet=%3Cscript%3E").await;
        assert!(page.status == 200 && !page.body.contains("<script>"), "{}", page.body);
        let page = sample.get("/articles").await;
        assert!(!page.body.contains("<script>") && page.body.contains("&lt;script&gt;"), "{}", page.body);
    }
}
