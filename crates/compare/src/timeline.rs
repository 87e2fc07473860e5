//! How did one actor move on one issue?
//!
//! Each step is compared with what the actor said before that day: with the nearest words of the last earlier day. Words of
//! one day have no order, so that the contrary on the same day is mixed, not a reversal; of a mixed day the side counts that more
//! was said for.
//!
//! How strong an act is, is a convention of ours: see [`strength`].

use sayso_domain::{Act, Date, Stance};

use crate::groups::{Group, Selection, groups};
use crate::stand::{IssueId, Stand};
use crate::utterances::utterances;

/// An actor's way on an issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline<'a> {
    /// By the day on which it was said.
    pub steps: Vec<Step<'a>>,
    /// Whose day is not known; they are compared with nothing.
    pub undated: Vec<&'a Stand>,
    /// What others tell of the actor, which has words of its own.
    pub told: Vec<&'a Stand>,
}

/// One position in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'a> {
    /// The words now.
    pub stand: &'a Stand,
    /// What has changed.
    pub change: Change,
    /// The words it is compared with; none for the first statement.
    pub before: Option<&'a Stand>,
    /// Who has moved; none for the first statement and where nothing has changed.
    pub mover: Option<Mover>,
    /// Whether it was news.
    pub report: Report,
}

/// What a step changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// The first words of the actor on the issue.
    First,
    /// From for to against, or back.
    Reversal,
    /// The contrary on the same day: which came first is not known.
    Mixed,
    /// From a side to neutral, or the same side by a weaker act.
    Softening,
    /// From neutral to a side, or the same side by a stronger act.
    Hardening,
    /// The same side, on a condition that was not there.
    NewCondition,
    /// The same side, without the condition.
    ConditionDropped,
    /// The same.
    Unchanged,
}

impl Change {
    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::First => "first statement",
            Change::Reversal => "reversal",
            Change::Mixed => "mixed",
            Change::Softening => "softening",
            Change::Hardening => "hardening",
            Change::NewCondition => "new condition",
            Change::ConditionDropped => "condition dropped",
            Change::Unchanged => "unchanged",
        }
    }
}

/// Who has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mover {
    /// The same person speaks, or the actor itself: the actor changed.
    Actor,
    /// Another speaker of the same state or organisation.
    OtherSpeaker,
    /// Who speaks is not known in one of the two.
    Unknown,
}

impl Mover {
    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Mover::Actor => "actor",
            Mover::OtherSpeaker => "other speaker",
            Mover::Unknown => "unknown",
        }
    }
}

/// Whether a position was news when its article appeared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Report {
    /// It was.
    New,
    /// The same utterance stands in the timeline already. Such a step changes nothing.
    Again,
    /// Something later had been published before: an old statement came to light.
    Late,
}

impl Report {
    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Report::New => "new",
            Report::Again => "again",
            Report::Late => "late",
        }
    }
}

/// How strong an act is, from 0 to 3. A convention of ours, which decides between softening and hardening:
///
/// | | acts |
/// |---|---|
/// | 3 | demand, refuse, threaten |
/// | 2 | assert, evaluate, commit, deny |
/// | 1 | offer |
/// | 0 | concede, ask |
pub fn strength(act: Act) -> u8 {
    match act {
        Act::Demand | Act::Refuse | Act::Threaten => 3,
        Act::Assert | Act::Evaluate | Act::Commit | Act::Deny => 2,
        Act::Offer => 1,
        Act::Concede | Act::Ask => 0,
    }
}

/// The way of the actor of that key on one issue, within the days of `selection`, whose actors do not matter. Empty where
/// nothing is found.
pub fn timeline<'a>(stands: &'a [Stand], actor: &str, issue: IssueId, selection: &Selection) -> Timeline<'a> {
    let days = Selection { actors: Vec::new(), ..selection.clone() };
    let found = groups(stands, &days).into_iter().find(|group| group.actor == actor && group.issue == issue);
    let Some(Group { counted, told, .. }) = found else { return Timeline::default() };
    let numbers = utterances(&counted);
    let dated: Vec<Dated> = counted
        .iter()
        .zip(&numbers)
        .filter_map(|(stand, &utterance)| Some(Dated { stand, day: stand.date?, utterance }))
        .collect();
    let undated = counted.iter().filter(|stand| stand.date.is_none()).copied().collect();
    Timeline { steps: steps(&dated), undated, told }
}

#[derive(Clone, Copy)]
struct Dated<'a> {
    stand: &'a Stand,
    day: Date,
    utterance: usize,
}

fn steps<'a>(dated: &[Dated<'a>]) -> Vec<Step<'a>> {
    let first_news = first_news_after(dated);
    // The first of each utterance, by its number; what is compared with; and where its last day begins.
    let mut carried: Vec<Option<&Stand>> =
        vec![None; dated.iter().map(|one| one.utterance + 1).max().unwrap_or(0)];
    let mut news: Vec<Dated> = Vec::new();
    let mut steps = Vec::new();
    for (place, &one) in dated.iter().enumerate() {
        match carried[one.utterance] {
            Some(first) if first.article != one.stand.article => {
                steps.push(Step {
                    stand: one.stand,
                    change: Change::Unchanged,
                    before: Some(first),
                    mover: None,
                    report: Report::Again,
                });
                continue;
            }
            known => carried[one.utterance] = known.or(Some(one.stand)),
        }
        let is_late = match (first_news[place], one.stand.published) {
            (Some(first), Some(published)) => one.stand.said_on_known && first < published,
            _ => false,
        };
        let (change, before) = compared(&news, one);
        let has_moved = !matches!(change, Change::First | Change::Unchanged);
        steps.push(Step {
            stand: one.stand,
            change,
            before,
            mover: before.filter(|_| has_moved).map(|before| mover(before, one.stand)),
            report: if is_late { Report::Late } else { Report::New },
        });
        news.push(one);
    }
    steps
}

/// For each stand the first day on which something was published that was said on a later day.
fn first_news_after(dated: &[Dated<'_>]) -> Vec<Option<Date>> {
    let mut result = vec![None; dated.len()];
    let mut later: Option<Date> = None;
    let mut end = dated.len();
    while end > 0 {
        let day = dated[end - 1].day;
        let start = dated.partition_point(|one| one.day < day);
        result[start..end].fill(later);
        let published = dated[start..end].iter().filter_map(|one| one.stand.published);
        later = later.into_iter().chain(published).min();
        end = start;
    }
    result
}

/// What `one` changes, and against which words.
fn compared<'a>(news: &[Dated<'a>], one: Dated<'a>) -> (Change, Option<&'a Stand>) {
    let today = &news[news.partition_point(|other| other.day < one.day)..];
    let like = |other: &&Dated| {
        other.stand.stance == one.stand.stance
            && other.stand.condition.is_some() == one.stand.condition.is_some()
    };
    if let Some(same) = today.iter().rev().find(like) {
        return (Change::Unchanged, Some(same.stand));
    }
    let is_side = one.stand.stance != Stance::Neutral;
    let mut contraries =
        today.iter().rev().filter(|other| is_side && other.stand.stance == one.stand.stance.reversed());
    // Words on a condition do not stand for the plain ones of their day.
    let contrary = contraries.clone().find(|other| other.stand.condition.is_none()).or(contraries.next());
    if let Some(contrary) = contrary {
        return (Change::Mixed, Some(contrary.stand));
    }
    let earlier = &news[..news.len() - today.len()];
    let last = earlier.partition_point(|other| Some(other.day) < earlier.last().map(|last| last.day));
    let before =
        prevailing(&earlier[last..]).into_iter().rev().min_by_key(|other| distance(other.stand, one.stand));
    match before.or(today.last()) {
        None => (Change::First, None),
        Some(before) if before.day == one.day => (Change::Unchanged, Some(before.stand)),
        Some(before) => (change(before.stand, one.stand), Some(before.stand)),
    }
}

/// What stands for a day: of a mixed one, the side that more was said for, each position as much as it is sure.
fn prevailing<'d, 'a>(day: &'d [Dated<'a>]) -> Vec<&'d Dated<'a>> {
    let said_for = |stance| -> f32 {
        day.iter().filter(|one| one.stand.stance == stance).map(|one| one.stand.confidence).sum()
    };
    let (favor, against) = (said_for(Stance::Favor), said_for(Stance::Against));
    let weaker = match favor.min(against) > 0.0 {
        true if favor < against => Some(Stance::Favor),
        true if against < favor => Some(Stance::Against),
        _ => None,
    };
    day.iter().filter(|one| Some(one.stand.stance) != weaker).collect()
}

/// The less, the nearer. Of what was said on another side, a plain position is nearer than one on a condition.
fn distance(before: &Stand, now: &Stand) -> (bool, bool, u8) {
    let wants_condition = before.stance == now.stance && now.condition.is_some();
    let is_conditional = before.condition.is_some() != wants_condition;
    (before.stance != now.stance, is_conditional, strength(before.act).abs_diff(strength(now.act)))
}

fn change(before: &Stand, now: &Stand) -> Change {
    match (before.stance, now.stance) {
        (a, b) if a == b => same_side(before, now),
        (_, Stance::Neutral) => Change::Softening,
        (Stance::Neutral, _) => Change::Hardening,
        _ => Change::Reversal,
    }
}

fn same_side(before: &Stand, now: &Stand) -> Change {
    match (&before.condition, &now.condition) {
        (None, Some(_)) => Change::NewCondition,
        (Some(_), None) => Change::ConditionDropped,
        (Some(a), Some(b)) if !shares_words(a, b) => Change::NewCondition,
        _ => match strength(now.act).cmp(&strength(before.act)) {
            std::cmp::Ordering::Less => Change::Softening,
            std::cmp::Ordering::Equal => Change::Unchanged,
            std::cmp::Ordering::Greater => Change::Hardening,
        },
    }
}

fn shares_words(a: &str, b: &str) -> bool {
    let (a_words, b_words) = (crate::content_words(a), crate::content_words(b));
    a == b || !a_words.is_disjoint(&b_words)
}

fn mover(before: &Stand, now: &Stand) -> Mover {
    let own = now.actor.key.as_str();
    match (before.speaker_key.as_deref(), now.speaker_key.as_deref()) {
        (Some(a), Some(b)) if a == b || a == own || b == own => Mover::Actor,
        (Some(_), Some(_)) => Mover::OtherSpeaker,
        _ => Mover::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{day, said, stand};

    const FOR: Stance = Stance::Favor;
    const AGAINST: Stance = Stance::Against;

    fn way(stands: &[Stand]) -> Timeline<'_> {
        timeline(stands, "USA", IssueId(0), &Selection::default())
    }

    fn changes(stands: &[Stand]) -> Vec<Change> {
        way(stands).steps.iter().map(|step| step.change).collect()
    }

    fn usa(stance: Stance, words: &str, date: Date) -> Stand {
        said("USA", stance, words, &format!("wire-{date}-{words}"), date)
    }

    #[test]
    fn the_first_words_then_a_reversal() {
        let stands = [usa(AGAINST, "no deal", day(3, 1)), usa(FOR, "a fine deal", day(6, 1))];
        let way = way(&stands);
        assert_eq!(changes(&stands), [Change::First, Change::Reversal]);
        assert_eq!(way.steps[0].before, None);
        assert_eq!(way.steps[1].before.unwrap().quote, "no deal");
        assert_eq!((way.steps[1].mover, way.steps[1].report), (Some(Mover::Actor), Report::New));
    }

    #[test]
    fn of_a_mixed_day_the_side_counts_that_more_was_said_for() {
        let odd = usa(FOR, "they have paid enough", day(3, 1));
        let mut stands = vec![usa(AGAINST, "no deal", day(3, 1)), usa(AGAINST, "we veto it", day(3, 1)), odd];
        stands.push(usa(FOR, "we support the deal", day(6, 1)));
        let last = *way(&stands).steps.last().unwrap();
        assert_eq!((last.change, last.before.unwrap().stance), (Change::Reversal, AGAINST));
        stands.remove(0);
        let last = *way(&stands).steps.last().unwrap();
        assert_eq!((last.change, last.before.unwrap().stance), (Change::Unchanged, FOR));
    }

    #[test]
    fn acts_and_neutral_words_soften_and_harden() {
        let by = |act, words: &str, month| Stand { act, ..usa(AGAINST, words, day(month, 1)) };
        assert_eq!(
            changes(&[
                by(Act::Evaluate, "wrong", 1),
                by(Act::Threaten, "we will strike", 2),
                by(Act::Offer, "let us talk", 3),
                usa(Stance::Neutral, "we shall see", day(4, 1)),
                by(Act::Assert, "not this one", 5),
                by(Act::Deny, "never that", 6),
            ]),
            [
                Change::First,
                Change::Hardening,
                Change::Softening,
                Change::Softening,
                Change::Hardening,
                Change::Unchanged
            ]
        );
    }

    #[test]
    fn conditions_come_change_and_go() {
        let only = |condition: &str, words: &str, month| Stand {
            condition: Some(condition.to_owned()),
            ..usa(FOR, words, day(month, 1))
        };
        assert_eq!(
            changes(&[
                usa(FOR, "yes", day(1, 1)),
                only("if they leave", "then we join", 2),
                only("provided that they leave", "so we would help", 3),
                only("unless the talks fail", "but that is open", 4),
                usa(FOR, "we do it in any case", day(5, 1)),
            ]),
            [
                Change::First,
                Change::NewCondition,
                Change::Unchanged,
                Change::NewCondition,
                Change::ConditionDropped
            ]
        );
    }

    #[test]
    fn a_condition_does_not_hide_plain_words_of_the_same_day() {
        let only = |stance, words: &str, month| Stand {
            condition: Some("if they leave".to_owned()),
            ..usa(stance, words, day(month, 1))
        };
        // In either order of the two, which is not known.
        for (first, second) in [("p1", "p2"), ("p2", "p1")] {
            let at = |position: &str, stand: Stand| Stand { position: position.to_owned(), ..stand };
            let plain = at(first, usa(FOR, "a fine deal", day(3, 1)));
            let conditional = at(second, only(FOR, "then we join", 3));
            let before = |now: Stand| {
                let stands = [plain.clone(), conditional.clone(), now];
                way(&stands).steps[2].before.unwrap().quote.clone()
            };
            assert_eq!(before(usa(AGAINST, "no deal", day(6, 1))), "a fine deal");
            assert_eq!(before(only(AGAINST, "that is off", 6)), "a fine deal");
            assert_eq!(before(only(FOR, "so we would help", 6)), "then we join");
            let today = Stand { article: "z".to_owned(), ..usa(AGAINST, "no deal", day(3, 1)) };
            assert_eq!(before(today), "a fine deal");
        }
    }

    #[test]
    fn another_speaker_of_the_state_is_told_from_the_actor() {
        let by = |key: Option<&str>, stance, words: &str, month| Stand {
            speaker_key: key.map(str::to_owned),
            ..usa(stance, words, day(month, 1))
        };
        let stands = [
            by(Some("person:kerry"), FOR, "fine", 1),
            by(Some("person:rice"), AGAINST, "by no means", 2),
            by(Some("USA"), FOR, "it may be done", 3),
            by(None, AGAINST, "it may not be done", 4),
        ];
        let movers: Vec<Option<Mover>> = way(&stands).steps.iter().map(|step| step.mover).collect();
        assert_eq!(movers, [None, Some(Mover::OtherSpeaker), Some(Mover::Actor), Some(Mover::Unknown)]);
    }

    #[test]
    fn an_old_statement_reported_again_changes_nothing() {
        let old = "we shall never agree to anything of the sort";
        let again =
            Stand { said_on_known: false, article: "late".to_owned(), ..usa(AGAINST, old, day(8, 1)) };
        let stands = [usa(AGAINST, old, day(3, 1)), usa(FOR, "we agree", day(6, 1)), again];
        let way = way(&stands);
        assert_eq!(changes(&stands), [Change::First, Change::Reversal, Change::Unchanged]);
        assert_eq!((way.steps[2].report, way.steps[2].mover), (Report::Again, None));
        assert_eq!(way.steps[2].before, Some(&stands[0]));
    }

    #[test]
    fn what_was_said_before_and_published_after_something_newer_comes_late() {
        let late = Stand { published: Some(day(7, 1)), ..usa(FOR, "maybe so", day(4, 1)) };
        let stands = [usa(AGAINST, "no", day(3, 1)), late, usa(FOR, "we agree", day(6, 1))];
        let way = way(&stands);
        let reports: Vec<Report> = way.steps.iter().map(|step| step.report).collect();
        assert_eq!(reports, [Report::New, Report::Late, Report::New]);
        assert_eq!(changes(&stands), [Change::First, Change::Reversal, Change::Unchanged]);
    }

    #[test]
    fn words_of_one_day_have_no_order() {
        let stands = [
            usa(FOR, "yes", day(1, 1)),
            usa(AGAINST, "b but no", day(2, 1)),
            usa(FOR, "a still yes", day(2, 1)),
            usa(FOR, "yes indeed", day(3, 1)),
        ];
        assert_eq!(changes(&stands), [Change::First, Change::Unchanged, Change::Mixed, Change::Unchanged]);
    }

    #[test]
    fn those_without_a_day_and_what_others_tell_stand_aside() {
        let stands =
            [stand("USA"), Stand { date: None, ..stand("USA") }, Stand { alleged: true, ..stand("USA") }];
        let way = way(&stands);
        assert_eq!((way.steps.len(), way.undated.len(), way.told.len()), (1, 1, 1));
        assert_eq!(timeline(&stands, "GBR", IssueId(0), &Selection::default()), Timeline::default());
        assert_eq!(timeline(&stands, "USA", IssueId(7), &Selection::default()), Timeline::default());
    }

    proptest! {
        #[test]
        fn the_order_of_the_stands_does_not_matter(
            picks in prop::collection::vec((0_usize..3, 0_usize..10, 1_i8..4, any::<bool>()), 1..15),
        ) {
            let words = ["we shall have it all now", "they will not let it be done", "so be it then my friends"];
            let mut stands: Vec<Stand> = picks
                .iter()
                .enumerate()
                .map(|(i, &(stance, act, month, is_said))| Stand {
                    act: Act::ALL[act],
                    article: format!("wire-{i:02}"),
                    said_on_known: is_said,
                    ..usa(Stance::ALL[stance], words[i % 3], day(month, 1))
                })
                .collect();
            let one = format!("{:?}", way(&stands));
            stands.reverse();
            prop_assert_eq!(one, format!("{:?}", way(&stands)));
        }
    }
}
