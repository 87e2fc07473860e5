//! Where should the nodes of a graph be drawn?
//!
//! Nodes push each other away, edges pull, and a weak pull keeps all of them near the middle, as in ForceAtlas2 (Jacomy et
//! al., 2014): pushing grows with the degrees of both, pulling with the distance. The first places follow from the numbers
//! of the nodes, and only additions, products and square roots are taken, so that the drawing is the same everywhere.

/// So many pairs of nodes are looked at in all. Large graphs get fewer steps.
const PAIRS: usize = 20_000_000;

/// Of a step, the first one; it shrinks to a hundredth.
const STEP: f64 = 0.1;

/// The place of each of `nodes` nodes, from 0 to 1 in both directions. `edges` are pairs of nodes with a weight, of which the
/// size counts and not the sign; those that name no node are left out.
///
/// ```
/// let places = sayso_compare::layout(3, &[(0, 1, 2.0)]);
/// let distance = |a: usize, b: usize| (places[a].0 - places[b].0).hypot(places[a].1 - places[b].1);
/// assert!(distance(0, 1) < distance(0, 2));
/// assert_eq!(sayso_compare::layout(1, &[]), [(0.5, 0.5)]);
/// assert!(sayso_compare::layout(0, &[]).is_empty());
/// ```
pub fn layout(nodes: usize, edges: &[(usize, usize, f64)]) -> Vec<(f64, f64)> {
    let edges = usable(nodes, edges);
    let mut mass = vec![1.0; nodes];
    for &(a, b, _) in &edges {
        mass[a] += 1.0;
        mass[b] += 1.0;
    }
    let mut places: Vec<(f64, f64)> = (0..nodes).map(start).collect();
    let steps = (PAIRS / (nodes * nodes).max(1)).clamp(10, 300);
    for step in 0..steps {
        let forces = forces(&places, &mass, &edges);
        let most = STEP * (1.0 - 0.99 * step as f64 / steps as f64);
        for (place, force) in places.iter_mut().zip(forces) {
            let length = (force.0 * force.0 + force.1 * force.1).sqrt();
            let scale = if length > most { most / length } else { 1.0 };
            *place = (place.0 + force.0 * scale, place.1 + force.1 * scale);
        }
    }
    in_square(&places)
}

/// Weights from 0 to 1.
fn usable(nodes: usize, edges: &[(usize, usize, f64)]) -> Vec<(usize, usize, f64)> {
    let is_usable =
        |&&(a, b, weight): &&(usize, usize, f64)| a != b && a.max(b) < nodes && weight.is_finite();
    let kept: Vec<(usize, usize, f64)> =
        edges.iter().filter(is_usable).map(|&(a, b, weight)| (a, b, weight.abs())).collect();
    let heaviest = kept.iter().map(|edge| edge.2).fold(f64::MIN_POSITIVE, f64::max);
    kept.into_iter().map(|(a, b, weight)| (a, b, weight / heaviest)).collect()
}

/// Somewhere in the square from -1 to 1, by the node's number.
fn start(node: usize) -> (f64, f64) {
    // The bits of these products are spread evenly (Weyl sequences).
    let spread = |factor: u64| {
        let bits = (node as u64 + 1).wrapping_mul(factor) >> 11;
        bits as f64 / (1_u64 << 52) as f64 - 1.0
    };
    (spread(0xc13f_a9a9_02a6_328f), spread(0x91e1_0da5_c79e_7b1d))
}

fn forces(places: &[(f64, f64)], mass: &[f64], edges: &[(usize, usize, f64)]) -> Vec<(f64, f64)> {
    let push = 0.01 / (places.len().max(1) as f64).sqrt();
    let mut forces: Vec<(f64, f64)> = places
        .iter()
        .zip(mass)
        .map(|(place, mass)| (-place.0 * 0.02 * mass, -place.1 * 0.02 * mass))
        .collect();
    for i in 0..places.len() {
        for j in i + 1..places.len() {
            let (dx, dy) = (places[i].0 - places[j].0, places[i].1 - places[j].1);
            let force = push * mass[i] * mass[j] / (dx * dx + dy * dy).max(1e-4);
            forces[i] = (forces[i].0 + dx * force, forces[i].1 + dy * force);
            forces[j] = (forces[j].0 - dx * force, forces[j].1 - dy * force);
        }
    }
    for &(a, b, weight) in edges {
        let pull = 0.02 + 0.08 * weight;
        let (dx, dy) = ((places[b].0 - places[a].0) * pull, (places[b].1 - places[a].1) * pull);
        forces[a] = (forces[a].0 + dx, forces[a].1 + dy);
        forces[b] = (forces[b].0 - dx, forces[b].1 - dy);
    }
    forces
}

fn in_square(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let bounds = |pick: fn(&(f64, f64)) -> f64| {
        let values = || places.iter().map(pick);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (bounds(|place| place.0), bounds(|place| place.1));
    let within =
        |value: f64, low: f64, high: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
    places.iter().map(|&(x, y)| (within(x, left, right), within(y, top, bottom))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_together_and_nothing_leaves_the_square() {
        // Two triangles with one thin edge between them.
        let edges =
            [(0, 1, 5.0), (1, 2, 5.0), (2, 0, 5.0), (3, 4, 5.0), (4, 5, 5.0), (5, 3, 5.0), (0, 3, 0.1)];
        let places = layout(6, &edges);
        let distance = |a: usize, b: usize| (places[a].0 - places[b].0).hypot(places[a].1 - places[b].1);
        assert!(distance(1, 2) < distance(1, 4) && distance(4, 5) < distance(2, 5), "{places:?}");
        assert!(places.iter().all(|&(x, y)| (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)));
        assert_eq!(places, layout(6, &edges));
    }

    #[test]
    fn edges_that_make_no_sense_are_left_out() {
        assert_eq!(layout(2, &[(0, 0, 1.0), (0, 7, 1.0), (0, 1, f64::NAN)]), layout(2, &[]));
    }
}
