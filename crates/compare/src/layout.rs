//! Where should the nodes of a network be drawn?
//!
//! Each part that hangs together is laid out by itself with the forces of ForceAtlas2 (`forces`): its longest extent is laid flat,
//! its nodes are moved until none lies over another (`overlap`), and the parts are put side by side (`packing`). Where the
//! names go is the question of [`labels()`](crate::labels()).
//!
//! Only sums, products, quotients and square roots are taken, in one order, and no number is drawn by lot: the same network has
//! the same drawing, to the bit, on every machine.
//!
//! Its weakness: every pair of nodes is looked at in each step, so that the time grows with the square of the nodes. Five hundred
//! take some tens of milliseconds.

mod forces;
mod overlap;
mod packing;

use crate::labels::label_width;
use crate::network::Network;

/// So much room there is for one node, as the side of a square: a circle and a short name beside it.
const ROOM: f64 = 88.0;
/// The radii of circles.
const SMALLEST: f64 = 5.0;
const LARGEST: f64 = 24.0;
/// Between two circles, at the least.
const GAP: f64 = 9.0;
/// Between two parts that hang together nowhere.
const BETWEEN: f64 = 34.0;
/// The height of the letters for which room is kept.
const FONT: f64 = 12.0;
/// A part has room on its right for names up to this width. Without it, the names of nodes that stand alone in rows would lie over each other.
const LONGEST: f64 = 200.0;

/// Where a node is drawn: a circle. The unit is a pixel of the drawing's natural size, and y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Of the centre, from the left.
    pub x: f64,
    /// Of the centre, from the top.
    pub y: f64,
    /// From 5 to 24. The area is as the number of the node's statements; the most that any node has, but 24 at least, make 24.
    pub radius: f64,
}

/// Where all nodes of a network are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// One for each node, in their order.
    pub places: Vec<Place>,
    /// From the leftmost circle to the rightmost one, which both touch the border.
    pub width: f64,
    /// From the topmost circle to the lowest one.
    pub height: f64,
}

/// Where to draw a network: those whom edges pull together are near each other, and no two circles touch.
///
/// An edge pulls by the square root of its weight. One of a negative weight, as between those who disagree more than they agree,
/// pulls nothing, but holds both in one part of the drawing; nor does an edge of no finite weight, or to a node that is not there. Of the
/// names, only the widths are looked at, for the room between two parts.
///
/// ```
/// use sayso_compare::{Edge, Network, Node, NodeKind, layout};
///
/// let node = |name: &str| Node { key: name.into(), name: name.into(), kind: NodeKind::Actor, statements: 1 };
/// let edge = |source, target| Edge { source, target, weight: 1.0, pro: 1.0, contra: 0.0 };
/// let nodes = ["A", "B", "C"].map(node).to_vec();
/// let chain = layout(&Network { nodes, edges: vec![edge(0, 1), edge(1, 2)], left_out: 0 });
/// let distance = |a: usize, b: usize| (chain.places[a].x - chain.places[b].x).abs();
/// assert!(distance(0, 1) < distance(0, 2));
///
/// // Nobody has no place.
/// assert_eq!(layout(&Network::default()), sayso_compare::Layout::default());
/// ```
pub fn layout(network: &Network) -> Layout {
    let radii = radii(network);
    let edges = usable(network);
    let parts: Vec<Part> = parts(network.nodes.len(), &edges)
        .into_iter()
        .map(|nodes| part(network, nodes, &edges, &radii))
        .collect();
    let sizes: Vec<(f64, f64)> = parts.iter().map(|part| part.size).collect();
    let mut places: Vec<Place> =
        radii.into_iter().map(|radius| Place { radius, ..Place::default() }).collect();
    for (part, corner) in parts.iter().zip(packing::pack(&sizes, BETWEEN)) {
        for (&node, &(x, y)) in part.nodes.iter().zip(&part.places) {
            (places[node].x, places[node].y) = (corner.0 + x, corner.1 + y);
        }
    }
    framed(places)
}

/// By the square roots of the statements, so that the areas are as these. Nobody is too small to be pointed at.
fn radii(network: &Network) -> Vec<f64> {
    let statements = || network.nodes.iter().map(|node| node.statements as f64);
    let most = statements().fold(LARGEST, f64::max);
    statements().map(|own| (LARGEST * (own / most).sqrt()).max(SMALLEST)).collect()
}

/// An edge between two different nodes that are there, with what it pulls.
#[derive(Clone, Copy, Debug)]
struct Pull {
    ends: [usize; 2],
    force: f64,
}

fn usable(network: &Network) -> Vec<Pull> {
    let nodes = network.nodes.len();
    let kept = || {
        network.edges.iter().filter(|edge| edge.source != edge.target && edge.source.max(edge.target) < nodes)
    };
    let strength = |weight: f64| if weight.is_finite() { weight.max(0.0) } else { 0.0 };
    let pulling = kept().filter(|edge| strength(edge.weight) > 0.0).count().max(1) as f64;
    let mean = kept().map(|edge| strength(edge.weight) / pulling).sum::<f64>().max(f64::MIN_POSITIVE);
    kept()
        .map(|edge| Pull { ends: [edge.source, edge.target], force: (strength(edge.weight) / mean).sqrt() })
        .collect()
}

/// Nodes that hang together, by whatever edges: in the order of their first nodes, and within in order.
fn parts(nodes: usize, edges: &[Pull]) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); nodes];
    for &Pull { ends: [a, b], .. } in edges {
        neighbours[a].push(b);
        neighbours[b].push(a);
    }
    let mut seen = vec![false; nodes];
    let mut parts = Vec::new();
    for first in 0..nodes {
        let mut open = vec![first];
        let mut part = Vec::new();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                part.push(node);
                open.extend(&neighbours[node]);
            }
        }
        if !part.is_empty() {
            part.sort_unstable();
            parts.push(part);
        }
    }
    parts
}

/// Nodes that hang together, where they are in a box of their own, with room for names on its right.
struct Part {
    nodes: Vec<usize>,
    places: Vec<(f64, f64)>,
    size: (f64, f64),
}

fn part(network: &Network, nodes: Vec<usize>, edges: &[Pull], radii: &[f64]) -> Part {
    let radii: Vec<f64> = nodes.iter().map(|&node| radii[node]).collect();
    let edges: Vec<Pull> = edges
        .iter()
        .filter_map(|pull| {
            let [a, b] = pull.ends.map(|end| nodes.binary_search(&end).ok());
            Some(Pull { ends: [a?, b?], ..*pull })
        })
        .collect();
    let mut places = spread(laid_flat(forces::settle(nodes.len(), &edges)));
    overlap::part(&mut places, &radii, GAP);
    let (width, height) = to_corner(&mut places, &radii);
    let name = |node: usize| label_width(&network.nodes[node].name, FONT).min(LONGEST);
    let ends = nodes
        .iter()
        .zip(places.iter().zip(&radii))
        .map(|(&node, (place, radius))| place.0 + radius + name(node));
    let width = ends.fold(width, f64::max);
    Part { nodes, places, size: (width, height) }
}

/// Turned about the middle, so that the longest extent lies from left to right.
fn laid_flat(mut places: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let count = places.len().max(1) as f64;
    let (x, y) = places.iter().fold((0.0, 0.0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
    let middle = (x / count, y / count);
    places.iter_mut().for_each(|place| *place = (place.0 - middle.0, place.1 - middle.1));
    let sum = |of: fn(&(f64, f64)) -> f64| places.iter().map(of).sum::<f64>();
    let (xx, xy, yy) =
        (sum(|place| place.0 * place.0), sum(|place| place.0 * place.1), sum(|place| place.1 * place.1));
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    // Of the two forms of the same direction, the one that takes no small difference of large numbers.
    let axis = if half >= 0.0 { (half + root, xy) } else { (xy, root - half) };
    let length = (axis.0 * axis.0 + axis.1 * axis.1).sqrt();
    if length > 0.0 {
        let (cos, sin) = (axis.0 / length, axis.1 / length);
        places.iter_mut().for_each(|(x, y)| (*x, *y) = (*x * cos + *y * sin, *y * cos - *x * sin));
    }
    places
}

/// Larger or smaller, so that each node has its room in the middle of the others.
fn spread(mut places: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let square = places.iter().map(|(x, y)| x * x + y * y).sum::<f64>();
    if square == 0.0 {
        return places;
    }
    // The places of a full disc are, squared, half of its radius squared away from the middle.
    let count = places.len() as f64;
    let wanted = count * (ROOM * ROOM * count / std::f64::consts::PI) / 2.0;
    let scale = (wanted / square).sqrt();
    places.iter_mut().for_each(|(x, y)| (*x, *y) = (*x * scale, *y * scale));
    places
}

/// Moves the circles into the corner of the plane; how much room they take.
fn to_corner(places: &mut [(f64, f64)], radii: &[f64]) -> (f64, f64) {
    let mut low = (f64::INFINITY, f64::INFINITY);
    let mut high = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for ((x, y), radius) in places.iter().zip(radii) {
        low = (low.0.min(x - radius), low.1.min(y - radius));
        high = (high.0.max(x + radius), high.1.max(y + radius));
    }
    places.iter_mut().for_each(|(x, y)| (*x, *y) = (*x - low.0, *y - low.1));
    (high.0 - low.0, high.1 - low.1)
}

fn framed(mut places: Vec<Place>) -> Layout {
    if places.is_empty() {
        return Layout::default();
    }
    let radii: Vec<f64> = places.iter().map(|place| place.radius).collect();
    let mut points: Vec<(f64, f64)> = places.iter().map(|place| (place.x, place.y)).collect();
    let (width, height) = to_corner(&mut points, &radii);
    places.iter_mut().zip(points).for_each(|(place, (x, y))| (place.x, place.y) = (x, y));
    Layout { places, width, height }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::{Edge, Node, NodeKind};

    /// Nodes with so many statements each, and edges with weights.
    fn network(statements: &[usize], edges: &[(usize, usize, f64)]) -> Network {
        let node = |(number, &statements): (usize, &usize)| Node {
            key: format!("n{number}"),
            name: format!("name {number}"),
            kind: NodeKind::Actor,
            statements,
        };
        let edge = |&(source, target, weight)| Edge { source, target, weight, pro: 0.0, contra: 0.0 };
        Network {
            nodes: statements.iter().enumerate().map(node).collect(),
            edges: edges.iter().map(edge).collect(),
            left_out: 0,
        }
    }

    /// Edges between all of them.
    fn clique(nodes: std::ops::Range<usize>) -> Vec<(usize, usize, f64)> {
        nodes.clone().flat_map(|a| nodes.clone().filter(move |b| a < *b).map(move |b| (a, b, 1.0))).collect()
    }

    fn distance(a: Place, b: Place) -> f64 {
        ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
    }

    fn mean(distances: impl Iterator<Item = f64> + Clone) -> f64 {
        distances.clone().sum::<f64>() / distances.count() as f64
    }

    fn nothing_overlaps(layout: &Layout) {
        for (i, &a) in layout.places.iter().enumerate() {
            for &b in &layout.places[..i] {
                assert!(distance(a, b) >= a.radius + b.radius + 1.0, "{a:?} {b:?}");
            }
            assert!(a.x - a.radius >= -1e-6 && a.x + a.radius <= layout.width + 1e-6, "{a:?} {layout:?}");
            assert!(a.y - a.radius >= -1e-6 && a.y + a.radius <= layout.height + 1e-6, "{a:?} {layout:?}");
        }
    }

    /// Numbers that look random, the same everywhere.
    fn mixed(number: usize) -> usize {
        ((number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as usize
    }

    #[test]
    fn two_cliques_with_one_link_stand_apart_side_by_side() {
        let edges = [clique(0..6), clique(6..12), vec![(0, 6, 1.0)]].concat();
        let layout = layout(&network(&[1; 12], &edges));
        let of = |pairs: Vec<(usize, usize)>| {
            mean(pairs.iter().map(|&(a, b)| distance(layout.places[a], layout.places[b])))
        };
        let within = clique(0..6).into_iter().chain(clique(6..12)).map(|(a, b, _)| (a, b)).collect();
        let across = (0..6).flat_map(|a| (6..12).map(move |b| (a, b))).collect();
        assert!(2.0 * of(within) < of(across), "{layout:?}");
        // The longest extent lies flat, so that one of them is left of the other.
        let (left, right) = layout.places.split_at(6);
        let bounds = |places: &[Place]| {
            let x = || places.iter().map(|place| place.x);
            (x().fold(f64::INFINITY, f64::min), x().fold(f64::NEG_INFINITY, f64::max))
        };
        assert!(bounds(left).1 < bounds(right).0 || bounds(right).1 < bounds(left).0, "{layout:?}");
        nothing_overlaps(&layout);
    }

    #[test]
    fn what_is_opposed_does_not_attract() {
        // Two camps of three, each against each of the other one.
        let opposed: Vec<_> = (0..3).flat_map(|a| (3..6).map(move |b| (a, b, -5.0))).collect();
        let layout = layout(&network(&[1; 6], &[clique(0..3), clique(3..6), opposed].concat()));
        let farthest_friend = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
            .map(|(a, b)| distance(layout.places[a], layout.places[b]))
            .into_iter()
            .fold(0.0, f64::max);
        let nearest_foe = (0..3)
            .flat_map(|a| (3..6).map(move |b| (a, b)))
            .map(|(a, b)| distance(layout.places[a], layout.places[b]))
            .fold(f64::INFINITY, f64::min);
        assert!(farthest_friend < nearest_foe, "{layout:?}");
    }

    #[test]
    fn a_heavy_edge_pulls_more() {
        let layout = layout(&network(&[1; 3], &[(0, 1, 16.0), (0, 2, 1.0), (1, 2, 1.0)]));
        assert!(distance(layout.places[0], layout.places[1]) < distance(layout.places[0], layout.places[2]));
    }

    #[test]
    fn parts_that_hang_together_nowhere_are_near_each_other() {
        let edges = [clique(0..10), clique(10..13)].concat();
        let layout = layout(&network(&[1; 20], &edges));
        nothing_overlaps(&layout);
        // Twenty nodes with their room, and no desert between them.
        assert!(layout.width * layout.height < 3.0 * 20.0 * ROOM * ROOM, "{layout:?}");
    }

    #[test]
    fn one_node_two_nodes_and_none() {
        assert_eq!(layout(&network(&[], &[])), Layout::default());
        let one = layout(&network(&[0], &[]));
        assert_eq!(
            one,
            Layout { places: vec![Place { x: 5.0, y: 5.0, radius: 5.0 }], width: 10.0, height: 10.0 }
        );
        // Two lie flat, by a pull or without.
        for edges in [vec![(0, 1, 1.0)], vec![(0, 1, -1.0)]] {
            let two = layout(&network(&[1, 1], &edges));
            assert!((two.places[0].y - two.places[1].y).abs() < 1e-6, "{two:?}");
            nothing_overlaps(&two);
        }
    }

    #[test]
    fn nodes_without_edges_stand_in_rows() {
        let layout = layout(&network(&[1; 60], &[]));
        nothing_overlaps(&layout);
        assert!(layout.width > layout.height && layout.width < 2.5 * layout.height, "{layout:?}");
    }

    #[test]
    fn areas_are_as_statements() {
        let radius = |statements: &[usize]| {
            layout(&network(statements, &[])).places.iter().map(|p| p.radius).collect::<Vec<_>>()
        };
        assert_eq!(radius(&[400, 100, 1, 0]), [24.0, 12.0, 5.0, 5.0]);
        // Where nobody says much, nobody is large.
        assert_eq!(radius(&[6, 6]), [12.0, 12.0]);
    }

    #[test]
    fn edges_that_make_no_sense_pull_nothing() {
        let odd = [(0, 0, 1.0), (0, 7, 1.0), (9, 9, 1.0)];
        assert_eq!(layout(&network(&[1; 2], &odd)), layout(&network(&[1; 2], &[])));
        for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0] {
            assert_eq!(
                layout(&network(&[1; 3], &[(0, 1, weight), (1, 2, 1.0)])),
                layout(&network(&[1; 3], &[(0, 1, -1.0), (1, 2, 1.0)]))
            );
        }
    }

    #[test]
    fn a_hub_of_many_and_weights_of_all_sizes_leave_no_overlap() {
        let star: Vec<_> =
            (1..80).map(|node| (0, node, 10.0_f64.powi((mixed(node) % 9) as i32 - 4))).collect();
        nothing_overlaps(&layout(&network(&[50; 80], &star)));
    }

    #[test]
    fn five_hundred_nodes_have_the_same_places_each_time() {
        let edges: Vec<_> = (0..5000)
            .map(|edge| (mixed(edge) % 500, mixed(edge + 5000) % 500, (mixed(edge) % 7) as f64 - 2.0))
            .collect();
        let network = network(&(0..500).map(|node| mixed(node) % 60).collect::<Vec<_>>(), &edges);
        let one = layout(&network);
        nothing_overlaps(&one);
        assert_eq!(one, layout(&network));
    }

    /// Worked out on one machine; on another one, the bits have to be these too.
    #[test]
    fn the_bits_are_the_same_everywhere() {
        let edges = [clique(0..4), clique(4..8), vec![(0, 4, 0.3), (1, 5, -2.0)]].concat();
        let layout = layout(&network(&[9, 4, 1, 1, 25, 1, 1, 1, 2], &edges));
        let mut sum = 0_u64;
        for place in &layout.places {
            for number in [place.x, place.y, place.radius] {
                sum = sum.rotate_left(7) ^ number.to_bits();
            }
        }
        assert_eq!(sum, 16_156_865_511_677_902_278, "{layout:?}");
    }

    proptest! {
        #[test]
        fn no_two_circles_touch(
            statements in prop::collection::vec(0_usize..200, 0..25),
            edges in prop::collection::vec((0_usize..25, 0_usize..25, -3.0..3.0_f64), 0..60),
        ) {
            nothing_overlaps(&layout(&network(&statements, &edges)));
        }
    }
}
