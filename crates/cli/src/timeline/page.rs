//! What does a person see of an actor's way? A paragraph for each step: the day, what has changed, and the words.

use anstyle::{AnsiColor, Style};
use sayso_compare::{Change, Mover, Report, Stand, Step};

use crate::compare::{origin, told};
use crate::flow::{Look, Page, Run};
use sayso_answers::Way;

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default().bold();
const CHANGE: Style = AnsiColor::Yellow.on_default().bold();

/// The whole page.
pub(super) fn page(way: &Way<'_>, look: Look, closing: bool) -> String {
    let mut page = Page::new(look);
    if !way.timeline.steps.is_empty() || !way.timeline.undated.is_empty() {
        page.paragraph(0, &[Run::new(NAME, &way.actor.name), Run::new(DIM, "on"), Run::new(BOLD, way.issue)]);
        page.blank();
        way.timeline.steps.iter().for_each(|step| paragraph(&mut page, step));
        for stand in &way.timeline.undated {
            let mut runs = vec![Run::new(DIM, "day unknown")];
            runs.extend(words(stand, look));
            page.paragraph(0, &runs);
        }
        if closing {
            page.blank();
        }
    }
    if closing {
        page.block(0, &[Run::new(DIM, way.closing())]);
    }
    page.into_string()
}

fn paragraph(page: &mut Page, step: &Step<'_>) {
    let look = page.look();
    let day = step.stand.date.map(|day| day.to_string()).unwrap_or_default();
    let style = if matches!(step.change, Change::Unchanged | Change::First) { DIM } else { CHANGE };
    let mut runs = vec![Run::new(BOLD, day), Run::new(style, step.change.as_str()).apart()];
    let remarks = remarks(step);
    if !remarks.is_empty() {
        runs.push(Run::new(DIM, format!("({})", remarks.join("; "))));
    }
    page.paragraph(0, &runs);
    let mut now = vec![Run::new(PLAIN, stance(step.stand))];
    now.extend(words(step.stand, look));
    page.paragraph(4, &now);
    let has_moved = !matches!(step.change, Change::First | Change::Unchanged);
    if let Some(before) = step.before.filter(|_| has_moved) {
        let mut runs = vec![Run::new(DIM, format!("before: {}", stance(before)))];
        runs.push(Run::new(DIM, format!("{} {}", told(before, look), origin(before))));
        page.paragraph(4, &runs);
    }
}

/// What explains the step.
fn remarks(step: &Step<'_>) -> Vec<&'static str> {
    let mover = step.mover.map(|mover| match mover {
        Mover::Actor => "the actor changed",
        Mover::OtherSpeaker => "another speaker",
        Mover::Unknown => "the speaker is not known",
    });
    let report = match step.report {
        Report::New => None,
        Report::Again => Some("an old statement, reported again"),
        Report::Late => Some("became known late"),
    };
    let alleged = step.stand.alleged.then_some("told by others");
    let day = (!step.stand.said_on_known).then_some("day of the article");
    [mover, report, alleged, day].into_iter().flatten().collect()
}

/// "for, on a condition".
fn stance(stand: &Stand) -> String {
    let stance = match stand.stance {
        sayso_domain::Stance::Favor => "for",
        other => other.as_str(),
    };
    match &stand.condition {
        Some(condition) => format!("{stance} ({}; on a condition: {condition})", stand.act),
        None => format!("{stance} ({})", stand.act),
    }
}

fn words(stand: &Stand, look: Look) -> [Run; 2] {
    [Run::new(PLAIN, told(stand, look)), Run::new(DIM, origin(stand))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_answers::samples::{moving, with_way};

    const LOOK: Look = Look { width: 100, colour: false, unicode: true };

    #[test]
    fn each_step_has_its_day_its_change_and_its_words() {
        let want = "\
Ada on ban

2015-03-01  first statement
    against (evaluate) “No \"ban\" <here>, ever” Ada's minister, 2015-03-01, wire-3, 80 % sure
2015-06-01  reversal (another speaker)
    for (evaluate; on a condition: if it's fair) “then we may well agree” Ada's new\u{fffd} minister,
      2015-06-01, wire-6, 80 % sure
    before: against (evaluate) “No \"ban\" <here>, ever” Ada's minister, 2015-03-01, wire-3, 80 % sure
2015-07-01  unchanged (an old statement, reported again; day of the article)
    against (evaluate) “No \"ban\" <here>, ever” Ada's minister, 2015-07-01, wire-7, 80 % sure
day unknown “some day perhaps” Ada's minister, wire-1, 80 % sure

3 positions in 3 of 1 article, 1 change; 1 told by others
";
        let shown = with_way(moving(), |way| page(way, LOOK, true));
        assert_eq!(shown, want);
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        let shown = with_way(vec![], |way| page(way, LOOK, true));
        assert_eq!(shown, "0 positions in 0 of 1 article, 0 changes\n");
        assert_eq!(with_way(vec![], |way| page(way, LOOK, false)), "");
    }

    #[test]
    fn narrow_and_plain_terminals_are_served() {
        let shown =
            with_way(moving(), |way| page(way, Look { width: 60, unicode: false, colour: false }, true));
        assert!(shown.is_ascii() && shown.lines().all(|line| line.len() <= 60), "{shown}");
    }
}
