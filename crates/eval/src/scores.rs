//! The committed table of scores, and what they must not fall below.
//!
//! A change of quality is a changed line in `scores.csv`. [`ROWS`] says which lines there are, in which order,
//! and what holds for each.

use std::fmt;

use crate::error::{EvalError, EvalErrorKind};

/// The bound that a score has to keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// At least this.
    Min(f64),
    /// At most this.
    Max(f64),
}

/// One measured number.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What it was measured on: `"polnear-dev"`.
    pub corpus: String,
    /// What was measured: `"full.F1"`.
    pub measure: String,
    /// A share from 0 to 1, or a count.
    pub value: f64,
    /// The bound it has to keep, if there is one.
    pub threshold: Option<Threshold>,
    /// How many gold things (words, attributions, …) the value rests on.
    pub n: usize,
}

/// What a line of the table holds.
struct Row {
    corpus: &'static str,
    measure: &'static str,
    unit: Unit,
    threshold: Option<Threshold>,
}

/// How a value is written.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// In four decimals: machines may differ in the last bits of a float.
    Share,
    /// As a whole number.
    Count,
}

use Threshold::{Max, Min};
use Unit::{Count, Share};

/// All lines, in the order of the file. The thresholds are floors: what the reader reaches on the development data, less
/// a point or so, so that a change that costs accuracy fails.
const ROWS: [Row; 132] = [
    row("polnear-dev", "words", Count, None),
    row("polnear-dev", "predicted", Count, None),
    row("polnear-dev", "tok.content.F1", Share, Some(Min(0.88))),
    row("polnear-dev", "tok.source.F1", Share, None),
    row("polnear-dev", "tok.cue.F1", Share, None),
    row("polnear-dev", "exact.F1", Share, Some(Min(0.64))),
    row("polnear-dev", "soft.F1", Share, None),
    row("polnear-dev", "half.F1", Share, None),
    row("polnear-dev", "full.P", Share, None),
    row("polnear-dev", "full.R", Share, None),
    row("polnear-dev", "full.F1", Share, Some(Min(0.72))),
    row("polnear-dev", "full_strict.F1", Share, Some(Min(0.60))),
    row("polnear-dev", "source_given_j50.exact", Share, None),
    row("polnear-dev", "direct.R_full", Share, None),
    row("polnear-dev", "indirect.R_full", Share, None),
    row("polnear-dev", "mixed.R_full", Share, None),
    row("polnear-dev", "calibration_error", Share, None),
    row("speakers", "words", Count, None),
    row("speakers", "found", Share, None),
    row("speakers", "right", Share, Some(Min(0.84))),
    row("speakers", "pronoun_right", Share, Some(Min(0.70))),
    row("speakers", "name_right", Share, None),
    row("speakers", "other_right", Share, None),
    row("speakers", "silent", Share, None),
    row("speakers", "invented", Share, None),
    row("speakers", "speaks_for_right", Share, Some(Min(0.88))),
    row("speakers", "kind_right", Share, None),
    row("gum-news", "words", Count, None),
    row("gum-news", "found", Share, None),
    row("gum-news", "nested_found", Share, None),
    row("gum-news", "right_parent", Share, None),
    row("gum-news", "predicted_nested", Count, None),
    row("gum-news", "extra_nested", Count, None),
    row("gum-other", "words", Count, None),
    row("gum-other", "found", Share, None),
    row("gum-other", "nested_found", Share, None),
    row("gum-other", "right_parent", Share, Some(Min(0.80))),
    row("gum-other", "predicted_nested", Count, None),
    row("gum-other", "extra_nested", Count, None),
    row("names-ewt", "words", Count, None),
    row("names-ewt", "P", Share, None),
    row("names-ewt", "R", Share, None),
    row("names-ewt", "F1", Share, Some(Min(0.53))),
    row("names-ewt", "PER.F1", Share, None),
    row("names-ewt", "ORG.F1", Share, None),
    row("names-ewt", "LOC.F1", Share, None),
    row("names-politics", "words", Count, None),
    row("names-politics", "P", Share, None),
    row("names-politics", "R", Share, None),
    row("names-politics", "F1", Share, Some(Min(0.60))),
    row("names-politics", "PER.F1", Share, None),
    row("names-politics", "ORG.F1", Share, None),
    row("names-politics", "LOC.F1", Share, None),
    row("coref", "CoNLL.F1", Share, Some(Min(0.63))),
    row("coref", "MUC.P", Share, None),
    row("coref", "MUC.R", Share, None),
    row("coref", "MUC.F1", Share, None),
    row("coref", "B3.P", Share, None),
    row("coref", "B3.R", Share, None),
    row("coref", "B3.F1", Share, None),
    row("coref", "CEAFe.P", Share, None),
    row("coref", "CEAFe.R", Share, None),
    row("coref", "CEAFe.F1", Share, None),
    row("dates", "right", Share, None),
    row("dates", "right_or_null", Share, Some(Min(0.98))),
    row("dates", "wrong", Share, None),
    row("dates-held", "right", Share, None),
    row("dates-held", "right_or_null", Share, Some(Min(0.97))),
    row("dates-held", "wrong", Share, None),
    row("judge-newsmtsc", "macro.F1", Share, Some(Min(0.77))),
    row("judge-newsmtsc", "accuracy", Share, None),
    row("judge-perspectrum", "macro.F1", Share, Some(Min(0.75))),
    row("judge-perspectrum", "accuracy", Share, None),
    row("events-quad", "cameo.macro.F1", Share, Some(Min(0.65))),
    row("events-quad", "cameo.accuracy", Share, None),
    row("events-quad", "plv.macro.F1", Share, Some(Min(0.72))),
    row("events-quad", "plv.accuracy", Share, None),
    row("positions", "predicted", Count, None),
    row("positions", "P", Share, None),
    row("positions", "R", Share, None),
    row("positions", "F1", Share, Some(Min(0.33))),
    row("positions", "named.P", Share, None),
    row("positions", "named.R", Share, None),
    row("positions", "named.F1", Share, None),
    row("positions", "any_holder.P", Share, None),
    row("positions", "any_holder.R", Share, None),
    row("positions", "any_holder.F1", Share, None),
    row("positions", "shown.P", Share, Some(Min(0.57))),
    row("positions", "shown.R", Share, None),
    row("positions", "shown.F1", Share, None),
    row("positions", "shown.named.P", Share, None),
    row("positions", "shown.named.R", Share, None),
    row("positions", "shown.named.F1", Share, None),
    row("positions", "shown.any_holder.P", Share, None),
    row("positions", "shown.any_holder.R", Share, None),
    row("positions", "shown.any_holder.F1", Share, None),
    row("positions", "holder_given_place", Share, None),
    row("positions", "stance_given_place", Share, None),
    row("positions", "act_given_right", Share, None),
    row("positions", "conditional_given_right", Share, None),
    row("positions", "calibration_error", Share, None),
    row("positions", "events.P", Share, None),
    row("positions", "events.R", Share, None),
    row("positions", "events.F1", Share, None),
    row("positions", "events.status_given_found", Share, None),
    row("duplicates", "compared", Count, None),
    row("duplicates", "pairs.P", Share, Some(Min(0.98))),
    row("duplicates", "pairs.R", Share, Some(Min(0.95))),
    row("duplicates", "pairs.F1", Share, None),
    row("duplicates", "contained.P", Share, Some(Min(0.95))),
    row("duplicates", "contained.R", Share, Some(Min(0.95))),
    row("duplicates", "contained.F1", Share, None),
    row("duplicates", "edited.R", Share, None),
    row("duplicates", "cut.R", Share, None),
    row("duplicates", "retitled.R", Share, None),
    row("duplicates", "furnished.R", Share, None),
    row("seed", "words", Count, None),
    row("seed", "predicted", Count, None),
    row("seed", "found", Count, Some(Min(16.0))),
    row("seed", "missed", Count, None),
    row("seed", "near_misses", Count, None),
    row("seed", "extra", Count, Some(Max(1.0))),
    row("seed", "speaker", Count, Some(Min(16.0))),
    row("seed", "speaks_for", Count, Some(Min(16.0))),
    row("seed", "said_on", Count, Some(Min(15.0))),
    row("seed", "positions_found", Count, Some(Min(5.0))),
    row("seed", "positions_extra", Count, Some(Max(12.0))),
    row("seed", "events_found", Count, Some(Min(5.0))),
    row("seed", "events_extra", Count, None),
    row("seed", "events_date", Count, Some(Min(5.0))),
    row("seed", "events_place", Count, Some(Min(5.0))),
    row("seed", "events_status", Count, Some(Min(5.0))),
];

const fn row(corpus: &'static str, measure: &'static str, unit: Unit, threshold: Option<Threshold>) -> Row {
    Row { corpus, measure, unit, threshold }
}

const HEADER: &str = "corpus,measure,value,threshold,n";

impl Score {
    /// A score with the threshold that the table has for it.
    ///
    /// # Panics
    /// When the table has no such line: a measure is entered there first.
    pub(crate) fn new(corpus: &str, measure: &str, value: f64, n: usize) -> Score {
        let row = find(corpus, measure).unwrap_or_else(|| panic!("no row for {measure} on {corpus}"));
        let threshold = ROWS[row].threshold;
        Score { corpus: corpus.to_owned(), measure: measure.to_owned(), value, threshold, n }
    }

    /// Whether it keeps its bound; one without a bound always does, a value that is no number never.
    ///
    /// ```
    /// use sayso_eval::parse_scores;
    /// let scores = parse_scores("corpus,measure,value,threshold,n\nseed,extra,2,<=1,17\n")?;
    /// assert!(!scores[0].holds());
    /// # Ok::<(), sayso_eval::EvalError>(())
    /// ```
    pub fn holds(&self) -> bool {
        match self.threshold {
            Some(Min(least)) => self.value >= least,
            Some(Max(most)) => self.value <= most,
            None => true,
        }
    }
}

fn find(corpus: &str, measure: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.corpus == corpus && row.measure == measure)
}

/// The scores that do not keep their bounds.
pub fn failures(scores: &[Score]) -> Vec<&Score> {
    scores.iter().filter(|score| !score.holds()).collect()
}

/// The text of `scores.csv`: a header line, then a line a score, in the table's order (lines that it does not
/// have last, by name). The same scores give the same bytes in whatever order they come.
pub fn write_scores(scores: &[Score]) -> String {
    let mut scores: Vec<(usize, &Score)> =
        scores.iter().map(|s| (find(&s.corpus, &s.measure).unwrap_or(ROWS.len()), s)).collect();
    scores.sort_by_key(|(row, s)| (*row, &s.corpus, &s.measure));
    let mut csv = format!("{HEADER}\n");
    for (row, Score { corpus, measure, value, threshold, n }) in scores {
        let value = match ROWS.get(row) {
            Some(Row { unit: Count, .. }) => format!("{value:.0}"),
            _ => format!("{value:.4}"),
        };
        let threshold = threshold.map_or(String::new(), |threshold| threshold.to_string());
        csv += &format!("{corpus},{measure},{value},{threshold},{n}\n");
    }
    csv
}

/// Reads what [`write_scores`] wrote, with the thresholds that stand in the file.
///
/// # Errors
/// When the header is another, or a line does not have its five fields in their shape
/// (`seed,found,17,>=17,17`).
pub fn parse_scores(csv: &str) -> Result<Vec<Score>, EvalError> {
    let error = |line, why: String| EvalError::new(EvalErrorKind::Scores(line, why));
    let mut lines = csv.lines().zip(1..);
    if lines.next().is_none_or(|(header, _)| header != HEADER) {
        return Err(error(1, format!("the header has to be {HEADER:?}")));
    }
    lines.map(|(line, number)| parse_score(line).map_err(|why| error(number, why))).collect()
}

fn parse_score(line: &str) -> Result<Score, String> {
    let fields: Vec<&str> = line.split(',').collect();
    let &[corpus, measure, value, threshold, n] = fields.as_slice() else {
        return Err(format!("{} fields, not five: {line:?}", fields.len()));
    };
    Ok(Score {
        corpus: corpus.to_owned(),
        measure: measure.to_owned(),
        value: value.parse().map_err(|_| format!("the value {value:?} is no number"))?,
        threshold: parse_threshold(threshold)?,
        n: n.parse().map_err(|_| format!("n, {n:?}, is no whole number"))?,
    })
}

fn parse_threshold(threshold: &str) -> Result<Option<Threshold>, String> {
    let number = |bound: &str| bound.parse().map_err(|_| format!("the threshold {threshold:?} is no number"));
    match (threshold.strip_prefix(">="), threshold.strip_prefix("<=")) {
        (Some(least), _) => number(least).map(|least| Some(Min(least))),
        (_, Some(most)) => number(most).map(|most| Some(Max(most))),
        _ if threshold.is_empty() => Ok(None),
        _ => Err(format!("the threshold {threshold:?} starts with neither >= nor <=")),
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Min(least) => write!(f, ">={least}"),
            Max(most) => write!(f, "<={most}"),
        }
    }
}

/// As a person reads it: `seed extra: 2 (has to be <=1; n 17)`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Score { corpus, measure, value, threshold, n } = self;
        write!(f, "{corpus} {measure}: {} (", (value * 1e4).round() / 1e4)?;
        if let Some(threshold) = threshold {
            write!(f, "has to be {threshold}; ")?;
        }
        write!(f, "n {n})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores() -> Vec<Score> {
        vec![
            Score::new("seed", "extra", 2.0, 17),
            Score::new("polnear-dev", "full.F1", 2.0 / 3.0, 2192),
            Score::new("polnear-dev", "words", 67_286.0, 67_286),
        ]
    }

    const CSV: &str = "corpus,measure,value,threshold,n\npolnear-dev,words,67286,,67286\n\
                       polnear-dev,full.F1,0.6667,>=0.72,2192\nseed,extra,2,<=1,17\n";

    #[test]
    fn the_file_is_in_one_order_and_reads_back() {
        assert_eq!(write_scores(&scores()), CSV);
        assert_eq!(write_scores(&parse_scores(CSV).unwrap()), CSV);
    }

    #[test]
    fn failures_are_those_past_their_bound() {
        let scores = scores();
        let failures: Vec<String> = failures(&scores).iter().map(|score| score.to_string()).collect();
        assert_eq!(
            failures,
            ["seed extra: 2 (has to be <=1; n 17)", "polnear-dev full.F1: 0.6667 (has to be >=0.72; n 2192)"]
        );
        assert!(!Score::new("seed", "extra", f64::NAN, 0).holds());
    }

    #[test]
    fn a_spoilt_file_is_refused_with_its_line() {
        let check = |csv: &str, message: &str| {
            assert_eq!(parse_scores(csv).unwrap_err().to_string(), format!("scores, line {message}"));
        };
        check("", "1: the header has to be \"corpus,measure,value,threshold,n\"");
        check(&CSV.replace("2,<=1", "2"), "4: 4 fields, not five: \"seed,extra,2,17\"");
        check(&CSV.replace("<=1", "=1"), "4: the threshold \"=1\" starts with neither >= nor <=");
        check(&CSV.replace("0.6667", "x"), "3: the value \"x\" is no number");
    }
}
