//! Where do the names of nodes go, so that they can be read?
//!
//! A name stands beside its circle, above, below or at a corner. Those of the largest circles choose first, each the place where
//! it lies over nothing and takes the room of the fewest others. A name that finds no free place is not to be written always, only
//! when somebody points at its node: a drawing in which names lie over each other cannot be read at all.
//!
//! Its weakness: widths are estimated, since fonts are not known here; and edges may run under names.

use crate::layout::Place;

/// Between a circle and its name.
const GAP: f64 = 3.0;
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

/// Where each node's name goes: `widths` are those of the names in the order of `places`, `height` that of a line.
///
/// The names of the largest circles are placed first, among those of one size the first in order. A node without a width, or with one of
/// 0, has no name, and its label takes no room.
///
/// ```
/// use sayso_compare::{Beside, Place, Shown, labels};
///
/// let place = |x| Place { x, y: 0.0, radius: 10.0 };
/// let far = labels(&[place(0.0), place(200.0)], &[50.0, 50.0], 14.0);
/// assert!(far.iter().all(|label| (label.side, label.shown) == (Beside::Right, Shown::Always)));
///
/// // Under circles there is no room for a name.
/// let crowd: Vec<Place> = (0..9).map(|n| Place { x: f64::from(n % 3) * 5.0, y: f64::from(n / 3) * 5.0, radius: 10.0 }).collect();
/// assert_eq!(labels(&crowd, &[4.0; 9], 4.0)[4].shown, Shown::OnFocus);
/// assert!(labels(&[], &[], 14.0).is_empty());
/// ```
pub fn labels(places: &[Place], widths: &[f64], height: f64) -> Vec<Label> {
    let width = |node: usize| widths.get(node).copied().filter(|width| *width > 0.0).unwrap_or(0.0);
    let candidates_of = |node: usize| match width(node) {
        0.0 => Vec::new(),
        width => free_of_circles(node, places, width, height),
    };
    let candidates: Vec<Vec<Label>> = (0..places.len()).map(candidates_of).collect();
    let mut order: Vec<usize> = (0..places.len()).filter(|&node| width(node) > 0.0).collect();
    order.sort_by(|&a, &b| places[b].radius.total_cmp(&places[a].radius).then(a.cmp(&b)));
    let mut placed: Vec<Option<Label>> = vec![None; places.len()];
    for &node in &order {
        placed[node] = best(node, &candidates, &placed);
    }
    let left_over =
        |node: usize| Label { shown: Shown::OnFocus, ..at(Beside::Right, places[node], width(node), height) };
    placed.into_iter().enumerate().map(|(node, label)| label.unwrap_or_else(|| left_over(node))).collect()
}

/// The places of a name that lie over no circle.
fn free_of_circles(node: usize, places: &[Place], width: f64, height: f64) -> Vec<Label> {
    let on_a_circle = |label: &Label| {
        places.iter().enumerate().any(|(other, place)| other != node && touches(label, place))
    };
    let all = Beside::ALL.into_iter().map(|side| at(side, places[node], width, height));
    all.filter(|label| !on_a_circle(label)).collect()
}

/// Of the free places of a name the one that takes the fewest places of names still to come, then the most readable.
fn best(node: usize, candidates: &[Vec<Label>], placed: &[Option<Label>]) -> Option<Label> {
    let free =
        candidates[node].iter().filter(|label| !placed.iter().flatten().any(|other| overlap(label, other)));
    free.min_by(|a, b| taken(a, node, candidates, placed).total_cmp(&taken(b, node, candidates, placed)))
        .copied()
}

/// How much room a place takes from names that have none yet: of each, the share of its places.
fn taken(label: &Label, node: usize, candidates: &[Vec<Label>], placed: &[Option<Label>]) -> f64 {
    let open =
        candidates.iter().zip(placed).enumerate().filter(|(other, (_, has))| *other != node && has.is_none());
    open.map(|(_, (places, _))| {
        let lost = places.iter().filter(|place| overlap(label, place)).count();
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
