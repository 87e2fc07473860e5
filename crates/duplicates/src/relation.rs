//! Are two texts the same, or does one stand within the other?
//!
//! What counts are *shared words*: those in runs of four that both texts hold. That is kinder to an edited copy than
//! counting shingles, since one word replaced spoils four shingles and yet one word. Shares are taken of each text:
//!
//! - most of the shorter one, and most of the longer one: a copy, edited or cut;
//! - most of the shorter one, and little of the longer one: it stands within;
//! - little of the shorter one: apart.
//!
//! Who reports on one speech quotes the same sentences from it. So the shorter text has to share, besides, what stands
//! outside of its quotation marks. A text that is cut keeps its beginning, as editors cut from the end; with that beginning
//! it may be a smaller part of the longer one and be its copy still.
//!
//! *Known weakness:* a text translated or told in other words is apart, and so are two that have a half in common and each
//! a half of its own.

use sayso_text::Span;

use crate::sketch::LEAST_WORDS;
use crate::wording::Wording;

/// The least share of the shorter text that stands within the longer one.
const HELD: f32 = 0.6;

/// The least share of both for a copy that is edited.
const EDITED: f32 = 0.55;

/// The least share of the longer text for a copy that is cut.
const CUT: f32 = 0.5;

/// The same where the two begin alike.
const CUT_FROM_HEAD: f32 = 0.4;

/// The least share of both for a copy to have the same wording.
const SAME: f32 = 0.97;

/// The least share of the shorter text's words outside of quotation marks, where there are [`LEAST_WORDS`] of them.
const OWN: f32 = 0.4;

/// Words at the beginning of the longer text by which it is told whether the two begin alike.
const HEAD: usize = 40;

/// Places of shared words with no more words than this between them are one place.
const GAP: usize = 8;

/// How one text stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same wording, but for a few words and the order of its sentences.
    Copy,
    /// The same text, edited or cut.
    NearCopy,
    /// The other one stands within this one, which is much longer.
    Contains,
    /// This one stands within the other, which is much longer.
    Within,
    /// None of these.
    Apart,
}

impl Relation {
    /// Whether both are one text: [`Copy`](Relation::Copy) or [`NearCopy`](Relation::NearCopy).
    pub fn is_same(self) -> bool {
        matches!(self, Relation::Copy | Relation::NearCopy)
    }

    /// As seen from the other text.
    pub fn reversed(self) -> Relation {
        match self {
            Relation::Contains => Relation::Within,
            Relation::Within => Relation::Contains,
            same => same,
        }
    }
}

/// How `new` stands to `candidate`; [`Relation::reversed`] from the other side. Apart where either has fewer than 20 words.
///
/// ```
/// use sayso_duplicates::{Relation, Wording, relation};
///
/// let wire = "The port of Harwick will stay open over the winter, the harbour master said on Monday, after the \
///             owners of both ferries agreed to share the costs of the ice breaker.";
/// let longer = format!(
///     "{wire} Our correspondent in the capital adds that ministers had long refused to pay for it. They were \
///      said to fear that other ports would ask for as much, and one of them called the plan a present to \
///      the ferries. The opposition wants to know who will pay when the breaker is out of order, as it was \
///      for most of March, and whether the crews will be asked. A debate is set down for Thursday night."
/// );
/// let [wire, longer] = [wire, &longer].map(Wording::of);
/// assert_eq!(relation(&wire, &wire), Relation::Copy);
/// assert_eq!(relation(&wire, &longer), Relation::Within);
/// assert_eq!(relation(&longer, &wire), Relation::Contains);
///
/// let nothing = Wording::of("");
/// assert_eq!(relation(&nothing, &nothing), Relation::Apart);
/// ```
pub fn relation(new: &Wording, candidate: &Wording) -> Relation {
    if new.words().min(candidate.words()) < LEAST_WORDS {
        return Relation::Apart;
    }
    let (of_new, of_candidate) = (Shared::of(new, candidate), Shared::of(candidate, new));
    if of_candidate.share > of_new.share {
        judged(&of_candidate, &of_new).reversed()
    } else {
        judged(&of_new, &of_candidate)
    }
}

/// The words of a text that another one holds, too.
struct Shared<'a> {
    text: &'a Wording,
    words: Vec<bool>,
    share: f32,
}

impl Shared<'_> {
    fn of<'a>(text: &'a Wording, other: &Wording) -> Shared<'a> {
        let words = text.shared_with(other);
        let share = share(words.iter().copied());
        Shared { text, words, share }
    }

    /// Of the words outside of quotation marks; of all where there are too few of them.
    fn own_share(&self) -> f32 {
        let own = || self.words.iter().zip(&self.text.quoted).filter(|(_, quoted)| !**quoted);
        if own().count() < LEAST_WORDS { self.share } else { share(own().map(|(shared, _)| *shared)) }
    }

    fn shares_head(&self) -> bool {
        2.0 * share(self.words.iter().copied().take(HEAD)) >= 1.0
    }
}

/// Of those that are asked about, the share that holds; 0 of none.
fn share(words: impl Iterator<Item = bool>) -> f32 {
    let (mut held, mut of) = (0_u32, 0_u32);
    for word in words {
        held += u32::from(word);
        of += 1;
    }
    held as f32 / of.max(1) as f32
}

/// How `part`, which shares at least as much of itself, stands to `whole`.
fn judged(part: &Shared, whole: &Shared) -> Relation {
    let cut = if whole.shares_head() { CUT_FROM_HEAD } else { CUT };
    if part.own_share() < OWN {
        Relation::Apart
    } else if whole.share >= SAME {
        Relation::Copy
    } else if whole.share >= EDITED || part.share >= HELD && whole.share >= cut {
        Relation::NearCopy
    } else if part.share >= HELD && part.text.words() < whole.text.words() {
        Relation::Within
    } else {
        Relation::Apart
    }
}

/// A text that stands within another.
#[derive(Clone, Debug, PartialEq)]
pub struct Containment {
    /// How much of the shorter text the longer one holds: shared words, of its words that count.
    pub share: f32,
    /// Where in the longer one, in its order.
    pub places: Vec<Span>,
}

/// Whether `part` stands within `whole`, and where; none unless it does for the most part. A copy stands within its
/// original, too: whether that is much longer is for [`relation`] to say.
///
/// ```
/// use sayso_duplicates::{Wording, contained};
///
/// let wire = "The port of Harwick will stay open over the winter, the harbour master said on Monday, after the \
///             owners of both ferries agreed to share the costs of the ice breaker.";
/// let longer = format!("Nobody on the coast had expected it. {wire} The mayor kept silent.");
/// let [part, whole] = [wire, &longer].map(Wording::of);
/// let found = contained(&part, &whole).unwrap();
/// assert_eq!(found.share, 1.0);
/// assert_eq!(format!("{}.", &longer[found.places[0].range()]), wire);
///
/// assert!(contained(&whole, &Wording::of("Nobody on the coast had expected it.")).is_none());
/// ```
pub fn contained(part: &Wording, whole: &Wording) -> Option<Containment> {
    let shared = Shared::of(part, whole);
    let holds = part.words() >= LEAST_WORDS && shared.share >= HELD && shared.own_share() >= OWN;
    holds.then(|| Containment { share: shared.share, places: places(whole, &whole.shared_with(part)) })
}

/// Shared words, with what little stands between them, as places of at least as many words as a shingle has.
fn places(text: &Wording, shared: &[bool]) -> Vec<Span> {
    let mut places: Vec<Span> = Vec::new();
    let mut last = 0;
    for (at, word) in text.words.iter().enumerate().filter(|(at, _)| shared[*at]) {
        match places.last_mut() {
            Some(place) if at - last <= GAP + 1 => *place = place.join(word.place),
            _ => places.push(word.place),
        }
        last = at;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relation::{Apart, Contains, Copy, NearCopy, Within};

    const WIRE: &str = "The port of Harwick will stay open over the winter, the harbour master said on Monday, after the \
        owners of both ferries agreed to share the costs of the ice breaker. Neither of them would say how high those \
        were. Last winter the port had been shut for eleven weeks, and flour and coal came over the hills by lorry. A \
        spokesman for the miners called the news a relief, and the council wants to meet on Thursday to thank both.";

    /// So many words that no other text has.
    fn own(name: &str, words: usize) -> String {
        (0..words).map(|number| format!("{name}{number} ")).collect()
    }

    #[track_caller]
    fn check(new: &str, candidate: &str, expected: Relation) {
        let [new, candidate] = [new, candidate].map(Wording::of);
        assert_eq!(relation(&new, &candidate), expected);
        assert_eq!(relation(&candidate, &new), expected.reversed());
    }

    #[test]
    fn the_same_words_are_a_copy_whatever_stands_around_them() {
        check(WIRE, &WIRE.to_uppercase().replace(", ", " – "), Copy);
        check(WIRE, &format!("Harwick open\n\n{}\n\nShare\nRead more", WIRE.replace(". ", ".\n")), Copy);
    }

    #[test]
    fn edited_and_cut_copies_are_near_copies() {
        let edited = WIRE.replace("owners", "operators").replace("eleven", "ten").replace(" on Monday,", "");
        check(WIRE, &edited, NearCopy);
        check(WIRE, &WIRE[..WIRE.len() / 2], NearCopy);
        check(&edited, &WIRE[..WIRE.len() * 2 / 3], NearCopy);
        let (first, rest) = WIRE.split_once(". ").unwrap();
        check(WIRE, &format!("{rest} {first}."), Copy);
    }

    #[test]
    fn a_story_stands_within_a_much_longer_one() {
        check(WIRE, &format!("{}. {WIRE} {}", own("before", 90), own("behind", 80)), Within);
        check(&format!("{WIRE} {}", own("behind", 200)), WIRE, Contains);
        // In the middle a half is not enough to be the same; at the head a little less is.
        check(WIRE, &format!("{} {WIRE}", own("before", 110)), Within);
        check(WIRE, &format!("{WIRE} {}", own("behind", 110)), NearCopy);
    }

    #[test]
    fn reports_that_quote_one_speech_are_apart() {
        let quotes = [
            "“We have built this harbour with our own hands, and we will not see it freeze again for want of a ship.”",
            "“Whoever tells you that there is no money has not looked into the chest in the cellar of the town hall.”",
            "“I say to our friends across the water: come and look at the ice before you write about it.”",
        ];
        let one = format!(
            "{} With these words the mayor opened her campaign on Tuesday in front of some two hundred people. {} She did not \
             say which chest she meant. {} Her opponent will answer on Friday.",
            quotes[0], quotes[1], quotes[2]
        );
        let other = format!(
            "Two years before the vote, Harwick's mayor has begun to run. In the old fish hall, where it was cold enough, her \
             listeners heard little that was new. {} {} One of the dockers laughed aloud. {} was the only line to be cheered.",
            quotes[2], quotes[0], quotes[1]
        );
        let [one, other] = [&one, &other].map(|text| Wording::of(text));
        // Most of the words are the same, and they are the mayor's.
        assert!(Shared::of(&one, &other).share > 0.55);
        assert_eq!(relation(&one, &other), Apart);
        assert!(contained(&one, &other).is_none());
    }

    #[test]
    fn strangers_and_scraps_are_apart() {
        check(WIRE, &own("other", 100), Apart);
        check("The port shut.", "The port shut.", Apart);
        check("", WIRE, Apart);
    }

    #[test]
    fn half_and_half_is_apart() {
        let half = &WIRE[..WIRE.len() / 2];
        check(&format!("{} {half}", own("one", 40)), &format!("{} {half}", own("other", 40)), Apart);
    }

    #[test]
    fn a_story_in_two_pieces_has_two_places() {
        let (first, rest) = WIRE.split_at(WIRE.find("Last winter").unwrap());
        let whole = format!("{first} {}. {rest}", own("between", 30));
        let found = contained(&Wording::of(WIRE), &Wording::of(&whole)).unwrap();
        let places: Vec<&str> = found.places.iter().map(|place| &whole[place.range()]).collect();
        assert_eq!(places, [first.trim_end().trim_end_matches('.'), rest.trim_end_matches('.')]);
        // Nothing stands within nothing.
        assert_eq!(contained(&Wording::of(""), &Wording::of(WIRE)), None);
    }
}
