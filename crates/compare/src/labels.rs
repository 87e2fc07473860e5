//! Where do the names of nodes go, so that they can be read?
//!
//! A name stands beside its circle, above, below or at a corner. Those of the largest circles choose first, each the place where
//! it lies over nothing, takes the room of the fewest others and has the fewest lines under it. A name that finds no free place is not to
//! be written always, only when somebody points at its node: a drawing in which names lie over each other cannot be read at all.
//!
//! Its weakness: widths are estimated, since fonts are not known here, and no name that has its place is moved again.

use crate::layout::Place;

/// Between a circle and its name.
const GAP: f64 = 3.0;
/// What a line under a name counts, against the room of another name, and how many of them count at the most.
const LINE: (f64, usize) = (0.25, 6);
/// What each step down the order of [`Beside::ALL`] counts.
const STEP: f64 = 0.05;
/// Two names may come this near each other, and a name to a circle that is not its own.
const CLEAR: f64 = 1.5;

/// Where a name stands, as seen from its circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Beside {
    /// It begins right of the circle, at the height of its middle.
    Right,
    /// It ends left of the circle.
    Left,
    /// In the middle over the circle.
    Above,
    /// In the middle under the circle.
    Below,
    /// It begins at the circle's upper right.
    AboveRight,
    /// It begins at the circle's lower right.
    BelowRight,
    /// It ends at the circle's upper left.
    AboveLeft,
    /// It ends at the circle's lower left.
    BelowLeft,
}

impl Beside {
    /// All of them, the most readable first.
    pub const ALL: [Beside; 8] = [
        Beside::Right,
        Beside::Below,
        Beside::Above,
        Beside::Left,
        Beside::BelowRight,
        Beside::AboveRight,
        Beside::BelowLeft,
        Beside::AboveLeft,
    ];

    /// -1 where the name ends at the circle, 0 where its middle is over or under it, 1 where it begins at the circle.
    pub fn across(self) -> i8 {
        match self {
            Beside::Left | Beside::AboveLeft | Beside::BelowLeft => -1,
            Beside::Above | Beside::Below => 0,
            Beside::Right | Beside::AboveRight | Beside::BelowRight => 1,
        }
    }

    /// -1 above the circle, 0 at the height of its middle, 1 below it.
    pub fn down(self) -> i8 {
        match self {
            Beside::Above | Beside::AboveLeft | Beside::AboveRight => -1,
            Beside::Left | Beside::Right => 0,
            Beside::Below | Beside::BelowLeft | Beside::BelowRight => 1,
        }
    }
}

/// When a name is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// It lies over no circle and no other name that is always shown.
    Always,
    /// There is no room: only while somebody points at the node.
    OnFocus,
}

/// Where a name is written: a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// Where it stands; a drawer lets its words begin, end or be in the middle there, so that a width that was estimated
    /// wrongly moves it no nearer to its circle.
    pub side: Beside,
    /// When it is seen.
    pub shown: Shown,
    /// The left border of the box.
    pub left: f64,
    /// The upper border.
    pub top: f64,
    /// As given.
    pub width: f64,
    /// As given.
    pub height: f64,
}

/// How wide words are in a common sans-serif font of one pixel's height, times `size`; a little too much rather than too little.
///
/// Counted are code points: those of Chinese, Japanese and Korean are as wide as high, marks over letters have no width.
///
/// ```
/// use sayso_compare::label_width;
/// assert!(label_width("Wilmot", 12.0) < label_width("Illinois", 12.0) * 2.0);
/// assert_eq!(label_width("東京", 12.0), 24.0);
/// assert_eq!(label_width("", 12.0), 0.0);
/// ```
pub fn label_width(words: &str, size: f64) -> f64 {
    words.chars().map(share).sum::<f64>() * size
}

/// The width of a character against the height of the font.
fn share(c: char) -> f64 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => 0.32,
        'f' | 'r' | 't' | '-' | '(' | ')' | '"' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.97,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 1.0,
        c if c.is_uppercase() => 0.72,
        _ => 0.61,
    }
}

/// Where each node's name goes: `widths` are those of the names in the order of `places`, `height` that of a line of text, `lines` the
/// numbers of the two nodes at the ends of each edge.
///
/// The names of the largest circles are placed first, among those of one size the first in order. A node without a width, or with one of
/// 0, has no name, and its label takes no room. Lines to nodes that are not there are left out.
///
/// ```
/// use sayso_compare::{Beside, Place, Shown, labels};
///
/// let place = |x| Place { x, y: 0.0, radius: 10.0 };
/// let far = [place(0.0), place(200.0)];
/// let beside = |lines: &[(usize, usize)]| {
///     labels(&far, &[50.0, 50.0], 14.0, lines).into_iter().map(|label| label.side).collect::<Vec<_>>()
/// };
/// assert_eq!(beside(&[]), [Beside::Right, Beside::Right]);
/// // Not over the line that leads to the right.
/// assert_eq!(beside(&[(0, 1)]), [Beside::Below, Beside::Right]);
///
/// // Where circles lie over each other, there is no room for a name.
/// let crowd: Vec<Place> = (0..9).map(|n| Place { x: f64::from(n % 3) * 5.0, y: f64::from(n / 3) * 5.0, radius: 10.0 }).collect();
/// assert_eq!(labels(&crowd, &[4.0; 9], 4.0, &[])[4].shown, Shown::OnFocus);
/// assert!(labels(&[], &[], 14.0, &[]).is_empty());
/// ```
pub fn labels(places: &[Place], widths: &[f64], height: f64, lines: &[(usize, usize)]) -> Vec<Label> {
    let width = |node: usize| widths.get(node).copied().filter(|width| *width > 0.0).unwrap_or(0.0);
    let segments: Vec<[Place; 2]> =
        lines.iter().filter_map(|&(from, to)| Some([*places.get(from)?, *places.get(to)?])).collect();
    let candidates: Vec<Vec<Candidate>> = (0..places.len())
        .map(|node| match width(node) {
            0.0 => Vec::new(),
            width => candidates(node, places, (width, height), &segments),
        })
        .collect();
    let mut order: Vec<usize> = (0..places.len()).filter(|&node| width(node) > 0.0).collect();
    order.sort_by(|&a, &b| places[b].radius.total_cmp(&places[a].radius).then(a.cmp(&b)));
    let mut placed: Vec<Option<Label>> = vec![None; places.len()];
    for &node in &order {
        placed[node] = best(node, &candidates, &placed);
    }
    let middle = places.iter().map(|place| place.x).sum::<f64>() / places.len().max(1) as f64;
    let hidden = |node: usize| hidden(places[node], middle, width(node), height);
    placed.into_iter().enumerate().map(|(node, label)| label.unwrap_or_else(|| hidden(node))).collect()
}

/// A place that lies over no circle.
struct Candidate {
    label: Label,
    /// How many lines lie under it.
    lines: usize,
}

fn candidates(
    node: usize,
    places: &[Place],
    (width, height): (f64, f64),
    segments: &[[Place; 2]],
) -> Vec<Candidate> {
    let all = Beside::ALL.map(|side| at(side, places[node], width, height));
    let is_near = |place: &Place, reach: f64| {
        let (x, y) = ((place.x - places[node].x).abs(), (place.y - places[node].y).abs());
        x < reach + width && y < reach + height
    };
    let reach = places[node].radius + 3.0 * GAP;
    let circles: Vec<&Place> = places
        .iter()
        .enumerate()
        .filter(|(other, place)| *other != node && is_near(place, reach + place.radius))
        .map(|(_, place)| place)
        .collect();
    let around = Label {
        left: places[node].x - reach - width,
        top: places[node].y - reach - height,
        width: 2.0 * (reach + width),
        height: 2.0 * (reach + height),
        ..all[0]
    };
    let segments: Vec<&[Place; 2]> = segments.iter().filter(|segment| crosses(segment, &around)).collect();
    let free = all.into_iter().filter(|label| !circles.iter().any(|place| touches(label, place)));
    free.map(|label| Candidate {
        label,
        lines: segments.iter().filter(|segment| crosses(segment, &label)).take(LINE.1).count(),
    })
    .collect()
}

/// A name for which there is no room, towards the middle of the drawing, so that it does not leave it.
fn hidden(place: Place, middle: f64, width: f64, height: f64) -> Label {
    let side = if place.x > middle { Beside::Left } else { Beside::Right };
    Label { shown: Shown::OnFocus, ..at(side, place, width, height) }
}

/// Of the free places of a name the one that costs least.
fn best(node: usize, candidates: &[Vec<Candidate>], placed: &[Option<Label>]) -> Option<Label> {
    let is_free = |label: &Label| !placed.iter().flatten().any(|other| overlap(label, other));
    let free = candidates[node].iter().filter(|candidate| is_free(&candidate.label));
    let costs = free.map(|Candidate { label, lines }| {
        let step = Beside::ALL.iter().position(|side| *side == label.side).unwrap_or(0);
        let taken = taken(label, node, candidates, placed);
        (taken + LINE.0 * *lines as f64 + STEP * step as f64, *label)
    });
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, label)| label)
}

/// How much room a place takes from names that have none yet: of each, the share of its places.
fn taken(label: &Label, node: usize, candidates: &[Vec<Candidate>], placed: &[Option<Label>]) -> f64 {
    let open =
        candidates.iter().zip(placed).enumerate().filter(|(other, (_, has))| *other != node && has.is_none());
    open.map(|(_, (places, _))| {
        let lost = places.iter().filter(|place| overlap(label, &place.label)).count();
        lost as f64 / places.len().max(1) as f64
    })
    .sum()
}

/// The box of a name at one side of its circle.
fn at(side: Beside, place: Place, width: f64, height: f64) -> Label {
    // At the corners, the name touches the circle at an eighth of its round.
    let reach = place.radius * if side.across() != 0 && side.down() != 0 { 0.71 } else { 1.0 };
    let away = |direction: i8, extent: f64| match direction {
        -1 => -reach - GAP - extent,
        0 => -extent / 2.0,
        _ => reach + GAP,
    };
    let corner = side.across() != 0 && side.down() != 0;
    // Letters leave some of a line's height empty: above and below, the gap is there already.
    let down = if side.down() == 0 {
        -height / 2.0
    } else {
        away(side.down(), height) - GAP * f64::from(side.down())
    };
    let across = away(side.across(), width) - if corner { GAP * f64::from(side.across()) } else { 0.0 };
    Label { side, shown: Shown::Always, left: place.x + across, top: place.y + down, width, height }
}

fn overlap(a: &Label, b: &Label) -> bool {
    a.left < b.left + b.width + CLEAR
        && b.left < a.left + a.width + CLEAR
        && a.top < b.top + b.height
        && b.top < a.top + a.height
}

/// Whether a name comes too near a circle.
fn touches(label: &Label, place: &Place) -> bool {
    let x = place.x.clamp(label.left, label.left + label.width) - place.x;
    let y = place.y.clamp(label.top, label.top + label.height) - place.y;
    let near = place.radius + CLEAR;
    x * x + y * y < near * near
}

/// Whether a line runs under a name. It is clipped by the box, border by border (Liang and Barsky).
fn crosses([from, to]: &[Place; 2], label: &Label) -> bool {
    let (right, bottom) = (label.left + label.width, label.top + label.height);
    let outside = from.x.max(to.x) < label.left
        || from.x.min(to.x) > right
        || from.y.max(to.y) < label.top
        || from.y.min(to.y) > bottom;
    if outside {
        return false;
    }
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (way, room) in
        [(-dx, from.x - label.left), (dx, right - from.x), (-dy, from.y - label.top), (dy, bottom - from.y)]
    {
        match room / way {
            _ if way == 0.0 && room < 0.0 => return false,
            _ if way == 0.0 => {}
            at if way < 0.0 => enters = enters.max(at),
            at => leaves = leaves.min(at),
        }
    }
    enters <= leaves
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(x: f64, y: f64, radius: f64) -> Place {
        Place { x, y, radius }
    }

    /// Names that are always shown lie over nothing.
    fn nothing_overlaps(places: &[Place], labels: &[Label]) {
        let shown: Vec<(usize, &Label)> =
            labels.iter().enumerate().filter(|(_, label)| label.shown == Shown::Always).collect();
        for &(node, label) in &shown {
            for (other, place) in places.iter().enumerate() {
                assert!(other == node || !touches(label, place), "{label:?} {place:?}");
            }
            for &(other, neighbour) in &shown {
                assert!(
                    other == node || label.width == 0.0 || !overlap(label, neighbour),
                    "{label:?} {neighbour:?}"
                );
            }
        }
    }

    #[test]
    fn a_name_goes_where_there_is_room() {
        // On the right, a circle; below and above, names would reach it too.
        let places = [place(0.0, 0.0, 10.0), place(30.0, 0.0, 14.0)];
        let labels = labels(&places, &[60.0, 60.0], 14.0, &[]);
        assert_eq!(labels.iter().map(|label| label.side).collect::<Vec<_>>(), [Beside::Left, Beside::Right]);
        assert_eq!((labels[0].left + labels[0].width, labels[0].top), (-13.0, -7.0));
        nothing_overlaps(&places, &labels);
    }

    #[test]
    fn the_large_ones_are_named_first() {
        // So near each other that there is room for few names only.
        let mut places: Vec<Place> =
            (0..25).map(|n| place(f64::from(n % 5) * 30.0, f64::from(n / 5) * 30.0, 8.0)).collect();
        places[12].radius = 12.0;
        let labels = labels(&places, &[70.0; 25], 14.0, &[]);
        let count = labels.iter().filter(|label| label.shown == Shown::Always).count();
        assert!((8..25).contains(&count), "{count}");
        nothing_overlaps(&places, &labels);
    }

    #[test]
    fn a_crowd_has_no_names_over_each_other() {
        let places: Vec<Place> = (0..300)
            .map(|n| {
                place(f64::from(n * 37 % 300) * 2.0, f64::from(n * 91 % 299) * 2.0, 5.0 + f64::from(n % 4))
            })
            .collect();
        let lines: Vec<(usize, usize)> = (0..299).map(|n| (n, n + 1)).collect();
        let labels = labels(&places, &[80.0; 300], 15.0, &lines);
        let count = labels.iter().filter(|label| label.shown == Shown::Always).count();
        assert!(count > 30 && count < 300, "{count}");
        nothing_overlaps(&places, &labels);
    }

    #[test]
    fn what_is_not_written_points_to_the_middle() {
        let row: Vec<Place> = (0..9).map(|n| place(f64::from(n) * 4.0, 0.0, 10.0)).collect();
        let labels = labels(&row, &[300.0; 9], 90.0, &[]);
        let hidden: Vec<Beside> =
            labels.iter().filter(|label| label.shown == Shown::OnFocus).map(|label| label.side).collect();
        assert!(hidden.contains(&Beside::Right) && hidden.contains(&Beside::Left), "{labels:?}");
    }

    #[test]
    fn nobody_without_a_name_takes_room() {
        let places = [place(0.0, 0.0, 5.0), place(14.0, 0.0, 5.0)];
        let labels = labels(&places, &[40.0, 0.0], 14.0, &[(0, 7), (9, 9)]);
        assert_eq!((labels[0].shown, labels[1].shown, labels[1].width), (Shown::Always, Shown::OnFocus, 0.0));
        // Of whom no width is told, there is no name either.
        assert_eq!(super::labels(&places, &[], 14.0, &[])[0].width, 0.0);
    }

    #[test]
    fn lines_are_clipped_by_boxes() {
        let label = Label { left: 10.0, top: 10.0, ..at(Beside::Right, place(0.0, 0.0, 1.0), 20.0, 10.0) };
        let crossing = |from: (f64, f64), to: (f64, f64)| {
            crosses(&[place(from.0, from.1, 1.0), place(to.0, to.1, 1.0)], &label)
        };
        assert!(crossing((0.0, 15.0), (40.0, 15.0)) && crossing((15.0, 0.0), (15.0, 40.0)));
        assert!(crossing((0.0, 0.0), (40.0, 30.0)) && crossing((12.0, 12.0), (13.0, 13.0)));
        assert!(crossing((15.0, 15.0), (15.0, 15.0)));
        // Past a corner, and short of the box.
        assert!(!crossing((0.0, 15.0), (15.0, 0.0)) && !crossing((0.0, 15.0), (9.0, 15.0)));
    }

    #[test]
    fn widths_are_about_those_of_fonts() {
        assert_eq!(label_width("港湾", 12.0), 24.0);
        assert!(label_width("Wim", 12.0) > label_width("ill", 12.0));
        // A mark over a letter takes no room.
        assert_eq!(label_width("e\u{301}", 12.0), label_width("e", 12.0));
    }

    proptest! {
        #[test]
        fn what_is_shown_lies_over_nothing(
            circles in prop::collection::vec((0.0..400.0_f64, 0.0..300.0_f64, 5.0..24.0_f64, 0.0..150.0_f64), 0..40),
            lines in prop::collection::vec((0_usize..40, 0_usize..40), 0..40),
        ) {
            let places: Vec<Place> = circles.iter().map(|&(x, y, radius, _)| place(x, y, radius)).collect();
            let widths: Vec<f64> = circles.iter().map(|circle| circle.3).collect();
            let labels = labels(&places, &widths, 15.0, &lines);
            prop_assert_eq!(labels.len(), places.len());
            nothing_overlaps(&places, &labels);
        }
    }
}
