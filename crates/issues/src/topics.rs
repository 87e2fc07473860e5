//! Which doing of a state is an article about? What its headline names so, and its first sentences name again.
//!
//! "U.S., Britain show different attitudes towards Russia's involvement in Syria crisis": what the speakers of such an
//! article say of Russia is said of that, each in other words: "the Russian engagement", "Russia's new focus". The words
//! alone do not show it, the article does; whether a position is about it, and how it stands to it, is judged.

use sayso_domain::Stance;
use sayso_encoder::{Judge, JudgeScratch, Model};

use crate::Known;
use crate::about::likeliest;
use crate::phrase::phrase;
use crate::terms::{Term, is_modifier, state_at, terms};

/// What an article is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// In the headline's words: "Russia's involvement in Syria".
    pub phrase: String,
    /// The state whose doing it is.
    state: Term,
}

/// A position, as far as it may be about the topic of its article.
#[derive(Clone, Copy, Debug)]
pub struct Topical<'a> {
    /// The label of its target.
    pub label: &'a str,
    /// The words that show it.
    pub words: &'a str,
    /// What its article is about.
    pub topic: &'a Topic,
}

/// A topic has so many words behind its state at most.
const LONGEST: usize = 7;

/// Behind a state stand so many words at most before the preposition.
const NOUNS: usize = 3;

/// A position is about a topic when the judge thinks so more than not.
const RELATED: f32 = 0.5;

/// Words that lead from what is done to what it is done to.
const TOWARDS: &[&str] = &[
    "in", "on", "over", "against", "with", "for", "to", "towards", "toward", "into", "from", "of", "at", "by",
];

/// What an article of this headline and these first sentences is about: the first doing of a state that both name. None
/// where there is none, which is so of most articles.
///
/// ```
/// use sayso_issues::{Known, topic};
/// let lead = "The ministers differ over the Russian involvement in Syria.";
/// let found = topic("Ministers split on Russia's involvement in Syria", lead, &Known::built_in());
/// assert_eq!(found.unwrap().phrase, "Russia's involvement in Syria");
/// assert_eq!(topic("Ministers split on Russia", lead, &Known::built_in()), None);
/// ```
pub fn topic(headline: &str, lead: &str, known: &Known) -> Option<Topic> {
    let named = terms(lead, known);
    let clauses = headline.split([',', ';', ':', '(', ')', '"', '\u{201c}', '\u{201d}', '?', '!']);
    clauses.flat_map(|clause| doings(clause, known)).find(|topic| {
        let own = terms(&topic.phrase, known);
        own.len() > 1 && own.iter().all(|term| named.binary_search(term).is_ok())
    })
}

/// Each state of a clause with what it does: "Russia's involvement in Syria", "Russian airstrikes on towns".
fn doings(clause: &str, known: &Known) -> Vec<Topic> {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let starts = 0..words.len();
    starts
        .filter_map(|at| {
            let (state, length) = state_at(&words[at..], known)
                .filter(|(_, length)| is_modifier(&words[at..at + length], known))?;
            let doing = doing(&words[at + length..], known)?;
            let words = words[at..at + length + doing].join(" ");
            Some(Topic { phrase: phrase(&words).to_owned(), state })
        })
        .collect()
}

/// How many words tell what is done, and to whom: up to the state or name behind a preposition.
fn doing(words: &[&str], known: &Known) -> Option<usize> {
    let nouns = words.iter().take(NOUNS + 1).position(|word| is_towards(word)).filter(|&nouns| nouns > 0)?;
    // "Defence chief travels to": the last of several words may well be a verb.
    if nouns > 1 && words[nouns - 1].ends_with('s') && !words[nouns - 1].ends_with("ss") {
        return None;
    }
    // Of what lies behind it, as much as names a state.
    let behind = &words[nouns + 1..words.len().min(LONGEST)];
    let behind = &behind[..behind.iter().position(|word| is_towards(word)).unwrap_or(behind.len())];
    let state = (0..behind.len()).find_map(|at| {
        let (_, length) = state_at(&behind[at..], known)?;
        let is_plain = !is_modifier(&behind[at..at + length], known);
        is_plain.then_some(at + length)
    });
    Some(nouns + 1 + state?)
}

fn is_towards(word: &str) -> bool {
    TOWARDS.contains(&word.to_lowercase().as_str())
}

/// Which of these positions are about the topics of their articles: how each stands to it, and how probable that is; in
/// their order, None for those that are not.
pub fn topical(
    positions: &[Topical<'_>],
    known: &Known,
    model: &Model,
    judge: &Judge,
) -> Vec<Option<(Stance, f32)>> {
    let mut scratch = JudgeScratch::default();
    let judged = |position: &Topical<'_>| {
        let Topical { label, words, topic } = *position;
        let names = |words| terms(words, known).binary_search(&topic.state).is_ok();
        if !names(label) && !names(words) {
            return None;
        }
        let [against, neutral, favor, _] = judge.claim(model, words, &topic.phrase, &mut scratch);
        let best = likeliest([against, neutral, favor]);
        (against + neutral + favor >= RELATED).then_some(best)
    };
    positions.iter().map(judged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(headline: &str, lead: &str) -> Option<String> {
        topic(headline, lead, &Known::built_in()).map(|topic| topic.phrase)
    }

    #[test]
    fn the_doing_of_a_state_that_headline_and_lead_name_is_a_topic() {
        let lead = "Envoys met over the Chinese tariffs on steel of Canada and on Moscow's talks with Iran.";
        assert_eq!(
            found("Chinese tariffs on Canada rise", lead).as_deref(),
            Some("Chinese tariffs on Canada")
        );
        assert_eq!(
            found("Envoys: Russia's talks with Iran", lead).as_deref(),
            Some("Russia's talks with Iran")
        );
    }

    #[test]
    fn most_headlines_have_none() {
        let lead = "France and Germany said that the tariffs on Canada were wrong. A German chief of defence travels.";
        for headline in [
            "",
            "France opposes tariffs on Canada",
            "French minister resigns",
            "Germany's tariffs on Canada",
            "Council keeps the ferry",
            "Chinese tariffs, on Canada",
            "German defence chief travels to Canada",
            "German chief of defence travels to Canada",
        ] {
            let want = (headline == "Germany's tariffs on Canada").then_some(headline);
            assert_eq!(found(headline, lead).as_deref(), want, "{headline}");
        }
        assert_eq!(found("Russia's involvement in Syria", ""), None);
    }
}
