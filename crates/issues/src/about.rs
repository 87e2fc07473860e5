//! Which positions are about what somebody asks?

use std::collections::HashMap;

use sayso_domain::Stance;
use sayso_encoder::{Judge, JudgeScratch, Model};

use crate::find::SAME;
use crate::nearness::Weights;
use crate::terms::{Term, terms};
use crate::{Known, Subject};

/// What somebody asks about.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// A short noun phrase or a claim.
    pub phrase: &'a str,
    /// Other words for it, as a codebook has them; may be empty.
    pub examples: &'a [String],
}

/// A subject that is about something asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// Index of the subject.
    pub subject: usize,
    /// Index of what is asked.
    pub asked: usize,
    /// How its words stand to that. None where it was not judged: it names the same as its own target, and stands so to it.
    pub stance: Option<Stance>,
    /// Probability that it is about it, and stands so.
    pub probability: f32,
}

/// What is less near is not looked at.
const FAR: f32 = 0.12;

/// So many pairs of a subject and what is asked are worth judging, the nearest first: some 2 ms each.
pub const JUDGED: usize = 150;

/// So near is a target that is named in the same words: then nothing is left to judge.
const NAMED: f32 = 0.999;

/// A subject is compared with so many of what is asked, the nearest first.
const COMPARED: usize = 2;

/// A subject is about what is asked when the judge thinks so more than not.
const RELATED: f32 = 0.5;

/// A subject and what is asked, with how near they are: by the target's label, and at all.
struct Pair {
    subject: usize,
    asked: usize,
    label: f32,
    near: f32,
}

/// What each subject is about, of all that is asked; at most one thing each, by the order of the subjects. At most `most` pairs are
/// judged, see [`JUDGED`]; of the others those count whose target names nearly the same.
pub fn about(
    subjects: &[Subject<'_>],
    asked: &[Asked<'_>],
    most: usize,
    known: &Known,
    model: &Model,
    judge: &Judge,
) -> Vec<About> {
    let mut pairs = pairs(subjects, asked, known);
    pairs.sort_by(|a, b| b.near.total_cmp(&a.near).then((a.subject, a.asked).cmp(&(b.subject, b.asked))));
    let mut scratch = JudgeScratch::default();
    let mut best: HashMap<usize, About> = HashMap::new();
    let (named, unnamed): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|pair| pair.label >= NAMED);
    for (number, pair) in unnamed.into_iter().enumerate().chain(named.into_iter().map(|pair| (most, pair))) {
        let found = if number < most {
            judged(
                pair,
                telling(&subjects[pair.subject]),
                asked[pair.asked].phrase,
                model,
                judge,
                &mut scratch,
            )
        } else {
            (pair.label >= SAME).then_some(About {
                subject: pair.subject,
                asked: pair.asked,
                stance: None,
                probability: pair.label.min(1.0),
            })
        };
        let Some(found) = found else { continue };
        let entry = best.entry(pair.subject).or_insert(found);
        if found.probability > entry.probability {
            *entry = found;
        }
    }
    let mut found: Vec<About> = best.into_values().collect();
    found.sort_by_key(|about| about.subject);
    found
}

fn pairs(subjects: &[Subject<'_>], asked: &[Asked<'_>], known: &Known) -> Vec<Pair> {
    let own: Vec<Vec<Term>> = subjects.iter().map(|subject| terms(subject.label, known)).collect();
    let weights = Weights::of(own.iter().map(Vec::as_slice));
    let phrases: Vec<(usize, Vec<Term>)> = asked
        .iter()
        .enumerate()
        .flat_map(|(k, asked)| {
            let all = std::iter::once(asked.phrase).chain(asked.examples.iter().map(String::as_str));
            all.map(move |phrase| (k, terms(phrase, known)))
        })
        .collect();
    let mut index: HashMap<&Term, Vec<usize>> = HashMap::new();
    for (number, (_, phrase)) in phrases.iter().enumerate() {
        phrase.iter().for_each(|term| index.entry(term).or_default().push(number));
    }
    let mut pairs = Vec::new();
    for (subject, label) in own.iter().enumerate() {
        let words = terms(subjects[subject].words, known);
        let mut near: Vec<usize> =
            label.iter().chain(&words).filter_map(|term| index.get(term)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let mut here: Vec<Pair> = Vec::new();
        for number in near {
            let (asked, phrase) = &phrases[number];
            let label = weights.nearness(phrase, label);
            let near = label.max(0.8 * weights.nearness(phrase, &words));
            match here.iter_mut().find(|pair| pair.asked == *asked) {
                Some(pair) => (pair.label, pair.near) = (pair.label.max(label), pair.near.max(near)),
                None => here.push(Pair { subject, asked: *asked, label, near }),
            }
        }
        here.retain(|pair| pair.near >= FAR);
        here.sort_by(|a, b| b.near.total_cmp(&a.near).then(a.asked.cmp(&b.asked)));
        here.truncate(COMPARED);
        pairs.append(&mut here);
    }
    pairs
}

/// What is judged: the words that show a position, or their sentence where they are too few to tell.
fn telling<'a>(subject: &Subject<'a>) -> &'a str {
    if subject.words.split_whitespace().nth(FEW).is_some() { subject.words } else { subject.context }
}

/// So many words alone hardly tell a stance.
const FEW: usize = 3;

fn judged(
    pair: &Pair,
    words: &str,
    phrase: &str,
    model: &Model,
    judge: &Judge,
    scratch: &mut JudgeScratch,
) -> Option<About> {
    let [against, neutral, favor, _] = judge.claim(model, words, phrase, scratch);
    let (stance, probability) = likeliest([against, neutral, favor]);
    let Pair { subject, asked, .. } = *pair;
    (against + neutral + favor >= RELATED).then_some(About {
        subject,
        asked,
        stance: Some(stance),
        probability,
    })
}

/// How the words of a subject stand to a phrase, and how probable that is; that they are about it is known otherwise.
pub fn towards(
    subject: &Subject<'_>,
    phrase: &str,
    model: &Model,
    judge: &Judge,
    scratch: &mut JudgeScratch,
) -> (Stance, f32) {
    let [against, neutral, favor, _] = judge.claim(model, telling(subject), phrase, scratch);
    let related = (against + neutral + favor).max(f32::MIN_POSITIVE);
    likeliest([against, neutral, favor].map(|chance| chance / related))
}

/// The likeliest of against, neutral and in favour; of equals the side.
pub(crate) fn likeliest([against, neutral, favor]: [f32; 3]) -> (Stance, f32) {
    let first = (Stance::Favor, favor);
    let others = [(Stance::Against, against), (Stance::Neutral, neutral)];
    others.into_iter().fold(first, |a, b| if b.1 > a.1 { b } else { a })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(labels: &[&str], phrases: &[&str]) -> Vec<(usize, usize)> {
        let subjects: Vec<Subject<'_>> =
            labels.iter().map(|label| Subject { label, words: label, context: "" }).collect();
        let asked: Vec<Asked<'_>> = phrases.iter().map(|phrase| Asked { phrase, examples: &[] }).collect();
        pairs(&subjects, &asked, &Known::built_in()).iter().map(|pair| (pair.subject, pair.asked)).collect()
    }

    #[test]
    fn a_subject_is_compared_with_what_names_the_same() {
        let labels = ["Russian engagement", "the ferry", "Assad"];
        assert_eq!(near(&labels, &["Russia's involvement in Syria"]), [(0, 0)]);
        assert_eq!(near(&labels, &["harbour tax", "ferries"]), [(1, 1)]);
        assert_eq!(near(&labels, &["of the"]), []);
        assert_eq!(near(&[], &["ferries"]), []);
    }

    #[test]
    fn the_likeliest_stance_is_taken() {
        assert_eq!(likeliest([0.2, 0.3, 0.5]), (Stance::Favor, 0.5));
        assert_eq!(likeliest([0.4, 0.2, 0.4]).0, Stance::Favor);
        assert_eq!(likeliest([0.3, 0.5, 0.2]), (Stance::Neutral, 0.5));
    }

    #[test]
    fn of_many_things_asked_only_the_nearest_are_compared() {
        let asked = ["fuel tax", "tax", "tax on ferries", "tax on fuel for ferries"];
        assert_eq!(near(&["tax on ferries"], &asked).len(), COMPARED);
    }
}
