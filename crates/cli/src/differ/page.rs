//! What does a person see of the differences? Each with the words of both sides.

use anstyle::{AnsiColor, Style};
use sayso_compare::{Carried, Contradiction, Differences, Past, Piece, Side};

use crate::compare::{origin, told};
use crate::flow::{Look, Page, Run};
use sayso_answers::Differing;

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default().bold();
const LEFT_OUT: Style = AnsiColor::Blue.on_default().bold();
const PUT_IN: Style = AnsiColor::Yellow.on_default().bold();

/// Of one kind, so many are shown on one issue.
const MOST: usize = 10;

/// The whole page.
pub(super) fn page(found: &Differing<'_>, look: Look, closing: bool) -> String {
    let mut page = Page::new(look);
    for differences in found.shown() {
        page.paragraph(0, &[Run::new(BOLD, found.label(differences))]);
        issue(&mut page, differences);
        page.blank();
    }
    if closing {
        page.block(0, &[Run::new(DIM, found.closing())]);
    }
    page.into_string()
}

fn issue(page: &mut Page, differences: &Differences<'_>) {
    listed(page, &differences.contradictions, contradiction);
    listed(page, &differences.past, past);
    listed(page, &differences.carried, carried);
    if differences.left_out > 0 {
        let line = format!("{} more actors were not compared: so many say more", differences.left_out);
        page.block(2, &[Run::new(DIM, line)]);
    }
}

fn listed<T>(page: &mut Page, items: &[T], show: fn(&mut Page, &T)) {
    items.iter().take(MOST).for_each(|item| show(page, item));
    if items.len() > MOST {
        page.block(2, &[Run::new(DIM, format!("and {} more", items.len() - MOST))]);
    }
}

fn contradiction(page: &mut Page, pair: &Contradiction<'_>) {
    let is_one = pair.favor.actor.key == pair.against.actor.key;
    let what = if is_one { "contradicts itself" } else { "contradict each other" };
    heading(page, &pair.favor, &pair.against, what, pair.conditional);
    side(page, "+", &pair.favor);
    side(page, "-", &pair.against);
}

fn past(page: &mut Page, pair: &Past<'_>) {
    heading(page, &pair.one, &pair.other, "talk past each other", false);
    for one in [&pair.one, &pair.other] {
        side(page, &format!("{}:", one.stand.target_label), one);
    }
}

fn heading(page: &mut Page, one: &Side<'_>, other: &Side<'_>, what: &str, conditional: bool) {
    let mut runs = vec![Run::new(NAME, &one.actor.name)];
    if one.actor.key != other.actor.key {
        runs.extend([Run::new(PLAIN, "and"), Run::new(NAME, &other.actor.name)]);
    }
    runs.push(Run::new(PLAIN, what));
    if conditional {
        runs.push(Run::new(DIM, "(on a condition)"));
    }
    page.paragraph(2, &runs);
}

fn side(page: &mut Page, before: &str, side: &Side<'_>) {
    let look = page.look();
    let condition =
        side.stand.condition.as_ref().map(|words| Run::new(DIM, format!("on a condition: {words}")));
    let mut runs = vec![Run::new(PLAIN, before)];
    runs.extend(condition);
    runs.push(Run::new(PLAIN, told(side.stand, look)));
    runs.push(Run::new(DIM, format!("{}, {}", side.actor.name, origin(side.stand))));
    page.paragraph(4, &runs);
}

/// What the second outlet leaves out stands in `[- -]`, what it puts in in `{+ +}`, so that no colour is needed.
fn carried(page: &mut Page, carried: &Carried<'_>) {
    let ways = [
        (carried.other_words, "in other words"),
        (carried.cut_off, "cut off"),
        (carried.other_cue, "under another cue"),
    ];
    let ways: Vec<&str> = ways.iter().filter(|(is_so, _)| *is_so).map(|(_, way)| *way).collect();
    page.paragraph(
        2,
        &[
            Run::new(NAME, &carried.actor.name),
            Run::new(PLAIN, "is carried differently:"),
            Run::new(PLAIN, ways.join(", ")),
        ],
    );
    let outlet = |stand: &sayso_compare::Stand| stand.outlet.clone().unwrap_or_else(|| stand.article.clone());
    let places = format!("{} → {}", origin(carried.whole), origin(carried.other));
    let arrow = if page.look().unicode { "→" } else { "->" };
    let mut runs: Vec<Run> =
        vec![Run::new(DIM, format!("{} {arrow} {}:", outlet(carried.whole), outlet(carried.other)))];
    runs.extend(carried.pieces.iter().map(|piece| match piece {
        Piece::Same(words) => Run::new(PLAIN, words),
        Piece::First(words) => Run::new(LEFT_OUT, format!("[-{words}-]")),
        Piece::Second(words) => Run::new(PUT_IN, format!("{{+{words}+}}")),
    }));
    if carried.other_cue {
        runs.push(Run::new(DIM, format!("({} {arrow} {})", carried.whole.cue, carried.other.cue)));
    }
    runs.push(Run::new(DIM, places.replace('→', arrow)));
    page.paragraph(4, &runs);
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_answers::samples::stand;
    use sayso_answers::samples::{differing, with_differing};

    const LOOK: Look = Look { width: 100, colour: false, unicode: true };

    #[test]
    fn differences_are_shown_with_the_words_of_both() {
        let page = with_differing(differing(), |found| page(found, LOOK, true));
        assert!(page.contains("  Ada and Bob contradict each other (on a condition)\n"), "{page}");
        assert!(page.contains("    - on a condition: as it stands “Not\u{fffd} this”"), "{page}");
        assert!(page.contains("Ada is carried differently: cut off, under another cue"), "{page}");
        assert!(page.contains("(said → claimed)"), "{page}");
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("[-\"ban\"-] {+<rule>+}"), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }

    #[test]
    fn agreement_is_no_difference() {
        let agreed = vec![stand("Ada", sayso_domain::Stance::Favor, "ban", "yes")];
        let page = with_differing(agreed, |found| page(found, LOOK, true));
        assert!(page.starts_with("0 contradictions, ") && page.lines().count() <= 2, "{page}");
    }

    #[test]
    fn plain_terminals_are_served() {
        let page = with_differing(differing(), |found| page(found, Look { unicode: false, ..LOOK }, true));
        assert!(page.is_ascii(), "{page}");
    }
}
