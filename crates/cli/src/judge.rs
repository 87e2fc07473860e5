//! `sayso judge`: how does a text stand to a place in it, or to an issue?

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sayso_domain::Stance;
use sayso_engine::{Judge, JudgeScratch, Model};
use sayso_text::{CodePoints, Text};
use serde::Serialize;
use serde_json::Value;

use crate::exit::{Exit, complain};
use crate::weights;
use sayso_answers::markup::shortened;

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
struct Question {
    id: Value,
    text: String,
    about: About,
}

/// What the text is judged towards.
#[derive(Clone, Debug, PartialEq)]
enum About {
    /// A place in it, in bytes.
    Place(Range<usize>),
    /// A phrase or a claim, which need not stand in it.
    Issue(String),
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
            _ => match open(input) {
                Ok(file) => Box::new(BufReader::new(file)),
                Err(error) => {
                    complain(format_args!("{name}: {}", obstacle(&error)));
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
                        "{name}, line {number}: it is over {LONGEST} bytes long, and the rest is left unread; split it"
                    ));
                    return Ok(unread + 1);
                }
                Ok(_) => {}
                Err(error) => {
                    complain(format_args!("{name}, line {number}: {}", obstacle(&error)));
                    return Ok(unread + 1);
                }
            }
            match self.answer(&line) {
                Ok(answer) => {
                    serde_json::to_writer(&mut *out, &answer).map_err(io::Error::from)?;
                    out.write_all(b"\n").context("cannot write to standard output")?;
                }
                Err(why) => {
                    complain(format_args!("{name}, line {number}: {why}"));
                    unread += 1;
                }
            }
        }
        Ok(unread)
    }

    fn answer(&mut self, line: &[u8]) -> Result<Answer, String> {
        let Question { id, text, about } = question(line)?;
        let (against, neutral, favor, related) = match about {
            About::Place(place) => {
                let [against, neutral, favor] = self.judge.place(self.model, &text, place, &mut self.scratch);
                (against, neutral, favor, None)
            }
            About::Issue(issue) => {
                let [against, neutral, favor, _] =
                    self.judge.claim(self.model, &text, &issue, &mut self.scratch);
                let related = against + neutral + favor;
                (against / related, neutral / related, favor / related, Some(related))
            }
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

fn open(path: &Path) -> io::Result<File> {
    // A folder opens like a file, and fails at the first line.
    if path.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { File::open(path) }
}

/// What keeps a file from being read, and what to do.
fn obstacle(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file; check the name".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder; name the files in it".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "permission denied; allow reading it, or run as a user who may".to_owned()
        }
        _ => format!("could not be read: {error}; try again or copy it first"),
    }
}

/// The question of a line.
///
/// # Errors
/// What makes no sense in it: the column where it is no JSON, else the field; and what would.
fn question(line: &[u8]) -> Result<Question, String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| {
        let cause = error.to_string();
        let cause = cause.split(" at line ").next().unwrap_or_default();
        format!("column {}: {cause}; {WANTED}", error.column())
    })?;
    let Value::Object(mut fields) = value else { return Err(format!("this is no object; {WANTED}")) };
    let mut field = |name: &str| fields.remove(name).filter(|value| !value.is_null());
    let text = match field("text") {
        Some(Value::String(text)) if !text.trim().is_empty() => text,
        Some(Value::String(_)) => {
            return Err("text has no words; give those that are to be judged".to_owned());
        }
        Some(_) => return Err("text is no string; give the words that are to be judged".to_owned()),
        None => return Err(format!("text is missing; {WANTED}")),
    };
    let about = match (field("target"), field("issue")) {
        (Some(target), None) => About::Place(place(&text, &target)?),
        (None, Some(Value::String(issue))) if !issue.trim().is_empty() => About::Issue(issue),
        (None, Some(Value::String(_))) => {
            return Err("issue is empty; give a noun phrase or a claim".to_owned());
        }
        (None, Some(_)) => return Err("issue is no string; give a noun phrase or a claim".to_owned()),
        (Some(_), Some(_)) => return Err("both target and issue; give one of them".to_owned()),
        (None, None) => {
            return Err("neither target ([start, end]) nor issue (a phrase); give one of them".to_owned());
        }
    };
    Ok(Question { id: field("id").unwrap_or_default(), text, about })
}

/// What a line has to be.
const WANTED: &str = "a line is an object with text and target ([start, end]) or issue (a phrase)";

/// The bytes of a target, which is a place in code points.
fn place(text: &str, target: &Value) -> Result<Range<usize>, String> {
    let text = Text::new(text);
    let points = CodePoints::new(&text);
    let number = |at: usize| target.get(at).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let is_pair = target.as_array().is_some_and(|numbers| numbers.len() == 2);
    let range = number(0).zip(number(1)).filter(|(start, end)| is_pair && start < end);
    let span = range.and_then(|(start, end)| points.span(start..end));
    span.map(|span| span.start() as usize..span.end() as usize).ok_or_else(|| {
        let target = shortened(&target.to_string(), LONGEST_SHOWN);
        let length = points.len();
        format!(
            "target {target} is no place in a text of {length} code points; give [start, end] with 0 <= start < end <= {length}"
        )
    })
}

/// Of a target that is no place, so much is shown.
const LONGEST_SHOWN: usize = 60;

fn four_decimals(probability: f32) -> f64 {
    (f64::from(probability) * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(line: &str) -> Result<About, String> {
        question(line.as_bytes()).map(|question| question.about)
    }

    #[test]
    fn places_are_counted_in_code_points() {
        assert_eq!(asks(r#"{"text": "“No”", "target": [1, 3]}"#), Ok(About::Place(3..5)));
        for wrong in
            ["[0, 0]", "[3, 2]", "[0, 5]", "[9, 9]", "[-1, 3]", "[0.5, 3]", "[0]", "[0, 1, 2]", "3", "\"No\""]
        {
            let why = asks(&format!(r#"{{"text": "“No”", "target": {wrong}}}"#)).unwrap_err();
            assert!(why.ends_with("give [start, end] with 0 <= start < end <= 4"), "{why}");
        }
    }

    #[test]
    fn what_makes_no_sense_names_the_field_and_what_would() {
        for (line, want) in [
            (r#"{"text": "a", "issue": " "}"#, "issue is empty; give a noun phrase"),
            (r#"{"text": "a", "issue": 3}"#, "issue is no string; give"),
            (r#"{"text": "a", "issue": null}"#, "neither target"),
            (r#"{"text": 7, "issue": "a"}"#, "text is no string; give"),
            (r#"{"issue": "a"}"#, "text is missing; a line is an object"),
            ("[1]", "this is no object; a line is an object"),
            (r#"{"text" "a"}"#, "column 9: expected `:`; a line is an object"),
        ] {
            let why = asks(line).unwrap_err();
            assert!(why.starts_with(want), "{why}");
        }
        assert_eq!(asks(r#"{"text": "a", "issue": "b", "target": null}"#), Ok(About::Issue("b".to_owned())));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_in_our_words() {
        for kind in [io::ErrorKind::NotFound, io::ErrorKind::IsADirectory, io::ErrorKind::PermissionDenied] {
            let why = obstacle(&io::Error::from(kind));
            assert!(why.contains("; ") && !why.contains("os error"), "{why}");
        }
    }
}
