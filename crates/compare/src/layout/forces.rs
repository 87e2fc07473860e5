//! Where do nodes come to rest that push each other and are pulled by edges?
//!
//! ForceAtlas2 (Jacomy, Venturini, Heymann, Bastian: PLOS ONE 9(6), 2014), its equations numbered as there: nodes push each other
//! by their degrees, an edge pulls by its length, and all are drawn to the middle, also by their distance ("strong gravity"; the
//! plain one would let those without a pull wander as far as all others push them). How far a node may go in a step follows from
//! how much it swings to and fro.

use super::Pull;

/// Of pushing, against edges of a mean pull of 1.
const PUSH: f64 = 2.0;
/// Of what draws to the middle.
const GRAVITY: f64 = 0.08;
/// Swinging that is borne for the sake of speed (τ, eq. 11).
const TOLERANCE: f64 = 1.0;
/// The speed of all may rise by half in a step, not more.
const RISE: f64 = 1.5;
/// Speed of one node against that of all (k_s, eq. 12), and its farthest way in a step (k_smax, eq. 13).
const SPEED: f64 = 0.1;
const FARTHEST: f64 = 10.0;
/// At most so many steps, and so many pairs of nodes in all, so that large networks end too.
const STEPS: usize = 600;
const PAIRS: usize = 15_000_000;
/// At rest: nobody goes farther in a step than this part of the mean distance from the middle.
const REST: f64 = 2e-4;
/// The square of the distance below which pushing grows no more.
const NEAREST: f64 = 1e-3;
/// So many sums are kept side by side, which is one order on every machine and quick on each.
const LANES: usize = 4;

/// Cosine and sine of the golden angle, 2.39996… radians. Written out, since those of two machines may differ in the last digit.
const GOLDEN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_8);

/// The places of `nodes` nodes between which `edges` pull, about the middle.
pub(super) fn settle(nodes: usize, edges: &[Pull]) -> Vec<(f64, f64)> {
    if nodes == 1 {
        return vec![(0.0, 0.0)];
    }
    let mut motion = Motion::new(nodes, edges);
    let pairs = (nodes * nodes / 2).max(1);
    for _ in 0..(PAIRS / pairs).clamp(20, STEPS) {
        if motion.step(edges) {
            break;
        }
    }
    motion.x.into_iter().zip(motion.y).collect()
}

/// All nodes on their way, coordinate by coordinate.
struct Motion {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Degree and one, which the paper calls so in eq. 2.
    mass: Vec<f64>,
    /// Of this step and of the last one.
    force: Forces,
    before: Forces,
    speed: f64,
}

struct Forces {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Forces {
    fn none(nodes: usize) -> Forces {
        Forces { x: vec![0.0; nodes], y: vec![0.0; nodes] }
    }
}

impl Motion {
    /// On a spiral as of the seeds of a sunflower: the first nodes, who say most, in the middle.
    fn new(nodes: usize, edges: &[Pull]) -> Motion {
        let mut mass = vec![1.0; nodes];
        edges.iter().flat_map(|pull| pull.ends).for_each(|end| mass[end] += 1.0);
        let (mut x, mut y) = (Vec::with_capacity(nodes), Vec::with_capacity(nodes));
        let mut direction = (1.0, 0.0);
        for node in 0..nodes {
            let distance = 10.0 * (node as f64 + 0.5).sqrt();
            x.push(direction.0 * distance);
            y.push(direction.1 * distance);
            let (cos, sin) = GOLDEN;
            direction = (direction.0 * cos - direction.1 * sin, direction.0 * sin + direction.1 * cos);
        }
        Motion { x, y, mass, force: Forces::none(nodes), before: Forces::none(nodes), speed: 1.0 }
    }

    /// Moves all once; whether they are at rest.
    fn step(&mut self, edges: &[Pull]) -> bool {
        std::mem::swap(&mut self.force, &mut self.before);
        self.gravity();
        self.push();
        self.pull(edges);
        self.go()
    }

    /// Strong gravity (eq. 9); the first force of a step, which overwrites the last one's.
    fn gravity(&mut self) {
        for (node, mass) in self.mass.iter().enumerate() {
            self.force.x[node] = -GRAVITY * mass * self.x[node];
            self.force.y[node] = -GRAVITY * mass * self.y[node];
        }
    }

    /// All pairs push each other (eq. 2).
    fn push(&mut self) {
        for node in 0..self.x.len() {
            let own = (self.x[node], self.y[node], PUSH * self.mass[node]);
            let behind = node + 1;
            let sum = push_behind(
                own,
                (&self.x[behind..], &self.y[behind..], &self.mass[behind..]),
                (&mut self.force.x[behind..], &mut self.force.y[behind..]),
            );
            self.force.x[node] += sum.0;
            self.force.y[node] += sum.1;
        }
    }

    /// Edges pull (eq. 1, with weights).
    fn pull(&mut self, edges: &[Pull]) {
        for &Pull { ends: [a, b], force } in edges {
            let (x, y) = ((self.x[b] - self.x[a]) * force, (self.y[b] - self.y[a]) * force);
            self.force.x[a] += x;
            self.force.y[a] += y;
            self.force.x[b] -= x;
            self.force.y[b] -= y;
        }
    }

    /// Where the forces lead, each node at its own speed (eq. 7 to 13).
    fn go(&mut self) -> bool {
        let swings = self.swings();
        let (swinging, traction) = self.totals(&swings);
        self.speed = (TOLERANCE * traction / swinging.max(f64::MIN_POSITIVE)).min(RISE * self.speed);
        let (mut farthest, mut extent) = (0.0_f64, 0.0);
        for (node, swing) in swings.iter().enumerate() {
            let (x, y) = (self.force.x[node], self.force.y[node]);
            let force = length(x, y);
            let speed = SPEED * self.speed / (1.0 + self.speed * swing.sqrt());
            let speed = speed.min(FARTHEST / force.max(f64::MIN_POSITIVE));
            self.x[node] += x * speed;
            self.y[node] += y * speed;
            farthest = farthest.max(force * speed);
            extent += length(self.x[node], self.y[node]);
        }
        farthest < REST * extent / swings.len().max(1) as f64
    }

    /// How far each force is from that of the step before (eq. 7).
    fn swings(&self) -> Vec<f64> {
        let swing =
            |node| length(self.force.x[node] - self.before.x[node], self.force.y[node] - self.before.y[node]);
        (0..self.x.len()).map(swing).collect()
    }

    /// Swinging and traction of all (eq. 8 to 10).
    fn totals(&self, swings: &[f64]) -> (f64, f64) {
        let (mut swinging, mut traction) = (0.0, 0.0);
        for (node, swing) in swings.iter().enumerate() {
            let together =
                length(self.force.x[node] + self.before.x[node], self.force.y[node] + self.before.y[node]);
            swinging += self.mass[node] * swing;
            traction += self.mass[node] * together / 2.0;
        }
        (swinging, traction)
    }
}

/// What one node, with its mass, has from all behind it, each of whom gets the opposite.
///
/// Arrays of a fixed length let the compiler work on several at once, and leave the order of the sums to us.
fn push_behind(
    own: (f64, f64, f64),
    (x, y, mass): (&[f64], &[f64], &[f64]),
    (force_x, force_y): (&mut [f64], &mut [f64]),
) -> (f64, f64) {
    let (x, rest_x) = x.as_chunks::<LANES>();
    let (y, rest_y) = y.as_chunks::<LANES>();
    let (mass, rest_mass) = mass.as_chunks::<LANES>();
    let (force_x, rest_force_x) = force_x.as_chunks_mut::<LANES>();
    let (force_y, rest_force_y) = force_y.as_chunks_mut::<LANES>();
    let (mut sum_x, mut sum_y) = ([0.0; LANES], [0.0; LANES]);
    for ((x, y, mass), (force_x, force_y)) in triples(x, y, mass).zip(force_x.iter_mut().zip(force_y)) {
        for lane in 0..LANES {
            let (dx, dy) = push(own, x[lane], y[lane], mass[lane]);
            sum_x[lane] += dx;
            sum_y[lane] += dy;
            force_x[lane] -= dx;
            force_y[lane] -= dy;
        }
    }
    let others = triples(rest_x, rest_y, rest_mass).zip(rest_force_x.iter_mut().zip(rest_force_y));
    for ((x, y, mass), (force_x, force_y)) in others {
        let (dx, dy) = push(own, *x, *y, *mass);
        sum_x[0] += dx;
        sum_y[0] += dy;
        *force_x -= dx;
        *force_y -= dy;
    }
    (sum_x.iter().sum(), sum_y.iter().sum())
}

fn triples<'a, T>(x: &'a [T], y: &'a [T], z: &'a [T]) -> impl Iterator<Item = (&'a T, &'a T, &'a T)> {
    x.iter().zip(y).zip(z).map(|((x, y), z)| (x, y, z))
}

/// What one node has from another one.
fn push((own_x, own_y, own_mass): (f64, f64, f64), x: f64, y: f64, mass: f64) -> (f64, f64) {
    let (dx, dy) = (own_x - x, own_y - y);
    let square = dx * dx + dy * dy;
    // Two on one place are as if they were a little apart.
    let force = own_mass * mass / if square > NEAREST { square } else { NEAREST };
    (dx * force, dy * force)
}

fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}
