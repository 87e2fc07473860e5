//! `sayso judge`: how does a text stand to a place in it, or to an issue?

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::ops::Range;
use std::path::PathBuf;

use anyhow::Context;
use sayso_domain::Stance;
use sayso_engine::{Judge, JudgeScratch, Model};
use sayso_text::{CodePoints, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exit::{Exit, complain};
use crate::weights;

/// What `sayso judge` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Files of JSON lines; `-` is standard input.
    pub(crate) inputs: Vec<PathBuf>,
    /// Weights to use instead of those inside the program.
    pub(crate) model: Option<PathBuf>,
}

/// A line is refused when it is longer than so many bytes.
const LONGEST: u64 = 16 << 20;

/// One question. What else stands in the object is passed over.
#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    target: Option<[u32; 2]>,
    #[serde(default)]
    issue: Option<String>,
}

/// Its answer.
#[derive(Serialize)]
struct Answer {
    id: Value,
    stance: &'static str,
    scores: Scores,
}

#[derive(Serialize)]
struct Scores {
    favor: f64,
    against: f64,
    neutral: f64,
    /// Probability that the text is about the issue at all; not for a target, which stands in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<f64>,
}

/// Answers every line, in order. A line that makes no sense is named on standard error; the others are answered.
///
/// # Errors
/// When the weights cannot be used or the answers cannot be written.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let model = weights::open(config.model.as_deref())?;
    let judge = weights::judge(&model)?;
    let mut asked = Asked { judge: &judge, model: &model, scratch: JudgeScratch::default() };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut unread = 0;
    for input in &config.inputs {
        let name = if input.as_os_str() == "-" { "<stdin>".to_owned() } else { input.display().to_string() };
        let reader: Box<dyn BufRead> = match name.as_str() {
            "<stdin>" => Box::new(io::stdin().lock()),
            _ => match File::open(input) {
                Ok(file) => Box::new(BufReader::new(file)),
                Err(error) => {
                    complain(format_args!("{name}: {error}"));
                    unread += 1;
                    continue;
                }
            },
        };
        unread += asked.lines(&name, reader, &mut out)?;
    }
    out.flush().context("cannot write to standard output")?;
    Ok(Exit::with_unread(unread))
}

struct Asked<'a> {
    judge: &'a Judge,
    model: &'a Model,
    scratch: JudgeScratch,
}

impl Asked<'_> {
    /// Answers the lines of one input; how many made no sense.
    fn lines(&mut self, name: &str, mut reader: impl BufRead, out: &mut impl Write) -> anyhow::Result<usize> {
        let mut line = Vec::new();
        let mut unread = 0;
        for number in 1.. {
            line.clear();
            match reader.by_ref().take(LONGEST + 1).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(_) if line.len() as u64 > LONGEST => {
                    complain(format_args!(
                        "{name}:{number}: a line of over {LONGEST} bytes; the rest is left unread"
                    ));
                    return Ok(unread + 1);
                }
                Ok(_) => {}
                Err(error) => {
                    complain(format_args!("{name}:{number}: {error}"));
                    return Ok(unread + 1);
                }
            }
            match self.answer(&line) {
                Ok(answer) => {
                    serde_json::to_writer(&mut *out, &answer).map_err(io::Error::from)?;
                    out.write_all(b"\n").context("cannot write to standard output")?;
                }
                Err(why) => {
                    complain(format_args!("{name}:{number}: {why}"));
                    unread += 1;
                }
            }
        }
        Ok(unread)
    }

    fn answer(&mut self, line: &[u8]) -> Result<Answer, String> {
        let question: Question = serde_json::from_slice(line).map_err(|error| {
            format!("{error}; a line is an object with text and target ([start, end]) or issue (a phrase)")
        })?;
        let Question { id, text, target, issue } = question;
        if text.trim().is_empty() {
            return Err("text has no words".to_owned());
        }
        let (against, neutral, favor, related) = match (target, issue) {
            (Some(target), None) => {
                let place = bytes(&text, target)?;
                let [against, neutral, favor] = self.judge.place(self.model, &text, place, &mut self.scratch);
                (against, neutral, favor, None)
            }
            (None, Some(issue)) if !issue.trim().is_empty() => {
                let [against, neutral, favor, _] =
                    self.judge.claim(self.model, &text, &issue, &mut self.scratch);
                let related = against + neutral + favor;
                (against / related, neutral / related, favor / related, Some(related))
            }
            (Some(_), Some(_)) => return Err("both target and issue; give one of them".to_owned()),
            _ => return Err("neither target ([start, end]) nor issue (a phrase)".to_owned()),
        };
        let stance = [(Stance::Favor, favor), (Stance::Against, against), (Stance::Neutral, neutral)]
            .into_iter()
            .reduce(|a, b| if b.1 > a.1 { b } else { a })
            .map_or(Stance::Neutral, |(stance, _)| stance);
        let scores = Scores {
            favor: four_decimals(favor),
            against: four_decimals(against),
            neutral: four_decimals(neutral),
            related: related.map(four_decimals),
        };
        Ok(Answer { id, stance: stance.as_str(), scores })
    }
}

/// The bytes of a place in code points.
fn bytes(text: &str, [start, end]: [u32; 2]) -> Result<Range<usize>, String> {
    let text = Text::new(text);
    let points = CodePoints::new(&text);
    let place = (start < end).then(|| points.span(start..end)).flatten();
    place.map(|span| span.start() as usize..span.end() as usize).ok_or_else(|| {
        format!("target [{start}, {end}] is no place in a text of {} code points", points.len())
    })
}

fn four_decimals(probability: f32) -> f64 {
    (f64::from(probability) * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_code_points() {
        assert_eq!(bytes("“No”", [1, 3]), Ok(3..5));
        for wrong in [[0, 0], [3, 2], [0, 5], [9, 9]] {
            assert!(bytes("“No”", wrong).is_err(), "{wrong:?}");
        }
    }
}
