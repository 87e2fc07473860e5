//! `sayso agreement`: how far do machine and person agree, or two coders?
//!
//! Statements are matched by their words within each article, positions by theirs; what both have is then compared. A
//! library's machine is compared with what people made of the articles in which they corrected something, so these figures
//! are of articles that somebody found worth correcting.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use sayso_agreement::{Interval, Level, Matched, Prf, alpha, interval, matched, numbered};
use sayso_domain::{ActorId, Reading, Span};
use sayso_library::Library;

use crate::exit::Exit;
use crate::output::put;
use crate::pretty::counted;

/// What `sayso agreement` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Who is compared.
    pub(crate) between: Between,
    /// A JSON document rather than a table.
    pub(crate) is_json: bool,
}

/// Who is compared.
#[derive(Clone, Debug)]
pub(crate) enum Between {
    /// The readings of two files, of the same articles.
    Files(PathBuf, PathBuf),
    /// The machine and the people of a library.
    Library(String),
}

/// Both readings of an article: the one that is taken as right, and the other.
struct Both {
    first: Reading,
    second: Reading,
}

/// Compares, and writes what was found to standard output.
///
/// # Errors
/// When a file or library cannot be read, or there is nothing to compare.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let both = match &config.between {
        Between::Library(place) => of_library(&mut Library::open(place)?)?,
        Between::Files(first, second) => of_files(first, second)?,
    };
    if both.is_empty() {
        return Err(match &config.between {
            Between::Library(place) => anyhow!(
                "{place}: nobody has corrected anything yet, so there is nothing to compare (sayso correct)"
            ),
            Between::Files(first, second) => {
                anyhow!("{} and {} have no article in common", first.display(), second.display())
            }
        });
    }
    let figures = Figures::of(&both);
    let text = if config.is_json { figures.json() } else { figures.table(&config.between) };
    put(text)?;
    Ok(Exit::Done)
}

fn of_library(library: &mut Library) -> anyhow::Result<Vec<Both>> {
    let mut both = Vec::new();
    for name in library.corrected()? {
        if let Some((machine, person)) = library.before_and_after(&name)? {
            both.push(Both { first: person, second: machine });
        }
    }
    Ok(both)
}

fn of_files(first: &Path, second: &Path) -> anyhow::Result<Vec<Both>> {
    let mut second = readings(second)?;
    let both = readings(first)?.into_iter().filter_map(|(id, first)| {
        let second = second.remove(&id)?;
        (first.article.text.as_str() == second.article.text.as_str()).then_some(Both { first, second })
    });
    Ok(both.collect())
}

fn readings(file: &Path) -> anyhow::Result<BTreeMap<String, Reading>> {
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("{name}: cannot be read; check the name"))?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| {
            let reading = sayso_wire::parse_reading(line).and_then(sayso_wire::WireReading::into_reading);
            let reading = reading.map_err(|error| anyhow!("{name}, line {number}: {error}"))?;
            Ok((reading.article.id.clone(), reading))
        })
        .collect()
}

/// Categories that two coders gave to what both marked.
type Pair = (Option<String>, Option<String>);

/// What both marked in an article, and what they said of it.
struct Article {
    statements: Matched,
    positions: Matched,
    /// By name: speaker, speaks_for, …
    said: Vec<(&'static str, Vec<Pair>)>,
}

/// All figures.
struct Figures {
    articles: Vec<Article>,
}

impl Figures {
    fn of(both: &[Both]) -> Figures {
        Figures { articles: both.iter().map(article).collect() }
    }

    fn prf(&self, of: fn(&Article) -> &Matched, exact: bool) -> Prf {
        let sum = |count: fn(&Matched) -> usize| self.articles.iter().map(|article| count(of(article))).sum();
        let right = if exact { sum(|m| m.exact) } else { sum(|m| m.pairs.len()) };
        Prf::of(right, sum(|m| m.second), sum(|m| m.first))
    }

    /// Alpha with its interval, articles being drawn; and how many pairs it rests on.
    fn alphas(&self) -> Vec<(&'static str, usize, Option<f64>, Option<Interval>)> {
        let names: Vec<&'static str> = self
            .articles
            .first()
            .map_or(Vec::new(), |article| article.said.iter().map(|(name, _)| *name).collect());
        let figure = |at: usize, articles: &[&Article]| {
            let pairs = articles.iter().flat_map(|article| &article.said[at].1);
            // Nobody is a judgement too.
            let units: Vec<Vec<Option<String>>> = pairs
                .map(|(a, b)| [a, b].map(|value| Some(value.clone().unwrap_or_default())).to_vec())
                .collect();
            (units.len(), alpha(&numbered(&units), Level::Nominal))
        };
        names
            .into_iter()
            .enumerate()
            .map(|(at, name)| {
                let all: Vec<&Article> = self.articles.iter().collect();
                let (pairs, value) = figure(at, &all);
                (name, pairs, value, interval(&self.articles, |sample| figure(at, sample).1))
            })
            .collect()
    }

    fn table(&self, between: &Between) -> String {
        let (first, second) = match between {
            Between::Library(_) => ("people", "the machine"),
            Between::Files(..) => ("the first file", "the second"),
        };
        let percent = |share: Option<f64>| {
            share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}", 100.0 * share))
        };
        let mut out = format!(
            "{second} against {first}, {}\n\n{:<24}{:>10}{:>8}{:>8}\n",
            counted(self.articles.len(), "article", "articles"),
            "found",
            "precision",
            "recall",
            "F1"
        );
        for (name, prf) in self.rows() {
            out += &format!(
                "{name:<24}{:>10}{:>8}{:>8}\n",
                percent(prf.precision),
                percent(prf.recall),
                percent(prf.f1)
            );
        }
        out += &format!(
            "\n{:<24}{:>10}{:>8}{:>16}\n",
            "said of what both have", "alpha", "pairs", "95 % interval"
        );
        for (name, pairs, value, interval) in self.alphas() {
            let value = value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
            let interval =
                interval.map_or_else(|| "-".to_owned(), |i| format!("{:.2} to {:.2}", i.low, i.high));
            out += &format!("{name:<24}{value:>10}{pairs:>8}{interval:>16}\n");
        }
        out
    }

    fn rows(&self) -> [(&'static str, Prf); 4] {
        [
            ("statements, overlapping", self.prf(|article| &article.statements, false)),
            ("statements, exact", self.prf(|article| &article.statements, true)),
            ("positions, overlapping", self.prf(|article| &article.positions, false)),
            ("positions, exact", self.prf(|article| &article.positions, true)),
        ]
    }

    fn json(&self) -> String {
        let rows = self.rows().map(|(name, prf)| {
            serde_json::json!({ "name": name, "precision": prf.precision, "recall": prf.recall, "f1": prf.f1 })
        });
        let alphas: Vec<serde_json::Value> = self
            .alphas()
            .into_iter()
            .map(|(name, pairs, value, interval)| {
                let interval = interval.map(|i| [i.low, i.high]);
                serde_json::json!({ "name": name, "pairs": pairs, "alpha": value, "interval": interval })
            })
            .collect();
        let document = serde_json::json!({
            "schema": "sayso.agreement/1", "articles": self.articles.len(), "found": rows, "alpha": alphas,
        });
        serde_json::to_string_pretty(&document).expect("strings and finite numbers are always JSON") + "\n"
    }
}

fn article(both: &Both) -> Article {
    let Both { first, second } = both;
    let statements =
        |reading: &Reading| reading.statements.iter().map(|s| hull(&s.content)).collect::<Vec<_>>();
    let positions =
        |reading: &Reading| reading.positions.iter().map(|p| hull(&p.evidence)).collect::<Vec<_>>();
    let matched_statements = matched(&statements(first), &statements(second));
    let matched_positions = matched(&positions(first), &positions(second));
    let pairs = |matched: &Matched, value: &dyn Fn(&Reading, usize) -> Option<String>| -> Vec<Pair> {
        matched.pairs.iter().map(|&(a, b)| (value(first, a), value(second, b))).collect()
    };
    let said = vec![
        ("speaker", pairs(&matched_statements, &|r, at| name(r, r.statements[at].speaker))),
        ("speaks_for", pairs(&matched_statements, &|r, at| name(r, r.statements[at].speaks_for))),
        ("said_on", pairs(&matched_statements, &|r, at| r.statements[at].said_on.map(|day| day.to_string()))),
        ("holder", pairs(&matched_positions, &|r, at| name(r, Some(r.positions[at].holder)))),
        ("stance", pairs(&matched_positions, &|r, at| Some(r.positions[at].stance.to_string()))),
        ("target", pairs(&matched_positions, &|r, at| Some(r.positions[at].target.label.to_lowercase()))),
    ];
    Article { statements: matched_statements, positions: matched_positions, said }
}

fn hull(spans: &[Span]) -> Range<u64> {
    let hull = spans.iter().copied().reduce(Span::join);
    hull.map_or(0..0, |span| u64::from(span.start())..u64::from(span.end()))
}

/// By key, else by name.
fn name(reading: &Reading, id: Option<ActorId>) -> Option<String> {
    let actor = reading.actors.iter().find(|actor| Some(actor.id) == id)?;
    Some(actor.key.clone().unwrap_or_else(|| actor.name.to_lowercase()))
}
