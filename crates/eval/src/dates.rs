//! Do time expressions get the right days?
//!
//! A gold expression is **right** when a predicted one that overlaps it means the same days, or, where gold has none,
//! when none that overlaps it has any. It is **null** when gold has days and nothing is said of them: silence is
//! better than a guess. Otherwise it is wrong. What is predicted where gold has nothing is not looked at.

use std::ops::AddAssign;

use sayso_domain::{Article, When};
use sayso_text::{CodePoints, Span};

use crate::corpora::{DateArticle, GoldDate};
use crate::document::Place;
use crate::error::{EvalError, EvalErrorKind};
use crate::metrics::ratio;
use crate::miss::Miss;
use crate::words::Words;

/// Counts over one or more articles; add them up with `+=`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateReport {
    /// Gold expressions.
    pub gold: usize,
    /// Those with the right days, or rightly without.
    pub right: usize,
    /// Those without days though gold has some.
    pub null: usize,
    /// Those with other days than gold's.
    pub wrong: usize,
    /// Those that are not right, in text order.
    pub misses: Vec<Miss>,
}

impl DateReport {
    /// The share that is right.
    pub fn right(&self) -> f64 {
        ratio(self.right as f64, self.gold)
    }

    /// The share that is right or silent.
    pub fn right_or_null(&self) -> f64 {
        ratio((self.right + self.null) as f64, self.gold)
    }

    /// The share that is wrong.
    pub fn wrong(&self) -> f64 {
        ratio(self.wrong as f64, self.gold)
    }
}

impl AddAssign for DateReport {
    fn add_assign(&mut self, other: DateReport) {
        self.gold += other.gold;
        self.right += other.right;
        self.null += other.null;
        self.wrong += other.wrong;
        self.misses.extend(other.misses);
    }
}

/// Compares the time expressions found in an article with gold.
///
/// # Errors
/// When gold has places that the article's text does not have.
pub fn compare_dates(gold: &DateArticle, found: &[(Span, Option<When>)]) -> Result<DateReport, EvalError> {
    let Article { id, text, .. } = &gold.article;
    let (code_points, words) = (CodePoints::new(text), Words::new(text.as_str()));
    let mut report = DateReport { gold: gold.expressions.len(), ..DateReport::default() };
    for expression in &gold.expressions {
        let span = code_points.span(expression.start..expression.end);
        let span = span.ok_or_else(|| EvalError::new(EvalErrorKind::Places(id.clone())))?;
        let met = found.iter().filter(|(other, _)| span.overlaps(*other));
        let said: Vec<When> = met.filter_map(|(_, when)| *when).collect();
        let right =
            expression.value.map_or(said.is_empty(), |value| said.iter().any(|when| same(*when, value)));
        match right {
            true => report.right += 1,
            false if said.is_empty() => report.null += 1,
            false => report.wrong += 1,
        }
        if !right {
            report.misses.push(miss(id, &words, expression, &said));
        }
    }
    Ok(report)
}

/// Whether the days are the same: a range of one day is that day.
fn same(a: When, b: When) -> bool {
    (a.first(), a.last()) == (b.first(), b.last())
}

fn miss(article: &str, words: &Words, gold: &GoldDate, said: &[When]) -> Miss {
    let place: Place = [gold.start.into(), gold.end.into()];
    Miss {
        part: "date",
        article: article.to_owned(),
        id: None,
        place,
        words: words.at(&[place]),
        gold: gold.value.map(|when| when.to_string()),
        predicted: said.first().map(|when| when.to_string()),
        context: words.around(place, 160, 80),
    }
}

#[cfg(test)]
mod tests {
    use sayso_domain::Date;
    use sayso_text::Text;

    use super::*;
    use crate::corpora::Part;

    fn day(day: i8) -> Option<When> {
        Some(When::Day(Date::constant(2031, 4, day)))
    }

    fn gold(value: Option<When>) -> DateArticle {
        let article = Article {
            id: "w".into(),
            outlet: None,
            title: None,
            published: None,
            url: None,
            language: None,
            text: Text::new("“It rained on Saturday.”"),
            boilerplate: Vec::new(),
        };
        DateArticle { article, part: Part::Dev, expressions: vec![GoldDate { start: 14, end: 22, value }] }
    }

    /// Right, null, wrong; spans are bytes, "Saturday" is 16..24.
    #[track_caller]
    fn check(value: Option<When>, found: &[(u32, u32, Option<When>)], expected: (usize, usize, usize)) {
        let found: Vec<(Span, Option<When>)> = found.iter().map(|&(s, e, w)| (Span::new(s, e), w)).collect();
        let report = compare_dates(&gold(value), &found).unwrap();
        assert_eq!((report.right, report.null, report.wrong), expected);
        assert_eq!((report.gold, report.misses.len()), (1, 1 - expected.0));
    }

    #[test]
    fn one_that_overlaps_and_means_the_same_is_right() {
        check(day(5), &[(16, 24, day(5))], (1, 0, 0));
        check(day(5), &[(13, 17, day(4)), (20, 24, day(5))], (1, 0, 0));
        let (only, both) = (Date::constant(2031, 4, 5), Date::constant(2031, 4, 6));
        check(day(5), &[(16, 24, When::between(only, only))], (1, 0, 0));
        check(day(5), &[(16, 24, When::between(only, both))], (0, 0, 1));
    }

    #[test]
    fn silence_is_not_wrong() {
        check(day(5), &[], (0, 1, 0));
        check(day(5), &[(16, 24, None), (0, 16, day(5))], (0, 1, 0));
        check(day(5), &[(16, 24, day(6))], (0, 0, 1));
    }

    #[test]
    fn where_gold_has_no_day_none_is_right() {
        check(None, &[], (1, 0, 0));
        check(None, &[(16, 24, None)], (1, 0, 0));
        check(None, &[(16, 20, None), (20, 24, day(5))], (0, 0, 1));
    }

    #[test]
    fn misses_are_told_in_words() {
        let report = compare_dates(&gold(day(5)), &[(Span::new(16, 24), day(6))]).unwrap();
        assert_eq!(report.misses[0].to_string(), "w [Saturday]: 2031-04-05, not 2031-04-06");
        assert_eq!((report.right(), report.right_or_null(), report.wrong()), (0.0, 0.0, 1.0));
        assert_eq!(DateReport::default().right_or_null(), 0.0);
    }

    #[test]
    fn gold_of_another_text_is_refused() {
        let mut gold = gold(None);
        gold.article.text = Text::new("It rained.");
        assert!(compare_dates(&gold, &[]).is_err());
    }
}
