//! What does the name of an office tell?

use crate::facts::{Branch, Office, Represents};
use crate::fold::fold;

/// Words that say that an office is held no more.
const FORMER: &[&str] = &[
    "former",
    "formerly",
    "ex",
    "late",
    "onetime",
    "erstwhile",
    "retired",
    "ousted",
    "deposed",
    "disgraced",
    "sometime",
];

/// Words that say that an office is not held yet.
const NOT_YET: &[&str] =
    &["elect", "designate", "candidate", "hopeful", "nominee", "contender", "would be", "aspiring", "shadow"];

/// Words between an office and what it is an office of.
const LINKS: &[&str] = &["of", "for", "to", "at", "in", "on", "with", "and", "from", "who", "by", "under"];

/// Most words of an office's name.
const LONGEST: usize = 7;

/// Whether a phrase says that the office it names is held no more.
///
/// ```
/// use sayso_gazetteer::is_former;
///
/// assert!(is_former("Former President Bill Clinton"));
/// assert!(is_former("an ex-minister"));
/// assert!(!is_former("the president"));
/// assert!(!is_former("the transformer works"));
/// ```
pub fn is_former(phrase: &str) -> bool {
    let key = fold(phrase);
    let words: Vec<&str> = key.split(' ').collect();
    is_former_of(&words)
}

/// A sign of what was stands before the office: "one time" too.
fn is_former_of(words: &[&str]) -> bool {
    words.iter().any(|word| FORMER.contains(word)) || words.windows(2).any(|pair| pair == ["one", "time"])
}

type Found<'a> = (&'a str, Branch, Represents);

/// Reads `phrase` with `find`, which knows the offices by their folded names.
///
/// Of all runs of words that are an office and end the phrase, or end where a link such as "of" follows, the
/// longest is taken, and of those the first: in "minister of state for trade" it is "minister of state".
pub(crate) fn read<'a>(phrase: &str, find: impl Fn(&str) -> Option<Found<'a>>) -> Option<Office> {
    let key = fold(phrase);
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    let ends = |end: usize| words.get(end).is_none_or(|next| LINKS.contains(next) || NOT_YET.contains(next));
    for length in (1..=words.len().min(LONGEST)).rev() {
        for start in 0..=words.len() - length {
            let end = start + length;
            if !ends(end) {
                continue;
            }
            if let Some(found) = find(&words[start..end].join(" ")) {
                return Some(tell(found, &words, start, end));
            }
        }
    }
    None
}

fn tell((name, branch, represents): Found<'_>, words: &[&str], start: usize, end: usize) -> Office {
    let (before, after) = (&words[..start], &words[end..]);
    let former = is_former_of(before);
    let not_yet = before.contains(&"shadow") || after.first().is_some_and(|next| NOT_YET.contains(next));
    let of = after.first().filter(|link| LINKS[..6].contains(link)).and(after.get(1..));
    Office {
        name: name.to_owned(),
        branch: if not_yet { Branch::Opposition } else { branch },
        represents: if former || not_yet { Represents::Nobody } else { represents },
        former,
        of: of
            .filter(|words| !words.is_empty())
            .map(|words| words.join(" ").replacen("the ", "", usize::from(words[0] == "the"))),
    }
}

#[cfg(test)]
mod tests {
    use crate::{BUILT_IN, Branch, Gazetteer, Represents};

    fn check(phrase: &str, expected: Option<(&str, Branch, Represents)>) {
        let office = Gazetteer::open(BUILT_IN).unwrap().office(phrase);
        let got = office.as_ref().map(|office| (&*office.name, office.branch, office.represents));
        assert_eq!(got, expected, "{phrase}");
    }

    #[test]
    fn offices_of_the_executive_speak_for_the_state() {
        use Branch::*;
        use Represents::State;
        check("British Foreign Secretary", Some(("foreign secretary", Government, State)));
        check("U.S. Secretary of State", Some(("secretary of state", Government, State)));
        check("prime minister", Some(("prime minister", Government, State)));
        check("defence ministers", Some(("defence minister", Government, State)));
        check("minister for women", Some(("minister", Government, State)));
        check("the acting president", Some(("acting president", Government, State)));
        check("ambassador to the United Nations", Some(("ambassador", Government, State)));
        check("Maj. Gen.", Some(("maj gen", Military, State)));
    }

    #[test]
    fn legislators_candidates_experts_and_what_is_past_speak_for_nobody() {
        use Branch::*;
        use Represents::Nobody;
        check("the Republican senator", Some(("senator", Legislature, Nobody)));
        check("professor of law", Some(("professor", Expert, Nobody)));
        check("presidential candidate", Some(("presidential candidate", Opposition, Nobody)));
        check("ex-foreign secretary", Some(("foreign secretary", Government, Nobody)));
        check("president-elect", Some(("president elect", Opposition, Nobody)));
        check("shadow foreign secretary", Some(("shadow foreign secretary", Opposition, Nobody)));
    }

    #[test]
    fn spokespersons_speak_for_a_principal() {
        check("Kremlin spokesman", Some(("spokesman", Branch::Other, Represents::Principal)));
        check("spokeswoman for the ministry", Some(("spokeswoman", Branch::Other, Represents::Principal)));
    }

    #[test]
    fn what_stands_behind_is_told() {
        let gazetteer = Gazetteer::open(BUILT_IN).unwrap();
        let of = |phrase| gazetteer.office(phrase).unwrap().of;
        assert_eq!(of("minister of state for trade").as_deref(), Some("trade"));
        assert_eq!(of("the president of the European Commission").as_deref(), Some("european commission"));
        assert_eq!(of("the president"), None);
    }

    #[test]
    fn other_words_are_no_office() {
        for phrase in ["", "the", "a blue door", "ministering", "generally", "president avenue"] {
            check(phrase, None);
        }
    }
}
