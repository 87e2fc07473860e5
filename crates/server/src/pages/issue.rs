//! Who stands where on one issue, since when, who differs, and who carries it?

mod carriers;
mod chart;
mod differences;

use maud::{Markup, html};
use sayso_answers::stored::Wanted;
use sayso_answers::{Comparison, Differing, JsonComparison, JsonDifferences, OnIssue, Question, on_issue};
use sayso_compare::{Cell, CellStance, Row, Selection, matrix};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::carriers::JsonCarrier;
use crate::address::Address;
use crate::asked;
use crate::failure::{Failure, FailureKind};
use crate::page::{Answer, At, Format, Page, document};
use crate::pages::issues::{address, balance, origin_in_words};
use crate::pages::timeline;
use crate::parts;

/// So many positions are looked at: the newest.
const LOOKED_AT: usize = 1000;

/// So many actors of one stance are shown at once, and so many when asked for more.
const ACTORS: (usize, usize) = (12, 200);

/// One issue.
pub(crate) struct OneIssue;

/// Which issue, and what of it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// The issue, in words.
    issue: Option<String>,
    /// In place of it, the label of an issue that was found.
    found: Option<String>,
    /// From this day on.
    #[param(format = Date)]
    from: Option<String>,
    /// Up to this day.
    #[param(format = Date)]
    to: Option<String>,
    /// Positions of a lower confidence are left out: from 0 to 1.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1)]
    min_confidence: Option<String>,
}

impl Asked {
    /// An address that keeps the filters.
    fn filtered(&self, address: Address) -> Address {
        address
            .maybe("from", asked::filled(&self.from))
            .maybe("to", asked::filled(&self.to))
            .maybe("min_confidence", asked::filled(&self.min_confidence))
    }

    /// Where an actor's words on it are.
    fn words_of(&self, actor: &str) -> Address {
        let timeline = Address::of("/timeline")
            .maybe("issue", asked::filled(&self.issue))
            .maybe("found", asked::filled(&self.found))
            .with("actor", actor);
        self.filtered(timeline)
    }
}

/// What programs see.
#[derive(Serialize, ToSchema)]
pub(crate) struct JsonIssuePage<'a> {
    /// `sayso.issue/1`.
    schema: &'static str,
    /// What it is called.
    label: &'a str,
    /// Where it comes from: `defined` by a person, `found` in the positions, `asked` for; none where it could not be kept.
    origin: Option<&'static str>,
    /// What it covers, where a person said so.
    definition: Option<&'a str>,
    /// Other phrases for it.
    examples: &'a [String],
    /// The wider issue that it is part of.
    parent: Option<&'a str>,
    /// How many positions are about it in all.
    positions: u64,
    /// How many actors are for it in all.
    favor: u64,
    /// How many actors are against it in all.
    against: u64,
    /// How many of the positions the rest of this document rests on: the newest of those that the filters allow.
    looked_at: usize,
    /// Whether there are more that the filters allow.
    is_cut: bool,
    /// Who stands where.
    stands: JsonComparison<'a>,
    /// Who contradicts whom, who talks past whom, what is carried differently.
    differences: JsonDifferences<'a>,
    /// Which outlets carry what is said; who carries most first.
    carriers: Vec<JsonCarrier<'a>>,
}

/// What the page is made of.
struct View<'a> {
    asked: &'a Asked,
    found: &'a OnIssue,
    comparison: Comparison<'a>,
    differing: Differing<'a>,
}

impl Page for OneIssue {
    const PATH: &'static str = "/issue";
    const FORMATS: &'static [Format] = &[Format::Json, Format::Csv];
    const SUMMARY: &'static str =
        "Who stands where on an issue, who differs, and who carries it (sayso.issue/1).";
    type Asked = Asked;
    type Json = JsonIssuePage<'static>;

    fn answer(asked: &Asked, at: &mut At<'_>) -> Result<Answer, Failure> {
        let (from, to) = (asked::day("from", &asked.from)?, asked::day("to", &asked.to)?);
        let min_confidence = asked::probability("min_confidence", &asked.min_confidence)? as f32;
        let question = timeline::issue(&asked.issue, &asked.found)?;
        let wanted = Wanted { min_confidence, from, to, ..Wanted::newest(1, LOOKED_AT) };
        let found = looked_at(&question, &wanted, at)?;
        let (stands, issues) = (&found.collected.stands, &found.collected.issues);
        let selection = Selection { actors: Vec::new(), from, to };
        let comparison = Comparison {
            collected: &found.collected,
            matrix: matrix(stands, issues, &selection),
            is_asked: false,
            with_silence: false,
            limit: 1,
        };
        let differing = Differing::of(&found.collected, &selection, 1);
        let view = View { asked, found: &found, comparison, differing };
        Ok(match at.format {
            Format::Json => Answer::Document(document(&view.data())),
            Format::Csv => Answer::Document(view.comparison.csv()),
            _ => Answer::Page { title: view.label().to_owned(), main: view.page() },
        })
    }
}

/// The one issue that is asked for.
///
/// # Errors
/// When the library has none under that label, or cannot be read.
pub(crate) fn looked_at(question: &Question, wanted: &Wanted, at: &mut At<'_>) -> Result<OnIssue, Failure> {
    if let Question::Phrase(phrase) = question {
        at.site.is_asked(phrase);
    }
    let found = at.site.with_tools(|tools| on_issue(at.library, question, wanted, tools))?;
    found.ok_or_else(|| {
        let label = question.only().unwrap_or_default();
        let message =
            format!("No issue called `{label}` was found in the library. /issues lists those that were.");
        Failure::new(FailureKind::Missing, message)
    })
}

impl<'a> View<'a> {
    fn label(&self) -> &'a str {
        &self.found.definition.label
    }

    /// The one row of the comparison, where anybody takes a position.
    fn row(&self) -> Option<&Row<'a>> {
        self.comparison.matrix.rows.first().filter(|row| !row.cells.is_empty())
    }

    fn data(&self) -> JsonIssuePage<'_> {
        let OnIssue { definition, origin, tally, collected } = self.found;
        JsonIssuePage {
            schema: "sayso.issue/1",
            label: &definition.label,
            origin: origin.map(|origin| origin.as_str()),
            definition: definition.definition.as_deref(),
            examples: &definition.examples,
            parent: definition.parent.as_deref(),
            positions: tally.positions,
            favor: tally.favor,
            against: tally.against,
            looked_at: collected.stands.len(),
            is_cut: collected.cut > 0,
            stands: self.comparison.data(),
            differences: self.differing.data(),
            carriers: self.row().map(carriers::of).unwrap_or_default(),
        }
    }

    fn page(&self) -> Markup {
        html! {
            h1 { (self.label()) }
            (self.about())
            (self.filters())
            @if self.found.collected.cut > 0 {
                p.notice {
                    "There is more than fits on a page: this one rests on the "
                    (parts::counted(LOOKED_AT as u64, "newest position", "newest positions"))
                    " of " (parts::number(self.found.tally.positions)) ". Choose days to see others."
                }
            }
            @match self.row() {
                None => (parts::nothing("Nobody takes a position on this here.",
                    "Widen the days, ask for it in other words, or put articles into the library with sayso ingest.")),
                Some(row) => {
                    (self.columns(row))
                    (chart::section(self.asked, &self.comparison.matrix.actors, row))
                    (differences::section(&self.differing))
                    (carriers::section(row))
                }
            }
        }
    }

    /// What it is, and how much there is.
    fn about(&self) -> Markup {
        let OnIssue { definition, origin, tally, .. } = self.found;
        html! {
            @if let Some(definition) = &definition.definition { p { (definition) } }
            p.legend {
                @if tally.favor + tally.against > 0 { "Actors: " (balance(tally.favor, tally.against)) " · " }
                (parts::counted(tally.positions, "position", "positions"))
                @if let Some(origin) = origin { " · comes from " (origin_in_words(origin.as_str())) }
                @if let Some(parent) = &definition.parent {
                    " · part of " a href=(address(parent, false)) { (parent) }
                }
            }
            @if !definition.examples.is_empty() {
                p.legend { "Also: " @for (place, example) in definition.examples.iter().enumerate() {
                    @if place > 0 { ", " } "“" (example) "”"
                } }
            }
        }
    }

    fn filters(&self) -> Markup {
        let asked = self.asked;
        html! {
            form.filters action="/issue" {
                @if let Some(issue) = asked::filled(&asked.issue) { input type="hidden" name="issue" value=(issue); }
                @if let Some(found) = asked::filled(&asked.found) { input type="hidden" name="found" value=(found); }
                (parts::field("From", "from", asked.from.as_deref(), "date", ""))
                (parts::field("To", "to", asked.to.as_deref(), "date", ""))
                (parts::sure(&asked.min_confidence))
                button type="submit" { "Show" }
            }
        }
    }

    fn columns(&self, row: &Row<'_>) -> Markup {
        let stances = [CellStance::Favor, CellStance::Against, CellStance::Mixed, CellStance::Neutral];
        html! {
            section {
                h2 { "Who stands where" }
                p.legend { "The number counts independent utterances; ? on a condition, * told by others alone." }
                div.stances {
                    @for stance in stances {
                        @let cells = by_most(row, stance);
                        @if !cells.is_empty() { (self.column(stance, &cells)) }
                    }
                }
            }
        }
    }

    fn column(&self, stance: CellStance, cells: &[&Cell<'_>]) -> Markup {
        let (first, rest) = cells.split_at(cells.len().min(ACTORS.0));
        let shown = &rest[..rest.len().min(ACTORS.1)];
        html! {
            div.card {
                h3 { (parts::stance(stance)) " " span.note { (parts::counted(cells.len() as u64, "actor", "actors")) } }
                ul.plain { @for cell in first { (self.one(cell)) } }
                @if !shown.is_empty() {
                    details {
                        summary { (rest.len()) " more" }
                        ul.plain { @for cell in shown { (self.one(cell)) } }
                        @if rest.len() > shown.len() { p.note { "Those who say least are left out here, not in the JSON." } }
                    }
                }
            }
        }
    }

    fn one(&self, cell: &Cell<'_>) -> Markup {
        let who = &self.comparison.matrix.actors[cell.actor];
        html! {
            li.who {
                a href=(self.asked.words_of(&who.key)) { (who.name) }
                span.count {
                    (cell.independent)
                    @if cell.conditional { span title="on a condition" { "?" } }
                    @if cell.alleged { span title="told by others alone" { "*" } }
                }
            }
        }
    }
}

/// Those of one stance, who says most first.
fn by_most<'a, 'b>(row: &'b Row<'a>, stance: CellStance) -> Vec<&'b Cell<'a>> {
    let mut cells: Vec<&Cell<'_>> = row.cells.iter().filter(|cell| cell.stance == stance).collect();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.independent));
    cells
}

#[cfg(test)]
mod tests {
    use crate::testing::{Sample, article};

    #[tokio::test]
    async fn it_shows_who_stands_where_and_who_differs() {
        let page = Sample::small().get("/issue?found=bridge").await;
        assert_eq!(page.status, 200, "{}", page.body);
        for shown in [
            "<h1>bridge</h1>",
            "/timeline?found=bridge&amp;actor=person%3Aada-ott",
            "Contradictions",
            "We want the bridge",
            "The Wire",
            "/article?name=post-1#s1",
        ] {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
    }

    #[tokio::test]
    async fn the_document_has_all_of_it() {
        let sample = Sample::small();
        let document = sample.get("/issue.json?found=bridge").await.json();
        assert_eq!((&document["schema"], &document["origin"]), (&"sayso.issue/1".into(), &"found".into()));
        assert_eq!((&document["looked_at"], &document["is_cut"]), (&3.into(), &false.into()));
        assert_eq!(document["stands"]["issues"][0]["cells"][0]["stance"], "mixed");
        assert!(!document["differences"]["issues"][0]["contradictions"].as_array().unwrap().is_empty());
        assert_eq!(document["carriers"][0]["outlet"], "The Wire");
        let march = sample.get("/issue.json?found=bridge&to=2024-03-31").await.json();
        assert_eq!((&march["looked_at"], &march["positions"]), (&2.into(), &3.into()));
        let asked = sample.get("/issue.json?issue=the+bridge").await.json();
        assert_eq!((&asked["origin"], &asked["label"]), (&serde_json::Value::Null, &"the bridge".into()));
        let csv = sample.get("/issue.csv?found=bridge").await.body;
        assert!(csv.starts_with("issue,actor,") && csv.lines().count() == 4, "{csv}");
    }

    #[tokio::test]
    async fn what_is_not_there_or_makes_no_sense_is_told() {
        let sample = Sample::small();
        for missing in ["/issue", "/issue?found=castle"] {
            assert_eq!(sample.get(missing).await.status, 404, "{missing}");
        }
        for wrong in [
            "/issue?found=bridge&from=soon",
            "/issue?found=bridge&min_confidence=2",
            "/issue?found=bridge&actor=x",
        ] {
            assert_eq!(sample.get(wrong).await.status, 400, "{wrong}");
        }
        let empty = sample.get("/issue?found=bridge&from=2030-01-01").await;
        assert!(empty.status == 200 && empty.body.contains("Nobody takes a position on this here."));
        assert_eq!(Sample::with(&[]).get("/issue?found=bridge").await.status, 404);
    }

    #[tokio::test]
    async fn foreign_words_stay_words() {
        let evil = "<script>alert(1)</script>\"'&";
        let mut one = article("a-1", evil, "2024-03-01", "Ada Ott", "favor", "Yes please");
        one["article"]["title"] = evil.into();
        one["actors"][0]["name"] = evil.into();
        one["actors"][0]["role"] = evil.into();
        one["positions"][0]["target"]["label"] = evil.into();
        let mut two = article("a-2", evil, "2024-04-01", "Bob Lund", "against", evil);
        two["positions"][0]["target"]["label"] = evil.into();
        let sample = Sample::with(&[one, two]);
        let list = sample.get("/issues.json").await.json();
        let label = list["issues"][0]["label"].as_str().unwrap_or("none").to_owned();
        let encoded = crate::address::Address::of("/issue").with("found", &label).to_string();
        for path in [
            encoded.as_str(),
            "/issues",
            "/actors",
            "/actor?key=person%3Aada-ott",
            "/network",
            "/issue?issue=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22'%26",
        ] {
            let page = sample.get(path).await;
            assert!(page.status == 200 && !page.body.contains("<script>alert"), "{path}: {}", page.body);
            assert!(!page.body.contains("</script>\"'&"), "{path}");
        }
        assert!(sample.get("/actors").await.body.contains("&lt;script&gt;alert(1)"));
    }
}
