//! How is the comparison drawn? A grid of squares, actors by issues, each with a sign, so that no colour is needed.

use std::fmt::Write;

use sayso_compare::{Cell, CellStance};

use super::{Comparison, in_words, sign};
use crate::markup::{escape, shortened};

const CELL: usize = 36;
const NAMES: usize = 220;
const LABELS: usize = 190;
/// The grid has no more rows.
const MOST_ACTORS: usize = 60;

/// The whole drawing.
pub(super) fn svg(comparison: &Comparison<'_>) -> String {
    let actors = comparison.actors();
    let shown = &actors[..actors.len().min(MOST_ACTORS)];
    let (columns, rows) = (comparison.rows().len(), shown.len());
    // The labels lean to the right, out of the last column.
    let (width, height) = (NAMES + columns * CELL + LABELS, LABELS + rows * CELL + 60);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"14\">\n<title>Where they stand</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    for (column, row) in comparison.rows().iter().enumerate() {
        let (x, y) = (NAMES + column * CELL + CELL / 2, LABELS - 10);
        let label = escape(&shortened(&comparison.issue(row).label, 34));
        // Writing to a string does not fail.
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" transform=\"rotate(-45 {x} {y})\">{label}</text>");
    }
    for (line, &actor) in shown.iter().enumerate() {
        let y = LABELS + line * CELL;
        let name = escape(&shortened(&comparison.matrix.actors[actor].name, 28));
        let (x, middle) = (NAMES - 10, y + CELL / 2 + 5);
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{middle}\" text-anchor=\"end\">{name}</text>");
        for (column, row) in comparison.rows().iter().enumerate() {
            svg += &square(row.cell(actor), NAMES + column * CELL, y);
        }
    }
    let more = match actors.len() - shown.len() {
        0 => String::new(),
        more => format!("; {more} more actors"),
    };
    let _ = writeln!(
        svg,
        "<text x=\"10\" y=\"{}\" font-size=\"12\">+ for   − against   ± mixed   o neutral   . silent   \
         ? on a condition   * told by others{more}</text>",
        height - 20
    );
    svg + "</svg>\n"
}

fn square(cell: Option<&Cell<'_>>, x: usize, y: usize) -> String {
    let stance = cell.map_or(CellStance::Silent, |cell| cell.stance);
    let marks = match cell {
        Some(cell) => [if cell.conditional { "?" } else { "" }, if cell.alleged { "*" } else { "" }].concat(),
        None => String::new(),
    };
    let title = match cell {
        Some(cell) => format!("{}, {} independent", in_words(stance), cell.independent),
        None => in_words(stance).to_owned(),
    };
    let (middle, base, side) = (x + CELL / 2, y + CELL / 2 + 6, CELL - 4);
    format!(
        "<g><title>{title}</title><rect x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" fill=\"{}\" stroke=\"#888888\"/>\
         <text x=\"{middle}\" y=\"{base}\" text-anchor=\"middle\" font-size=\"18\">{}{marks}</text></g>\n",
        x + 2,
        y + 2,
        fill(stance),
        sign(stance, true).replace('-', "−"),
    )
}

/// Blue and orange, which most people who are colour-blind can tell apart.
fn fill(stance: CellStance) -> &'static str {
    match stance {
        CellStance::Favor => "#9ecae9",
        CellStance::Against => "#fdb863",
        CellStance::Mixed => "#cbb3dd",
        CellStance::Neutral => "#e6e6e6",
        CellStance::Silent => "#ffffff",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{contested, with_comparison, with_silence};

    #[test]
    fn every_cell_is_a_square_with_a_sign() {
        let svg = with_comparison(contested(), 10, svg);
        assert_eq!(svg.matches("<g>").count(), 6);
        for shown in [">+</text>", ">+?</text>", ">±</text>", ">−</text>", ">o*</text>", ">.</text>"] {
            assert!(svg.contains(shown), "{shown} in {svg}");
        }
        assert!(svg.contains("&lt;b&gt;") && !svg.contains("<b>"), "{svg}");
    }

    #[test]
    fn nothing_is_a_drawing_too() {
        for svg in [with_comparison(vec![], 10, svg), with_silence(svg)] {
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
        }
    }
}
