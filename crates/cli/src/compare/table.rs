//! What does a person see of the comparison? A grid of signs, actors by issues, and under it the words of each side.

use anstyle::{AnsiColor, Style};
use sayso_compare::{Cell, CellStance, Row, Stand};
use sayso_domain::Stance;
use unicode_width::UnicodeWidthStr;

use crate::flow::{Look, Page, Run, visible};
use sayso_answers::markup::shortened;
use sayso_answers::{Comparison, own_words, sign};

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default().bold();
const FAVOR: Style = AnsiColor::Blue.on_default().bold();
const AGAINST: Style = AnsiColor::Yellow.on_default().bold();
const MIXED: Style = AnsiColor::Magenta.on_default().bold();

/// Columns of a cell of the grid.
const CELL: usize = 7;
/// Names are cut to this.
const WIDEST_NAME: usize = 28;
/// The grid has no more rows.
const MOST_ACTORS: usize = 20;
/// Of each side of an issue, so many actors are shown with their words.
const MOST_WORDS: usize = 4;
/// Longer quotes are cut.
const LONGEST_QUOTE: usize = 240;

/// The whole page.
pub(super) fn page(comparison: &Comparison<'_>, look: Look, closing: bool) -> String {
    let mut page = Page::new(look);
    let actors = comparison.actors();
    if !actors.is_empty() {
        grid(&mut page, comparison, &actors);
        for (number, row) in comparison.rows().iter().enumerate() {
            page.blank();
            issue(&mut page, comparison, number + 1, row);
        }
    }
    if closing {
        if !actors.is_empty() {
            page.blank();
        }
        page.block(0, &[Run::new(DIM, comparison.closing())]);
    }
    page.into_string()
}

fn style(stance: CellStance) -> Style {
    match stance {
        CellStance::Favor => FAVOR,
        CellStance::Against => AGAINST,
        CellStance::Mixed => MIXED,
        CellStance::Neutral => PLAIN,
        CellStance::Silent => DIM,
    }
}

fn grid(page: &mut Page, comparison: &Comparison<'_>, actors: &[usize]) {
    let look = page.look();
    let shown = &actors[..actors.len().min(MOST_ACTORS)];
    let name = |actor: usize| cut(&visible(&comparison.matrix.actors[actor].name, look), WIDEST_NAME, look);
    let names: Vec<String> = shown.iter().map(|&actor| name(actor)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let columns = (look.width.saturating_sub(width) / CELL).max(1);
    for (block, rows) in comparison.rows().chunks(columns).enumerate() {
        if block > 0 {
            page.blank();
        }
        let numbers = (0..rows.len()).map(|place| (DIM, (block * columns + place + 1).to_string()));
        line(page, (PLAIN, ""), width, numbers);
        for (&actor, name) in shown.iter().zip(&names) {
            let cells = rows.iter().map(|row| cell(row.cell(actor), look));
            line(page, (NAME, name), width, cells);
        }
    }
    if actors.len() > shown.len() {
        let more = format!("and {} more actors (--actors A,B chooses)", actors.len() - shown.len());
        page.block(0, &[Run::new(DIM, more)]);
    }
    let mixed = sign(CellStance::Mixed, look.unicode);
    let legend = [
        "+ for",
        "- against",
        &format!("{mixed} mixed"),
        "o neutral",
        ". silent",
        "? on a condition",
        "* told by others",
    ];
    let legend: Vec<Run> = legend.into_iter().map(|sign| Run::new(DIM, sign).apart()).collect();
    page.block(0, &legend);
}

/// Cells stand at the right of their columns.
fn line(page: &mut Page, name: (Style, &str), width: usize, cells: impl Iterator<Item = (Style, String)>) {
    let look = page.look();
    let mut line = styled(look, name.0, name.1) + &" ".repeat(width - name.1.width());
    for (style, cell) in cells {
        line += &" ".repeat(CELL.saturating_sub(cell.width()));
        line += &styled(look, style, &cell);
    }
    page.raw(&line);
}

/// The sign, how many independent utterances, and marks.
fn cell(cell: Option<&Cell<'_>>, look: Look) -> (Style, String) {
    let Some(cell) = cell else { return (DIM, sign(CellStance::Silent, look.unicode).to_owned()) };
    let mut text = format!("{}{}", sign(cell.stance, look.unicode), cell.independent);
    text += if cell.conditional { "?" } else { "" };
    text += if cell.alleged { "*" } else { "" };
    (style(cell.stance), text)
}

fn styled(look: Look, style: Style, words: &str) -> String {
    match look.colour && !words.is_empty() {
        true => format!("{style}{words}{style:#}"),
        false => words.to_owned(),
    }
}

/// At most `width` columns.
fn cut(name: &str, width: usize, look: Look) -> String {
    if name.width() <= width {
        return name.to_owned();
    }
    let mark = if look.unicode { "…" } else { "..." };
    let mut kept = String::new();
    for c in name.chars() {
        if format!("{kept}{c}").width() + mark.width() > width {
            break;
        }
        kept.push(c);
    }
    kept.trim_end().to_owned() + mark
}

fn issue(page: &mut Page, comparison: &Comparison<'_>, number: usize, row: &Row<'_>) {
    let label = &comparison.issue(row).label;
    page.paragraph(0, &[Run::new(DIM, number.to_string()), Run::new(BOLD, label).apart()]);
    for stance in [Stance::Favor, Stance::Against, Stance::Neutral] {
        side(page, comparison, row, stance);
    }
    if row.cells.is_empty() {
        page.block(3, &[Run::new(DIM, "nothing was found in these articles")]);
    }
}

/// Those who say so, with their last words; most utterances first.
fn side(page: &mut Page, comparison: &Comparison<'_>, row: &Row<'_>, stance: Stance) {
    let mut cells: Vec<(&Cell<'_>, &Stand)> =
        row.cells.iter().filter_map(|cell| Some((cell, cell.latest(stance)?))).collect();
    // Neutral words beside a side are not shown.
    cells.retain(|(cell, _)| stance != Stance::Neutral || cell.stance == CellStance::Neutral);
    cells.sort_by_key(|(cell, _)| (std::cmp::Reverse(cell.independent(stance)), cell.actor));
    for (cell, stand) in cells.iter().take(MOST_WORDS) {
        words(page, &comparison.matrix.actors[cell.actor].name, stance, cell.independent(stance), stand);
    }
    if cells.len() > MOST_WORDS {
        page.block(5, &[Run::new(DIM, format!("and {} more", cells.len() - MOST_WORDS))]);
    }
}

fn words(page: &mut Page, name: &str, stance: Stance, independent: usize, stand: &Stand) {
    let look = page.look();
    let stance = match stance {
        Stance::Favor => CellStance::Favor,
        Stance::Against => CellStance::Against,
        Stance::Neutral => CellStance::Neutral,
    };
    let mut runs = vec![Run::new(style(stance), sign(stance, look.unicode)), Run::new(NAME, name)];
    if independent > 1 {
        runs.push(Run::new(DIM, format!("({independent})")));
    }
    if let Some(condition) = &stand.condition {
        runs.push(Run::new(DIM, "on a condition:"));
        runs.push(Run::new(PLAIN, shortened(condition, LONGEST_QUOTE)));
    }
    if stand.alleged {
        runs.push(Run::new(DIM, "told by others:"));
    }
    runs.push(Run::new(PLAIN, told(stand, look)));
    runs.push(Run::new(DIM, origin(stand)));
    page.paragraph(3, &runs);
}

/// The words, cut where they are long: in quotation marks where they are the speaker's own, as they stand where they are the
/// article's.
pub(crate) fn told(stand: &Stand, look: Look) -> String {
    let own = own_words(stand);
    let words = shortened(own.unwrap_or(&stand.quote), LONGEST_QUOTE);
    match (own.is_some(), look.unicode) {
        (true, true) => format!("“{words}”"),
        (true, false) => format!("\"{}\"", words.replace('…', "...")),
        (false, true) => words,
        (false, false) => words.replace('…', "..."),
    }
}

/// "John Kerry, 2015-09-19, wire-1, 80 % sure".
pub(crate) fn origin(stand: &Stand) -> String {
    let speaker = stand.speaker.clone().filter(|speaker| *speaker != stand.actor.name);
    let day = stand.date.map(|day| day.to_string());
    let sure = format!("{:.0} % sure", stand.confidence.clamp(0.0, 1.0) * 100.0);
    let parts = [speaker, day, Some(stand.article.clone()), Some(sure)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_answers::samples::stand;
    use sayso_answers::samples::{contested, with_comparison, with_silence};
    use sayso_domain::Kind;

    const LOOK: Look = Look { width: 100, colour: false, unicode: true };

    fn shown(limit: usize, look: Look) -> String {
        with_comparison(contested(), limit, |comparison| page(comparison, look, true))
    }

    #[test]
    fn the_grid_and_the_words_of_each_side() {
        let want = "\
\u{20}        1      2
Ada     +1    +1?
Bob     -1    o1*
Cid     ±2      .
+ for  - against  ± mixed  o neutral  . silent  ? on a condition  * told by others

1  <b>ban</b> & \"more\"
   + Ada “We \u{fffd}want <it> & \"more\"” Ada's minister, 2015-09-19, wire-1, 80 % sure
   + Cid “Fine with us” Cid's minister, 2015-09-19, wire-1, 80 % sure
   - Bob “=never(1)” Bob's minister, 2015-10-01, wire-2, 80 % sure
   - Cid “That will not do” Cid's minister, 2015-10-01, wire-2, 80 % sure

2  tax
   + Ada on a condition: if it's fair “then we will pay it” Ada's minister, 2015-09-19, wire-1, 80 %
     sure
   o Bob told by others: “has not decided” Bob's minister, 2015-09-19, wire-1, 80 % sure

6 positions of 3 actors on 2 issues in 1 article
";
        assert_eq!(shown(10, LOOK), want);
    }

    #[test]
    fn lines_are_never_too_wide_and_ascii_where_asked_for() {
        const ISSUES: [&str; 12] = [
            "sugar",
            "steel",
            "fishing",
            "harbour tax",
            "visas",
            "tunnels",
            "milk",
            "airports",
            "schools",
            "rents",
            "whales",
            "opera",
        ];
        let many: Vec<Stand> = (0..30)
            .flat_map(|actor| {
                let name = format!("The Very Long Name of Ministry Number {actor}");
                (0..12).map(move |issue| stand(&name, Stance::Favor, ISSUES[issue], &"word ".repeat(90)))
            })
            .collect();
        for (width, unicode) in [(40, true), (100, true), (100, false)] {
            let look = Look { width, unicode, colour: false };
            let page = with_comparison(many.clone(), 10, |comparison| page(comparison, look, true));
            assert!(page.lines().all(|line| line.width() <= width.max(42)), "{page}");
            assert!(page.contains("and 10 more actors") && page.contains("and 26 more"), "{page}");
            assert!(unicode || page.is_ascii(), "{page}");
        }
    }

    #[test]
    fn marks_are_not_doubled_and_not_torn_apart() {
        let words = stand("Ada", Stance::Favor, "ban", "“Never again,”");
        assert_eq!(told(&words, LOOK), "“Never again,”");
        assert_eq!(told(&words, Look { unicode: false, ..LOOK }), "\"Never again,\"");
        let words = Stand { kind: Kind::Indirect, quote: "called it “a gift.”".to_owned(), ..words };
        assert_eq!(told(&words, LOOK), "called it “a gift.”");
    }

    #[test]
    fn the_limit_hides_issues_and_says_so() {
        let page = shown(1, LOOK);
        assert!(!page.contains("tax") && page.contains("(--limit)"), "{page}");
    }

    #[test]
    fn who_was_asked_for_and_says_nothing_is_silent() {
        let page = with_silence(|comparison| page(comparison, LOOK, false));
        let want = "         1\nusa      .\ngbr      .\n";
        assert!(page.starts_with(want) && page.contains("nothing was found in these articles"), "{page}");
    }

    #[test]
    fn nothing_is_no_grid() {
        assert_eq!(
            with_comparison(vec![], 10, |comparison| page(comparison, LOOK, true)),
            "0 positions of 0 actors on 0 issues in 1 article\n"
        );
        assert_eq!(with_comparison(vec![], 10, |comparison| page(comparison, LOOK, false)), "");
    }

    #[test]
    fn colours_come_where_asked_for() {
        let page = shown(10, Look { colour: true, ..LOOK });
        assert!(page.contains("\u{1b}[1m\u{1b}[36mAda\u{1b}[0m"), "{page:?}");
    }
}
